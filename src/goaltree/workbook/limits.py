"""How much of a workbook is read."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class Limits:
    """How much of a workbook is read, counted before anything is built of it.

    Attributes:
        parts: Parts of the file.
        unpacked: Bytes of all parts together.
        ratio: How many times its own size it may unpack to, where that is more than one MB.
        sheets: Sheets.
        rows: Rows of one sheet that hold something; the sheet says where it was cut.
        cells: Cells of all sheets that hold something; the sheet says where it was cut.
        characters: Characters of one cell.
        merged: Cells of all sheets that are filled from merged ranges.
    """

    parts: int = 10_000
    unpacked: int = 200 * 2**20
    ratio: int = 200
    sheets: int = 1_000
    rows: int = 1_048_576
    cells: int = 5_000_000
    characters: int = 2**20
    merged: int = 100_000
