"""The exact value of a formula: fractions in, a fraction, a truth or `NA` out.

Never infinite, never not-a-number, never complex. What is not known stays not known:

- a missing value gives `NA`, and so does everything computed from it, but for `coalesce`, for the
  branch that `if` does not take, and for `and` and `or` where the other side decides alone;
- a division by 0 gives `NA("ZERO_DENOM")`;
- `log`, `sqrt` and `exp` outside their domain, and a value beyond 14,000 bits, give
  `NA("OUT_OF_DOMAIN")`.

`log`, `exp` and `sqrt` are rounded to 40 significant digits (the root of a square is exact);
`Formula.is_exact` tells whether they occur. All else is exact.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Context, Decimal
from fractions import Fraction
from math import isqrt
from typing import Final, cast

from .formula import Apply, Formula, Number, Reference
from .formula_function import COMPARISONS
from .missing import NA

Lookup = Callable[[str, int], Fraction | NA]
"""Gives the value of a name so many periods back; `NA` where there is none."""

Read = Callable[[Reference], Fraction | NA]
"""Gives what needs more than one period or a score: `last`, `ytd`, `opening`, `year_ago`, `pace`..."""

MAX_BITS: Final = 14_000
"""About 4200 digits: Python refuses to print integers of more than 4300."""
MAX_EXPONENT: Final = 700
_DIGITS: Final = 40

Value = Fraction | bool | NA


def evaluate(formula: Formula, lookup: Lookup, read: Read | None = None) -> Fraction | bool | NA:
    """The value of a formula at one period.

    Args:
        formula: What to compute.
        lookup: The value of a name, 0 or more periods back: serves plain names, `value`, `prev`,
            `lag` and `change`.
        read: The value of the other time and condition functions; without it they are
            `NA("NO_ACTUAL")`.

    Returns:
        A fraction for a value formula, a truth for a condition, `NA` where neither is known.
    """
    stack: list[Value] = []
    for node in formula.nodes:
        if isinstance(node, Apply):
            taken = stack[len(stack) - node.arity :]
            del stack[len(stack) - node.arity :]
            stack.append(apply(node.operator, taken))
        else:
            stack.append(leaf(node, lookup, read))
    return stack[-1]


def leaf(node: Number | Reference, lookup: Lookup, read: Read | None) -> Fraction | NA:
    """The value of a literal or of a name as it is read."""
    if isinstance(node, Number):
        return node.value
    match node.reading:
        case "now" | "value":
            return lookup(node.name, 0)
        case "prev":
            return lookup(node.name, 1)
        case "lag":
            return lookup(node.name, node.periods)
        case "change":
            now, before = lookup(node.name, 0), lookup(node.name, 1)
            if isinstance(now, NA):
                return now
            return before if isinstance(before, NA) else now - before
        case _:
            return NA("NO_ACTUAL", str(node)) if read is None else read(node)


def apply(operator: str, taken: list[Value]) -> Value:
    """One operation on values that are known or not."""
    match operator:
        case "and" | "or":
            return _junction(taken, decisive=operator == "or")
        case "coalesce":
            return next((value for value in taken if not isinstance(value, NA)), taken[0])
        case "if":
            condition, yes, no = taken
            return condition if isinstance(condition, NA) else yes if condition else no
    missing = next((value for value in taken if isinstance(value, NA)), None)
    if missing is not None:
        return missing
    if operator == "not":
        return not taken[0]
    numbers = cast("list[Fraction]", taken)
    if operator in COMPARISONS:
        return compare(operator, numbers[0], numbers[1])
    return bounded(_compute(operator, numbers))


def bounded(number: Fraction | NA) -> Fraction | NA:
    """The number, or `NA` where it is too long to compute with in reasonable time."""
    if isinstance(number, NA) or not _is_long(number):
        return number
    return NA("OUT_OF_DOMAIN", f"more than {MAX_BITS} bits")


def _is_long(number: Fraction) -> bool:
    return max(number.numerator.bit_length(), number.denominator.bit_length()) > MAX_BITS


def total(numbers: list[Fraction]) -> Fraction:
    """The exact sum; it stops where the number grows too long, for `bounded` to see."""
    result = Fraction(0)
    for number in numbers:
        result += number
        if _is_long(result):
            break
    return result


def _junction(taken: list[Value], *, decisive: bool) -> bool | NA:
    """`or` where true decides, `and` where false does: an unknown side matters only if nothing decides."""
    missing: NA | None = None
    for value in taken:
        if isinstance(value, NA):
            missing = value if missing is None else missing
        elif value is decisive:
            return decisive
    return not decisive if missing is None else missing


def compare(operator: str, left: Fraction, right: Fraction) -> bool:
    """One comparison of two known numbers."""
    match operator:
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case ">=":
            return left >= right
        case "==":
            return left == right
        case _:
            return left != right


def _compute(operator: str, numbers: list[Fraction]) -> Fraction | NA:
    first = numbers[0]
    match operator:
        case "+" | "sum":
            return total(numbers)
        case "-":
            return first - numbers[1]
        case "*":
            return first * numbers[1]
        case "/":
            return first / numbers[1] if numbers[1] else NA("ZERO_DENOM")
        case "neg":
            return -first
        case "min":
            return min(numbers)
        case "max":
            return max(numbers)
        case "abs":
            return abs(first)
        case "mean":
            return total(numbers) / len(numbers)
        case "log":
            return _log(first)
        case "exp":
            return _exp(first)
        case _:
            return _sqrt(first)


def _decimal(number: Fraction, context: Context) -> Decimal:
    return context.divide(Decimal(number.numerator), Decimal(number.denominator))


def _rounded(function: Callable[[Context, Decimal], Decimal], number: Fraction) -> Fraction:
    """The function's value to 40 digits, through ten more."""
    context = Context(prec=_DIGITS + 10, traps=[])
    return Fraction(Context(prec=_DIGITS, traps=[]).plus(function(context, _decimal(number, context))))


def _log(number: Fraction) -> Fraction | NA:
    if number <= 0:
        return NA("OUT_OF_DOMAIN", "log")
    return _rounded(Context.ln, number)


def _exp(number: Fraction) -> Fraction | NA:
    if abs(number) > MAX_EXPONENT:
        return NA("OUT_OF_DOMAIN", "exp")
    return _rounded(Context.exp, number)


def _sqrt(number: Fraction) -> Fraction | NA:
    if number < 0:
        return NA("OUT_OF_DOMAIN", "sqrt")
    over, under = isqrt(number.numerator), isqrt(number.denominator)
    if over * over == number.numerator and under * under == number.denominator:
        return Fraction(over, under)
    return _rounded(Context.sqrt, number)
