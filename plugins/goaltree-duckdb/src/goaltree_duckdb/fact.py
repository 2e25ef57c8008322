"""Facts: the rows of a table as the plan counts them, before anything is added up."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from goaltree.actuals.measure import Measure
from goaltree.actuals.odd_cell import NO_TIME

from .batch import Batch, Where
from .day import NOTHING_SAID, Day, day_of
from .number import ONE, Number, number_of
from .part import Part
from .session import Session
from .statement import ALWAYS, trimmed
from .table import Table


@frozen(kw_only=True)
class Facts:
    """The rows of a table, as the plan says what each of them counts.

    Attributes:
        session: A connection to the table's source.
        table: The table.
    """

    session: Session
    table: Table

    def sql(self, batch: Batch, day: Day) -> str:
        """One row a fact: its day, since when it is known, its members, what it fits, its values and weights.

        Args:
            batch: What is counted.
            day: When each fact is dated.

        Raises:
            Unanswered: A column is not there, or says no time of knowledge.
        """
        chosen = [
            f"{day.sql} AS day",
            f"{day.said} AS said",
            f"{day.moment} AS moment",
            f"{self._known(batch.first.measure)} AS known",
            *(f"{self._text(column)} AS m{at}" for at, column in enumerate(batch.columns)),
            *(f"{self._fits(at, where)} AS f{at}" for at, where in enumerate(batch.filters)),
        ]
        for at, part in enumerate(batch.parts):
            value, weight = part.value.sql, part.weight.sql
            if part.measure.weight is not None:  # neither counts without the other
                value, weight = _beside(value, weight), _beside(weight, value)
            chosen += [f"{value} AS v{at}", f"{weight} AS w{at}"]
        return f"SELECT {', '.join(chosen)} FROM {self.table.sql}"

    def values(self, batch: Batch) -> dict[str, Any]:
        """What this binds."""
        texts = {
            name: text
            for at, where in enumerate(batch.filters)
            for place, (_, wanted) in enumerate(where)
            for name, text in zip(_names(at, place, wanted), wanted, strict=True)
        }
        return {**self.table.values, **texts, "zone": batch.first.measure.zone}

    def day(self, name: str) -> Day:
        """A column that says when each fact is dated.

        Args:
            name: The column.

        Raises:
            Unanswered: The column is not there, or holds no days.
        """
        source = self.session.source
        return day_of(self.table.column(name, source), name, source.at(self.table.name))

    def part(self, measure: Measure) -> Part:
        """What a measure adds up of each fact.

        Args:
            measure: How facts count.

        Raises:
            Unanswered: A column is not there, or holds no numbers.
        """
        value, weight = self._numbers(measure)
        return Part(measure=measure, value=value, weight=weight)

    def _numbers(self, measure: Measure) -> tuple[Number, Number]:
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
            return Number(sql=trimmed(self._text(name)))
        return Number(sql=column.sql, is_float=column.is_float).without_nan

    def _text(self, name: str) -> str:
        return f"CAST({self.table.column(name, self.session.source).sql} AS VARCHAR)"

    def _fits(self, at: int, where: Where) -> str:
        """1 where a fact has one of the texts in each of the columns, else 0."""
        conditions = (
            f"{self._text(column)} IN ({', '.join(f'${name}' for name in _names(at, place, wanted))})"
            if wanted
            else "false"
            for place, (column, wanted) in enumerate(where)
        )
        # The engine knows that there is nothing but 0 and 1, and needs no hashing to group by them.
        return f"CASE WHEN {' AND '.join(conditions)} THEN 1 ELSE 0 END"

    def _known(self, measure: Measure) -> str:
        """Since when a fact is known; a fact that does not say it was always known."""
        name = measure.known_at
        if name is None:
            return ALWAYS
        day = self.day(name)
        if day.said != NOTHING_SAID:
            self._refuse_unclear(measure, name, day)
        return f"coalesce({day.sql}, {ALWAYS})"

    def _refuse_unclear(self, measure: Measure, name: str, day: Day) -> None:
        sql = f"SELECT count({day.said}), min({day.said}) FROM {self.table.sql}"
        ((count, first),) = self.session.rows(sql, {**self.table.values, "zone": measure.zone})
        if count:
            raise NO_TIME.told(self.session.source.at(self.table.name), name, count, first)


def _beside(number: str, other: str) -> str:
    """A number where there is another one."""
    return f"CASE WHEN {other} IS NOT NULL THEN {number} END"


def _names(at: int, place: int, wanted: tuple[str, ...]) -> list[str]:
    """Under what names the texts of a condition are bound."""
    return [f"w{at}_{place}_{number}" for number in range(len(wanted))]
