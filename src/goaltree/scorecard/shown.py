"""Numbers of a scorecard as people read them: scale words, percent, percentage points.

A number is rounded to few digits, but never onto or across a limit on whose side it is: 99.96% of a target
that is not reached reads `99.96%`, not `100.0%`.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Final

from ..model.dimension import Unit
from ..model.missing import NA

DIGITS: Final = 4
"""Significant digits of a number as shown; the digits before its point are always shown in full."""
_SCALES: Final = {
    "zh": ((10**12, "万亿"), (10**8, "亿"), (10**4, "万")),
    "en": ((10**12, "T"), (10**9, "B"), (10**6, "M")),
}
_MOST_PLACES: Final = 18
_SAME: Final = Fraction(1, 10**9)
"""Up to this share of a limit a number is taken for the limit itself, as statuses take it."""


def quantity_text(
    value: Fraction | float | NA,
    unit: Unit | None,
    lang: str = "zh",
    *,
    limits: Iterable[Fraction] = (),
    digits: int = DIGITS,
) -> str:
    """A number in base units as text in its unit, rounded to a few digits: `972亿元`, `45.3%`, `94 ms`.

    Rounding is half to even on the exact number. What is missing shows its reason.

    Args:
        value: The number.
        unit: Its unit; `None` for a plain number.
        lang: Language of the scale words: 万 and 亿, or M and B.
        limits: Numbers in base units, such as the target, onto or across which it is not rounded.
        digits: Significant digits.
    """
    if isinstance(value, NA):
        return value.reason
    exact = Fraction(value)
    if unit is None:
        return scaled_text(exact, lang, limits=limits, digits=digits)
    if unit.kind in ("percent", "pp"):
        text = _digits(exact * 100, [Fraction(limit) * 100 for limit in limits], digits)
        return f"{text}{'%' if unit.kind == 'percent' else 'pp'}"
    plain = unit.unscaled
    number = exact / plain.factor
    inside = [Fraction(limit) / plain.factor for limit in limits]
    if unit.kind == "ratio":
        return f"{_digits(number, inside, digits)}:1"
    text = scaled_text(number, lang, limits=inside, digits=digits)
    symbol = str(plain) if plain.dims else ""
    is_apart = lang != "zh" or (symbol[:1].isascii() and symbol[:1].isalpha())
    return f"{text}{' ' if symbol and is_apart else ''}{symbol}"


def scaled_text(
    value: Fraction, lang: str = "zh", *, limits: Iterable[Fraction] = (), digits: int = DIGITS
) -> str:
    """A plain number with a scale word where it is large: `1.2亿`, `120M`."""
    known = tuple(limits)
    for size, word in _SCALES["zh" if lang == "zh" else "en"]:
        text = _digits(value / size, [Fraction(limit) / size for limit in known], digits)
        if abs(Fraction(text.replace(",", ""))) >= 1:
            return f"{text}{word}"
    return _digits(value, known, digits)


def share_text(
    value: Fraction | float | NA,
    *,
    signed: bool = False,
    points: bool = False,
    places: int = 1,
    limits: Iterable[Fraction] = (Fraction(0), Fraction(1)),
) -> str:
    """A share as percent, or in points: `94.7%`, `-1.3pp`.

    Args:
        value: The share; 0.947 is 94.7%.
        signed: Whether what is above zero gets a `+`.
        points: Whether it is a difference of shares, in percentage points.
        places: Decimals.
        limits: Shares onto or across which it is not rounded; nothing and the whole by default.
    """
    if isinstance(value, NA):
        return value.reason
    text = _rounded(Fraction(value) * 100, places, [Fraction(limit) * 100 for limit in limits])
    plus = "+" if signed and value > 0 else ""
    return f"{plus}{text}{'pp' if points else '%'}"


def number_text(value: Fraction | float | NA, places: int = 2, *, limits: Iterable[Fraction] = ()) -> str:
    """A plain number with so many decimals, such as a pace: `0.97`."""
    if isinstance(value, NA):
        return value.reason
    return _rounded(Fraction(value), places, [Fraction(limit) for limit in limits])


def _digits(value: Fraction, limits: Iterable[Fraction], digits: int) -> str:
    size = abs(value)
    places = digits - len(str(int(size))) if size >= 1 else digits + _zeros(value)
    text = _rounded(value, max(0, places), limits)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _zeros(value: Fraction) -> int:
    """How many zeros stand behind the point before the first digit."""
    found, rest = 0, abs(value) * 10
    while rest and rest < 1 and found < _MOST_PLACES:
        found, rest = found + 1, rest * 10
    return found


def _rounded(value: Fraction, places: int, limits: Iterable[Fraction]) -> str:
    """Rounded half to even, with more places where a limit would else be met or crossed."""
    known = [limit for limit in limits if abs(value - limit) > _SAME * abs(limit)]
    for more in range(places, max(places, _MOST_PLACES) + 1):
        whole = round(value * 10**more)
        shown = Fraction(whole, 10**more)
        if all(_side(shown, limit) == _side(value, limit) for limit in known):
            return _placed(whole, more)
    return _placed(round(value * 10**places), places)


def _side(value: Fraction, limit: Fraction) -> int:
    return (value > limit) - (value < limit)


def _placed(whole: int, places: int) -> str:
    sign, digits = "-" if whole < 0 else "", str(abs(whole)).rjust(places + 1, "0")
    head, tail = (digits[:-places], digits[-places:]) if places else (digits, "")
    return f"{sign}{int(head):,}{'.' if tail else ''}{tail}"
