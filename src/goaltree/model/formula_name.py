"""Names in formulas: which characters they may hold, and when they need backticks."""

from __future__ import annotations

import unicodedata
from typing import Final

from .formula_function import RESERVED


def normal(name: str) -> str:
    """The name as formulas compare it: NFKC."""
    return name if name.isascii() else unicodedata.normalize("NFKC", name)


def is_name_part(char: str) -> bool:
    """Whether a character may stand in a name without backticks."""
    if char.isascii():
        return char.isalnum() or char == "_"
    category = unicodedata.category(char)
    return category[0] in "LM" or category in ("Nd", "Nl", "Pc")


def is_name_start(char: str) -> bool:
    """Whether a character may begin a name without backticks."""
    if char.isascii():
        return char.isalpha() or char == "_"
    return unicodedata.category(char)[0] == "L" or unicodedata.category(char) == "Nl"


_BLANK: Final = frozenset(
    chr(code)
    for low, high in (
        (0x034F, 0x034F),
        (0x115F, 0x1160),
        (0x17B4, 0x17B5),
        (0x180B, 0x180F),
        (0x2800, 0x2800),
        (0x3164, 0x3164),
        (0xFE00, 0xFE0F),
        (0xFFA0, 0xFFA0),
        (0xE0100, 0xE01EF),
    )
    for code in range(low, high + 1)
)


def hidden_at(text: str) -> int | None:
    """Where the first character stands that a reader cannot see; spaces are seen."""
    if text.isascii() and text.isprintable():
        return None
    for at, char in enumerate(text):
        if char in _BLANK or not (char.isprintable() or unicodedata.category(char) == "Zs"):
            return at
    return None


def name_defect(name: str) -> str:
    """Why a key or address cannot be used in a formula, even in backticks; empty where it can.

    Returns:
        `empty` (no text, or an empty part between dots), `padded` (a part that begins or ends
        with a space), `hidden` (a character that cannot be seen), `backtick`, or `underscore`
        (a part that begins with two of them).
    """
    name = normal(name)
    if hidden_at(name) is not None:
        return "hidden"
    if "`" in name:
        return "backtick"
    for part in name.split("."):
        if not part.strip():
            return "empty"
        if part != part.strip():
            return "padded"
        if part.startswith("__"):
            return "underscore"
    return ""


def quote_name(name: str) -> str:
    """The name as a formula writes it: in backticks where it needs them."""
    name = normal(name)
    first, *rest = name.split(".")
    plain = (
        first.casefold() not in RESERVED
        and first[:1] != ""
        and is_name_start(first[0])
        and all(map(is_name_part, first))
        and all(part and _begins_part(part[0]) and all(map(is_name_part, part)) for part in rest)
    )
    return name if plain else f"`{name}`"


def _begins_part(char: str) -> bool:
    return is_name_start(char) or unicodedata.category(char) == "Nd"
