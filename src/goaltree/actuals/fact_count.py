"""Facts in a frame counted as a measure says: columns first, then one plain aggregation, then Python.

Filters, products and days become columns; the frame is grouped once, by what became of a row, by its period,
its members and its time of knowledge; what is left is small and is put together exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from importlib.util import find_spec
from itertools import groupby
from math import isfinite
from operator import itemgetter
from typing import Any, Final

from attrs import evolve, field, frozen

from ..finding import Words
from ..model.period import Period
from .fact_column import FactColumn, is_nothing, plain_columns
from .fact_number import Number, figure, number_of, product_of, total_of
from .fact_time import NO_DAY, UNCLEAR, dated, day_code, day_of_code
from .measure import Amount, Count, Counted, Figure, Intake, Measure
from .odd_cell import NO_TIME
from .unanswered import Source, Unanswered

_IGNORED: Final = 0
_MAPPED: Final = 1
_WITHOUT_VALUE: Final = 2
_WITHOUT_DAY: Final = 3
_MEMBERS: Final = Words("members", "成员")
_APART: Final = Words("what is told apart", "可区分的值")
_TEXTS: Final = Words(
    "Give the column a type of texts, whole numbers or true and false", "请把该列转换为文本、整数或布尔类型"
)
_DIGITS: Final = 38
_NUMBERED: Final = frozenset({"sum", "mean", "ratio", "min", "max", "last"})


def counted(frame: Any, measure: Measure, source: Source, most: int) -> Count:
    """What a measure gives of a frame.

    Args:
        frame: A narwhals frame, eager or lazy; it is not changed, and a lazy one is collected once.
        measure: What is counted, and how.
        source: The table in findings.
        most: How many values may come.

    Raises:
        Unanswered: The frame cannot be counted so.
    """
    return _Counting.of(frame, measure, source).count(most)


@frozen(kw_only=True)
class _Step:
    """What facts that became known on one day add to one value."""

    known: int
    rows: int
    number: Any
    weight: Any


@frozen(kw_only=True)
class _Counting:
    """A frame in which everything that matters is a column."""

    measure: Measure
    source: Source
    frame: Any = field(repr=False)
    columns: Mapping[str, FactColumn]
    number: Number | None = field(repr=False)
    weight: Number | None = field(repr=False)
    valid: Any = field(repr=False)
    said: str | None

    @classmethod
    def of(cls, frame: Any, measure: Measure, source: Source) -> _Counting:
        """Its columns, under names of our own and of types that every engine knows."""
        frame, columns = _chosen(frame, measure, source)
        years = measure.periods[0].first.year, measure.periods[-1].last.year
        frame, moments = dated(frame, columns["t"], measure.zone, years, source)
        known, said = "", moments.said
        if measure.known_at is not None:
            frame, of_known = dated(frame, columns["k"], measure.zone, years, source)
            known = of_known.day
        frame, value = _things(frame, columns["v"], measure)
        number = weight = None
        valid = ~_col(value.name).is_null()
        if measure.kind in _NUMBERED:
            number = number_of(value, "s", source)
            valid = number.valid
            if measure.weight is not None:
                weight = number_of(columns["w"], "w", source)
                valid = valid & weight.valid
                if measure.kind == "mean":
                    number = product_of(number, weight, "s")
        counting = cls(
            measure=measure,
            source=source,
            frame=frame,
            columns={**columns, "v": value},
            number=number,
            weight=weight,
            valid=valid,
            said=said,
        )
        return evolve(counting, frame=counting.placed(moments.day, moments.moment, known))

    def placed(self, day: str, moment: str, known: str) -> Any:
        """The frame with what a row is grouped by, and what is added up."""
        import narwhals.stable.v2 as nw

        frame = self.frame.with_columns(
            self._fits().alias("fits"),
            self.valid.alias("valid"),
            (_col(day) > NO_DAY).alias("dated"),
            self._place(_col(day)).alias("place"),
            (_col(known) if known else nw.lit(NO_DAY, nw.Int64)).alias("known"),
            (_col(self.said) if self.said else nw.lit("")).alias("said"),
            _col(moment).alias("moment"),
            *(
                self._member(self.columns[f"m{at}"]).alias(f"member{at}")
                for at in range(len(self.measure.dimensions))
            ),
            *(what.alias(name) for name, what in self._added().items()),
        )
        fits, dated_, valid, inside = (_col(name) for name in ("fits", "dated", "valid", "place"))
        kept = nw.when(fits & dated_ & (inside > 0) & valid).then(_MAPPED)
        kept = kept.when(fits & ~dated_ & valid).then(_WITHOUT_DAY)
        kept = kept.when(fits & ~(dated_ & (inside == 0))).then(_WITHOUT_VALUE)
        frame = frame.with_columns(kept.otherwise(_IGNORED).cast(nw.Int64).alias("fate"))
        told = _col("fate").is_in([_MAPPED, _WITHOUT_DAY])
        # Pandas makes floats of whole numbers beside nulls.
        nothing = 0 if frame.collect_schema()["moment"].is_integer() else None
        return frame.with_columns(
            nw.when(told & _col("dated")).then(_col("place")).otherwise(0).cast(nw.Int64).alias("place"),
            nw.when(told).then(_col("known")).otherwise(NO_DAY).cast(nw.Int64).alias("known"),
            nw.when(told & ~_col("dated")).then(_col("said")).otherwise(nw.lit("")).alias("said"),
            nw.when(_col("fate") == _MAPPED).then(_col("moment")).otherwise(nothing).alias("moment"),
            *(
                nw.when(told).then(_col(f"member{at}")).otherwise(nw.lit("")).alias(f"member{at}")
                for at in range(len(self.measure.dimensions))
            ),
        )

    def _fits(self) -> Any:
        """Whether a row has the values of `where`."""
        import narwhals.stable.v2 as nw

        fits = nw.lit(True)
        for at, (_, wanted) in enumerate(self.measure.where):
            fits = fits & _is_one_of(self.columns[f"f{at}"], wanted, self.source)
        return fits

    def _added(self) -> dict[str, Any]:
        parts: dict[str, Any] = {}
        if self.measure.kind in ("sum", "mean", "ratio") and self.number is not None:
            parts |= {name: what for name, (what, _) in self.number.parts.items()}
        if self.weight is not None:
            parts |= {name: what for name, (what, _) in self.weight.parts.items()}
        return parts

    def _place(self, day: Any) -> Any:
        """The number of the period that a day is in, from 1; 0 where it is in none."""
        import narwhals.stable.v2 as nw

        periods = self.measure.periods
        first, last = day_code(periods[0].first), day_code(periods[-1].last)
        if all(period.first == period.last for period in periods):
            place = day
        elif all(_is_month(period) for period in periods):
            place = day // 100
        else:
            place = nw.sum_horizontal(*((day >= start).cast(nw.Int64) for start, _ in _starts(periods)))
        return nw.when((day >= first) & (day <= last)).then(place).otherwise(0).cast(nw.Int64)

    def _periods(self) -> dict[int, Period]:
        """The period of each number that `_place` gives."""
        periods = self.measure.periods
        if all(period.first == period.last for period in periods):
            return {day_code(period.first): period for period in periods}
        if all(_is_month(period) for period in periods):
            return {day_code(period.first) // 100: period for period in periods}
        return {at: period for at, (_, period) in enumerate(_starts(periods), 1) if period is not None}

    def _member(self, column: FactColumn) -> Any:
        """A member as a text; the empty one for a blank."""
        import narwhals.stable.v2 as nw

        cell, kind = _col(column.name), column.dtype
        if kind in (nw.String, nw.Categorical, nw.Enum):
            return cell.cast(nw.String).str.strip_chars(" ").fill_null("")
        if column.is_empty:
            return nw.lit("")
        if kind.is_integer() and not column.ranked:
            return cell.cast(nw.String).fill_null("")
        if kind == nw.Boolean:
            texts = nw.when(cell).then(nw.lit("true")).otherwise(nw.lit("false"))
            return nw.when(cell.is_null()).then(nw.lit("")).otherwise(texts)
        if kind.is_float():  # what pandas makes of whole numbers beside a null
            is_there = ~cell.is_null() & ~cell.is_nan().fill_null(True)
            whole = nw.when(is_there & (cell.abs() < 2.0**53)).then(cell).otherwise(0.0)
            text = whole.cast(nw.Int64).cast(nw.String)
            return nw.when(is_there).then(text).otherwise(nw.lit(""))
        raise self.source.unfit(column.called, str(kind), _MEMBERS, _TEXTS)

    def count(self, most: int) -> Count:
        """The frame grouped, and what the groups say."""
        rows = self._grouped(most)
        intake = self._intake(rows)
        values = tuple(self._values(rows)) if rows else ()
        if len(values) > most:
            raise self.source.too_large(most)
        return Count(measure=self.measure, values=values, intake=intake)

    @property
    def _keys(self) -> list[str]:
        members = [f"member{at}" for at in range(len(self.measure.dimensions))]
        return ["fate", "place", "said", *members, "known"]

    def _grouped(self, most: int) -> list[dict[str, Any]]:
        """One row for each group, sorted."""
        import narwhals.stable.v2 as nw

        kind, keys, frame = self.measure.kind, self._keys, self.frame
        told = _col("fate").is_in([_MAPPED, _WITHOUT_DAY])
        value = nw.when(told).then(_col(self.columns["v"].name)).otherwise(None)
        what: list[Any] = [nw.len().alias("rows")]
        if kind == "distinct" and self.measure.known_at is not None:
            # What was known before is not new: each thing counts on the day on which it became known.
            within = [key for key in keys if key != "known"]
            frame = frame.with_columns(value.alias("thing"))
            frame = frame.group_by(*within, "thing").agg(_col("known").min(), nw.len().alias("rows"))
            what = [_col("rows").sum(), nw.len().alias("things")]
        elif kind == "distinct":
            frame = frame.with_columns(value.alias("thing"))
            what.append(_col("thing").n_unique().alias("things"))
        elif kind == "last":
            return self._last(frame, most)
        elif kind in ("min", "max") and self.number is not None:
            frame = frame.with_columns(self.number.plain.alias("thing"))
            what.append(getattr(_col("thing"), kind)().alias("things"))
        else:
            what += [_col(name).sum() for name in self._added()]
            for name, number in (("s", self.number), ("w", self.weight)):
                if number is not None and number.scale is not None:
                    what += [
                        _col(f"{name}0").min().alias(f"{name}low"),
                        _col(f"{name}0").max().alias(f"{name}high"),
                    ]
        found = self._collected(frame.group_by(*keys).agg(*what), most)
        for name, number in (("s", self.number), ("w", self.weight)):
            if number is not None and number.scale is not None and kind in ("sum", "mean", "ratio"):
                self._be_exact(found, name, number)
        return found

    def _last(self, frame: Any, most: int) -> list[dict[str, Any]]:
        """For `last`: of each group the lowest and the highest value of its last moment.

        Nothing is filtered before it is grouped: Spark would work out all columns anew for each filter.
        """
        import narwhals.stable.v2 as nw

        assert self.number is not None
        keys, thing, moment = self._keys, _col("thing"), _col("moment")
        frame = frame.with_columns(self.number.plain.alias("thing"))
        found = frame.group_by(*keys, "moment").agg(
            thing.min().alias("low"), thing.max().alias("high"), nw.len().alias("rows")
        )
        found = found.with_columns(
            moment.max().over(*keys).alias("latest"), _col("rows").sum().over(*keys).alias("every")
        )
        found = found.filter(moment.is_null() | (moment == _col("latest")))
        rows = self._collected(found.select(*keys, "moment", "low", "high", "every"), most)
        return [
            {**row, "rows": row["every"], "moment": None if is_nothing(row["moment"]) else row["moment"]}
            for row in rows
        ]

    def _collected(self, frame: Any, most: int) -> list[dict[str, Any]]:
        """The rows of what an engine has aggregated, sorted by their keys."""
        import narwhals.stable.v2 as nw

        present = frame.collect_schema().names()
        whole = [name for name in self._sums() if name in present and self._is_whole(name)]
        if whole:  # sums of 64-bit integers are wider in DuckDB, and fit
            frame = frame.with_columns(*(_col(name).cast(nw.Int64) for name in whole))
        if isinstance(frame, nw.LazyFrame):
            frame = _collected(frame.head(most * 2 + 2))
        rows: list[dict[str, Any]] = frame.rows(named=True)
        if len(rows) > most * 2 + 1:
            raise self.source.too_large(most)
        keys = [key for key in self._keys if key in present]
        return sorted(rows, key=lambda row: _key(row, keys))

    def _sums(self) -> dict[str, tuple[Any, Fraction]]:
        found: dict[str, tuple[Any, Fraction]] = {}
        for number in (self.number, self.weight):
            found |= {} if number is None else number.parts
        return found

    def _is_whole(self, name: str) -> bool:
        number = self.weight if name.startswith("w") else self.number
        if number is None or number.scale is not None:
            return False
        places = [int(one[1:]) for one in number.parts]
        return not number.is_float or int(name[1:]) < max(places) - 1

    def _be_exact(self, rows: list[dict[str, Any]], name: str, number: Number) -> None:
        """Refuse a sum of decimals that might have left the digits that an engine has."""
        most = sum(int(row["rows"]) for row in rows)
        ends = [row[f"{name}{end}"] for row in rows for end in ("low", "high")]
        largest = max((abs(Fraction(end)) for end in ends if end is not None), default=Fraction(0))
        if largest * most >= 10 ** (_DIGITS - (number.scale or 0)):
            raise self.source.unreadable(
                Words("its numbers are too large to be added up exactly", "数字太大，无法精确相加"),
                Words("Sum them in a larger unit", "请以更大的单位汇总"),
            )

    def _intake(self, rows: list[dict[str, Any]]) -> Intake:
        periods = self._periods()
        parts: dict[int, list[dict[str, Any]]] = {_IGNORED: [], _MAPPED: [], _WITHOUT_VALUE: []}
        for row in rows:
            fate = int(row["fate"])
            fate = _WITHOUT_VALUE if fate == _WITHOUT_DAY else fate
            is_asked = fate != _MAPPED or int(row["place"]) in periods
            parts[fate if is_asked else _IGNORED].append(row)
        return Intake(
            table=self.measure.table,
            metric=self.measure.metric,
            dimensions=tuple(name for name, _ in self.measure.dimensions),
            given=self._amount(rows),
            mapped=self._amount(parts[_MAPPED]),
            ignored=self._amount(parts[_IGNORED]),
            rejected=self._amount(parts[_WITHOUT_VALUE]),
        )

    def _amount(self, rows: list[dict[str, Any]]) -> Amount:
        count = sum(int(row["rows"]) for row in rows)
        if self.measure.kind != "sum" or self.number is None:
            return Amount(rows=count)
        total = self._total(self.number, rows)
        return Amount(rows=count, total=total if isfinite(total) else None)

    def _total(self, number: Number, rows: list[dict[str, Any]]) -> Figure:
        """The exact sum of some groups."""
        weights = {name: weight for name, (_, weight) in number.parts.items()}
        sums = {name: _sum(row[name] for row in rows) for name in weights}
        return total_of(weights, sums, number.is_float)

    def _values(self, rows: list[dict[str, Any]]) -> Iterator[Counted]:
        """The values: of each group the sum of all that was known by a day, for each such day."""
        periods, measure = self._periods(), self.measure
        count = len(measure.dimensions)
        key = itemgetter(*(name for name in self._keys if name != "known"))
        for (fate, place, said, *members), group in groupby(rows, key=key):
            period = periods.get(int(place))
            if int(fate) not in (_MAPPED, _WITHOUT_DAY) or (int(fate) == _MAPPED and period is None):
                continue
            named = tuple(str(member) or None for member in members[:count])
            label = period.label if period is not None else str(said) or None
            end = None if period is None else day_code(period.last)
            until: list[dict[str, Any]] = []
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

    def _merged(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
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
        added = [name for name in (*self._sums(), "things") if name in first]
        return [{**first, "rows": count, **{name: _sum(row[name] for row in rows) for name in added}}]

    def _known(self, code: int, end: int | None) -> int:
        """The day by whose end something is known: not before its period is over."""
        if code == UNCLEAR:
            raise self._unclear()
        return code if code == NO_DAY or end is None else max(code, end)

    def _unclear(self) -> Unanswered:
        """That there are texts that say no time of knowledge: how many, and the first of them."""
        import narwhals.stable.v2 as nw

        odd = self.frame.filter(_col("k_day") == UNCLEAR)
        told = odd.select(nw.len().alias("count"), _col("k_said").min().alias("first"))
        ((count, first),) = (_collected(told) if isinstance(told, nw.LazyFrame) else told).rows()
        return NO_TIME.told(self.source, self.measure.known_at or "", int(count), str(first))

    def _figures(self, rows: list[dict[str, Any]]) -> list[tuple[Figure, Figure | None]]:
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


def _key(row: Mapping[str, Any], keys: list[str]) -> tuple[Any, ...]:
    return tuple(row[key] for key in keys)


def _col(name: str) -> Any:
    import narwhals.stable.v2 as nw

    return nw.col(name)


def _chosen(frame: Any, measure: Measure, source: Source) -> tuple[Any, dict[str, FactColumn]]:
    """The columns that matter, under names of our own."""
    import narwhals.stable.v2 as nw

    wanted = {"t": measure.time, "v": measure.value}
    wanted |= {} if measure.known_at is None else {"k": measure.known_at}
    wanted |= {} if measure.weight is None else {"w": measure.weight}
    wanted |= {f"f{at}": column for at, (column, _) in enumerate(measure.where)}
    wanted |= {f"m{at}": column for at, (_, column) in enumerate(measure.dimensions)}
    schema = frame.collect_schema()
    missing = [column for column in dict.fromkeys(wanted.values()) if column not in schema]
    if missing:
        raise source.lacks(missing, schema)
    # By place: to polars a name such as `^v.*$` or `*` is a pattern.
    places = {column: at for at, column in enumerate(schema)}
    frame = frame.select(*(nw.nth(places[column]).alias(name) for name, column in wanted.items()))
    columns = [FactColumn(name=name, dtype=schema[column], called=column) for name, column in wanted.items()]
    frame, made = plain_columns(frame, columns, source)
    return frame, {column.name: column for column in made}


def _things(frame: Any, column: FactColumn, measure: Measure) -> tuple[Any, FactColumn]:
    """The column that is counted, in which a blank text and NaN are nothing."""
    import narwhals.stable.v2 as nw

    if measure.kind in _NUMBERED:
        return frame, column
    cell, kind = _col(column.name), column.dtype
    if kind in (nw.String, nw.Categorical, nw.Enum):
        text = cell.cast(nw.String).str.strip_chars(" ")
        plain = nw.when(text.fill_null("") == "").then(None).otherwise(text)
        return frame.with_columns(plain.alias(column.name)), evolve(column, dtype=nw.String())
    if kind.is_float():
        plain = nw.when(cell.is_nan().fill_null(True)).then(None).otherwise(cell)
        return frame.with_columns(plain.alias(column.name)), column
    return frame, column


def _is_one_of(column: FactColumn, wanted: tuple[str, ...], source: Source) -> Any:
    """Whether a cell is written as one of some texts, compared in the column's own type."""
    import narwhals.stable.v2 as nw

    cell, kind = _col(column.name), column.dtype
    values: list[Any]
    if kind in (nw.String, nw.Categorical, nw.Enum, nw.Date):
        cell, values = cell.cast(nw.String), list(wanted)
    elif kind == nw.Boolean:
        values = [text == "true" for text in wanted if text in ("true", "false")]
    elif kind.is_integer() and not column.ranked:
        values = [int(text) for text in wanted if text.lstrip("-").isdecimal() and len(text) < 19]
    elif kind.is_float():
        values = [float(text) for text in wanted if _is_number(text)]
    else:
        raise source.unfit(column.called, str(kind), _APART, _TEXTS)
    if not values:
        return cell.is_null() & ~cell.is_null()
    return cell.is_in(values).fill_null(False)


def _is_number(text: str) -> bool:
    try:
        return isfinite(float(text))
    except ValueError:
        return False


def _is_month(period: Period) -> bool:
    first, last = period.first, period.last
    following = date.fromordinal(min(last.toordinal() + 1, date.max.toordinal()))
    return first.day == 1 and (first.year, first.month) == (last.year, last.month) and following.day == 1


def _starts(periods: tuple[Period, ...]) -> list[tuple[int, Period | None]]:
    """The first days of periods, and of the gaps between them, in order."""
    found: list[tuple[int, Period | None]] = []
    before: date | None = None
    for period in periods:
        if before is not None and before.toordinal() + 1 < period.first.toordinal():
            found.append((day_code(date.fromordinal(before.toordinal() + 1)), None))
        found.append((day_code(period.first), period))
        before = period.last
    return found


def _collected(frame: Any) -> Any:
    """A lazy frame's rows, in a library that keeps integers as they are."""
    if frame.implementation.is_polars():
        return frame.collect(engine="streaming")
    backend = next((name for name in ("pyarrow", "polars") if find_spec(name) is not None), "pandas")
    return frame.collect(backend=backend)
