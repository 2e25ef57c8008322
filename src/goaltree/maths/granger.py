"""Granger's test: whether the past of one series says more of another than that one's own past does.

It is predictability, not causality.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Any, Final

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from ..errors import UsageError
from ..model.missing import NA
from .regression import past, regression

Floats = NDArray[np.float64]
NO_LIBRARY: Final = NA("OUT_OF_DOMAIN", "the evidence of a lead needs the extra `forecast`")
_ROUNDING: Final = 1e-12
"""What a regression leaves at least, as a share of what was there: below is rounding."""


@frozen(kw_only=True)
class Granger:
    """An F test of all lags of one series together.

    Attributes:
        lag: How many periods of the past are in the regression.
        f: The statistic.
        p: How likely so large a statistic is where the past says nothing.
    """

    lag: int
    f: float
    p: float


def granger(effect: Sequence[Any] | Floats, cause: Sequence[Any] | Floats, lag: int) -> Granger | NA:
    """Whether the past of a series helps to say another one; the effect stands first.

    Args:
        effect: The series that is said, stationary, without gaps.
        cause: The series whose past may help, as long.
        lag: How many periods of both pasts.

    Returns:
        `NA("PARTIAL")` where there are too few periods, `NA("DEGENERATE")` where the effect follows from its
        own past without a rest, and `NA("OUT_OF_DOMAIN")` without the extra `forecast`.

    Raises:
        UsageError: The series are not equally long, or the lag is below one.
    """
    there, here = np.asarray(effect, np.float64), np.asarray(cause, np.float64)
    if there.shape != here.shape or there.ndim != 1 or lag < 1:
        raise UsageError("Two series of the same length and a lag of at least one period are wanted.")
    rows = len(there) - lag
    free = rows - 2 * lag - 1
    if free < 1:
        return NA("PARTIAL", f"{3 * lag + 2} periods are needed")
    wanted, own, other = there[lag:], past(there, lag), past(here, lag)
    narrow, wide = regression(wanted, own).rest, regression(wanted, own, other).rest
    least = _ROUNDING * float(((wanted - wanted.mean()) ** 2).sum())
    if narrow <= least:
        return NA("DEGENERATE", "its own past says all")
    wide = max(wide, least)
    try:
        from scipy.stats import f as fisher  # type: ignore[import-untyped]
    except ImportError:
        return NO_LIBRARY
    statistic = max(0.0, (narrow - wide) / lag / (wide / free))
    return Granger(lag=lag, f=statistic, p=float(fisher.sf(statistic, lag, free)))


def bic_lag(first: Floats, second: Floats, most: int) -> int:
    """How many periods of the past say two series best together: the order of a VAR by BIC, one at least.

    Args:
        first: A stationary series without gaps.
        second: Another one, as long.
        most: The longest past that is tried; all are compared on the same periods, and with none.
    """
    both = np.column_stack([first, second])
    rows = len(both) - most
    found: list[tuple[float, int]] = []
    for lag in range(most + 1):
        error = regression(both[most:], past(both, lag)[most - lag :]).errors
        sign, size = np.linalg.slogdet(error.T @ error / rows)
        found.append((float(size if sign > 0 else -np.inf) + log(rows) / rows * (4 * lag + 2), lag))
    return max(1, min(found)[1])
