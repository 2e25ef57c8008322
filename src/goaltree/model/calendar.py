"""The calendar of a plan: what days a period has, and which period a day belongs to.

Days are counted as proleptic Gregorian ordinals inside, so that fiscal years that start in year 0 or end in
year 10000 can still be reasoned about; no period with such a day is ever given out.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final, Literal

from attrs import evolve, field, frozen

from ..errors import UsageError
from ..finding import Fault, Words, excerpt
from .date import MAX_TEXT, Folded, day_of, fold, month_days, parse_date
from .ordinal import WEEKDAYS, Weekday, iso_week_one, month_edges, month_start
from .period import Period, PeriodKind, Written, read_written, span
from .time_faults import (
    FISCAL_YEAR_UNDECLARED,
    PERIOD_IMPOSSIBLE,
    PERIOD_REVERSED,
    PERIOD_UNREADABLE,
    PERIOD_WITHOUT_YEAR,
    TIME_AMBIGUOUS,
)

Pattern = Literal["4-4-5", "4-5-4", "5-4-4"]
PATTERNS: Final[tuple[Pattern, ...]] = ("4-4-5", "4-5-4", "5-4-4")
GridKind = Literal["year", "half", "quarter", "month", "week", "day"]
GRID: Final[tuple[GridKind, ...]] = ("year", "half", "quarter", "month", "week", "day")
_MONTHS_IN: Final[dict[str, int]] = {"year": 12, "half": 6, "quarter": 3, "month": 1}
_LAST_DAY: Final = date.max.toordinal()
_DATE_LIKE: Final = re.compile(
    r"\s*(?:[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}|[0-9]{5,8}"
    r"|[0-9]{2,4}\s?年\s?[0-9]{1,2}\s?月\s?[0-9]{1,2}\s?[日号])\s*"
)


@frozen(kw_only=True)
class Calendar:
    """How a plan cuts time.

    Without `start_month` years are calendar years, and `FY2025` is a fault. With it `2025`, `2025H1` and
    `2025Q3` belong to the fiscal year 2025 and print as `FY2025`...; `2025-06` and `2025-06-30` stay what
    they are. With a `pattern` the year has 52 or 53 whole weeks, and months and weeks (`FY2025M05`,
    `FY2025W07`) of its own; otherwise weeks are ISO weeks (`2025-W07`).

    Attributes:
        start_month: Month (1 to 12) in which the fiscal year starts; `None` where none is declared.
        named_by: Whether a fiscal year bears the number of the year in which it ends, or starts.
        pattern: Weeks of the three months of each quarter; a 53rd week goes to the last month of the year.
        ends: With a pattern: the year ends on the last such weekday of the month before `start_month`, or on
            the one nearest to that month's end.
        weekday: The last day of a patterned week.
        phases: Named phases in order, none overlapping.
        holidays: Code of the country (`CN`) whose holidays are no working days; `None` where undeclared.
        zone: Name of the time zone in which a day ends, as `parse_zone` checks it; `None` where undeclared.
    """

    start_month: int | None = field(default=None)
    named_by: Literal["start", "end"] = field(default="end")
    pattern: Pattern | None = field(default=None)
    ends: Literal["last", "nearest"] = field(default="last")
    weekday: Weekday = field(default="saturday")
    phases: tuple[Period, ...] = field(default=())
    holidays: str | None = None
    zone: str | None = None

    def __attrs_post_init__(self) -> None:
        fits = (
            (self.start_month is None or 1 <= self.start_month <= 12)
            and self.named_by in ("start", "end")
            and (self.pattern is None or self.pattern in PATTERNS)
            and self.ends in ("last", "nearest")
            and self.weekday in WEEKDAYS
        )
        if not fits:
            raise UsageError(f"no calendar is like this: {self!r}")
        for before, after in zip(self.phases, self.phases[1:], strict=False):
            if after.first <= before.last:
                raise UsageError(f"phases overlap: {before.label} and {after.label}")

    @property
    def is_fiscal(self) -> bool:
        """Whether a fiscal year is declared."""
        return self.start_month is not None or self.pattern is not None

    # ---- from a day, or from a number, to a period -------------------------------------------------

    def year(self, number: int) -> Period | Fault:
        """The year of that number: the fiscal one where a fiscal year is declared."""
        return self._resolve(
            Written(kind="year", year=number, text=str(number), length=len(str(number))), None
        )

    def year_of(self, day: date) -> int:
        """The number of the (fiscal) year that a day belongs to; 0 and 10000 occur at the ends of time."""
        return self._locate(day.toordinal(), "year")[0]

    def of(self, day: date, kind: PeriodKind) -> Period | None:
        """The period of a kind that has the day; `None` where no phase has it.

        At the ends of time (0001 and 9999) a period cut short is the span of the days there are.

        Raises:
            UsageError: There is no such kind, or it is `span`: a day belongs to no particular one.
        """
        if kind == "phase":
            return next((phase for phase in self.phases if phase.contains(day)), None)
        if kind not in GRID:
            raise UsageError(f"time is cut by {', '.join(GRID)} or phase, not by {kind!r}")
        return self._period(kind, *self._locate(day.toordinal(), kind))

    def split(self, period: Period, kind: PeriodKind) -> tuple[Period, ...]:
        """The period's days in periods of a kind: no gap, no overlap, in order.

        A part that reaches beyond the period (the ISO week around New Year) is cut, and is then a span;
        so are the days in no phase. One part per day at most: split long periods into days with care.
        """
        parts: list[Period] = []
        at, last = period.first.toordinal(), period.last.toordinal()
        while at <= last:
            part = self.of(date.fromordinal(at), kind) or self._gap(date.fromordinal(at))
            stop = min(part.last.toordinal(), last)
            whole = part.first.toordinal() == at and part.last.toordinal() == stop
            parts.append(part if whole else span(date.fromordinal(at), date.fromordinal(stop)))
            at = stop + 1
        return tuple(parts)

    def _gap(self, day: date) -> Period:
        following = next((phase for phase in self.phases if phase.first > day), None)
        return span(day, date.fromordinal(following.first.toordinal() - 1) if following else date.max)

    def next(self, period: Period) -> Period | None:
        """The period of the same kind that follows (a span: as many days); `None` where none is left."""
        first = period.last.toordinal() + 1
        return self._beside(period, first, min(first + period.days - 1, _LAST_DAY))

    def previous(self, period: Period) -> Period | None:
        """The period of the same kind that comes before (a span: as many days); `None` where none is left."""
        last = period.first.toordinal() - 1
        return self._beside(period, max(last - period.days + 1, 1), last)

    def _beside(self, period: Period, first: int, last: int) -> Period | None:
        if period.kind == "phase":
            found = self.phases.index(period) + (1 if first > period.last.toordinal() else -1)
            return self.phases[found] if 0 <= found < len(self.phases) else None
        if first > _LAST_DAY or last < 1:
            return None
        if period.kind == "span":
            return span(date.fromordinal(first), date.fromordinal(last))
        return self.of(date.fromordinal(first if first > period.last.toordinal() else last), period.kind)

    # ---- reading -----------------------------------------------------------------------------------

    def parse(self, text: str, year: int | None = None) -> Period | Fault:
        """The period that a text names, or why it names none.

        `Q3`, `H1`, `上半年`, `三季度`, `6月`, `全年` are read within `year`, the plan's (fiscal) year.
        Two ends make a span, both included: `Q1-Q3`, `3月至9月`, `2025-03..2025-09`. Phases go by their name.
        """
        if len(text) > MAX_TEXT:
            return self._unreadable(text)
        folded = fold(text)
        phase = self._phase(folded.text)
        if phase is not None:
            return phase
        if _DATE_LIKE.fullmatch(folded.text):
            day = parse_date(text)
            return day if isinstance(day, Fault) else self._day(day)
        ends = read_written(folded)
        if not ends:
            return self._parse_dates(text, folded)
        found = self._resolve(ends[0], year)
        if len(ends) == 1 or isinstance(found, Fault):
            return found
        return self._span(text, found, self._resolve(*_same_year(ends[0], ends[1], year)))

    def _phase(self, plain: str) -> Period | None:
        name = plain.strip().casefold()
        names = {name, name.removesuffix("阶段").strip(), name.removesuffix(" phase").strip()}
        return next(
            (phase for phase in self.phases if fold(phase.label).text.strip().casefold() in names), None
        )

    def _parse_dates(self, text: str, folded: Folded) -> Period | Fault:
        """A span of two dates, which have dashes of their own."""
        for mark in re.finditer(r"\s{0,3}(?:\.\.|~|至|到|→|\bto\b|\s-\s)\s{0,3}", folded.text):
            left, right = folded.text[: mark.start()], folded.text[mark.end() :]
            if _DATE_LIKE.fullmatch(left) and _DATE_LIKE.fullmatch(right):
                one, two = parse_date(left), parse_date(right)
                if isinstance(one, Fault):
                    return _moved(one, folded, 0, mark.start())
                if isinstance(two, Fault):
                    return _moved(two, folded, mark.end(), len(folded.text))
                return self._span(text, self._day(one), self._day(two))
        return self._unreadable(text)

    def _span(self, text: str, one: Period, two: Period | Fault) -> Period | Fault:
        if isinstance(two, Fault):
            return two
        if two.last < one.first:
            params = {"text": excerpt(text), "earlier": str(two), "later": str(one)}
            return Fault(rule=PERIOD_REVERSED, length=max(1, len(text)), params=params)
        return span(one.first, two.last)

    def _unreadable(self, text: str) -> Fault:
        names = "、".join(excerpt(phase.label) for phase in self.phases)
        known = Words(f" Phases: {names}.", f"阶段有：{names}。") if names else Words("", "")
        params = {"text": excerpt(text), "known": known}
        return Fault(rule=PERIOD_UNREADABLE, length=max(1, len(text)), params=params)

    def _resolve(self, written: Written, year: int | None) -> Period | Fault:
        """The days of what was written, within a year where it names none."""
        fault = self._undecided(written, year)
        if fault is not None:
            return fault
        number = written.year if written.year is not None else year or 0
        if not 1 <= number <= 9999:
            return _impossible(
                written, "0001", "9999", Words("years run from 0001 to 9999", "年份为 0001 到 9999")
            )
        if written.kind in ("month", "day"):
            return self._month_or_day(written, number)
        kind: GridKind = "month" if written.kind == "fiscal_month" else written.kind
        most = {"year": 0, "half": 2, "quarter": 4, "month": 12}.get(kind) or self._weeks(number)
        if kind != "year" and not 1 <= written.number <= most:
            en, zh = _COUNTED[kind]
            reason = Words(f"{number:04} has {most} {en}", f"{number:04} 年只有 {most} 个{zh}")
            return _impossible(written, self._label(kind, number, 1), self._label(kind, number, most), reason)
        return self._in_time(written, kind, *self._numbered(kind, number, written.number))

    def _undecided(self, written: Written, year: int | None) -> Fault | None:
        if written.fiscal and not self.is_fiscal:
            params: dict[str, object] = {"text": excerpt(written.text), "example": f"{written.year:04}"}
            return _at(written, Fault(rule=FISCAL_YEAR_UNDECLARED, params=params))
        if written.year is None and year is None:
            params = {"text": excerpt(written.text), "example": _with_year(written)}
            return _at(written, Fault(rule=PERIOD_WITHOUT_YEAR, params=params))
        within = written.year is None or written.fiscal
        if within and self.pattern is not None and written.kind == "month":
            number = written.year or year or 1
            nth = (written.number - (self.start_month or 1)) % 12 + 1
            readings = Words("the calendar month or the fiscal month", "自然月，或财务月")
            examples = Words(
                f"`{number:04}-{written.number:02}` or `FY{number:04}M{nth:02}`",
                f"“{number:04}-{written.number:02}”或“FY{number:04}M{nth:02}”",
            )
        elif within and written.kind == "week" and self.pattern is None and self.start_month not in (None, 1):
            readings = Words("a week of either calendar year", "两个自然年中的某一周")
            examples = Words("the ISO year too: `2025-W07`", "明年份，例如“2025-W07”")
        else:
            return None
        params = {"text": excerpt(written.text), "readings": readings, "examples": examples}
        return _at(written, Fault(rule=TIME_AMBIGUOUS, params=params))

    def _month_or_day(self, written: Written, number: int) -> Period | Fault:
        month = written.number
        if not 1 <= month <= 12:
            reason = Words(f"months run from 1 to 12, not {month}", f"月份为 1 到 12，没有 {month} 月")
            return _impossible(written, f"{number:04}-01", f"{number:04}-12", reason)
        gregorian = number
        if written.year is None or written.fiscal:
            gregorian = self._starts_in(number) + (1 if month < (self.start_month or 1) else 0)
        if not 1 <= gregorian <= 9999:
            return _impossible(written, "0001", "9999", _OUTSIDE)
        if written.kind == "day":
            day = day_of(written.text, gregorian, month, written.day)
            return _at(written, day) if isinstance(day, Fault) else self._day(day)
        if self.pattern is not None:
            return span(date(gregorian, month, 1), date(gregorian, month, month_days(gregorian, month)))
        return self._period("month", gregorian, month)

    def _in_time(self, written: Written, kind: GridKind, year: int, number: int) -> Period | Fault:
        first, last = self._bounds(kind, year, number)
        if first < 1 or last > _LAST_DAY:
            return _impossible(written, "0002", "9998", _OUTSIDE)
        return self._period(kind, year, number)

    def _day(self, day: date) -> Period:
        return Period(kind="day", first=day, last=day, label=day.isoformat())

    # ---- the grid: kind, year and number <-> ordinals ----------------------------------------------

    def _period(self, kind: GridKind, year: int, number: int) -> Period:
        first, last = self._bounds(kind, year, number)
        if first < 1 or last > _LAST_DAY or (kind != "day" and not 1 <= year <= 9999):
            return span(date.fromordinal(max(first, 1)), date.fromordinal(min(last, _LAST_DAY)))
        label = date.fromordinal(first).isoformat() if kind == "day" else self._label(kind, year, number)
        return Period(kind=kind, first=date.fromordinal(first), last=date.fromordinal(last), label=label)

    def _label(self, kind: GridKind, year: int, number: int) -> str:
        if kind == "month" and self.pattern is None:
            return f"{year:04}-{number:02}"
        if kind == "week" and self.pattern is None:
            return f"{year:04}-W{number:02}"
        fiscal = "FY" if self.is_fiscal else ""
        part = {
            "half": f"H{number}",
            "quarter": f"Q{number}",
            "month": f"M{number:02}",
            "week": f"W{number:02}",
        }
        return f"{fiscal}{year:04}{part.get(kind, '')}"

    def _numbered(self, kind: GridKind, year: int, number: int) -> tuple[int, int]:
        """The grid's own numbers: without a pattern the n-th month of a year is a calendar month."""
        if kind != "month" or self.pattern is not None:
            return year, number
        months = self._starts_in(year) * 12 + (self.start_month or 1) - 1 + number - 1
        return months // 12, months % 12 + 1

    def _starts_in(self, year: int) -> int:
        """The calendar year in which the fiscal year of that number nominally starts."""
        return year - 1 if self.named_by == "end" and (self.start_month or 1) != 1 else year

    def _bounds(self, kind: GridKind, year: int, number: int) -> tuple[int, int]:
        if kind == "day":
            return number, number
        if self.pattern is not None:
            return self._week_bounds(kind, year, number)
        if kind == "week":
            monday = iso_week_one(year) + 7 * (number - 1)
            return monday, monday + 6
        size = _MONTHS_IN[kind]
        if kind == "month":
            return month_start(year * 12 + number - 1), month_start(year * 12 + number) - 1
        first = self._starts_in(year) * 12 + (self.start_month or 1) - 1 + size * (max(number, 1) - 1)
        return month_start(first), month_start(first + size) - 1

    def _week_bounds(self, kind: GridKind, year: int, number: int) -> tuple[int, int]:
        first, last = self._nominal_end(year - 1) + 1, self._nominal_end(year)
        if kind == "year":
            return first, last
        if kind == "week":
            return first + 7 * (number - 1), first + 7 * number - 1
        size = _MONTHS_IN[kind]
        edges = month_edges(self.pattern or "4-4-5", (last - first + 1) // 7)
        return first + 7 * edges[size * (number - 1)], first + 7 * edges[size * number] - 1

    def _nominal_end(self, year: int) -> int:
        """Last day of a patterned year."""
        end = month_start(self._starts_in(year) * 12 + (self.start_month or 1) - 1 + 12) - 1
        back = ((end - 1) % 7 - WEEKDAYS.index(self.weekday)) % 7
        return end - back + (7 if self.ends == "nearest" and back > 3 else 0)

    def _weeks(self, year: int) -> int:
        if self.pattern is not None:
            return (self._nominal_end(year) - self._nominal_end(year - 1)) // 7
        return (iso_week_one(year + 1) - iso_week_one(year)) // 7

    def _locate(self, day: int, kind: GridKind) -> tuple[int, int]:
        if kind == "day":
            return 0, day
        at = date.fromordinal(day)
        if self.pattern is not None:
            return self._locate_week(day, kind, at)
        if kind == "month":
            return at.year, at.month
        if kind == "week":
            thursday = day - (day - 1) % 7 + 3
            year = at.year if thursday < 1 or thursday > _LAST_DAY else date.fromordinal(thursday).year
            return year, (day - iso_week_one(year)) // 7 + 1
        into = (at.month - (self.start_month or 1)) % 12
        starts = at.year if at.month >= (self.start_month or 1) else at.year - 1
        year = starts + (starts - self._starts_in(starts))
        return year, 0 if kind == "year" else into // _MONTHS_IN[kind] + 1

    def _locate_week(self, day: int, kind: GridKind, at: date) -> tuple[int, int]:
        year = at.year - 1
        while self._nominal_end(year) < day:
            year += 1
        if kind == "year":
            return year, 0
        first = self._nominal_end(year - 1) + 1
        week = (day - first) // 7
        if kind == "week":
            return year, week + 1
        edges = month_edges(self.pattern or "4-4-5", self._weeks(year))
        month = next(n for n in range(1, 13) if week < edges[n])
        return year, (month - 1) // _MONTHS_IN[kind] + 1


_COUNTED: Final = {
    "half": ("halves", "半年"),
    "quarter": ("quarters", "季度"),
    "month": ("months", "月"),
    "week": ("weeks", "周"),
}
_OUTSIDE: Final = Words("it reaches beyond 0001-01-01 or 9999-12-31", "超出 0001-01-01 到 9999-12-31")


def _same_year(left: Written, right: Written, year: int | None) -> tuple[Written, int | None]:
    """The right end of a span, and the year to read it in: the left end's where it names none itself."""
    if right.year is not None or left.year is None:
        return right, year
    if left.kind in ("month", "day") and right.kind in ("month", "day") and not left.fiscal:
        return evolve(right, year=left.year), year
    return right, left.year


def _with_year(written: Written) -> str:
    part = {
        "year": "",
        "half": f"H{written.number}",
        "quarter": f"Q{written.number}",
        "month": f"-{written.number:02}",
        "fiscal_month": f"M{written.number:02}",
        "week": f"-W{written.number:02}",
        "day": f"-{written.number:02}-{written.day:02}",
    }
    return f"2025{part[written.kind]}"


def _at(written: Written, fault: Fault) -> Fault:
    return evolve(fault, column=written.column, length=written.length)


def _moved(fault: Fault, folded: Folded, start: int, stop: int) -> Fault:
    return evolve(fault, column=folded.column(start), length=folded.width(start, stop))


def _impossible(written: Written, least: str, most: str, reason: Words) -> Fault:
    params = {"text": excerpt(written.text), "reason": reason, "least": least, "most": most}
    return _at(written, Fault(rule=PERIOD_IMPOSSIBLE, params=params))
