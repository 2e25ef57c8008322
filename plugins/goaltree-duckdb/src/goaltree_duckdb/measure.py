"""Facts added up in the engine: what a measure gives, and what became of each row."""

from __future__ import annotations

from datetime import date
from math import isnan
from typing import Final

from attrs import frozen

from goaltree.actuals.fact_group import Fate, Group, count_of
from goaltree.actuals.measure import Count

from .day import NOTHING_SAID
from .fact import Facts
from .number import Number
from .statement import Statement

_ALWAYS: Final = date(1, 1, 1)
"""What the statement gives for facts that were always known."""


@frozen(kw_only=True)
class Counting:
    """A table of facts that is being counted.

    Attributes:
        facts: The rows of the table, and how they count.
    """

    facts: Facts

    def count(self, most: int) -> Count:
        """What the measure gives.

        Args:
            most: How many values may come.

        Raises:
            Unanswered: The table cannot be counted as the plan says.
        """
        value, weight = self.facts.numbers()
        groups = self._asked(value, weight, most)
        figures = ((one.low, one.high, one.count) for one in groups)
        if any(isinstance(cell, float) and isnan(cell) for row in figures for cell in row):
            # NaN enters every sum that it is in: where none comes out, none went in.
            groups = self._asked(value.without_nan, weight.without_nan, most)
        count = count_of(self.facts.measure, groups)
        if len(count.values) > most:
            raise self.facts.session.source.too_large(most)
        return count

    def _asked(self, value: Number, weight: Number, most: int) -> list[Group]:
        """The rows that the statement gives."""
        day, measure = self.facts.day(), self.facts.measure
        statement = Statement(
            measure=measure,
            facts=self.facts.sql(day, value, weight),
            value=value,
            weight=weight,
            is_said=day.said != NOTHING_SAID,
            some=day.some,
        )
        periods = measure.periods
        values = {
            **self.facts.table.values,
            **{f"w{at}": list(wanted) for at, (_, wanted) in enumerate(measure.where)},
            "slots": list(range(len(periods))),
            "firsts": [period.first for period in periods],
            "lasts": [period.last for period in periods],
            "zone": measure.zone,
        }
        # Rows that do not count are two groups more.
        found = self.facts.session.rows(statement.sql, values, most=most + 2)
        return [
            Group(
                fate=Fate(fate),
                slot=slot,
                said=said,
                members=tuple(members),
                known=None if known == _ALWAYS else known,
                moment=moment,
                low=low,
                high=high,
                count=count,
                rows=int(rows),
            )
            for fate, slot, said, *members, known, moment, rows, low, high, count in found
        ]
