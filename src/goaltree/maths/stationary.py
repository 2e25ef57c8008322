"""Differencing until a series has a level of its own, as any two trends correlate.

ADF asks for a unit root and KPSS for a level; a series counts as stationary where the first is refused and
the second is not. Series are in their own standard deviations. Needs the library `statsmodels` of the extra
`forecast`.
"""

from __future__ import annotations

from math import ceil, isfinite, nan, sqrt
from typing import Final

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from .regression import bic, past, regression

Floats = NDArray[np.float64]

_MOST: Final = 2
"""Differences that are taken at most; a series that needs more is beyond what a plan observes."""
_LEVEL: Final = 0.05
_KPSS: Final = 0.463
"""The critical value of KPSS for a level, at 5%."""
_BOUND: Final = 1.96
_ROUNDING: Final = 1e-9


@frozen(kw_only=True)
class Differencing:
    """What was taken off two series, in the same way, until both were stationary.

    Attributes:
        differences: How often a value became its change from the one before.
        season: Periods of a season whose change was taken first; 0 where none was.
        is_enough: Whether both are stationary by then.
    """

    differences: int
    season: int
    is_enough: bool = True

    @property
    def lost(self) -> int:
        """How many values it costs."""
        return self.differences + self.season

    def of(self, values: Floats) -> Floats:
        """A series after it."""
        found = values[self.season :] - values[: len(values) - self.season] if self.season else values
        return np.diff(found, self.differences)


def differencing(first: Floats, second: Floats, *, season: int = 0) -> Differencing:
    """The least differencing that makes two series stationary; of both the same, so that they stay related.

    Args:
        first: A series without gaps, in its own standard deviations.
        second: Another one, as long.
        season: Periods of a season that is looked for; 0 for none.
    """
    seasonal = season if season and any(has_season(one, season) for one in (first, second)) else 0
    for times in range(_MOST + 1):
        made = Differencing(differences=times, season=seasonal)
        if all(is_stationary(made.of(one)) for one in (first, second)):
            return made
    return Differencing(differences=_MOST, season=seasonal, is_enough=False)


def has_season(values: Floats, season: int) -> bool:
    """Whether a series repeats itself after a season, its trend aside, by more than chance would have it."""
    moved = values if is_stationary(values) else np.diff(values)
    length = len(moved)
    if length < 2 * season - 1 or not varies(moved, size=1.0):
        return False
    centred = moved - moved.mean()
    found = float(centred[season:] @ centred[:-season] / (centred @ centred))
    return found > _BOUND * sqrt((length - season) / (length * (length + 2)))


def is_stationary(values: Floats) -> bool:
    """Whether ADF refuses a unit root, and KPSS does not refuse a level, both at 5%."""
    from statsmodels.tsa.adfvalues import mackinnonp  # type: ignore[import-untyped]

    if not varies(values, size=1.0):
        return True
    statistic, _ = adf(values)
    return (
        isfinite(statistic) and bool(mackinnonp(statistic, regression="c") < _LEVEL) and kpss(values) < _KPSS
    )


def adf(values: Floats) -> tuple[float, int]:
    """The statistic of Dickey and Fuller, and the number of changes of before in it, which BIC chose.

    The library's own warns where a series says all of itself; only its table of probabilities is wanted.
    Without a rest the statistic is not a number.
    """
    most = ceil(4 * (len(values) / 100) ** 0.25)
    moves = np.diff(values)
    tried = []
    for lags in range(most + 1):
        found = regression(moves[most:], values[most:-1], past(moves, lags)[most - lags :])
        tried.append((bic(found.rest, len(found.errors), lags + 2), lags))
    lags = min(tried)[1]
    found = regression(moves[lags:], values[lags:-1], past(moves, lags))
    spread = found.rest / found.free * float(np.linalg.pinv(found.matrix.T @ found.matrix)[1, 1])
    return (float(found.slopes[1]) / sqrt(spread) if spread > _ROUNDING**2 else nan), lags


def kpss(values: Floats) -> float:
    """The statistic of Kwiatkowski, Phillips, Schmidt and Shin for a level, with Hobijn's number of lags.

    The library's own warns whenever its table of probabilities ends, which is the usual case; only the
    statistic is wanted.
    """
    length = len(values)
    centred = values - values.mean()
    covered = [float(centred[lag:] @ centred[: length - lag]) for lag in range(length)]
    first = range(1, int(length ** (2 / 9)) + 1)
    near = covered[0] + 2 * sum(covered[lag] for lag in first)
    slope = 2 * sum(lag * covered[lag] for lag in first) / near if near else 0.0
    lags = min(int(1.1447 * (slope**2 * length) ** (1 / 3)), length - 1)
    weights = ((lag, 1 - lag / (lags + 1)) for lag in range(1, lags + 1))
    variance = covered[0] + 2 * sum(weight * covered[lag] for lag, weight in weights)
    return float((centred.cumsum() ** 2).sum()) / (length * variance)


def varies(values: Floats, *, size: float = 0.0) -> bool:
    """Whether a series is more than one number, rounding aside.

    Args:
        values: The series.
        size: How large the numbers were that it was computed from, where they were larger than its own.
    """
    largest = max(size, float(np.abs(values).max(initial=0.0)))
    return len(values) > 1 and float(np.ptp(values)) > _ROUNDING * largest
