"""The words of BigQuery."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Date, func, literal

from .ansi import Ansi, Sql


class BigQueryDialect(Ansi):
    """BigQuery."""

    name: ClassVar[str] = "bigquery"

    def local_day(self, instant: Sql, zone: str) -> Sql:
        """`DATE` in a zone."""
        return func.date(instant, literal(zone), type_=Date)
