"""Facts in frames: orders, visits, users, a row each, counted where they are."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar, Final, Literal

from attrs import field, frozen

from ..errors import UsageError
from ..finding import Finding, Words, excerpt
from ..model.mapping import Frozen
from .connector import Request
from .fact_count import counted
from .frame import as_frame
from .measure import Count, Counts, counting, counts_of, measures
from .unanswered import Source, Unanswered

_ENGINES: Final[tuple[Literal["polars", "duckdb", "pyarrow"], ...]] = ("polars", "duckdb", "pyarrow")
_ENDINGS: Final = (".parquet", ".pq")
_CHECK: Final = Words("Check the path", "请检查路径")


def _tables(given: Mapping[str, Any]) -> Mapping[str, Any]:
    tables = dict(given)
    for name, table in tables.items():
        if not isinstance(name, str):
            raise UsageError(f"tables are named by texts, not by {type(name).__name__}")
        if not isinstance(table, (str, os.PathLike)) and as_frame(table) is None:
            raise UsageError(f"the table {name!r} is a frame or a path, not {type(table).__name__}")
    return Frozen(tables)


@frozen(eq=False)
class Facts:
    """Tables of facts that a plan's source counts: a connector to frames and Parquet files.

        facts = Facts({"orders": orders, "users": "users.parquet"})
        observe(plan, connectors={"warehouse": facts})

    Each frame may be of any library that narwhals knows: pandas, polars, Arrow, DuckDB, Spark. Lazy frames stay
    lazy until they are grouped, and only groups are fetched; no frame is changed. How a table counts is
    said in the plan (`sources:`, `tables:`); see `Measure` for what every engine keeps to.

    Attributes:
        tables: Frames or paths by the names of the plan's tables. A path is a Parquet file, or a pattern of
            several (`sales/*.parquet`).
    """

    name: ClassVar[str] = "facts"
    tables: Mapping[str, Any] = field(converter=_tables, repr=lambda tables: f"[{', '.join(tables)}]")

    def measure(self, request: Request) -> Counts | Finding:
        """The facts of the plan's tables, counted.

        Args:
            request: What is asked for, and how the tables count.

        Returns:
            What each measure gives, with what became of the rows; or the finding that there is no answer.
            Nothing is answered in part.
        """
        source = Source(request.source or self.name)
        asked = measures(request, source.name)
        if isinstance(asked, Finding):
            return asked
        try:
            return counts_of(self._counted(asked, source, request), source.name)
        except Unanswered as unanswered:
            return unanswered.finding

    def _counted(self, asked: tuple[Any, ...], source: Source, request: Request) -> Iterator[Count]:
        frames: dict[str, Any] = {}
        most = request.limits.rows
        for number, measure in enumerate(asked):
            request.meter.tell(counting(source.name, measure), number, len(asked))
            if measure.table not in frames:
                frames[measure.table] = self._frame(measure.table, source)
            found = counted(frames[measure.table], measure, source.at(measure.table), most)
            most -= len(found.values)
            yield found

    def _frame(self, table: str, source: Source) -> Any:
        """The frame of a table."""
        import narwhals.stable.v2 as nw

        if table not in self.tables:
            raise source.has_no_table(table, self.tables)
        given = self.tables[table]
        frame = (
            _scanned(os.fspath(given), source) if isinstance(given, (str, os.PathLike)) else as_frame(given)
        )
        if not isinstance(frame, (nw.DataFrame, nw.LazyFrame)):
            called = excerpt(table)
            raise source.unreadable(
                Words(f"the table `{called}` has a column twice", f"表 `{called}` 有重复的列"),
                Words("Rename one of them", "请为其中一列改名"),
            )
        return frame


def _scanned(path: str, source: Source) -> Any:
    """The Parquet files of a path as a frame, lazy where an engine can."""
    import narwhals.stable.v2 as nw

    name = excerpt(Path(path).name)
    if not path.lower().endswith(_ENDINGS):
        raise source.unreadable(
            Words(f"`{name}` is no Parquet file", f"`{name}` 不是 Parquet 文件"),
            Words(
                "Read it into a frame, so that its types are yours, or use the plugin `goaltree-duckdb`",
                "请先读成数据框，自行决定各列类型；或使用插件 `goaltree-duckdb`",
            ),
        )
    engine = next((engine for engine in _ENGINES if find_spec(engine) is not None), None)
    if engine is None:
        raise source.unreadable(
            Words("no library that reads Parquet is installed", "没有安装能读取 Parquet 的库"),
            Words("Install `polars` or `pyarrow`", "请安装 `polars` 或 `pyarrow`"),
        )
    try:
        frame = nw.scan_parquet(path, backend=engine)
        frame.collect_schema()
    except Exception as error:  # noqa: BLE001 - an engine may fail in any way of its own
        kind = type(error).__name__
        raise source.unreadable(Words(f"`{name}`: {kind}", f"`{name}`：{kind}"), _CHECK) from None
    return frame
