"""Rules on units in use."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree import check, loads, read
from goaltree.checks import formula_use, unit_use
from goaltree.finding import Finding

CHECKS = (*unit_use.CHECKS, *formula_use.CHECKS)
RULES = tuple(rule for one in CHECKS for rule in one.rules if rule.code != "GT044")
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


GOAL = "goals:\n  sales: {{title: 销售额, kind: flow, unit: {unit}, direction: up, target: {target}, formula: orders * basket}}\n"
METRICS = "metrics:\n  orders: {title: 订单量, kind: flow, unit: 单, direction: up}\n  basket: {title: 客单价, kind: mean, per: orders, unit: 元/单, direction: up}\n"


def formula(unit: str, expression: str, metrics: str, fx: str = "") -> list[str]:
    goal = f"goals:\n  g: {{title: 目标, kind: ratio, unit: {unit}, direction: up, target: unstated, formula: {expression}}}\n"
    return codes(HEAD + fx + goal + "metrics:\n" + metrics)


@given(left=st.sampled_from(["元", "单", "人", "分钟"]), right=st.sampled_from(["元", "单", "人", "分钟"]))
def test_quotient_has_the_unit_of_its_parts(left, right) -> None:
    """A quotient agrees with a unit exactly where that unit divides the same two things."""
    metrics = f"  a: {{kind: flow, unit: {left}}}\n  b: {{kind: flow, unit: {right}}}\n"
    stated = '"%"' if left == right else f"{left}/{right}"
    assert formula(stated, "a / b", metrics) == []
    assert formula("张", "a / b", metrics) == ["GT301"]


@pytest.mark.parametrize("unit", ["元", "亿元", "万元"])
def test_scale_of_a_unit_changes_nothing(unit) -> None:
    """A formula gives the metric's unit whatever scale the metric is shown in."""
    assert codes(HEAD + GOAL.format(unit=unit, target="12") + METRICS) == []


def test_c10_g10_unit_mismatch_names_both_lines() -> None:
    """A formula that gives another unit is told at the formula, with the unit beside it."""
    finding = findings(formula_use.FORMULA_UNIT_DIFFERS.wrong)[0]
    assert finding.path == "goals.sales.formula"
    assert len(finding.others) == 1


def test_p9_currencies_need_a_rate() -> None:
    """A formula across currencies is a missing rate without a rate, and nothing with one."""
    metrics = "  a: {kind: flow, unit: 元}\n  b: {kind: flow, unit: 单}\n"
    assert formula("USD/单", "a / b", metrics) == ["GT044"]
    assert formula("USD/单", "a / b", metrics, "fx: {USD: 7.2}\n") == []


def test_unknown_unit_is_no_finding() -> None:
    """Where the unit of a name is not known, nothing is said of the formula's."""
    assert formula("元", "a / b", "  a: {kind: flow}\n  b: {kind: flow, unit: 单}\n") == []


def test_yearly_over_monthly_is_asked_about() -> None:
    """A yearly fee over a monthly churn is told unless a stated number shows that it was converted."""
    metrics = "metrics:\n  fee: {kind: mean, unit: 元/户/年}\n  churn: {kind: ratio, unit: '%/月'}\n"
    goals = "goals:\n  ltv: {{kind: ratio, unit: 元/户, direction: up, target: {}, formula: fee / churn}}\n  fee: 1200元/户/年\n  churn: 2.5%/月\n"
    assert codes(HEAD + goals.format("4000元/户") + metrics) == []
    assert codes(HEAD + goals.format("48000元/户") + metrics) == ["GT302"]


@pytest.mark.parametrize(
    ("unit", "factor", "code"),
    [
        ("元/年", "* 12", "GT303"),
        ("元/年", "* 10", None),
        ("元/季度", "* 3", "GT303"),
        ("元/月", "* 12", None),
    ],
)
def test_conversion_by_hand(unit, factor, code) -> None:
    """A literal is a conversion only where it is the factor between the two periods."""
    found = formula(unit, f"a {factor}", "  a: {kind: stock, unit: 元/月}\n")
    assert found == ([code] if code else [])


def test_part_of_another_currency_needs_a_rate() -> None:
    """A part in a foreign currency is no other unit, but needs a rate."""
    text = (
        HEAD
        + "goals:\n  a: {kind: flow, unit: 元, direction: up, target: 12亿, of_which: {x: {y: {goal: b}}}}\n  b: {kind: flow, unit: USD, direction: up, target: 1000万}\n"
    )
    assert codes(text) == ["GT044"]
    assert codes(text + "fx: {USD: 7.2}\n") == []


@pytest.mark.parametrize(
    ("of_kind", "expected"), [("flow", ["GT308"]), ("stock", ["GT308"]), ("score", []), ("ratio", [])]
)
def test_what_is_counted_has_a_unit(of_kind, expected) -> None:
    """A bare number of a score or ratio is complete; one of a count is not."""
    assert codes(HEAD + f"goals:\n  g: {{kind: {of_kind}, direction: up, target: 42}}\n") == expected
