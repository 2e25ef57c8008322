"""Any other server: what SQLAlchemy itself says about it, and nothing that only some servers can."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any, Final

from attrs import field, frozen
from sqlalchemy import NullPool, create_engine, event, inspect, types
from sqlalchemy.dialects import mysql

from ..column import ColumnKind, Table, table_of
from ..dialect.ansi import Ansi
from ..dialect.known import dialect_of
from .kind import Reason

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine
    from sqlalchemy.exc import DBAPIError

    from ..deadline import Deadline
    from ..session import Session

_KINDS: Final[tuple[tuple[type[Any], ColumnKind], ...]] = (
    (types.Boolean, "other"),
    (types.Integer, "whole"),
    (types.Float, "float"),
    (types.Numeric, "decimal"),
    (types.String, "text"),
    (types.Date, "date"),
    (mysql.TIMESTAMP, "instant"),
)
_ZONED: Final = ("DATETIMEOFFSET", "TIMESTAMP_TZ", "TIMESTAMP_LTZ")
"""Types of SQL Server and Snowflake that hold instants."""
_CLICKHOUSE: Final = ("clickhouse", "clickhousedb")
"""Names of dialects of ClickHouse, whose every time is an instant."""
_CLICKHOUSE_TEXTS: Final = ("String", "FixedString", "Enum8", "Enum16")
_WAITS: Final = dict.fromkeys(("pymysql", "mysqldb"), ("connect_timeout", "read_timeout", "write_timeout"))
"""What drivers call the seconds for which they wait: theirs show no socket, or not before they are let in."""


@frozen(kw_only=True)
class Other:
    """A server of another kind.

    Attributes:
        name: The name of its dialect.
    """

    name: str = field(default="")

    @property
    def dialect(self) -> Ansi:
        """Its words."""
        return dialect_of(self.name)

    def engine(self, url: URL, deadline: Deadline) -> Engine:
        """What makes connections; each is cut at the deadline where it shows its socket."""
        waits = _WAITS.get(url.get_driver_name(), ())
        most = max(1, ceil(deadline.seconds))
        told = {name: most for name in waits if name not in url.query}
        engine = create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args=told)

        def connect(dialect: Any, _record: Any, args: Any, options: Any) -> Any:
            line = dialect.connect(*args, **options)
            deadline.cuts(line)
            return line

        event.listen(engine, "do_connect", connect)
        return engine

    def reading(self, connection: Connection, deadline: Deadline) -> Connection:
        """The connection; nothing but SELECT is sent on it."""
        if self.name in ("mysql", "mariadb"):
            connection.exec_driver_sql("SET time_zone = '+00:00'")  # in which CONVERT_TZ is told instants
        return connection

    def table(self, session: Session, name: str) -> Table:
        """The table or view of a name, of the default schema or as `schema.name`."""
        inspector = inspect(session.connection)
        schema, _, plain = name.rpartition(".")
        names = {*inspector.get_table_names(), *inspector.get_view_names()}
        chosen: tuple[str | None, str] | None = (None, name) if name in names else None
        if not name and len(names) == 1:
            chosen = (None, next(iter(names)))
        if chosen is None and schema and schema in inspector.get_schema_names():
            there = {*inspector.get_table_names(schema), *inspector.get_view_names(schema)}
            chosen = (schema, plain) if plain in there else None
        if chosen is None:
            raise session.source.has_no_table(name, tuple(sorted(names)))
        columns = inspector.get_columns(chosen[1], chosen[0])
        kinds = {str(one["name"]): (self.kind(one["type"]), str(one["type"])) for one in columns}
        return table_of(chosen[1], chosen[0], kinds)

    def is_late(self, error: DBAPIError) -> bool:
        """Never: only the deadline knows."""
        return False

    def code(self, error: DBAPIError) -> str:
        """The SQLSTATE, or the number that the driver gives first."""
        state = getattr(error.orig, "sqlstate", None)
        first = error.orig.args[0] if error.orig is not None and error.orig.args else None
        return str(state or (first if isinstance(first, int) else ""))

    def reason(self, error: DBAPIError) -> Reason | None:
        """Nothing is known beside the code."""
        return None

    def kind(self, type_: Any) -> ColumnKind:
        """What a column of a type holds."""
        for known, kind in _KINDS:
            if isinstance(type_, known):
                return kind
        if isinstance(type_, types.DateTime):
            return "instant" if self._has_zone(type_) else "local"
        called = type(type_).__name__
        return "text" if self.name in _CLICKHOUSE and called in _CLICKHOUSE_TEXTS else "other"

    def _has_zone(self, type_: types.DateTime) -> bool:
        """Whether a type holds instants, which many dialects do not say where SQLAlchemy says it."""
        return bool(
            type_.timezone
            or getattr(type_, "local_timezone", False)
            or type_.__visit_name__ in _ZONED
            or self.name in _CLICKHOUSE
            or (self.name == "bigquery" and isinstance(type_, types.TIMESTAMP))
        )
