"""The rows of a small frame, as Python has them, whatever engine gives them."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any


def rows_of(frame: Any) -> list[dict[str, Any]]:
    """A frame's rows, in which nothing is lost: integers and decimals stay exact, and null is `None`."""
    import narwhals.stable.v2 as nw

    if isinstance(frame, nw.LazyFrame):
        if frame.implementation.is_duckdb():
            return _duckdb_rows(frame.to_native())
        if frame.implementation.is_polars():
            frame = frame.collect(engine="streaming")
        else:
            backend: Any = next(
                (name for name in ("pyarrow", "polars") if find_spec(name) is not None), "pandas"
            )
            frame = frame.collect(backend=backend)
    rows: list[dict[str, Any]] = frame.rows(named=True)
    return rows


def _duckdb_rows(relation: Any) -> list[dict[str, Any]]:
    """A relation's rows as DuckDB itself gives them: as pandas they would have NaN for null, and floats for decimals.

    Instants become microseconds, as an instant in Python takes another package.
    """
    import duckdb

    columns = [
        duckdb.FunctionExpression("epoch_us", duckdb.ColumnExpression(name)).alias(name)
        if str(kind) == "TIMESTAMP WITH TIME ZONE"
        else duckdb.ColumnExpression(name)
        for name, kind in zip(relation.columns, relation.types, strict=True)
    ]
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.select(*columns).fetchall()]
