"""Names of time zones."""

from __future__ import annotations

import re
from typing import Final

from ..finding import Fault, excerpt
from .date import MAX_TEXT, fold
from .time_faults import ZONE_DATABASE_MISSING, ZONE_UNKNOWN

_SHAPE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_+\-]{0,30}(?:/[A-Za-z0-9_+\-]{1,30}){0,2}")
_MEANT: Final = {
    "asia/beijing": "Asia/Shanghai",
    "beijing": "Asia/Shanghai",
    "china": "Asia/Shanghai",
    "cst": "Asia/Shanghai",
    "gmt+8": "Asia/Shanghai",
    "utc+8": "Asia/Shanghai",
    "utc+08:00": "Asia/Shanghai",
    "北京": "Asia/Shanghai",
    "北京时间": "Asia/Shanghai",
    "上海": "Asia/Shanghai",
    "中国": "Asia/Shanghai",
    "香港": "Asia/Hong_Kong",
    "台北": "Asia/Taipei",
    "东京": "Asia/Tokyo",
    "新加坡": "Asia/Singapore",
    "伦敦": "Europe/London",
    "纽约": "America/New_York",
}
_MACHINE: Final = frozenset({"localtime", "posixrules", "factory"})


def parse_zone(text: str) -> str | Fault:
    """The tz database's name of a zone, or why there is none (`Asia/Beijing`: Asia/Shanghai)."""
    import zoneinfo

    name = fold(text).text.strip() if len(text) <= MAX_TEXT else ""
    if _SHAPE.fullmatch(name) and name.casefold() not in _MACHINE:
        try:
            return zoneinfo.ZoneInfo(name).key
        except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
            pass
    known = zoneinfo.available_timezones()
    if not known:
        return Fault(rule=ZONE_DATABASE_MISSING, length=max(1, len(text)), params={"text": excerpt(text)})
    params = {"text": excerpt(text), "suggestions": _nearest(name, known)}
    return Fault(rule=ZONE_UNKNOWN, length=max(1, len(text)), params=params)


def _nearest(name: str, known: set[str]) -> tuple[str, ...]:
    """At most three zones that may be meant, the likeliest first; never none."""
    import difflib

    wanted = name.casefold()
    meant = _MEANT.get(wanted)
    folded = {zone.casefold(): zone for zone in sorted(known)}
    exact = folded.get(wanted.replace(" ", "_"))
    city = sorted(zone for low, zone in folded.items() if low.rpartition("/")[2] == wanted.replace(" ", "_"))
    close = [folded[low] for low in difflib.get_close_matches(wanted[:60], folded, n=3, cutoff=0.75)]
    found = [meant] if meant else list(dict.fromkeys(filter(None, [exact, *city, *close])))
    return tuple(found[:3]) or ("Asia/Shanghai", "UTC")
