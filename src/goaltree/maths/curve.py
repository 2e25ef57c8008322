"""Curves: which share of a period's way is planned to be gone at the end of each day, exactly.

A curve is a function of a period and one of its days. `share` asks it, answers 0 before the period and 1
from its last day on, and so every curve starts at 0 and ends at 1; between, none falls. What a curve
cannot know (holidays of a far year) is `NA`, never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Any, Final, Literal, overload

from ..errors import UsageError
from ..model.allocate import Allocation, Refusal, allocate
from ..model.calendar import PATTERNS, Pattern
from ..model.missing import NA
from ..model.period import Period, span
from .column import Array, Column, Exact, Given, Scalar, choose, compute, nonzero, number

Curve = Callable[[Period, date], Fraction | NA]
"""The planned share of a period that is over at the end of one of its days."""
Convention = Literal["end", "first_to_last"]
"""How days count: day n of N as n/N, or from 0 on the first day to 1 on the last, (n-1)/(N-1)."""


def elapsed(period: Period, day: date, *, convention: Convention = "end") -> Fraction:
    """The share of a period's days that is over; 0 before it, 1 after it.

    Args:
        period: The days.
        day: The day at whose end is asked.
        convention: `end` counts the day itself, as actuals include it; `first_to_last` is 0 all through
            the first day and 1 on the last, as some tools have it.

    >>> april = span(date(2025, 4, 1), date(2025, 4, 30))
    >>> elapsed(april, date(2025, 4, 15)), elapsed(april, date(2025, 4, 15), convention="first_to_last")
    (Fraction(1, 2), Fraction(14, 29))
    """
    if convention not in ("end", "first_to_last"):
        raise UsageError(f"Days count by end or first_to_last, not {convention!r}.")
    if day < period.first:
        return Fraction(0)
    if day >= period.last:
        return Fraction(1)
    number_of_day = (day - period.first).days + 1
    if convention == "end":
        return Fraction(number_of_day, period.days)
    return Fraction(number_of_day - 1, period.days - 1)


def linear(period: Period, day: date) -> Fraction:
    """The same on each day: n/N."""
    return elapsed(period, day)


@overload
def smoothstep(time: Exact) -> Fraction | NA: ...
@overload
def smoothstep(time: Scalar) -> Fraction | float | NA: ...
@overload
def smoothstep(time: Array) -> Column: ...
def smoothstep(time: Given) -> Any:
    """Slow, fast, slow: 3x² - 2x³ of the elapsed share x, which is the distribution Beta(2, 2).

    Returns:
        `OUT_OF_DOMAIN` outside 0 to 1.

    >>> smoothstep(Fraction(1, 4))
    Fraction(5, 32)
    """
    return compute(lambda x: x * x * (3 - 2 * x), (time,), ("OUT_OF_DOMAIN", lambda x: (x < 0) | (x > 1)))


def scurve(period: Period, day: date) -> Fraction | NA:
    """`smoothstep` of the days."""
    return smoothstep(elapsed(period, day))


CURVES: Final[Mapping[str, Curve]] = {"linear": linear, "scurve": scurve}
"""The curves that need nothing but the period, by name."""


def share(curve: Curve | str, period: Period, day: date) -> Fraction | NA:
    """The planned share of a period's way that is gone at the end of a day.

    Args:
        curve: A curve, or the name of one of `CURVES`.
        period: The goal's period.
        day: Any day: 0 before the period, 1 from its last day on.

    Returns:
        A share from 0 to 1; `NA` where the curve does not know.

    Raises:
        UsageError: No curve has the name.

    >>> share("linear", span(date(2025, 6, 1), date(2025, 6, 30)), date(2025, 6, 13))
    Fraction(13, 30)
    """
    if isinstance(curve, str):
        if curve not in CURVES:
            raise UsageError(f"A curve is {', '.join(CURVES)} or a function, not {curve!r}.")
        curve = CURVES[curve]
    if day < period.first:
        return Fraction(0)
    return Fraction(1) if day >= period.last else curve(period, day)


def through(points: Mapping[date, Fraction]) -> Curve:
    """The curve through cumulative shares at the ends of some days, straight by days between them."""
    knots = sorted(points.items())

    def curve(period: Period, day: date) -> Fraction:
        before, reached = period.first.toordinal() - 1, Fraction(0)
        for end, gone in [*((d.toordinal(), s) for d, s in knots), (period.last.toordinal(), Fraction(1))]:
            if end <= before:
                reached = gone
                continue
            if day.toordinal() <= end:
                return reached + (gone - reached) * Fraction(day.toordinal() - before, end - before)
            before, reached = end, gone
        return reached

    return curve


def weighted(weights: Sequence[Exact], periods: Sequence[Period]) -> Curve | NA:
    """A curve by the weights of periods in a row, straight by days within each.

    Args:
        weights: How much of the way each period takes; only their ratios count.
        periods: The periods in order; together they are the goal's.

    Returns:
        `NA` of the first missing weight; `OUT_OF_DOMAIN` where one is below zero, as a plan never
        goes back; `ZERO_DENOM` where all are zero.

    Raises:
        UsageError: There are not as many weights as periods, or the periods leave a gap.
    """
    if len(weights) != len(periods) or not periods:
        raise UsageError(f"{len(weights)} weights do not fit {len(periods)} periods.")
    if any((later.first - earlier.last).days != 1 for earlier, later in pairwise(periods)):
        raise UsageError("Periods of a curve follow each other without gap or overlap.")
    known: list[Fraction] = []
    for weight in map(number, weights):
        if isinstance(weight, NA):
            return weight
        known.append(weight)
    if min(known) < 0:
        return NA("OUT_OF_DOMAIN", "a weight below zero")
    total = sum(known)
    if not total:
        return NA("ZERO_DENOM", "weights")
    ends = (period.last for period in periods)
    return through({end: gone / total for end, gone in zip(ends, accumulate(known), strict=True)})


def seasonal(years: Sequence[Sequence[Exact]], periods: Sequence[Period]) -> Curve | NA:
    """The shape of the past: the mean of what share each year brought in the periods of its like.

    Args:
        years: The amounts of each past year, one for each of `periods`, oldest or newest first alike.
        periods: The periods of the goal's year in order.

    Returns:
        As `weighted`; the first year that cannot be used decides.
    """
    if not years:
        raise UsageError("A seasonal curve needs at least one year.")
    shares = [Fraction(0)] * len(periods)
    for amounts in years:
        usable = weighted(amounts, periods)
        if isinstance(usable, NA):
            return usable
        known = [one for one in map(number, amounts) if not isinstance(one, NA)]
        total = sum(known)
        shares = [gone + one / total for gone, one in zip(shares, known, strict=True)]
    return weighted(shares, periods)


def pattern(weeks: Pattern, months: Sequence[Period], *, has_extra_week: bool = False) -> Curve | NA:
    """A curve by the weeks of the months of each quarter: 4-4-5, 4-5-4 or 5-4-4.

    Args:
        weeks: The pattern.
        months: The months in order, from the first of a quarter.
        has_extra_week: Whether the last month has a week more (a year of 53 weeks).
    """
    if weeks not in PATTERNS:
        raise UsageError(f"A pattern is {', '.join(PATTERNS)}, not {weeks!r}.")
    counts = [int(weeks.split("-")[place % 3]) for place in range(len(months))]
    if has_extra_week and counts:
        counts[-1] += 1
    return weighted(counts, months)


def dated(values: Mapping[date, Exact], baseline: Exact, target: Exact) -> Curve | NA:
    """A curve through dated targets: what is to be reached by the ends of some days.

    Args:
        values: Level at the end of a day, or total from the period's start to it.
        baseline: Where the way starts; 0 for a total.
        target: Where it ends.

    Returns:
        `NA` of the first missing value; `DEGENERATE` where target and baseline are equal;
        `OUT_OF_DOMAIN` where the values do not go one way from baseline to target.
    """
    begin, end = number(baseline), number(target)
    points: dict[date, Fraction] = {}
    for day, value in sorted((day, number(value)) for day, value in values.items()):
        if isinstance(value, NA):
            return value
        points[day] = value
    if isinstance(begin, NA) or isinstance(end, NA):
        return begin if isinstance(begin, NA) else end  # type: ignore[return-value]
    if begin == end:
        return NA("DEGENERATE")
    shares = {day: (value - begin) / (end - begin) for day, value in points.items()}
    if any(later < earlier for earlier, later in pairwise([Fraction(0), *shares.values(), Fraction(1)])):
        return NA("OUT_OF_DOMAIN", "dated targets that go back")
    return through(shares)


_DIGITS: Final = Context(prec=40)


def geometric(baseline: Exact, target: Exact) -> Curve | NA:
    """The same growth on each day: the share of the way gone when the value is B (T/B)^x.

    Rounded to 40 digits; all other curves are exact.

    Returns:
        `NA` of the first missing value; `SIGN_MISMATCH` unless both are above zero; `DEGENERATE` where
        they are equal.
    """
    begin, end = number(baseline), number(target)
    if isinstance(begin, NA):
        return begin
    if isinstance(end, NA):
        return end
    if begin <= 0 or end <= 0:
        return NA("SIGN_MISMATCH")
    if begin == end:
        return NA("DEGENERATE")
    growth = end / begin
    logarithm = _DIGITS.ln(_decimal(growth))

    def curve(period: Period, day: date) -> Fraction:
        power = _DIGITS.exp(_DIGITS.multiply(logarithm, _decimal(elapsed(period, day))))
        return (Fraction(power) - 1) / (growth - 1)

    return curve


def _decimal(value: Fraction) -> Decimal:
    return _DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))


@overload
def geometric_value(baseline: Scalar, target: Scalar, time: Scalar) -> float | NA: ...
@overload
def geometric_value(baseline: Array, target: Given, time: Given) -> Column: ...
@overload
def geometric_value(baseline: Scalar, target: Given, time: Array) -> Column: ...
def geometric_value(baseline: Given, target: Given, time: Given) -> Any:
    """The expected level of a stock that grows at one rate: B (T/B)^x; always a float.

    Returns:
        `NA` of the first argument that is missing; `SIGN_MISMATCH` unless baseline and target are
        above zero.

    >>> round(geometric_value(3.39, 3.8, 0.5), 5)
    3.58915
    """
    return compute(
        lambda b, t, x: choose(x == 1, t, b * choose(b > 0, t / nonzero(b), 1) ** x),
        (baseline, target, time),
        ("SIGN_MISMATCH", lambda b, t, _x: (b <= 0) | (t <= 0)),
        absent=("NO_BASELINE", "NO_TARGET", "NO_TARGET"),
        is_exact=False,
    )


def parts(
    total: int | Decimal | Fraction,
    curve: Curve | str,
    periods: Sequence[Period],
    *,
    quantum: int | Decimal | Fraction | None = None,
) -> Allocation | Refusal | NA:
    """A total over the periods of its time by a curve: parts that sum to the total exactly.

    Args:
        total: The target of the whole time.
        curve: A curve, or the name of one.
        periods: Periods in a row; from the first day of the first to the last of the last is the time.
        quantum: The smallest step of a part; what is left goes to the largest remainders.

    Returns:
        The parts by the periods' labels; why they cannot be, as `goaltree.maths.allocate` says; `NA`
        where the curve does not know.

    >>> from goaltree.model.calendar import Calendar
    >>> year = span(date(2025, 1, 1), date(2025, 12, 31))
    >>> made = parts(365, "linear", Calendar().split(year, "quarter"))
    >>> [int(part) for part in made.shares.values()]
    [90, 91, 92, 92]
    """
    whole = span(periods[0].first, periods[-1].last)
    if any((later.first - earlier.last).days != 1 for earlier, later in pairwise(periods)):
        raise UsageError("Periods that share a total follow each other without gap or overlap.")
    gone = Fraction(0)
    weights: dict[str, int | Decimal | Fraction] = {}
    for period in periods:
        reached = share(curve, whole, period.last)
        if isinstance(reached, NA):
            return reached
        weights[period.label] = reached - gone
        gone = reached
    return allocate(total, weights, quantum=quantum)
