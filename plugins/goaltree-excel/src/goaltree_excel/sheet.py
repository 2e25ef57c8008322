"""One sheet of a workbook as its filled cells, read from XML bit by bit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from attrs import frozen

from .address import LAST_COLUMN, LAST_ROW, cell_at, place_of, range_at, span_of
from .archive import Archive
from .fault import NOT_STORED, TEXT_LOST, Broken, failed, too_large
from .port import Finding
from .rule import HIDDEN, MERGED
from .style import Style, Value, shown

CELLS: Final = 5_000_000
CHARACTERS: Final = 2**20
_FILLED: Final = 100_000
"""Cells of merged ranges that are filled; a sheet with more of them is refused."""
_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TRUE: Final = frozenset({"1", "true"})


@frozen(kw_only=True, eq=False)
class Sheet:
    """The filled cells of a sheet.

    Attributes:
        name: Its name.
        rows: Values by row and column, counted from 1; in ascending order.
        hidden: Row and column of its hidden cells.
        merged: Row and column of the cells that were filled from a merged range.
    """

    name: str
    rows: Mapping[int, Mapping[int, Value]]
    hidden: Sequence[tuple[int, int]] = ()
    merged: Sequence[tuple[int, int]] = ()

    def place(self, row: int, column: int) -> str:
        """The address of a cell."""
        return place_of(self.name, row, column)

    def findings(self, file: str, below: int = 0) -> list[Finding]:
        """What was taken for granted while it was read, in the rows below one."""
        found = []
        for rule, cells in ((HIDDEN, self.hidden), (MERGED, self.merged)):
            counted = [self.place(*cell) for cell in cells if cell[0] > below]
            if counted:
                params = {"place": counted[0], "count": len(counted)}
                found.append(Finding(rule=rule, params=params, span=span_of(file, counted[0])))
        return found


@frozen(kw_only=True, eq=False)
class Shared:
    """What the cells of every sheet refer to.

    Attributes:
        strings: The texts.
        styles: The meaning of each cell format.
        since_1904: Whether days are counted from 1904.
    """

    strings: Sequence[str] = ()
    styles: Sequence[Style] = ()
    since_1904: bool = False


def unescaped(text: str) -> str:
    """The text of a cell; `_x000D_` in the file is the character with that number."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


class _LocalNames(dict[str, str]):
    """Names of elements without their prefix; each is cut once."""

    def __missing__(self, name: str) -> str:
        local = self[name] = name.rpartition(":")[2]
        return local


