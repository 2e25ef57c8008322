"""The words of ClickHouse, whose plain sums wrap around."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import func, literal

from ..column import Column
from .ansi import Ansi, Number, Sql, without


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
        if column.kind == "float":
            wide = func.toFloat64(column.sql)  # a cast would refuse nulls
            return Number(sql=without(func.isNaN(column.sql), wide), is_float=True)
        return super().number(column)

    def thing(self, column: Column) -> Sql:
        """NaN is nothing."""
        is_float = column.kind == "float"
        return without(func.isNaN(column.sql), column.sql) if is_float else super().thing(column)

    def total(self, number: Number, column: Sql) -> Sql:
        """Floats with compensation."""
        return func.sumKahan(column) if number.is_float else func.sum(column)
