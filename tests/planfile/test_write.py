"""Writing plans: what stands in the text, and what no text can hold."""

from __future__ import annotations

from decimal import Decimal

import pytest

import goaltree as gt
from goaltree.model.goal import Cut, Goal
from goaltree.model.mapping import Frozen
from goaltree.model.quantity import Quantity
from goaltree.model.team import Team
from goaltree.model.text import Text


def test_a_plan_built_in_memory_is_checked_dumped_and_told() -> None:
    """A plan without any file is written, read back equal, checked and rendered."""
    goals = {
        "sales": Goal(
            key="sales",
            metric="sales",
            target=Quantity(value=Decimal(12)),
            cuts=(Cut(dimension="d", members=Frozen({"a": "sales.d.a"})),),
        ),
        "sales.d.a": Goal(key="sales.d.a", metric="sales", target=Quantity(value=Decimal(12))),
    }
    plan = gt.Plan(goals=Frozen(goals), teams=Frozen({"shop": Team(key="shop", title=Text.plain("店铺部"))}))
    assert gt.loads(gt.dumps(plan)) == plan
    findings = gt.check(plan)
    assert "GT401" in {finding.code for finding in findings}
    for text in (
        findings.to_text(lang="zh"),
        findings.to_json(),
        findings.to_sarif(),
        findings.to_github(),
        findings.to_markdown(),
    ):
        assert "GT401" in text
    assert plan.where("goals.sales") is None and not plan.wrote("goals.sales")


def test_an_empty_plan_is_written() -> None:
    """A plan that says nothing is written and read back."""
    assert gt.loads(gt.dumps(gt.Plan())) == gt.Plan()


@pytest.mark.parametrize("text", ["\ud800", "a\x00b", "\x1b[31m", "x" * 70_000])
def test_what_no_file_may_hold_is_refused(text: str) -> None:
    """A text that a reader would refuse is refused when writing."""
    plan = gt.Plan(title=Text.plain(text))
    for form in ("yaml", "json"):
        with pytest.raises(gt.WriteError):
            gt.dumps(plan, format=form)  # type: ignore[arg-type]


def test_parts_deeper_than_the_format_are_refused() -> None:
    """A chain of 1,000 nested parts is refused with a sentence, and never overflows the stack."""
    goals: dict[str, Goal] = {}
    key = "g"
    for _ in range(1000):
        part = f"{key}.d.m"
        goals[key] = Goal(key=key, metric="g", cuts=(Cut(dimension="d", members=Frozen({"m": part})),))
        key = part
    goals[key] = Goal(key=key, metric="g")
    with pytest.raises(gt.WriteError, match="levels"):
        gt.dumps(gt.Plan(goals=Frozen(goals)))


def test_short_entries_stand_in_one_line() -> None:
    """What fits stands in one line, sections and long entries in blocks, and shorthands stay short."""
    text = gt.dumps(
        gt.loads(
            "goaltree: 1\nplan: p\ncurrency: CNY\nsegments: {channel: [线上, 门店]}\n"
            "metrics: {sales: {kind: flow, unit: 元, healthy: ≥1亿}}\n"
            "goals: {sales: {target: 12亿, cuts: {channel: {线上: 8亿, 门店: 4亿}}}}\nteams: {shop: 店铺部}\n"
        )
    )
    assert "  sales: {kind: flow, unit: 元, healthy: ≥1亿}\n" in text
    assert "  sales: {target: 12亿, cuts: {channel: {线上: 8亿, 门店: 4亿}}}\n" in text
    assert "\n  shop: 店铺部\n" in text
    assert "\n  channel: {members: [线上, 门店]}\n" in text or "\n  channel: [线上, 门店]\n" in text


def test_meta_is_kept_as_it_is() -> None:
    """An author's own lists, mappings, texts and nothings come back as they were, one-item lists too."""
    own = {
        "a": ["x"],
        "b": [],
        "c": {},
        "d": None,
        "e": {"f": None, "g": [None, ["h"]]},
        "①": "null",
        "n": "~",
    }
    plan = gt.loads({"goaltree": "1", "plan": "p", "goals": {"s": {"target": "1", "meta": own}}, "meta": own})
    assert plan.to_dict()["meta"] == own and plan.to_dict()["goals"]["s"]["meta"] == own
    assert gt.loads(gt.dumps(plan)) == plan and gt.loads(gt.dumps(plan, format="json"), format="json") == plan
    assert isinstance(hash(plan), int)


def test_numbers_by_goal_may_be_absent() -> None:
    """A team may state a number for one goal and none for another."""
    goals = {
        "a": {"kind": "flow", "unit": "元", "target": "1"},
        "b": {"kind": "flow", "unit": "元", "target": "1"},
    }
    plan = gt.loads(
        {
            "goaltree": "1",
            "currency": "CNY",
            "goals": goals,
            "teams": {"t": {"owns": {"a": "5亿", "b": None}}},
        }
    )
    assert not plan.findings and plan.teams["t"].owns["b"] is None
    assert gt.loads(plan.to_dict()) == plan
