"""The time axis of a scorecard: the periods of a plan up to the day of the review, and those before it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from ..errors import UsageError
from ..model.calendar import Calendar
from ..model.metric import Grain
from ..model.period import Period, span

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

HISTORY_YEARS: Final = 3
"""Years before the plan's period that are looked at: for seasons, growth and lags."""


@frozen(kw_only=True, slots=False, eq=False)
class Grid:
    """Cells of time without gap or overlap, oldest first; the last one may be cut short by the review.

    Attributes:
        cells: The periods.
        start: Position of the first cell of the plan's period; the length of `cells` where none has begun.
        as_of: The business date: what it does not reach is not seen.
        grain: The length of a cell.
        calendar: The plan's calendar.
    """

    cells: tuple[Period, ...]
    start: int
    as_of: date
    grain: Grain
    calendar: Calendar

    @classmethod
    def of(cls, calendar: Calendar, period: Period, as_of: date, grain: Grain, history: int) -> Grid:
        """The cells of a plan's period up to a day, and of whole years before it.

        Args:
            calendar: How the plan cuts time.
            period: The plan's period.
            as_of: The business date.
            grain: The length of a cell.
            history: How many years before the period.

        Raises:
            UsageError: The period would need more than 10,000 cells.
        """
        last = min(as_of, period.last)
        before: list[Period] = []
        windows = [*reversed(earlier(period, history)), period]
        for window, following in pairwise(windows):
            before += calendar.split(window, grain)
            between = window.last + timedelta(days=1)
            if between < following.first:  # of a plan for half a year: the other half
                before += calendar.split(span(between, following.first - timedelta(days=1)), grain)
        if (last - period.first).days > 10_000 * {"day": 1, "week": 7}.get(grain, 28):
            raise UsageError(f"A period of {period.days} days has too many cells of a {grain}.")
        now = calendar.split(span(period.first, last), grain) if last >= period.first else ()
        return cls(cells=(*before, *now), start=len(before), as_of=as_of, grain=grain, calendar=calendar)

    def __len__(self) -> int:
        return len(self.cells)

    @cached_property
    def firsts(self) -> Ints:
        """First day of each cell as an ordinal."""
        return np.array([cell.first.toordinal() for cell in self.cells], dtype=np.int64)

    @cached_property
    def ends(self) -> Ints:
        """Last day of each cell as an ordinal."""
        return np.array([cell.last.toordinal() for cell in self.cells], dtype=np.int64)

    @cached_property
    def days(self) -> Ints:
        """Days of each cell."""
        return self.ends - self.firsts + 1

    @cached_property
    def year_back(self) -> Ints:
        """Position of the cell a year earlier, by first and last day; -1 where there is none.

        A cell that the review cuts short has none: a part is not compared with a whole.
        """
        known: Mapping[tuple[date, date], int] = {(c.first, c.last): i for i, c in enumerate(self.cells)}
        return np.array([known.get(_year_before(cell, self.calendar), -1) for cell in self.cells], np.int64)

    def resets(self, period: Period) -> tuple[Bools, Bools]:
        """Where accumulation begins anew for goals of a period, and which cells are in it at all.

        The same stretch of the years before counts too, each year by itself.
        """
        begins = np.zeros(len(self), np.bool_)
        inside = np.zeros(len(self), np.bool_)
        for window in [period, *earlier(period, HISTORY_YEARS + 1)]:
            first, last = window.first.toordinal(), window.last.toordinal()
            here = (self.firsts >= first) & (self.firsts <= last)
            begins |= self.firsts == first
            inside |= here
        return begins, inside


def earlier(period: Period, years: int) -> list[Period]:
    """The same stretch of the years before, latest first; 29 February becomes the 28th."""
    found = []
    for back in range(1, years + 1):
        if period.first.year - back < 1:
            break
        after = period.last + timedelta(days=1) if period.last < date.max else period.last
        first = _shifted(period.first, back)
        # 28 February of a leap year, alone: its end would fall before its beginning.
        found.append(span(first, max(first, _shifted(after, back) - timedelta(days=1))))
    return found


def _shifted(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _year_before(cell: Period, calendar: Calendar) -> tuple[date, date]:
    if calendar.pattern is not None and cell.kind in ("month", "week", "quarter", "half"):
        return _fiscal_year_before(cell, calendar)
    window = earlier(cell, 1)
    return (window[0].first, window[0].last) if window else (date.min, date.min)


def _fiscal_year_before(cell: Period, calendar: Calendar) -> tuple[date, date]:
    """The cell of the same number in the year before; the 53rd week of a year has none."""
    year = calendar.year_of(cell.first) - 1
    parsed = calendar.parse(f"FY{year:04}{cell.label[6:]}")
    return (parsed.first, parsed.last) if isinstance(parsed, Period) else (date.min, date.min)
