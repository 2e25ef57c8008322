"""The words of a database, by the name of its dialect."""

from __future__ import annotations

from .ansi import Ansi
from .bigquery import BigQueryDialect
from .clickhouse import ClickHouseDialect
from .mysql import MySQLDialect
from .oracle import OracleDialect
from .postgresql import PostgreSQLDialect
from .sqlite import SQLiteDialect


def dialect_of(name: str) -> Ansi:
    """The words of a database; those of standard SQL where nothing else is known."""
    match name:
        case "postgresql":
            return PostgreSQLDialect()
        case "sqlite":
            return SQLiteDialect()
        case "mysql" | "mariadb":
            return MySQLDialect()
        case "oracle":
            return OracleDialect()
        case "bigquery":
            return BigQueryDialect()
        case "clickhouse" | "clickhousedb":
            return ClickHouseDialect()
        case _:
            return Ansi()
