"""The standard units as values, built once from the words."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

from attrs import evolve

from .dimension import CURRENCY, DIMENSIONLESS, PERCENT, POINT, RATIO, Unit, base_unit
from .unit_words import (
    CALENDAR_TIMES,
    COMMON_CODES,
    COUNTS,
    CURRENCY_CODES,
    CURRENCY_NAMES,
    EXACT_TIMES,
    MULTIPLES,
    PERCENT_WORDS,
    POINT_WORDS,
    TIMES_WORDS,
)


def money(code: str, symbol: str) -> Unit:
    """The unit of a currency, spelled as wanted."""
    return base_unit(CURRENCY + code, symbol)


@lru_cache(maxsize=1)
def standard_symbols() -> Mapping[str, Unit]:
    """Every standard symbol with its unit, but the signs that several currencies share."""
    symbols = {word: base_unit(key, word) for key, words in COUNTS.items() for word in words.split()}
    for word, (key, factor) in MULTIPLES.items():
        symbols[word] = base_unit(key, word, Fraction(factor))
    symbols.update(_reserved())
    return symbols


def is_reserved(word: str) -> bool:
    """Whether a word is a currency, a time unit or a percentage, which no plan may give another meaning."""
    reserved = _reserved()
    return word in reserved or folded(word) in reserved


def folded(word: str) -> str:
    """The word as the standard units spell it: `Hours` as hours, `usd` as USD; short ones as they are."""
    if len(word) <= 2 or not word.isascii():
        return word
    return word.upper() if word.upper() in COMMON_CODES else word.lower()


@lru_cache(maxsize=1)
def _reserved() -> Mapping[str, Unit]:
    symbols = {code: money(code, code) for code in CURRENCY_CODES}
    symbols |= {name: money(code, name) for name, code in CURRENCY_NAMES.items()}
    for words, numerator, denominator in EXACT_TIMES:
        factor = Fraction(numerator, denominator)
        symbols |= {word: base_unit("second", word, factor) for word in words.split()}
    for period, words, months in CALENDAR_TIMES:
        symbols |= {word: base_unit("month", word, Fraction(months), period) for word in words.split()}
    symbols |= {word: evolve(PERCENT, symbol=word) for word in PERCENT_WORDS}
    symbols |= {word: evolve(POINT, symbol=word) for word in POINT_WORDS}
    symbols |= {word: evolve(DIMENSIONLESS, symbol=word) for word in TIMES_WORDS}
    symbols[":1"] = RATIO
    return symbols
