"""Dates as people write them: Gregorian days of the years 1 to 9999, without a time of day."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from typing import Final

from attrs import frozen

from ..finding import Fault, Words, excerpt
from .time_faults import DATE_AMBIGUOUS, DATE_IMPOSSIBLE, DATE_UNREADABLE

MAX_TEXT: Final = 400
_DASHES: Final = dict.fromkeys("‐‑‒–—―−﹣－", "-") | {"〜": "~", "∼": "~"}


@frozen
class Folded:
    """A text with full-width and compatibility characters made plain.

    Attributes:
        text: The plain text; letters keep their case.
        at: For each of its characters, and for its end, the position in the text as written.
    """

    text: str
    at: tuple[int, ...]

    def column(self, position: int) -> int:
        """The column, in the text as written, of a position in the plain text (never past its end)."""
        return max(0, min(self.at[min(position, len(self.text))], self.at[-1] - 1))

    def width(self, first: int, last: int) -> int:
        """Characters as written that the plain characters `[first, last)` came from, at least 1."""
        return max(1, min(self.at[min(last, len(self.text))], self.at[-1]) - self.column(first))


def fold(text: str) -> Folded:
    """The text with full-width digits, letters, dashes and spaces made plain, position by position."""
    if text.isascii():
        return Folded(text, tuple(range(len(text) + 1)))
    chars: list[str] = []
    at: list[int] = []
    for index, char in enumerate(text):
        plain = _DASHES.get(char) or unicodedata.normalize("NFKC", char)
        chars.append(plain)
        at.extend([index] * len(plain))
    return Folded("".join(chars), (*at, len(text)))


def parse_date(text: str) -> date | Fault:
    """The day that a text names, or why it names none.

    Read: `2024-01-05`, `2024/1/5`, `2024.1.5`, `2024年1月5日`, full-width digits too. What has two readings
    (`5/1/2024`, `24-01-05`, a bare number) is a fault, never a guess.
    """
    plain = fold(text[: MAX_TEXT + 1]).text.strip()
    if len(text) > MAX_TEXT:
        return _date_fault(text)
    match = _YEAR_FIRST.fullmatch(plain) or _CHINESE.fullmatch(plain)
    if match:
        year, month, day = (int(match[name]) for name in ("year", "month", "day"))
        return day_of(text, year, month, day)
    if _AMBIGUOUS.fullmatch(plain):
        return _ambiguous(text, plain)
    return _date_fault(text)


_YEAR_FIRST: Final = re.compile(
    r"(?P<year>[0-9]{4})(?P<sep>[-/.])(?P<month>[0-9]{1,2})(?P=sep)(?P<day>[0-9]{1,2})"
)
_CHINESE: Final = re.compile(
    r"(?P<year>[0-9]{4})\s{0,3}年\s{0,3}(?P<month>[0-9]{1,2})\s{0,3}月\s{0,3}(?P<day>[0-9]{1,2})\s{0,3}[日号]"
)
_AMBIGUOUS: Final = re.compile(
    r"[0-9]{1,2}([-/.])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})|[0-9]{5,8}"
    r"|[0-9]{2}\s?年\s?[0-9]{1,2}\s?月\s?[0-9]{1,2}\s?[日号]"
)


def month_days(year: int, month: int) -> int:
    """Days of a month of the proleptic Gregorian calendar; any year."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _whole(text: str) -> int:
    return max(1, len(text))


def _date_fault(text: str) -> Fault:
    return Fault(rule=DATE_UNREADABLE, length=_whole(text), params={"text": excerpt(text)})


def day_of(text: str, year: int, month: int, day: int) -> date | Fault:
    """The day of three numbers, or why there is no such day; `text` is what the fault quotes."""
    if not 1 <= year <= 9999:
        reason, example = Words("years run from 0001 to 9999", "年份为 0001 到 9999"), "2025-01-05"
    elif not 1 <= month <= 12:
        reason = Words(f"months run from 1 to 12, not {month}", f"月份为 1 到 12，没有 {month} 月")
        example = f"{year:04}-12-31"
    elif not 1 <= day <= month_days(year, month):
        days = month_days(year, month)
        reason = Words(f"that month has {days} days", f"该月只有 {days} 天")
        example = f"{year:04}-{month:02}-{days:02}"
    else:
        return date(year, month, day)
    params = {"text": excerpt(text), "reason": reason, "example": example}
    return Fault(rule=DATE_IMPOSSIBLE, length=_whole(text), params=params)


def _ambiguous(text: str, plain: str) -> Fault:
    readings = tuple(dict.fromkeys(day.isoformat() for day in _readings(plain)))
    shown: object = readings or Words("no day at all", "没有对应的日期")
    params = {"text": excerpt(text), "readings": shown, "example": readings[0] if readings else "2025-01-05"}
    return Fault(rule=DATE_AMBIGUOUS, length=_whole(text), params=params)


def _readings(plain: str) -> list[date]:
    parts = [int(part) for part in re.findall("[0-9]+", plain)]
    if len(parts) == 3:
        a, b, c = parts
        tried = [(c, b, a), (c, a, b)] if c > 99 else [(2000 + a, b, c), (2000 + c, b, a), (2000 + c, a, b)]
    else:
        tried = _number_readings(parts[0], len(plain))
    found = [day_of(plain, *numbers) for numbers in tried]
    return [day for day in found if isinstance(day, date)]


def _number_readings(number: int, digits: int) -> list[tuple[int, int, int]]:
    if digits == 8:
        return [(number // 10000, number // 100 % 100, number % 100)]
    if digits == 6:
        return [(2000 + number // 10000, number // 100 % 100, number % 100)]
    if digits == 5:
        serial = date(1899, 12, 30) + timedelta(days=number)
        return [(serial.year, serial.month, serial.day)]
    return []


NUMERALS: Final = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2}


def numeral(text: str) -> int | None:
    """A whole number from 0 to 99 in digits or Chinese numerals (`7`, `七`, `十二`, `二十`), or `None`."""
    if text.isascii():
        return int(text) if text.isdigit() and len(text) <= 2 else None
    tens, ten, ones = text.partition("十")
    if not ten:
        return NUMERALS.get(text) if text != "十" else 10
    if len(tens) > 1 or len(ones) > 1 or ones in ("两", "十", "零") or tens in ("零", "两"):
        return None
    high, low = NUMERALS.get(tens) if tens else 1, NUMERALS.get(ones) if ones else 0
    return None if high is None or low is None else high * 10 + low
