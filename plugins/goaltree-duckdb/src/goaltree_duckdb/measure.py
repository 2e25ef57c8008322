"""Facts added up in the engine: what measures give, and what became of each row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from math import isnan
from typing import Any, Final

from attrs import evolve, frozen

from goaltree.actuals.fact_group import Fate, Group, count_of
from goaltree.actuals.measure import Count, Measure

from .batch import Batch, batches
from .day import NOTHING_SAID
from .fact import Facts
from .statement import OWN, SHARED, Statement

_ALWAYS: Final = date(1, 1, 1)
"""What the statement gives for facts that were always known."""


@frozen(kw_only=True)
class Counting:
    """A table of facts that is being counted.

    Attributes:
        facts: The rows of the table.
    """

    facts: Facts

    def counts(self, measures: Sequence[Measure], most: int) -> Iterator[Count]:
        """What measures give, those of one pass together.

        Args:
            measures: How the facts count.
            most: How many values may come.

        Raises:
            Unanswered: The table cannot be counted as the plan says.
        """
        for batch in batches([self.facts.part(measure) for measure in measures]):
            for count in self._counted(batch, most):
                most -= len(count.values)
                if most < 0:
                    raise self.facts.session.source.too_large(most + len(count.values))
                yield count

    def _counted(self, batch: Batch, most: int) -> list[Count]:
        groups = self._asked(batch, most)
        figures = ((one.low, one.high, one.count) for of_part in groups for one in of_part)
        if any(isinstance(cell, float) and isnan(cell) for row in figures for cell in row):
            # NaN enters every sum that it is in: where none comes out, none went in.
            groups = self._asked(evolve(batch, parts=tuple(part.without_nan for part in batch.parts)), most)
        return [count_of(part.measure, of_part) for part, of_part in zip(batch.parts, groups, strict=True)]

    def _asked(self, batch: Batch, most: int) -> list[list[Group]]:
        """The rows that the statement gives for each part."""
        day = self.facts.day(batch.first.measure.time)
        statement = Statement(
            batch=batch,
            facts=self.facts.sql(batch, day),
            is_said=day.said != NOTHING_SAID,
            some=day.some,
        )
        periods = batch.first.measure.periods
        values = {
            **self.facts.values(batch),
            "slots": list(range(len(periods))),
            "firsts": [period.first for period in periods],
            "lasts": [period.last for period in periods],
        }
        # Rows that do not count are two groups more of each part.
        found = self.facts.session.rows(statement.sql, values, most=most + 2 * len(batch.parts))
        groups: list[list[Group]] = [[] for _ in batch.parts]
        for row in found:
            shared = dict(zip(SHARED, row, strict=False))
            at = shared.pop("part")
            own = len(SHARED) + at * len(OWN)
            figures = dict(zip(OWN, row[own : own + len(OWN)], strict=True))
            groups[at].append(_group(shared, figures))
        return groups


def _group(shared: Mapping[str, Any], figures: Mapping[str, Any]) -> Group:
    known = shared["known"]
    return Group(
        **{
            **shared,
            **figures,
            "fate": Fate(shared["fate"]),
            "members": tuple(shared["members"]),
            "known": None if known == _ALWAYS else known,
            "rows": int(shared["rows"]),
        }
    )
