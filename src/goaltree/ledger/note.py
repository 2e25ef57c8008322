"""Notes: what people said and decided while the plan was followed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final, Literal, get_args

from attrs import frozen

NoteKind = Literal["check-in", "reason", "answer", "decision", "alert", "closing"]
KINDS: Final = get_args(NoteKind)
OF_ALERTS: Final = ("alert", "closing")
"""The kinds that raise and close an alert."""


@frozen(kw_only=True)
class Note:
    """One entry of the journal.

    Attributes:
        kind: `check-in` says how things stand, `reason` why, `answer` what is done about it, `decision` what
            was decided; `alert` raises an alert, `closing` closes it.
        text: What was said.
        by: Who said it.
        at: When it was said, UTC.
        goal: The goal that it is about, as it was given; empty where it is about none.
        to: Number of the note that it answers; `None` where it answers none.
        alert: Key of the alert that it is about; empty where it is about none.
        number: The record that holds it, by which others refer to it.
        recorded: When that was written, UTC.
    """

    kind: NoteKind
    text: str
    by: str
    at: datetime
    goal: str = ""
    to: int | None = None
    alert: str = ""
    number: int
    recorded: datetime


@frozen(kw_only=True)
class Turn:
    """That an alert is raised or closed.

    Attributes:
        kind: `alert` or `closing`.
        alert: Key of the alert.
        text: What the journal says of it.
        goal: The goal that it is about; empty where it is about none.
    """

    kind: Literal["alert", "closing"]
    alert: str
    text: str
    goal: str = ""


def opened(notes: Iterable[Note]) -> dict[str, bool]:
    """Whether each alert is open, by when it was seen to be raised or closed; of one instant the later note counts."""
    told = sorted((one for one in notes if one.kind in OF_ALERTS), key=lambda one: (one.at, one.number))
    return {one.alert: one.kind == "alert" for one in told}
