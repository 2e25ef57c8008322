"""Groups of facts, as an engine has added them up, put together to values and to the account of all rows.

Whatever counts facts in a database groups them once, by what became of a row, its period, its members and since
when it is known. What is left is small, and is put together here, exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from enum import IntEnum
from fractions import Fraction
from math import isfinite
from typing import Any, Final

from attrs import evolve, field, frozen

from .measure import Amount, Count, Counted, Figure, Intake, Measure, plain_figure

_NEVER: Final = date.min


class Fate(IntEnum):
    """What becomes of a row.

    Attributes:
        MAPPED: It counts.
        IGNORED: It shall not count: not `where`, or of a day in none of the periods.
        EMPTY: It cannot count: there is no value.
        UNDATED: It cannot count, as no day can be read; it is handed on with what is written.
    """

    MAPPED = 0
    IGNORED = 1
    EMPTY = 2
    UNDATED = 3


HANDED_ON: Final = (Fate.MAPPED, Fate.UNDATED)
"""The fates of rows of which values are made."""


@frozen(kw_only=True)
class Group:
    """Rows of a table that have the same fate, period, members and time of knowledge, as an engine adds them up.

    Attributes:
        fate: What becomes of its facts.
        slot: The place of their period; `None` where no day can be read.
        said: What is written in place of a day.
        members: Their members.
        known: Since when they are known; `None`: always.
        moment: The last moment; `None` where it does not matter.
        low: Their value: a sum, a number, the lowest or highest; of a mean or ratio the sum that is divided.
        high: Of two last values the greater; else the same.
        count: What pools it: their number, or their weight.
        rows: How many they are.
    """

    fate: Fate
    slot: int | None
    said: str | None
    members: tuple[str | None, ...]
    known: date | None
    moment: Any = field(eq=False)
    low: Figure | None
    high: Figure | None
    count: Figure | None
    rows: int

    @property
    def key(self) -> tuple[Any, ...]:
        """What a value is told apart by, but for the time of knowledge."""
        return self.slot, self.said, self.members

    @property
    def order(self) -> tuple[Any, ...]:
        """Where it stands in the answer, whatever the database's own order is."""
        return (
            self.slot is None,
            self.slot or 0,
            self.said or "",
            tuple((member is None, member or "") for member in self.members),
            self.known or _NEVER,
        )


def count_of(measure: Measure, groups: Iterable[Group]) -> Count:
    """What a measure gives, of groups in any order."""
    ordered = sorted(groups, key=lambda group: group.order)
    values = tuple(_values(measure, [group for group in ordered if group.fate in HANDED_ON]))
    intake = intake_of(
        measure, lambda fates: _amount(measure, [group for group in ordered if group.fate in fates])
    )
    return Count(measure=measure, values=values, intake=intake)


def _values(measure: Measure, groups: Sequence[Group]) -> Iterator[Counted]:
    """The values of groups that are sorted; each later time of knowledge adds to what was known before."""
    before: Group | None = None
    for group in groups:
        so_far = group if before is None or before.key != group.key else _together(measure, before, group)
        before = so_far
        if measure.kind == "distinct" and not group.low:
            continue  # nothing of what became known is new
        for one in dict.fromkeys((so_far.low, so_far.high)):
            value = _figure(measure, one, so_far.count)
            if value is not None:
                yield Counted(
                    period=so_far.said if so_far.slot is None else measure.periods[so_far.slot].label,
                    members=so_far.members,
                    value=value,
                    count=so_far.count,
                    known_at=so_far.known,
                    rows=so_far.rows,
                )


def _together(measure: Measure, before: Group, group: Group) -> Group:
    """What is known by the day of a group: that of before and its own."""
    rows = before.rows + group.rows
    match measure.kind:
        case "last":
            later = group if before.moment is None or group.moment >= before.moment else before
            return evolve(later, known=group.known, rows=rows)
        case "min" | "max":
            pick = min if measure.kind == "min" else max
            low = pick(before.low, group.low, key=_sortable)
            return evolve(group, low=low, high=low, count=_sum(before.count, group.count), rows=rows)
        case _:
            low = _sum(before.low, group.low)
            return evolve(group, low=low, high=low, count=_sum(before.count, group.count), rows=rows)


def _sortable(figure: Figure | None) -> Fraction | float:
    assert figure is not None, "a group that is handed on has a value"
    return _exact(figure)


def _sum(one: Figure | None, two: Figure | None) -> Figure | None:
    if one is None or two is None:
        return two if one is None else one
    left, right = _exact(one), _exact(two)
    total = left + right
    return plain_figure(total) if isinstance(total, Fraction) else total


def _exact(figure: Figure) -> Fraction | float:
    """A number as the fraction that it prints as; one that is not finite as it is."""
    if isinstance(figure, float):
        return Fraction(repr(figure)) if isfinite(figure) else figure
    return Fraction(figure)


def _figure(measure: Measure, given: Figure | None, count: Figure | None) -> Figure | None:
    """The value of a group; of a mean and a ratio what is left when it is divided by its weight."""
    if given is None or measure.kind not in ("mean", "ratio"):
        return given
    assert count is not None, "a mean has a weight"
    total, weight = _exact(given), _exact(count)
    if isinstance(total, float) or isinstance(weight, float):
        return total if isinstance(total, float) else float("inf")
    return total / weight if weight else None


def intake_of(measure: Measure, amount: Callable[[Collection[Fate]], Amount]) -> Intake:
    """What became of the rows, by count and by sum.

    Args:
        measure: What was counted.
        amount: The rows of some fates, and their sum.
    """
    return Intake(
        table=measure.table,
        metric=measure.metric,
        dimensions=tuple(dimension for dimension, _ in measure.dimensions),
        given=amount(tuple(Fate)),
        mapped=amount((Fate.MAPPED,)),
        ignored=amount((Fate.IGNORED,)),
        rejected=amount((Fate.EMPTY, Fate.UNDATED)),
    )


def _amount(measure: Measure, groups: Sequence[Group]) -> Amount:
    rows = sum(group.rows for group in groups)
    if measure.kind != "sum":
        return Amount(rows=rows)
    total: Figure | None = 0
    for group in groups:
        total = _sum(total, group.low)
    is_finite = total is not None and isinstance(_exact(total), Fraction)
    return Amount(rows=rows, total=total if is_finite else None)
