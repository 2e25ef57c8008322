"""A series: the current values of one metric in one segment, period by period."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from attrs import field, frozen

from ..model.missing import NA
from ..model.period import Period, shared_days
from .observation import BLANK, OVERLAP, Observation, Pairs, instant_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]


@frozen(kw_only=True, slots=False)
class Series:
    """The values of one metric in one segment, one a period, in order of time.

    Attributes:
        metric: Key of the metric.
        segment: The part of the business; `()` is the whole.
        periods: The periods, by first day.
        values: Value of each period in base units of the metric's unit, or `NA` with its reason.
        counts: How many facts stand behind each value; `None` where the source does not say.
        observations: The observation that each value comes from.
        restated: Whether a value replaced an earlier known, different one.
    """

    metric: str
    segment: Pairs = ()
    periods: tuple[Period, ...]
    values: tuple[Fraction | NA, ...]
    counts: tuple[Fraction | None, ...]
    observations: tuple[Observation, ...] = field(repr=False)
    restated: tuple[bool, ...]

    def __len__(self) -> int:
        return len(self.periods)

    @cached_property
    def first_days(self) -> Floats:
        """First day of each period as a proleptic ordinal; float64, read-only."""
        return _floats([float(period.first.toordinal()) for period in self.periods])

    @cached_property
    def last_days(self) -> Floats:
        """Last day of each period as a proleptic ordinal; float64, read-only."""
        return _floats([float(period.last.toordinal()) for period in self.periods])

    @cached_property
    def floats(self) -> Floats:
        """The values as float64, nan for `NA`; read-only."""
        return _floats([float("nan") if isinstance(value, NA) else float(value) for value in self.values])

    @cached_property
    def count_floats(self) -> Floats:
        """The counts as float64, nan where there is none; read-only."""
        return _floats([float("nan") if count is None else float(count) for count in self.counts])


def _floats(items: list[float]) -> Floats:
    import numpy as np

    array = np.array(items, dtype=np.float64)
    array.setflags(write=False)
    return array


def series_of(versions: Iterable[Observation], known_at: datetime | None = None) -> Series | None:
    """The series that some observations of one metric and segment make, as known at an instant.

    Args:
        versions: Observations in canonical order (by period, then by instant), at most one an instant.
        known_at: Later versions are left out; `None` is everything known.

    Returns:
        `None` where nothing was known. Periods that share days, by what was known then, have no value.
    """
    current: list[Observation] = []
    restated: list[bool] = []
    for _, same in groupby(versions, key=lambda observation: observation.period):
        known = [o for o in same if known_at is None or instant_of(o) <= known_at]
        if known:
            current.append(known[-1])
            restated.append(any((o.value, o.count) != (known[-1].value, known[-1].count) for o in known))
    if not current:
        return None
    shared = _shared(current)
    return Series(
        metric=current[0].metric,
        segment=current[0].segment,
        periods=tuple(o.period for o in current),
        values=tuple(OVERLAP if at in shared else o.value for at, o in enumerate(current)),
        counts=tuple(None if at in shared else o.count for at, o in enumerate(current)),
        observations=tuple(current),
        restated=tuple(restated),
    )


def _shared(current: list[Observation]) -> set[int]:
    """The positions of those that share days with another one; what was withdrawn shares none."""
    said = [at for at, o in enumerate(current) if o.value != BLANK]
    return {said[at] for pair in shared_days([current[at].period for at in said]) for at in pair}
