"""Actuals from a sheet: the same as from everything else, and every fault names its cell."""

from __future__ import annotations

import csv
import datetime as dt
import json
from decimal import Decimal
from fractions import Fraction

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from excel_book import EXAMPLE, book, drawn

import goaltree as gt
from goaltree.testing import ConnectorContract, PlanBuilder
from goaltree_excel import ExcelConnector, actuals

HEAD = ["metric", "region", "period", "value"]


@pytest.fixture
def plan():
    return (
        PlanBuilder()
        .segment("region", "north", "south", open=True)
        .metric("rate", kind="ratio", unit="%")
        .goal("sales", target="12亿")
        .goal("rate", target="40%")
        .plan()
    )


def values(found):
    return {
        (one.metric, dict(one.segment).get("region"), one.period.label): one.value
        for one in found.observations
    }


def told(found, path):
    """Code and cell of what was found; the cell without the file."""
    return [
        (one.code, one.span.file.removeprefix(f"{path}!")) for one in found.findings if one.code != "GT845"
    ]


class TestConnectorOfSheets(ConnectorContract):
    """What every connector keeps to."""

    def connector(self, rows, folder):
        """A workbook with the rows."""
        names = list(rows[0]) if rows else ["metric", "period", "value", "region", "count"]
        table = [names, *([row[name] for name in names] for row in rows)]
        return ExcelConnector(path=str(book(folder / "actuals.xlsx", S=table)))


@pytest.fixture(scope="module")
def example():
    return gt.read(EXAMPLE / "plan")


@pytest.fixture(scope="module")
def records():
    with (EXAMPLE / "data" / "synthetic-2025H1.csv").open(encoding="utf-8") as file:
        return [{name: cell or None for name, cell in row.items()} for row in csv.DictReader(file)]


@pytest.mark.parametrize(
    "kind", ["excel", "function", "json", "parquet", "pandas", "polars", "arrow", "duckdb"]
)
def test_the_same_actuals_through_every_door_are_the_same(example, records, kind, tmp_path):
    """Statuses are identical and values within 1e-12, whichever way the same rows come in."""
    data = EXAMPLE / "data" / "synthetic-2025H1.csv"
    columns = list(records[0])
    path = book(tmp_path / "a.xlsx", Data=[columns, *([row[name] for name in columns] for row in records)])
    if kind == "function":
        seen = actuals(example, str(path))
    else:
        (tmp_path / "a.json").write_text(json.dumps(records), encoding="utf-8")
        pq.write_table(pa.Table.from_pylist(records), tmp_path / "a.parquet")
        source = {
            "excel": lambda: ExcelConnector(path=str(path)),
            "json": lambda: tmp_path / "a.json",
            "parquet": lambda: tmp_path / "a.parquet",
            "pandas": lambda: pd.DataFrame(records),
            "polars": lambda: pl.DataFrame(records, infer_schema_length=None),
            "arrow": lambda: pa.Table.from_pylist(records),
            "duckdb": lambda: duckdb.from_arrow(pa.Table.from_pylist(records)),
        }[kind]()
        seen = gt.observe(example, source)
    wanted = gt.observe(example, data)
    assert len(seen) == len(wanted) > 100
    ours, theirs = (gt.evaluate(example, one, as_of="2025-06-30") for one in (seen, wanted))
    assert ours.statuses == theirs.statuses
    for one, other in zip(ours, theirs, strict=True):
        for name in ("value", "expected", "attainment", "pace", "deviation"):
            mine, its = getattr(one, name), getattr(other, name)
            assert mine == its if isinstance(its, gt.NA) else mine == pytest.approx(its, rel=1e-12, abs=0)


def test_numbers_typed_into_cells_are_those_of_the_same_texts(plan, tmp_path):
    """A binary number in a cell is the decimal that it prints as, as in a data frame."""
    numbers = [0.1, 1.1, 1e-7, 123456789.123, -45.25, 0, 2**53]
    rows = [["sales", "north", f"2025-0{at}", number] for at, number in enumerate(numbers, 1)]
    found = actuals(plan, str(book(tmp_path / "a.xlsx", S=[HEAD, *rows])))
    assert [values(found)["sales", "north", f"2025-0{at}"] for at in range(1, 8)] == [
        Fraction(Decimal(repr(number))) for number in numbers
    ]


