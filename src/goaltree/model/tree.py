"""The goal tree: one directed acyclic graph from the company's goals to each team's key metrics.

Edges lead from a goal to what it is made of: the parts of its cuts, the drivers in its formula,
and the goals that serve it. This is the only module that knows networkx.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING, Final, Literal

import networkx as nx
from attrs import field, frozen

from ..errors import UnknownKeyError, UsageError
from .cycle import CycleError, Edge, canonical, cycle, knots
from .mapping import Frozen
from .names import near

if TYPE_CHECKING:
    from .goal import Cut
    from .metric import Metric
    from .plan import Plan

__all__ = ["CycleError", "Edge", "Noun", "Tree", "cycle", "edges_of"]

Noun = Literal["goal", "metric", "objective"]
_Uses = Mapping[tuple[Noun, str], int]

_ONE: Final = Fraction(1)


# Edges of a plan


def edges_of(plan: Plan) -> tuple[Edge, ...]:
    """Every edge that the plan declares, in canonical order.

    - **Cuts**: goal to part; those of `of_which` are `partial`.
    - **Drivers**: from whatever stands for a metric with a formula to what the formula's names
      mean: the goal of that address, else the goal that stands for the metric of that key, else
      the metric. A name that is used twice gives one edge, with the smaller lag.
    - **Alignments**: goal to the goals that serve it, with the stated weight; objective to the
      goals that it bundles, weighted with the goals' own weights.

    A goal stands for its metric when it has the metric's key, or is the only goal of that metric
    that is neither a part of another of them, nor for a segment, nor a restatement. Other goals
    of a metric take its drivers from other metrics only, and a part of a goal of the same metric
    takes none: it has them through the whole. A reference that means nothing gives no edge.
    """
    return _Reading.of(plan).edges


@frozen(kw_only=True)
class _Reading:
    nouns: Frozen[str, Noun]
    edges: tuple[Edge, ...]

    @classmethod
    def of(cls, plan: Plan) -> _Reading:
        whole = _stand_ins(plan)
        named = {key: _named(plan, metric, whole) for key, metric in plan.metrics.items() if metric.formula}
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
    at = f"{metric.at}.formula"
    for rank, ((noun, name), lag) in enumerate(names.items()):
        child = metrics[name] if noun == "metric" else name
        yield Edge(kind="driver", parent=parent, child=child, lag=lag, rank=rank, at=at)


def _named(plan: Plan, metric: Metric, whole: Mapping[str, str]) -> _Uses:
    """What the names in a metric's formula mean, in the order of the text, with the least lag."""
    found: dict[tuple[Noun, str], int] = {}
    for use in metric.formula.names if metric.formula else ():
        meant = _meaning(plan, use.name, whole)
        if meant is not None:
            found[meant] = min(use.lag, found.get(meant, use.lag))
    return found


def _meaning(plan: Plan, name: str, whole: Mapping[str, str]) -> tuple[Noun, str] | None:
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


def _stand_ins(plan: Plan) -> dict[str, str]:
    """Metric to the goal that stands for it."""
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


