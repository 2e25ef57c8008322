"""Periods that a series lacks, and series whose periods are of several lengths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Final

from ..finding import Finding, Rule, Words
from ..model.calendar import GRID, Calendar
from ..model.period import Period, PeriodKind
from ..model.plan import Plan
from .observation import BLANK, OVERLAP
from .segment import segment_text
from .series import Series
from .settle import SHOWN, span_of
from .table import Actuals
from .version_faults import MISSING_PERIODS, MIXED_PERIODS

MOST: Final = 1_000
"""Missing periods of one series that are counted; a typing error in a year makes millions."""


def gaps(plan: Plan, actuals: Actuals) -> Iterator[Finding]:
    """A finding for each metric with periods missing inside a series, or of more than one length in one.

    What is missing is told in periods of the metric's grain where that is longer than what was observed:
    a figure for each month's last day leaves no gap in a monthly metric.
    """
    for metric in actuals.metrics:
        definition = plan.metrics.get(metric)
        grain = None if definition is None else definition.grain
        mixed: list[Series] = []
        gappy: list[tuple[Series, Period]] = []
        missing, cut_short = 0, False
        for segment in actuals.segments(metric):
            series = actuals.series(metric, segment)
            if series is None or OVERLAP in series.values:
                continue  # an overlap is told already, and says more
            told = zip(series.periods, series.values, strict=True)
            kinds = {period.kind for period, value in told if value != BLANK}
            kinds = kinds or {period.kind for period in series.periods}
            if len(kinds) > 1:
                mixed.append(series)
                continue
            periods = tuple(period for period in series.periods if period.kind in kinds)
            count, first = _missing(periods, _coarser(kinds.pop(), grain), plan.calendar)
            missing += count
            cut_short |= count == MOST
            gappy += [(series, period) for period in first]
        if mixed:
            places = [_place(series, _two_kinds(series)) for series in mixed]
            yield _finding(MIXED_PERIODS, mixed[0], len(mixed), places)
        if gappy:
            places = [_place(series, period.label) for series, period in gappy]
            least = Words(f"at least {missing}", f"至少 {missing} ") if cut_short else missing
            yield _finding(MISSING_PERIODS, gappy[0][0], least, places)


def _finding(rule: Rule, series: Series, count: int | Words, places: list[str]) -> Finding:
    return Finding(
        rule=rule,
        params={"metric": series.metric, "count": count, "places": tuple(places[:SHOWN])},
        span=span_of(series.observations[0]),
        path=f"metrics.{series.metric}",
    )


def _place(series: Series, what: str) -> str:
    return f"{segment_text(series.segment)} {what}" if series.segment else what


def _two_kinds(series: Series) -> str:
    first = series.periods[0]
    other = next(period for period in series.periods if period.kind != first.kind)
    return f"{first} / {other}"


def _coarser(observed: PeriodKind, grain: PeriodKind | None) -> PeriodKind:
    if observed in GRID and grain in GRID:
        return GRID[min(GRID.index(observed), GRID.index(grain))]
    return observed


def _missing(periods: Sequence[Period], kind: PeriodKind, calendar: Calendar) -> tuple[int, list[Period]]:
    """How many periods of a kind lie wholly between those observed, and the first of them."""
    count = 0
    first: list[Period] = []
    if kind not in GRID:
        return 0, []
    for before, after in pairwise(periods):
        gap = after.first.toordinal() - before.last.toordinal() - 1
        if gap <= 0:
            continue
        period = calendar.of(date.fromordinal(before.last.toordinal() + 1), kind)
        if period is not None and period.first <= before.last:
            period = calendar.next(period)
        while period is not None and period.last < after.first and count < MOST:
            count += 1
            if len(first) < SHOWN:
                first.append(period)
            period = calendar.next(period)
    return count, first
