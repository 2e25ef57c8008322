"""Rules on directions and levels."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree import check, loads, read
from goaltree.checks import direction, level
from goaltree.finding import Finding

CHECKS = (*direction.CHECKS, *level.CHECKS)
RULES = tuple(rule for one in CHECKS for rule in one.rules)
CLEAN = sorted((Path(__file__).parents[1] / "plans" / "clean").iterdir())
HEAD = "goaltree: 1\nplan: shop\nperiod: 2025\ncurrency: CNY\n"


def findings(text: str) -> list[Finding]:
    return list(check(loads(text), rules=CHECKS))


def codes(text: str) -> list[str]:
    return [finding.code for finding in findings(text)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_fires_on_its_wrong_example_alone(rule) -> None:
    """The wrong example of a rule shows its defect and no other; the mended one shows none."""
    assert codes(rule.wrong) == [rule.code]
    assert codes(rule.right) == []


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_clean_plans_show_nothing(path) -> None:
    """No rule fires on a plan whose author made no mistake."""
    plan = read(path)
    assert [finding.message() for one in CHECKS for finding in one.run(plan)] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_messages_are_filled_in_both_languages(rule) -> None:
    """A finding of every rule reads without a place left open, and quotes where it stands."""
    finding = findings(rule.wrong)[0]
    for lang in ("en", "zh"):
        said = finding.message(lang) + finding.hint(lang)
        assert "{" not in said.replace("{time", "").replace("over: {", "")
    assert finding.span is not None
    assert finding.span.line > 0


GOAL = (
    HEAD
    + "goals:\n  g: {{kind: ratio, unit: '%', direction: {way}, baseline: {baseline}%, target: '{target}%'{more}}}\n"
)


@given(baseline=st.integers(1, 99), target=st.integers(1, 99), way=st.sampled_from(["up", "down"]))
def test_b15_target_lies_on_the_better_side(baseline, target, way) -> None:
    """A target against the direction is an error, an equal one a note, and nothing else is said."""
    found = codes(GOAL.format(way=way, baseline=baseline, target=target, more=""))
    worse = target < baseline if way == "up" else target > baseline
    assert found == (["GT333"] if worse else ["GT338"] if baseline == target else [])


@given(
    low=st.integers(1, 99),
    mid=st.integers(1, 99),
    high=st.integers(1, 99),
    way=st.sampled_from(["up", "down"]),
)
def test_b15_tiers_are_monotone(low, mid, high, way) -> None:
    """Tiers are in order exactly where threshold, target and stretch get better step by step."""
    text = (
        HEAD
        + f"goals:\n  g: {{kind: score, direction: {way}, target: {mid}, tiers: {{threshold: {low}, stretch: {high}}}}}\n"
    )
    ordered = low <= mid <= high if way == "up" else low >= mid >= high
    assert codes(text) == ([] if ordered else ["GT336"])


@pytest.mark.parametrize("scale", [("3.39亿", "3.8亿"), ("33900万", "38000万"), ("339000000", "380000000")])
def test_scale_changes_nothing(scale) -> None:
    """The side of a target does not depend on how its number is written."""
    text = HEAD + "goals:\n  g: {{kind: stock, unit: 人, direction: {}, baseline: {}, target: {}}}\n"
    assert codes(text.format("up", *scale)) == []
    assert codes(text.format("down", *scale)) == ["GT333"]


@pytest.mark.parametrize(
    ("way", "baseline", "target", "more", "expected"),
    [
        ("up", 50, "≥60", "", []),
        ("down", 60, "≤50", "", []),
        ("up", 50, "≤60", "", ["GT334"]),
        ("down", 60, "≥50", "", ["GT334"]),
        ("up", 70, "≥60", "", ["GT337"]),
        ("up", 70, "≥60", ", semantics: every", []),
        ("down", 40, "≤50", "", ["GT337"]),
        ("up", 60, "60", ", growth: 0%", []),
        ("up", 60, "60", ", semantics: every", []),
    ],
)
def test_bounds_and_levels_to_be_kept(way, baseline, target, more, expected) -> None:
    """A bound along the direction may be met already, one against it is an error, a kept level is fine."""
    assert codes(GOAL.format(way=way, baseline=baseline, target=target, more=more)) == expected


TOTAL = (
    HEAD
    + "goals:\n  g: {{kind: flow, unit: 元, direction: {way}, baseline: 900万, target: {target}{more}}}\n"
)


@pytest.mark.parametrize(
    ("way", "target", "expected"),
    [
        ("down", "≤850万", []),
        ("down", "≤950万", ["GT341"]),
        ("down", "≤900万", ["GT338"]),
        ("up", "≥850万", ["GT337"]),
        ("up", "900万", ["GT338"]),
    ],
)
@pytest.mark.parametrize("more", ["", ", semantics: total"])
def test_no_total_is_told_to_be_kept_in_every_period(way, target, expected, more) -> None:
    """A total is never met before it begins, and no hint makes a year's amount one of every month."""
    found = findings(TOTAL.format(way=way, target=target, more=more))
    assert [finding.code for finding in found] == expected
    said = "".join(finding.message(lang) + finding.hint(lang) for finding in found for lang in ("en", "zh"))
    assert "every" not in said and "before it begins" not in said and "开始前" not in said


