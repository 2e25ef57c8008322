"""Pace: what is due by now, and how the actual stands against it.

`share` is the planned share of the period that is over, 0 to 1, as `goaltree.maths.curve` gives it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final, Literal, overload

from ..errors import UsageError
from ..model.missing import NA
from .column import Array, Column, Exact, Given, Scalar, compute, nonzero

Semantics = Literal["total", "end", "average", "every"]
SEMANTICS: Final[tuple[Semantics, ...]] = ("total", "end", "average", "every")
LEAST_SHARE: Final = Fraction(1, 20)
"""Below this planned share of a total or an end the index says nothing yet: take the gap."""
_LEAST: Final = LEAST_SHARE.denominator


def start(semantics: Semantics, baseline: Given, target: Given) -> Given:
    """Where the planned line starts: 0 for a total, the baseline for an end, the target for a level.

    With it `expected` is one formula for all goals of an array: `start + (target - start) * share`.
    """
    if semantics not in SEMANTICS:
        raise UsageError(f"Target semantics are {', '.join(SEMANTICS)}, not {semantics!r}.")
    return 0 if semantics == "total" else baseline if semantics == "end" else target


@overload
def expected(baseline: Exact, target: Exact, share: Exact, *, semantics: Semantics) -> Fraction | NA: ...
@overload
def expected(
    baseline: Scalar, target: Scalar, share: Scalar, *, semantics: Semantics
) -> Fraction | float | NA: ...
@overload
def expected(baseline: Given, target: Array, share: Given, *, semantics: Semantics) -> Column: ...
@overload
def expected(baseline: Given, target: Given, share: Array, *, semantics: Semantics) -> Column: ...
def expected(baseline: Given, target: Given, share: Given, *, semantics: Semantics) -> Any:
    """The value planned by now (planned value): T W of a total, B + (T - B) W of an end, else T.

    Args:
        baseline: Where an `end` starts; not looked at for other semantics.
        target: The value wanted.
        share: The planned share of the period that is over.
        semantics: What the target is compared with: the period's total, its end, its average, or
            every period in it. The last two are due in full at any time.

    Returns:
        `NA` of the first argument in use that is missing.

    >>> expected(100, 90, Fraction(1, 2), semantics="end")
    Fraction(95, 1)
    """
    return compute(
        lambda b, t, w: b + (t - b) * w,
        (start(semantics, baseline, target), target, share),
        absent=("NO_BASELINE", "NO_TARGET", "NO_TARGET"),
    )


@overload
def pace(
    actual: Exact, baseline: Exact, target: Exact, share: Exact, *, semantics: Semantics
) -> Fraction | NA: ...
@overload
def pace(
    actual: Scalar, baseline: Scalar, target: Scalar, share: Scalar, *, semantics: Semantics
) -> Fraction | float | NA: ...
@overload
def pace(actual: Array, baseline: Given, target: Given, share: Given, *, semantics: Semantics) -> Column: ...
def pace(actual: Given, baseline: Given, target: Given, share: Given, *, semantics: Semantics) -> Any:
    """The pace index, 1 on plan: A / expected, or progress / W where the target is an end.

    Returns:
        `NA` of the first argument in use that is missing; `PARTIAL` while the planned share of a total or
        an end is below 0.05; `DEGENERATE` where an end equals its baseline; `ZERO_DENOM` and
        `SIGN_MISMATCH` where the expected value of the others is zero or below.

    >>> pace(94, 100, 90, Fraction(1, 2), semantics="end")
    Fraction(6, 5)
    """
    if semantics == "end":
        return compute(
            lambda a, b, t, w: (a - b) / nonzero((t - b) * w),
            (actual, baseline, target, share),
            ("DEGENERATE", lambda _a, b, t, _w: t == b),
            ("PARTIAL", lambda _a, _b, _t, w: w * _LEAST < 1),
            absent=("NO_ACTUAL", "NO_BASELINE", "NO_TARGET", "NO_TARGET"),
        )
    line = start(semantics, baseline, target)
    early = ("PARTIAL", lambda _a, _t, _b, w: (w * _LEAST < 1) & (semantics == "total"))
    return compute(
        lambda a, t, b, w: a / nonzero(b + (t - b) * w),
        (actual, target, line, share),
        early,
        ("ZERO_DENOM", lambda _a, t, b, w: b + (t - b) * w == 0),
        ("SIGN_MISMATCH", lambda _a, t, b, w: b + (t - b) * w < 0),
        absent=("NO_ACTUAL", "NO_TARGET", "NO_TARGET", "NO_TARGET"),
    )


@overload
def gap(actual: Exact, expected: Exact) -> Fraction | NA: ...
@overload
def gap(actual: Scalar, expected: Scalar) -> Fraction | float | NA: ...
@overload
def gap(actual: Array, expected: Given) -> Column: ...
def gap(actual: Given, expected: Given) -> Any:
    """The variance to pace: actual less expected, in their unit; its sign is not turned by direction.

    >>> gap(1000, 972)
    Fraction(28, 1)
    """
    return compute(lambda a, e: a - e, (actual, expected), absent=("NO_ACTUAL", "NO_TARGET"))


@overload
def time_gap(actual: Exact, target: Exact, share: Exact) -> Fraction | NA: ...
@overload
def time_gap(actual: Scalar, target: Scalar, share: Scalar) -> Fraction | float | NA: ...
@overload
def time_gap(actual: Array, target: Given, share: Given) -> Column: ...
def time_gap(actual: Given, target: Given, share: Given) -> Any:
    """Completion less time progress (进度差): A / T - W, for targets that are totals.

    Returns:
        `NA` of the first argument that is missing; `ZERO_DENOM` and `SIGN_MISMATCH` where the target is
        zero or below.

    >>> time_gap(75, 100, Fraction(1, 2))
    Fraction(1, 4)
    """
    return compute(
        lambda a, t, w: a / nonzero(t) - w,
        (actual, target, share),
        ("ZERO_DENOM", lambda _a, t, _w: t == 0),
        ("SIGN_MISMATCH", lambda _a, t, _w: t < 0),
        absent=("NO_ACTUAL", "NO_TARGET", "NO_TARGET"),
    )


@overload
def required_rate(actual: Exact, target: Exact, remaining: Exact) -> Fraction | NA: ...
@overload
def required_rate(actual: Scalar, target: Scalar, remaining: Scalar) -> Fraction | float | NA: ...
@overload
def required_rate(actual: Array, target: Given, remaining: Given) -> Column: ...
def required_rate(actual: Given, target: Given, remaining: Given) -> Any:
    """What each remaining unit of time has to bring: (T - A) / remaining time.

    Returns:
        `NA` of the first argument that is missing; `ZERO_DENOM` where no time remains, `OUT_OF_DOMAIN`
        where it is below zero.

    >>> required_rate(1000, 2160, 6)
    Fraction(580, 3)
    """
    return compute(
        lambda a, t, r: (t - a) / nonzero(r),
        (actual, target, remaining),
        ("ZERO_DENOM", lambda _a, _t, r: r == 0),
        ("OUT_OF_DOMAIN", lambda _a, _t, r: r < 0),
        absent=("NO_ACTUAL", "NO_TARGET", "NO_TARGET"),
    )


@overload
def required_uplift(actual: Exact, target: Exact, elapsed: Exact, remaining: Exact) -> Fraction | NA: ...
@overload
def required_uplift(
    actual: Scalar, target: Scalar, elapsed: Scalar, remaining: Scalar
) -> Fraction | float | NA: ...
@overload
def required_uplift(actual: Array, target: Given, elapsed: Given, remaining: Given) -> Column: ...
def required_uplift(actual: Given, target: Given, elapsed: Given, remaining: Given) -> Any:
    """The required rate as a multiple of the achieved one: ((T - A) / remaining) / (A / elapsed).

    Returns:
        `NA` of the first argument that is missing; `ZERO_DENOM` where nothing is achieved or no time
        remains, `OUT_OF_DOMAIN` where a time is below zero or the achieved rate is.

    >>> required_uplift(1000, 2160, 6, 6)
    Fraction(29, 25)
    """
    return compute(
        lambda a, t, e, r: (t - a) * e / nonzero(a * r),
        (actual, target, elapsed, remaining),
        ("OUT_OF_DOMAIN", lambda a, _t, e, r: (a < 0) | (e < 0) | (r < 0)),
        ("ZERO_DENOM", lambda a, _t, e, r: (a == 0) | (e == 0) | (r == 0)),
        absent=("NO_ACTUAL", "NO_TARGET", "NO_TARGET", "NO_TARGET"),
    )
