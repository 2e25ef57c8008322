"""One session with a ledger's file: a connection for one transaction, opened, proved and closed.

No connection outlives its transaction, and a process has one at a time, so that threads, forks and
copies of the file never meet one that is open.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from random import uniform
from time import monotonic, sleep
from typing import Final, TypeVar

from ..errors import LedgerError, WriteError
from .chain import Mark, head, is_damage
from .faults import unusable
from .file import Access, access_of, address, beside, check_marks, copy, has_log, inspect
from .schema import STEPS, is_ours, newest

T = TypeVar("T")
ONE: Final = threading.RLock()
"""Held while a ledger is used; a process forks only while no thread but its own holds it."""
if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=ONE.acquire, after_in_parent=ONE.release, after_in_child=ONE.release)

_BUSY: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL)
_SHORTLY: Final = 0.05
_LOOKS: Final = 40
_SETTINGS: Final = (
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA mmap_size = 0",
    "PRAGMA synchronous = FULL",
)


def session(path: Path, work: Callable[[sqlite3.Connection], T], *, is_writing: bool, patience: float) -> T:
    """What some work gives that sees, or makes, one state of the ledger.

    Args:
        path: The ledger.
        work: What is done, within one transaction; it may be done again from the start while others write.
        is_writing: Whether it writes. What it wrote is on the disk when this returns, or not there at all.
        patience: Seconds to wait for others that write.

    Raises:
        LedgerError: The ledger is damaged, is none, or cannot be read.
        WriteError: It cannot be written; it is as it was.
    """
    until = monotonic() + patience
    while True:
        try:
            with ONE:
                return _once(path, work, is_writing=is_writing)
        except sqlite3.Error as error:
            code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
            if code in _BUSY and monotonic() < until:
                sleep(uniform(0.002, 0.02))  # noqa: S311 - only that two that wait do not wait alike
                continue
            raise _told(path, error, code, is_writing=is_writing) from error
        except UnicodeDecodeError as error:  # SQLite quotes a damaged name in its message
            raise unusable(
                path, "is damaged: the names of its tables cannot be read", "已损坏：数据表无法识别"
            ) from error


def _once(path: Path, work: Callable[[sqlite3.Connection], T], *, is_writing: bool) -> T:
    version = inspect(path)
    access = access_of(path, is_writing=is_writing)
    if has_log(path):
        _prove_log(path)
    if version < newest():
        _migrate(path)
    with closing(connect(path, access)) as connection:
        connection.execute("BEGIN IMMEDIATE" if is_writing else "BEGIN")
        prove(connection, path)
        try:
            given = work(connection)
            connection.execute("COMMIT")
            if is_writing:
                _take_over(connection)
        finally:
            if connection.in_transaction:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
    return given


def _take_over(connection: sqlite3.Connection) -> None:
    """Bring what was written into the file itself, so that little depends on the log beside it.

    It is on the disk already; where a reader is in the way the next one does it.
    """
    with suppress(sqlite3.Error):
        connection.execute("PRAGMA wal_checkpoint(FULL)").fetchall()


def connect(path: Path, access: Access) -> sqlite3.Connection:
    """A connection that trusts nothing of the file; texts come as bytes."""
    connection = sqlite3.connect(
        address(path, access), uri=True, isolation_level=None, timeout=_SHORTLY, check_same_thread=False
    )
    connection.text_factory = bytes
    for setting in _SETTINGS:
        connection.execute(setting)
    return connection


def prove(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file that is not a ledger through and through, before anything of it is used.

    Raises:
        LedgerError: It is none, or has tables, views or triggers of others.
        LedgerVersionError: It is of a newer format.
    """
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    check_marks(path, application & 0xFFFFFFFF, version)
    if not is_ours(connection, version):
        raise unusable(
            path,
            "has tables, views or triggers that no ledger has, or lacks some: it is damaged or was tampered with",
            "含有台账没有的表、视图或触发器，或缺少应有的：文件已损坏或被改动",
        )


def _migrate(path: Path) -> None:
    """Bring an older ledger to the newest format, in one transaction, after a copy was laid beside it.

    Raises:
        LedgerError: It is damaged.
        WriteError: It or its folder is read-only, or there is no room; it is as it was.
    """
    with closing(connect(path, access_of(path, is_writing=True))) as connection:
        connection.execute("BEGIN IMMEDIATE")
        prove(connection, path)
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version < newest():  # nobody was faster
            with closing(connect(path, "ro")) as reader:  # nobody writes meanwhile
                copy(reader, beside(path, f".format-{version}"), lambda _: None)
            for step in range(version, newest()):
                STEPS[step](connection)
            connection.execute(f"PRAGMA user_version = {newest()}")
            prove(connection, path)
        connection.execute("COMMIT")


def _prove_log(path: Path) -> None:
    """Refuse a write-ahead log that does not continue its file, before it could be taken over into it.

    What the file says alone has to be a beginning of what it says with its log. Both are looked at without
    writing. Others may be writing, so that looking once is not enough.
    """
    for look in range(_LOOKS):
        if _is_continued(path, _alone(path)):
            return
        if look < _LOOKS - 1:
            sleep(uniform(0.002, 0.02))  # noqa: S311 - only that two that wait do not wait alike
    raise unusable(
        path,
        "has a -wal beside it that is not its own, or not of now: put the right one back, or restore a backup",
        "旁边的 -wal 文件不属于它，或不是现在的：请放回正确的文件，或恢复备份",
    )


def _alone(path: Path) -> Mark | None:
    """How far the file alone goes; `None` where that cannot be told, as while its log is being taken over."""
    try:
        with closing(connect(path, "still")) as connection:
            return head(connection, path)
    except (sqlite3.Error, LedgerError, UnicodeDecodeError):
        return None


def _is_continued(path: Path, mark: Mark | None) -> bool:
    """Whether the file with its log goes on from what the file alone says."""
    with closing(connect(path, "ro")) as connection:
        connection.execute("BEGIN")
        prove(connection, path)
        whole = head(connection, path)
        if mark is None or mark == whole:
            return True
        if mark.identity != whole.identity or mark.count > whole.count:
            return False
        found = connection.execute("SELECT hash FROM record WHERE number = ?", (mark.count,)).fetchone()
        return mark.count == 0 or (found is not None and found[0] == mark.hash)


def _told(path: Path, error: sqlite3.Error, code: int, *, is_writing: bool) -> LedgerError | WriteError:
    if isinstance(error, sqlite3.DatabaseError) and is_damage(error):
        return unusable(path, f"is damaged: {error}", f"已损坏：{error}")
    if is_writing:
        why = "others are writing it all the time" if code in _BUSY else str(error)
        return WriteError(f"{path}: {why}; the ledger is as it was")
    return unusable(path, f"cannot be read: {error}", f"无法读取：{error}")
