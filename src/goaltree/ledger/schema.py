"""The tables of a ledger's file, and the marks by which one is known."""

from __future__ import annotations

import sqlite3
from typing import Final

APPLICATION: Final = 0x676F616C
"""The application id in the file's header: `goal`."""
FORMAT: Final = 1
"""The newest format that this version reads and writes, in the header as the user version."""
TABLES: Final = (
    "CREATE TABLE head (id BLOB NOT NULL, count INTEGER NOT NULL, hash BLOB NOT NULL)",
    """CREATE TABLE record (
    number INTEGER PRIMARY KEY, kind TEXT NOT NULL, at TEXT NOT NULL, body BLOB NOT NULL, hash BLOB NOT NULL
)""",
    """CREATE TRIGGER record_never_changes BEFORE UPDATE ON record
BEGIN SELECT RAISE(ABORT, 'a record never changes'); END""",
    """CREATE TRIGGER record_never_goes BEFORE DELETE ON record
BEGIN SELECT RAISE(ABORT, 'a record never goes'); END""",
)
"""`record` holds everything, in order; `head` how many records there are, and the last one's hash."""
_FINGERPRINT: Final = sorted(text.encode() for text in TABLES)


def build(connection: sqlite3.Connection, identity: bytes, genesis: bytes) -> None:
    """Make the tables of a new ledger in a transaction that is open."""
    for statement in TABLES:
        connection.execute(statement)
    connection.execute("INSERT INTO head VALUES (?, 0, ?)", (identity, genesis))


def is_ours(connection: sqlite3.Connection) -> bool:
    """Whether the file holds these tables and nothing else: no view, no trigger, no index of others."""
    found = [row[0] for row in connection.execute("SELECT sql FROM sqlite_master LIMIT 99")]
    return all(isinstance(text, bytes) for text in found) and sorted(found) == _FINGERPRINT
