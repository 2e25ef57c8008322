"""Leads: whether a process indicator runs ahead of its result, by what was observed.

1. Both series are differenced in the same way until they are stationary (`stationary`).
2. Both are filtered by what the process remembers of itself (`whitening`).
3. They are correlated at each lag, and each says what its past says of the other (`granger`).
4. What was tried often finds something by chance: all probabilities, of all lags and all pairs that are
   looked at together, are adjusted by Holm.
5. A lead has to have made forecasts better than they were without it (`foresight`).

It is predictability, not causality. Needs the extra `forecast`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from math import sqrt
from statistics import NormalDist
from typing import Final

import numpy as np
from attrs import evolve, frozen
from numpy.typing import NDArray

from ..errors import UsageError
from ..model.missing import NA
from .column import Array, column
from .correlation import correlation_bound, correlations
from .evidence import Evidence
from .foresight import Foresight, foresight
from .granger import NO_LIBRARY, Granger, bic_lag, granger
from .stationary import differencing, has_season, varies
from .whitening import whitened

Floats = NDArray[np.float64]

LAGS: Final = (1, 2, 3)
"""Lags in periods that are looked at where nobody says which."""
LEVEL: Final = 0.05
_NORMAL: Final = NormalDist()


@frozen(kw_only=True, eq=False)
class Sample:
    """Two series that are believed to hang together.

    Attributes:
        result: Values of the result, one a period, in order of time; `NA`, `None` and nan are gaps.
        process: Values of the process indicator in the same periods.
        lags: The lags in periods, one at least each, by which the process is believed to run ahead.
        season: Periods of a season: 12 of months, 4 of quarters; 0 where there is none.
    """

    result: Array
    process: Array
    lags: tuple[int, ...] = LAGS
    season: int = 0

    def __attrs_post_init__(self) -> None:
        if not self.lags or min(self.lags) < 1 or self.season < 0 or self.season == 1:
            raise UsageError("Lags are at least one period each, and a season has several or is 0.")


def lead(
    result: Array,
    process: Array,
    *,
    lags: Iterable[int] = LAGS,
    season: int = 0,
    level: float = LEVEL,
) -> Evidence | NA:
    """Whether one process indicator leads its result; `leads` for several pairs together.

    Args:
        result: Values of the result, one a period, in order of time; `NA`, `None` and nan are gaps.
        process: Values of the process indicator in the same periods.
        lags: The lags in periods by which the process is believed to run ahead.
        season: Periods of a season; 0 for none.
        level: How likely chance may give a finding.

    Returns:
        `NA("OUT_OF_DOMAIN")` where enough was observed, and the extra `forecast` is not installed.

    Raises:
        UsageError: The series are not equally long, or a lag is below one.
    """
    sample = Sample(result=result, process=process, lags=tuple(lags), season=season)
    return leads([sample], level=level)[0]


def leads(samples: Sequence[Sample], *, level: float = LEVEL) -> tuple[Evidence | NA, ...]:
    """Whether process indicators lead their results; what is looked at together is adjusted together.

    Args:
        samples: The pairs.
        level: How likely chance may give any finding among all of them.

    Returns:
        One answer a pair, in order; `NA("OUT_OF_DOMAIN")` where enough was observed, and the extra
        `forecast` is not installed.

    Raises:
        UsageError: The series of a pair are not equally long.
    """
    with np.errstate(all="ignore"):  # what follows from its own past without a rest has tests without a value
        looked = [_looked(sample) for sample in samples]
    tested = [one for one in looked if isinstance(one, _Tested)]
    adjusted = iter(holm([p for one in tested for p in one.chances]))
    found: list[Evidence | NA] = []
    for one in looked:
        if isinstance(one, _Tested):
            found.append(one.judged([next(adjusted) for _ in one.chances], level))
        else:
            found.append(one)
    return tuple(found)


def holm(chances: Sequence[float]) -> list[float]:
    """Probabilities adjusted by Holm for how many there are; never less than they were, never above 1."""
    order = sorted(range(len(chances)), key=chances.__getitem__)
    found, least = [0.0] * len(chances), 0.0
    for rank, at in enumerate(order):
        least = max(least, min(1.0, chances[at] * (len(chances) - rank)))
        found[at] = least
    return found


def _stretch(result: Floats, process: Floats) -> slice:
    """The longest stretch of periods in which both are known; of several the latest."""
    best, begin = slice(0, 0), 0
    for at, known in enumerate(~(np.isnan(result) | np.isnan(process))):
        if not known:
            begin = at + 1
        elif at + 1 - begin >= best.stop - best.start:
            best = slice(begin, at + 1)
    return best


def _looked(sample: Sample) -> _Tested | Evidence | NA:
    """What is found of one pair before all are adjusted together, or why there is too little."""
    there, here = column(sample.result).values, column(sample.process).values
    if there.ndim != 1 or there.shape != here.shape:
        raise UsageError("Result and process are two series of the same length.")
    stretch = _stretch(there, here)
    there, here = there[stretch], here[stretch]
    longest = max(sample.lags)
    needed = max(24, 3 * longest + 10)
    few = Evidence(verdict="insufficient_data", size=len(there), needed=needed)
    if len(there) < needed:
        return evolve(few, reason=NA("PARTIAL", f"{needed} periods are needed"))
    if not (varies(there) and varies(here)):
        return evolve(few, reason=NA("DEGENERATE", "a series is the same all the time"))
    if find_spec("statsmodels") is None or find_spec("scipy") is None:
        return NO_LIBRARY
    there, here = _standard(there), _standard(here)
    if len(there) - sample.season < needed and _is_seasonal(there, here, sample.season):
        needed += sample.season
        return evolve(few, needed=needed, reason=NA("PARTIAL", f"{needed} periods are needed with a season"))
    made = differencing(there, here, season=sample.season)
    there, here = made.of(there), made.of(here)
    if not (varies(there, size=1.0) and varies(here, size=1.0)):
        return evolve(few, differencing=made, reason=NA("DEGENERATE", "nothing but a trend or a season"))
    if not made.is_enough:
        return evolve(few, differencing=made, reason=NA("OUT_OF_DOMAIN", "it does not become stationary"))
    return _tested(_standard(there), _standard(here), sample, evolve(few, differencing=made))


def _standard(values: Floats) -> Floats:
    """A series in its own standard deviations, so that its unit plays no part."""
    found: Floats = (values - values.mean()) / values.std()
    return found


def _is_seasonal(there: Floats, here: Floats, season: int) -> bool:
    return bool(season) and any(has_season(one, season) for one in (there, here))


def _tested(there: Floats, here: Floats, sample: Sample, begun: Evidence) -> _Tested | Evidence:
    longest = max(sample.lags)
    white = whitened(here, there)
    if not (varies(white.process, size=1.0) and varies(white.result, size=1.0)):
        return evolve(begun, reason=NA("DEGENERATE", "the past says all"))
    lags = range(-longest, longest + 1)
    found = correlations(white.result, white.process, lags)
    memory = bic_lag(there, here, longest)
    candidates = {lag: abs(one) for lag, one in zip(lags, found, strict=True) if lag in sample.lags}
    best = max(candidates, key=candidates.__getitem__)
    return _Tested(
        sample=sample,
        begun=evolve(
            begun,
            order=white.filter.order,
            bound=correlation_bound(len(white.process)),
            correlations=tuple(zip(lags, found, strict=True)),
            forward=granger(there, here, memory),
            backward=granger(here, there, memory),
            foresight=foresight(there, here, lag=best, memory=memory),
        ),
        length=len(white.process),
    )


@frozen(kw_only=True, eq=False)
class _Tested:
    """One pair with all that was found of it, before it is known how much was looked at.

    Attributes:
        sample: The pair.
        begun: The evidence without a verdict.
        length: Periods that were correlated.
    """

    sample: Sample
    begun: Evidence
    length: int

    @property
    def chances(self) -> list[float]:
        """How likely chance gives each correlation, and then each test."""
        tails = [2 * (1 - _NORMAL.cdf(abs(one) * sqrt(self.length))) for _, one in self.begun.correlations]
        return [*tails, *map(_chance, (self.begun.forward, self.begun.backward))]

    def judged(self, adjusted: Sequence[float], level: float) -> Evidence:
        """The evidence with its verdict, by the adjusted probabilities."""
        begun = self.begun
        *tails, forward, backward = adjusted
        at = {lag: (p, abs(one)) for (lag, one), p in zip(begun.correlations, tails, strict=True)}
        bound = begun.bound if isinstance(begun.bound, float) else 1.0
        clear = [lag for lag, (p, size) in at.items() if p <= level and size > bound]
        helps = isinstance(begun.foresight, Foresight) and begun.foresight.helps
        ahead = [lag for lag in clear if lag in self.sample.lags] if forward <= level and helps else []
        behind = [lag for lag in clear if lag < 0] if backward <= level else []

        def strongest(lags: Sequence[int]) -> int:
            return max(lags, key=lambda lag: at[lag][1])

        if ahead:
            lag = strongest(ahead)
            if not behind:
                return evolve(begun, verdict="leads", lag=lag, adjusted=max(at[lag][0], forward))
            worst = max(at[lag][0], forward, at[strongest(behind)][0], backward)
            return evolve(begun, verdict="bidirectional", lag=lag, adjusted=worst)
        if behind:
            lag = strongest(behind)
            return evolve(begun, verdict="lags", lag=-lag, adjusted=max(at[lag][0], backward))
        if 0 in clear:
            return evolve(begun, verdict="coincident", lag=0, adjusted=at[0][0])
        nearest = min(at[lag][0] for lag in self.sample.lags)
        return evolve(begun, verdict="no_evidence", adjusted=max(nearest, forward))


def _chance(test: Granger | NA) -> float:
    """The probability of a test; of one that could not be made nothing follows."""
    return 1.0 if isinstance(test, NA) else test.p
