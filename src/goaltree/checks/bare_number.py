"""The rule on numbers without unit that a formula adds to or compares with what has one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Context, Decimal
from fractions import Fraction
from typing import Final

from attrs import evolve

from ..finding import Finding, Rule, Words
from ..model.dimension import Unit
from ..model.formula import Apply, Formula, Node, Number
from ..model.formula_function import COMPARISONS
from ..model.formula_unit import infer_unit
from ..model.plan import Plan
from .reference import formulas, placed, unit_of
from .rulebook import Check, found
from .sample import ACTION, GOAL, HEAD, TEAM

MEETINGS: Final = COMPARISONS | {"+", "-", "min", "max"}
"""Operators whose operands must be of one unit."""
_REPEAT: Final = '  repeat: {title: 复购率, kind: ratio, unit: "%", direction: up, target: 30%, owner: shop, serves: [sales]}\n'
_RISK: Final = "Q4 完成, risks: [{if: 复购下滑, when: value(repeat) < 30%, then: {do: 发优惠券, by: Q4}}]}"

BARE_NUMBER: Final = Rule(
    code="GT153",
    name="bare-number-meets-unit",
    level="note",
    message=Words(
        "In `{text}` the bare number `{number}` meets a value in `{unit}` and is read as {read}.",
        "`{text}` 中不带单位的数字 `{number}` 与以 `{unit}` 计的值相遇，按 {read} 理解。",
    ),
    hint=Words("{suggestion}", "{suggestion}"),
    why=Words(
        "A bare number in a formula counts base units: shares of 1, seconds, single yuan. It is told where the"
        " metric is counted in something else.",
        "公式中不带单位的数字按基本单位计：以 1 为整体的比例、秒、元。若指标以别的单位计，就在此说明。",
    ),
    wrong=HEAD + GOAL + _REPEAT + TEAM + ACTION.replace("Q4 完成}", _RISK.replace("30%", "30")),
    right=HEAD + GOAL + _REPEAT + TEAM + ACTION.replace("Q4 完成}", _RISK),
)


def bare_number_meets_unit(plan: Plan) -> Iterator[Finding]:
    """Bare numbers that a formula adds to or compares with what is not counted in base units."""
    for path, formula in formulas(plan):
        for number, unit in _bare_meetings(formula, lambda name: unit_of(plan, name)):
            shown = _plain(number.value)
            read = (
                f"{_plain(number.value / unit.factor)} {unit}"
                if unit.kind != "percent"
                else _percent(number.value)
            )
            advice = _advice(unit, shown, read)
            finding = found(
                plan,
                BARE_NUMBER,
                path,
                text=str(formula),
                number=shown,
                unit=unit,
                read=read,
                suggestion=advice,
            )
            yield placed(finding, number.column, 1)


def _advice(unit: Unit, number: str, read: str) -> Words:
    if unit.kind == "percent":
        return Words(
            f"Write `{read}` if that is meant, or `{number}%`.",
            f"若是此意，请写 `{read}`；否则写 `{number}%`。",
        )
    return Words(
        "If that is not meant, write the number in base units.", "若不是此意，请按基本单位书写该数字。"
    )


def _percent(value: Fraction) -> str:
    return f"{_plain(value * 100)}%"


def _plain(value: Fraction) -> str:
    """The number in digits; to 12 of them where it has no end."""
    exact = Context(prec=60).divide(Decimal(value.numerator), Decimal(value.denominator))
    short = exact.normalize(Context(prec=12))
    return f"{short:f}" if abs(short.adjusted()) < 15 else str(short)


def _bare_meetings(formula: Formula, lookup: Callable[[str], Unit | None]) -> Iterator[tuple[Number, Unit]]:
    """Each bare number that meets a unit with a factor: the number, and the unit."""
    stack: list[tuple[int, int]] = []
    for at, node in enumerate(formula.nodes):
        if not isinstance(node, Apply):
            stack.append((at, at + 1))
            continue
        taken = stack[len(stack) - node.arity :]
        del stack[len(stack) - node.arity :]
        stack.append((taken[0][0], at + 1))
        if node.operator not in MEETINGS:
            continue
        parts = [formula.nodes[start:end] for start, end in taken]
        bare = [part[0] for part in parts if _is_literal(part)]
        plain = [
            number for number in bare if isinstance(number, Number) and not number.percent and number.value
        ]
        if not plain:
            continue
        units = [infer_unit(evolve(formula, nodes=part), lookup) for part in parts if not _is_literal(part)]
        scaled = next((unit for unit in units if isinstance(unit, Unit) and unit.factor != 1), None)
        if scaled is not None:
            # A share may be written as a fraction; above 2 it was most likely meant in percent.
            yield from (
                (number, scaled) for number in plain if scaled.kind != "percent" or abs(number.value) > 2
            )


def _is_literal(part: tuple[Node, ...]) -> bool:
    """Whether an operand is one number, with or without a sign."""
    return isinstance(part[0], Number) and len(part) <= 2


CHECKS: Final = (Check(BARE_NUMBER, bare_number_meets_unit),)
