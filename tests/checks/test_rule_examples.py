"""Every rule's own examples: the wrong plan shows the defect and nothing else, the right one is clean."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import goaltree as gt
from goaltree.catalogue import find, rules, tried

NEEDS_MORE_THAN_TEXT = {
    "GT021": "a text in JSON",
    "GT024": "a folder of files",
    "GT117": "a folder of files",
    "GT029": "a machine without a zone database",
    "GT801": "a file that cannot be read",
    "GT803": "a file beyond the limits",
    "GT822": "a column of another type than text",
    "GT828": "a column of 32-bit numbers",
    "GT846": "rows of facts that cannot count",
    "GT847": "facts of which none counts",
    "GT848": "facts under a member that the plan does not name",
}
"""Rules whose defect a YAML text alone cannot show; the tests of their readers show them."""

FOLLOWS = {"GT116": "GT001"}
"""Rules that fire only beside an error, with that error."""

CODES = sorted(code for code in rules() if code < "GT900")
"""Those on plans and data; a plugin rule is shown by a plugin, in the tests of the host."""


@pytest.fixture(scope="module")
def of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], gt.Findings]:
    """What is found in one of a rule's examples."""
    folder = tmp_path_factory.mktemp("examples")
    return lambda text: tried(text, folder)


def is_on_data(code: str) -> bool:
    """Whether a rule is on actuals: a small table lacks much that other rules on data ask for."""
    return code >= "GT800"


@pytest.mark.parametrize("code", sorted(set(CODES) - set(NEEDS_MORE_THAN_TEXT)))
def test_the_wrong_plan_shows_the_rule(code: str, of: Callable[[str], gt.Findings]) -> None:
    """The wrong example fires its rule and no other error; of the coverage rules on, nothing else at all."""
    rule = rules()[code]
    findings = of(rule.wrong)
    assert code in {finding.code for finding in findings}
    assert [f.code for f in findings.errors if f.code not in (code, FOLLOWS.get(code))] == []
    if code >= "GT400" and not is_on_data(code):
        assert {finding.code for finding in findings} == {code}


@pytest.mark.parametrize("code", CODES)
def test_the_right_plan_is_clean(code: str, of: Callable[[str], gt.Findings]) -> None:
    """The right example neither fires its rule nor has an error; of the coverage rules on, it has no finding."""
    rule = rules()[code]
    findings = of(rule.right)
    assert code not in {finding.code for finding in findings}
    assert not findings.errors
    if code >= "GT400" and not is_on_data(code):
        assert not findings


def test_exceptions_are_rules_and_do_not_fire(of: Callable[[str], gt.Findings]) -> None:
    """The table of exceptions names rules that exist and that their text really cannot show."""
    for code in NEEDS_MORE_THAN_TEXT:
        assert code not in {finding.code for finding in of(rules()[code].wrong)}


def test_codes_and_names_are_unique_and_found() -> None:
    """A rule is found by its code and by its name, in any case of letters; a near miss is suggested."""
    names = [rule.name for rule in rules().values()]
    assert len(set(names)) == len(names)
    for code, rule in rules().items():
        assert find(code.lower()) is rule
        assert find(rule.name) is rule
    assert "unresolved-reference" in find("unresolved-referense")  # type: ignore[operator]
