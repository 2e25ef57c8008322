"""Facts: the rows of a table as the plan counts them, before anything is added up."""

from __future__ import annotations

from attrs import frozen

from goaltree.actuals.measure import Measure
from goaltree.actuals.odd_cell import NO_TIME

from .day import NOTHING_SAID, Day, day_of
from .number import ONE, Number, number_of
from .session import Session
from .statement import ALWAYS
from .table import Table


@frozen(kw_only=True)
class Facts:
    """The rows of a table, as the plan says what each of them counts.

    Attributes:
        session: A connection to the table's source.
        table: The table.
        measure: How they count.
    """

    session: Session
    table: Table
    measure: Measure

    def sql(self, day: Day, value: Number, weight: Number) -> str:
        """One row a fact: whether it is `where`, its day, members, value and weight, and since when it is known."""
        source = self.session.source
        members = [
            f"nullif(trim(CAST({self.table.column(column, source).sql} AS VARCHAR)), '')"
            for _, column in self.measure.dimensions
        ]
        wanted = [
            f"CAST({self.table.column(column, source).sql} AS VARCHAR) IN (SELECT unnest($w{at}::VARCHAR[]))"
            for at, (column, _) in enumerate(self.measure.where)
        ]
        chosen = [
            f"coalesce({' AND '.join(wanted) or 'true'}, false) AS fits",
            f"{day.sql} AS day",
            f"{day.said} AS said",
            f"{day.moment} AS moment",
            *(f"{sql} AS m{at}" for at, sql in enumerate(members)),
            f"{value.sql} AS v",
            f"{weight.sql} AS w",
            f"{self._known()} AS known",
        ]
        return f"SELECT {', '.join(chosen)} FROM {self.table.sql}"

    def day(self) -> Day:
        """When each fact is dated.

        Raises:
            Unanswered: The column holds no days.
        """
        source, name = self.session.source, self.measure.time
        return day_of(self.table.column(name, source), name, source.at(self.table.name))

    def numbers(self) -> tuple[Number, Number]:
        """The value of a fact, and its weight.

        Raises:
            Unanswered: A column holds no numbers.
        """
        measure = self.measure
        if measure.kind in ("count", "distinct"):
            return self._things(measure.value), ONE
        value = number_of(self.session, self.table, measure.value)
        if measure.kind in ("min", "max", "last"):
            return value.without_nan, ONE  # among numbers that are compared NaN would hide, or be the largest
        if measure.weight is None:
            return value, ONE
        weight = number_of(self.session, self.table, measure.weight)
        return (value.times(weight) if measure.kind == "mean" else value), weight

    def _things(self, name: str) -> Number:
        """What is counted, whatever it is; a blank text and NaN are nothing."""
        column = self.table.column(name, self.session.source)
        if column.is_text:
            return Number(sql=f"nullif(trim(CAST({column.sql} AS VARCHAR)), '')")
        return Number(sql=column.sql, is_float=column.is_float).without_nan

    def _known(self) -> str:
        """Since when a fact is known; a fact that does not say it was always known."""
        name, source = self.measure.known_at, self.session.source
        if name is None:
            return ALWAYS
        day = day_of(self.table.column(name, source), name, source.at(self.table.name))
        if day.said != NOTHING_SAID:
            self._refuse_unclear(name, day)
        return f"coalesce({day.sql}, {ALWAYS})"

    def _refuse_unclear(self, name: str, day: Day) -> None:
        sql = f"SELECT count({day.said}), min({day.said}) FROM {self.table.sql}"
        values = {**self.table.values, "zone": self.measure.zone}
        ((count, first),) = self.session.rows(sql, values)
        if count:
            raise NO_TIME.told(self.session.source.at(self.table.name), name, count, first)
