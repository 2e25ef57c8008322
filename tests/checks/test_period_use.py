"""Rules on time."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree import check, loads, read
from goaltree.checks import dated_target, period_use
from goaltree.finding import Finding

CHECKS = (*period_use.CHECKS, *dated_target.CHECKS)
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


FLOW = HEAD + "goals:\n  g: {{kind: flow, unit: 元, direction: up, target: {target}, phasing: {{{dated}}}}}\n"
STOCK = (
    HEAD
    + "goals:\n  g: {{kind: stock, unit: 人, direction: {way}, {baseline}target: {target}, phasing: {{{dated}}}}}\n"
)


@given(first=st.integers(0, 99), second=st.integers(0, 99))
def test_cumulative_targets_never_fall(first, second) -> None:
    """A longer period from the same day asks for no less, rounding allowed for."""
    found = codes(FLOW.format(target="500元", dated=f"2025Q1: {first}元, 2025H1: {second}元"))
    assert found == (["GT354"] if first - second > 1 else [])


@given(levels=st.lists(st.integers(1, 99), min_size=2, max_size=4), way=st.sampled_from(["up", "down"]))
def test_later_levels_are_never_weaker(levels, way) -> None:
    """Every step back from one dated level to the next is told, and no other."""
    dated = ", ".join(f"2025Q{i + 1}: {level}人" for i, level in enumerate(levels))
    found = codes(STOCK.format(way=way, baseline="baseline: 50人, ", target="50人", dated=dated))
    back = [b < a if way == "up" else b > a for a, b in pairwise(levels)]
    assert found == ["GT356"] * sum(back)


def test_disjoint_parts_that_exceed_the_whole() -> None:
    """Three quarters that come to more than the year are told without the fourth."""
    dated = "2025Q1: 3.0亿, 2025Q2: 4.0亿, 2025Q3: 6.0亿"
    finding = findings(FLOW.format(target="12.0亿", dated=dated))[0]
    assert finding.code == "GT354"
    assert "13.0亿" in finding.message()
    assert codes(FLOW.format(target="≥12.0亿", dated=dated)) == []
    assert codes(FLOW.format(target="14.0亿", dated=dated)) == []


def test_overlapping_parts_are_not_added() -> None:
    """A quarter inside a half year is not counted beside it."""
    assert codes(FLOW.format(target="12.0亿", dated="2025Q1: 5.0亿, 2025H1: 8.0亿")) == []


def test_losses_may_come_after_profits() -> None:
    """Where numbers below zero are stated, a part may be more than the whole."""
    assert codes(FLOW.format(target="-1.0亿", dated="2025Q1: 2.0亿, 2025H1: -1.0亿")) == []


def test_ceiling_on_what_accumulates_may_rise() -> None:
    """Spending without a baseline is to be low and rises to its ceiling."""
    dated = "2025Q1: 10人, 2025Q2: 20人, 2025Q3: 30人"
    assert codes(STOCK.format(way="down", baseline="", target="≤40人", dated=dated)) == []
    assert "GT356" in codes(
        STOCK.format(way="down", baseline="baseline: 50人, ", target="≤40人", dated=dated)
    )


def test_c12_two_levels_for_one_day() -> None:
    """A half year and its second quarter end on one day; a level has one value then."""
    finding = findings(dated_target.DATED_CONTRADICT.wrong)[0]
    assert len(finding.others) == 1
    same = dated_target.DATED_CONTRADICT.wrong.replace("110万", "100万")
    assert codes(same) == []


@pytest.mark.parametrize(
    ("of_kind", "expected"), [("flow", []), ("stock", ["GT357"]), ("ratio", ["GT357"]), ("score", ["GT357"])]
)
def test_a0_total_of_a_level_is_invalid(of_kind, expected) -> None:
    """A score of four quarters has an end, an average and a worst, and no total."""
    assert (
        codes(HEAD + f"goals:\n  g: {{kind: {of_kind}, direction: up, target: 42, semantics: total}}\n")
        == expected
    )


def test_b24_child_outside_its_parent() -> None:
    """A part outside the period of its whole is a warning at the part's period."""
    finding = findings(period_use.PART_OUTSIDE.wrong)[0]
    assert finding.level == "warning"
    assert finding.path.endswith("线上.period")


def test_week_may_reach_over_the_edge_of_the_year() -> None:
    """The first week of 2025 begins in 2024 and is no fault."""
    assert codes(STOCK.format(way="up", baseline="", target="50人", dated="2025W01: 10人")) == []


def test_order_of_writing_changes_nothing() -> None:
    """Dated targets are compared in the order of time, not of the file."""
    one = FLOW.format(target="12.0亿", dated="2025Q1: 5.0亿, 2025H1: 4.0亿")
    other = FLOW.format(target="12.0亿", dated="2025H1: 4.0亿, 2025Q1: 5.0亿")
    assert [f.message() for f in findings(one)] == [f.message() for f in findings(other)]
