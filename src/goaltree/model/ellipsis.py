"""What people leave out of a unit, because the metric says it already.

Two habits, and no others: a basket of `85 美元` where the metric is in `元/单` (the counted thing
below the line is left out), and `40 个` where the metric counts cities (`个` counts anything).
Time below the line is never filled in: `100 元` of `元/月` may be a month's or a year's.
"""

from __future__ import annotations

from typing import Final

from attrs import evolve

from ..finding import Fault
from .dimension import CURRENCY, DIMENSIONLESS, Unit
from .quantity import Quantity
from .unit import Units, parse_unit

_ITEM: Final = (("item", 1),)
_TIME: Final = frozenset({"second", "month"})


def completed(quantity: Quantity, unit: Unit, units: Units) -> Quantity:
    """The quantity in a unit that fits the metric's, where people leave that part out.

    Args:
        quantity: As read.
        unit: The metric's unit.
        units: The plan's units.

    Returns:
        The same value with the unit filled in; the quantity itself where nothing was left out, or
        where what is left out is not one of the two habits.
    """
    own = quantity.unit
    if own.dims == unit.dims or own.is_dimensionless or own.differs_in_currency(unit):
        return quantity
    if own.dims == _ITEM and len(unit.dims) == 1 and _counts(unit.dims[0][0]) and unit.dims[0][1] == 1:
        return evolve(quantity, unit=unit.unscaled)
    below = _below(unit, units)
    if below is None:
        return quantity
    whole = own / below
    return (
        evolve(quantity, unit=whole)
        if whole.dims == unit.dims or whole.differs_in_currency(unit)
        else quantity
    )


def _counts(dimension: str) -> bool:
    return not dimension.startswith(CURRENCY) and dimension not in _TIME


def _below(unit: Unit, units: Units) -> Unit | None:
    """What stands below the line, if it is counted things only."""
    below = DIMENSIONLESS
    for symbol, exponent in unit.parts:
        if exponent > 0:
            continue
        part = parse_unit(symbol, units)
        if isinstance(part, Fault) or len(part.dims) != 1 or not _counts(part.dims[0][0]):
            return None
        below = below * part**-exponent
    return below if below.dims else None
