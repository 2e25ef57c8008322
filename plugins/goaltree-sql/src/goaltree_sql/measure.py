"""What a statement gives, as the values of its measure and what became of the rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from math import isfinite
from typing import Any, Final

from attrs import evolve, field, frozen

from goaltree.actuals.measure import Amount, Count, Counted, Figure, Intake, Measure

from .column import Table
from .dialect.ansi import Ansi, Unfit
from .odd_cell import refuse_odd
from .session import Session
from .statement import Fate, Statement

_BEHIND: Final = 7
"""How many columns stand behind the moment."""
_NEVER: Final = date.min


@frozen(kw_only=True)
class Group:
    """One row of a statement.

    Attributes:
        fate: What becomes of its facts.
        slot: The place of their period; `None` where no day can be read.
        said: What is written in place of a day.
        members: Their members.
        known: Since when they are known; `None`: always.
        moment: The last moment.
        low: Their value.
        high: Of two last values the greater; else the same.
        count: What pools it.
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


def counted(session: Session, measure: Measure, table: Table, most: int) -> Count:
    """What a measure gives.

    Args:
        session: A connection to the source.
        measure: What is counted.
        table: The table of the source.
        most: How many values may come.

    Raises:
        Unanswered: The source has no answer.
    """
    dialect, source = session.server.dialect, session.source.at(table.name)
    try:
        statement = Statement(measure=measure, table=table, dialect=dialect, source=source)
        found = session.rows(statement.sql, most=most + len(Fate))
    except Unfit as unfit:
        raise source.unreadable(unfit.reason, unfit.advice) from None
    refuse_odd(session, measure, table, found)
    groups = sorted((_group(row, dialect) for row in found), key=lambda group: group.order)
    values = tuple(_values(measure, [group for group in groups if group.fate in (Fate.MAPPED, Fate.UNDATED)]))
    if len(values) > most:
        raise source.too_large(most)
    return Count(measure=measure, values=values, intake=_intake(measure, groups))


def _group(row: tuple[Any, ...], dialect: Ansi) -> Group:
    fate, slot, said, *members, known, moment = row[:-_BEHIND]
    low, high, count, rows, *_ = row[-_BEHIND:]
    return Group(
        fate=Fate(fate),
        slot=slot,
        said=said,
        members=tuple(members),
        known=None if known is None else dialect.since(known),
        moment=moment,
        low=dialect.figure(low),
        high=dialect.figure(low if high is None else high),
        count=dialect.figure(count),
        rows=int(rows),
    )


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
    return total.numerator if isinstance(total, Fraction) and total.denominator == 1 else total


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


def _intake(measure: Measure, groups: Sequence[Group]) -> Intake:
    """What became of the rows, by count and by sum."""
    by_fate = {fate: _amount(measure, [group for group in groups if group.fate == fate]) for fate in Fate}
    return Intake(
        table=measure.table,
        metric=measure.metric,
        dimensions=tuple(dimension for dimension, _ in measure.dimensions),
        given=_joined(measure, by_fate.values()),
        mapped=by_fate[Fate.MAPPED],
        ignored=by_fate[Fate.IGNORED],
        rejected=_joined(measure, [by_fate[Fate.EMPTY], by_fate[Fate.UNDATED]]),
    )


def _amount(measure: Measure, groups: Sequence[Group]) -> Amount:
    total: Figure | None = None
    if measure.kind == "sum":
        total = 0
        for group in groups:
            total = _sum(total, group.low)
    return _finite(sum(group.rows for group in groups), total)


def _joined(measure: Measure, amounts: Iterable[Amount]) -> Amount:
    every = list(amounts)
    total: Figure | None = None
    if measure.kind == "sum" and all(one.total is not None for one in every):
        total = 0
        for one in every:
            total = _sum(total, one.total)
    return _finite(sum(one.rows for one in every), total)


def _finite(rows: int, total: Figure | None) -> Amount:
    is_finite = total is not None and isinstance(_exact(total), Fraction)
    return Amount(rows=rows, total=total if is_finite else None)
