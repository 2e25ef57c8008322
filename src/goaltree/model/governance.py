"""Governance: how the plan is followed, and what happens when it goes astray."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from attrs import frozen

from .described import ActionRef, GoalRef, TeamRef, described
from .duration import Duration
from .formula import Formula
from .mapping import Frozen
from .quantity import Quantity, Unstated
from .text import Text
from .timing import Timing

Basis = Literal["level", "increment", "pp", "sigma"]
Status = Literal["achieved", "on_track", "at_risk", "off_track", "not_started", "unknown"]
RISK: Final = "risk"
UNDECIDED: Final = "undecided"
"""The levels of alerts that are no rungs: of a risk that came true, of what nobody decided on in time."""
MissingPolicy = Literal["renormalise", "propagate", "fail"]


@frozen(kw_only=True)
class Meeting:
    """A meeting or report that comes again and again."""

    title: Text | None = described("What people call it.", default=None)
    every: Timing | None = described("How often.", default=None, example="每周 1 次")
    teams: tuple[TeamRef, ...] = described("Who takes part; `all` for every line team.", default=())
    about: Text | None = described("What it is about.", default=None)
    output: Text | None = described("What comes out of it.", default=None)


@frozen(kw_only=True)
class Rung:
    """One step of the deviation ladder."""

    at: Quantity | None = described(
        "The deviation at which it applies.", default=None, unit="percent", shorthand=True, example="≤-10%"
    )
    basis: Basis | Unstated | None = described("What the deviation is measured against.", default=None)
    goals: tuple[GoalRef, ...] = described("The goals that it is for; `core` for the core goals.", default=())
    answer: Text | None = described("What happens.", default=None)
    decides: TeamRef | None = described("Who decides.", default=None)
    decide_within: Duration | None = described("How soon a decision is due.", default=None, example="24 小时")


@frozen(kw_only=True)
class Drawdown:
    """What was taken out of the reserve."""

    on: date | None = described("The day.", default=None, example="2025-06-30")
    amount: Quantity | None = described("How much money.", default=None, unit="currency", example="300万")
    people: Quantity | None = described("How many people.", default=None, example="5 人")
    for_: Text | None = described("What it is for.", default=None)
    action: ActionRef | None = described("The action that it goes to.", default=None)
    decided_by: TeamRef | None = described("Who decided it.", default=None)


@frozen(kw_only=True)
class Reserve:
    """What is kept back for the unforeseen."""

    budget: Quantity | None = described("Money, as a share or an amount.", default=None, example="10%")
    people: Quantity | None = described("People, as a share or a number.", default=None, example="10%")
    of: Quantity | Text | Unstated | None = described(
        "What a share is a share of.", default=None, unit="currency"
    )
    for_: Text | None = described("What it is for.", default=None)
    when: Formula | None = described("The condition that opens it.", default=None)
    drawdowns: tuple[Drawdown, ...] = described("What was taken out of it so far.", default=())


@frozen(kw_only=True)
class StatusRule:
    """A status and the condition that gives it; the first rule that holds decides."""

    status: Status = described("The status that it gives.", default="unknown")
    when: Formula | None = described(
        "The condition, in which `goal` is the goal that is judged; none for the rule that takes the rest.",
        default=None,
        example="deviation(goal) > -10%",
    )


@frozen(kw_only=True)
class Hysteresis:
    """What keeps a status from flapping; to get worse needs neither."""

    margin: Quantity | None = described(
        "How much further a deviation must have recovered before the status improves.",
        default=None,
        unit="percent",
        shorthand=True,
        example="2%",
    )
    in_a_row: Decimal | None = described(
        "At how many reviews in a row it must have recovered.", default=None, example="2"
    )


@frozen(kw_only=True)
class Group:
    """People of several teams who work on one thing for a time."""

    title: Text | None = described("What people call it.", default=None)
    teams: tuple[TeamRef, ...] = described("Its members.", default=())
    for_: Text | None = described("What it is for.", default=None)
    serves: tuple[GoalRef, ...] = described("The goals that it serves.", default=())
    every: Timing | None = described("How often it meets.", default=None)
    ends: Timing | Unstated | None = described("When it ends.", default=None)


@frozen(kw_only=True)
class Governance:
    """Meetings, the deviation ladder, the reserve, status rules and working groups."""

    cadence: Mapping[str, Meeting] = described("Meetings and reports.", factory=Frozen)
    deviation: Mapping[str, Rung] = described(
        "The deviation ladder, by name.", factory=Frozen, example="{warning: {at: ≤-10%, answer: 偏差预警表}}"
    )
    reserve: Reserve | None = described("What is kept back.", default=None)
    status: tuple[StatusRule, ...] = described("How a goal's status is decided.", default=())
    hysteresis: Hysteresis | None = described("What keeps a status from flapping.", default=None)
    guardrail: Status | None = described(
        "The best status of a goal whose process metric is outside its healthy range; `at_risk` where "
        "nothing is stated.",
        default=None,
    )
    missing: MissingPolicy | None = described("What a missing number does to its parent.", default=None)
    coverage: Decimal | None = described(
        "The share of its parts by target that a goal must have to be scored; 80% where nothing is stated.",
        default=None,
        example="80%",
    )
    groups: Mapping[str, Group] = described("Working groups.", factory=Frozen)
