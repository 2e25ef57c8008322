"""Facts in a frame counted as a measure says: columns first, then one plain aggregation, then Python.

Filters, products and days become columns; the frame is grouped once, by what became of a row, by its period,
its members and its time of knowledge; what is left is small and is put together exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import isfinite
from typing import Any, Final

from attrs import evolve, field, frozen

from ..finding import Words
from .fact_column import FactColumn, is_nothing, plain_columns
from .fact_group import HANDED_ON, Fate
from .fact_number import Number, number_of, product_of
from .fact_period import place_of
from .fact_row import rows_of
from .fact_time import NO_DAY, UNCLEAR, dated
from .fact_value import FactValues
from .measure import Count, Measure
from .odd_cell import NO_TIME
from .unanswered import Source, Unanswered

_HANDED_ON: Final = [int(fate) for fate in HANDED_ON]
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
            place_of(_col(day), self.measure.periods).alias("place"),
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
        kept = nw.when(fits & dated_ & (inside > 0) & valid).then(int(Fate.MAPPED))
        kept = kept.when(fits & ~dated_ & valid).then(int(Fate.UNDATED))
        kept = kept.when(fits & ~(dated_ & (inside == 0))).then(int(Fate.EMPTY))
        frame = frame.with_columns(kept.otherwise(int(Fate.IGNORED)).cast(nw.Int64).alias("fate"))
        told = _col("fate").is_in(_HANDED_ON)
        # Pandas makes floats of whole numbers beside nulls.
        nothing = 0 if frame.collect_schema()["moment"].is_integer() else None
        return frame.with_columns(
            nw.when(told & _col("dated")).then(_col("place")).otherwise(0).cast(nw.Int64).alias("place"),
            nw.when(told).then(_col("known")).otherwise(NO_DAY).cast(nw.Int64).alias("known"),
            nw.when(told & ~_col("dated")).then(_col("said")).otherwise(nw.lit("")).alias("said"),
            nw.when(_col("fate") == int(Fate.MAPPED)).then(_col("moment")).otherwise(nothing).alias("moment"),
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
        count = FactValues(
            measure=self.measure,
            keys=tuple(self._keys),
            unclear=self._unclear,
            number=self.number,
            weight=self.weight,
        ).count(rows)
        if len(count.values) > most:
            raise self.source.too_large(most)
        return count

    def _unclear(self) -> Unanswered:
        """That there are texts that say no time of knowledge: how many, and the first of them."""
        import narwhals.stable.v2 as nw

        odd = self.frame.filter(_col("k_day") == UNCLEAR)
        told = odd.select(nw.len().alias("count"), _col("k_said").min().alias("first"))
        (row,) = rows_of(told)
        return NO_TIME.told(self.source, self.measure.known_at or "", int(row["count"]), str(row["first"]))

    @property
    def _keys(self) -> list[str]:
        members = [f"member{at}" for at in range(len(self.measure.dimensions))]
        return ["fate", "place", "said", *members, "known"]

    def _grouped(self, most: int) -> list[dict[str, Any]]:
        """One row for each group, sorted."""
        import narwhals.stable.v2 as nw

        kind, keys, frame = self.measure.kind, self._keys, self.frame
        told = _col("fate").is_in(_HANDED_ON)
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
        rows = rows_of(frame.head(most * 2 + 2) if isinstance(frame, nw.LazyFrame) else frame)
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
