"""The same facts in every kind of frame that a process can hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import reduce
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

TYPES = {datetime: pa.timestamp("us", "UTC"), date: pa.date32(), Decimal: pa.decimal128(38, 2)}


def arrow(rows, headings=()):
    """Rows as an Arrow table; a column without values has the type that Arrow gives to nothing."""
    names = list(rows[0]) if rows else list(headings)
    columns = {}
    for name in names:
        cells = [row[name] for row in rows]
        kind = next((type(cell) for cell in cells if cell is not None), None)
        columns[name] = pa.array(cells, TYPES.get(kind))
    return pa.table(columns)


def objects(rows, headings=()):
    """Rows as a pandas frame of Python objects."""
    return pd.DataFrame([dict(row) for row in rows], columns=list(headings) or None, dtype=object)


def nullable(rows, headings=()):
    """Rows as a pandas frame whose whole numbers may be missing; instants are pandas' own."""
    frame = objects(rows, headings)
    for name in frame.columns:
        kinds = {type(cell) for cell in frame[name] if cell is not None}
        if datetime in kinds:
            frame[name] = pd.to_datetime(frame[name], utc=True)
        elif kinds == {int}:
            frame[name] = pd.array(frame[name], dtype="Int64")
        elif kinds == {str}:
            frame[name] = frame[name].astype("string")
        elif kinds == {float}:
            frame[name] = frame[name].astype("float64")
    return frame


def relation(rows, headings=()):
    """Rows as a DuckDB relation of a connection whose zone is neither the plan's nor UTC."""
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'Asia/Kolkata'")
    connection.register("given", arrow(rows, headings))
    return connection.sql("SELECT * FROM given")


def file(rows, folder, headings=()):
    """Rows as a Parquet file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{len(list(folder.iterdir()))}.parquet"
    pq.write_table(arrow(rows, headings), path)
    return path


ENGINES: dict[str, Callable[..., Any]] = {
    "pandas objects": objects,
    "pandas nullable": nullable,
    "pandas arrow": lambda *given: arrow(*given).to_pandas(types_mapper=pd.ArrowDtype),
    "polars": lambda *given: pl.from_arrow(arrow(*given)),
    "polars lazy": lambda *given: pl.from_arrow(arrow(*given)).lazy(),
    "arrow": arrow,
    "arrow chunks": lambda *given: reduce(
        lambda one, other: pa.concat_tables([one, other]),
        [arrow(*given).slice(at, 1) for at in range(arrow(*given).num_rows)] or [arrow(*given)],
    ),
    "duckdb": relation,
}
