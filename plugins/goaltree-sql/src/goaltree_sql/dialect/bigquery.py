"""The words of BigQuery."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Date, Numeric, cast, func, literal

from ..column import Column
from .ansi import Ansi, Number, Sql, without


class BigQueryDialect(Ansi):
    """BigQuery."""

    name: ClassVar[str] = "bigquery"

    def local_day(self, instant: Sql, zone: str) -> Sql:
        """`DATE` in a zone."""
        return func.date(instant, literal(zone), type_=Date)

    def number(self, column: Column) -> Number:
        """Whole numbers as `NUMERIC`, which takes no precision of 38 without decimal places."""
        if column.kind == "whole":
            return Number(sql=cast(column.sql, Numeric))
        if column.kind == "float":
            return Number(sql=without(func.is_nan(column.sql), column.sql), is_float=True)
        return super().number(column)

    def thing(self, column: Column) -> Sql:
        """NaN is nothing."""
        is_float = column.kind == "float"
        return without(func.is_nan(column.sql), column.sql) if is_float else super().thing(column)
