"""Least squares on what came before: what the tests of time series are made of."""

from __future__ import annotations

from math import log
from typing import Final

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_LEAST: Final = 1e-24


@frozen(kw_only=True, eq=False)
class Regression:
    """A regression of one series on others.

    Attributes:
        slopes: What each column counts for, in their order.
        errors: What is left of each row.
        matrix: The columns.
    """

    slopes: Floats
    errors: Floats
    matrix: Floats

    @property
    def rest(self) -> float:
        """What is left, as a sum of squares."""
        return float(self.errors @ self.errors)

    @property
    def free(self) -> int:
        """Rows more than columns."""
        return len(self.errors) - int(self.matrix.shape[1])


def regression(wanted: Floats, *columns: Floats, constant: bool = True) -> Regression:
    """The regression of a series.

    Args:
        wanted: The series, or several side by side.
        columns: What it is explained by: series, or several side by side, as long.
        constant: Whether a level is among them; it is the first slope then.
    """
    level = [np.ones(len(wanted))] if constant else []
    matrix = np.column_stack([*level, *columns]) if level or columns else np.empty((len(wanted), 0))
    slopes = np.linalg.lstsq(matrix, wanted, rcond=None)[0].astype(np.float64)
    return Regression(slopes=slopes, errors=wanted - matrix @ slopes, matrix=matrix)


def past(values: Floats, lag: int) -> Floats:
    """The values of so many periods before each period that has them, nearest first; `lag` rows fewer."""
    length = len(values)
    if lag == 0:
        return np.empty((length, 0))
    return np.column_stack([values[lag - back : length - back] for back in range(1, lag + 1)])


def bic(rest: float, rows: int, parameters: int) -> float:
    """How well a regression does for how much it uses; less is better, and never infinite."""
    return rows * log(max(rest / rows, _LEAST)) + parameters * log(rows)