@frozen(kw_only=True, slots=False, repr=False)
class Tree:
    """The goals, the metrics and objectives beside them, and the edges between: a frozen graph.

    Keys are those of the plan; a metric or objective that shares its key with something before
    it (goals, metrics, objectives) goes by `metrics.key` or `objectives.key`.

    A driver that looks back a period or more is an edge like any other, unless it lies on a
    loop: then it stands beside the graph, in `lagged`, and only `dependents` and `walk` see it.

    Attributes:
        nouns: Node to what it is.
        links: The edges of the graph, in canonical order.
        lagged: The edges that close a loop over time.
        graph: The networkx graph (frozen); an arc carries its edges as `edges`.
    """

    nouns: Mapping[str, Noun]
    links: tuple[Edge, ...]
    lagged: tuple[Edge, ...]
    graph: nx.DiGraph[str] = field(eq=False)

    @classmethod
    def of(cls, plan: Plan) -> Tree:
        """The tree of a plan.

        Raises:
            CycleError: Goals depend on themselves in the same period (`cycle(edges_of(plan))`
                says so beforehand).
        """
        reading = _Reading.of(plan)
        return cls.build(reading.nouns, reading.edges)

    @classmethod
    def build(cls, nodes: Iterable[str] | Mapping[str, Noun], edges: Iterable[Edge]) -> Tree:
        """The tree of some nodes and the edges between them; their order changes nothing.

        Args:
            nodes: Keys with what they are; goals where nothing is said.
            edges: Edges between the nodes; the same edge twice is one.

        Raises:
            CycleError: Edges without lag form a cycle.
            UsageError: An edge has an end that is no node, or a lag below 0.
        """
        given: Mapping[str, Noun] = nodes if isinstance(nodes, Mapping) else dict.fromkeys(nodes, "goal")
        nouns = Frozen({key: given[key] for key in sorted(given)})
        known = canonical(edges)
        for edge in known:
            if edge.parent not in nouns or edge.child not in nouns or edge.lag < 0:
                raise UsageError(f"An edge between nodes that are not there, or with a lag below 0: {edge}")
        if loop := cycle(known):
            raise CycleError(loop)
        lagged = _looping(known)
        links = tuple(edge for edge in known if edge not in lagged)
        return cls(nouns=nouns, links=links, lagged=canonical(lagged), graph=_graph(nouns, links))

    def __repr__(self) -> str:
        return f"Tree({len(self.nouns)} nodes, {len(self.links)} edges, {len(self.lagged)} lagged)"

    def __len__(self) -> int:
        return len(self.nouns)

    def __contains__(self, key: object) -> bool:
        return key in self.nouns

    @cached_property
    def roots(self) -> tuple[str, ...]:
        """Nodes that nothing depends on, by key."""
        return tuple(key for key in self.nouns if not self.graph.pred[key])

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        """Nodes that depend on nothing, by key."""
        return tuple(key for key in self.nouns if not self.graph.succ[key])

    def children(self, key: str) -> tuple[str, ...]:
        """What a node depends on directly: cuts by dimension, then drivers, then alignments."""
        return tuple(self.graph.succ[self._known(key)])

    def parents(self, key: str) -> tuple[str, ...]:
        """What depends on a node directly, by key."""
        return tuple(self.graph.pred[self._known(key)])

    def edges(self, parent: str, child: str) -> tuple[Edge, ...]:
        """The edges between two nodes, the first one its weight; empty where there are none."""
        arc = self.graph.succ[self._known(parent)].get(self._known(child))
        return () if arc is None else tuple(arc["edges"])

    def ancestors(self, key: str) -> tuple[str, ...]:
        """Every node that a node contributes to, up to the company's goals, in canonical order."""
        return self._sorted(nx.ancestors(self.graph, self._known(key)))

    def descendants(self, key: str) -> tuple[str, ...]:
        """Every node that a node depends on, down to the teams' metrics, in canonical order."""
        return self._sorted(nx.descendants(self.graph, self._known(key)))

    def dependents(self, key: str) -> tuple[str, ...]:
        """Every other node that changes, now or in a later period, when a node changes.

        These are its ancestors and, over `lagged`, those of the loops that it feeds.
        """
        above: dict[str, list[str]] = defaultdict(list)
        for edge in self.lagged:
            above[edge.child].append(edge.parent)
        queue = [self._known(key)]
        found = set(queue)
        for node in queue:
            new = {*self.graph.pred[node], *above.get(node, ())} - found
            found |= new
            queue.extend(new)
        return self._sorted(found - {key})

    def paths(self, child: str, root: str, limit: int = 100) -> tuple[tuple[str, ...], ...]:
        """The ways up from a node to one of its ancestors, each from the child to the root.

        Args:
            child: Where they begin.
            root: Where they end.
            limit: How many at most; a DAG can have exponentially many.
        """
        return tuple(islice(self._climb(child, root), max(limit, 0)))

    def _climb(self, child: str, root: str) -> Iterator[tuple[str, ...]]:
        useful = self._between(child, root)
        path = [child]
        open_ = [iter(self.parents(child) if child != root else ())]
        if child == root:
            yield (child,)
        while open_:
            step = next((up for up in open_[-1] if up in useful), None)
            if step is None:
                open_.pop()
                path.pop()
            elif step == root:
                yield (*path, root)
            else:
                path.append(step)
                open_.append(iter(self.graph.pred[step]))

    def influence(self, leaf: str, root: str) -> Fraction:
        """How much of a node reaches an ancestor: the sum over paths of the product of the weights.

        An edge without a stated weight counts 1. Where several edges join the same two nodes,
        the first in canonical order counts alone, so that arithmetic goes before alignment and
        nothing is counted twice. One sweep over the nodes between, exact.

        Returns:
            1 for a node on itself, 0 where no path leads up.
        """
        between = self._between(leaf, root)
        share = dict.fromkeys(between, Fraction(0))
        share[leaf] = _ONE if leaf == root else Fraction(0)
        share[root] = _ONE
        for node in sorted(between, key=self._position.__getitem__):
            for child, arc in self.graph.succ[node].items():
                if child in between:
                    weight = arc["edges"][0].weight
                    passed = share[node] if weight is None else share[node] * weight
                    share[child] = share[child] + passed if share[child] else passed
        return share[leaf]

    def levels(self) -> dict[str, int]:
        """Node to its longest distance from a root, so that every edge leads to a higher level."""
        return dict(self._levels)

    def order(self) -> tuple[str, ...]:
        """Every node after all that depends on it: by level, then by key."""
        return tuple(self._position)

    def walk(self, root: str | None = None) -> Iterator[tuple[int, Edge | None, str, bool]]:
        """The tree as it is read, depth first: depth, the edge that led here, the node, seen before.

        Children come with their cuts by dimension and as written, then drivers, then alignments,
        then what is read from an earlier period. A node is shown in full where it is first met;
        later, and behind an edge of `lagged`, it is marked as seen and not opened again.

        Args:
            root: Where to begin, at depth 0; every root in turn where it is not given.
        """
        starts = self.roots if root is None else (self._known(root),)
        beside: dict[str, list[Edge]] = defaultdict(list)
        for edge in self.lagged:
            beside[edge.parent].append(edge)
        back = frozenset(self.lagged)
        shown: set[str] = set()
        stack: list[tuple[int, Edge | None, str]] = [(0, None, key) for key in reversed(starts)]
        while stack:
            depth, via, key = stack.pop()
            is_seen = key in shown or via in back
            yield depth, via, key, is_seen
            if not is_seen:
                shown.add(key)
                below = [*self._below(key), *beside.get(key, ())]
                stack.extend((depth + 1, edge, edge.child) for edge in reversed(below))

    def _below(self, key: str) -> tuple[Edge, ...]:
        return canonical(chain.from_iterable(arc["edges"] for arc in self.graph.succ[key].values()))

    def _known(self, key: str) -> str:
        if key not in self.nouns:
            raise UnknownKeyError(key, near(key, self.nouns))
        return key

    def _between(self, child: str, root: str) -> set[str]:
        """The nodes on the paths between two nodes, ends included; empty where there is no path."""
        above: set[str] = nx.ancestors(self.graph, self._known(child)) | {child}
        below: set[str] = nx.descendants(self.graph, self._known(root)) | {root}
        return above & below

    def _sorted(self, keys: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(keys, key=self._position.__getitem__))

    @cached_property
    def _levels(self) -> Mapping[str, int]:
        level = dict.fromkeys(self.nouns, 0)
        for node in nx.topological_sort(self.graph):
            below = level[node] + 1
            for child in self.graph.succ[node]:
                if level[child] < below:
                    level[child] = below
        return level

    @cached_property
    def _position(self) -> Mapping[str, int]:
        level = self._levels
        ordered = sorted(level, key=lambda key: (level[key], key))
        return {key: position for position, key in enumerate(ordered)}


def _looping(edges: Iterable[Edge]) -> frozenset[Edge]:
    """The lagged edges that lie on a loop; without them no loop is left."""
    later = [edge for edge in edges if edge.lag]
    if not later:
        return frozenset()
    knot = knots((edge.parent, edge.child) for edge in edges)
    return frozenset(e for e in later if e.parent == e.child or knot.get(e.parent, -1) == knot.get(e.child))


def _graph(nodes: Iterable[str], edges: Iterable[Edge]) -> nx.DiGraph[str]:
    graph = nx.DiGraph()
    graph.add_nodes_from(nodes)
    for edge in edges:
        arc = graph.get_edge_data(edge.parent, edge.child)
        graph.add_edge(edge.parent, edge.child, edges=(edge,) if arc is None else (*arc["edges"], edge))
    return nx.freeze(graph)
