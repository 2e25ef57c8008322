"""The connector keeps the contract of goaltree."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from goaltree.testing import ConnectorContract
from goaltree_example import Sqlite


def written(rows, path):
    """A SQLite file with the rows in its table `facts`."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE facts (metric, period, value, region, count)")
        connection.executemany("INSERT INTO facts VALUES (:metric, :period, :value, :region, :count)", rows)
    return str(path)


class TestSqlite(ConnectorContract):
    """What the connector gives is what the table holds."""

    def connector(self, rows, folder):
        """A file of the rows."""
        return Sqlite(path=written(rows, folder / "till.db"))
