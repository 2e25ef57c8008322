"""Lengths of time as people write them; months and days never convert into each other."""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction
from typing import Final, Literal

from attrs import frozen

from ..finding import Fault, Words, excerpt
from .date import MAX_TEXT, fold, month_days, numeral
from .time_faults import DURATION_UNREADABLE

DurationUnit = Literal["minute", "hour", "day", "week", "month", "quarter", "year"]


@frozen
class Duration:
    """A length of time as planners write it: a number of one unit.

    Attributes:
        number: Exact, never negative; at most nine digits above and below the line can be read back.
        unit: minute, hour, day, week, month, quarter or year; it is kept, not converted.
    """

    number: Fraction
    unit: DurationUnit

    def __str__(self) -> str:
        return f"{_decimal(self.number)} {self.unit}{'' if self.number == 1 else 's'}"

    @property
    def months(self) -> Fraction | None:
        """The length in months; `None` where the unit is a week or shorter."""
        size = _MONTHS.get(self.unit)
        return None if size is None else self.number * size

    @property
    def days(self) -> Fraction | None:
        """The length in days of 24 hours; `None` where the unit is a month or longer."""
        size = _DAYS.get(self.unit)
        return None if size is None else self.number * size

    def after(self, day: date) -> date | Fault:
        """The day that lies this much later.

        Months keep the day of the month, or take the last one where the month is shorter: 2024-02-29 and
        1 year is 2025-02-28. A fault where the length is no whole number of days or months (half a month),
        or the day lies after 9999-12-31.
        """
        if self.months is not None:
            return self._months_after(day, self.months)
        days = self.days
        if days is None or days.denominator != 1:
            return _length_fault(str(self), Words("it is no whole number of days", "不是整数天"))
        if days > (date.max - day).days:
            return _length_fault(str(self), _TOO_LATE)
        return day + timedelta(days=int(days))

    def _months_after(self, day: date, months: Fraction) -> date | Fault:
        if months.denominator != 1:
            return _length_fault(str(self), Words("it is no whole number of months", "不是整数个月"))
        years, month = divmod(day.month - 1 + int(months), 12)
        if day.year + years > 9999:
            return _length_fault(str(self), _TOO_LATE)
        year = day.year + years
        return date(year, month + 1, min(day.day, month_days(year, month + 1)))


_MONTHS: Final[dict[str, int]] = {"month": 1, "quarter": 3, "year": 12}
_DAYS: Final[dict[str, Fraction]] = {
    "minute": Fraction(1, 1440),
    "hour": Fraction(1, 24),
    "day": Fraction(1),
    "week": Fraction(7),
}
_TOO_LATE: Final = Words("it ends after 9999-12-31", "超出 9999-12-31")

_UNIT_WORDS: Final[dict[DurationUnit, str]] = {
    "minute": "分钟 分 minute minutes min mins",
    "hour": "小时 钟头 hour hours hr hrs h",
    "day": "天 日 day days d",
    "week": "周 星期 礼拜 week weeks wk wks w",
    "month": "月 month months mo mos",
    "quarter": "季度 季 quarter quarters qtr qtrs",
    "year": "年 year years yr yrs y",
}
UNITS: Final[dict[str, DurationUnit]] = {
    word: unit for unit, words in _UNIT_WORDS.items() for word in words.split()
}
_LENGTH: Final = re.compile(
    r"(?:within\s{1,3})?(?P<number>[0-9]{1,9}(?:\.[0-9]{1,9}|/[0-9]{1,9})?|"
    r"[半两一二三四五六七八九十]{1,3}|half an?|an?|one)"
    r"\s{0,3}个?\s{0,3}(?P<unit>[^\W\d]{1,8})",
    re.IGNORECASE,
)
_INSIDE: Final = re.compile(r"(?:以内|之内|内)$")


def parse_duration(text: str) -> Duration | Fault:
    """The length of time that a text names, or why it names none.

    Read: `1 month`, `24 小时`, `2 周`, `两周`, `半年`, `3个月`, `1.5 days`; a bound (`24小时内`)
    is its length. `1m` (month or minute?) and two units together are faults.
    """
    if len(text) > MAX_TEXT:
        return _length_fault(text, Words("it is too long", "文字过长"))
    plain = _INSIDE.sub("", fold(text).text.strip()).rstrip()
    match = _LENGTH.fullmatch(plain)
    if not match:
        reason = Words("it is not one number and one unit", "不是“一个数加一个单位”")
        return _length_fault(text, reason)
    unit = UNITS.get(match["unit"].casefold())
    if unit is None:
        return _length_fault(text, _unit_reason(match["unit"]))
    number = _length_number(match["number"].casefold())
    if number is None:
        return _length_fault(text, Words("its number cannot be read", "其中的数读不懂"))
    return Duration(number, unit)


def _unit_reason(unit: str) -> Words:
    if unit.casefold() == "m":
        return Words("`m` may be months or minutes", "“m”可能是月，也可能是分钟")
    if unit.startswith("工作") or unit.casefold() == "workdays":
        return Words("working days need a holiday calendar", "工作日需要节假日日历")
    return Words(f"`{excerpt(unit)}` is no unit of time", f"“{excerpt(unit)}”不是时间单位")


def _length_number(text: str) -> Fraction | None:
    if text in ("a", "an", "one"):
        return Fraction(1)
    if text in ("半", "half a", "half an"):
        return Fraction(1, 2)
    if text[0] in "0123456789":
        over = text.partition("/")[2]
        return None if over and int(over) == 0 else Fraction(text)
    whole = numeral(text)
    return None if whole is None else Fraction(whole)


def _decimal(number: Fraction) -> str:
    """The number with decimals where they end within nine, as a fraction otherwise."""
    if number.denominator == 1:
        return str(number.numerator)
    scaled = number * 10**9
    if scaled.denominator != 1:
        return f"{number.numerator}/{number.denominator}"
    whole, rest = divmod(int(scaled), 10**9)
    return f"{whole}.{rest:09}".rstrip("0")


def _length_fault(text: str, reason: Words) -> Fault:
    return Fault(
        rule=DURATION_UNREADABLE, length=max(1, len(text)), params={"text": excerpt(text), "reason": reason}
    )
