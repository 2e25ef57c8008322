"""One locked connection: it reads the files that it was opened for, one SELECT at a time, for some time."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import duckdb
from attrs import field, frozen

from goaltree import Words
from goaltree.actuals.unanswered import Source

from .engine_fault import engine_fault
from .location import Location

Values = Mapping[str, Any]
_CLOSED: Final = {
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
"""No code is fetched, and no credential is read."""
_LOCK: Final = (
    "SET temp_directory = ''",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)
"""Nothing is written beside the data, nothing else is opened, and that stays so."""
_IS_LOCKED: Final = "SELECT current_setting('lock_configuration')"
_OPENING: Final = threading.Lock()
"""Connections of one process to one database share their settings."""
_FETCHED: Final = 10_000
_AGAIN_SECONDS: Final = 0.05


@frozen(kw_only=True)
class Session:
    """A connection that can be asked.

    Attributes:
        connection: The connection.
        source: What the source is called.
        late: Set when the time is over.
        seconds: How long all questions together may take.
    """

    connection: duckdb.DuckDBPyConnection = field(repr=False)
    source: Source
    late: threading.Event = field(repr=False)
    seconds: float

    def rows(self, sql: str, values: Values = {}, *, most: int | None = None) -> list[tuple[Any, ...]]:  # noqa: B006 - never changed
        """What one SELECT gives.

        Args:
            sql: The statement, with `$name` for each value.
            values: The values by name; those that the statement does not name are not used.
            most: How many rows may come.

        Raises:
            Unanswered: The engine fails, the time is over, or there are more rows.
            ValueError: It is no single SELECT.
        """
        try:
            statements = self.connection.extract_statements(sql)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise ValueError("one SELECT is asked at a time")
            self._be_in_time()
            bound = {name: values[name] for name in statements[0].named_parameters}
            cursor = self.connection.execute(statements[0], bound)
            found: list[tuple[Any, ...]] = []
            while part := cursor.fetchmany(_FETCHED):
                found += part
                if most is not None and len(found) > most:
                    raise self.source.too_large(most)
                self._be_in_time()
        except duckdb.Error as error:
            self._be_in_time()
            raise engine_fault(self.source, error) from None
        return found

    def described(self, sql: str, values: Values = {}) -> list[tuple[str, str]]:  # noqa: B006 - never changed
        """Names and types of the columns that a SELECT gives."""
        return [(str(row[0]), str(row[1])) for row in self.rows(f"DESCRIBE {sql}", values)]

    def _be_in_time(self) -> None:
        if self.late.is_set():
            waited = f"{self.seconds:g}"
            raise self.source.unreadable(
                Words(f"it does not answer within {waited} seconds", f"{waited} 秒内没有回答"),
                Words(
                    "Add the facts up before, or allow it more time with `seconds`",
                    "请先汇总，或用 `seconds` 允许更长时间",
                ),
            )


@contextmanager
def opened(location: Location, seconds: float, source: Source) -> Iterator[Session]:
    """A locked connection to a location; it is closed, and whatever runs is stopped, when the time is over.

    A database is opened read-only. Files are opened from an empty database in memory to which nothing
    but these files is accessible.

    Raises:
        Unanswered: The engine cannot open it.
    """
    try:
        connection = _connected(location)
    except duckdb.Error as error:
        raise engine_fault(source, error) from None
    late, done = threading.Event(), threading.Event()

    def watch() -> None:
        if not done.wait(seconds):
            late.set()
            while not done.wait(_AGAIN_SECONDS):
                connection.interrupt()

    watcher = threading.Thread(target=watch, name="goaltree-duckdb", daemon=True)
    watcher.start()
    try:
        yield Session(connection=connection, source=source, late=late, seconds=seconds)
    finally:
        done.set()
        watcher.join()
        connection.close()


def _connected(location: Location) -> duckdb.DuckDBPyConnection:
    is_database = location.kind == "database"
    with _OPENING:
        connection = duckdb.connect(
            location.files[0] if is_database else ":memory:", read_only=is_database, config=dict(_CLOSED)
        )
        if connection.execute(_IS_LOCKED).fetchone() == (True,):
            return connection
        if not is_database:
            connection.execute("SET allowed_paths = $files", {"files": list(location.files)})
        for statement in _LOCK:
            connection.execute(statement)
    return connection
