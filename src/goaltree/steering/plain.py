"""Alerts as plain values for JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from ..model.missing import NA

if TYPE_CHECKING:
    from ..ledger.note import Note
    from ..scorecard.card import Scorecard
    from ..scorecard.score import Figure
    from .alert import Alert

SCHEMA: Final = "alerts-1"


def plain_alerts(card: Scorecard, found: Iterable[Alert]) -> dict[str, Any]:
    """The alerts of a scorecard as plain values."""
    return {
        "schema": SCHEMA,
        "plan": card.plan.key,
        "as_of": card.as_of.isoformat(),
        "known_at": None if card.known_at is None else card.known_at.isoformat(),
        "alerts": [plain_alert(one) for one in found],
    }


def plain_alert(one: Alert) -> dict[str, Any]:
    """One alert as plain values; a missing number is `{"na": reason}`."""
    return {
        "key": one.key,
        "kind": one.kind,
        "about": one.about,
        "goal": one.goal or None,
        "level": one.level,
        "period": one.period,
        "since": one.since.isoformat(),
        "detected": one.detected.isoformat(),
        "due": None if one.due is None else one.due.isoformat(),
        "deviation": _number(one.deviation),
        "began": _number(one.began),
        "basis": one.basis,
        "is_basis_stated": one.is_basis_stated,
        "team": one.team,
        "decides": one.decides,
        "meets": list(one.meets),
        "fallbacks": [trigger.at for trigger in one.fallbacks],
        "state": one.state,
        "is_raised": one.is_raised,
        "of": one.of or None,
        "notes": [plain_note(note) for note in one.notes],
    }


def _number(value: Figure) -> Any:
    return {"na": value.reason} if isinstance(value, NA) else value


def plain_note(one: Note) -> dict[str, Any]:
    """One note of the journal as plain values."""
    return {
        "number": one.number,
        "kind": one.kind,
        "text": one.text,
        "by": one.by,
        "at": one.at.isoformat(),
        "goal": one.goal or None,
        "alert": one.alert or None,
        "to": one.to,
    }
