"""Alerts as plain values for JSON, and the schema of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from ..ledger.note import KINDS
from ..model.missing import NA
from ..scorecard.plain import DATE, FIGURE, TEXT, TEXT_OR_NULL, closed_object

if TYPE_CHECKING:
    from ..ledger.note import Note
    from ..scorecard.card import Scorecard
    from ..scorecard.score import Figure
    from .alert import Alert

VERSION: Final = 1


def plain_alerts(card: Scorecard, found: Iterable[Alert]) -> dict[str, Any]:
    """The alerts of a scorecard as plain values, by the published schema `alerts-1`."""
    return {
        "version": VERSION,
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


def alerts_schema() -> dict[str, object]:
    """The JSON Schema (2020-12) of what `goaltree alerts --format json` prints."""
    instant = {"type": "string", "format": "date-time"}
    note = closed_object(
        {
            "number": {"type": "integer"},
            "kind": {"enum": list(KINDS)},
            "text": TEXT,
            "by": TEXT,
            "at": instant,
            "goal": TEXT_OR_NULL,
            "alert": TEXT_OR_NULL,
            "to": {"type": ["integer", "null"]},
        }
    )
    alert = closed_object(
        {
            "key": TEXT,
            "kind": {"enum": ["deviation", "risk", "undecided"]},
            "about": TEXT,
            "goal": TEXT_OR_NULL,
            "level": TEXT,
            "period": TEXT,
            "since": DATE,
            "detected": instant,
            "due": {"anyOf": [{"type": "null"}, instant]},
            "deviation": FIGURE,
            "began": FIGURE,
            "basis": {"enum": ["level", "increment", "pp", "sigma", None]},
            "is_basis_stated": {"type": "boolean"},
            "team": TEXT_OR_NULL,
            "decides": TEXT_OR_NULL,
            "meets": {"type": "array", "items": TEXT},
            "fallbacks": {"type": "array", "items": TEXT},
            "state": {"enum": ["open", "answered", "decided", "closed"]},
            "is_raised": {"type": "boolean"},
            "of": TEXT_OR_NULL,
            "notes": {"type": "array", "items": note},
        }
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:goaltree:alerts:{VERSION}",
        "title": f"goaltree alerts, version {VERSION}",
        **closed_object(
            {
                "version": {"const": VERSION},
                "plan": TEXT,
                "as_of": DATE,
                "known_at": TEXT_OR_NULL,
                "alerts": {"type": "array", "items": alert},
            }
        ),
    }
