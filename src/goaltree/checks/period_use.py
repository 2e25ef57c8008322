"""Rules on time: periods lie inside each other, dated targets are in order, semantics fit the kind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

from ..finding import Finding, Rule, Words
from ..model.goal import Goal
from ..model.period import Period
from ..model.plan import Plan
from .agreement import amount
from .arithmetic import number, sums_over_time, tiling, unit_of
from .identity import Term, decimal, term
from .kind import COUNTED, KIND_WORDS, RATES
from .rulebook import Check, found
from .sample import ACTION, HEAD, SAMPLE, TEAM

_CEILING: Final = ("<=", "<")
_FLOOR: Final = (">=", ">", "+")


def _flow(fields: str) -> str:
    return HEAD + f"goals:\n  sales: {{title: 销售额, kind: flow, unit: 元, direction: up, {fields}, owner: shop}}\n" + TEAM + ACTION


def _stock(fields: str) -> str:
    return HEAD + f"goals:\n  sales: {{title: 会员数, kind: stock, unit: 人, direction: up, {fields}, owner: shop}}\n" + TEAM + ACTION


def _team(fields: str) -> str:
    return SAMPLE.replace("boundary: 门店与线上", f"boundary: 门店与线上, {fields}")


DATED_OUTSIDE: Final = Rule(
    code="GT351",
    name="dated-target-outside-its-period",
    level="error",
    message=Words(
        "The target of `{key}` for {period} ({dates}) lies outside the goal's period {whole} ({around}).",
        "`{key}` 在 {period}（{dates}）的目标不在它的周期 {whole}（{around}）之内。",
    ),
    hint=Words("Correct the period, or set `period:` so that it covers {period}.", "请改正该时段，或调整 `period:` 使其包含 {period}。"),
    why=Words("What is due outside the period is never compared with anything.", "落在周期之外的目标，不会与任何实际值比较。"),
    wrong=_stock("target: 120万, phasing: {2024Q3: 110万}"),
    right=_stock("target: 120万, phasing: {2025Q3: 110万}"),
)
GOAL_OUTSIDE: Final = Rule(
    code="GT352",
    name="goal-outside-plan-period",
    level="warning",
    message=Words(
        "The period of `{key}`, {period} ({dates}), is not inside the plan's, {whole} ({around}).",
        "`{key}` 的周期 {period}（{dates}）不在计划周期 {whole}（{around}）之内。",
    ),
    hint=Words("Correct the period of the goal or of the plan.", "请改正目标或计划的周期。"),
    why=Words("A plan that ends before its goal never says whether the goal was reached.", "计划先于目标结束，就无法判断目标是否达成。"),
    wrong=_flow("target: 12亿, period: 2026"),
    right=_flow("target: 12亿, period: 2025H2"),
)
PART_OUTSIDE: Final = Rule(
    code="GT353",
    name="part-outside-the-period-of-its-whole",
    level="warning",
    message=Words(
        "The period of `{part}`, {period} ({dates}), is not inside that of `{key}`, {whole} ({around}), which it is a part of.",
        "`{part}` 的周期 {period}（{dates}）不在其整体 `{key}` 的周期 {whole}（{around}）之内。",
    ),
    hint=Words("Correct one of the two periods.", "请改正其中一个周期。"),
    why=Words("What happens outside the whole's period is no part of it.", "整体周期之外发生的，不是它的一部分。"),
    wrong=HEAD
    + "segments: {channel: {members: [线上, 门店], open: true}}\n"
    + "goals:\n  sales: {title: 销售额, kind: flow, unit: 元, direction: up, target: 12亿, period: 2025H1, owner: shop, of_which: {channel: {线上: {target: 8亿, period: 2025H2}}}}\n"
    + TEAM
    + ACTION,
    right=HEAD
    + "segments: {channel: {members: [线上, 门店], open: true}}\n"
    + "goals:\n  sales: {title: 销售额, kind: flow, unit: 元, direction: up, target: 12亿, period: 2025H1, owner: shop, of_which: {channel: {线上: {target: 8亿, period: 2025H1}}}}\n"
    + TEAM
    + ACTION,
)
EXCEEDS_WHOLE: Final = Rule(
    code="GT354",
    name="period-targets-exceed-the-whole",
    level="error",
    message=Words(
        "The targets of `{key}` for {parts} come to {derived}, more than the {stated} for {whole} that they lie in: {residual} too much; rounding can explain {explained}.",
        "`{key}` 在 {parts} 的目标合计 {derived}，大于所在的 {whole} 的 {stated}：多了 {residual}；四舍五入最多能解释 {explained}。",
    ),
    hint=Words("Correct one of them; else the rest of {whole} would have to bring less than nothing.", "请改正其中一个数；否则 {whole} 的其余时间要完成负数。"),
    why=Words("What is counted over a period is at least what is counted in a part of it.", "一段时间的累计，不会小于其中一部分的累计。"),
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
    hint=Words("Keep one of them; both periods end on that day, and a {kind} is what it is at the end.", "请保留其中一个；两个时段在同一天结束，而{kind}以期末值为准。"),
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
    hint=Words("Put them in order, or say in `note:` why it is to fall back.", "请按顺序排列；如果确实要回落，请在 `note:` 中说明原因。"),
    why=Words("A later target that asks less than an earlier one is mostly two numbers swapped.", "后期目标低于前期，多半是两个数写反了。"),
    wrong=_stock("target: 120万, phasing: {2025Q1: 110万, 2025Q2: 100万}"),
    right=_stock("target: 120万, phasing: {2025Q1: 100万, 2025Q2: 110万}"),
)
SEMANTICS_WRONG: Final = Rule(
    code="GT357",
    name="semantics-against-kind",
    level="error",
    message=Words(
        "`{key}` is a {kind}, and its target is said to be the total of the period.",
        "`{key}` 是{kind}，目标却写成了整个周期的合计。",
    ),
    hint=Words("Write `semantics: end`, `average` or `every`; what adds up over time is `kind: flow`.", "请写 `semantics: end`、`average` 或 `every`；按时间累加的是 `kind: flow`。"),
    why=Words("The levels of twelve months do not add up to a year's.", "十二个月的水平不能加总成一年的水平。"),
    wrong=_stock("target: 120万, semantics: total"),
    right=_stock("target: 120万, semantics: end"),
)
TEAM_OUTSIDE: Final = Rule(
    code="GT358",
    name="team-outside-plan-period",
    level="warning",
    message=Words(
        "The team `{key}` ({title}) exists {dates}, and the plan is for {whole} ({around}).",
        "团队 `{key}`（{title}）{dates}，而计划周期是 {whole}（{around}）。",
    ),
    hint=Words("Correct `since:` or `until:`, or remove the team from this plan.", "请改正 `since:` 或 `until:`，或从本计划中删去该团队。"),
    why=Words("A team that is not there cannot carry anything.", "不存在的团队无法承担任何目标。"),
    wrong=_team("until: 2024-12-31"),
    right=_team("until: 2025-12-31"),
)
TEAM_REVERSED: Final = Rule(
    code="GT359",
    name="team-dates-reversed",
    level="error",
    message=Words("The team `{key}` ({title}) ends on {until}, before it begins on {since}.", "团队 `{key}`（{title}）的结束日 {until} 早于开始日 {since}。"),
    hint=Words("Swap `since:` and `until:`, or correct one of them.", "请对调 `since:` 和 `until:`，或改正其中一个。"),
    why=Words("Nothing ends before it begins.", "没有什么会在开始之前结束。"),
    wrong=_team("since: 2025-12-31, until: 2025-01-01"),
    right=_team("since: 2025-01-01, until: 2025-12-31"),
)
TEAM_ENDS: Final = Rule(
    code="GT360",
    name="team-ends-before-its-goal",
    level="warning",
    message=Words(
        "The team `{team}` ({title}) answers for `{key}` until {last} and exists until {until} only.",
        "团队 `{team}`（{title}）负责 `{key}` 到 {last}，却只存续到 {until}。",
    ),
    hint=Words("Name the team that takes `{key}` over, or correct `until:`.", "请写明由哪个团队接手 `{key}`，或改正 `until:`。"),
    why=Words("From then on nobody answers for the goal.", "此后没有人对该目标负责。"),
    wrong=_team("until: 2025-06-30"),
    right=_team("until: 2025-12-31"),
)
PHASE_OUTSIDE: Final = Rule(
    code="GT361",
    name="phase-outside-plan-period",
    level="warning",
    message=Words(
        "The phase `{key}` ({dates}) is not inside the plan's period {whole} ({around}).",
        "阶段 `{key}`（{dates}）不在计划周期 {whole}（{around}）之内。",
    ),
    hint=Words("Shorten the phases, correct `starts:`, or let the plan's `period:` cover them.", "请缩短阶段、改正 `starts:`，或让计划的 `period:` 包含它们。"),
    why=Words("What is planned after the plan's end is in nobody's calendar.", "计划结束之后的安排，没有人会放进日程。"),
    wrong=SAMPLE + "starts: 2025-01-01\nphases: {设计: 6 months, 建设: 8 months}\n",
    right=SAMPLE + "starts: 2025-01-01\nphases: {设计: 4 months, 建设: 8 months}\n",
)
PERIOD_MISSING: Final = Rule(
    code="GT362",
    name="period-missing",
    level="warning",
    message=Words("The plan has no `period:`, and {count} of its goals have none of their own: nothing says by when.", "计划没有 `period:`，有 {count} 个目标也没有自己的周期：没有说明什么时候达成。"),
    hint=Words("Add `period:` to the plan, such as `period: 2025`.", "请给计划加上 `period:`，例如 `period: 2025`。"),
    why=Words("A target without a time can be reached at any.", "没有时间的目标，什么时候都可以算达成。"),
    wrong=SAMPLE.replace("period: 2025\n", "").replace("time: Q2 启动，Q4 完成", "time: 2025Q2 启动，2025Q4 完成"),
    right=SAMPLE,
)


def _phased(plan: Plan) -> list[tuple[str, Goal]]:
    return [(key, goal) for key, goal in plan.goals.items() if goal.phasing is not None and goal.phasing.dated]


def _dated(plan: Plan, goal: Goal) -> list[tuple[Period, Term]]:
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
    terms = ((p, term(plan, paths.get(p, f"{goal.at}.phasing.{p}"), q, unit)) for p, q in goal.phasing.dated.items())
    return sorted(((p, one) for p, one in terms if one is not None), key=lambda pair: (pair[0].last, -pair[0].days))


def dated_target_outside_its_period(plan: Plan) -> Iterator[Finding]:
    """Dated targets that are not inside their goal's period; a week may reach over its edge."""
    for _, goal in _phased(plan):
        whole = goal.period or plan.period
        for period, one in _dated(plan, goal) if whole is not None else ():
            if whole is None or whole.covers(period) or (period.kind == "week" and whole.overlap(period)):
                continue
            yield found(plan, DATED_OUTSIDE, one.path, others=[_period_at(plan, goal)], key=goal.key, **_inside(period, whole))


