"""Completion: where a goal ends if it goes on as it has gone; the point forecasts that need no library.

`time` is the share of the period that is over, `share` the share of the total that usually has come by
now, as `goaltree.maths.curve` gives both. Each is a number, without any interval.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final, overload

from ..model.missing import NA
from .column import Array, Column, Exact, Given, Refusal, Scalar, compute, nonzero
from .pace import LEAST_SHARE

_LEAST: Final = LEAST_SHARE.denominator


def _refusals(place: int) -> tuple[Refusal, Refusal]:
    """No forecast of a share outside 0 to 1, nor of one so small that it says nothing yet."""
    return (
        ("OUT_OF_DOMAIN", lambda *given: (given[place] < 0) | (given[place] > 1)),
        ("PARTIAL", lambda *given: given[place] * _LEAST < 1),
    )


@overload
def run_rate(actual: Exact, time: Exact) -> Fraction | NA: ...
@overload
def run_rate(actual: Scalar, time: Scalar) -> Fraction | float | NA: ...
@overload
def run_rate(actual: Array, time: Given) -> Column: ...
@overload
def run_rate(actual: Given, time: Array) -> Column: ...
def run_rate(actual: Given, time: Given) -> Any:
    """Where a total ends if each day to come brings what each day has brought: A / x.

    Returns:
        `NA` of the first argument that is missing; `PARTIAL` while less than 0.05 of the time is over,
        `OUT_OF_DOMAIN` where it is no share.

    >>> run_rate(1000, Fraction(1, 2))
    Fraction(2000, 1)
    """
    return _over(actual, time)


def _over(actual: Given, gone: Given) -> Any:
    return compute(
        lambda a, x: a / nonzero(x), (actual, gone), *_refusals(1), absent=("NO_ACTUAL", "NO_TARGET")
    )


@overload
def seasonal_total(actual: Exact, share: Exact) -> Fraction | NA: ...
@overload
def seasonal_total(actual: Scalar, share: Scalar) -> Fraction | float | NA: ...
@overload
def seasonal_total(actual: Array, share: Given) -> Column: ...
@overload
def seasonal_total(actual: Given, share: Array) -> Column: ...
def seasonal_total(actual: Given, share: Given) -> Any:
    """Where a total ends if the rest of the period is to it as in the past: A / W(x).

    Args:
        actual: What has come by now.
        share: What share of a year's total had come by now in the past, as `seasonal` gives it.

    Returns:
        As `run_rate`.

    >>> round(float(seasonal_total(1000, Fraction(45, 100))), 4)
    2222.2222
    """
    return _over(actual, share)


@overload
def rest_grown(actual: Exact, before: Exact, rest: Exact) -> Fraction | NA: ...
@overload
def rest_grown(actual: Scalar, before: Scalar, rest: Scalar) -> Fraction | float | NA: ...
@overload
def rest_grown(actual: Array, before: Given, rest: Given) -> Column: ...
def rest_grown(actual: Given, before: Given, rest: Given) -> Any:
    """Where a total ends if the rest of the period grows like what is over: A + R A / P.

    It is `seasonal_total` by the year before alone.

    Args:
        actual: What has come by now.
        before: What had come by the same day of the year before.
        rest: What the rest of that year brought.

    Returns:
        `NA` of the first argument that is missing; `NEG_BASE` where what had come before is not above zero.

    >>> rest_grown(1000, 500, 700)
    Fraction(2400, 1)
    """
    return compute(
        lambda a, p, r: a + r * a / nonzero(p),
        (actual, before, rest),
        ("NEG_BASE", lambda _a, p, _r: p <= 0),
        absent=("NO_ACTUAL", "NO_BASELINE", "NO_BASELINE"),
    )


@overload
def remaining_plan(actual: Exact, target: Exact, expected: Exact) -> Fraction | NA: ...
@overload
def remaining_plan(actual: Scalar, target: Scalar, expected: Scalar) -> Fraction | float | NA: ...
@overload
def remaining_plan(actual: Array, target: Given, expected: Given) -> Column: ...
def remaining_plan(actual: Given, target: Given, expected: Given) -> Any:
    """Where a goal ends if all that is left goes as planned: A + T - PV.

    Returns:
        `NA` of the first argument that is missing.

    >>> remaining_plan(1000, 2160, 972)
    Fraction(2188, 1)
    """
    return compute(
        lambda a, t, e: a + t - e,
        (actual, target, expected),
        absent=("NO_ACTUAL", "NO_TARGET", "NO_TARGET"),
    )


@overload
def trend(actual: Exact, baseline: Exact, time: Exact) -> Fraction | NA: ...
@overload
def trend(actual: Scalar, baseline: Scalar, time: Scalar) -> Fraction | float | NA: ...
@overload
def trend(actual: Array, baseline: Given, time: Given) -> Column: ...
def trend(actual: Given, baseline: Given, time: Given) -> Any:
    """Where a level ends if it moves on as it has moved since its baseline: B + (A - B) / x.

    Returns:
        As `run_rate`; `NO_BASELINE` where it is not known where it began.

    >>> trend(Fraction("3.55"), Fraction("3.39"), Fraction(1, 2))
    Fraction(371, 100)
    """
    return compute(
        lambda a, b, x: b + (a - b) / nonzero(x),
        (actual, baseline, time),
        *_refusals(2),
        absent=("NO_ACTUAL", "NO_BASELINE", "NO_TARGET"),
    )
