"""The rule on parts without numbers."""

from __future__ import annotations

import pytest

import goaltree as gt
from goaltree.checks import allocation
from goaltree.checks.check import CHECKS, check

OWN = [one.rule.code for one in allocation.CHECKS]
RULES = [*(one for one in CHECKS if one.rule.code not in (*OWN, "GT421")), *allocation.CHECKS]


def codes(text: str) -> list[str]:
    """What is found in a plan, by code."""
    return sorted(finding.code for finding in check(gt.loads(text), rules=RULES))


@pytest.mark.parametrize("rule", [one.rule for one in allocation.CHECKS], ids=lambda rule: rule.name)
def test_rule_fires_on_its_wrong_plan_alone(rule):
    """A rule's wrong plan gives this finding and no other, its right plan none."""
    assert codes(rule.wrong) == [rule.code]
    assert codes(rule.right) == []


HEAD = "goaltree: 1\nplan: p\nperiod: 2025\ncurrency: CNY\n"


def own(text: str) -> list[str]:
    """What the rules of this family find in a plan, by code."""
    plan = gt.loads(HEAD + text)
    assert not plan.findings.errors, plan.findings.to_text()
    return sorted(finding.code for one in allocation.CHECKS for finding in one.run(plan))


def cut(whole: str, *parts: str, kind: str = "flow") -> str:
    """A goal cut into parts; an empty part has no number, one with `<` only a baseline."""
    members = []
    for i, part in enumerate(parts):
        baseline = f", baseline: {part[1:]}" if part.startswith("<") else ""
        members.append(f"m{i}: {{note: x{baseline}}}" if not part or baseline else f"m{i}: {part}")
    return f"goals: {{g: {{kind: {kind}, unit: 元, direction: up, target: {whole}, cuts: {{c: {{{', '.join(members)}}}}}}}}}\n"


def hint(text: str) -> str:
    """What the rule proposes."""
    (finding,) = allocation.parts_without_numbers(gt.loads(HEAD + text))
    return finding.hint().replace("元", "")


def test_a6_the_rest_is_named():
    """Of 12, 8 and 3.5 are pledged: 0.5 is left."""
    assert own(cut("12亿", "8亿", "3.5亿", "")) == ["GT450"]
    assert hint(cut("12亿", "8亿", "3.5亿", "")) == "In equal shares it would be `m2: 0.5亿`."


def test_a1_proposal_is_shared_exactly():
    """The proposal sums to what is left, by the baselines where all are stated."""
    assert "`m1: 0.17亿`, `m2: 0.17亿`, `m3: 0.16亿`" in hint(cut("1亿", "0.5亿", "", "", ""))
    assert "In proportion to the baselines it would be `m1: 3亿`, `m2: 1亿`" in hint(
        cut("12亿", "8亿", "<6亿", "<2亿")
    )
    assert "equal shares" in hint(cut("12亿", "8亿", "<6亿", ""))


def test_a1_what_cannot_be_shared_says_by_how_much():
    """Where the stated parts exceed the whole, the proposal is the shortfall."""
    assert "exceed the whole by 1亿" in hint(cut("12亿", "8亿", "5亿", ""))


def test_only_cuts_that_add_up_are_shared():
    """Parts of a ratio have no rest, and parts with numbers need none."""
    assert own(cut("12亿", "8亿", "", kind="ratio")) == []
    assert own(cut("12亿", "8亿", "4亿")) == []
