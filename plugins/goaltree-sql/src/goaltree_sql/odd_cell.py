"""What stands where something else should: looked at only where a statement has counted some."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import func, literal, select

from goaltree import Words
from goaltree.actuals.measure import Measure
from goaltree.actuals.odd_cell import NO_NUMBER, NO_TIME, Oddity

from .column import Column, Table
from .dialect.ansi import Sql
from .session import Session

_NUMBER_FOR_DAY: Final = Oddity(
    one="number where a day is wanted",
    many=Words("numbers where days are wanted", "个数字，应为日期"),
    advice=Words(
        "Give days, such as 2025-01-31; of seconds since 1970 a view makes times: "
        "strftime('%Y-%m-%dT%H:%M:%SZ', t, 'unixepoch')",
        "请给出日期，例如 2025-01-31；1970 年以来的秒数可用视图转换："
        "strftime('%Y-%m-%dT%H:%M:%SZ', t, 'unixepoch')",
    ),
)


def refuse_odd(session: Session, measure: Measure, table: Table, found: Sequence[tuple[Any, ...]]) -> None:
    """Refuse a table whose columns hold something else than they should.

    Args:
        session: A connection to the source.
        measure: What is counted.
        table: The table.
        found: What the measure's statement gives; its last columns count what is odd.

    Raises:
        Unanswered: Something is odd: how often, and the first of it.
    """
    value, time, known = (any(int(row[at] or 0) for row in found) for at in (-3, -2, -1))
    dialect, source = session.server.dialect, session.source
    if value:
        columns = [table.column(name, source) for name in (measure.value, measure.weight) if name]
        _refuse(session, table, NO_NUMBER, {one.name: (one, dialect.number(one).odd) for one in columns})
    if time:
        column = table.column(measure.time, source)
        odd = dialect.when(column, measure.zone).odd
        _refuse(session, table, _NUMBER_FOR_DAY, {column.name: (column, odd)})
    if known and measure.known_at is not None:
        column = table.column(measure.known_at, source)
        when = dialect.known(column, measure.zone)
        is_odd = literal(value=False) if when.said is None else dialect.is_no_day(when.day, when.said)
        _refuse(session, table, NO_TIME, {column.name: (column, is_odd)})


def _refuse(
    session: Session, table: Table, what: Oddity, columns: dict[str, tuple[Column, Sql | None]]
) -> None:
    """Refuse the column with the most odd cells."""
    looked = [
        (*_looked(session, table, column, odd), name)
        for name, (column, odd) in columns.items()
        if odd is not None
    ]
    count, first, name = max(looked, key=lambda one: one[0])
    raise what.told(session.source.at(table.name), name, count, first)


def _looked(session: Session, table: Table, column: Column, odd: Sql) -> tuple[int, str]:
    """How many cells of a column are odd, and the first of them as a text."""
    text = session.server.dialect.text(column)
    asked = select(func.count(), func.min(text)).select_from(table.sql).where(odd)
    ((count, first),) = session.rows(asked)
    return int(count), str(first)
