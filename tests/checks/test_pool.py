"""The rules on the money of the plan as a whole."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import goaltree as gt
from goaltree.checks import pool
from goaltree.checks.check import CHECKS, check

OWN = [one.rule.code for one in pool.CHECKS if one.rule.code != "GT044"]
RULES = [*(one for one in CHECKS if one.rule.code not in OWN), *pool.CHECKS]


def codes(text: str) -> list[str]:
    """What is found in a plan, by code."""
    return sorted(finding.code for finding in check(gt.loads(text), rules=RULES))


@pytest.mark.parametrize(
    "rule", [one.rule for one in pool.CHECKS if one.rule.code != "GT044"], ids=lambda rule: rule.name
)
def test_rule_fires_on_its_wrong_plan_alone(rule):
    """A rule's wrong plan gives this finding and no other, its right plan none."""
    assert codes(rule.wrong) == [rule.code]
    assert codes(rule.right) == []


HEAD = "goaltree: 1\nplan: p\nperiod: 2025\ncurrency: CNY\n"


def own(text: str) -> list[str]:
    """What the rules of this family find in a plan, by code."""
    plan = gt.loads(HEAD + text)
    assert not plan.findings.errors, plan.findings.to_text()
    return sorted(finding.code for one in pool.CHECKS for finding in one.run(plan))


def shared(of: str, keep: str, *needs: str) -> str:
    """A plan whose actions take from one pool."""
    actions = ", ".join(f"a{i}: {{time: Q1, needs: [{{money: {need}}}]}}" for i, need in enumerate(needs))
    return f"goals: {{sales: {{target: 1}}}}\nactions: {{{actions}}}\ngovernance: {{reserve: {{budget: {keep}, of: {of}}}}}\n"


def test_p15_over_the_pool():
    """Budget 100, reserve 10 %, allocated 95: 90 can be allocated, over by 5."""
    text = shared("100万", "10%", "60万", "35万")
    assert own(text) == ["GT636"]
    finding = next(iter(pool.budget_over_pool(gt.loads(HEAD + text))))
    assert finding.params["allocatable"] in ("90万", "90万元")
    assert finding.params["residual"] in ("5万", "5万元")
    assert own(shared("100万", "10%", "60万", "30万")) == []


@given(st.integers(1, 500), st.integers(0, 100), st.lists(st.integers(0, 300), min_size=1, max_size=4))
def test_p15_pool_is_exact(of, keep, needs):
    """What is asked is compared with the pool less the reserve; half a unit of the pool is the tolerance."""
    over = sum(needs) - Fraction(of) * (100 - keep) / 100
    assert own(shared(f"{of}元", f"{keep}%", *(f"{need}元" for need in needs))) == (
        ["GT636"] if over > Fraction(1, 2) else []
    )


def test_p15_reserve_as_an_amount():
    """A reserve may be an amount."""
    assert own(shared("100万", "10万", "90万")) == []
    assert own(shared("100万", "10万", "95万")) == ["GT636"]


def test_approved_budget_counts_once():
    """Where an action has a budget and says what it is for, the money is counted once."""
    text = shared("100万", "10%", "80万").replace(
        "needs: [{money: 80万}]", "budget: 80万, needs: [{money: 80万}]"
    )
    assert own(text) == []


def test_p9_money_without_rate():
    """Money in a currency without a rate is said, never counted as the plan's own."""
    assert own(shared("100万", "10%", "10万 USD")) == ["GT044"]
    assert own("fx: {USD: 7.2}\n" + shared("100万", "10%", "10万 USD")) == []
    assert own("fx: {USD: 7.2}\n" + shared("70万", "10%", "10万 USD")) == ["GT636"]


def test_reserve_without_base_is_not_unstated():
    """A base that is said to be unstated is another rule's finding."""
    reserve = "goals: {sales: {target: 1}}\ngovernance: {reserve: {budget: 10%REST}}\n"
    assert own(reserve.replace("REST", "")) == ["GT635"]
    assert own(reserve.replace("REST", ", of: unstated")) == []


def drawn(*amounts: str, reserve: str = "budget: 10%, of: 5000万") -> str:
    """A plan whose reserve was drawn on."""
    rows = ", ".join(f"{{on: 2025-06-10, amount: {one}, decided_by: shop}}" for one in amounts)
    return (
        "goals: {sales: {target: 1}}\nteams: {shop: 店铺部}\n"
        f"governance: {{reserve: {{{reserve}, drawdowns: [{rows}]}}}}\n"
    )


@pytest.mark.parametrize(
    ("amounts", "reserve", "codes_found"),
    [
        (("300万", "200万"), "budget: 10%, of: 5000万", []),
        (("300万", "201万"), "budget: 10%, of: 5000万", ["GT646"]),
        (("60万",), "budget: 50万 CNY", ["GT646"]),
        (("50万",), "budget: 50万 CNY", []),
        (("500万",), "budget: 10%, of: unstated", []),
        (("10万 USD",), "budget: 50万 CNY", []),
    ],
)
def test_what_is_drawn_is_there(amounts, reserve, codes_found):
    """Drawdowns are summed against the reserve where its size is known and all of them convert."""
    assert own(drawn(*amounts, reserve=reserve)) == codes_found


def test_every_drawdown_is_decided():
    """A drawdown that nobody decided is a gap, and is told with its amount."""
    text = drawn("30万").replace(", decided_by: shop", "")
    assert own(text) == ["GT647"]
