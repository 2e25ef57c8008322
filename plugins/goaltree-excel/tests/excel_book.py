"""Workbooks for tests: made by writers that are not the plugin's, read by readers that are not."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "examples" / "xiaohongshu" / "src" / "goaltree_xiaohongshu"
SAFE = {"strings_to_formulas": False, "strings_to_urls": False}


def book(path: Path, **sheets: Sequence[Sequence[Any]]) -> Path:
    """A workbook with one sheet for each name; `None` is an empty cell."""
    with xlsxwriter.Workbook(str(path), SAFE) as made:
        for name, rows in sheets.items():
            page = made.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if cell is not None:
                        page.write(row, column, cell)
    return path


def drawn(path: Path, draw: Callable[[Any, Any], None], name: str = "S", **options: Any) -> Path:
    """A workbook with one sheet that a function draws with the workbook and the sheet."""
    with xlsxwriter.Workbook(str(path), {**SAFE, **options}) as made:
        draw(made, made.add_worksheet(name))
    return path


def altered(source: Path, path: Path, parts: Mapping[str, Callable[[bytes], bytes] | bytes]) -> Path:
    """A copy of a workbook with some parts changed or added."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            change = parts.get(name)
            data = old.read(name)
            new.writestr(
                name, data if change is None else change if isinstance(change, bytes) else change(data)
            )
        for name, change in parts.items():
            if name not in old.namelist():
                assert isinstance(change, bytes)
                new.writestr(name, change)
    return path


def reread(data: bytes) -> Any:
    """A workbook as openpyxl, which is not the plugin's own reader, reads it."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".* extension is not supported", module="openpyxl")
        return openpyxl.load_workbook(io.BytesIO(data))


def texts(data: bytes) -> list[str]:
    """Every text of a workbook, as openpyxl reads it."""
    return [
        str(cell.value)
        for page in reread(data)
        for row in page.iter_rows()
        for cell in row
        if cell.value is not None
    ]


def formulas(data: bytes) -> list[str]:
    """Every cell that openpyxl takes for a formula or a link."""
    return [
        f"{page.title}!{cell.coordinate}"
        for page in reread(data)
        for row in page.iter_rows()
        for cell in row
        if cell.data_type == "f" or cell.hyperlink is not None
    ]
