"""Attainment: how far a target is reached, by the method that fits the metric.

Every function takes single numbers (exactly, see `goaltree.maths.column`) or arrays, gives the raw value
and never clips it; `capped` does, where scores are made of it. 1 is the target reached.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final, Literal, overload

from ..errors import UsageError
from ..model.missing import NA
from .column import Array, Column, Exact, Given, Scalar, above, choose, compute, nonzero, number
from .direction import Direction, sign
from .method import METHODS, Method, auto_method

__all__ = [
    "METHODS",
    "Method",
    "auto_method",
    "band",
    "capped",
    "inverse_ratio",
    "margin",
    "okr",
    "progress",
    "ratio",
    "signed_gap",
    "threshold",
    "tiers",
    "two_minus",
    "worst_target",
]

_TO_TARGET: Final = ("NO_ACTUAL", "NO_TARGET")
_FROM_BASELINE: Final = ("NO_ACTUAL", "NO_BASELINE", "NO_TARGET")


@overload
def progress(actual: Exact, baseline: Exact, target: Exact) -> Fraction | NA: ...
@overload
def progress(actual: Scalar, baseline: Scalar, target: Scalar) -> Fraction | float | NA: ...
@overload
def progress(actual: Array, baseline: Given, target: Given) -> Column: ...
def progress(actual: Given, baseline: Given, target: Given) -> Any:
    """The way gone as a share of the way to go: (A - B) / (T - B).

    0 where nothing has changed, 1 at the target, below 0 or above 1 beyond them; for targets above and
    below the baseline alike. All three in one unit; a change of unit changes nothing.

    Returns:
        `NA` of the first argument that is missing; `DEGENERATE` where target and baseline are equal.

    >>> progress(95, 100, 90)
    Fraction(1, 2)
    """
    return _way_gone(actual, baseline, target)


def _way_gone(actual: Given, start: Given, end: Given) -> Any:
    return compute(
        lambda a, s, e: (a - s) / nonzero(e - s),
        (actual, start, end),
        ("DEGENERATE", lambda _a, s, e: e == s),
        absent=_FROM_BASELINE,
    )


@overload
def ratio(actual: Exact, target: Exact) -> Fraction | NA: ...
@overload
def ratio(actual: Scalar, target: Scalar) -> Fraction | float | NA: ...
@overload
def ratio(actual: Array, target: Given) -> Column: ...
def ratio(actual: Given, target: Given) -> Any:
    """The actual as a share of the target: A / T (正向完成率), for what starts at a true zero.

    Returns:
        `NA` of the first argument that is missing; `ZERO_DENOM` and `SIGN_MISMATCH` where the target is
        zero or below.

    >>> ratio(1080, 2160)
    Fraction(1, 2)
    """
    return compute(
        lambda a, t: a / nonzero(t),
        (actual, target),
        ("ZERO_DENOM", lambda _a, t: t == 0),
        ("SIGN_MISMATCH", lambda _a, t: t < 0),
        absent=_TO_TARGET,
    )


@overload
def inverse_ratio(actual: Exact, target: Exact) -> Fraction | NA: ...
@overload
def inverse_ratio(actual: Scalar, target: Scalar) -> Fraction | float | NA: ...
@overload
def inverse_ratio(actual: Array, target: Given) -> Column: ...
def inverse_ratio(actual: Given, target: Given) -> Any:
    """The target as a share of the actual: T / A, where less is better.

    It is convex, grows beyond measure near 0, and says nothing for a target of zero (0 for every
    actual): taken only where a plan asks for it.

    Returns:
        `NA` of the first argument that is missing; `ZERO_DENOM` for an actual of zero; `SIGN_MISMATCH`
        where either is below zero.

    >>> inverse_ratio(180, 90)
    Fraction(1, 2)
    """
    return compute(
        lambda a, t: t / nonzero(a),
        (actual, target),
        ("ZERO_DENOM", lambda a, _t: a == 0),
        ("SIGN_MISMATCH", lambda a, t: (a < 0) | (t < 0)),
        absent=_TO_TARGET,
    )


@overload
def two_minus(actual: Exact, target: Exact) -> Fraction | NA: ...
@overload
def two_minus(actual: Scalar, target: Scalar) -> Fraction | float | NA: ...
@overload
def two_minus(actual: Array, target: Given) -> Column: ...
def two_minus(actual: Given, target: Given) -> Any:
    """2 - A / T, where less is better: 1 at the target, 0 at twice the target.

    Returns:
        `NA` of the first argument that is missing; `ZERO_DENOM` and `SIGN_MISMATCH` where the target is
        zero or below.

    >>> two_minus(180, 90)
    Fraction(0, 1)
    """
    return compute(
        lambda a, t: 2 - a / nonzero(t),
        (actual, target),
        ("ZERO_DENOM", lambda _a, t: t == 0),
        ("SIGN_MISMATCH", lambda _a, t: t < 0),
        absent=_TO_TARGET,
    )


@overload
def signed_gap(actual: Exact, target: Exact, direction: Literal["up", "down"]) -> Fraction | NA: ...
@overload
def signed_gap(actual: Scalar, target: Scalar, direction: Literal["up", "down"]) -> Fraction | float | NA: ...
@overload
def signed_gap(actual: Array, target: Given, direction: Direction) -> Column: ...
def signed_gap(actual: Given, target: Given, direction: Direction) -> Any:
    """1 and the favourable gap as a share of the target's size: 1 + d (A - T) / |T|.

    It is `ratio` where more is better and `two_minus` where less is, and holds for targets below zero.

    Returns:
        `NA` of the first argument that is missing; `ZERO_DENOM` for a target of zero.

    >>> signed_gap(5, -10, "up")
    Fraction(5, 2)
    """
    return compute(
        lambda a, t, d: 1 + d * (a - t) / nonzero(abs(t)),
        (actual, target, sign(direction)),
        ("ZERO_DENOM", lambda _a, t, _d: t == 0),
        absent=_TO_TARGET,
    )


@overload
def worst_target(actual: Exact, worst: Exact, target: Exact) -> Fraction | NA: ...
@overload
def worst_target(actual: Scalar, worst: Scalar, target: Scalar) -> Fraction | float | NA: ...
@overload
def worst_target(actual: Array, worst: Given, target: Given) -> Column: ...
def worst_target(actual: Given, worst: Given, target: Given) -> Any:
    """The way from the worst to the target that is gone: (A - worst) / (T - worst).

    `progress` with a floor in place of the baseline, as normalised banding has it.

    Returns:
        `NA` of the first argument that is missing; `DEGENERATE` where worst and target are equal.

    >>> worst_target(86, 65, 100)
    Fraction(3, 5)
    """
    return _way_gone(actual, worst, target)


@overload
def threshold(
    actual: Exact, target: Exact, direction: Literal["up", "down"], *, inclusive: bool = True
) -> Fraction | NA: ...
@overload
def threshold(
    actual: Scalar, target: Scalar, direction: Literal["up", "down"], *, inclusive: bool = True
) -> Fraction | float | NA: ...
@overload
def threshold(actual: Array, target: Given, direction: Direction, *, inclusive: bool = True) -> Column: ...
def threshold(actual: Given, target: Given, direction: Direction, *, inclusive: bool = True) -> Any:
    """1 where the target is kept, 0 where it is not; `margin` says by how much.

    Args:
        actual: What was reached.
        target: The least wanted (`up`) or the most allowed (`down`), in the same unit.
        direction: Which way is better.
        inclusive: Whether the target itself counts as kept, as "at least" and "at most" say.

    Single numbers are compared as they are. In arrays a float is the target where it is within 0.5e-9 of it:
    an exact 46.2% is not lost to the binary digits of what it was computed from.

    >>> threshold(25, 25, "down"), threshold(25, 25, "down", inclusive=False)
    (Fraction(1, 1), Fraction(0, 1))
    """
    return compute(
        lambda a, t, d: choose(above(d * a, d * t, inclusive=inclusive), 1, 0),
        (actual, target, sign(direction)),
        absent=_TO_TARGET,
    )


@overload
def margin(actual: Exact, target: Exact, direction: Literal["up", "down"]) -> Fraction | NA: ...
@overload
def margin(actual: Scalar, target: Scalar, direction: Literal["up", "down"]) -> Fraction | float | NA: ...
@overload
def margin(actual: Array, target: Given, direction: Direction) -> Column: ...
def margin(actual: Given, target: Given, direction: Direction) -> Any:
    """How far the actual is on the better side of the target: d (A - T), in their unit.

    >>> margin(41, 40, "up")
    Fraction(1, 1)
    """
    return compute(lambda a, t, d: d * (a - t), (actual, target, sign(direction)), absent=_TO_TARGET)


@overload
def band(
    actual: Exact, low: Exact, high: Exact, outer_low: Exact | None = None, outer_high: Exact | None = None
) -> Fraction | NA: ...
@overload
def band(
    actual: Scalar,
    low: Scalar,
    high: Scalar,
    outer_low: Scalar | None = None,
    outer_high: Scalar | None = None,
) -> Fraction | float | NA: ...
@overload
def band(
    actual: Array, low: Given, high: Given, outer_low: Given | None = None, outer_high: Given | None = None
) -> Column: ...
def band(
    actual: Given, low: Given, high: Given, outer_low: Given | None = None, outer_high: Given | None = None
) -> Any:
    """1 within a band, falling in a straight line to 0 at its outer limits.

    Args:
        actual: What was reached.
        low: Lower end of the band, included.
        high: Upper end of the band, included.
        outer_low: Where the value is 0 below; by default the band's own end, a cliff.
        outer_high: Where the value is 0 above; the same.

    Returns:
        `NA` of the first argument that is missing; `OUT_OF_DOMAIN` where the ends are not in order.

    >>> band(110, 95, 105, 85, 115)
    Fraction(1, 2)
    """
    return compute(
        _in_band,
        (
            actual,
            low,
            high,
            low if outer_low is None else outer_low,
            high if outer_high is None else outer_high,
        ),
        ("OUT_OF_DOMAIN", lambda _a, low, high, under, over: (low >= high) | (under > low) | (over < high)),
        absent=("NO_ACTUAL", "NO_TARGET", "NO_TARGET", "NO_TARGET", "NO_TARGET"),
    )


def _in_band(actual: Any, low: Any, high: Any, under: Any, over: Any) -> Any:
    below = choose(actual <= under, 0, (actual - under) / nonzero(low - under))
    above = choose(actual >= over, 0, (over - actual) / nonzero(over - high))
    return choose((low <= actual) & (actual <= high), 1, choose(actual < low, below, above))


@overload
def tiers(actual: Exact, knots: Sequence[tuple[Exact, Exact]]) -> Fraction | NA: ...
@overload
def tiers(actual: Scalar, knots: Sequence[tuple[Scalar, Scalar]]) -> Fraction | float | NA: ...
@overload
def tiers(actual: Array, knots: Sequence[tuple[Scalar, Scalar]]) -> Column: ...
def tiers(actual: Given, knots: Sequence[tuple[Scalar, Scalar]]) -> Any:
    """The score by a broken line through knots (门槛/目标/挑战): 0 short of the first, level after the last.

    Args:
        actual: What was reached.
        knots: Values with their scores, from the threshold to the stretch: values rising where more is
            better and falling where less is, scores never falling.

    Raises:
        UsageError: There is no knot, one is missing, or they are in no such order.

    >>> tiers(2052, [(1944, 60), (2160, 100), (2376, 120)])
    Fraction(80, 1)
    """
    exact: list[tuple[Fraction, Fraction]] = []
    for value, score in ((number(value), number(score)) for value, score in knots):
        if isinstance(value, NA) or isinstance(score, NA):
            raise UsageError("A knot has a value and a score.")
        exact.append((value, score))
    way = 1 if len(exact) < 2 or exact[0][0] < exact[-1][0] else -1
    if not exact or any(way * (v1 - v0) <= 0 or s1 < s0 for (v0, s0), (v1, s1) in pairwise(exact)):
        raise UsageError("Knots go one way from the threshold to the stretch, with scores that never fall.")
    is_float = any(isinstance(one, float) for point in knots for one in point)
    flat = [float(one) if is_float else one for point in exact for one in point]
    return compute(lambda a, *line: _along(a, way, line), (actual, *flat), absent=_TO_TARGET)


def _along(actual: Any, way: int, line: Sequence[Any]) -> Any:
    values, scores = line[::2], line[1::2]
    score = choose(way * (actual - values[0]) >= 0, scores[0], 0)
    for (v0, s0), (v1, s1) in pairwise(zip(values, scores, strict=True)):
        after = choose(way * (actual - v1) >= 0, s1, s0 + (s1 - s0) * (actual - v0) / (v1 - v0))
        score = choose(way * (actual - v0) >= 0, after, score)
    return score


@overload
def okr(actual: Exact, baseline: Exact, target: Exact) -> Fraction | NA: ...
@overload
def okr(actual: Scalar, baseline: Scalar, target: Scalar) -> Fraction | float | NA: ...
@overload
def okr(actual: Array, baseline: Given, target: Given) -> Column: ...
def okr(actual: Given, baseline: Given, target: Given) -> Any:
    """A key result's grade from 0.0 to 1.0: `progress`, capped at both ends.

    >>> okr(12, 0, 10)
    Fraction(1, 1)
    """
    return capped(_way_gone(actual, baseline, target))


@overload
def capped(value: Exact, floor: Exact | None = 0, cap: Exact | None = 1) -> Fraction | NA: ...
@overload
def capped(value: Scalar, floor: Scalar | None = 0, cap: Scalar | None = 1) -> Fraction | float | NA: ...
@overload
def capped(value: Array, floor: Scalar | None = 0, cap: Scalar | None = 1) -> Column: ...
def capped(value: Given, floor: Scalar | None = 0, cap: Scalar | None = 1) -> Any:
    """A value kept within floor and cap, for scores; `None` sets no limit.

    Raises:
        UsageError: The floor is above the cap.

    >>> capped(Fraction(6, 5)), capped(Fraction(6, 5), cap=None)
    (Fraction(1, 1), Fraction(6, 5))
    """
    ends = [number(end) for end in (floor, cap) if end is not None]
    if len(ends) == 2 and not any(isinstance(end, NA) for end in ends) and ends[0] > ends[1]:  # type: ignore[operator]
        raise UsageError(f"The floor {floor} is above the cap {cap}.")
    if floor is not None:
        value = compute(lambda v, end: choose(v < end, end, v), (value, floor))
    return value if cap is None else compute(lambda v, end: choose(v > end, end, v), (value, cap))
