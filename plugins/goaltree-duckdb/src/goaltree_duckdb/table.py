"""Tables: what a source holds under a name, with its columns, as a part of a SELECT."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from goaltree.actuals.unanswered import Source

from .catalogue import tables_of
from .header import header_of
from .location import Location
from .parquet import parquet_of
from .quote import quoted
from .record import records_of
from .session import Session


@frozen(kw_only=True)
class Column:
    """A column of a table.

    Attributes:
        sql: The expression that gives it; the table's alias is `src`.
        type: Its type as the engine calls it.
    """

    sql: str
    type: str

    @property
    def is_float(self) -> bool:
        """Whether it holds binary floating-point numbers."""
        return self.type in ("FLOAT", "DOUBLE")

    @property
    def is_text(self) -> bool:
        """Whether it holds texts."""
        return self.type == "VARCHAR" or self.type.startswith(("ENUM(", "JSON"))


@frozen(kw_only=True)
class Table:
    """A table.

    Attributes:
        name: What it is called in findings.
        sql: What stands behind FROM.
        values: The values that the SQL binds.
        columns: Its columns by name.
    """

    name: str
    sql: str
    values: Mapping[str, Any] = field(factory=dict)
    columns: Mapping[str, Column] = field(factory=dict)

    def column(self, name: str, source: Source) -> Column:
        """The column of exactly this name.

        Raises:
            Unanswered: There is none.
        """
        if name not in self.columns:
            raise source.at(self.name).lacks((name,), self.columns)
        return self.columns[name]


def table_of(session: Session, location: Location, name: str, delimiter: str) -> Table:
    """The table of a location.

    Args:
        session: A connection to the location.
        location: Where the data is.
        name: Which table of a database; files are one table, whatever it is called.
        delimiter: What separates the cells of text files; empty where their headings say it.

    Raises:
        Unanswered: There is no such table, or its files do not fit together.
    """
    source, files = session.source, list(location.files)
    if location.kind == "csv":
        header = header_of(location.files, delimiter, source)
        if not header.names:
            return Table(name=name, sql="(SELECT 1 WHERE false) AS src")
        at = {heading: f"c{index}" for index, heading in enumerate(header.names)}
        values = {
            "files": files,
            "delimiter": header.delimiter,
            "columns": dict.fromkeys(at.values(), "VARCHAR"),
        }
        columns = {heading: Column(sql=f"src.{key}", type="VARCHAR") for heading, key in at.items()}
        return Table(name=name, sql=f"{_CSV} AS src", values=values, columns=columns)
    if location.kind == "json":
        found = records_of(session, files)
        keys = {key: (f"k{index}", pointer) for index, (key, pointer) in enumerate(found.items())}
        return Table(
            name=name,
            sql="read_json_objects($files, format = 'auto') AS src",
            values={"files": files, **dict(keys.values())},
            columns={
                key: Column(sql=f"json_extract_string(src.json, ${at})", type="VARCHAR")
                for key, (at, _) in keys.items()
            },
        )
    if location.kind == "parquet":
        sql, values = parquet_of(session, files)
    else:
        sql, values = tables_of(session).find(name, source), {}
    described = session.described(f"SELECT * FROM {sql} AS src", values)
    columns = {column: Column(sql=f"src.{quoted(column)}", type=type_) for column, type_ in described}
    return Table(name=name, sql=f"{sql} AS src", values=values, columns=columns)


_CSV = (
    "read_csv($files, columns = $columns, delim = $delimiter, auto_detect = false, header = true, "
    "quote = '\"', escape = '\"', null_padding = false)"
)
