"""Asks: who must do what for whom, by when, at what price, and what of it is late."""

from __future__ import annotations

from datetime import date
from typing import Literal

from attrs import frozen

from ..model.action import Fallback, Need
from ..model.team import Collaboration
from ..scorecard.score import Figure

AskKind = Literal["need", "answer", "answer_need", "collaboration"]


@frozen(kw_only=True)
class Ask:
    """One thing that one team expects of another.

    Attributes:
        kind: `need` of an action, `answer` to a risk that takes the other team, `answer_need` of such an
            answer, `collaboration`.
        asker: Key of the team that expects it; `None` where nobody does the action.
        giver: Key of the team or partner that must do it; empty where the plan names nobody.
        about: What is expected, as the plan holds it.
        action: Key of the action that it is for; empty of a collaboration.
        goals: The goals that it serves.
        at: Key path of where the plan says so.
        due: The last day by which it must be there; `None` where it names no day, or comes again and again.
        next: Of what comes again and again, the last day of the round that runs on the business date.
        price: What it costs, in the plan's currency; `NA` where it is not priced or does not convert.
        people: How many people it takes; `NA` where none are named.
        is_priced: Whether it has a price in money or people; `None` where none is due (a collaboration).
        is_open: Whether an answer to a risk is asked for now: its condition holds; `True` of all that waits
            for no condition, `None` where the condition is not known or not measurable.
        is_done: Whether its action is said to be done.
        is_late: Whether it was due before the business date and is not said to be done; `None` where nothing
            says when it is due, or whether it is asked for at all.
    """

    kind: AskKind
    asker: str | None
    giver: str
    about: Need | Fallback | Collaboration
    action: str
    goals: tuple[str, ...]
    at: str
    due: date | None
    next: date | None
    price: Figure
    people: Figure
    is_priced: bool | None
    is_open: bool | None
    is_done: bool
    is_late: bool | None
