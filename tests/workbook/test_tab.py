"""Sheets of workbooks that are made part by part: what is read, what is cut, and what is told as broken."""

from __future__ import annotations

from decimal import Decimal

import pytest

from goaltree.workbook.archive import Archive
from goaltree.workbook.fault import NOT_STORED, TEXT_LOST, Broken, failed
from goaltree.workbook.limits import Limits
from goaltree.workbook.shared import unescaped
from goaltree.workbook.sheet import Sheet
from goaltree.workbook.tab import read_sheets, tabs_of

NAMES = (
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def row(*values):
    """A row of numbers whose cells say no address."""
    return "<row>" + "".join(f"<c><v>{value}</v></c>" for value in values) + "</row>"


def data(*rows, more=""):
    """The contents of a sheet."""
    return f"<sheetData>{''.join(rows)}</sheetData>{more}"


def read(workbook, **limits):
    """Each sheet, or why there is none."""
    return [sheet for _, sheet in read_sheets(Archive(workbook, Limits(**limits)))]


def test_cells_without_an_address_stand_side_by_side(made):
    """A cell that says no address stands right of the one before it, a row below the one before it."""
    [sheet] = read(made(data(row(1, 2), '<row r="5"/>', row(3))))
    assert sheet.rows == {1: {1: 1, 2: 2}, 6: {1: 3}}


def test_what_lies_beyond_the_limit_of_rows_is_cut_and_said(made):
    """The rows before the limit are kept, and the sheet names the first cell that was left out."""
    [sheet] = read(made(data(*[row(1, 2)] * 5)), rows=3)
    assert (list(sheet.rows), sheet.cut) == ([1, 2, 3], (4, 1))


def test_cells_are_counted_over_all_sheets(made):
    """The second sheet has what the first one left of the limit; copies of merged cells are not counted."""
    merged = '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>'
    rows = ('<row r="1"><c r="A1"><v>1</v></c></row>', '<row r="2"><c r="B2"><v>2</v></c></row>')
    first, second = read(made(data(*rows, more=merged), data(row(1, 2, 3))), cells=4)
    assert first.rows == {1: {1: 1}, 2: {1: 1, 2: 2}}
    assert (first.cut, second.rows, second.cut) == (None, {1: {1: 1, 2: 2}}, (1, 3))


def test_merged_cells_are_counted_over_all_sheets(made):
    """Many sheets with a wide range each are bounded like one sheet with many ranges."""
    wide = data(row(1), more='<mergeCells><mergeCell ref="A1:Z1"/></mergeCells>')
    sheets = read(made(wide, wide, wide), merged=60)
    assert [len(sheet.rows[1]) for sheet in sheets[:2]] == [26, 26]
    assert sheets[2].kind == "too large"


def test_a_range_over_more_rows_than_there_are_fills_those_that_are_there(made):
    """A range down to the last row of a sheet costs what its filled rows cost."""
    rows = (row(1, 2), '<row r="9"><c r="B9"><v>3</v></c></row>')
    [sheet] = read(made(data(*rows, more='<mergeCells><mergeCell ref="A1:A1048576"/></mergeCells>')))
    assert (sheet.rows, sheet.merged) == ({1: {1: 1, 2: 2}, 9: {1: 1, 2: 3}}, [(9, 1)])


def test_a_broken_sheet_leaves_the_others(made):
    """A sheet that is no XML, and one that is listed and missing, are told; the third is read."""
    first, second, third = read(made(b"<worksheet>", None, data(row(1))))
    assert (first.reason.en, first.kind) == ("its part xl/worksheets/sheet1.xml is no XML", "unreadable")
    assert second.reason.en == "its sheet S2 is missing from the file"
    assert third.rows == {1: {1: 1}}


@pytest.mark.parametrize("encoding", ["GB18030", "klingon"])
def test_an_encoding_that_no_parser_knows_is_told(made, encoding):
    """A part in an encoding of several bytes, or of nobody, is broken; no exception of the parser comes out."""
    [sheet] = read(made(f'<?xml version="1.0" encoding="{encoding}"?><worksheet/>'.encode()))
    assert isinstance(sheet, Broken)
    assert "cannot be decoded" in sheet.reason.en


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_document_type_is_refused_in_any_encoding(made, encoding):
    """UTF-16 without a mark of its order is found out too: the parser itself tells of a document type."""
    text = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "9">]><worksheet><sheetData><row><c><v>&a;</v></c></row>'
    [sheet] = read(made((text + "</sheetData></worksheet>").encode(encoding)))
    assert isinstance(sheet, Broken)
    assert "document type" in sheet.reason.en


def test_reasons_show_what_a_terminal_would_obey(made):
    """Of a name of the file in a reason hidden characters are shown, and braces are braces."""
    links = '<Relationships><Relationship Id="r1" Target="{0}\u202e.xml"/></Relationships>'
    [sheet] = read(made(None, **{"xl/_rels/workbook.xml.rels": links, "xl/{0}\u202e.xml": "<x"}))
    assert sheet.reason.zh == "其中的 xl/{0}\\u202e.xml 不是 XML"


def test_escapes_are_undone():
    """`_x000D_` is the character of that number; an escaped escape is what it looks like."""
    assert [unescaped(text) for text in ("a_x000D_b", "_x005F_x000D_", "_x0041_")] == ["a\rb", "_x000D_", "A"]


