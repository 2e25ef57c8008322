"""Dates as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.finding import Fault
from goaltree.model.date import fold, numeral, parse_date

FORMS = (
    "{y:04}-{m:02}-{d:02}",
    "{y:04}/{m}/{d}",
    "{y:04}.{m}.{d}",
    "{y:04}年{m}月{d}日",
    "{y:04} 年 {m} 月 {d} 号",
)
WIDE = str.maketrans("0123456789-/.", "０１２３４５６７８９－／．")
DATE_TEXT = st.text(alphabet="0123456789０１９-/.年月日 ：T一", max_size=14)


def assert_fault(fault: Fault, text: str) -> None:
    """The fault stands inside the text and can be told in both languages."""
    assert 0 <= fault.column < max(1, len(text))
    assert 1 <= fault.length and fault.column + fault.length <= max(1, len(text))
    for lang in ("en", "zh"):
        assert fault.rule.message.render(lang, fault.params)
        assert fault.rule.hint.render(lang, fault.params)


@given(day=st.dates(), form=st.sampled_from(FORMS), wide=st.booleans())
def test_b19_every_form_reads_as_its_day(day: date, form: str, wide: bool) -> None:
    """Every unambiguous form of a day reads as that day, full-width or not."""
    text = form.format(y=day.year, m=day.month, d=day.day)
    assert parse_date(text.translate(WIDE) if wide else text) == day


@given(st.one_of(st.text(max_size=30), DATE_TEXT))
def test_any_text_is_a_date_or_a_fault_inside_it(text: str) -> None:
    """No text raises; a fault has its column inside the text and renders in both languages."""
    found = parse_date(text)
    if isinstance(found, Fault):
        assert_fault(found, text)
    else:
        assert parse_date(found.isoformat()) == found


@pytest.mark.parametrize(
    "text", ["2024-13-01", "2023-02-29", "2024/2/30", "2024年4月31日", "0000-01-01", "1900-02-29"]
)
def test_b18_a_day_that_does_not_exist_is_a_fault(text: str) -> None:
    """An impossible day is told as such and never moved."""
    found = parse_date(text)
    assert isinstance(found, Fault) and found.rule.code == "GT061"


@pytest.mark.parametrize(
    "text", ["2024-01-05", "2024/1/5", "2024.1.5", "2024年1月5日", "２０２４-０１-０５", " 2024-01-05 "]
)
def test_b19_forms(text: str) -> None:
    """The forms that planners use all name the fifth of January."""
    assert parse_date(text) == date(2024, 1, 5)


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("5/1/2024", "2024-01-05, 2024-05-01"),
        ("01-02-2024", "2024-02-01, 2024-01-02"),
        ("24-01-05", "2024-01-05, 2005-01-24"),
        ("20240105", "2024-01-05"),
        ("45296", "2024-01-05"),
        ("24年1月5日", "2024-01-05"),
        ("31/12/2024", "2024-12-31"),
    ],
)
def test_b20_an_ambiguous_date_is_never_guessed(text: str, reading: str) -> None:
    """What has two readings, or is only a number, is a fault that lists the readings."""
    found = parse_date(text)
    assert isinstance(found, Fault) and found.rule.code == "GT060"
    assert reading in found.rule.message.render("en", found.params)


@pytest.mark.parametrize("text", ["0001-01-01", "1677-09-21", "2262-04-12", "9999-12-31", "2000-02-29"])
def test_b26_years_are_exact_from_1_to_9999(text: str) -> None:
    """The whole range of years is exact, far beyond what nanoseconds can count."""
    found = parse_date(text)
    assert isinstance(found, date) and found.isoformat() == text


@pytest.mark.parametrize(
    "text", ["", "tomorrow", "2024-01-05T10:00", "2024-1/5", "10000-01-01", "2024-01", "2" * 5000]
)
def test_what_is_no_date_is_a_fault(text: str) -> None:
    """A time of day, mixed separators, a month alone and endless digits are no date."""
    found = parse_date(text)
    assert isinstance(found, Fault) and found.rule.code == "GT062"
    assert_fault(found, text)


@given(st.text(max_size=40))
def test_folding_keeps_positions(text: str) -> None:
    """Each plain character points at the character it came from, in order, and the end at the end."""
    folded = fold(text)
    assert len(folded.at) == len(folded.text) + 1
    assert list(folded.at) == sorted(folded.at)
    assert folded.at[-1] == len(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("7", 7), ("七", 7), ("十", 10), ("十二", 12), ("二十", 20), ("九十九", 99), ("两", 2)],
)
def test_numerals(text: str, value: int) -> None:
    """Small numbers read in digits and in Chinese."""
    assert numeral(text) == value


@pytest.mark.parametrize("text", ["", "百", "十十", "二十两", "123", "-1", "一二"])
def test_what_is_no_numeral(text: str) -> None:
    """A word that is no number below one hundred is none."""
    assert numeral(text) is None
