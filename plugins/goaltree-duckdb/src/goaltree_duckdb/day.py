"""Columns as days: dates, instants moved to the plan's zone, and ISO texts."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from goaltree.actuals.odd_cell import DAYS, GIVE_DAYS
from goaltree.actuals.unanswered import Source

from .table import Column

_DAY: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK: Final = _DAY + r"[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?"
_ZONED: Final = _CLOCK + r"(Z|[+-](0[0-9]|1[0-5]):[0-5][0-9])"

NOTHING_SAID: Final = "CAST(NULL AS VARCHAR)"
"""What is written where no day can be read, in a column that holds days only."""
_SOME: Final = "2000-01-01"
"""Orders facts without a moment among themselves: they are all alike."""


@frozen(kw_only=True)
class Day:
    """When each row is dated.

    Attributes:
        sql: Its day in the plan's zone; null where there is none.
        said: What is written where no day can be read; null where there is one, or nothing.
        moment: The moment, to find the last one.
        some: A moment of the same type, for rows whose moment does not matter.
    """

    sql: str
    said: str
    moment: str
    some: str


def day_of(column: Column, name: str, source: Source) -> Day:
    """A column as days; `$zone` is the plan's zone.

    Args:
        column: The column.
        name: What it is called.
        source: The table that it is of, in findings.

    Raises:
        Unanswered: The column holds no times.
    """
    if column.type == "DATE" or column.type.startswith("TIMESTAMP"):
        zoned = column.type.endswith("WITH TIME ZONE")
        local = f"timezone($zone, {column.sql})" if zoned else column.sql
        some = f"CAST('{_SOME}' AS {column.type})"
        moment = f"coalesce({column.sql}, {some})"
        return Day(sql=f"CAST({local} AS DATE)", said=NOTHING_SAID, moment=moment, some=some)
    if not column.is_text:
        raise source.unfit(name, column.type, DAYS, GIVE_DAYS)
    text = f"nullif(trim(CAST({column.sql} AS VARCHAR)), '')"
    instant = f"timezone($zone, TRY_CAST({text} AS TIMESTAMPTZ))"
    day = (
        f"CASE WHEN regexp_full_match({text}, '{_DAY}') THEN TRY_CAST({text} AS DATE) "
        f"WHEN regexp_full_match({text}, '{_CLOCK}') THEN CAST(TRY_CAST({text} AS TIMESTAMP) AS DATE) "
        f"WHEN regexp_full_match({text}, '{_ZONED}') THEN CAST({instant} AS DATE) END"
    )
    written = (
        f"CASE WHEN regexp_full_match({text}, '{_ZONED}') "
        f"THEN timezone('UTC', TRY_CAST({text} AS TIMESTAMPTZ)) ELSE TRY_CAST({text} AS TIMESTAMP) END"
    )
    some = f"TIMESTAMP '{_SOME}'"
    said = f"CASE WHEN {day} IS NULL THEN {text} END"
    return Day(sql=day, said=said, moment=f"coalesce({written}, {some})", some=some)
