"""The tables and views of a database."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from goaltree.actuals.unanswered import Source

from .quote import quoted
from .session import Session

_ASKED: Final = (
    "SELECT schema_name, table_name FROM duckdb_tables() "
    "WHERE NOT internal AND database_name = current_database() "
    "UNION ALL SELECT schema_name, view_name FROM duckdb_views() "
    "WHERE NOT internal AND database_name = current_database()"
)
_MAIN: Final = "main"


@frozen
class Catalogue:
    """Tables and views as pairs of schema and name, sorted."""

    names: tuple[tuple[str, str], ...]

    def find(self, name: str, source: Source) -> str:
        """The quoted name of a table: of the schema `main`, or `schema.table`; the only one for ''.

        Raises:
            Unanswered: There is none of this name, or no name is given and there are several.
        """
        fit = [
            pair
            for pair in self.names
            if (pair[0] == _MAIN and pair[1] == name) or ".".join(pair) == name or not name
        ]
        if len(fit) == 1:
            return f"{quoted(fit[0][0])}.{quoted(fit[0][1])}"
        there = [pair[1] if pair[0] == _MAIN else ".".join(pair) for pair in self.names]
        raise source.has_no_table(name, there)


def tables_of(session: Session) -> Catalogue:
    """What a database holds."""
    return Catalogue(tuple(sorted((str(row[0]), str(row[1])) for row in session.rows(_ASKED))))
