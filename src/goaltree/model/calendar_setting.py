"""A calendar from the settings that a plan writes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from ..finding import Fault, Words, excerpt
from .calendar import PATTERNS, Calendar
from .date import fold, numeral, parse_date
from .duration import Duration, parse_duration
from .ordinal import WEEKDAYS, Weekday
from .period import MONTH_NAMES, Period
from .time_faults import CALENDAR_IMPOSSIBLE, PHASE_IMPOSSIBLE
from .zone import parse_zone

SETTINGS: Final[Mapping[str, str]] = {
    "start_month": "4",
    "named_by": "end",
    "pattern": "4-4-5",
    "ends": "last",
    "weekday": "saturday",
    "holidays": "CN",
    "zone": "Asia/Shanghai",
    "start": "2025-01-01",
}
"""The settings of a calendar, each with an example."""
_SHORT: Final = 3
_COUNTRY: Final = re.compile(r"[a-z]{2}")


def read_calendar(
    settings: Mapping[str, str], phases: Mapping[str, str] | None = None, start: date | None = None
) -> tuple[Calendar, dict[str, Fault]]:
    """A plan's calendar from its texts, and what could not be read, by key path.

    Settings (all optional): `start_month` (`4`, `四月`, `April`), `named_by` (`end`, `start`), `pattern`
    (`4-4-5`, `4-5-4`, `5-4-4`), `ends` (`last`, `nearest`, or with the day: `nearest saturday`), `weekday`
    (`saturday`, `周六`), `holidays` (the code of a country, `CN`), `zone`, and `start`, the first day of the first phase (else the argument `start`:
    the first day of the plan's period). A phase is a length (`6 weeks`) from the end of the one before, or
    two dates. What cannot be read is left out (all phases with an unreadable `start`); its fault stands under
    `start_month`, `phases.设计`...

    Keys that are no setting are ignored: the reader of the file tells of them.
    """
    values: dict[str, Any] = {}
    faults: dict[str, Fault] = {}
    for key in SETTINGS:
        if key in settings:
            found = _setting(key, settings[key])
            if isinstance(found, Fault):
                faults[key] = found
            else:
                values.update(found)
    start = values.pop("start", start)
    calendar = Calendar(**values)
    if "start" in faults:
        return calendar, faults
    read, unread = _phases(calendar, phases or {}, start)
    return Calendar(**values, phases=read), faults | unread


def _setting(key: str, text: str) -> dict[str, Any] | Fault:
    plain = " ".join(fold(text[:100]).text.casefold().split())
    if key == "zone":
        zone = parse_zone(text)
        return zone if isinstance(zone, Fault) else {"zone": zone}
    if key == "start":
        start = parse_date(text)
        return start if isinstance(start, Fault) else {"start": start}
    if key == "ends":
        how, _, day = plain.partition(" ")
        weekday = _weekday(day) if day else None
        known = how in ("last", "nearest") and (not day or weekday is not None)
        read: dict[str, Any] = {"ends": how} | ({} if weekday is None else {"weekday": weekday})
        return read if known else _wrong(key, text, ("last", "nearest", "nearest saturday"))
    if key == "holidays":
        return (
            {"holidays": plain.upper()} if _COUNTRY.fullmatch(plain) else _wrong(key, text, ("CN", "US", "…"))
        )
    if key == "weekday":
        weekday = _weekday(plain)
        return _wrong(key, text, WEEKDAYS) if weekday is None else {"weekday": weekday}
    if key == "start_month":
        month = _month(plain)
        return _wrong(key, text, ("1", "…", "12")) if month is None else {"start_month": month}
    allowed: tuple[str, ...] = PATTERNS if key == "pattern" else ("end", "start")
    return {key: plain} if plain in allowed else _wrong(key, text, allowed)


def _wrong(key: str, text: str, allowed: tuple[str, ...]) -> Fault:
    params = {"text": excerpt(text), "setting": key, "allowed": allowed}
    return Fault(rule=CALENDAR_IMPOSSIBLE, length=max(1, len(text)), params=params)


def _weekday(plain: str) -> Weekday | None:
    for name in WEEKDAYS:
        if plain in (name, name[:_SHORT]):
            return name
    for prefix in ("星期", "礼拜", "周"):
        if plain.startswith(prefix) and len(plain) == len(prefix) + 1:
            index = "一二三四五六日天".find(plain[-1])
            return WEEKDAYS[min(index, 6)] if index >= 0 else None
    return None


def _month(plain: str) -> int | None:
    for number, name in enumerate(MONTH_NAMES, 1):
        if plain in (name, name[:_SHORT]):
            return number
    number_read = numeral(plain.removesuffix("份").removesuffix("月").strip())
    return number_read if number_read is not None and 1 <= number_read <= 12 else None


def _phases(
    calendar: Calendar, texts: Mapping[str, str], start: date | None
) -> tuple[tuple[Period, ...], dict[str, Fault]]:
    """The phases in order, up to the first that cannot be read: what follows it has no first day."""
    read: list[Period] = []
    names: set[str] = set()
    next_day = start
    for name, text in texts.items():
        found = _phase(calendar, name, text, next_day, read, names)
        if isinstance(found, Fault):
            return tuple(read), {f"phases.{name}": found}
        read.append(found)
        names.add(fold(name).text.strip().casefold())
        next_day = found.last + timedelta(days=1) if found.last < date.max else None
    return tuple(read), {}


def _phase(
    calendar: Calendar, name: str, text: str, start: date | None, read: list[Period], names: set[str]
) -> Period | Fault:
    plain = fold(name).text.strip().casefold()
    if not plain or plain in names or isinstance(calendar.parse(name, 2000), Period):
        return _broken(
            name,
            text,
            Words("its name is empty, taken, or a period of its own", "名称为空、重复，或本身就是期间"),
        )
    length = parse_duration(text)
    dates = (
        _from_length(name, text, length, start)
        if isinstance(length, Duration)
        else _from_dates(calendar, text)
    )
    if isinstance(dates, Fault):
        return dates
    if read and dates[0] <= read[-1].last:
        before = read[-1]
        en = f"it starts on {dates[0]}, and the phase before it ends on {before.last}"
        return _broken(name, text, Words(en, f"它从 {dates[0]} 开始，而前一阶段到 {before.last} 才结束"))
    return Period(kind="phase", first=dates[0], last=dates[1], label=name)


def _from_length(name: str, text: str, length: Duration, start: date | None) -> tuple[date, date] | Fault:
    if start is None:
        return _broken(
            name, text, Words("no start date is given for it to be counted from", "没有可供起算的开始日期")
        )
    after = length.after(start)
    if isinstance(after, Fault):
        return after
    if after <= start:
        return _broken(name, text, Words("it has no day", "它没有一天"))
    return start, after - timedelta(days=1)


def _from_dates(calendar: Calendar, text: str) -> tuple[date, date] | Fault:
    period = calendar.parse(text, None)
    return period if isinstance(period, Fault) else (period.first, period.last)


def _broken(name: str, text: str, reason: Words) -> Fault:
    params = {"name": excerpt(name), "reason": reason}
    return Fault(rule=PHASE_IMPOSSIBLE, length=max(1, len(text)), params=params)
