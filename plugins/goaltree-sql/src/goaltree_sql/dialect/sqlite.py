"""The words of SQLite, whose values each say their own type; what it lacks are functions of Python."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, Final

from sqlalchemy import Select, Text, and_, case, cast, func, literal, null

from goaltree import Words

from ..column import Column
from .ansi import Ansi, Number, Sql, When, no_numbers

_HALF: Final = 32
_LOW: Final = 2**32 - 1


class SQLiteDialect(Ansi):
    """SQLite."""

    name: ClassVar[str] = "sqlite"

    def spelt(self, column: Column) -> Sql:
        """The text of a value, compared byte by byte whatever the column's collation."""
        text: Sql = cast(column.sql, Text)
        if column.kind == "other":  # truth values, which are numbers here
            text = case((column.sql == literal(1), "true"), (column.sql == literal(0), "false"), else_=text)
        return text.collate("BINARY")

    def plain(self, column: Column) -> Sql:
        """Every value says its own type."""
        return column.sql

    def when(self, column: Column, zone: str) -> When:
        """Texts of ISO 8601 are days; numbers, of which nobody says what they count, are odd.

        The engine itself reads the plain ones, which are most: what it does not write back as it was is no day,
        or is read in Python.
        """
        cell = column.sql
        has_year = cell >= literal("0001")
        size, clock = func.length(cell), func.replace(cell, literal("T"), literal(" "))
        day = case(
            (and_(size == literal(10), has_year, func.date(cell, literal("+0 days")) == cell), cell),
            (
                and_(size == literal(19), has_year, func.datetime(cell, literal("+0 days")) == clock),
                func.substr(cell, 1, 10),
            ),
            else_=func.goaltree_day(cell, literal(zone)),
        )
        return When(
            day=day,
            said=self.text(column),
            moment=func.goaltree_moment(cell),
            odd=func.typeof(cell).not_in(("text", "null")),
        )

    def written(self, day: date) -> Sql:
        """Days are texts."""
        return literal(day.isoformat())

    def fenced(self, statement: Select[Any]) -> Select[Any]:
        """The engine copies expressions into each other, unless rows are counted in between: all here."""
        return statement.limit(-1)

    def number(self, column: Column) -> Number:
        """Numbers as they are, texts by their written digits; truth values are none."""
        if column.kind == "other":
            raise no_numbers(column, Words("holds truth values, not numbers", "是真假值，不是数字"))
        kind = func.typeof(column.sql)
        written = func.goaltree_written(column.sql)
        is_number = kind.in_(("integer", "real"))
        odd = and_(~is_number, written.is_(None), self.text(column).is_not(None))
        return Number(
            sql=case((is_number, column.sql), (kind == literal("text"), written), else_=null()), odd=odd
        )

    def thing(self, column: Column) -> Sql:
        """A blank text is nothing."""
        is_text = func.typeof(column.sql) == literal("text")
        return case((is_text, self.text(column)), else_=column.sql)

    def product(self, one: Number, two: Number) -> Number:
        """The engine's own would become a float where 64 bits do not hold it."""
        return Number(sql=func.goaltree_product(one.sql, two.sql))

    def total(self, number: Number, column: Sql) -> Sql:
        """Whole numbers in two halves of 32 bits, which the engine adds up; whatever else in Python."""
        is_whole = func.typeof(column) == literal("integer")
        high = func.sum(column.bitwise_rshift(literal(_HALF))).filter(is_whole)
        low = func.sum(column.bitwise_and(literal(_LOW))).filter(is_whole)
        rest = func.goaltree_total(column).filter(~is_whole)
        return func.goaltree_joined(high, low, rest)

    def least(self, column: Sql) -> Sql:
        """Numbers of all types."""
        return func.goaltree_least(column)

    def greatest(self, column: Sql) -> Sql:
        """Numbers of all types."""
        return func.goaltree_greatest(column)

    def figure(self, given: Any) -> int | float | Decimal | Fraction | None:
        """Sums and extremes are written as decimals."""
        if not isinstance(given, str):
            return super().figure(given)
        found = Decimal(given)
        return (
            int(found) if found.is_finite() and found == found.to_integral_value() else super().figure(found)
        )
