"""The shapes of planned ways: straight lines between days, weights of months, days that are worked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any


def decimal(value: Fraction, context: Context) -> Decimal:
    return context.divide(Decimal(value.numerator), Decimal(value.denominator))


def year_back(day: date, back: int) -> date:
    after = day + timedelta(days=1)
    return after.replace(year=after.year - back) - timedelta(days=1)


def by_weights(weights: list[Any], months: list[tuple[date, date]]) -> Callable[[date], Fraction]:
    whole, gone, points = sum(map(Fraction, weights)), Fraction(0), []
    for weight, (_, last) in zip(weights, months, strict=True):
        gone += Fraction(weight)
        points.append((last, gone / whole))
    return through(points, months[0][0])


def through(points: list[tuple[date, Fraction]], first: date) -> Callable[[date], Fraction]:
    """Straight by days between cumulative shares at the ends of days."""

    def curve(day: date) -> Fraction:
        before, reached = first - timedelta(days=1), Fraction(0)
        for end, share in points:
            if day <= end and end > before:
                return reached + (share - reached) * Fraction((day - before).days, (end - before).days)
            if end > before or share > reached:
                before, reached = end, share
        return reached

    return curve


@lru_cache(maxsize=64)
def worked(country: str, first: date, last: date) -> tuple[date, ...]:
    """The days worked: those of a country with its make-up days, else Mondays to Fridays."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    if not country:
        return tuple(day for day in days if day.weekday() < 5)
    from holidays import country_holidays

    known = country_holidays(country, years=range(first.year - 1, last.year + 2))
    return tuple(day for day in days if known.is_working_day(day))
