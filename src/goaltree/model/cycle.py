"""Edges of the goal tree, and the loops that they may form; nothing here recurses.

For the search nodes become numbers and arcs one flat list, so that a graph of a million nodes
costs no object per node; keys are compared only inside a knot, where the answer has to be the
same whatever the order of the edges.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from typing import Final

from attrs import frozen

from ..errors import GoaltreeError
from .edge import Edge, place_of

BUDGET: Final = 1_000_000
"""Steps that the search for a shorter cycle may take: below it the answer is exact."""

_START: Final = 4
"""What starting one search costs, in steps."""
_SHOWN: Final = 6


class CycleError(GoaltreeError):
    """Edges that come back to where they started, so that no tree can be built.

    Attributes:
        edges: A shortest cycle; each edge begins where the one before ended.
    """

    def __init__(self, edges: tuple[Edge, ...]) -> None:
        self.edges = edges
        super().__init__(edges)

    def __str__(self) -> str:
        keys = [edge.parent for edge in self.edges]
        if len(keys) > _SHOWN:
            half = _SHOWN // 2
            keys = [*keys[:half], f"... ({len(keys) - 2 * half} more)", *keys[-half:]]
        return f"The goals depend on themselves: {' -> '.join([*keys, self.edges[0].parent])}"


def cycle(edges: Iterable[Edge]) -> tuple[Edge, ...] | None:
    """A shortest cycle of edges without lag, beginning at its smallest key; `None` where there is none.

    A loop in which some edge looks back a period or more is no cycle.
    """
    now = [edge for edge in edges if edge.lag == 0]
    keys = shortest_cycle((edge.parent, edge.child) for edge in now)
    if keys is None:
        return None
    following = dict(zip(keys, (*keys[1:], keys[0]), strict=True))
    found: dict[str, Edge] = {}
    for edge in now:
        if following.get(edge.parent) == edge.child:
            known = found.setdefault(edge.parent, edge)
            if known is not edge:
                found[edge.parent] = min(known, edge, key=place_of)
    return tuple(found[key] for key in keys)


def shortest_cycle(pairs: Iterable[tuple[str, str]]) -> tuple[str, ...] | None:
    """The keys of one shortest cycle, each the parent of the next, the last of the first.

    The answer depends on the graph alone, not on the order in which it is given. It is exact
    while the search stays below `BUDGET` steps; beyond, it is the shortest found by then,
    smallest knots first. Time is linear in the graph, plus the budget.

    Args:
        pairs: Parent and child, repeated as often as the caller likes.

    Returns:
        The cycle from its smallest key on; one key where a node is its own child; `None` where
        there is no cycle.
    """
    arcs = _arcs(pairs)
    if arcs.own:
        return (min(arcs.own),)
    cycle = _search(arcs, _knots(arcs))
    first = cycle.index(min(cycle)) if cycle else 0
    return tuple(cycle[first:] + cycle[:first]) or None


def knots(pairs: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Every node that lies on a cycle with others, to a number that the nodes of one knot share.

    Two nodes are in one knot when each can be reached from the other.
    """
    arcs = _arcs(pairs)
    return {arcs.keys[node]: knot[0] for knot in _knots(arcs) for node in knot}


@frozen
class _Arcs:
    """Keys by number; the children of node `n` are `children[first[n]:first[n + 1]]`.

    `own` has the keys that are their own children.
    """

    keys: list[str]
    first: list[int]
    children: list[int]
    own: list[str]

    def below(self, node: int) -> list[int]:
        return self.children[self.first[node] : self.first[node + 1]]


def _arcs(pairs: Iterable[tuple[str, str]]) -> _Arcs:
    at: dict[str, int] = {}
    parents, children = [], []
    for parent, child in pairs:
        parents.append(at.setdefault(parent, len(at)))
        children.append(at.setdefault(child, len(at)))
    first = [0] * (len(at) + 1)
    for node in parents:
        first[node] += 1
    first = list(accumulate(first))
    placed = children.copy()
    for node, below in zip(parents, children, strict=True):
        first[node] -= 1
        placed[first[node]] = below
    keys = list(at)
    own = [keys[node] for node, below in zip(parents, children, strict=True) if node == below]
    return _Arcs(keys, first, placed, own)


def _search(arcs: _Arcs, tied: list[list[int]]) -> list[str]:
    best: list[str] = []
    spent = 0
    ranked = sorted(tied, key=lambda knot: (len(knot), min(arcs.keys[node] for node in knot)))
    for knot in ranked:
        limit = len(best) - 1 if best else len(knot)
        if best and (limit < 2 or spent >= BUDGET):
            break
        found = _around(knot, arcs)
        if found:
            spent += len(knot)
            best = found if len(found) <= limit else best
        else:
            keys, below = _sorted_knot(knot, arcs)
            shorter, steps = _shortest(below, limit, BUDGET - spent)
            spent += steps
            best = [keys[node] for node in shorter] or best
    return best