def _inside(period: Period, whole: Period) -> dict[str, Any]:
    return {"period": str(period), "dates": period.dates, "whole": str(whole), "around": whole.dates}


def _period_at(plan: Plan, goal: Goal) -> str:
    return f"{goal.at}.period" if goal.period is not None else "period"


def goal_outside_plan_period(plan: Plan) -> Iterator[Finding]:
    """Goals whose own period is not inside the plan's."""
    for goal in plan.goals.values():
        if goal.period is not None and plan.period is not None and not plan.period.covers(goal.period):
            params = _inside(goal.period, plan.period)
            yield found(plan, GOAL_OUTSIDE, f"{goal.at}.period", others=["period"], key=goal.key, **params)


def part_outside_the_period_of_its_whole(plan: Plan) -> Iterator[Finding]:
    """Parts whose own period is not inside that of their whole, where the whole has one of its own."""
    for key, goal in plan.goals.items():
        for part in (part for cut in goal.cuts for part in cut.members.values()):
            child = plan.goals.get(part)
            if child is None or child.period is None or goal.period is None or goal.period.covers(child.period):
                continue
            others = [f"{goal.at}.period"]
            yield found(plan, PART_OUTSIDE, f"{child.at}.period", others=others, key=key, part=part, **_inside(child.period, goal.period))


