"""Teams, what they own and carry, whom they work with, and what they hand over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from attrs import frozen

from .described import GoalRef, TeamRef, described
from .mapping import Frozen
from .quantity import Quantity, Unstated
from .text import Text
from .timing import Timing

Role = Literal["line", "support", "partner"]


@frozen(kw_only=True)
class Collaboration:
    """Work that a team does together with others."""

    with_: tuple[TeamRef, ...] = described("The other teams; `all` for every line team.", default=())
    for_: Text | None = described("What it is about.", default=None)
    serves: tuple[GoalRef, ...] = described("The goals that it serves.", default=())
    by: Timing | None = described("When it must have happened.", default=None)


@frozen(kw_only=True)
class Team:
    """Who carries goals: a department, a support unit or a partner."""

    key: str = described("Its name in references.", written=False)
    title: Text | None = described("What people call it.", default=None, shorthand=True)
    aka: tuple[str, ...] = described("Other names that references may use.", default=())
    lead: str | Unstated | None = described("The person who leads it.", default=None, example="张 XX")
    parent: TeamRef | None = described("The team that it is part of.", default=None)
    role: Role = described(
        "A line team carries goals; support units and partners give what is needed.", default="line"
    )
    mission: Text | None = described("Its core goal, in words.", default=None)
    owns: Mapping[GoalRef, Quantity | None] = described(
        "Goals that it answers for; a number here restates the goal's target and is compared.",
        factory=Frozen,
        unit="goal",
        example="{sales: 12亿}",
    )
    carries: Mapping[GoalRef, Quantity | None] = described(
        "Key metrics that it moves; a number here restates the goal's target and is compared.",
        factory=Frozen,
        unit="goal",
        example="[sales.线上]",
    )
    boundary: Text | Unstated | None = described("Where its responsibility ends.", default=None)
    works_with: tuple[Collaboration, ...] = described("Its collaborations.", default=())
    since: date | None = described("First day on which it exists.", default=None)
    until: date | None = described("Last day on which it exists.", default=None)
    meta: Mapping[str, object] = described("What is the author's own.", factory=Frozen)
    at: str = described("Key path of its definition.", default="", written=False, eq=False)


@frozen(kw_only=True)
class Handover:
    """A number that one team hands to another: followed by both, never rolled up."""

    key: str = described("Its name in references.", written=False)
    title: Text | None = described("What people call it.", default=None)
    from_: GoalRef | None = described("The goal that gives.", default=None)
    to: GoalRef | None = described("The goal that receives.", default=None)
    teams: tuple[TeamRef, ...] = described("The teams that follow it together.", default=())
    by: Timing | None = described("When it is handed over.", default=None, example="每周 1 次")
    note: Text | None = described("A remark.", default=None)
    meta: Mapping[str, object] = described("What is the author's own.", factory=Frozen)
    at: str = described("Key path of its definition.", default="", written=False, eq=False)
