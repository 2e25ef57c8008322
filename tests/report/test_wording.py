"""The words of a scorecard: each code has one in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from typing import get_args

import pytest

from goaltree.finding import Words
from goaltree.maths.curve import CURVES
from goaltree.maths.method import METHODS
from goaltree.maths.status import STATUSES
from goaltree.model.calendar import PATTERNS
from goaltree.model.metric import Grain
from goaltree.model.missing import REASONS
from goaltree.scorecard import wording
from goaltree.scorecard.derivation import Step
from goaltree.scorecard.judge import BASES
from goaltree.scorecard.score import Favour
from goaltree.scorecard.wording import reason_text

TABLES: Mapping[str, tuple[Mapping[str, Words], set[str]]] = {
    "statuses": (wording.STATUS, set(STATUSES)),
    "methods": (wording.METHOD, set(METHODS)),
    "bases": (wording.BASIS, set(BASES)),
    "reasons": (wording.REASON, set(REASONS)),
    "curves": (wording.CURVE, {*CURVES, *PATTERNS, "workday", "seasonal", "geometric", "dated"}),
    "grains": (wording.GRAIN, set(get_args(Grain))),
    "steps": (wording.STEP, set(get_args(Step))),
    "sides": (wording.FAVOUR, set(get_args(Favour))),
}


@pytest.mark.parametrize("name", TABLES)
def test_every_code_has_a_word_in_both_languages(name):
    """No code of a scorecard reaches a reader as a code, nor one language's word the other's reader."""
    table, codes = TABLES[name]
    assert codes == set(table)
    for words in table.values():
        assert words.en and words.zh
        assert words.en.replace(" ", "").replace("/", "").isascii() or "Σ" in words.en
        assert not [
            field for text in (words.en, words.zh) for _, field, _, _ in Formatter().parse(text) if field
        ]


def test_words_of_one_kind_differ():
    """Two statuses, methods or bases never read the same."""
    for name in ("statuses", "methods", "bases", "curves"):
        table, _ = TABLES[name]
        assert len({words.en for words in table.values()}) == len(table)
        assert len({words.zh for words in table.values()}) == len(table)


def test_statuses_differ_in_shape():
    """Whoever sees no colours tells statuses apart by their marks."""
    assert set(wording.MARK) == set(STATUSES)
    assert len(set(wording.MARK.values())) == len(STATUSES)


@pytest.mark.parametrize(
    ("note", "en", "zh"),
    [
        (
            "seasonal: NO_ACTUAL",
            "no seasonal curve (nothing was observed): an even pace was taken",
            "没有季节曲线（没有实际值），按匀速计算",
        ),
        (
            "workday: no calendar of XX",
            "no working-day curve (no calendar of XX): an even pace was taken",
            "没有工作日曲线（no calendar of XX），按匀速计算",
        ),
        (
            "zigzag: unknown",
            "no zigzag curve (there is no curve of that name): an even pace was taken",
            "没有 zigzag 曲线（没有这种曲线），按匀速计算",
        ),
        ("STALE", "out of date", "数据过期"),
    ],
)
def test_reasons_are_sentences(note, en, zh):
    """What was assumed about a curve is told in words, as reason codes are."""
    assert reason_text(note, "en") == en
    assert reason_text(note, "zh") == zh
