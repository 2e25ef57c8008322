"""Correlation of two series that are some periods apart; the result stands first, or a lead is a lag."""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..errors import UsageError
from .column import Array, column
from .stationary import varies

Floats = NDArray[np.float64]
_WIDE: Final = 1.96


def correlations(result: Array, process: Array, lags: Iterable[int]) -> tuple[float, ...]:
    """The correlation of a process with its result so many periods later, for each lag.

    At a lag of 2 the process of March meets the result of May; below zero the process comes later. The sum
    is over the periods that both reach, and divided by the number of all (`adjusted=False` of other
    libraries).

    Args:
        result: Values of the result without gaps, in order of time.
        process: Values of the process in the same periods.
        lags: The lags.

    Raises:
        UsageError: The series are not equally long, have gaps, or do not vary.

    >>> [round(one, 3) for one in correlations([0, 1, 0, 0, 2, 0], [1, 0, 0, 2, 0, 0], [1, 0])]
    [0.929, -0.429]
    """
    there, here = _complete(result), _complete(process)
    if len(there) != len(here) or not (varies(there) and varies(here)):
        raise UsageError("Two series of the same length are wanted, neither of them all the same.")
    there, here = there - there.mean(), here - here.mean()
    size = sqrt(float(there @ there) * float(here @ here))
    return tuple(_met(there, here, lag) / size for lag in lags)


def correlation_bound(periods: int) -> float:
    """What the correlation of two unrelated series stays below in 19 of 20 cases.

    >>> round(correlation_bound(24), 6), round(correlation_bound(100), 3)
    (0.400083, 0.196)
    """
    return _WIDE / sqrt(periods)


def _met(there: Floats, here: Floats, lag: int) -> float:
    if abs(lag) >= len(here):
        return 0.0
    return float(there[lag:] @ here[: len(here) - lag] if lag >= 0 else there[:lag] @ here[-lag:])


def _complete(values: Array) -> Floats:
    found = column(values).values
    if found.ndim != 1 or np.isnan(found).any():
        raise UsageError("A series of known numbers is wanted.")
    return found