def period_targets_exceed_the_whole(plan: Plan) -> Iterator[Finding]:
    """Dated targets of a flow that come to more than the target of a period around them.

    Where they fill that period without a gap, the sum itself is wrong, which is another rule's.
    """
    for key, goal in _phased(plan):
        dated = _dated(plan, goal)
        if not dated or not sums_over_time(plan, key, goal):
            continue
        target, period = number(plan, key, "target", unit_of(plan, key)), goal.period or plan.period
        wholes = [*dated, *([(period, target)] if period is not None and target is not None else [])]
        if all(one.value >= 0 for _, one in wholes):
            for whole, stated in wholes:
                yield from _exceeding(plan, key, whole, stated, dated)


def _exceeding(
    plan: Plan, key: str, whole: Period, stated: Term, dated: list[tuple[Period, Term]]
) -> Iterator[Finding]:
    inner = [(p, one) for p, one in dated if whole.covers(p) and p != whole and one.quantity.bound not in _CEILING]
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
    for key, goal in _phased(plan):
        metric, whole = plan.metrics.get(goal.metric), goal.period or plan.period
        if metric is None or metric.kind is None or sums_over_time(plan, key, goal) or goal.semantics in ("average", "total"):
            continue
        for (period, one), (other, second) in pairwise(_dated(plan, goal)):
            if period.last == other.last and (whole is None or period.last != whole.last) and one.value != second.value:
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
    for key, goal in _phased(plan):
        metric = plan.metrics.get(goal.metric)
        dated = _dated(plan, goal)
        if metric is None or metric.direction not in ("up", "down") or len(dated) < 2 or sums_over_time(plan, key, goal):
            continue
        rises = all(before.value <= after.value for (_, before), (_, after) in pairwise(dated))
        if metric.direction == "down" and goal.baseline is None and rises:
            continue
        for (earlier, one), (later, other) in pairwise(dated):
            if earlier.last < later.last and one.value != other.value and (one.value > other.value) == (metric.direction == "up"):
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


