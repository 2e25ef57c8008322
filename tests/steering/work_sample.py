"""A plan with one action at work, and its scorecard on a day."""

from __future__ import annotations

from typing import Any

import pandas as pd

import goaltree as gt
from goaltree.scorecard.card import Scorecard
from goaltree.steering.action_state import ActionState

HEAD = {
    "goaltree": 1,
    "plan": "x",
    "period": "2025",
    "currency": "CNY",
    "fx": {"USD": "7.2"},
    "metrics": {
        "sales": {"title": {"zh": "销售额", "en": "Sales"}, "kind": "flow", "unit": "元", "direction": "up"},
        "visits": {
            "title": {"zh": "客流", "en": "Visits"},
            "kind": "flow",
            "unit": "人次",
            "direction": "up",
        },
    },
    "goals": {
        "sales": {"target": "12亿", "owner": "shop", "phasing": "linear"},
        "visits": {"target": "1200万", "owner": "web", "phasing": "linear"},
    },
    "teams": {
        "shop": {"title": {"zh": "店铺部", "en": "Shops"}, "lead": "王 XX", "carries": ["sales"]},
        "web": {"title": {"zh": "线上部", "en": "Web"}, "lead": "李 XX", "carries": ["visits"]},
    },
}


def at_work(
    actions: dict[str, Any], as_of: str = "2025-06-30", *, sales: list[float] | None = None, **more: Any
) -> Scorecard:
    """The scorecard of a plan with these actions, and with these sales a month."""
    plan = gt.loads({**HEAD, "actions": actions, **more})
    assert not plan.findings.errors, plan.findings.to_text()
    values = [1e8] * int(as_of[5:7]) if sales is None else sales
    rows = [
        {"metric": "sales", "period": f"2025-{month:02}", "value": value}
        for month, value in enumerate(values, 1)
    ]
    return gt.evaluate(plan, gt.observe(plan, pd.DataFrame(rows)), as_of=as_of)


def one(as_of: str = "2025-06-30", *, sales: list[float] | None = None, **action: Any) -> ActionState:
    """The state of one action."""
    stores = {"title": {"zh": "开新店", "en": "New shops"}, "team": "shop", "serves": ["sales"], **action}
    return gt.action_states(at_work({"stores": stores}, as_of, sales=sales))[0]
