"""Foresight: whether an indicator would have made forecasts better, one period after the other.

Forecasts are compared by CRPS, the mean distance between what was foretold as a distribution and what came.
"""

from __future__ import annotations

from math import ceil, isfinite, pi, sqrt
from statistics import NormalDist
from typing import Final

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from ..model.missing import NA
from .regression import past, regression

Floats = NDArray[np.float64]

_NORMAL: Final = NormalDist()
_LEAST: Final = 4
"""Forecasts from which on two ways of forecasting are compared."""


@frozen(kw_only=True)
class Foresight:
    """How well a result was foretold, out of sample; less is better.

    Attributes:
        alone: CRPS by the result's own past, in standard deviations of the result.
        informed: CRPS with the indicator.
        forecasts: How many periods were foretold.
    """

    alone: float
    informed: float
    forecasts: int

    @property
    def helps(self) -> bool:
        """Whether the indicator made the forecasts better."""
        return self.informed < self.alone


def foresight(result: Floats, process: Floats, *, lag: int, memory: int) -> Foresight | NA:
    """The last third of a series, each period foretold from those before, with and without an indicator.

    Args:
        result: What is foretold: stationary, without gaps.
        process: The indicator, as long.
        lag: How many periods it is believed to lead.
        memory: How many periods of its own past the result is foretold by.

    Returns:
        `NA("PARTIAL")` where fewer than four periods could be foretold.
    """
    begin = max(lag, memory)
    own = past(result, memory)[begin - memory :]
    indicator = process[begin - lag : len(process) - lag]
    wanted = result[begin:]
    rows = len(wanted)
    first = max(ceil(rows * 2 / 3), memory + 5)
    if rows - first < _LEAST:
        return NA("PARTIAL", f"{_LEAST} forecasts are needed")
    alone = np.column_stack([np.ones(rows), own])
    informed = np.column_stack([alone, indicator])
    scores = [
        float(np.mean([_score(known[:at], wanted[:at], known[at], wanted[at]) for at in range(first, rows)]))
        for known in (alone, informed)
    ]
    if not all(map(isfinite, scores)):
        return NA("DEGENERATE", "the past says all")
    return Foresight(alone=scores[0], informed=scores[1], forecasts=rows - first)


def _score(known: Floats, wanted: Floats, now: Floats, came: float) -> float:
    """The CRPS of one forecast by regression, the doubt about its coefficients included."""
    found = regression(wanted, known, constant=False)
    doubt = 1 + float(now @ np.linalg.pinv(known.T @ known) @ now)
    return crps_normal(float(now @ found.slopes), sqrt(found.rest / found.free * doubt), float(came))


def crps_normal(mean: float, deviation: float, value: float) -> float:
    """The CRPS of a normal forecast, in the unit of the value; of a certain one the distance.

    >>> round(crps_normal(0, 1, 0), 9)
    0.233694977
    """
    if deviation <= 0:
        return abs(value - mean)
    z = (value - mean) / deviation
    return deviation * (z * (2 * _NORMAL.cdf(z) - 1) + 2 * _NORMAL.pdf(z) - 1 / sqrt(pi))
