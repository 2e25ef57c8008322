"""Columns and tables: what a database holds, by what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from attrs import field, frozen
from sqlalchemy import column, table
from sqlalchemy.sql import quoted_name
from sqlalchemy.sql.expression import ColumnClause, TableClause

from goaltree.actuals.unanswered import Source

ColumnKind = Literal["whole", "decimal", "float", "text", "date", "local", "instant", "any", "other"]


@frozen(kw_only=True)
class Column:
    """A column of a table.

    Attributes:
        name: What it is called.
        kind: What it holds: `local` is a date and time without a zone, `instant` one with it, `any` whatever
            each row has (SQLite).
        type: Its type as the database calls it.
        sql: The expression that gives it.
    """

    name: str
    kind: ColumnKind
    type: str = ""
    sql: ColumnClause[Any] = field(eq=False, repr=False)


@frozen(kw_only=True)
class Table:
    """A table or view.

    Attributes:
        name: What it is called in findings.
        sql: What stands behind FROM.
        columns: Its columns by name.
    """

    name: str
    sql: TableClause = field(eq=False, repr=False)
    columns: Mapping[str, Column]

    def column(self, name: str, source: Source) -> Column:
        """The column of exactly this name.

        Raises:
            Unanswered: There is none.
        """
        if name not in self.columns:
            raise source.at(self.name).lacks((name,), self.columns)
        return self.columns[name]


def table_of(name: str, schema: str | None, kinds: Mapping[str, tuple[ColumnKind, str]]) -> Table:
    """A table whose names are quoted wherever they stand.

    Args:
        name: What the table is called.
        schema: The schema that it is in; `None` where there is none.
        kinds: Kind and type of each column.
    """
    columns: dict[str, ColumnClause[Any]] = {one: column(quoted_name(one, quote=True)) for one in kinds}
    schema_name = None if schema is None else quoted_name(schema, quote=True)
    sql = table(quoted_name(name, quote=True), *columns.values(), schema=schema_name)
    return Table(
        name=name,
        sql=sql,
        columns={
            one: Column(name=one, kind=kind, type=type_, sql=sql.columns[one])
            for one, (kind, type_) in kinds.items()
        },
    )
