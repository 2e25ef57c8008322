"""Actuals from a sheet of a workbook."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Final

from attrs import evolve, frozen

from .column import text_of
from .fault import assumed, span_of, unread, valueless
from .grid import HEADER_ROWS
from .port import (
    HEADINGS,
    TOO_PRECISE,
    Actuals,
    Broken,
    CellFault,
    Finding,
    Findings,
    Plan,
    Request,
    Sheet,
    Span,
    UsageError,
    Value,
    Words,
    column_name,
    excerpt,
    observe,
)
from .rule import HEADING_REPEATED, HEADINGS_MISSING, TOO_LARGE, UNREADABLE
from .workbook import read_workbook

_LOG: Final = logging.getLogger("goaltree")
_METRIC: Final = frozenset(HEADINGS["metric"])
_VALUE: Final = frozenset(HEADINGS["value"])
_NUMBERS: Final = frozenset((*HEADINGS["value"], *HEADINGS["count"]))
_UNREAD: Final = frozenset(HEADINGS["note"])
_NAMED: Final = frozenset(name for names in HEADINGS.values() for name in names) - _NUMBERS - _UNREAD
_LONG_ID: Final = 10**15
_NAME: Final = "<source>"
_AT: Final = re.compile(r"<source>:(\d+)")
Record = dict[str, object]


class Records(list[Record]):
    """The rows of a sheet, one record for each row from the first on: the n-th record is row n.

    Attributes:
        file: The workbook.
        sheet: The sheet.
        columns: Headings to the columns of the sheet.
        findings: What was found in the cells, each naming its cell.
    """

    def __init__(
        self,
        records: Iterable[Record],
        file: str,
        sheet: Sheet,
        columns: Mapping[str, int],
        findings: list[Finding],
    ) -> None:
        super().__init__(records)
        self.file, self.sheet, self.columns, self.findings = file, sheet, columns, findings

    def span(self, row: int, heading: str = "") -> Span:
        """Where a row stands, in the column of a heading."""
        column = self.columns.get(heading, min(self.columns.values(), default=1))
        return span_of(self.file, self.sheet.place(row, column))


@frozen(kw_only=True)
class ExcelConnector:
    """Actuals from a sheet: `xlsx://actuals.xlsx?sheet=2025`.

    The sheet has the columns of `docs/actuals.md`; its headings may stand below a title. Merged cells are
    read as the same value in each of them, hidden rows like all others. A cell without a value that can
    be read (`#REF!`, a formula that was never computed) becomes a text that names the cell, so that the
    finding of `observe` does too and the value counts as not known.

    Attributes:
        path: The workbook.
        sheet: Name of the sheet; by default the only one that has headings of actuals.
    """

    name: ClassVar[str] = "xlsx"
    path: str
    sheet: str = ""

    def frame(self, request: Request) -> Records | Finding:
        """The rows of the sheet; a finding where it cannot be read.

        Args:
            request: What is asked for; its limit of rows counts.
        """
        records = records_of(self.path, self.sheet, request.limits.rows)
        for finding in records.findings if isinstance(records, Records) else ():
            if finding.level == "note":
                continue
            _LOG.warning("%s: %s", finding.code, finding.message())
        return records


def actuals(plan: Plan, path: str, *, sheet: str = "", **options: Any) -> Actuals:
    """The actuals of a plan from a workbook, with findings that point at cells.

    Args:
        plan: The plan.
        path: The workbook.
        sheet: Name of the sheet; by default the only one that has headings of actuals.
        options: Further options of `goaltree.observe`: `as_of`, `nulls`, `percent`.

    Raises:
        UsageError: An option that `observe` does not take.
    """
    if "connectors" in options or "encoding" in options:
        raise UsageError("a workbook is observed alone, and needs no encoding")
    records = records_of(path, sheet)
    if isinstance(records, Finding):
        return Actuals.of((), [records])
    found = observe(plan, records, **options)
    observations = tuple(
        evolve(one, source=records.span(one.row).file, row=0) if one.source == _NAME else one
        for one in found.observations
    )
    moved = [_moved(finding, records) for finding in found.findings]
    return evolve(found, observations=observations, findings=Findings([*moved, *records.findings]))


def records_of(path: str, sheet: str = "", limit: int = 5_000_000) -> Records | Finding:
    """The rows of the sheet of a workbook that holds actuals; a finding where there is none."""
    try:
        found = _chosen(read_workbook(path), path, sheet)
    except Broken as broken:
        return unread(broken, path)
    if isinstance(found, Finding):
        return found
    header = _header(found)
    if max(found.rows, default=0) - header > limit:
        reason = Words(f"it has more than {limit} rows", f"超过 {limit} 行")
        return Finding(rule=TOO_LARGE, params={"file": path, "reason": reason}, span=span_of(path))
    return _records(found, header, path)


def _chosen(sheets: tuple[Sheet, ...], path: str, name: str) -> Sheet | Finding:
    named = [sheet for sheet in sheets if sheet.name == name]
    if name and named:
        return named[0]
    filled = [sheet for sheet in sheets if sheet.rows]
    wanted = [sheet for sheet in filled if _header(sheet)]
    if len(wanted) == 1 and not name:
        return wanted[0]
    listed = excerpt("、".join(f"`{sheet.name}`" for sheet in sheets))
    if name:
        reason = Words(
            f"it has no sheet `{excerpt(name)}`, only {listed}",
            f"没有工作表 `{excerpt(name)}`，只有 {listed}",
        )
    elif wanted:
        reason = Words(
            f"several sheets hold actuals; say which: {listed}", f"多个工作表都有实际值，请指定一个：{listed}"
        )
    elif filled:
        place = filled[0].place(min(filled[0].rows), 1)
        params = {
            "sheet": excerpt(filled[0].name),
            "rows": HEADER_ROWS,
            "known": tuple(" / ".join(HEADINGS[name][:2]) for name in ("metric", "period", "value")),
        }
        return Finding(rule=HEADINGS_MISSING, params=params, span=span_of(path, place))
    else:
        return (
            sheets[0]
            if sheets
            else Finding(
                rule=UNREADABLE,
                params={"file": path, "reason": Words("it has no sheets", "没有工作表")},
                span=span_of(path),
            )
        )
    return Finding(rule=UNREADABLE, params={"file": path, "reason": reason}, span=span_of(path))


def _header(sheet: Sheet) -> int:
    """The row of the headings; 0 where there is none."""
    for number, cells in sheet.rows.items():
        if number > HEADER_ROWS:
            break
        texts = {_text(cell).casefold() for cell in cells.values()}
        if texts & _METRIC and texts & _VALUE:
            return number
    return 0


def _text(cell: Value) -> str:
    return "" if isinstance(cell, CellFault) else text_of(cell)


def _records(sheet: Sheet, header: int, path: str) -> Records | Finding:
    columns: dict[str, int] = {}
    used = sorted({column for row, cells in sheet.rows.items() if row > header for column in cells})
    headings = {column: _text(cell) for column, cell in sheet.rows.get(header, {}).items()}
    for column in sorted({*headings, *used}):
        heading = headings.get(column) or f"({column_name(column)})"
        if heading in columns:
            first, place = sheet.place(header, columns[heading]), sheet.place(header, column)
            params = {"heading": excerpt(heading), "first": first, "place": place}
            return Finding(rule=HEADING_REPEATED, params=params, span=span_of(path, place))
        columns[heading] = column
    records: list[Record] = []
    findings = assumed(sheet, path, below=header)
    for number, cells in sheet.rows.items():
        if number > header:
            records += [{}] * (number - 1 - len(records))
            records.append(_record(sheet, number, cells, columns, findings, path))
    return Records(records, path, sheet, columns, findings)


def _record(
    sheet: Sheet,
    row: int,
    cells: Mapping[int, Value],
    columns: Mapping[str, int],
    findings: list[Finding],
    path: str,
) -> Record:
    record: Record = dict.fromkeys(columns)
    refused = ""
    for heading, column in columns.items():
        found = cells.get(column)
        if found is None or heading in _UNREAD:
            continue
        cell = found if heading in _NUMBERS else _named(found)
        if isinstance(cell, CellFault):
            place = sheet.place(row, column)
            findings.append(valueless(cell, path, place))
            shown = f"{cell.shown or '?'} ({place})"
            record[heading] = shown
            if heading not in _NUMBERS and heading not in _NAMED:
                refused = shown
        else:
            record[heading] = cell
    if refused:
        # A member of an open dimension may be any text; an unknown metric is always refused.
        record.update((name, refused) for name in columns if name.casefold() in _METRIC)
    return record


def _named(cell: Value) -> Value:
    """A cell of a column of names: always text; a number that a workbook may have rounded is none."""
    if isinstance(cell, (str, CellFault)):
        return cell
    if not isinstance(cell, bool) and not -_LONG_ID < cell < _LONG_ID:
        return TOO_PRECISE
    return text_of(cell)


def _moved(finding: Finding, records: Records) -> Finding:
    """A finding about rows, with the cells that they stand in."""
    heading = str(finding.params.get("column", ""))
    params = {name: _shown(value, records) for name, value in finding.params.items()}
    span = finding.span
    if span is not None and span.file == _NAME:
        span = records.span(span.line, heading) if span.line else span_of(records.file)
    others = tuple(
        records.span(one.line, heading) if one.file == _NAME and one.line else one for one in finding.others
    )
    return evolve(finding, params=params, span=span, others=others)


def _shown(value: object, records: Records) -> object:
    if isinstance(value, tuple):
        return tuple(_shown(item, records) for item in value)
    if value == _NAME:
        return records.file
    return _AT.sub(lambda m: records.sheet.place(int(m[1]), 1), value) if isinstance(value, str) else value
