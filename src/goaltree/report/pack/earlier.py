"""Which earlier day a pack is compared with, and what was known by then."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from ...scorecard.card import Scorecard
from ...steering.alert import seen_at

if TYPE_CHECKING:
    from .pack import Kind

_MONTHS: Final = {"monthly": 1, "quarterly": 3}


def earlier_day(day: date, kind: Kind) -> date | None:
    """The day a week, a month or a quarter before; after the last day of a month comes the last one of another.

    Args:
        day: The day of the pack.
        kind: Its kind.

    Returns:
        The day; `None` for the closing of a year, which stands for itself.
    """
    if kind == "weekly":
        return day - timedelta(days=7)
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


def _months_before(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 - months
    first = date(number // 12, number % 12 + 1, 1)
    last = _last_of(first)
    return last if day == _last_of(day) else first.replace(day=min(day.day, last.day))


def _last_of(day: date) -> date:
    following = day.year * 12 + day.month
    return date(following // 12, following % 12 + 1, 1) - timedelta(days=1)
