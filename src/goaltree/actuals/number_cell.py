"""One cell as an exact number, in the base units of what it is counted in."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from ..finding import Fault, Rule, Words
from ..model.dimension import DIMENSIONLESS, Unit
from ..model.quantity import Quantity, parse_quantity
from ..model.unit import Units
from .reason import reason_of
from .value_faults import (
    COUNT_UNUSABLE,
    PERCENT_UNSCALED,
    UNIT_UNFIT,
    VALUE_INEXACT,
    VALUE_OF_WRONG_TYPE,
    VALUE_UNREADABLE,
)

PercentScale = Literal["fraction", "percent"]

_LARGEST: Final = 100
"""Numbers stay below ten to this power, as in plans."""
_SMALLEST: Final = -1_000
_INFINITE: Final = Words("it is not finite.", "不是有限数。")
_LARGE: Final = Words("it is not below 1e100.", "不小于 1e100。")
_NEGATIVE: Final = Words("it is below 0.", "小于 0。")


def exact(cell: object) -> Fraction | Fault | None:
    """A number as the fraction that it says; `None` for a text.

    A binary float says its shortest decimal: 0.1 is 1/10, as the person wrote who typed it.
    """
    if isinstance(cell, str):
        return None
    if type(cell).__module__ == "numpy" and hasattr(cell, "item"):
        cell = cell.item()
    if isinstance(cell, bool):
        return _wrong_type(cell)
    if isinstance(cell, int):
        return Fraction(cell) if cell.bit_length() < 333 else _unreadable(_LARGE)
    if isinstance(cell, Fraction):
        return cell if abs(cell) < 10**_LARGEST else _unreadable(_LARGE)
    if isinstance(cell, float):
        cell = Decimal(repr(cell))
    if isinstance(cell, Decimal):
        if not cell.is_finite():
            return _unreadable(_INFINITE)
        if cell and not _SMALLEST < cell.adjusted() < _LARGEST:
            return _unreadable(_LARGE)
        return Fraction(cell)
    return _wrong_type(cell)


def value_of(
    cell: object,
    metric: str,
    wanted: Unit | None,
    given: Unit | None,
    percent: PercentScale | None,
    units: Units,
) -> tuple[Fraction, Unit] | Fault:
    """The value of a cell in base units, and the unit that it came in.

    Args:
        cell: A number or a text; not blank.
        metric: Key of the metric, for messages.
        wanted: The metric's unit; `None` where it has none.
        given: The unit that the row names; `None` where it names none.
        percent: How a bare number of a percentage is meant; `None` where nobody said.
        units: The units that the plan knows.
    """
    number = exact(cell)
    if isinstance(number, Fault):
        return number
    unit = given or wanted or DIMENSIONLESS
    if number is None:
        quantity = parse_quantity(str(cell).strip(), units, None if _is_percent(unit) else unit)
        if isinstance(quantity, Fault):
            return _unreadable(reason_of(quantity), quantity.rule)
        if not quantity.is_exact:
            return Fault(rule=VALUE_INEXACT)
        if not _is_percent(unit) or not _is_bare(quantity):
            return _written(quantity, metric, unit)
        number = Fraction(quantity.value)
    if not _is_percent(unit) or given is not None:
        return number * unit.factor, unit
    if percent is None:
        return Fault(rule=PERCENT_UNSCALED, params={"metric": metric})
    return number * unit.factor * (100 if percent == "fraction" else 1), unit


def count_of(cell: object, units: Units) -> Fraction | Fault:
    """How many facts stand behind a value; a number of at least 0."""
    number = exact(cell)
    if number is None:
        quantity = parse_quantity(str(cell).strip(), units)
        if isinstance(quantity, Fault):
            return Fault(rule=COUNT_UNUSABLE, params={"reason": reason_of(quantity)})
        if not quantity.is_exact:
            return Fault(rule=VALUE_INEXACT)
        number = quantity.base
    if isinstance(number, Fault):
        return number
    return number if number >= 0 else Fault(rule=COUNT_UNUSABLE, params={"reason": _NEGATIVE})


def unfit(metric: str, unit: Unit, wanted: Unit) -> Fault:
    """That a value is counted in something else than its metric."""
    return Fault(rule=UNIT_UNFIT, params={"metric": metric, "unit": str(unit), "wanted": str(wanted)})


def _written(quantity: Quantity, metric: str, unit: Unit) -> tuple[Fraction, Unit] | Fault:
    """A quantity with a unit of its own, which must be of the kind that the row or the metric names."""
    own = quantity.unit
    if (own.kind == "pp") != (unit.kind == "pp"):
        return unfit(metric, own, unit)
    return quantity.base, own


def _is_percent(unit: Unit) -> bool:
    return unit.kind in ("percent", "pp")


def _is_bare(quantity: Quantity) -> bool:
    return not quantity.unit.dims and quantity.unit.kind == "plain"


def _wrong_type(cell: object) -> Fault:
    return Fault(rule=VALUE_OF_WRONG_TYPE, params={"type": type(cell).__name__})


def _unreadable(reason: Words, rule: Rule = VALUE_UNREADABLE) -> Fault:
    return Fault(rule=VALUE_UNREADABLE, params={"reason": reason, "about": rule.code})
