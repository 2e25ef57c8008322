"""Facts: the rows of a table as the plan counts them, before anything is added up."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from goaltree import Words
from goaltree.finding import excerpt
from goaltree.model.segment import SourceTable

from .answer_fault import Unanswered
from .day import NOTHING_SAID, Day, day_of
from .number import ONE, Number, number_of
from .session import Session
from .statement import ALWAYS
from .table import Table

UTC: Final = "UTC"
"""The zone of a plan that states none."""


def columns_of(told: SourceTable) -> dict[str, str]:
    """The column that holds the members of each dimension."""
    return {str(dimension): column for dimension, column in told.segments.items()}


@frozen(kw_only=True)
class Facts:
    """The rows of a table, as the plan says what each of them counts.

    Attributes:
        session: A connection to the table's source.
        table: The table.
        told: What the plan says about it.
        zone: The zone in which instants become days; empty where the plan states none.
    """

    session: Session
    table: Table
    told: SourceTable
    zone: str

    def sql(self, dimensions: tuple[str, ...], day: Day, value: Number, weight: Number) -> str:
        """One row a fact: its day, its members, its value and weight, and since when it is known."""
        source, told = self.session.source, self.told
        columns = columns_of(told)
        members = [
            f"nullif(trim(CAST({self.table.column(columns[dimension], source).sql} AS VARCHAR)), '')"
            for dimension in dimensions
        ]
        wanted = [
            f"CAST({self.table.column(column, source).sql} AS VARCHAR) IN (SELECT unnest($w{at}::VARCHAR[]))"
            for at, column in enumerate(told.where)
        ]
        chosen = [
            f"{day.sql} AS day",
            f"{day.said} AS said",
            f"{day.moment} AS moment",
            *(f"{sql} AS m{at}" for at, sql in enumerate(members)),
            f"{value.sql} AS v",
            f"{weight.sql} AS w",
            f"{self._known()} AS known",
        ]
        where = " AND ".join(wanted) or "true"
        return f"SELECT {', '.join(chosen)} FROM {self.table.sql} WHERE {where}"

    def day(self) -> Day:
        """When each fact is dated.

        Raises:
            Unanswered: The plan does not say, or the column holds no days.
        """
        source, name = self.session.source, self.told.time
        if name is None:
            called = excerpt(self.table.name)
            raise source.unreadable(
                Words(
                    f"the plan names no time column of the table `{called}`",
                    f"计划没有说明表 `{called}` 的时间列",
                ),
                Words("Write `time:` beside it in the plan", "请在计划中为该表写明 `time:`"),
            )
        return day_of(self.table.column(name, source), name, source)

    def numbers(self) -> tuple[Number, Number]:
        """The value of a fact, and its weight.

        Raises:
            Unanswered: The plan does not say, or a column holds no numbers.
        """
        told = self.told
        named = [
            one for one in (told.sum, told.count, told.distinct, told.mean, told.last) if one is not None
        ]
        if len(named) != 1:
            raise self._unclear()
        if told.count is not None or told.distinct is not None:
            return self._things(named[0]), ONE
        value = number_of(self.session, self.table, named[0])
        if told.mean is None or told.weight is None:
            return value, ONE
        weight = number_of(self.session, self.table, told.weight)
        return value.times(weight), weight

    def _things(self, name: str) -> Number:
        """What is counted, whatever it is; a blank text and NaN are nothing."""
        column = self.table.column(name, self.session.source)
        if column.is_text:
            return Number(sql=f"nullif(trim(CAST({column.sql} AS VARCHAR)), '')")
        return Number(sql=column.sql, is_float=column.is_float).without_nan

    def _unclear(self) -> Unanswered:
        called = excerpt(self.table.name)
        return self.session.source.unreadable(
            Words(
                f"the plan does not say in one way how the table `{called}` counts",
                f"计划没有以唯一的方式说明表 `{called}` 如何计数",
            ),
            Words(
                "Write one of `sum:`, `count:`, `distinct:`, `mean:` and `last:` beside it",
                "请写明 `sum:`、`count:`、`distinct:`、`mean:`、`last:` 之一",
            ),
        )

    def _known(self) -> str:
        """Since when a fact is known; a fact that does not say it was always known."""
        name, source = self.told.known_at, self.session.source
        if name is None:
            return ALWAYS
        day = day_of(self.table.column(name, source), name, source)
        if day.said != NOTHING_SAID:
            self._refuse_unclear(name, day)
        return f"coalesce({day.sql}, {ALWAYS})"

    def _refuse_unclear(self, name: str, day: Day) -> None:
        sql = f"SELECT count({day.said}) FROM {self.table.sql}"
        values = {**self.table.values, "zone": self.zone or UTC}
        unclear = self.session.rows(sql, values)[0][0]
        if unclear:
            called = excerpt(name)
            raise self.session.source.unreadable(
                Words(
                    f"the column `{called}` has {unclear} texts that are no day or time",
                    f"列 `{called}` 有 {unclear} 个文本不是日期或时间",
                ),
                Words(
                    "Write them as 2025-01-31 or 2025-01-31T08:00:00Z",
                    "请写成 2025-01-31 或 2025-01-31T08:00:00Z",
                ),
            )
