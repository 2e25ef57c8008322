"""The intake of facts told: what was counted, what was left out, what could not count, what nobody claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from fractions import Fraction
from math import isfinite
from typing import Final

from attrs import evolve

from ..finding import Finding, Span, Words, excerpt
from ..model.plan import Plan
from .intake_faults import MEMBERS_UNCLAIMED, NOTHING_COUNTED, ROWS_UNCOUNTED
from .measure import Amount, Count, Counted, Figure, Intake, Unclaimed, plain_figure
from .place import Places

SHOWN: Final = 5
"""Members that a finding names."""
_BLANK: Final = Words("(blank)", "（空白）")
_WIDE: Final = Context(prec=17, Emax=MAX_EMAX, Emin=MIN_EMIN)
"""For totals that no float holds."""


def claimed(count: Count, places: Places) -> Intake | None:
    """The intake of a measure, with the members that the plan does not name; `None` where there is none."""
    if count.intake is None:
        return None
    found: list[Unclaimed] = []
    for at, (dimension, _) in enumerate(count.measure.dimensions):
        amounts: dict[str | None, list[Counted]] = {}
        for one in _latest(count.values):
            member = one.members[at]
            if member is None or not places.names(dimension, member):
                amounts.setdefault(member, []).append(one)
        unclaimed = [
            Unclaimed(
                dimension=dimension, member=member, amount=_amount(values, is_sum=count.measure.kind == "sum")
            )
            for member, values in amounts.items()
        ]
        found += sorted(unclaimed, key=_size)
    return evolve(count.intake, unclaimed=tuple(found))


def told(plan: Plan, intakes: Iterable[Intake], name: str) -> Iterator[Finding]:
    """A finding for each table and metric where rows cannot count, and one for each dimension with unclaimed members.

    Args:
        plan: The plan, which knows the units.
        intakes: What became of the rows; measures of one table that count the same rows are told once.
        name: What the source is called.
    """
    balances: set[tuple[object, ...]] = set()
    for intake in intakes:
        unit = _unit(plan, name, intake)
        span = Span(file=name, line=0, column=0)
        balance = (intake.table, intake.metric, intake.given, intake.mapped, intake.ignored, intake.rejected)
        amounts = {part: _words(getattr(intake, part), unit) for part in _PARTS}
        table = excerpt(intake.table)
        is_odd = intake.rejected.rows or not intake.mapped.rows
        if balance not in balances and intake.given.rows and is_odd:  # an empty table is told as such
            balances.add(balance)
            params = {"table": table, "metric": intake.metric, **amounts}
            rule = ROWS_UNCOUNTED if intake.mapped.rows else NOTHING_COUNTED
            yield Finding(rule=rule, params=params, span=span, path=f"metrics.{intake.metric}")
        for dimension in dict.fromkeys(one.dimension for one in intake.unclaimed):
            every = [one for one in intake.unclaimed if one.dimension == dimension]
            more = len(every) - SHOWN
            members = [_member(one, unit) for one in every[:SHOWN]]
            if more > 0:
                members.append(Words(f"and {more} more", f"另有 {more} 个"))
            params = {
                "table": table,
                "dimension": dimension,
                "count": len(every),
                "members": Words(
                    ", ".join(words.en for words in members), "、".join(words.zh for words in members)
                ),
            }
            yield Finding(rule=MEMBERS_UNCLAIMED, params=params, span=span, path=f"segments.{dimension}")


def _unit(plan: Plan, name: str, intake: Intake) -> str:
    """The unit of the column that was added up: its table's own, else the metric's."""
    sources = [plan.sources[name]] if name in plan.sources else plan.sources.values()
    tables = [one.tables[intake.table] for one in sources if intake.table in one.tables]
    metric = plan.metrics.get(intake.metric)
    unit = tables[0].unit if tables and tables[0].unit is not None else metric and metric.unit
    return "" if unit is None else f" {unit}"


_PARTS: Final = ("given", "mapped", "ignored", "rejected")


def _latest(values: Iterable[Counted]) -> list[Counted]:
    """Of each period and part the value that was known last; all of them where they contradict."""
    found: dict[tuple[object, ...], Counted] = {}
    for one in values:
        found[one.period, one.members] = one
    return list(found.values())


def _amount(values: list[Counted], *, is_sum: bool) -> Amount:
    rows = sum(one.rows or 0 for one in values)
    if not is_sum or not all(isfinite(one.value) for one in values):
        return Amount(rows=rows)
    if any(isinstance(one.value, float) for one in values):
        return Amount(rows=rows, total=float(sum(Fraction(one.value) for one in values)))
    return Amount(rows=rows, total=plain_figure(sum((Fraction(one.value) for one in values), Fraction(0))))


def _size(one: Unclaimed) -> tuple[Fraction, int, str]:
    total = one.amount.total
    return -abs(Fraction(0 if total is None else total)), -one.amount.rows, one.member or ""


def _words(amount: Amount, unit: str) -> Words:
    rows = f"{amount.rows:,}"
    total = "" if amount.total is None else f", {_figure(amount.total)}{unit}"
    return Words(f"{rows} row(s){total}", f"{rows} 行{total.replace(', ', '，', 1)}")


def _figure(total: Figure) -> str:
    """All digits, so that a reader can add them up."""
    if isinstance(total, Fraction):
        with suppress(OverflowError):
            return f"{float(total):,}"
        return f"{_WIDE.divide(Decimal(total.numerator), Decimal(total.denominator)):,}"
    if isinstance(total, Decimal):
        return f"{total:,f}"
    return f"{total:,}"


def _member(one: Unclaimed, unit: str) -> Words:
    amount = _words(one.amount, unit)
    name = _BLANK if one.member is None else Words(*([f"`{excerpt(one.member)}`"] * 2))
    return Words(f"{name.en} ({amount.en})", f"{name.zh}（{amount.zh}）")
