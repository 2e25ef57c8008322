"""Addresses of cells: `B7`, and `Goals!B7` where the sheet is said too."""

from __future__ import annotations

import re
from typing import Final

LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384
_CELL: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_PLAIN: Final = re.compile(r"[^\W\d][\w.]*")


def cell_name(row: int, column: int) -> str:
    """The address of a cell; rows and columns are counted from 1."""
    return f"{column_name(column)}{row}"


def column_name(column: int) -> str:
    """The letters of a column."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_at(name: str) -> tuple[int, int] | None:
    """Row and column of an address; `None` where it is none, or lies outside of a sheet."""
    match = _CELL.fullmatch(name)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(match[2])
    return (row, column) if row <= LAST_ROW and column <= LAST_COLUMN else None


def range_at(name: str) -> tuple[int, int, int, int] | None:
    """First row, first column, last row and last column of a range such as `A1:C3`."""
    first, _, last = name.partition(":")
    begin, end = cell_at(first), cell_at(last or first)
    if begin is None or end is None or begin[0] > end[0] or begin[1] > end[1]:
        return None
    return (*begin, *end)


def place_of(sheet: str, row: int, column: int) -> str:
    """The address of a cell with its sheet, as Excel writes it."""
    name = sheet if _PLAIN.fullmatch(sheet) else "'" + sheet.replace("'", "''") + "'"
    return f"{name}!{cell_name(row, column)}"


def sheet_and_cell(place: str) -> tuple[str, int, int] | None:
    """Sheet, row and column of such an address."""
    name, _, cell = place.rpartition("!")
    found = cell_at(cell)
    if not name or found is None:
        return None
    if len(name) > 1 and name.startswith("'") and name.endswith("'"):
        name = name[1:-1].replace("''", "'")
    return (name, *found)
