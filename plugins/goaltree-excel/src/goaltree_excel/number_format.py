"""Number formats: a real number shown as goaltree tells it, such as `917.9亿元`."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Final

_SHOWN: Final = re.compile(r"([≤≥]?)([+-]?)([\d,]+)(?:\.(\d+))?(.*)", re.DOTALL)
_WORDS: Final = ("万亿", "亿", "万", "T", "B", "M")
_BY_THOUSANDS: Final = {"T": 4, "B": 3, "M": 2}
_TENS: Final = {"万亿": 12, "亿": 8, "万": 4}
_LONGEST: Final = 200


def number_format(
    text: str, *, bracketed: str = "", is_safe: Callable[[Fraction], bool] = lambda _: False
) -> str:
    """The format by which a number reads like a text that tells it.

    Excel scales by thousands alone: 亿 is millions with a point drawn before the last two digits.

    Args:
        text: How the number is told: `917.9亿元`, `+1.3%`, `≤94 ms`.
        bracketed: Both brackets, where the number stands in brackets.
        is_safe: Whether the number may be rounded to a whole multiple of a step; else no digit that the
            text has is left out.

    Returns:
        The format; `General` where the text tells no number.
    """
    match = _SHOWN.fullmatch(text)
    if match is None:
        return "General"
    bound, sign, whole, decimals, tail = match.groups()
    places = len(decimals or "")
    word = next((one for one in _WORDS if tail.startswith(one)), "")
    if tail == "%":
        digits = _digits("0", places) + "%"
    elif word in _TENS:
        # Only 2 and 5 decimals of 亿 can be drawn, 1 and 4 of 万: the fewer where nothing is crossed.
        fewer = _TENS[word] % 3 if word != "万亿" else 0
        places = fewer if places > fewer and is_safe(Fraction(10) ** (_TENS[word] - fewer)) else places
        digits = _drawn(_TENS[word], places) + _quoted(tail)
    else:
        commas = "," * _BY_THOUSANDS.get(word, 0)
        digits = _digits("#,##0" if "," in whole else "0", places) + commas + _quoted(tail)
    before, after = (_quoted(one) for one in bracketed) if bracketed else ("", "")
    one = f"{_quoted(bound)}{before}{digits}{after}"
    return f"+{one};-{one};{one}" if sign == "+" or _is_signed(text) else one


def _is_signed(text: str) -> bool:
    return text.startswith("-") and text.endswith(("%", "pp", "σ"))


def _digits(whole: str, places: int) -> str:
    return f"{whole}.{'0' * places}" if places else whole


def _drawn(tens: int, places: int) -> str:
    """Digits of a number in units of ten to some power, the point drawn where it falls."""
    commas = tens // 3
    while (drawn := tens - 3 * commas) < places and commas:
        commas -= 1
    return (f"0\\.{'0' * drawn}" if drawn else "0") + "," * commas


def _quoted(text: str) -> str:
    shown = text.replace('"', "").replace("\n", " ")[:_LONGEST]
    return f'"{shown}"' if shown else ""
