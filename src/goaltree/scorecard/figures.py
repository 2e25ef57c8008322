"""The figures of all nodes on the grid: roll-ups and formulas run over whole arrays, step by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import nan

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from ..actuals.series import Series
from ..model.formula import Reference
from .exchange import Exchange
from .fill import Filled, Floats, accumulate, fill, running
from .grid import Grid
from .node import Node
from .wiring import Cellwise, Stage, Wiring


@frozen(kw_only=True, eq=False)
class Figures(Filled):
    """Every node on the grid, a row each, in base units; nan where it is not known."""

    def of_period(self, nodes: Sequence[Node]) -> Floats:
        """What each node is in a period by itself, as healthy ranges are of one: of a total what it brought."""
        totals = np.array([node.is_flow for node in nodes], np.bool_)[:, None]
        return np.where(totals, self.cell, self.figure)


def figures(
    nodes: Sequence[Node],
    wiring: Wiring,
    series: Sequence[Series],
    grid: Grid,
    opening: Floats,
    exchange: Mapping[int, Exchange],
) -> Figures:
    """All figures, from the observations upward.

    Args:
        nodes: Every node, in the order of positions.
        wiring: How each comes about.
        series: The observations of `wiring.observed`, in that order.
        grid: The cells.
        opening: What each node had when the plan's period began, where a goal states it; else nan.
        exchange: Rates by which computed nodes are translated into their metric's currency.
    """
    size = len(nodes), len(grid)
    found = Figures(
        cell=np.full(size, nan),
        count=np.full(size, nan),
        figure=np.full(size, nan),
        weight=np.full(size, nan),
        through=np.broadcast_to(grid.ends, size).copy(),
    )
    seen = fill([nodes[at] for at in wiring.observed], series, grid)
    for name in ("cell", "count", "figure", "weight", "through"):
        getattr(found, name)[wiring.observed] = getattr(seen, name)
    for step in wiring.steps:
        if isinstance(step, Stage):
            for at in _roll_up(step, found, wiring):
                way = wiring.ways[nodes[at].key]
                if way.kind == "formula" and at in exchange:
                    found.cell[at] *= exchange[at].factors
                    found.figure[at] *= exchange[at].factors
                if way.own_time:
                    figure, weight = accumulate([nodes[at]], found.cell[[at]], found.count[[at]], grid)
                    found.figure[at], found.weight[at] = figure[0], weight[0]
        else:
            _compute(step, found, nodes, grid, opening, exchange)
    _align(nodes, wiring, found, seen, grid)
    return found


def _roll_up(stage: Stage, found: Figures, wiring: Wiring) -> list[int]:
    """One roll-up, of cells and figures side by side; the positions of what was rolled up."""
    leaves = stage.nodes[stage.layout.leaves]
    values = np.concatenate([found.cell[leaves], found.figure[leaves]], axis=1)
    counts = np.concatenate([found.count[leaves], found.weight[leaves]], axis=1)
    den = np.where(stage.pooled[:, None], counts, 1.0)
    with np.errstate(invalid="ignore"):
        num = np.where(stage.pooled[:, None], values * counts, values)
    rolled = np.array(stage.layout.rollup(num, den).all())
    is_leaf = np.zeros(len(stage.nodes), np.bool_)
    is_leaf[stage.layout.leaves] = True
    inner = stage.nodes[~is_leaf]
    half = found.cell.shape[1]
    found.cell[inner] = rolled[~is_leaf][:, :half]
    found.figure[inner] = rolled[~is_leaf][:, half:]
    if not bool(np.isnan(found.count).all()):
        _carry_counts(stage, found, inner, wiring)
    return [int(at) for at in inner]


def _carry_counts(stage: Stage, found: Figures, inner: NDArray[np.intp], wiring: Wiring) -> None:
    """What pools a pooled node: the sum of what pools its parts, so that it can be pooled again."""
    keys = list(wiring.ways)
    position = {key: at for at, key in enumerate(keys)}
    rolled = {int(at) for at in inner}
    for at in (at for at in wiring.order if at in rolled):  # parts first
        way = wiring.ways[keys[at]]
        if way.kind == "same" or (way.parts is not None and way.parts.combine == "pooled"):
            parts = [position[need] for need in way.needs]
            found.count[at] = found.count[parts].sum(axis=0)
            found.weight[at] = found.weight[parts].sum(axis=0)


def _compute(
    step: Cellwise,
    found: Figures,
    nodes: Sequence[Node],
    grid: Grid,
    opening: Floats,
    exchange: Mapping[int, Exchange],
) -> None:
    """Formulas cell by cell; a loop over time takes one cell after the other."""
    position = {node.key: at for at, node in enumerate(nodes)}
    if step.loops:
        for j in range(len(grid)):
            for at, program, way in zip(step.nodes, step.programs, step.ways, strict=True):
                slots = [reading(ref, position[key], found, nodes, grid, opening) for ref, key in way.slots]
                value = program.run([slot[j : j + 1] for slot in slots])
                found.cell[at, j] = value[0] * (exchange[at].factors[j] if at in exchange else 1.0)
                found.figure[at] = _figure(nodes[at], found.cell[at], grid)
        return
    for at, program, way in zip(step.nodes, step.programs, step.ways, strict=True):
        slots = [reading(ref, position[key], found, nodes, grid, opening) for ref, key in way.slots]
        factor = exchange[at].factors if at in exchange else 1.0
        found.cell[at] = program.run(slots) * factor
        found.figure[at] = _figure(nodes[at], found.cell[at], grid)


def _figure(node: Node, cell: Floats, grid: Grid) -> Floats:
    made, _ = accumulate([node], cell[None], np.full((1, len(cell)), nan), grid)
    row: Floats = made[0]
    return row


def reading(
    reference: Reference, at: int, found: Figures, nodes: Sequence[Node], grid: Grid, opening: Floats
) -> Floats:
    """What a name gives in each cell, as it is read.

    Args:
        reference: How the name is read.
        at: Position of the node that it means.
        found: What is known of every node.
        nodes: Every node, by position.
        grid: The cells.
        opening: What each node had when the plan's period began, where a goal states it; else nan.
    """
    cell: Floats = found.cell[at]
    node = nodes[at]
    match reference.reading:
        case "prev":
            return _lagged(cell, 1, node, grid, opening[at])
        case "lag":
            return _lagged(cell, reference.periods, node, grid, opening[at])
        case "change":
            return cell - _lagged(cell, 1, node, grid, opening[at])
        case "year_ago":
            back = grid.year_back
            return np.where(back >= 0, cell[back], nan)
        case "opening":
            return _opened(cell, node, grid, opening[at])
        case "ytd":
            figure: Floats = found.figure[at]
            return running(cell, *grid.resets(node.period)) if node.adds_up else figure
        case "last":
            return _last(cell, found.count[at], reference.periods, node)
        case _:
            return cell


def _lagged(cell: Floats, periods: int, node: Node, grid: Grid, opening: float) -> Floats:
    """So many cells earlier; before the plan's period a level is what it opened with, if nothing else is known."""
    if periods == 0:
        return cell
    out = np.full(cell.shape, nan)
    out[periods:] = cell[:-periods] if periods <= len(cell) else nan
    first = grid.start
    opened = first + periods - 1
    if not node.adds_up and opened < len(cell) and np.isnan(out[opened]):
        out[opened] = opening
    return out


