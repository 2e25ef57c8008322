"""Rules on dated targets: they lie inside their period, in order, and no part is more than its whole."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Final

from ..finding import Finding, Rule, Words
from ..model.goal import Goal
from ..model.period import Period
from ..model.plan import Plan
from .agreement import amount
from .arithmetic import number, sums_over_time, tiling, unit_of
from .identity import Term, decimal, term
from .kind import KIND_WORDS
from .period_use import inside
from .rulebook import Check, found
from .sample import ACTION, HEAD, TEAM

_CEILING: Final = ("<=", "<")
_FLOOR: Final = (">=", ">", "+")


def _flow(fields: str) -> str:
    return (
        HEAD
        + f"goals:\n  sales: {{title: 销售额, kind: flow, unit: 元, direction: up, {fields}, owner: shop}}\n"
        + TEAM
        + ACTION
    )


def _stock(fields: str) -> str:
    return (
        HEAD
        + f"goals:\n  sales: {{title: 会员数, kind: stock, unit: 人, direction: up, {fields}, owner: shop}}\n"
        + TEAM
        + ACTION
    )


DATED_OUTSIDE: Final = Rule(
    code="GT351",
    name="dated-target-outside-its-period",
    level="error",
    message=Words(
        "The target of `{key}` for {period} ({dates}) lies outside the goal's period {whole} ({around}).",
        "`{key}` 在 {period}（{dates}）的目标不在它的周期 {whole}（{around}）之内。",
    ),
    hint=Words(
        "Correct the period, or set `period:` so that it covers {period}.",
        "请改正该时段，或调整 `period:` 使其包含 {period}。",
    ),
    why=Words(
        "What is due outside the period is never compared with anything.",
        "落在周期之外的目标，不会与任何实际值比较。",
    ),
    wrong=_stock("target: 120万, phasing: {2024Q3: 110万}"),
    right=_stock("target: 120万, phasing: {2025Q3: 110万}"),
)
EXCEEDS_WHOLE: Final = Rule(
    code="GT354",
    name="period-targets-exceed-the-whole",
    level="error",
    message=Words(
        "The targets of `{key}` for {parts} come to {derived}, more than the {stated} for {whole} that they lie in: {residual} too much; rounding can explain {explained}.",
        "`{key}` 在 {parts} 的目标合计 {derived}，大于所在的 {whole} 的 {stated}：多了 {residual}；四舍五入最多能解释 {explained}。",
    ),
    hint=Words(
        "Correct one of them; else the rest of {whole} would have to bring less than nothing.",
        "请改正其中一个数；否则 {whole} 的其余时间要完成负数。",
    ),
    why=Words(
        "What is counted over a period is at least what is counted in a part of it.",
        "一段时间的累计，不会小于其中一部分的累计。",
    ),
    wrong=_flow("target: 12亿, phasing: {2025Q1: 5.0亿, 2025H1: 4.0亿}"),
    right=_flow("target: 12亿, phasing: {2025Q1: 2.0亿, 2025H1: 5.0亿}"),
)
DATED_CONTRADICT: Final = Rule(
    code="GT355",
    name="dated-targets-contradict",
    level="error",
    message=Words(
        "`{key}` has two targets for {day}: {first} ({period}) and {second} ({other}).",
        "`{key}` 在 {day} 有两个目标：{first}（{period}）和 {second}（{other}）。",
    ),
    hint=Words(
        "Keep one of them; both periods end on that day, and a {kind} is what it is at the end.",
        "请保留其中一个；两个时段在同一天结束，而{kind}以期末值为准。",
    ),
    why=Words("A level has one value a day.", "时点值在一天只有一个。"),
    wrong=_stock("target: 120万, phasing: {2025Q2: 100万, 2025H1: 110万}"),
    right=_stock("target: 120万, phasing: {2025Q1: 100万, 2025H1: 110万}"),
)
LATER_WEAKER: Final = Rule(
    code="GT356",
    name="later-target-weaker",
    level="warning",
    message=Words(
        "`{key}` is to go {way}, and its target for {later}, {second}, is weaker than that for {earlier}, {first}.",
        "`{key}` 应{way}，而 {later} 的目标 {second} 弱于 {earlier} 的 {first}。",
    ),
    hint=Words(
        "Put them in order, or say in `note:` why it is to fall back.",
        "请按顺序排列；如果确实要回落，请在 `note:` 中说明原因。",
    ),
    why=Words(
        "A later target that asks less than an earlier one is mostly two numbers swapped.",
        "后期目标低于前期，多半是两个数写反了。",
    ),
    wrong=_stock("target: 120万, phasing: {2025Q1: 110万, 2025Q2: 100万}"),
    right=_stock("target: 120万, phasing: {2025Q1: 100万, 2025Q2: 110万}"),
)


def phased(plan: Plan) -> list[tuple[str, Goal]]:
    """The goals that have dated targets."""
    return [
        (key, goal) for key, goal in plan.goals.items() if goal.phasing is not None and goal.phasing.dated
    ]


def dated(plan: Plan, goal: Goal) -> list[tuple[Period, Term]]:
    """Every dated target of a goal that can be compared, with the path at which its author wrote it."""
    if goal.phasing is None:
        return []
    paths: dict[Period, str] = {}
    year = plan.calendar.year_of(plan.period.first) if plan.period else None
    for path in (f"{goal.at}.phasing", f"{goal.at}.phasing.dated") if plan.locator is not None else ():
        for key in plan.locator.keys(path) if plan.locator is not None else ():
            period = plan.calendar.parse(key, year)
            if isinstance(period, Period):
                paths.setdefault(period, f"{path}.{key}")
    unit = unit_of(plan, goal.key)
    terms = (
        (p, term(plan, paths.get(p, f"{goal.at}.phasing.{p}"), q, unit))
        for p, q in goal.phasing.dated.items()
    )
    return sorted(
        ((p, one) for p, one in terms if one is not None), key=lambda pair: (pair[0].last, -pair[0].days)
    )


def dated_target_outside_its_period(plan: Plan) -> Iterator[Finding]:
    """Dated targets that are not inside their goal's period; a week may reach over its edge."""
    for _, goal in phased(plan):
        whole = goal.period or plan.period
        for period, one in dated(plan, goal) if whole is not None else ():
            if whole is None or whole.covers(period) or (period.kind == "week" and whole.overlap(period)):
                continue
            yield found(
                plan,
                DATED_OUTSIDE,
                one.path,
                others=[_period_at(plan, goal)],
                key=goal.key,
                **inside(period, whole),
            )


