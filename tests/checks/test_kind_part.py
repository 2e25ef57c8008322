"""Rules on the parts of what does not add up."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree import check, loads, read
from goaltree.checks import distinct_part, kind_part
from goaltree.finding import Finding

CHECKS = (*kind_part.CHECKS, *distinct_part.CHECKS)
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


WEIGHTED = (
    HEAD
    + "goals:\n  basket: {{kind: mean, per: orders, unit: 元/单, direction: up, target: {whole}元/单, cuts: {{channel: {{a: {a}元/单, b: {b}元/单}}}}}}\n"
    + "  orders: {{kind: flow, unit: 单, direction: up, target: 400单, cuts: {{channel: {{a: {v}单, b: {w}单}}}}}}\n"
)
MAU = (
    HEAD
    + "goals:\n  mau: {{kind: distinct, unit: 人, direction: up, target: {whole}, cuts: {{region: {{a: {a}, b: {b}}}}}{more}}}\n"
)
RATE = (
    HEAD
    + "goals:\n  rate: {{kind: ratio, unit: '%', direction: up, formula: x / y, target: {whole}%, cuts: {{region: {{a: {a}%, b: {b}%}}}}}}\nmetrics: {{x: {{unit: 人}}, y: {{unit: 人}}}}\n"
)


@given(a=st.integers(1, 99), b=st.integers(1, 99), whole=st.integers(1, 200))
def test_rate_lies_between_its_parts(a, b, whole) -> None:
    """Without weights a rate is refused only where no weights could make it, rounding allowed for."""
    found = codes(RATE.format(whole=whole, a=a, b=b))
    assert ("GT321" in found) == (whole > max(a, b) + 1 or whole < min(a, b) - 1)


@given(
    a=st.integers(1, 99),
    b=st.integers(1, 99),
    v=st.integers(1, 9),
    w=st.integers(1, 9),
    off=st.integers(-5, 5),
)
def test_weighted_mean_of_the_parts(a, b, v, w, off) -> None:
    """With weights the whole must be their weighted mean, as far as the written digits can tell."""
    exact = Fraction(a * v + b * w, v + w)
    whole = round(exact) + off
    found = codes(WEIGHTED.format(whole=whole, a=a, b=b, v=v * 10, w=w * 10))
    assert found == (["GT324"] if abs(exact - whole) > 1 else [])


def test_r8_weighted_by_orders() -> None:
    """100 orders at 50 and 300 at 90 make 80 an order; the plain mean 70 is wrong."""
    assert codes(WEIGHTED.format(whole=80, a=50, b=90, v=100, w=300)) == []
    assert codes(WEIGHTED.format(whole=70, a=50, b=90, v=100, w=300)) == ["GT324"]


def test_r7_mean_of_ratios_is_noted() -> None:
    """The plain mean of two ratios is an assumption, and their sum is impossible."""
    assert codes(RATE.format(whole=25, a=40, b=10)) == ["GT322"]
    assert codes(RATE.format(whole=50, a=40, b=10)) == ["GT321"]
    assert codes(RATE.format(whole=32, a=40, b=10)) == []


@given(a=st.integers(1, 99), b=st.integers(1, 99), whole=st.integers(1, 250))
def test_r4_distinct_count_lies_between_largest_part_and_sum(a, b, whole) -> None:
    """A distinct count is at least its largest part and at most their sum, rounding allowed for."""
    found = set(codes(MAU.format(whole=f"{whole}人", a=f"{a}人", b=f"{b}人", more="")))
    half = Fraction(1, 2)
    assert ("GT326" in found) == (whole - a - b > 3 * half)
    assert ("GT327" in found) == (max(a, b) - whole > 2 * half)
    assert ("GT325" in found) == (whole == a + b)


def test_r6_sum_of_a_distinct_count_asks_for_disjoint() -> None:
    """3.7 and 0.1 make 3.8 only where nobody is in both."""
    assert codes(MAU.format(whole="3.8亿", a="3.7亿", b="0.1亿", more="")) == ["GT325"]
    assert (
        codes(
            MAU.format(whole="3.8亿", a="3.7亿", b="0.1亿", more=", disjoint: region")
            + "segments: {region: [a, b]}\n"
        )
        == []
    )
    assert codes(MAU.format(whole="3.75亿", a="3.7亿", b="0.1亿", more="")) == []


def test_weights_on_the_parts_suffice() -> None:
    """Parts of a score need a weight each, and then nothing is missing."""
    goal = (
        HEAD
        + "goals:\n  s: {{kind: score, unit: 分, direction: up, target: 80分, cuts: {{x: {{a: {{target: 90分{0}}}, b: {{target: 60分{1}}}}}}}}}\n"
    )
    assert codes(goal.format("", "")) == ["GT323"]
    assert codes(goal.format(", weight: 0.7", "")) == ["GT323"]
    assert codes(goal.format(", weight: 0.7", ", weight: 0.3")) == []


def test_stock_and_distinct_count_go_together() -> None:
    """A distinct count may be a part of a stock."""
    text = kind_part.PART_KIND.wrong.replace("kind: flow, unit: 人", "kind: distinct, unit: 人")
    assert codes(text) == []
