"""Parts that are asked for more than is needed, on purpose (planning A6)."""

import pytest

import goaltree as gt
from goaltree.catalogue import rules

HEAD = "goaltree: 1\nplan: p\nperiod: 2025\ncurrency: CNY\n"


def cut(rest: str) -> list[str]:
    """The findings on the sum of one cut, by code."""
    text = f"{HEAD}goals:\n  g: {{kind: flow, unit: 元, direction: up, {rest}}}\n"
    return [finding.code for finding in gt.check(gt.loads(text)).select(["GT201", "GT202", "GT505"])]


def test_a6_pledges_below_the_target_leave_a_rest() -> None:
    """Pledges of 8 and 3.5 for 12 leave 0.5 that nobody has."""
    plan = gt.loads(
        f"{HEAD}goals:\n  g: {{kind: flow, unit: 元, direction: up, target: 12.00, cuts: {{t: {{a: 8.00, b: 3.50}}}}}}\n"
    )
    (finding,) = gt.check(plan).select(["GT201"])
    assert "0.5" in finding.message()


@pytest.mark.parametrize(
    ("hedge", "codes"), [("", ["GT201"]), ("hedge: 5.83%, ", []), ("hedge: 9%, ", ["GT201"])]
)
def test_a6_quotas_above_the_target_are_a_stated_hedge(hedge: str, codes: list[str]) -> None:
    """Quotas of 5.2, 4.1 and 3.4 for 12 are 5.83 % too much, unless the plan says that it is meant."""
    assert cut(f"target: 12.00, {hedge}cuts: {{t: {{a: 5.20, b: 4.10, c: 3.40}}}}") == codes


def test_hedges_of_several_levels_are_told_with_their_product() -> None:
    """A hedge of 10 % inside one of 5 % asks for 15.5 % more."""
    (finding,) = gt.check(gt.loads(rules()["GT505"].wrong)).select(["GT505"])
    assert "15.5%" in finding.message()


@pytest.mark.parametrize("hedge", ["-5%", "-100%", "-200%"])
def test_a_hedge_below_zero_is_a_finding_and_nothing_else(hedge: str) -> None:
    """Asking for less than is needed is told, and never divides by nothing."""
    text = f"{HEAD}goals:\n  g: {{kind: flow, unit: 元, direction: up, target: 3亿, hedge: {hedge}, cuts: {{c: {{a: 1亿, b: 2亿}}}}}}\n"
    assert [f.path for f in gt.check(gt.loads(text)).select(["GT2", "GT5"])] == ["goals.g.hedge"]
