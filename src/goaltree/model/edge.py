"""The edges of a plan: the parts of its cuts, the drivers in its formulas, the goals that serve others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING, Final, Literal

from attrs import field, frozen

from .mapping import Frozen

if TYPE_CHECKING:
    from .goal import Cut
    from .metric import Metric
    from .plan import Plan

EdgeKind = Literal["cut", "driver", "alignment"]
Noun = Literal["goal", "metric", "objective"]
_Uses = Mapping[tuple[Noun, str], int]

_KINDS: Final[Mapping[str, int]] = {"cut": 0, "driver": 1, "alignment": 2}
_ONE: Final = Fraction(1)


@frozen(kw_only=True)
class Edge:
    """What ties a goal to something that it depends on.

    Attributes:
        kind: `cut` (a part of the whole), `driver` (a name in the formula) or `alignment` (no
            arithmetic).
        parent: Node that depends on the other.
        child: Node that it depends on.
        weight: The stated weight; `None` where none is stated.
        lag: Periods back at which a driver is read; 0 is the same period.
        dimension: Dimension of the cut; empty elsewhere.
        member: Member of the cut that the child is; empty elsewhere.
        rank: Place among its like as written: of the member in its cut, of the name in its
            formula, of the goal in its objective. It orders what is shown and nothing else.
        partial: Whether the cut names only some of the parts (`of_which`).
        at: Key path of the declaration.
    """

    kind: EdgeKind
    parent: str
    child: str
    weight: Fraction | None = None
    lag: int = 0
    dimension: str = ""
    member: str = ""
    rank: int = 0
    partial: bool = False
    at: str = field(default="", eq=False, repr=False)

    @property
    def label(self) -> str:
        """`dimension.member` of a cut; empty elsewhere."""
        return f"{self.dimension}.{self.member}" if self.kind == "cut" else ""


def place_of(edge: Edge) -> tuple[str, int, bool, str, int, str, int, bool, Fraction, str, str]:
    """What edges are sorted by: their ends first, then how the plan declares them."""
    weight = edge.weight
    return (
        edge.parent,
        _KINDS[edge.kind],
        edge.partial,
        edge.dimension,
        edge.rank,
        edge.child,
        edge.lag,
        weight is None,
        _ONE if weight is None else weight,
        edge.member,
        edge.at,
    )


def canonical(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    """The edges without repetition, in the one order that does not depend on how they were given."""
    return tuple(dict.fromkeys(sorted(edges, key=place_of)))


def edges_of(plan: Plan) -> tuple[Edge, ...]:
    """Every edge that the plan declares, in canonical order.

    - **Cuts**: goal to part; those of `of_which` are `partial`.
    - **Drivers**: from whatever stands for a metric with a formula or an index to what the names in
      it mean: the goal of that address, else the goal that stands for the metric of that key, else
      the metric. A name that is used twice gives one edge, with the smaller lag.
    - **Alignments**: goal to the goals that serve it, with the stated weight; objective to the
      goals that it bundles, weighted with the goals' own weights.

    A goal stands for its metric when it has the metric's key, or is the only goal of that metric
    that is neither a part of another of them, nor for a segment, nor a restatement. Other goals
    of a metric take its drivers from other metrics only, and a part of a goal of the same metric
    takes none: it has them through the whole. A reference that means nothing gives no edge.
    """
    return PlanEdges.of(plan).edges


@frozen(kw_only=True)
class PlanEdges:
    """The nodes and edges that a plan declares.

    Attributes:
        nouns: Node to what it is.
        edges: Its edges, in canonical order.
    """

    nouns: Frozen[str, Noun]
    edges: tuple[Edge, ...]

    @classmethod
    def of(cls, plan: Plan) -> PlanEdges:
        """Those of a plan; what its references do not reach is left to the checks."""
        whole = stand_ins(plan)
        named = {
            key: _named(plan, metric, whole)
            for key, metric in plan.metrics.items()
            if metric.formula or metric.index
        }
        metrics = _metric_nodes(plan, whole, named)
        nouns: dict[str, Noun] = dict.fromkeys(plan.goals, "goal")
        nouns.update(dict.fromkeys(metrics.values(), "metric"))
        objectives = {key: f"objectives.{key}" if key in nouns else key for key in plan.objectives}
        nouns.update(dict.fromkeys(objectives.values(), "objective"))
        edges = chain(_cuts(plan), _drivers(plan, whole, metrics, named), _alignments(plan, objectives))
        return cls(nouns=Frozen(nouns), edges=canonical(edges))


def _cuts(plan: Plan) -> Iterator[Edge]:
    for key, goal in plan.goals.items():
        for cut in goal.cuts:
            at = f"{goal.at}.{'of_which' if cut.partial else 'cuts'}.{cut.dimension}"
            for rank, (member, part) in enumerate(cut.members.items()):
                if part in plan.goals:
                    yield Edge(
                        kind="cut",
                        parent=key,
                        child=part,
                        dimension=cut.dimension,
                        member=member,
                        rank=rank,
                        partial=cut.partial,
                        at=f"{at}.{member}",
                    )


def _alignments(plan: Plan, objectives: Mapping[str, str]) -> Iterator[Edge]:
    for key, goal in plan.goals.items():
        for served, stated in goal.serves.items():
            if served in plan.goals:
                weight = None if stated is None else Fraction(stated)
                at = f"{goal.at}.serves.{served}"
                yield Edge(kind="alignment", parent=served, child=key, weight=weight, at=at)
    for key, objective in plan.objectives.items():
        for rank, child in enumerate(objective.goals):
            if child in plan.goals:
                own = plan.goals[child].weight
                weight = None if own is None else Fraction(own)
                parent, at = objectives[key], f"{objective.at}.goals"
                yield Edge(kind="alignment", parent=parent, child=child, weight=weight, rank=rank, at=at)


def _drivers(
    plan: Plan, whole: Mapping[str, str], metrics: Mapping[str, str], named: Mapping[str, _Uses]
) -> Iterator[Edge]:
    for metric, names in named.items():
        if metric in metrics:
            yield from _driven(plan.metrics[metric], metrics[metric], names, metrics)
    for key, goal in plan.goals.items():
        metric = goal.metric or key
        if metric not in named or _is_part_of_its_metric(plan, key):
            continue
        names = named[metric]
        if whole.get(metric) != key:
            names = {name: lag for name, lag in names.items() if _metric_of(plan, name) != metric}
        yield from _driven(plan.metrics[metric], key, names, metrics)


def _driven(metric: Metric, parent: str, names: _Uses, metrics: Mapping[str, str]) -> Iterator[Edge]:
    at = f"{metric.at}.{'formula' if metric.formula else 'index'}"
    for rank, ((noun, name), lag) in enumerate(names.items()):
        child = metrics[name] if noun == "metric" else name
        yield Edge(kind="driver", parent=parent, child=child, lag=lag, rank=rank, at=at)


def _named(plan: Plan, metric: Metric, whole: Mapping[str, str]) -> _Uses:
    """What a metric's formula and index are made of, in the order of the text, with the least lag."""
    found: dict[tuple[Noun, str], int] = {}
    uses = [(use.name, use.lag) for use in metric.formula.names] if metric.formula else []
    uses += [(part, 0) for part in metric.index.parts] if metric.index else []
    for name, lag in uses:
        meant = meaning_of(plan, name, whole)
        if meant is not None:
            found[meant] = min(lag, found.get(meant, lag))
    return found


