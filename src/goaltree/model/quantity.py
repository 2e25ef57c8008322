"""Quantities: numbers as people write them, with unit, bound and written precision."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final

from attrs import field, frozen

from ..finding import Fault
from .dimension import DIMENSIONLESS, Unit
from .quantity_text import Bound, half_of, number_of, read_quantity
from .unit import Units

__all__ = ["TARGET_BOUNDS", "UNSTATED", "Bound", "Quantity", "Unstated", "parse_quantity"]

TARGET_BOUNDS: Final[frozenset[Bound]] = frozenset(("", ">=", "<="))
"""The bounds that a target may have; a range may state a band."""


@frozen(repr=False)
class Unstated:
    """The value of what a source promises and does not give."""

    def __repr__(self) -> str:
        return "unstated"


UNSTATED: Final = Unstated()


def _written_half(quantity: Quantity) -> Decimal:
    return half_of(int(quantity.value.as_tuple().exponent))


@frozen(kw_only=True)
class Quantity:
    """A number as written. Equality is on value, high, unit, bound and half.

    The value is in its own unit with every scale word applied: `3.8亿元` is 380000000 元, and `45%` is
    45 with the unit `%` (`base` is 9/20). The unit never carries a display scale: 3.8 of a metric
    in `亿元` is 380000000 元 too.

    Attributes:
        value: The exact number; of a range, its lower end.
        unit: What it counts.
        high: The upper end of a range, otherwise `None`.
        bound: `""` exact, `>=` `<=` `>` `<` as said, `~` about, `+` that or more, `range`.
        half: Half a unit of the last written digit at the written magnitude, in the unit
            (`3.8亿`: 5000000; `38000万`: 5000; of a range, of its finer end). By default that of the
            decimal's last digit.
        signed: Whether a sign was written, as in `+80%` or `-10%`: it may be a change.
        text: As written; empty for a computed quantity.
    """

    value: Decimal
    unit: Unit = DIMENSIONLESS
    high: Decimal | None = None
    bound: Bound = ""
    half: Decimal = field()
    signed: bool = field(default=False, eq=False)
    text: str = field(default="", eq=False)

    @half.default
    def _half(self) -> Decimal:
        return _written_half(self)

    @property
    def base(self) -> Fraction:
        """The value in base units: 9/20 for `45%`, 7200 (seconds) for `2 小时`."""
        return Fraction(self.value) * self.unit.factor

    @property
    def high_base(self) -> Fraction | None:
        """The upper end of a range in base units."""
        return None if self.high is None else Fraction(self.high) * self.unit.factor

    @property
    def half_base(self) -> Fraction:
        """Half a unit of the last written digit, in base units."""
        return Fraction(self.half) * self.unit.factor

    @property
    def is_exact(self) -> bool:
        """Whether it is one number, without bound."""
        return self.bound == ""

    @property
    def is_approximate(self) -> bool:
        """Whether it is about, open or strict (`约500`, `2亿+`, `<5%`): no target, but a fact or a share."""
        return self.bound in ("~", "+", ">", "<")

    @property
    def is_change(self) -> bool:
        """Whether it was written with a sign, or in percentage points."""
        return self.signed or self.unit.kind == "pp"

    @property
    def canonical(self) -> str:
        """A text that reads as an equal quantity, in the scale words 万, 亿 and 万亿."""
        low = self._shown(self.value)
        if self.high is not None:
            return f"{low}~{self._shown(self.high)}"
        return f"{_BEFORE[self.bound]}{low}{'+' if self.bound == '+' else ''}"

    @property
    def plain_text(self) -> str:
        """The number and its unit in canonical form, without bound; of a range, its lower end."""
        return self._shown(self.value)

    def same_value(self, other: Quantity) -> bool:
        """Whether both say the same number, however written: `3.8亿` and `38000万`, `45%` and 0.45."""
        return (
            self.bound == other.bound
            and self.unit.dims == other.unit.dims
            and (self.unit.kind == "pp") == (other.unit.kind == "pp")
            and self.base == other.base
            and self.high_base == other.high_base
        )

    def __str__(self) -> str:
        return self.text or self.canonical

    def _shown(self, value: Decimal) -> str:
        sign = "-" if value < 0 else "+" if self.signed else ""
        number = _digits(value.copy_abs(), self.half, has_words=self.unit.kind == "plain")
        symbol = self.unit.symbol.removeprefix("1") if self.unit.dims else self.unit.symbol
        if symbol[:1] in _MONEY_SIGNS and symbol:
            return f"{sign}{symbol[0]}{number}{symbol[1:]}"
        return f"{sign}{number}{' ' * symbol[:1].isascii() * symbol[:1].isalpha()}{symbol}"


_BEFORE: Final[dict[Bound, str]] = {
    ">=": "≥",
    "<=": "≤",
    ">": ">",
    "<": "<",
    "~": "~",
    "+": "",
    "": "",
    "range": "",
}
_MONEY_SIGNS: Final = "¥$€£₩₹₽฿₫₱"
_WORDS: Final = {12: "万亿", 8: "亿", 4: "万", 0: ""}
_ROUND_WORDS: Final = {2: "百", 3: "千", 6: "百万", 7: "千万", 9: "十亿", 10: "百亿", 11: "千亿"}


def _digits(value: Decimal, half: Decimal, *, has_words: bool) -> str:
    """The digits down to the written precision, in the scale word that shows them best."""
    exponent = _last_exponent(value, half)
    coefficient = str(int(Fraction(value) / Fraction(10) ** exponent))
    for scale, word in _WORDS.items() if has_words else ((0, ""),):
        places = scale - exponent
        if places >= 0 and (scale == 0 or (places <= 2 and value >= 10**scale)):
            padded = coefficient.rjust(places + 1, "0")
            return f"{padded[:-places]}.{padded[-places:]}{word}" if places else padded + word
    if has_words and exponent in (words := {**_WORDS, **_ROUND_WORDS}):
        return coefficient + words[exponent]
    return f"{coefficient}e{exponent}"


def _last_exponent(value: Decimal, half: Decimal) -> int:
    """The power of ten of the last written digit; of the value itself where half says nothing of it."""
    parts = half.as_tuple()
    if parts.digits[0] == 5 and not any(parts.digits[1:]):
        return int(parts.exponent) + len(parts.digits)
    return int(value.as_tuple().exponent)


_FAST: Final = re.compile(
    r"([≥≤<>~+-]?)(0|[1-9]\d{0,14})(?:\.(\d{1,15}))?\s?(亿|万)?(?:\s?([^\s\d.,:+\-~<>=][^\s]*))?"
)
_FAST_SCALE: Final = {None: 0, "万": 4, "亿": 8}
_FAST_BOUND: Final[dict[str, Bound]] = {
    "≥": ">=",
    "≤": "<=",
    "<": "<",
    ">": ">",
    "~": "~",
    "+": "",
    "-": "",
    "": "",
}


def parse_quantity(text: str, units: Units, unit: Unit | None = None) -> Quantity | Fault:
    """The quantity that a text states, or why it cannot be read without guessing.

    Args:
        text: As written by a person, such as `3.8 亿`, `≥45%`, `3.2:1`, `¥500万`, `45%-50%`, `翻一番`.
        units: The units that the plan knows.
        unit: The metric's unit: what a bare number, or one with a scale word alone, is counted in.
            A unit in the text is kept as written, also where it contradicts this one. A percentage
            needs its sign. `None` stands for a plain number.

    Returns:
        A `Fault` counts its column in `text`.
    """
    match = _FAST.fullmatch(text)
    if match is not None:
        word = match[5]
        found = units.symbols.get(word) if word is not None else unit
        if (
            found is not None
            and found.shows is None
            and (word is not None or found.kind in ("plain", "ratio"))
        ):
            return _fast(match, found, text)
    reading = read_quantity(text, units, unit)
    if isinstance(reading, Fault):
        return reading
    return Quantity(
        value=reading.value,
        unit=reading.unit,
        high=reading.high,
        bound=reading.bound,
        half=reading.half,
        signed=reading.signed,
        text=text,
    )


def _fast(match: re.Match[str], unit: Unit, text: str) -> Quantity:
    """The quantity of the plainest shape, without the full grammar: five times as fast."""
    prefix, whole, decimals, scale, _ = match.groups()
    exponent = _FAST_SCALE[scale]
    if decimals is not None:
        whole += decimals
        exponent -= len(decimals)
    value = number_of(whole, exponent)
    if prefix == "-" and value:
        value = value.copy_negate()
    return Quantity(
        value=value,
        unit=unit,
        high=None,
        bound=_FAST_BOUND.get(prefix, ""),
        half=half_of(exponent),
        signed=prefix in {"+", "-"},
        text=text,
    )
