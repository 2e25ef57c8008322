"""One cell as a period, or as the instant since when something is known."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, tzinfo
from typing import Any, Final

from ..finding import Fault, Words
from ..model.calendar import GRID, Calendar
from ..model.date import parse_date
from ..model.period import Period, span
from .moment_faults import INSTANT_UNREADABLE, PERIOD_UNUSABLE
from .reason import reason_of

_NO_DAY: Final = Words("it is no single day.", "不是某一天。")
_NO_TIME: Final = Words("a value of this type says no time.", "这种类型的值不表示时间。")
_OUTSIDE: Final = Words("it is outside the years 0001 to 9999.", "超出 0001 到 9999 年。")
_GAP: Final = Words("clocks skip this hour.", "时钟调整，没有这一时刻。")


def zone_of(plan_zone: str) -> tzinfo:
    """The zone of a plan; UTC where it declares none."""
    from zoneinfo import ZoneInfo

    return ZoneInfo(plan_zone) if plan_zone else UTC


def period_of(
    cell: object, calendar: Calendar, year: int | None, zone: tzinfo, *, day: bool
) -> Period | Fault:
    """The period that a cell names.

    Args:
        cell: A text, a day, an instant (with a zone it is moved to the plan's), a number such as 2025, a
            pandas Period, or a period of ours.
        calendar: The plan's calendar.
        year: In which `Q3` is read.
        zone: The plan's time zone.
        day: Whether only a single day will do (the column `date`).
    """
    try:
        found = _period(cell, calendar, year, zone)
    except OverflowError:
        return _unusable(_OUTSIDE)
    if day and isinstance(found, Period) and found.first != found.last:
        return _unusable(_NO_DAY)
    return found


def _period(cell: object, calendar: Calendar, year: int | None, zone: tzinfo) -> Period | Fault:
    if isinstance(cell, Period):
        return cell
    if isinstance(cell, datetime):
        return _day(_local(cell, zone).date())
    if isinstance(cell, date):
        return _day(cell)
    if hasattr(cell, "start_time") and hasattr(cell, "end_time"):
        return matched(cell.start_time.date(), cell.end_time.date(), calendar)
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, int) and not isinstance(cell, bool):
        cell = str(cell)
    if not isinstance(cell, str):
        return _unusable(_NO_TIME)
    stamp = stamp_of(cell)
    if stamp is not None:
        return _day(_local(stamp, zone).date())
    found = calendar.parse(cell.strip(), year)
    return _unusable(reason_of(found)) if isinstance(found, Fault) else found


def matched(first: date, last: date, calendar: Calendar) -> Period:
    """The period of the calendar that has exactly these days, the longest kind first; else their span."""
    for kind in GRID:
        period = calendar.of(first, kind)
        if period is not None and (period.first, period.last) == (first, last):
            return period
    return span(first, last)


def instant_of_cell(cell: object, zone: tzinfo) -> datetime | Fault:
    """The instant that a cell names; a day is its end, a time without zone is the plan's.

    Of an hour that clocks repeat it is the first; an hour that they skip is none.
    """
    if isinstance(cell, str):
        stamp = stamp_of(cell)
        cell = stamp if stamp is not None else parse_date(cell.strip())
    if isinstance(cell, Fault):
        return Fault(rule=INSTANT_UNREADABLE, params={"reason": reason_of(cell)})
    try:
        if isinstance(cell, datetime):
            return _zoned(_plain(cell), zone)
        if isinstance(cell, date):
            return datetime.combine(cell, time.max, zone).astimezone(UTC)
    except OverflowError:
        return Fault(rule=INSTANT_UNREADABLE, params={"reason": _OUTSIDE})
    return Fault(rule=INSTANT_UNREADABLE, params={"reason": _NO_TIME})


def stamp_of(text: str) -> datetime | None:
    """The date and time of a text in ISO 8601; `None` where it is something else."""
    text = text.strip()
    if ":" not in text or len(text) > 40 or not text.isascii():
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def is_aware(cell: object) -> bool | None:
    """Whether an instant has a zone; `None` for what is no instant."""
    if isinstance(cell, str):
        cell = stamp_of(cell)
    return cell.utcoffset() is not None if isinstance(cell, datetime) else None


def _zoned(stamp: datetime, zone: tzinfo) -> datetime | Fault:
    if stamp.utcoffset() is not None:
        return stamp.astimezone(UTC)
    local = stamp.replace(tzinfo=zone, fold=0)
    if local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != stamp:
        return Fault(rule=INSTANT_UNREADABLE, params={"reason": _GAP})
    return local.astimezone(UTC)


def _plain(stamp: datetime) -> datetime:
    """A pandas Timestamp as Python's own; anything else as it is."""
    convert: Any = getattr(stamp, "to_pydatetime", None)
    plain: datetime = convert(warn=False) if convert is not None else stamp
    return plain


def _local(stamp: datetime, zone: tzinfo) -> datetime:
    plain = _plain(stamp)
    return plain if plain.utcoffset() is None else plain.astimezone(zone)


def _day(day: date) -> Period:
    return Period(kind="day", first=day, last=day, label=day.isoformat())


def _unusable(reason: Words) -> Fault:
    return Fault(rule=PERIOD_UNUSABLE, params={"reason": reason})
