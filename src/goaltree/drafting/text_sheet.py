"""Tables in text: Markdown and pasted pipe tables, tab-separated lines, CSV."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Final, Literal

from ..finding import Words
from .place import Place, Remark
from .sheet import CELLS, ROWS, TOO_MANY, Cell, Sheet, Source, tidy

_RULE: Final = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
_DASHES: Final = re.compile(r"\s*\|(?:\s*:?-+:?\s*\|)+\s*")
_PIPE: Final = re.compile(r"(?<!\\)\|")
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_BOLD: Final = re.compile(r"\*\*(.*)\*\*|__(.*)__", re.DOTALL)
_LINES: Final = re.compile(r"\r\n|\r|\n")
_CONTEXT: Final = 12
_SEPARATORS: Final = ("\t", ";", ",")
_HEAD: Final = 200
"""So many lines tell what parts the cells."""


def read_text(text: str, name: str, *, separator: str | None = None) -> Source:
    """The tables of a text.

    Args:
        text: Decoded.
        name: What places call it.
        separator: What parts the cells of a CSV; by default it is told from the text, which may as well
            hold tables of pipes.
    """
    if separator is None:
        lines = _LINES.split(text)
        if any(line.lstrip().startswith("|") or ("|" in line and _RULE.fullmatch(line)) for line in lines):
            return _pipe_tables(lines, name)
        separator = _separator(lines)
    return _separated(text, name, separator)


def _separator(lines: Sequence[str]) -> str:
    """What parts the cells: what every row has, and equally often; else a tab where most rows have one.

    Else it is what stands in most rows, and in most of them equally often.
    """
    head = "\n".join(lines[:_HEAD])
    widths = {sign: _widths(head, sign) for sign in _SEPARATORS}
    for sign, found in widths.items():
        if len(found) > 1 and min(found) == max(found) > 1:
            return sign
    tabs = widths["\t"]
    if 2 * sum(width > 1 for width in tabs) > len(tabs):
        return "\t"
    return max(_SEPARATORS, key=lambda sign: _evidence(widths[sign]))


def _widths(text: str, separator: str) -> list[int]:
    """How many cells each row would have; line breaks and separators in quotes make none."""
    widths: list[int] = []
    with suppress(csv.Error):  # it is told when the rows are read
        widths += (
            len(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if any(row)
        )
    return widths


def _evidence(widths: Sequence[int]) -> tuple[int, int, int]:
    """How many rows have a separator, how many of them alike, and how often."""
    parted = Counter(width for width in widths if width > 1)
    width, alike = max(parted.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
    return parted.total(), alike, width


def _pipe_tables(lines: Sequence[str], name: str) -> Source:
    sheets: list[Sheet] = []
    remarks: list[Remark] = []
    context: list[str] = []
    rows: list[tuple[Cell, ...]] = []
    total, count, is_ruled = 0, 0, False
    in_table = _table_lines(lines)
    for index, line in enumerate([*lines, ""]):
        if index in in_table:
            is_rule = not is_ruled and len(rows) < 2 and _is_rule(line, is_below=bool(rows))
            is_ruled = is_ruled or is_rule
            cells = () if is_rule else tuple(_pipe_cells(line, name, index + 1))
            total += len(cells)
            count += bool(cells)
            if total > CELLS or count > ROWS:
                remarks.append(Remark(place=Place(file=name, row=index + 1), text="", reason=TOO_MANY))
                break
            if any(cell.text for cell in cells):
                rows.append(cells)
            continue
        if rows:
            sheets.append(Sheet(rows=tuple(rows), context=tuple(context[-_CONTEXT:]), is_pasted=not is_ruled))
            rows, context, is_ruled = [], [], False
        if line.strip():
            context.append(line.strip())
    if rows:
        sheets.append(Sheet(rows=tuple(rows), context=tuple(context[-_CONTEXT:]), is_pasted=not is_ruled))
    return Source(sheets=tuple(sheets), remarks=tuple(remarks))


def _is_rule(line: str, *, is_below: bool) -> bool:
    """Whether a line of dashes parts a header from its rows; single dashes do so only right below one."""
    return _RULE.fullmatch(line) is not None or (is_below and _DASHES.fullmatch(line) is not None)


def _table_lines(lines: Sequence[str]) -> set[int]:
    """The lines of tables: they begin with a pipe, or stand around a line of dashes and have one."""
    found: set[int] = set()
    is_inside = False
    for index, line in enumerate(lines):
        is_inside = is_inside and "|" in line
        if "|" in line and _RULE.fullmatch(line):
            is_inside = True
            if index and "|" in lines[index - 1]:
                found.add(index - 1)
        if is_inside or line.lstrip().startswith("|"):
            found.add(index)
    return found


def _pipe_cells(line: str, name: str, number: int) -> Iterator[Cell]:
    bare = line.strip().removeprefix("|")
    if bare.endswith("|") and not bare.endswith("\\|"):
        bare = bare[:-1]
    for column, part in enumerate(_PIPE.split(bare), start=1):
        text = tidy(_BREAK.sub("\n", part.replace("\\|", "|")))
        bold = _BOLD.fullmatch(text)
        if bold is not None and "**" not in (bold[1] or ""):
            text = (bold[1] or bold[2] or "").strip()
        yield Cell(text=text, place=Place(file=name, row=number, column=column))


def _separated(text: str, name: str, separator: str) -> Source:
    found = _csv_rows(text, name, separator, csv.QUOTE_MINIMAL)
    if separator == "\t" and found.remarks:
        # Lines pasted from a page have quotes that quote nothing.
        return _csv_rows(text, name, separator, csv.QUOTE_NONE)
    return found


def _csv_rows(text: str, name: str, separator: str, quoting: Literal[0, 3]) -> Source:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True, quoting=quoting)
    rows: list[tuple[Cell, ...]] = []
    remarks: list[Remark] = []
    start, total = 1, 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            reason = _reason(str(error))
            remarks.append(Remark(place=Place(file=name, row=start), text="", reason=reason))
            break
        total += len(row)
        if len(rows) >= ROWS or total > CELLS:
            remarks.append(Remark(place=Place(file=name, row=start), text="", reason=TOO_MANY))
            break
        if any(cell.strip() for cell in row):
            rows.append(
                tuple(
                    Cell(text=tidy(cell), place=Place(file=name, row=start, column=column))
                    for column, cell in enumerate(row, start=1)
                )
            )
        start = reader.line_num + 1
    return Source(sheets=(Sheet(rows=tuple(rows)),) if rows else (), remarks=tuple(remarks))


def _reason(error: str) -> Words:
    if "unexpected end of data" in error:
        return Words(
            "a quote is opened here and never closed: nothing from here on is read",
            "此处的引号打开后没有闭合：从这里起都没有读",
        )
    if "field larger" in error:
        return Words(
            "a cell has more than 131072 characters: nothing from here on is read",
            "单元格超过 131072 个字符：从这里起都没有读",
        )
    return Words(
        "text follows a closing quote: nothing from here on is read",
        "闭合的引号后面还有文字：从这里起都没有读",
    )
