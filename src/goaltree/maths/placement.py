"""Where everything lies: the groups of parents, and the row of every edge and node."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np
from attrs import evolve, frozen

from .compensation import Scratch, settle
from .edge_list import EdgeList
from .group import BLOCK, Group
from .height import Ints
from .rule import Rule

WIDE: Final = 256
"""From so many children on, a parent's terms are added by halves and not one by one.

It depends on the parent alone, so that what it computes does not depend on its neighbours."""
_HALVED: Final = (Rule.SUM, Rule.MEAN, Rule.RATIO, Rule.MIN, Rule.MAX)


@frozen(kw_only=True, eq=False)
class Placement:
    """Where everything lies.

    Attributes:
        groups: All groups, lowest first.
        row: The first row of each node.
        nodes: The node of each row.
        paired: So many rows at the start are those of children of `RATIO` parents.
    """

    groups: tuple[Group, ...]
    row: Ints
    nodes: Ints
    paired: int


def place(edges: EdgeList, height: Ints) -> Placement:
    """Group parents by height, rule and program, and give every edge and every root a row."""
    inner = np.flatnonzero(edges.fan)
    rule = edges.rules[inner].astype(np.intp)
    kind = (height[inner] * len(Rule) + rule) * (len(edges.programs) + 1) + edges.program_of[inner]
    sorting = np.lexsort((edges.rank[inner], -edges.fan[inner], kind))
    inner, kind, rule = inner[sorting], kind[sorting], rule[sorting]
    fan = edges.fan[inner]
    wide = np.where((fan >= WIDE) & np.isin(rule, _HALVED), fan, 0)
    new = (kind[1:] != kind[:-1]) | (wide[1:] != wide[:-1])
    starts = np.flatnonzero(np.concatenate([[True], new])) if len(inner) else inner
    edge_rows, firsts, spans, paired = _edge_rows(edges, inner, rule[starts], wide, starts)
    nodes, row = _node_rows(edges, edge_rows)
    weights = np.ones((len(nodes), 1))
    # Weights of other rules than MEAN are not read, so they may be anything.
    if edges.weights is not None:
        weights[edge_rows, 0] = edges.weights

    position = np.zeros(len(row), np.intp)
    position[inner] = np.arange(len(inner))
    upper_rows = np.flatnonzero(edges.fan[nodes])
    copies = _by_position(upper_rows[row[nodes[upper_rows]] != upper_rows], nodes, position, starts)
    pairs = _by_position(upper_rows[upper_rows < paired], nodes, position, starts)
    scratch = Scratch(BLOCK, by_column=False)
    groups = []
    for g, (start, stop) in enumerate(pairwise([*starts.tolist(), len(inner)])):
        members = inner[start:stop]
        kept = Rule(int(rule[start]))
        last = firsts[g] + int(fan[start:stop].sum())
        group = Group(
            rule=kept,
            program=edges.programs[edges.program_of[members[0]]] if kept == Rule.FORMULA else None,
            first=firsts[g],
            last=last,
            wide=int(wide[start]),
            spans=spans[g],
            weights=weights[firsts[g] : last] if kept == Rule.MEAN else None,
            rows=row[members],
            copies=copies[g][0],
            copied=copies[g][1],
            pair_rows=pairs[g][0],
            pair_of=pairs[g][1],
        )
        groups.append(_weighed(group, scratch))
    return Placement(groups=tuple(groups), row=row, nodes=nodes, paired=paired)


def _weighed(group: Group, scratch: Scratch) -> Group:
    if group.weights is None:
        return group
    sums = np.empty((len(group.rows), 1))
    with np.errstate(all="ignore"):
        group.add(group.weights, sums, scratch)
        settle(sums, np.empty_like(sums))
    return evolve(group, weight_sums=sums)


def _edge_rows(
    edges: EdgeList, inner: Ints, rule: Ints, wide: Ints, starts: Ints
) -> tuple[Ints, list[int], list[tuple[tuple[int, int], ...]], int]:
    """The row of each edge; the first row and the spans of each group; rows of children of ratios."""
    fan = edges.fan[inner]
    stops = np.append(starts, len(inner))[1:]
    sizes = np.add.reduceat(fan, starts) if len(starts) else starts
    ratio = rule == Rule.RATIO
    paired = int(sizes[ratio].sum())
    ahead = np.where(ratio, sizes, 0)
    behind = sizes - ahead
    firsts = np.where(ratio, np.cumsum(ahead) - ahead, paired + np.cumsum(behind) - behind)

    spans: list[tuple[tuple[int, int], ...]] = []
    offsets, table_starts, length = [np.zeros(0, np.intp)], np.zeros(len(starts), np.intp), 0
    for g, (start, stop) in enumerate(zip(starts.tolist(), stops.tolist(), strict=True)):
        table_starts[g] = length
        if wide[start]:
            spans.append(())
            offsets.append(np.arange(wide[start]))
        else:
            fans = fan[start:stop]
            many = len(fans) - np.searchsorted(fans[::-1], np.arange(fans[0]), side="right")
            offsets.append(np.cumsum(many) - many)
            spans.append(tuple(zip(offsets[-1].tolist(), many.tolist(), strict=True)))
        length += len(offsets[-1])

    group = np.repeat(np.arange(len(starts)), stops - starts)
    index = np.arange(len(inner)) - starts[group]
    first_row, table_start = np.zeros((2, len(edges.fan)), np.intp)
    first_row[inner] = firsts[group] + index * np.maximum(wide, 1)
    table_start[inner] = table_starts[group]
    before = np.cumsum(edges.fan) - edges.fan
    entry = np.repeat(table_start - before, edges.fan) + np.arange(len(edges.parents))
    rows = np.repeat(first_row, edges.fan) + np.concatenate(offsets)[entry]
    return rows, firsts.tolist(), spans, paired


def _node_rows(edges: EdgeList, edge_rows: Ints) -> tuple[Ints, Ints]:
    """The node of each row, roots last, and the first row of each node."""
    served = np.zeros(len(edges.fan), np.bool_)
    served[edges.children] = True
    roots = np.flatnonzero(~served)
    nodes = np.empty(len(edge_rows) + len(roots), np.intp)
    nodes[edge_rows] = edges.children
    nodes[len(edge_rows) :] = roots[np.argsort(edges.rank[roots])]
    row = np.empty(len(edges.fan), np.intp)
    # Of several assignments the last one stays: the first row, from behind.
    row[nodes[::-1]] = np.arange(len(nodes))[::-1]
    return nodes, row


def _by_position(rows: Ints, nodes: Ints, position: Ints, starts: Ints) -> list[tuple[Ints, Ints]]:
    """Rows, and the parent in its group that each holds, group by group."""
    at = position[nodes[rows]]
    sorting = np.argsort(at, kind="stable")
    rows, at = rows[sorting], at[sorting]
    cuts = np.searchsorted(at, starts[1:])
    return [
        (part, place - start)
        for part, place, start in zip(
            np.split(rows, cuts), np.split(at, cuts), starts.tolist() or [0], strict=True
        )
    ]
