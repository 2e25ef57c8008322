"""One paragraph on what `check` finds in the plan, in either language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from goaltree import Finding, Findings, Plan

Lang = Literal["en", "zh"]


def reading(plan: Plan, findings: Findings, lang: Lang = "en") -> str:
    """How a head of planning would read the findings: what is missing, of whom, and what that means.

    Args:
        plan: The plan that was checked.
        findings: What the check found.
        lang: The language of the paragraph.
    """
    sentences = [_carried(plan, findings, lang), _served(plan, findings, lang), _named(findings, lang)]
    return ("" if lang == "zh" else " ").join([*filter(None, sentences), _open(findings, lang)])


def _carried(plan: Plan, findings: Findings, lang: Lang) -> str:
    """Goals without a team, and actions without a goal."""
    goals = _titles(plan, _of(findings, "goal-carried-by-nobody"), lang)
    actions = _titles(plan, _of(findings, "action-serves-no-goal"), lang)
    company = sum(goal.core for goal in plan.goals.values())
    said = ""
    if goals and lang == "zh":
        said += f"{company} 个公司目标中，{goals}没有团队承担：没有人负责的事不会发生。"
    elif goals:
        said += f"Of the {company} company goals, no team carries {goals}: "
        said += "what nobody answers for does not happen. "
    if actions and lang == "zh":
        said += f"行动“{actions}”没有写明服务于哪个目标。"
    elif actions:
        said += f'The action "{actions}" does not say which goal it is for.'
    return said.rstrip()


def _served(plan: Plan, findings: Findings, lang: Lang) -> str:
    """Goals without an action, and the teams that have none."""
    goals = [finding.path.removeprefix("goals.") for finding in _of(findings, "goal-served-by-no-action")]
    idle = _of(findings, "team-without-actions")
    keys = {finding.path.removeprefix("teams.") for finding in idle}
    theirs = sum(bool(keys & {*plan.carriers.get(goal, ())}) for goal in goals)
    if not goals or not idle:
        return ""
    teams = _titles(plan, idle, lang)
    if lang == "zh":
        return f"没有行动服务的目标有 {len(goals)} 个，其中 {theirs} 个属于{teams}：这几个团队没有一项行动。"
    return (
        f"No action serves {len(goals)} goals; {theirs} of them are with {teams}, teams without any action."
    )


def _named(findings: Findings, lang: Lang) -> str:
    """A team that is named and not in the table, and amounts without a rate."""
    names = _listed([finding.excerpt for finding in _of(findings, "unresolved-reference")], lang)
    said = ""
    if names and lang == "zh":
        said += f"协同中的“{names}”不在团队表里：可能指社区治理部，也可能漏写了一个部门。"
    elif names:
        said += f"The team {names} is not in the team table: it may mean 社区治理部, "
        said += "or a department was forgotten. "
    if _of(findings, "missing-rate"):
        said += (
            "客单价以美元为准，文档却没有给出汇率，两种货币无从比较。"
            if lang == "zh"
            else "An order value is in dollars and no exchange rate is given, so that it cannot be compared."
        )
    return said.rstrip()


def _open(findings: Findings, lang: Lang) -> str:
    """What is promised and not given."""
    count = len(_of(findings, "unstated-value"))
    if lang == "zh":
        return (
            f"还有 {count} 处承诺了却没有给出，例如各团队的责任边界、备用资源的基数、偏差与什么相比。"
            "这些都是文档本身的空白，计划照原样保留：补上它们是作者的事，不是程序的事。"
        )
    return (
        f"{count} values are promised and not given, such as every team's boundary, the base of the reserve, "
        "and what a deviation is measured against. These gaps are the document's own, and the plan keeps "
        "them: filling them is for its authors, not for a program."
    )


def _of(findings: Iterable[Finding], name: str) -> list[Finding]:
    """The findings of one rule."""
    return [finding for finding in findings if finding.rule.name == name]


def _titles(plan: Plan, findings: Iterable[Finding], lang: Lang) -> str:
    """What people call the nouns that findings are about."""
    return _listed([plan.title_of(finding.path.partition(".")[2], lang) for finding in findings], lang)


def _listed(texts: Sequence[str], lang: Lang) -> str:
    if lang == "zh":
        return "、".join(texts)
    return " and ".join(filter(None, [", ".join(texts[:-1]), *texts[-1:]]))
