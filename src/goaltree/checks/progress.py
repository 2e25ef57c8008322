"""Rules on what actions report: what is delivered, which milestones are reached, how done work counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from ..finding import Finding, Rule, Words
from ..model.action import Action
from ..model.names import near
from ..model.plan import Plan
from ..model.quantity import Quantity
from ..model.timing import Milestone, Timing
from .place import milestones_named
from .rulebook import Check, found
from .sample import ACTION, GOAL, HEAD, TEAM


def _with(rest: str) -> str:
    return HEAD + GOAL + TEAM + ACTION.replace("Q4 完成}", f"Q4 完成, {rest}}}")


_OPENED: Final = "delivers: {新店: 20 家}, progress: {done: 40%, earned_by: percent, delivered: {新店: 8 家}}"

UNPROMISED: Final = Rule(
    code="GT618",
    name="delivered-and-never-promised",
    level="error",
    message=Words(
        "The action `{key}` ({title}) reports `{name}` as delivered, and delivers no such thing by its plan.",
        "行动 `{key}`（{title}）报告已交付“{name}”，而计划中它并不交付此项。",
    ),
    hint=Words("{suggestion}", "{suggestion}"),
    why=Words(
        "What is counted under another name is missing under its own.",
        "换个名字计数，原来的那一项就成了空白。",
    ),
    wrong=_with(_OPENED.replace("delivered: {新店", "delivered: {门店数")),
    right=_with(_OPENED),
)
OTHER_UNIT: Final = Rule(
    code="GT619",
    name="delivered-in-another-unit",
    level="error",
    message=Words(
        "The action `{key}` ({title}) is to deliver {target} of `{name}` and reports {done}: the two cannot be compared.",
        "行动 `{key}`（{title}）应交付“{name}”{target}，而报告的是 {done}：两者无法比较。",
    ),
    hint=Words("Report it in {unit}.", "请以“{unit}”为单位报告。"),
    why=Words(
        "A share of one thing in another is no share.",
        "不同单位之间算不出完成比例。",
    ),
    wrong=_with(_OPENED.replace("8 家", "8 万元")),
    right=_with(_OPENED),
)
NO_MILESTONE: Final = Rule(
    code="GT620",
    name="reached-and-no-milestone",
    level="error",
    message=Words(
        "The action `{key}` ({title}) reports `{name}` as reached, which names {count} of the milestones of its time `{time}`.",
        "行动 `{key}`（{title}）报告已达到“{name}”，而它在时间“{time}”中对应 {count} 个节点。",
    ),
    hint=Words("Name one of them: {names}.", "请写其中一个：{names}。"),
    why=Words(
        "A milestone that is reported under another name stays late for ever.",
        "以别的名字报告的节点会一直显示为逾期。",
    ),
    wrong=_with("progress: {done: 40%, earned_by: percent, reached: {开工: 2025-05-20}}"),
    right=_with("progress: {done: 40%, earned_by: percent, reached: {启动: 2025-05-20}}"),
)
METHODLESS: Final = Rule(
    code="GT621",
    name="done-without-a-way-to-earn",
    level="warning",
    message=Words(
        "The action `{key}` ({title}) reports {done} as done, and nothing says how done work earns value.",
        "行动 `{key}`（{title}）报告完成 {done}，但没有说明完成的工作如何计为挣值。",
    ),
    hint=Words(
        "Add `earned_by:` with `percent` (the share itself), `half_half`, `all_or_nothing` or `milestones`.",
        "请加上 `earned_by:`：`percent`（按比例）、`half_half`（开始一半、完成一半）、`all_or_nothing`（完成才算）或 `milestones`（按节点）。",
    ),
    why=Words(
        "Ninety per cent done is anything between almost there and not usable; the way to count is agreed on before.",
        "“完成 90%”可能是快好了，也可能还不能用；怎样计算应事先约定。",
    ),
    wrong=_with("progress: {done: 40%}"),
    right=_with("progress: {done: 40%, earned_by: percent}"),
)
UNREAD_SHARE: Final = Rule(
    code="GT622",
    name="done-share-that-earns-nothing",
    level="warning",
    message=Words(
        "The action `{key}` ({title}) reports {done} as done, which earns nothing: it earns by the milestones that it reaches.",
        "行动 `{key}`（{title}）报告完成 {done}，但它按节点计为挣值，这个比例不计入。",
    ),
    hint=Words(
        "Say under `reached:` which milestones are reached, or count by `earned_by: percent`.",
        "请在 `reached:` 下写明已达到的节点，或改用 `earned_by: percent`。",
    ),
    why=Words(
        "Two ways to count side by side let everyone read the one that looks better; only the agreed one counts.",
        "两种算法并存，人们会各取好看的一个；只有约定的那个算数。",
    ),
    wrong=_with("progress: {done: 40%, earned_by: milestones}"),
    right=_with("progress: {earned_by: milestones, reached: {启动: 2025-05-20}}"),
)


def delivered_and_never_promised(plan: Plan) -> Iterator[Finding]:
    """Things that an action reports and does not deliver by its plan."""
    for action in plan.actions.values():
        for name in action.progress.delivered if action.progress else ():
            if name not in action.delivers and not plan.wrote(f"{action.at}.delivers.{name}"):
                yield _found(
                    plan, UNPROMISED, action, f"delivered.{name}", name=name, suggestion=_meant(action, name)
                )


def _meant(action: Action, name: str) -> Words:
    known = near(name, action.delivers) or tuple(action.delivers)[:3]
    if not known:
        return Words(
            f"Say under `delivers:` how many of `{name}` are wanted.",
            f"请在 `delivers:` 下写明“{name}”的目标数。",
        )
    told = " / ".join(f"`{one}`" for one in known)
    return Words(
        f"Did you mean {told}? Else say under `delivers:` how many are wanted.",
        f"是否想写 {told}？否则请在 `delivers:` 下写明目标数。",
    )


def delivered_in_another_unit(plan: Plan) -> Iterator[Finding]:
    """Things that are reported in a unit in which they cannot be held against what is wanted."""
    for action in plan.actions.values():
        for name, done in action.progress.delivered.items() if action.progress else ():
            target = action.delivers.get(name)
            if target is not None and not is_comparable(done, target):
                yield _found(
                    plan,
                    OTHER_UNIT,
                    action,
                    f"delivered.{name}",
                    others=[f"{action.at}.delivers.{name}"],
                    name=name,
                    target=target,
                    done=done,
                    unit=target.unit.symbol or "1",
                )


def is_comparable(done: Quantity, target: Quantity) -> bool:
    """Whether what is delivered can be held against what is wanted: in its unit, or a bare number of it."""
    is_share = done.unit.kind in ("percent", "pp") and done.unit.kind != target.unit.kind
    return not is_share and (not done.unit.dims or done.unit.dims == target.unit.dims)


def reached_and_no_milestone(plan: Plan) -> Iterator[Finding]:
    """Milestones that are reported as reached, and are none of the action's time, or more than one."""
    for action in plan.actions.values():
        if plan.wrote(f"{action.at}.time") and action.time is None:
            continue
        for name in action.progress.reached if action.progress else ():
            meant = milestones_named(plan, action.time, name)
            if len(meant) != 1:
                dated = action.time.dated if isinstance(action.time, Timing) else ()
                yield _found(
                    plan,
                    NO_MILESTONE,
                    action,
                    f"reached.{name}",
                    others=[f"{action.at}.time"],
                    name=name,
                    count=len(meant),
                    time=action.time or "—",
                    names=" / ".join(f"`{_name(one, dated)}`" for one in meant or dated) or "—",
                )


