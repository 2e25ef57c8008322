"""The connector: actuals from files and databases that DuckDB reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar, Final

from attrs import Factory, field, frozen

from goaltree import Finding, Request, UsageError, Words
from goaltree.actuals.measure import Count, Counts, Measure, counts_of, measures, nothing_of
from goaltree.actuals.name_mapping import name_mapping
from goaltree.actuals.unanswered import Source, Unanswered

from .fact import Facts
from .location import TABLE, located
from .measure import Counting
from .session import Session, opened
from .table import Table, table_of

SECONDS: Final = 20.0
"""Less than a host waits for a plugin, so that the engine is stopped, not left behind."""


@frozen(kw_only=True)
class DuckDBConnector:
    """Files and databases that DuckDB reads: `duckdb://sales/*.parquet`, `duckdb://facts.duckdb?table=actuals`.

    Attributes:
        path: A .duckdb database; or .csv, .tsv, .txt, .json, .jsonl, .ndjson or .parquet files, as a path or
            a pattern (`*`, `?`, `[...]`, `**`). `{table}` in it is the name of a table of the plan.
        table: The table of a database that holds actuals as `frame` gives them; needed where it has several.
        tables: Tables of the plan to tables of the source, where they are called otherwise.
        columns: Headings of actuals (`metric`, `value`...) to columns of the source; others are left out.
        delimiter: What separates the cells of text files; by default what separates their headings.
        seconds: How long an answer may take.
    """

    name: ClassVar[str] = "duckdb"
    path: str
    table: str = ""
    tables: Mapping[str, str] = field(converter=name_mapping, default=Factory(dict))
    columns: Mapping[str, str] = field(converter=name_mapping, default=Factory(dict))
    delimiter: str = field(default="")
    seconds: float = field(default=SECONDS)

    @seconds.validator
    def _is_some_time(self, _attribute: object, seconds: float) -> None:
        if not 0 < seconds < 86_400:
            raise UsageError("`seconds` is a number above 0, at most a day")

    @delimiter.validator
    def _is_one_character(self, _attribute: object, delimiter: str) -> None:
        if len(delimiter) > 1 or delimiter in ('"', "\n", "\r", "\0"):
            raise UsageError("`delimiter` is one character")

    def frame(self, request: Request) -> dict[str, list[Any]] | Finding:
        """The rows of the one table of actuals, as they are.

        Args:
            request: What is asked for; its limit of rows counts.

        Returns:
            A dict of lists, or the finding that there is no answer.
        """
        source = self._source(request)
        try:
            with self._opened(self.table, source) as (session, table):
                return _copied(session, table, self.columns, request.limits.rows)
        except Unanswered as unanswered:
            return unanswered.finding

    def measure(self, request: Request) -> Counts | Finding:
        """The facts of the plan's tables, counted by DuckDB.

        A sum comes with the number of values in it, a mean with its weight; where there is no value there
        is no row. Facts without a readable day come with what is written instead, so that `observe` tells.

        Args:
            request: What is asked for, and how the tables count.

        Returns:
            What each measure gives, with what became of the rows; or the finding that there is no answer.
            Nothing is answered in part.
        """
        source = self._source(request)
        asked = measures(request, source.name)
        if isinstance(asked, Finding):
            return asked
        try:
            return counts_of(self._counted(asked, source, request.limits.rows), source.name)
        except Unanswered as unanswered:
            return unanswered.finding

    def _counted(self, asked: tuple[Measure, ...], source: Source, most: int) -> list[Count]:
        """What measures give, those of one table of the source together, in the order in which they are asked."""
        tables: dict[str, list[Measure]] = {}
        for measure in asked:
            tables.setdefault(self.tables.get(measure.table, measure.table), []).append(measure)
        found: list[Count] = []
        for name, of_table in tables.items():
            with self._opened(name, source) as (session, table):
                if not table.columns:  # an empty file has no headings either
                    found += map(nothing_of, of_table)
                    continue
                for count in Counting(facts=Facts(session=session, table=table)).counts(of_table, most):
                    most -= len(count.values)
                    found.append(count)
        return sorted(found, key=lambda count: asked.index(count.measure))

    def _source(self, request: Request) -> Source:
        return Source(request.source or self.path.rpartition("/")[2] or self.name)

    @contextmanager
    def _opened(self, table: str, source: Source) -> Iterator[tuple[Session, Table]]:
        if TABLE in self.path and not table:
            raise source.unreadable(
                Words("its path needs the name of a table", "其路径需要表名"),
                Words("Add `table` to the address", "请在地址中加上 `table`"),
            )
        location = located(self.path, table, source)
        with opened(location, self.seconds, source) as session:
            yield session, table_of(session, location, table, self.delimiter)


def _copied(session: Session, table: Table, mapped: Mapping[str, str], most: int) -> dict[str, list[Any]]:
    """All rows of a table; instants with a zone as texts that say it."""
    chosen = mapped or {name: name for name in table.columns}
    columns = [table.column(name, session.source) for name in chosen.values()]
    if not columns:
        return {}
    listed = ", ".join(
        f"strftime(timezone('UTC', {one.sql}), '%Y-%m-%dT%H:%M:%S.%f+00:00')"
        if one.type == "TIMESTAMP WITH TIME ZONE"
        else one.sql
        for one in columns
    )
    rows = session.rows(f"SELECT {listed} FROM {table.sql}", table.values, most=most)
    return {heading: [row[at] for row in rows] for at, heading in enumerate(chosen)}
