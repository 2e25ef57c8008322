"""Text that a terminal shows and never obeys, and how many columns it takes."""

from __future__ import annotations

import unicodedata
from typing import Final

from ..finding import visible

MARKS: Final = 8
"""Combining marks in a row that are shown; no script writes so many on one letter."""


def tame(text: str) -> str:
    """The text on one line, free of what a terminal or a build server's log would obey.

    Invisible characters are spelt out (`goaltree.finding.visible`), a pile of combining marks ends
    in `…` after the eighth, and `##`, with which some build servers begin a command, is broken.
    """
    text = visible(text)
    if not text.isascii():
        text = _unpiled(text)
    return text.replace("##", "#\\x23")


def at_line_start(text: str) -> str:
    """The same for what begins a line, where GitHub would obey `::`."""
    text = tame(text)
    bare = text.lstrip()
    return "\\x3a" + bare[1:] if bare.startswith("::") else text


def width(text: str) -> int:
    """Columns that a text takes on a terminal: two for a wide character, none for a combining mark."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(char: str) -> int:
    if _is_mark(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in ("Mn", "Me")


def _unpiled(text: str) -> str:
    out: list[str] = []
    run = 0
    for char in text:
        run = run + 1 if _is_mark(char) else 0
        if run <= MARKS:
            out.append(char)
        elif run == MARKS + 1:
            out.append("…")
    return "".join(out)
