"""Findings as a Markdown table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from ..finding import Finding, Lang, Words, visible
from .wording import ACCEPTED, LEVEL, UNREASONED, counted, place

_HEADS: Final = (
    Words("Level", "级别"),
    Words("Code", "编号"),
    Words("Where", "位置"),
    Words("What is wrong", "问题"),
    Words("What to do", "建议"),
)
_MARKUP: Final = re.compile(r"([\\`*_{}\[\]<>#~&$^@])")
_LINK: Final = re.compile(r":(?=//)|(?<=[wW]{3})\.")
_CODE: Final = re.compile(r"[^`|\\]+")


def to_markdown(findings: Sequence[Finding], summary: Mapping[str, int], lang: Lang) -> str:
    """A row a finding, then the line that counts; the line alone where nothing was found."""
    lines = [_line(_row(finding, lang)) for finding in findings]
    if lines:
        head = [words.plain(lang) for words in _HEADS]
        lines = [_line(head), _line(["---"] * len(head)), *lines, ""]
    return "\n".join([*lines, counted(summary, lang), ""])


def cell(text: str) -> str:
    """Text for a table cell that no reader of Markdown takes for anything but itself."""
    shown = _MARKUP.sub(r"\\\1", visible(text))
    return _LINK.sub(lambda match: f"\\{match.group()}", shown).replace("|", "&#124;")


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _row(finding: Finding, lang: Lang) -> list[str]:
    advice = finding.hint(lang)
    if finding.accepted is not None:
        advice = ACCEPTED.render(lang, {"text": finding.accepted or UNREASONED})
    return [
        LEVEL[finding.level].plain(lang),
        f"{cell(finding.code)} {cell(finding.name)}",
        _code(place(finding, lang)),
        cell(finding.message(lang)),
        cell(advice),
    ]


def _code(text: str) -> str:
    """A place as code, lest `:100:` becomes a picture; as text where code cannot hold it."""
    return f"`{text}`" if _CODE.fullmatch(text) and text.strip() == text else cell(text)
