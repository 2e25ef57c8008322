"""PostgreSQL: one read-only transaction with one view of the data, limits kept by the server itself."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen
from sqlalchemy import NullPool, Select, and_, case, column, create_engine, event, func, select, table

from goaltree import Words

from ..column import ColumnKind, Table, table_of
from ..dialect.ansi import Ansi
from ..dialect.postgresql import PostgreSQLDialect
from .kind import Reason

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine
    from sqlalchemy.exc import DBAPIError

    from ..deadline import Deadline
    from ..session import Session

_CONNECT_SECONDS: Final = 10
_LOCK_SECONDS: Final = 5.0
_MOST_TABLES: Final = 2000
_KINDS: Final[dict[str, ColumnKind]] = {
    "smallint": "whole",
    "integer": "whole",
    "bigint": "whole",
    "numeric": "decimal",
    "real": "float",
    "double precision": "float",
    "date": "date",
    "timestamp without time zone": "local",
    "timestamp with time zone": "instant",
}
_TEXTS: Final = ("S", "E")
"""Categories of types: texts, and words that are listed one by one."""
_RELATIONS: Final = ("r", "v", "m", "f", "p")
"""Tables, views, materialized views, foreign tables, tables of partitions."""

_CLASS: Final = table(
    "pg_class", *map(column, ("oid", "relname", "relnamespace", "relkind")), schema="pg_catalog"
)
_SPACE: Final = table("pg_namespace", column("oid"), column("nspname"), schema="pg_catalog")
_ATTRIBUTE: Final = table(
    "pg_attribute",
    *map(column, ("attrelid", "attname", "attnum", "atttypid", "atttypmod", "attisdropped")),
    schema="pg_catalog",
)
_TYPE: Final = table("pg_type", *map(column, ("oid", "typbasetype", "typcategory")), schema="pg_catalog")
_NAME: Final = _SPACE.c.nspname + "." + _CLASS.c.relname
_VISIBLE: Final = func.pg_catalog.pg_table_is_visible(_CLASS.c.oid)

_NO_LINE: Final = (
    Words("it cannot be reached", "无法连接"),
    Words(
        "Look at host, port and network, and whether it runs", "请检查主机、端口、网络，以及服务是否在运行"
    ),
)
_NO_ENTRY: Final = (
    Words("it does not let this user in", "它拒绝该用户登录"),
    Words(
        "Look at the user, the password's variable and what the server allows",
        "请检查用户、密码变量和服务器的访问规则",
    ),
)
_NO_DATABASE: Final = (
    Words("it has no database of this name", "没有这个名称的数据库"),
    Words("Look at the name behind the last `/` of the address", "请检查地址最后一个 `/` 之后的名称"),
)
_MESSAGES: Final[tuple[tuple[re.Pattern[str], Reason], ...]] = (
    (re.compile(r"authentication failed|no password supplied|pg_hba|role .* does not exist"), _NO_ENTRY),
    (re.compile(r"database .* does not exist"), _NO_DATABASE),
)
"""Connecting fails without a code; these are the words of libpq and of a server that speaks English."""
_REASONS: Final[dict[str, Reason]] = {
    "42501": (
        Words("this user may not read it", "该用户没有读取权限"),
        Words("Let the user SELECT from it", "请授予该用户 SELECT 权限"),
    ),
    "55P03": (
        Words("another program is changing the table", "另一个程序正在修改该表"),
        Words("Wait until it is done, and ask again", "请等它完成后再查询"),
    ),
    "25006": (
        Words("reading it would change it", "读取它会改变数据"),
        Words("Read a table, or a view without functions that write", "请读取表，或不含写入函数的视图"),
    ),
    "53300": (
        Words("too many others are connected to it", "连接数已满"),
        Words("Try again later", "请稍后再试"),
    ),
    "22023": (
        Words("it does not know the plan's time zone, or another setting", "它不认识计划的时区或其他设置"),
        Words("Write the zone as in Asia/Shanghai", "请将时区写成 Asia/Shanghai 这样的名称"),
    ),
    "22003": (
        Words("its numbers are too large to be added up", "数字太大，无法相加"),
        Words("Sum them in a larger unit", "请以更大的单位汇总"),
    ),
}
_NO_VALUE: Final = (
    Words(
        "it has a day or time that no calendar has, such as `infinity`",
        "其中有日历上没有的日期或时间，例如 `infinity`",
    ),
    Words("Read a view without such rows", "请读取不含这类行的视图"),
)
_GONE: Final = (
    Words("the connection broke off", "连接中断"),
    Words(
        "Nothing of it was used; ask again when the server is back",
        "其中的数据都没有采用；请待服务恢复后再查询",
    ),
)


@frozen
class PostgreSQL:
    """A PostgreSQL server."""

    @property
    def dialect(self) -> Ansi:
        """Its words."""
        return PostgreSQLDialect()

    def engine(self, url: URL, deadline: Deadline) -> Engine:
        """What makes connections; each is cut at the deadline."""
        waiting = max(1, math.ceil(min(deadline.seconds, _CONNECT_SECONDS)))
        told: dict[str, Any] = {}
        if url.get_driver_name() in ("", "psycopg"):
            told = {"connect_timeout": waiting, "application_name": "goaltree", "client_encoding": "UTF8"}
        given = {name: value for name, value in told.items() if name not in url.query}
        engine = create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args=given)
        event.listen(engine, "do_connect", _cut_at(deadline))
        return engine

    def reading(self, connection: Connection, deadline: Deadline) -> Connection:
        """One read-only transaction with one view of the data; texts as they are everywhere."""
        reading = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        patience = min(_LOCK_SECONDS, deadline.seconds / 2)
        settings = {
            "statement_timeout": f"{max(1, round(deadline.left * 1000))}ms",
            "lock_timeout": f"{max(1, round(patience * 1000))}ms",
            "TimeZone": "UTC",
            "DateStyle": "ISO, YMD",
            "extra_float_digits": "1",
        }
        asked = [func.set_config(name, value, True) for name, value in settings.items()]
        answer = reading.execute(select(func.current_setting("transaction_read_only"), *asked)).one()
        if answer[0] != "on":
            raise PermissionError("the transaction is not read-only")
        return reading

    def table(self, session: Session, name: str) -> Table:
        """The table or view that is seen by this name, or of a schema as `schema.name`."""
        found = session.rows(_tables(name)) if _is_name(name) else []
        if len(found) != 1:
            listed = session.rows(_tables("").limit(_MOST_TABLES))
            found = [row for row in listed if row[3]] if not name else []
            if len(found) != 1:
                shown = sorted(str(row[2] if row[3] else f"{row[1]}.{row[2]}") for row in listed)
                raise session.source.has_no_table(name, tuple(shown))
        oid, schema, relation, _ = found[0]
        kinds = {str(row[0]): (_kind(row[1], row[2]), str(row[3])) for row in session.rows(_columns(oid))}
        return table_of(str(relation), str(schema), kinds)

    def is_late(self, error: DBAPIError) -> bool:
        """Whether the statement was cancelled, which is what its time limit does."""
        return self.code(error) == "57014"

    def code(self, error: DBAPIError) -> str:
        """The SQLSTATE."""
        return str(getattr(error.orig, "sqlstate", None) or getattr(error.orig, "pgcode", None) or "")

    def reason(self, error: DBAPIError) -> Reason | None:
        """What an error means."""
        code = self.code(error)
        if code in _REASONS:
            reason, advice = _REASONS[code]
            return Words(f"{reason.en} ({code})", f"{reason.zh}（{code}）"), advice
        if code.startswith(("08", "57P")) or (not code and error.connection_invalidated):
            return _GONE
        if not code and type(error.orig).__name__ == "DataError":
            return _NO_VALUE
        if code or type(error.orig).__name__ not in ("OperationalError", "ConnectionTimeout"):
            return None
        message = str(error.orig)
        return next((reason for pattern, reason in _MESSAGES if pattern.search(message)), _NO_LINE)


def _cut_at(deadline: Deadline) -> Any:
    """A listener that hands each connection to the deadline as soon as there is one."""

    def connect(dialect: Any, _record: Any, args: Any, options: Any) -> Any:
        line = dialect.connect(*args, **options)
        deadline.cuts(line)
        return line

    return connect


def _is_name(name: str) -> bool:
    """Whether a name can be one of PostgreSQL's."""
    return bool(name) and PostgreSQLDialect().holds(name)


