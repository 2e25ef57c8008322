"""The rows of a small frame, as Python has them, whatever engine gives them."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any


def rows_of(frame: Any) -> list[dict[str, Any]]:
    """A frame's rows, in which nothing is lost: integers and decimals stay exact, and null is `None`."""
    import narwhals.stable.v2 as nw

    if isinstance(frame, nw.LazyFrame):
        if frame.implementation.is_duckdb():
            # By way of pandas they would have NaN for null, and floats for decimals.
            relation = frame.to_native()
            return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
        if frame.implementation.is_polars():
            frame = frame.collect(engine="streaming")
        else:
            backend: Any = next(
                (name for name in ("pyarrow", "polars") if find_spec(name) is not None), "pandas"
            )
            frame = frame.collect(backend=backend)
    rows: list[dict[str, Any]] = frame.rows(named=True)
    return rows
