"""What a stored number is meant as, by its format."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.workbook.fault import CellFault
from goaltree.workbook.style import Style, style_of
from goaltree.workbook.value import shown

ONE_DAY = {  # serial numbers of ECMA-376 part 1, 18.17.4.1, and the days that Excel shows for them
    (1, False): "1900-01-01",
    (59, False): "1900-02-28",
    (61, False): "1900-03-01",
    (45658, False): "2025-01-01",
    (0, True): "1904-01-01",
    (44196, True): "2025-01-01",
}


@pytest.mark.parametrize(("serial", "since_1904"), ONE_DAY)
def test_serial_numbers_are_days_of_their_system(serial, since_1904):
    """Both systems of dates give the day that Excel shows."""
    assert shown(str(serial), style_of(14), since_1904=since_1904) == ONE_DAY[serial, since_1904]


@pytest.mark.parametrize("serial", ["60", "-1", "0", "2958466", "1E+9", "2958465.999999"])
def test_days_that_never_were_have_no_value(serial):
    """29 February 1900 and what lies outside of Excel's years are faults."""
    assert isinstance(shown(serial, style_of(14), since_1904=False), CellFault)


def test_a_long_number_was_rounded_and_is_no_value():
    """A number of seventeen digits is not what was typed: identifiers belong into text."""
    assert isinstance(shown("12345678901234567", style_of(0), since_1904=False), CellFault)
    assert shown("9007199254740992", style_of(0), since_1904=False) == 2**53
    assert shown("1E+20", style_of(0), since_1904=False) == 10**20


@pytest.mark.parametrize(
    ("raw", "pattern", "wanted"),
    [
        ("0.451", "0.0%", "45.1%"),
        ("0.45", "0%;[Red]-0%", "45%"),
        ("3.8", '0.0"亿"', "3.8亿"),
        ("380000000", '0\\.00,,"亿"', 380000000),
        ("12", '0"人"', "12人"),
        ("500", '"¥"0', "¥500"),
        ("3.8E8", '0\\.00,,"亿"', 380000000),
        ("380000000", '0\\.00,,"亿元"', "380000000元"),
        ("380000000", '0!.00,,"亿"', 380000000),
        ("35000", '0"."0,"万"', 35000),
        ("1200000", '"¥"0\\.0,"万"', "¥1200000"),
        ("2500", '#,##0.0,"K"', 2500),
        ("2500000", '0.0,,"mn USD"', "2500000USD"),
        ("5", '"第"0"周"', "第5周"),
        ("94", '"≤"0" ms"', "≤94ms"),
        ("5", '"约"0', "约5"),
        ("45809", 'yyyy"年"m"月"', "2025-06"),
        ("45809", '[$-804]yyyy"年"m"月";@', "2025-06"),
        ("45809", 'm"月"d"日"', "2025-06-01"),
        ("0.33333333333333331", "0.0%", "33.33333333333333%"),
        ("12.5", '"¥"#,##0.00', "¥12.5"),
        ("12.5", "[$€-407]#,##0.00", "€12.5"),
        ("12.5", '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ', "¥12.5"),
        ("1.1000000000000001", "General", Decimal("1.1")),
        ("-0.5", "0.00_);(0.00)", Decimal("-0.5")),
        ("1.5E-3", "", Decimal("0.0015")),
    ],
)
def test_a_number_means_what_its_format_says(raw, pattern, wanted):
    """Percentages, units and signs of money in a format belong to the number."""
    assert shown(raw, style_of(164, pattern), since_1904=False) == wanted


@pytest.mark.parametrize(
    ("raw", "pattern"),
    [
        ("1234567", "#,##0,"),
        ("1234567", '#,##0,"元"'),
        ("1234567", '#,##0,"万"'),
        ("1234567", '#,##0,"km"'),
        ("1234567", "0\\.0,"),
        ("380", '0\\.00"亿"'),
        ("0.5", "0,%"),
        ("x", ""),
        ("1E+400", ""),
        ("NaN", ""),
        ("1E-400", ""),
    ],
)
def test_a_number_that_would_be_misread_has_no_value(raw, pattern):
    """A format that hides thousands without a word, and what is no number, are faults."""
    assert isinstance(shown(raw, style_of(164, pattern), since_1904=False), CellFault)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_a_stored_number_is_the_one_that_was_written(number):
    """What a binary number prints as is the value, exactly."""
    value = shown(repr(number), style_of(0), since_1904=False)
    assert Decimal(value) == Decimal(repr(number))


@pytest.mark.parametrize(
    ("number", "kind"),
    [(9, "percent"), (10, "percent"), (14, "date"), (17, "month"), (20, "time"), (22, "date"), (1, "number")],
)
def test_formats_of_excel_have_their_numbers(number, kind):
    """The formats that are built in mean what ECMA-376 part 1, 18.8.30, says."""
    assert style_of(number).kind == kind


@pytest.mark.parametrize(
    ("pattern", "kind"), [("h:mm", "time"), ("mmm", "month"), ("d/m", "date"), ("[h]:mm", "time")]
)
def test_formats_without_a_year_are_told_apart(pattern, kind):
    """Hours are no months."""
    assert style_of(170, pattern).kind == kind
    assert style_of(170, "General") == Style()


@pytest.mark.parametrize(
    ("number", "wanted"), [(17, "2025-06"), (57, "2025-06"), (58, "2025-06-01"), (14, "2025-06-01")]
)
def test_months_of_chinese_workbooks_are_months(number, wanted):
    """Formats 17 and 57 show year and month of the first of a month, 58 and 14 a day."""
    assert shown("45809", style_of(number), since_1904=False) == wanted


@pytest.mark.parametrize(
    ("raw", "number", "pattern", "wanted"),
    [
        ("0.33333333333333331", 0, "0.0%", "33.3%"),
        ("0.33333333333333331", 10, "", "33.33%"),
        ("0.28499999999999998", 9, "", "28.5%"),
        ("0.33333333333333331", 2, "", Decimal("0.33")),
        ("0.33333333333333331", 0, "", Decimal("0.333333333333333")),
        ("3.8123456789012", 0, '0.0"亿"', "3.8亿"),
        ("1234.5", 3, "", Decimal("1234.5")),
        ("1.23456789012E-5", 0, "0.00E+00", Decimal("0.0000123456789012")),
        ("0.33333333333333331", 0, "# ?/?", Decimal("0.333333333333333")),
        ("1.23456789012E+50", 0, "0.00", 123456789012 * 10**39),
        ("1.23456789012E+50", 0, "0.00%", None),
        ("0.12345678901234", 0, "0." + "0" * 90, Decimal("0.12345678901234")),
    ],
)
def test_a_computed_number_may_have_the_digits_that_are_shown(raw, number, pattern, wanted):
    """With more than ten digits a number was computed: those that are shown count, and fifteen at most."""
    found = shown(raw, style_of(number, pattern), since_1904=False, is_rounded=True)
    assert found == wanted if wanted is not None else found.endswith("%")


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 40), st.booleans())
def test_any_number_is_rounded_to_half_a_shown_digit(number, places, percent):
    """Whatever is stored, rounding moves it by half of the last shown digit at most."""
    style = Style(kind="percent" if percent else "number", places=places)
    exact, near = (
        shown(repr(number), style, since_1904=False, is_rounded=is_rounded) for is_rounded in (False, True)
    )
    if isinstance(exact, CellFault):
        assert near == exact
        return
    one, two = (Decimal(str(value).removesuffix("%")) for value in (exact, near))
    step = Decimal(1).scaleb(-places) / 2
    assert abs(one - two) <= max(step, abs(one) * Decimal("1e-14"))
