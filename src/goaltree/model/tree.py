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
from typing import TYPE_CHECKING, Final

import networkx as nx
from attrs import field, frozen

from ..errors import UnknownKeyError, UsageError
from .cycle import CycleError, cycle, knots
from .edge import Edge, Noun, PlanEdges, canonical, edges_of
from .mapping import Frozen
from .names import near

if TYPE_CHECKING:
    from .plan import Plan

__all__ = ["CycleError", "Edge", "Noun", "Tree", "cycle", "edges_of"]

_ONE: Final = Fraction(1)


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
        reading = PlanEdges.of(plan)
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
                level[child] = max(level[child], below)
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
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(nodes)
    for edge in edges:
        arc = graph.get_edge_data(edge.parent, edge.child)
        graph.add_edge(edge.parent, edge.child, edges=(edge,) if arc is None else (*arc["edges"], edge))
    frozen_graph: nx.DiGraph[str] = nx.freeze(graph)
    return frozen_graph
