"""The plan that the tests review, and what of it needs an answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from notify_receiver import Clock, Receiver

import goaltree as gt
from goaltree_notify.delivery import Delivery, send
from goaltree_notify.destination import Destination
from goaltree_notify.outbox import Outbox

AT = datetime(2025, 4, 1, 8, tzinfo=UTC)
SALES, VISITS = "sales/2025-02/emergency", "visits/2025-03/warning"


def plan(titles: Mapping[str, str] | None = None, **goals: Mapping[str, Any]) -> gt.Plan:
    """A shop whose sales are far off and whose visits are a little; `goals` come on top."""
    named = {"sales": "销售额", "visits": "访问量", **(titles or {})}
    others = {
        key: {"target": 1200, "owner": "web", "phasing": "linear"}
        for key in named
        if key not in ("sales", "visits")
    }
    return gt.loads(
        {
            "goaltree": 1,
            "plan": "shop",
            "title": {"zh": "店铺 2025 年度目标", "en": "Shop 2025"},
            "period": 2025,
            "currency": "CNY",
            "zone": "Asia/Shanghai",
            "metrics": {
                key: {"title": title, "kind": "flow", "unit": "次", "direction": "up"}
                for key, title in named.items()
            },
            "goals": {
                "sales": {"target": 1200, "owner": "shop", "core": "true", "phasing": "linear"},
                "visits": {"target": 1200, "owner": "web", "phasing": "linear"},
                **others,
                **goals,
            },
            "teams": {
                "shop": {"title": "店铺部", "lead": "王 XX", "boundary": "门店", "carries": ["sales"]},
                "web": {"title": "线上部", "lead": "李 XX", "boundary": "线上", "carries": ["visits"]},
            },
            "governance": {
                "deviation": {
                    "warning": {"at": "≤-10%", "answer": "偏差预警表"},
                    "emergency": {
                        "at": "<-20%",
                        "goals": "core",
                        "decide_within": "24 小时",
                        "decides": "shop",
                    },
                }
            },
        }
    )


def rows(**months: tuple[float, ...]) -> list[dict[str, Any]]:
    """Actuals of the first months of each metric."""
    return [
        {"metric": metric, "period": f"2025-{month:02}", "value": value}
        for metric, values in months.items()
        for month, value in enumerate(values, 1)
    ]


OFF = rows(sales=(100, 50, 40), visits=(90, 85, 80))
FINE = rows(sales=(100, 50, 40, 400), visits=(90, 85, 80, 300))


def carded(whole: gt.Plan, seen: list[dict[str, Any]], as_of: str = "2025-03-31") -> gt.Scorecard:
    """The scorecard of a plan by some actuals."""
    return gt.evaluate(whole, gt.observe(whole, seen), as_of=as_of)


def case(**options: Any) -> tuple[gt.Scorecard, tuple[gt.Alert, ...]]:
    """A scorecard with an emergency and a warning."""
    card = carded(plan(**options), OFF)
    return card, gt.alerts(card, at=AT)


def hook(receiver: Receiver, name: str = "board", **options: Any) -> Destination:
    """A plain webhook to a receiver."""
    return Destination(name=name, url=receiver.url(), allow=(receiver.place,), **options)


def sent(destinations: Any, box: Outbox, clock: Clock | None = None, **options: Any) -> Delivery:
    """What comes of sending the alerts of the case; nobody waits."""
    card, found = case()
    clock = clock or Clock()
    every = destinations if isinstance(destinations, (list, tuple)) else [destinations]
    return send(
        found, every, card=card, outbox=box, clock=clock, sleep=clock.sleep, draw=lambda: 1.0, **options
    )
