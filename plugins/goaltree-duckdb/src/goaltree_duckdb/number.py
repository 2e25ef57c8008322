"""Columns as numbers that add up exactly: widened integers, decimals, texts by their written digits."""

from __future__ import annotations

from typing import Final

from attrs import evolve, frozen

from goaltree import Words
from goaltree.actuals.odd_cell import GIVE_NUMBERS, NO_NUMBER, NUMBERS
from goaltree.finding import excerpt

from .session import Session
from .table import Column, Table

_INTEGERS: Final = frozenset(
    "TINYINT SMALLINT INTEGER BIGINT HUGEINT UTINYINT USMALLINT UINTEGER UBIGINT UHUGEINT".split()
)
_DIGITS: Final = 38
"""How many digits the engine's widest decimal has."""
_WRITTEN: Final = r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?"


@frozen(kw_only=True)
class Number:
    """A number of each row; null where it has none.

    Attributes:
        sql: The expression.
        is_whole: Whether it is an integer, whose sums are widened by the engine.
        is_float: Whether it is a binary floating-point number, whose sums are compensated, not exact.
    """

    sql: str
    is_whole: bool = False
    is_float: bool = False

    def times(self, other: Number) -> Number:
        """The product, widened before it is taken."""
        if self.is_float or other.is_float:
            left, right = (f"CAST({one.sql} AS DOUBLE)" for one in (self, other))
            return Number(sql=f"({left} * {right})", is_float=True)
        left, right = (f"CAST({one.sql} AS HUGEINT)" if one.is_whole else one.sql for one in (self, other))
        return Number(sql=f"({left} * {right})")

    @property
    def without_nan(self) -> Number:
        """The same numbers, with null for NaN."""
        if not self.is_float:
            return self
        # Parquet's statistics leave NaN out, and from them the engine concludes that isnan(x) is false;
        # it concludes nothing about exp(x).
        return evolve(self, sql=f"CASE WHEN isnan(exp({self.sql})) THEN NULL ELSE {self.sql} END")

    def total(self, name: str) -> str:
        """The sum of a column of such numbers."""
        return f"fsum({name})" if self.is_float else f"sum({name})"


ONE: Final = Number(sql="1")


def number_of(session: Session, table: Table, name: str) -> Number:
    """A column as numbers.

    Raises:
        Unanswered: The column is not there, or holds something else than numbers.
    """
    column = table.column(name, session.source)
    kind = column.type.partition("(")[0]
    if kind in _INTEGERS:
        # The sum of the widest unsigned integers would be a float.
        wide = f"CAST({column.sql} AS HUGEINT)" if kind == "UHUGEINT" else column.sql
        return Number(sql=wide, is_whole=True)
    if kind == "DECIMAL":
        return Number(sql=column.sql)
    if column.is_float:
        return Number(sql=f"CAST({column.sql} AS DOUBLE)", is_float=True)
    if column.is_text:
        return _written(session, table, name, column)
    raise session.source.at(table.name).unfit(name, column.type, NUMBERS, GIVE_NUMBERS)


def _written(session: Session, table: Table, name: str, column: Column) -> Number:
    """Texts as decimals with as many digits as are written; as floats where one is written with an exponent."""
    text = f"nullif(trim(CAST({column.sql} AS VARCHAR)), '')"
    source = session.source.at(table.name)
    odd, first, exponent, scale, digits = session.rows(
        "SELECT count(*) FILTER (NOT regexp_full_match(t, $written)), "
        "min(t) FILTER (NOT regexp_full_match(t, $written)), "
        "coalesce(bool_or(regexp_matches(t, '[eE]')), false), "
        "coalesce(max(length(regexp_extract(t, '\\.([0-9]*)', 1))), 0), "
        "coalesce(max(length(regexp_extract(t, '^[+-]?0*([0-9]*)', 1))), 0) "
        f"FROM (SELECT {text} AS t FROM {table.sql})",
        {**table.values, "written": _WRITTEN},
    )[0]
    if odd:
        raise NO_NUMBER.told(source, name, odd, first)
    if exponent:
        return Number(sql=f"CAST({text} AS DOUBLE)", is_float=True)
    if digits + scale > _DIGITS:
        called = excerpt(name)
        raise source.unreadable(
            Words(
                f"the column `{called}` has numbers of more than {_DIGITS} digits",
                f"列 `{called}` 有超过 {_DIGITS} 位的数字",
            ),
            GIVE_NUMBERS,
        )
    return Number(sql=f"CAST({text} AS DECIMAL({_DIGITS}, {int(scale)}))")
