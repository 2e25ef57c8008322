"""How the tests write their sources, files by means of their own, databases by DuckDB, and what they count there."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from operator import attrgetter
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

import goaltree as gt
from goaltree.testing.fact_question import asked, plan_of
from goaltree_duckdb.connector import DuckDBConnector

ENDINGS = (".csv", ".json", ".parquet", ".duckdb")


def written(
    tables: Mapping[str, Sequence[Mapping[str, Any]]],
    folder: Path,
    ending: str,
    headings: Sequence[str] = (),
) -> str:
    """The path of tables, written as files of one kind (`{table}` in the path) or into one database."""
    if ending == ".duckdb":
        path = folder / "facts.duckdb"
        with duckdb.connect(str(path)) as connection:
            for name, rows in tables.items():
                connection.register("given", arrow(rows, headings))
                connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM given')
                connection.unregister("given")
        return str(path)
    for name, rows in tables.items():
        write(rows, folder / f"{name}{ending}", headings)
    return str(folder / ("{table}" + ending))


def write(rows: Sequence[Mapping[str, Any]], path: Path, headings: Sequence[str] = ()) -> None:
    """Rows as one file, of the kind that its name says."""
    names = list(rows[0]) if rows else list(headings)
    ending = path.suffix
    if ending in (".csv", ".tsv"):
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, delimiter="," if ending == ".csv" else "\t")
            writer.writerow(names)
            writer.writerows([[plain(row[name]) for name in names] for row in rows])
    elif ending == ".jsonl":
        lines = [json.dumps(dict(row), default=str, ensure_ascii=False) for row in rows]
        path.write_text("\n".join(lines), encoding="utf-8")
    elif ending == ".json":
        path.write_text(json.dumps([dict(row) for row in rows], default=str), encoding="utf-8")
    else:
        pq.write_table(arrow(rows, headings), path)


def arrow(rows: Sequence[Mapping[str, Any]], headings: Sequence[str] = ()) -> pa.Table:
    """Rows as a table with types: a column of whole numbers and decimals becomes one of decimals."""
    names = list(rows[0]) if rows else list(headings)
    columns = {}
    for name in names:
        cells = [row[name] for row in rows]
        known = [cell for cell in cells if cell is not None]
        if any(isinstance(cell, (int, Decimal)) for cell in known) and not all(
            isinstance(cell, int) and abs(cell) < 2**63 for cell in known
        ):
            cells = [None if cell is None else Decimal(str(cell)) for cell in cells]
        columns[name] = pa.array(cells) if known else pa.nulls(len(cells), pa.string())
    return pa.table(columns)


def plain(cell: object) -> object:
    """A cell of a text file."""
    return "" if cell is None else cell


def current(actuals, **options):
    """The values of the whole."""
    return [
        value
        for _, value in zip(*attrgetter("periods", "values")(actuals.series("m", **options)), strict=True)
    ]


def measured(told, rows, folder, ending=".parquet", **options):
    """The values that come of facts in a table `facts`."""
    plan = plan_of({"facts": told}, **options)
    path = written({"facts": rows}, folder, ending)
    found = asked(plan, DuckDBConnector(path=path))
    assert not isinstance(found, gt.Finding), found.message()
    return gt.observe(plan, found)