def _around(knot: list[int], arcs: _Arcs) -> list[str]:
    """The knot as a cycle where it is nothing but one; empty where some node has two ways on."""
    inside: set[int] = set()
    cycle = []
    node = knot[0]
    for _ in knot:
        cycle.append(arcs.keys[node])
        further = arcs.below(node)
        if len(further) > 1:
            inside = inside or set(knot)
            further = list(inside.intersection(further))
            if len(further) > 1:
                return []
        node = further[0]
    return cycle


def _sorted_knot(knot: list[int], arcs: _Arcs) -> tuple[list[str], list[list[int]]]:
    """The knot's keys in order, and by position in it the children inside the knot."""
    nodes = sorted(knot, key=arcs.keys.__getitem__)
    at = {node: position for position, node in enumerate(nodes)}
    below = [sorted({at[child] for child in arcs.below(node) if child in at}) for node in nodes]
    return [arcs.keys[node] for node in nodes], below


def _knots(arcs: _Arcs) -> list[list[int]]:
    """Strongly connected components of two nodes and more."""
    gone = _peeled(arcs)
    first, children = arcs.first, arcs.children
    left = [node for node, is_gone in enumerate(gone) if not is_gone]
    is_rings = all(first[node + 1] - first[node] == 1 for node in left)
    is_rings = is_rings and len({children[first[node]] for node in left}) == len(left)
    return _rings(left, arcs) if is_rings else _components(arcs, gone)


def _rings(nodes: list[int], arcs: _Arcs) -> list[list[int]]:
    """The cycles of nodes that have one parent and one child each."""
    first, children = arcs.first, arcs.children
    is_done = [False] * len(arcs.keys)
    found = []
    for start in nodes:
        ring = []
        node = start
        while not is_done[node]:
            is_done[node] = True
            ring.append(node)
            node = children[first[node]]
        if len(ring) > 1:
            found.append(ring)
    return found


def _peeled(arcs: _Arcs) -> list[bool]:
    """Which nodes go when those without parents are taken away again and again."""
    first, children = arcs.first, arcs.children
    parents = [0] * len(arcs.keys)
    for child in children:
        parents[child] += 1
    gone = [not count for count in parents]
    free = [node for node, is_free in enumerate(gone) if is_free]
    for node in free:
        for child in children[first[node] : first[node + 1]]:
            parents[child] -= 1
            if not parents[child]:
                gone[child] = True
                free.append(child)
    return gone


def _components(arcs: _Arcs, gone: list[bool]) -> list[list[int]]:
    """Strongly connected components of two nodes and more (Tarjan, explicit stack)."""
    first, children = arcs.first, arcs.children
    closed = len(arcs.keys) + 1
    seen = [closed if is_gone else 0 for is_gone in gone]
    low = seen.copy()
    untried = first.copy()
    opened: list[int] = []
    found = []
    count = 0
    for start in range(len(seen)):
        trail = [] if seen[start] else [start]
        while trail:
            node = trail[-1]
            if not seen[node]:
                count += 1
                seen[node] = low[node] = count
                opened.append(node)
            at, end, lowest = untried[node], first[node + 1], low[node]
            while at < end and seen[children[at]]:
                lowest = min(lowest, seen[children[at]])
                at += 1
            untried[node], low[node] = at, lowest
            if at < end:
                trail.append(children[at])
                continue
            trail.pop()
            if trail and lowest < low[trail[-1]]:
                low[trail[-1]] = lowest
            if lowest == seen[node]:
                knot = _close(opened, node, seen, closed)
                if len(knot) > 1:
                    found.append(knot)
    return found


def _close(opened: list[int], first: int, seen: list[int], closed: int) -> list[int]:
    knot = []
    node = -1
    while node != first:
        node = opened.pop()
        seen[node] = closed
        knot.append(node)
    return knot


def _shortest(below: list[list[int]], limit: int, budget: int) -> tuple[list[int], int]:
    """A shortest cycle of at most `limit` nodes in a knot, empty where none is, and the steps it took.

    The depth doubles, so that a short cycle in a huge knot is found before the budget is spent;
    where it is spent, what was found by then, else a shortest one through the first node.
    """
    spent = 0
    depth = 2
    while True:
        best: list[int] = []
        reach = min(depth, limit)
        for start in range(len(below)):
            if spent >= budget:
                return best or _through(0, below, limit)[0], spent
            found, steps = _through(start, below, reach)
            spent += steps
            if found:
                best, reach = found, len(found) - 1
            if reach < 2:
                return best, spent
        if best or depth >= limit:
            return best, spent
        depth *= 2


def _through(start: int, below: list[list[int]], limit: int) -> tuple[list[int], int]:
    """A shortest cycle of at most `limit` nodes through one node (breadth first), and the steps taken."""
    before = {start: start}
    layer = [start]
    steps = _START
    for _ in range(limit):
        further = []
        for node in layer:
            for child in below[node]:
                steps += 1
                if child == start:
                    return _back(node, start, before), steps
                if child not in before:
                    before[child] = node
                    further.append(child)
        layer = further
    return [], steps


def _back(node: int, start: int, before: dict[int, int]) -> list[int]:
    cycle = [node]
    while node != start:
        node = before[node]
        cycle.append(node)
    cycle.reverse()
    return cycle
