"""Facts added up in the engine: what a measure gives, and what became of each row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from math import isfinite, isnan
from typing import Any, Final

from attrs import field, frozen

from goaltree.actuals.measure import Amount, Count, Counted, Figure, Intake, plain_figure

from .day import NOTHING_SAID
from .fact import Facts
from .number import Number
from .statement import IGNORED, MAPPED, WITHOUT_DAY, WITHOUT_VALUE, Statement

_ALWAYS: Final = date(1, 1, 1)
"""What the statement gives for facts that were always known."""
_FIGURES: Final = 4
"""How many numbers of the facts end a row of the statement: total, low, high and count."""


@frozen(kw_only=True)
class _Group:
    """A row of the statement."""

    fate: int
    slot: int | None
    said: str | None
    members: tuple[str | None, ...]
    known: date | None
    rows: int
    total: Any = field(repr=False)
    low: Any = field(repr=False)
    high: Any = field(repr=False)
    count: Any = field(repr=False)


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
        figures = ((one.total, one.low, one.high, one.count) for one in groups)
        if any(isinstance(cell, float) and isnan(cell) for row in figures for cell in row):
            # NaN enters every sum that it is in: where none comes out, none went in.
            groups = self._asked(value.without_nan, weight.without_nan, most)
        values = tuple(self._values(groups))
        if len(values) > most:
            raise self.facts.session.source.too_large(most)
        return Count(measure=self.facts.measure, values=values, intake=self._intake(groups))

    def _values(self, groups: list[_Group]) -> Iterator[Counted]:
        rows: dict[tuple[Any, ...], int] = {}
        for one in groups:
            if one.fate not in (MAPPED, WITHOUT_DAY):
                continue
            key = (one.slot, one.said, one.members)
            rows[key] = rows.get(key, 0) + one.rows
            for end in dict.fromkeys((one.low, one.high)):
                made = self._value(end, one.count)
                if made is not None:
                    yield Counted(
                        period=one.said if one.slot is None else self.facts.measure.periods[one.slot].label,
                        members=one.members,
                        value=made,
                        count=one.count,
                        known_at=None if one.known == _ALWAYS else one.known,
                        rows=rows[key],
                    )

    def _asked(self, value: Number, weight: Number, most: int) -> list[_Group]:
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
            _Group(
                fate=fate,
                slot=slot,
                said=said,
                members=tuple(members),
                known=known,
                rows=int(rows),
                total=total,
                low=low,
                high=high,
                count=count,
            )
            for fate, slot, said, *members, known, rows, total, low, high, count in found
        ]

    def _intake(self, groups: list[_Group]) -> Intake:
        measure = self.facts.measure
        return Intake(
            table=measure.table,
            metric=measure.metric,
            dimensions=tuple(name for name, _ in measure.dimensions),
            given=self._amount(groups),
            mapped=self._amount([one for one in groups if one.fate == MAPPED]),
            ignored=self._amount([one for one in groups if one.fate == IGNORED]),
            rejected=self._amount([one for one in groups if one.fate in (WITHOUT_VALUE, WITHOUT_DAY)]),
        )

    def _amount(self, groups: list[_Group]) -> Amount:
        rows = sum(one.rows for one in groups)
        totals = [0 if one.total is None else one.total for one in groups]
        if self.facts.measure.kind != "sum" or not all(map(isfinite, totals)):
            return Amount(rows=rows)
        total = sum(map(Fraction, totals), Fraction(0))
        is_float = any(isinstance(one, float) for one in totals)
        return Amount(rows=rows, total=float(total) if is_float else plain_figure(total))

    def _value(self, given: Any, count: Any) -> Figure | None:
        if self.facts.measure.kind not in ("mean", "ratio") or given is None:
            return given  # type: ignore[no-any-return]
        total, weight = _exact(given), _exact(count)
        if total is None or weight is None:
            return given  # type: ignore[no-any-return]
        return total / weight if weight else None


def _exact(number: Any) -> Fraction | None:
    """A number as the decimal that it prints as; `None` where it is not finite."""
    if isinstance(number, float):
        return Fraction(repr(number)) if isfinite(number) else None
    return Fraction(number)
