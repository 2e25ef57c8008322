"""A plan with one pair whose statuses follow from its months by hand, for the tests of pairs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import goaltree as gt

FULL, FINE, RISK, OFF = 100, 95, 85, 70
"""Values of a goal that is due in full: achieved, on track (-5 %), at risk (-15 %), off track (-30 %)."""
TRACK = {FULL: "on_track", FINE: "on_track", RISK: "behind", OFF: "behind", None: "unknown"}
ENDS = ("2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30", "2025-05-31", "2025-06-30")


def rows(metric: str, values: Sequence[float | None], *, first: int = 2025 * 12, **segment: str) -> list[Any]:
    """A value a month, from January 2025 on; none where it is `None`."""
    return [
        {"metric": metric, "period": f"{at // 12}-{at % 12 + 1:02}", "value": value, **segment}
        for at, value in enumerate(values, first)
        if value is not None
    ]


def text(*, lead: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """The plan as plain values; a key of `changes` replaces one of its sections."""
    stock = {"kind": "stock", "unit": "人", "direction": "up"}
    plan: dict[str, Any] = {
        "goaltree": 1,
        "plan": "pairs",
        "period": "2025",
        "currency": "CNY",
        "metrics": {
            "members": {"title": {"zh": "会员数", "en": "Members"}, **stock},
            "visitors": {"title": {"zh": "访客数", "en": "Visitors"}, **stock},
        },
        "goals": {
            "members": {"target": "100 人", "owner": "shop"},
            "visitors": {"target": "100 人", "owner": "online"},
        },
        "teams": {"shop": {"title": "店铺部"}, "online": {"title": "线上部"}},
        "pairs": {"members": {"visitors": lead or {}}},
    }
    return plan | changes


def card(
    result: Sequence[float | None],
    process: Sequence[float | None],
    *,
    as_of: str = ENDS[-1],
    more: Sequence[Any] = (),
    first: int = 2025 * 12,
    **changes: Any,
) -> gt.Scorecard:
    """The scorecard of the plan with a value a month for either metric."""
    plan = gt.loads(text(**changes))
    assert not plan.findings.errors
    data = [*rows("members", result, first=first), *rows("visitors", process, first=first), *more]
    return gt.evaluate(plan, data, as_of=as_of)


def one(*args: Any, **changes: Any) -> gt.PairReading:
    """The reading of its one pair."""
    (found,) = gt.pairs(card(*args, **changes))
    return found
