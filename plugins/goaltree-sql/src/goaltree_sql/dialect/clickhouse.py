"""The words of ClickHouse, whose plain sums wrap around."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import func, literal

from ..column import Column
from .ansi import Ansi, Number, Sql


class ClickHouseDialect(Ansi):
    """ClickHouse."""

    name: ClassVar[str] = "clickhouse"

    def spelt(self, column: Column) -> Sql:
        """The text of a value."""
        return func.toString(column.sql)

    def local_day(self, instant: Sql, zone: str) -> Sql:
        """`toDate` in a zone."""
        return func.toDate(instant, literal(zone))

    def number(self, column: Column) -> Number:
        """Integers of 256 bits, decimals of 76 digits."""
        if column.kind == "whole":
            return Number(sql=func.toInt256(column.sql))
        return super().number(column)

    def total(self, number: Number, column: Sql) -> Sql:
        """Floats with compensation."""
        return func.sumKahan(column) if number.is_float else func.sum(column)
