"""The words of MySQL and MariaDB."""

from __future__ import annotations

from typing import ClassVar, Final

from sqlalchemy import Date, Numeric, cast, func, literal
from sqlalchemy.dialects.mysql import CHAR

from ..column import Column
from .ansi import Ansi, Number, Sql

_DIGITS: Final = 65


class MySQLDialect(Ansi):
    """MySQL, whose sums of whole numbers and decimals are decimals of 65 digits."""

    name: ClassVar[str] = "mysql"

    def spelt(self, column: Column) -> Sql:
        """The text of a value, compared letter by letter whatever the column's collation."""
        return cast(column.sql, CHAR(charset="utf8mb4")).collate("utf8mb4_bin")

    def local_day(self, instant: Sql, zone: str) -> Sql:
        """`CONVERT_TZ`; the session's zone is UTC, and the server needs its tables of zones."""
        return cast(func.convert_tz(instant, literal("+00:00"), literal(zone)), Date)

    def number(self, column: Column) -> Number:
        """Whole numbers as wide as they get; floats, which SQLAlchemy does not cast here, as they are."""
        if column.kind == "float":
            return Number(sql=column.sql, is_float=True)
        if column.kind == "whole":
            return Number(sql=cast(column.sql, Numeric(_DIGITS, 0)))
        return super().number(column)
