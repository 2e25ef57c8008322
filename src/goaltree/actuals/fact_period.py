"""The periods of a measure as whole numbers: what a day's period is in a column, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ..model.period import Period
from .fact_time import day_code

Periods = tuple[Period, ...]


def place_of(day: Any, periods: Periods) -> Any:
    """The number of the period that a day is in; 0 where it is in none.

    Args:
        day: A narwhals expression of days as whole numbers, see `day_code`.
        periods: The periods, in order.
    """
    import narwhals.stable.v2 as nw

    first, last = day_code(periods[0].first), day_code(periods[-1].last)
    if _are_days(periods):
        place = day
    elif _are_months(periods):
        place = day // 100
    else:
        place = nw.sum_horizontal(*((day >= start).cast(nw.Int64) for start, _ in _starts(periods)))
    return nw.when((day >= first) & (day <= last)).then(place).otherwise(0).cast(nw.Int64)


def by_place(periods: Periods) -> Mapping[int, Period]:
    """The period of each number that `place_of` gives; a number in a gap between periods has none."""
    if _are_days(periods):
        return {day_code(period.first): period for period in periods}
    if _are_months(periods):
        return {day_code(period.first) // 100: period for period in periods}
    return {at: period for at, (_, period) in enumerate(_starts(periods), 1) if period is not None}


def _are_days(periods: Periods) -> bool:
    return all(period.first == period.last for period in periods)


def _are_months(periods: Periods) -> bool:
    return all(_is_month(period) for period in periods)


def _is_month(period: Period) -> bool:
    first, last = period.first, period.last
    following = date.fromordinal(min(last.toordinal() + 1, date.max.toordinal()))
    return first.day == 1 and (first.year, first.month) == (last.year, last.month) and following.day == 1


def _starts(periods: Periods) -> list[tuple[int, Period | None]]:
    """The first days of periods, and of the gaps between them, in order."""
    found: list[tuple[int, Period | None]] = []
    before: date | None = None
    for period in periods:
        if before is not None and before.toordinal() + 1 < period.first.toordinal():
            found.append((day_code(date.fromordinal(before.toordinal() + 1)), None))
        found.append((day_code(period.first), period))
        before = period.last
    return found
