"""What teams do together: working groups, and the numbers that one team waits for from another."""

from __future__ import annotations

from datetime import date
from typing import Literal

from attrs import frozen

from ..model.governance import Status

Lack = Literal["members", "goals", "cadence", "end"]


@frozen(kw_only=True)
class GroupState:
    """A working group on one day.

    Attributes:
        key: Its name in the plan.
        teams: Keys of its members; `all` stands for every line team, each by name here.
        goals: The goals that it serves, each with its status; `None` of a goal that is not shown.
        next: The last day of the round in which it meets next; `None` where it does not say how often.
        ends: The day on which it ends; `None` where it names none.
        is_over: Whether that day has passed; `None` where nothing says when it ends.
        lacks: What the plan does not say of it.
    """

    key: str
    teams: tuple[str, ...]
    goals: tuple[tuple[str, Status | None], ...]
    next: date | None
    ends: date | None
    is_over: bool | None
    lacks: tuple[Lack, ...]


@frozen(kw_only=True)
class Wait:
    """A hand-over on one day: who waits for whose number.

    Attributes:
        key: Its name in the plan.
        giver: Key of the team that answers for the goal that gives; `None` where nobody does.
        taker: Key of the team that answers for the goal that receives.
        teams: Keys of the teams that follow it together.
        gives: The goal that gives, and its status; `None` where none is named or it is not shown.
        takes: The goal that receives, and its status.
        due: The day on which it is handed over; `None` where it names none.
        next: Of what is handed over again and again, the last day of the round that runs.
        is_late: Whether that day has passed; `None` where it names none.
        is_held_up: Whether the goal that gives is at risk or off track, so that the other waits for it; `None`
            where its status is not known.
    """

    key: str
    giver: str | None
    taker: str | None
    teams: tuple[str, ...]
    gives: tuple[str, Status] | None
    takes: tuple[str, Status] | None
    due: date | None
    next: date | None
    is_late: bool | None
    is_held_up: bool | None
