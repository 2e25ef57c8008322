"""Exactly which data a plan needs before it can be evaluated."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final

from ..model.edge import PlanEdges, meaning_of, stand_ins
from ..model.metric import Grain
from ..model.period import Period
from ..model.plan import Plan
from .as_of import business_day
from .need import USUAL, Requirement, Requirements
from .observation import Pairs
from .segment import segment_of

__all__ = ["POOLED", "Requirement", "Requirements", "requirements"]

POOLED: Final = frozenset({"ratio", "mean", "score"})
"""Kinds whose parts are pooled by how many facts stand behind each."""


def requirements(plan: Plan, as_of: date | str | None = None) -> Requirements:
    """Which data a plan needs: the leaves of its tree and the guardrails, nothing that follows from others.

    Needed are the metrics of goals that neither a formula nor a complete cut computes, each in the
    goal's own segment; what formulas and composite indices name and no goal stands for; and metrics with
    a healthy range or a standard, for each member that has one. A distinct count is needed for the whole
    as well, unless it is declared disjoint over the cut.

    Args:
        plan: The plan.
        as_of: Business date; only periods that are over by then are listed. All by default.

    Raises:
        UsageError: `as_of` is no day.
    """
    day = None if as_of is None else business_day(as_of)
    wanted: dict[tuple[str, Pairs], list[str]] = {}
    edges = PlanEdges.of(plan)
    driven = {edge.parent for edge in edges.edges if edge.kind == "driver"}
    computed: set[tuple[str, Pairs]] = set()
    for key, goal in plan.goals.items():
        if goal.made is not None:
            continue
        place = (goal.metric or key, segment_of(plan, key))
        if (key in driven and not place[1]) or _is_cut(plan, key):
            computed.add(place)
        else:
            wanted.setdefault(place, []).append(key)
    users = _users(edges)
    for node, noun in edges.nouns.items():
        if noun == "metric" and node not in driven:
            wanted.setdefault((node.removeprefix("metrics."), ()), []).extend(users(node))
    for place in _guarded(plan):
        if place not in computed:
            wanted.setdefault(place, [])
    lags = _lags(plan)
    return Requirements(
        items=tuple(
            _requirement(plan, metric, part, goals, lags.get(metric, 0), day)
            for (metric, part), goals in sorted(wanted.items())
        ),
        plan=plan,
    )


def _is_cut(plan: Plan, key: str) -> bool:
    """Whether a complete cut computes the goal from its parts."""
    goal = plan.goals[key]
    metric = plan.metrics.get(goal.metric or key)
    for cut in goal.cuts:
        complete = (
            not cut.partial and cut.members and all(part in plan.goals for part in cut.members.values())
        )
        counts = metric is None or metric.kind != "distinct" or cut.dimension in metric.disjoint
        if complete and counts:
            return True
    return False


def _users(edges: PlanEdges) -> Callable[[str], list[str]]:
    """The goals whose formulas name a metric, also by way of other metrics."""
    above: dict[str, list[str]] = {}
    for edge in edges.edges:
        if edge.kind == "driver":
            above.setdefault(edge.child, []).append(edge.parent)

    def users(node: str) -> list[str]:
        found: list[str] = []
        seen, work = {node}, [node]
        while work:
            for parent in above.get(work.pop(), ()):
                if parent in seen:
                    continue
                seen.add(parent)
                if edges.nouns.get(parent) == "goal":
                    found.append(parent)
                else:
                    work.append(parent)
        return found

    return users


def _guarded(plan: Plan) -> Iterator[tuple[str, Pairs]]:
    for key, metric in plan.metrics.items():
        if metric.formula is not None or metric.index is not None:
            continue
        for member in dict.fromkeys((*metric.healthy, *metric.standard)):
            part = _member_pairs(plan, metric.by, member)
            if part is not None:
                yield key, part


def _member_pairs(plan: Plan, by: tuple[str, ...], member: str) -> Pairs | None:
    if not member:
        return ()
    for dimension in (*by, *plan.segments):
        segment = plan.segments.get(dimension)
        if segment is not None and member in segment.members:
            return ((dimension, member),)
    return ((by[0], member),) if by else None


def _lags(plan: Plan) -> Mapping[str, int]:
    """How many periods before its own a metric is read by formulas, at most."""
    found: dict[str, int] = {}
    whole = stand_ins(plan)
    for metric in plan.metrics.values():
        for use in metric.formula.names if metric.formula else ():
            meant = meaning_of(plan, use.name, whole)
            if meant is not None:
                noun, key = meant
                named = key if noun == "metric" else plan.goals[key].metric or key
                found[named] = max(found.get(named, 0), use.lag)
    return found


def _requirement(
    plan: Plan, metric: str, part: Pairs, goals: list[str], lag: int, day: date | None
) -> Requirement:
    definition = plan.metrics.get(metric)
    sources = () if definition is None else definition.source
    kind = None if definition is None else definition.kind
    grain = (definition.grain if definition is not None else None) or USUAL
    owners = [
        *(plan.sources[source].owner for source in sources if source in plan.sources),
        *(plan.owner(goal) for goal in goals),
    ]
    return Requirement(
        metric=metric,
        segment=part,
        grain=grain,
        unit="" if definition is None or definition.unit is None else str(definition.unit),
        kind=kind,
        needs_count=kind in POOLED,
        periods=_periods(plan, goals, grain, lag, day),
        sources=sources,
        owner=next((owner for owner in owners if owner is not None), None),
        for_goals=tuple(dict.fromkeys(goals)),
    )


def _periods(plan: Plan, goals: list[str], grain: Grain, lag: int, day: date | None) -> tuple[Period, ...]:
    """The periods whose last days lie in the goals' periods, and as many before as formulas look back."""
    spans = [plan.goals[goal].period or plan.period for goal in goals] or [plan.period]
    known = [span for span in spans if span is not None]
    if not known:
        return ()
    first, last = min(span.first for span in known), max(span.last for span in known)
    calendar = plan.calendar
    period = calendar.of(first, grain)
    for _ in range(lag):
        before = None if period is None else calendar.previous(period)
        period = before or period
    end = last if day is None else min(last, day)
    found = []
    while period is not None and period.last <= end:
        found.append(period)
        period = calendar.next(period)
    return tuple(found)
