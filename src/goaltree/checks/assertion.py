"""Rules on the plan's own assertions: they hold on its targets."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from ..finding import Finding, Rule, Words
from ..model.formula import Formula
from ..model.formula_eval import evaluate
from ..model.missing import NA
from ..model.plan import Plan
from .arithmetic import goal_of_name, number, reading_unit
from .identity import Term
from .rulebook import Check, found
from .sample import ACTION, GOAL, HEAD, SAMPLE, TEAM

_CUT: Final = (
    HEAD
    + "segments: {channel: [线上, 门店]}\n"
    + GOAL.replace("owner: shop}", "owner: shop, cuts: {channel: {线上: 8.0亿, 门店: 4.0亿}}}")
    + TEAM
    + ACTION
)

BROKEN: Final = Rule(
    code="GT216",
    name="assertion-broken",
    level="error",
    message=Words(
        "The plan asserts `{text}`, and its targets break it ({values}).",
        "计划断言 `{text}`，而其目标不满足（{values}）。",
    ),
    hint=Words(
        "Change one of these targets, or the assertion{because}.", "请改动其中一个目标，或改动断言{because}。"
    ),
    why=Words(
        "An assertion is what the plan's author wants kept, whoever edits the numbers.",
        "断言是计划作者要求始终保持的条件，无论谁改动数字。",
    ),
    wrong=_CUT + "asserts: [{assert: sales.线上 / sales >= 70%, because: 线上为主}]\n",
    right=_CUT + "asserts: [{assert: sales.线上 / sales >= 60%, because: 线上为主}]\n",
)
UNDECIDED: Final = Rule(
    code="GT217",
    name="assertion-cannot-be-decided",
    level="warning",
    message=Words(
        "The assertion `{text}` cannot be decided: {missing} has no number.",
        "断言 `{text}` 无法判断：{missing} 没有数值。",
    ),
    hint=Words(
        "State the target of {missing}, or assert something about numbers that the plan states.",
        "请写明 {missing} 的目标，或改为断言计划已有的数字。",
    ),
    why=Words(
        "A condition that can never be decided protects nothing.", "永远无法判断的条件起不到保护作用。"
    ),
    wrong=SAMPLE
    + "metrics:\n  orders: {title: 订单量, kind: flow, unit: 单, direction: up}\nasserts: [{assert: orders >= 100万, because: 保本}]\n",
    right=SAMPLE + "asserts: [{assert: sales >= 10亿, because: 保本}]\n",
)


def assertion_broken(plan: Plan) -> Iterator[Finding]:
    """Assertions that the plan's targets break."""
    for path, formula, because, held, values in _judged(plan):
        if held is False:
            said = Words(f" ({because})", f"（{because}）") if because else Words("", "")
            yield found(
                plan,
                BROKEN,
                path,
                others=[one.path for one in values.values() if one is not None],
                text=str(formula),
                values=", ".join(
                    f"{name} = {one.quantity}" for name, one in values.items() if one is not None
                ),
                because=said,
            )


def assertion_cannot_be_decided(plan: Plan) -> Iterator[Finding]:
    """Assertions on numbers that the plan does not state."""
    for path, formula, _, held, values in _judged(plan):
        missing = tuple(f"`{name}`" for name, one in values.items() if one is None)
        if isinstance(held, NA) and missing and all(_known(plan, name) for name in values):
            yield found(plan, UNDECIDED, path, text=str(formula), missing=missing)


def _known(plan: Plan, name: str) -> bool:
    """Whether a name means something; one that does not is another rule's finding."""
    return name in plan.metrics or goal_of_name(plan, name) is not None


Judged = tuple[str, Formula, str, "bool | Fraction | NA", dict[str, Term | None]]


def _judged(plan: Plan) -> Iterator[Judged]:
    for i, one in enumerate(plan.asserts):
        if one.assert_ is None:
            continue
        formula = one.assert_
        values: dict[str, Term | None] = {}
        for use in formula.names:
            goal = goal_of_name(plan, use.name)
            field = "target" if use.lag == 0 else "baseline"
            values[use.name] = number(plan, goal, field, reading_unit(plan, goal)) if goal else None

        def lookup(name: str, lag: int, values: dict[str, Term | None] = values) -> Fraction | NA:
            found_term = values.get(name)
            return NA("NO_TARGET") if found_term is None else found_term.value

        path = f"asserts[{i}].assert" if plan.wrote(f"asserts[{i}].assert") else f"asserts[{i}]"
        yield path, formula, str(one.because) if one.because else "", evaluate(formula, lookup), values


CHECKS: Final = (Check(BROKEN, assertion_broken), Check(UNDECIDED, assertion_cannot_be_decided))
