"""A goal: a metric with a baseline, a target, a period and somebody who carries it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final, Literal

from attrs import frozen

from .calendar import PATTERNS
from .described import (
    BenchmarkRef,
    GoalRef,
    MetricRef,
    PerspectiveRef,
    SegmentRef,
    TeamRef,
    described,
)
from .governance import Basis, StatusRule
from .mapping import Frozen
from .period import Period
from .quantity import Quantity, Unstated
from .text import Text
from .timing import Timing

GrowthBasis = Literal["relative", "points"]
Commitment = Literal["binding", "expected"]
Semantics = Literal["total", "end", "average", "every"]
Residual = Literal["leave", "unassigned", "spread"]
Method = Literal[
    "auto",
    "progress",
    "ratio",
    "inverse_ratio",
    "two_minus",
    "signed_gap",
    "worst_target",
    "threshold",
    "band",
    "tiers",
    "okr",
]


CURVES: Final = ("linear", "workday", "seasonal", "scurve", "geometric", *PATTERNS)
"""The curves of our own by name; plugins bring others."""


@frozen(kw_only=True)
class Phasing:
    """How the target is spread over the period: a curve's name, or dated targets."""

    curve: str | None = described("The name of a curve.", default=None, shorthand=True, example="seasonal")
    dated: Mapping[Period, Quantity] = described(
        "Targets by period.", factory=Frozen, unit="metric", inline=True, example="{2025Q1: 2亿, 2025H1: 5亿}"
    )


@frozen(kw_only=True)
class Tiers:
    """Levels below and above the target."""

    threshold: Quantity | None = described(
        "Below it the goal counts as missed.", default=None, unit="metric", exact=True
    )
    stretch: Quantity | None = described("The level hoped for.", default=None, unit="metric", exact=True)
    scores: tuple[Decimal, ...] = described(
        "What threshold, target and stretch count for; 60%, 100% and 120% where nothing is stated.",
        default=(),
        example="[60%, 100%, 120%]",
    )


@frozen(kw_only=True)
class Cut:
    """A declared partition of a goal; a partial one names some parts and claims no total.

    Attributes:
        dimension: Key of the segment that cuts, or a name of the author's own.
        members: Member to the key of the goal that is this part.
        partial: Whether other parts are left unnamed (`of_which`).
    """

    dimension: str
    members: Mapping[str, str]
    partial: bool = False


def _in_any_order(cuts: tuple[Cut, ...]) -> frozenset[Cut]:
    """Cuts as they are compared: their order is the author's layout and changes no number."""
    return frozenset(cuts)


