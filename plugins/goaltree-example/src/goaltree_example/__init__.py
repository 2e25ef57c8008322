"""Actuals from a table of a SQLite file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, ClassVar

from attrs import frozen

import goaltree as gt

goaltree_api = 1


@frozen(kw_only=True)
class Sqlite:
    """A table with the columns metric, period, value, region and count: `sqlite://till.db?table=facts`.

    Attributes:
        path: The file.
        table: The table.
    """

    name: ClassVar[str] = "sqlite"
    path: str
    table: str = "facts"

    def frame(self, request: gt.Request) -> list[dict[str, Any]]:
        """The rows of the metrics that are asked for."""
        table = '"' + self.table.replace('"', '""') + '"'
        holes = ", ".join("?" for _ in request.metrics)
        query = f"SELECT * FROM {table} WHERE metric IN ({holes})"  # noqa: S608 - names quoted, values bound
        address = f"{Path(self.path).absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(query, request.metrics)]


@gt.hookimpl
def goaltree_register_connectors() -> list[type[Sqlite]]:
    """What this plugin brings."""
    return [Sqlite]
