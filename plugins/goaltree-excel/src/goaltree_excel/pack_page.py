"""A report of goaltree as one sheet: its facts, its sections one below another, numbers as numbers."""

from __future__ import annotations

from typing import Any, Final

from .number_format import number_format
from .page import Pages
from .paper import HEAD, lines_of, width_of
from .port import Datum, Field, Page, Section, Table

_INK: Final = {"error": "#7F1D1D", "warning": "#7A4100", "note": "#14532D", "faint": "#6B7280"}
_PAINT: Final = {"error": "#F8D2D0", "warning": "#FDE9C9", "note": "#CDEBD3"}
_NARROW: Final = 8
_WIDE: Final = 44
_LINE: Final = 15
_MOST_LINES: Final = 20
_ACROSS: Final = 120
"""Characters of a line of text that runs over the columns."""


def pack_page(pages: Pages, page: Any, report: Page) -> None:
    """Write a report on a sheet.

    Args:
        pages: The workbook.
        page: The sheet.
        report: The report.
    """
    tables = [one.table for one in report.sections if one.table is not None]
    for at in range(max((len(table.fields) for table in tables), default=1)):
        page.set_column(at, at, _width(tables, at))
    pages.text(page, 0, 0, report.title, bold=True, font_size=14)
    pages.text(page, 1, 0, "   ".join(report.facts))
    row = 3
    for section in report.sections:
        row = _section(pages, page, row, section) + 1


def _width(tables: list[Table], at: int) -> int:
    """The width of a column: that of its longest cell, within bounds."""
    wide = [
        max([width_of(table.fields[at].title), *(width_of(row[at].text) for row in table.rows)])
        for table in tables
        if at < len(table.fields)
    ]
    return min(max([_NARROW, *(one + 2 for one in wide)]), _WIDE)


def _section(pages: Pages, page: Any, row: int, section: Section) -> int:
    """Write a section from a row on; the row after it."""
    heading = f"{section.heading}  {section.note}" if section.note else section.heading
    pages.text(page, row, 0, heading, bold=True, font_size=12)
    row += 1
    for item in section.items:
        pages.text(page, row, 0, f"• {item.text}", font_color=_INK.get(item.style, "#1F2937"))
        for fact in item.facts:
            row += 1
            pages.text(page, row, 0, fact, indent=2)
        row += 1
    if section.table is not None:
        row = _table(pages, page, row, section.table)
    for text in section.rest:
        pages.text(page, row, 0, text, font_color=_INK["faint"])
        row += 1
    return row


def _table(pages: Pages, page: Any, row: int, table: Table) -> int:
    head = {"bold": True, "bg_color": HEAD, "bottom": 1, "bottom_color": "#9AA5B1", "text_wrap": True}
    for at, field in enumerate(table.fields):
        pages.text(page, row, at, field.title, align=field.side, **head)
    widths = [_width([table], at) for at in range(len(table.fields))]
    for cells in table.rows:
        row += 1
        height = max(lines_of(cell.text, width) for cell, width in zip(cells, widths, strict=True))
        page.set_row(row, _LINE * min(height, _MOST_LINES))
        for at, (cell, field) in enumerate(zip(cells, table.fields, strict=True)):
            _cell(pages, page, row, at, cell, field)
    return row + 1


def _cell(pages: Pages, page: Any, row: int, at: int, cell: Datum, field: Field) -> None:
    options: dict[str, Any] = {"align": field.side, "bottom": 4, "bottom_color": "#D5DAE1", "text_wrap": True}
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
