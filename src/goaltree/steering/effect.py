"""Effects: what the actions of a plan are stated to bring to its goals, and with which chance."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from ..model.text import Text
from ..scorecard.score import Figure


@frozen(kw_only=True)
class Effect:
    """What one action is stated to bring to a goal.

    Amounts are in the unit of the goal's metric without its display scale; above zero they help, whichever
    way is better.

    Attributes:
        action: Key of the action.
        team: Key of the team that does it; `None` where nobody is named.
        goal: The goal that the effect is stated for: this one, or a part of it.
        stated: What it is to bring in full; `NA("NO_TARGET")` where the plan names the goal and no number,
            `NA("NO_BASELINE")` where it is a share of a baseline that is not stated.
        chance: How likely it is, as a share; 1 where the plan does not say.
        is_assumed: Whether the plan states no chance and it is taken as certain.
        value: What it is to bring times its chance.
        delivered: The day on which the action delivers; `None` where it names none.
        is_counted: Whether it is still to come: an action that is done, or was to deliver by the day of the
            goal's latest value, is in that value already, as far as it is true.
    """

    action: str
    team: str | None
    goal: str
    stated: Figure
    chance: float
    is_assumed: bool
    value: Figure
    delivered: date | None
    is_counted: bool


@frozen(kw_only=True)
class Standby:
    """An answer to a risk whose condition holds, with what it is stated to bring to a goal.

    It closes nothing until it is decided.

    Attributes:
        action: Key of the action whose risk it is.
        team: Key of the team that does the action.
        at: Key path of the answer.
        since: The review date since which the condition holds.
        do: What is done; `None` where the plan does not say.
        due: The last day of the time that it names; `None` where it names none.
        cost: What it costs in the plan's currency; `NA` where it is not priced.
        effect: What it is to bring to the goal, above zero where it helps; `NA` where no number is stated.
        is_decided: Whether it counts, as it was said to be decided.
    """

    action: str
    team: str | None
    at: str
    since: date
    do: Text | None
    due: date | None
    cost: Figure
    effect: Figure
    is_decided: bool
