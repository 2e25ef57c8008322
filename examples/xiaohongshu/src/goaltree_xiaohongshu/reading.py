"""What `check` finds in the plan, as a head of planning would tell it, in either language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from goaltree import Finding, Findings, Plan

Lang = Literal["en", "zh"]


def reading(plan: Plan, findings: Findings, lang: Lang = "en") -> str:
    """The findings by what they mean: one line a point, the weightiest first; what is mended is left out.

    Args:
        plan: The plan that was checked.
        findings: What the check found.
        lang: The language of the lines.
    """
    points = (_contradicted, _uncompared, _unnamed, _steep, _implied, _carried, _served, _one_sided, _late)
    told = filter(None, (point(plan, findings, lang) for point in points))
    lines = [f"{number}. {line}" for number, line in enumerate(told, start=1)]
    return "\n".join([*lines, *filter(None, [_open(findings, lang)])])


def _contradicted(plan: Plan, findings: Findings, lang: Lang) -> str:
    """Numbers that their own formula contradicts."""
    found = _of(findings, "formula-does-not-hold")
    parts = [
        f"{_title(plan, one, lang)}写的是 {one.params['stated']}，按自己的定义是 {one.params['derived']}（{one.params['parts']}）"
        if lang == "zh"
        else f"{_title(plan, one, lang)} is {one.params['stated']}, its own definition gives "
        f"{one.params['derived']} ({one.params['parts']})"
        for one in found
    ]
    if not parts:
        return ""
    if lang == "zh":
        return f"自相矛盾：{'；'.join(parts)}。两者不可能同时达成，作者须先定下以哪个数为准。"
    return f"Contradiction: {'; '.join(parts)}. Both cannot be reached: which number holds is to be decided first."


def _uncompared(plan: Plan, findings: Findings, lang: Lang) -> str:
    """Numbers in a currency that has no rate."""
    found = _of(findings, "missing-rate")
    if not found:
        return ""
    titles = _titles(plan, found, lang)
    if lang == "zh":
        return f"无从比较：以美元计的{titles}，文档没有给出汇率。"
    return f"Beyond comparison: what is in dollars ({titles}), as no exchange rate is given."


def _unnamed(plan: Plan, findings: Findings, lang: Lang) -> str:
    """A team that is named and not in the table."""
    names = _listed([one.excerpt for one in _of(findings, "unresolved-reference")], lang)
    if not names:
        return ""
    if lang == "zh":
        return f"名不在表：协同中的{names}不在团队表里，可能指社区治理部，也可能漏写了一个部门。"
    return (
        f"Nobody of that name: {names} is not in the team table; "
        "社区治理部 may be meant, or a department was forgotten."
    )


def _steep(plan: Plan, findings: Findings, lang: Lang) -> str:
    """Growth far above what the document itself says of its field."""
    found = _of(findings, "growth-outside-benchmark")
    if not found:
        return ""
    titles = _titles(plan, found, lang)
    if lang == "zh":
        return f"增速：{titles} 的目标远在文档自己所写的行业增速之外，却没有说明理由。"
    return f"Growth: the target of {titles} is far outside the growth that the document itself names for the field."


def _implied(plan: Plan, findings: Findings, lang: Lang) -> str:
    """What other goals silently demand of numbers that nobody has."""
    moves = [
        f"{_title(plan, one, lang)} {one.params['growth']}" for one in _of(findings, "driver-owned-by-nobody")
    ]
    if not moves:
        return ""
    if lang == "zh":
        return f"隐含的要求：要达成所写目标，{_listed(moves, lang)}，而没有目标、没有团队提到它们。"
    return f"Implied: the goals demand {_listed(moves, lang)}, which no goal says and no team has."


def _carried(plan: Plan, findings: Findings, lang: Lang) -> str:
    """Goals without a team, and actions without a goal."""
    goals = _titles(plan, _of(findings, "goal-carried-by-nobody"), lang)
    company = sum(goal.core for goal in plan.goals.values())
    if not goals:
        return ""
    if lang == "zh":
        return f"无人负责：{company} 个公司目标中，{goals}没有团队承担；没有人负责的事不会发生。"
    return (
        f"Nobody's: of the {company} company goals, no team carries {goals}; "
        "what nobody answers for does not happen."
    )


def _served(plan: Plan, findings: Findings, lang: Lang) -> str:
    """Goals without an action, and the teams that have none."""
    idle = _of(findings, "team-without-actions")
    goals = [one.path.removeprefix("goals.") for one in _of(findings, "goal-served-by-no-action")]
    if not goals or not idle:
        return ""
    keys = {one.path.removeprefix("teams.") for one in idle}
    theirs = sum(bool(keys & {*plan.carriers.get(goal, ())}) for goal in goals)
    teams = _titles(plan, idle, lang)
    if lang == "zh":
        return f"没有行动：{len(goals)} 个目标没有行动服务，其中 {theirs} 个属于{teams}，这几个团队一项行动也没有。"
    return (
        f"No action: {len(goals)} goals have none that serves them; {theirs} of them are with {teams}, "
        "teams without any."
    )


def _one_sided(plan: Plan, findings: Findings, lang: Lang) -> str:
    """Collaborations, work and money that only one side has in its plan."""
    told = len(_of(findings, "collaboration-named-by-one-side"))
    asked = len(_of(findings, "work-asked-of-team-that-does-not-list-it"))
    asked += len(_of(findings, "money-from-team-that-does-not-list-it"))
    undated = len(_of(findings, "need-without-date"))
    if not told + asked + undated:
        return ""
    if lang == "zh":
        return f"一厢情愿：{told} 项协同只有一方写明，{asked} 项工作或资金对方没有列出，{undated} 项支持没有时间。"
    return (
        f"One-sided: {told} collaborations are named by one side only, {asked} requests for work or money are "
        f"unknown to the giver, and {undated} needs have no date."
    )


def _late(plan: Plan, findings: Findings, lang: Lang) -> str:
    """Answers to a risk that come before the risk can show."""
    actions = _titles(plan, _of(findings, "fallback-before-it-can-show"), lang)
    if not actions:
        return ""
    if lang == "zh":
        return f"应对早于问题：{actions}。应对定在它要应对的事情看得出来之前。"
    return f"Answer before the question: {actions}. The fallback comes before what it answers can show."


def _open(findings: Findings, lang: Lang) -> str:
    """What is promised and not given."""
    count = len(_of(findings, "unstated-value"))
    if not count:
        return ""
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


def _title(plan: Plan, finding: Finding, lang: Lang) -> str:
    """What people call the noun that a finding is at or in."""
    section, *keys = finding.path.split(".")
    nouns = getattr(plan, section)
    known = [key for end in range(len(keys), 0, -1) if (key := ".".join(keys[:end])) in nouns]
    return plan.title_of(known[0], lang) if known else finding.path


def _titles(plan: Plan, findings: Iterable[Finding], lang: Lang) -> str:
    """What people call the nouns that findings are about."""
    return _listed([_title(plan, finding, lang) for finding in findings], lang)


def _listed(texts: Sequence[str], lang: Lang) -> str:
    if lang == "zh":
        return "、".join(texts)
    return " and ".join(filter(None, [", ".join(texts[:-1]), *texts[-1:]]))