def semantics_against_kind(plan: Plan) -> Iterator[Finding]:
    """Totals over the period of what does not add up over time."""
    for goal in plan.goals.values():
        metric = plan.metrics.get(goal.metric)
        if goal.semantics == "total" and metric is not None and metric.kind in (RATES | COUNTED) - {"flow"}:
            assert metric.kind is not None
            yield found(
                plan, SEMANTICS_WRONG, f"{goal.at}.semantics", others=[f"{metric.at}.kind"], key=goal.key, kind=KIND_WORDS[metric.kind]
            )


def team_outside_plan_period(plan: Plan) -> Iterator[Finding]:
    """Teams that are not there on any day of the plan."""
    for team in plan.teams.values():
        if plan.period is None or _is_reversed(team.since, team.until):
            continue
        is_gone = team.until is not None and team.until < plan.period.first
        if is_gone or (team.since is not None and team.since > plan.period.last):
            yield found(
                plan,
                TEAM_OUTSIDE,
                f"{team.at}.{'until' if is_gone else 'since'}",
                others=["period"],
                key=team.key,
                title=plan.title_of(team.key),
                dates=Words(f"until {team.until}", f"只存续到 {team.until}") if is_gone else Words(f"from {team.since}", f"从 {team.since} 才开始"),
                whole=str(plan.period),
                around=plan.period.dates,
            )


def _is_reversed(since: date | None, until: date | None) -> bool:
    return since is not None and until is not None and until < since


def team_dates_reversed(plan: Plan) -> Iterator[Finding]:
    """Teams that end before they begin."""
    for team in plan.teams.values():
        if _is_reversed(team.since, team.until):
            params: dict[str, Any] = {"title": plan.title_of(team.key), "since": str(team.since), "until": str(team.until)}
            yield found(plan, TEAM_REVERSED, f"{team.at}.until", others=[f"{team.at}.since"], key=team.key, **params)


def team_ends_before_its_goal(plan: Plan) -> Iterator[Finding]:
    """Goals whose owner is no longer there when they end."""
    is_ending = any(team.until is not None for team in plan.teams.values())
    for key, goal in plan.goals.items() if is_ending else ():
        team = plan.teams.get(plan.owner(key) or "")
        period = goal.period or plan.period
        if team is None or team.until is None or period is None or _is_reversed(team.since, team.until):
            continue
        is_seen = key in plan.parents and any(plan.owner(whole) == team.key for whole, _, _ in plan.parents[key])
        if period.first <= team.until < period.last and not is_seen:
            params: dict[str, Any] = {"team": team.key, "title": plan.title_of(team.key), "last": str(period.last), "until": str(team.until)}
            yield found(plan, TEAM_ENDS, f"{team.at}.until", others=[goal.at], key=key, **params)


def phase_outside_plan_period(plan: Plan) -> Iterator[Finding]:
    """Phases that are not inside the plan's period."""
    for phase in plan.calendar.phases if plan.period is not None else ():
        if plan.period is not None and not plan.period.covers(phase):
            params = _inside(phase, plan.period)
            yield found(plan, PHASE_OUTSIDE, f"phases.{phase.label}", others=["period"], key=phase.label, **params)


def period_missing(plan: Plan) -> Iterator[Finding]:
    """Plans without a period, with goals that have none either."""
    if plan.period is None and not plan.wrote("period"):
        timeless = [key for key, goal in plan.goals.items() if goal.period is None and key not in plan.parents]
        if timeless:
            yield found(plan, PERIOD_MISSING, "period", count=len(timeless))


CHECKS: Final = (
    Check(DATED_OUTSIDE, dated_target_outside_its_period),
    Check(GOAL_OUTSIDE, goal_outside_plan_period),
    Check(PART_OUTSIDE, part_outside_the_period_of_its_whole),
    Check(EXCEEDS_WHOLE, period_targets_exceed_the_whole),
    Check(DATED_CONTRADICT, dated_targets_contradict),
    Check(LATER_WEAKER, later_target_weaker),
    Check(SEMANTICS_WRONG, semantics_against_kind),
    Check(TEAM_OUTSIDE, team_outside_plan_period),
    Check(TEAM_REVERSED, team_dates_reversed),
    Check(TEAM_ENDS, team_ends_before_its_goal),
    Check(PHASE_OUTSIDE, phase_outside_plan_period),
    Check(PERIOD_MISSING, period_missing),
)
