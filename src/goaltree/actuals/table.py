"""Actuals: the one table of observations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from ..finding import Finding
from ..findings import Findings
from ..model.missing import NA
from .as_of import aware
from .measure import Intake
from .observation import BLANK, OVERLAP, Observation, Pairs, instant_of
from .segment import segment_text
from .series import Series, series_of
from .settle import settle

if TYPE_CHECKING:
    import pandas as pd


@frozen(kw_only=True, slots=False)
class Actuals:
    """Everything that was observed, every version kept, in one canonical order.

    Equal where the observations are: where they were read from, and what was found while reading,
    takes no part. Make one with `observe`, or with `Actuals.of` from observations.

    Attributes:
        observations: One for each metric, segment, period and instant, sorted so.
        findings: What was wrong with the data, or assumed about it.
        intake: What became of the rows of facts, for each table and each way in which it was split; empty
            where nothing was counted.
    """

    observations: tuple[Observation, ...] = ()
    findings: Findings = field(factory=Findings, eq=False)
    intake: tuple[Intake, ...] = field(default=(), eq=False)

    @classmethod
    def of(cls, observations: Iterable[Observation], findings: Iterable[Finding] = ()) -> Actuals:
        """The table of some observations: repetitions once, contradictions as findings and `NA`."""
        settled, found = settle(observations)
        return cls(observations=settled, findings=Findings([*findings, *found]))

    def __len__(self) -> int:
        return len(self.observations)

    def __add__(self, other: Actuals) -> Actuals:
        """Both tables in one; where they contradict each other there is a finding and no value."""
        if not isinstance(other, Actuals):
            return NotImplemented
        both = Actuals.of((*self.observations, *other.observations), (*self.findings, *other.findings))
        return evolve(both, intake=(*self.intake, *other.intake))

    def __repr__(self) -> str:
        return f"<Actuals {len(self)} observations of {len(self.metrics)} metrics, {self.findings!r}>"

    @cached_property
    def _versions(self) -> Mapping[tuple[str, Pairs], tuple[Observation, ...]]:
        found: dict[tuple[str, Pairs], list[Observation]] = {}
        for observation in self.observations:
            found.setdefault((observation.metric, observation.segment), []).append(observation)
        return {key: tuple(versions) for key, versions in found.items()}

    @cached_property
    def _counted(self) -> tuple[Observation, ...]:
        """The observations, without a value where by now their days are another one's too."""
        found: list[Observation] = []
        for (metric, segment), versions in self._versions.items():
            series = self.series(metric, segment)
            told = () if series is None else zip(series.periods, series.values, strict=True)
            shared = {period for period, value in told if value == OVERLAP}
            found += [
                evolve(o, value=OVERLAP, count=None, rate=None)
                if o.period in shared and o.value != BLANK
                else o
                for o in versions
            ]
        return tuple(found)

    @cached_property
    def _made(self) -> dict[tuple[str, Pairs, datetime | None], Series | None]:
        return {}

    def series(self, metric: str, segment: Pairs = (), *, known_at: datetime | None = None) -> Series | None:
        """The values of a metric in a segment, one a period, as known at an instant.

        Args:
            metric: Key of the metric.
            segment: (dimension, member) pairs in any order; `()` is the whole.
            known_at: An instant with a zone; later versions are left out. `None` is everything known.

        Returns:
            `None` where nothing is known. Nothing is added up: a whole is never made of its parts here.

        Raises:
            UsageError: The instant has no zone.
        """
        key = (metric, segment, known_at)
        if key not in self._made:
            aware(known_at)
            versions = self._versions.get((metric, tuple(sorted(set(segment)))), ())
            self._made[key] = series_of(versions, known_at)
        return self._made[key]

    def known(self, known_at: datetime) -> Actuals:
        """What was known at an instant: observations of later knowledge are left out.

        Raises:
            UsageError: The instant has no zone.
        """
        aware(known_at)
        kept = tuple(o for o in self.observations if instant_of(o) <= known_at)
        return Actuals(observations=kept, findings=self.findings, intake=self.intake)

    @cached_property
    def metrics(self) -> tuple[str, ...]:
        """Keys of the observed metrics, sorted."""
        return tuple(dict.fromkeys(metric for metric, _ in self._versions))

    def segments(self, metric: str) -> tuple[Pairs, ...]:
        """The parts of a metric that were observed, sorted; `()` among them is the whole."""
        return tuple(segment for key, segment in self._versions if key == metric)

    def frame(self) -> pd.DataFrame:
        """The observations as a pandas DataFrame, one row a version.

        Columns: metric, segment (`region=海外`), period, first, last, value (float64 in base units of the
        metric's unit, nan for NA), reason (of an NA), count, known_at (UTC), source, row.
        """
        import pandas as pd

        rows = self._counted
        return pd.DataFrame(
            {
                "metric": pd.Series([o.metric for o in rows], dtype="str"),
                "segment": pd.Series([segment_text(o.segment) for o in rows], dtype="str"),
                "period": pd.Series([o.period.label for o in rows], dtype="str"),
                "first": pd.Series([o.period.first for o in rows], dtype="object"),
                "last": pd.Series([o.period.last for o in rows], dtype="object"),
                "value": pd.Series([_float(o.value) for o in rows], dtype="float64"),
                "reason": pd.Series([_reason(o.value) for o in rows], dtype="str"),
                "count": pd.Series([_float(o.count) for o in rows], dtype="float64"),
                "known_at": pd.to_datetime(pd.Series([o.known_at for o in rows], dtype="object"), utc=True),
                "source": pd.Series([o.source for o in rows], dtype="str"),
                "row": pd.Series([o.row for o in rows], dtype="int64"),
            }
        )

    def to_dict(self) -> dict[str, Any]:
        """The observations as plain values for JSON; numbers are exact texts (`9/20`, `380000000`)."""
        return {"observations": [_plain(observation) for observation in self._counted]}


def _float(value: Any) -> float:
    return float("nan") if value is None or isinstance(value, NA) else float(value)


def _reason(value: Any) -> str:
    return value.reason if isinstance(value, NA) else ""


def _plain(observation: Observation) -> dict[str, Any]:
    value, rate = observation.value, observation.rate
    out: dict[str, Any] = {
        "metric": observation.metric,
        "segment": [list(pair) for pair in observation.segment],
        "period": observation.period.label,
        "first": observation.period.first.isoformat(),
        "last": observation.period.last.isoformat(),
        "value": None if isinstance(value, NA) else str(value),
        "reason": value.reason if isinstance(value, NA) else None,
        "count": None if observation.count is None else str(observation.count),
        "known_at": None if observation.known_at is None else observation.known_at.isoformat(),
        "rate": None,
        "source": observation.source,
        "row": observation.row,
        "text": observation.text,
    }
    if rate is not None:
        out["rate"] = {
            "currency": rate.currency,
            "kind": rate.kind,
            "month": rate.month,
            "rate": str(rate.rate),
        }
    return out
