"""The sheets of an .xlsx workbook: merged ranges filled, what is hidden marked, numbers as they are shown."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from ..finding import Words
from ..workbook.archive import Archive
from ..workbook.fault import Broken, CellFault
from ..workbook.limits import Limits
from ..workbook.sheet import Sheet as Stored
from ..workbook.tab import read_sheets
from ..workbook.value import Value
from .place import Place, Remark
from .sheet import CELLS, ROWS, TOO_MANY, Cell, Sheet, Source, tidy

LIMITS: Final = Limits(rows=ROWS, cells=CELLS)
_AREA: Final = 1_000_000
_SCATTERED: Final = Words(
    "its cells are scattered over too many rows and columns: nothing of it is read",
    "单元格散布的行列过多：整张表没有读取",
)


def read_workbook(data: bytes, name: str) -> Source:
    """The sheets of a workbook; a sheet that cannot be read is remarked on, and the others are read."""
    try:
        found = read_sheets(Archive(data, LIMITS), is_rounded=True)
    except Broken as broken:
        return Source(remarks=(Remark(place=Place(file=name), text="", reason=broken.reason),))
    sheets: list[Sheet] = []
    remarks: list[Remark] = []
    texts: dict[str, str] = {}
    for tab, stored in found:
        whole = Place(file=name, sheet=tab.name)
        if isinstance(stored, Broken):
            remarks.append(Remark(place=whole, text="", reason=stored.reason))
            continue
        if stored.cut is not None:
            row, column = stored.cut
            place = Place(file=name, sheet=tab.name, row=row, column=column)
            remarks.append(Remark(place=place, text="", reason=TOO_MANY))
        columns = _columns(stored)
        if len(columns) * len(stored.rows) > _AREA:
            remarks.append(Remark(place=whole, text="", reason=_SCATTERED))
        elif stored.rows:
            sheets.append(_sheet(stored, columns, name, texts))
    return Source(sheets=tuple(sheets), remarks=tuple(remarks))


def _columns(stored: Stored) -> list[int]:
    """The columns that hold more than repeated cells."""
    copies = set(stored.merged)
    return sorted(
        {column for row, cells in stored.rows.items() for column in cells if (row, column) not in copies}
    )


def _sheet(stored: Stored, columns: list[int], name: str, texts: dict[str, str]) -> Sheet:
    """The grid of a sheet; equal texts of the workbook are kept once."""
    copies, hidden = set(stored.merged), set(stored.hidden)

    def cell(row: int, column: int, value: Value | None) -> Cell:
        is_copy = (row, column) in copies
        return Cell(
            text="" if value is None or isinstance(value, CellFault) else _text(value, texts),
            place=Place(file=name, sheet=stored.name, row=row, column=column),
            is_copy=is_copy,
            is_hidden=(row, column) in hidden and not is_copy,
            fault=value.reason if isinstance(value, CellFault) else None,
        )

    return Sheet(
        rows=tuple(
            tuple(cell(row, column, cells.get(column)) for column in columns)
            for row, cells in stored.rows.items()
        )
    )


def _text(value: str | bool | int | Decimal, texts: dict[str, str]) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        if value not in texts:
            texts[value] = tidy(value)
        return texts[value]
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text
