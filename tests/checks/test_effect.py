"""The rules on the effects of actions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import goaltree as gt
from goaltree.checks import effect
from goaltree.checks.check import CHECKS, check

OWN = [one.rule.code for one in effect.CHECKS]
RULES = [*(one for one in CHECKS if one.rule.code not in OWN), *effect.CHECKS]


def codes(text: str) -> list[str]:
    """What is found in a plan, by code."""
    return sorted(finding.code for finding in check(gt.loads(text), rules=RULES))


@pytest.mark.parametrize("rule", [one.rule for one in effect.CHECKS], ids=lambda rule: rule.name)
def test_rule_fires_on_its_wrong_plan_alone(rule):
    """A rule's wrong plan gives this finding and no other, its right plan none."""
    assert codes(rule.wrong) == [rule.code]
    assert codes(rule.right) == []


HEAD = "goaltree: 1\nplan: p\nperiod: 2025\ncurrency: CNY\n"


def own(text: str) -> list[str]:
    """What the rules of this family find in a plan, by code."""
    plan = gt.loads(HEAD + text)
    assert not plan.findings.errors, plan.findings.to_text()
    return sorted(finding.code for one in effect.CHECKS for finding in one.run(plan))


def effects(baseline: str, target: str, *stated: str, unit: str = "元") -> str:
    """A goal with one action for each effect; a chance stands after an `@`."""
    lines = []
    for i, text in enumerate(stated):
        effect, _, chance = text.partition("@")
        more = f", effect: {{sales: {effect}}}" if effect else ""
        more += f", chance: {chance}" if chance else ""
        lines.append(f"a{i}: {{serves: [sales], time: Q1{more}}}")
    goal = f"goals: {{sales: {{kind: flow, unit: '{unit}', baseline: {baseline}, target: {target}}}}}\n"
    return goal + f"actions: {{{', '.join(lines)}}}\n"


@given(st.integers(1, 9999), st.integers(1, 9999), st.lists(st.integers(0, 5000), min_size=1, max_size=4))
def test_gap_is_exact(baseline, target, parts):
    """In whole yuan a gap is open where the effects fall short by more than rounding, else short at all, else closed."""
    found = own(effects(f"{baseline}元", f"{target}元", *(f"{part}元" for part in parts)))
    short = abs(target - baseline) - sum(parts)
    half = 1 + len(parts) / 2
    if baseline == target or short <= len(parts) / 2:
        assert found == []
    else:
        assert found == (["GT614"] if short > half else ["GT617"])


@pytest.mark.parametrize(
    ("plan", "codes_found"),
    [
        (effects("10.00亿", "12.00亿", "+2亿"), []),
        (effects("10.00亿", "12.00亿", "+1.00亿", "+0.50亿"), ["GT614"]),
        (effects("10.00亿", "12.00亿", "+2.00亿@50%"), ["GT614"]),
        (effects("10.00亿", "12.00亿", "+4.00亿@50%"), []),
        (effects("10.00亿", "12.00亿", "+1.00亿", ""), []),
        (effects("10.00亿", "12.00亿", "+20%"), []),
        (effects("10.00亿", "12.00亿", "+15%"), ["GT614"]),
        (effects("12.00亿", "10.00亿", "-2.00亿"), []),
        (effects("12.00亿", "10.00亿", "2.00亿"), []),
        (effects("12.00亿", "10.00亿", "-1.00亿"), ["GT614"]),
        (effects("12.00亿", "10.00亿", "+2.00亿"), ["GT615"]),
        (effects("30.0%", "35.0%", "+5.0pp", unit="%"), []),
        (effects("30.0%", "35.0%", "+4.0pp", unit="%"), ["GT614"]),
    ],
)
def test_effects_against_the_gap(plan, codes_found):
    """Effects count by their chance, percentages of the baseline, and say nothing while one is missing."""
    assert own(plan) == codes_found


def test_action_on_a_part_leaves_the_gap_open_to_it():
    """Where an action works on a part of the goal without an effect on the whole, the sum is not known."""
    goal = "goals: {sales: {kind: flow, unit: 元, baseline: 10.00亿, target: 12.00亿, cuts: {channel: {线上: 8亿, 门店: 4亿}}}}\n"
    whole = "a: {serves: [sales], time: Q1, effect: {sales: +1.00亿}}"
    assert own(goal + f"actions: {{{whole}}}\n") == ["GT614"]
    assert own(goal + f"actions: {{{whole}, b: {{serves: [sales.线上], time: Q1}}}}\n") == []
