"""How often something happens, and within how long, as planners write it."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from attrs import frozen

from .date import NUMERALS
from .duration import UNITS, Duration, parse_duration


@frozen(kw_only=True)
class Recurrence:
    """How often: `times` in every `every` (每两周 1 次 is 1 in 2 weeks)."""

    times: int
    every: Duration


_EVERY_UNIT: Final = "日|天|周|星期|礼拜|月|季度|季|年|小时"
_RECURS: Final = (
    re.compile(
        rf"每隔?\s?(?P<n>[0-9]{{1,3}}|[两二三四五六七八九十半])?\s?个?\s?(?P<unit>{_EVERY_UNIT})"
        r"(?:度)?(?:\s?[底末初])?(?:\s?(?P<times>[0-9]{1,4}|[一二两三四五六七八九十])\s?[次回场轮期])?"
    ),
    re.compile(
        r"\bevery\s(?:(?P<n>[0-9]{1,3})\s)?(?P<unit>days?|weeks?|months?|quarters?|years?|hours?)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:(?P<times>[0-9]{1,4})\stimes|once|(?P<twice>twice))\s(?:a|an|per|each)\s"
        r"(?P<unit>day|week|month|quarter|year|hour)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"[按逐](?P<unit>日|天|周|月|季度|季|年)|(?P<span>日度|周度|月度|(?<![0-9一二三四第本上下\s])季度)"
    ),
    re.compile(r"\b(?P<word>daily|weekly|monthly|quarterly|yearly|annually|hourly)\b", re.IGNORECASE),
)
_ADVERBS: Final = {
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    "yearly": "year",
    "annually": "year",
    "hourly": "hour",
}
_WITHIN: Final = re.compile(
    r"(?:within\s[0-9]{1,6}\s?[a-z]{1,8})|"
    r"(?:[0-9]{1,6}|[半两一二三四五六七八九十]{1,3})\s?个?\s?"
    r"(?:分钟|小时|天|日|周|星期|月|年|季度)\s?(?:以内|之内|内)",
    re.IGNORECASE,
)


def recurrence_in(plain: str) -> tuple[Recurrence, tuple[int, int]] | None:
    """The first recurrence that a folded text says, and where it says it."""
    for pattern in _RECURS:
        match = pattern.search(plain)
        if match:
            every = _every(match.groupdict())
            times = 2 if match.groupdict().get("twice") else _count(match.groupdict().get("times"))
            if every is not None and times > 0:
                return Recurrence(times=times, every=every), match.span()
    return None


def _every(groups: dict[str, str | None]) -> Duration | None:
    word = groups.get("word")
    unit = (groups.get("unit") or (groups.get("span") or "").removesuffix("度") or "").casefold()
    name = _ADVERBS[word.casefold()] if word else "quarter" if unit.startswith("季") else unit
    if name not in UNITS:
        return None
    n = groups.get("n")
    number = Fraction(1, 2) if n == "半" else Fraction(_count(n))
    return Duration(number, UNITS[name]) if number > 0 else None


def _count(text: str | None) -> int:
    if text is None:
        return 1
    return int(text) if text.isascii() else NUMERALS.get(text, 0)


def within_in(plain: str) -> tuple[Duration, tuple[int, int]] | None:
    """The first bound of time that a folded text says (`24小时内`, `within 2 weeks`), and where."""
    match = _WITHIN.search(plain)
    length = parse_duration(match[0]) if match else None
    return (length, match.span()) if match and isinstance(length, Duration) else None
