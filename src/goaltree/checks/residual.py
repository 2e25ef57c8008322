"""The rules on what the parts of a goal leave of it, and what the plan makes of that (planning A6)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from ..finding import Finding, Rule, Words
from ..model.goal import Goal
from ..model.missing import NA
from ..model.plan import Plan
from ..model.quantity import Quantity
from ..model.residual import UNASSIGNED, pledges
from .agreement import amount
from .ambition import percent
from .arithmetic import number, unit_of
from .identity import decimal
from .place import last_day
from .rulebook import Check, found
from .sample import ACTION, GOAL, HEAD, TEAM

_SEGMENTS: Final = "segments: {channel: [线上, 门店]}\n"
_PARTS: Final = "cuts: {channel: {线上: {target: 8.0亿, owner: shop}, 门店: {target: LAST, owner: shop}}}}"


def _plan(says: str, last: str) -> str:
    cut = f"owner: shop, {says}{_PARTS.replace('LAST', last)}"
    return HEAD + _SEGMENTS + GOAL.replace("12亿", "12.0亿").replace("owner: shop}", cut) + TEAM + ACTION


PART_UNASSIGNED: Final = Rule(
    code="GT451",
    name="part-unassigned",
    level="note",
    message=Words(
        "{rest} ({share}) of `{key}` by `{label}` is assigned to nobody: {asked} is asked for and {pledged} is pledged. It is followed as a part of its own that brings nothing, {due}.",
        "`{key}` 按 `{label}` 尚有 {rest}（{share}）没有归属：共需 {asked}，已承诺 {pledged}。它作为单独的一部分跟踪，实际为零，{due}。",
    ),
    hint=Words(
        "Give it to one of the parts, or write by when it must be somebody's: `assign_by: 2025-03-31`.",
        "请把它分给某个部分，或写明最迟何时必须有归属：`assign_by: 2025-03-31`。",
    ),
    why=Words(
        "What nobody has does not happen by itself, and a total that looks whole hides it.",
        "没有归属的部分不会自己完成，而看上去完整的合计会把它掩盖。",
    ),
    wrong=_plan("residual: unassigned, assign_by: 2025-03-31, ", "3.5亿"),
    right=_plan("residual: unassigned, assign_by: 2025-03-31, ", "4.0亿"),
)
RESIDUAL_SPREAD: Final = Rule(
    code="GT452",
    name="residual-spread",
    level="note",
    message=Words(
        "{rest} of `{key}` by `{label}` is spread over its parts in proportion to what they pledge: {shares}.",
        "`{key}` 按 `{label}` 剩余的 {rest} 按各部分的承诺比例分摊：{shares}。",
    ),
    hint=Words(
        "Write the targets that the parts agree to; then nothing is left to spread.",
        "请写上各部分认可的目标；这样就没有需要分摊的余额。",
    ),
    why=Words(
        "The parts are judged by more than they pledged, and should know it.",
        "各部分会按高于其承诺的数来考核，应当让它们知道。",
    ),
    wrong=_plan("residual: spread, ", "3.5亿"),
    right=_plan("residual: spread, ", "4.0亿"),
)
NOT_CARRIED_OUT: Final = Rule(
    code="GT453",
    name="residual-not-carried-out",
    level="warning",
    message=Words(
        "`{key}` says `residual: {residual}`, and nothing comes of it: {reason}.",
        "`{key}` 写有 `residual: {residual}`，但没有效果：{reason}。",
    ),
    hint=Words(
        "Correct that, or remove `residual:`.",
        "请改正，或删去 `residual:`。",
    ),
    why=Words(
        "Its author counts on something that does not happen.",
        "作者指望的处理并没有发生。",
    ),
    wrong=HEAD + GOAL.replace("owner: shop}", "owner: shop, residual: unassigned}") + TEAM + ACTION,
    right=_plan("residual: unassigned, ", "4.0亿"),
)
ASSIGNED_TOO_LATE: Final = Rule(
    code="GT454",
    name="assign-by-without-use",
    level="warning",
    message=Words(
        "`{key}` says `assign_by: {by}`, and {reason}.",
        "`{key}` 写有 `assign_by: {by}`，但{reason}。",
    ),
    hint=Words(
        "Write a day before the goal's period is over, beside `residual: unassigned`.",
        "请写目标期结束之前的日期，并同时写 `residual: unassigned`。",
    ),
    why=Words(
        "A date that can never pass in time holds nobody to anything.",
        "一个不会及时到来的日期，约束不了任何人。",
    ),
    wrong=_plan("residual: unassigned, assign_by: 2026-03-31, ", "4.0亿"),
    right=_plan("residual: unassigned, assign_by: 2025-03-31, ", "4.0亿"),
)

_REASONS: Final = {
    "NON_ADDITIVE": Words("the parts of such a metric do not add up", "这类指标的各部分不可相加"),
    "UNIT_MISMATCH": Words(
        "the target of `{detail}` does not convert into its unit", "`{detail}` 的目标无法换算成它的单位"
    ),
    "NO_TARGET": Words("`{detail}` states no number", "`{detail}` 没有写明数值"),
}
_NO_CUT: Final = Words("no complete cut of it counts", "它没有计入汇总的完整拆分")
_TAKEN: Final = Words(
    f"the cut has a member `{UNASSIGNED}` of its own", f"该拆分自己有名为 `{UNASSIGNED}` 的成员"
)
_INEXACT: Final = Words("what is left cannot be shared and written exactly", "余额无法精确分摊并写成数值")
_NOTHING_MADE: Final = Words("nothing is made of what is left", "余额不会生成单独的部分")
_AFTER_END: Final = Words("the goal's period is over by then", "届时目标期已经结束")
_UNDATED: Final = Words("that names no day", "其中没有日期")


def residuals_taken(plan: Plan) -> Iterator[Finding]:
    """What was made of what parts leave of a goal, or why nothing was."""
    for key, goal in plan.goals.items():
        if goal.residual not in (None, "leave"):
            yield from _taken(plan, key, goal)


def _taken(plan: Plan, key: str, goal: Goal) -> Iterator[Finding]:
    cut, whole = goal.counting, number(plan, key, "target", unit_of(plan, key))
    known = None if cut is None else pledges(plan.goals, plan.metrics, plan.fx, key, cut)
    at = f"{goal.at}.residual"
    if isinstance(known, NA):
        told = _REASONS[known.reason].filled({"detail": known.detail})
        yield _in_vain(plan, key, goal, told)
        return
    if cut is None or known is None or whole is None:
        yield _in_vain(plan, key, goal, _NO_CUT)
        return
    if known.residual <= 0:
        return
    made = [part for part in cut.members.values() if part in plan.goals and plan.goals[part].made]
    spread = [part for part in known.parts if plan.goals[part].pledged is not None]
    rest = amount(whole, known.residual * whole.factor, change=True)
    if made:
        yield found(
            plan,
            PART_UNASSIGNED,
            at,
            others=[whole.path],
            stake=decimal(known.residual),
            key=key,
            label=cut.dimension,
            rest=rest,
            share=percent(known.residual / known.whole.base) if known.whole.base else "—",
            asked=amount(whole, known.asked * whole.factor),
            pledged=amount(whole, known.total * whole.factor),
            due=_due(goal),
        )
    elif spread:
        shares = [
            f"`{part}` +{amount(whole, _more(plan, part) * whole.factor, change=True)}" for part in spread
        ]
        yield found(
            plan,
            RESIDUAL_SPREAD,
            at,
            others=[whole.path],
            stake=decimal(known.residual),
            key=key,
            label=cut.dimension,
            rest=rest,
            shares=", ".join(shares),
        )
    else:
        taken = goal.residual == "unassigned" and UNASSIGNED in cut.members
        yield _in_vain(plan, key, goal, _TAKEN if taken else _INEXACT)


def _in_vain(plan: Plan, key: str, goal: Goal, reason: Words) -> Finding:
    return found(plan, NOT_CARRIED_OUT, f"{goal.at}.residual", key=key, residual=goal.residual, reason=reason)


def _more(plan: Plan, part: str) -> Fraction:
    """What a part was given on top of its pledge, in base units."""
    goal = plan.goals[part]
    assert isinstance(goal.target, Quantity)
    assert goal.pledged is not None
    return goal.target.base - goal.pledged.base


def _due(goal: Goal) -> Words:
    if goal.assign_by is None:
        return Words("and no date says by when it must be somebody's", "也没有写明最迟何时要有归属")
    return Words(f"and must be somebody's by {goal.assign_by}", f"最迟 {goal.assign_by} 要有归属")


def assign_by_without_use(plan: Plan) -> Iterator[Finding]:
    """Days of assignment at goals that make no such part, or after the goal is over."""
    for key, goal in plan.goals.items():
        if goal.assign_by is None:
            continue
        day, period = last_day(goal.assign_by), goal.period or plan.period
        reason = (
            _NOTHING_MADE
            if goal.residual != "unassigned"
            else _UNDATED
            if day is None
            else _AFTER_END
            if period is not None and day > period.last
            else None
        )
        if reason is not None:
            path = f"{goal.at}.assign_by"
            yield found(plan, ASSIGNED_TOO_LATE, path, key=key, by=str(goal.assign_by), reason=reason)


CHECKS: Final = (
    Check(PART_UNASSIGNED, residuals_taken, also=(RESIDUAL_SPREAD, NOT_CARRIED_OUT)),
    Check(ASSIGNED_TOO_LATE, assign_by_without_use),
)
