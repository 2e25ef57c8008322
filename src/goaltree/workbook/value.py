"""Values of cells: what a stored number means, by the way in which its cell shows it."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

from .fault import NO_DAY, NO_NUMBER, SCALED, TIME_ONLY, TOO_PRECISE, CellFault
from .style import Style

Value = str | bool | int | Decimal | CellFault

_PLAIN: Final = Style()
_TYPED: Final = 10
"""So many digits people type; a number that has more was computed."""
_LAST_DAY: Final = 2_958_465
_FIRST_1904: Final = 1_462
_FEBRUARY_29: Final = 60
_DAY_SECONDS: Final = 86_400
_DIGITS: Final = 15
_EXACT: Final = 2**53
_LONGEST: Final = 15
_HIGHEST: Final = 400


def shown(raw: str, style: Style, *, since_1904: bool, is_rounded: bool = False) -> Value:
    """What a stored number means: a number, or the text `45%`, `3.8亿`, `2025-06-30`, `2025-06`.

    A number is the shortest decimal of the stored binary one, exact where it is a whole number of up to
    2^53.

    Args:
        raw: The stored number.
        style: The meaning of its format.
        since_1904: Whether days are counted from 1904.
        is_rounded: Whether a computed number, which has more than ten digits, shall have only those that are
            shown, and fifteen at most.
    """
    value = _number(raw)
    if isinstance(value, CellFault) or (isinstance(value, int) and style == _PLAIN):
        return value
    if style.kind == "scaled":
        return SCALED
    if style.kind == "percent":
        percent = Decimal(value) * 100
        return f"{_text(_rounded(percent, style.places) if is_rounded else percent)}%"
    if style.kind == "number":
        value = _rounded(Decimal(value), style.places) if is_rounded else value
        return f"{style.before}{_text(Decimal(value))}{style.after}" if style.before or style.after else value
    return _moment(Decimal(value), style, since_1904=since_1904)


def _number(raw: str) -> int | Decimal | CellFault:
    if len(raw) <= _LONGEST and raw.isascii() and raw.isdigit():
        return int(raw)
    try:
        exact = Decimal(raw)
        near = float(raw)
    except (InvalidOperation, ValueError):
        return NO_NUMBER
    if not exact.is_finite() or not math.isfinite(near) or abs(exact.adjusted()) > _HIGHEST:
        return NO_NUMBER
    if exact and not near:
        return NO_NUMBER
    if exact == exact.to_integral_value():
        if abs(exact) > _EXACT and len(str(int(exact)).rstrip("0")) > _DIGITS + 1:
            return TOO_PRECISE
        return int(exact)
    return Decimal(repr(near))


def _rounded(value: Decimal, places: int | None) -> Decimal:
    """A computed number with the digits that are shown; any number with fifteen at most."""
    _, all_digits, exponent = value.normalize().as_tuple()
    assert isinstance(exponent, int), "the value is finite"
    digits, decimals = len(all_digits), -exponent
    if digits > _TYPED and places is not None and places < decimals:
        return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return round(value, _DIGITS - 1 - value.adjusted()) if digits > _DIGITS and decimals > 0 else value


def _text(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _moment(value: Decimal, style: Style, *, since_1904: bool) -> str | CellFault:
    """A serial number as a day, a month or an instant; 29 February 1900 of old workbooks never was."""
    serial = int(value)
    if style.kind == "time":
        return TIME_ONLY
    last = _LAST_DAY - (_FIRST_1904 if since_1904 else 0)
    seconds = round((value - serial) * _DAY_SECONDS)
    if (
        value < 0
        or serial + seconds // _DAY_SECONDS > last
        or (not since_1904 and (serial == _FEBRUARY_29 or serial < 1))
    ):
        return NO_DAY
    if since_1904:
        day = date(1904, 1, 1) + timedelta(days=serial)
    else:
        day = date(1899, 12, 31 if serial < _FEBRUARY_29 else 30) + timedelta(days=serial)
    if seconds:
        return (datetime(day.year, day.month, day.day) + timedelta(seconds=seconds)).isoformat(sep=" ")  # noqa: DTZ001 - a workbook knows no zone
    if style.kind == "month" or (style.is_maybe_month and day.day == 1):
        return f"{day:%Y-%m}"
    return day.isoformat()
