"""Findings as notes in a copy: on the right cells, and nothing else is touched."""

from __future__ import annotations

import io
import zipfile

import attrs
import openpyxl
import pytest
import xlsxwriter
from excel_book import EXAMPLE, SAFE, altered, book, reread

import goaltree as gt
from goaltree_excel import ExcelFormat, annotated
from goaltree_excel.markup import appended, edited, elements, text

FORMAT = ExcelFormat()


def notes(data):
    """The notes of a workbook by sheet and cell, as openpyxl reads them."""
    return {
        (page.title, cell.coordinate): cell.comment.text
        for page in reread(data)
        for row in page.iter_rows()
        for cell in row
        if cell.comment is not None
    }


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    """The example as a workbook, and what was found in it."""
    path = tmp_path_factory.mktemp("example") / "plan.xlsx"
    path.write_bytes(FORMAT.write(gt.read(EXAMPLE / "plan")))
    return path, gt.check(FORMAT.read(str(path)))


def test_every_finding_stands_on_its_cell(checked):
    """Each finding's code and message are in the note of the cell that it points at."""
    path, findings = checked
    seen = notes(annotated(path, findings))
    assert len(findings) > 50
    for one in findings:
        _, _, place = one.span.file.partition(f"{path}!")
        sheet, _, cell = (place or "计划!A1").partition("!")
        assert one.code in seen[sheet, cell]
        assert one.message("zh") in seen[sheet, cell]


def test_only_the_parts_of_notes_change(checked):
    """Every other part of the file is the same byte by byte, and the copy is the same plan."""
    path, findings = checked
    data = annotated(path, findings)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(io.BytesIO(data)) as new:
        changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
        assert set(new.namelist()) == set(old.namelist())
    assert all(name.startswith(("xl/comments", "xl/drawings/vmlDrawing")) for name in changed)
    path.with_name("copy.xlsx").write_bytes(data)
    assert FORMAT.read(str(path.with_name("copy.xlsx"))) == FORMAT.read(str(path))


def test_notes_that_are_there_stay(checked):
    """The notes on the headings are still there, and an annotated copy can be annotated again."""
    path, findings = checked
    data = annotated(path, findings)
    before, after = notes(path.read_bytes()), notes(data)
    assert {key: note for key, note in after.items() if key in before and "GT" not in note} == {
        key: note for key, note in before.items() if "GT" not in after[key]
    }
    again = path.with_name("again.xlsx")
    again.write_bytes(data)
    moved = [
        attrs.evolve(one, span=attrs.evolve(one.span, file=one.span.file.replace(str(path), str(again))))
        for one in findings
    ]
    twice = notes(annotated(again, moved))
    assert set(twice) == set(after)
    assert all(twice[key].startswith(after[key]) for key in after)


def test_the_same_findings_give_the_same_bytes(checked):
    """A copy depends on the workbook and the findings alone."""
    path, findings = checked
    assert annotated(path, findings) == annotated(path, findings)


def fault(path, place, message="12亿 ≠ 13亿 <&>"):
    """A finding at a cell."""
    rule = gt.Rule(
        code="TEST1",
        name="test",
        level="error",
        message=_words(message),
        hint=_words(""),
        why=_words(""),
        wrong="",
        right="",
    )
    return gt.Finding(
        rule=rule, span=gt.Span(file=f"{path}!{place}" if place else str(path), line=1, column=1)
    )


def _words(text):
    return gt.Words(en=text, zh=text)


def test_a_sheet_without_notes_gets_them(tmp_path):
    """A plain sheet gets the two parts that notes need, and its charts, formulas and formats stay."""
    path = tmp_path / "a b!.xlsx"
    with xlsxwriter.Workbook(str(path), SAFE) as made:
        page = made.add_worksheet("it's a sheet")
        page.write_formula(0, 0, "=1+1", made.add_format({"bold": True}), 2)
        chart = made.add_chart({"type": "line"})
        chart.add_series({"values": "='it''s a sheet'!$A$1:$A$1"})
        page.insert_chart("C3", chart)
        page.add_table("A5:B7")
        page.conditional_format("A1:A2", {"type": "data_bar", "data_bar_2010": True})
        made.add_worksheet("other")
    data = annotated(path, [fault(path, "'it''s a sheet'!B2"), fault(path, "")])
    assert {key: "12亿 ≠ 13亿 <&>" in note for key, note in notes(data).items()} == {
        ("it's a sheet", "B2"): True,
        ("it's a sheet", "A1"): True,
    }
    page = reread(data)["it's a sheet"]
    assert (page["A1"].value, page["A1"].font.bold) == ("=1+1", True)
    assert len(page._charts) == 1
    with zipfile.ZipFile(io.BytesIO(data)) as new:
        sheet = new.read("xl/worksheets/sheet1.xml").decode()
    assert (
        sheet.index("<drawing")
        < sheet.index("<legacyDrawing")
        < sheet.index("<tableParts")
        < sheet.rindex("<extLst")
    )


