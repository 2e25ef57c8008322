"""The columns of facts that frames hold as Python objects, as columns that every engine knows.

Texts and dates become texts, numbers become whole numbers: `parts` that add up exactly, and a `rank` that
keeps their order. Only eager frames (pandas above all) have such columns, and the objects are there already.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Any, Final

from attrs import field, frozen

from ..finding import Words
from .number_cell import exact
from .odd_cell import Oddity
from .unanswered import Source

BASE: Final = 2**32
"""What the parts of a wide number count in; sums of 2**31 of them stay within 64 bits."""
_PANDAS: Final[dict[str, Any]] = {"Int64": "Int64", "Float64": "Float64", "String": "string"}
_MIXED: Final = Oddity(
    one="value that is no plain number, among numbers",
    many=Words("values that are no plain numbers, among numbers", "个值不是普通数字，与数字混在一起"),
    advice=Words(
        "Give the column one type: numbers, texts or times", "请让该列只有一种类型：数字、文本或时间"
    ),
)


@frozen(kw_only=True)
class FactColumn:
    """One column of facts, under a name of its own.

    Attributes:
        name: What it is called in the frame now.
        dtype: Its type there.
        called: What it was called by the source.
        parts: Columns of whole numbers with their weights: the value is the sum of the products.
        ranked: What each rank in the column stands for, in order; empty where the column holds the values.
        is_empty: Whether it holds nothing at all, so that it has no type.
    """

    name: str
    dtype: Any
    called: str
    parts: tuple[tuple[str, Fraction], ...] = ()
    ranked: Sequence[Any] = field(default=(), repr=False)
    is_empty: bool = False


def plain_columns(frame: Any, columns: Sequence[FactColumn], source: Source) -> tuple[Any, list[FactColumn]]:
    """A frame whose columns every engine knows, and what they are now.

    Args:
        frame: A narwhals frame that holds the columns; lazy ones have no objects.
        columns: The columns.
        source: The table in findings.

    Raises:
        Unanswered: A column mixes values of several kinds.
    """
    import narwhals.stable.v2 as nw

    made: list[FactColumn] = []
    for column in columns:
        if column.dtype == nw.Unknown and _is_untyped(frame, column.name):
            frame = frame.with_columns(nw.col(column.name).cast(nw.Int64))
            made.append(FactColumn(name=column.name, dtype=nw.Int64(), called=column.called, is_empty=True))
            continue
        is_objects = column.dtype in (nw.Object, nw.Unknown) or _is_pandas_object(frame, column.name)
        if not is_objects or not isinstance(frame, nw.DataFrame):
            made.append(column)
            continue
        frame, plain = _plain(frame, column, source)
        made.append(plain)
    return _as_arrow(frame), made


def _plain(frame: Any, column: FactColumn, source: Source) -> tuple[Any, FactColumn]:
    import narwhals.stable.v2 as nw

    cells = [None if is_nothing(cell) else cell for cell in frame.get_column(column.name).to_list()]
    said = [cell for cell in cells if cell is not None]
    if not said:
        made = FactColumn(name=column.name, dtype=nw.Int64(), called=column.called, is_empty=True)
        return _with(frame, {column.name: (cells, nw.Int64())}), made
    if all(type(cell).__name__ in ("bool", "bool_") for cell in said):
        texts = [None if cell is None else str(bool(cell)).lower() for cell in cells]
        return _with(frame, {column.name: (texts, nw.String())}), _typed(column, nw.String())
    if all(isinstance(cell, (str, date)) for cell in said):
        texts = [
            None if cell is None else cell if isinstance(cell, str) else cell.isoformat() for cell in cells
        ]
        return _with(frame, {column.name: (texts, nw.String())}), _typed(column, nw.String())
    numbers = [None if cell is None else _number(cell) for cell in cells]
    odd = [cell for cell, number in zip(cells, numbers, strict=True) if cell is not None and number is None]
    if odd:
        raise _MIXED.told(source, column.called, len(odd), min(map(_shown, odd)))
    if any(isinstance(cell, float) for cell in said):
        floats = [None if number is None else float(number) for number in numbers]
        return _with(frame, {column.name: (floats, nw.Float64())}), _typed(column, nw.Float64())
    return _numbers(frame, column, numbers)


def _numbers(frame: Any, column: FactColumn, numbers: list[Fraction | None]) -> tuple[Any, FactColumn]:
    """A column of exact numbers as ranks, and beside it the parts that add up."""
    import narwhals.stable.v2 as nw

    ranked = sorted({number for number in numbers if number is not None})
    rank = {number: at for at, number in enumerate(ranked)}
    scale = lcm(*(number.denominator for number in ranked))
    whole = [0 if number is None else int(number * scale) for number in numbers]
    added: dict[str, tuple[list[Any], Any]] = {
        column.name: ([None if n is None else rank[n] for n in numbers], nw.Int64())
    }
    parts: list[tuple[str, Fraction]] = []
    weight, is_last = Fraction(1, scale), False
    while not is_last:
        is_last = all(-BASE <= number < BASE for number in whole)
        name = f"{column.name}_{len(parts)}"
        added[name] = (whole if is_last else [number % BASE for number in whole], nw.Int64())
        parts.append((name, weight))
        weight *= BASE
        whole = [number // BASE for number in whole]
    made = FactColumn(
        name=column.name, dtype=nw.Int64(), called=column.called, parts=tuple(parts), ranked=ranked
    )
    return _with(frame, added), made


def _number(cell: Any) -> Fraction | None:
    number = None if isinstance(cell, (str, date)) else exact(cell)
    return number if isinstance(number, Fraction) else None


def _shown(cell: Any) -> str:
    """A text or a day as it is written; of anything else its kind, as its text may be of any length."""
    return cell if isinstance(cell, str) else str(cell) if isinstance(cell, date) else type(cell).__name__


def is_nothing(cell: Any) -> bool:
    """Null, NaN of any kind, NaT."""
    if cell is None or type(cell).__name__ in ("NAType", "NaTType"):
        return True
    if isinstance(cell, Decimal):
        return cell.is_nan() and not cell.is_snan()
    return isinstance(cell, float) and cell != cell  # noqa: PLR0124 - nan is what differs from itself


def _is_pandas_object(frame: Any, name: str) -> bool:
    """Whether pandas holds a column as objects, whatever narwhals takes them for."""
    return frame.implementation.is_pandas_like() and str(frame.to_native().dtypes[name]) == "object"


def _is_untyped(frame: Any, name: str) -> bool:
    """Whether polars, DuckDB or Spark says of a column that it holds nothing but nulls."""
    native = frame.to_native()
    if frame.implementation.is_polars():
        return str(native.collect_schema()[name]) == "Null"
    if frame.implementation.is_duckdb():
        return str(native.types[native.columns.index(name)]).strip('"') == "NULL"
    return bool(frame.implementation.is_spark_like() and dict(native.dtypes)[name] == "void")


def _typed(column: FactColumn, dtype: Any) -> FactColumn:
    return FactColumn(name=column.name, dtype=dtype, called=column.called)


def _with(frame: Any, added: dict[str, tuple[list[Any], Any]]) -> Any:
    import narwhals.stable.v2 as nw

    backend = frame.implementation
    if backend.is_pandas_like():
        # Only nullable integers keep what does not fit into a float.
        import pandas as pd

        native = frame.to_native().copy(deep=False)
        for name, (cells, dtype) in added.items():
            native[name] = pd.array(cells, dtype=_PANDAS[type(dtype).__name__])
        return nw.from_native(native, eager_only=True)
    return frame.with_columns(
        *(nw.new_series(name, cells, dtype, backend=backend) for name, (cells, dtype) in added.items())
    )


def _as_arrow(frame: Any) -> Any:
    """A pandas frame with columns of Arrow as an Arrow table, which knows more of their arithmetic."""
    import narwhals.stable.v2 as nw

    if not isinstance(frame, nw.DataFrame) or not frame.implementation.is_pandas_like():
        return frame
    types = {type(dtype).__name__ for dtype in frame.to_native().dtypes}
    return nw.from_native(frame.to_arrow(), eager_only=True) if "ArrowDtype" in types else frame
