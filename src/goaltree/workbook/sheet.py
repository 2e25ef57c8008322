"""One sheet of a workbook as its filled cells, read from XML bit by bit."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import Final

from attrs import frozen

from .address import LAST_COLUMN, LAST_ROW, cell_at, place_of, range_at
from .archive import Archive
from .fault import NOT_STORED, TEXT_LOST, broken, failed, too_large
from .limits import Limits
from .shared import Shared, unescaped
from .style import Style
from .value import Value, shown

_TRUE: Final = frozenset({"1", "true"})


@frozen(kw_only=True, eq=False)
class Sheet:
    """The filled cells of a sheet.

    Attributes:
        name: Its name.
        rows: Values by row and column, counted from 1; in ascending order.
        hidden: Row and column of its hidden cells.
        merged: Row and column of the cells that were filled from a merged range.
        cut: Row and column of the first cell that was left out, as the sheet has more than is read; what
            stands behind it was left out too.
    """

    name: str
    rows: Mapping[int, Mapping[int, Value]]
    hidden: Sequence[tuple[int, int]] = ()
    merged: Sequence[tuple[int, int]] = ()
    cut: tuple[int, int] | None = None

    def place(self, row: int, column: int) -> str:
        """The address of a cell."""
        return place_of(self.name, row, column)


class _LocalNames(dict[str, str]):
    """Names of elements without their prefix; each is cut once."""

    def __missing__(self, name: str) -> str:
        local = self[name] = name.rpartition(":")[2]
        return local


class _Reader:
    """Takes the elements of a sheet's part and keeps its filled cells."""

    def __init__(self, name: str, shared: Shared, limits: Limits, *, is_hidden: bool) -> None:
        self.name, self.shared, self.limits, self.is_hidden = name, shared, limits, is_hidden
        self.local = _LocalNames()
        self.rows: dict[int, dict[int, Value]] = {}
        self.merges: list[tuple[int, int, int, int]] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self.count = 0
        self.cut: tuple[int, int] | None = None
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
            if self.size > self.limits.characters:
                raise too_large(
                    "a cell has more than {most} characters",
                    "某单元格超过 {most} 个字符",
                    most=self.limits.characters,
                )
            (self.raw if self.is_value else self.parts).append(text)

    def _begin(self) -> None:
        """Take up a row with its first cell: most of the rows of a formatted sheet have none."""
        attributes, self.pending = self.pending, None
        if attributes is None:
            return
        self.row, self.column = _index(attributes["r"]), 0
        if not 0 < self.row <= LAST_ROW:
            raise broken("a row lies outside of the sheet", "有行超出工作表范围")
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
                raise broken("a cell lies outside of the sheet", "有单元格超出工作表范围")
            self.row, self.column = found
        if not 0 < self.column <= LAST_COLUMN or not 0 < self.row:
            raise broken("a cell lies outside of the sheet", "有单元格超出工作表范围")
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "")
        self.raw, self.parts, self.size, self.has_formula = [], [], 0, False

    def _close(self) -> None:
        if self.cut is not None:
            return
        value = self._value("".join(self.raw), "".join(self.parts))
        if value is None or (isinstance(value, str) and not value.strip()):
            return
        self.count += 1
        is_full = self.row not in self.rows and len(self.rows) >= self.limits.rows
        if self.count > self.limits.cells or is_full:
            self.cut = (self.row, self.column)
            return
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
            shared = self.shared
            return shown(raw, style, since_1904=shared.since_1904, is_rounded=shared.is_rounded)
        if kind == "e":
            return failed(raw[:40])
        if kind == "b":
            return raw == "1"
        return unescaped(raw)

    def sheet(self) -> Sheet:
        """The sheet, with merged ranges filled."""
        merged: list[tuple[int, int]] = []
        ordered = sorted(self.rows)
        budget = self.limits.merged
        for top, left, bottom, right in self.merges:
            value = self.rows.get(top, {}).get(left)
            if value is None:
                continue
            for row in ordered[bisect_left(ordered, top) : bisect_right(ordered, bottom)]:
                budget -= right - left + 1
                if budget < 0:
                    raise too_large(
                        "more than {most} cells are merged",
                        "合并的单元格超过 {most} 个",
                        most=self.limits.merged,
                    )
                for column in range(left, right + 1):
                    if column not in self.rows[row]:
                        self.rows[row][column] = value
                        merged.append((row, column))
        rows = {row: dict(sorted(self.rows[row].items())) for row in ordered}
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
        return Sheet(name=self.name, rows=rows, hidden=hidden, merged=sorted(merged), cut=self.cut)


_NO_STYLE: Final = Style()


def read_sheet(
    archive: Archive, part: str, name: str, shared: Shared, limits: Limits, *, is_hidden: bool
) -> Sheet:
    """A sheet of a workbook.

    Raises:
        Broken: It is damaged, or more than is read.
    """
    reader = _Reader(name, shared, limits, is_hidden=is_hidden)
    archive.parse(part, reader.start, reader.end, reader.text)
    return reader.sheet()


def _index(text: str | None) -> int:
    """A small whole number of the file; -1 where it is none."""
    return int(text) if text and len(text) <= 9 and text.isascii() and text.isdigit() else -1
