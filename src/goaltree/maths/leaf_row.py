"""Which rows hold leaves, and which leaf each of them holds."""

from __future__ import annotations

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from .height import Ints


@frozen(kw_only=True, eq=False)
class LeafRows:
    """The rows of leaves.

    Attributes:
        rows: The first row of each leaf, ascending: the order in which numbers are given.
        copies: Further rows of leaves...
        copied: ...and which leaf each repeats.
        held: The leaf of each row; 0 where the row holds none.
    """

    rows: Ints
    copies: Ints
    copied: Ints
    held: Ints

    @classmethod
    def of(cls, leaf: NDArray[np.bool_], nodes: Ints, row: Ints) -> LeafRows:
        """From which nodes are leaves, the node of each row and the first row of each node."""
        rows = np.flatnonzero(leaf[nodes])
        own = row[nodes[rows]] == rows
        copies, rows = rows[~own], rows[own]
        copied = np.searchsorted(rows, row[nodes[copies]])
        held = np.zeros(len(nodes), np.intp)
        held[rows], held[copies] = np.arange(len(rows)), copied
        return cls(rows=rows, copies=copies, copied=copied, held=held)
