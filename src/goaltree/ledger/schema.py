"""The tables of a ledger's file, and the marks by which one is known."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Final

APPLICATION: Final = 0x676F616C
"""The application id in the file's header: `goal`."""
SCHEMAS: Final[dict[int, tuple[str, ...]]] = {
    1: (
        "CREATE TABLE head (id BLOB NOT NULL, count INTEGER NOT NULL, hash BLOB NOT NULL)",
        """CREATE TABLE record (
    number INTEGER PRIMARY KEY, kind TEXT NOT NULL, at TEXT NOT NULL, body BLOB NOT NULL, hash BLOB NOT NULL
)""",
        """CREATE TRIGGER record_never_changes BEFORE UPDATE ON record
BEGIN SELECT RAISE(ABORT, 'a record never changes'); END""",
        """CREATE TRIGGER record_never_goes BEFORE DELETE ON record
BEGIN SELECT RAISE(ABORT, 'a record never goes'); END""",
    )
}
"""The tables of each format, whose number stands in the header as the user version.

`record` holds everything, in order; `head` how many records there are, and the last one's hash.
"""
STEPS: Final[dict[int, Callable[[sqlite3.Connection], None]]] = {}
"""What makes of each format the next one, by the format that it starts from."""


def newest() -> int:
    """The newest format that this version knows, which it writes."""
    return max(SCHEMAS)


def build(connection: sqlite3.Connection, identity: bytes, genesis: bytes) -> None:
    """Make the tables of a new ledger in a transaction that is open."""
    for statement in SCHEMAS[newest()]:
        connection.execute(statement)
    connection.execute("INSERT INTO head VALUES (?, 0, ?)", (identity, genesis))


def is_ours(connection: sqlite3.Connection, version: int) -> bool:
    """Whether the file holds the tables of its format and nothing else: no view, trigger or index of others."""
    found = [row[0] for row in connection.execute("SELECT sql FROM sqlite_master LIMIT 99")]
    wanted = sorted(text.encode() for text in SCHEMAS[version])
    return all(isinstance(text, bytes) for text in found) and sorted(found) == wanted
