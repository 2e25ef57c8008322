"""One alert as packs tell it: what was said about it, and the answers that the plan has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Final

from attrs import frozen

from ...ledger.note import Note
from ...maths.deviation import Basis
from ...model.quantity import Unstated
from ...model.text import Text
from ...scorecard.card import Scorecard
from ...scorecard.score import Figure
from ...scorecard.trigger import Trigger
from ...steering.alert import Alert, AlertKind, AlertState, alerts
from .goal_state import GoalState, goal_state
from .journal import about, named

_SAID: Final = ("reason", "answer", "decision")


@frozen(kw_only=True)
class Remark:
    """What somebody said.

    Attributes:
        number: The journal's number of it.
        kind: What kind of a note it is.
        text: What was said.
        by: Who said it.
        at: When.
        goal: Address of the goal that it is about; empty where it is about none.
        alert: Key of the alert that it is about; empty where it is about none.
    """

    number: int
    kind: str
    text: str
    by: str
    at: datetime
    goal: str
    alert: str


@frozen(kw_only=True)
class Answer:
    """What the plan has prepared for a risk that came true.

    Attributes:
        action: Key of the action whose risk it is.
        risk: Key path of the risk.
        do: What is to be done; `None` where the plan has no answer.
        by: By when, in the author's words; empty where the plan does not say.
        until: The last day of that; `None` where it has none.
        cost: What it costs, as written; empty where the plan does not say.
        teams: The teams and partners that it takes.
        since: Since which review the condition holds.
    """

    action: str
    risk: str
    do: Text | None
    by: str
    until: date | None
    cost: str
    teams: tuple[str, ...]
    since: date | None


@frozen(kw_only=True)
class AlertRow:
    """That something needs an answer.

    Attributes:
        alert: Key of the alert.
        kind: `deviation`, `risk` or `undecided`.
        about: Address of the goal, or key path of the risk.
        level: Name of the rung; `risk` or `undecided` for the other kinds.
        state: `open`, `answered`, `decided` or `closed`.
        goal: The goal as it is; `None` of a risk that names none, or one that is not shown.
        action: Key of the action whose risk it is; `None` of a goal.
        risk: The risk in the author's words; `None` of a goal, or where there are none.
        when: Its condition; empty of a goal.
        deviation: On `basis`; below zero is adverse.
        basis: What it is measured against; `None` of a risk.
        is_basis_stated: Whether the plan says so; else it is the goal's own.
        since: The last day of the period in which it began.
        due: By when it must be decided; `None` where the plan sets no time.
        team: The team that answers; `None` where it is nobody.
        decides: The team that decides; `None` where the plan does not say.
        meets: The teams that come together for it.
        wanted: What the plan has done on that level; `None` where it does not say.
        causes: Why, as the journal has it.
        answers: What is done about it, as the journal has it.
        decisions: What was decided, as the journal has it.
        prepared: What the plan has prepared for the risks that came true.
        of: For `undecided` the key of the alert that nobody decided on; empty for the others.
    """

    alert: str
    kind: AlertKind
    about: str
    level: str
    state: AlertState
    goal: GoalState | None
    action: str | None
    risk: Text | None
    when: str
    deviation: Figure
    basis: Basis | None
    is_basis_stated: bool
    since: date
    due: datetime | None
    team: str | None
    decides: str | None
    meets: tuple[str, ...]
    wanted: Text | None
    causes: tuple[Remark, ...]
    answers: tuple[Remark, ...]
    decisions: tuple[Remark, ...]
    prepared: tuple[Answer, ...]
    of: str


def alert_rows(card: Scorecard, notes: Iterable[Note]) -> tuple[AlertRow, ...]:
    """The alerts of a scorecard, the gravest first, with what the journal has said about each.

    Before an alert is raised in the journal, what was said about its goal since the period in which it began
    counts as said about it.
    """
    notes = tuple(notes)
    return tuple(_row(card, one, _said(card, one, notes)) for one in alerts(card, notes))


def remark(card: Scorecard, note: Note) -> Remark:
    """A note of the journal."""
    goal = about(card, note)
    return Remark(
        number=note.number,
        kind=note.kind,
        text=note.text,
        by=note.by,
        at=note.at,
        goal=goal if goal in card.plan.goals else "",
        alert=note.alert,
    )


def _said(card: Scorecard, one: Alert, notes: Iterable[Note]) -> tuple[Note, ...]:
    if one.is_raised or not one.goal or one.kind == "risk":
        return one.notes
    about = (
        note
        for note in notes
        if not note.alert and note.goal and note.at <= one.detected
        if note.at.astimezone(one.detected.tzinfo).date() >= one.since
        if named(card, note.goal) == one.goal
    )
    return tuple(sorted({note.number: note for note in (*one.notes, *about)}.values(), key=lambda n: n.at))


def _row(card: Scorecard, one: Alert, said: tuple[Note, ...]) -> AlertRow:
    found = {kind: tuple(remark(card, n) for n in said if n.kind == kind) for kind in _SAID}
    state = one.state
    if state in ("open", "answered"):
        state = "decided" if found["decision"] else "answered" if found["answer"] else "open"
    wanted = None if one.rung is None else one.rung.answer
    triggers = (one.trigger,) if one.trigger is not None else one.fallbacks
    return AlertRow(
        alert=one.key,
        kind=one.kind,
        about=one.about,
        level=one.level,
        state=state,
        goal=goal_state(card, card[one.goal]) if one.goal in card else None,
        action=None if one.trigger is None else one.trigger.action,
        risk=None if one.trigger is None else one.trigger.risk.if_,
        when="" if one.trigger is None else str(one.trigger.risk.when),
        deviation=one.deviation,
        basis=one.basis,
        is_basis_stated=one.is_basis_stated,
        since=one.since,
        due=one.due,
        team=one.team,
        decides=one.decides,
        meets=one.meets,
        wanted=None if isinstance(wanted, Unstated) else wanted,
        causes=found["reason"],
        answers=found["answer"],
        decisions=found["decision"],
        prepared=tuple(answer for trigger in triggers for answer in _answers(trigger)),
        of=one.of,
    )


def _answers(one: Trigger) -> Iterator[Answer]:
    for answer in one.risk.then:
        yield Answer(
            action=one.action,
            risk=one.at,
            do=answer.do,
            by="" if answer.by is None else str(answer.by),
            until=None if answer.by is None else answer.by.end,
            cost="" if answer.cost is None else str(answer.cost),
            teams=answer.with_,
            since=one.since,
        )
    if not one.risk.then:
        yield Answer(
            action=one.action, risk=one.at, do=None, by="", until=None, cost="", teams=(), since=one.since
        )
