"""How the tests write their sources: tables of a SQLite file, or of a new database of a PostgreSQL server."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from attrs import frozen

from goaltree_sql.connector import SqlConnector

Tables = Mapping[str, Sequence[Mapping[str, Any]]]


@frozen
class SqliteSource:
    """SQLite files in a folder."""

    folder: Path

    def connector(self, tables: Tables, headings: Sequence[str] = (), **options: Any) -> SqlConnector:
        """A connector to a file with some tables."""
        path = self.folder / "facts.db"
        path.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as connection, connection:
            for name, rows in tables.items():
                columns = list(rows[0]) if rows else list(headings)
                connection.execute(f"CREATE TABLE {quoted(name)} ({', '.join(map(quoted, columns))})")
                holes = ", ".join("?" for _ in columns)
                connection.executemany(
                    f"INSERT INTO {quoted(name)} VALUES ({holes})",
                    [[plain(row[column]) for column in columns] for row in rows],
                )
        return SqlConnector(url=f"sqlite:///{path}", **options)

    def run(self, statement: str) -> None:
        """Run some statements on the file."""
        with closing(sqlite3.connect(self.folder / "facts.db")) as connection, connection:
            connection.executescript(statement)


@frozen
class PostgresSource:
    """A database of a server; each connector finds nothing but its own tables there."""

    server: Any

    def connector(self, tables: Tables, headings: Sequence[str] = (), **options: Any) -> SqlConnector:
        """A connector to a database with some tables."""
        import psycopg
        from psycopg import sql

        database = self.server.scratch
        self.server.run(database, "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        with psycopg.connect(**self.server.keywords, dbname=database) as connection:
            for name, rows in tables.items():
                columns = list(rows[0]) if rows else list(headings)
                types = {column: type_of(row[column] for row in rows) for column in columns}
                made = [
                    sql.SQL("{} {}").format(sql.Identifier(column), sql.SQL(kind))
                    for column, kind in types.items()
                ]
                create = sql.SQL("CREATE TABLE {} ({})")
                connection.execute(create.format(sql.Identifier(name), sql.SQL(", ").join(made)))
                copy = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(name))
                with connection.cursor().copy(copy) as lines:
                    for row in rows:
                        lines.write_row([_cell(row[column], types[column]) for column in columns])
        return SqlConnector(url=self.server.url(database), **options)

    def run(self, statement: str) -> None:
        """Run some statements in the database, as its owner."""
        self.server.run(self.server.scratch, statement)


def quoted(name: str) -> str:
    """A name as SQLite wants it."""
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def plain(cell: Any) -> Any:
    """A cell as SQLite keeps it: decimals and what is too large as texts."""
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ") if cell.tzinfo is None else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Decimal) or (isinstance(cell, int) and not -(2**63) <= cell < 2**63):
        return str(cell)
    return cell


def type_of(cells: Iterable[Any]) -> str:
    """The type of a column of PostgreSQL that holds some cells."""
    found = [cell for cell in cells if cell is not None]
    kinds = {type(cell) for cell in found}
    if kinds == {int} and all(-(2**63) <= cell < 2**63 for cell in found):
        return "bigint"
    if kinds and kinds <= {int, float, Decimal} and kinds != {float}:
        return "numeric"
    if kinds == {datetime}:
        return "timestamp" if found[0].tzinfo is None else "timestamptz"
    known = {float: "double precision", date: "date", bool: "boolean"}
    return known.get(next(iter(kinds)), "text") if len(kinds) == 1 else "text"


def _cell(cell: Any, kind: str) -> Any:
    return Decimal(repr(cell)) if kind == "numeric" and isinstance(cell, float) else cell
