"""Days as proleptic Gregorian ordinals, a little beyond the years 1 to 9999 that `datetime.date` has."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: Final[tuple[Weekday, ...]] = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
CYCLE: Final = 146097
"""Days in 400 years, after which the calendar repeats."""


def month_start(months: int) -> int:
    """Ordinal of the first day of a month, counted in months since year 0; a little beyond 1 to 9999 too."""
    year, month = months // 12, months % 12 + 1
    if year < 1:
        return date(year + 400, month, 1).toordinal() - CYCLE
    if year > 9999:
        return date(year - 400, month, 1).toordinal() + CYCLE
    return date(year, month, 1).toordinal()


def iso_week_one(year: int) -> int:
    """Ordinal of the Monday of the ISO year's first week."""
    fourth = month_start(year * 12) + 3
    return fourth - (fourth - 1) % 7


def month_edges(pattern: str, weeks: int) -> tuple[int, ...]:
    """Weeks before each month of a patterned year, and their number at the end."""
    edges = [0]
    for length in (int(digit) for digit in pattern.split("-") * 4):
        edges.append(edges[-1] + length)
    return (*edges[:-1], weeks)
