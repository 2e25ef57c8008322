"""The one SELECT of a measure: filters, products and nulls become columns first, plain aggregations follow."""

from __future__ import annotations

from typing import Any, Final

from attrs import frozen
from sqlalchemy import Integer, Select, and_, case, func, literal, null, or_, select
from sqlalchemy.sql.expression import FromClause, Subquery

from goaltree.actuals.fact_group import HANDED_ON, Fate
from goaltree.actuals.measure import Measure
from goaltree.actuals.unanswered import Source

from .column import Table
from .dialect.ansi import OUTSIDE, Ansi, Number, Sql, When

FIGURES: Final = ("low", "high", "count", "rows", "odd_value", "odd_time", "odd_known")
"""The last columns of the statement, behind fate, slot, what is said, the members, the time of knowledge and
the moment. `high` is there for last values only, which contradict each other where it is not `low`; the odd
ones count what the columns should not hold."""


@frozen(kw_only=True)
class Statement:
    """A measure as a SELECT.

    Attributes:
        measure: What is counted.
        table: The table that holds the facts.
        dialect: The words of the database.
        source: What the source is called.
    """

    measure: Measure
    table: Table
    dialect: Ansi
    source: Source

    @property
    def sql(self) -> Select[Any]:
        """The statement: fate, slot, said, members, known, moment, and `FIGURES`, one row a group.

        Rows that are not handed on are in one group for each fate, so that they can be counted.

        Raises:
            Unanswered: A column is missing.
            Unfit: A column does not hold what it should.
        """
        placed = self._placed()
        match self.measure.kind:
            case "last":
                return self._last(placed)
            case "distinct" if self.measure.known_at is not None:
                return self._first_seen(placed)
            case _:
                return self._added(placed)

    @property
    def _members(self) -> list[str]:
        return [f"m{at}" for at in range(len(self.measure.dimensions))]

    @property
    def _keys(self) -> list[str]:
        """What a group is told apart by."""
        return ["fate", "slot", "said", *self._members, "known"]

    def _facts(self) -> Subquery:
        """One row a row of the table: what the measure says of it."""
        measure, dialect = self.measure, self.dialect
        when, known, (value, weight) = self._when(), self._known(), self._numbers()
        wanted = [
            dialect.spelt(self.table.column(column, self.source)).in_(
                [one for one in texts if dialect.holds(one)]
            )
            for column, texts in measure.where
        ]
        columns: dict[str, Sql] = {
            "wanted": case((and_(*wanted), literal(1)), else_=literal(0)) if wanted else literal(1),
            "day": when.day,
            "said": null() if when.said is None else when.said,
            "moment": when.moment if measure.kind == "last" else null(),
            **{
                name: dialect.text(self.table.column(column, self.source))
                for name, (_, column) in zip(self._members, measure.dimensions, strict=True)
            },
            "known": null() if known is None else known.day,
            "known_said": null() if known is None or known.said is None else known.said,
            "v": value.sql,
            "w": weight.sql,
            "odd_value": _flag(value.odd, weight.odd),
            "odd_time": _flag(when.odd),
        }
        return self._step("facts", columns, self.table.sql)

    def _placed(self) -> Subquery:
        """Facts with what becomes of them; what is not handed on keeps nothing that would split groups."""
        facts = self._facts()
        measure, dialect, f = self.measure, self.dialect, facts.c
        is_known = measure.known_at is not None
        kept = ["wanted", "said", "moment", *self._members, "v", "w", "odd_value", "odd_time"]
        dated = self._step(
            "dated",
            {
                **{name: f[name] for name in kept},
                "slot": dialect.slot(f.day, measure.periods),
                "known": f.known,
                "odd_known": _flag(dialect.is_no_day(f.known, f.known_said)) if is_known else literal(0),
            },
            facts,
        )
        d = dated.c
        fate = case(
            (or_(d.wanted == literal(0), d.slot == literal(OUTSIDE)), literal(int(Fate.IGNORED))),
            (or_(d.v.is_(None), d.w.is_(None)), literal(int(Fate.EMPTY))),
            (d.slot.is_(None), literal(int(Fate.UNDATED))),
            else_=literal(int(Fate.MAPPED)),
        )
        passed = [*kept[1:], "slot", "odd_known"]
        known = dialect.latest(d.known, d.slot, measure.periods) if is_known else null()
        fated = self._step(
            "fated", {"fate": fate, **{name: d[name] for name in passed}, "known": known}, dated
        )
        c = fated.c
        is_kept = c.fate.in_([int(one) for one in HANDED_ON])
        counts_things = measure.kind in ("count", "distinct")
        masked = ["slot", *self._members, "known", "moment", *(["v"] if counts_things else [])]
        columns: dict[str, Sql] = {
            **{name: c[name] for name in ("fate", "v", "w", "odd_value", "odd_time", "odd_known")},
            "said": case((c.fate == literal(int(Fate.UNDATED)), c.said), else_=null()),
            **{name: case((is_kept, c[name]), else_=null()) for name in masked},
        }
        return self._step("placed", columns, fated)

    def _step(self, name: str, columns: dict[str, Sql], source: FromClause) -> Subquery:
        """A part of the statement, worked out once a row."""
        step = select(*(sql.label(called) for called, sql in columns.items())).select_from(source)
        return self.dialect.fenced(step).subquery(name)

    def _added(self, placed: Subquery) -> Select[Any]:
        """Plain aggregations of one column."""
        c, kind = placed.c, self.measure.kind
        value, weight = self._numbers()
        number: Sql = func.count(c.v)
        low: Sql
        count: Sql
        match kind:
            case "count":
                low = count = number
            case "distinct":
                low = count = func.count(c.v.distinct())
            case "min" | "max":
                low = self.dialect.least(c.v) if kind == "min" else self.dialect.greatest(c.v)
                count = number
            case _:
                low = self.dialect.total(value, c.v)
                count = number if self.measure.weight is None else self.dialect.total(weight, c.w)
        keys = [c[name] for name in self._keys]
        return select(
            *keys,
            null().label("moment"),
            low.label("low"),
            null().label("high"),
            count.label("count"),
            func.count().label("rows"),
            *(func.sum(c[name]).label(name) for name in FIGURES[4:]),
        ).group_by(*keys)

    def _last(self, placed: Subquery) -> Select[Any]:
        """Least and greatest value of the last moment in each group."""
        c = placed.c
        keys = [c[name] for name in self._keys]
        moments = (
            select(
                *keys,
                c.moment,
                self.dialect.least(c.v).label("low"),
                self.dialect.greatest(c.v).label("high"),
                func.count().label("n"),
                *(func.sum(c[name]).label(name) for name in FIGURES[4:]),
            )
            .group_by(*keys, c.moment)
            .subquery("moments")
        )
        m = moments.c
        group = [m[name] for name in self._keys]
        ranked = select(
            *group,
            m.moment,
            m.low,
            m.high,
            func.row_number().over(partition_by=group, order_by=m.moment.desc()).label("place"),
            func.sum(m.n).over(partition_by=group).label("rows"),
            *(func.sum(m[name]).over(partition_by=group).label(name) for name in FIGURES[4:]),
        ).subquery("ranked")
        r = ranked.c
        return select(
            *(r[name] for name in self._keys),
            r.moment,
            r.low,
            r.high,
            null().label("count"),
            r.rows,
            *(r[name] for name in FIGURES[4:]),
        ).where(r.place == literal(1))

    def _first_seen(self, placed: Subquery) -> Select[Any]:
        """Distinct values, each counted where it is first known; rows where they are themselves."""
        c = placed.c
        keys = [c[name] for name in self._keys]
        odd = FIGURES[4:]
        things = (
            select(*keys, c.v, func.count().label("n"), *(func.sum(c[name]).label(name) for name in odd))
            .group_by(*keys, c.v)
            .subquery("things")
        )
        t = things.c
        alike = [t[name] for name in self._keys[:-1]]
        always_first = [case((t.known.is_(None), literal(0)), else_=literal(1)), t.known]
        order = func.row_number().over(partition_by=[*alike, t.v], order_by=always_first)
        seen = select(*alike, t.known, t.v, t.n, order.label("place"), *(t[name] for name in odd)).subquery(
            "seen"
        )
        s = seen.c
        is_first = and_(s.place == literal(1), s.v.is_not(None))
        first = func.count(case((is_first, literal(1)), else_=null()))
        group = [s[name] for name in self._keys]
        return select(
            *group,
            null().label("moment"),
            first.label("low"),
            null().label("high"),
            first.label("count"),
            func.sum(s.n).label("rows"),
            *(func.sum(s[name]).label(name) for name in odd),
        ).group_by(*group)

    def _when(self) -> When:
        column = self.table.column(self.measure.time, self.source)
        return self.dialect.when(column, self.measure.zone)

    def _known(self) -> When | None:
        if self.measure.known_at is None:
            return None
        column = self.table.column(self.measure.known_at, self.source)
        return self.dialect.known(column, self.measure.zone)

    def _numbers(self) -> tuple[Number, Number]:
        """The value of a fact, and its weight; of a mean the product with the weight."""
        one = Number(sql=literal(1, Integer))
        measure = self.measure
        column = self.table.column(measure.value, self.source)
        if measure.kind in ("count", "distinct"):
            return Number(sql=self.dialect.thing(column)), one
        value = self.dialect.number(column)
        if measure.weight is None:
            return value, one
        weight = self.dialect.number(self.table.column(measure.weight, self.source))
        if measure.kind == "ratio":
            return value, weight
        product = self.dialect.product(value, weight)
        odd = [part for part in (value.odd, weight.odd) if part is not None]
        return Number(sql=product.sql, is_float=product.is_float, odd=or_(*odd) if odd else None), weight


def _flag(*odd: Sql | None) -> Sql:
    """1 where something is odd, else 0."""
    parts = [part for part in odd if part is not None]
    return case((or_(*parts), literal(1)), else_=literal(0)) if parts else literal(0)
