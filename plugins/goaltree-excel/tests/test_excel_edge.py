"""What is rare: values that no column holds, faults in any kind of cell, limits."""

from __future__ import annotations

import pytest
from excel_book import altered, book, drawn

from goaltree_excel import ExcelFormat
from goaltree_excel.path import read
from goaltree_excel.plan_reader import assembled
from goaltree_excel.plan_writer import drawn as written
from goaltree_excel.port import Broken
from goaltree_excel.table import tables_of
from goaltree_excel.workbook import read_workbook

SHEET = "xl/worksheets/sheet1.xml"
FORMAT = ExcelFormat()


def through(values, tmp_path):
    """Plain values that went through a workbook."""
    path = tmp_path / "x.xlsx"
    path.write_bytes(written(tables_of(values, "en"), "en", ""))
    found = assembled(read_workbook(str(path)), str(path))
    assert [one.message() for one in found.findings] == []
    return found.values()


ODD = {
    "goaltree": "1",
    "title": {"en": "English first", "zh": "中文在后"},
    "about": {"zh": " kept ", "en": "spaces"},
    "goals": {
        " spaced ": {"target": "1"},
        "": {"why": "no key"},
        "g": {
            "cuts": {" d ": {"m": {"target": "1"}}},
            "of_which": {"e": {"n": {"goal": " odd "}, "o": {"target": None}}},
            "why": "",
            "serves": ["a；b"],
            "core": "maybe",
        },
        "h": {"cuts": {"d": {}}, "status": [], "tiers": {"scores": ["1", "2"]}},
    },
    "metrics": {"m": "a text", "n": {"": "x"}, "o": {"healthy": {"a = b": "1"}, "kind": "flux"}},
    "pairs": {"r": {"p": {"lag": "1 month"}}, "s": ["p", "q"], "t": {"p": "because"}},
    "teams": ["no", "mapping"],
    "actions": {
        "a": {"needs": [{}, {"money": "1"}], "risks": [{"if": "x", "then": [{"do": "y"}]}]},
        "b": {"risks": [{"if": "fire", "then": {"do": "run", "effect": {"g": "1"}}}], "needs": []},
    },
    "segments": {},
    "meta": {"a.b": {"[0]": ["x", ["", None, {}]], '"': " "}, " ": "\n"},
}


def test_values_that_fit_no_column_are_kept_by_their_paths(tmp_path):
    """Keys with spaces, empty containers, other shapes than columns have: everything comes back."""
    assert through(ODD, tmp_path) == ODD


def test_shorthands_come_back_written_out(tmp_path):
    """A target, a title, members or a risk alone stand in their columns and mean the same."""
    short = {
        "goals": {"g": "1亿"},
        "teams": {"t": "Team"},
        "segments": {"s": ["a", "b"]},
        "actions": {"a": {"risks": ["fire"]}},
    }
    assert through(short, tmp_path) == {
        "goals": {"g": {"target": "1亿"}},
        "teams": {"t": {"title": "Team"}},
        "segments": {"s": {"members": ["a", "b"]}},
        "actions": {"a": {"risks": [{"if": "fire"}]}},
    }


def test_a27_a_fault_in_any_kind_of_cell_is_told(tmp_path):
    """Failed formulas as a key, a name, a whole, a path or a field of the plan are findings at their cells."""

    def draw(made, page):
        head = ["Key", "Title", "English title", "Part of", "Dimension", "Member", "Key path", "Value"]
        page.write_row(0, 0, ["Period"])
        page.write_formula(0, 1, "=1/0", None, "#DIV/0!")
        for name, columns in (("Goals", head[:6]), ("Teams", head[:3]), ("More", head[6:])):
            other = made.add_worksheet(name)
            other.write_row(0, 0, columns)
            for at in range(len(columns)):
                other.write_row(at + 1, 0, [f"{letter}{at}" for letter in "abcdef"[: len(columns)]])
                other.write_formula(at + 1, at, "=1/0", None, "#REF!")

    path = drawn(tmp_path / "x.xlsx", draw, name="Plan")
    told = [
        one.span.file.removeprefix(f"{path}!")
        for one in FORMAT.read(str(path)).findings
        if one.code == "EXCEL003"
    ]
    assert set(told) >= {
        "Plan!B1",
        "Goals!D5",
        "Goals!E6",
        "Goals!F7",
        "Teams!A2",
        "Teams!B3",
        "Teams!C4",
        "More!B2",
        "More!B3",
    }


