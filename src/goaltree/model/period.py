"""Periods: a first and a last day, both included; how their text is read; what their days share.

What `2025Q3` covers is the calendar's to say (`goaltree.model.calendar`); here is what was written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Final, Literal

from attrs import evolve, field, frozen

from .date import Folded, numeral

PeriodKind = Literal["year", "half", "quarter", "month", "week", "day", "phase", "span"]


@frozen(kw_only=True)
class Period:
    """Some days in a row.

    Attributes:
        kind: What it is a unit of; a `span` is any other run of days.
        first: Its first day.
        last: Its last day, included; never before the first.
        label: Canonical text; the calendar that made the period reads it back as the same period.
    """

    kind: PeriodKind
    first: date
    last: date = field()
    label: str

    @last.validator
    def _not_before_first(self, _attribute: object, last: date) -> None:
        if last < self.first:
            raise ValueError(f"a period ends on or after its first day: {self.first}..{last}")

    def __str__(self) -> str:
        return self.label

    @property
    def days(self) -> int:
        """Number of days, first and last included."""
        return (self.last - self.first).days + 1

    @property
    def dates(self) -> str:
        """First and last day as text, `2025-07-01..2025-09-30`."""
        return f"{self.first.isoformat()}..{self.last.isoformat()}"

    def contains(self, day: date) -> bool:
        """Whether the day is one of the period's."""
        return self.first <= day <= self.last

    def covers(self, other: Period) -> bool:
        """Whether every day of the other is one of the period's."""
        return self.first <= other.first and other.last <= self.last

    def overlap(self, other: Period) -> int:
        """Number of days that both have; 0 where they share none."""
        return max(0, (min(self.last, other.last) - max(self.first, other.first)).days + 1)


def span(first: date, last: date) -> Period:
    """The days from one to the other, both included."""
    return Period(kind="span", first=first, last=last, label=f"{first.isoformat()}..{last.isoformat()}")


def spread_days(items: Sequence[tuple[Period, Fraction]], onto: Sequence[Period]) -> tuple[Fraction, ...]:
    """Amounts of some periods moved onto others by days: the sum of amount * shared days / the amount's days.

    Exact. What lies outside `onto` is left out; where `onto` partitions the items' days the total stays.
    Items that share a day are counted twice: `shared_days` finds them, and they are a fault of the data.
    """
    return tuple(
        sum((amount * had.overlap(to) / had.days for had, amount in items), Fraction(0)) for to in onto
    )


def mean_days(
    items: Sequence[tuple[Period, Fraction]], onto: Sequence[Period]
) -> tuple[Fraction | None, ...]:
    """Levels of some periods seen over others: the mean weighted by shared days, over the covered days only.

    Exact. `None` where no day is covered; `covered_days` says how many are.
    """
    return tuple(_mean(items, to) for to in onto)


def _mean(items: Sequence[tuple[Period, Fraction]], to: Period) -> Fraction | None:
    weighted = [(had.overlap(to), level) for had, level in items]
    days = sum(shared for shared, _ in weighted)
    return sum((shared * level for shared, level in weighted), Fraction(0)) / days if days else None


def covered_days(periods: Sequence[Period], onto: Period) -> int:
    """Number of days of `onto` that lie in at least one of the periods."""
    count, reached = 0, onto.first.toordinal() - 1
    for period in sorted(periods, key=lambda p: p.first):
        first = max(period.first.toordinal(), reached + 1)
        last = min(period.last.toordinal(), onto.last.toordinal())
        count += max(0, last - first + 1)
        reached = max(reached, last)
    return count


def shared_days(periods: Sequence[Period]) -> tuple[tuple[int, int], ...]:
    """Pairs of positions of periods that share a day: each with the one reaching furthest before."""
    order = sorted(range(len(periods)), key=lambda i: (periods[i].first, periods[i].last))
    pairs: list[tuple[int, int]] = []
    furthest: int | None = None
    for index in order:
        if furthest is not None and periods[furthest].last >= periods[index].first:
            pairs.append((min(furthest, index), max(furthest, index)))
        if furthest is None or periods[index].last > periods[furthest].last:
            furthest = index
    return tuple(pairs)


WrittenKind = Literal["year", "half", "quarter", "month", "fiscal_month", "week", "day"]


@frozen(kw_only=True)
class Written:
    """One period as its text says it, before a calendar gives it days.

    Attributes:
        kind: `month` is a calendar month, `fiscal_month` the n-th month of the year (`M05`).
        year: As written, or `None` where the text has none (`Q3`).
        number: Which one of its year; for a day the month. 0 for a year.
        day: Day of the month, for a day only.
        fiscal: Whether the text says that the year is a fiscal one.
        column: Where the text starts in what was parsed.
        length: How long it is.
        text: The text itself.
    """

    kind: WrittenKind
    year: int | None
    number: int = 0
    day: int = 0
    fiscal: bool = False
    column: int = 0
    length: int = 1
    text: str = ""


