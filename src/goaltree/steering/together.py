"""What teams do together: working groups, and the numbers that one team waits for from another."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

from attrs import frozen

from ..checks.place import last_day
from ..model.governance import Group, Status
from ..model.team import Handover
from ..scorecard.card import Scorecard
from .turn import next_round

Lack = Literal["members", "goals", "cadence", "end"]
_BEHIND: Final = ("at_risk", "off_track")
_UNJUDGED: Final = ("unknown", "not_started")


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


def groups(card: Scorecard) -> tuple[GroupState, ...]:
    """The working groups of a plan as they are on the day of a scorecard, in the plan's order.

    A view of one team shows those that serve one of its goals, or have a member that answers for one.
    """
    governance = card.plan.governance
    states = [_group(card, key, one) for key, one in (governance.groups if governance else {}).items()]
    teams = _answering(card)
    return tuple(
        one
        for one in states
        if card.only is None
        or any(status is not None for _, status in one.goals)
        or bool(teams.intersection(one.teams))
    )


def _group(card: Scorecard, key: str, group: Group) -> GroupState:
    plan = card.plan
    lines = [name for name, team in plan.teams.items() if team.role == "line"]
    named = [team for name in group.teams for team in (lines if name == "all" else (name,))]
    ends = last_day(group.ends)
    lacks: dict[Lack, bool] = {
        "members": not named,
        "goals": not group.serves,
        "cadence": group.every is None,
        "end": ends is None,
    }
    return GroupState(
        key=key,
        teams=tuple(dict.fromkeys(named)),
        goals=tuple((goal, _status(card, goal)) for goal in group.serves),
        next=None if ends is not None and card.as_of > ends else next_round(plan, group.every, card.as_of),
        ends=ends,
        is_over=None if ends is None else card.as_of > ends,
        lacks=tuple(lack for lack, is_lacking in lacks.items() if is_lacking),
    )


def waits(card: Scorecard) -> tuple[Wait, ...]:
    """The hand-overs of a plan as they are on the day of a scorecard, in the plan's order.

    A view of one team shows those of its goals, or of a team that answers for one.
    """
    teams = _answering(card)
    found = [_wait(card, key, one) for key, one in card.plan.handovers.items()]
    return tuple(
        one
        for one in found
        if card.only is None
        or one.gives is not None
        or one.takes is not None
        or bool(teams.intersection(one.teams))
    )


def _wait(card: Scorecard, key: str, handover: Handover) -> Wait:
    plan = card.plan
    due, following = last_day(handover.by), next_round(plan, handover.by, card.as_of)
    gives, takes = _with_status(card, handover.from_), _with_status(card, handover.to)
    return Wait(
        key=key,
        giver=None if handover.from_ is None else plan.answering(handover.from_),
        taker=None if handover.to is None else plan.answering(handover.to),
        teams=tuple(handover.teams),
        gives=gives,
        takes=takes,
        due=due,
        next=following,
        is_late=None if due is None else card.as_of > due,
        is_held_up=None if gives is None or gives[1] in _UNJUDGED else gives[1] in _BEHIND,
    )


def _with_status(card: Scorecard, key: str | None) -> tuple[str, Status] | None:
    status = None if key is None else _status(card, key)
    return None if key is None or status is None else (key, status)


def _status(card: Scorecard, key: str) -> Status | None:
    return card[key].status if key in card else None


def _answering(card: Scorecard) -> frozenset[str]:
    """The teams that answer for what a view shows."""
    return frozenset(score.team for score in card if score.team is not None)
