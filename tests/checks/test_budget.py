"""The rules on the budgets of actions, and on what is spent of them."""

from __future__ import annotations

import pytest

import goaltree as gt
from goaltree.checks import budget, spending
from goaltree.checks.check import CHECKS, check

FAMILY = (*budget.CHECKS, *spending.CHECKS)
OWN = [one.rule.code for one in FAMILY]
RULES = [*(one for one in CHECKS if one.rule.code not in OWN), *FAMILY]


def codes(text: str) -> list[str]:
    """What is found in a plan, by code."""
    return sorted(finding.code for finding in check(gt.loads(text), rules=RULES))


@pytest.mark.parametrize("rule", [one.rule for one in FAMILY], ids=lambda rule: rule.name)
def test_rule_fires_on_its_wrong_plan_alone(rule):
    """A rule's wrong plan gives this finding and no other, its right plan none."""
    assert codes(rule.wrong) == [rule.code]
    assert codes(rule.right) == []


HEAD = "goaltree: 1\nplan: p\nperiod: 2025\ncurrency: CNY\n"


def own(text: str) -> list[str]:
    """What the rules of this family find in a plan, by code."""
    plan = gt.loads(HEAD + text)
    assert not plan.findings.errors, plan.findings.to_text()
    return sorted(finding.code for one in FAMILY for finding in one.run(plan))


def budgeted(rest: str, time: str = "Q4 完成") -> str:
    """A plan with one budget."""
    return f"fx: {{USD: 7.2}}\ngoals: {{sales: {{target: 1}}}}\nactions: {{a: {{time: {time}, {rest}}}}}\n"


def gates(*amounts: str, passed: int = 0, rest: str = "") -> str:
    """A budget of 3000万 in tranches."""
    lines = [
        f"{{gate: g{i}, amount: {one}, passed: {'true' if i < passed else 'false'}}}"
        for i, one in enumerate(amounts)
    ]
    return f"budget: {{approved: 3000万, tranches: [{', '.join(lines)}]{rest}}}"


@pytest.mark.parametrize(("committed", "codes_found"), [("400万", []), ("550万", []), ("600万", ["GT634"])])
def test_a8_what_is_released(committed, codes_found):
    """3000 = 600 + 900 + 1500, two gates passed, 950 spent: 400 fits and leaves 150, an order of 200 more is 50 too much."""
    text = budgeted(
        gates("600万", "900万", "1500万", passed=2, rest=f", committed: {committed}, spent: 950万")
    )
    assert own(text) == codes_found
    if codes_found:
        finding = next(iter(spending.spent_over_released(gt.loads(HEAD + text))))
        assert finding.params["residual"] in ("50万", "50万元")


@pytest.mark.parametrize(
    ("amounts", "codes_found"),
    [
        (("600万", "900万", "1500万"), []),
        (("600万", "900万", "1400万"), ["GT630"]),
        (("600万", "900万", "1501万"), ["GT631"]),
        (("6百万", "900万", "15百万"), []),
        (("100万 USD", "2280万"), []),
        (("100万 USD", "2200万"), ["GT630"]),
    ],
)
def test_a8_tranches_sum_to_what_was_approved(amounts, codes_found):
    """Tranches are compared exactly, at the budget rate, with half a unit of the approved figure as tolerance."""
    assert own(budgeted(gates(*amounts))) == codes_found


def test_a8_whole_budget_is_released_where_there_are_no_gates():
    """Without tranches what was approved may be spent, and no more."""
    assert own(budgeted("budget: {approved: 10万, spent: 10万}")) == []
    assert own(budgeted("budget: {approved: 10万, spent: 10.1万}")) == ["GT634"]
    assert own(budgeted("budget: 10万, progress: {done: 50%, spent: 12万}")) == ["GT634"]


@pytest.mark.parametrize(
    ("gate", "due", "codes_found"),
    [
        ("上线验收", "Q2", []),
        ("上线验收", "Q3", ["GT632"]),
        ("尾款", "Q3", []),
        ("尾款", "2026Q1", ["GT632"]),
    ],
)
def test_a8_gate_is_due_by_the_milestone_it_pays_for(gate, due, codes_found):
    """The milestone is the one whose word the gate says, else the last."""
    text = budgeted(
        f"budget: {{approved: 10万, tranches: [{{gate: {gate}, amount: 10万, due: {due}}}]}}",
        "Q2 上线，Q3 推广",
    )
    assert own(text) == codes_found


@pytest.mark.parametrize(
    ("over", "found"),
    [("", "GT634"), (", over: stop", "GT634"), (", over: warn", "GT644"), (", over: ignore", "GT645")],
)
def test_a8_over_budget_ladder(over, found):
    """Using more than was released stops, warns or is noted, as the budget says; what fits is silent for all."""
    text = budgeted(
        gates("600万", "900万", "1500万", passed=2, rest=f", committed: 600万, spent: 950万{over}")
    )
    assert own(text) == [found]
    assert own(text.replace("600万, spent", "400万, spent")) == []


def opened(*days: str, first: str = "2025-04-15") -> str:
    """A budget in two parts whose gates opened on these days, and whose first money went on one."""
    parts = ", ".join(f"{{gate: g{i}, amount: 5万, {day}}}" for i, day in enumerate(days))
    return budgeted(f"budget: {{approved: 10万, first_spent: {first}, tranches: [{parts}]}}")


@pytest.mark.parametrize(
    ("days", "codes_found"),
    [
        (("passed_on: 2025-04-16", "due: Q4"), ["GT642"]),
        (("passed_on: 2025-04-15", "due: Q4"), []),
        (("passed_on: 2025-06-01", "passed_on: 2025-04-01"), []),
        (("passed: true", "passed_on: 2025-06-01"), []),
        (("due: Q2", "due: Q4"), ["GT642"]),
    ],
)
def test_a8_first_spend_before_its_release(days, codes_found):
    """Money that went before any gate had opened is found; a gate that opened on an unknown day proves nothing."""
    assert own(opened(*days)) == codes_found


def test_a_gate_with_a_day_is_open():
    """A gate that says on which day it opened has released its money, with `passed: true` or without."""
    assert (
        own(
            budgeted(
                "budget: {approved: 10万, committed: 1万, spent: 8万, tranches: [{gate: g, amount: 10万, passed_on: 2025-03-01}]}"
            )
        )
        == []
    )


@pytest.mark.parametrize(
    ("reported", "codes_found"),
    [("8万", []), ("8.4万", []), ("9万", ["GT643"]), ("1.1万 USD", []), ("2万 USD", ["GT643"])],
)
def test_one_amount_is_spent(reported, codes_found):
    """Budget and report may say what is spent if they agree within their rounding, at the budget rate."""
    text = f"budget: {{approved: 10万, committed: 0.5万, spent: 8万}}, progress: {{done: 50%, spent: {reported}}}"
    assert own(budgeted(text)) == codes_found