def _name(one: Milestone, among: tuple[Milestone, ...]) -> str:
    """The word for a milestone, or its period where several have that word, or none."""
    is_own = [other.label for other in among].count(one.label) == 1
    return one.label if one.label and is_own else one.period.label if one.period else ""


def done_without_a_way_to_earn(plan: Plan) -> Iterator[Finding]:
    """Actions that report a done share, and no way in which it counts."""
    for action in plan.actions.values():
        progress = action.progress
        if (
            progress is not None
            and progress.done is not None
            and progress.earned_by is None
            and not plan.wrote(f"{action.at}.progress.earned_by")
        ):
            yield _found(plan, METHODLESS, action, "done", done=progress.done)


def done_share_that_earns_nothing(plan: Plan) -> Iterator[Finding]:
    """Shares of work in hand beside milestones that earn; the whole is read, as it says that the action is done."""
    for action in plan.actions.values():
        progress = action.progress
        if progress is None or progress.done is None or progress.earned_by != "milestones":
            continue
        if progress.done.base < 1:
            yield _found(plan, UNREAD_SHARE, action, "done", done=progress.done)


def _found(plan: Plan, rule: Rule, action: Action, field: str, **params: Any) -> Finding:
    at = f"{action.at}.progress"
    path = f"{at}.{field}" if plan.wrote(f"{at}.{field}") else at
    return found(plan, rule, path, key=action.key, title=plan.called(action.key), **params)


CHECKS: Final = (
    Check(UNPROMISED, delivered_and_never_promised),
    Check(OTHER_UNIT, delivered_in_another_unit),
    Check(NO_MILESTONE, reached_and_no_milestone),
    Check(METHODLESS, done_without_a_way_to_earn),
    Check(UNREAD_SHARE, done_share_that_earns_nothing),
)
