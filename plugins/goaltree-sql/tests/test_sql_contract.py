"""The contracts of connectors, kept by both databases."""

from __future__ import annotations

import pytest
from sql_source import PostgresSource, SqliteSource

from goaltree.testing import ConnectorContract, FactContract, MeasureContract

ROWS = ("metric", "period", "value", "region", "count")


class TestActualsInSqlite(ConnectorContract):
    """Actuals in a table of SQLite."""

    def connector(self, rows, folder):
        """Rows in a file."""
        return SqliteSource(folder).connector({"actuals": list(rows)}, ROWS)


class TestFactsInSqlite(MeasureContract):
    """Facts in tables of SQLite."""

    def connector(self, tables, folder):
        """Tables in a file."""
        return SqliteSource(folder).connector(tables)


class TestActualsInPostgreSQL(ConnectorContract):
    """Actuals in a table of PostgreSQL."""

    @pytest.fixture(autouse=True)
    def _on(self, server):
        self.server = server

    def connector(self, rows, folder):
        """Rows in a database."""
        return PostgresSource(self.server).connector({"actuals": list(rows)}, ROWS)


class TestFactsInPostgreSQL(MeasureContract):
    """Facts in tables of PostgreSQL."""

    @pytest.fixture(autouse=True)
    def _on(self, server):
        self.server = server

    def connector(self, tables, folder):
        """Tables in a database."""
        return PostgresSource(self.server).connector(tables)


class TestOneFactsCaseInSqlite(FactContract):
    """The facts case that every engine is tried with, in SQLite."""

    def connector(self, tables, folder):
        """Tables in a file."""
        return SqliteSource(folder).connector(tables)


class TestOneFactsCaseInPostgreSQL(FactContract):
    """The facts case that every engine is tried with, in PostgreSQL."""

    @pytest.fixture(autouse=True)
    def _on(self, server):
        self.server = server

    def connector(self, tables, folder):
        """Tables in a database."""
        return PostgresSource(self.server).connector(tables)
