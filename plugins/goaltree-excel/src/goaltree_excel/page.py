"""Texts and numbers on the pages of a workbook: every text stays text, none is cut without a word."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, Final

from .paper import LAST_ROW, LONGEST, pieces, style, units_of
from .port import Lang, WriteError, place_of

_HIDDEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_PIECE: Final = 16_000
_WORDS: Final = {
    "sheet": {"en": "Long texts", "zh": "长文本"},
    "place": {"en": "Cell", "zh": "单元格"},
    "text": {"en": "Text", "zh": "文字"},
    "goes on": {"en": "… (goes on in the sheet Long texts)", "zh": "……（全文见工作表「长文本」）"},
}


class Pages:
    """The pages of one workbook."""

    def __init__(self, book: Any, lang: Lang) -> None:
        """Begin with no page."""
        self.book, self.lang = book, lang
        self._styles: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._long: list[tuple[str, str]] = []

    def add(self, name: str) -> Any:
        """A new page, that prints on the width of one."""
        page = self.book.add_worksheet(name)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.hide_gridlines(2)
        return page

    def style(self, options: Mapping[str, Any]) -> Any:
        """A format; the same for the same options."""
        key = tuple(sorted(options.items()))
        if key not in self._styles:
            self._styles[key] = style(self.book, **options)
        return self._styles[key]

    def text(self, page: Any, row: int, column: int, text: str, **options: Any) -> None:
        """A text; what is too long for a cell goes on in a sheet of its own.

        Raises:
            WriteError: There are more rows than a sheet has.
        """
        if row >= LAST_ROW:
            raise WriteError(f"a sheet holds {LAST_ROW} rows, and this scorecard needs more")
        shown = _HIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
        if units_of(shown) > LONGEST:
            self._long.append((place_of(page.get_name(), row + 1, column + 1), shown))
            shown = shown[:_PIECE] + _WORDS["goes on"][self.lang]
        page.write_string(row, column, shown, self.style(options))

    def number(self, page: Any, row: int, column: int, value: float, **options: Any) -> None:
        """A number, which is finite."""
        if not math.isfinite(value):
            raise WriteError("a number that is none reached a workbook")
        page.write_number(row, column, value, self.style(options))

    def finish(self) -> None:
        """Write out the long texts."""
        if not self._long:
            return
        page = self.add(_WORDS["sheet"][self.lang])
        page.set_column(0, 0, 18)
        page.set_column(1, 1, 100)
        row = 0
        for at, head in enumerate(("place", "text")):
            self.text(page, 0, at, _WORDS[head][self.lang], bold=True)
        for place, text in self._long:
            for piece in pieces(text, _PIECE):
                row += 1
                page.write_string(row, 0, place, self.style({}))
                page.write_string(row, 1, piece, self.style({"text_wrap": True}))
