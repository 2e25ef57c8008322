"""The connector: actuals from any database that SQLAlchemy reaches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from attrs import Factory, field, frozen

from goaltree import Finding, Request, UsageError
from goaltree.actuals.measure import Counts
from goaltree.actuals.name_mapping import name_mapping

from .location import location_of, shown

SECONDS: Final = 20.0
"""Less than a host waits for a plugin, so that the database is stopped, not left behind."""


@frozen(kw_only=True)
class SqlConnector:
    """Any database that SQLAlchemy reaches: `sql://postgresql://reader:${PASSWORD}@host/facts`.

    Attributes:
        url: The address as SQLAlchemy writes it, behind `sql://`.
        table: The table or view that holds actuals as `frame` gives them; needed where there are several.
        tables: Tables of the plan to tables of the database, where they are called otherwise.
        columns: Headings of actuals (`metric`, `value`...) to columns of the table; others are left out.
        driver: What the driver is told besides, such as `sslmode:require`; no password.
        seconds: How long an answer may take.
    """

    name: ClassVar[str] = "sql"
    url: str = field(repr=shown)
    table: str = ""
    tables: Mapping[str, str] = field(converter=name_mapping, default=Factory(dict))
    columns: Mapping[str, str] = field(converter=name_mapping, default=Factory(dict))
    driver: Mapping[str, str] = field(converter=name_mapping, default=Factory(dict))
    seconds: float = field(default=SECONDS)

    def __attrs_post_init__(self) -> None:
        if not 0 < self.seconds < 86_400:
            raise UsageError("`seconds` is a number above 0, at most a day")
        location_of(self.url, tuple(self.driver.items()))

    def frame(self, request: Request) -> dict[str, list[Any]] | Finding:
        """The rows of the one table of actuals, as they are.

        Args:
            request: What is asked for; its limit of rows counts.

        Returns:
            A dict of lists, or the finding that there is no answer.
        """
        from .answer import framed

        return framed(self, request)

    def measure(self, request: Request) -> Counts | Finding:
        """The facts of the plan's tables, added up by the database.

        Args:
            request: What is asked for, and how the tables count.

        Returns:
            The values with what became of the rows, or the finding that there is no answer; nothing is
            answered in part.
        """
        from .answer import measured

        return measured(self, request)
