"""One connection that only reads: one SELECT at a time, in one transaction, for some time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

from attrs import field, frozen
from sqlalchemy import Connection, Select, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from goaltree import Words
from goaltree.actuals.unanswered import Source, Unanswered

from .deadline import Deadline
from .server.kind import Reason, server_of

if TYPE_CHECKING:
    from sqlalchemy import URL

    from .column import Table
    from .server.kind import Server

_FETCHED: Final = 10_000
_LOOK: Final = Words("Look at it with the database's own client", "请用该数据库自己的客户端查看")
_MORE_TIME: Final = Words(
    "Add the facts up before, or allow it more time with `seconds`",
    "请先汇总，或用 `seconds` 允许更长时间",
)


@frozen(kw_only=True)
class Session:
    """A connection that can be asked.

    Attributes:
        connection: The connection.
        server: What kind of server it leads to.
        source: What the source is called.
        deadline: How long all questions together may take.
    """

    connection: Connection = field(repr=False)
    server: Server
    source: Source
    deadline: Deadline

    def rows(
        self, statement: Select[Any], *, most: int | None = None, streamed: bool = False
    ) -> list[tuple[Any, ...]]:
        """What one SELECT gives.

        Args:
            statement: The statement.
            most: How many rows may come; the database is asked for one more.
            streamed: Whether the database keeps the rows and hands them over part by part.

        Raises:
            Unanswered: The database fails, the time is over, or there are more rows.
            ValueError: It is no SELECT.
        """
        if not isinstance(statement, Select):
            raise ValueError("a SELECT is asked, nothing else")  # noqa: TRY004 - the text of SQL is a value
        found: list[tuple[Any, ...]] = []
        asked = statement if most is None else statement.limit(most + 1)
        asked = asked.execution_options(stream_results=True) if streamed else asked
        with told(self.server, self.source, self.deadline), self._closing_cursors():
            self._be_in_time()
            with self.connection.execute(asked) as result:
                while part := result.fetchmany(_FETCHED):
                    found += [tuple(row) for row in part]
                    if most is not None and len(found) > most:
                        raise self.source.too_large(most)
                    self._be_in_time()
        return found

    @contextmanager
    def _closing_cursors(self) -> Iterator[None]:
        """Close what a driver opens for a statement, which SQLAlchemy leaves open where fetching fails."""
        cursors: list[Any] = []

        def remember(_connection: Any, cursor: Any, *_: object) -> None:
            cursors.append(cursor)

        event.listen(self.connection, "before_cursor_execute", remember)
        try:
            yield
        finally:
            event.remove(self.connection, "before_cursor_execute", remember)
            for cursor in cursors:
                with suppress(Exception):  # the connection may be gone, and the cursor with it
                    cursor.close()

    def table(self, name: str) -> Table:
        """A table or view by name; the only one for ''.

        Raises:
            Unanswered: There is none of this name, or no name is given and there are several.
        """
        return self.server.table(self, name)

    def _be_in_time(self) -> None:
        if self.deadline.is_over:
            raise _late(self.source, self.deadline)


@contextmanager
def opened(url: URL, seconds: float, source: Source) -> Iterator[Session]:
    """A connection to a database that changes nothing; it is closed when the time is over.

    Raises:
        Unanswered: The database cannot be reached, or does not let us in.
    """
    server = server_of(url)
    with Deadline(seconds) as deadline, told(server, source, deadline):
        engine = server.engine(url, deadline)
        try:
            with engine.connect() as connection:
                reading = server.reading(connection, deadline)
                yield Session(connection=reading, server=server, source=source, deadline=deadline)
        finally:
            engine.dispose()


@contextmanager
def told(server: Server, source: Source, deadline: Deadline) -> Iterator[None]:
    """Whatever a driver raises, as the reason why there is no answer, in our own words."""
    try:
        yield
    except DBAPIError as error:
        if deadline.is_over or server.is_late(error):
            raise _late(source, deadline) from None
        raise source.unreadable(*_reason(server, error)) from None
    except (SQLAlchemyError, UnicodeError, OverflowError) as error:
        kind = type(error).__name__
        reason = Words(f"its driver fails with {kind}", f"驱动程序出错（{kind}）")
        raise source.unreadable(reason, _LOOK) from None
    except ImportError as error:
        raise source.unreadable(*_no_driver(error)) from None


def _reason(server: Server, error: DBAPIError) -> Reason:
    found = server.reason(error)
    if found is not None:
        return found
    kind = type(error.orig).__name__
    code = server.code(error)
    shown = f"{kind} {code}".strip()
    return (
        Words(f"the database fails with {shown}", f"数据库出错（{shown}）"),
        Words("Look the code up in the database's manual", "请在数据库手册中查阅该代码"),
    )


def _late(source: Source, deadline: Deadline) -> Unanswered:
    waited = f"{deadline.seconds:g}"
    return source.unreadable(
        Words(f"it does not answer within {waited} seconds", f"{waited} 秒内没有回答"), _MORE_TIME
    )


def _no_driver(error: ImportError) -> Reason:
    name = (error.name or "").partition(".")[0] or "?"
    return (
        Words(f"its driver `{name}` is not installed", f"没有安装驱动程序 `{name}`"),
        Words(
            f"Install it: `pip install {name}`; for PostgreSQL `pip install 'goaltree-sql[postgresql]'`",
            f"请安装：`pip install {name}`；PostgreSQL 用 `pip install 'goaltree-sql[postgresql]'`",
        ),
    )
