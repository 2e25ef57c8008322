"""What leads to what: company goals, parts, and everything above a goal."""

from __future__ import annotations

import goaltree as gt
from goaltree.model.goal import Cut, Goal
from goaltree.model.mapping import Frozen
from goaltree.model.serving import company_goals, links_up, restating, spread_down, spread_up, turned

PLAN = gt.loads(
    """\
goaltree: 1
period: 2025
currency: CNY
perspectives: {growth: 增长}
metrics:
  orders: {title: 订单量, kind: flow, unit: 单, direction: up}
  basket: {title: 客单价, kind: mean, unit: 元/单, direction: up, per: orders}
  visits: {title: 访客, kind: flow, unit: 人, direction: up, leads: orders}
goals:
  sales: {title: 销售额, kind: flow, unit: 元, direction: up, formula: orders * basket, target: 12亿, perspective: growth, cuts: {channel: {线上: 8亿, 门店: 4亿}}}
  o: {metric: orders, target: 100万}
  v: {metric: visits, target: 1亿}
  again: {metric: sales, target: 12亿, restates: sales}
  brand: {title: 品牌, kind: score, unit: 分, direction: up, target: 80, serves: [o]}
"""
)


def test_company_goals() -> None:
    """Company goals are those with a perspective or called core; where none is, the roots that serve nothing."""
    assert company_goals(PLAN) == ("sales",)
    bare = gt.loads(gt.dumps(PLAN).replace(", perspective: growth", "").replace("perspective: growth", ""))
    assert company_goals(bare) == ("sales", "o", "v")


def test_links_up() -> None:
    """A goal leads to what it is part of, serves, restates, feeds by formula and leads as process metric."""
    links = links_up(PLAN)
    assert links["sales.channel.线上"] == ("sales",) and links["again"] == ("sales",)
    assert set(links["o"]) == {"sales", "again"} and links["v"] == ("o",) and links["brand"] == ("o",)
    assert spread_up(["v"], links) == {"v", "o", "sales", "again"}
    assert spread_up(["sales"], turned(links)) >= {"o", "v", "brand", "again", "sales.channel.门店"}
    assert dict(restating(PLAN)) == {"sales": ("again",)}
    assert spread_down(PLAN, ["sales"]) == {"sales", "sales.channel.线上", "sales.channel.门店"}


def test_a_chain_of_100000_goals() -> None:
    """A chain of 100,000 parts is spread and checked without recursion."""
    count = 100_000
    goals = {
        f"g{i}": Goal(
            key=f"g{i}",
            metric="m",
            cuts=(Cut(dimension="d", members=Frozen({"m": f"g{i + 1}"})),) if i < count else (),
        )
        for i in range(count + 1)
    }
    plan = gt.Plan(goals=Frozen(goals))
    assert len(spread_down(plan, ["g0"])) == count + 1
    assert len(spread_up([f"g{count}"], links_up(plan))) == count + 1
