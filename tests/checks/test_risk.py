"""The rules on risk."""

from __future__ import annotations

import pytest

import goaltree as gt
from goaltree.checks import risk
from goaltree.checks.check import CHECKS, check

OWN = [one.rule.code for one in risk.CHECKS]
RULES = [*(one for one in CHECKS if one.rule.code not in OWN), *risk.CHECKS]


def codes(text: str) -> list[str]:
    """What is found in a plan, by code."""
    return sorted(finding.code for finding in check(gt.loads(text), rules=RULES))


@pytest.mark.parametrize("rule", [one.rule for one in risk.CHECKS], ids=lambda rule: rule.name)
def test_rule_fires_on_its_wrong_plan_alone(rule):
    """A rule's wrong plan gives this finding and no other, its right plan none."""
    assert codes(rule.wrong) == [rule.code]
    assert codes(rule.right) == []


HEAD = "goaltree: 1\nplan: p\nperiod: 2025\ncurrency: CNY\n"


def own(text: str) -> list[str]:
    """What the rules of this family find in a plan, by code."""
    plan = gt.loads(HEAD + text)
    assert not plan.findings.errors, plan.findings.to_text()
    return sorted(finding.code for one in risk.CHECKS for finding in one.run(plan))


def risky(when: str, time: str = "Q1 启动，Q4 完成", by: str = "Q4", target: str = "≤5 单") -> str:
    """A plan with one risk on a goal that is better low."""
    goal = f"goals: {{delay: {{kind: stock, unit: 单, direction: down, baseline: 8 单, target: {target}}}}}\n"
    return (
        goal
        + f"actions: {{a: {{serves: [delay], time: '{time}', risks: [{{if: x, when: {when}, then: {{do: y, by: {by}}}}}]}}}}\n"
    )


@pytest.mark.parametrize(
    ("when", "codes_found"),
    [
        ("value(delay) > 7", []),
        ("value(delay) < 7", ["GT664"]),
        ("pace(delay) < 0.9", []),
        ("pace(delay) < 1", []),
        ("pace(delay) <= 1", ["GT664"]),
        ("attainment(delay) > 0.5 and pace(delay) > 0.5", ["GT664"]),
        ("deviation(delay) < -10%", []),
        ("deviation(delay) > -10%", ["GT664"]),
        ("change(delay) <= 0", []),
        ("1 < 2", ["GT663"]),
    ],
)
def test_trigger_is_false_when_the_target_is_met(when, codes_found):
    """A trigger that holds at the target can never be over; what the target does not decide is left alone."""
    assert own(risky(when)) == codes_found


@pytest.mark.parametrize(
    ("time", "by", "codes_found"),
    [
        ("Q2 启动，Q4 上线", "Q3", ["GT665"]),
        ("Q2 启动，Q4 上线", "Q4", []),
        ("Q1 start, Q4 done", "Q3", []),
        ("Q2 灰度，Q3 全量", "Q2", []),
        ("Q1-Q4 持续招商", "Q3", []),
        ("Q2 启动，Q4 完成", "Q1", ["GT665"]),
        ("每周 1 次", "Q1", []),
        ("Q2 启动，Q4 上线", "2026Q1", ["GT667"]),
    ],
)
def test_answer_comes_when_something_can_show(time, by, codes_found):
    """What goes live shows nothing before; other work shows from its beginning on."""
    assert own(risky("pace(delay) < 0.9", time, by)) == codes_found


@pytest.mark.parametrize(
    ("when", "codes_found"), [("value(delay) >= 6", ["GT668"]), ("value(delay) <= 6", [])]
)
def test_gate_is_open_when_the_target_is_met(when, codes_found):
    """A gate that is shut at the target is never passed."""
    text = risky("pace(delay) < 0.9").replace(
        "risks:", f"budget: {{approved: 1万, tranches: [{{gate: g, amount: 1万, when: {when}}}]}}, risks:"
    )
    assert own(text) == codes_found
