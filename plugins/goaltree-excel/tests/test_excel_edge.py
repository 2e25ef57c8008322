"""What is rare: values that no column holds, faults in any kind of cell, limits."""

from __future__ import annotations

import pytest
from excel_book import book, drawn

from goaltree_excel import ExcelFormat
from goaltree_excel.path import read
from goaltree_excel.plan_reader import assembled
from goaltree_excel.plan_writer import drawn as written
from goaltree_excel.table import tables_of
from goaltree_excel.workbook import read_workbook

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


@pytest.mark.parametrize(
    "text", ["", "a.", ".a", "a..b", "a[x]", '"a', '"\\x"', "[0]", "a b[0", "a." * 300 + "a"]
)
def test_what_is_no_path_is_none(text):
    """Dots without keys, open quotes and too many steps are no path."""
    assert read(text) is None
