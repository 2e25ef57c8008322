"""A scorecard as plain values: dictionaries for JSON, a table for pandas, and the schema of both."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from ..maths.status import STATUSES
from ..model.missing import NA, REASONS

if TYPE_CHECKING:
    import pandas as pd

    from .card import Scorecard
    from .score import Growth, Score
    from .trigger import Trigger

VERSION: Final = 1
COLUMNS: Final = (
    "key",
    "title",
    "team",
    "perspective",
    "metric",
    "unit",
    "value",
    "baseline",
    "target",
    "expected",
    "attainment",
    "method",
    "pace",
    "gap",
    "deviation",
    "basis",
    "favour",
    "status",
    "own_status",
    "rule",
    "cap",
    "worst_child",
    "coverage",
    "through",
    "required_rate",
    "required_uplift",
    "reasons",
)
"""The columns of `Scorecard.frame()`, which are also the keys of a goal in `Scorecard.to_dict()`."""
NUMBERS: Final = (
    "value",
    "baseline",
    "target",
    "expected",
    "attainment",
    "pace",
    "gap",
    "deviation",
    "coverage",
    "required_rate",
    "required_uplift",
)


def plain_card(card: Scorecard) -> dict[str, Any]:
    """A scorecard as plain values."""
    return {
        "scorecard": VERSION,
        "plan": card.plan.key,
        "title": card.plan.title.say("") if card.plan.title else card.plan.key,
        "as_of": card.as_of.isoformat(),
        "known_at": card.known_at.isoformat() if card.known_at is not None else None,
        "goals": [plain_score(score) for score in card],
        "objectives": [
            {
                "key": one.key,
                "title": one.title,
                "goals": list(one.goals),
                "attainment": _number(one.attainment),
                "coverage": one.coverage,
                "status": one.status,
                "worst_child": one.worst_child,
            }
            for one in card.objectives.values()
        ],
        "risks": [_risk(one) for one in card.triggers],
    }


def plain_score(score: Score) -> dict[str, Any]:
    """One goal as plain values; a missing number is `{"na": reason}`."""
    out: dict[str, Any] = {}
    for name in COLUMNS:
        value = getattr(score, name)
        if name in NUMBERS:
            value = _number(value)
        elif name == "through":
            value = value.isoformat() if isinstance(value, date) else None
        elif name == "worst_child":
            value = None if value is None else {"key": value[0], "status": value[1]}
        elif name == "reasons":
            value = list(value)
        out[name] = value
    out["growth"] = [_growth(one) for one in score.growth]
    out["trend"] = [None if math.isnan(value) else value for value in score.trend]
    out["history"] = [{"date": day.isoformat(), "status": status} for day, status in score.history]
    return out


def _risk(one: Trigger) -> dict[str, Any]:
    return {
        "action": one.action,
        "at": one.at,
        "when": str(one.risk.when),
        "holds": one.holds,
        "since": None if one.since is None else one.since.isoformat(),
        "readings": [{"name": str(each.reference), "value": _number(each.value)} for each in one.readings],
    }


def _growth(one: Growth) -> dict[str, Any]:
    return {
        "of": one.of,
        "before": _number(one.before),
        "change": _number(one.change),
        "rate": _number(one.rate),
    }


def _number(value: float | NA) -> float | dict[str, str]:
    return {"na": value.reason} if isinstance(value, NA) else value


def card_frame(card: Scorecard) -> pd.DataFrame:
    """A scorecard as a table, one row a goal, indexed by key."""
    import pandas as pd

    rows = []
    for score in card:
        row: dict[str, Any] = {}
        for name in COLUMNS:
            value = getattr(score, name)
            if name in NUMBERS:
                value = math.nan if isinstance(value, NA) else value
            elif name == "worst_child":
                value = None if value is None else value[0]
            elif name == "reasons":
                value = " ".join(value)
            row[name] = value
        rows.append(row)
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    frame["through"] = pd.to_datetime(frame["through"])
    for name in NUMBERS:
        frame[name] = frame[name].astype("float64")
    return frame.set_index("key", drop=True)


# Parts of schemas, for whatever else is told as JSON.

TEXT: Final = {"type": "string"}
TEXT_OR_NULL: Final = {"type": ["string", "null"]}
FIGURE: Final = {
    "anyOf": [
        {"type": "number"},
        {
            "type": "object",
            "properties": {"na": {"enum": sorted(REASONS)}},
            "required": ["na"],
            "additionalProperties": False,
        },
    ]
}
_STATUS: Final = {"enum": list(STATUSES)}
DATE: Final = {"type": "string", "format": "date"}


def closed_object(properties: Mapping[str, object]) -> dict[str, object]:
    """The schema of an object that has just these properties."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _column(name: str) -> dict[str, object]:
    if name in NUMBERS:
        return dict(FIGURE)
    if name in ("status", "own_status"):
        return dict(_STATUS)
    if name == "worst_child":
        return {"anyOf": [{"type": "null"}, closed_object({"key": TEXT, "status": _STATUS})]}
    if name == "reasons":
        return {"type": "array", "items": TEXT}
    if name == "favour":
        return {"enum": ["favourable", "adverse", "even", None]}
    return dict(TEXT_OR_NULL if name in ("team", "perspective", "through") else TEXT)


def card_schema() -> dict[str, object]:
    """The JSON Schema (2020-12) of `Scorecard.to_dict()`."""
    goal = closed_object(
        {
            **{name: _column(name) for name in COLUMNS},
            "growth": {
                "type": "array",
                "items": closed_object(
                    {
                        "of": {"enum": ["year", "period"]},
                        "before": FIGURE,
                        "change": FIGURE,
                        "rate": FIGURE,
                    }
                ),
            },
            "trend": {"type": "array", "items": {"type": ["number", "null"]}},
            "history": {"type": "array", "items": closed_object({"date": DATE, "status": _STATUS})},
        }
    )
    objective = closed_object(
        {
            "key": TEXT,
            "title": TEXT,
            "goals": {"type": "array", "items": TEXT},
            "attainment": FIGURE,
            "coverage": {"type": "number"},
            "status": _STATUS,
            "worst_child": TEXT_OR_NULL,
        }
    )
    risk = closed_object(
        {
            "action": TEXT,
            "at": TEXT,
            "when": TEXT,
            "holds": {"type": ["boolean", "null"]},
            "since": {"anyOf": [{"type": "null"}, DATE]},
            "readings": {"type": "array", "items": closed_object({"name": TEXT, "value": FIGURE})},
        }
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:goaltree:scorecard:{VERSION}",
        "title": f"goaltree scorecard, version {VERSION}",
        **closed_object(
            {
                "scorecard": {"const": VERSION},
                "plan": TEXT,
                "title": TEXT,
                "as_of": DATE,
                "known_at": TEXT_OR_NULL,
                "goals": {"type": "array", "items": goal},
                "objectives": {"type": "array", "items": objective},
                "risks": {"type": "array", "items": risk},
            }
        ),
    }
