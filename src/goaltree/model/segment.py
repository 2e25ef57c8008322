"""Segments, perspectives, sources and benchmarks: what metrics and goals point at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from attrs import frozen

from .described import GoalRef, MetricRef, SegmentRef, TeamRef, described
from .dimension import Unit
from .mapping import Frozen
from .quantity import Quantity
from .text import Text

MeasureKind = Literal["sum", "count", "distinct", "mean", "ratio", "min", "max", "last"]

WAYS: Final[tuple[MeasureKind, ...]] = ("sum", "count", "distinct", "mean", "ratio", "min", "max", "last")
"""The ways in which a table may count, each a field that names the column."""


@frozen(kw_only=True)
class Segment:
    """A dimension and its members."""

    key: str = described("Its name in references.", written=False)
    title: Text | None = described("What people call it.", default=None)
    members: Mapping[str, Text | None] = described(
        "Its members, with a title where wanted.", factory=Frozen, shorthand=True, example="[国内, 海外]"
    )
    open: bool = described("Whether there are members that the plan does not name.", default=False)
    meta: Mapping[str, object] = described("What is the author's own.", factory=Frozen)
    at: str = described("Key path of its definition.", default="", written=False, eq=False)


@frozen(kw_only=True)
class Perspective:
    """One of the plan's own dimensions, such as growth or trust; their order is the author's."""

    key: str = described("Its name in references.", written=False)
    title: Text | None = described("What people call it.", default=None, shorthand=True)
    aka: tuple[str, ...] = described("Other names that references may use.", default=())
    why: Text | None = described("Why it matters.", default=None)
    meta: Mapping[str, object] = described("What is the author's own.", factory=Frozen)
    at: str = described("Key path of its definition.", default="", written=False, eq=False)


@frozen(kw_only=True)
class SourceTable:
    """How one table of a source counts one metric."""

    metric: MetricRef = described("The metric that it counts.")
    sum: str | None = described("Column that is summed.", default=None)
    count: str | None = described("Column whose values are counted.", default=None)
    distinct: str | None = described("Column whose distinct values are counted.", default=None)
    mean: str | None = described("Column that is averaged.", default=None)
    weight: str | None = described("Column that weighs the mean.", default=None)
    ratio: str | None = described("Column whose sum is divided by the sum of `of`.", default=None)
    of: str | None = described("Column that a ratio is taken of: its denominator.", default=None)
    min: str | None = described("Column whose smallest value counts.", default=None)
    max: str | None = described("Column whose largest value counts.", default=None)
    last: str | None = described("Column whose last value counts.", default=None)
    unit: Unit | None = described("Unit of the column, where it is not the metric's.", default=None)
    time: str | None = described("Column that dates a row.", default=None)
    known_at: str | None = described("Column that says since when a row is known.", default=None)
    segments: Mapping[SegmentRef, str] = described(
        "Segment to the column that holds its member.", factory=Frozen
    )
    where: Mapping[str, tuple[str, ...]] = described(
        "Column to the values that a row must have.", factory=Frozen
    )

    @property
    def way(self) -> tuple[MeasureKind, str, str | None] | None:
        """How it counts: the way, the column, and what weighs it or is below it; `None` where that is not clear."""
        named: list[tuple[MeasureKind, str]] = []
        for way in WAYS:
            column = getattr(self, way)
            if column is not None:
                named.append((way, column))
        if len(named) != 1:
            return None
        way, column = named[0]
        if (self.weight is not None and way != "mean") or (self.of is not None) != (way == "ratio"):
            return None
        return way, column, self.of if way == "ratio" else self.weight


@frozen(kw_only=True)
class Source:
    """A system that holds numbers; where it is comes from the operator, not from the plan."""

    key: str = described("Its name in references and in `--connect`.", written=False)
    title: Text | None = described("What people call it.", default=None, shorthand=True)
    aka: tuple[str, ...] = described("Other names that references may use.", default=())
    owner: TeamRef | None = described("The team that runs it.", default=None)
    refresh: str | None = described("How often it is renewed.", default=None, example="daily")
    tables: Mapping[str, SourceTable] = described("Its tables, by name.", factory=Frozen)
    meta: Mapping[str, object] = described("What is the author's own.", factory=Frozen)
    at: str = described("Key path of its definition.", default="", written=False, eq=False)


@frozen(kw_only=True)
class Benchmark:
    """An outside figure with its origin."""

    key: str = described("Its name in references.", written=False)
    title: Text | None = described("What people call it.", default=None)
    metric: MetricRef | None = described("The metric that it is about.", default=None)
    goals: tuple[GoalRef, ...] = described("The goals that it is compared with.", default=())
    growth: Quantity | None = described("A yearly growth.", default=None, unit="percent", example="40%-50%")
    value: Quantity | None = described("A level.", default=None)
    origin: Text | None = described("Who says so, and when.", default=None)
    meta: Mapping[str, object] = described("What is the author's own.", factory=Frozen)
    at: str = described("Key path of its definition.", default="", written=False, eq=False)
