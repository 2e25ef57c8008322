"""A CSV or TSV text as a sheet: every cell stays the text that it is."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Final

from ..finding import Finding, Span, Words, excerpt
from .column import repeated_columns
from .limit import Limits
from .sheet import Sheet
from .source_faults import ROW_RAGGED, SOURCE_TOO_LARGE, TABLE_BROKEN
from .tally import Tally

_SEPARATORS: Final = (",", ";", "\t")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read_table(
    text: str, name: str, is_known: Callable[[str], bool], limits: Limits, separator: str | None = None
) -> tuple[Sheet | None, list[Finding]]:
    """The table of a text; the first row that is not blank holds the headings.

    Args:
        text: Decoded, without byte-order mark.
        name: What findings call it.
        is_known: Whether a heading means something, by which the separator is told.
        limits: Upper bounds.
        separator: `,`, `;` or a tab; by default the one that makes the most known headings.
    """
    bad = _CONTROL.search(text)
    if bad is not None:
        line = text.count("\n", 0, bad.start()) + 1
        reason = Words(
            f"it holds the control character U+{ord(bad.group()):04X}",
            f"含有控制字符 U+{ord(bad.group()):04X}",
        )
        return None, [_broken(name, line, reason, text[max(0, bad.start() - 20) : bad.start() + 20])]
    sep = separator or _separator(text, is_known)
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=sep, strict=True)
    rows: list[list[str]] = []
    numbers: list[int] = []
    start = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(row)
                numbers.append(start)
            start = reader.line_num + 1
            if len(rows) > limits.rows + 1:
                return None, [too_many_rows(name, limits)]
    except csv.Error as error:
        return None, [_broken(name, start, _reason(str(error)), "")]
    if not rows:
        return Sheet(name=name, columns={}, rows=()), []
    return _sheet(name, rows, numbers)


def _sheet(name: str, rows: list[list[str]], numbers: list[int]) -> tuple[Sheet | None, list[Finding]]:
    headings = rows[0]
    width = len(headings)
    while (
        width
        and not headings[width - 1].strip()
        and all(not "".join(r[width - 1 : width]).strip() for r in rows)
    ):
        width -= 1  # a separator at the end of every line makes no column
    headings = headings[:width]
    body = [(n, row) for n, row in zip(numbers[1:], rows[1:], strict=True)]
    even = [
        (n, row) for n, row in body if len(row) >= width and not any(cell.strip() for cell in row[width:])
    ]
    sheet = Sheet(
        name=name,
        columns={h: [row[i] for _, row in even] for i, h in enumerate(headings)},
        rows=tuple(n for n, _ in even),
    )
    doubled = [h for h in dict.fromkeys(headings) if headings.count(h) > 1]
    if doubled:
        return None, [repeated_columns(sheet, doubled)]
    tally = Tally(sheet)
    used = {n for n, _ in even}
    for n, row in body:
        if n not in used:
            tally.add(ROW_RAGGED, n, excerpt(" | ".join(row)), "", {"columns": width})
    return sheet, list(tally.findings())


def too_many_rows(name: str, limits: Limits) -> Finding:
    """That a table has more rows than are read."""
    params = {
        "file": name,
        "got": Words(f"more than {limits.rows}", f"{limits.rows} 以上"),
        "what": Words("rows", "行"),
        "limit": limits.rows,
    }
    return Finding(rule=SOURCE_TOO_LARGE, params=params, span=Span(file=name, line=0, column=0))


def _separator(text: str, is_known: Callable[[str], bool]) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    known = {
        sep: sum(is_known(heading) for heading in next(csv.reader([first], delimiter=sep), []))
        for sep in _SEPARATORS
    }
    return max(_SEPARATORS, key=lambda sep: known[sep])


def _broken(name: str, line: int, reason: Words, text: str) -> Finding:
    span = Span(file=name, line=line, column=1)
    return Finding(
        rule=TABLE_BROKEN, params={"file": name, "reason": reason}, span=span, excerpt=excerpt(text)
    )


def _reason(error: str) -> Words:
    if "unexpected end of data" in error:
        return Words("a quote is opened and never closed", "引号打开后没有闭合")
    if "field larger" in error:
        return Words("a cell has more than 131072 characters", "单元格超过 131072 个字符")
    return Words("text follows a closing quote", "闭合的引号后面还有文字")
