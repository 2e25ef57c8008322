"""The collection of findings: its order, its duplicates, its groups and its counts."""

from __future__ import annotations

import pickle
import random
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.errors import UsageError
from goaltree.finding import LEVELS, Finding, Level, Rule, Span, Words, visible
from goaltree.findings import Findings


def rule(code: str, level: Level, name: str = "") -> Rule:
    words = Words("{text} is wrong", "{text} 不对")
    return Rule(
        code=code,
        name=name or f"rule-{code[2:]}",
        level=level,
        message=words,
        hint=Words("mend {text}", "请改 {text}"),
        why=words,
        wrong="",
        right="",
    )


RULES = [rule("GT101", "error"), rule("GT203", "error"), rule("GT402", "warning"), rule("GT520", "note")]
SPANS = st.none() | st.builds(
    Span,
    file=st.sampled_from(["a.yaml", "b.yaml", "<dict>"]),
    line=st.integers(0, 3),
    column=st.integers(0, 3),
    end_column=st.integers(0, 5),
)
STAKES = st.none() | st.decimals(allow_nan=True, allow_infinity=True)
FINDINGS = st.builds(
    Finding,
    rule=st.sampled_from(RULES),
    params=st.fixed_dictionaries({"text": st.sampled_from(["x", "y", 1, Decimal("1.0"), Decimal(1)])}),
    span=SPANS,
    path=st.sampled_from(["", "goals.a", "goals.b"]),
    stake=STAKES,
    team=st.sampled_from([None, "shop", "tech"]),
    perspective=st.none() | st.just("growth"),
    accepted=st.none() | st.sampled_from(["", "known"]),
)
MANY = st.lists(FINDINGS, max_size=12)


def magnitude(finding: Finding) -> Decimal:
    """What is at stake, below everything where that is not known."""
    stake = finding.stake
    return stake.copy_abs() if stake is not None and stake.is_finite() else Decimal(-1)


def told(findings: Findings) -> list[str]:
    """Every format in both languages."""
    return [
        text
        for lang in ("en", "zh")
        for text in (
            findings.to_text(lang),
            findings.to_text(lang, all=True, by="team"),
            findings.to_json(lang),
            findings.to_sarif(lang),
            findings.to_github(lang),
            findings.to_markdown(lang),
        )
    ]


@given(MANY, st.randoms(use_true_random=False))
def test_order_of_input_changes_nothing(found: list[Finding], chance: random.Random) -> None:
    """However findings come in, they stand in the same order and read the same in every format."""
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert told(Findings(shuffled)) == told(Findings(found))


@given(MANY)
def test_ranked_by_level_then_stake(found: list[Finding]) -> None:
    """Levels come in their order, and within one the larger stake comes first, the unknown last."""
    for first, second in pairwise(Findings(found)):
        assert LEVELS.index(first.level) <= LEVELS.index(second.level)
        if first.level == second.level:
            assert magnitude(first) >= magnitude(second)


@given(MANY)
def test_each_finding_once(found: list[Finding]) -> None:
    """Nothing is lost, and saying everything twice adds nothing."""
    once = Findings(found)
    assert told(Findings([*found, *found])) == told(once)
    assert {repr(finding) for finding in once} == {repr(finding) for finding in found}


@given(MANY, MANY)
def test_sum_is_the_collection_of_both(left: list[Finding], right: list[Finding]) -> None:
    """Adding collections ranks their findings together, either way round."""
    both = Findings(left) + Findings(right)
    assert told(both) == told(Findings([*left, *right])) == told(Findings(right) + left)


@given(MANY)
def test_summary_counts(found: list[Finding]) -> None:
    """The counts of the summary are the lengths of the selections, and the levels share everything out."""
    findings = Findings(found)
    parts = {"error": findings.errors, "warning": findings.warnings, "note": findings.notes}
    assert findings.summary == {
        **{level: len(part) for level, part in parts.items()},
        "accepted": len(findings.accepted),
    }
    assert [*findings.errors, *findings.warnings, *findings.notes] == [*findings]
    assert all(finding.level == level for level, part in parts.items() for finding in part)
    assert findings.has_errors is bool(findings.errors)
    assert all(finding.level == "note" for finding in findings.accepted)


@given(MANY, st.sampled_from(["team", "perspective", "rule", "file"]))
def test_groups_share_everything_out(found: list[Finding], what: str) -> None:
    """Every finding is in one group, in rank order; groups stand by their first finding, the nameless last."""
    findings = Findings(found)
    groups = findings.by(what)  # type: ignore[arg-type]
    ranks = {id(finding): rank for rank, finding in enumerate(findings)}
    order = {name: [ranks[id(finding)] for finding in group] for name, group in groups.items()}
    assert sorted(rank for group in order.values() for rank in group) == [*range(len(findings))]
    assert all(group == sorted(group) for group in order.values())
    firsts = [group[0] for name, group in order.items() if name]
    assert firsts == sorted(firsts)
    assert "" not in groups or [*groups][-1] == ""


