"""Rules on periods: those of goals, parts, teams and phases lie inside each other; semantics fit the kind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from ..finding import Finding, Rule, Words
from ..model.period import Period
from ..model.plan import Plan
from .kind import COUNTED, KIND_WORDS, RATES
from .rulebook import Check, found
from .sample import ACTION, HEAD, SAMPLE, TEAM


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


def _team(fields: str) -> str:
    return SAMPLE.replace("boundary: 门店与线上", f"boundary: 门店与线上, {fields}")


GOAL_OUTSIDE: Final = Rule(
    code="GT352",
    name="goal-outside-plan-period",
    level="warning",
    message=Words(
        "The period of `{key}`, {period} ({dates}), is not inside the plan's, {whole} ({around}).",
        "`{key}` 的周期 {period}（{dates}）不在计划周期 {whole}（{around}）之内。",
    ),
    hint=Words("Correct the period of the goal or of the plan.", "请改正目标或计划的周期。"),
    why=Words(
        "A plan that ends before its goal never says whether the goal was reached.",
        "计划先于目标结束，就无法判断目标是否达成。",
    ),
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
    why=Words(
        "What happens outside the whole's period is no part of it.", "整体周期之外发生的，不是它的一部分。"
    ),
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
SEMANTICS_WRONG: Final = Rule(
    code="GT357",
    name="semantics-against-kind",
    level="error",
    message=Words(
        "`{key}` is a {kind}, and its target is said to be the total of the period.",
        "`{key}` 是{kind}，目标却写成了整个周期的合计。",
    ),
    hint=Words(
        "Write `semantics: end`, `average` or `every`; what adds up over time is `kind: flow`.",
        "请写 `semantics: end`、`average` 或 `every`；按时间累加的是 `kind: flow`。",
    ),
    why=Words(
        "The levels of twelve months do not add up to a year's.", "十二个月的水平不能加总成一年的水平。"
    ),
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
    hint=Words(
        "Correct `since:` or `until:`, or remove the team from this plan.",
        "请改正 `since:` 或 `until:`，或从本计划中删去该团队。",
    ),
    why=Words("A team that is not there cannot carry anything.", "不存在的团队无法承担任何目标。"),
    wrong=_team("until: 2024-12-31"),
    right=_team("until: 2025-12-31"),
)
TEAM_REVERSED: Final = Rule(
    code="GT359",
    name="team-dates-reversed",
    level="error",
    message=Words(
        "The team `{key}` ({title}) ends on {until}, before it begins on {since}.",
        "团队 `{key}`（{title}）的结束日 {until} 早于开始日 {since}。",
    ),
    hint=Words(
        "Swap `since:` and `until:`, or correct one of them.", "请对调 `since:` 和 `until:`，或改正其中一个。"
    ),
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
    hint=Words(
        "Name the team that takes `{key}` over, or correct `until:`.",
        "请写明由哪个团队接手 `{key}`，或改正 `until:`。",
    ),
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
    hint=Words(
        "Shorten the phases, correct `starts:`, or let the plan's `period:` cover them.",
        "请缩短阶段、改正 `starts:`，或让计划的 `period:` 包含它们。",
    ),
    why=Words(
        "What is planned after the plan's end is in nobody's calendar.",
        "计划结束之后的安排，没有人会放进日程。",
    ),
    wrong=SAMPLE + "starts: 2025-01-01\nphases: {设计: 6 months, 建设: 8 months}\n",
    right=SAMPLE + "starts: 2025-01-01\nphases: {设计: 4 months, 建设: 8 months}\n",
)
PERIOD_MISSING: Final = Rule(
    code="GT362",
    name="period-missing",
    level="warning",
    message=Words(
        "The plan has no `period:`, and {count} of its goals have none of their own: nothing says by when.",
        "计划没有 `period:`，有 {count} 个目标也没有自己的周期：没有说明什么时候达成。",
    ),
    hint=Words(
        "Add `period:` to the plan, such as `period: 2025`.", "请给计划加上 `period:`，例如 `period: 2025`。"
    ),
    why=Words("A target without a time can be reached at any.", "没有时间的目标，什么时候都可以算达成。"),
    wrong=SAMPLE.replace("period: 2025\n", "").replace(
        "time: Q2 启动，Q4 完成", "time: 2025Q2 启动，2025Q4 完成"
    ),
    right=SAMPLE,
)


def inside(period: Period, whole: Period) -> dict[str, Any]:
    """What a message about a period outside another one says."""
    return {"period": str(period), "dates": period.dates, "whole": str(whole), "around": whole.dates}


def goal_outside_plan_period(plan: Plan) -> Iterator[Finding]:
    """Goals whose own period is not inside the plan's."""
    for goal in plan.goals.values():
        if goal.period is not None and plan.period is not None and not plan.period.covers(goal.period):
            params = inside(goal.period, plan.period)
            yield found(plan, GOAL_OUTSIDE, f"{goal.at}.period", others=["period"], key=goal.key, **params)


