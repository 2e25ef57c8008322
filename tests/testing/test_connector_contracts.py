"""The built-in connectors, and one on SQLite, pass the contracts; connectors with a defect do not."""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
from contextlib import closing
from typing import ClassVar

import pytest
from attrs import field, frozen

from goaltree.plugin.builtin import CsvConnector, JsonConnector, ParquetConnector
from goaltree.testing import ConnectorContract, MeasureContract


class TestCsv(ConnectorContract):
    """A CSV file."""

    def connector(self, rows, folder):
        """A file of the rows."""
        path = folder / "rows.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ["metric", "period", "value", "region", "count"])
            writer.writeheader()
            writer.writerows(rows)
        return CsvConnector(path=str(path))


class TestJson(ConnectorContract):
    """A JSON file."""

    def connector(self, rows, folder):
        """A file of the rows."""
        path = folder / "rows.json"
        path.write_text(json.dumps(list(rows)), encoding="utf-8")
        return JsonConnector(path=str(path))


class TestParquet(ConnectorContract):
    """A Parquet file."""

    def connector(self, rows, folder):
        """A file of the rows; numbers of any kind stand in it as text, as a column has one type."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        columns = {
            name: [None if row[name] is None else str(row[name]) for row in rows]
            for name in ("metric", "period", "value", "region", "count")
        }
        path = folder / "rows.parquet"
        pq.write_table(pa.table(columns), path)
        return ParquetConnector(path=str(path))


@frozen(kw_only=True)
class Database:
    """Rows in a table `facts`, and tables that are counted as the plan says."""

    name: ClassVar[str] = "sqlite"
    path: str
    sum_of_nothing: str = "NULL"

    def frame(self, request):
        """The table `facts` as it is."""
        with closing(sqlite3.connect(self.path)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute("SELECT * FROM facts")]

    def measure(self, request):
        """Sums and distinct counts by month."""
        rows = []
        with closing(sqlite3.connect(self.path)) as connection:
            for name, table in request.tables.items():
                dimensions = dict(table.segments)
                for column, values in table.where.items():
                    assert column.isidentifier() and values
                picked = ", ".join([f"substr({table.time}, 1, 7)", *dimensions.values()])
                what = f"SUM({table.sum})" if table.sum else f"COUNT(DISTINCT {table.distinct})"
                none = f"CASE WHEN COUNT({table.sum or table.distinct}) = 0 THEN {self.sum_of_nothing} ELSE {what} END"
                where = " AND ".join(f"{column} = ?" for column in table.where)
                found = connection.execute(
                    f"SELECT {picked}, {none} FROM {name} WHERE {where} GROUP BY {picked}",
                    [value for values in table.where.values() for value in values],
                )
                for period, *members, value in found:
                    row = {"metric": table.metric, "period": period, "value": value}
                    rows.append({**row, **dict(zip(dimensions, members, strict=True))})
        return rows


def filled(path, tables):
    """A SQLite file with some tables."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for name, rows in tables.items():
            columns = list(rows[0]) if rows else ["metric", "period", "value", "region", "count"]
            connection.execute(f"CREATE TABLE {name} ({', '.join(columns)})")
            holes = ", ".join("?" * len(columns))
            connection.executemany(
                f"INSERT INTO {name} VALUES ({holes})", [tuple(row.values()) for row in rows]
            )
    return str(path)


class TestDatabase(ConnectorContract):
    """Rows in SQLite."""

    def connector(self, rows, folder):
        """A database of the rows."""
        return Database(path=filled(folder / "a.db", {"facts": rows}))


class TestDatabaseMeasure(MeasureContract):
    """Facts in SQLite, counted there."""

    def connector(self, tables, folder):
        """A database of the tables."""
        return Database(path=filled(folder / "a.db", tables))


class Defective:
    """How a contract is tried on a connector with one defect: the test that is to find it must fail."""

    def __init__(self, make, contract=ConnectorContract):
        self.contract = type("Tried", (contract,), {"connector": lambda _self, rows, folder: make(rows)})()

    def fails(self, test, *fixtures):
        """Whether a test of the contract fails."""
        with pytest.raises((AssertionError, ValueError, ArithmeticError)):
            getattr(self.contract, test)(*fixtures)
        return True


def given(rows, change):
    """A connector class that gives changed rows."""

    @frozen(kw_only=True)
    class Changed:
        name: ClassVar[str] = "changed"
        password: str = field(default="", repr=True)

        def frame(self, request):
            return change([dict(row) for row in rows])

    return Changed()


DEFECTS = {
    "zero-for-missing": (
        lambda rows: [{**row, "value": row["value"] or 0} for row in rows],
        "test_what_is_missing_is_no_zero",
    ),
    "rows-lost": (lambda rows: rows[:-1], "test_it_gives_what_the_source_holds"),
    "counts-lost": (
        lambda rows: [{**row, "count": None} for row in rows],
        "test_counts_come_with_their_values",
    ),
    "members-upper": (
        lambda rows: [{**row, "region": row["region"].upper()} for row in rows],
        "test_texts_are_texts",
    ),
    "prints": (lambda rows: sys.stdout.write("here") and rows, "test_it_gives_what_the_source_holds"),
    "raises": (lambda rows: 1 / 0, "test_the_same_question_has_the_same_answer"),
    "no-table": (lambda rows: 7, "test_less_is_asked_for"),
    "fails-when-empty": (lambda rows: rows[0] and rows, "test_an_empty_source_gives_nothing"),
    "shows-password": (lambda rows: rows, "test_no_option_shows_a_credential"),
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_defect_is_found(defect, tmp_path):
    """Each defect of a connector makes the test fail that is there for it."""
    change, test = DEFECTS[defect]
    assert Defective(lambda rows: given(rows, change)).fails(test, tmp_path)


def test_an_answer_that_differs_each_time_is_found(tmp_path):
    """A connector that counts its calls fails the test of determinism."""
    calls = []

    def change(rows):
        calls.append(1)
        return [{**row, "value": len(calls)} for row in rows]

    assert Defective(lambda rows: given(rows, change)).fails(
        "test_the_same_question_has_the_same_answer", tmp_path
    )


def test_a_sum_of_nothing_as_zero_is_found(tmp_path):
    """A database that answers 0 for a sum of nulls fails the contract of measures."""

    class Tried(MeasureContract):
        def connector(self, tables, folder):
            return Database(path=filled(folder / "a.db", tables), sum_of_nothing="0")

    with pytest.raises(AssertionError):
        Tried().test_a_sum_of_nothing_is_not_known(tmp_path)


def test_a_class_that_is_not_frozen_is_found(tmp_path):
    """A connector whose options can be set anew fails the contract."""
    from attrs import define

    @define
    class Loose:
        path: str = ""
        name: ClassVar[str] = "loose"

        def frame(self, request):
            return []

    assert Defective(lambda rows: Loose()).fails("test_it_can_be_registered", tmp_path)
