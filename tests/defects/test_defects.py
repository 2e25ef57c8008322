"""The defects of `defects/`, a small sample: the whole is `nox -s defects`."""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

HOME = Path(__file__).resolve().parents[2] / "defects"
sys.path.insert(0, str(HOME))

from harness import applied, run, sheets  # noqa: E402
from operators import all_operators  # noqa: E402
from sheet import digit_changed, scaled, tenfold  # noqa: E402
from truth import amount, breaks  # noqa: E402
from variants import variants  # noqa: E402

PLANS = sheets()
OPERATORS = {operator.name: operator for operator in all_operators()}
SAMPLE = [
    "swap-targets-of-parts",
    "digit-of-part",
    "digit-of-growth",
    "digit-of-restated",
    "part-dropped",
    "target-in-wrong-scale",
    "percent-sign-lost",
    "operator-of-formula-swapped",
    "key-of-goal-misspelt",
    "served-goal-misspelt",
    "rolls-up-removed",
    "key-twice",
    "carrier-removed",
    "lead-removed",
    "team-removed",
    "metric-unused",
    "colon-fullwidth",
    "tab",
    "target-to-come",
    "alias-nowhere",
]


def test_there_are_enough_plans_and_operators() -> None:
    """At least eight clean plans with 15 goals or more each, and at least 80 operators with names of their own."""
    assert len(PLANS) >= 8
    assert min(len(sheet.plan.goals) for sheet in PLANS) >= 15
    assert len(OPERATORS) == len(all_operators()) >= 80


@pytest.mark.parametrize("sheet", PLANS, ids=lambda sheet: sheet.name)
def test_clean_plans_read_and_agree_with_themselves(sheet) -> None:  # type: ignore[no-untyped-def]
    """A clean plan is read without a finding, and its numbers contradict each other nowhere."""
    assert not list(sheet.plan.findings)
    assert breaks(sheet.plan) == []


@pytest.mark.parametrize("name", SAMPLE)
def test_sample_of_defects_is_found(name: str) -> None:
    """Each operator of the sample is found by an expected rule at the right line on two plans."""
    tally = run(PLANS[::5], [OPERATORS[name]], [0])[name]
    assert not tally.examples, tally.examples
    assert tally.right == tally.applicable


def test_harness_is_the_same_each_time() -> None:
    """The same plans, operators and seeds give the same tallies."""
    chosen = [OPERATORS["digit-of-part"], OPERATORS["lead-removed"]]
    assert run(PLANS[:2], chosen, [1]) == run(PLANS[:2], chosen, [1])


def test_swapping_equal_parts_is_not_a_defect() -> None:
    """Two parts with the same target may stand in each other's place: the operator is not applicable."""
    hospital = next(sheet for sheet in PLANS if sheet.name == "multi_currency")
    operator = OPERATORS["swap-targets-of-parts"]
    verdicts = [applied(hospital, operator, site) for site in operator.sites(hospital, Random(0))]
    same = [
        site for site in operator.sites(hospital, Random(0)) if len({edit.text for edit in site.edits}) == 1
    ]
    assert same
    assert all(applied(hospital, operator, site) is None for site in same)
    assert any(verdicts)


@pytest.mark.parametrize("sheet", PLANS[::4], ids=lambda sheet: sheet.name)
def test_variants_hold_the_same_numbers(sheet) -> None:  # type: ignore[no-untyped-def]
    """Every other way to write a plan reads back to the same targets, so that no finding may differ."""

    def targets(plan) -> dict[str, Fraction]:  # type: ignore[no-untyped-def]
        return {key: amount(plan, goal.target) for key, goal in plan.goals.items() if goal.target is not None}

    wanted = targets(sheet.plan)
    for name, plan in variants(sheet):
        assert targets(plan) == wanted, name


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("8亿", "80亿"), ("25.92万", "259.2万"), ("≤7.98亿", "≤79.8亿"), ("1,250", "12500"), ("0.5%", "5%")],
)
def test_tenfold(text: str, wanted: str) -> None:
    """The first number of a text becomes ten times as large, whatever stands around it."""
    assert tenfold(text) == wanted


def test_changed_digits_differ_in_one_place() -> None:
    """A changed digit leaves every other character, and never makes a leading zero."""
    for seed in range(200):
        text = digit_changed("≤7.98亿", Random(seed))
        assert text is not None
        assert sum(a != b for a, b in zip(text, "≤7.98亿", strict=True)) == 1
        assert text[1] != "0"


@pytest.mark.parametrize(
    ("text", "wanted"), [("8亿", "8万"), ("4万", "4亿"), ("36 元", "36万 元"), ("62%", None), ("3.2:1", None)]
)
def test_scaled(text: str, wanted: str | None) -> None:
    """Another scale word comes in place of the one that is there, and none into a percentage or a ratio."""
    assert scaled(text) == wanted
