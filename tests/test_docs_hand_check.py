"""The numbers that the documentation derives by hand are those of the scorecard, or the page is not made."""

from __future__ import annotations

import re
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from goaltree_xiaohongshu import MARK, scorecard

DOCS = Path(__file__).resolve().parents[1] / "docs"
TITLES = {
    "gmv": "电商 GMV",
    "mau": "月活跃用户",
    "cross_border_share": "跨境",
    "live_gmv": "直播",
}


@pytest.fixture(scope="module")
def hand_check():
    """The module that makes the page."""
    sys.path.insert(0, str(DOCS))
    try:
        from made import hand_check
    finally:
        sys.path.remove(str(DOCS))
    return hand_check


def test_page_derives_five_numbers(hand_check):
    """Five sections with Chinese titles, each with its arithmetic, under the mark of the data."""
    text = hand_check.hand_check_page()
    headings = re.findall(r"^## (\d)\. .* · (.+)$", text, re.MULTILINE)
    assert [number for number, _ in headings] == ["1", "2", "3", "4", "5"]
    assert all(any(title in one for _, one in headings) for title in TITLES.values())
    assert text.count("```text") == 5
    assert MARK in text


def test_page_is_compared_with_the_scorecard(hand_check, monkeypatch):
    """Total, parts, attainment, expected values, deviations, share, required rate: each is compared once made."""
    compared = []
    monkeypatch.setattr(
        hand_check, "same", lambda key, what, exact: compared.append((key, what, exact)) or exact
    )
    hand_check.hand_check_page()
    card = scorecard()
    assert {key for key, _, _ in compared} >= set(TITLES)
    assert {what for _, what, _ in compared} == {
        "value",
        "attainment",
        "expected",
        "deviation",
        "required_rate",
        "required_uplift",
    }
    for key, what, exact in compared:
        assert isinstance(exact, Fraction)
        assert getattr(card[key], what) == pytest.approx(float(exact), abs=5e-10, rel=1e-12)


def test_another_number_stops_the_build(hand_check):
    """Where a scorecard says another number than the paper, even by a millionth, there is no page."""
    value = Fraction(scorecard()["gmv"].value)
    assert hand_check.same("gmv", "value", value) == value
    with pytest.raises(hand_check.DifferentNumberError, match=r"gmv\.value"):
        hand_check.same("gmv", "value", value * Fraction(1_000_001, 1_000_000))


def test_missing_number_stops_the_build(hand_check):
    """A number that the scorecard does not know is none that the paper may show."""
    with pytest.raises(hand_check.DifferentNumberError, match="new_brands"):
        hand_check.same("new_brands", "value", Fraction(291))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("44.05亿", 4_405_000_000),
        ("12950万", 129_500_000),
        ("35.5%", Fraction("35.5")),
        ("3.10:1", Fraction("3.1")),
    ],
)
def test_values_of_the_file_are_read_exactly(hand_check, text, number):
    """Scale words are powers of ten, and what follows them is not part of the number."""
    assert hand_check.number(text) == number
