"""Sums that carry their rounding errors along and round once (Knuth's TwoSum; Ogita, Rump and Oishi 2005).

The sum of k numbers lies within u * abs(exact) + (k*u)**2 * (sum of their sizes) of the exact one,
u = 2**-53. It depends on the order of the numbers alone: not on how they lie in memory, what else is
computed beside them, or in which pieces. NaN stays NaN; a sum that overflows on the way is NaN.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .memory import allocate

Floats = NDArray[np.float64]


class Scratch:
    """Work space for blocks of `rows` x `columns`, allocated once and handed out in pieces.

    Attributes:
        by_column: Whether blocks lie column by column, as the arrays that they are computed with do.
    """

    PIECES = 6

    def __init__(self, cells: int, *, by_column: bool) -> None:
        self.by_column = by_column
        self._cells = allocate(self.PIECES, (1, cells), by_column=False)

    def pieces(self, rows: int, columns: int) -> Sequence[Floats]:
        """`PIECES` blocks that overlap nothing but what an earlier call gave."""
        flat = (cells[0, : rows * columns] for cells in self._cells)
        if self.by_column:
            return [piece.reshape(columns, rows).T for piece in flat]
        return [piece.reshape(rows, columns) for piece in flat]


def settle(block: Floats, spare: Floats) -> None:
    """Infinities become NaN and -0.0 becomes 0.0, in place: one zero, whatever the order of operations."""
    np.subtract(block, block, out=spare)
    np.add(block, spare, out=block)


def add_ordinals(
    terms: Sequence[Floats], weights: Sequence[Floats] | None, out: Floats, scratch: Scratch
) -> None:
    """Sums by ordinal: term j holds the j-th addends of the first `len(term)` sums.

    Args:
        terms: Blocks [sums, columns], each as long as the one before or shorter.
        weights: Factors of each term's rows, [sums, 1]; products are rounded before they are added.
        out: Takes the sums, one a row of the first term.
        scratch: Work space for blocks of `out`'s shape.
    """
    counts = [len(term) for term in terms]
    first, second, virtual, rest, carried, product = scratch.pieces(*out.shape)
    totals = (first, second)
    total = terms[0] if weights is None else np.multiply(terms[0], weights[0], out=first)
    for j in range(1, len(terms)):
        m, term = counts[j], terms[j]
        if weights is not None:
            term = np.multiply(term, weights[j], out=product[:m])
        if m < len(total):
            _close(total, carried if j > 2 else None, m, out)
            total = total[:m]
        raised = np.add(total, term, out=totals[j % 2][:m])
        if j > 1:
            error = _error(total, term, raised, virtual[:m], rest[:m])
            np.add(carried[:m], error, out=carried[:m])
        elif len(counts) > 2:
            # Two addends are rounded correctly as they are: errors matter where a third follows.
            k = counts[2]
            _error(total[:k], term[:k], raised[:k], virtual[:k], carried[:k])
        total = raised
    _close(total, carried if len(terms) > 2 else None, 0, out)


def _error(left: Floats, right: Floats, raised: Floats, virtual: Floats, out: Floats) -> Floats:
    """What the sum lost in rounding, exactly."""
    np.subtract(raised, left, out=virtual)
    np.subtract(raised, virtual, out=out)
    np.subtract(left, out, out=out)
    np.subtract(right, virtual, out=virtual)
    return np.add(out, virtual, out=out)


def _close(total: Floats, carried: Floats | None, start: int, out: Floats) -> None:
    stop = len(total)
    if carried is None:
        out[start:stop] = total[start:]
    else:
        np.add(total[start:], carried[start:stop], out=out[start:stop])


def add_halves(terms: Floats) -> Floats:
    """Sums of many terms each, [sums, terms, columns] -> [sums, columns]: halves are added until one is left."""
    carried: Floats | None = None
    while (length := terms.shape[1]) > 1:
        half = (length + 1) // 2
        left, right = terms[:, : length - half], terms[:, half:]
        raised = left + right
        virtual = raised - left
        error = (left - (raised - virtual)) + (right - virtual)
        if carried is not None:
            error += carried[:, : length - half] + carried[:, half:]
        if length % 2:
            middle = slice(half - 1, half)
            raised = np.concatenate([raised, terms[:, middle]], axis=1)
            kept = np.zeros_like(terms[:, middle]) if carried is None else carried[:, middle]
            error = np.concatenate([error, kept], axis=1)
        terms, carried = raised, error
    return terms[:, 0] if carried is None else terms[:, 0] + carried[:, 0]
