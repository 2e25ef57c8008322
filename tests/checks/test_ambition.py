"""Rules on ambition and phasing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree import check, loads, read
from goaltree.checks import ambition, driver
from goaltree.finding import Finding
from goaltree.model.goal import CURVES

CHECKS = (*ambition.CHECKS, *driver.CHECKS)
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


SALES = (
    HEAD
    + "goals:\n  g: {{kind: flow, unit: 元, direction: up, baseline: 100元, target: {target}元{more}}}\nbenchmarks: {{b: {{growth: '{growth}', goals: [g]}}}}\n"
)


@given(target=st.integers(1, 400), low=st.integers(1, 60), width=st.integers(0, 60))
def test_far_from_a_benchmark(target, low, width) -> None:
    """Far is beyond an end by more than the width, and by more than half of that end."""
    high = low + width
    growth = f"{low}%-{high}%" if width else f"{low}%"
    change = target - 100
    far = change > high + max(width, high / 2) or change < low - max(width, low / 2)
    assert codes(SALES.format(target=target, growth=growth, more="")) == (["GT501"] if far else [])


def test_growth_over_several_years_is_compounded() -> None:
    """Five years of 20 % are 148.8 %, and that is what a five-year goal is compared with."""
    text = SALES.replace("period: 2025", "period: 2021..2025")
    assert codes(text.format(target=249, growth="20%", more="")) == []
    assert codes(text.format(target=380, growth="20%", more="")) == ["GT501"]


def test_half_a_year_is_not_compared_with_a_yearly_growth() -> None:
    """A growth over half a year says nothing about a yearly benchmark."""
    assert codes(SALES.format(target=400, growth="20%", more=", period: 2025H1")) == []


def test_open_benchmark_has_no_other_end() -> None:
    """A benchmark of at least 20 % is exceeded by nothing."""
    assert codes(SALES.format(target=400, growth="≥20%", more="")) == []
    assert codes(SALES.format(target=101, growth="≥20%", more="")) == ["GT501"]


P11 = (
    HEAD
    + "metrics:\n  dau: {kind: distinct, unit: 人, direction: up}\n  minutes: {kind: mean, per: dau, unit: 分钟/人, direction: up, formula: total / dau}\n"
    + "  total: {kind: flow, unit: 分钟, direction: up}\n"
    + "goals:\n  mau: {kind: distinct, unit: 人, direction: up, baseline: 3.39亿, target: 3.8亿}\n"
    + "  sticky: {kind: ratio, direction: up, baseline: 0.35, target: 0.38, formula: dau / mau}\n"
    + "  minutes: {baseline: 50分钟/人, target: 55分钟/人}\n"
)


def test_p11_p12_implied_growth_of_drivers_that_nobody_owns() -> None:
    """Daily users follow from stickiness, and the time of use from them in turn."""
    dau, total = (f.message() for f in findings(P11))
    assert "`dau`" in dau and "11865万人" in dau and "14440万人" in dau and "+21.7%" in dau
    assert "`total`" in total and "59.32亿分钟" in total and "79.42亿分钟" in total and "+33.9%" in total


def test_driver_with_a_goal_is_owned() -> None:
    """A goal on the driver, even without numbers, ends the finding."""
    assert codes(P11 + "  dau: {metric: dau}\n") == []


def test_driver_that_may_stay_as_it_is() -> None:
    """Where rounding alone can explain the change, nothing is demanded of the driver."""
    text = P11.replace("0.35, target: 0.38", "0.35, target: 0.35").replace(
        "3.39亿, target: 3.8亿", "3.8亿, target: 3.8亿"
    )
    assert codes(text.replace("target: 55分钟/人", "target: 50分钟/人")) == []


@pytest.mark.parametrize("curve", CURVES)
def test_curves_of_our_own(curve) -> None:
    """Every built-in curve is known."""
    assert (
        codes(HEAD + f"goals:\n  g: {{kind: flow, unit: 元, direction: up, target: 1亿, phasing: {curve}}}\n")
        == []
    )


@given(quarters=st.lists(st.integers(1, 20), min_size=4, max_size=4))
def test_most_of_a_target_in_the_last_quarter(quarters) -> None:
    """A last quarter with more than half of the year is noted, and no other."""
    dated = ", ".join(f"2025Q{i + 1}: {q}元" for i, q in enumerate(quarters))
    text = (
        HEAD
        + f"goals:\n  g: {{kind: flow, unit: 元, direction: up, target: {sum(quarters)}元, phasing: {{{dated}}}}}\n"
    )
    assert codes(text) == (["GT504"] if quarters[3] * 2 > sum(quarters) else [])


def test_example_reads_as_its_authors_left_it() -> None:
    """The published plan grows faster than its market says, and takes daily users and their time for granted."""
    root = Path(__file__).parents[2] / "examples" / "xiaohongshu" / "src" / "goaltree_xiaohongshu" / "plan"
    plan = read(root)
    found = [(finding.code, finding.path) for one in CHECKS for finding in one.run(plan)]
    assert found == [
        ("GT501", "goals.gmv.target"),
        ("GT502", "metrics.dau"),
        ("GT502", "metrics.total_usage_time"),
    ]
