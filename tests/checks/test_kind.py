"""Rules on kinds."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree import check, loads, read
from goaltree.checks import formula_kind, kind
from goaltree.finding import Finding

CHECKS = (*kind.CHECKS, *formula_kind.CHECKS)
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


@pytest.mark.parametrize("unit", ["元/台", "度/台", "次", "月", "天", "%", ":1", "件/天"])
def test_units_that_a_ratio_may_have(unit) -> None:
    """A quotient, a duration, a number of turns and a percentage are units of a ratio."""
    text = f"metrics:\n  a: {{kind: ratio, unit: '{unit}', direction: up}}\nunits: {{kwh: [度]}}\n"
    assert codes(HEAD + text + "goals: {b: {kind: flow}}\n") == []


@pytest.mark.parametrize("unit", ["元", "人", "元/月", "件/天", "度", "平方米"])
@pytest.mark.parametrize("of_kind", ["flow", "stock"])
def test_units_that_a_count_may_have(unit, of_kind) -> None:
    """What is counted may be per time, which is no rate of two counts."""
    text = f"metrics:\n  a: {{kind: {of_kind}, unit: {unit}, direction: up}}\nunits: {{kwh: [度]}}\n"
    assert codes(HEAD + text + "goals: {b: {kind: flow}}\n") == []


@given(target=st.integers(-50, 250))
def test_share_lies_between_nothing_and_all(target) -> None:
    """A share of a part in its whole is refused exactly outside 0 % to 100 %."""
    text = kind.SHARE_BEYOND_WHOLE.right.replace("≥66%", f"{target}%")
    assert codes(text) == ([] if 0 <= target <= 100 else ["GT317"])


def test_rate_above_100_without_formula_is_fine() -> None:
    """Net retention of 110 % is no share of a whole."""
    text = HEAD + "goals:\n  nrr: {kind: ratio, unit: '%', direction: up, baseline: 104%, target: 110%}\n"
    assert codes(text) == []


@pytest.mark.parametrize(
    ("of_kind", "code"),
    [("flow", None), ("stock", "GT314"), ("distinct", "GT314"), ("ratio", "GT314"), ("score", "GT314")],
)
def test_r2_r5_only_flows_add_up_over_time(of_kind, code) -> None:
    """Levels and distinct counts of months are never summed to a year's."""
    found = codes(
        HEAD
        + f"goals:\n  a: {{kind: {of_kind}, unit: 人/人, direction: up, over: {{time: sum}}, target: 1}}\n"
    )
    assert [c for c in found if c != "GT312"] == ([code] if code else [])


def test_sum_over_parts_of_a_flow_is_fine() -> None:
    """What is counted may say that it is summed."""
    assert (
        codes(
            HEAD + "goals:\n  a: {kind: flow, unit: 元, direction: up, over: {channel: sum}, target: 1亿}\n"
        )
        == []
    )


MADE = {
    "flow": "flow",
    "stock": "level",
    "distinct": "level",
    "ratio": "rate",
    "mean": "rate",
    "quantile": "rate",
}
PRODUCTS = {
    ("flow", "rate"): "flow",
    ("rate", "flow"): "flow",
    ("level", "rate"): "level",
    ("rate", "level"): "level",
    ("rate", "rate"): "rate",
}
QUOTIENTS = {
    ("flow", "rate"): "flow",
    ("level", "rate"): "level",
    ("rate", "rate"): "rate",
    **{(a, b): "rate" for a in ("flow", "level") for b in ("flow", "level")},
}


@given(
    left=st.sampled_from(sorted(MADE)),
    right=st.sampled_from(sorted(MADE)),
    whole=st.sampled_from(sorted(MADE)),
    operator=st.sampled_from("+-*/"),
)
def test_c10_kind_of_a_formula(left, right, whole, operator) -> None:
    """Two kinds make the kind that they make, whatever is declared; what cannot be told is not."""
    pair = MADE[left], MADE[right]
    made = {"*": PRODUCTS, "/": QUOTIENTS}.get(operator, {(x, x): x for x in pair}).get(pair)
    text = (
        HEAD
        + f"metrics:\n  a: {{kind: {left}}}\n  b: {{kind: {right}}}\n  c: {{kind: {whole}, formula: a {operator} b}}\n"
    )
    found = [code for code in codes(text + "goals: {c: {}}\n") if code == "GT318"]
    assert found == ([] if made in (None, MADE[whole]) else ["GT318"])


def test_stock_may_follow_from_its_opening() -> None:
    """An opening level and the flows since make the closing level."""
    text = (
        HEAD
        + "metrics:\n  new: {kind: flow, unit: 人}\n  all: {kind: stock, unit: 人, formula: prev(all) + new}\ngoals: {all: 3人}\n"
    )
    assert codes(text) == []