def _period_at(plan: Plan, goal: Goal) -> str:
    return f"{goal.at}.period" if goal.period is not None else "period"


def period_targets_exceed_the_whole(plan: Plan) -> Iterator[Finding]:
    """Dated targets of a flow that come to more than the target of a period around them.

    Where they fill that period without a gap, the sum itself is wrong, which is another rule's.
    """
    for key, goal in phased(plan):
        targets = dated(plan, goal)
        if not targets or not sums_over_time(plan, key, goal):
            continue
        target, period = number(plan, key, "target", unit_of(plan, key)), goal.period or plan.period
        wholes = [*targets, *([(period, target)] if period is not None and target is not None else [])]
        if all(one.value >= 0 for _, one in wholes):
            for whole, stated in wholes:
                yield from _exceeding(plan, key, whole, stated, targets)


def _exceeding(
    plan: Plan, key: str, whole: Period, stated: Term, targets: list[tuple[Period, Term]]
) -> Iterator[Finding]:
    inner = [
        (p, one)
        for p, one in targets
        if whole.covers(p) and p != whole and one.quantity.bound not in _CEILING
    ]
    if not inner or stated.quantity.bound in _FLOOR or tiling(whole, inner):
        return
    parts = _heaviest(inner)
    total = sum((one.value for _, one in parts), Fraction(0))
    explained = stated.half + sum((one.half for _, one in parts), Fraction(0))
    if total - stated.value > explained:
        yield found(
            plan,
            EXCEEDS_WHOLE,
            parts[0][1].path,
            others=[*(one.path for _, one in parts[1:]), stated.path],
            stake=decimal(total - stated.value),
            key=key,
            parts=tuple(str(p) for p, _ in parts),
            derived=amount(stated, total),
            stated=str(stated.quantity),
            whole=str(whole),
            residual=amount(stated, total - stated.value, change=True),
            explained=amount(stated, explained, change=True),
        )


def _heaviest(inner: list[tuple[Period, Term]]) -> list[tuple[Period, Term]]:
    """Those of some periods, sorted by their last day, that share no day and come to the most."""
    best: list[tuple[Fraction, list[tuple[Period, Term]]]] = [(Fraction(0), [])]
    for i, (period, one) in enumerate(inner):
        before = sum(1 for other, _ in inner[:i] if other.last < period.first)
        total, parts = best[before]
        taken = (total + one.value, [*parts, (period, one)])
        best.append(max(best[i], taken, key=lambda pair: pair[0]))
    return best[-1][1]


def dated_targets_contradict(plan: Plan) -> Iterator[Finding]:
    """Two dated targets of a level that end on one day and differ, but for the end of the goal's own period."""
    for key, goal in phased(plan):
        metric, whole = plan.metrics.get(goal.metric), goal.period or plan.period
        if (
            metric is None
            or metric.kind is None
            or sums_over_time(plan, key, goal)
            or goal.semantics in ("average", "total")
        ):
            continue
        for (period, one), (other, second) in pairwise(dated(plan, goal)):
            if (
                period.last == other.last
                and (whole is None or period.last != whole.last)
                and one.value != second.value
            ):
                yield found(
                    plan,
                    DATED_CONTRADICT,
                    second.path,
                    others=[one.path],
                    key=key,
                    kind=KIND_WORDS[metric.kind],
                    day=period.last,
                    first=str(one.quantity),
                    period=str(period),
                    second=str(second.quantity),
                    other=str(other),
                )


def later_target_weaker(plan: Plan) -> Iterator[Finding]:
    """Dated targets of a level that fall back.

    A ceiling that only rises, without a baseline, is one on what accumulates: spending, say.
    """
    for key, goal in phased(plan):
        metric = plan.metrics.get(goal.metric)
        targets = dated(plan, goal)
        if (
            metric is None
            or metric.direction not in ("up", "down")
            or len(targets) < 2
            or sums_over_time(plan, key, goal)
        ):
            continue
        rises = all(before.value <= after.value for (_, before), (_, after) in pairwise(targets))
        if metric.direction == "down" and goal.baseline is None and rises:
            continue
        for (earlier, one), (later, other) in pairwise(targets):
            if (
                earlier.last < later.last
                and one.value != other.value
                and (one.value > other.value) == (metric.direction == "up")
            ):
                yield found(
                    plan,
                    LATER_WEAKER,
                    other.path,
                    others=[one.path],
                    key=key,
                    way=Words("up", "上升") if metric.direction == "up" else Words("down", "下降"),
                    later=str(later),
                    earlier=str(earlier),
                    first=str(one.quantity),
                    second=str(other.quantity),
                )


CHECKS: Final = (
    Check(DATED_OUTSIDE, dated_target_outside_its_period),
    Check(EXCEEDS_WHOLE, period_targets_exceed_the_whole),
    Check(DATED_CONTRADICT, dated_targets_contradict),
    Check(LATER_WEAKER, later_target_weaker),
)
