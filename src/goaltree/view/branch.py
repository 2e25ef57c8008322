"""The lines of the goal tree, before anything is drawn: what stands under what, and what is listed twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from attrs import frozen

from ..model.plan import Plan
from ..model.tree import Edge, Tree
from .company import by_perspective, perspective_of, top_goals

DEEP: Final = 6
"""Levels whose guides are drawn; how many stand above them is told as a number."""


@frozen(kw_only=True)
class Branch:
    """One line of the tree.

    Attributes:
        key: The node.
        depth: How many levels stand above it.
        guides: For each of the nearest levels, whether that branch goes on below.
        edge: What ties it to the line above; `None` at the top.
        is_again: Whether it is listed in full elsewhere.
        is_first: Whether it is the first part of its cut.
    """

    key: str
    depth: int
    guides: tuple[bool, ...]
    edge: Edge | None
    is_again: bool
    is_first: bool


def branches_of(plan: Plan) -> list[tuple[str | None, list[Branch]]]:
    """The lines of the tree by perspective; what no company goal leads to comes last.

    Goals that an objective bundles stand under it, the others by themselves.
    """
    tree = Tree.of(plan)
    below = _below(plan, tree)
    objectives = [key for key, noun in tree.nouns.items() if noun == "objective"]
    bundled = {edge.child for key in objectives for edge in below.get(key, ())}
    tops = set(top_goals(plan)) - bundled
    shown: set[str] = set()
    groups: list[tuple[str | None, list[Branch]]] = []
    for perspective, goals in _roots(plan, objectives, bundled).items():
        groups.append((perspective, [b for key in goals for b in _grown(key, below, tops, shown)]))
    left = [branch for key in plan.goals if key not in shown for branch in _grown(key, below, tops, shown)]
    if left and groups and groups[-1][0] is None:
        groups[-1][1].extend(left)
    elif left:
        groups.append((None, left))
    return groups


def _roots(plan: Plan, objectives: list[str], bundled: set[str]) -> Mapping[str | None, list[str]]:
    """What stands at the top, by perspective: objectives, then the company's other goals."""
    found: dict[str | None, list[str]] = {key: [] for key in (*plan.perspectives, None)}
    for key in objectives:
        objective = plan.objectives[key.removeprefix("objectives.")]
        goals = [goal for goal in objective.goals if goal in plan.goals]
        inner = perspective_of(plan, goals[0]) if goals else None
        found[objective.perspective if objective.perspective in plan.perspectives else inner].append(key)
    for perspective, goals_here in by_perspective(plan).items():
        found[perspective] += [key for key in goals_here if key not in bundled]
    return {key: roots for key, roots in found.items() if roots}


def _below(plan: Plan, tree: Tree) -> Mapping[str, list[Edge]]:
    """What each node is made of; a child once, by the first of its edges."""
    found: dict[str, dict[str, Edge]] = defaultdict(dict)
    for edge in (*tree.links, *tree.lagged):
        found[edge.parent].setdefault(edge.child, edge)
    order = {key: place for place, key in enumerate(plan.goals)}
    last = len(order)
    kinds = {"cut": 0, "driver": 2, "alignment": 3}

    def place(edge: Edge) -> tuple[int, int]:
        kind = kinds[edge.kind] + edge.partial
        return kind, order.get(edge.child, last) if edge.kind == "alignment" else 0

    return {key: sorted(edges.values(), key=place) for key, edges in found.items()}


def _grown(root: str, below: Mapping[str, list[Edge]], tops: set[str], shown: set[str]) -> Iterator[Branch]:
    stack: list[tuple[str, int, tuple[bool, ...], Edge | None, bool]] = [(root, 0, (), None, False)]
    while stack:
        key, depth, guides, edge, is_first = stack.pop()
        is_again = key in shown or (edge is not None and (key in tops or edge.lag > 0))
        yield Branch(key=key, depth=depth, guides=guides, edge=edge, is_again=is_again, is_first=is_first)
        if is_again:
            continue
        shown.add(key)
        edges = below.get(key, [])
        steps = []
        for at, down in enumerate(edges):
            cut = (down.kind, down.dimension, down.partial)
            before = edges[at - 1] if at else None
            starts = before is None or cut != (before.kind, before.dimension, before.partial)
            nearest = (*guides, at < len(edges) - 1)[-DEEP:]
            steps.append((down.child, depth + 1, nearest, down, starts))
        stack.extend(reversed(steps))