def test_formats_give_percentages_units_and_months(plan, tmp_path):
    """What a cell shows is what it means: 45.1%, 1.25亿, January."""

    def draw(made, page):
        month = made.add_format({"num_format": "yyyy-mm"})
        page.write_row(0, 0, HEAD)
        page.write_row(1, 0, ["rate", "*"])
        page.write_row(2, 0, ["sales", "north"])
        for row in (1, 2):
            page.write_datetime(row, 2, dt.date(2025, 1, 1), month)
        page.write_number(1, 3, 0.451, made.add_format({"num_format": "0.0%"}))
        page.write_number(2, 3, 1.25, made.add_format({"num_format": '0.00"亿"'}))

    found = actuals(plan, str(drawn(tmp_path / "a.xlsx", draw)))
    assert values(found) == {
        ("rate", None, "2025-01"): Fraction(451, 1000),
        ("sales", "north", "2025-01"): Fraction(125_000_000),
    }


def test_a27_each_fault_names_its_cell_and_is_no_value(plan, tmp_path):
    """A failed formula counts as not known, the finding stands at its cell, the other rows are read."""

    def draw(made, page):
        page.write_row(0, 0, HEAD)
        for row, error in enumerate(("#REF!", "#DIV/0!", "#N/A"), 1):
            page.write_row(row, 0, ["sales", "north", f"2025-0{row}"])
            page.write_formula(row, 3, "=1/0", None, error)
        page.write_row(4, 0, ["sales", "north", "2025-04", 5])
        page.write_formula(5, 1, "=A99", None, "#N/A")
        page.write_row(5, 2, ["2025-05", 6])
        page.write(5, 0, "sales")

    path = str(drawn(tmp_path / "a.xlsx", draw, name="实际"))
    found = actuals(plan, path)
    known = {key: value for key, value in values(found).items() if not isinstance(value, gt.NA)}
    assert known == {("sales", "north", "2025-04"): 5}
    faults = [place for code, place in told(found, path) if code == "EXCEL003"]
    assert faults == ["实际!B6", "实际!D2", "实际!D3", "实际!D4"]
    seen = gt.observe(plan, ExcelConnector(path=path))
    assert seen == found
    assert any("实际!D2" in one.message() for one in seen.findings)


@pytest.mark.parametrize("heading", ["segment", "维度"])
def test_a27_a_fault_in_the_column_of_segments_is_told_there(plan, tmp_path, heading):
    """A failed formula for a segment makes its row unread for its segment, not for its metric."""

    def draw(made, page):
        page.write_row(0, 0, ["metric", heading, "period", "value"])
        page.write_row(1, 0, ["sales", "region=north", "2025-01", 1])
        page.write_row(2, 0, ["sales", None, "2025-02", 2])
        page.write_formula(2, 1, "=1/0", None, "#REF!")

    path = str(drawn(tmp_path / "a.xlsx", draw))
    found = actuals(plan, path)
    assert values(found) == {("sales", "north", "2025-01"): 1}
    assert told(found, path) == [("EXCEL003", "S!B3"), ("GT815", "S!B3")]


def test_a28_a_title_above_blank_rows_merged_cells_and_hidden_rows(plan, tmp_path, caplog):
    """The headings may stand on the third row; merged cells are filled, hidden rows read, and both are said."""

    def draw(made, page):
        page.merge_range("A1:D1", "Actuals of 2025")
        page.write_row(2, 0, HEAD)
        page.merge_range("A4:A5", "sales")
        page.write_row(3, 1, ["north", "2025-01", 1])
        page.write_row(4, 1, ["north", "2025-02", 2])
        page.write_row(7, 0, ["sales", "north", "2025-03", 3])
        page.set_row(7, None, None, {"hidden": True})

    path = str(drawn(tmp_path / "a.xlsx", draw))
    found = actuals(plan, path)
    assert list(values(found).values()) == [1, 2, 3]
    assert told(found, path) == [("EXCEL004", "S!A8"), ("EXCEL005", "S!A5")]
    assert [one.source for one in found.observations] == [f"{path}!S!A4", f"{path}!S!A5", f"{path}!S!A8"]
    with caplog.at_level("WARNING", logger="goaltree"):
        gt.observe(plan, ExcelConnector(path=path))
    assert "EXCEL004" in caplog.text


