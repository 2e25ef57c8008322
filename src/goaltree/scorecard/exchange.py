"""Translation of a computed number into its metric's currency, cell by cell.

A flow is translated at the average rate of its own cell, a level at the closing rate, a rate at the
average rate. A missing rate leaves the cell unknown: a neighbour's never stands in.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import partial
from math import nan

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from ..finding import Fault
from ..model.dimension import Unit
from ..model.formula_unit import infer_unit
from ..model.plan import Plan
from ..model.rates import convert
from .grid import Grid
from .node import Node


@frozen(kw_only=True, eq=False)
class Exchange:
    """The factors by which a computed node is multiplied, one a cell.

    Attributes:
        from_unit: What the formula gives.
        to_unit: What the metric counts in.
        kind: Kind of rate.
        exact: The factor of each cell; `None` where a rate is missing.
    """

    from_unit: Unit
    to_unit: Unit
    kind: str
    exact: tuple[Fraction | None, ...]

    @property
    def factors(self) -> NDArray[np.float64]:
        """The factors as float64; nan where a rate is missing."""
        return np.array([nan if factor is None else float(factor) for factor in self.exact])


def exchanges(plan: Plan, nodes: Mapping[str, Node], grid: Grid) -> dict[str, Exchange]:
    """The nodes whose formula gives another currency than their metric's, with the rates between."""
    found = {}
    for key, node in nodes.items():
        unit = node.metric.unit
        if node.formula is None or unit is None or not node.names or not unit.currencies:
            continue
        inferred = infer_unit(node.formula, partial(_unit, nodes, node))
        if not isinstance(inferred, Unit) or not inferred.differs_in_currency(unit):
            continue
        kind = "closing" if node.metric.kind in ("stock", "distinct") else "average"
        # Values are in base units of both, so that display scales play no part.
        factors = tuple(_factor(plan, inferred, unit, kind, cell.last.isoformat()[:7]) for cell in grid.cells)
        found[key] = Exchange(from_unit=inferred, to_unit=unit, kind=kind, exact=factors)
    return found


def _unit(nodes: Mapping[str, Node], node: Node, name: str) -> Unit | None:
    key = node.names.get(name)
    return None if key is None or key not in nodes else nodes[key].metric.unit


def _factor(plan: Plan, from_unit: Unit, to_unit: Unit, kind: str, month: str) -> Fraction | None:
    value = convert(Fraction(1) / from_unit.factor, from_unit, to_unit, plan.fx, kind, month)
    return None if isinstance(value, Fault) else value * to_unit.factor