def part_outside_the_period_of_its_whole(plan: Plan) -> Iterator[Finding]:
    """Parts whose own period is not inside that of their whole, where the whole has one of its own."""
    for key, goal in plan.goals.items():
        for part in (part for cut in goal.cuts for part in cut.members.values()):
            child = plan.goals.get(part)
            if (
                child is None
                or child.period is None
                or goal.period is None
                or goal.period.covers(child.period)
            ):
                continue
            others = [f"{goal.at}.period"]
            yield found(
                plan,
                PART_OUTSIDE,
                f"{child.at}.period",
                others=others,
                key=key,
                part=part,
                **inside(child.period, goal.period),
            )


def semantics_against_kind(plan: Plan) -> Iterator[Finding]:
    """Totals over the period of what does not add up over time."""
    for goal in plan.goals.values():
        metric = plan.metrics.get(goal.metric)
        if goal.semantics == "total" and metric is not None and metric.kind in (RATES | COUNTED) - {"flow"}:
            assert metric.kind is not None
            yield found(
                plan,
                SEMANTICS_WRONG,
                f"{goal.at}.semantics",
                others=[f"{metric.at}.kind"],
                key=goal.key,
                kind=KIND_WORDS[metric.kind],
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
                title=plan.called(team.key),
                dates=Words(f"until {team.until}", f"只存续到 {team.until}")
                if is_gone
                else Words(f"from {team.since}", f"从 {team.since} 才开始"),
                whole=str(plan.period),
                around=plan.period.dates,
            )


def _is_reversed(since: date | None, until: date | None) -> bool:
    return since is not None and until is not None and until < since


def team_dates_reversed(plan: Plan) -> Iterator[Finding]:
    """Teams that end before they begin."""
    for team in plan.teams.values():
        if _is_reversed(team.since, team.until):
            params: dict[str, Any] = {
                "title": plan.called(team.key),
                "since": str(team.since),
                "until": str(team.until),
            }
            yield found(
                plan, TEAM_REVERSED, f"{team.at}.until", others=[f"{team.at}.since"], key=team.key, **params
            )


def team_ends_before_its_goal(plan: Plan) -> Iterator[Finding]:
    """Goals whose owner is no longer there when they end."""
    is_ending = any(team.until is not None for team in plan.teams.values())
    for key, goal in plan.goals.items() if is_ending else ():
        team = plan.teams.get(plan.owner(key) or "")
        period = goal.period or plan.period
        if team is None or team.until is None or period is None or _is_reversed(team.since, team.until):
            continue
        is_seen = key in plan.parents and any(
            plan.owner(whole) == team.key for whole, _, _ in plan.parents[key]
        )
        if period.first <= team.until < period.last and not is_seen:
            params: dict[str, Any] = {
                "team": team.key,
                "title": plan.called(team.key),
                "last": str(period.last),
                "until": str(team.until),
            }
            yield found(plan, TEAM_ENDS, f"{team.at}.until", others=[goal.at], key=key, **params)


def phase_outside_plan_period(plan: Plan) -> Iterator[Finding]:
    """Phases that are not inside the plan's period."""
    for phase in plan.calendar.phases if plan.period is not None else ():
        if plan.period is not None and not plan.period.covers(phase):
            params = inside(phase, plan.period)
            yield found(
                plan, PHASE_OUTSIDE, f"phases.{phase.label}", others=["period"], key=phase.label, **params
            )


def period_missing(plan: Plan) -> Iterator[Finding]:
    """Plans without a period, with goals that have none either."""
    if plan.period is None and not plan.wrote("period"):
        timeless = [
            key for key, goal in plan.goals.items() if goal.period is None and key not in plan.parents
        ]
        if timeless:
            yield found(plan, PERIOD_MISSING, "period", count=len(timeless))


CHECKS: Final = (
    Check(GOAL_OUTSIDE, goal_outside_plan_period),
    Check(PART_OUTSIDE, part_outside_the_period_of_its_whole),
    Check(SEMANTICS_WRONG, semantics_against_kind),
    Check(TEAM_OUTSIDE, team_outside_plan_period),
    Check(TEAM_REVERSED, team_dates_reversed),
    Check(TEAM_ENDS, team_ends_before_its_goal),
    Check(PHASE_OUTSIDE, phase_outside_plan_period),
    Check(PERIOD_MISSING, period_missing),
)
