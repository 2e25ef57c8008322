"""Working days: those of a country, or plain weekdays. The only module that knows `holidays`.

Where a country moves its days off by yearly decree, and works weekends in return, the years that have
no decree yet are not known, though the library lists holidays for them.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ..errors import UsageError
from ..model.missing import NA
from ..model.period import Period, span
from .curve import Curve, weighted

if TYPE_CHECKING:
    from holidays import HolidayBase

_AROUND: Final = 5
"""Years before and after in which worked weekends show that a country decrees its days off."""


def workdays(first: date, last: date, *, country: str | None = None) -> int | NA:
    """The number of working days from one day to another, both included.

    Args:
        first: The first day.
        last: The last day; a day before `first` gives 0.
        country: Two-letter code, whose public holidays are off and whose make-up days are worked;
            without it Mondays to Fridays count.

    Returns:
        `NA("OUT_OF_DOMAIN")` where the country's holidays are not known for a year in between, or the
        library `holidays` is not installed; the detail says which.

    >>> workdays(date(2025, 6, 1), date(2025, 6, 30)), workdays(date(2025, 6, 1), date(2025, 6, 13))
    (21, 10)
    """
    if last < first:
        return 0
    if country is None:
        return _weekdays(last.toordinal() + 1) - _weekdays(first.toordinal())
    count = 0
    for year in range(first.year, last.year + 1):
        days = _worked(country, year)
        if isinstance(days, NA):
            return days
        count += sum(first <= day <= last for day in days)
    return count


def workday(country: str | None, whole: Period) -> Curve | NA:
    """A curve that is the same on each working day and flat on the others.

    Args:
        country: As in `workdays`.
        whole: The goal's period.

    Returns:
        `NA` as `workdays`; `ZERO_DENOM` where the period has no working day.
    """
    days = [whole.first + timedelta(days=n) for n in range(whole.days)]
    counts = [workdays(day, day, country=country) for day in days]
    return weighted(counts, [span(day, day) for day in days])


def _weekdays(ordinal: int) -> int:
    """Number of Mondays to Fridays before a day."""
    weeks, rest = divmod(ordinal - 1, 7)
    return weeks * 5 + min(rest, 5)


@lru_cache(maxsize=256)
def _worked(country: str, year: int) -> frozenset[date] | NA:
    """The working days of a year."""
    known = _holidays(country, year)
    if isinstance(known, NA):
        return known
    begin = date(year, 1, 1).toordinal()
    days = map(date.fromordinal, range(begin, date(year, 12, 31).toordinal() + 1))
    return frozenset(day for day in days if known.is_working_day(day))


def _holidays(country: str, year: int) -> HolidayBase | NA:
    try:
        from holidays import country_holidays
    except ImportError:
        return NA("OUT_OF_DOMAIN", "holidays of a country need the extra `calendar`")
    try:
        found = country_holidays(country, years=range(year - _AROUND, year + _AROUND + 1))
    except NotImplementedError as error:
        raise UsageError(f"No holidays are known of a country {country!r}.") from error
    unknown = NA("OUT_OF_DOMAIN", f"no holidays of {country} for {year}")
    if not found.start_year <= year <= found.end_year:
        return unknown
    moved = [day.year for day in found.weekend_workdays]
    return unknown if moved and year > max(moved) else found
