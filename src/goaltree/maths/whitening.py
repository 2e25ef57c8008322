"""Prewhitening: a series is freed of its own memory, and another one filtered in the same way.

What two series have of themselves, month after month, correlates at every lag; what is left after the filter
of the one correlates only where the one moves the other.
"""

from __future__ import annotations

from math import inf, log
from typing import Final

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from .regression import bic, past, regression

Floats = NDArray[np.float64]

_ORDERS: Final = ((0, 0), (1, 0), (0, 1), (2, 0), (1, 1), (3, 0), (2, 1))
"""Orders (autoregressive, moving average) that are tried, the simpler first."""
_LONGEST: Final = 3
"""The longest memory among them; as many residuals lean on a past that nobody has seen."""


@frozen(kw_only=True, eq=False)
class Arma:
    """A filter that takes the memory off a series: what a value is by the values and the surprises before it.

    Attributes:
        values: What each value before counts for, nearest first.
        surprises: What each surprise before counts for.
    """

    values: tuple[float, ...] = ()
    surprises: tuple[float, ...] = ()

    @property
    def order(self) -> tuple[int, int]:
        """Autoregressive and moving-average order."""
        return len(self.values), len(self.surprises)

    @property
    def is_sound(self) -> bool:
        """Whether what was forgets itself: the series is stationary, and the filter can be undone."""
        roots = np.concatenate([np.roots([1.0, *(-np.array(self.values))]), np.roots([1.0, *self.surprises])])
        return bool((np.abs(roots) < 1).all())

    def of(self, series: Floats) -> Floats:
        """The surprises of a series whose mean is nothing; before its beginning there were none."""
        found = np.zeros(len(series))
        for at in range(len(series)):
            by_values = sum(
                slope * series[at - back] for back, slope in enumerate(self.values, 1) if back <= at
            )
            by_surprises = sum(
                slope * found[at - back] for back, slope in enumerate(self.surprises, 1) if back <= at
            )
            found[at] = series[at] - by_values - by_surprises
        return found


@frozen(kw_only=True, eq=False)
class Whitened:
    """Two series by the filter of the one.

    Attributes:
        filter: What was taken off.
        process: What its own past does not say of the process.
        result: The result, filtered in the same way.
    """

    filter: Arma
    process: Floats
    result: Floats


def whitened(process: Floats, result: Floats) -> Whitened:
    """Both series by the ARMA filter of the process, of the order that BIC wants.

    Args:
        process: A stationary series that varies.
        result: A stationary series, as long.
    """
    here, there = process - process.mean(), result - result.mean()
    best, found = inf, Arma()
    for order in _ORDERS:
        made = estimated(here, *order)
        errors = made.of(here)[_LONGEST:]
        score = bic(float(errors @ errors), len(errors), sum(order))
        if made.is_sound and score < best:
            best, found = score, made
    lost = max(found.order)
    return Whitened(filter=found, process=found.of(here)[lost:], result=found.of(there)[lost:])


def estimated(series: Floats, values: int, surprises: int) -> Arma:
    """The filter of an order by the regressions of Hannan and Rissanen, which end in every case.

    The surprises of a long autoregression stand for those that nobody sees.

    Args:
        series: A series whose mean is nothing.
        values: Its autoregressive order.
        surprises: Its moving-average order.
    """
    if not values and not surprises:
        return Arma()
    if not surprises:
        slopes = regression(series[values:], past(series, values), constant=False).slopes
        return Arma(values=tuple(map(float, slopes)))
    long = max(int(log(len(series)) ** 2 / 2), 2 * max(values, surprises))
    errors = regression(series[long:], past(series, long), constant=False).errors
    begin = max(long + surprises, values)
    own = past(series, values)[begin - values :]
    other = past(errors, surprises)[begin - long - surprises :]
    slopes = regression(series[begin:], own, other, constant=False).slopes
    return Arma(values=tuple(map(float, slopes[:values])), surprises=tuple(map(float, slopes[values:])))
