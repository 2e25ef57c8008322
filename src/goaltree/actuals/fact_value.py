"""What the groups of a frame say: the values of a measure by what was known, and what became of the rows.

The parts of numbers that an engine has added are put together exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from math import isfinite
from operator import itemgetter
from typing import Any

from attrs import field, frozen

from ..model.period import Period
from .fact_group import HANDED_ON, Fate, intake_of
from .fact_number import Number, figure, total_of
from .fact_period import by_place
from .fact_time import NO_DAY, UNCLEAR, day_code, day_of_code
from .measure import Amount, Count, Counted, Figure, Measure

Row = Mapping[str, Any]


@frozen(kw_only=True)
class FactValues:
    """The groups of a frame, sorted by their keys.

    Attributes:
        measure: What is counted.
        keys: The columns that the frame is grouped by, the time of knowledge last.
        unclear: What is raised where a time of knowledge cannot be read.
        number: How the parts of values make numbers; `None` where things are counted.
        weight: How those of weights do; `None` where there are none.
    """

    measure: Measure
    keys: tuple[str, ...]
    unclear: Callable[[], Exception] = field(repr=False)
    number: Number | None = field(repr=False)
    weight: Number | None = field(repr=False)

    def count(self, rows: Sequence[Row]) -> Count:
        """What the groups give together."""
        periods = by_place(self.measure.periods)
        fated = [(_fate(row, periods), row) for row in rows]
        return Count(
            measure=self.measure,
            values=tuple(self._values(rows, periods)) if rows else (),
            intake=intake_of(
                self.measure, lambda fates: self._amount([row for fate, row in fated if fate in fates])
            ),
        )

    def _amount(self, rows: Sequence[Row]) -> Amount:
        count = sum(int(row["rows"]) for row in rows)
        if self.measure.kind != "sum" or self.number is None:
            return Amount(rows=count)
        total = self._total(self.number, rows)
        return Amount(rows=count, total=total if isfinite(total) else None)

    def _total(self, number: Number, rows: Sequence[Row]) -> Figure:
        """The exact sum of some groups."""
        weights = {name: weight for name, (_, weight) in number.parts.items()}
        sums = {name: _sum(row[name] for row in rows) for name in weights}
        return total_of(weights, sums, number.is_float)

    def _values(self, rows: Sequence[Row], periods: Mapping[int, Period]) -> Iterator[Counted]:
        """The values: of each group the sum of all that was known by a day, for each such day."""
        count = len(self.measure.dimensions)
        key = itemgetter(*(name for name in self.keys if name != "known"))
        for (fate, place, said, *members), group in groupby(rows, key=key):
            period = periods.get(int(place))
            if int(fate) not in HANDED_ON or (int(fate) == Fate.MAPPED and period is None):
                continue
            named = tuple(str(member) or None for member in members[:count])
            label = period.label if period is not None else str(said) or None
            end = None if period is None else day_code(period.last)
            until: Sequence[Row] = []
            for known, added in groupby(group, key=lambda row: self._known(int(row["known"]), end)):
                until = self._merged([*until, *({**row, "since": known} for row in added)])
                for value, weight in self._figures(until):
                    yield Counted(
                        period=label,
                        members=named,
                        value=value,
                        count=weight,
                        known_at=None if known == NO_DAY else day_of_code(known),
                        rows=sum(int(row["rows"]) for row in until),
                    )

    def _merged(self, rows: Sequence[Row]) -> Sequence[Row]:
        """What was known until some day as few groups, so that many versions stay cheap."""
        kind, first = self.measure.kind, rows[0]
        count = sum(int(row["rows"]) for row in rows)
        if kind == "last":
            moments = [row["moment"] for row in rows if row["moment"] is not None]
            last = max(moments) if moments else None
            # Of two values of one moment the one that became known later counts.
            order = max(row["since"] for row in rows if row["moment"] == last)
            latest = [row for row in rows if (row["moment"], row["since"]) == (last, order)]
            return [{**row, "rows": 0 if at else count} for at, row in enumerate(latest)]
        if kind in ("min", "max"):
            choose: Callable[..., Any] = min if kind == "min" else max
            return [{**first, "rows": count, "things": choose(row["things"] for row in rows)}]
        added = [name for name in (*self._parts(), "things") if name in first]
        return [{**first, "rows": count, **{name: _sum(row[name] for row in rows) for name in added}}]

    def _known(self, code: int, end: int | None) -> int:
        """The day by whose end something is known: not before its period is over."""
        if code == UNCLEAR:
            raise self.unclear()
        return code if code == NO_DAY or end is None else max(code, end)

    def _figures(self, rows: Sequence[Row]) -> list[tuple[Figure, Figure | None]]:
        """What some groups of one value give together: the value and its count; two where they contradict."""
        kind, count = self.measure.kind, sum(int(row["rows"]) for row in rows)
        if kind == "count":
            return [(count, count)]
        if kind == "distinct":
            things = sum(int(row["things"]) for row in rows)
            return [(things, things)]
        assert self.number is not None
        if kind == "last":
            low = min(self.number.meant(row["low"]) for row in rows)
            high = max(self.number.meant(row["high"]) for row in rows)
            return [(one, None) for one in dict.fromkeys((low, high))]
        if kind in ("min", "max"):
            return [(self.number.meant(rows[0]["things"]), count)]
        total = self._total(self.number, rows)
        if kind == "sum":
            return [(total, count)]
        weight = count if self.weight is None else self._total(self.weight, rows)
        if not (isfinite(total) and isfinite(weight)):
            return [(total, weight)]
        return [(_exact(total) / _exact(weight), weight)] if weight else []

    def _parts(self) -> list[str]:
        return [name for number in (self.number, self.weight) if number is not None for name in number.parts]


def _fate(row: Row, periods: Mapping[int, Period]) -> Fate:
    """What became of the rows of a group; of a day between two periods they are ignored."""
    fate = Fate(int(row["fate"]))
    return Fate.IGNORED if fate == Fate.MAPPED and int(row["place"]) not in periods else fate


def _sum(cells: Iterable[Any]) -> Figure:
    """The exact sum of what an engine has added; infinite where a part of it is."""
    figures = [0 if cell is None else figure(cell) for cell in cells]
    if all(isfinite(one) for one in figures):
        return sum((Fraction(one) for one in figures), Fraction(0))
    return float(sum(map(float, figures)))


def _exact(number: Any) -> Fraction:
    """A number as the decimal that it prints as."""
    own = 0 if number is None else figure(number)
    return Fraction(repr(own)) if isinstance(own, float) else Fraction(own)
