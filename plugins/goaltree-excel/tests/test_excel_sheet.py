"""Cells as other programs write them, and what they mean."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import python_calamine
from excel_book import altered, book, drawn
from hypothesis import given
from hypothesis import strategies as st

from goaltree_excel.address import cell_at, cell_name, place_of, range_at, sheet_and_cell
from goaltree_excel.fault import CellFault
from goaltree_excel.sheet import unescaped
from goaltree_excel.style import shown, style_of
from goaltree_excel.workbook import read_workbook


def cells(path):
    """The filled cells of the first sheet."""
    return read_workbook(str(path))[0].rows


@given(st.integers(1, 1_048_576), st.integers(1, 16_384))
def test_an_address_leads_back_to_its_cell(row, column):
    """Addresses and positions are two names for the same."""
    assert cell_at(cell_name(row, column)) == (row, column)


@given(st.text(min_size=1).filter(lambda text: not set("[]:*?/\\") & set(text)), st.integers(1, 99))
def test_a_place_leads_back_to_sheet_and_cell(sheet, row):
    """A sheet of any name, quotes and exclamation marks in it, is found again."""
    assert sheet_and_cell(place_of(sheet, row, 2)) == (sheet, row, 2)


@pytest.mark.parametrize(
    ("place", "name"),
    [("Goals", "Goals!B7"), ("目标", "目标!B7"), ("a b", "'a b'!B7"), ("it's", "'it''s'!B7")],
)
def test_a_place_reads_as_excel_writes_it(place, name):
    """Names with spaces stand in quotes, as Excel has them."""
    assert place_of(place, 7, 2) == name


@pytest.mark.parametrize(
    ("text", "wanted"), [("A1:B3", (1, 1, 3, 2)), ("$B$2", (2, 2, 2, 2)), ("B3:A1", None), ("x", None)]
)
def test_a_range_has_four_ends(text, wanted):
    """A range names its first and last cell, in order."""
    assert range_at(text) == wanted


ONE_DAY = {  # serial numbers of ECMA-376 part 1, 18.17.4.1, and the days that Excel shows for them
    (1, False): "1900-01-01",
    (59, False): "1900-02-28",
    (61, False): "1900-03-01",
    (45658, False): "2025-01-01",
    (0, True): "1904-01-01",
    (44196, True): "2025-01-01",
}


@pytest.mark.parametrize(("serial", "since_1904"), ONE_DAY)
def test_a30_serial_numbers_are_days_of_their_system(serial, since_1904):
    """Both systems of dates give the day that Excel shows."""
    assert shown(str(serial), style_of(14), since_1904=since_1904) == ONE_DAY[serial, since_1904]


@pytest.mark.parametrize("serial", ["60", "-1", "0", "2958466", "1E+9"])
def test_a30_days_that_never_were_have_no_value(serial):
    """29 February 1900 and what lies outside of Excel's years are faults."""
    assert isinstance(shown(serial, style_of(14), since_1904=False), CellFault)


def test_a30_a_long_number_was_rounded_and_is_no_value():
    """A number of seventeen digits is not what was typed: identifiers belong into text."""
    assert isinstance(shown("12345678901234567", style_of(0), since_1904=False), CellFault)
    assert shown("9007199254740992", style_of(0), since_1904=False) == 2**53
    assert shown("1E+20", style_of(0), since_1904=False) == 10**20


def test_a30_dates_of_both_systems_are_read_from_workbooks(tmp_path):
    """A date that a program writes into either system is read as that date."""

    def draw(made, page):
        page.write_datetime(0, 0, dt.date(2025, 6, 30), made.add_format({"num_format": "yyyy-mm-dd"}))
        page.write_datetime(1, 0, dt.date(2025, 6, 1), made.add_format({"num_format": 'yyyy"年"m"月"'}))
        page.write_datetime(2, 0, dt.date(2025, 6, 1), made.add_format({"num_format": "mmm-yy"}))
        at = dt.datetime.combine(dt.date(2025, 6, 1), dt.time(8, 30))
        page.write_datetime(3, 0, at, made.add_format({"num_format": "yyyy-mm-dd hh:mm"}))
        page.write_datetime(4, 0, dt.time(8, 30), made.add_format({"num_format": "hh:mm"}))

    for since_1904 in (False, True):
        found = cells(drawn(tmp_path / f"{since_1904}.xlsx", draw, date_1904=since_1904))
        assert [found[row][1] for row in range(1, 5)] == [
            "2025-06-30",
            "2025-06",
            "2025-06",
            "2025-06-01 08:30:00",
        ]
        assert isinstance(found[5][1], CellFault)


