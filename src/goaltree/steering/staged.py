"""Staged budgets: what the gates of an action have released, what is left of it, and which gates are due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from attrs import frozen

from ..checks.place import last_day, tranches_of
from ..model.action import Action, Tranche
from ..model.dimension import Unit
from ..model.missing import NA
from ..scorecard.card import Scorecard
from ..scorecard.score import Figure
from ..scorecard.trigger import Condition, condition_of
from .money import Amount, amount_in, cost_of, figure, total


@frozen(kw_only=True)
class Gate:
    """A part of a budget and the gate at which it is released.

    Attributes:
        tranche: The part, as the plan states it.
        at: Its key path.
        amount: How much it releases; `NA("NO_ACTUAL")` where the plan does not say.
        due: The last day on which the gate was expected to open.
        is_open: Whether it has opened by the day.
        condition: Its condition at the review dates; `None` where it has none, or reads goals that a view hides.
        is_due: Whether its day has passed and it has not opened.
    """

    tranche: Tranche
    at: str
    amount: Figure
    due: date | None
    is_open: bool
    condition: Condition | None
    is_due: bool

    @property
    def holds(self) -> bool | None:
        """Whether its condition holds at the latest review; `None` without one, or where that is not known."""
        return self.condition.holds if self.condition is not None else None

    @property
    def is_contradicted(self) -> bool:
        """Whether it has opened though its condition did not hold: on its day, else at any review so far."""
        if self.condition is None or not self.is_open:
            return False
        day = self.tranche.passed_on
        if day is not None:
            return self.condition.held(day) is False
        return bool(self.condition.history) and all(holds is False for _, holds in self.condition.history)


@frozen(kw_only=True)
class StagedBudget:
    """The money of an action as it is released, in the plan's currency.

    Attributes:
        approved: What was approved.
        released: What the open gates release; all of it where there are no gates.
        committed: What is promised to others; `NA("NO_ACTUAL")` where nobody says.
        spent: What is spent.
        available: Released less committed less spent; not known where one of them is not.
        gates: Its parts.
    """

    approved: Figure
    released: Figure
    committed: Figure
    spent: Figure
    available: Figure
    gates: tuple[Gate, ...]

    @property
    def due(self) -> tuple[Gate, ...]:
        """The gates whose day has passed and that have not opened."""
        return tuple(one for one in self.gates if one.is_due)

    @property
    def ready(self) -> tuple[Gate, ...]:
        """The gates whose condition holds and that have not opened."""
        return tuple(one for one in self.gates if one.holds and not one.is_open)

    def excess(self, order: float) -> Figure:
        """By how much an order is more than what is available; 0 where it fits."""
        return self.available if isinstance(self.available, NA) else max(0.0, order - self.available)


def staged_of(card: Scorecard, action: Action, unit: Unit | None) -> StagedBudget | None:
    """The budget of an action on the scorecard's day; `None` where it has none."""
    budget, plan = action.budget, card.plan
    if budget is None:
        return None
    gates = tuple(_gates(card, action, unit))
    approved = amount_in(plan, budget.approved, unit, "budget.approved")
    committed = amount_in(plan, budget.committed, unit, "budget.committed")
    spent = cost_of(plan, action, unit)
    opened: list[Amount] = [
        amount_in(plan, gate.tranche.amount, unit, "tranches.amount") for gate in gates if gate.is_open
    ]
    released = total([Fraction(0), *opened], "tranches") if gates else approved
    available: Amount = released
    for used in (committed, spent):
        if not isinstance(available, NA):
            available = used if isinstance(used, NA) else available - used
    return StagedBudget(
        approved=figure(approved),
        released=figure(released),
        committed=figure(committed),
        spent=figure(spent),
        available=figure(available),
        gates=gates,
    )


def _gates(card: Scorecard, action: Action, unit: Unit | None) -> Iterator[Gate]:
    for path, one in tranches_of(card.plan, action):
        due, is_open = last_day(one.due), one.is_open(card.as_of)
        condition = condition_of(card, one.when) if one.when is not None else None
        if condition is not None and card.only is not None:
            seen = {reading.goal for reading in condition.readings}
            condition = condition if seen <= card.only else None
        yield Gate(
            tranche=one,
            at=path,
            amount=figure(amount_in(card.plan, one.amount, unit, "tranches.amount")),
            due=due,
            is_open=is_open,
            condition=condition,
            is_due=due is not None and due < card.as_of and not is_open,
        )
