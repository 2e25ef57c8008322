"""Alerts as they are entered into the journal: raised once, closed when what they are about is over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from attrs import evolve, frozen

from ..ledger.ledger import Ledger
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
    new, closed, still = [], [], []
    for one in alerts(card, notes, at=moment):
        said: dict[str, Any] = {"by": by, "at": moment, "goal": one.goal}
        if one.state == "closed":
            if ledger.close_alert(one.key, _text(one), **said) is not None:
                closed.append(one)
        elif not one.is_raised and ledger.raise_alert(one.key, _text(one), **said) is not None:
            new.append(evolve(one, is_raised=True))
        else:
            still.append(evolve(one, is_raised=True))
    return Raised(new=tuple(new), closed=tuple(closed), still=tuple(still))


def _text(one: Alert) -> str:
    """What the journal says of an alert: its level, and the deviation in percent."""
    number = "" if isinstance(one.deviation, NA) else f" {float(one.deviation):+.1%}"
    return f"{one.level}{number}"
