"""Answers to a request: a table as it is, or its facts added up."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from goaltree import Finding, Request
from goaltree.actuals.measure import Count, Counts, counting, counts_of, measures
from goaltree.actuals.unanswered import Source, Unanswered

from .location import location_of
from .measure import counted
from .session import Session, opened

if TYPE_CHECKING:
    from .column import Table
    from .connector import SqlConnector


def framed(connector: SqlConnector, request: Request) -> dict[str, list[Any]] | Finding:
    """The rows of the connector's table."""
    source = _source(connector, request)
    try:
        with _session(connector, source) as session:
            return _copied(session, connector, request.limits.rows)
    except Unanswered as unanswered:
        return unanswered.finding


def measured(connector: SqlConnector, request: Request) -> Counts | Finding:
    """The facts of the plan's tables, added up; in one connection, with one view of the data."""
    source = _source(connector, request)
    wanted = measures(request, source.name)
    if isinstance(wanted, Finding):
        return wanted
    found: list[Count] = []
    try:
        if wanted:
            with _session(connector, source) as session:
                most = request.limits.rows
                tables: dict[str, Table] = {}
                for number, measure in enumerate(wanted):
                    request.meter.tell(counting(source.name, measure), number, len(wanted))
                    name = connector.tables.get(measure.table, measure.table)
                    if name not in tables:
                        tables[name] = session.table(name)
                    found.append(counted(session, measure, tables[name], most))
                    most -= len(found[-1].values)
    except Unanswered as unanswered:
        return unanswered.finding
    return counts_of(found, source.name)


def _source(connector: SqlConnector, request: Request) -> Source:
    return Source(request.source or connector.name)


def _session(connector: SqlConnector, source: Source) -> AbstractContextManager[Session]:
    return opened(location_of(connector.url, tuple(connector.driver.items())), connector.seconds, source)


def _copied(session: Session, connector: SqlConnector, most: int) -> dict[str, list[Any]]:
    """All rows of a table."""
    table = session.table(connector.table)
    chosen = connector.columns or {name: name for name in table.columns}
    columns = [table.column(name, session.source) for name in chosen.values()]
    if not columns:
        return {}
    shown = [session.server.dialect.plain(one).label(f"c{at}") for at, one in enumerate(columns)]
    rows = session.rows(select(*shown).select_from(table.sql), most=most, streamed=True)
    return {heading: [row[at] for row in rows] for at, heading in enumerate(chosen)}