def test_total_that_is_to_stay_the_same_may_say_so() -> None:
    """The hint of a total whose baseline is its target gives a plan of which nothing is told."""
    (finding,) = findings(TOTAL.format(way="up", target="900万", more=""))
    assert "`growth: 0%`" in finding.hint() and "`growth: 0%`" in finding.hint("zh")
    assert codes(TOTAL.format(way="up", target="900万", more=", growth: 0%")) == []


@pytest.mark.parametrize(
    ("way", "baseline", "target", "en", "zh"),
    [("up", 70, "≥60", "Raise", "提高"), ("down", 40, "≤50", "Lower", "降低")],
)
def test_target_met_already_is_to_move_the_better_way(way, baseline, target, en, zh) -> None:
    """The hint says to raise what should grow and to lower what should fall, and how to keep a level."""
    (finding,) = findings(GOAL.format(way=way, baseline=baseline, target=target, more=""))
    assert finding.hint().startswith(f"{en} the target") and f"{zh}目标" in finding.hint("zh")
    assert "semantics: every" in finding.hint() and "semantics: every" in finding.hint("zh")


def test_healthy_value_and_target_are_different_things() -> None:
    """A target below the healthy range, or below the standard, is no finding."""
    text = (
        HEAD
        + "goals:\n  g: {kind: ratio, unit: '%', direction: up, healthy: ≥70%, standard: ≥99%, target: 60%}\n"
    )
    assert codes(text) == []


@pytest.mark.parametrize(("growth", "code"), [("+50%", "GT340"), ("+10pp", None), ("0%", None)])
def test_g5_growth_needs_a_base_above_zero(growth, code) -> None:
    """From a loss no percentage can be taken; a change in points can."""
    unit = "'%'" if "pp" in growth else "元"
    level = "-20%" if "pp" in growth else "-20万"
    text = (
        HEAD
        + f"goals:\n  g: {{kind: flow, unit: {unit}, direction: up, baseline: {level}, growth: {growth}}}\n"
    )
    assert codes(text) == ([code] if code else [])


def test_signs_of_a_direction_that_contradict_each_other() -> None:
    """Two goals of one metric that go apart tell no direction."""
    text = (
        HEAD
        + "metrics: {m: {kind: stock, unit: 人}}\ngoals:\n  a: {metric: m, baseline: 1, target: 2}\n  b: {metric: m, baseline: 2, target: 1}\n"
    )
    assert codes(text) == ["GT331"]


def test_both_numbers_stand_in_the_message() -> None:
    """A target against its direction quotes both numbers and points at both."""
    finding = findings(level.AGAINST_DIRECTION.wrong)[0]
    assert "50%" in finding.message() and "60%" in finding.message()
    assert len(finding.others) == 2
    assert finding.path == "goals.sales.target"


def test_foreign_currency_is_compared_at_the_rate() -> None:
    """A baseline in another currency is compared in the metric's."""
    text = (
        HEAD
        + "fx: {USD: 7.2}\ngoals:\n  g: {kind: flow, unit: 元, direction: up, baseline: 100万 USD, target: 700万}\n"
    )
    assert codes(text) == ["GT333"]
    assert codes(text.replace("700万", "730万")) == []
