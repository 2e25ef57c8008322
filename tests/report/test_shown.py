"""Numbers as people read them."""

from __future__ import annotations

from fractions import Fraction
from re import sub

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.model.dimension import PERCENT, POINT, RATIO
from goaltree.model.missing import NA
from goaltree.model.unit import Units, read_unit
from goaltree.scorecard.shown import number_text, quantity_text, scaled_text, share_text

UNITS = Units.standard("CNY")
FRACTIONS = st.fractions(min_value=-10, max_value=10, max_denominator=10**7)


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        ("0", "0", "0"),
        ("7", "7", "7"),
        ("1234", "1,234", "1,234"),
        ("12345", "1.234万", "12,345"),
        ("9999.4", "9,999", "9,999"),
        ("9999.96", "1万", "10,000"),
        ("99999999", "1亿", "100M"),
        ("123456789", "1.235亿", "123.5M"),
        ("1234567890123", "1.235万亿", "1.235T"),
        ("-1500000", "-150万", "-1.5M"),
        ("0.000123456", "0.0001235", "0.0001235"),
        ("-0.5", "-0.5", "-0.5"),
        ("2.5", "2.5", "2.5"),
    ],
)
def test_large_numbers_have_scale_words(value, zh, en):
    """Four digits and 万, 亿 or M, B: the scale is chosen after rounding, whole digits are never dropped."""
    assert (scaled_text(Fraction(value), "zh"), scaled_text(Fraction(value), "en")) == (zh, en)


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        ("97200000000", "亿元", "972亿元", "97.2B 元"),
        ("85", "USD", "85 USD", "85 USD"),
        ("0.094", "ms", "94 ms", "94 ms"),
        ("38", "天", "38天", "38 天"),
    ],
)
def test_numbers_have_their_unit(value, unit, zh, en):
    """A number in base units is shown in its unit without the scale of the plan's spelling."""
    found = read_unit(unit, UNITS, scaled=True)
    exact = Fraction(value) * (86400 if unit == "天" else 1)
    assert (quantity_text(exact, found, "zh"), quantity_text(exact, found, "en")) == (zh, en)


def test_shares_points_and_ratios():
    """Shares are percent, differences of shares points, `n:1` stays one."""
    assert quantity_text(Fraction(453, 1000), PERCENT) == "45.3%"
    assert quantity_text(Fraction(45, 1000), POINT) == "4.5pp"
    assert quantity_text(Fraction(32, 10), RATIO) == "3.2:1"
    assert share_text(Fraction(-13, 1000), signed=True, points=True) == "-1.3pp"
    assert share_text(Fraction(13, 1000), signed=True) == "+1.3%"
    assert share_text(0, signed=True) == "0.0%"


def test_what_is_missing_shows_its_reason():
    """A missing number is never shown as one."""
    gone = NA("NO_ACTUAL")
    assert [quantity_text(gone, None), share_text(gone), number_text(gone)] == ["NO_ACTUAL"] * 3


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        ("0.9996", "99.96%"),
        ("0.99999", "99.999%"),
        ("1", "100.0%"),
        ("1.0004", "100.04%"),
        ("0.9994", "99.9%"),
        ("0.0004", "0.04%"),
        ("-0.0004", "-0.04%"),
    ],
)
def test_n06_nothing_reads_as_reached_before_it_is(share, shown):
    """99.96% of a target that is not reached reads 99.96%, and what is above nothing not as nothing."""
    assert share_text(Fraction(share)) == shown


def test_n06_a_deviation_stays_on_its_side_of_a_threshold():
    """What is beyond -10% reads beyond it, what is within reads within; on it, as it is."""
    limits = (Fraction(-1, 10), Fraction(-1, 5))
    assert share_text(Fraction(-10004, 100000), signed=True, limits=limits) == "-10.004%"
    assert share_text(Fraction(-9996, 100000), signed=True, limits=limits) == "-9.996%"
    assert share_text(-0.1, signed=True, limits=limits) == "-10.0%"


def test_n06_a_value_just_below_its_target_is_shown_below_it():
    """A value that would round to its target gets the digits by which it differs."""
    yuan = UNITS.find("元")
    target = Fraction(12 * 10**8)
    assert quantity_text(target - 10**4, yuan, "zh", limits=[target]) == "11.9999亿元"
    assert quantity_text(target, yuan, "zh", limits=[target]) == "12亿元"
    assert quantity_text(target + 10**4, yuan, "zh", limits=[target]) == "12.0001亿元"


@given(FRACTIONS, st.lists(FRACTIONS, max_size=3), st.integers(0, 3))
def test_n06_rounding_never_meets_or_crosses_a_limit(value, limits, places):
    """However it is rounded, a number stays on its side of every limit, and within half a unit of its last digit."""
    shown = Fraction(number_text(value, places, limits=limits))
    digits = len(number_text(value, places, limits=limits).partition(".")[2])
    assert abs(shown - value) <= Fraction(1, 2 * 10**digits)
    for limit in limits:
        if abs(value - limit) > Fraction(1, 10**9) * abs(limit):
            assert (shown > limit) == (value > limit) and (shown < limit) == (value < limit)


@given(st.fractions(min_value=-(10**15), max_value=10**15, max_denominator=10**4))
def test_four_digits_are_right(value):
    """A number read back from its text is within half a unit of the fourth digit, or of one."""
    scales = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}
    text = scaled_text(value, "zh")
    scale = scales[sub(r"[-0-9.,]", "", text)]
    shown = Fraction(sub(r"[万亿,]", "", text)) * scale
    assert abs(shown - value) <= abs(value) / 2000