class _Reader:
    """Takes the elements of a sheet's part and keeps its filled cells."""

    def __init__(self, name: str, shared: Shared, *, is_hidden: bool) -> None:
        self.name, self.shared, self.is_hidden = name, shared, is_hidden
        self.local = _LocalNames()
        self.rows: dict[int, dict[int, Value]] = {}
        self.merges: list[tuple[int, int, int, int]] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self.count = 0
        self.row = self.column = 0
        self.pending: dict[str, str] | None = None
        self.kind = self.style = ""
        self.raw: list[str] = []
        self.parts: list[str] = []
        self.size = 0
        self.has_formula = self.is_value = self.is_inline = self.is_phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = self.local[name]
        if local == "row":
            if "r" not in attributes:
                self._begin()
                attributes["r"] = str(self.row + 1)
            self.pending = attributes
        elif local == "c":
            self._cell(attributes)
        elif local == "v":
            self.is_value, self.raw, self.size = True, [], 0
        elif local == "f":
            self.has_formula = True
        elif local == "t":
            self.is_inline = not self.is_phonetic
        elif local == "rPh":
            self.is_phonetic = True
        elif local == "mergeCell":
            found = range_at(attributes.get("ref", ""))
            if found is not None:
                self.merges.append(found)
        elif local == "col" and attributes.get("hidden") in _TRUE:
            low, high = _index(attributes.get("min")), _index(attributes.get("max"))
            self.hidden_columns.append((low, high))

    def end(self, name: str) -> None:
        local = self.local[name]
        if local == "v":
            self.is_value = False
        elif local == "t":
            self.is_inline = False
        elif local == "rPh":
            self.is_phonetic = False
        elif local == "c":
            self._close()

    def text(self, text: str) -> None:
        if self.is_value or self.is_inline:
            self.size += len(text)
            if self.size > CHARACTERS:
                raise too_large("a cell has more than a million characters", "某单元格超过一百万字符")
            (self.raw if self.is_value else self.parts).append(text)

    def _begin(self) -> None:
        """Take up a row with its first cell: most of the rows of a formatted sheet have none."""
        attributes, self.pending = self.pending, None
        if attributes is None:
            return
        self.row, self.column = _index(attributes["r"]), 0
        if not 0 < self.row <= LAST_ROW:
            raise Broken("a row lies outside of the sheet", "有行超出工作表范围")
        if attributes.get("hidden") in _TRUE:
            self.hidden_rows.add(self.row)

    def _cell(self, attributes: dict[str, str]) -> None:
        self._begin()
        at = attributes.get("r")
        if at is None:
            self.column += 1
        else:
            found = cell_at(at)
            if found is None:
                raise Broken("a cell lies outside of the sheet", "有单元格超出工作表范围")
            self.row, self.column = found
        if not 0 < self.column <= LAST_COLUMN or not 0 < self.row:
            raise Broken("a cell lies outside of the sheet", "有单元格超出工作表范围")
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "")
        self.raw, self.parts, self.size, self.has_formula = [], [], 0, False

    def _close(self) -> None:
        value = self._value("".join(self.raw), "".join(self.parts))
        if value is None or (isinstance(value, str) and not value.strip()):
            return
        self.count += 1
        if self.count > CELLS:
            raise too_large(
                f"a sheet has more than {CELLS} filled cells", f"工作表超过 {CELLS} 个有内容的单元格"
            )
        self.rows.setdefault(self.row, {})[self.column] = value

    def _value(self, raw: str, inline: str) -> Value | None:
        kind = self.kind
        if kind == "inlineStr":
            return unescaped(inline)
        if not raw:
            return NOT_STORED if self.has_formula and kind != "str" else None
        if kind == "s":
            index, strings = _index(raw), self.shared.strings
            return strings[index] if 0 <= index < len(strings) else TEXT_LOST
        if kind == "n":
            index, styles = _index(self.style), self.shared.styles
            style = styles[index] if 0 <= index < len(styles) else _NO_STYLE
            return shown(raw, style, since_1904=self.shared.since_1904)
        if kind == "e":
            return failed(raw[:40])
        if kind == "b":
            return raw == "1"
        return unescaped(raw)

    def sheet(self) -> Sheet:
        """The sheet, with merged ranges filled."""
        merged: list[tuple[int, int]] = []
        budget = _FILLED
        for top, left, bottom, right in self.merges:
            value = self.rows.get(top, {}).get(left)
            if value is None:
                continue
            for row in range(top, bottom + 1) if bottom - top < len(self.rows) else sorted(self.rows):
                if row in self.rows and top <= row <= bottom:
                    budget -= right - left + 1
                    if budget < 0:
                        raise too_large(
                            f"more than {_FILLED} cells are merged", f"合并的单元格超过 {_FILLED} 个"
                        )
                    for column in range(left, right + 1):
                        if column not in self.rows[row]:
                            self.rows[row][column] = value
                            merged.append((row, column))
        rows = {row: dict(sorted(cells.items())) for row, cells in sorted(self.rows.items())}
        hidden = [
            (row, column)
            for row, cells in (
                rows.items() if self.is_hidden or self.hidden_rows or self.hidden_columns else ()
            )
            for column in cells
            if self.is_hidden
            or row in self.hidden_rows
            or any(low <= column <= high for low, high in self.hidden_columns)
        ]
        return Sheet(name=self.name, rows=rows, hidden=hidden, merged=sorted(merged))


_NO_STYLE: Final = Style()


def read_sheet(archive: Archive, part: str, name: str, shared: Shared, *, is_hidden: bool) -> Sheet:
    """A sheet of a workbook.

    Raises:
        Broken: It is damaged, or more than is read.
    """
    reader = _Reader(name, shared, is_hidden=is_hidden)
    archive.parse(part, reader.start, reader.end, reader.text)
    return reader.sheet()


def _index(text: str | None) -> int:
    """A small whole number of the file; -1 where it is none."""
    return int(text) if text and len(text) <= 9 and text.isascii() and text.isdigit() else -1
