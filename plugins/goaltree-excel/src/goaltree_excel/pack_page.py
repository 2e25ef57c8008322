"""A report of goaltree as sheets: one to read, and one for each further table, so that every column has its width."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from .number_format import number_format
from .page import Pages
from .paper import HEAD, lines_of, width_of
from .port import Datum, Field, Lang, Page, Section, Table

_INK: Final = {"error": "#7F1D1D", "warning": "#7A4100", "note": "#14532D", "faint": "#6B7280"}
_PAINT: Final = {"error": "#F8D2D0", "warning": "#FDE9C9", "note": "#CDEBD3"}
_NARROW: Final = 8
_WIDE: Final = 32
_LINE: Final = 15
_MOST_LINES: Final = 20
_NAME: Final = 31
"""Characters of a sheet's name."""
_REFUSED: Final = re.compile(r"[\[\]:*?/\\']")
_ELSEWHERE: Final[Mapping[Lang, str]] = {"en": "→ sheet “{name}”", "zh": "→ 工作表「{name}」"}


def pack_page(pages: Pages, report: Page) -> None:
    """Write a report on sheets.

    The first has all sections in their order, with the tables that have the same columns as the first one; each
    other table has a sheet of its own, to which its section points.

    Args:
        pages: The workbook.
        report: The report.
    """
    names = _names(report)
    first = pages.add(next(names))
    inline = next((one.table.fields for one in report.sections if one.table is not None), ())
    own = [one for one in report.sections if one.table is not None and one.table.fields == inline]
    widths = _set_widths(first, [one.table for one in own if one.table is not None])
    pages.text(first, 0, 0, report.title, bold=True, font_size=14)
    pages.text(first, 1, 0, "   ".join(report.facts))
    row = 3
    for section in report.sections:
        row = _head(pages, first, row, section)
        if section.table is not None and section in own:
            row = _table(pages, first, row, section.table, widths)
        elif section.table is not None:
            name = next(names)
            pages.text(first, row, 0, _ELSEWHERE[pages.lang].format(name=name), font_color=_INK["faint"])
            _sheet(pages, name, section, section.table)
            row += 1
        for text in section.rest:
            pages.text(first, row, 0, text, font_color=_INK["faint"])
            row += 1
        row += 1


def _names(report: Page) -> Iterator[str]:
    """The name of the first sheet, then those of further ones: headings without what a name cannot hold, each once."""
    inline = next((one.table.fields for one in report.sections if one.table is not None), ())
    others = [one for one in report.sections if one.table is not None and one.table.fields != inline]
    seen: set[str] = set()
    for text in (report.title.partition(" · ")[0], *(one.heading for one in others)):
        name = _REFUSED.sub(" ", text).strip()[:_NAME] or "-"
        number = 2
        while name.casefold() in seen:
            tail = f" {number}"
            name, number = f"{name[: _NAME - len(tail)]}{tail}", number + 1
        seen.add(name.casefold())
        yield name


def _sheet(pages: Pages, name: str, section: Section, table: Table) -> None:
    """A table on a sheet of its own, that can be sorted and filtered."""
    page = pages.add(name)
    widths = _set_widths(page, [table])
    heading = f"{section.heading}  {section.note}" if section.note else section.heading
    pages.text(page, 0, 0, heading, bold=True, font_size=12)
    last = _table(pages, page, 2, table, widths)
    page.autofilter(2, 0, max(last - 1, 3), len(table.fields) - 1)
    page.freeze_panes(3, 0)
    page.repeat_rows(2)


def _head(pages: Pages, page: Any, row: int, section: Section) -> int:
    """Write the heading and the items of a section from a row on; the row after them."""
    heading = f"{section.heading}  {section.note}" if section.note else section.heading
    pages.text(page, row, 0, heading, bold=True, font_size=12)
    row += 1
    for item in section.items:
        pages.text(page, row, 0, f"• {item.text}", font_color=_INK.get(item.style, "#1F2937"))
        for fact in item.facts:
            row += 1
            pages.text(page, row, 0, fact, indent=2)
        row += 1
    return row


def _set_widths(page: Any, tables: Sequence[Table]) -> list[int]:
    """Give each column the width of its longest cell, within bounds."""
    count = max((len(table.fields) for table in tables), default=0)
    widths = [
        min(
            max(
                _NARROW,
                *(width_of(table.fields[at].title) + 2 for table in tables),
                *(width_of(row[at].text) + 2 for table in tables for row in table.rows),
            ),
            _WIDE,
        )
        for at in range(count)
    ]
    for at, width in enumerate(widths):
        page.set_column(at, at, width)
    return widths


def _table(pages: Pages, page: Any, row: int, table: Table, widths: Sequence[int]) -> int:
    head = {"bold": True, "bg_color": HEAD, "bottom": 1, "bottom_color": "#9AA5B1", "text_wrap": True}
    for at, field in enumerate(table.fields):
        pages.text(page, row, at, field.title, align=field.side, **head)
    for cells in table.rows:
        row += 1
        height = max(lines_of(cell.text, width) for cell, width in zip(cells, widths, strict=True))
        page.set_row(row, _LINE * min(height, _MOST_LINES))
        for at, (cell, field) in enumerate(zip(cells, table.fields, strict=True)):
            _cell(pages, page, row, at, cell, field)
    return row + 1


def _cell(pages: Pages, page: Any, row: int, at: int, cell: Datum, field: Field) -> None:
    options: dict[str, Any] = {
        "align": field.side,
        "bottom": 4,
        "bottom_color": "#D5DAE1",
        "text_wrap": True,
    }
    if cell.style in _PAINT:
        options |= {"bg_color": _PAINT[cell.style], "font_color": _INK[cell.style]}
    elif cell.style in _INK:
        options["font_color"] = _INK[cell.style]
    form = "General" if cell.number is None else number_format(cell.text)
    if cell.number is None or form == "General":
        pages.text(page, row, at, cell.text, **options)
        return
    number = cell.number * 100 if cell.text.endswith("pp") else cell.number
    pages.number(page, row, at, number, num_format=form, **options)
