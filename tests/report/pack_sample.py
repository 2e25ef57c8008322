"""A small plan that is followed for half a year: alerts, a hand-over, milestones, a pair, a risk, a journal."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import goaltree as gt
from goaltree.ledger.note import Note

PLAN = """
goaltree: 1
plan: shop-2025
title: {zh: 店铺 2025 年度目标, en: "Shop, annual plan 2025"}
period: 2025
currency: CNY
zone: Asia/Shanghai
perspectives:
  growth: {title: {zh: 增长, en: Growth}}
  trust: {title: {zh: 信任, en: Trust}}
segments: {region: {members: {home: {zh: 国内, en: Home}, abroad: {zh: 海外, en: Abroad}}}}
metrics:
  sales: {title: {zh: 销售额, en: Sales}, kind: flow, unit: 元, direction: up, by: region}
  visitors: {title: {zh: 访客, en: Visitors}, kind: flow, unit: 人, direction: up}
  repeat: {title: {zh: 复购率, en: Repeat rate}, kind: ratio, unit: "%", direction: up}
  refunds: {title: {zh: 退款率, en: Refund rate}, kind: ratio, unit: "%", direction: down, healthy: ≤3%}
goals:
  sales:
    {perspective: growth, core: true, owner: shop, target: 12亿, phasing: linear,
     cuts: {region: {home: 8亿, abroad: {target: 4亿, owner: web}}}}
  visitors: {perspective: growth, owner: web, target: 1200万人, phasing: linear}
  repeat: {perspective: trust, owner: shop, baseline: 30%, target: 40%, phasing: linear}
pairs: {repeat: {refunds: {lag: 1 month, sign: "-"}}}
teams:
  shop: {title: {zh: 店铺部, en: Shop team}, lead: 王 XX, boundary: 门店, carries: [sales, repeat]}
  web: {title: {zh: 线上部, en: Web team}, lead: 李 XX, boundary: 线上, carries: [visitors]}
  board: {title: {zh: 经营会, en: Board}, role: support}
handovers:
  traffic: {title: {zh: 访客→销售额, en: Visitors to sales}, from: visitors, to: sales.abroad, teams: [web, shop], by: 每周}
actions:
  stores:
    title: {zh: 开新店, en: New stores}
    team: shop
    time: Q1 选址，Q2 开业
    serves: [sales]
    risks: [{if: {zh: 复购不足, en: Too few come back}, when: pace(repeat) < 0.9, then: {do: {zh: 发券, en: Coupons}, by: Q3, cost: 100万}}]
governance:
  deviation:
    warning: {at: ≤-10%, basis: level, answer: {zh: 提交偏差表, en: Fill in the table}}
    emergency: {at: "<-20%", basis: level, goals: core, decides: board, decide_within: 24 小时, answer: {zh: 应急会议, en: Meet}}
"""
AT = datetime(2025, 7, 2, 1, tzinfo=UTC)


@cache
def plan() -> gt.Plan:
    """The plan; nothing in it is unread."""
    found = gt.loads(PLAN)
    assert not found.findings.errors, found.findings.to_text("en")
    return found


def rows(months: int = 6, *, sales: float = 6000.0, visitors: int = 80) -> list[dict[str, object]]:
    """Observations of the first months; sales in 万元, visitors in 万."""
    found: list[dict[str, object]] = []
    for month in range(1, months + 1):
        period = f"2025-{month:02}"
        found += [
            {"metric": "sales", "region": "home", "period": period, "value": f"{sales}万元"},
            {"metric": "sales", "region": "abroad", "period": period, "value": "1500万元"},
            {"metric": "visitors", "period": period, "value": f"{visitors}万人"},
            {"metric": "repeat", "period": period, "value": f"{30 + month * 0.4}%"},
            {"metric": "refunds", "period": period, "value": "3.5%"},
        ]
    return found


@cache
def card(as_of: str = "2025-06-30", months: int = 6, sales: float = 6000.0) -> gt.Scorecard:
    """The scorecard of a day by so many months of observations."""
    return gt.evaluate(plan(), rows(months, sales=sales), as_of=as_of)


def note(number: int, kind: str, text: str, *, goal: str = "", alert: str = "", at: datetime = AT) -> Note:
    """A note of the journal."""
    return Note(
        kind=kind,  # type: ignore[arg-type]
        text=text,
        by="王 XX",
        at=at,
        goal=goal,
        alert=alert,
        number=number,
        recorded=at,
    )
