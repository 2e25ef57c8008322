"""A sheet: cells with their places, as a source gave them and before they mean anything."""

from __future__ import annotations

import re
from typing import Final

from attrs import frozen

from ..finding import Words
from .place import Place, Remark, words

ROWS: Final = 2_000
CELLS: Final = 50_000
CELL_TEXT: Final = 2_000
TOO_MANY: Final = words(
    "more than {rows} rows or {cells} cells are not read",
    "超过 {rows} 行或 {cells} 个单元格的部分不读",
    rows=ROWS,
    cells=CELLS,
)
_BLANKS: Final = re.compile(r"[ \t\xa0\u2000-\u200a\u202f\u205f\u3000]+")
_LINES: Final = re.compile(r" ?[\r\n][ \r\n]*")


@frozen(kw_only=True, eq=False)
class Cell:
    """One cell.

    Attributes:
        text: What it shows, as `tidy` has it.
        place: Where it stands.
        is_copy: Whether it repeats a cell that spans this place too.
        is_hidden: Whether its row, its column or its sheet is hidden.
        fault: Why it has no text that could be read.
    """

    text: str
    place: Place
    is_copy: bool = False
    is_hidden: bool = False
    fault: Words | None = None


@frozen(kw_only=True, eq=False)
class Sheet:
    """A grid of cells, blank rows left out; a row may be shorter than another.

    Attributes:
        rows: The cells by row.
        context: Lines of text above, the nearest last.
        is_pasted: Whether it comes from pasted lines, where a cell that spans rows is simply missing.
    """

    rows: tuple[tuple[Cell, ...], ...]
    context: tuple[str, ...] = ()
    is_pasted: bool = False


@frozen(kw_only=True, eq=False)
class Source:
    """What one file or text holds: its sheets, and what could not be read of it as a whole."""

    sheets: tuple[Sheet, ...] = ()
    remarks: tuple[Remark, ...] = ()


def tidy(text: str) -> str:
    """What a cell says: one space for blanks in a row, none at the ends of its lines, no blank lines."""
    return _LINES.sub("\n", _BLANKS.sub(" ", text.strip()))
