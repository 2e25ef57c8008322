"""What callers say of time: the business date, and the instant at which something was known."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from ..errors import UsageError
from ..finding import Fault
from ..model.date import parse_date


def business_day(as_of: date | str) -> date:
    """The day that a caller means, which counts to its end.

    Args:
        as_of: A date, its text (`2025-06-30`), or an instant at midnight without a zone, which is how data frames
            hold dates.

    Raises:
        UsageError: It is no day.
    """
    if isinstance(as_of, datetime):
        if as_of.time() != time.min or as_of.tzinfo is not None:
            raise UsageError("`as_of` is a date, not an instant: a business day is meant to its end.")
        return as_of.date()
    found: Any = parse_date(as_of) if isinstance(as_of, str) else as_of
    if isinstance(found, Fault):
        raise UsageError(f"`as_of` is a day such as '2025-06-30', not {as_of!r}")
    if not isinstance(found, date):
        raise UsageError(f"`as_of` is a day, not {type(as_of).__name__}")
    return found


def aware(known_at: datetime | None) -> None:
    """Refuse an instant that says no zone: it would be another one for each reader.

    Raises:
        UsageError: It has no zone.
    """
    if known_at is not None and known_at.utcoffset() is None:
        at = known_at.isoformat(timespec="auto" if known_at.second or known_at.microsecond else "minutes")
        raise UsageError(f"the instant {at} needs a time zone: write {at}+08:00, or whichever zone is meant")
