"""Notes: what people said and decided while the plan was followed."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal, get_args

from attrs import frozen

NoteKind = Literal["check-in", "reason", "answer", "decision"]
KINDS: Final = get_args(NoteKind)


@frozen(kw_only=True)
class Note:
    """One entry of the journal.

    Attributes:
        kind: `check-in` says how things stand, `reason` why, `answer` replies, `decision` is one.
        text: What was said.
        by: Who said it.
        at: When it was said, UTC.
        goal: The goal that it is about, as it was given; empty where it is about none.
        to: Number of the note that it answers; `None` where it answers none.
        number: The record that holds it, by which others refer to it.
        recorded: When that was written, UTC.
    """

    kind: NoteKind
    text: str
    by: str
    at: datetime
    goal: str = ""
    to: int | None = None
    number: int
    recorded: datetime
