"""Observations as rows of JSON: exact, and read back as they were."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

from attrs import field, frozen

from ..actuals.observation import AppliedRate, Observation, Pairs
from ..errors import UsageError
from ..model.missing import NA
from ..model.period import Period
from .instant import read, written

COLUMNS: Final = (
    "metric",
    "segment",
    "kind",
    "first",
    "last",
    "label",
    "value",
    "reason",
    "count",
    "known_at",
    "claim",
    "rate",
    "source",
    "row",
    "text",
)
"""What a row holds. `value` and `count` are fractions as text; `claim` is the source's own instant, or null."""


@frozen
class Version:
    """One value of one metric, segment and period, as one batch said it.

    Attributes:
        observation: The value; its `known_at` is the instant from which it counts.
        claim: Since when its source says that it is known; `None` where it does not say.
        number: The record that holds it.
        at: When that was written.
    """

    observation: Observation
    claim: datetime | None
    number: int
    at: datetime
    known_at: datetime = field()

    @property
    def said(self) -> tuple[Fraction | NA, Fraction | None]:
        """What it says: the value, and the count behind it."""
        return self.observation.value, self.observation.count


def body(values: Mapping[str, Any]) -> bytes:
    """Plain values as the bytes that are kept.

    Raises:
        UsageError: A text holds half a character (a lone surrogate).
    """
    try:
        return json.dumps(values, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    except UnicodeEncodeError as error:
        raise UsageError("a ledger holds text of whole characters; this has half of one") from error


def row(version: Version) -> list[Any]:
    """A version as a row.

    Raises:
        UsageError: A number has more digits than Python reads again.
    """
    one, period = version.observation, version.observation.period
    unknown = one.value if isinstance(one.value, NA) else None
    return [
        one.metric,
        one.segment,
        period.kind,
        period.first.isoformat(),
        period.last.isoformat(),
        period.label,
        _digits(one.value) if unknown is None else None,
        None if unknown is None else [unknown.reason, unknown.detail],
        None if one.count is None else _digits(one.count),
        written(version.known_at),
        None if version.claim is None else written(version.claim),
        _plain_rate(one.rate),
        one.source,
        one.row,
        one.text,
    ]


def versions(columns: list[str], rows: Iterable[list[Any]], number: int, at: datetime) -> Iterator[Version]:
    """The versions that a batch's rows hold.

    Raises:
        ValueError: The rows have other columns.
    """
    if tuple(columns) != COLUMNS:
        raise ValueError(f"unknown columns {columns}")
    for metric, segment, kind, first, last, label, value, reason, count, known, claim, rate, *origin in rows:
        known_at = _moment(known)
        source, line, text = origin
        one = Observation(
            metric=metric,
            segment=_pairs(tuple(map(tuple, segment))),
            period=_period(kind, first, last, label),
            value=NA(*reason) if value is None else _fraction(value),
            count=None if count is None else _fraction(count),
            known_at=known_at,
            rate=None if rate is None else _rate(rate),
            source=source,
            row=line,
            text=text,
        )
        yield Version(one, None if claim is None else _moment(claim), number, at, known_at)


def _plain_rate(rate: AppliedRate | None) -> list[str | None] | None:
    return None if rate is None else [rate.currency, rate.kind, rate.month, str(rate.rate)]


def _rate(plain: list[Any]) -> AppliedRate:
    currency, kind, month, rate = plain
    return AppliedRate(currency=currency, kind=kind, month=month, rate=Decimal(rate))


def _digits(number: object) -> str:
    try:
        return str(number)
    except ValueError as error:
        raise UsageError("a ledger holds numbers of a few thousand digits at most; this has more") from error


def _fraction(text: str) -> Fraction:
    above, _, below = text.partition("/")
    return Fraction(int(above), int(below) if below else 1)


_moment: Final = lru_cache(maxsize=4096)(read)


@lru_cache(maxsize=4096)
def _period(kind: Any, first: str, last: str, label: str) -> Period:
    return Period(kind=kind, first=date.fromisoformat(first), last=date.fromisoformat(last), label=label)


@lru_cache(maxsize=4096)
def _pairs(pairs: Pairs) -> Pairs:
    if not all(len(pair) == 2 and isinstance(pair[0], str) and isinstance(pair[1], str) for pair in pairs):
        raise ValueError(f"no part of the business: {pairs}")
    return pairs
