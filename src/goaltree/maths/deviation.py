"""Deviation: how far the actual is from what is expected, on a named basis; below zero is adverse.

A deviation without its basis says nothing: one fact may be no alert by level, an emergency by increment,
and -1.3 points of growth. All are shares (a difference of two rates of 0.01 is 1 pp), but `sigma`, which
counts standard deviations.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final, Literal, overload

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from ..errors import UsageError
from ..model.missing import NA
from .column import Array, Column, Exact, Given, Scalar, choose, compute, is_array, nonzero, number
from .direction import Direction, Way, sign

Basis = Literal["level", "increment", "pp", "sigma"]
_EXPECTED: Final = ("NO_ACTUAL", "NO_TARGET")
_PLACES: Final = 9
_WHOLE: Final = float(2**23)
"""From here on a float has no more than nine places after the point: rounding would change nothing."""


@overload
def level(actual: Exact, expected: Exact, direction: Way) -> Fraction | NA: ...
@overload
def level(actual: Scalar, expected: Scalar, direction: Way) -> Fraction | float | NA: ...
@overload
def level(actual: Array, expected: Given, direction: Direction) -> Column: ...
def level(actual: Given, expected: Given, direction: Direction) -> Any:
    """The deviation as a share of what is expected: d (A - PV) / |PV|.

    Returns:
        `NA` of the first argument that is missing; `ZERO_DENOM` where nothing is expected.

    >>> level(110, 95, "down")
    Fraction(-3, 19)
    """
    return compute(
        lambda a, e, d: d * (a - e) / nonzero(abs(e)),
        (actual, expected, sign(direction)),
        ("ZERO_DENOM", lambda _a, e, _d: e == 0),
        absent=_EXPECTED,
    )


@overload
def increment(actual: Exact, baseline: Exact, expected: Exact, direction: Way) -> Fraction | NA: ...
@overload
def increment(
    actual: Scalar, baseline: Scalar, expected: Scalar, direction: Way
) -> Fraction | float | NA: ...
@overload
def increment(actual: Array, baseline: Given, expected: Given, direction: Direction) -> Column: ...
def increment(actual: Given, baseline: Given, expected: Given, direction: Direction) -> Any:
    """The deviation as a share of the change expected by now: d (A - PV) / |PV - B|.

    Returns:
        `NA` of the first argument that is missing; `ZERO_DENOM` where no change is expected yet.

    >>> increment(Fraction("3.55"), Fraction("3.39"), Fraction("3.595"), "up")
    Fraction(-9, 41)
    """
    return compute(
        lambda a, b, e, d: d * (a - e) / nonzero(abs(e - b)),
        (actual, baseline, expected, sign(direction)),
        ("ZERO_DENOM", lambda _a, b, e, _d: e == b),
        absent=("NO_ACTUAL", "NO_BASELINE", "NO_TARGET"),
    )


@overload
def pp(actual: Exact, expected: Exact, direction: Way) -> Fraction | NA: ...
@overload
def pp(actual: Scalar, expected: Scalar, direction: Way) -> Fraction | float | NA: ...
@overload
def pp(actual: Array, expected: Given, direction: Direction) -> Column: ...
def pp(actual: Given, expected: Given, direction: Direction) -> Any:
    """The difference of two rates, d (A - PV), as a share: -0.013 is 1.3 points short.

    >>> pp(Fraction("0.38"), Fraction("0.35"), "up")
    Fraction(3, 100)
    """
    return compute(lambda a, e, d: d * (a - e), (actual, expected, sign(direction)), absent=_EXPECTED)


@overload
def sigma(actual: Exact, expected: Exact, spread: Exact, direction: Way) -> Fraction | NA: ...
@overload
def sigma(actual: Scalar, expected: Scalar, spread: Scalar, direction: Way) -> Fraction | float | NA: ...
@overload
def sigma(actual: Array, expected: Given, spread: Given, direction: Direction) -> Column: ...
def sigma(actual: Given, expected: Given, spread: Given, direction: Direction) -> Any:
    """The deviation in standard deviations: d (A - PV) / s.

    Returns:
        `NA` of the first argument that is missing; `ZERO_DENOM` for a spread of zero, `OUT_OF_DOMAIN`
        below it.

    >>> sigma(90, 100, 5, "up")
    Fraction(-2, 1)
    """
    return compute(
        lambda a, e, s, d: d * (a - e) / nonzero(s),
        (actual, expected, spread, sign(direction)),
        ("ZERO_DENOM", lambda _a, _e, s, _d: s == 0),
        ("OUT_OF_DOMAIN", lambda _a, _e, s, _d: s < 0),
        absent=_EXPECTED,
    )


def default_basis(kind: str | None, semantics: str | None, *, has_baseline: bool) -> Basis:
    """The basis where a plan names none.

    `increment` for a stock, distinct count or score that is to grow from a baseline to an end; `pp`
    for a ratio; `level` for all else.

    >>> default_basis("stock", "end", has_baseline=True)
    'increment'
    """
    if kind == "ratio":
        return "pp"
    grows = kind in ("stock", "distinct", "score") and semantics in (None, "end")
    return "increment" if grows and has_baseline else "level"


@overload
def settled(deviation: Exact) -> Fraction | NA: ...
@overload
def settled(deviation: Scalar) -> Fraction | float | NA: ...
@overload
def settled(deviation: Array) -> Column: ...
def settled(deviation: Given) -> Any:
    """A deviation rounded to 1e-9, half to even: as it is compared with a limit.

    An exact -10% is not lost to the binary digits of a float.
    """
    return compute(_rounded, (deviation,))


def _rounded(value: Any) -> Any:
    if isinstance(value, Fraction):
        return round(value, _PLACES)
    return choose(abs(value) < _WHOLE, np.round(value, _PLACES), value)


@frozen(kw_only=True)
class Step:
    """One step of a deviation ladder.

    Attributes:
        name: What it is called: warning, emergency...
        at: The deviation at which it is reached, as a share: -1/10.
        strict: Whether a deviation has to be below `at`; otherwise `at` itself counts.
    """

    name: str
    at: Fraction
    strict: bool = False


@overload
def ladder(deviation: Scalar, steps: Sequence[Step]) -> Step | NA | None: ...
@overload
def ladder(deviation: Array, steps: Sequence[Step]) -> NDArray[np.int8]: ...
def ladder(deviation: Given, steps: Sequence[Step]) -> Step | NA | NDArray[np.int8] | None:
    """The worst step of a ladder that a deviation reaches, compared at 1e-9.

    Args:
        deviation: Signed so that below zero is adverse, on the basis of the steps.
        steps: The ladder in any order; of two at one limit the strict one is worse, then the later.

    Returns:
        For a single number the step, `None` where none is reached, or its `NA`. For an array the
        positions in `steps`; -1 where none is reached, -2 where the deviation is missing.

    >>> steps = [Step(name="warning", at=Fraction(-1, 10)), Step(name="emergency", at=Fraction(-1, 5), strict=True)]
    >>> ladder(Fraction(-1, 5), steps).name
    'warning'
    """
    order = sorted(range(len(steps)), key=lambda i: (-steps[i].at, steps[i].strict, i))
    if not is_array(deviation):
        one = number(deviation)
        if isinstance(one, NA):
            return one
        seen = round(one, _PLACES)
        reached = [
            steps[i] for i in order if seen < steps[i].at or (seen == steps[i].at and not steps[i].strict)
        ]
        return reached[-1] if reached else None
    rounded: Column = compute(_rounded, (deviation,))
    found = np.where(rounded.known, -1, -2).astype(np.int8)
    with np.errstate(invalid="ignore"):
        for i in order:
            limit = float(steps[i].at)
            found[rounded.values < limit if steps[i].strict else rounded.values <= limit] = i
    return found


def due(detected: datetime, within: timedelta) -> datetime:
    """When an answer is due: so much real time after a deviation was seen, in the same zone.

    Raises:
        UsageError: The instant has no zone.
    """
    if detected.tzinfo is None:
        raise UsageError("An instant needs a zone to add hours to.")
    return (detected.astimezone(UTC) + within).astimezone(detected.tzinfo)


@frozen(kw_only=True)
class Limits:
    """The limits of natural process variation of an XmR chart.

    Attributes:
        mean: The mean of the values.
        moving_range: The mean of the absolute differences of values in a row.
        low: Mean less 2.66 moving ranges.
        high: Mean and 2.66 moving ranges.
    """

    mean: Fraction
    moving_range: Fraction
    low: Fraction
    high: Fraction


def xmr(values: Sequence[Exact | float]) -> Limits | NA:
    """The XmR limits of a series: what lies between them is noise.

    Returns:
        `NA` of the first missing value; `PARTIAL` for fewer than two.

    >>> found = xmr([10, 12, 11, 13, 12, 11])
    >>> float(found.low), float(found.high)
    (7.776, 15.224)
    """
    known: list[Fraction] = []
    for one in map(number, values):
        if isinstance(one, NA):
            return one
        known.append(one)
    if len(known) < 2:
        return NA("PARTIAL", "two values at least")
    mean = sum(known, Fraction(0)) / len(known)
    moves = [abs(later - earlier) for earlier, later in pairwise(known)]
    moving = sum(moves, Fraction(0)) / len(moves)
    reach = Fraction("2.66") * moving
    return Limits(mean=mean, moving_range=moving, low=mean - reach, high=mean + reach)
