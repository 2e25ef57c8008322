"""A data frame of any library that narwhals knows as a sheet; the frame itself is never changed."""

from __future__ import annotations

import io
from importlib.util import find_spec
from typing import Any, Final, Literal

from ..finding import Finding, Span, Words
from ..model.names import Names
from .column import HEADINGS, repeated_columns, wanted_columns
from .limit import Limits
from .sheet import Sheet
from .source_faults import SOURCE_UNREADABLE
from .text_table import too_many_rows

_ENGINES: Final[tuple[Literal["pyarrow", "polars"], ...]] = ("pyarrow", "polars")
_MAGIC: Final = b"PAR1"


def as_frame(source: object) -> Any | None:
    """The source as a narwhals frame, eager or lazy; `None` where it is no frame."""
    import narwhals.stable.v2 as nw

    if isinstance(source, (nw.DataFrame, nw.LazyFrame)):
        return source
    try:
        frame = nw.from_native(_labelled(source), pass_through=True)
    except nw.exceptions.DuplicateError:
        return source
    return frame if isinstance(frame, (nw.DataFrame, nw.LazyFrame)) else None


def sheet_of_frame(frame: Any, name: str, dimensions: Names, limits: Limits) -> Sheet | list[Finding]:
    """The cells of a frame: of a lazy one only the columns that mean something are fetched.

    An index of pandas that has a name, or that holds times, is a column too.
    """
    import narwhals.stable.v2 as nw

    empty = Sheet(name=name, columns={}, rows=())
    if not isinstance(frame, (nw.DataFrame, nw.LazyFrame)):  # pandas with a column twice
        headings = [str(heading) for heading in frame.columns]
        return [repeated_columns(empty, [h for h in dict.fromkeys(headings) if headings.count(h) > 1])]
    try:
        schema = frame.collect_schema()
        wanted = wanted_columns([h for h in schema if isinstance(h, str)], dimensions)
        eager = _fetched(frame, wanted, limits)
        if len(eager) > limits.rows:
            return [too_many_rows(name, limits)]
        columns: dict[str, Any] = {str(heading): () for heading in schema}
        columns |= {heading: eager.get_column(heading).to_list() for heading in wanted}
        count = len(eager)
    except Exception as error:  # noqa: BLE001 - a frame's engine may fail in any way of its own
        reason = Words(
            f"the frame fails with {type(error).__name__}", f"数据框出错（{type(error).__name__}）"
        )
        advice = Words("Compute the frame first and look at its error", "请先计算该数据框，查看其错误")
        params = {"file": name, "reason": reason, "advice": advice}
        return [Finding(rule=SOURCE_UNREADABLE, params=params, span=Span(file=name, line=0, column=0))]
    dtypes = {heading: str(schema[heading]) for heading in wanted}
    return Sheet(name=name, columns=columns, rows=range(1, count + 1), dtypes=dtypes)


def _fetched(frame: Any, wanted: tuple[str, ...], limits: Limits) -> Any:
    import narwhals.stable.v2 as nw

    if isinstance(frame, nw.DataFrame):
        return frame
    chosen = frame.select(*wanted) if wanted else frame
    return chosen.head(limits.rows + 1).collect()


def _labelled(source: Any) -> Any:
    """A pandas frame with texts for headings and its named or timed index as columns; others as they are."""
    if type(source).__module__.partition(".")[0] != "pandas" or not hasattr(source, "columns"):
        return source
    headings = {str(heading) for heading in source.columns}
    index = source.index
    if any(name is not None for name in index.names):
        levels = [str(name) for name in index.names if name is not None]
        if not set(levels) & headings:
            source = source.reset_index(level=[name for name in index.names if name is not None])
    elif not headings & {*HEADINGS["period"], *HEADINGS["date"]}:
        column = {"PeriodIndex": "period", "DatetimeIndex": "date"}.get(type(index).__name__)
        if column is not None:
            source = source.set_axis(index.rename(column)).reset_index()
    return source.set_axis([str(heading) for heading in source.columns], axis=1)


def parquet_frame(data: bytes, name: str) -> Any | Finding:
    """The frame of a Parquet file's bytes, or why there is none."""
    import narwhals.stable.v2 as nw

    span = Span(file=name, line=0, column=0)
    engine = next((engine for engine in _ENGINES if find_spec(engine) is not None), None)
    if engine is None:
        reason = Words("no library that reads Parquet is installed", "没有安装能读取 Parquet 的库")
        advice = Words("Install `pyarrow` or `polars`", "请安装 `pyarrow` 或 `polars`")
        return Finding(
            rule=SOURCE_UNREADABLE, params={"file": name, "reason": reason, "advice": advice}, span=span
        )
    if data[:4] == _MAGIC == data[-4:]:
        try:
            return nw.read_parquet(io.BytesIO(data), backend=engine)
        except Exception:  # noqa: BLE001, S110 - whatever the engine says, the file is damaged
            pass
    reason = Words("it is damaged, or no Parquet file", "文件已损坏，或不是 Parquet 文件")
    advice = Words("Export it again", "请重新导出")
    return Finding(
        rule=SOURCE_UNREADABLE, params={"file": name, "reason": reason, "advice": advice}, span=span
    )
