"""What a statement gives, as the values of its measure and what became of the rows."""

from __future__ import annotations

from typing import Any, Final

from goaltree.actuals.fact_group import Fate, Group, count_of
from goaltree.actuals.measure import Count, Measure

from .column import Table
from .dialect.ansi import Ansi, Unfit
from .odd_cell import refuse_odd
from .session import Session
from .statement import Statement

_BEHIND: Final = 7
"""How many columns stand behind the moment."""


def counted(session: Session, measure: Measure, table: Table, most: int) -> Count:
    """What a measure gives.

    Args:
        session: A connection to the source.
        measure: What is counted.
        table: The table of the source.
        most: How many values may come.

    Raises:
        Unanswered: The source has no answer.
    """
    dialect, source = session.server.dialect, session.source.at(table.name)
    try:
        statement = Statement(measure=measure, table=table, dialect=dialect, source=source)
        found = session.rows(statement.sql, most=most + len(Fate))
    except Unfit as unfit:
        raise source.unreadable(unfit.reason, unfit.advice) from None
    refuse_odd(session, measure, table, found)
    count = count_of(measure, (_group(row, dialect) for row in found))
    if len(count.values) > most:
        raise source.too_large(most)
    return count


def _group(row: tuple[Any, ...], dialect: Ansi) -> Group:
    fate, slot, said, *members, known, moment = row[:-_BEHIND]
    low, high, count, rows, *_ = row[-_BEHIND:]
    return Group(
        fate=Fate(fate),
        slot=slot,
        said=said,
        members=tuple(members),
        known=None if known is None else dialect.since(known),
        moment=moment,
        low=dialect.figure(low),
        high=dialect.figure(low if high is None else high),
        count=dialect.figure(count),
        rows=int(rows),
    )
