"""Which earlier day a pack is compared with, and what was known by then."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from ...scorecard.card import Scorecard
from ...steering.alert import seen_at

if TYPE_CHECKING:
    from .pack import Kind

_MONTHS: Final = {"monthly": 1, "quarterly": 3}
_WEEK: Final = timedelta(days=7)


def earlier_day(day: date, kind: Kind) -> date | None:
    """The day a week, a month or a quarter before; after the last day of a month comes the last one of another.

    Args:
        day: The day of the pack.
        kind: Its kind.

    Returns:
        The day; `None` for the closing of a year, which stands for itself, and where the calendar has no such day.
    """
    if kind == "weekly":
        return day - _WEEK if day - date.min >= _WEEK else None
    if kind not in _MONTHS:
        return None
    return _months_before(day, _MONTHS[kind])


def earlier_instant(card: Scorecard, kind: Kind, then: date) -> datetime | None:
    """The instant of knowledge of the scorecard before.

    It is as much earlier as the day is. Without an instant it is the end of that day for a week, whose meeting
    wants to see what arrived since; the others see both days as they are known now.

    Args:
        card: The scorecard of the pack.
        kind: The kind of the pack.
        then: The day of the scorecard before.
    """
    if card.known_at is not None:
        return card.known_at - (card.as_of - then)
    if kind == "weekly":
        return datetime.combine(then, time.max, seen_at(card).tzinfo)
    return None


def _months_before(day: date, months: int) -> date | None:
    number = day.year * 12 + day.month - 1 - months
    if number // 12 < date.min.year:
        return None
    first = date(number // 12, number % 12 + 1, 1)
    last = _last_of(first)
    return last if day == _last_of(day) else first.replace(day=min(day.day, last.day))


def _last_of(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
