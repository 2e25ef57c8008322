"""How each series goes through the year 2025, month by month: SYNTHETIC 合成数据, not Xiaohongshu's.

The first half-year is that of `data/synthetic-2025H1.csv`; the second is drawn from one seed. What
becomes known late, is restated or stops stands here too, with its day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Final

from attrs import frozen

from .invention import FLOWS, LEVELS, Flow, Level
from .synthetic import MONTHS, rows

YEAR: Final = 2025
LAST: Final = 12
STOPS: Final = 8
"""The last month that the creator platform delivers."""
RESTATED: Final = (5, 6)
"""Months of feed advertising that are restated: invalid clicks are paid back."""
RESTATED_ON: Final = date(YEAR, 7, 21)
"""The day on which that becomes known."""
PAID_BACK: Final = Fraction(60, 100)
"""The share of these months that is paid back."""
DIPS: Final = 8
"""The month in which fewer product notes convert than in the month before."""

_SEED: Final = 2026
_DIP: Final = 0.12
_SCALES: Final[Mapping[str, Fraction]] = {
    "亿": Fraction(10**8),
    "万": Fraction(10**4),
    "万单": Fraction(10**4),
    "万家": Fraction(10**4),
    "%": Fraction(1, 100),
}


@frozen(kw_only=True)
class Point:
    """One month of one series.

    Attributes:
        metric: Key of the metric.
        segment: The part of the business as `dimension=member`; empty for the whole.
        month: 1 to 12.
        value: In the metric's unit without its scale word; a share of 1 for percentages.
        count: About how many facts stand behind it; 0 where that is not needed.
        text: The value as a table writes it.
    """

    metric: str
    segment: str
    month: int
    value: Fraction
    count: int = 0
    text: str = ""


def points() -> Iterator[Point]:
    """The year of every series, as it is first told; only what nobody ever knows is left out."""
    random = Random(_SEED)  # noqa: S311 - repeatable, not secret
    told = {(row.metric, row.segment, row.period): row for row in rows()}
    for line in (*FLOWS, *LEVELS):
        for month in range(1, LAST + 1):
            value = _flow(line, month, random) if isinstance(line, Flow) else _level(line, month, random)
            row = told.get((line.metric, line.segment, f"{YEAR}-{month:02}"))
            count = line.count if isinstance(line, Level) else 0
            if row is not None:
                value, count = Decimal(row.value.removesuffix(line.unit)), int(row.count or 0)
            elif _is_silent(line, month):
                continue
            yield Point(
                metric=line.metric,
                segment=line.segment,
                month=month,
                value=Fraction(value) * _SCALES.get(line.unit, Fraction(1)),
                count=count,
                text=f"{value}{line.unit}",
            )


def _is_silent(line: Flow | Level, month: int) -> bool:
    """Whether a survey has stopped; a flow that lacks a month only comes late."""
    return isinstance(line, Level) and line.months < min(month, MONTHS)


def _flow(flow: Flow, month: int, random: Random) -> Decimal:
    pace = _between(*flow.pace, flow.december, month)
    return _said(flow.target * flow.season[month - 1] * pace * random.uniform(0.99, 1.01), flow.digits)


def _level(level: Level, month: int, random: Random) -> Decimal:
    way = month if month in (1, MONTHS, LAST) else month + random.uniform(-0.1, 0.1)
    value = _between(level.january, level.june, level.december, way)
    if level.metric == "note_conversion" and month == DIPS:
        value -= _DIP
    return _said(value, level.digits)


def _between(january: float, june: float, december: float | None, month: float) -> float:
    """On the straight ways from January to June and from there to December."""
    if month <= MONTHS:
        return january + (june - january) * (month - 1) / (MONTHS - 1)
    return june + ((june if december is None else december) - june) * (month - MONTHS) / (LAST - MONTHS)


def _said(value: float, digits: int) -> Decimal:
    return Decimal(value).quantize(Decimal(1).scaleb(-digits))
