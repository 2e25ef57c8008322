"""Turns: when what comes again and again is due next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from ..model.duration import Duration
from ..model.period import PeriodKind
from ..model.plan import Plan
from ..model.timing import Timing

_MOST: Final = 20_000
"""So many rounds are counted at most: fifty years of days."""
_KINDS: Final[Mapping[str, PeriodKind]] = {
    "week": "week",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
}


def is_endless(timing: object) -> bool:
    """Whether a time goes on all the time or comes again and again, so that no day ends it."""
    return isinstance(timing, Timing) and (timing.continuous or timing.recurrence is not None)


def next_round(plan: Plan, timing: object, day: date) -> date | None:
    """The last day of the round that runs on a day, of what comes again and again.

    Once a week is due by the end of each week of the plan's calendar, once a month by that of each month, and so
    on; several units together, such as every two weeks, are counted from the first day of the plan's period. How
    often within a round it comes is not looked at.

    Returns:
        `None` where nothing recurs, where a length is no whole number of days or months, and behind the day on
        which it ends.
    """
    if not isinstance(timing, Timing) or timing.recurrence is None:
        return None
    every = timing.recurrence.every
    last = _whole(plan, every, day) if every.number == 1 else _counted(plan, every, day)
    ends = timing.end if timing.dated else None
    if ends is not None and day > ends:
        return None
    return last if ends is None or last is None else min(last, ends)


def _whole(plan: Plan, every: Duration, day: date) -> date:
    """The end of one period of the plan's calendar; of what is shorter than a day the day itself."""
    kind = _KINDS.get(every.unit)
    period = None if kind is None else plan.calendar.of(day, kind)
    return day if period is None else period.last


def _counted(plan: Plan, every: Duration, day: date) -> date | None:
    """The end of the round that runs on a day, counted from the first day of the plan's period."""
    begins = plan.period.first if plan.period is not None else date(day.year, 1, 1)
    if every.days is not None and every.days <= 1:
        return day
    for number in range(1, _MOST):
        after = Duration(every.number * number, every.unit).after(begins)
        if not isinstance(after, date):
            return None
        if after > day:
            return after - timedelta(days=1)
    return None
