"""A page as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ..view.line import EMPTY, Line, Piece, line, packed, rendered, titled, wrap
from ..view.table import Cell, Column, row_blocks
from .page import NOTHING, Datum, Field, Item, Page, Section, Table

_INDENT: Final = 2
_DEEPER: Final = 6
_GAP: Final = 2


def page_text(page: Page, *, room: int = 100, color: bool = False) -> str:
    """A page for a person at a terminal.

    Args:
        page: The page.
        room: Terminal columns in all.
        color: Write ANSI colours.
    """
    return "\n".join(rendered(page_lines(page, room=room), color=color)) + "\n"


def page_lines(page: Page, *, room: int = 100) -> list[Line]:
    """The lines of `page_text`; tables with the same columns line up with each other."""
    tables = iter(_laid_out([one.table for one in page.sections if one.table is not None], room))
    lines = [line(Piece(text, "strong")) for text in wrap(page.title, room)]
    lines += [line(Piece(text)) for text in packed(page.facts, room)] if page.facts else []
    for section in page.sections:
        lines += [EMPTY, *_section(section, tables, room)]
    return lines


def _section(section: Section, tables: Iterator[list[Line]], room: int) -> Iterator[Line]:
    yield from titled(section.heading, section.note, room)
    for item in section.items:
        yield from _item(item, room)
    if section.table is not None:
        yield from next(tables)
    for text in section.rest:
        yield from (line(" " * _INDENT, Piece(part, "faint")) for part in wrap(text, room - _INDENT))


def _item(item: Item, room: int) -> Iterator[Line]:
    for at, part in enumerate(wrap(item.text, room - _INDENT - 2)):
        yield line(" " * _INDENT, Piece("  " if at else "- ", "faint"), Piece(part, item.style))
    for fact in item.facts:
        yield from (line(" " * _DEEPER, Piece(part)) for part in wrap(fact, room - _DEEPER))


def _laid_out(tables: Sequence[Table], room: int) -> Iterator[list[Line]]:
    """The lines of each table."""
    alike = {fields: [one for one in tables if one.fields == fields] for fields in {t.fields for t in tables}}
    shown = {fields: _in_row(fields, same, room) for fields, same in alike.items()}
    blocks = {fields: iter(_blocks(fields, same, shown[fields], room)) for fields, same in alike.items()}
    heads = {fields: next(found) for fields, found in blocks.items()}
    for table in tables:
        lines = list(heads[table.fields])
        for row in table.rows:
            lines += next(blocks[table.fields])
            lines += _beneath(table.fields, row, shown[table.fields], room)
        yield lines


def _in_row(fields: Sequence[Field], tables: Sequence[Table], room: int) -> list[int]:
    """Which columns stand in the row; of those that may stand beneath it the last goes first."""
    shown = [at for at, field in enumerate(fields) if field.place != "beneath"]
    wide = [
        max((Piece(row[at].text).width for table in tables for row in table.rows), default=0)
        for at in range(len(fields))
    ]
    least = [
        max(Piece(field.title).width, size) if not field.least else min(max(size, 1), field.least)
        for field, size in zip(fields, wide, strict=True)
    ]
    for at in [at for at in reversed(shown) if fields[at].place == "either"]:
        if _INDENT + sum(least[one] for one in shown) + _GAP * (len(shown) - 1) <= room:
            break
        shown.remove(at)
    return shown


def _beneath(
    fields: Sequence[Field], row: Sequence[Datum], shown: Sequence[int], room: int
) -> Iterator[Line]:
    """What stands beneath a row; what is missing alike is said once."""
    told: dict[str, str] = {}
    for at, datum in enumerate(row):
        if at in shown or datum.text in ("", NOTHING):
            continue
        title = fields[at].title
        if datum.is_missing:
            alike = next((one for one in told if told[one] == datum.text), "")
            told.pop(alike, None)
            title = f"{alike}/{title}" if alike else title
        told[title] = datum.text
    for text in packed((f"{title}: {one}" for title, one in told.items()), room - _DEEPER):
        yield line(" " * _DEEPER, Piece(text, "faint"))


def _blocks(
    fields: Sequence[Field], tables: Sequence[Table], shown: Sequence[int], room: int
) -> list[list[Line]]:
    """The lines of the heading, then those of each row of each table."""
    head = [Cell(fields[at].title, "faint") for at in shown]
    rows = [[Cell(row[at].text, row[at].style) for at in shown] for table in tables for row in table.rows]
    columns = [Column(side=fields[at].side, least=fields[at].least) for at in shown]
    return row_blocks([head, *rows], columns, room, indent=_INDENT, gap=_GAP)
