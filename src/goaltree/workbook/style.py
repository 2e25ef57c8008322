"""Number formats: what they say of the numbers that are shown by them."""

from __future__ import annotations

import re
from typing import Final, Literal

from attrs import frozen

Kind = Literal["number", "percent", "date", "month", "time", "scaled"]

_QUOTED: Final = re.compile(r'"([^"]*)"|[\\!](.)')
_CURRENCY: Final = re.compile(r"\[\$([^\-\]]+)(?:-[^\]]*)?\]")
_BRACKET: Final = re.compile(r"\[[^\]]*\]")
_ELAPSED: Final = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_PADDING: Final = re.compile(r"_.|\*.")
_DAY: Final = re.compile(r"[dD日]")
_TIME: Final = re.compile(r"[hHsS时秒]")
_YEAR: Final = re.compile(r"[yYeE年]")
_DATED: Final = re.compile(r"[ymdhs年月日时秒]", re.IGNORECASE)
_THOUSANDS: Final = re.compile(r"[0#?](,+)(?![0#?,])")
_DRAWN_POINT: Final = re.compile(r'(?:"\."|[\\!]\.)([0#?]+)')
_SCALE_WORD: Final = re.compile(
    r"(?P<word>万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|(?:bn|mn|[KMBT])(?![a-z]))\s*(?P<unit>.*)",
    re.IGNORECASE | re.DOTALL,
)
_CHINESE: Final = ("千", "万", "十万", "百万", "千万", "亿", "十亿", "百亿", "千亿", "万亿")
_POWERS: Final = {
    **{word: power for power, word in enumerate(_CHINESE, 3)},
    "k": 3,
    "m": 6,
    "mn": 6,
    "b": 9,
    "bn": 9,
    "t": 12,
}
"""How many tens a word stands for."""
_FIGURE: Final = re.compile(r"[0#?]|general", re.IGNORECASE)
_MONEY: Final = "¥￥$€£₩"
_BOUNDS: Final = "≤≥<>"
_PLACES: Final = re.compile(r"[0#?](?:\.([0#?]+))?(?![0#?,.]*[0#?])")
_NO_PLACES: Final = re.compile(r"[eE/]")

_BUILT_IN: Final = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}
_DATES: Final = (14, 15, 22, *range(27, 37), *range(50, 59))
_TIMES: Final = (18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56)
_MONTHS: Final = (17,)
_MAYBE_MONTHS: Final = frozenset({27, 36, 50, 52, 57})
"""Formats of East Asia that show year and month in Chinese workbooks, and a whole day in others."""


@frozen(kw_only=True)
class Style:
    """How a stored number is meant.

    Attributes:
        kind: A number, a percentage, a day, a month, a time without a day; `scaled` shows thousands unsaid.
        before: What stands before it: a sign of money, a bound, words.
        after: Words behind it, such as a unit.
        is_maybe_month: Whether the first of a month stands for the month.
        places: Digits behind the point that are shown; `None` where the format does not say.
    """

    kind: Kind = "number"
    before: str = ""
    after: str = ""
    is_maybe_month: bool = False
    places: int | None = None


def style_of(number: int, pattern: str = "") -> Style:
    """The meaning of a number format: of a workbook's own by its pattern, of Excel's by its number."""
    pattern = pattern or _BUILT_IN.get(number, "")
    if not pattern:
        if number in _MONTHS:
            return Style(kind="month")
        if number in _TIMES:
            return Style(kind="time")
        is_date = number in _DATES
        return Style(kind="date" if is_date else "number", is_maybe_month=number in _MAYBE_MONTHS)
    first = pattern.split(";", maxsplit=1)[0]
    bare = _PADDING.sub("", _BRACKET.sub("", _QUOTED.sub("", first)))
    if _ELAPSED.search(first):
        return Style(kind="time")
    if "general" not in bare.lower() and _DATED.search(bare):
        return _dated(bare)
    shown = _PLACES.search(bare)
    places = None if shown is None or _NO_PLACES.search(bare) else len(shown[1] or "")
    power = sum(3 * len(commas) for commas in _THOUSANDS.findall(bare))
    power += sum(map(len, _DRAWN_POINT.findall(first)))
    if "%" in bare:
        return Style(kind="scaled") if power else Style(kind="percent", places=places)
    front, back = _literals(first)
    money = "".join(_CURRENCY.findall(first)) or "".join(
        sign for sign in bare + front + back if sign in _MONEY
    )
    before, after = money + _words(front), _words(back)
    if not power:
        return Style(before=before, after=after, places=places)
    # `0\.00,,"亿元"` shows the stored number itself, in 元; `#,##0,` a thousandth of it without a word, and
    # `#,##0,"万"` another number than is stored.
    scale = _SCALE_WORD.match(after)
    if scale is None or _POWERS[scale["word"].lower()] != power:
        return Style(kind="scaled")
    return Style(before=before, after=scale["unit"])


def _literals(pattern: str) -> tuple[str, str]:
    """The texts before the first digit of a format, and those behind it."""
    hidden = _QUOTED.sub(lambda match: "_" * len(match[0]), pattern)
    figure = _FIGURE.search(_BRACKET.sub(lambda match: "_" * len(match[0]), hidden))
    at = figure.start() if figure is not None else 0
    front, back = ("".join(a or b for a, b in _QUOTED.findall(part)) for part in (pattern[:at], pattern[at:]))
    return front, back


def _words(literal: str) -> str:
    """What a text says beside signs of money and blanks; nothing where it is a mere ornament."""
    text = literal.strip(_MONEY + " .")
    return text if any(char.isalpha() or char in _BOUNDS for char in text) else ""


def _dated(bare: str) -> Style:
    if not _YEAR.search(bare) and not _DAY.search(bare):
        return Style(kind="time" if _TIME.search(bare) else "month")
    if _YEAR.search(bare) and not _DAY.search(bare) and not _TIME.search(bare):
        return Style(kind="month")
    return Style(kind="date")
