"""Prewhitening: a series is freed of its own memory, and another one filtered in the same way.

What two series have of themselves, month after month, correlates at every lag; what is left after the filter of
the one correlates only where the one moves the other. Needs the library `statsmodels` of the extra `forecast`.
"""

from __future__ import annotations

from math import inf
from typing import Any, Final

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_ORDERS: Final = ((0, 0), (1, 0), (0, 1), (2, 0), (1, 1), (3, 0), (2, 1))
"""Orders (autoregressive, moving average) that are tried, the simpler first."""


@frozen(kw_only=True, eq=False)
class Whitened:
    """Two series by the filter of the one.

    Attributes:
        order: Its autoregressive and its moving-average order, by BIC.
        process: What its own past does not say of the process.
        result: The result, filtered in the same way.
    """

    order: tuple[int, int]
    process: Floats
    result: Floats


def whitened(process: Floats, result: Floats) -> Whitened:
    """Both series by the ARMA filter of the process.

    It is estimated by Hannan and Rissanen's regressions: no search that may fail to end, and the same on
    every machine. An order whose filter cannot be undone is none.

    Args:
        process: A stationary series that varies.
        result: A stationary series, as long.
    """
    here, there = process - process.mean(), result - result.mean()
    best, found = inf, ((0, 0), here, there)
    for order in _ORDERS:
        fit = _fitted(here, order)
        if fit is not None and fit.bic < best:
            best, found = float(fit.bic), (order, fit.resid, _model(there, order).filter(fit.params).resid)
    lost = max(found[0])  # the first residuals lean on a past that nobody has seen
    return Whitened(order=found[0], process=np.asarray(found[1])[lost:], result=np.asarray(found[2])[lost:])


def _fitted(values: Floats, order: tuple[int, int]) -> Any:
    """What an order makes of a series; `None` where its filter is none."""
    try:
        return _model(values, order).fit(method="hannan_rissanen")
    except (ValueError, np.linalg.LinAlgError):
        return None


def _model(values: Floats, order: tuple[int, int]) -> Any:
    from statsmodels.tsa.arima.model import ARIMA  # type: ignore[import-untyped]

    return ARIMA(values, order=(order[0], 0, order[1]), trend="n")
