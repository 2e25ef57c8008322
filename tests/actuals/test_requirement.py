"""Which data a plan needs, and which part of the business a goal is for."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

import goaltree as gt
from actuals.observed import PLAN
from goaltree.actuals.observe import observe
from goaltree.actuals.requirement import requirements
from goaltree.actuals.segment import segment_of, segment_text
from plan_strategies import plan_values

NESTED = gt.loads(
    """\
goaltree: 1
plan: shop
period: 2025
currency: CNY
segments:
  region: [国内, 海外]
  channel: [线上, 门店]
  tier: [新, 老]
metrics:
  sales: {kind: flow, unit: 元, direction: up, formula: orders * basket}
  orders: {kind: flow, unit: 单, direction: up, source: trade}
  basket: {kind: mean, per: orders, unit: 元/单, direction: up, grain: quarter}
  users: {kind: distinct, unit: 人, direction: up, disjoint: region}
  profit: {kind: flow, unit: 元, direction: up, formula: "costs + lag(costs, 2)"}
  costs: {kind: flow, unit: 元, direction: down}
  retention: {kind: ratio, unit: "%", direction: up, by: tier, healthy: {新: ≥35%, 老: ≥45%}}
  latency: {kind: quantile, unit: ms, direction: down, standard: ≤90ms}
goals:
  sales:
    target: 12亿
    rolls_up: region
    cuts:
      region: {国内: 8亿, 海外: {target: 4亿, cuts: {channel: {线上: 3亿, 门店: 1亿}}}}
    of_which: {channel: {线上: 5亿}}
  users: {target: 100万, cuts: {region: {国内: 60万, 海外: 40万}}}
  old_users: {metric: users, target: 10万, segment: {tier: 老}, cuts: {channel: {线上: 6万, 门店: 4万}}}
  profit: {target: 1亿, period: 2025Q1}
teams:
  shop: {title: 店铺部, carries: [sales, users]}
  data: {title: 数据部}
sources: {trade: {title: 交易系统, owner: data}}
"""
)


def wanted(plan, **options):
    """Metric and segment text of each required series."""
    return {(item.metric, segment_text(item.segment)) for item in requirements(plan, **options)}


@pytest.mark.parametrize(
    ("goal", "segment"),
    [
        ("sales", ""),
        ("sales.region.海外", "region=海外"),
        ("sales.region.海外.channel.线上", "channel=线上;region=海外"),
        ("sales.channel.线上", "channel=线上"),
        ("old_users", "tier=老"),
        ("old_users.channel.门店", "channel=门店;tier=老"),
    ],
)
def test_the_segment_of_a_goal(goal, segment):
    """A goal is for its own segment and for the members of the cuts that lead to it."""
    assert segment_text(segment_of(NESTED, goal)) == segment


def test_a_part_with_a_metric_of_its_own_starts_anew():
    """A part that counts something else is for the whole of that."""
    plan = gt.loads(
        "goaltree: 1\nperiod: 2025\nmetrics: {a: {kind: flow}, b: {kind: flow}}\n"
        "goals: {a: {target: 3, cuts: {way: {x: {metric: b, target: 1}, y: 2}}}}\n"
    )
    assert segment_of(plan, "a.way.x") == ()
    assert segment_of(plan, "a.way.y") == (("way", "y"),)


def test_a_referenced_part_of_the_same_metric_is_in_the_cut():
    """A goal that a cut refers to is the cut's member, where it counts the same metric."""
    plan = gt.loads(
        "goaltree: 1\nperiod: 2025\nmetrics: {a: {kind: flow}}\n"
        "goals: {abroad: {metric: a, target: 1}, a: {target: 3, cuts: {way: {x: {goal: abroad}, y: 2}}}}\n"
    )
    assert segment_of(plan, "abroad") == (("way", "x"),)


def test_a_goal_in_two_cuts_is_the_member_of_its_own_address():
    """Where another cut refers to a part too, the part stays what its address says."""
    plan = gt.loads(
        "goaltree: 1\nperiod: 2025\nmetrics: {a: {kind: flow}}\n"
        "goals:\n"
        "  b: {metric: a, target: 3, cuts: {kind: {x: {goal: a.way.x}, z: 2}}}\n"
        "  a: {target: 3, cuts: {way: {x: 1, y: 2}}}\n"
    )
    assert list(plan.findings.errors) == []
    assert segment_of(plan, "a.way.x") == (("way", "x"),)


def test_an_unknown_goal_is_the_programs_mistake():
    """A key that is no goal raises."""
    with pytest.raises(KeyError):
        segment_of(NESTED, "nothing")


def test_leaves_and_guardrails_are_required_and_nothing_that_follows():
    """Parts, drivers, guarded members; not the whole of a cut, not what a formula gives."""
    assert list(NESTED.findings) == []
    assert wanted(NESTED) == {
        ("sales", "region=国内"),
        ("sales", "channel=线上;region=海外"),
        ("sales", "channel=门店;region=海外"),
        ("sales", "channel=线上"),
        ("orders", ""),
        ("basket", ""),
        ("users", "region=国内"),
        ("users", "region=海外"),
        ("users", "tier=老"),
        ("users", "channel=线上;tier=老"),
        ("users", "channel=门店;tier=老"),
        ("costs", ""),
        ("retention", "tier=新"),
        ("retention", "tier=老"),
        ("latency", ""),
    }


