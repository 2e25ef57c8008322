"""What the tests of alerts share: a plan with a ladder, its months, and a journal made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import goaltree as gt
from goaltree.ledger.note import Note
from oracle.scored import months, plan_of

SCORE = {"kind": "mean", "unit": "points", "direction": "up", "target": "100"}
"""A goal due in full at any time, so that 90 is a deviation of -10 %."""
LADDER = {
    "warning": {"at": "≤-10%", "basis": "level", "answer": "偏差预警表"},
    "emergency": {
        "at": "<-20%",
        "basis": "level",
        "goals": "core",
        "decide_within": "24 小时",
        "decides": "board",
    },
}
TEAMS = {
    "shop": {"title": "店铺部", "lead": "王", "carries": ["m"]},
    "net": {"title": "网店部", "lead": "李", "carries": ["n"]},
    "board": {"title": "管理层", "lead": "张"},
}
GOALS = {"m": {**SCORE, "title": "得分", "core": True}, "n": {**SCORE, "title": "次得分"}}


def plan(goals: Mapping[str, Any] = GOALS, *, ladder: Mapping[str, Any] = LADDER, **more: Any) -> gt.Plan:
    """A plan of two goals, `m` core and `n` not, each with its team."""
    return plan_of(goals, governance={"deviation": ladder}, **{"teams": TEAMS, **more})


def end(month: int) -> date:
    """The last day of a month of 2025."""
    return (date(2025, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def noon(month: int, day: int = 5, hour: int = 12) -> datetime:
    """An hour of a day of 2025, UTC; noon by default."""
    return datetime(2025, month, day, hour, tzinfo=UTC)


def reviewed(
    of: gt.Plan,
    values: Mapping[str, Sequence[object]],
    as_of: date | str | None = None,
    known_at: datetime | None = None,
) -> gt.Scorecard:
    """The scorecard of such months, by default at the end of the last of them."""
    rows = [row for metric, told in values.items() for row in months(metric, told)]
    day = as_of or end(max(map(len, values.values())))
    return gt.evaluate(of, gt.observe(of, rows, percent="fraction"), as_of=day, known_at=known_at)


def note(number: int, kind: str, at: datetime, alert: str = "", **more: Any) -> Note:
    """A note of a journal."""
    return Note(
        **{
            "kind": kind,
            "text": "x",
            "by": "王",
            "at": at,
            "alert": alert,
            "number": number,
            "recorded": at,
            **more,
        }
    )


def told(found: Sequence[gt.Alert]) -> dict[str, str]:
    """The state of each alert, by key."""
    return {one.key: one.state for one in found}
