"""One goal as packs tell it."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from ...maths.deviation import Basis
from ...model.governance import Status
from ...scorecard.card import Scorecard
from ...scorecard.score import Figure, Score


@frozen(kw_only=True)
class GoalState:
    """Where one goal is on a day.

    Numbers are in the metric's unit without its display scale, shares as fractions; `NA` with a reason where one
    is not known.

    Attributes:
        goal: Address of the goal.
        title: What people call it.
        team: Key of the team that answers for it; `None` where none does.
        status: Its status.
        unit: Its unit, as shown.
        value: The figure that is judged.
        target: What is wanted.
        expected: What is due by now.
        attainment: How far the target is reached.
        deviation: On its basis; below zero is adverse.
        basis: What the deviation is measured against.
        through: The last day that the value reaches; `None` where there is no value.
    """

    goal: str
    title: str
    team: str | None
    status: Status
    unit: str
    value: Figure
    target: Figure
    expected: Figure
    attainment: Figure
    deviation: Figure
    basis: Basis
    through: date | None


def goal_state(card: Scorecard, score: Score) -> GoalState:
    """A goal of a scorecard, with the team that answers for it or for what it is a part of."""
    return GoalState(
        goal=score.key,
        title=score.title,
        team=card.team(score.key),
        status=score.status,
        unit=score.unit,
        value=score.value,
        target=score.target,
        expected=score.expected,
        attainment=score.attainment,
        deviation=score.deviation,
        basis=score.basis,
        through=score.through,
    )