@pytest.mark.parametrize(
    ("raw", "pattern", "wanted"),
    [
        ("0.451", "0.0%", "45.1%"),
        ("0.45", "0%;[Red]-0%", "45%"),
        ("3.8", '0.0"亿"', "3.8亿"),
        ("380000000", '0\\.00,,"亿"', 380000000),
        ("12", '0"人"', "12人"),
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


def test_a27_failed_formulas_and_formulas_without_a_value_are_faults(tmp_path):
    """Every error of Excel, and a formula that no program has computed, is told as such."""
    errors = ("#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?", "#NUM!", "#NULL!")

    def draw(made, page):
        for row, error in enumerate(errors):
            page.write_formula(row, 0, "=1/0", None, error)
        page.write_formula(7, 0, "=A9", None, "")
        page.write_formula(8, 0, "=1+1", None, 2)
        page.write_formula(9, 0, '="a"', None, "a")

    made = drawn(tmp_path / "x.xlsx", draw)

    def without(data):
        return data.replace(b'<c r="A8" t="str"><f>A9</f><v></v></c>', b'<c r="A8"><f>A9</f></c>')

    found = cells(altered(made, tmp_path / "y.xlsx", {"xl/worksheets/sheet1.xml": without}))
    assert [found[row][1].shown for row in range(1, 8)] == list(errors)
    assert isinstance(found[8][1], CellFault)
    assert (found[9][1], found[10][1]) == (2, "a")


def test_a28_merged_cells_are_filled_and_said(tmp_path):
    """Each cell of a merged range has its value where its row has cells at all; a note counts them."""

    def draw(made, page):
        page.merge_range("A1:A3", "north")
        for row in range(3):
            page.write(row, 1, row)

    [sheet] = read_workbook(str(drawn(tmp_path / "x.xlsx", draw)))
    assert sheet.rows == {1: {1: "north", 2: 0}, 2: {1: "north", 2: 1}, 3: {1: "north", 2: 2}}
    [finding] = sheet.findings("x.xlsx")
    assert (finding.level, finding.params["count"], finding.params["place"]) == ("note", 2, "S!A2")


def test_a28_hidden_rows_columns_and_sheets_are_read_and_said(tmp_path):
    """What nobody sees counts, and a warning says so."""

    def draw(made, page):
        page.write_column(0, 0, [1, 2, 3])
        page.write(0, 3, 4)
        page.set_row(1, None, None, {"hidden": True})
        page.set_column(3, 3, 8, None, {"hidden": True})
        other = made.add_worksheet("T")
        other.write(0, 0, 5)
        other.hide()

    first, second = read_workbook(str(drawn(tmp_path / "x.xlsx", draw)))
    assert first.rows == {1: {1: 1, 4: 4}, 2: {1: 2}, 3: {1: 3}}
    assert [(one.level, one.params["count"]) for one in first.findings("x")] == [("warning", 2)]
    assert [one.params["count"] for one in second.findings("x")] == [1]


def test_texts_come_back_as_they_were_written(tmp_path):
    """Line breaks, escapes of Excel, spaces, emoji and rich texts are read exactly."""
    wanted = ["a\r\nb", "_x000D_", " two ", "😀\u200d🎯", "=1+1", "a\u2028b", "a<b&c"]

    def draw(made, page):
        for row, text in enumerate(wanted):
            page.write_string(row, 0, text)
        page.write_rich_string(7, 0, made.add_format({"bold": True}), "bold", " and not")

    found = cells(drawn(tmp_path / "x.xlsx", draw))
    assert [found[row][1] for row in range(1, 9)] == [*wanted, "bold and not"]
    assert unescaped("_x0041_") == "A"


def test_phonetic_guides_are_no_text(tmp_path):
    """What stands above a word to say how it is read is not part of it."""
    path = book(tmp_path / "x.xlsx", S=[["東京"]])

    def guided(data):
        return data.replace(b"</t></si>", '</t><rPh sb="0" eb="2"><t>とうきょう</t></rPh></si>'.encode())

    assert cells(altered(path, tmp_path / "y.xlsx", {"xl/sharedStrings.xml": guided})) == {1: {1: "東京"}}


def test_prefixed_elements_and_implied_addresses_are_read(tmp_path):
    """Other programs put prefixes before names, write texts in place, and leave addresses out."""
    path = book(tmp_path / "x.xlsx", S=[["x"]])
    sheet = (
        b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
        b'<x:row r="2"/><x:row><x:c t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c><x:c><x:v>1.5</x:v></x:c></x:row>'
        b'<x:row><x:c t="b"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    found = cells(altered(path, tmp_path / "y.xlsx", {"xl/worksheets/sheet1.xml": sheet}))
    assert found == {3: {1: "a", 2: Decimal("1.5")}, 4: {1: True}}


def test_another_reader_reads_the_same(tmp_path):
    """calamine and the plugin's own reader agree on a workbook of texts and numbers."""
    rows = [["metric", "value"], ["销售额", 1.25], ["x", -3.5], ["y", 1e-7]]
    path = book(tmp_path / "x.xlsx", S=rows)
    theirs = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    ours = [
        [float(cell) if isinstance(cell, Decimal) else cell for cell in row.values()]
        for row in cells(path).values()
    ]
    assert ours == theirs == rows