def test_a_goal_for_a_part_of_a_computed_metric_is_observed():
    """The formula computes the whole; what a goal wants of one part alone has to be given."""
    plan = gt.loads(
        "goaltree: 1\nperiod: 2025\nsegments: {tier: [new, old]}\nmetrics:\n"
        "  a: {kind: flow, formula: b + c}\n  b: {kind: flow}\n  c: {kind: flow}\n"
        "goals: {a: {target: 3}, part: {metric: a, segment: {tier: new}, target: 1}}\n"
    )
    assert list(plan.findings.errors) == []
    assert wanted(plan) == {("a", "tier=new"), ("b", ""), ("c", "")}


def test_a_guardrail_of_a_whole_that_its_parts_give_needs_no_data_of_its_own():
    """A healthy range of a metric whose goal is completely cut is watched on the sum of the parts."""
    plan = gt.loads(
        "goaltree: 1\nperiod: 2025\nmetrics: {a: {kind: flow, unit: 单, healthy: ≥2}}\n"
        "goals: {a: {target: 3, cuts: {way: {x: 1, y: 2}}}}\n"
    )
    assert list(plan.findings.errors) == []
    assert wanted(plan) == {("a", "way=x"), ("a", "way=y")}


def test_a_requirement_says_what_to_deliver():
    """Grain, unit, kind, count, periods, source, owner and goals stand in each requirement."""
    by = {(item.metric, segment_text(item.segment)): item for item in requirements(NESTED)}
    orders, basket = by["orders", ""], by["basket", ""]
    assert (orders.grain, orders.unit, orders.kind, orders.needs_count) == ("month", "单", "flow", False)
    assert (orders.sources, orders.owner, orders.for_goals) == (("trade",), "data", ("sales",))
    assert [p.label for p in orders.periods] == [f"2025-{month:02}" for month in range(1, 13)]
    assert (basket.grain, basket.needs_count) == ("quarter", True)
    assert [p.label for p in basket.periods] == ["2025Q1", "2025Q2", "2025Q3", "2025Q4"]
    assert by["users", "region=国内"].owner is None


def test_a_formula_that_looks_back_needs_earlier_periods():
    """`lag(costs, 2)` of the first quarter needs November and December of the year before."""
    (costs,) = [item for item in requirements(NESTED) if item.metric == "costs"]
    assert [p.label for p in costs.periods] == ["2024-11", "2024-12", "2025-01", "2025-02", "2025-03"]


def test_a_date_bounds_the_periods():
    """By a business date only periods that are over are needed."""
    (orders,) = [item for item in requirements(NESTED, as_of="2025-03-30") if item.metric == "orders"]
    assert [p.label for p in orders.periods] == ["2025-01", "2025-02"]
    with pytest.raises(gt.UsageError):
        requirements(NESTED, as_of="soon")


def test_a_composite_needs_its_parts():
    """An index is computed: what it is made of is needed."""
    plan = gt.loads(
        "goaltree: 1\nperiod: 2025\nmetrics:\n"
        "  health: {kind: composite, direction: up, index: {quality: 0.4, repeat: 0.6}}\n"
        "  quality: {kind: score, direction: up}\n  repeat: {kind: ratio, unit: '%', direction: up}\n"
        "goals: {health: {target: 0.8}}\n"
    )
    assert plan.findings.errors == gt.Findings()
    assert wanted(plan) == {("quality", ""), ("repeat", "")}


@pytest.mark.parametrize("plan", [PLAN, NESTED])
def test_the_template_is_a_table_without_findings(plan, tmp_path):
    """The template has one blank line for each needed value, and reading it back finds nothing wrong."""
    needed = requirements(plan)
    path = tmp_path / "template.csv"
    path.write_text(needed.template(), encoding="utf-8")
    actuals = observe(plan, path)
    assert list(actuals.findings) == []
    assert len(actuals) == sum(len(item.periods) for item in needed)
    for item in needed:
        assert actuals.series(item.metric, item.segment).periods == item.periods


def test_requirements_are_told_as_text_frame_and_plain_values():
    """Every series has its line in either language, its row, and its JSON object."""
    needed = requirements(NESTED)
    assert len(needed.to_text("en").splitlines()) == len(needed) + 1
    assert "orders" in needed.to_text("zh") and "按月" in needed.to_text("zh")
    assert needed.frame()["metric"].tolist() == [item.metric for item in needed]
    plain = json.loads(json.dumps(needed.to_dict()))["requirements"]
    assert [row["periods"] for row in plain] == [len(item.periods) for item in needed]
    empty = requirements(gt.loads("goaltree: 1\n"))
    assert len(empty) == 0 and len(empty.frame()) == 0


@given(plan_values())
def test_every_needed_series_can_be_given(written):
    """Of any plan, the names in its requirements are names that data may use."""
    plan = gt.loads(written)
    rows = [
        {"metric": item.metric, "segment": segment_text(item.segment), "date": "2025-01-01", "value": ""}
        for item in requirements(plan)
    ]
    found = {finding.code for finding in observe(plan, rows or None).findings}
    assert found <= {"GT802"}
