"""Every data rule's own examples: the wrong table shows the defect and no other error, the right one is clean."""

from __future__ import annotations

import pytest

import goaltree as gt
from goaltree.actuals import (
    intake_faults,
    moment_faults,
    row_faults,
    source_faults,
    value_faults,
    version_faults,
)
from goaltree.actuals.observe import observe
from goaltree.actuals.sample import FILE

RULES = {
    rule.code: rule
    for faults in (source_faults, row_faults, value_faults, moment_faults, version_faults, intake_faults)
    for rule in faults.RULES
}
NEEDS_MORE_THAN_TEXT = {
    "GT801": "a file that cannot be read",
    "GT803": "a file beyond the limits",
    "GT822": "a column of another type than text",
    "GT828": "a column of 32-bit numbers",
    "GT834": "a business date",
    "GT846": "facts",
    "GT847": "facts",
    "GT848": "facts",
}
"""Rules whose defect a plan and a CSV text alone cannot show; `test_observe` shows them."""


def found_in(example, folder):
    """What is found in one example: a plan, and a table behind the line `--- actuals.csv`."""
    plan_text, _, table = example.partition(FILE)
    plan = gt.loads(plan_text)
    assert not gt.check(plan)
    path = folder / "actuals.csv"
    path.write_text(table, encoding="utf-8")
    return observe(plan, path).findings


@pytest.mark.parametrize("code", sorted(set(RULES) - set(NEEDS_MORE_THAN_TEXT)))
def test_the_wrong_table_shows_the_rule(code, tmp_path):
    """The wrong example fires its rule and no other."""
    assert {finding.code for finding in found_in(RULES[code].wrong, tmp_path)} == {code}


@pytest.mark.parametrize("code", sorted(RULES))
def test_the_right_table_is_clean(code, tmp_path):
    """The right example has no finding at all."""
    assert list(found_in(RULES[code].right, tmp_path)) == []


def test_exceptions_do_not_fire(tmp_path):
    """The rules that are said to need more than text do not fire on their text."""
    for code in NEEDS_MORE_THAN_TEXT:
        assert code not in {finding.code for finding in found_in(RULES[code].wrong, tmp_path)}


def test_codes_and_names_are_unique():
    """No two data rules share a code or a name, and all are of the family GT8xx."""
    count = sum(
        len(faults.RULES)
        for faults in (source_faults, row_faults, value_faults, moment_faults, version_faults, intake_faults)
    )
    assert len(RULES) == count == len({rule.name for rule in RULES.values()})
    assert all(code.startswith("GT8") for code in RULES)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("code", sorted(set(RULES) - set(NEEDS_MORE_THAN_TEXT)))
def test_messages_fill_every_place(code, lang, tmp_path):
    """Message and hint of the wrong example are told in both languages without a place left open."""
    for finding in found_in(RULES[code].wrong, tmp_path):
        told = finding.message(lang) + finding.hint(lang)
        assert "{" not in told and "}" not in told and "Words(" not in told
