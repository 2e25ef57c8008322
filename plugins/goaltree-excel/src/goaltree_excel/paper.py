"""What every workbook that is written has in common: nothing in it acts, and its bytes depend on its content alone."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

import xlsxwriter  # type: ignore[import-untyped]

LONGEST: Final = 32_767
"""What one cell of Excel holds, in units of which some characters take two."""
LAST_ROW: Final = 1_048_576
_CREATED: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed one, so that the same content gives the same bytes
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
FONT: Final = "Microsoft YaHei"
INK: Final = "#1F2937"
HEAD: Final = "#E5EAF2"
AMBER: Final = "#FDE9C9"


@contextmanager
def paper(out: io.BytesIO, title: str = "") -> Iterator[Any]:
    """A new workbook, written to `out` when it is done."""
    book = xlsxwriter.Workbook(out, _OPTIONS)
    book.set_properties({"created": _CREATED, "title": title[:200]})
    book.formats[0].set_font_name(FONT)
    book.formats[0].set_font_size(10)
    yield book
    book.close()


def style(book: Any, **options: Any) -> Any:
    """A format in the common font."""
    return book.add_format(
        {"font_name": FONT, "font_size": 10, "valign": "top", "font_color": INK, **options}
    )


def width_of(text: str) -> int:
    """About how many columns a text takes; wide characters count twice."""
    return max((sum(2 if ord(char) > 0x2E7F else 1 for char in line) for line in text.split("\n")), default=0)


def lines_of(text: str, width: int) -> int:
    """About how many lines a text takes in a column of some width."""
    return sum(max(1, -(-width_of(line) // max(width - 1, 1))) for line in text.split("\n"))


def units_of(text: str) -> int:
    """How many units of Excel a text takes; an emoji takes two."""
    return len(text) + sum(char > "\uffff" for char in text)


def pieces(text: str, size: int) -> list[str]:
    """A text in pieces of at most so many characters, none of which is empty."""
    return [text[at : at + size] for at in range(0, len(text), size)] or [""]
