"""Actions at work: where each of them is on a day, in work, money and time.

What an action reports (`progress`, `budget`) stands in the plan; what was planned by a day follows from its
time and its money. Nothing is guessed: an action that declares no way to earn value has none, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from attrs import frozen

from ..checks.place import delivers
from ..finding import Finding
from ..findings import Findings
from ..maths.earned import EarnedValue
from ..maths.earned_time import EarnedTime
from ..model.action import Action, EarnedBy
from ..model.dimension import Unit
from ..model.missing import NA
from ..model.timing import Timing
from ..scorecard.card import Scorecard
from ..scorecard.score import Figure
from .action_finding import gate_findings
from .checkpoint import Checkpoint, Deliverable, checkpoints_of, deliverables_of
from .earning import earning_of
from .money import currency_of, figure
from .staged import StagedBudget, staged_of


@frozen(kw_only=True)
class ActionState:
    """One action on one day. Money is in `currency` without display scale, time in days, shares as fractions.

    Attributes:
        action: Key of the action.
        title: What people call it, in the language that its author wrote first.
        team: The team that does it.
        goals: The goals that it serves or states an effect on.
        day: The day.
        through: The day that its report is of, on which plan and report are compared; `None` where nothing is
            reported by the day.
        start: The first day of its time; `None` where its author does not say.
        end: The day on which all of it is to be delivered; `None` where it only begins, or goes on all the time.
        time_share: The share of its time that is over by the day; `NA` where it has no start or no end.
        currency: Code of the plan's currency; empty where it names none, and then no money is known.
        method: How done work earns value; `None` where nothing is declared.
        planned_share: The share that was planned to be earned by the day of the report, else by the day: by the
            method that it declares, else evenly over its time.
        earned_share: The share that is earned, by the method that it declares; `NA("NO_ACTUAL")` where it
            declares or reports none.
        value: Its earned value; SPI is known from the shares where the budget is not.
        time: Its earned schedule, in days since its start, 0 before it; of what is done until the day on which its
            last milestone was reached, and `NA("NO_ACTUAL")` where nobody says when that was.
        forecast_end: The day on which it will be done if it goes on as it went; `None` where that is not
            known, and of what is done.
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
    time_share: Figure
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


def action_states(card: Scorecard) -> tuple[ActionState, ...]:
    """The actions of a scorecard's plan on its day, in the plan's order; in a view those for its goals.

    Args:
        card: The scorecard; reports, openings of gates and milestones of a later day than its own are not
            known yet.
    """
    return tuple(_states(card))


def action_findings(card: Scorecard) -> Findings:
    """What does not fit together about the actions of a scorecard's plan on its day."""
    return Findings(one for state in action_states(card) for one in state.findings)


def _states(card: Scorecard) -> Iterator[ActionState]:
    unit = currency_of(card.plan)
    for action in actions_of(card):
        yield _state(card, action, unit)


def actions_of(card: Scorecard) -> tuple[Action, ...]:
    """The actions of a scorecard's plan; in a view those for its goals."""
    every = card.plan.actions.values()
    if card.only is None:
        return tuple(every)
    return tuple(one for one in every if not card.only.isdisjoint((*one.serves, *one.effect)))


def _state(card: Scorecard, action: Action, unit: Unit | None) -> ActionState:
    plan, day = card.plan, card.as_of
    checkpoints = checkpoints_of(plan, action, day)
    earning = earning_of(plan, action, checkpoints, day, unit)
    staged = staged_of(card, action, unit)
    goals = tuple(dict.fromkeys((*action.serves, *action.effect)))
    start, end = action.time.start if isinstance(action.time, Timing) else None, delivers(action.time)
    return ActionState(
        action=action.key,
        title=action.title.say("") if action.title is not None else action.key,
        team=action.team,
        goals=tuple(one for one in goals if card.only is None or one in card.only),
        day=day,
        through=earning.through,
        start=start,
        end=end,
        time_share=_gone(start, end, day),
        currency=plan.currency,
        method=action.progress.earned_by if action.progress is not None else None,
        planned_share=figure(earning.planned_share),
        earned_share=figure(earning.earned_share),
        value=earning.value,
        time=earning.time,
        forecast_end=earning.forecast_end,
        staged=staged,
        deliverables=deliverables_of(action, day),
        checkpoints=checkpoints,
        findings=tuple(gate_findings(plan, action, staged)),
    )


def _gone(start: date | None, end: date | None, day: date) -> Figure:
    """The share of the days from start to end that are over at the end of a day, 0 to 1."""
    if start is None:
        return NA("NO_BASELINE", "time")
    if end is None:
        return NA("NO_TARGET", "time")
    days = (end - start).days + 1
    return min(max((day - start).days + 1, 0), days) / days
