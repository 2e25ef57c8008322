"""Facts added up in the engine: what a table counts, by period, part of the business and time of knowledge."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import isfinite, isnan
from typing import Any, Final
from unicodedata import normalize

from attrs import frozen

from goaltree import Request, Words
from goaltree.finding import excerpt
from goaltree.model.period import Period
from goaltree.model.segment import SourceTable

from .day import NOTHING_SAID
from .fact import UTC, Facts, columns_of
from .number import Number
from .statement import Statement

_ALWAYS: Final = date(1, 1, 1)
"""What the statement gives for facts that were always known."""
_MEMBERS: Final = 2
"""Where the members stand in a row of the statement, behind slot and what is said."""


@frozen(kw_only=True)
class Counted:
    """One value that a table gives.

    Attributes:
        period: Label of the period; what is written where no day can be read; `None` where nothing is.
        members: The members of the dimensions that were asked for, in their order.
        value: The value.
        count: How many facts stand behind it, or their weight; `None` for a last value.
        known_at: The day by whose end it is known; `None` where that is not said.
    """

    period: str | None
    members: tuple[str | None, ...]
    value: int | float | Decimal | Fraction
    count: int | float | Decimal | None
    known_at: date | None


def parts_of(request: Request, metric: str, told: SourceTable) -> dict[tuple[str, ...], tuple[Period, ...]]:
    """The combinations of dimensions that are asked for and that the table has, each with its periods."""
    found: dict[tuple[str, ...], dict[str, Period]] = {}
    columns = columns_of(told)
    for item in request.requirements:
        dimensions = tuple(sorted({dimension for dimension, _ in item.segment}))
        if item.metric == metric and set(dimensions) <= columns.keys():
            found.setdefault(dimensions, {}).update({period.label: period for period in item.periods})
    return {
        dimensions: tuple(sorted(periods.values(), key=lambda period: (period.first, period.last)))
        for dimensions, periods in sorted(found.items())
        if periods
    }


@frozen(kw_only=True)
class Measure:
    """How one table counts one metric.

    Attributes:
        facts: The rows of the table.
    """

    facts: Facts

    def counted(
        self, dimensions: tuple[str, ...], periods: tuple[Period, ...], most: int
    ) -> Iterator[Counted]:
        """The values of some periods, by the members of some dimensions.

        Raises:
            Unanswered: The table cannot be counted as the plan says.
        """
        value, weight = self.facts.numbers()
        found = self._asked(dimensions, periods, value, weight, most)
        if any(isinstance(cell, float) and isnan(cell) for row in found for cell in row[-3:]):
            # NaN enters every sum that it is in: where none comes out, none went in.
            found = self._asked(dimensions, periods, value.without_nan, weight.without_nan, most)
        self._refuse_alike(dimensions, found)
        for slot, said, *members, known, low, high, count in found:
            for one in dict.fromkeys((low, high)):
                made = self._value(one, count)
                if made is not None:
                    yield Counted(
                        period=said if slot is None else periods[slot].label,
                        members=tuple(members),
                        value=made,
                        count=count,
                        known_at=None if known == _ALWAYS else known,
                    )

    def _refuse_alike(self, dimensions: tuple[str, ...], found: list[tuple[Any, ...]]) -> None:
        """Refuse one member that is written in two ways: each would be taken for all of it."""
        for at, dimension in enumerate(dimensions, _MEMBERS):
            spelt: dict[str, str] = {}
            for member in {row[at] for row in found if row[at] is not None}:
                other = spelt.setdefault(normalize("NFKC", member).strip(), member)
                if other != member:
                    one, two = sorted((excerpt(other), excerpt(member)))
                    raise self.facts.session.source.unreadable(
                        Words(
                            f"one member of `{excerpt(dimension)}` is written as `{one}` and as `{two}`",
                            f"`{excerpt(dimension)}` 的同一成员写成了 `{one}` 和 `{two}`",
                        ),
                        Words("Write it in one way", "请统一写法"),
                    )

    def _asked(
        self,
        dimensions: tuple[str, ...],
        periods: tuple[Period, ...],
        value: Number,
        weight: Number,
        most: int,
    ) -> list[tuple[Any, ...]]:
        """The rows that the statement gives."""
        day = self.facts.day()
        statement = Statement(
            told=self.facts.told,
            facts=self.facts.sql(dimensions, day, value, weight),
            dimensions=len(dimensions),
            value=value,
            weight=weight,
            is_said=day.said != NOTHING_SAID,
        )
        values = {
            **self.facts.table.values,
            **{f"w{at}": list(wanted) for at, wanted in enumerate(self.facts.told.where.values())},
            "slots": list(range(len(periods))),
            "firsts": [period.first for period in periods],
            "lasts": [period.last for period in periods],
            "first": min(period.first for period in periods),
            "last": max(period.last for period in periods),
            "zone": self.facts.zone or UTC,
        }
        return self.facts.session.rows(statement.sql, values, most=most)

    def _value(self, given: Any, count: Any) -> Any:
        if self.facts.told.mean is None or given is None:
            return given
        total, weight = _exact(given), _exact(count)
        if total is None or weight is None:
            return given
        return total / weight if weight else None


def _exact(number: Any) -> Fraction | None:
    """A number as the decimal that it prints as; `None` where it is not finite."""
    if isinstance(number, float):
        return Fraction(repr(number)) if isfinite(number) else None
    return Fraction(number)
