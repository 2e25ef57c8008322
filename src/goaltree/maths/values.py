"""What a roll-up gives: the actual of every goal, in memory order until asked for otherwise."""

from __future__ import annotations

import numpy as np
from attrs import frozen
from numpy.typing import ArrayLike

from ..errors import UsageError
from .compensation import Floats
from .height import Ints


@frozen(kw_only=True, eq=False)
class Values:
    """Actuals by row: [rows, periods] or [rows, periods, draws].

    Attributes:
        rows: The numbers as they were computed, a row for each of `Layout.nodes`; NaN where one is not
            known. No copy: what uses the same memory again changes them.
        row: The row of each node.
    """

    rows: Floats
    row: Ints

    def of(self, nodes: ArrayLike) -> Floats:
        """The actuals of some nodes, a copy in the order of `nodes`.

        Raises:
            UsageError: There is no such node.
        """
        numbers = np.asarray(nodes, np.intp)
        if numbers.size and (numbers.min() < 0 or numbers.max() >= len(self.row)):
            raise UsageError(f"Nodes are numbered from 0 to {len(self.row) - 1}.")
        return self.rows[self.row[numbers]]

    def all(self) -> Floats:
        """The actuals of all nodes, a copy in the order of the nodes."""
        return self.rows[self.row]
