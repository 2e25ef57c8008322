"""A formula as a value: names, numbers and operations, stored flat in postfix order.

`parse_formula` (in `formula_parse`) makes one from text; nothing here recurses, compiles or
evaluates. What a formula may say:

- **Names**: keys and addresses (`orders`, `sales.channel.线上`) in any script, NFKC-normalised. A
  name with a space, a hyphen or another symbol, one that begins with a digit, and one that is a
  reserved word stand in backticks: `` `站内 GMV` ``, ``sales.`7日` ``. `a-b` is a subtraction.
- **Numbers**: `12`, `0.5`, `1e3`, `60%`, `5000万`, `1.2亿`. Without `%` a number takes the unit of
  what it is added to or compared with; with `%` it is a share and has no unit.
- **Operators**, loosest first: `or`, `and`, `not (...)`, `< <= > >= == !=` (also `≤ ≥ ≠`),
  `+ -`, `* /` (also `× ÷`), the sign. Full-width forms are read as their plain ones.
- **Functions**: those in `formula_function.FUNCTIONS`. A time or condition function takes one name.

Comparisons do not chain (`a < b and b < c`), and `not` wants parentheses.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final, Literal

from attrs import evolve, field, frozen

from ..errors import UsageError
from .formula_function import COMPARISONS, FUNCTIONS, LOGIC
from .formula_name import name_defect, normal, quote_name

MAX_LENGTH: Final = 2000
MAX_TOKENS: Final = 1000
MAX_DEPTH: Final = 50
MAX_DIGITS: Final = 50
MAX_POWER: Final = 30
"""A literal other than 0 lies between 1e-30 and 1e30."""

Kind = Literal["value", "condition"]
Reading = Literal[
    "now",
    "prev",
    "lag",
    "last",
    "ytd",
    "opening",
    "year_ago",
    "change",
    "value",
    "pace",
    "attainment",
    "deviation",
]

_LAGGED: Final[Mapping[str, int]] = {"prev": 1, "year_ago": 1, "opening": 1}
_INEXACT: Final = frozenset({"log", "exp", "sqrt"})


@frozen
class Number:
    """A literal: its exact value, and whether it was written with `%`."""

    value: Fraction
    percent: bool = False
    column: int = field(default=0, eq=False)


@frozen(kw_only=True)
class Reference:
    """A name, and how it is read.

    Attributes:
        name: Key or address, NFKC-normalised, without backticks.
        reading: `now`, or the time or condition function around it.
        periods: The `n` of `lag` and `last`; 0 elsewhere.
        column: Characters before the name in the text.
        length: Characters of the name as written, backticks included.
    """

    name: str
    reading: Reading = "now"
    periods: int = 0
    column: int = field(default=0, eq=False)
    length: int = field(default=1, eq=False)

    def __str__(self) -> str:
        name = quote_name(self.name)
        if self.reading == "now":
            return name
        more = f", {self.periods}" if self.reading in ("lag", "last") else ""
        return f"{self.reading}({name}{more})"


@frozen
class Apply:
    """An operation on the `arity` values before it; `neg` is the minus sign of one value."""

    operator: str
    arity: int
    column: int = field(default=0, eq=False)


Node = Number | Reference | Apply


@frozen(kw_only=True)
class NameUse:
    """One use of a name: what, where, and at least how many periods back it looks."""

    name: str
    column: int
    length: int
    lag: int


@frozen
class Formula:
    """A parsed formula. Two are equal when they say the same, however they are spaced.

    Attributes:
        text: As written.
        nodes: Values and operations in postfix order.
    """

    text: str = field(eq=False)
    nodes: tuple[Node, ...]

    @property
    def kind(self) -> Kind:
        """`condition` where it is true or false, `value` where it is a number."""
        last = self.nodes[-1]
        truth = isinstance(last, Apply) and (last.operator in COMPARISONS or last.operator in LOGIC)
        return "condition" if truth else "value"

    @property
    def names(self) -> tuple[NameUse, ...]:
        """Every use of a name, in the order of the text."""
        return tuple(
            NameUse(
                name=node.name,
                column=node.column,
                length=node.length,
                lag=node.periods if node.reading == "lag" else _LAGGED.get(node.reading, 0),
            )
            for node in self.nodes
            if isinstance(node, Reference)
        )

    @property
    def is_exact(self) -> bool:
        """False where `log`, `exp` or `sqrt` occur: their values are rounded to 40 digits."""
        return not any(isinstance(node, Apply) and node.operator in _INEXACT for node in self.nodes)

    def __str__(self) -> str:
        return print_nodes(self.nodes)

    def rename(self, names: Mapping[str, str]) -> Formula:
        """The same formula under other names; the rest of the text stays as it was written.

        Args:
            names: Old name to new name, both without backticks.

        Raises:
            UsageError: A new name cannot be one, or the text outgrows what a formula may be.
        """
        names = {normal(old): normal(new) for old, new in names.items()}
        for new in names.values():
            if name_defect(new):
                raise UsageError(f"{new!r} cannot be a name in a formula.")
        changes = [
            (node.column, node.length, quote_name(names[node.name]))
            for node in self.nodes
            if isinstance(node, Reference) and node.name in names
        ]
        text = self.text
        for column, length, new in sorted(changes, reverse=True):
            text = text[:column] + new + text[column + length :]
        nodes = tuple(_renamed(node, names, changes) for node in self.nodes)
        if max(len(text), len(print_nodes(nodes))) > MAX_LENGTH:
            raise UsageError(f"The renamed formula is longer than {MAX_LENGTH} characters.")
        return Formula(text, nodes)


def _renamed(node: Node, names: Mapping[str, str], changes: list[tuple[int, int, str]]) -> Node:
    column = node.column + sum(len(new) - length for start, length, new in changes if start < node.column)
    if isinstance(node, Reference) and node.name in names:
        new = names[node.name]
        return evolve(node, name=new, column=column, length=len(quote_name(new)))
    return evolve(node, column=column)


PRECEDENCE: Final[Mapping[str, int]] = {
    "or": 1,
    "and": 2,
    "not": 3,
    **dict.fromkeys(COMPARISONS, 4),
    "+": 5,
    "-": 5,
    "*": 6,
    "/": 6,
    "neg": 7,
}
_ATOM: Final = 8


def print_nodes(nodes: tuple[Node, ...]) -> str:
    """The canonical text: one space around operators, no needless parentheses."""
    stack: list[tuple[str, int]] = []
    for node in nodes:
        if isinstance(node, Apply):
            taken = stack[len(stack) - node.arity :]
            del stack[len(stack) - node.arity :]
            stack.append(_print_apply(node.operator, taken))
        else:
            stack.append((print_number(node) if isinstance(node, Number) else str(node), _ATOM))
    return stack[-1][0]


def _print_apply(operator: str, taken: list[tuple[str, int]]) -> tuple[str, int]:
    if operator in FUNCTIONS:
        return f"{operator}({', '.join(text for text, _ in taken)})", _ATOM
    level = PRECEDENCE[operator]
    if operator == "neg":
        return "-" + _wrap(taken[0], level), level
    if operator == "not":
        text, inner = taken[0]
        return f"not {text}" if inner == level else f"not ({text})", level
    left = _wrap(taken[0], level + (operator in COMPARISONS))
    return f"{left} {operator} {_wrap(taken[1], level + 1)}", level


def _wrap(part: tuple[str, int], least: int) -> str:
    text, level = part
    return text if level >= least else f"({text})"


def print_number(number: Number) -> str:
    """The literal in plain digits, with an exponent only beyond `MAX_DIGITS`; `%` is kept."""
    value = number.value * 100 if number.percent else number.value
    digits, power = _decimal_digits(value)
    text = str(digits)
    if power >= 0:
        plain = text + "0" * power
    else:
        text = text.rjust(1 - power, "0")
        plain = f"{text[:power]}.{text[power:]}"
    short = plain if len(plain.replace(".", "")) <= MAX_DIGITS else f"{digits}e{power}"
    return short + ("%" if number.percent else "")


def _decimal_digits(value: Fraction) -> tuple[int, int]:
    """`value` = digits * 10 ** power, without zeros at the end; literals always have one."""
    power = 0
    denominator, numerator = value.denominator, value.numerator
    while denominator != 1:
        numerator *= 10
        shrunk = Fraction(numerator, denominator)
        numerator, denominator = shrunk.numerator, shrunk.denominator
        power -= 1
    while numerator and numerator % 10 == 0:
        numerator //= 10
        power += 1
    return numerator, power
