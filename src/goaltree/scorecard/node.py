"""What a scorecard computes: one node a goal, a metric that a goal hangs on, or a metric in a segment.

A node says how its value may come about, in this order: it was observed; its parts are rolled up;
its formula or index is computed; it is the same number as another node. Which of these it is depends
on the data, and is settled in `wiring`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final, Literal

from attrs import frozen

from ..actuals.observation import Pairs
from ..actuals.segment import segment_of
from ..errors import UsageError
from ..model.edge import meaning_of, stand_ins
from ..model.formula import Formula, Number
from ..model.goal import Cut, Goal, Semantics
from ..model.metric import Additivity, Metric
from ..model.period import Period
from ..model.plan import Plan
from .index_formula import index_formula

Combine = Literal["sum", "pooled", "weighted", "min", "max", "none"]
"""How the parts of a cut make the whole: `pooled` is Σ value x count / Σ count, `none` is not allowed."""

_OVER_TIME: Final[Mapping[str, Additivity]] = {
    "total": "sum",
    "end": "last",
    "every": "last",
    "average": "average",
}
_SEMANTICS: Final[Mapping[str, Semantics]] = {"sum": "total", "average": "average"}
_BY_ADDITIVITY: Final[Mapping[str, Combine]] = {
    "sum": "sum",
    "min": "min",
    "max": "max",
    "average": "weighted",
    "recompute": "pooled",
}
_NOTHING: Final = Formula("0", (Number(value=Fraction(0)),))
"""What nobody has brings nothing: the value of a part that is unassigned."""


@frozen(kw_only=True)
class Parts:
    """A complete cut of a node.

    Attributes:
        dimension: What it is cut by.
        keys: Keys of the parts, sorted: the one order in which they are added.
        combine: How they make the whole.
        weights: Stated weight of each part, `None` where none is stated.
    """

    dimension: str
    keys: tuple[str, ...]
    combine: Combine
    weights: tuple[Fraction, ...]


@frozen(kw_only=True)
class Node:
    """One number of the scorecard, and how it may come about.

    Attributes:
        key: Address of the goal, else key of the metric, else `metric[dimension=member]`.
        metric: What is measured.
        segment: The part of the business that it is for.
        goal: The goal, where there is one.
        period: The time that the goal is for.
        semantics: What the target is compared with.
        over_time: How its periods combine.
        cuts: Its complete cuts, the one that rolls up first.
        formula: Its metric's formula, or the one that its composite index amounts to.
        names: Each name in the formula with the key of the node that it means.
        same: The node whose number it repeats.
    """

    key: str
    metric: Metric
    segment: Pairs
    goal: Goal | None
    period: Period
    semantics: Semantics
    over_time: Additivity
    cuts: tuple[Parts, ...] = ()
    formula: Formula | None = None
    names: Mapping[str, str] = {}
    same: str | None = None

    @property
    def is_unclear(self) -> bool:
        """Whether nothing says how its periods combine: without a kind a sum is as likely as a level."""
        stated = self.goal is not None and self.goal.semantics is not None
        return self.metric.kind is None and not stated and "time" not in self.metric.over

    @property
    def is_flow(self) -> bool:
        """Whether its figure is a total."""
        return self.over_time == "sum"

    @property
    def adds_up(self) -> bool:
        """Whether months of it are the sums of their days, whatever a goal compares with its target."""
        return _additivity(self.metric, None) == "sum"

    @property
    def place(self) -> tuple[str, Pairs]:
        """Metric and segment: what its observations are found by."""
        return self.metric.key, self.segment


def nodes_of(plan: Plan) -> Mapping[str, Node]:
    """Every node of a plan by key, in the order of keys.

    Raises:
        UsageError: The plan states no period, so that nothing can be due.
    """
    if plan.period is None:
        raise UsageError("The plan states no period: write `period: 2025` at its head.")
    return _Nodes(plan, plan.period).all()


class _Nodes:
    """Collects the nodes of one plan; what formulas need in a segment is added as it is met."""

    def __init__(self, plan: Plan, period: Period) -> None:
        self.plan = plan
        self.period = period
        self.whole = stand_ins(plan)
        self.made: dict[str, Node] = {}
        self.wanted: deque[tuple[str, Pairs]] = deque()
        self.at: dict[tuple[str, Pairs], str] = {}
        self.goal_places = {key: (plan.goals[key].metric or key, segment_of(plan, key)) for key in plan.goals}
        for metric, key in self.whole.items():
            self.at[metric, ()] = key
        for key, place in self.goal_places.items():
            if plan.goals[key].restates is None:
                self.at.setdefault(place, key)

    def all(self) -> Mapping[str, Node]:
        for key in self.plan.goals:
            self.made[key] = self._goal_node(key)
        for key, metric in self.plan.metrics.items():
            self._key_of(key, ())
            for member in metric.healthy:
                if member and (place := self._member_of(metric, member)):
                    self._key_of(key, place)
        while self.wanted:
            metric_key, segment = self.wanted.popleft()
            self._metric_node(metric_key, segment)
        return {key: self.made[key] for key in sorted(self.made)}

    def _member_of(self, metric: Metric, member: str) -> Pairs:
        dimension = member_dimension(self.plan, metric, member)
        return ((dimension, member),) if dimension else ()

    def _key_of(self, metric: str, segment: Pairs) -> str:
        """The node of a metric in a segment, which is made where there is none yet."""
        known = self.at.get((metric, segment))
        if known is not None:
            return known
        plain = metric if metric not in self.plan.goals else f"metrics.{metric}"
        shown = ",".join(f"{dimension}={member}" for dimension, member in segment)
        key = f"{plain}[{shown}]" if segment else plain
        self.at[metric, segment] = key
        self.wanted.append((metric, segment))
        return key

    def _metric_node(self, metric_key: str, segment: Pairs) -> None:
        metric = self._metric(metric_key)
        over = _additivity(metric, None)
        key = self.at[metric_key, segment]
        formula, names = self._computed(metric, segment, key)
        self.made[key] = Node(
            key=key,
            metric=metric,
            segment=segment,
            goal=None,
            period=self.period,
            semantics=_SEMANTICS.get(over, "end"),
            over_time=over,
            formula=formula,
            names=names,
        )

    def _goal_node(self, key: str) -> Node:
        goal = self.plan.goals[key]
        metric_key, segment = self.goal_places[key]
        metric = self._metric(metric_key)
        over = _additivity(metric, goal.semantics)
        formula, names = (_NOTHING, {}) if goal.made else self._computed(metric, segment, key)
        return Node(
            key=key,
            metric=metric,
            segment=segment,
            goal=goal,
            period=self._period_of(key),
            semantics=goal.semantics or _SEMANTICS.get(over, "end"),
            over_time=over,
            cuts=tuple(self._cuts(goal, metric)),
            formula=formula,
            names=names,
            same=self._same(key, goal),
        )

    def _computed(self, metric: Metric, segment: Pairs, own: str) -> tuple[Formula | None, Mapping[str, str]]:
        """The formula of a metric or of its index, and the nodes that its names mean."""
        if metric.formula is not None:
            return metric.formula, self._names(metric, segment, own)
        if metric.index is None or not metric.index.parts:
            return None, {}
        names = {str(key): self._key_of(key, segment) for key in metric.index.parts}
        goals = {key: self.plan.goals.get(node) for key, node in names.items()}
        return index_formula(metric.index, goals), names

    def _metric(self, key: str) -> Metric:
        return self.plan.metrics.get(key) or Metric(key=key)

    def _period_of(self, key: str) -> Period:
        """The goal's own period, else that of what it is a part of, else the plan's."""
        stated = (self.plan.goals[above].period for above in self.plan.upward(key))
        return next((period for period in stated if period is not None), self.period)

    def _same(self, key: str, goal: Goal) -> str | None:
        if goal.restates is not None and goal.restates != key:
            return goal.restates
        stand_in = self.at.get(self.goal_places[key])
        return stand_in if stand_in is not None and stand_in != key else None

    def _cuts(self, goal: Goal, metric: Metric) -> Iterator[Parts]:
        complete = [cut for cut in goal.cuts if not cut.partial]
        for cut in sorted(complete, key=lambda cut: (cut.dimension != goal.rolls_up, cut.dimension)):
            keys = tuple(sorted(part for part in cut.members.values() if part in self.plan.goals))
            if keys:
                stated = [self.plan.goals[part].weight for part in keys]
                weights = tuple(Fraction(weight) for weight in stated if weight is not None)
                is_weighted = len(weights) == len(keys)
                yield Parts(
                    dimension=cut.dimension,
                    keys=keys,
                    combine=_combine(metric, cut, is_weighted=is_weighted),
                    weights=weights if is_weighted else (Fraction(1),) * len(keys),
                )

    def _names(self, metric: Metric, segment: Pairs, own: str) -> Mapping[str, str]:
        """What the names of a formula mean; in a segment, the same metrics in that segment."""
        found: dict[str, str] = {}
        for use in metric.formula.names if metric.formula else ():
            meant = meaning_of(self.plan, use.name, self.whole)
            if meant is None:
                continue
            noun, key = meant
            name, part = (key, ()) if noun == "metric" else self.goal_places[key]
            if segment and not {d for d, _ in part} & {d for d, _ in segment}:
                found[use.name] = self._key_of(name, tuple(sorted((*part, *segment))))
            elif noun == "metric":
                found[use.name] = self._key_of(name, ())
            else:
                found[use.name] = key
            if found[use.name] == own and use.lag == 0:
                del found[use.name]
        return found


def member_dimension(plan: Plan, metric: Metric, member: str) -> str | None:
    """The dimension that a member of a metric's values per segment is of."""
    for dimension in metric.by:
        segment = plan.segments.get(dimension)
        if segment is not None and (member in segment.members or len(metric.by) == 1):
            return dimension
    return None


def _additivity(metric: Metric, semantics: Semantics | None) -> Additivity:
    """How periods combine: by the goal's semantics, else the metric's own word, else its kind."""
    if semantics is not None:
        return _OVER_TIME[semantics]
    own = metric.over.get("time", "sum" if metric.kind == "flow" else "last")
    return "last" if own in ("forbid", "recompute") else own


def _combine(metric: Metric, cut: Cut, *, is_weighted: bool) -> Combine:
    own = metric.over.get(cut.dimension)
    if own is not None:
        return _BY_ADDITIVITY.get(own, "none")
    if metric.kind in ("flow", "stock"):
        return "sum"
    if metric.kind == "distinct":
        return "sum" if cut.dimension in metric.disjoint else "none"
    if metric.kind in ("ratio", "mean", "score"):
        return "weighted" if is_weighted else "pooled"
    return "weighted" if metric.kind == "milestone" else "none"
