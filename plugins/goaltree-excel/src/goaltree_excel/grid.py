"""The table of one sheet of a plan: its headings found, its rows with their cells."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from attrs import frozen

from .column import Column, text_of
from .fault import span_of
from .port import CellFault, Finding, Rule, Sheet, Value, excerpt
from .rule import HEADING_REPEATED, HEADING_UNKNOWN, HEADINGS_MISSING
from .section import Section

HEADER_ROWS = 50
"""How far down the row of headings may stand."""


@frozen(kw_only=True, eq=False)
class Grid:
    """A sheet whose columns are known.

    Attributes:
        sheet: The sheet.
        section: What it holds.
        header: Row of the headings.
        columns: Position in the section to the column of the sheet.
    """

    sheet: Sheet
    section: Section
    header: int
    columns: dict[int, int]

    def rows(self) -> Iterator[tuple[int, dict[int, Value]]]:
        """The rows under the headings that hold anything, with their cells by position in the section."""
        for number, cells in self.sheet.rows.items():
            if number > self.header:
                found = {at: cells[there] for at, there in self.columns.items() if there in cells}
                if found:
                    yield number, found

    def place(self, row: int, position: int) -> str:
        """The address of the cell of a row under a column of the section."""
        return self.sheet.place(row, self.columns.get(position, 1))


def headings_of(column: Column) -> set[str]:
    """What a column may be headed with, folded."""
    return {_folded(column.head.en), _folded(column.head.zh)}


def grid_of(sheet: Sheet, section: Section, file: str) -> tuple[Grid | None, list[Finding]]:
    """The table of a sheet; nothing where it has no headings, or one of them twice."""
    known = {text: at for at, column in enumerate(section.columns) for text in headings_of(column)}
    header, best = 0, 0
    for number, cells in list(sheet.rows.items())[:HEADER_ROWS]:
        if number > HEADER_ROWS:
            break
        hits = len({known[text] for text in map(_heading, cells.values()) if text in known})
        if hits > best:
            header, best = number, hits
    names = [f"{column.head.en} / {column.head.zh}" for column in section.columns]
    if best < min(2, len(section.columns)):
        params = {"sheet": excerpt(sheet.name), "rows": HEADER_ROWS, "known": tuple(names[:4])}
        return None, [_finding(HEADINGS_MISSING, file, sheet.place(min(sheet.rows, default=1), 1), params)]
    columns: dict[int, int] = {}
    findings: list[Finding] = []
    for there, cell in sheet.rows[header].items():
        text = _heading(cell)
        place = sheet.place(header, there)
        if text not in known:
            close = difflib.get_close_matches(text[:60], known, n=3, cutoff=0.6)
            near = [names[known[one]] for one in close] or names[:6]
            params = {"place": place, "heading": excerpt(str(cell)), "known": tuple(dict.fromkeys(near))}
            findings.append(_finding(HEADING_UNKNOWN, file, place, params))
        elif known[text] in columns:
            first = sheet.place(header, columns[known[text]])
            params = {"heading": excerpt(str(cell)), "first": first, "place": place}
            return None, [*findings, _finding(HEADING_REPEATED, file, place, params)]
        else:
            columns[known[text]] = there
    return Grid(sheet=sheet, section=section, header=header, columns=columns), findings


def _heading(cell: Value) -> str:
    return "" if isinstance(cell, CellFault) else _folded(text_of(cell))


def _folded(text: str) -> str:
    return "".join(text.casefold().split())


def _finding(rule: Rule, file: str, place: str, params: dict[str, object]) -> Finding:
    return Finding(rule=rule, params=params, span=span_of(file, place))
