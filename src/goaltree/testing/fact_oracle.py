"""Facts counted by hand: measures in plain Python, one row at a time, with exact fractions.

It shares nothing with what it proves but the words: `Measure` in, `Counts` out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from fractions import Fraction
from math import isnan
from typing import Any, Final
from zoneinfo import ZoneInfo

from ..actuals.connector import Request
from ..actuals.measure import Amount, Count, Counted, Counts, Figure, Intake, Measure, measures, plain_figure
from ..finding import Finding

Rows = Sequence[Mapping[str, Any]]

_WRITTEN: Final = re.compile(
    r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-](0\d|1[0-5]):[0-5]\d)?)?", re.ASCII
)


def counted_by_hand(request: Request, tables: Mapping[str, Rows]) -> Counts:
    """What every connector should answer to a request whose source holds some tables.

    Args:
        request: What is asked for.
        tables: Rows by the names of the plan's tables; cells are Python's own values.
    """
    asked = measures(request)
    assert not isinstance(asked, Finding), asked.message()
    return Counts(items=tuple(_counted(measure, tables[measure.table]) for measure in asked))


def _counted(measure: Measure, rows: Rows) -> Count:
    zone = ZoneInfo(measure.zone)
    kept: dict[tuple[Any, ...], list[tuple[date | None, Any, Any, Any]]] = {}
    fates: dict[str, list[Any]] = {"mapped": [], "ignored": [], "rejected": []}
    ends: dict[str, date] = {}
    for row in rows:
        value, weight = (
            _thing(row[measure.value]),
            1 if measure.weight is None else _thing(row[measure.weight]),
        )
        stated = value if measure.kind == "sum" and value is not None else 0
        if not all(
            row[column] is not None and _text(row[column]) in wanted for column, wanted in measure.where
        ):
            fates["ignored"].append(stated)
            continue
        day, said, moment = _moment(row[measure.time], zone)
        period = None if day is None else next((p for p in measure.periods if p.first <= day <= p.last), None)
        if day is not None and period is None:
            fates["ignored"].append(stated)
            continue
        has_value = value is not None and weight is not None
        fates["mapped" if day is not None and has_value else "rejected"].append(stated)
        if not has_value:
            continue
        members = tuple(_member(row[column]) for _, column in measure.dimensions)
        known = None if measure.known_at is None else _moment(row[measure.known_at], zone)[0]
        label = said if period is None else period.label
        if period is not None:
            ends[period.label] = period.last
            known = known and max(known, period.last)
        kept.setdefault((label, members), []).append((known, value, weight, moment))
    values = [
        Counted(
            period=label,
            members=members,
            value=value,
            count=weight,
            known_at=known,
            rows=len([one for one in facts if _is_known(one[0], known)]),
        )
        for (label, members), facts in kept.items()
        for known in _versions(measure, facts)
        for value, weight in _figures(measure, [one for one in facts if _is_known(one[0], known)])
    ]
    return Count(measure=measure, values=tuple(values), intake=_intake(measure, fates))


def _versions(measure: Measure, facts: Sequence[tuple[Any, ...]]) -> list[date | None]:
    """The days on which a value changes; what is counted once is new only on the first of its days."""
    if measure.kind != "distinct":
        return sorted({fact[0] for fact in facts}, key=lambda day: day or date.min)
    first: dict[Any, date | None] = {}
    for known, value, _, _ in sorted(facts, key=lambda fact: fact[0] or date.min):
        first.setdefault(value, known)
    return sorted(set(first.values()), key=lambda day: day or date.min)


def _figures(measure: Measure, facts: Sequence[tuple[Any, ...]]) -> list[tuple[Figure, Figure | None]]:
    values = [value for _, value, _, _ in facts]
    if measure.kind == "count":
        return [(len(values), len(values))]
    if measure.kind == "distinct":
        return [(len(set(values)), len(set(values)))]
    if measure.kind in ("min", "max"):
        return [(min(values) if measure.kind == "min" else max(values), len(values))]
    if measure.kind == "last":
        # Of two values of one moment the one that became known later counts.
        orders = [(moment, known or date.min) for known, _, _, moment in facts]
        latest = {value for order, value in zip(orders, values, strict=True) if order == max(orders)}
        return [(value, None) for value in dict.fromkeys((min(latest), max(latest)))]
    weights = [weight for _, _, weight, _ in facts]
    if measure.kind == "sum":
        return [(_sum(values), len(values))]
    below = sum(map(Fraction, weights), Fraction(0))
    factors = [1] * len(values) if measure.kind == "ratio" else weights
    above = sum((Fraction(v) * Fraction(w) for v, w in zip(values, factors, strict=True)), Fraction(0))
    is_float = any(isinstance(number, float) for number in (*values, *weights))
    if not below:
        return []
    return [(float(above / below), float(below)) if is_float else (above / below, below)]


def _sum(numbers: Iterable[Any]) -> Figure:
    """The exact sum; as a float where one of the numbers is one."""
    listed = list(numbers)
    total = sum(map(Fraction, listed), Fraction(0))
    return float(total) if any(isinstance(number, float) for number in listed) else plain_figure(total)


def _intake(measure: Measure, fates: Mapping[str, list[Any]]) -> Intake:
    def amount(numbers: list[Any]) -> Amount:
        return Amount(rows=len(numbers), total=_sum(numbers) if measure.kind == "sum" else None)

    every = [number for numbers in fates.values() for number in numbers]
    return Intake(
        table=measure.table,
        metric=measure.metric,
        dimensions=tuple(name for name, _ in measure.dimensions),
        given=amount(every),
        mapped=amount(fates["mapped"]),
        ignored=amount(fates["ignored"]),
        rejected=amount(fates["rejected"]),
    )


def _is_known(day: date | None, by: date | None) -> bool:
    return day is None or (by is not None and day <= by)


def _thing(cell: Any) -> Any:
    """A cell; `None` for what is nothing."""
    if isinstance(cell, float) and isnan(cell):
        return None
    if isinstance(cell, str):
        return cell.strip(" ") or None
    return cell


def _text(cell: Any) -> str:
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def _member(cell: Any) -> str | None:
    return None if cell is None else _text(cell).strip(" ") or None


def _moment(cell: Any, zone: ZoneInfo) -> tuple[date | None, str | None, datetime]:
    """The day of a cell, what is written where there is none, and what orders it among others."""
    nothing = datetime.min.replace(tzinfo=UTC)
    if isinstance(cell, str):
        text = cell.strip(" ")
        try:
            found = datetime.fromisoformat(text) if _WRITTEN.fullmatch(text) else None
        except ValueError:
            found = None
        if found is None:
            return None, text or None, nothing
        cell = found
    if cell is None:
        return None, None, nothing
    if not isinstance(cell, datetime):
        cell = datetime.combine(cell, time())
    if cell.tzinfo is None:
        return cell.date(), None, cell.replace(tzinfo=UTC)
    return cell.astimezone(zone).date(), None, cell


def same_figure(one: Figure | None, other: Figure | None) -> bool:
    """Whether two figures are the same: exactly, or within 1e-12 where one of them is a float."""
    if one is None or other is None:
        return one is other
    if not isinstance(one, float) and not isinstance(other, float):
        return Fraction(one) == Fraction(other)
    if isinstance(one, float) and isinstance(other, float) and (isnan(one) or isnan(other)):
        return isnan(one) and isnan(other)
    largest = max(abs(Fraction(one)), abs(Fraction(other)))
    return abs(Fraction(one) - Fraction(other)) <= largest / 10**12


def differences(found: Counts, wanted: Counts) -> list[str]:
    """In what two answers differ, in words; nothing where they say the same, in whatever order."""
    told: list[str] = []
    pairs = zip(_by_measure(found).items(), _by_measure(wanted).items(), strict=False)
    if _by_measure(found).keys() != _by_measure(wanted).keys():
        return [f"measures {sorted(_by_measure(found))} != {sorted(_by_measure(wanted))}"]
    for (name, mine), (_, theirs) in pairs:
        told += [f"{name}: {line}" for line in _unlike(mine, theirs)]
    return told


def _by_measure(counts: Counts) -> dict[tuple[Any, ...], Count]:
    listed = [((c.measure.table, c.measure.metric, c.measure.dimensions), c) for c in counts.items]
    return dict(sorted(listed, key=lambda pair: pair[0]))


def _unlike(mine: Count, theirs: Count) -> list[str]:
    told: list[str] = []
    one, other = _listed(mine), _listed(theirs)
    told += [
        f"{key}: {one.get(key)} != {other.get(key)}" for key in {*one, *other} if _differ(one, other, key)
    ]
    for part in ("given", "mapped", "ignored", "rejected"):
        if mine.intake is not None and theirs.intake is not None:
            amount, exact = getattr(mine.intake, part), getattr(theirs.intake, part)
            if amount.rows != exact.rows or not same_figure(amount.total, exact.total):
                told.append(f"{part}: {amount} != {exact}")
    return told


def _listed(count: Count) -> dict[tuple[Any, ...], list[tuple[Figure, Figure | None]]]:
    found: dict[tuple[Any, ...], list[tuple[Figure, Figure | None]]] = {}
    for one in count.values:
        found.setdefault((one.period, one.members, one.known_at), []).append((one.value, one.count))
    return {key: sorted(pairs, key=lambda pair: (pair[0], pair[1] or 0)) for key, pairs in found.items()}


def _differ(one: Mapping[Any, list[Any]], other: Mapping[Any, list[Any]], key: Any) -> bool:
    mine, theirs = one.get(key, []), other.get(key, [])
    return len(mine) != len(theirs) or not all(
        same_figure(a, c) and same_figure(b, d) for (a, b), (c, d) in zip(mine, theirs, strict=True)
    )
