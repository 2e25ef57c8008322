"""Small plans as dicts, and their scorecards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import goaltree as gt

SEGMENTS = {"part": {"members": ["a", "b", "c", "d"]}, "way": {"members": ["x", "y"]}}


def plan_of(goals: Mapping[str, Any], **more: Any) -> gt.Plan:
    """A plan for 2025 in CNY with some goals; one that does not read is an error."""
    head = {"goaltree": 1, "plan": "small", "period": 2025, "currency": "CNY", "segments": SEGMENTS}
    plan = gt.loads({**head, **more, "goals": goals})
    errors = [finding for finding in plan.findings if finding.level == "error"]
    assert not errors, errors[0]
    return plan


def months(metric: str, values: Sequence[object], year: int = 2025, **more: Any) -> list[dict[str, Any]]:
    """Rows of the months of a year, from January on; `None` leaves a month out."""
    return [
        {"metric": metric, "period": f"{year}-{at:02}", "value": value, **more}
        for at, value in enumerate(values, 1)
        if value is not None
    ]


def scored(
    goals: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], as_of: str = "2025-12-31", **more: Any
) -> gt.Scorecard:
    """The scorecard of some goals; rates are given as fractions."""
    plan = plan_of(goals, **more)
    return gt.evaluate(plan, gt.observe(plan, list(rows), percent="fraction"), as_of=as_of)
