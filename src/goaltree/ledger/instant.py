"""Instants as the ledger keeps them: in UTC, to the microsecond."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from ..actuals.as_of import aware
from ..errors import UsageError

TICK: Final = timedelta(microseconds=1)
"""The least that two versions of one value are apart."""


def now() -> datetime:
    """The time of the machine's clock."""
    return datetime.now(UTC)


def instant(given: datetime | str) -> datetime:
    """The instant that a caller means, in UTC.

    Raises:
        UsageError: It is none, it has no zone, or no calendar holds it.
    """
    try:
        found = given if isinstance(given, datetime) else datetime.fromisoformat(given)
    except (TypeError, ValueError) as error:
        raise UsageError(f"no instant is {given!r}. Write 2025-07-01T09:00+08:00.") from error
    aware(found)
    try:
        return found.astimezone(UTC) + TICK - TICK
    except OverflowError as error:
        raise UsageError(f"no calendar holds the instant {given}") from error


def written(moment: datetime) -> str:
    """An instant as text, always of one length."""
    return moment.isoformat(timespec="microseconds")


def read(text: str) -> datetime:
    """The instant of a text that `written` made."""
    return datetime.fromisoformat(text)
