"""Every rule's own examples: the wrong plan shows the defect and nothing else, the right one is clean."""

from __future__ import annotations

import pytest

import goaltree as gt
from goaltree.catalogue import find, rules
from goaltree.finding import Rule

NEEDS_MORE_THAN_TEXT = {
    "GT021": "a text in JSON",
    "GT024": "a folder of files",
    "GT117": "a folder of files",
    "GT029": "a machine without a zone database",
}
"""Rules whose defect a YAML text alone cannot show; the tests of their readers show them."""

FOLLOWS = {"GT116": "GT001"}
"""Rules that fire only beside an error, with that error."""

CODES = sorted(rules())


def of(rule: Rule, text: str) -> gt.Findings:
    """What is found in one of a rule's examples."""
    return gt.check(gt.loads(text))


@pytest.mark.parametrize("code", sorted(set(CODES) - set(NEEDS_MORE_THAN_TEXT)))
def test_the_wrong_plan_shows_the_rule(code: str) -> None:
    """The wrong example fires its rule and no other error; of the coverage rules on, nothing else at all."""
    rule = rules()[code]
    findings = of(rule, rule.wrong)
    assert code in {finding.code for finding in findings}
    assert [f.code for f in findings.errors if f.code not in (code, FOLLOWS.get(code))] == []
    if code >= "GT400":
        assert {finding.code for finding in findings} == {code}


@pytest.mark.parametrize("code", CODES)
def test_the_right_plan_is_clean(code: str) -> None:
    """The right example neither fires its rule nor has an error; of the coverage rules on, it has no finding."""
    rule = rules()[code]
    findings = of(rule, rule.right)
    assert code not in {finding.code for finding in findings}
    assert not findings.errors
    if code >= "GT400":
        assert not findings


def test_exceptions_are_rules_and_do_not_fire() -> None:
    """The table of exceptions names rules that exist and that their text really cannot show."""
    for code in NEEDS_MORE_THAN_TEXT:
        assert code not in {finding.code for finding in of(rules()[code], rules()[code].wrong)}


def test_codes_and_names_are_unique_and_found() -> None:
    """A rule is found by its code and by its name, in any case of letters; a near miss is suggested."""
    names = [rule.name for rule in rules().values()]
    assert len(set(names)) == len(names)
    for code, rule in rules().items():
        assert find(code.lower()) is rule
        assert find(rule.name) is rule
    assert "unresolved-reference" in find("unresolved-referense")  # type: ignore[operator]