@given(MANY, st.sampled_from(["GT4", "gt203", "rule-402", "GT1,GT5", "GT", "", "GT9"]))
def test_select_and_ignore_share_everything_out(found: list[Finding], codes: str) -> None:
    """What is selected and what is left when it is ignored make up the whole."""
    findings = Findings(found)
    assert len(findings.select(codes)) + len(findings.ignore(codes)) == len(findings)
    assert told(findings.select(codes) + findings.ignore(codes)) == told(findings)


def test_rank_by_place_where_nothing_is_at_stake() -> None:
    """File, line, column, code and key path decide, in this order."""
    first, second = RULES[:2]
    found = [
        Finding(rule=first, params={"text": "1"}, span=Span(file="a", line=2, column=9), path="p"),
        Finding(rule=first, params={"text": "2"}, span=Span(file="a", line=10, column=1), path="p"),
        Finding(rule=first, params={"text": "3"}, span=Span(file="a", line=10, column=2), path="p"),
        Finding(rule=second, params={"text": "4"}, span=Span(file="a", line=10, column=2), path="a"),
        Finding(rule=second, params={"text": "5"}, span=Span(file="a", line=10, column=2), path="b"),
        Finding(rule=first, params={"text": "6"}, span=Span(file="b", line=1, column=1), path="a"),
    ]
    assert [*Findings(reversed(found))] == found


def test_errors_of_reading_come_first() -> None:
    """An error of reading a file stands before other errors, whatever is at stake; a warning of it does not."""
    place = Span(file="z", line=9, column=9)
    read = Finding(rule=rule("GT024", "error"), params={"text": "x"}, span=place)
    other = Finding(rule=rule("GT025", "error"), params={"text": "x"}, stake=Decimal(5))
    noted = Finding(rule=rule("GT001", "warning"), params={"text": "x"})
    assert [*Findings([noted, other, read])] == [read, other, noted]


def test_rank_by_exact_stake() -> None:
    """Stakes of many digits are compared exactly, and a negative one by its magnitude."""
    stakes = ["-1E+500000", "1" * 40, "1" * 39 + "0", "0.5", "0"]
    found = [
        Finding(rule=RULES[0], params={"text": "x"}, path=str(9 - at), stake=Decimal(stake))
        for at, stake in enumerate(stakes)
    ]
    found.append(Finding(rule=RULES[0], params={"text": "x"}, path="0"))
    assert [*Findings(reversed(found))] == found


def test_select_by_code_name_and_prefix() -> None:
    """Codes, names and first parts of codes select, in any case, as one text or several; a part of a name does not."""
    findings = Findings(Finding(rule=one, params={"text": "x"}) for one in RULES)
    assert [finding.code for finding in findings.select(["GT4", "rule-101"])] == ["GT101", "GT402"]
    assert [finding.code for finding in findings.select("gt2, GT5")] == ["GT203", "GT520"]
    assert [finding.code for finding in findings.ignore("GT101")] == ["GT203", "GT402", "GT520"]
    assert len(findings.select("rule")) == 0
    assert len(findings.select([])) == 0
    assert findings.ignore([]) == findings


def test_accepted_is_a_note_and_breaks_nothing() -> None:
    """An accepted error stays visible, among the notes, and the plan has no errors."""
    findings = Findings([Finding(rule=RULES[0], params={"text": "x"}).accept("known since May")])
    assert not findings.has_errors
    assert findings.notes == findings.accepted == findings
    assert "accepted: known since May" in findings.to_text()


def test_is_an_immutable_sequence() -> None:
    """It is indexed, sliced, compared, hashed and pickled like a tuple, and cannot be changed."""
    findings = Findings(Finding(rule=one, params={"text": "x"}) for one in RULES)
    assert findings[0].code == "GT101"
    assert isinstance(findings[1:], Findings)
    assert [finding.code for finding in findings[1:3]] == ["GT203", "GT402"]
    assert findings.top(2) == findings[:2]
    assert pickle.loads(pickle.dumps(findings)) == findings
    assert hash(Findings([*findings])) == hash(findings)
    assert findings != [*findings]
    assert bool(Findings()) is False
    assert repr(findings) == "<Findings error=2, warning=1, note=1, accepted=0>"
    assert str(findings) == findings.to_text()
    with pytest.raises(TypeError):
        findings[0] = findings[1]  # type: ignore[index]


def test_calls_that_make_no_sense() -> None:
    """An unknown grouping or language, a negative count and a backward slice are refused."""
    findings = Findings()
    for call in (
        lambda: findings.by("colour"),  # type: ignore[arg-type]
        lambda: findings.to_text("de"),  # type: ignore[arg-type]
        lambda: findings.to_text(by="colour"),  # type: ignore[arg-type]
        lambda: findings.top(-1),
        lambda: findings[::-1],
    ):
        with pytest.raises(UsageError):
            call()


@given(st.text(max_size=20))
def test_text_stays_text_however_it_reaches_a_message(text: str) -> None:
    """A parameter is shown as it is, whether it comes as a text, in words of both languages, or in a list of them."""
    words = Words("{text}", "{text}")
    inner = words.filled({"text": text})
    for value in (text, Words(text, text), inner, (Words(text, text),), words.filled({"text": inner})):
        assert words.render("en", {"text": value}) == words.render("zh", {"text": value}) == visible(text)