def test_a_field_of_the_plan_twice_is_told(tmp_path):
    """Two periods contradict each other; the first counts."""
    path = book(
        tmp_path / "x.xlsx", Plan=[["Period", 2025], ["期间", 2026], ["Note to self", "x"], ["Currency"]]
    )
    plan = FORMAT.read(str(path))
    assert [(one.code, one.span.file) for one in plan.findings if one.code.startswith("EXCEL")] == [
        ("EXCEL010", f"{path}!Plan!B2")
    ]
    assert str(plan.period) == "2025"


def changed(tmp_path, change, rows=(("x", 1), ("y", 2))):
    path = book(tmp_path / "x.xlsx", S=rows)
    return str(altered(path, tmp_path / "y.xlsx", {SHEET: change}))


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        (b'<row r="2"', b'<row r="0"', "outside"),
        (b'<row r="2"', b'<row r="9999999999"', "outside"),
        (b"<v>2</v>", b"<v>" + b"1" * 1_100_000 + b"</v>", "more than 1048576 characters"),
    ],
)
def test_damage_and_excess_are_told_apart(tmp_path, old, new, word):
    """Rows that no sheet has are damage; a cell of a million characters is more than is read."""
    with pytest.raises(Broken, match=word):
        read_workbook(changed(tmp_path, lambda data: data.replace(old, new)))


def test_merged_ranges_are_filled_within_bounds(tmp_path):
    """A range over everything fills what is there; too many of them are refused."""
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:C1048576"/><mergeCell ref="B9:A1"/></mergeCells>'
    [sheet] = read_workbook(changed(tmp_path, lambda data: data.replace(b"</sheetData>", merge)))
    assert sheet.rows == {1: {1: "x", 2: 1, 3: "x"}, 2: {1: "y", 2: 2, 3: "x"}}
    wide = b"</sheetData><mergeCells>" + b'<mergeCell ref="A1:XFD1"/>' * 10 + b"</mergeCells>"
    with pytest.raises(Broken, match="merged"):
        read_workbook(changed(tmp_path, lambda data: data.replace(b"</sheetData>", wide)))


def test_a_text_that_is_lost_is_a_fault(tmp_path):
    """A cell that points at no text has no value, which is not the same as being empty."""
    [sheet] = read_workbook(
        changed(tmp_path, lambda data: data.replace(b't="s"><v>0</v>', b't="s"><v>77</v>'))
    )
    assert "lost" in sheet.rows[1][1].reason.en


def test_a_sheet_that_is_listed_and_missing_is_told(tmp_path):
    """A workbook without one of its sheets is damaged."""
    path = book(tmp_path / "x.xlsx", S=[["x"]])

    def renamed(data):
        return data.replace(b"sheet1.xml", b"sheet9.xml")

    with pytest.raises(Broken, match="missing"):
        read_workbook(str(altered(path, tmp_path / "y.xlsx", {"xl/_rels/workbook.xml.rels": renamed})))


def test_a_page_that_is_a_chart_is_no_sheet(tmp_path):
    """A chart on a page of its own holds no cells."""

    def draw(made, page):
        page.write(0, 0, 1)
        chart = made.add_chart({"type": "line"})
        chart.add_series({"values": "=S!$A$1:$A$1"})
        made.add_chartsheet("C").set_chart(chart)

    assert [sheet.name for sheet in read_workbook(str(drawn(tmp_path / "x.xlsx", draw)))] == ["S"]


@pytest.mark.parametrize(
    "text", ["", "a.", ".a", "a..b", "a[x]", '"a', '"\\x"', "[0]", "a b[0", "a." * 300 + "a"]
)
def test_what_is_no_path_is_none(text):
    """Dots without keys, open quotes and too many steps are no path."""
    assert read(text) is None
