"""A metric: the definition of a number, without any wanted value."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from attrs import frozen

from .described import MetricRef, PerspectiveRef, SegmentRef, SourceRef, described
from .dimension import Unit
from .duration import Duration
from .formula import Formula
from .mapping import Frozen
from .quantity import Quantity
from .text import Text

Kind = Literal[
    "flow", "stock", "distinct", "ratio", "mean", "quantile", "score", "index", "milestone", "composite"
]
Direction = Literal["up", "down", "band"]
Additivity = Literal["sum", "last", "first", "average", "min", "max", "recompute", "forbid"]
Grain = Literal["day", "week", "month", "quarter", "half", "year"]
Sign = Literal["+", "-"]
Combination = Literal["arithmetic", "geometric", "min"]


@frozen(kw_only=True)
class Component:
    """One part of a composite index: its share, and the goalposts between which it counts from 0 to 1."""

    weight: Decimal | None = described(
        "Its share of the index; equal shares where none is stated.", default=None, shorthand=True
    )
    worst: Quantity | None = described(
        "The value that counts as 0; the attainment of the part's own goal counts where none is stated.",
        default=None,
        example="20%",
    )
    best: Quantity | None = described("The value that counts as 1.", default=None, example="60%")


@frozen(kw_only=True)
class Composite:
    """What a composite index is made of."""

    parts: Mapping[MetricRef, Component | None] = described(
        "Its parts, by metric.", factory=Frozen, inline=True, example="{quality: 0.4, retention: 0.6}"
    )
    combine: Combination = described(
        "How the parts are combined: `geometric` and `min` forgive a weak part less.", default="arithmetic"
    )


@frozen(kw_only=True)
class Metric:
    """What is counted, in which unit, how it adds up, and which way is better."""

    key: str = described("Its name in formulas and references.", written=False)
    title: Text | None = described("What people call it.", default=None, example="订单量")
    aka: tuple[str, ...] = described("Other names that references may use.", default=())
    kind: Kind | None = described("How it behaves over time and over segments.", default=None, example="flow")
    unit: Unit | None = described("Its unit; a bare number takes it.", default=None, example="元/单")
    direction: Direction | None = described("Which way is better.", default=None, example="up")
    perspective: PerspectiveRef | None = described("The plan's dimension that it belongs to.", default=None)
    definition: Text | None = described("How it is counted, in words.", default=None)
    thresholds: Mapping[str, Quantity] = described(
        "Numbers inside the definition, by what they bound.", factory=Frozen, example="{互动率: ≥8%}"
    )
    formula: Formula | None = described(
        "How it follows from other metrics or goals.", default=None, example="orders * basket"
    )
    index: Composite | None = described(
        "What a composite index is made of, with weights and goalposts.",
        default=None,
        example="{quality: {weight: 0.4, worst: 20%, best: 60%}, retention: {weight: 0.6, worst: 10%, best: 50%}}",
    )
    per: MetricRef | None = described("What a mean is taken over: the metric that weighs it.", default=None)
    by: tuple[SegmentRef, ...] = described("Segments that it is split by.", default=())
    disjoint: tuple[SegmentRef, ...] = described(
        "Segments over which a distinct count may be summed, as nobody is in two.", default=()
    )
    over: Mapping[str, Additivity] = described(
        "How it is combined over a segment or over `time`, where the kind's own way is wrong.",
        factory=Frozen,
        example="{time: average}",
    )
    grain: Grain | None = described("The shortest period it is observed for.", default=None)
    source: tuple[SourceRef, ...] = described("The systems that hold its numbers.", default=())
    healthy: Mapping[str, Quantity] = described(
        "The range in which it is healthy, for all or per segment member: a guardrail, not a target.",
        factory=Frozen,
        unit="metric",
        whole=True,
        example="{美妆: ≥45%, 数码: ≥35%}",
    )
    standard: Mapping[str, Quantity] = described(
        "The value that its own definition demands, whatever a year's goal says.",
        factory=Frozen,
        unit="metric",
        whole=True,
        example="≥99%",
    )
    leads: tuple[MetricRef, ...] = described(
        "Results that it is believed to move: it is their process metric.", default=()
    )
    lag: Duration | None = described("How long until a result follows.", default=None, example="1 month")
    sign: Sign | None = described("Whether a result follows up (+) or down (-).", default=None)
    nonpositive: bool = described(
        "Whether its values are kept below zero, as costs sometimes are.", default=False
    )
    why: Text | None = described("Why it matters.", default=None)
    meta: Mapping[str, object] = described("What is the author's own.", factory=Frozen)
    at: str = described("Key path of its definition.", default="", written=False, eq=False)
