"""Sections of a view: a heading with fields or rows beneath."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..finding import Finding
from .line import EMPTY, Line, Piece, Style, line, wrap
from .speech import Speech
from .table import Cell, Column, lay_out


def section(title: str, lines: Sequence[Line], note: str = "") -> list[Line]:
    """A blank line, the heading and the lines; nothing where there are no lines."""
    if not lines:
        return []
    return [EMPTY, line(Piece(title, "strong"), Piece(f"  {note}" if note else "", "faint")), *lines]


def spaced(lines: Sequence[Line]) -> list[Line]:
    """The lines after a blank one; nothing where there are none."""
    return [EMPTY, *lines] if lines else []


def fields(pairs: Iterable[tuple[str, str | Cell]], room: int) -> list[Line]:
    """Labels with their values; those without a value are left out."""
    rows = []
    for label, value in pairs:
        cell = value if isinstance(value, Cell) else Cell(value)
        if cell.text:
            rows.append((Cell(label, "faint"), cell))
    return lay_out(rows, (Column(), Column(least=20)), room, indent=2)


def bullets(texts: Iterable[str], room: int, *, indent: int = 2, style: Style = "") -> list[Line]:
    """Texts, each on lines of its own."""
    lines: list[Line] = []
    for text in texts:
        for level, part in enumerate(wrap(text, room - indent - 2)):
            lines.append(line(" " * indent, Piece("  " if level else "- ", "faint"), Piece(part, style)))
    return lines


def finding_lines(findings: Iterable[Finding], say: Speech, room: int) -> list[Line]:
    """Findings in short: level, code, message and place."""
    rows = []
    for finding in findings:
        level = {
            "error": say("error", "错误"),
            "warning": say("warning", "警告"),
            "note": say("note", "提示"),
        }
        place = str(finding.span) if finding.span else finding.path
        where = place.replace("\\", "/").rsplit("/", 1)[-1]
        rows.append(
            (
                Cell(level[finding.level], finding.level),
                Cell(finding.code),
                Cell(finding.message(say.lang)),
                Cell(where, "faint"),
            )
        )
    return lay_out(rows, (Column(), Column(), Column(least=24), Column()), room, indent=2)


def about(findings: Iterable[Finding], *paths: str) -> list[Finding]:
    """The findings at some key paths or beneath them."""
    roots = tuple(path for path in paths if path)
    below = tuple(f"{path}{mark}" for path in roots for mark in ".[")
    return [finding for finding in findings if finding.path in roots or finding.path.startswith(below)]
