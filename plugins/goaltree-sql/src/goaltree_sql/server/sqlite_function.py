"""What SQLite lacks, as functions of Python within its statements: days in a zone, exact sums.

Every value of SQLite says its own type; these functions look at each one. None of them raises: what cannot
be read is null.
"""

from __future__ import annotations

import re
import sqlite3
from datetime import UTC, date, datetime
from decimal import Context, Decimal
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

_DAY: Final = r"\d{4}-\d{2}-\d{2}"
_CLOCK: Final = r"[T ]([01]\d|2[0-3]):\d{2}(:\d{2}([.]\d{1,9})?)?"
_TIME: Final = re.compile(rf"(?a){_DAY}({_CLOCK}(Z|[+-]\d{{2}}:\d{{2}})?)?")
_WRITTEN: Final = re.compile(r"(?a)[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")
_WIDE: Final = 100_000
"""Times that are kept: many facts share a day."""
_CONTEXT: Final = Context(prec=5000, traps=[])
"""Every digit of floats and of texts with three digits of exponent fits; infinities do not raise."""


@lru_cache(maxsize=_WIDE)
def day_of(text: str, zone: str) -> str | None:
    """The day of an ISO text in a zone, as an ISO text; `None` where it is none."""
    text = text.strip(" ")
    form = _TIME.fullmatch(text)
    if form is None:
        return None
    try:
        if form[1] is None:
            return date.fromisoformat(text).isoformat()
        stamp = datetime.fromisoformat(text)
        if stamp.tzinfo is not None:
            stamp = stamp.astimezone(UTC if zone == "UTC" else ZoneInfo(zone))
    except (ValueError, OverflowError):
        return None
    return stamp.date().isoformat()


def day(value: object, zone: str) -> str | None:
    """The day of a value in a zone; null where no day can be read."""
    return day_of(value, zone) if isinstance(value, str) else None


def moment(value: object) -> str | None:
    """A value as a text that sorts as time goes, in UTC where it says a zone; null where it is no time."""
    if not isinstance(value, str) or day_of(value, "UTC") is None:
        return None
    stamp = datetime.fromisoformat(value.strip(" "))
    if stamp.tzinfo is not None:
        stamp = stamp.astimezone(UTC).replace(tzinfo=None)
    return stamp.isoformat(timespec="microseconds")


def written(value: object) -> str | None:
    """A text that is a plain number, without spaces around it; null for anything else."""
    if not isinstance(value, str):
        return None
    text = value.strip(" ")
    return text if _WRITTEN.fullmatch(text) else None


def exact(value: object) -> Decimal | None:
    """A value as the decimal that it is written or prints as; null and whatever is no number as `None`."""
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        return Decimal(repr(value))
    return Decimal(value) if isinstance(value, str) else None


def product(one: object, two: object) -> str | None:
    """The exact product of two numbers; null where one of them is null."""
    left, right = exact(one), exact(two)
    return None if left is None or right is None else str(_CONTEXT.multiply(left, right))


def joined(high: int | None, low: int | None, rest: str | None) -> str | None:
    """A sum of whole numbers that was taken in two halves of 32 bits, and of what else there is."""
    if high is None or low is None:
        return rest
    whole = Decimal((high << 32) + low)
    return str(whole if rest is None else _CONTEXT.add(whole, Decimal(rest)))


class Total:
    """A sum, every digit of it."""

    def __init__(self) -> None:
        self._sum: Decimal | None = None

    def step(self, value: object) -> None:
        """Take one value in."""
        number = exact(value)
        if number is not None:
            self._sum = number if self._sum is None else _CONTEXT.add(self._sum, number)

    def finalize(self) -> str | None:
        """The sum; null where there was no value."""
        return None if self._sum is None else str(self._sum)


class Least:
    """The least number."""

    def __init__(self) -> None:
        self._best: Decimal | None = None

    def step(self, value: object) -> None:
        """Take one value in."""
        number = exact(value)
        if number is not None and (self._best is None or self.is_better(number, self._best)):
            self._best = number

    def is_better(self, number: Decimal, best: Decimal) -> bool:
        """Whether a number takes the place of the best so far."""
        return number < best

    def finalize(self) -> str | None:
        """The number; null where there was none."""
        return None if self._best is None else str(self._best)


class Greatest(Least):
    """The greatest number."""

    def is_better(self, number: Decimal, best: Decimal) -> bool:
        """Whether a number takes the place of the best so far."""
        return number > best


def register(connection: sqlite3.Connection) -> None:
    """Make the functions known to a connection."""
    plain: dict[str, tuple[int, Any]] = {
        "goaltree_day": (2, day),
        "goaltree_moment": (1, moment),
        "goaltree_written": (1, written),
        "goaltree_product": (2, product),
        "goaltree_joined": (3, joined),
    }
    for name, (arguments, function) in plain.items():
        connection.create_function(name, arguments, function, deterministic=True)
    aggregates: dict[str, Any] = {
        "goaltree_total": Total,
        "goaltree_least": Least,
        "goaltree_greatest": Greatest,
    }
    for name, aggregate in aggregates.items():
        connection.create_aggregate(name, 1, aggregate)
