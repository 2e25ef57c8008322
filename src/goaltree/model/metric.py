"""A metric: the definition of a number, without any wanted value."""

from __future__ import annotations

from collections.abc import Mapping
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
    why: Text | None = described("Why it matters.", default=None)
    meta: Mapping[str, object] = described("What is the author's own.", factory=Frozen)
    at: str = described("Key path of its definition.", default="", written=False, eq=False)
