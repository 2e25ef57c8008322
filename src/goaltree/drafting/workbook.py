"""An .xlsx workbook as sheets: merged ranges filled, what is hidden marked, number formats applied.

Read with the standard library alone: a draft needs the merged ranges, the hidden rows and the number
formats, which quick readers leave out.
"""

from __future__ import annotations

import posixpath
import re
from typing import Final
from xml.etree import ElementTree as ET

from attrs import evolve, field, frozen

from ..finding import Words
from .archive import Archive, BrokenError
from .number_format import shown_number
from .place import Place, Remark, words
from .sheet import CELLS, ROWS, Cell, Sheet, Source

_ADDRESS: Final = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_MAIN: Final = "{*}"
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT: Final = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_MERGED: Final = 10_000
_NO_VALUE: Final = Words(
    "it is a formula whose value was never stored: open the workbook, save it, and draft again",
    "它是没有存储结果的公式：请打开工作簿保存后再试",
)


@frozen(kw_only=True, eq=False)
class _Book:
    """What cells of every sheet refer to."""

    strings: tuple[str, ...]
    styles: tuple[int, ...]
    formats: dict[int, str] = field(factory=dict)
    since_1904: bool = False


def read_workbook(data: bytes, name: str) -> Source:
    """The sheets of a workbook; links, macros and objects in it are never followed."""
    try:
        archive = Archive(data)
        root = archive.main()
        book = _book(archive, root)
        parts = _relations(archive)
    except BrokenError as broken:
        return Source(remarks=(Remark(place=Place(file=name), text="", reason=broken.reason),))
    sheets: list[Sheet] = []
    remarks: list[Remark] = []
    for entry in root.iterfind(f"{_MAIN}sheets/{_MAIN}sheet"):
        title = entry.get("name", "")
        place = Place(file=name, sheet=title)
        try:
            part = archive.xml(parts.get(entry.get(_RELATION) or entry.get(_STRICT) or "", ""))
        except BrokenError as broken:
            remarks.append(Remark(place=place, text="", reason=broken.reason))
            continue
        if part is not None:
            sheet, found = _sheet(part, book, place, is_hidden=entry.get("state", "visible") != "visible")
            sheets += [sheet] if sheet.rows else []
            remarks += found
    return Source(sheets=tuple(sheets), remarks=tuple(remarks))


def _book(archive: Archive, root: ET.Element) -> _Book:
    strings = archive.xml("xl/sharedStrings.xml")
    styles = archive.xml("xl/styles.xml")
    setting = root.find(f"{_MAIN}workbookPr")
    return _Book(
        strings=tuple(_text(item) for item in (strings if strings is not None else ())),
        styles=tuple(
            _index(style.get("numFmtId"))
            for style in (styles.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf") if styles is not None else ())
        ),
        formats={
            _index(one.get("numFmtId")): one.get("formatCode", "")
            for one in (styles.iterfind(f"{_MAIN}numFmts/{_MAIN}numFmt") if styles is not None else ())
        },
        since_1904=setting is not None and setting.get("date1904") in {"1", "true"},
    )


def _relations(archive: Archive) -> dict[str, str]:
    """Where the parts of a workbook stand, by the names that it gives them."""
    root = archive.xml("xl/_rels/workbook.xml.rels")
    found = {}
    for one in root if root is not None else ():
        target = one.get("Target", "")
        if one.get("TargetMode") != "External":
            found[one.get("Id", "")] = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            )
    return found


def _text(item: ET.Element) -> str:
    """The text of a string, without the reading aids that stand beside it."""
    texts = [item.findtext(f"{_MAIN}t") or ""]
    texts += [run.findtext(f"{_MAIN}t") or "" for run in item.iterfind(f"{_MAIN}r")]
    return "".join(texts)


