"""The words of PostgreSQL: exact sums as `numeric`, days by its own time zones, texts read where they are plain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar, Final

from attrs import evolve
from sqlalchemy import (
    Date,
    DateTime,
    Double,
    Integer,
    Numeric,
    Select,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
)

from goaltree.model.period import Period

from ..column import Column
from .ansi import Ansi, Number, Sql, When

_DAY: Final = r"(?!0000)\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_CLOCK: Final = r"[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d([.]\d{1,9})?)?"
_ZONE: Final = r"(Z|[+-](0\d|1[0-5]):[0-5]\d)"
_WRITTEN: Final = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$"
_NAN: Final = "NaN"


class PostgreSQLDialect(Ansi):
    """PostgreSQL."""

    name: ClassVar[str] = "postgresql"

    def holds(self, text: str) -> bool:
        """Texts hold any character but NUL."""
        return "\0" not in text and super().holds(text)

    def spelt(self, column: Column) -> Sql:
        """The text of a value, compared byte by byte whatever the column's collation."""
        return cast(column.sql, Text).collate("C")

    def when(self, column: Column, zone: str) -> When:
        """Texts that are a day, or a day and a time of ISO 8601, are read too."""
        if column.kind != "text":
            return super().when(column, zone)
        text = self.text(column)
        is_day, is_clock, is_zoned = _forms(text)
        written, plain = func.substr(text, 1, 10), cast(_instant(text), DateTime)
        instant = cast(_instant(text), DateTime(timezone=True))
        day = case(
            (or_(is_day, is_clock), cast(written, Date)),
            (is_zoned, self.local_day(instant, zone)),
            else_=null(),
        )
        moment = case(
            (or_(is_day, is_clock), plain), (is_zoned, func.timezone(literal("UTC"), instant)), else_=null()
        )
        return When(day=day, said=text, moment=moment)

    def local_day(self, instant: Sql, zone: str) -> Sql:
        """`AT TIME ZONE`."""
        return cast(func.timezone(literal(zone), instant), Date)

    def known(self, column: Column, zone: str) -> When:
        """A day beyond what a calendar has (`infinity`) is none."""
        when = super().known(column, zone)
        return evolve(when, said=self.text(column))

    def is_no_day(self, day: Sql, said: Sql) -> Sql:
        """Whether something is said, and that is no day, or one that no calendar has."""
        return and_(said.is_not(None), or_(day.is_(None), ~self._is_kept(day)))

    def latest(self, day: Sql, slot: Sql, periods: Sequence[Period]) -> Sql:
        """The day by whose end a fact counts as known; one that no calendar has is not handed on."""
        return super().latest(case((self._is_kept(day), day), else_=null()), slot, periods)

    def fenced(self, statement: Select[Any]) -> Select[Any]:
        """The planner copies expressions into each other, unless rows are skipped in between: none here."""
        return statement.offset(0)

    def _is_kept(self, day: Sql) -> Sql:
        return day.between(self.written(date.min), self.written(date.max))

    def number(self, column: Column) -> Number:
        """Everything as `numeric`; floats as the decimals that they print as, so that their sum is exact too."""
        match column.kind:
            case "whole":
                return Number(sql=cast(column.sql, Numeric))
            case "decimal":
                return Number(sql=_without_nan(column.sql, Numeric))
            case "float":
                wide = cast(column.sql, Double)
                return Number(sql=cast(cast(_without_nan(wide, Double), Text), Numeric))
            case "text":
                text = self.text(column)
                is_number = text.op("~")(literal(_WRITTEN))
                return Number(sql=case((is_number, cast(text, Numeric)), else_=null()), odd=~is_number)
            case _:
                return super().number(column)

    def thing(self, column: Column) -> Sql:
        """NaN is nothing."""
        match column.kind:
            case "float":
                return _without_nan(cast(column.sql, Double), Double)
            case "decimal":
                return _without_nan(column.sql, Numeric)
            case "other":
                return self.spelt(column)
            case _:
                return super().thing(column)


def _without_nan(number: Sql, type_: type[Double[Any] | Numeric[Any]]) -> Sql:
    return func.nullif(number, cast(literal(_NAN), type_))


def _forms(text: Sql) -> tuple[Sql, Sql, Sql]:
    """Whether a text is a day, a day and a time, or these with a zone; and whether there is such a day."""
    is_there = _is_in_calendar(text)
    return tuple(  # type: ignore[return-value]
        case((text.op("~")(literal(f"^{form}$")), is_there), else_=literal(value=False))
        for form in (_DAY, _DAY + _CLOCK, _DAY + _CLOCK + _ZONE)
    )


def _is_in_calendar(text: Sql) -> Sql:
    """Whether the day of a text that looks like one exists: a month has so many days."""
    year, month, day = (cast(func.substr(text, at, size), Integer) for at, size in ((1, 4), (6, 2), (9, 2)))
    is_leap = and_(year % 4 == 0, or_(year % 100 != 0, year % 400 == 0))
    return case(
        (month.in_((4, 6, 9, 11)), day <= 30),
        (and_(month == 2, is_leap), day <= 29),
        (month == 2, day <= 28),
        else_=literal(value=True),
    )


def _instant(text: Sql) -> Sql:
    """The text with a fraction of six digits at most: more would be rounded, past midnight even."""
    return func.regexp_replace(text, literal(r"([.]\d{6})\d+"), literal(r"\1"))