def test_a28_a_heading_twice_is_refused(plan, tmp_path):
    """Which of two columns counts is not guessed."""
    path = str(book(tmp_path / "a.xlsx", S=[[*HEAD, "value"], ["sales", "north", "2025-01", 1, 2]]))
    assert told(actuals(plan, path), path) == [("EXCEL006", "S!E1")]


def test_a30_a_long_number_for_a_name_is_refused(plan, tmp_path):
    """An identifier of seventeen digits was rounded by Excel; no member is made of it."""
    rows = [["sales", 12345678901234567, "2025-01", 1], ["sales", 7, "2025-02", 2]]
    path = str(book(tmp_path / "a.xlsx", S=[HEAD, *rows]))
    found = actuals(plan, path)
    assert values(found) == {("sales", "7", "2025-02"): 2}
    assert ("EXCEL003", "S!B2") in told(found, path)
    assert any("store identifiers as text" in one.message() for one in found.findings)


def test_a32_a_total_row_is_told_and_never_summed(plan, tmp_path):
    """A row 合计 among its own parts is left out with a warning, as in a CSV file."""
    rows = [["sales", "north", "2025-01", 1], ["sales", "合计", "2025-01", 1]]
    path = str(book(tmp_path / "a.xlsx", S=[HEAD, *rows]))
    found = actuals(plan, path)
    assert values(found) == {("sales", "north", "2025-01"): 1}
    assert told(found, path)[0] == ("GT814", "S!A3")


def test_findings_about_rows_point_at_their_cells(plan, tmp_path):
    """What `observe` finds in a row stands at the row of the sheet, in the column that is meant."""
    rows = [
        ["sales", "north", "2025-01", 1],
        ["sales", "north", "2025-01", 2],
        [],
        ["profit", "north", "soon", 3],
    ]
    path = str(book(tmp_path / "a.xlsx", S=[[], HEAD, *rows]))
    found = actuals(plan, path)
    assert told(found, path) == [("GT841", "S!A3"), ("GT811", "S!A6"), ("GT831", "S!C6")]
    [conflict] = [one for one in found.findings if one.code == "GT841"]
    assert "(S!A3) / 2 (S!A4)" in conflict.message()
    assert [one.file for one in conflict.others] == [f"{path}!S!A4"]


@pytest.mark.parametrize(
    ("sheets", "options", "wanted"),
    [
        ({"A": [HEAD, ["sales", "north", "2025-01", 1]], "B": [["x"]]}, {}, None),
        ({"A": [HEAD], "B": [HEAD]}, {}, "say which"),
        ({"A": [HEAD], "B": [HEAD, ["sales", "north", "2025-01", 1]]}, {"sheet": "B"}, None),
        ({"A": [HEAD]}, {"sheet": "C"}, "no sheet `C`"),
        ({"A": [["x", "y"], [1, 2]]}, {}, "no row of headings"),
    ],
)
def test_the_sheet_that_is_meant_is_found_or_asked_for(plan, tmp_path, sheets, options, wanted):
    """One sheet with the headings of actuals is taken; where there are several, none is."""
    found = actuals(plan, str(book(tmp_path / "a.xlsx", **sheets)), **options)
    if wanted is None:
        assert values(found) == {("sales", "north", "2025-01"): 1}
    else:
        assert [wanted in one.message() for one in found.findings] == [True]


def test_an_empty_sheet_is_an_empty_source(plan, tmp_path):
    """A workbook with nothing in it has no values, which is said."""
    path = str(book(tmp_path / "a.xlsx", S=[]))
    assert told(actuals(plan, path), path) == [("GT802", path)]


def test_a_column_without_heading_is_told(plan, tmp_path):
    """What stands under no heading is not lost without a word."""
    path = str(book(tmp_path / "a.xlsx", S=[HEAD, ["sales", "north", "2025-01", 1, "?"]]))
    assert [one.code for one in actuals(plan, path).findings.warnings] == ["GT808"]


def test_options_that_make_no_sense_are_refused(plan, tmp_path):
    """A workbook has no encoding to be told."""
    with pytest.raises(gt.UsageError):
        actuals(plan, "a.xlsx", encoding="gbk")
