"""The file of a ledger: what may be opened at all, and how one is begun or copied whole."""

from __future__ import annotations

import os
import sqlite3
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final, Literal

from ..errors import WriteError
from .faults import newer, unusable
from .schema import APPLICATION, newest

_MAGIC: Final = b"SQLite format 3\0"
_HEADER: Final = 100
Access = Literal["rw", "ro", "still"]
"""How a file is opened: to write; to read; or to read what nobody can write, without any lock."""


def beside(path: Path, ending: str) -> Path:
    """A file that SQLite keeps beside it: `-wal`, `-shm` or `-journal`."""
    return path.with_name(path.name + ending)


def has_log(path: Path) -> bool:
    """Whether a write-ahead log with something in it lies beside the file."""
    try:
        return beside(path, "-wal").stat().st_size > 0
    except FileNotFoundError:
        return False


def exists(path: Path) -> bool:
    """Whether there is anything at a path, a symbolic link to nothing included."""
    return os.path.lexists(path)


def inspect(path: Path) -> int:
    """The format of a ledger; what is no ledger of ours is refused before SQLite sees it. Nothing is changed.

    Call it only while this process has no connection to the file: closing a file drops its locks.

    Raises:
        LedgerError: It is no regular file, another user's, empty, no ledger, or has a journal that is
            not its own beside it.
        LedgerVersionError: It is of a newer format.
    """
    for part in (path, beside(path, "-wal"), beside(path, "-shm")):
        _refuse_strange(part, is_wanted=part == path)
    if exists(beside(path, "-journal")):
        raise unusable(
            path,
            "has a -journal beside it, which no ledger makes: take it away if it is not yours",
            "旁边有一个台账不会产生的 -journal 文件：如果不是您的，请移走",
        )
    try:
        with path.open("rb", buffering=0) as file:
            header = file.read(_HEADER) or b""
    except OSError as error:
        raise unusable(path, f"cannot be read: {error.strerror}", f"无法读取：{error.strerror}") from error
    if not header:
        raise unusable(path, "is empty (0 bytes), and so no ledger", "是空文件（0 字节），不是台账")
    if len(header) < _HEADER or not header.startswith(_MAGIC):
        raise unusable(path, "is no ledger, or its beginning is damaged", "不是台账，或文件开头已损坏")
    version = int.from_bytes(header[60:64], "big")
    check_marks(path, int.from_bytes(header[68:72], "big"), version)
    return version


def check_marks(path: Path, application: int, version: int) -> None:
    """Refuse a file by the marks in its header.

    Raises:
        LedgerError: It is another program's.
        LedgerVersionError: It is of a newer format.
    """
    if application != APPLICATION:
        raise unusable(
            path,
            "is a database, but no ledger, or its header is damaged",
            "是数据库但不是台账，或文件头已损坏",
        )
    if version > newest():
        raise newer(path, version, newest())
    if version < 1:
        raise unusable(path, "is damaged: it names no format", "已损坏：没有写明格式")


def _refuse_strange(part: Path, *, is_wanted: bool) -> None:
    try:
        about = part.lstat()
    except FileNotFoundError:
        if is_wanted:
            raise unusable(part, "there is no such ledger", "没有这个台账") from None
        return
    except OSError as error:
        raise unusable(part, f"cannot be read: {error.strerror}", f"无法读取：{error.strerror}") from error
    if stat.S_ISLNK(about.st_mode):
        raise unusable(
            part, "is a symbolic link: give the path of the ledger itself", "是符号链接：请给出台账本身的路径"
        )
    if not stat.S_ISREG(about.st_mode):
        raise unusable(part, "is a folder, pipe or device, not a file", "是文件夹、管道或设备，不是文件")
    if hasattr(os, "geteuid") and about.st_uid != os.geteuid():
        raise unusable(
            part,
            f"belongs to another user (number {about.st_uid}): a ledger is opened by its owner only",
            f"属于另一个用户（编号 {about.st_uid}）：台账只能由其所有者打开",
        )


def access_of(path: Path, *, is_writing: bool) -> Access:
    """How the file can be opened.

    Raises:
        WriteError: It is to be written, and it or its folder is read-only.
    """
    is_open = (
        path.stat().st_mode & stat.S_IWUSR and os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    )
    if is_open:
        return "rw"
    if is_writing:
        raise WriteError(f"{path}: the ledger or its folder is read-only")
    return "ro" if has_log(path) else "still"


def address(path: Path, access: Access) -> str:
    """The address by which SQLite opens it."""
    return f"{path.as_uri()}?{'immutable=1' if access == 'still' else f'mode={access}'}"


def begin(path: Path, make: Callable[[sqlite3.Connection], None]) -> None:
    """Make a new ledger's file: it is there whole, for its owner alone, or not at all.

    Args:
        path: Where. If another process makes it meanwhile, that one stays.
        make: Makes the tables, within a transaction.

    Raises:
        LedgerError: Only its log is there: the ledger itself is gone.
        WriteError: It cannot be made.
    """
    is_left = exists(beside(path, "-wal")) or exists(beside(path, "-journal"))
    if is_left and not exists(path):  # in this order: another process may make the ledger, and use it, by now
        raise unusable(
            path,
            "is gone, and its -wal or -journal is still there: put the ledger back, or take those away",
            "台账本身不见了，但 -wal 或 -journal 还在：请放回台账，或移走这些文件",
        )
    with _fresh(path) as made:
        with closing(sqlite3.connect(made, isolation_level=None)) as connection:
            connection.execute("BEGIN")
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {newest()}")
            make(connection)
            connection.execute("COMMIT")
            connection.execute("PRAGMA journal_mode = WAL")
        if has_log(made):  # closing could not take it over, and did not say so
            raise WriteError(f"{path}: it could not be written whole")
        _synced(made)
        _named(made, path)


def copy(source: sqlite3.Connection, path: Path, prove: Callable[[Path], None]) -> None:
    """Copy the ledger behind a connection to a file, which is there whole or as it was before.

    Args:
        source: The connection; others may write meanwhile.
        path: Where the copy goes; what is there is replaced.
        prove: Raises where a copy does not hold; then nothing is replaced.

    Raises:
        WriteError: It cannot be written; or a log lies beside what is there, in which the copy would be lost.
    """
    with _fresh(path) as made:
        with closing(sqlite3.connect(made, isolation_level=None)) as connection:
            source.backup(connection)
        prove(made)
        _synced(made)
        if has_log(path):
            raise WriteError(
                f"{path}: a -wal lies beside it: it is in use, or a process was killed; copy elsewhere"
            )
        made.replace(path)


def _named(made: Path, path: Path) -> None:
    """Give a new file its name, unless another process was faster."""
    try:
        os.link(made, path)
    except FileExistsError:
        return
    except OSError:  # a file system without links
        if not exists(path):
            made.rename(path)


@contextmanager
def _fresh(path: Path) -> Iterator[Path]:
    """A new file beside a path, private to its owner, which goes again unless it was moved."""
    try:
        number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".part")
        os.close(number)
    except OSError as error:
        raise WriteError(f"{path}: {error.strerror or error}") from error
    made = Path(name)
    try:
        yield made
        _synced(path.parent)
    except (OSError, sqlite3.Error) as error:
        if isinstance(error, WriteError):
            raise
        raise WriteError(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    finally:
        for part in (made, beside(made, "-wal"), beside(made, "-shm"), beside(made, "-journal")):
            with suppress(OSError):
                part.unlink()


def _synced(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
