"""The words that every database shares, and what a statement needs of those that differ."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, Final

from attrs import field, frozen
from sqlalchemy import (
    ColumnElement,
    Date,
    Double,
    Numeric,
    Select,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    null,
)

from goaltree import Words
from goaltree.actuals.odd_cell import GIVE_DAYS, GIVE_NUMBERS
from goaltree.finding import excerpt
from goaltree.model.period import Period

from ..column import Column

Sql = ColumnElement[Any]

OUTSIDE: Final = -1
"""The slot of a fact whose day lies in none of the periods."""
_DIGITS: Final = 38


class Unfit(Exception):  # noqa: N818 - it says what a column is, and never leaves the plugin
    """A column does not hold what the plan says; `reason` and `advice` say it to a reader."""

    def __init__(self, reason: Words, advice: Words) -> None:
        super().__init__(reason.en)
        self.reason, self.advice = reason, advice


@frozen(kw_only=True)
class When:
    """When each fact is dated, or since when it is known.

    Attributes:
        day: Its day in the plan's zone, in a form that `Ansi.slot` and `Ansi.since` take; null where there is
            none.
        said: What is written, where that may be no day; `None` where the column holds days only.
        moment: The moment, to find the last one.
        odd: Whether it holds something that is neither a day nor a text; `None` where that cannot be.
    """

    day: Sql
    said: Sql | None = None
    moment: Sql
    odd: Sql | None = None


@frozen(kw_only=True)
class Number:
    """A number of each fact; null where it has none.

    Attributes:
        sql: The expression.
        is_float: Whether it is a binary floating-point number.
        odd: Whether something else than a number is there; `None` where that cannot be.
    """

    sql: Sql
    is_float: bool = False
    odd: Sql | None = field(default=None)


class Ansi:
    """What standard SQL says; a database whose words differ overrides them.

    A column that a database cannot turn into days or exact numbers is refused with `Unfit`: nothing is
    guessed.
    """

    name: ClassVar[str] = "default"

    def holds(self, text: str) -> bool:
        """Whether a text can be in a database of this kind at all."""
        try:
            text.encode()
        except UnicodeEncodeError:
            return False
        return True

    def spelt(self, column: Column) -> Sql:
        """The text of a value, compared letter by letter."""
        return cast(column.sql, Text)

    def text(self, column: Column) -> Sql:
        """The text of a value without spaces around it; a blank one is null."""
        return func.nullif(func.trim(self.spelt(column)), literal(""))

    def plain(self, column: Column) -> Sql:
        """A value as it is handed out: types of one database only as texts."""
        return self.spelt(column) if column.kind == "other" else column.sql

    def when(self, column: Column, zone: str) -> When:
        """A column as days.

        Raises:
            Unfit: It holds no days.
        """
        match column.kind:
            case "date":
                day: Sql = column.sql
            case "local":
                day = cast(column.sql, Date)
            case "instant":
                day = self.local_day(column.sql, zone)
            case _:
                raise no_days(column)
        return When(day=day, moment=column.sql)

    def known(self, column: Column, zone: str) -> When:
        """A column as days since when something is known.

        Raises:
            Unfit: It holds no days.
        """
        return self.when(column, zone)

    def slot(self, day: Sql, periods: Sequence[Period]) -> Sql:
        """The place of a day's period; `OUTSIDE` for a day in none of them, null where there is no day."""
        ways = [
            (day.between(self.written(one.first), self.written(one.last)), literal(at))
            for at, one in enumerate(periods)
        ]
        return case(*ways, (day.is_not(None), literal(OUTSIDE)), else_=null())

    def local_day(self, instant: Sql, zone: str) -> Sql:
        """The day of an instant in a zone.

        Raises:
            Unfit: How this kind of database says it is not known.
        """
        raise Unfit(
            Words(
                "how it turns instants into days of the plan's zone is not known here",
                "此处不知道它如何把时刻换算成计划时区的日期",
            ),
            Words("Give a view with days", "请提供含日期列的视图"),
        )

    def is_no_day(self, day: Sql, said: Sql) -> Sql:
        """Whether something is said since when a fact is known, and that is no day."""
        return and_(day.is_(None), said.is_not(None))

    def written(self, day: date) -> Sql:
        """A day as `When.day` has it."""
        return literal(day, Date)

    def latest(self, day: Sql, slot: Sql, periods: Sequence[Period]) -> Sql:
        """The day by whose end a fact counts as known: not before its period's end; null is always."""
        early = [
            (and_(slot == literal(at), day <= self.written(one.last)), self.written(one.last))
            for at, one in enumerate(periods)
        ]
        return case(*early, else_=day)

    def fenced(self, statement: Select[Any]) -> Select[Any]:
        """A part of a statement that is worked out once a row, where the engine would repeat its expressions."""
        return statement

    def number(self, column: Column) -> Number:
        """A column as numbers.

        Raises:
            Unfit: It holds something else.
        """
        match column.kind:
            case "whole":
                return Number(sql=cast(column.sql, Numeric(_DIGITS, 0)))
            case "decimal":
                return Number(sql=column.sql)
            case "float":
                return Number(sql=cast(column.sql, Double), is_float=True)
            case "text":
                raise no_numbers(column, Words("holds texts, not numbers", "是文本，不是数字"))
            case _:
                shown = excerpt(column.type)
                raise no_numbers(column, Words(f"holds {shown}, not numbers", f"的类型是 {shown}，不是数字"))

    def thing(self, column: Column) -> Sql:
        """What is counted, whatever it is; a blank text and NaN are nothing."""
        return self.text(column) if column.kind in ("text", "other") else column.sql

    def product(self, one: Number, two: Number) -> Number:
        """The product, widened before it is taken."""
        return Number(sql=one.sql * two.sql, is_float=one.is_float or two.is_float)

    def total(self, number: Number, column: Sql) -> Sql:
        """The sum of a column of such numbers."""
        return func.sum(column)

    def least(self, column: Sql) -> Sql:
        """The least of a column of numbers."""
        return func.min(column)

    def greatest(self, column: Sql) -> Sql:
        """The greatest of a column of numbers."""
        return func.max(column)

    def figure(self, given: Any) -> int | float | Decimal | Fraction | None:
        """A number as the driver gives it, as one of Python's; what is not finite as a float."""
        if isinstance(given, Decimal) and not given.is_finite():
            return float(given)
        if given is None or isinstance(given, (int, float, Decimal, Fraction)):
            return given
        return Decimal(str(given))

    def since(self, given: Any) -> date | None:
        """A day since when something is known, as the driver gives it."""
        if isinstance(given, datetime):
            return given.date()
        day: date | None = date.fromisoformat(given) if isinstance(given, str) else given
        return day


def without(is_nothing: Sql, value: Sql) -> Sql:
    """A value, or null where it is nothing."""
    return case((is_nothing, null()), else_=value)


def no_days(column: Column) -> Unfit:
    """That a column holds no days."""
    called, kind = excerpt(column.name), excerpt(column.type) or column.kind
    return Unfit(
        Words(f"the column `{called}` holds {kind}, not days", f"列 `{called}` 的类型是 {kind}，不是日期"),
        GIVE_DAYS,
    )


def no_numbers(column: Column, reason: Words) -> Unfit:
    """That a column holds no numbers."""
    called = excerpt(column.name)
    return Unfit(
        Words(f"the column `{called}` {reason.en}", f"列 `{called}` {reason.zh}"),
        GIVE_NUMBERS,
    )
