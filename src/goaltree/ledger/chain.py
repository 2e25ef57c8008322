"""The chain: every record with a hash over itself and the one before, so that a change anywhere is found."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from .faults import damaged, unusable

_HASH: Final = 32
_ID: Final = 16
_AFTER: Final = "SELECT number, kind, at, body, hash FROM record WHERE number > ? ORDER BY number"
_DAMAGE: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_TOOBIG)


@frozen
class Mark:
    """How far a chain goes.

    Attributes:
        identity: What tells one ledger from another, made by chance when it is begun.
        count: Number of records.
        hash: Hash of the last one.
    """

    identity: bytes
    count: int
    hash: bytes


@frozen
class Record:
    """One record, as it is kept.

    Attributes:
        number: Its place, counted from 1.
        kind: What it holds: `batch`, `plan`, `approval` or `note`.
        at: When it was written, UTC.
        body: What it says, as JSON.
        hash: SHA-256 over the hash before, and over all of the above.
    """

    number: int
    kind: str
    at: str
    body: bytes
    hash: bytes

    @classmethod
    def after(cls, mark: Mark, kind: str, at: str, body: bytes) -> Record:
        """The record that follows."""
        number = mark.count + 1
        return cls(number, kind, at, body, _hash(mark.hash, number, kind, at, body))


def begun(identity: bytes) -> Mark:
    """The mark of a ledger without records."""
    return Mark(identity, 0, sha256(b"goaltree ledger\n" + identity).digest())


def moved(mark: Mark, record: Record) -> Mark:
    """The mark after one more record."""
    return Mark(mark.identity, record.number, record.hash)


def _hash(before: bytes, number: int, kind: str, at: str, body: bytes) -> bytes:
    return sha256(before + f"{number}\n{kind}\n{at}\n".encode() + body).digest()


def head(connection: sqlite3.Connection, path: Path) -> Mark:
    """What the file says of how far its chain goes."""
    rows = connection.execute("SELECT id, count, hash FROM head LIMIT 2").fetchall()
    if len(rows) == 1:
        identity, count, found = rows[0]
        if _is_bytes(identity, _ID) and type(count) is int and count >= 0 and _is_bytes(found, _HASH):
            return Mark(identity, count, found)
    raise unusable(
        path, "is damaged: it does not say how many records it has", "已损坏：没有说明共有多少条记录"
    )


def follow(connection: sqlite3.Connection, path: Path, mark: Mark) -> Iterator[Record]:
    """The records after a mark, each proved by its hash; at the end, that they are all there are.

    Raises:
        LedgerError: A record does not hold, with its number and time; or the ledger is another one, or
            shorter, than the mark says. What came before that has been proved.
    """
    end = head(connection, path)
    if end.identity != mark.identity:
        raise unusable(path, "is another ledger than before", "已不是先前的那个台账")
    if end.count < mark.count:
        raise unusable(
            path,
            f"is damaged: it has {end.count} records, and had {mark.count}",
            f"已损坏：现有 {end.count} 条记录，先前有 {mark.count} 条",
        )
    try:
        for row in connection.execute(_AFTER, (mark.count,)):
            record = _record(path, mark, row)
            mark = moved(mark, record)
            if mark.count > end.count:
                raise damaged(path, mark.count, record.at, "is one too many", "是多出来的")
            yield record
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        raise damaged(path, mark.count + 1, "", "cannot be read", "无法读取") from error
    if mark.count < end.count:
        raise damaged(path, mark.count + 1, "", "is missing", "缺失")
    if mark.hash != end.hash:
        raise damaged(path, mark.count, "", "is not the last one that was written", "不是最后写入的那一条")


def _record(path: Path, mark: Mark, row: tuple[Any, ...]) -> Record:
    number, kind, at, body, found = row
    due = mark.count + 1
    if number != due:
        raise damaged(path, due, "", "is missing", "缺失")
    time = at.decode("ascii", "replace") if isinstance(at, bytes) else ""
    words = kind.decode("ascii", "replace") if isinstance(kind, bytes) else ""
    if not (isinstance(body, bytes) and _is_bytes(found, _HASH)):
        raise damaged(path, due, time[:40], "does not hold what a record holds", "内容不完整")
    if _hash(mark.hash, due, words, time, body) != found:
        raise damaged(
            path,
            due,
            time[:40],
            "is not what was written, or not after what was written before it",
            "与写入时的内容不符，或与前一条记录不衔接",
        )
    return Record(due, words, time, body, found)


def is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether SQLite finds the file damaged, and not the disk full, or the file in use."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is None or code & 0xFF in _DAMAGE or code == sqlite3.SQLITE_IOERR_SHORT_READ


def _is_bytes(value: object, length: int) -> bool:
    return isinstance(value, bytes) and len(value) == length
