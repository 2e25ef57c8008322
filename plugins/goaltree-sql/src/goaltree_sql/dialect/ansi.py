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
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    null,
)

from goaltree import Words
from goaltree.finding import excerpt
from goaltree.model.period import Period

from ..column import Column

Sql = ColumnElement[Any]

OUTSIDE: Final = -1
"""The slot of a fact whose day lies in none of the periods."""
ALWAYS: Final = date(1, 1, 1)
"""Stands for the day of facts that were always known."""
_DIGITS: Final = 38


class Unfit(Exception):  # noqa: N818 - it says what a column is, and never leaves the plugin
    """A column does not hold what the plan says; `reason` and `advice` say it to a reader."""

    def __init__(self, reason: Words, advice: Words) -> None:
        super().__init__(reason.en)
        self.reason, self.advice = reason, advice


@frozen(kw_only=True)
class When:
    """When each fact is dated.

    Attributes:
        slot: The place of its period, `OUTSIDE` for a day in none of them, null where no day can be read.
        said: What is written where no day can be read; `None` where the column holds days only.
        moment: The moment, to find the last one.
        odd: Whether it holds something that is neither a day nor a text; `None` where that cannot be.
    """

    slot: Sql
    said: Sql | None = None
    moment: Sql
    odd: Sql | None = None


@frozen(kw_only=True)
class Known:
    """Since when each fact is known.

    Attributes:
        day: The day in the plan's zone; `ALWAYS` where nothing is said.
        odd: Whether what is said is no day; `None` where that cannot be.
    """

    day: Sql
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

    def when(self, column: Column, periods: Sequence[Period], zone: str) -> When:
        """A column as places of periods.

        Raises:
            Unfit: It holds no days.
        """
        day, said = self.day(column, zone)
        ways = [
            (day.between(literal(one.first, Date), literal(one.last, Date)), literal(slot))
            for slot, one in enumerate(periods)
        ]
        slot = case(*ways, (day.is_not(None), literal(OUTSIDE)), else_=null())
        return When(slot=slot, said=said, moment=self.moment(column))

    def day(self, column: Column, zone: str) -> tuple[Sql, Sql | None]:
        """The day of a value in a zone; and the text of it where there is none, or `None` where there always is.

        Raises:
            Unfit: It holds no days.
        """
        match column.kind:
            case "date":
                return column.sql, None
            case "local":
                return cast(column.sql, Date), None
            case "instant":
                return self.local_day(column.sql, zone), None
            case _:
                raise no_days(column)

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

    def moment(self, column: Column) -> Sql:
        """The moment of a value, which sorts as time goes."""
        return column.sql

    def known(self, column: Column, zone: str) -> Known:
        """A column as days since when something is known.

        Raises:
            Unfit: It holds no days.
        """
        day, said = self.day(column, zone)
        return Known(
            day=func.coalesce(day, literal(ALWAYS, Date)), odd=None if said is None else said.is_not(None)
        )

    def latest(self, day: Sql, slot: Sql, periods: Sequence[Period]) -> Sql:
        """The day by whose end a fact counts as known: not before its period's end."""
        early = [
            (
                and_(slot == literal(at), day > literal(ALWAYS, Date), day <= literal(one.last, Date)),
                literal(one.last, Date),
            )
            for at, one in enumerate(periods)
        ]
        return case(*early, else_=day)

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
        return self.text(column) if column.kind == "text" else column.sql

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
        """The day of a `Known` as the driver gives it; `None` for `ALWAYS`."""
        if isinstance(given, datetime):
            given = given.date()
        day = date.fromisoformat(given) if isinstance(given, str) else given
        return None if day == ALWAYS else day


def no_days(column: Column) -> Unfit:
    """That a column holds no days."""
    called, kind = excerpt(column.name), excerpt(column.type) or column.kind
    return Unfit(
        Words(f"the column `{called}` holds {kind}, not days", f"列 `{called}` 的类型是 {kind}，不是日期"),
        Words("Give days, such as 2025-01-31", "请给出日期，例如 2025-01-31"),
    )


def no_numbers(column: Column, reason: Words) -> Unfit:
    """That a column holds no numbers."""
    called = excerpt(column.name)
    return Unfit(
        Words(f"the column `{called}` {reason.en}", f"列 `{called}` {reason.zh}"),
        Words("Give plain numbers, such as 1234.5", "请给出普通数字，例如 1234.5"),
    )
