"""Measures: how the tables of a source are counted, as data; and what whoever counts them gives back.

A measure knows no engine. What counts it (frames, a database) gives a `Count` for each measure of the
request, and `Counts` makes of them the columns that `observe` reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final
from unicodedata import normalize

from attrs import frozen

from ..finding import Finding, Words, excerpt
from ..model.dimension import DIMENSIONLESS, Unit
from ..model.period import Period
from ..model.segment import WAYS, MeasureKind, SourceTable
from .unanswered import Source

if TYPE_CHECKING:
    from .connector import Request

Figure = int | float | Decimal | Fraction

KINDS: Final = WAYS
DIGITS: Final = 38
"""How many digits the decimals of engines have."""
UTC: Final = "UTC"
"""The zone of a plan that states none."""
_WHOLE: Final = "*"
_HEADINGS: Final = frozenset({"metric", "period", "value", "count", "known_at", "unit"})
_PERCENT: Final = frozenset({"%", "‰"})


@frozen(kw_only=True)
class Measure:
    """How one table counts one metric, for one way of splitting it.

    What counts it keeps to this. A blank text and NaN are nothing, like null. A fact counts where its
    columns have the values of `where`, its day lies in one of the periods, and it has a value (and a weight,
    where one is named). Instants become days in the zone. Where nothing counts there is no value, never 0.
    Integers and decimals are added exactly. Of different last values at one moment the lowest and the highest are given.

    Attributes:
        table: Key of the table in the plan.
        metric: Key of the metric.
        kind: How facts are counted. A `mean` is the sum of products over the sum of weights, a `ratio` the sum
            of one column over the sum of another.
        value: Column that is counted; of a ratio the numerator.
        weight: Column that weighs a mean; of a ratio the denominator; `None` elsewhere.
        time: Column that dates a fact.
        known_at: Column that says since when a fact is known; `None`: always.
        unit: Unit of the values; `None`: the metric's.
        where: Columns, each with the texts of which a fact must have one.
        dimensions: Dimensions by which facts are split, each with the column of its members; `()` is the whole.
        periods: The periods to count, in order; they share no days.
        zone: The zone in which instants become days.
    """

    table: str
    metric: str
    kind: MeasureKind
    value: str
    weight: str | None = None
    time: str
    known_at: str | None = None
    unit: Unit | None = None
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    dimensions: tuple[tuple[str, str], ...] = ()
    periods: tuple[Period, ...]
    zone: str = UTC


@frozen(kw_only=True)
class Counted:
    """One value that a measure gives.

    Attributes:
        period: Label of the period; what is written in the time column where no day can be read; `None` where
            nothing is.
        members: The members of the measure's dimensions, in their order; `None` for a blank one.
        value: The value.
        count: What pools it: the number of facts, the weight of a mean, the denominator of a ratio; `None` for
            a last value.
        known_at: The day by whose end it is known; `None` where that is not said. What is known before its
            period ends is known at its end; each later day on which something becomes known gives a value
            of its own, of all that is known by then.
        rows: How many facts stand behind it; `None` where that is not known.
    """

    period: str | None
    members: tuple[str | None, ...] = ()
    value: Figure
    count: Figure | None = None
    known_at: date | None = None
    rows: int | None = None


@frozen(kw_only=True)
class Amount:
    """Some rows of a table.

    Attributes:
        rows: How many.
        total: The sum of their values, where the measure is a sum and the sum is finite; else `None`. Rows
            without a value add nothing.
    """

    rows: int = 0
    total: Figure | None = None


@frozen(kw_only=True)
class Intake:
    """What became of the rows of a table: given = mapped + ignored + rejected, by count and by sum.

    Attributes:
        table: Key of the table in the plan.
        metric: Key of the metric.
        dimensions: The dimensions by which facts were split.
        given: All rows of the table.
        mapped: Rows that count.
        ignored: Rows that shall not count: not `where`, or of a day in none of the periods.
        rejected: Rows that cannot count: without a readable day, or without a value.
        unclaimed: Of the mapped rows those whose member the plan does not name, largest first; `observe` finds
            them, as it knows the plan.
    """

    table: str
    metric: str
    dimensions: tuple[str, ...] = ()
    given: Amount
    mapped: Amount
    ignored: Amount
    rejected: Amount
    unclaimed: tuple[Unclaimed, ...] = ()


@frozen(kw_only=True)
class Unclaimed:
    """Mapped rows under a member that no segment of the plan names.

    Attributes:
        dimension: The dimension.
        member: The member as it is written; `None` for a blank one.
        amount: The rows and their sum.
    """

    dimension: str
    member: str | None
    amount: Amount


@frozen(kw_only=True)
class Count:
    """What a measure gives.

    Attributes:
        measure: The measure.
        values: Its values.
        intake: What became of the table's rows; `None` where whoever counted does not say.
    """

    measure: Measure
    values: tuple[Counted, ...]
    intake: Intake | None = None


@frozen(kw_only=True, slots=False)
class Counts:
    """The answer to a request: what each of its measures gives. `observe` reads it."""

    items: tuple[Count, ...]

    def __len__(self) -> int:
        return sum(len(item.values) for item in self.items)

    @property
    def intake(self) -> tuple[Intake, ...]:
        """What became of the rows, for each measure that says it."""
        return tuple(item.intake for item in self.items if item.intake is not None)

    @cached_property
    def columns(self) -> Mapping[str, list[Any]]:
        """All values as the columns that `observe` reads."""
        return columns_of(self.items)

    @property
    def tables(self) -> Mapping[str, tuple[Count, ...]]:
        """What the measures of each table give, by its key."""
        found: dict[str, list[Count]] = {}
        for item in self.items:
            found.setdefault(item.measure.table, []).append(item)
        return {table: tuple(items) for table, items in found.items()}


def columns_of(items: Sequence[Count]) -> dict[str, list[Any]]:
    """Values as the columns that `observe` reads; those of knowledge and unit only where they say something."""
    rows = [(item.measure, one) for item in items for one in item.values]
    found: dict[str, list[Any]] = {
        "metric": [measure.metric for measure, _ in rows],
        "period": [one.period for _, one in rows],
        "value": [one.value for _, one in rows],
        "count": [one.count for _, one in rows],
    }
    if any(item.measure.known_at for item in items):
        found["known_at"] = [one.known_at for _, one in rows]
    if any(item.measure.unit is not None for item in items):
        found["unit"] = [None if m.unit is None else str(m.unit) for m, _ in rows]
    for dimension in sorted({name for measure, _ in rows for name, _ in measure.dimensions}):
        found[dimension] = [_member(measure, one, dimension) for measure, one in rows]
    return found


def counting(source: str, measure: Measure) -> Words:
    """What is told while a measure is counted."""
    called = excerpt(f"{source}: {measure.table}")
    return Words(f"counting {called}", f"统计 {called}")


def measures(request: Request, name: str = "") -> tuple[Measure, ...] | Finding:
    """What has to be counted for a request: a measure for each table and each way in which it is split.

    Tables of metrics that are not asked for, and segments for which a table has no column, are left out.

    Args:
        request: What is asked for, and how the tables count.
        name: What the source is called in a finding; its key by default.

    Returns:
        The measures, sorted by table and dimensions; or the finding of the first table that does not say in
        one way how it counts, names no time column, or splits by a dimension that is called like a
        column of actuals. Nothing is counted in part: the source then has no answer.
    """
    found: list[Measure] = []
    called = name or request.source or "<source>"
    for table in sorted(request.tables):
        told = request.tables[table]
        for dimensions, periods in _parts(request, told):
            way = told.way
            if way is None:
                return _unclear(called, table)
            if told.time is None:
                return _undated(called, table)
            clash = next((dimension for dimension, _ in dimensions if dimension in _HEADINGS), None)
            if clash is not None:
                return _clashing(called, clash)
            kind, value, weight = way
            found.append(
                Measure(
                    table=table,
                    metric=told.metric,
                    kind=kind,
                    value=value,
                    weight=weight,
                    time=told.time,
                    known_at=told.known_at,
                    unit=_unit(request, told),
                    where=tuple((column, tuple(wanted)) for column, wanted in sorted(told.where.items())),
                    dimensions=dimensions,
                    periods=periods,
                    zone=request.zone or UTC,
                )
            )
    return tuple(found)


def nothing_of(measure: Measure) -> Count:
    """What a measure gives of a table without rows."""
    none = Amount(rows=0, total=0 if measure.kind == "sum" else None)
    intake = Intake(
        table=measure.table,
        metric=measure.metric,
        dimensions=tuple(name for name, _ in measure.dimensions),
        given=none,
        mapped=none,
        ignored=none,
        rejected=none,
    )
    return Count(measure=measure, values=(), intake=intake)


def unlike_spelling(counts: Iterable[Count]) -> tuple[str, str, str] | None:
    """A dimension with two spellings of one member, each of which would be taken for all of it."""
    spelt: dict[tuple[str, str, str], str] = {}
    for count in counts:
        measure = count.measure
        for one in count.values:
            for (dimension, _), member in zip(measure.dimensions, one.members, strict=True):
                if member is not None:
                    key = (measure.table, dimension, normalize("NFKC", member).strip())
                    other = spelt.setdefault(key, member)
                    if other != member:
                        return dimension, *sorted((other, member))  # type: ignore[return-value]
    return None


def counts_of(items: Iterable[Count], name: str) -> Counts | Finding:
    """The answer to a request, or the finding that one member is written in two ways.

    Args:
        items: What the measures give.
        name: What the source is called in a finding.
    """
    every = tuple(items)
    alike = unlike_spelling(every)
    if alike is not None:
        dimension, one, two = (excerpt(text) for text in alike)
        return (
            Source(name)
            .unreadable(
                Words(
                    f"one member of `{dimension}` is written as `{one}` and as `{two}`",
                    f"`{dimension}` 的同一成员写成了 `{one}` 和 `{two}`",
                ),
                Words("Write it in one way", "请统一写法"),
            )
            .finding
        )
    return Counts(items=every)


def plain_figure(number: Fraction) -> Figure:
    """A fraction as a whole number or a decimal, where it is one."""
    if number.denominator == 1:
        return number.numerator
    digits = next((n for n in range(1, DIGITS + 1) if 10**n % number.denominator == 0), 0)
    if not digits:
        return number
    whole = abs(number.numerator) * (10**digits // number.denominator)
    return Decimal((number < 0, tuple(map(int, str(whole))), -digits))


def _parts(
    request: Request, told: SourceTable
) -> Iterator[tuple[tuple[tuple[str, str], ...], tuple[Period, ...]]]:
    """The combinations of dimensions that are asked for and that the table has, each with its periods."""
    found: dict[tuple[str, ...], dict[str, Period]] = {}
    columns = {str(dimension): column for dimension, column in told.segments.items()}
    for item in request.requirements:
        dimensions = tuple(sorted({dimension for dimension, _ in item.segment}))
        if item.metric == told.metric and set(dimensions) <= columns.keys():
            found.setdefault(dimensions, {}).update({period.label: period for period in item.periods})
    for dimensions, periods in sorted(found.items()):
        if periods:
            yield (
                tuple((dimension, columns[dimension]) for dimension in dimensions),
                tuple(sorted(periods.values(), key=lambda period: (period.first, period.last))),
            )


def _unit(request: Request, told: SourceTable) -> Unit | None:
    """The unit of the values; a ratio of a percentage comes as a fraction."""
    wanted = next((item.unit for item in request.requirements if item.metric == told.metric), "")
    return DIMENSIONLESS if told.unit is None and told.ratio and wanted in _PERCENT else told.unit


def _member(measure: Measure, one: Counted, dimension: str) -> str | None:
    """A member; one that is called like the whole is none, so that a part is never taken for the whole."""
    names = [name for name, _ in measure.dimensions]
    if dimension not in names:
        return _WHOLE
    member = one.members[names.index(dimension)]
    return None if member is None or member.strip() == _WHOLE else member


def _unclear(name: str, table: str) -> Finding:
    called = excerpt(table)
    return (
        Source(name)
        .unreadable(
            Words(
                f"the plan does not say in one way how the table `{called}` counts",
                f"计划没有以唯一的方式说明表 `{called}` 如何计数",
            ),
            Words(
                "Write one of `sum:`, `count:`, `distinct:`, `mean:`, `ratio:` with `of:`, `min:`, `max:` and "
                "`last:` beside it; `weight:` goes with `mean:` only",
                "请写明 `sum:`、`count:`、`distinct:`、`mean:`、`ratio:`（与 `of:` 一起）、`min:`、`max:`、"
                "`last:` 之一；`weight:` 只与 `mean:` 一起使用",
            ),
        )
        .finding
    )


def _undated(name: str, table: str) -> Finding:
    called = excerpt(table)
    return (
        Source(name)
        .unreadable(
            Words(
                f"the plan names no time column of the table `{called}`",
                f"计划没有说明表 `{called}` 的时间列",
            ),
            Words("Write `time:` beside it in the plan", "请在计划中为该表写明 `time:`"),
        )
        .finding
    )


def _clashing(name: str, dimension: str) -> Finding:
    return (
        Source(name)
        .unreadable(
            Words(
                f"the dimension `{dimension}` is called like a column of actuals",
                f"维度 `{dimension}` 与数据列同名",
            ),
            Words("Call the dimension otherwise in the plan", "请在计划中为该维度改名"),
        )
        .finding
    )
