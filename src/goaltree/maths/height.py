"""How far each node of a directed graph is above its leaves."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..errors import UsageError

Ints = NDArray[np.intp]


def heights(fan: Ints, parents: Ints, children: Ints) -> Ints:
    """The longest way down from each node, level by level (Kahn 1962).

    Args:
        fan: How many children each node has.
        parents: One for each edge.
        children: One for each edge.

    Raises:
        UsageError: Nodes are their own descendants; the message names one cycle.
    """
    n = len(fan)
    served = np.bincount(children, minlength=n)
    start = np.cumsum(served) - served
    upward = parents[np.argsort(children)]
    waiting, height, mark = fan.copy(), np.zeros(n, np.intp), np.empty(n, np.intp)
    front = np.flatnonzero(fan == 0)
    done, level = 0, 0
    while len(front):
        done += len(front)
        level += 1
        above = upward[_ranges(start[front], served[front])]
        np.subtract.at(waiting, above, 1)
        ready = above[waiting[above] == 0]
        count = np.arange(len(ready))
        mark[ready] = count
        front = ready[mark[ready] == count]
        height[front] = level
    if done < n:
        raise UsageError(f"Nodes depend on each other: {_cycle(waiting, parents, children)}.")
    return height


def _ranges(start: Ints, length: Ints) -> Ints:
    """`start[i]`, `start[i] + 1`... `length[i]` of them, for every i in turn."""
    if length.max(initial=0) <= 1:
        return start[length > 0]
    before = np.cumsum(length) - length
    return np.repeat(start - before, length) + np.arange(int(length.sum()))


def _cycle(waiting: Ints, parents: Ints, children: Ints) -> str:
    inside = (waiting[parents] > 0) & (waiting[children] > 0)
    below = dict(zip(parents[inside].tolist(), children[inside].tolist(), strict=True))
    node, path = next(iter(below)), dict[int, int]()
    while node not in path:
        path[node] = len(path)
        node = below[node]
    nodes = list(path)[path[node] :]
    return " -> ".join(map(str, [*nodes[:8], *(["..."] if len(nodes) > 8 else []), node]))