@frozen(kw_only=True)
class Goal:
    """What is wanted of a metric, by when, from whom."""

    key: str = described("Its key, or its address where it is part of a cut.", written=False)
    metric: MetricRef = described("The metric that it is a goal for; its own key by default.", default="")
    title: Text | None = described("What people call it; the metric's title by default.", default=None)
    aka: tuple[str, ...] = described("Other names that references may use.", default=())
    perspective: PerspectiveRef | None = described("The plan's dimension that it belongs to.", default=None)
    segment: Mapping[SegmentRef, tuple[str, ...]] = described(
        "The part of the business that it is for.", factory=Frozen, example="{region: 海外}"
    )
    period: Period | None = described("Its period; the plan's by default.", default=None, example="2025H1")
    baseline: Quantity | Unstated | None = described(
        "The value it starts from.", default=None, unit="metric", example="10亿"
    )
    target: Quantity | Unstated | None = described(
        "The value wanted at the end of the period.",
        default=None,
        unit="metric",
        exact=True,
        shorthand=True,
        example="12亿",
    )
    tiers: Tiers | None = described("Threshold and stretch levels.", default=None)
    growth: Quantity | Unstated | None = described(
        "The growth that the author states; it is checked, never used.",
        default=None,
        unit="percent",
        example="+20%",
    )
    growth_basis: GrowthBasis | None = described(
        "How a growth of a rate is meant, where it is not written in `pp`.", default=None, example="relative"
    )
    commitment: Commitment | None = described("Whether it binds or is expected.", default=None)
    semantics: Semantics | None = described("What the target is compared with.", default=None, example="end")
    method: Method | None = described(
        "How attainment is computed; by kind and direction where nothing is stated.",
        default=None,
        example="progress",
    )
    worst: Quantity | None = described(
        "The value that counts as 0, for the method `worst_target`.", default=None, unit="metric"
    )
    outer: Quantity | None = described(
        "The limits at which a value outside its band counts as 0.",
        default=None,
        unit="metric",
        example="85~115",
    )
    cap: Decimal | None = described(
        "How much over-achievement counts for in a score; 1 where nothing is stated.",
        default=None,
        example="120%",
    )
    basis: Basis | None = described(
        "What its deviation is measured against; by kind where nothing is stated.",
        default=None,
        example="level",
    )
    status: tuple[StatusRule, ...] = described(
        "How its status is decided, and that of its parts; the governance's rules where there are none.",
        default=(),
    )
    phasing: Phasing | None = described(
        "How the target is spread over the period.", default=None, example="seasonal"
    )
    weight: Decimal | None = described("Its share among its parent's children.", default=None, example="0.3")
    owner: TeamRef | None = described("The team that answers for it.", default=None)
    core: bool = described("Whether it is one of the plan's core goals.", default=False)
    serves: Mapping[GoalRef, Decimal | None] = described(
        "Goals that it contributes to without arithmetic, with a weight where wanted.",
        factory=Frozen,
        example="{sales: 0.5}",
    )
    restates: GoalRef | None = described(
        "The goal whose number it repeats: compared, never added.", default=None
    )
    benchmark: tuple[BenchmarkRef, ...] = described(
        "Outside figures that it is measured against.", default=()
    )
    why: Text | None = described("Why it matters.", default=None)
    note: Text | None = described("A remark.", default=None)
    cuts: tuple[Cut, ...] = described(
        "Its complete and partial cuts.", default=(), written=False, eq=_in_any_order
    )
    hedge: Quantity | None = described(
        "How much more its parts are asked for than it needs, on purpose; the check counts it in.",
        default=None,
        unit="percent",
        exact=True,
        example="5%",
    )
    residual: Residual | None = described(
        "What becomes of what the parts of the cut that counts leave of it: `leave` it (as where nothing is "
        "stated), make a part `unassigned` of it, or `spread` it over the parts.",
        default=None,
        example="unassigned",
    )
    assign_by: Timing | None = described(
        "By when what is `unassigned` must be somebody's.", default=None, example="2025-03-31"
    )
    rolls_up: str | None = described("The cut whose parts count, where there are several.", default=None)
    meta: Mapping[str, object] = described("What is the author's own.", factory=Frozen)
    made: Literal["unassigned"] | None = described(
        "Why it stands in no file: it is what the parts of a goal leave of it.", default=None, written=False
    )
    pledged: Quantity | None = described(
        "The target as its author wrote it, where what its siblings leave was spread.",
        default=None,
        written=False,
    )
    at: str = described("Key path of its definition.", default="", written=False, eq=False)

    @property
    def counting(self) -> Cut | None:
        """The complete cut whose parts count; `None` where there is none, or nothing says which."""
        complete = [cut for cut in self.cuts if not cut.partial]
        if len(complete) == 1:
            return complete[0]
        return next((cut for cut in complete if cut.dimension == self.rolls_up), None)


@frozen(kw_only=True)
class Objective:
    """A bundle of goals without a number of its own."""

    key: str = described("Its name in references.", written=False)
    title: Text | None = described("What people call it.", default=None)
    goals: tuple[GoalRef, ...] = described("The goals that it bundles.", default=(), shorthand=True)
    perspective: PerspectiveRef | None = described("The plan's dimension that it belongs to.", default=None)
    owner: TeamRef | None = described("The team that answers for it.", default=None)
    why: Text | None = described("Why it matters.", default=None)
    meta: Mapping[str, object] = described("What is the author's own.", factory=Frozen)
    at: str = described("Key path of its definition.", default="", written=False, eq=False)
