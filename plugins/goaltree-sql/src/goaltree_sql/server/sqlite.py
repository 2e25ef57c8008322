"""SQLite: a file that is opened read-only, with every statement but a SELECT refused by the engine."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen
from sqlalchemy import NullPool, column, create_engine, func, select, table

from goaltree import Words

from ..column import ColumnKind, Table, table_of
from ..dialect.ansi import Ansi
from ..dialect.sqlite import SQLiteDialect
from .kind import Reason
from .sqlite_function import register

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine
    from sqlalchemy.exc import DBAPIError

    from ..deadline import Deadline
    from ..session import Session

_BUSY_SECONDS: Final = 5.0
_STEPS: Final = 10_000
"""How many instructions the engine runs before it looks at the time."""
_BEGINNING: Final = (
    "PRAGMA query_only = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA mmap_size = 0",
    "SELECT name FROM pragma_table_xinfo('')",  # which is made at its first use, and could not be made later
)
_ALLOWED: Final = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
)
_ASKED: Final = frozenset({"table_xinfo", "read_uncommitted"})
"""Pragmas that only tell something."""
_REFUSED: Final = frozenset({"load_extension", "fts3_tokenizer", "writefile", "readfile", "edit"})
_BOUNDS: Final = frozenset({"BEGIN", "ROLLBACK"})
_MASTER: Final = table("sqlite_master", column("name"), column("type"))
_REASONS: Final[dict[str, Reason]] = {
    "SQLITE_BUSY": (
        Words("another program is writing in it", "另一个程序正在写入"),
        Words(
            "Wait until it is done, or copy the file and read the copy", "请等它写完，或复制该文件后读取副本"
        ),
    ),
    "SQLITE_CANTOPEN": (
        Words("the file cannot be opened", "文件无法打开"),
        Words(
            "Look at the path and the right to read it; beside a file in WAL mode its `-shm` is made",
            "请检查路径和读取权限；WAL 模式的文件旁会生成 `-shm`",
        ),
    ),
    "SQLITE_NOTADB": (
        Words("it is no database of SQLite", "不是 SQLite 数据库"),
        Words("Look at what the file is", "请检查文件类型"),
    ),
    "SQLITE_CORRUPT": (
        Words("the database is damaged", "数据库已损坏"),
        Words("Restore it from a copy", "请从备份恢复"),
    ),
    "SQLITE_AUTH": (
        Words("it reads something that is closed here", "它要读取此处不开放的内容"),
        Words("Read a table, or a view of tables of the same file", "请读取表，或同一文件中各表的视图"),
    ),
}
_NO_FILE: Final = (
    Words("there is no such file", "没有这个文件"),
    Words(
        "Look at the path; a relative one begins where goaltree was started",
        "请检查路径；相对路径从启动目录算起",
    ),
)
_NO_TEXT: Final = (
    Words("a text in it is not UTF-8", "其中有文本不是 UTF-8"),
    Words("Write it again as UTF-8", "请以 UTF-8 重新写入"),
)


class NoFileError(sqlite3.OperationalError):
    """There is no such file; it is asked before SQLite is, which waits for pipes and makes what is missing."""


@frozen
class SQLite:
    """A SQLite file."""

    @property
    def dialect(self) -> Ansi:
        """Its words."""
        return SQLiteDialect()

    def engine(self, url: URL, deadline: Deadline) -> Engine:
        """What opens the file, read-only."""
        path = Path(url.database or "")
        return create_engine(
            "sqlite://", creator=_opening(path, deadline), poolclass=NullPool, hide_parameters=True
        )

    def reading(self, connection: Connection, deadline: Deadline) -> Connection:
        """One transaction, so that all questions see one state of the file."""
        connection.exec_driver_sql("BEGIN")
        return connection

    def table(self, session: Session, name: str) -> Table:
        """The table or view of exactly this name."""
        listed = select(_MASTER.c.name).where(
            _MASTER.c.type.in_(("table", "view")), _MASTER.c.name.not_like("sqlite\\_%", escape="\\")
        )
        names = sorted(str(row[0]) for row in session.rows(listed))
        fit = [one for one in names if one == name or not name]
        if len(fit) != 1:
            raise session.source.has_no_table(name, tuple(names))
        told = func.pragma_table_xinfo(fit[0]).table_valued("name", "type", "hidden")
        rows = session.rows(select(told.c.name, told.c.type).where(told.c.hidden != 1))
        return table_of(fit[0], None, {str(row[0]): (_kind(row[1]), str(row[1])) for row in rows})

    def is_late(self, error: DBAPIError) -> bool:
        """Whether the engine was stopped, which only the deadline does."""
        return self.code(error) == "SQLITE_INTERRUPT"

    def code(self, error: DBAPIError) -> str:
        """The name of SQLite's result code."""
        return str(getattr(error.orig, "sqlite_errorname", None) or "")

    def reason(self, error: DBAPIError) -> Reason | None:
        """What an error means."""
        if isinstance(error.orig, NoFileError):
            return _NO_FILE
        if "UTF-8" in str(error.orig):
            return _NO_TEXT
        is_refused = "not authorized" in str(error.orig) or "prohibited" in str(error.orig)
        code = "SQLITE_AUTH" if is_refused else self.code(error)
        return next((reason for name, reason in _REASONS.items() if code.startswith(name)), None)


def _opening(path: Path, deadline: Deadline) -> Callable[[], sqlite3.Connection]:
    def connect() -> sqlite3.Connection:
        if not _is_file(path):
            raise NoFileError
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro",
            uri=True,
            isolation_level=None,
            timeout=min(_BUSY_SECONDS, deadline.seconds / 2),
        )
        try:
            for statement in _BEGINNING:
                connection.execute(statement)
            register(connection)
            connection.set_authorizer(_authorized)
            connection.set_progress_handler(lambda: deadline.is_over, _STEPS)
        except BaseException:
            connection.close()
            raise
        return connection

    return connect


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that is too long, a folder that may not be entered
        return False


def _authorized(action: int, first: str | None, second: str | None, *_: object) -> int:
    """Whether the engine may do something: read, and nothing else."""
    allowed = (
        (action == sqlite3.SQLITE_FUNCTION and second not in _REFUSED)
        or (action in _ALLOWED and action != sqlite3.SQLITE_FUNCTION)
        or (action == sqlite3.SQLITE_TRANSACTION and first in _BOUNDS)
        or (
            action == sqlite3.SQLITE_PRAGMA and first in _ASKED and (first == "table_xinfo" or second is None)
        )
    )
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def _kind(declared: Any) -> ColumnKind:
    """What a declared type says: truth values are numbers here and are kept apart; else each row says itself."""
    return "other" if "BOOL" in str(declared).upper() else "any"