def meaning_of(plan: Plan, name: str, whole: Mapping[str, str]) -> tuple[Noun, str] | None:
    """The goal or metric that a name in a formula means; `whole` is `stand_ins(plan)`."""
    address = _address(plan, name)
    if address is not None:
        return "goal", address
    if name in whole:
        return "goal", whole[name]
    return ("metric", name) if name in plan.metrics else None


def _address(plan: Plan, name: str) -> str | None:
    """The goal of a full or shortened address; `None` where there is none, or more than one."""
    if name in plan.goals:
        return name
    here, *rest = name.split(".")
    while rest and here in plan.goals:
        here, rest = _step(plan.goals[here].cuts, rest)
    return here if here in plan.goals and not rest else None


def _step(cuts: tuple[Cut, ...], rest: list[str]) -> tuple[str, list[str]]:
    for cut in cuts:
        if cut.dimension == rest[0] and len(rest) > 1 and rest[1] in cut.members:
            return cut.members[rest[1]], rest[2:]
    parts = [cut.members[rest[0]] for cut in cuts if rest[0] in cut.members]
    return (parts[0], rest[1:]) if len(parts) == 1 else ("", rest)


def _metric_of(plan: Plan, name: tuple[Noun, str]) -> str:
    noun, key = name
    return key if noun == "metric" else plan.goals[key].metric or key


def _is_part_of_its_metric(plan: Plan, key: str) -> bool:
    metric = plan.goals[key].metric or key
    return any((plan.goals[whole].metric or whole) == metric for whole, _, _ in plan.parents.get(key, ()))


def stand_ins(plan: Plan) -> dict[str, str]:
    """Metric to the goal that stands for it, as `edges_of` says."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, goal in plan.goals.items():
        if goal.restates is None and not goal.segment and not _is_part_of_its_metric(plan, key):
            found[goal.metric or key].append(key)
    only = {metric: keys[0] for metric, keys in found.items() if len(keys) == 1}
    same = {key: key for key, goal in plan.goals.items() if (goal.metric or key) == key}
    return only | same


def _metric_nodes(plan: Plan, whole: Mapping[str, str], named: Mapping[str, _Uses]) -> dict[str, str]:
    """Metrics to their nodes: of those that a formula names, or that have a formula and no goal."""
    wanted = {name for names in named.values() for noun, name in names if noun == "metric"}
    held = {goal.metric or key for key, goal in plan.goals.items()}
    wanted.update(metric for metric in named if metric not in held)
    return {key: f"metrics.{key}" if key in plan.goals else key for key in wanted if key not in whole}


# The tree
