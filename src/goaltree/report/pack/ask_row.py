"""What teams expect of each other, as packs tell it: what is late, what is due soon, what has no date."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from attrs import frozen

from ...model.action import Fallback, Need
from ...model.text import Text
from ...scorecard.card import Scorecard
from ...scorecard.score import Figure
from ...steering.ask import Ask, asks
from ...view.demand import DemandKind

NEAR: Final = timedelta(days=14)
"""How far ahead a weekly alignment looks."""


@frozen(kw_only=True)
class AskRow:
    """One thing that one team expects of another.

    Attributes:
        kind: `need` of an action, `answer` to a risk, `answer_need` of such an answer, `collaboration`.
        asker: Key of the team that expects it; `None` where nobody does the action.
        giver: Key of the team or partner that must do it.
        what: What is expected; `None` where the plan has no words for it.
        action: Key of the action that it is for; empty of a collaboration.
        goals: The goals that it serves.
        at: Key path of where the plan says so.
        due: The last day by which it must be there; `None` where it names none.
        next: Of what comes again and again, the last day of the round that runs.
        price: What it costs, in the plan's currency; `NA` where it is not priced or does not convert.
        is_priced: Whether it has a price in money or people; `None` where none is due.
        is_late: Whether it was due and is not said to be done; `None` where nothing says when it is due.
    """

    kind: DemandKind
    asker: str | None
    giver: str
    what: Text | None
    action: str
    goals: tuple[str, ...]
    at: str
    due: date | None
    next: date | None
    price: Figure
    is_priced: bool | None
    is_late: bool | None


def ask_row(one: Ask) -> AskRow:
    """One thing that is expected."""
    return AskRow(
        kind=one.kind,
        asker=one.asker,
        giver=one.giver,
        what=_what(one),
        action=one.action,
        goals=one.goals,
        at=one.at,
        due=one.due,
        next=one.next,
        price=one.price,
        is_priced=one.is_priced,
        is_late=one.is_late,
    )


def open_asks(card: Scorecard, team: str | None) -> tuple[Ask, ...]:
    """What is asked for on the day of a scorecard, what is due nearest to it first; what has no day comes last.

    Of the whole company that is what is late or due soon; of a team also all else that is asked of it. What waits
    for a risk that has not come true, or is done, is left out.

    Args:
        card: The whole scorecard.
        team: Key of a team; `None` for the whole company.
    """
    found = [one for one in asks(card) if one.is_open and not one.is_done and _concerns(one, team)]
    kept = [one for one in found if one.giver == team or _is_near(one, card.as_of)]
    return tuple(sorted(kept, key=lambda one: _distance(one, card.as_of)))


def undated(card: Scorecard, team: str | None) -> int:
    """How many needs are asked for by no day: nobody can say whether they are late."""
    return sum(
        one.kind != "collaboration" and one.due is None and one.next is None
        for one in asks(card)
        if one.is_open and not one.is_done and _concerns(one, team)
    )


def _concerns(one: Ask, team: str | None) -> bool:
    return team is None or team in (one.giver, one.asker)


def _is_near(one: Ask, day: date) -> bool:
    return one.due is not None and one.due - day <= NEAR


def _distance(one: Ask, day: date) -> tuple[bool, timedelta, bool]:
    """How far from a day it is due; what is late comes before what is due as far ahead."""
    if one.due is None:
        return True, timedelta(0), False
    return False, abs(one.due - day), one.due >= day


def _what(one: Ask) -> Text | None:
    about = one.about
    if isinstance(about, Need):
        parts = (about.work, about.data, about.in_kind, about.policy, about.role, about.for_)
        return next((part for part in parts if part is not None), None)
    return about.do if isinstance(about, Fallback) else about.for_
