"""Cells in one spelling, and what brackets and separators part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_FOLDED: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20,
    0xA0: 0x20,
    0x3010: ord("("),
    0x3011: ord(")"),
    0x3014: ord("("),
    0x3015: ord(")"),
    ord("["): ord("("),
    ord("]"): ord(")"),
    ord("＂"): ord('"'),
}
_ORDINAL: Final = re.compile(
    r"\s*(?:\(?\d{1,2}\)|\d{1,2}\s*[.、)]|[一二三四五六七八九十]{1,3}[、.]|[①-⑳])(?!\d)\s*"
)
_NUMBERED: Final = re.compile(r"(?:^|[;。\n,、])\s*\d{1,2}$")
_BULLET: Final = re.compile(r"(?:[•·●▪◆*]|-(?=\s))\s*(?=[^\d\s])")
_QUOTES: Final = {"“": "”", "「": "」", "《": "》", "‘": "’"}


def fold(text: str) -> str:
    """The text with full-width signs as plain ones and every bracket round; its length stays."""
    return text.translate(_FOLDED)


def without_ordinal(text: str) -> str:
    """The text without the number of a list in front: `1. `, `（2）`, `三、`."""
    match = _ORDINAL.match(fold(text))
    return text[match.end() :].strip() if match is not None and match.end() < len(text) else text.strip()


def item(text: str) -> str:
    """One item of a cell without its bullet or number: not where what is left would begin with a digit (`1. 5`)."""
    bare = text.strip()
    bullet = _BULLET.match(bare)
    if bullet is not None:
        bare = bare[bullet.end() :]
    plain = without_ordinal(bare)
    return plain if plain[:1] and not plain[0].isdigit() else bare


def has_ordinal(text: str) -> bool:
    """Whether the text begins with the number of a list."""
    return _ORDINAL.match(fold(text)) is not None


def is_balanced(text: str) -> bool:
    """Whether every bracket of a folded text is closed, and none is closed that was not open."""
    depth = 0
    for char in text:
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return False
    return depth == 0


def split(text: str, separators: str) -> list[tuple[int, int]]:
    """Start and end of each part of a folded text, blank ones left out.

    Separators in brackets and quotes part nothing, and a comma between digits belongs to a number.
    """
    parts: list[tuple[int, int]] = []
    start = 0
    for index in _separators(text, separators):
        parts.append((start, index))
        start = index + 1
    parts.append((start, len(text)))
    return [(a, b) for a, b in parts if text[a:b].strip()]


def _separators(text: str, separators: str) -> Iterator[int]:
    depth, closing = 0, ""
    for index, char in enumerate(text):
        if closing:
            closing = "" if char == closing else closing
        elif char in _QUOTES and _QUOTES[char] in text[index:]:
            closing = _QUOTES[char]
        elif char in "()":
            depth += 1 if char == "(" else -1
        elif (
            char in separators and depth <= 0 and not _in_number(text, index) and not _in_ordinal(text, index)
        ):
            yield index


def _in_number(text: str, index: int) -> bool:
    """Whether a comma groups digits: three follow it, and no fourth."""
    return (
        text[index] == ","
        and index > 0
        and text[index - 1].isdigit()
        and re.match(r"\d{3}(?!\d)", text[index + 1 : index + 5]) is not None
    )


def _in_ordinal(text: str, index: int) -> bool:
    """Whether a `、` ends the number of a list: `1、复购率`."""
    return (
        text[index] == "、"
        and _NUMBERED.search(text[max(0, index - 8) : index]) is not None
        and not text[index + 1 : index + 2].isdigit()
    )


def last_bracket(text: str) -> tuple[int, int] | None:
    """Where the bracket that ends a folded text opens and closes; `None` where no bracket ends it."""
    stop = len(text.rstrip())
    if not text[:stop].endswith(")"):
        return None
    depth = 0
    for index in range(stop - 1, -1, -1):
        depth += (text[index] == ")") - (text[index] == "(")
        if depth == 0:
            return index, stop - 1
    return None
