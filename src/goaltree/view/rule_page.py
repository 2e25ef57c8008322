"""A rule's page, and the list of all rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from string import Formatter
from typing import Final

from ..finding import Lang, Rule, Words
from .line import EMPTY, Line, Piece, line, wrap
from .table import Cell, Column, lay_out

_LEVELS: Final[Mapping[str, Words]] = {
    "error": Words("error", "错误"),
    "warning": Words("warning", "警告"),
    "note": Words("note", "提示"),
}
_HEADINGS: Final = {
    "message": Words("What it says", "它说什么"),
    "hint": Words("What to do", "怎么办"),
    "why": Words("Why it matters", "为什么重要"),
    "wrong": Words("Wrong", "错误示例"),
    "right": Words("Right", "正确示例"),
}
_BLANK: Final = re.compile(r"\s*$")


def rule_list_lines(rules: Iterable[Rule], *, lang: Lang = "en", room: int = 100) -> list[Line]:
    """Every rule with its code, level, name and message."""
    rows = [
        (
            Cell(one.code, "strong"),
            Cell(_LEVELS[one.level].plain(lang), one.level),
            Cell(one.name),
            Cell(_template(one.message, lang), "faint"),
        )
        for one in rules
    ]
    return lay_out(rows, (Column(), Column(), Column(least=24), Column(least=24)), room)


def rule_page_lines(rule: Rule, *, lang: Lang = "en", room: int = 100) -> list[Line]:
    """What a rule says, what to do, why it matters, and a wrong and a right plan."""
    level = Piece(_LEVELS[rule.level].plain(lang), rule.level)
    lines = [line(Piece(f"{rule.code} {rule.name}", "strong"), "  ", level)]
    for part in ("message", "hint", "why"):
        words: Words = getattr(rule, part)
        text = words.plain(lang) if part == "why" else _template(words, lang)
        lines += [EMPTY, line(Piece(_HEADINGS[part].plain(lang), "strong"))]
        lines += [line("  ", text) for text in wrap(text, room - 2)]
    for part in ("wrong", "right"):
        lines += [EMPTY, line(Piece(_HEADINGS[part].plain(lang), "strong"))]
        lines += [line("  ", text) for text in _BLANK.sub("", getattr(rule, part)).split("\n")]
    return lines


def _template(words: Words, lang: Lang) -> str:
    """A message with its places as `<name>`."""
    text = words.plain(lang)
    parts = ((head, f"<{name}>" if name else "") for head, name, _, _ in Formatter().parse(text))
    return "".join(head + place for head, place in parts)
