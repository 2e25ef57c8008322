"""Amounts of money of a plan in its one currency, each known or missing with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from ..checks.identity import term
from ..finding import Fault
from ..model.action import Action
from ..model.dimension import Unit
from ..model.missing import NA
from ..model.plan import Plan
from ..model.quantity import Quantity
from ..model.unit import parse_unit
from ..scorecard.score import Figure

Amount = Fraction | NA


def currency_of(plan: Plan) -> Unit | None:
    """The unit of the plan's money; `None` where it names no currency."""
    found = parse_unit(plan.currency, plan.registry) if plan.currency else None
    return None if isinstance(found, Fault) else found


def amount_in(plan: Plan, quantity: object, unit: Unit | None, detail: str) -> Amount:
    """A written amount in a unit, foreign money at the plan's budget rate.

    Returns:
        `NA("NO_ACTUAL")` where nothing is written or it is unstated, `NA("OUT_OF_DOMAIN")` for a range,
        `NA("UNIT_MISMATCH")` where it does not convert; each with `detail`.
    """
    if not isinstance(quantity, Quantity):
        return NA("NO_ACTUAL", detail)
    if quantity.high is not None:
        return NA("OUT_OF_DOMAIN", detail)
    if unit is None:
        return NA("UNIT_MISMATCH", detail)
    found = term(plan, "", quantity, unit)
    return NA("UNIT_MISMATCH", detail) if found is None else found.value / unit.factor


def total(amounts: Iterable[Amount], detail: str) -> Amount:
    """The sum of amounts; the first missing one's reason, and `NA("NO_TARGET")` where there are none."""
    known: list[Fraction] = []
    for one in amounts:
        if isinstance(one, NA):
            return one
        known.append(one)
    return sum(known, Fraction(0)) if known else NA("NO_TARGET", detail)


def budget_of(plan: Plan, action: Action, unit: Unit | None) -> Amount:
    """The whole budget of an action: what was approved, else the sum of its needs in money.

    Returns:
        `NA("NO_TARGET")` where nothing is stated; `NA("PARTIAL")` where an amount is unstated.
    """
    approved = action.budget.approved if action.budget else None
    if isinstance(approved, Quantity):
        return amount_in(plan, approved, unit, "budget")
    wanted = [need.money for need in action.needs if need.money is not None]
    if any(not isinstance(one, Quantity) for one in wanted):
        return NA("PARTIAL", "needs.money")
    return total((amount_in(plan, one, unit, "needs.money") for one in wanted), "budget")


def cost_of(plan: Plan, action: Action, unit: Unit | None) -> Amount:
    """What an action has cost so far, by its budget, else by its report."""
    told = [
        action.budget.spent if action.budget else None,
        action.progress.spent if action.progress else None,
    ]
    said = next((one for one in told if one is not None), None)
    return amount_in(plan, said, unit, "spent")


def figure(amount: Amount) -> Figure:
    """An amount as a figure."""
    return amount if isinstance(amount, NA) else float(amount)
