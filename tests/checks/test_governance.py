"""The rules on governance."""

from __future__ import annotations

import pytest

import goaltree as gt
from goaltree.checks import governance
from goaltree.checks.check import CHECKS, check

OWN = [one.rule.code for one in governance.CHECKS]
RULES = [*(one for one in CHECKS if one.rule.code not in OWN), *governance.CHECKS]


def codes(text: str) -> list[str]:
    """What is found in a plan, by code."""
    return sorted(finding.code for finding in check(gt.loads(text), rules=RULES))


@pytest.mark.parametrize("rule", [one.rule for one in governance.CHECKS], ids=lambda rule: rule.name)
def test_rule_fires_on_its_wrong_plan_alone(rule):
    """A rule's wrong plan gives this finding and no other, its right plan none."""
    assert codes(rule.wrong) == [rule.code]
    assert codes(rule.right) == []


HEAD = "goaltree: 1\nplan: p\nperiod: 2025\ncurrency: CNY\n"


def own(text: str) -> list[str]:
    """What the rules of this family find in a plan, by code."""
    plan = gt.loads(HEAD + text)
    assert not plan.findings.errors, plan.findings.to_text()
    return sorted(finding.code for one in governance.CHECKS for finding in one.run(plan))


def ladder(**rungs: str) -> str:
    """A plan with a deviation ladder."""
    lines = ", ".join(f"{key}: {{answer: x, basis: level, {rest}}}" for key, rest in rungs.items())
    return f"goals: {{sales: {{target: 1, core: true}}, cost: {{target: 1}}}}\ngovernance: {{deviation: {{{lines}}}}}\n"


def test_a_rung_says_what_its_deviation_is_measured_against():
    """A threshold without a basis is a finding; one that the source does not state is told as such elsewhere."""
    text = ladder(warning="at: ≤-10%").replace("basis: level, ", "BASIS")
    assert own(text.replace("BASIS", "")) == ["GT680"]
    assert own(text.replace("BASIS", "basis: unstated, ")) == []


@pytest.mark.parametrize(
    ("rungs", "codes_found"),
    [
        ({"warning": "at: ≤-10%", "emergency": "at: <-20%"}, []),
        ({"emergency": "at: <-20%", "warning": "at: ≤-10%"}, []),
        ({"warning": "at: ≤-20%", "emergency": "at: <-10%"}, ["GT672"]),
        ({"warning": "at: ≤-10%", "emergency": "at: ≤-10%"}, ["GT672"]),
        ({"warning": "at: ≥+3%", "emergency": "at: ≥+8%"}, []),
        ({"warning": "at: ≥+8%", "emergency": "at: ≥+3%"}, ["GT672"]),
        ({"warning": "at: ≤-10%", "emergency": "at: ≥+8%"}, []),
        ({"一级": "at: ≤-20%, decide_within: 7 天", "二级": "at: ≤-10%, decide_within: 1 天"}, ["GT672"]),
        ({"一级": "at: ≤-10%, decide_within: 7 天", "二级": "at: ≤-20%, decide_within: 1 天"}, []),
        ({"warning": "at: ≤-10%, goals: [sales]", "emergency": "at: ≤-5%, goals: [cost]"}, []),
        ({"warning": "at: ≤-10%", "emergency": "at: ≤-5%, goals: core"}, ["GT672"]),
        (
            {"warning": "at: ≤-10%, decide_within: 7 天", "emergency": "at: ≤-20%, decide_within: 1 个月"},
            ["GT673"],
        ),
        ({"warning": "at: ≤-10%, decide_within: 7 天", "emergency": "at: ≤-20%"}, ["GT673"]),
        ({"warning": "at: ≤-10%", "emergency": "at: ≤-20%, decide_within: 1 天"}, []),
        ({"warning": "at: ≥-10%"}, ["GT671"]),
        ({"warning": "at: ≤+10%"}, ["GT671"]),
        ({"warning": "decides: nobody_yet"}, ["GT670"]),
    ],
)
def test_ladder(rungs, codes_found):
    """A graver rung applies further out and leaves less time; the order in the file says nothing."""
    text = ladder(**rungs).replace(", decides: nobody_yet", "")
    assert own(text) == codes_found