MONTH_NAMES: Final = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTHS: Final = (
    {name: n for n, name in enumerate(MONTH_NAMES, 1)}
    | {name[:3]: n for n, name in enumerate(MONTH_NAMES, 1)}
    | {"sept": 9}
)
_YEAR: Final = re.compile(
    r"(?:(?P<fy>fy)\s{0,3}(?P<fiscal>[0-9]{4}|[0-9]{2})|(?P<year>[0-9]{4})"
    r"|(?P<short>[0-9]{2})(?=\s{0,3}财))(?![0-9])"
    r"\s{0,3}(?P<mark>财务年度|财年度?|年度?)?\s{0,3}"
)
_YEAR_LAST: Final = re.compile(r"[\s,]{1,3}(?:(?P<fy>fy)\s{0,3})?(?P<year>[0-9]{4})$")
_WHOLE_YEAR: Final = frozenset({"全年", "全年度", "整年", "full year", "whole year", "all year"})
_HALVES: Final = {"上半年": 1, "下半年": 2, "上半": 1, "下半": 2}
_N: Final = r"([0-9]{1,2}|[一二三四五六七八九十]{1,2})"
_UNITS: Final[tuple[tuple[WrittenKind, re.Pattern[str]], ...]] = (
    ("half", re.compile(r"h\s?([0-9]{1,2})")),
    ("quarter", re.compile(r"q\s?([0-9]{1,2})(?:季度|季)?")),
    ("quarter", re.compile(rf"第?\s?{_N}\s?季度?")),
    ("month", re.compile(rf"{_N}\s{{0,3}}月份?")),
    ("fiscal_month", re.compile(r"[mp]\s?([0-9]{1,2})")),
    ("week", re.compile(r"w\s?([0-9]{1,2})")),
    ("week", re.compile(rf"第\s?{_N}\s?周")),
)
_MONTH_DAY: Final = re.compile(r"([0-9]{1,2})\s{0,3}月\s{0,3}([0-9]{1,2})\s{0,3}[日号]")
_MONTH_AFTER_YEAR: Final = re.compile(r"[-/.]([0-9]{1,2})")
_RANGE_MARK: Final = re.compile(r"\s{0,3}(?:\.\.|~|至|到|→|\bto\b|(?<=[a-z])-(?=[0-9])|-)\s{0,3}")
_BARE: Final = re.compile(_N)


def read_written(folded: Folded) -> tuple[Written, ...]:
    """What a period's text says: nothing readable (empty), one period, or the two ends of a span."""
    start, stop = _trimmed(folded.text, 0, len(folded.text))
    one = _read_one(folded, start, stop)
    if one is not None:
        return (one,)
    found: tuple[Written, ...] = ()
    for mark in _RANGE_MARK.finditer(folded.text, start, stop):
        pair = _read_ends(folded, (start, mark.start()), (mark.end(), stop))
        if pair and found:
            return ()
        found = pair or found
    return found


def _trimmed(text: str, start: int, stop: int) -> tuple[int, int]:
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    return start, stop


def _read_ends(folded: Folded, left: tuple[int, int], right: tuple[int, int]) -> tuple[Written, ...]:
    one, two = _read_one(folded, *left), _read_one(folded, *right)
    if one is None and two is not None and two.year is None:
        one = _bare_like(folded, left, two)
    if two is None and one is not None:
        two = _bare_like(folded, right, one)
    return (one, two) if one is not None and two is not None else ()


def _bare_like(folded: Folded, where: tuple[int, int], model: Written) -> Written | None:
    """A bare number that takes its unit from the other end of the span: `3-9月`, `Q1-3`."""
    match = _BARE.fullmatch(folded.text[where[0] : where[1]])
    if not match or model.kind in ("year", "day") or (number := numeral(match[1])) is None:
        return None
    return _placed(evolve(model, year=None, fiscal=False, number=number), folded, *where)


def _placed(written: Written, folded: Folded, start: int, stop: int) -> Written:
    length = folded.width(start, stop)
    return evolve(written, column=folded.column(start), length=length, text=folded.text[start:stop])


def _read_one(folded: Folded, start: int, stop: int) -> Written | None:
    plain = folded.text[start:stop].casefold()
    if not plain or len(plain) > 40:
        return None
    year, fiscal, rest = _split_year(plain)
    found = _read_unit(rest, has_year=year is not None)
    if found is None or (fiscal and _MONTH_AFTER_YEAR.fullmatch(rest)):
        return None
    kind, number, day = found
    written = Written(kind=kind, year=year, number=number, day=day, fiscal=fiscal)
    return _placed(written, folded, start, stop)


def _split_year(plain: str) -> tuple[int | None, bool, str]:
    match = _YEAR.match(plain)
    if match:
        digits = match["fiscal"] or match["year"] or match["short"]
        year = int(digits) + (2000 if len(digits) == 2 else 0)
        return year, bool(match["fy"] or "财" in (match["mark"] or "")), plain[match.end() :]
    last = _YEAR_LAST.search(plain)
    if last:
        return int(last["year"]), last["fy"] is not None, plain[: last.start()].rstrip(" ,")
    return None, False, plain


def _read_unit(rest: str, *, has_year: bool) -> tuple[WrittenKind, int, int] | None:
    if (not rest and has_year) or rest in _WHOLE_YEAR:
        return "year", 0, 0
    numbered = _MONTH_AFTER_YEAR.fullmatch(rest)
    if numbered and has_year:
        return "month", int(numbered[1]), 0
    rest = rest.lstrip("-/. ") if has_year else rest
    if rest in _HALVES:
        return "half", _HALVES[rest], 0
    if rest.rstrip(".") in _MONTHS:
        return "month", _MONTHS[rest.rstrip(".")], 0
    if day := _MONTH_DAY.fullmatch(rest):
        return "day", int(day[1]), int(day[2])
    for kind, pattern in _UNITS:
        match = pattern.fullmatch(rest)
        number = numeral(match[1]) if match else None
        if number is not None:
            return kind, number, 0
    return None
