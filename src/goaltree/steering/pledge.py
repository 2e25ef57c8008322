"""Pledges: what the parts of a goal take on, against what is asked of them from above."""

from __future__ import annotations

from datetime import date
from typing import Literal

from attrs import frozen

from ..scorecard.score import Figure

Residual = Literal["leave", "unassigned", "spread"]


@frozen(kw_only=True)
class Pledge:
    """One complete cut of a goal, read from both ends.

    Amounts are in the unit of the goal's metric without its display scale.

    Attributes:
        goal: Address of the goal.
        team: Key of the team that answers for it.
        dimension: What it is cut by.
        target: What is wanted of the goal; `NA("NO_TARGET")` where it has no number.
        hedge: How much more is asked of the parts than is needed, on purpose, as a share; 0 where nothing is.
        asked: What is asked of the parts together: the target times 1 and the hedge.
        pledged: What the parts take on, as their authors wrote it; `NA` where one says nothing, where units
            do not convert, or where parts of such a metric do not add up (`NON_ADDITIVE`).
        residual: What is asked less what is pledged: above zero nobody has it, below zero it is pledged twice.
        share: The residual as a share of the target; `NA("ZERO_DENOM")` of a target of zero.
        over: What is pledged above the target, as a share of it: the hedge that the parts amount to.
        policy: What the plan wants done with what is left.
        part: Address of the part that holds it, where it was made; empty else.
        assign_by: The day by which it must be somebody's; `None` where the plan names none.
        is_late: Whether that day has passed and something is still unassigned.
    """

    goal: str
    team: str | None
    dimension: str
    target: Figure
    hedge: float
    asked: Figure
    pledged: Figure
    residual: Figure
    share: Figure
    over: Figure
    policy: Residual
    part: str
    assign_by: date | None
    is_late: bool
