"""A plan's tables drawn as a workbook that people fill in."""

from __future__ import annotations

import io
import json
from typing import Any, Final

from attrs import evolve

from .column import LONGEST, Column
from .goal_sheet import GOALS
from .guide import GUIDE, guide
from .layout import HEAD, MORE, SECTIONS
from .paper import AMBER, LAST_ROW, lines_of, paper, pieces, style
from .paper import HEAD as HEAD_COLOUR
from .path import written
from .plan_reader import QUOTED
from .port import Lang, WriteError, column_name, place_of
from .section import Section
from .table import Leaf, Row, Tables

_ROOM: Final = 500
"""Rows to which drop-downs and colours reach, at least."""


def drawn(tables: Tables, lang: Lang, title: str, *, is_guided: bool = False) -> bytes:
    """The workbook of a plan's tables.

    Args:
        tables: The tables.
        lang: Language of sheets, headings and notes.
        title: Title of the document.
        is_guided: Whether a sheet says how to fill it in, and empty sheets are there to be filled.

    Raises:
        WriteError: A table has more rows than a sheet.
    """
    out = io.BytesIO()
    with paper(out, title) as book:
        styles = {
            "head": style(
                book, bold=True, bg_color=HEAD_COLOUR, border=1, border_color="#C4CCD8", text_wrap=True
            ),
            "cell": style(book, text_wrap=True, num_format="@"),
            "key": style(book, bold=True, num_format="@"),
            "shown": style(book, text_wrap=True, font_color="#6B7280", num_format="@"),
            "amber": book.add_format({"bg_color": AMBER}),
        }
        pages: dict[str, Any] = {}
        if is_guided:
            guide(book.add_worksheet(GUIDE.plain(lang)), styles, lang)
        pages[""] = book.add_worksheet(HEAD.name(lang))
        shown = [section for section in SECTIONS if is_guided or tables.rows.get(section.key)]
        if is_guided:  # there is nothing to show yet
            shown = [_without_shown(section) for section in shown]
        for section in (*shown, MORE):
            pages[section.key] = book.add_worksheet(section.name(lang))
        _head(pages[""], tables.head, styles, lang)
        for page in book.worksheets():
            page.set_landscape()
            page.set_paper(9)
            page.fit_to_pages(1, 0)
        lengths = {section.key: len(tables.rows.get(section.key, ())) for section in shown}
        for section in shown:
            _page(pages[section.key], section, tables.rows.get(section.key, []), styles, lang, lengths)
        for section in shown:
            if section.key == GOALS.key:
                _colour(pages[GOALS.key], section, styles, lang, lengths)
        _more(pages[MORE.key], tables.more, styles, lang)
        first = pages.get(GOALS.key) if not is_guided else None
        if first is not None:
            first.activate()
    return out.getvalue()


def _without_shown(section: Section) -> Section:
    return evolve(section, columns=tuple(column for column in section.columns if column.kind != "shown"))


def _head(page: Any, head: Row, styles: dict[str, Any], lang: Lang) -> None:
    page.set_column(0, 0, 18)
    page.set_column(1, 1, 70)
    for at, column in enumerate(HEAD.columns):
        page.write_string(at, 0, column.head.plain(lang), styles["head"])
        page.write_string(at, 1, head[at], styles["cell"]) if at in head else page.write_blank(
            at, 1, None, styles["cell"]
        )
        _note(page, at, 0, column, lang)


def _headings(page: Any, section: Section, styles: dict[str, Any], lang: Lang) -> None:
    for at, column in enumerate(section.columns):
        page.set_column(at, at, column.width, styles[_look(section, at)])
        page.write_string(0, at, column.head.plain(lang), styles["head"])
        _note(page, 0, at, column, lang)
    page.freeze_panes(1, 2 if any(column.kind == "shown" for column in section.columns) else 1)
    page.repeat_rows(0)


def _look(section: Section, at: int) -> str:
    return "key" if not at else "shown" if section.columns[at].kind == "shown" else "cell"


def _note(page: Any, row: int, at: int, column: Column, lang: Lang) -> None:
    note = column.note.plain(lang)
    if note:
        page.write_comment(row, at, note, {"x_scale": 1.4, "y_scale": 0.7, "font_size": 9, "author": ""})


