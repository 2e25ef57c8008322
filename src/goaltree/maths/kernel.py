"""The roll-up itself: panels of columns that stay in cache, and in each one group after another."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from attrs import frozen
from numpy.typing import ArrayLike, NDArray

from ..errors import UsageError
from .compensation import Floats
from .group import Group
from .height import Ints
from .leaf_row import LeafRows
from .memory import allocate
from .panel import Panel
from .placement import Placement
from .values import Values

PANEL: Final = 262_144
"""Cells of a panel: all rows of so many columns."""
_LEAST_COLUMNS: Final = 64
_FEW_COLUMNS: Final = 32
_MANY_ROWS: Final = 4096


@frozen(kw_only=True, eq=False)
class Kernel:
    """What evaluates a layout.

    Attributes:
        groups: All groups, lowest first.
        leaves: Where the leaves lie.
        row: The row of each node.
        rows: How many rows there are.
        paired: How many rows at the start are those of a ratio's children.
    """

    groups: tuple[Group, ...]
    leaves: LeafRows
    row: Ints
    rows: int
    paired: int

    @classmethod
    def of(cls, placement: Placement, leaf: NDArray[np.bool_]) -> Kernel:
        """The kernel of a placement; `leaf` tells which nodes are leaves."""
        return cls(
            groups=placement.groups,
            leaves=LeafRows.of(leaf, placement.nodes, placement.row),
            row=placement.row,
            rows=len(placement.nodes),
            paired=placement.paired,
        )

    def rollup(self, num: ArrayLike, den: ArrayLike | None, out: Values | None) -> Values:
        """See `Layout.rollup`."""
        upper = self._leaf_numbers(num)
        shape, columns = (self.rows, *upper.shape[1:]), math.prod(upper.shape[1:])
        lower = None if den is None else self._leaf_numbers(den)
        if lower is not None and lower.shape != upper.shape:
            raise UsageError(f"`den` has the shape {lower.shape}, `num` has {upper.shape}.")
        if out is None:
            few = upper.ndim == 2 and columns < _FEW_COLUMNS and self.rows >= _MANY_ROWS
            (flat,) = allocate(1, (self.rows, columns), by_column=few)
            values = flat if upper.ndim == 2 else flat.reshape(shape)
        elif out.row is self.row and out.rows.shape == shape:
            values = out.rows
        else:
            raise UsageError("`out` comes from another layout or has another shape.")
        flat = values.reshape(self.rows, columns) if values.ndim == 3 else values
        self._run(upper, lower, flat)
        return Values(rows=values, row=self.row)

    def _leaf_numbers(self, values: ArrayLike) -> Floats:
        array = np.asarray(values, np.float64)
        if array.ndim not in (2, 3) or len(array) != len(self.leaves.rows):
            raise UsageError(
                f"Numbers of {len(self.leaves.rows)} leaves have the shape [leaves, periods] or "
                f"[leaves, periods, draws], not {array.shape}."
            )
        return array

    def _run(self, num: Floats, den: Floats | None, values: Floats) -> None:
        columns = values.shape[1]
        if not columns:
            return
        if num.ndim == 3:
            num = num.reshape(len(num), columns)
            den = None if den is None else den.reshape(len(den), columns)
        by_column = values.strides[0] < values.strides[1]
        width = min(columns, max(PANEL // max(self.rows, 1), 1 if by_column else _LEAST_COLUMNS))
        if by_column and num.strides[0] > num.strides[1]:
            # Numbers that lie row by row are read once for all columns.
            width = columns
        with np.errstate(all="ignore"):
            panel = self._panel(width, by_column=by_column)
            for start in range(0, columns, width):
                part = slice(start, min(start + width, columns))
                if part.stop - start < width:
                    panel = self._panel(part.stop - start, by_column=by_column)
                block = values[:, part]
                panel.fill_leaves(block, self.leaves, num[:, part], None if den is None else den[:, part])
                for group in self.groups:
                    panel.fill_group(block, group)

    def _panel(self, columns: int, *, by_column: bool) -> Panel:
        return Panel(
            leaves=len(self.leaves.rows),
            paired=self.paired,
            most=max((len(group.rows) for group in self.groups), default=0),
            columns=columns,
            by_column=by_column,
        )
