"""The unit that a formula gives, from the units of its names.

What is added, compared, chosen between or averaged must have one dimension; products and
quotients multiply and divide units. A number written without `%` takes the unit of what it meets
(`max(sales - 5000万, 0)`); with `%` it has no unit, so that `sales + 5%` is refused. A percentage
less a percentage is in percentage points. Values are in base units, so that `亿元` and `元` add;
a plain number counts base units too (`元` where it meets `亿元`, seconds where it meets `小时`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from attrs import frozen

from ..finding import Fault, Words
from . import formula_faults as faults
from .dimension import DIMENSIONLESS, POINT, Unit
from .formula import Apply, Formula, Node, Number, Reference, print_nodes
from .formula_function import COMPARISONS, LOGIC

_BARE: Final = "bare"
"""The unit of plain numbers: whatever they meet."""

Inferred = Unit | None | str
"""A unit, `None` where it is not known, or `_BARE`."""

_SHARES: Final = frozenset({"pace", "attainment", "deviation"})
_CHOICES: Final = frozenset({"+", "-", "min", "max", "sum", "mean", "coalesce"})


@frozen
class _Part:
    """One operand: its unit, and the nodes that it comes from."""

    unit: Inferred
    start: int
    end: int


def infer_unit(formula: Formula, lookup: Callable[[str], Unit | None]) -> Unit | Fault | None:
    """The unit of a formula's value.

    Args:
        formula: A value formula or a condition.
        lookup: The unit of a name; `None` where it is not known.

    Returns:
        The unit (`DIMENSIONLESS` for a condition and for plain numbers), `None` where an unknown
        one decides it, or the first fault, at the operator's column.
    """
    stack: list[_Part] = []
    for at, node in enumerate(formula.nodes):
        if not isinstance(node, Apply):
            stack.append(_Part(_leaf(node, lookup), at, at + 1))
            continue
        taken = stack[len(stack) - node.arity :]
        del stack[len(stack) - node.arity :]
        unit = _apply(node, taken, formula.nodes)
        if isinstance(unit, Fault):
            return unit
        stack.append(_Part(unit, taken[0].start, at + 1))
    return _settled(stack[-1].unit)


def _settled(unit: Inferred) -> Unit | None:
    return DIMENSIONLESS if isinstance(unit, str) else unit


def _leaf(node: Number | Reference, lookup: Callable[[str], Unit | None]) -> Inferred:
    if isinstance(node, Number):
        return DIMENSIONLESS if node.percent else _BARE
    if node.reading in _SHARES:
        return DIMENSIONLESS
    unit = lookup(node.name)
    return POINT if node.reading == "change" and unit is not None and unit.kind == "percent" else unit


def _apply(node: Apply, taken: list[_Part], nodes: tuple[Node, ...]) -> Inferred | Fault:
    operator = node.operator
    if operator in LOGIC:
        return DIMENSIONLESS
    if operator in ("neg", "abs"):
        return taken[0].unit
    if operator in ("*", "/"):
        return _product(operator, taken[0].unit, taken[1].unit)
    if operator in _CHOICES or operator in COMPARISONS or operator == "if":
        joined = _joined(node, taken[1:] if operator == "if" else taken, nodes)
        return DIMENSIONLESS if operator in COMPARISONS and not isinstance(joined, Fault) else joined
    return _pure(node, taken[0].unit)


def _product(operator: str, left: Inferred, right: Inferred) -> Inferred:
    if left is None or right is None:
        return None
    if isinstance(left, str):
        if isinstance(right, str):
            return _BARE
        return right if operator == "*" else DIMENSIONLESS / right
    if isinstance(right, str):
        return left
    return left * right if operator == "*" else left / right


def _joined(node: Apply, taken: list[_Part], nodes: tuple[Node, ...]) -> Inferred | Fault:
    """The one unit of all operands; unknown if one of them is, but the known ones must agree."""
    first: _Part | None = None
    result: Inferred = _BARE
    unknown = False
    for part in taken:
        if part.unit is None:
            unknown = True
        elif isinstance(part.unit, Unit):
            if first is None:
                first, result = part, part.unit
            elif isinstance(first.unit, Unit) and not first.unit.same_dimension(part.unit):
                return _mismatch(node, first, part, nodes)
            elif isinstance(result, Unit):
                result = _together(node.operator, result, part.unit)
    return None if unknown else result


def _together(operator: str, left: Unit, right: Unit) -> Unit:
    if operator == "-" and left.kind == right.kind == "percent":
        return POINT
    if right.kind == "percent" and left.kind != "percent":
        return right
    return right if left.kind == "plain" and right.kind != "plain" else left


def _pure(node: Apply, unit: Inferred) -> Inferred | Fault:
    """`log`, `exp` and `sqrt` take and give plain numbers."""
    if isinstance(unit, Unit) and not unit.same_dimension(DIMENSIONLESS):
        params = {"function": node.operator, "unit": str(unit)}
        return Fault(
            rule=faults.UNIT_IN_LOG_OR_ROOT, column=node.column, length=len(node.operator), params=params
        )
    return None if unit is None else DIMENSIONLESS


def _mismatch(node: Apply, left: _Part, right: _Part, nodes: tuple[Node, ...]) -> Fault:
    params = {
        "operator": node.operator,
        "left": _shown(left, nodes),
        "right": _shown(right, nodes),
        "left_unit": _named(left.unit),
        "right_unit": _named(right.unit),
    }
    return Fault(
        rule=faults.UNIT_MISMATCH_IN_FORMULA, column=node.column, length=len(node.operator), params=params
    )


def _shown(part: _Part, nodes: tuple[Node, ...]) -> str:
    text = print_nodes(nodes[part.start : part.end])
    return f"`{text if len(text) <= 40 else text[:39] + '…'}`"


def _named(unit: Inferred) -> Words:
    text = str(unit)
    return Words("none", "无") if unit == DIMENSIONLESS else Words(text, text)
