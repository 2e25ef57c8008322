"""Another number written the way one was written: the same scale word, the same unit, the same sign of money."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from typing import Final

from .quantity import Quantity

_RUN: Final = re.compile(r"\d[\d,.]*")
_BEFORE: Final = re.compile(r"[¥￥$€£₩]?\s*\Z")
_AFTER: Final = re.compile(r"(?:\+|以上|以下|以内|内|左右)\s*\Z")
_FINEST: Final = Fraction(1, 10**12)


def written_like(model: Quantity, value: Fraction, *, digits: int = 0) -> str:
    """A number in a quantity's unit, as its author would have written it.

    Args:
        model: The quantity whose scale word and unit are taken: `2160 亿`, `8.0M`, `85 美元`.
        value: The number in the model's unit.
        digits: So many digits more than the model has are shown, where the number needs them.

    Returns:
        `2150 亿`; bounds and signs of the model are left out, a minus stays.
    """
    text = unicodedata.normalize("NFKC", model.text)
    runs = list(_RUN.finditer(text))
    scale = _scale(model, text, runs)
    if scale is None:
        return _plain(model, value, digits)
    step = Fraction(model.half) * 2 / scale
    prefix = _BEFORE.search(text[: runs[0].start()])
    shown = _digits(value / scale, step, digits)
    sign, shown = ("-", shown[1:]) if shown.startswith("-") else ("", shown)
    return f"{sign}{prefix.group(0) if prefix else ''}{shown}{_AFTER.sub('', text[runs[0].end() :])}".strip()


def _scale(model: Quantity, text: str, runs: list[re.Match[str]]) -> Fraction | None:
    """What one of the written number is worth; `None` where the text does not say it simply."""
    if len(runs) != 1 or model.high is not None or not model.half:
        return None
    try:
        number = Fraction(runs[0].group(0).replace(",", "").rstrip("."))
    except ValueError:
        return None
    if not number or not model.value:
        return None
    scale = abs(Fraction(model.value)) / number
    power = len(str(scale.numerator)) - 1
    return scale if scale.denominator == 1 and scale.numerator == 10**power else None


def _digits(number: Fraction, step: Fraction, digits: int) -> str:
    """The number to the digits of a step, and at most so many more as it needs."""
    finest = max(step / 10**digits, _FINEST)
    rounded = round(number / finest) * finest
    shown = next((step / 10**k for k in range(digits) if rounded % (step / 10**k) == 0), finest)
    places = max(0, -_power(shown))
    return f"{Decimal(round(rounded * 10**places)).scaleb(-places):f}"


def _power(step: Fraction) -> int:
    """The exponent of a power of ten, rounded down for other numbers."""
    return len(str(step.numerator)) - 1 if step >= 1 else -len(str((1 / step).__ceil__() - 1))


def _plain(model: Quantity, value: Fraction, digits: int) -> str:
    step = Fraction(model.half) * 2 or _FINEST
    finest = max(step / 10**digits, _FINEST)
    rounded = round(value / finest) * finest
    shown = next((step / 10**k for k in range(digits) if rounded % (step / 10**k) == 0), finest)
    half = Decimal((shown / 2).numerator) / Decimal((shown / 2).denominator)
    number = Decimal(rounded.numerator) / Decimal(rounded.denominator)
    return Quantity(value=number, unit=model.unit, half=half).plain_text
