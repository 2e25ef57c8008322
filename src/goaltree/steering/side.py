"""How one metric of a pair stands at each review: by the goal for it, else by its healthy range."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import groupby
from math import isnan
from typing import Final, Literal

from attrs import evolve, frozen

from ..maths.status import rank
from ..model.governance import Status
from ..model.missing import NA
from ..scorecard.card import Scorecard
from ..scorecard.verdict import GUARDRAIL, Guardrail

Track = Literal["on_track", "behind", "unknown"]
_TRACKS: Final[dict[Status, Track]] = {
    "achieved": "on_track",
    "on_track": "on_track",
    "not_started": "unknown",
    "unknown": "unknown",
    "at_risk": "behind",
    "off_track": "behind",
}
_STALE: Final = Fraction(3, 2)
"""How many of its own periods a value may be old before it says nothing of now, as statuses take it."""


@frozen(kw_only=True)
class Side:
    """How one metric of a pair stands at one review.

    Attributes:
        metric: Key of the metric.
        goal: The goal whose status says so, of several the worst; empty where no goal does.
        at: Key path of the healthy range that says so; empty where none does.
        track: `on_track`, `behind`, or `unknown`.
        status: The goal's status; of a healthy range `on_track`, `at_risk` where it is left, or `unknown`.
        day: The review date; `None` where there was no review yet.
        since: The first review date from which on its track has been the same without a break.
        reason: Why it is unknown; `None` where it is known.
    """

    metric: str
    goal: str = ""
    at: str = ""
    track: Track
    status: Status
    day: date | None
    since: date | None = None
    reason: NA | None = None


def goals_for(card: Scorecard, metric: str) -> tuple[str, ...]:
    """The goals that say how a metric stands: those for the whole of it, else those for parts.

    Of goals for different times, those whose time it is; a restated number is judged where it stands first.
    """
    goals = card.plan.goals
    found = [
        term
        for term in card.blueprint.terms
        if term.node.metric.key == metric and goals[term.key].restates is None
    ]
    found = [term for term in found if not term.node.segment] or found
    running = [term for term in found if term.node.period.first <= card.as_of <= term.node.period.last]
    known = {term.key for term in running or found}
    return tuple(key for key in goals if key in known)


def course(card: Scorecard, metric: str, *, without: Collection[str] = ()) -> tuple[Side, ...]:
    """How a metric stood at each review date up to now, the latest last; at least one.

    Args:
        card: The scorecard.
        metric: Key of the metric.
        without: Metrics whose healthy ranges do not count in the latest status: where they cap a goal, that
            goal is read by its own number. Else a process that left its range would put its result behind as
            well.
    """
    goals = goals_for(card, metric)
    if goals:
        found = list(_by_goals(card, metric, goals, without))
    elif ranges := card.blueprint.ranges(metric):
        found = list(_by_ranges(card, metric, ranges))
    else:
        stated = card.plan.metrics.get(metric)
        is_unseen = stated is not None and bool(stated.healthy)  # of a part that nothing else asks for
        reason = (
            NA("NO_ACTUAL", metric) if is_unseen else NA("NO_TARGET", "neither a goal nor a healthy range")
        )
        found = [
            Side(metric=metric, track="unknown", status="unknown", day=day, reason=reason)
            for day in _days(card)
        ]
    if not found:
        reason = NA("PARTIAL", "not begun")
        found = [Side(metric=metric, track="unknown", status="not_started", day=None, reason=reason)]
    return tuple(_since(found))


def _days(card: Scorecard) -> list[date]:
    return [cell.last for cell in card.grid.cells[card.grid.start :]]


def _since(sides: Sequence[Side]) -> Iterator[Side]:
    for _, same in groupby(sides, key=lambda side: side.track):
        run = list(same)
        yield from (evolve(side, since=run[0].day) for side in run)


def _by_goals(card: Scorecard, metric: str, goals: Sequence[str], without: Collection[str]) -> Iterator[Side]:
    """The worst of the goals at each review date."""
    histories = {key: [status for _, status in card[key].history] for key in goals}
    for key, statuses in histories.items():
        if statuses and _capped_by(card, key) in without:
            statuses[-1] = card[key].own_status
    for at, day in enumerate(_days(card)):
        worst = max(goals, key=lambda key: rank(histories[key][at]))
        status = histories[worst][at]
        track = _TRACKS[status]
        reason = None
        if status == "not_started":
            reason = NA("PARTIAL", "not begun")
        elif track == "unknown":
            reason = NA("STALE" if card[worst].cap == "stale" else "NO_ACTUAL", worst)
        yield Side(metric=metric, goal=worst, track=track, status=status, day=day, reason=reason)


def _capped_by(card: Scorecard, key: str) -> str:
    """The metric whose healthy range caps the status of a goal; empty where none does."""
    row, cap = card.blueprint.rows[key], card[key].cap
    for guard in card.blueprint.guardrails if cap else ():
        if guard.row == row and guard.at == cap:
            return card.blueprint.order[guard.node].metric.key
    return ""


def _by_ranges(card: Scorecard, metric: str, ranges: Sequence[Guardrail]) -> Iterator[Side]:
    """Behind where one range is left; on track where all are known to be kept."""
    values = card.figures.of_period(card.blueprint.order)
    outside = {guard: guard.breached(values[guard.node]) for guard in ranges}
    for cell, day in enumerate(_days(card), start=card.grid.start):
        seen = {guard: _seen(card, guard.node, values[guard.node], cell) for guard in ranges}
        left = [guard for guard, at in seen.items() if at >= 0 and outside[guard][at]]
        missing = [guard for guard, at in seen.items() if at < 0]
        side = Side(metric=metric, at=ranges[0].at, track="on_track", status="on_track", day=day)
        if left:
            yield evolve(side, at=left[0].at, track="behind", status=GUARDRAIL)
        elif missing:
            reason = NA("NO_ACTUAL", missing[0].at)
            yield evolve(side, at=missing[0].at, track="unknown", status="unknown", reason=reason)
        else:
            yield side


def _seen(card: Scorecard, node: int, values: Sequence[float], cell: int) -> int:
    """The cell of the latest value by a review, unless that is stale; -1 where there is none."""
    cells = card.grid.cells
    series = card.series.get(card.blueprint.order[node].key)
    for at in range(cell, -1, -1):
        if not isnan(values[at]):
            own = series.periods[-1] if series is not None else cells[at]
            return at if (cells[cell].last - cells[at].last).days <= _STALE * own.days else -1
    return -1
