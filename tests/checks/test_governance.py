"""The rules on governance."""

from __future__ import annotations

from pathlib import Path

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
