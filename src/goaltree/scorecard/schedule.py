"""Which share of its way each goal is planned to have gone at the end of a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Final

import numpy as np
from attrs import frozen

from ..maths.curve import CURVES, Curve, dated, geometric, pattern, seasonal, share
from ..maths.workday import workday
from ..model.calendar import PATTERNS, Calendar
from ..model.missing import NA
from ..model.period import Period
from .fill import Floats
from .grid import Grid
from .term import Term
from .wording import UNKNOWN_CURVE

LEAST_YEARS: Final = 2
"""Whole years of history from which a season is believed where the plan names no curve."""


@frozen(kw_only=True, eq=False)
class Schedule:
    """A goal's curve.

    Attributes:
        name: What it is called in a scorecard.
        curve: The curve, or why there is none.
        period: The goal's period.
        note: What was assumed, where the plan asked for something that could not be had.
    """

    name: str
    curve: Curve | str | NA
    period: Period
    note: str = ""

    def share(self, day: date) -> Fraction | NA:
        """The planned share of the way gone at the end of a day."""
        return self.curve if isinstance(self.curve, NA) else share(self.curve, self.period, day)


def schedule(
    term: Term,
    calendar: Calendar,
    years: Sequence[Sequence[Fraction]],
    grid: Grid,
    curves: Mapping[str, Curve] = CURVES,
) -> Schedule:
    """The schedule of a goal.

    Args:
        term: The goal's terms.
        calendar: The plan's calendar.
        years: What its metric brought in each period of the years before, where all of it is known.
        grid: The cells.
        curves: Curves that need nothing but the period, by name; those of plugins among them.
    """
    period = term.node.period
    if term.dated:
        return Schedule(name="dated", curve=_dated(term), period=period)
    name = term.curve or _default(term, calendar, years)
    if name == "geometric":
        return Schedule(name=name, curve=geometric(term.baseline, term.target), period=period)
    if name == "workday":
        made = _workday(calendar.holidays, period)
        if isinstance(made, NA):
            return Schedule(name="linear", curve="linear", period=period, note=f"workday: {made.detail}")
        return Schedule(name=name, curve=made, period=period)
    if name == "seasonal":
        cells = calendar.split(period, grid.grain)
        usable = [list(year) for year in years if len(year) == len(cells) > 1]
        shape = seasonal(usable, cells) if usable else NA("NO_ACTUAL")
        if isinstance(shape, NA):
            return Schedule(name="linear", curve="linear", period=period, note=f"seasonal: {shape.reason}")
        return Schedule(name=name, curve=shape, period=period)
    if name in PATTERNS:
        return Schedule(name=name, curve=pattern(name, calendar.split(period, "month")), period=period)
    if name in CURVES:
        return Schedule(name=name, curve=name, period=period)
    if name in curves:
        return Schedule(name=name, curve=curves[name], period=period)
    return Schedule(name="linear", curve="linear", period=period, note=f"{name}: {UNKNOWN_CURVE}")


def _default(term: Term, calendar: Calendar, years: Sequence[Sequence[Fraction]]) -> str:
    if not term.node.is_flow:
        return "linear"
    if len(years) >= LEAST_YEARS and len(years[0]) > 1:
        return "seasonal"
    return "workday" if calendar.holidays is not None else "linear"


@lru_cache(maxsize=64)
def _workday(country: str | None, period: Period) -> Curve | NA:
    return workday(country, period)


def _dated(term: Term) -> Curve | NA:
    if not term.node.is_flow:
        values = {period.last: value for period, value in term.dated}
        return dated(values, term.line, term.target)
    return dated(cumulative(term.node.period, term.dated), 0, term.target)


def cumulative(period: Period, dated: Sequence[tuple[Period, Fraction]]) -> dict[date, Fraction]:
    """What is to be reached in all by the ends of periods, from what each of them is to bring.

    A period that begins where nothing is known yet (neither the goal's first day nor behind another
    period) says nothing about the whole and is left out.
    """
    reached: dict[int, Fraction] = {period.first.toordinal() - 1: Fraction(0)}
    for one, value in sorted(dated, key=lambda pair: (pair[0].first, pair[0].last)):
        before = reached.get(one.first.toordinal() - 1)
        if before is not None:
            reached[one.last.toordinal()] = before + value
    return {date.fromordinal(day): value for day, value in reached.items() if day >= period.first.toordinal()}


def shares(schedules: Sequence[Schedule], through: np.ndarray) -> tuple[Floats, dict[int, NA]]:
    """The planned shares of goals at the ends of days, [goals, cells]; nan where a curve does not know."""
    out = np.full(through.shape, np.nan)
    missing: dict[int, NA] = {}
    known: dict[tuple[object, Period, int], Fraction | NA] = {}
    for row, one in enumerate(schedules):
        for j, day in enumerate(through[row]):
            key = (one.curve if isinstance(one.curve, str) else id(one.curve), one.period, int(day))
            if key not in known:
                known[key] = one.share(date.fromordinal(int(day)))
            value = known[key]
            if isinstance(value, NA):
                missing[row] = value
            else:
                out[row, j] = float(value)
    return out, missing
