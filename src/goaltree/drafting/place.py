"""Where a cell stands, and what is said of it."""

from __future__ import annotations

from attrs import frozen

from ..finding import Lang, Words, excerpt
from ..workbook.address import column_name


@frozen(kw_only=True)
class Place:
    """Where a cell stands; `str()` gives `Sheet!B7`, with the file's name where there are no sheets.

    Attributes:
        file: The file as it was given; `<text>` where a text was.
        row: The row of a sheet, or the line of a text; 0 for the whole file.
        column: The column, counted from 1; 0 for the whole row.
        sheet: Name of the sheet, empty where there is none.
    """

    file: str
    row: int = 0
    column: int = 0
    sheet: str = ""

    def __str__(self) -> str:
        name = self.sheet or self.file.replace("\\", "/").rsplit("/", 1)[-1]
        return f"{name}!{column_name(self.column)}{self.row}" if self.row else name


@frozen(kw_only=True)
class Remark:
    """A text that could not be read, or something to know about one that was.

    Attributes:
        place: The cell that holds it.
        text: The part of the cell, as written.
        reason: Why it was not read, with every reading that it may have; or what was assumed.
    """

    place: Place
    text: str
    reason: Words

    def told(self, lang: Lang = "en") -> str:
        """The remark in one line."""
        text = f" `{excerpt(self.text)}`" if self.text else ""
        colon = "：" if lang == "zh" else ": "
        return f"{excerpt(str(self.place))}{text}{colon}{self.reason.plain(lang)}"


def words(en: str, zh: str, **params: object) -> Words:
    """A sentence in both languages with its parameters filled in; braces in them stay as they are."""
    return Words(en, zh).filled(params)