def _page(
    page: Any, section: Section, rows: list[Row], styles: dict[str, Any], lang: Lang, lengths: dict[str, int]
) -> None:
    if len(rows) >= LAST_ROW:
        raise WriteError(f"a sheet holds {LAST_ROW - 1} rows; {section.key} has {len(rows)}")
    _headings(page, section, styles, lang)
    for number, row in enumerate(rows, 1):
        height = max((lines_of(text, section.columns[at].width) for at, text in row.items()), default=1)
        page.set_row(number, 15 * min(height, 12))
        for at, text in sorted(row.items()):
            page.write_string(number, at, text, styles[_look(section, at)])
    last = max(len(rows), _ROOM)
    page.autofilter(0, 0, max(len(rows), 1), len(section.columns) - 1)
    for at, column in enumerate(section.columns):
        choice = _choices(column, lang, lengths)
        if choice is not None:
            page.data_validation(1, at, last, at, choice)


def _choices(column: Column, lang: Lang, lengths: dict[str, int]) -> dict[str, Any] | None:
    """The drop-down of a column: its words, or the keys of another sheet; other entries are not refused."""
    if column.kind == "flag":
        return {
            "validate": "list",
            "source": ["是", "否"] if lang == "zh" else ["yes", "no"],
            "show_error": False,
        }
    if column.kind == "choice":
        words = [word.plain(lang) for word in column.choices.values()]
        return {"validate": "list", "source": words, "error_type": "warning"}
    other = next((one for one in SECTIONS if one.key == column.refers and one.key in lengths), None)
    if other is None or column.kind not in ("text", "key"):
        return None
    last = max(lengths[other.key], _ROOM) + 1
    return {"validate": "list", "source": f"={_range(other, lang, 1, last)}", "show_error": False}


def _range(section: Section, lang: Lang, column: int, last: int) -> str:
    sheet = place_of(section.name(lang), 1, 1).rpartition("!")[0]
    letters = column_name(column)
    return f"{sheet}!${letters}$2:${letters}${last}"


def _colour(page: Any, goals: Section, styles: dict[str, Any], lang: Lang, lengths: dict[str, int]) -> None:
    """Colour for a goal that nobody answers for, and for one without a target."""
    fields = [column.field for column in goals.columns]
    key, whole, owner, target = (
        "A",
        *(column_name(fields.index(name) + 1) for name in ("part of", "owner", "target")),
    )
    last = max(lengths["goals"], _ROOM) + 1
    carried = ""
    teams = next((section for section in SECTIONS if section.key == "teams" and section.key in lengths), None)
    if teams is not None:
        of_teams = [column.field for column in teams.columns]
        first, second = (of_teams.index(name) + 1 for name in ("owns", "carries"))
        end = max(lengths["teams"], _ROOM) + 1
        for column in (first, second):
            carried += f',COUNTIF({_range(teams, lang, column, end)},"*"&${key}2&"*")=0'
    rules = {
        owner: f'=AND(${key}2<>"",${whole}2="",${owner}2=""{carried})',
        target: f'=AND(OR(${key}2<>"",${whole}2<>""),${target}2="")',
    }
    for letters, formula in rules.items():
        options = {"type": "formula", "criteria": formula, "format": styles["amber"]}
        page.conditional_format(f"{letters}2:{letters}{last}", options)


def _more(page: Any, leaves: list[Leaf], styles: dict[str, Any], lang: Lang) -> None:
    if len(leaves) >= LAST_ROW:
        raise WriteError(f"a sheet holds {LAST_ROW - 1} rows; this plan needs {len(leaves)} on one")
    _headings(page, MORE, styles, lang)
    for number, (path, value) in enumerate(leaves, 1):
        page.write_string(number, 0, written(path), styles["cell"])
        text = value if isinstance(value, str) else ""
        kind = (
            ""
            if isinstance(value, str)
            else "null"
            if value is None
            else "{}"
            if isinstance(value, dict)
            else "[]"
        )
        parts = pieces(text, LONGEST)
        if text and any(not part.strip() for part in parts):
            kind, text = QUOTED, json.dumps(text, ensure_ascii=False).replace(" ", "\\u0020")
            parts = pieces(text, LONGEST)
        if kind:
            page.write_string(number, 1, kind, styles["cell"])
        for at, part in enumerate(parts if text else (), 2):
            page.write_string(number, at, part, styles["cell"])