def _opened(cell: Floats, node: Node, grid: Grid, opening: float) -> Floats:
    """The level with which each year began: the last cell before it, else what a goal states."""
    begins, inside = grid.resets(node.period)
    out = np.full(cell.shape, nan)
    value = nan
    for j in range(len(cell)):
        if begins[j]:
            value = cell[j - 1] if j else nan
            value = opening if np.isnan(value) and j == grid.start else value
        if inside[j]:
            out[j] = value
    return out


def _last(cell: Floats, count: Floats, periods: int, node: Node) -> Floats:
    """Over the last cells, by the node's kind; nan where one of them is not known."""
    out = np.full(cell.shape, nan)
    for j in range(periods - 1, len(cell)):
        here = slice(j - periods + 1, j + 1)
        if node.adds_up:
            out[j] = running(cell[None, here], *_one_run(periods))[0, -1]
        elif node.metric.kind in ("ratio", "mean", "score") and periods > 1:
            total = running(count[None, here], *_one_run(periods))[0, -1]
            out[j] = running((cell * count)[None, here], *_one_run(periods))[0, -1] / total
        else:
            out[j] = nan if np.isnan(cell[here]).any() else cell[j]
    return out


def _one_run(periods: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    begins = np.zeros(periods, np.bool_)
    begins[0] = True
    return begins, np.ones(periods, np.bool_)


def _align(nodes: Sequence[Node], wiring: Wiring, found: Figures, seen: Filled, grid: Grid) -> None:
    """A sum of totals that reach different days is not known: such figures are taken out.

    Only where observations end inside a cell (weeks in months) is there anything to do.
    """
    if bool((seen.through == grid.ends).all()):
        return
    position = {node.key: at for at, node in enumerate(nodes)}
    gone = np.zeros(found.figure.shape, np.bool_)
    for at in wiring.order:
        needs = [position[need] for need in wiring.ways[nodes[at].key].needs if position[need] != at]
        reached = found.through[needs]
        found.through[at] = reached.min(axis=0)
        gone[at] = gone[needs].any(axis=0)
        if nodes[at].is_flow:
            gone[at] |= (reached != reached[0]).any(axis=0)
    found.figure[gone] = nan
