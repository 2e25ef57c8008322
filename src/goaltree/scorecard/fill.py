"""Observations on the grid: what each observed node is in each cell, and up to each cell.

Nothing is filled in. A cell is known where observations give it; a total is known as far as
observations follow one another without a gap from the first day on.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, nan

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from ..actuals.series import Series
from .grid import Grid
from .node import Node

Floats = NDArray[np.float64]


@frozen(kw_only=True, eq=False)
class Filled:
    """Nodes on the grid, a row each, in base units; nan where one is not known.

    Attributes:
        cell: The value of each cell.
        count: What pools it; nan where no source says.
        figure: The value up to the end of each cell, as the node's periods combine.
        weight: What pools the figure.
        through: The last day that a figure reaches, as an ordinal; the cell's end unless observations
            end before it.
    """

    cell: Floats
    count: Floats
    figure: Floats
    weight: Floats
    through: NDArray[np.int64]


def fill(nodes: Sequence[Node], series: Sequence[Series], grid: Grid) -> Filled:
    """The cells and figures of observed nodes.

    Args:
        nodes: What is observed.
        series: Their observations, in the same order.
        grid: The cells.

    Returns:
        nan where nothing is known. Sums are correctly rounded sums of the float64 values.
    """
    shape = (len(nodes), len(grid))
    cell, count = np.full(shape, nan), np.full(shape, nan)
    through = np.broadcast_to(grid.ends, shape).copy()
    odd = _place(series, grid, cell, count)
    figure, weight = accumulate(nodes, cell, count, grid)
    for row in odd:
        _fill_row(nodes[row], series[row], grid, row, (cell, count, figure, weight), through)
    return Filled(cell=cell, count=count, figure=figure, weight=weight, through=through)


def _place(series: Sequence[Series], grid: Grid, cell: Floats, count: Floats) -> list[int]:
    """Set the rows whose observations are cells of the grid, all at once; the others are answered."""
    if not series or not len(grid):
        return []
    lengths = [len(one) for one in series]
    row = np.repeat(np.arange(len(series)), lengths)
    firsts = np.concatenate([one.first_days for one in series]).astype(np.int64)
    lasts = np.concatenate([one.last_days for one in series]).astype(np.int64)
    at = np.searchsorted(grid.ends, lasts).clip(max=len(grid) - 1)
    seen = (lasts <= grid.ends[-1]) & (lasts >= grid.firsts[at])
    fits = (firsts == grid.firsts[at]) & (lasts == grid.ends[at])
    odd = np.unique(row[seen & ~fits])
    good = seen & fits & ~np.isin(row, odd)
    cell[row[good], at[good]] = np.concatenate([one.floats for one in series])[good]
    count[row[good], at[good]] = np.concatenate([one.count_floats for one in series])[good]
    return [int(one) for one in odd]


def accumulate(nodes: Sequence[Node], cell: Floats, count: Floats, grid: Grid) -> tuple[Floats, Floats]:
    """The figures up to each cell, and what pools them, from the cells.

    A sum starts anew with each node's own period and carries its rounding error along, so that it is
    the nearest number or its neighbour. A mean over time of a stock is that of its closings; of
    anything else it is pooled by count, and weighted by days where no count is known.
    """
    figure, weight = cell.copy(), count.copy()
    groups: dict[tuple[object, str], list[int]] = {}
    for row, node in enumerate(nodes):
        if node.over_time != "last":
            groups.setdefault((node.period, node.over_time), []).append(row)
    for (_, way), rows in groups.items():
        begins, inside = grid.resets(nodes[rows[0]].period)
        values, counts = cell[rows], count[rows]
        if way == "sum":
            figure[rows] = running(values, begins, inside)
        elif way == "average":
            stock = np.array([[nodes[row].metric.kind == "stock"] for row in rows])
            by_days = np.where(stock, 1.0, grid.days.astype(np.float64))
            weights = np.where(np.isnan(counts).all(axis=1, keepdims=True) | stock, by_days, counts)
            total = running(weights, begins, inside)
            figure[rows] = running(values * weights, begins, inside) / total
            weight[rows] = np.where(np.isnan(counts), nan, total)
        else:
            figure[rows] = _extreme(values, begins, inside, way)
    return figure, weight


def running(values: Floats, begins: NDArray[np.bool_], inside: NDArray[np.bool_]) -> Floats:
    """Running sums along the last axis, anew where a period begins; nan outside of it and after a gap."""
    out = np.full(values.shape, nan)
    total = np.zeros(values.shape[:-1])
    error = np.zeros(values.shape[:-1])
    for j in range(values.shape[-1]):
        if not inside[j]:
            continue
        value = values[..., j]
        if begins[j]:
            total, error = value.copy(), np.zeros_like(total)
        else:
            summed = total + value
            part = summed - total
            error = error + ((total - (summed - part)) + (value - part))
            total = summed
        out[..., j] = total + error
    return out


def _extreme(values: Floats, begins: NDArray[np.bool_], inside: NDArray[np.bool_], way: str) -> Floats:
    out = np.full(values.shape, nan)
    best = np.full(values.shape[:-1], nan)
    for j in range(values.shape[-1]):
        if not inside[j]:
            continue
        if begins[j]:
            best = values[..., j]
        elif way == "min":
            best = np.minimum(best, values[..., j])
        elif way == "max":
            best = np.maximum(best, values[..., j])
        out[..., j] = best
    return out


def _fill_row(
    node: Node, series: Series, grid: Grid, row: int, into: tuple[Floats, ...], through: NDArray[np.int64]
) -> None:
    """One node whose observations are not cells of the grid: days, weeks, quarters, or a mixture."""
    cell, count, figure, weight = into
    for array in into:
        array[row] = nan
    firsts, lasts = series.first_days.astype(np.int64), series.last_days.astype(np.int64)
    at = np.searchsorted(grid.ends, lasts)
    seen = (at < len(grid)) & (lasts >= grid.firsts[at.clip(max=len(grid) - 1)])
    values, counts = series.floats, series.count_floats
    for j in np.unique(at[seen]):
        here = np.flatnonzero(seen & (at == j))
        if node.adds_up:
            whole = firsts[here[0]] == grid.firsts[j] and _is_unbroken(firsts[here], lasts[here])
            cell[row, j] = fsum(values[here]) if whole else nan
        else:
            cell[row, j], count[row, j] = _pooled(values[here], counts[here])
        through[row, j] = lasts[here[-1]]
    if node.is_flow:
        _totals(node, grid, row, figure, through, (firsts, lasts, values))
        return
    figures, weights = accumulate([node], cell[[row]], count[[row]], grid)
    figure[row], weight[row] = figures[0], weights[0]


def _is_unbroken(firsts: NDArray[np.int64], lasts: NDArray[np.int64]) -> bool:
    return bool((firsts[1:] == lasts[:-1] + 1).all())


def _pooled(values: Floats, counts: Floats) -> tuple[float, float]:
    """The value of a cell with several observations: pooled by count, else the latest."""
    total = fsum(counts) if not np.isnan(counts).any() else nan
    if len(values) > 1 and total > 0:
        return fsum(values * counts) / total, total
    return float(values[-1]), float(counts[-1])


def _totals(
    node: Node,
    grid: Grid,
    row: int,
    figure: Floats,
    through: NDArray[np.int64],
    seen: tuple[NDArray[np.int64], NDArray[np.int64], Floats],
) -> None:
    """Totals from the first day of the node's period on, as far as observations follow one another."""
    firsts, lasts, values = seen
    begins, inside = grid.resets(node.period)
    starts = np.flatnonzero(begins)
    for start in starts:
        first = grid.firsts[start]
        beyond = np.flatnonzero(~inside[start:])
        stop = start + int(beyond[0]) if len(beyond) else len(grid)
        later = [s for s in starts if s > start]
        stop = min(stop, int(later[0])) if later else stop
        mine = np.flatnonzero((firsts >= first) & (lasts <= grid.ends[stop - 1]))
        if not len(mine) or firsts[mine[0]] != first:
            continue
        broken = np.flatnonzero(firsts[mine][1:] != lasts[mine][:-1] + 1)
        mine = mine[: int(broken[0]) + 1] if len(broken) else mine
        for j in range(start, stop):
            upto = mine[lasts[mine] <= grid.ends[j]]
            if len(upto) and lasts[upto[-1]] >= grid.firsts[j]:
                figure[row, j] = fsum(values[upto])
                through[row, j] = lasts[upto[-1]]
