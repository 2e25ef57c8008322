"""A report as a small document in one language: facts, then sections of items and tables.

What writes it (`page_text`, `page_markdown`, a workbook) decides how it looks. Texts of people are data in it: each
writer makes them harmless in its own way.
"""

from __future__ import annotations

from typing import Final, Literal

from attrs import frozen

from ..view.line import Style
from ..view.table import Side

NOTHING: Final = "—"
Place = Literal["row", "beneath", "either"]


@frozen
class Datum:
    """One cell of a table.

    Attributes:
        text: What it says.
        style: How it looks.
        number: The number that the text tells, in the unit of the text without scale words, shares as fractions;
            `None` where it tells none.
        is_missing: Whether it stands for what people are asked to fill in.
    """

    text: str = ""
    style: Style = ""
    number: float | None = None
    is_missing: bool = False


@frozen(kw_only=True)
class Field:
    """One column of a table.

    Attributes:
        title: Its heading.
        side: Where its text is pushed.
        least: Columns to which it is narrowed on a terminal before any other is; 0 for none.
        place: Where a terminal has it: in the `row`, `beneath` it with its heading before it, or `either`, beneath
            where the row would be too wide.
        is_asked: Whether people are asked to fill it in.
    """

    title: str
    side: Side = "left"
    least: int = 0
    place: Place = "row"
    is_asked: bool = False


@frozen(kw_only=True)
class Table:
    """Rows under headings.

    Attributes:
        fields: The columns.
        rows: Cells; each row has one for each column.
    """

    fields: tuple[Field, ...]
    rows: tuple[tuple[Datum, ...], ...]


@frozen(kw_only=True)
class Item:
    """One thing that is said, and what is said of it.

    Attributes:
        text: What is said.
        style: How it looks.
        facts: What is said of it.
    """

    text: str
    style: Style = ""
    facts: tuple[str, ...] = ()


@frozen(kw_only=True)
class Section:
    """A heading with what stands under it.

    Attributes:
        heading: The heading.
        note: What is said beside it.
        items: What is said first.
        table: The table that follows; `None` for none.
        rest: What is said last: how much is left out, how to read it.
    """

    heading: str
    note: str = ""
    items: tuple[Item, ...] = ()
    table: Table | None = None
    rest: tuple[str, ...] = ()


@frozen(kw_only=True)
class Page:
    """A report.

    Attributes:
        title: What it is.
        facts: What is said of it at the top.
        sections: Its sections, in the order in which a reader needs them.
    """

    title: str
    facts: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