def _sheet(part: ET.Element, book: _Book, place: Place, *, is_hidden: bool) -> tuple[Sheet, list[Remark]]:
    rows: dict[int, dict[int, Cell]] = {}
    remarks: list[Remark] = []
    hidden = _hidden_columns(part)
    count = 0
    for row in part.iterfind(f"{_MAIN}sheetData/{_MAIN}row"):
        is_row_hidden = is_hidden or row.get("hidden") in {"1", "true"}
        for one in row.iterfind(f"{_MAIN}c"):
            address = _ADDRESS.fullmatch(one.get("r", ""))
            text = _value(one, book)
            if address is None or text == "":
                continue
            column, number = _column(address[1]), int(address[2])
            count += 1
            if count > CELLS or (number not in rows and len(rows) >= ROWS):
                break
            rows.setdefault(number, {})[column] = Cell(
                text=text if isinstance(text, str) else "",
                place=evolve(place, row=number, column=column),
                is_hidden=is_row_hidden or any(low <= column <= high for low, high in hidden),
                fault=None if isinstance(text, str) else text,
            )
        else:
            continue
        reason = words(
            "more than {rows} rows or {cells} cells are not read",
            "超过 {rows} 行或 {cells} 个单元格的部分不读",
            rows=ROWS,
            cells=CELLS,
        )
        remarks.append(Remark(place=evolve(place, row=number, column=column), text="", reason=reason))
        break
    _fill(part, rows)
    columns = sorted({column for row in rows.values() for column in row})
    grid = tuple(
        tuple(row.get(c) or Cell(text="", place=evolve(place, row=number, column=c)) for c in columns)
        for number, row in sorted(rows.items())
    )
    return Sheet(rows=grid), remarks


def _hidden_columns(part: ET.Element) -> list[tuple[int, int]]:
    return [
        (_index(one.get("min")), _index(one.get("max")))
        for one in part.iterfind(f"{_MAIN}cols/{_MAIN}col")
        if one.get("hidden") in {"1", "true"}
    ]


def _value(one: ET.Element, book: _Book) -> str | Words:
    """What a cell shows; or why it shows nothing that can be read."""
    kind = one.get("t", "n")
    raw = one.findtext(f"{_MAIN}v") or ""
    if kind == "inlineStr":
        inline = one.find(f"{_MAIN}is")
        return "" if inline is None else _text(inline).strip()
    if not raw:
        return _NO_VALUE if one.find(f"{_MAIN}f") is not None else ""
    if kind == "s":
        index = _index(raw)
        known = 0 <= index < len(book.strings)
        return book.strings[index].strip() if known else Words("its text is lost", "文字已丢失")
    if kind == "e":
        return words("its formula failed: {error}", "公式出错：{error}", error=raw)
    if kind in {"str", "d"}:
        return raw.strip()
    if kind == "b":
        return "TRUE" if raw == "1" else "FALSE"
    style = _index(one.get("s"))
    code = book.styles[style] if 0 <= style < len(book.styles) else 0
    return shown_number(raw, code, book.formats, since_1904=book.since_1904)


def _fill(part: ET.Element, rows: dict[int, dict[int, Cell]]) -> None:
    """Repeat the cell of a merged range in every row and column that it spans and that has cells."""
    for one in part.iterfind(f"{_MAIN}mergeCells/{_MAIN}mergeCell"):
        ends = [_ADDRESS.fullmatch(end) for end in one.get("ref", "").split(":")]
        if len(ends) != 2 or ends[0] is None or ends[1] is None:
            continue
        top, bottom = int(ends[0][2]), int(ends[1][2])
        left, right = _column(ends[0][1]), _column(ends[1][1])
        first = rows.get(top, {}).get(left)
        if first is None or (bottom - top + 1) * (right - left + 1) > _MERGED:
            continue
        for number in range(top, bottom + 1):
            for column in range(left, right + 1):
                if number in rows and column not in rows[number]:
                    place = evolve(first.place, row=number, column=column)
                    rows[number][column] = evolve(first, place=place, is_copy=True)


def _index(text: str | None) -> int:
    """A small whole number of the file; -1 where it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 9 else -1


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
