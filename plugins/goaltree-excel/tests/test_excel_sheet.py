"""Cells as XlsxWriter writes them, and what they mean; `tests/workbook` has sheets of every other make."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import python_calamine
from excel_book import book, drawn

from goaltree_excel.fault import assumed
from goaltree_excel.port import CellFault
from goaltree_excel.workbook import read_workbook


def cells(path):
    """The filled cells of the first sheet."""
    return read_workbook(str(path))[0].rows


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


def test_a28_merged_cells_are_filled_and_said(tmp_path):
    """Each cell of a merged range has its value where its row has cells at all; a note counts them."""

    def draw(made, page):
        page.merge_range("A1:A3", "north")
        for row in range(3):
            page.write(row, 1, row)

    [sheet] = read_workbook(str(drawn(tmp_path / "x.xlsx", draw)))
    assert sheet.rows == {1: {1: "north", 2: 0}, 2: {1: "north", 2: 1}, 3: {1: "north", 2: 2}}
    [finding] = assumed(sheet, "x.xlsx")
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
    assert [(one.level, one.params["count"]) for one in assumed(first, "x")] == [("warning", 2)]
    assert [one.params["count"] for one in assumed(second, "x")] == [1]


def test_texts_come_back_as_they_were_written(tmp_path):
    """Line breaks, escapes of Excel, spaces, emoji and rich texts are read exactly."""
    wanted = ["a\r\nb", "_x000D_", " two ", "😀\u200d🎯", "=1+1", "a\u2028b", "a<b&c"]

    def draw(made, page):
        for row, text in enumerate(wanted):
            page.write_string(row, 0, text)
        page.write_rich_string(7, 0, made.add_format({"bold": True}), "bold", " and not")

    found = cells(drawn(tmp_path / "x.xlsx", draw))
    assert [found[row][1] for row in range(1, 9)] == [*wanted, "bold and not"]


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
