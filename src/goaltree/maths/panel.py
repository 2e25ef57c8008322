"""Some columns of all rows: the piece of a roll-up that stays in cache."""

from __future__ import annotations

import numpy as np

from .compensation import Floats, Scratch, settle
from .group import BLOCK, Group
from .height import Ints
from .leaf_row import LeafRows
from .memory import allocate
from .rule import Rule


class Panel:
    """Work space for panels of `columns` columns, used again from one to the next."""

    def __init__(self, *, leaves: int, paired: int, most: int, columns: int, by_column: bool) -> None:
        """`paired`: rows that keep a pair; `most`: parents of the largest group."""
        self._columns = columns
        self._by_column = by_column
        self._scratch = Scratch(max(BLOCK, 2 * columns), by_column=by_column)
        (self._leaves,) = allocate(1, (leaves if by_column else 0, columns), by_column=by_column)
        # Numerators and denominators side by side, so that one sum serves both.
        self._pairs, self._totals = (
            allocate(1, (rows, 2 * columns), by_column=by_column)[0] for rows in (paired, most)
        )
        self._result, self._spare = allocate(2, (most, columns), by_column=by_column)

    def fill_leaves(self, values: Floats, leaves: LeafRows, num: Floats, den: Floats | None) -> None:
        """Numbers of leaves go to their rows, quotients where there are divisors."""
        step = max(1, min(BLOCK // self._columns, len(leaves.rows)))
        first, second, *_ = self._scratch.pieces(step, self._columns)
        marks = np.empty_like(first, np.bool_)
        for start in range(0, len(leaves.rows), step):
            part = slice(start, start + step)
            result = self._leaves[part] if self._by_column else first[: len(num[part])]
            spare, mark = second[: len(result)], marks[: len(result)]
            if den is None:
                result[:] = num[part]
            else:
                np.divide(num[part], den[part], out=result)
                # A number over infinity would be a plain 0; what is added else makes -0.0 a 0.0.
                np.subtract(den[part], den[part], out=spare)
                np.add(result, spare, out=result)
            if den is None or np.isinf(result, out=mark).any():
                settle(result, spare)
            if not self._by_column:
                _store(values, leaves.rows[part], result)
        if self._by_column:
            # To gather every row is faster than to scatter leaves; rows of parents are filled later.
            for column, numbers in zip(values.T, self._leaves.T, strict=True):
                np.take(numbers, leaves.held, out=column, mode="clip")
        else:
            _store(values, leaves.copies, values[leaves.rows[leaves.copied]])
        _store_pairs(self._pairs[:, : self._columns], leaves, num)
        if den is None:
            self._pairs[:, self._columns :] = 1
        else:
            _store_pairs(self._pairs[:, self._columns :], leaves, den)

    def fill_group(self, values: Floats, group: Group) -> None:
        """One group's results go to the rows of its parents."""
        result, spare = self._result[: len(group.rows)], self._spare[: len(group.rows)]
        children = values[group.first : group.last]
        match group.rule:
            case Rule.SUM:
                group.add(children, result, self._scratch)
            case Rule.MEAN:
                group.add(children, result, self._scratch, weighted=True)
                assert group.weight_sums is not None
                np.divide(result, group.weight_sums, out=result)
            case Rule.RATIO:
                self._fill_ratio(group, result, spare)
            case Rule.FORMULA:
                group.run(children, result)
            case _:
                group.fold(children, result)
        settle(result, spare)
        _store(values, group.rows, result)
        if len(group.copies):
            _store(values, group.copies, result[group.copied])
        if len(group.pair_rows) and group.rule != Rule.RATIO:
            _store(self._pairs[:, : self._columns], group.pair_rows, result[group.pair_of])
            self._pairs[group.pair_rows, self._columns :] = 1

    def _fill_ratio(self, group: Group, result: Floats, spare: Floats) -> None:
        totals = self._totals[: len(group.rows)]
        group.add(self._pairs[group.first : group.last], totals, self._scratch)
        num, den = totals[:, : self._columns], totals[:, self._columns :]
        # A number over a sum that overflowed would be a plain 0.
        settle(num, spare)
        settle(den, spare)
        if len(group.pair_rows):
            _store(self._pairs, group.pair_rows, totals[group.pair_of])
        np.divide(num, den, out=result)


def _store_pairs(pairs: Floats, leaves: LeafRows, numbers: Floats) -> None:
    first, more = np.searchsorted(leaves.rows, len(pairs)), np.searchsorted(leaves.copies, len(pairs))
    _store(pairs, leaves.rows[:first], numbers[:first])
    _store(pairs, leaves.copies[:more], numbers[leaves.copied[:more]])


def _store(values: Floats, rows: Ints, block: Floats) -> None:
    """`values[rows] = block`, in the order of memory."""
    if values.strides[0] < values.strides[1]:
        for column, part in zip(values.T, block.T, strict=True):
            column[rows] = part
    else:
        values[rows] = block
