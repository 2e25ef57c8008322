"""The earned schedule: how far a task is in time, by what was planned to be earned when.

PV is what was planned by a time, ES the time at which what is earned was planned, AT the time since the start.
Nothing is clipped: a task that is done late has an SPI of 1 again, and its SPI(t) still says how late it was.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final, Literal, overload

import numpy as np
from attrs import frozen

from ..errors import UsageError
from ..model.missing import NA
from .column import Array, Column, Exact, Given, Scalar, compute, nonzero, number
from .earned import Result, result

_EARNED: Final = "NO_ACTUAL"
_PLANNED: Final = "NO_TARGET"


def planned_value(times: Sequence[Exact], values: Sequence[Exact], at: Given) -> Any:
    """What was planned by a time (PV), on a curve of straight lines.

    Args:
        times: Times of the curve's points, none before the one that precedes it; two points at one time are
            a step, and what it brings is due at that time.
        values: What is planned by each of them, never falling.
        at: One time, or an array of them, in the unit of `times`.

    Returns:
        A `Fraction`, a float for a float, a `Column` for an array; what the first point says before it and
        what the last says after it; `NA` where the time is missing.

    Raises:
        UsageError: The curve has no point, or it falls or goes back in time.

    >>> planned_value([0, 2, 4], [0, 100, 400], 3)
    Fraction(250, 1)
    """
    xs, ys = _curve(times, values)
    return compute(lambda x: _on(x, xs, ys, side="right"), (at,), absent=(_PLANNED,))


def earned_schedule(
    earned: Given, times: Sequence[Exact], values: Sequence[Exact], *, at: Exact | None = None
) -> Any:
    """The earned schedule ES: the time at which what is earned was planned, by linear interpolation.

    Args:
        earned: EV, one number or an array.
        times: Times of the points of the planned curve, as `planned_value` takes them.
        values: What is planned by each of them.
        at: The present time. Where the curve stands still at what is earned, the time of that stretch that is
            nearest to it counts, so that who waits for the next milestone is neither late nor early; the
            first time where it is not given.

    Returns:
        A `Fraction`, a float for a float, a `Column` for an array, in the unit of `times`; `NA` where `earned`
        is missing, `OUT_OF_DOMAIN` where it is less or more than is ever planned.

    Raises:
        UsageError: The curve has no point, or it falls or goes back in time.

    >>> earned_schedule(250, [0, 2, 4], [0, 100, 400])
    Fraction(3, 1)
    """
    xs, ys = _curve(times, values)
    now = None if at is None else number(at)
    if isinstance(now, NA):
        return now

    def when(value: Any) -> Any:
        first = _on(value, ys, xs, side="left")
        if now is None:
            return first
        last = _on(value, ys, xs, side="right")
        if isinstance(value, Fraction):
            return min(max(now, first), last)
        return np.clip(float(now), first, last)

    return compute(
        when, (earned,), ("OUT_OF_DOMAIN", lambda e: (e < _like(e, ys[0])) | (e > _like(e, ys[-1])))
    )


@overload
def spi_time(schedule: Exact, time: Exact) -> Fraction | NA: ...
@overload
def spi_time(schedule: Scalar, time: Scalar) -> Fraction | float | NA: ...
@overload
def spi_time(schedule: Array, time: Given) -> Column: ...
def spi_time(schedule: Given, time: Given) -> Any:
    """The schedule index in time SPI(t) = ES / AT: it does not return to 1 for what was done late.

    Returns:
        `NA` of the first argument that is missing; `ZERO_DENOM` where no time has passed, `OUT_OF_DOMAIN`
        below.

    >>> spi_time(5, 7)
    Fraction(5, 7)
    """
    return compute(
        lambda s, t: s / nonzero(t),
        (schedule, time),
        ("ZERO_DENOM", lambda _s, t: t == 0),
        ("OUT_OF_DOMAIN", lambda _s, t: t < 0),
        absent=(_EARNED, _PLANNED),
    )


@overload
def sv_time(schedule: Exact, time: Exact) -> Fraction | NA: ...
@overload
def sv_time(schedule: Scalar, time: Scalar) -> Fraction | float | NA: ...
@overload
def sv_time(schedule: Array, time: Given) -> Column: ...
def sv_time(schedule: Given, time: Given) -> Any:
    """The schedule variance in time SV(t) = ES - AT: below zero, so much time behind.

    >>> sv_time(5, 7)
    Fraction(-2, 1)
    """
    return compute(lambda s, t: s - t, (schedule, time), absent=(_EARNED, _PLANNED))


@overload
def forecast_duration(duration: Exact, index: Exact) -> Fraction | NA: ...
@overload
def forecast_duration(duration: Scalar, index: Scalar) -> Fraction | float | NA: ...
@overload
def forecast_duration(duration: Array, index: Given) -> Column: ...
def forecast_duration(duration: Given, index: Given) -> Any:
    """How long it will take if it goes on as it went: PD / SPI(t).

    Returns:
        `NA` of the first argument that is missing; `ZERO_DENOM` where the index is zero, `OUT_OF_DOMAIN` below.

    >>> forecast_duration(5, Fraction(5, 8))
    Fraction(8, 1)
    """
    return compute(
        lambda d, i: d / nonzero(i),
        (duration, index),
        ("ZERO_DENOM", lambda _d, i: i == 0),
        ("OUT_OF_DOMAIN", lambda _d, i: i < 0),
        absent=(_PLANNED, _EARNED),
    )


def _curve(times: Sequence[Exact], values: Sequence[Exact]) -> tuple[list[Fraction], list[Fraction]]:
    """The points of a planned curve as fractions."""
    if len(times) != len(values) or not len(times):
        raise UsageError("A planned curve has one value for each of its times, and one point at least.")
    found = []
    for several in (times, values):
        numbers = [number(one) for one in several]
        known = [one for one in numbers if not isinstance(one, NA)]
        if len(known) < len(numbers) or any(later < earlier for earlier, later in pairwise(known)):
            raise UsageError("A planned curve never falls, goes back in time, or leaves out a number.")
        found.append(known)
    return found[0], found[1]


def _like(value: Any, limit: Fraction) -> Any:
    """A limit as the kind of number that it is compared with."""
    return limit if isinstance(value, Fraction) else float(limit)


def _on(value: Any, xs: list[Fraction], ys: list[Fraction], *, side: Literal["left", "right"]) -> Any:
    """What a line of points has at `value`; of several points at one place the first or the last counts."""
    if isinstance(value, Fraction):
        find = bisect_left if side == "left" else bisect_right
        after = find(xs, value)
        if side == "left" and after < len(xs) and xs[after] == value:
            return ys[after]
        if after == 0 or after == len(xs):
            return ys[0] if after == 0 else ys[-1]
        x, y = xs[after - 1], ys[after - 1]
        return y + (value - x) * (ys[after] - y) / (xs[after] - x)
    places, heights = np.array(xs, np.float64), np.array(ys, np.float64)
    after = np.searchsorted(places, value, side=side)
    right = np.clip(after, 0, len(xs) - 1)
    left = np.clip(after - 1, 0, len(xs) - 1)
    width = places[right] - places[left]
    between = heights[left] + (value - places[left]) * (heights[right] - heights[left]) / nonzero(width)
    hit = right if side == "left" else left
    return np.where(places[hit] == value, heights[hit], np.where(width == 0, heights[left], between))


# All of it together.


@frozen(kw_only=True)
class EarnedTime:
    """How far one task is in time.

    Attributes:
        elapsed: AT, the time since its planned start; of a finished task until it was finished.
        duration: PD, how long it is planned to take.
        schedule: ES, the time at which what is earned was planned.
        sv: SV(t) = ES - AT; below zero is adverse.
        spi: SPI(t) = ES / AT; it does not return to 1 for what was done late.
        forecast: PD / SPI(t), how long it will take if it goes on as it went.
    """

    elapsed: Result
    duration: Result
    schedule: Result
    sv: Result
    spi: Result
    forecast: Result


def earned_time(earned: Scalar, times: Sequence[Exact], values: Sequence[Exact], at: Exact) -> EarnedTime:
    """Every figure of the earned schedule of one task; a curve from time 0 to the planned end.

    Args:
        earned: EV, in the unit of `values`.
        times: Times of the points of the planned curve since the start.
        values: What is planned by each of them.
        at: The time since the start (AT); for a finished task the time at which it was finished.

    >>> found = earned_time(1, [0, 5], [0, 1], 8)
    >>> found.schedule, found.spi, found.forecast
    (Fraction(5, 1), Fraction(5, 8), Fraction(8, 1))
    """
    schedule = earned_schedule(earned, times, values, at=at)
    index = spi_time(schedule, at)
    return EarnedTime(
        elapsed=result(at),
        duration=number(times[-1]),
        schedule=schedule,
        sv=sv_time(schedule, at),
        spi=index,
        forecast=forecast_duration(times[-1], index),
    )