def _tables(name: str) -> Select[Any]:
    """Tables and views of people: number, schema, name, and whether the name alone finds it."""
    of_people = and_(
        _CLASS.c.relkind.in_(_RELATIONS),
        _SPACE.c.nspname.not_in(("pg_catalog", "information_schema", "pg_toast")),
    )
    asked = (
        select(_CLASS.c.oid, _SPACE.c.nspname, _CLASS.c.relname, _VISIBLE)
        .join_from(_CLASS, _SPACE, _SPACE.c.oid == _CLASS.c.relnamespace)
        .where(of_people)
    )
    return asked.where(case((_CLASS.c.relname == name, _VISIBLE), else_=_NAME == name)) if name else asked


def _columns(oid: int) -> Select[Any]:
    """Name, type without its size, category and whole type of each column; of a domain what it is made of."""
    base = func.coalesce(func.nullif(_TYPE.c.typbasetype, 0), _TYPE.c.oid)
    return (
        select(
            _ATTRIBUTE.c.attname,
            func.pg_catalog.format_type(base, None),
            _TYPE.c.typcategory,
            func.pg_catalog.format_type(_ATTRIBUTE.c.atttypid, _ATTRIBUTE.c.atttypmod),
        )
        .join_from(_ATTRIBUTE, _TYPE, _TYPE.c.oid == _ATTRIBUTE.c.atttypid)
        .where(_ATTRIBUTE.c.attrelid == oid, _ATTRIBUTE.c.attnum > 0, ~_ATTRIBUTE.c.attisdropped)
        .order_by(_ATTRIBUTE.c.attnum)
    )


def _kind(base: Any, category: Any) -> ColumnKind:
    return "text" if category in _TEXTS else _KINDS.get(str(base), "other")
