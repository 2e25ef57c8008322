"""The rules on needs."""

from __future__ import annotations

import pytest

import goaltree as gt
from goaltree.checks import need as needed
from goaltree.checks.check import CHECKS, check

OWN = [one.rule.code for one in needed.CHECKS]
RULES = [*(one for one in CHECKS if one.rule.code not in OWN), *needed.CHECKS]


def codes(text: str) -> list[str]:
    """What is found in a plan, by code."""
    return sorted(finding.code for finding in check(gt.loads(text), rules=RULES))


@pytest.mark.parametrize("rule", [one.rule for one in needed.CHECKS], ids=lambda rule: rule.name)
def test_rule_fires_on_its_wrong_plan_alone(rule):
    """A rule's wrong plan gives this finding and no other, its right plan none."""
    assert codes(rule.wrong) == [rule.code]
    assert codes(rule.right) == []


HEAD = "goaltree: 1\nplan: p\nperiod: 2025\ncurrency: CNY\n"


def own(text: str) -> list[str]:
    """What the rules of this family find in a plan, by code."""
    plan = gt.loads(HEAD + text)
    assert not plan.findings.errors, plan.findings.to_text()
    return sorted(finding.code for one in needed.CHECKS for finding in one.run(plan))


GOAL = "goals: {sales: {kind: flow, unit: 元, direction: up, target: 12亿, period: PERIOD}}\n"


def one_action(time: str, period: str = "2025", rest: str = "") -> str:
    """A plan with one action."""
    return (
        GOAL.replace("PERIOD", period)
        + f"actions: {{a: {{team: t, serves: [sales], time: {time}{rest}}}}}\nteams: {{t: T}}\n"
    )


@pytest.mark.parametrize(
    ("need", "codes_found"),
    [
        ("{money: 2万}", []),
        ("{people: 5 人, role: 设计师}", []),
        ("{people: 5 人}", ["GT606"]),
        ("{work: 开发}", ["GT606"]),
        ("{work: 开发, from: t}", []),
        ("{work: 开发, from: hub}", ["GT607"]),
        ("{people: 5 人, from: hub}", []),
        ("{work: 开发, from: maker, by: Q2}", ["GT605"]),
        ("{in_kind: 样机, from: maker, by: Q2}", []),
        ("{work: 开发, money: 3万, from: maker, by: Q2}", []),
        ("{for: 装修}", ["GT608"]),
        ("{work: 开发, from: hub, by: 2026Q1}", ["GT613"]),
    ],
)
def test_what_a_need_says(need, codes_found):
    """A need says what, from whom and by when; what it says nothing of is one finding."""
    teams = "teams: {t: T, hub: {role: support}, maker: {role: partner}}\n"
    plan = (
        GOAL.replace("PERIOD", "2025")
        + f"actions: {{a: {{team: t, serves: [sales], time: Q3 完成, needs: [{need}]}}}}\n"
        + teams
    )
    assert own(plan) == codes_found


def test_kinds_that_the_plan_prices_want_a_price():
    """Where one need of a kind has a price, the others of that kind are noted."""
    needs = "needs: [{work: 开发, money: 3万, from: hub, by: Q2}, {work: 测试, from: hub, by: Q2}]"
    plan = (
        GOAL.replace("PERIOD", "2025")
        + f"actions: {{a: {{team: t, time: Q3 完成, {needs}}}}}\nteams: {{t: T, hub: {{role: support}}}}\n"
    )
    assert own(plan) == ["GT605"]


def test_unknown_giver_is_not_nobody():
    """A reference that means nothing is its own finding; the need did ask somebody."""
    plan = gt.loads(HEAD + one_action("Q3 完成", rest=", needs: [{work: 开发, from: nobody_known}]"))
    assert [f.name for f in plan.findings] == ["unresolved-reference"]
    assert [f.code for one in needed.CHECKS for f in one.run(plan)] == []


def test_empty_needs_say_that_nothing_is_needed():
    """`needs: []` is an answer."""
    text = "actions: {a: {time: Q1, needs: [{money: 1万}]}, b: {time: Q2REST}}\ngoals: {sales: {target: 1}}\n"
    assert own(text.replace("REST", "")) == ["GT602"]
    assert own(text.replace("REST", ", needs: []")) == []
