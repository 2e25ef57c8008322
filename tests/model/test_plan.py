"""The plan: lookup, titles, owners, equality."""

from __future__ import annotations

import pickle
import weakref
from typing import Any

import pytest
from hypothesis import given

import goaltree as gt
from plan_strategies import plan_values

PLAN = gt.loads(
    """\
goaltree: 1
plan: shop
period: 2025
currency: CNY
segments: {channel: {members: {web: {zh: 线上, en: Online}, store: 门店}}}
metrics: {orders: {title: 订单量, kind: flow, unit: 单, direction: up}}
goals:
  sales: {title: {zh: 销售额, en: Sales}, kind: flow, unit: 元, direction: up, target: 12亿, owner: shop, cuts: {channel: {web: 8亿, store: 4亿}}}
  q1: {metric: orders, target: 5}
teams:
  shop: {title: 店铺部, aka: [Stores]}
  web: {title: 线上部, owns: [sales.web], carries: [q1]}
actions: {site: {title: 改版, team: web, serves: [sales.web], effect: {q1: 1}}}
"""
)


def test_find_by_any_name() -> None:
    """A noun is found by key, address, title and alias; an unknown name carries the nearest ones."""
    assert PLAN.find("Sales") is PLAN.goals["sales"] and PLAN.find("Stores") is PLAN.teams["shop"]
    assert PLAN.find("改版") is PLAN.actions["site"] and PLAN.goal("sales.web").key == "sales.channel.web"
    assert PLAN.team("线上部").key == "web"
    with pytest.raises(gt.UnknownKeyError) as caught:
        PLAN.find("salse")
    assert caught.value.suggestions[0] == "sales" and "sales" in str(caught.value)
    with pytest.raises(gt.UnknownKeyError):
        PLAN.goal("店铺部")
    with pytest.raises(gt.UnknownKeyError):
        PLAN.team("销售额")


def test_a_part_goes_by_the_name_that_is_shown() -> None:
    """What a report prints for a part is taken back as its name in either language, but for a reference in a plan."""
    for shown in ("销售额 / 线上", "Sales / Online", "销售额 ／ 线上"):
        assert PLAN.goal(shown).key == "sales.channel.web" and PLAN.find(shown).key == "sales.channel.web"
    assert gt.evaluate(PLAN, None, as_of="2025-03-31")["销售额 / 门店"].key == "sales.channel.store"
    with pytest.raises(gt.UnknownKeyError) as caught:
        PLAN.goal("Sales / Onlin")
    assert caught.value.suggestions[0] == "Sales / Online"
    assert pickle.loads(pickle.dumps(PLAN)).goal("Sales / Online").key == "sales.channel.web"
    values = PLAN.to_dict()
    plan = gt.loads(values)
    plan.goal("Sales / Online")
    seen = weakref.ref(plan)
    del plan
    assert seen() is None, "a plan and its names hold each other"
    values["actions"]["site"]["serves"] = ["Sales / Online"]
    assert [finding.code for finding in gt.loads(values).findings.errors] == ["GT130"]


def test_a_title_wins_over_what_is_shown_and_two_parts_of_one_name_are_not_told_apart() -> None:
    """A goal that bears the very title is meant by it; a name of two parts is refused with both addresses."""
    cuts = "cuts: {region: {east: {title: 东}, west: 1}, shop: {east: 1, west: 2}}"
    head = (
        "goaltree: 1\nplan: x\nsegments:\n  region: [east, west]\n  shop: {members: {east: 甲, west: west}}\n"
    )
    goals = f"goals:\n  sales: {{title: Sales, kind: flow, unit: 个, target: 3, rolls_up: shop, {cuts}}}\n"
    plan = gt.loads(head + goals)
    with pytest.raises(gt.UnknownKeyError) as caught:
        plan.goal("Sales / west")
    assert caught.value.suggestions == ("sales.region.west", "sales.shop.west")
    assert plan.goal("Sales / 甲").key == "sales.shop.east" and plan.goal("东").key == "sales.region.east"
    titled = gt.loads(head + goals + "  odd: {title: Sales / west, kind: flow, unit: 个, target: 3}\n")
    assert titled.goal("Sales / west").key == "odd"


def test_titles() -> None:
    """A noun is called by its title in the language asked for, a part by its member, anything else by its key."""
    assert PLAN.title_of("sales") == "销售额" and PLAN.title_of("sales", "en") == "Sales"
    assert PLAN.title_of("sales.channel.web", "en") == "Online" and PLAN.title_of("q1") == "订单量"
    assert PLAN.title_of("shop") == "店铺部" and PLAN.title_of("nothing") == "nothing"


def test_who_carries_what() -> None:
    """Owners come first among carriers; one carrier alone answers for a goal; actions serve by word or effect."""
    assert dict(PLAN.carriers) == {"sales": ("shop",), "sales.channel.web": ("web",), "q1": ("web",)}
    assert (
        PLAN.owner("sales") == "shop"
        and PLAN.owner("q1") == "web"
        and PLAN.owner("sales.channel.store") is None
    )
    assert PLAN.goals_of("web") == ("sales.channel.web", "q1")
    assert dict(PLAN.servers) == {"sales.channel.web": ("site",), "q1": ("site",)}


@given(plan_values())
def test_equality_ignores_positions(values: dict[str, Any]) -> None:
    """Plans that say the same are equal and hash alike, wherever it was written."""
    plan = gt.loads(values)
    moved = gt.loads("# a comment\n\n" + gt.dumps(plan))
    assert moved == plan and hash(moved) == hash(plan)
    assert plan.where("goals.sales") is None
    assert moved.where("goals.sales") is not None and moved.wrote("goals.sales")
    assert gt.loads({**values, "title": "another"}) != plan or str(plan.title) == "another"
