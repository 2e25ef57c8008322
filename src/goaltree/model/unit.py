"""The units that a plan knows, and the text of a unit read with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from attrs import evolve, field, frozen

from ..finding import Fault, Words
from .dimension import DIMENSIONLESS, Unit, base_unit, per
from .number import LETTERS, SCALES, clean, normal
from .standard_units import folded, is_reserved, money, standard_symbols
from .unit_faults import (
    AMBIGUOUS_CURRENCY,
    RESERVED_SYMBOL,
    UNKNOWN_CURRENCY,
    UNKNOWN_UNIT,
    UNREADABLE_UNIT,
)
from .unit_words import CURRENCY_CODES, CURRENCY_NAMES, SHARED_DEFAULT, SHARED_SIGNS

__all__ = [
    "DIMENSIONLESS",
    "Unit",
    "Units",
    "currency_fault",
    "did_you_mean",
    "find_currency",
    "parse_unit",
    "read_unit",
    "symbol_fault",
    "unit_fault",
    "with_suggestion",
]

_FORBIDDEN: Final = re.compile(r"[\d\s/·*×^%+\-~<>=≥≤≈:,.()\[\]{}'\"_]")
_PART: Final = re.compile(r"\s*([/·*×]?)\s*([^/·*×^]*)(?:\^\s*(\d{1,2})\s*)?")
_SCALE_PREFIX: Final = re.compile(
    "|".join(sorted((w for w in SCALES if not w.isascii()), key=len, reverse=True))
)
_MAX_PARTS: Final = 12
_MAX_POWER: Final = 64
_NO_WORDS: Final = Words("", "")
_DECLARE: Final = Words(", or declare `currency:` at the top of the plan", "，或在计划开头声明 `currency:`")


@frozen(eq=False)
class Units:
    """The units that a plan knows: the standard ones and its own. Compared by identity.

    Attributes:
        currency: The plan's currency code, which decides what `¥` and `$` mean; `None` where none is declared.
        symbols: Each known symbol with its unit.
        shared: Signs that stay ambiguous, with the currencies that they may mean.
    """

    currency: str | None = None
    symbols: Mapping[str, Unit] = field(factory=dict, repr=False)
    shared: Mapping[str, tuple[str, ...]] = field(factory=dict, repr=False)

    @staticmethod
    def standard(currency: str | None = None, declared: Mapping[str, tuple[str, ...]] | None = None) -> Units:
        """The standard units, and the counting words that the plan declares.

        Args:
            currency: The plan's currency as an ISO code; an unknown one counts as none (`find_currency`).
            declared: Key of each own unit with its symbols. A symbol takes precedence over a standard
                counting word (`名` for creators); what `symbol_fault` refuses is left out.
        """
        code = currency if currency in CURRENCY_CODES else None
        symbols = dict(standard_symbols())
        shared = {}
        for sign, codes in SHARED_SIGNS.items():
            meant = _meant(sign, codes, code)
            if meant is None:
                shared[sign] = codes
            else:
                symbols[sign] = money(meant, sign)
        for key, words in (declared or {}).items():
            for word in (key, *words):
                if symbol_fault(word) is None:
                    symbols[normal(word)] = base_unit(key, normal(word))
        return Units(code, symbols, shared)

    def find(self, text: str) -> Unit | None:
        """The unit of one symbol, such as `元`, `USD` or `小时`; `None` where it is not known."""
        unit = self.symbols.get(text)
        if unit is None and text:
            word = normal(text)
            unit = self.symbols.get(word) or self.symbols.get(folded(word))
        return unit

    def near(self, text: str) -> tuple[str, ...]:
        """At most three known symbols that look like the text or that it starts with, best first."""
        from difflib import get_close_matches

        starts = [text[:size] for size in range(min(len(text), 8), 0, -1) if text[:size] in self.symbols]
        close = get_close_matches(text[:40], list(self.symbols), n=3, cutoff=0.5)
        return tuple(dict.fromkeys([*starts[:1], *close]))[:3]


def _meant(sign: str, codes: tuple[str, ...], code: str | None) -> str | None:
    """The currency that a shared sign means in a plan of one currency; `None` where that is open."""
    default = SHARED_DEFAULT.get(sign)
    if default is None:
        return code if code in codes else None
    return default if code == default or code not in codes else None


def find_currency(text: str) -> str | Fault:
    """The ISO code of a currency written as code or name: `USD`, `美元`, `usd`. `¥` and `$` are ambiguous."""
    word = normal(text)
    if word.upper() in CURRENCY_CODES:
        return word.upper()
    name = CURRENCY_NAMES.get(word) or SHARED_DEFAULT.get(word)
    if name is not None:
        return name
    size = max(1, len(text))
    if word in SHARED_SIGNS:
        return currency_fault(word, SHARED_SIGNS[word], column=0, length=size, declared=True)
    from difflib import get_close_matches

    near = tuple(get_close_matches(word.upper()[:40], sorted(CURRENCY_CODES), n=3, cutoff=0.6))
    return Fault(rule=UNKNOWN_CURRENCY, length=size, params={"text": text, "suggestion": did_you_mean(near)})


def symbol_fault(text: str) -> Fault | None:
    """Why a word cannot be declared as a unit of the plan's own; `None` where it can."""
    cleaned = clean(text)
    if isinstance(cleaned, Fault):
        return cleaned
    word = cleaned.text
    found = _FORBIDDEN.search(word)
    if found is not None:
        return cleaned.place(Fault(rule=RESERVED_SYMBOL, column=found.start(), params={"text": text}))
    if (
        is_reserved(word)
        or word in LETTERS
        or word in SCALES
        or word[0] == "兆"
        or _is_scaled(word)
        or word in SHARED_SIGNS
    ):
        return cleaned.place(Fault(rule=RESERVED_SYMBOL, length=len(word), params={"text": text}))
    return None


