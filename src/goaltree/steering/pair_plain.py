"""The readings of pairs as plain values for JSON."""

from __future__ import annotations

from typing import Any

from ..maths.evidence import Evidence
from ..model.missing import NA
from .pair_reading import PairReading
from .side import Side


def plain_pair(one: PairReading) -> dict[str, Any]:
    """One pair as plain values; what is missing is `{"na": reason}`."""
    lead = one.pair.lead
    return {
        "key": one.key,
        "result": one.pair.result,
        "process": one.pair.process,
        "lag": None if lead.lag is None else str(lead.lag),
        "sign": lead.sign,
        "field": one.field,
        "lag_passed": one.lag_passed,
        "shows_on": None if one.shows_on is None else one.shows_on.isoformat(),
        "reason": None if one.reason is None else one.reason.reason,
        "sides": {
            "result": _side(one.result),
            "process": _side(one.process),
            "process_now": _side(one.process_now),
        },
        "evidence": _evidence(one.evidence),
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "metric": side.metric,
        "goal": side.goal or None,
        "healthy": side.at or None,
        "track": side.track,
        "status": side.status,
        "day": None if side.day is None else side.day.isoformat(),
        "since": None if side.since is None else side.since.isoformat(),
        "reason": None if side.reason is None else side.reason.reason,
    }


def _evidence(found: Evidence | NA) -> dict[str, Any]:
    if isinstance(found, NA):
        return {"na": found.reason}
    return {
        "verdict": found.verdict,
        "lag": found.lag,
        "correlation": _number(found.correlation),
        "adjusted": _number(found.adjusted),
        "size": found.size,
        "needed": found.needed,
    }


def _number(value: float | NA) -> float | dict[str, str]:
    return {"na": value.reason} if isinstance(value, NA) else value
