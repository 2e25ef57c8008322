"""Growth: how a value compares with an earlier one (同比 with a year ago, 环比 with the period before).

Which two values are compared is the caller's: one function serves both. All results are shares; the
difference of two rates is one too (0.03 is 3 pp) and is never printed as growth.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final, overload

from ..errors import UsageError
from ..model.missing import NA
from ..model.period import Period
from .column import Array, Column, Exact, Given, Scalar, choose, compute, nonzero

_AGAINST: Final = ("NO_ACTUAL", "NO_BASELINE")


@overload
def change(actual: Exact, baseline: Exact) -> Fraction | NA: ...
@overload
def change(actual: Scalar, baseline: Scalar) -> Fraction | float | NA: ...
@overload
def change(actual: Array, baseline: Given) -> Column: ...
def change(actual: Given, baseline: Given) -> Any:
    """The absolute change, A - B, in their unit: what is left to say where growth is `NEG_BASE`.

    Of two rates it is their difference in points: 0.03 is 3 pp.
    """
    return compute(lambda a, b: a - b, (actual, baseline), absent=_AGAINST)


@overload
def growth(actual: Exact, baseline: Exact) -> Fraction | NA: ...
@overload
def growth(actual: Scalar, baseline: Scalar) -> Fraction | float | NA: ...
@overload
def growth(actual: Array, baseline: Given) -> Column: ...
def growth(actual: Given, baseline: Given) -> Any:
    """Growth as a share of the earlier value: A / B - 1.

    Returns:
        `NA` of the first argument that is missing; `NEG_BASE` where the earlier value is zero or below,
        as the sign would lie: take `change`.

    >>> growth(2160, 1200)
    Fraction(4, 5)
    """
    return compute(
        lambda a, b: a / nonzero(b) - 1,
        (actual, baseline),
        ("NEG_BASE", lambda _a, b: b <= 0),
        absent=_AGAINST,
    )


@overload
def growth_on_size(actual: Exact, baseline: Exact) -> Fraction | NA: ...
@overload
def growth_on_size(actual: Scalar, baseline: Scalar) -> Fraction | float | NA: ...
@overload
def growth_on_size(actual: Array, baseline: Given) -> Column: ...
def growth_on_size(actual: Given, baseline: Given) -> Any:
    """Growth as a share of the earlier value's size, (A - B) / |B|: only where a reader asks for it.

    Returns:
        `NA` of the first argument that is missing; `ZERO_DENOM` where the earlier value is zero.

    >>> growth_on_size(-10, -20)
    Fraction(1, 2)
    """
    return compute(
        lambda a, b: (a - b) / nonzero(abs(b)),
        (actual, baseline),
        ("ZERO_DENOM", lambda _a, b: b == 0),
        absent=_AGAINST,
    )


@overload
def growth_per_day(actual: Exact, baseline: Exact, days: Exact, baseline_days: Exact) -> Fraction | NA: ...
@overload
def growth_per_day(
    actual: Scalar, baseline: Scalar, days: Scalar, baseline_days: Scalar
) -> Fraction | float | NA: ...
@overload
def growth_per_day(actual: Array, baseline: Given, days: Given, baseline_days: Given) -> Column: ...
def growth_per_day(actual: Given, baseline: Given, days: Given, baseline_days: Given) -> Any:
    """Growth of what a day brings, where the periods differ in days: (A / n) / (B / m) - 1.

    Returns:
        As `growth`; `ZERO_DENOM` where a number of days is zero, `OUT_OF_DOMAIN` below.

    >>> round(growth_per_day(605.0, 600.0, 59, 60), 6)
    0.025424
    """
    return compute(
        lambda a, b, n, m: a * m / nonzero(n * b) - 1,
        (actual, baseline, days, baseline_days),
        ("NEG_BASE", lambda _a, b, _n, _m: b <= 0),
        ("OUT_OF_DOMAIN", lambda _a, _b, n, m: (n < 0) | (m < 0)),
        ("ZERO_DENOM", lambda _a, _b, n, m: (n == 0) | (m == 0)),
        absent=_AGAINST,
    )


@overload
def cagr(actual: Scalar, baseline: Scalar, years: Scalar) -> float | NA: ...
@overload
def cagr(actual: Array, baseline: Given, years: Given) -> Column: ...
def cagr(actual: Given, baseline: Given, years: Given) -> Any:
    """The constant yearly growth that leads from one value to another: (A / B)^(1/n) - 1; a float.

    Returns:
        `NA` of the first argument that is missing; `NEG_BASE` where the earlier value is zero or below;
        `OUT_OF_DOMAIN` where the later one is below zero or the years are not above it.

    >>> round(cagr(2160, 1200, 3), 5)
    0.21644
    """
    return compute(
        lambda a, b, n: choose(a >= 0, a / nonzero(b), 0) ** (1 / nonzero(n)) - 1,
        (actual, baseline, years),
        ("NEG_BASE", lambda _a, b, _n: b <= 0),
        ("OUT_OF_DOMAIN", lambda a, _b, n: (a < 0) | (n <= 0)),
        absent=_AGAINST,
        is_exact=False,
    )


@overload
def contribution(actual: Exact, baseline: Exact, whole_baseline: Exact) -> Fraction | NA: ...
@overload
def contribution(actual: Scalar, baseline: Scalar, whole_baseline: Scalar) -> Fraction | float | NA: ...
@overload
def contribution(actual: Array, baseline: Given, whole_baseline: Given) -> Column: ...
def contribution(actual: Given, baseline: Given, whole_baseline: Given) -> Any:
    """A part's contribution to the growth of the whole (拉动): (A - B) / the whole's earlier value.

    In points of the whole's growth; those of all parts of a sum come to it exactly.

    Returns:
        `NA` of the first argument that is missing; `NEG_BASE` where the whole was zero or below.

    >>> contribution(660, 220, 1200)
    Fraction(11, 30)
    """
    return compute(
        lambda a, b, w: (a - b) / nonzero(w),
        (actual, baseline, whole_baseline),
        ("NEG_BASE", lambda _a, _b, w: w <= 0),
        absent=("NO_ACTUAL", "NO_BASELINE", "NO_BASELINE"),
    )


@overload
def grown(baseline: Exact, rate: Exact) -> Fraction | NA: ...
@overload
def grown(baseline: Scalar, rate: Scalar) -> Fraction | float | NA: ...
@overload
def grown(baseline: Array, rate: Given) -> Column: ...
def grown(baseline: Given, rate: Given) -> Any:
    """What a value becomes by a growth: B (1 + g), the target where the growth is what is promised.

    >>> grown(1180, Fraction(4, 5))
    Fraction(2124, 1)
    """
    return compute(lambda b, g: b * (1 + g), (baseline, rate), absent=("NO_BASELINE", "NO_TARGET"))


def aligned(weeks: Sequence[Period], weeks_before: Sequence[Period]) -> tuple[tuple[Period, Period], ...]:
    """Weeks of a year with those of the year before that they are compared with.

    Where one year has 53 weeks its first is left out, as retailers do, so that the ends of the years
    meet; equal numbers of weeks are paired from the first.

    Raises:
        UsageError: The years differ by more than a week.
    """
    if abs(len(weeks) - len(weeks_before)) > 1:
        raise UsageError(f"{len(weeks)} weeks are not compared with {len(weeks_before)}.")
    count = min(len(weeks), len(weeks_before))
    return tuple(zip(weeks[len(weeks) - count :], weeks_before[len(weeks_before) - count :], strict=True))
