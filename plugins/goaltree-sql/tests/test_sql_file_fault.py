"""Files that are no database, locked or damaged: findings that say so, without their path."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing

import pytest
from sql_finding import ROW, said, within
from sql_source import SqliteSource

from goaltree import Request
from goaltree_sql.connector import SqlConnector


def test_a_path_that_no_system_takes_is_told():
    """A name that is too long is no file, like any other that is not there."""
    assert "there is no such file" in said(SqlConnector(url=f"sqlite:///{'x' * 300}").frame(Request()))


def test_e14_a_locked_file_is_busy(tmp_path):
    """A lock of another program is a finding with a plain hint, without a path."""
    connector = SqliteSource(tmp_path).connector({"actuals": [ROW]}, seconds=1)
    with closing(sqlite3.connect(tmp_path / "facts.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with within(1):
            found = said(connector.frame(Request()))
        assert "another program is writing in it" in found
        assert str(tmp_path) not in found
        other.execute("ROLLBACK")
    assert connector.frame(Request())["value"] == [1]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "it has no table"),
        (b"PK\x03\x04" + bytes(5000), "no database of SQLite"),
        (b"metric,period,value\n" * 100, "no database of SQLite"),
        (b"SQLite format 3\0" + bytes(50), "no database of SQLite"),
        (None, "no such file"),
    ],
)
def test_a_file_that_is_no_database_is_told(tmp_path, data, words):
    """Whatever the bytes are, there is a finding and no value; nothing is made where nothing was."""
    path = tmp_path / "facts.db"
    if data is not None:
        path.write_bytes(data)
    found = said(SqlConnector(url=f"sqlite:///{path}", table="actuals").frame(Request()))
    assert words in found
    assert str(tmp_path) not in found
    assert path.exists() == (data is not None)


def test_a_pipe_or_a_folder_is_never_waited_for(tmp_path):
    """What is no ordinary file is refused at once."""
    os.mkfifo(tmp_path / "pipe.db")
    for name in ("pipe.db", "", "."):
        assert "no such file" in said(SqlConnector(url=f"sqlite:///{tmp_path / name}").frame(Request()))


def test_a_text_that_is_none_is_told(tmp_path):
    """Bytes that are no UTF-8 are not replaced by others."""
    connector = SqliteSource(tmp_path).connector({"actuals": [ROW]})
    SqliteSource(tmp_path).run("UPDATE actuals SET metric = CAST(x'ff80' AS TEXT)")
    assert "not UTF-8" in said(connector.frame(Request()))
