"""A composite index: parts made comparable, turned so that more is better, weighted and brought together.

Goalposts are given and stay: a part is never normalised by the data of the day. What lies outside them
keeps its value below 0 or above 1; `goaltree.maths.capped` cuts where a plan says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import prod, sqrt
from typing import Any, Final, Literal, overload

from ..errors import UsageError
from ..model.missing import NA
from .column import Array, Column, Exact, Given, Scalar, choose, compute, nonzero, number
from .direction import Direction, Way, sign

How = Literal["arithmetic", "geometric", "least"]
HOWS: Final[tuple[How, ...]] = ("arithmetic", "geometric", "least")


@overload
def minmax(value: Exact, low: Exact, high: Exact, direction: Way = "up") -> Fraction | NA: ...
@overload
def minmax(value: Scalar, low: Scalar, high: Scalar, direction: Way = "up") -> Fraction | float | NA: ...
@overload
def minmax(value: Array, low: Given, high: Given, direction: Direction = "up") -> Column: ...
def minmax(value: Given, low: Given, high: Given, direction: Direction = "up") -> Any:
    """The place between two fixed goalposts: 0 at the worse one, 1 at the better one.

    Args:
        value: The part's value.
        low: The lower goalpost.
        high: The upper goalpost, above the lower one.
        direction: Which way is better.

    Returns:
        `NA` of the first argument that is missing; `DEGENERATE` where the goalposts are equal,
        `OUT_OF_DOMAIN` where they are reversed.

    >>> minmax(35, 10, 30)
    Fraction(5, 4)
    """
    return compute(
        lambda x, low, high, d: choose(d > 0, x - low, high - x) / nonzero(high - low),
        (value, low, high, sign(direction)),
        ("DEGENERATE", lambda _x, low, high, _d: low == high),
        ("OUT_OF_DOMAIN", lambda _x, low, high, _d: low > high),
    )


@overload
def distance_to_target(value: Exact, target: Exact, direction: Way = "up") -> Fraction | NA: ...
@overload
def distance_to_target(value: Scalar, target: Scalar, direction: Way = "up") -> Fraction | float | NA: ...
@overload
def distance_to_target(value: Array, target: Given, direction: Direction = "up") -> Column: ...
def distance_to_target(value: Given, target: Given, direction: Direction = "up") -> Any:
    """The value against its target: x / T where more is better, T / x where less is.

    Returns:
        `NA` of the first argument that is missing; `ZERO_DENOM` where the divisor is zero,
        `SIGN_MISMATCH` where either is below zero.

    >>> distance_to_target(50, 40), distance_to_target(50, 40, "down")
    (Fraction(5, 4), Fraction(4, 5))
    """
    return compute(
        lambda x, t, d: choose(d > 0, x, t) / nonzero(choose(d > 0, t, x)),
        (value, target, sign(direction)),
        ("ZERO_DENOM", lambda x, t, d: choose(d > 0, t, x) == 0),
        ("SIGN_MISMATCH", lambda x, t, _d: (x < 0) | (t < 0)),
        absent=("NO_ACTUAL", "NO_TARGET"),
    )


def zscores(values: Sequence[Scalar], *, ddof: int, direction: Way = "up") -> tuple[float | NA, ...]:
    """Each value's distance from the mean of all in standard deviations, more being better; floats.

    Args:
        values: The values of one part for all that are compared.
        ddof: 0 where they are all there are, 1 where they are a sample; there is no default.
        direction: Which way is better.

    Returns:
        One score for each; all are `NA` with the first missing value's reason, with `DEGENERATE` where
        the values are all equal, with `PARTIAL` where there are too few.
    """
    if ddof not in (0, 1):
        raise UsageError(f"ddof is 0 or 1, not {ddof!r}.")
    known = [number(value) for value in values]
    present = [one for one in known if not isinstance(one, NA)]
    missing = next((one for one in known if isinstance(one, NA)), None)
    if missing is None and len(present) <= ddof:
        missing = NA("PARTIAL", "too few values")
    if missing is None and len(set(present)) == 1:
        missing = NA("DEGENERATE")
    if missing is not None:
        return (missing,) * len(known)
    mean = sum(present, Fraction(0)) / len(present)
    spread = sqrt(sum(((one - mean) ** 2 for one in present), Fraction(0)) / (len(present) - ddof))
    return tuple(sign(direction) * float(one - mean) / spread for one in present)


def composite(
    scores: Sequence[Scalar], weights: Sequence[Exact], *, how: How = "arithmetic"
) -> Fraction | float | NA:
    """The index of normalised scores.

    Args:
        scores: One of each part, more being better.
        weights: Their weights, at least 0 and exactly 1 together.
        how: `arithmetic` lets a strong part make up for a weak one in full; `geometric` in part, and not
            at all for a zero; `least` is the weakest part with a weight.

    Returns:
        A fraction, or a float where a score is one, and always for `geometric`. `NA` of the first score
        that is missing; `OUT_OF_DOMAIN` where `geometric` meets a score below zero.

    Raises:
        UsageError: The weights are not as many as the scores, below zero, or not 1 together.

    >>> composite([21, 1, 1, 1], [Fraction(1, 4)] * 4), composite([21, 1, 1, 1], [Fraction(1, 4)] * 4, how="least")
    (Fraction(6, 1), Fraction(1, 1))
    """
    if how not in HOWS:
        raise UsageError(f"An index is {', '.join(HOWS)}, not {how!r}.")
    shares = [one for one in map(number, weights) if not isinstance(one, NA)]
    if len(shares) != len(scores) or min(shares, default=Fraction(-1)) < 0 or sum(shares) != 1:
        raise UsageError("An index has one weight a score, none below zero, exactly 1 together.")
    if how == "geometric":
        return _geometric(scores, shares)

    def formula(*values: Any) -> Any:
        weighed = [(value, share) for value, share in zip(values, shares, strict=True) if share]
        if how == "least":
            return min(value for value, _ in weighed)
        return sum(value * share for value, share in weighed)

    result: Fraction | float | NA = compute(formula, scores)
    return result


def _geometric(scores: Sequence[Scalar], shares: Sequence[Fraction]) -> float | NA:
    values: list[Fraction] = []
    for score in map(number, scores):
        if isinstance(score, NA):
            return score
        values.append(score)
    if min(values) < 0:
        return NA("OUT_OF_DOMAIN", "a score below zero")
    powers = (float(value) ** float(share) for value, share in zip(values, shares, strict=True) if share)
    return float(prod(powers))
