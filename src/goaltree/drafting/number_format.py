"""A stored number of a workbook as the text that people see."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

from ..finding import Words

_QUOTED: Final = re.compile(r'"([^"]*)"|\\(.)')
_SECTION: Final = re.compile(r"\[[^\]]*\]|_.|\*.")
_DATE: Final = re.compile(r"[ymdhs年月日]", re.IGNORECASE)
_SCALED: Final = re.compile(r"[0#?],+(?![0#?])")
_PLACES: Final = re.compile(r"[0#?](?:\.([0#?]+))?(?![0#?,.]*[0#?])")
_DIGITS: Final = 15
_TYPED: Final = 10
_BUILT_IN: Final = {
    9: "0%",
    10: "0.00%",
    **dict.fromkeys((*range(14, 23), *range(27, 37), 45, 46, 47), "yyyy-mm-dd"),
}
_LAST_DAY: Final = 2_958_465
_FEBRUARY_29: Final = 60

_NO_NUMBER: Final = Words("its stored value is no number", "存储的值不是数")
_SCALE: Final = Words(
    "its number format shows another magnitude than the stored value has; which one is meant?",
    "它的数字格式显示的量级与存储值不同：不知以哪个为准",
)
_TOO_LONG: Final = Words(
    "a workbook keeps fifteen digits of a number, and this one has more: store it as text",
    "工作簿只保留十五位数字，这个数更长：请以文本存储",
)
_NO_DATE: Final = Words("its stored date does not exist", "存储的日期不存在")


def shown_number(raw: str, code: int, formats: dict[int, str], *, since_1904: bool) -> str | Words:
    """The text of a stored number under a number format, or why it has none.

    A percentage gets its sign, a unit in the format (`0.0"亿"`) stands behind the number, a date becomes
    `2025-06-30`. Digits are those stored; of a computed number, which has more than ten, those that are shown.

    Args:
        raw: The stored number.
        code: Number of the format.
        formats: The workbook's own formats by number.
        since_1904: Whether days are counted from 1904.
    """
    try:
        value = Decimal(raw)
    except InvalidOperation:
        return _NO_NUMBER
    if not value.is_finite() or abs(value.adjusted()) > 99:
        return _NO_NUMBER
    if value == value.to_integral_value() and len(f"{abs(value):f}".rstrip("0")) > _DIGITS:
        return _TOO_LONG
    pattern = formats.get(code, _BUILT_IN.get(code, "")).split(";")[0]
    literals = "".join(a or b for a, b in _QUOTED.findall(pattern)).strip()
    bare = _SECTION.sub("", _QUOTED.sub("", pattern))
    if _DATE.search(bare) and "General" not in bare:
        return _date(value, since_1904=since_1904)
    places = _PLACES.search(bare)
    shown = None if places is None else len(places[1] or "")
    if "%" in bare:
        return f"{_plain(value * 100, shown)}%"
    if literals and any(char.isalpha() for char in literals):
        return _SCALE if _SCALED.search(bare) else f"{_plain(value, shown)}{literals}"
    return _plain(value, shown)


def _plain(value: Decimal, places: int | None) -> str:
    digits = len(value.normalize().as_tuple().digits)
    if digits > _TYPED and places is not None:
        value = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    elif digits > _DIGITS:
        value = round(value, _DIGITS - 1 - value.adjusted())
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _date(value: Decimal, *, since_1904: bool) -> str | Words:
    """The day of a serial number; the 29 February 1900 of old workbooks never was."""
    serial = int(value)
    if not 0 < serial <= _LAST_DAY or (serial == _FEBRUARY_29 and not since_1904):
        return _NO_DATE
    if since_1904:
        return (date(1904, 1, 1) + timedelta(days=min(serial, _LAST_DAY - 1462))).isoformat()
    return (date(1899, 12, 31 if serial < _FEBRUARY_29 else 30) + timedelta(days=serial)).isoformat()
