"""The deviation table to be filled in: what is asked for in amber cells, whole rows sorted and filtered together."""

from __future__ import annotations

from typing import Any, Final

from .page import Pages
from .paper import AMBER, HEAD, lines_of
from .port import Table, Told

_FIRST: Final = 3
"""The row of the headings, counted from 0."""
_BLANK_ROWS: Final = 20
"""Rows for what is not on the list."""
_LEAST: Final = 10


def fill_page(pages: Pages, page: Any, told: Told, table: Table) -> None:
    """Write the table; `goaltree answers` reads it back.

    Args:
        pages: The workbook.
        page: The sheet.
        told: The scorecard in a language.
        table: What is to be filled in.
    """
    say = told.say
    wide = [max(field.least, _LEAST) for field in table.fields]
    for at, width in enumerate(wide):
        page.set_column(at, at, width)
    pages.text(
        page, 0, 0, say("Deviation table, to be filled in", "指标偏差预警表（填写）"), bold=True, font_size=14
    )
    pages.text(
        page,
        1,
        0,
        say(
            "Fill in the amber cells. Rows may be sorted and filtered; add what is missing in the blank rows, with the "
            "goal's name. Then: goaltree answers PLAN FILE --ledger LEDGER --by NAME",
            "请填写黄色单元格。可以排序、筛选；清单之外的事项请在空行中补充，并写明目标名称。之后运行："
            "goaltree answers PLAN FILE --ledger LEDGER --by NAME",
        ),
        font_color="#6B7280",
    )
    for at, field in enumerate(table.fields):
        options = {"bold": True, "bg_color": HEAD, "bottom": 1, "bottom_color": "#9AA5B1", "text_wrap": True}
        pages.text(page, _FIRST, at, field.title, align=field.side, **options)
    last = _FIRST
    for last, row in enumerate(table.rows, _FIRST + 1):
        height = max(lines_of(cell.text, width) for cell, width in zip(row, wide, strict=True))
        page.set_row(last, 15 * min(max(height, 2), 20))
        for at, (cell, field) in enumerate(zip(row, table.fields, strict=True)):
            pages.text(page, last, at, cell.text, align=field.side, **_look(is_asked=field.is_asked))
    for blank in range(last + 1, last + 1 + _BLANK_ROWS):
        for at, field in enumerate(table.fields):
            pages.text(page, blank, at, "", **_look(is_asked=field.is_asked))
    page.autofilter(_FIRST, 0, max(last, _FIRST + 1), len(table.fields) - 1)
    page.freeze_panes(_FIRST + 1, 2)
    page.repeat_rows(_FIRST)


def _look(*, is_asked: bool) -> dict[str, Any]:
    line = {"text_wrap": True, "bottom": 4, "bottom_color": "#D5DAE1"}
    return {**line, "bg_color": AMBER} if is_asked else line
