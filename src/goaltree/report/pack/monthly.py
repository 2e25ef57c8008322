"""The monthly deviation table: one row an alert, with what its department says about cause and answer."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from ...ledger.note import Note
from ...scorecard.card import Scorecard
from .alert_row import AlertRow, alert_rows


@frozen(kw_only=True)
class ToFill:
    """What a department has still to say.

    Attributes:
        team: Key of the team; `None` for alerts that nobody answers for.
        causes: How many of its alerts have no cause.
        answers: How many have no answer.
    """

    team: str | None
    causes: int
    answers: int


@frozen(kw_only=True)
class Monthly:
    """The deviation table of a month.

    Attributes:
        rows: The alerts, the gravest first.
        overdue: Keys of those on which nobody decided in time.
        new: Keys of those that began since the scorecard before.
        over: The alerts of the scorecard before that are over, as they were then.
        to_fill: What has still to be said, by team; those that have to say most come first.
    """

    rows: tuple[AlertRow, ...]
    overdue: tuple[str, ...]
    new: tuple[str, ...]
    over: tuple[AlertRow, ...]
    to_fill: tuple[ToFill, ...]


def monthly(card: Scorecard, *, before: Scorecard | None, notes: Iterable[Note]) -> Monthly:
    """The deviation table of a scorecard.

    Args:
        card: The scorecard as it is shown.
        before: The one that it is compared with, with the same goals; `None` for none.
        notes: The journal.
    """
    notes = tuple(notes)
    found = _open(card, notes)
    rows = tuple(one for one in found if one.kind != "undecided")
    earlier = () if before is None else _open(before, notes)
    about = {one.about for one in rows}
    return Monthly(
        rows=rows,
        overdue=tuple(one.of for one in found if one.kind == "undecided"),
        new=tuple(one.alert for one in rows if before is not None and one.since > before.as_of),
        over=tuple(one for one in earlier if one.kind != "undecided" and one.about not in about),
        to_fill=_to_fill(rows),
    )


def _open(card: Scorecard, notes: Iterable[Note]) -> tuple[AlertRow, ...]:
    return tuple(one for one in alert_rows(card, notes) if one.state != "closed")


def _to_fill(rows: Iterable[AlertRow]) -> tuple[ToFill, ...]:
    found: dict[str | None, list[int]] = {}
    for one in rows:
        counts = found.setdefault(one.team, [0, 0])
        counts[0] += not one.causes
        counts[1] += not one.answers
    filled = [ToFill(team=team, causes=causes, answers=answers) for team, (causes, answers) in found.items()]
    kept = [one for one in filled if one.causes or one.answers]
    return tuple(sorted(kept, key=lambda one: -one.causes - one.answers))
