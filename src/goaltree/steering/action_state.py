"""Actions at work: where each of them is on a day, in work, money and time.

What an action reports (`progress`, `budget`) stands in the plan; what was planned by a day follows from its
time and its money. Nothing is guessed: an action that declares no way to earn value has none, and says so.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from attrs import frozen

from ..finding import Finding
from ..maths.earned import EarnedTime, EarnedValue
from ..model.action import EarnedBy, Tranche
from ..model.period import Period
from ..scorecard.score import Figure

Passage = Literal["reached", "late", "unreported", "ahead"]


@frozen(kw_only=True)
class Deliverable:
    """Something that can be counted when an action is done.

    Attributes:
        name: What it is, in the author's word.
        unit: Its unit, as shown.
        target: How many are wanted.
        done: How many are there by now; `NA("NO_ACTUAL")` where nobody says.
        share: The second as a share of the first; raw, never clipped.
    """

    name: str
    unit: str
    target: Figure
    done: Figure
    share: Figure


@frozen(kw_only=True)
class Checkpoint:
    """A milestone of an action's time.

    Attributes:
        name: The author's word for it; the period where there is none.
        period: When it is planned.
        due: The last day of that.
        reached: The day on which it was reached; `None` where it is not, or nobody says when.
        passage: `reached`; `late`, where its day has passed and it is not reached; `unreported`, where its day
            has passed and the action says nothing about its milestones; `ahead`.
        days_late: How many days after it was due it was reached, or how many it is due by now; 0 where it is
            in time, `None` where that is not known.
        is_start: Whether it is only a beginning.
    """

    name: str
    period: Period
    due: date
    reached: date | None
    passage: Passage
    days_late: int | None
    is_start: bool


@frozen(kw_only=True)
class Gate:
    """A part of a budget and the gate at which it is released.

    Attributes:
        tranche: The part, as the plan states it.
        at: Its key path.
        amount: How much it releases; `NA("NO_TARGET")` where the plan does not say.
        due: The last day on which the gate was expected to open.
        is_open: Whether it has opened by the day.
        holds: Whether its condition holds at the latest review; `None` without a condition, or where that is
            not known.
        is_due: Whether its day has passed and it has not opened.
        history: Whether its condition held, by review date.
    """

    tranche: Tranche
    at: str
    amount: Figure
    due: date | None
    is_open: bool
    holds: bool | None
    is_due: bool
    history: tuple[tuple[date, bool | None], ...]


@frozen(kw_only=True)
class StagedBudget:
    """The money of an action as it is released.

    Attributes:
        approved: What was approved.
        released: What the open gates release; all of it where there are no gates.
        committed: What is promised to others.
        spent: What is spent.
        available: Released less committed less spent.
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


@frozen(kw_only=True)
class ActionState:
    """One action on one day. Money is in `currency` without display scale, time in days, shares as fractions.

    Attributes:
        action: Key of the action.
        title: What people call it.
        team: The team that does it.
        goals: The goals that it serves or states an effect on.
        day: The day.
        through: The day that its report is of; `None` where it has none.
        start: The first day of its time; `None` where its author does not say.
        end: The day on which all of it is to be delivered; `None` where it only begins, or goes on all the time.
        currency: Code of the currency of its money; empty where it has none.
        method: How done work earns value; `None` where nothing is declared.
        planned_share: The share that is planned to be earned by the day.
        earned_share: The share that is earned.
        value: Its earned value; SPI is known from the shares where the budget is not.
        time: Its earned schedule, in days since its start.
        forecast_end: The day on which it will be done if it goes on as it went.
        staged: Its budget with its gates; `None` where it has no budget.
        deliverables: What can be counted of it.
        checkpoints: The dated milestones of its time.
        findings: What does not fit together on that day.
    """

    action: str
    title: str
    team: str | None
    goals: tuple[str, ...]
    day: date
    through: date | None
    start: date | None
    end: date | None
    currency: str
    method: EarnedBy | None
    planned_share: Figure
    earned_share: Figure
    value: EarnedValue
    time: EarnedTime
    forecast_end: date | None
    staged: StagedBudget | None
    deliverables: tuple[Deliverable, ...]
    checkpoints: tuple[Checkpoint, ...]
    findings: tuple[Finding, ...]

    @property
    def late(self) -> tuple[Checkpoint, ...]:
        """The milestones that are late."""
        return tuple(one for one in self.checkpoints if one.passage == "late")

    @property
    def is_reported(self) -> bool:
        """Whether the plan says how far the action is."""
        return self.through is not None
