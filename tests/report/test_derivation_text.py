"""Derivations as text, as Mermaid and as JSON."""

from __future__ import annotations

import json
import re
from fractions import Fraction

import pytest

from goaltree.model.missing import NA
from goaltree.rendering.json import dumps
from goaltree.scorecard.derivation import Derivation, made, pooled, total
from goaltree.scorecard.derivation_mermaid import derivation_mermaid
from goaltree.scorecard.derivation_text import derivation_text

from .review_sample import PAYLOADS, card, hostile, plan

LANGS = ("en", "zh")


def observed(value, row, **about):
    """A number of a table."""
    return Derivation(step="observed", value=value, what="m", time=f"month {row}", at=f"a.csv:{row}", **about)


def summed(count, what="m"):
    """A sum of so many numbers of a table."""
    return made("sum", total, [observed(Fraction(row), row) for row in range(1, count + 1)], what=what)


def why(key, lang):
    """The text for a goal of the sample, with titles and places."""
    return derivation_text(
        card()[key].derivation, lang, titles=lambda name: plan().title_of(name, lang), where=plan().where
    )


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("key", ["sales", "members", "repeat", "complaints", "tea_days", "margin"])
def test_every_number_of_a_goal_is_told(key, lang):
    """Value, expected, gap, attainment, pace and deviation each stand in the tree, and no code does."""
    text = why(key, lang)
    words = {
        "en": ["value", "expected by now", "gap", "attainment", "pace", "deviation"],
        "zh": ["实际", "当前应达", "差距", "达成率", "节奏", "偏差"],
    }
    assert [word for word in words[lang] if word not in text] == []
    assert not re.search(r"\b[A-Z]{2,}_[A-Z]+\b", text)


def test_a_derivation_leads_to_lines_and_rows():
    """Each row of the table is named, and targets stand where the plan's file has them."""
    text = why("sales.channel.online", "en")
    assert [f"actuals.csv:{row}" for row in range(2, 8) if f"actuals.csv:{row}" not in text] == []
    assert 'written "3800"' in text
    assert re.search(r"T target  500M 元  \S*plan\.yaml:28:\d+", text)
    assert "2025-01-01..2025-06-30 of 365 days = 181/365 (even)" in text


def test_what_is_shared_is_told_once():
    """A number that several steps take is told in full the first time, and marked from then on."""
    text = why("sales.channel.online", "en")
    assert text.count("actuals.csv:2 ") + text.count("actuals.csv:2\n") == 1
    assert len(re.findall(r"A value  218M 元  ↑", text)) == 4
    assert "↑ told in full above" in text


@pytest.mark.parametrize(
    ("count", "rows", "more"), [(13, 13, ""), (14, 12, "… 2 more"), (40, 12, "… 28 more")]
)
def test_long_lists_lose_their_middle(count, rows, more):
    """Of more than thirteen numbers the first and the last six are told, and how many are not."""
    text = derivation_text(summed(count))
    assert text.count("a.csv:") == rows
    assert more in text and ("more" in text) == bool(more)
    assert f"sum of {count}" in text
    assert "a.csv:1\n" in text and f"a.csv:{count}\n" in text


def test_counts_stand_beside_their_values():
    """A pooled number shows each value with its count on one line: 1/2 of 10 and 1/4 of 30 make 5/16."""
    parts = []
    for value, count, row in ((Fraction(1, 2), 10, 1), (Fraction(1, 4), 30, 2)):
        parts += [observed(value, row), Derivation(step="stated", value=Fraction(count), what="count")]
    one = made("pooled", pooled, parts, what="m")
    assert one.value == Fraction(5, 16)
    text = derivation_text(one)
    assert "0.5 × 10" in text and "0.25 × 30" in text
    assert "0.3125  = Σ value x count / Σ count" in text


def test_what_is_missing_says_why():
    """A missing number shows its reason in words and what was missing."""
    text = derivation_text(Derivation(step="missing", value=NA("NO_ACTUAL", "m: 2025-03"), what="m"), "zh")
    assert text == "m  — 没有实际值 (m: 2025-03)\n"


def test_a_derivation_is_its_text():
    """`str` of a derivation is the English text without titles, for a program that has no plan at hand."""
    one = card()["sales"].derivation
    assert str(one) == one.to_text().rstrip("\n")
    assert str(one).startswith("sales  519M 元\n├ value  519M 元")
    assert "销售额" not in str(one)


def test_deep_derivations_are_told():
    """A chain of five thousand steps is told without recursion."""
    one = observed(Fraction(1), 1)
    for at in range(5_000):
        one = made("sum", total, [one], what=f"m{at}")
    assert derivation_text(one).count("\n") == 5_001
    assert derivation_mermaid(one).count("-->") == 5_000
    assert len(one.to_dict()["steps"]) == 5_001


@pytest.mark.parametrize("payload", PAYLOADS)
def test_h10_texts_of_data_are_data(payload):
    """Neither a title nor a cell of a table nor a key moves the cursor or ends a line."""
    leaf = Derivation(
        step="observed", value=Fraction(1), what=payload, text=payload, time=payload, at=payload, note=payload
    )
    one = made("sum", total, [leaf], what="sum", note=payload, time=payload)
    for lang in LANGS:
        text = derivation_text(one, lang, titles=lambda name: name)
        assert text.count("\n") == 2
        assert not [char for char in text if not char.isprintable() and char != "\n"]
        text.encode()


MERMAID_NODE = re.compile(r'  n\d+\["((?:[^\x00-\x7f]|[A-Za-z0-9 .,+\-/~]|#\d+;|<br/>)*)"\]')
MERMAID_EDGE = re.compile(r'  (n\d+) -->(?:\|"[^"|<>]*"\|)? (n\d+)')


@pytest.mark.parametrize("payload", PAYLOADS)
def test_h08_no_text_is_markup_of_mermaid(payload):
    """Every line of the chart is a node with an encoded label or an edge between nodes that there are."""
    leaf = Derivation(
        step="observed", value=Fraction(1), what=payload, text=payload, at=payload, note=payload
    )
    for one in (made("sum", total, [leaf], what=payload), hostile(payload)["sales"].derivation):
        first, *lines = one.to_mermaid("zh").splitlines()
        assert first == "flowchart LR"
        nodes = [line for line in lines if MERMAID_NODE.fullmatch(line)]
        edges = [MERMAID_EDGE.fullmatch(line) for line in lines if line not in nodes]
        assert None not in edges
        names = {line.split("[")[0].strip() for line in nodes}
        assert len(names) == len(nodes)
        assert {end for edge in edges if edge for end in edge.groups()} <= names


def test_mermaid_draws_each_step_once():
    """A step that is used four times is one node with four arrows from it."""
    text = card()["sales.channel.online"].derivation.to_mermaid()
    value = next(line for line in text.splitlines() if '["value 218M 元' in line).split("[")[0].strip()
    assert len(re.findall(rf"^  {value} --> ", text, re.MULTILINE)) == 5


def test_json_can_be_computed_again():
    """The steps refer to those before them by number; a sum of the plan adds up from the JSON alone."""
    found = json.loads(dumps(card()["sales.channel.online"].derivation.to_dict()))
    steps = found["steps"]
    assert all(at < number for number, one in enumerate(steps) for at in one["inputs"])
    one = next(one for one in steps if one["step"] == "sum")
    assert sum(Fraction(steps[at]["value"]) for at in one["inputs"]) == Fraction(one["value"]) == 218_000_000
