"""The edges of a goal tree in canonical order, with what their ends need, checked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import frozen
from numpy.typing import ArrayLike, NDArray

from ..errors import UsageError
from .compensation import Floats
from .height import Ints
from .program import Program
from .rule import Rule


@frozen(kw_only=True, eq=False)
class EdgeList:
    """Edges sorted by parent, then by the rank (or slot) of the child.

    Attributes:
        rules: The rule of each node.
        rank: The rank of each node.
        fan: How many children each node has.
        parents: The upper node of each edge.
        children: The lower node of each edge.
        weights: The weight of each edge.
        programs: What formulas compute.
        program_of: Which of them each node computes; 0 for other rules.
    """

    rules: NDArray[np.int8]
    rank: Ints
    fan: Ints
    parents: Ints
    children: Ints
    weights: Floats | None
    programs: tuple[Program, ...]
    program_of: Ints

    @classmethod
    def of(
        cls,
        rules: ArrayLike,
        parents: ArrayLike,
        children: ArrayLike,
        *,
        weights: ArrayLike | None,
        slots: ArrayLike | None,
        order: ArrayLike | None,
        programs: Sequence[Program],
        program_of: ArrayLike | None,
    ) -> EdgeList:
        """Check and sort; the arguments are those of `Layout.compile`."""
        kinds = _integers("rules", rules, None, len(Rule)).astype(np.int8)
        n = len(kinds)
        upper = _integers("parents", parents, None, n)
        e = len(upper)
        lower = _integers("children", children, e, n)
        rank = np.arange(n) if order is None else _integers("order", order, n, n)
        fan = np.bincount(upper, minlength=n)
        if len(odd := np.flatnonzero((kinds == Rule.LEAF) != (fan == 0))):
            raise UsageError(f"A leaf has no children and every other node has some; node {odd[0]} does not.")
        which = _programs(kinds, fan, programs, program_of)
        place = rank[lower]
        if which is not None:
            if slots is None:
                raise UsageError("Edges of FORMULA nodes need slots.")
            formula = kinds[upper] == Rule.FORMULA
            place[formula] = _integers("slots", np.asarray(slots)[formula], None, int(fan.max()))
            if len(odd := np.flatnonzero(formula & (place >= fan[upper]))):
                raise UsageError(f"Node {upper[odd[0]]} has no slot {place[odd[0]]}.")
        sorting = _sorting(upper, place, max(n, e))
        upper, lower = upper[sorting], lower[sorting]
        return cls(
            rules=kinds,
            rank=rank,
            fan=fan,
            parents=upper,
            children=lower,
            weights=None if weights is None else _weights(weights, e, kinds[upper] == Rule.MEAN, sorting),
            programs=tuple(programs),
            program_of=np.zeros(n, np.intp) if which is None else which,
        )


def _integers(name: str, values: ArrayLike, length: int | None, limit: int) -> Ints:
    array = np.asarray(values)
    if array.ndim != 1 or (length is not None and len(array) != length):
        raise UsageError(f"`{name}` has the shape {array.shape}, not ({'n' if length is None else length},).")
    if len(array) and (array.dtype.kind not in "iu" or array.min() < 0 or array.max() >= limit):
        raise UsageError(f"`{name}` holds integers from 0 to {limit - 1}.")
    return array.astype(np.intp)


def _programs(
    kinds: NDArray[np.int8], fan: Ints, programs: Sequence[Program], program_of: ArrayLike | None
) -> Ints | None:
    nodes = np.flatnonzero(kinds == Rule.FORMULA)
    if not len(nodes):
        return None
    if program_of is None:
        raise UsageError("FORMULA nodes need `program_of`.")
    if len(given := np.asarray(program_of)) != len(kinds):
        raise UsageError(f"`program_of` has {len(given)} numbers, not {len(kinds)}.")
    which = np.zeros(len(kinds), np.intp)
    which[nodes] = _integers("program_of", given[nodes], None, len(programs))
    arity = np.array([program.arity for program in programs])
    if len(odd := nodes[fan[nodes] != arity[which[nodes]]]):
        raise UsageError(f"Node {odd[0]} has {fan[odd[0]]} children, its program another number of slots.")
    return which


def _sorting(upper: Ints, place: Ints, width: int) -> Ints:
    key = upper * width + place
    sorting = np.argsort(key)
    key = key[sorting]
    if len(twice := np.flatnonzero(key[1:] == key[:-1])):
        node = int(upper[sorting[twice[0]]])
        raise UsageError(f"Node {node} has two children of one rank, the same child or the same slot twice.")
    return sorting


def _weights(weights: ArrayLike, length: int, read: NDArray[np.bool_], sorting: Ints) -> Floats:
    array = np.asarray(weights, np.float64)
    if array.shape != (length,):
        raise UsageError(f"`weights` has the shape {array.shape}, not ({length},).")
    array = array[sorting]
    if not np.isfinite(array[read]).all():
        raise UsageError("Weights are finite.")
    return array
