"""Alerts as they are entered into the journal: raised once, closed when what they are about is over."""

from __future__ import annotations

from datetime import datetime

from attrs import evolve, frozen

from ..ledger.ledger import Ledger
from ..ledger.note import Turn
from ..model.missing import NA
from ..scorecard.card import Scorecard
from .alert import Alert, alerts, seen_at


@frozen(kw_only=True)
class Raised:
    """What came of entering the alerts of a review.

    Attributes:
        new: Those that were raised now: what is to be sent.
        closed: Those that were closed now.
        still: Those that were raised before and go on.
    """

    new: tuple[Alert, ...]
    closed: tuple[Alert, ...]
    still: tuple[Alert, ...]


def raise_alerts(card: Scorecard, ledger: Ledger, *, by: str, at: datetime | None = None) -> Raised:
    """Enter the alerts of a review into the journal of a ledger.

    The same review twice enters nothing twice, also where two programs do it at once.

    Args:
        card: The whole scorecard, not the view of one team: what it does not show would be nobody's to close.
        ledger: Where the journal is.
        by: Who, or which program, makes the review.
        at: The instant of the review, as `seen_at` has it by default.

    Raises:
        UsageError: There is nobody who makes it.
        LedgerError: The ledger is damaged.
        WriteError: It cannot be written.
    """
    notes = ledger.notes()
    moment = at or seen_at(card, notes)
    found = alerts(card, notes, at=moment)
    moved = [one for one in found if one.state == "closed" or not one.is_raised]
    done = ledger.turn_alerts(map(_turn, moved), by=by, at=moment)
    written = {one.key for one, note in zip(moved, done, strict=True) if note is not None}
    return Raised(
        new=tuple(
            evolve(one, is_raised=True) for one in found if one.key in written and one.state != "closed"
        ),
        closed=tuple(one for one in found if one.key in written and one.state == "closed"),
        still=tuple(
            evolve(one, is_raised=True) for one in found if one.key not in written and one.state != "closed"
        ),
    )


def _turn(one: Alert) -> Turn:
    return Turn(
        kind="closing" if one.state == "closed" else "alert", alert=one.key, text=_text(one), goal=one.goal
    )


def _text(one: Alert) -> str:
    """What the journal says of an alert: its level, and the deviation in percent."""
    number = "" if isinstance(one.deviation, NA) else f" {float(one.deviation):+.1%}"
    return f"{one.level}{number}"
