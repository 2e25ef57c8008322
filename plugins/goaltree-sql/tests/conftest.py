"""Tests share how they write and count their sources, look at findings, and the server that they start."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

from sql_server import PostgreSQL, missing, started
from sql_source import PostgresSource, SqliteSource


@pytest.fixture(scope="session")
def server() -> Iterator[PostgreSQL]:
    """A PostgreSQL server of this session's own."""
    lack = missing()
    if lack:
        pytest.skip(lack)
    with started() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def source(request: pytest.FixtureRequest, tmp_path: Path) -> SqliteSource | PostgresSource:
    """Where tables are written: into a SQLite file, or into a database of the server."""
    if request.param == "sqlite":
        return SqliteSource(tmp_path)
    return PostgresSource(request.getfixturevalue("server"))
