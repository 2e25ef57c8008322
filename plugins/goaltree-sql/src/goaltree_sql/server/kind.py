"""Servers: what a session needs to know of each kind, and which kind an address leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from goaltree import Words

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine
    from sqlalchemy.exc import DBAPIError

    from ..column import Table
    from ..deadline import Deadline
    from ..dialect.ansi import Ansi
    from ..session import Session

Reason = tuple[Words, Words]
"""Why there is no answer, and what to do."""


class Server(Protocol):
    """A kind of server."""

    @property
    def dialect(self) -> Ansi:
        """Its words."""

    def engine(self, url: URL, deadline: Deadline) -> Engine:
        """What makes connections to an address, each of which is cut at the deadline.

        Raises:
            ImportError: Its driver is not installed.
        """

    def reading(self, connection: Connection, deadline: Deadline) -> Connection:
        """The connection, in a transaction that changes nothing and does not outlast the deadline."""

    def table(self, session: Session, name: str) -> Table:
        """The table or view of a name.

        Raises:
            Unanswered: There is none, or no name is given and there are several.
        """

    def is_late(self, error: DBAPIError) -> bool:
        """Whether the server itself says that the time is over."""

    def code(self, error: DBAPIError) -> str:
        """The code of an error that is the same in every language; empty where there is none."""

    def reason(self, error: DBAPIError) -> Reason | None:
        """What an error means to a reader; `None` where only its code can be told."""


def server_of(url: URL) -> Server:
    """The kind of server that an address leads to."""
    match url.get_backend_name():
        case "postgresql":
            from .postgresql import PostgreSQL

            return PostgreSQL()
        case "sqlite":
            from .sqlite import SQLite

            return SQLite()
        case name:
            from .other import Other

            return Other(name=name)
