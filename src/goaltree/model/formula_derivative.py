"""The exact derivative of a formula at a point, by dual numbers over the flat form.

Only the current period of a name moves: `prev(x)` and `lag(x, n)` with n > 0 stand still,
`change(x)` moves with x. How `last`, `ytd`, `pace` and their like move depends on more than the
formula: their derivative is `NA("OUT_OF_DOMAIN")`, as is a corner (`min` and `max` at a tie,
`abs` at 0, `if` on the edge of its condition) where both sides differ.
"""

from __future__ import annotations

from fractions import Fraction
from typing import cast

from attrs import frozen

from .formula import Apply, Formula, Number, Reference
from .formula_eval import Lookup, Read, Value, apply, bounded, leaf, total
from .formula_function import COMPARISONS, LOGIC
from .formula_name import normal
from .missing import NA

_MOVING = frozenset({"now", "value", "change"})
_STILL = frozenset({"prev", "year_ago", "opening"})
_ZERO = Fraction(0)


@frozen
class _Dual:
    """A value and its slope; a truth has slope 0, or `NA` where a small step could turn it over."""

    value: Value
    slope: Fraction | NA


def derivative(formula: Formula, name: str, lookup: Lookup, read: Read | None = None) -> Fraction | NA:
    """How fast a formula's value changes with the current value of one name.

    Args:
        formula: A value formula.
        name: The name, without backticks.
        lookup: As in `evaluate`.
        read: As in `evaluate`.

    Returns:
        The slope, exact but for `log`, `exp` and `sqrt`; `NA` with the value's own reason where
        the formula has no value there, `NA("OUT_OF_DOMAIN")` where it has no slope.
    """
    name = normal(name)
    stack: list[_Dual] = []
    for node in formula.nodes:
        if isinstance(node, Apply):
            taken = stack[len(stack) - node.arity :]
            del stack[len(stack) - node.arity :]
            stack.append(_apply(node.operator, taken))
        else:
            stack.append(_Dual(leaf(node, lookup, read), _seed(node, name)))
    last = stack[-1]
    return last.value if isinstance(last.value, NA) else last.slope


def _seed(node: Number | Reference, name: str) -> Fraction | NA:
    if isinstance(node, Number) or node.name != name:
        return _ZERO
    if node.reading in _MOVING or (node.reading == "lag" and node.periods == 0):
        return Fraction(1)
    if node.reading in _STILL or node.reading == "lag":
        return _ZERO
    return NA("OUT_OF_DOMAIN", str(node))


def _apply(operator: str, taken: list[_Dual]) -> _Dual:
    value = apply(operator, [dual.value for dual in taken])
    if isinstance(value, NA):
        return _Dual(value, value)
    if operator == "if":
        condition, yes, no = taken
        if yes.value == no.value and yes.slope == no.slope:
            return yes
        chosen = yes if condition.value else no
        return _Dual(value, condition.slope if isinstance(condition.slope, NA) else chosen.slope)
    if operator == "coalesce":
        return next(dual for dual in taken if not isinstance(dual.value, NA))
    if operator in LOGIC:
        return _Dual(value, _turn(operator, bool(value), taken))
    if operator in ("min", "max"):
        return _Dual(value, _corner(operator, [d.slope for d in taken if d.value == value]))
    slopes: list[Fraction] = []
    for dual in taken:
        if isinstance(dual.slope, NA):
            return _Dual(value, dual.slope)
        slopes.append(dual.slope)
    numbers = cast("list[Fraction]", [dual.value for dual in taken])
    if operator in COMPARISONS:
        edge = numbers[0] == numbers[1] and slopes[0] != slopes[1]
        return _Dual(value, NA("OUT_OF_DOMAIN", operator) if edge else _ZERO)
    return _Dual(value, bounded(_slope(operator, numbers, slopes, cast("Fraction", value))))


def _turn(operator: str, value: bool, taken: list[_Dual]) -> Fraction | NA:
    """0 where the truth stands firm under a small step, `NA` where it could turn over."""
    if operator == "not" or value is (operator == "and"):
        return next((dual.slope for dual in taken if isinstance(dual.slope, NA)), _ZERO)
    deciding = [dual.slope for dual in taken if dual.value is value]
    return deciding[0] if all(isinstance(slope, NA) for slope in deciding) else _ZERO


def _corner(operator: str, slopes: list[Fraction | NA]) -> Fraction | NA:
    first = slopes[0]
    return first if all(slope == first for slope in slopes) else NA("OUT_OF_DOMAIN", operator)


def _slope(operator: str, numbers: list[Fraction], slopes: list[Fraction], value: Fraction) -> Fraction | NA:
    first, move = numbers[0], slopes[0]
    match operator:
        case "+" | "sum":
            return total(slopes)
        case "-":
            return move - slopes[1]
        case "*":
            return move * numbers[1] + first * slopes[1]
        case "/":
            return (move - value * slopes[1]) / numbers[1]
        case "neg":
            return -move
        case "mean":
            return total(slopes) / len(slopes)
        case "abs":
            return move if first > 0 else -move if first < 0 else _zero_corner(operator, move)
        case "log":
            return move / first
        case "exp":
            return move * value
        case _:
            return move / (2 * value) if value else _zero_corner(operator, move)


def _zero_corner(operator: str, move: Fraction) -> Fraction | NA:
    return NA("OUT_OF_DOMAIN", operator) if move else _ZERO