def test_a_file_of_another_program_gets_notes(tmp_path):
    """A workbook that openpyxl wrote, with its own note on the cell, keeps that note above the finding."""
    path = tmp_path / "x.xlsx"
    made = openpyxl.Workbook()
    made.active["B2"] = 1
    made.active["B2"].comment = openpyxl.comments.Comment("mine", "me")
    made.save(path)
    seen = notes(annotated(path, [fault(path, "Sheet!B2"), fault(path, "Sheet!C3")]))
    assert seen["Sheet", "B2"].startswith("mine\n\n[错误 TEST1]")
    assert seen["Sheet", "C3"].startswith("[错误 TEST1]")


def test_the_workbook_may_have_moved(tmp_path):
    """Findings of the workbook as it was called elsewhere stand on their cells; those of another do not."""
    path = book(tmp_path / "plan.xlsx", S=[["x"]])
    seen = notes(annotated(path, [fault("elsewhere/plan.xlsx", "S!B2"), fault("other.xlsx", "S!C3")]))
    assert sorted(seen) == [("S", "A1"), ("S", "B2")]


@pytest.mark.parametrize(
    "file", ["my plan.xlsx", "old/my-plan.xlsx", "plan.xlsx.bak/other plan.xlsx", "xplan.xlsx"]
)
def test_a_file_whose_name_ends_alike_is_another(tmp_path, file):
    """Names of files are compared as a whole: a finding of `my plan.xlsx` is about no cell of `plan.xlsx`."""
    path = book(tmp_path / "plan.xlsx", S=[["x"]])
    assert sorted(notes(annotated(path, [fault(file, "S!B7")]))) == [("S", "A1")]


@pytest.mark.parametrize("file", ["plan.xlsx", "/a/plan.xlsx", "C:\\a b\\plan.xlsx", "plan.xlsx!/plan.xlsx"])
def test_a_file_of_that_name_is_the_same_wherever_it_was(tmp_path, file):
    """The folder before a name says nothing, in the way of either system."""
    path = book(tmp_path / "plan.xlsx", S=[["x"]])
    assert sorted(notes(annotated(path, [fault(file, "S!B7")]))) == [("S", "B7")]


def test_a_sheet_may_be_called_like_the_file(tmp_path):
    """The name of the file within the name of a sheet is part of that."""
    path = book(tmp_path / "plan.xlsx", **{"plan.xlsx!S": [["x"]], "S": [["y"]]})
    assert sorted(notes(annotated(path, [fault(path, "'plan.xlsx!S'!B7")]))) == [("plan.xlsx!S", "B7")]


def test_many_findings_on_one_cell_are_counted(tmp_path):
    """A note has room for twenty findings; the others are counted."""
    path = book(tmp_path / "x.xlsx", S=[["x"]])
    [note] = notes(annotated(path, [fault(path, "S!A1")] * 30, lang="en")).values()
    assert note.count("[error TEST1]") == 20
    assert note.endswith("and 10 more")


def test_texts_in_notes_are_texts(tmp_path):
    """Markup and Excel's own escapes in a message come out as they are."""
    path = book(tmp_path / "x.xlsx", S=[["x"]])
    data = annotated(path, [fault(path, "S!A1", "</t><script>_x0041_ &amp;")])
    assert "</t><script>_x0041_ &amp;" in notes(data)["S", "A1"].replace("_x005F_", "_")
    assert text("_x0041_") == "_x005F_x0041_"


def test_a_workbook_that_cannot_be_read_is_refused(tmp_path):
    """There is nothing to copy."""
    path = tmp_path / "x.xlsx"
    path.write_text("a;b")
    with pytest.raises(gt.UsageError, match="CSV"):
        annotated(path, [])


def test_a_sheet_in_utf_16_is_refused(tmp_path):
    """Nothing is inserted into what is not written in UTF-8."""
    path = book(tmp_path / "x.xlsx", S=[["x"]])
    wide = lambda data: data.decode().replace("UTF-8", "UTF-16").encode("utf-16")  # noqa: E731
    odd = altered(path, tmp_path / "y.xlsx", {"xl/worksheets/sheet1.xml": wide})
    with pytest.raises(gt.UsageError, match="UTF-8"):
        annotated(odd, [fault(odd, "S!A1")])


def test_something_is_put_into_an_empty_element():
    """An element without content is opened for it."""
    data = b"<a><b/><c x='1' /><a><d/></a></a>"
    found = {one.local: one for one in elements(data, "p")}
    assert (
        edited(data, [appended(data, found["b"], "1"), appended(data, found["c"], "2")])
        == b"<a><b>1</b><c x='1'>2</c><a><d/></a></a>"
    )
