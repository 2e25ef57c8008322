"""The grammar of a number as people write it, before any unit: digits, groups, scale words."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from attrs import frozen

from ..finding import Fault, Rule
from .number_faults import (
    AMBIGUOUS_SCALE,
    AMBIGUOUS_THOUSANDS,
    BLANK_IN_NUMBER,
    FOREIGN_DIGIT,
    HIDDEN_CHARACTER,
    LEADING_ZERO,
    MISSING_NUMBER,
    NUMBER_OUT_OF_RANGE,
    NUMBER_TOO_LONG,
    PROGRAM_NOTATION,
    UNREADABLE_NUMBER,
)

MAX_TEXT: Final = 200
MAX_DIGITS: Final = 100
MAX_EXPONENT: Final = 99

SCALES: Final[dict[str, int]] = {
    "十": 1, "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7,
    "亿": 8, "十亿": 9, "百亿": 10, "千亿": 11, "万亿": 12,
    "thousand": 3, "million": 6, "mln": 6, "mn": 6, "billion": 9, "bn": 9, "trillion": 12,
}  # fmt: skip
"""Scale words with their power of ten."""

LETTERS: Final[dict[str, int]] = {"k": 3, "K": 3, "m": 6, "M": 6, "b": 9, "B": 9}
"""Scale letters, which need a unit beside them to be read."""

_RUN: Final = re.compile(r"\d+(?:[.,'_ ]\s*\d+)*")
_EXPONENT: Final = re.compile(r"[eE]([+-]?)(\d+)")
_PROGRAM: Final = re.compile(r"0[xXoObB][0-9a-fA-F_]+")
_PLAIN: Final = re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?")
_GROUPED: Final = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_PADDED: Final = re.compile(r"0+(\d+(?:\.\d+)?)")
_SCALE: Final = re.compile(
    r"\s*(万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百|十|兆"
    r"|(?:thousand|million|billion|trillion|mln|mn|bn)(?![A-Za-z])|[kKmMbB](?![A-Za-z]))"
)
_LOOKALIKES: Final = str.maketrans(
    {
        "−": "-", "–": "-", "—": "-", "―": "-", "‐": "-", "〜": "~", "∼": "~", "∽": "~", "億": "亿", "萬": "万",
        "⩾": "≥", "≧": "≥", "⩽": "≤", "≦": "≤", "÷": "/", "∕": "/",
    }
)  # fmt: skip


@frozen
class Cleaned:
    """A text in one spelling, and for each of its characters the column in the original.

    Attributes:
        text: Compatibility-normalised, trimmed.
        columns: Original column of each character; `None` where all are shifted by `shift`.
        shift: How many characters were trimmed in front.
        size: Length of the original.
    """

    text: str
    columns: tuple[int, ...] | None
    shift: int
    size: int

    def place(self, fault: Fault) -> Fault:
        """The fault of the cleaned text, with column and length of the original."""
        start = self._column(fault.column)
        end = self._column(fault.column + fault.length - 1) + 1
        return Fault(rule=fault.rule, column=start, length=max(1, end - start), params=fault.params)

    def _column(self, column: int) -> int:
        if self.columns is not None:
            column = self.columns[min(column, len(self.columns) - 1)] if self.columns else 0
        return max(0, min(column + self.shift, self.size - 1))


@frozen
class Amount:
    """A number without sign and unit: `coefficient * 10**exponent`, the last digit written at 10**exponent.

    Attributes:
        coefficient: The digits that were written, as one integer.
        exponent: The power of ten at which the last of them stands.
        end: Where the text goes on.
        letter: A scale letter such as `k`, which the unit has to justify.
        scaled: Whether a scale word or letter was written.
    """

    coefficient: int
    exponent: int
    end: int
    letter: str = ""
    scaled: bool = False


def clean(text: str) -> Cleaned | Fault:
    """The text in one spelling: full-width, traditional and look-alike signs as plain ones.

    Returns:
        A fault for a text over 200 characters, an empty one, invisible characters, and digits of
        other scripts; its column counts in the text as given.
    """
    size = len(text)
    if size > MAX_TEXT:
        return Fault(rule=NUMBER_TOO_LONG, length=size, params={"size": size, "limit": MAX_TEXT})
    if text.isascii() and text.isprintable():
        bare = text.lstrip()
        shift = size - len(bare)
        bare = bare.rstrip()
        return Cleaned(bare, None, shift, size) if bare else _missing(size)
    return _clean_wide(text)


def _clean_wide(text: str) -> Cleaned | Fault:
    out: list[str] = []
    columns: list[int] = []
    for start, cluster in _clusters(text):
        if cluster in "\t\n\r":
            plain = " "
        elif (bad := _bad_character(cluster[0], start, text)) is not None:
            return bad
        else:
            plain = _plain_spelling(cluster)
        out.append(plain)
        columns.extend([start] * len(plain))
    joined = "".join(out)
    bare = joined.lstrip()
    cut = len(joined) - len(bare)
    bare = bare.rstrip()
    if not bare:
        return _missing(len(text))
    return Cleaned(bare, tuple(columns[cut : cut + len(bare)]), 0, len(text))


def normal(symbol: str) -> str:
    """A unit word in the spelling that `clean` gives; the word itself where it cannot be cleaned."""
    cleaned = clean(symbol)
    return symbol if isinstance(cleaned, Fault) else cleaned.text


def _missing(size: int) -> Fault:
    return Fault(rule=MISSING_NUMBER, length=max(1, size))


def _clusters(text: str) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for column, char in enumerate(text):
        if found and unicodedata.combining(char):
            found[-1] = (found[-1][0], found[-1][1] + char)
        else:
            found.append((column, char))
    return found


def _bad_character(char: str, column: int, text: str) -> Fault | None:
    category = unicodedata.category(char)
    if category in ("Cf", "Cc", "Cs", "Co", "Cn", "Zl", "Zp"):
        plain = text[:column] + text[column + 1 :]
        name = f"U+{ord(char):04X}"
        return Fault(
            rule=HIDDEN_CHARACTER, column=column, params={"text": text, "char": name, "plain": plain}
        )
    if category[0] == "N" and not char.isascii() and not "０" <= char <= "９":
        return Fault(rule=FOREIGN_DIGIT, column=column, params={"text": text, "char": char})
    return None


def _plain_spelling(cluster: str) -> str:
    plain = unicodedata.normalize("NFKC", cluster)
    gains_digits = (
        any(c.isdigit() for c in plain) and not "０" <= cluster[0] <= "９" and not cluster[0].isascii()
    )
    return (cluster if gains_digits else plain).translate(_LOOKALIKES)


def read_amount(text: str, start: int, *, scale: bool = True) -> Amount | Fault:
    """The number that starts at a column of a cleaned text, with its scale words where wanted.

    `3亿8000万` is one number; its last digit stands at 万.
    """
    first = _read_digits(text, start)
    if isinstance(first, Fault) or not scale:
        return first
    amount = _read_scale(text, first)
    while isinstance(amount, Amount) and _goes_on(text, amount):
        amount = _read_compound(text, start, amount)
    return amount


def _read_digits(text: str, start: int) -> Amount | Fault:
    program = _PROGRAM.match(text, start)
    if program:
        return _program_fault(program.group(), start)
    match = _RUN.match(text, start)
    if match is None:
        return Fault(
            rule=UNREADABLE_NUMBER, column=start, length=max(1, len(text) - start), params={"text": text}
        )
    run, end = match.group(), match.end()
    if len(run) > MAX_DIGITS:
        return Fault(
            rule=NUMBER_TOO_LONG,
            column=start,
            length=len(run),
            params={"size": len(run), "limit": MAX_DIGITS},
        )
    if not _PLAIN.fullmatch(run) and not _GROUPED.fullmatch(run):
        return _run_fault(run, start)
    whole, _, decimals = run.replace(",", "").partition(".")
    exponent, end = _read_exponent(text, end)
    if exponent is None:
        return Fault(
            rule=NUMBER_OUT_OF_RANGE, column=start, length=end - start, params={"text": text[start:end]}
        )
    return Amount(int(whole + decimals), exponent - len(decimals), end)


def _read_exponent(text: str, start: int) -> tuple[int | None, int]:
    match = _EXPONENT.match(text, start)
    if match is None:
        return 0, start
    digits = match.group(2).lstrip("0")
    if len(digits) > 2:
        return None, match.end()
    return int(match.group(1) + (digits or "0")), match.end()


def _program_fault(run: str, start: int) -> Fault:
    try:
        plain = str(int(run, 0))
    except ValueError:
        plain = "…"
    return Fault(rule=PROGRAM_NOTATION, column=start, length=len(run), params={"number": run, "plain": plain})


def _run_fault(run: str, start: int) -> Fault:
    rule, readings = _run_defect(run)
    return Fault(rule=rule, column=start, length=len(run), params={"number": run, **readings})


def _run_defect(run: str) -> tuple[Rule, dict[str, str]]:
    """What is wrong with a run of digits and separators, and what it may have meant."""
    if "_" in run:
        return PROGRAM_NOTATION, {"plain": run.replace("_", "")}
    padded = _PADDED.fullmatch(run)
    if padded:
        return LEADING_ZERO, {"plain": padded.group(1)}
    plain = re.sub(r"\s", "", run)
    if "," not in run and _PLAIN.fullmatch(plain):
        return BLANK_IN_NUMBER, {"plain": plain}
    *groups, last = re.split(r"[.,' ]\s*", run)
    whole = "".join(groups).lstrip("0") or "0"
    plain = ("".join(groups) + last).lstrip("0") or "0"
    return AMBIGUOUS_THOUSANDS, {"plain": plain, "decimal": f"{whole}.{last}"}


def _read_scale(text: str, amount: Amount) -> Amount | Fault:
    match = _SCALE.match(text, amount.end)
    if match is None:
        return amount
    word = match.group(1)
    if word == "兆":
        params = {"text": text, "scale": word, "meanings": ("10^6", "10^12")}
        return Fault(rule=AMBIGUOUS_SCALE, column=match.start(1), params=params)
    power = LETTERS.get(word) or SCALES[word]
    letter = word if word in LETTERS else ""
    return Amount(amount.coefficient, amount.exponent + power, match.end(), letter, True)


def _goes_on(text: str, amount: Amount) -> bool:
    return amount.scaled and not amount.letter and text[amount.end : amount.end + 1].isdigit()


def _read_compound(text: str, start: int, high: Amount) -> Amount | Fault:
    digits = _read_digits(text, high.end)
    low = digits if isinstance(digits, Fault) else _read_scale(text, digits)
    if isinstance(low, Fault):
        return low
    value = low.coefficient * 10 ** max(0, low.exponent)
    if not low.scaled or low.letter or low.exponent < 0 or value >= 10**high.exponent:
        return Fault(rule=UNREADABLE_NUMBER, column=start, length=low.end - start, params={"text": text})
    shifted = high.coefficient * 10 ** (high.exponent - low.exponent)
    return Amount(shifted + low.coefficient, low.exponent, low.end, "", True)