def test_the_bytes_of_a_part_count_each_time(made):
    """A part that is unpacked again and again is counted again and again."""
    archive = Archive(made(data(row(1))), Limits(unpacked=1_500))
    size = len(archive.part("xl/workbook.xml"))
    for _ in range(1_500 // size - 1):
        archive.part("xl/workbook.xml")
    with pytest.raises(Broken, match="unpacks to more"):
        archive.part("xl/workbook.xml")


@pytest.mark.parametrize(("limits", "word"), [({"parts": 2}, "3 parts"), ({"unpacked": 10}, "at most 10 ")])
def test_limits_are_looked_at_before_anything_is_unpacked(made, limits, word):
    """A workbook with more parts or bytes than asked for is refused when it is opened."""
    with pytest.raises(Broken, match=word) as caught:
        Archive(made(data(row(1))), Limits(**limits))
    assert caught.value.kind == "too large"


def test_more_sheets_than_are_read_are_refused(made):
    """The list of sheets is bounded."""
    with pytest.raises(Broken, match="more than 1 sheets"):
        tabs_of(Archive(made(data(), data()), Limits(sheets=1)))


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ('<row r="0"><c><v>1</v></c></row>', "a row lies outside of the sheet"),
        ('<row r="9999999999"><c><v>1</v></c></row>', "a row lies outside of the sheet"),
        (f"<row><c><v>{'1' * 30}</v></c></row>", "a cell has more than 20 characters"),
    ],
)
def test_damage_and_excess_are_told_apart(made, rows, reason):
    """Rows that no sheet has are damage; a cell of many characters is more than is read."""
    [sheet] = read(made(data(rows)), characters=20)
    assert (sheet.reason.en, sheet.kind) == (reason, "too large" if "more" in reason else "unreadable")


def test_a_range_that_is_none_is_left_out(made):
    """Of two merged ranges the one from its end to its beginning means nothing."""
    merges = '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="B9:A1"/></mergeCells>'
    [sheet] = read(made(data(row(1), more=merges)))
    assert sheet.rows == {1: {1: 1, 2: 1}}


def test_a_text_that_is_lost_is_a_fault(made):
    """A cell that points at no text has no value, which is not the same as being empty."""
    [sheet] = read(made(data('<row><c t="s"><v>77</v></c><c/></row>')))
    assert sheet.rows == {1: {1: TEXT_LOST}}


def test_a_page_that_is_a_chart_is_no_sheet(made):
    """A chart on a page of its own holds no cells."""
    links = (
        '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="r2" Target="chartsheets/sheet1.xml"/></Relationships>'
    )
    tabs = tabs_of(Archive(made(data(), None, **{"xl/_rels/workbook.xml.rels": links})))
    assert [tab.name for tab in tabs] == ["S1"]


def test_phonetic_guides_are_no_text(made):
    """What stands above a word to say how it is read is not part of it, in a shared text and in a cell."""
    text = '<t>東京</t><rPh sb="0" eb="2"><t>とうきょう</t></rPh>'
    cells = f'<row><c t="s"><v>0</v></c><c t="inlineStr"><is>{text}</is></c></row>'
    [sheet] = read(made(data(cells), **{"xl/sharedStrings.xml": f"<sst><si>{text}</si></sst>"}))
    assert sheet.rows == {1: {1: "東京", 2: "東京"}}


def test_rich_texts_are_one_text(made):
    """The runs of a text that is partly bold are joined as they are."""
    text = "<r><rPr><b/></rPr><t>bold</t></r><r><t> and not</t></r>"
    [sheet] = read(
        made(
            data('<row><c t="s"><v>0</v></c></row>'),
            **{"xl/sharedStrings.xml": f"<sst><si>{text}</si></sst>"},
        )
    )
    assert sheet.rows == {1: {1: "bold and not"}}


def test_prefixed_elements_are_read(made):
    """Other programs put prefixes before the names of elements."""
    sheet = (
        b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
        b'<x:row r="3"><x:c t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c><x:c><x:v>1.5</x:v></x:c></x:row>'
        b'<x:row><x:c t="b"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    [found] = read(made(sheet))
    assert found.rows == {3: {1: "a", 2: Decimal("1.5")}, 4: {1: True}}


def test_formulas_count_by_their_stored_value(made):
    """A formula is its value, its error, or a fault where no program has computed it."""
    cells = (
        '<row><c t="e"><f>1/0</f><v>#DIV/0!</v></c><c><f>A9</f></c><c><f>1+1</f><v>2</v></c>'
        '<c t="str"><f>"a"</f><v>a</v></c><c t="str"><f>B9</f><v></v></c></row>'
    )
    [sheet] = read(made(data(cells)))
    assert sheet.rows == {1: {1: failed("#DIV/0!"), 2: NOT_STORED, 3: 2, 4: "a"}}


@pytest.mark.parametrize(("flag", "day"), [("0", "2025-06-30"), ("1", "2029-07-01")])
def test_a_workbook_says_its_system_of_dates(made, flag, day):
    """The same stored number is another day where days are counted from 1904."""
    main = f'<workbook {NAMES}><workbookPr date1904="{flag}"/><sheets><sheet name="S" r:id="r1"/></sheets></workbook>'
    styles = '<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
    parts = {"xl/workbook.xml": main, "xl/styles.xml": styles}
    [sheet] = read(made(data('<row><c s="0"><v>45838</v></c></row>'), **parts))
    assert sheet.rows == {1: {1: day}}


def test_a_sheet_knows_the_place_of_its_cells(made):
    """A place of a sheet is written as Excel writes it."""
    [sheet] = read(made(data(row(1))))
    assert isinstance(sheet, Sheet)
    assert sheet.place(1, 2) == "S1!B1"
