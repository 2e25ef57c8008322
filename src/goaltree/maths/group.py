"""Parents that are computed together: same height, same rule, same program."""

from __future__ import annotations

from typing import Final

import numpy as np
from attrs import frozen

from .compensation import Floats, Scratch, add_halves, add_ordinals
from .height import Ints
from .program import Program
from .rule import Rule

BLOCK: Final = 16_384
"""Cells computed at a time, so that all pieces of scratch stay in the second cache."""

_FOLDS: Final = {Rule.PRODUCT: np.multiply, Rule.MIN: np.minimum, Rule.MAX: np.maximum}


@frozen(kw_only=True, eq=False)
class Group:
    """How one group of parents is computed.

    Attributes:
        rule: The rule of all of them.
        program: The program of a formula.
        first: The first row of the children.
        last: The row after theirs.
        wide: The number of children of each parent, where each parent's children are adjacent; 0 where
            the children lie by ordinal.
        spans: For each ordinal its first row, counted from `first`, and how many parents have it; most
            children first.
        weights: The weight of each child row, [rows, 1], for a mean.
        weight_sums: Their sum for each parent, [parents, 1].
        rows: The row of each parent.
        copies: Further rows of parents...
        copied: ...and which parent each repeats.
        pair_rows: Rows among those of a `RATIO`'s children that hold one of these parents...
        pair_of: ...and which.
    """

    rule: Rule
    program: Program | None
    first: int
    last: int
    wide: int
    spans: tuple[tuple[int, int], ...]
    weights: Floats | None
    weight_sums: Floats | None = None
    rows: Ints
    copies: Ints
    copied: Ints
    pair_rows: Ints
    pair_of: Ints

    def add(self, children: Floats, out: Floats, scratch: Scratch, *, weighted: bool = False) -> None:
        """The sum of each parent's children, with compensation.

        Args:
            children: The group's rows, [rows, columns], by their own number or as part of a pair.
            out: Takes the sums, [parents, columns].
            scratch: Work space for `BLOCK` cells, or for one row where that is more.
            weighted: Whether each child is multiplied by its weight first.
        """
        weights = self.weights if weighted else None
        if self.wide:
            self._add_wide(children, out, weights)
            return
        parents, columns = out.shape
        step = max(1, BLOCK // columns)
        for start in range(0, parents, step):
            stop = min(start + step, parents)
            add_ordinals(
                self._terms(children, start, stop),
                None if weights is None else self._terms(weights, start, stop),
                out[start:stop],
                scratch,
            )

    def fold(self, children: Floats, out: Floats) -> None:
        """The product, the smallest or the largest of each parent's children."""
        operation = _FOLDS[self.rule]
        if self.wide:
            operation.reduce(children.reshape(-1, self.wide, children.shape[1]), axis=1, out=out)
            return
        parents, columns = out.shape
        step = max(1, BLOCK // columns)
        for start in range(0, parents, step):
            terms = self._terms(children, start, min(start + step, parents))
            block = out[start : start + step]
            block[:] = terms[0]
            for term in terms[1:]:
                part = block[: len(term)]
                operation(part, term, out=part)

    def run(self, children: Floats, out: Floats) -> None:
        """The program's value for each parent."""
        assert self.program is not None
        parents, columns = out.shape
        step = max(1, BLOCK // columns)
        for start in range(0, parents, step):
            out[start : start + step] = self.program.run(
                self._terms(children, start, min(start + step, parents))
            )

    def _terms(self, children: Floats, start: int, stop: int) -> list[Floats]:
        return [
            children[first + start : first + min(stop, count)] for first, count in self.spans if count > start
        ]

    def _add_wide(self, children: Floats, out: Floats, weights: Floats | None) -> None:
        parents, columns = out.shape
        terms = children.reshape(parents, self.wide, columns)
        factors = None if weights is None else weights.reshape(parents, self.wide, 1)
        rows = max(1, BLOCK // (self.wide * columns))
        width = max(8, BLOCK // self.wide)
        for start in range(0, parents, rows):
            part = slice(start, start + rows)
            for left in range(0, columns, width):
                block = terms[part, :, left : left + width]
                if factors is not None:
                    block = block * factors[part]
                out[part, left : left + width] = add_halves(block)
