"""Actions at work as packs tell them: milestones, money at gates, how much is done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from attrs import frozen

from ...model.text import Text
from ...scorecard.card import Scorecard
from ...scorecard.score import Figure
from ...steering.action_state import ActionState, action_states
from ...steering.checkpoint import Passage
from ...steering.staged import StagedBudget


@frozen(kw_only=True)
class Point:
    """A dated milestone of an action.

    Attributes:
        name: The author's word for it.
        due: Its last day.
        passage: `reached`, `late`, `unreported` where its day has passed and no report says anything about it, `ahead`.
        reached: The day on which it was reached; `None` where it is not, or nobody says when.
        days_late: How many days after its day it was reached, or is by now; `None` where that is not known.
    """

    name: str
    due: date
    passage: Passage
    reached: date | None
    days_late: int | None


@frozen(kw_only=True)
class GateRow:
    """A part of a budget at its gate.

    Attributes:
        gate: What must have happened; `None` where the plan does not say.
        amount: How much it releases, in the plan's currency.
        due: The last day on which it was expected to open; `None` where the plan does not say.
        is_open: Whether it has opened.
        is_due: Whether its day has passed and it has not opened.
        holds: Whether its condition holds; `None` without one, or where that is not known.
    """

    gate: Text | None
    amount: Figure
    due: date | None
    is_open: bool
    is_due: bool
    holds: bool | None


@frozen(kw_only=True)
class ActionRow:
    """An action at work.

    Attributes:
        action: Key of the action.
        title: What people call it.
        team: Key of the team that does it; `None` where none does.
        goals: The goals that it serves, of those that are shown.
        through: The day that its report is of; `None` where it has none.
        planned_share: The share that is planned to be earned by the day.
        earned_share: The share that is earned.
        released: What of its budget is released, in the plan's currency; `None` where it has no budget.
        available: Released less committed less spent; `None` where it has no budget.
        points: Its milestones.
        gates: The parts of its budget.
    """

    action: str
    title: str
    team: str | None
    goals: tuple[str, ...]
    through: date | None
    planned_share: Figure
    earned_share: Figure
    released: Figure | None
    available: Figure | None
    points: tuple[Point, ...]
    gates: tuple[GateRow, ...]


def action_rows(card: Scorecard) -> tuple[ActionRow, ...]:
    """The actions of a scorecard, in the order of the plan; of a view those for its goals."""
    return tuple(_row(one) for one in action_states(card))


def _row(one: ActionState) -> ActionRow:
    return ActionRow(
        action=one.action,
        title=one.title,
        team=one.team,
        goals=one.goals,
        through=one.through,
        planned_share=one.planned_share,
        earned_share=one.earned_share,
        released=None if one.staged is None else one.staged.released,
        available=None if one.staged is None else one.staged.available,
        points=tuple(
            Point(
                name=each.name,
                due=each.due,
                passage=each.passage,
                reached=each.reached,
                days_late=each.days_late,
            )
            for each in one.checkpoints
        ),
        gates=() if one.staged is None else tuple(_gates(one.staged)),
    )


def _gates(staged: StagedBudget) -> Iterator[GateRow]:
    for one in staged.gates:
        yield GateRow(
            gate=one.tranche.gate,
            amount=one.amount,
            due=one.due,
            is_open=one.is_open,
            is_due=one.is_due,
            holds=one.holds,
        )