def _is_scaled(word: str) -> bool:
    starts = _SCALE_PREFIX.match(word) is not None or word[0] == "兆" or word in SCALES
    return starts and word not in standard_symbols()


def parse_unit(text: str, units: Units) -> Unit | Fault:
    """The unit that a text states: `元/单`, `元/户/月`, `件·天`, `次/周`, `%`, `pp`, `:1`, `1`, `亿元`.

    A scale word in front is a display scale: `亿元` has the factor 10**8, and its `unscaled` is `元`.
    What stands after a `/` divides; a product after it is refused, because it may be read both ways.
    """
    cleaned = clean(text)
    if isinstance(cleaned, Fault):
        return cleaned
    unit = read_unit(cleaned.text, units, scaled=True)
    return cleaned.place(with_suggestion(unit, units)) if isinstance(unit, Fault) else unit


def read_unit(text: str, units: Units, *, scaled: bool = False) -> Unit | Fault:
    """The unit that a cleaned text states, with display scales where wanted; faults have no suggestion yet."""
    found = units.find(text)
    if found is not None:
        return found
    first: Unit | None = None
    unit = DIMENSIONLESS
    divided = False
    for sign, word, power, column in _split(text):
        divided = divided or sign == "/"
        if not word or (divided and sign != "/") or not 1 <= power <= _MAX_POWER:
            return _unreadable(text)
        part = (
            DIMENSIONLESS if word == "1" else units.find(word) or (_scaled(word, units) if scaled else None)
        )
        if part is None:
            return unit_fault(word, units, column)
        if part.kind == "ratio" or (part.kind != "plain" and (power != 1 or column > 0)):
            return _unreadable(text)
        raised = part if power == 1 else part**power
        first = first or raised
        unit = per(unit, raised) if sign == "/" else unit * raised if sign else raised
    if first is None or first.shows is None or unit.shows is not None or text.startswith("/"):
        return unit
    return evolve(unit, shows=unit / first * first.shows)


def _split(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Sign before it, word, exponent and column of each part; an empty word where there is none."""
    position, count = 0, 0
    while position < len(text) or count == 0:
        match = _PART.match(text, position)
        count += 1
        joined = match is not None and (bool(match.group(1)) == (position > 0) or match.group(1) == "/")
        if match is None or count > _MAX_PARTS or not joined or match.end() == position:
            yield "", "", 1, position
            return
        yield match.group(1), match.group(2).rstrip(), int(match.group(3) or 1), match.start(2)
        position = match.end()


def unit_fault(word: str, units: Units, column: int) -> Fault:
    """An unknown or ambiguous unit word at a column of a cleaned text."""
    if word in units.shared:
        declared = units.currency is not None
        return currency_fault(word, units.shared[word], column=column, length=len(word), declared=declared)
    params = {"unit": word, "suggestion": _NO_WORDS}
    return Fault(rule=UNKNOWN_UNIT, column=column, length=max(1, len(word)), params=params)


def with_suggestion(fault: Fault, units: Units) -> Fault:
    """An unknown unit with the nearest known ones; any other fault as it is."""
    if fault.rule is not UNKNOWN_UNIT:
        return fault
    near = units.near(str(fault.params["unit"]))
    return evolve(fault, params={**fault.params, "suggestion": did_you_mean(near)})


def currency_fault(
    sign: str, codes: tuple[str, ...], *, column: int, length: int, declared: bool = False
) -> Fault:
    """A sign that several currencies share, at a column; where the plan's currency is declared, that is no way out."""
    way = _NO_WORDS if declared else _DECLARE
    params = {"sign": sign, "candidates": codes[:4], "example": f"500万 {codes[0]}", "declare": way}
    return Fault(rule=AMBIGUOUS_CURRENCY, column=column, length=length, params=params)


def did_you_mean(near: tuple[str, ...]) -> Words:
    """`Did you mean ...?`, or nothing where nothing is near."""
    if not near:
        return _NO_WORDS
    names = [f"`{name}`" for name in near]
    return Words(f"Did you mean {', '.join(names)}? ", f"是不是想写 {'、'.join(names)}？")


def _unreadable(text: str) -> Fault:
    return Fault(rule=UNREADABLE_UNIT, length=max(1, len(text)), params={"text": text})


def _scaled(word: str, units: Units) -> Unit | None:
    """The unit of a scale word and a symbol, such as 亿元."""
    scale = _SCALE_PREFIX.match(word)
    plain = units.find(word[scale.end() :].lstrip()) if scale is not None else None
    if scale is None or plain is None or plain.kind != "plain":
        return None
    factor = plain.factor * 10 ** SCALES[scale.group()]
    symbol = scale.group() + plain.symbol
    return evolve(
        plain, factor=factor, symbol=symbol, parts=((symbol, 1),) if plain.parts else (), shows=plain
    )
