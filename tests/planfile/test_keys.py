"""Keys: which text may be one, and which look alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import goaltree as gt
from goaltree.model.formula import Formula, quote_name
from goaltree.model.formula_function import RESERVED
from goaltree.model.formula_parse import parse_formula


def codes(key: str, section: str = "goals") -> list[str]:
    """The codes of what is wrong with a key."""
    values = {"goaltree": 1, "currency": "CNY", section: {key: {"title": "某"}}}
    return [finding.code for finding in gt.loads(values).findings if finding.code.startswith("GT10")]


@pytest.mark.parametrize(
    "key", ["sales", "销售额", "GMV_2025", "7日留存", "продажи", "हिन्दी", "_x", "Ünïcode", "ｓales"]
)
def test_keys_in_any_script(key: str) -> None:
    """Letters of any script, digits and underscores make a key; it is kept in its plain form."""
    assert codes(key) == []


@pytest.mark.parametrize(
    "key",
    [
        "../x",
        "a/b",
        "",
        "-rf",
        "=1",
        "CON",
        "nul",
        "x" * 300,
        "a.b",
        "a b",
        "__class__",
        "a\u200bb",
        "a\u202eb",
        "`a`",
        "站内 GMV",
        "a-b",
    ],
)
def test_c06_unusable_keys(key: str) -> None:
    """A key that would mean something else in a formula, an address or a file name is refused with another one."""
    assert codes(key) == ["GT105"]
    (finding,) = [f for f in gt.loads({"goaltree": 1, "teams": {key: {}}}).findings if f.code == "GT105"]
    assert "letters" in finding.hint() and "字母" in finding.hint("zh")


@pytest.mark.parametrize("word", sorted({*RESERVED, "unstated", "None", "SUM", "True"}))
def test_g08_reserved_words(word: str) -> None:
    """A word of the plan language is no key, in any case of letters."""
    assert codes(word) == ["GT105"]


@given(st.text(min_size=1, max_size=12))
def test_every_accepted_key_can_be_named_in_a_formula(key: str) -> None:
    """What is accepted as a key reads back as that one name from a formula; anything else is one finding."""
    plan = gt.loads({"goaltree": 1, "teams": {key: {}}})
    bad = [finding for finding in plan.findings if finding.code == "GT105"]
    assert len(bad) + len(plan.teams) == 1
    for known in plan.teams:
        formula = parse_formula(quote_name(known))
        assert isinstance(formula, Formula) and [use.name for use in formula.names] == [known]


@given(st.text(min_size=1, max_size=12))
def test_every_accepted_member_can_be_addressed(member: str) -> None:
    """What is accepted as a member is found by its address, and named in a formula."""
    cuts = {"channel": {member: "1亿"}}
    plan = gt.loads(
        {
            "goaltree": 1,
            "currency": "CNY",
            "goals": {"sales": {"kind": "flow", "unit": "元", "target": "1亿", "cuts": cuts}},
        }
    )
    for key in list(plan.goals)[1:]:
        assert plan.goal(key).key == key
        formula = parse_formula(quote_name(key))
        assert isinstance(formula, Formula) and [use.name for use in formula.names] == [key]


def test_c05_confusable_keys() -> None:
    """A key that looks like another one is told with the letters that differ, wherever it stands."""
    plan = gt.loads({"goaltree": 1, "teams": {"reνenue": {}, "revenue": {}}})
    (finding,) = [f for f in plan.findings if f.code == "GT110"]
    assert finding.params["key"] == "reνenue" and "U+03BD" in finding.message()
    turned = gt.loads({"goaltree": 1, "teams": {"revenue": {}, "reνenue": {}}})
    assert [f.message() for f in turned.findings if f.code == "GT110"] == [finding.message()]
    greek = gt.loads({"goaltree": 1, "teams": {"сaс": {}, "caс": {}}})
    assert [f.code for f in greek.findings if f.code == "GT110"] == ["GT110"]


def test_c03_duplicate_keys() -> None:
    """The same key twice is told with both places, also where only its form differs."""
    for second in ("sales", "ｓales"):
        text = f'goaltree: 1\nteams:\n  sales: {{}}\n  "{second}": {{}}\n'
        twice = [f for f in gt.loads(text).findings if f.code == "GT014"]
        assert len(twice) == 1 and twice[0].others[0].line == 3
