"""Columns of text that line up, whatever the script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal

from attrs import frozen

from .line import Line, Piece, Style, wrap

Side = Literal["left", "right"]
_FLOOR: Final = 6


@frozen(kw_only=True)
class Column:
    """How one column is laid out.

    Attributes:
        side: Where its text is pushed.
        least: Columns to which it is narrowed before any other is; 0 for one that keeps its natural width
            as long as it can.
    """

    side: Side = "left"
    least: int = 0


@frozen
class Cell:
    """The text of a cell and its style."""

    text: str = ""
    style: Style = ""


def lay_out(
    rows: Sequence[Sequence[Cell]], columns: Sequence[Column], room: int, *, indent: int = 0, gap: int = 2
) -> list[Line]:
    """The rows as lines in columns; the arguments are those of `row_blocks`."""
    return [one for block in row_blocks(rows, columns, room, indent=indent, gap=gap) for one in block]


def row_blocks(
    rows: Sequence[Sequence[Cell]], columns: Sequence[Column], room: int, *, indent: int = 0, gap: int = 2
) -> list[list[Line]]:
    """The lines of each row, in columns; a cell too wide for a narrowed column goes on below.

    Args:
        rows: Cells; each row has one for each column.
        columns: How each is laid out. Columns that are empty in every row take no room.
        room: Terminal columns in all.
        indent: Blanks before each line.
        gap: Blanks between columns.
    """
    natural = [max((Piece(row[at].text).width for row in rows), default=0) for at in range(len(columns))]
    kept = [at for at, wide in enumerate(natural) if wide]
    widths = _fit({at: natural[at] for at in kept}, columns, room - indent - gap * (len(kept) - 1))
    blocks: list[list[Line]] = []
    for row in rows:
        lines: list[Line] = []
        parts = {at: wrap(row[at].text, widths[at]) for at in kept}
        for level in range(max(map(len, parts.values()), default=0)):
            pieces = [Piece(" " * indent)]
            for place, at in enumerate(kept):
                text = parts[at][level] if level < len(parts[at]) else ""
                pieces.append(Piece(" " * (gap if place else 0)))
                pieces += _padded(Piece(text, row[at].style), widths[at], columns[at].side)
            lines.append(_trimmed(pieces))
        blocks.append(lines)
    return blocks


def _fit(natural: dict[int, int], columns: Sequence[Column], room: int) -> dict[int, int]:
    widths = dict(natural)
    for floors in (
        {at: columns[at].least or wide for at, wide in natural.items()},
        dict.fromkeys(natural, _FLOOR),
    ):
        while sum(widths.values()) > room:
            loose = [at for at, wide in widths.items() if wide > floors[at]]
            if not loose:
                break
            widths[max(loose, key=lambda at: (widths[at], at))] -= 1
    return widths


def _padded(piece: Piece, wide: int, side: Side) -> list[Piece]:
    blank = Piece(" " * max(0, wide - piece.width))
    return [blank, piece] if side == "right" else [piece, blank]


def _trimmed(pieces: Iterable[Piece]) -> Line:
    kept = list(pieces)
    while kept and not kept[-1].text.strip():
        kept.pop()
    return tuple(piece for piece in kept if piece.text)
