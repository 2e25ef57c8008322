"""Numbers of a scorecard as people read them: scale words, percent, percentage points."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from typing import Final

from ..model.dimension import Unit
from ..model.missing import NA

DIGITS: Final = 4
"""Significant digits of a number as shown; whole numbers of up to six digits are shown in full."""
_SCALES: Final = ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"))
_PLAIN_SCALES: Final = ((10**12, "T"), (10**9, "B"), (10**6, "M"), (10**3, "k"))
_ROUND: Final = Context(prec=DIGITS)


def quantity_text(value: Fraction | float | NA, unit: Unit | None, lang: str = "zh") -> str:
    """A number in base units as text in its unit, rounded to four digits: `972亿元`, `45.3%`, `94 ms`.

    Rounding is half to even on the exact number. What is missing shows its reason.
    """
    if isinstance(value, NA):
        return value.reason
    exact = Fraction(value)
    if unit is None:
        return scaled_text(exact, lang)
    if unit.kind in ("percent", "pp"):
        return f"{_digits(exact * 100)}{'%' if unit.kind == 'percent' else 'pp'}"
    plain = unit.unscaled
    number = exact / plain.factor
    if unit.kind == "ratio":
        return f"{_digits(number)}:1"
    text = scaled_text(number, lang)
    symbol = str(plain) if plain.dims else ""
    gap = (
        " "
        if symbol[:1].isascii() and symbol[:1].isalpha() or text[-1:].isalpha() and symbol.isascii()
        else ""
    )
    return f"{text}{gap}{symbol}"


def scaled_text(value: Fraction, lang: str = "zh") -> str:
    """A plain number with a scale word where it is large."""
    scales = _SCALES if lang == "zh" else _PLAIN_SCALES
    for size, word in scales:
        if abs(value) >= size:
            return f"{_digits(value / size)}{word}"
    return _digits(value)


def share_text(value: Fraction | float | NA, *, signed: bool = False, points: bool = False) -> str:
    """A share as percent with one decimal, or in points: `94.7%`, `-1.3pp`."""
    if isinstance(value, NA):
        return value.reason
    number = Decimal(Fraction(value).numerator * 100) / Decimal(Fraction(value).denominator)
    text = f"{number:+.1f}" if signed else f"{number:.1f}"
    if text in ("-0.0", "+0.0"):
        text = "0.0"
    return f"{text}{'pp' if points else '%'}"


def _digits(value: Fraction) -> str:
    if value.denominator == 1 and abs(value) < 10**6:
        return str(value.numerator)
    rounded = _ROUND.divide(Decimal(value.numerator), Decimal(value.denominator))
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
