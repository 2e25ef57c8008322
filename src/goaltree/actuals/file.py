"""A file as a sheet, by its ending; bounded, read once, and never blocking."""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import Final

from attrs import evolve

from ..finding import Finding, Span, Words
from ..planfile.encoding import decode
from ..planfile.file import file_bytes
from .column import wanted_columns
from .frame import parquet_frame, sheet_of_frame
from .json_table import JSON, read_records
from .limit import Limits
from .place import Places
from .record import sheet_of_columns, sheet_of_records
from .sheet import Sheet
from .source_faults import SOURCE_TOO_LARGE, SOURCE_UNREADABLE, TABLE_BROKEN
from .text_table import read_table, too_many_rows

_SEPARATORS: Final = {".csv": None, ".tsv": "\t", ".txt": None}
SUFFIXES: Final = (*_SEPARATORS, *JSON, ".parquet")
"""The endings of files that are read without a plugin."""
_ADDRESS: Final = "<address>"
_EXISTS: Final = Words(
    "Give the path of a CSV, TSV, JSON, JSON Lines or Parquet file",
    "请给出 CSV、TSV、JSON、JSON Lines 或 Parquet 文件的路径",
)


def sheet_of_file(
    path: str | os.PathLike[str], places: Places, encoding: str | None, limits: Limits
) -> tuple[Sheet | None, list[Finding]]:
    """The table that a file holds, and what is wrong with it."""
    name = os.fspath(path)
    if "://" in name:
        # An address may carry a password: it is never repeated.
        reason = Words("it is an address, not a file", "它是网络地址，不是文件")
        return None, [_unreadable(_ADDRESS, reason)]
    suffix = PurePath(name).suffix.lower()
    data = file_bytes(name, limits.file_bytes)
    if isinstance(data, Words):
        return None, [_unreadable(name, data)]
    if isinstance(data, int):
        params = {"file": name, "got": data, "what": Words("bytes", "字节"), "limit": limits.file_bytes}
        return None, [Finding(rule=SOURCE_TOO_LARGE, params=params, span=_span(name))]
    if suffix == ".parquet":
        frame = parquet_frame(data, name)
        if isinstance(frame, Finding):
            return None, [frame]
        return _or_findings(sheet_of_frame(frame, name, places.dimensions, limits))
    if suffix not in _SEPARATORS and suffix not in JSON:
        reason = Words(
            f"there is no reader for files ending in `{suffix or '?'}`",
            f"没有读取以 `{suffix or '?'}` 结尾的文件的程序",
        )
        return None, [_unreadable(name, reason)]
    text = decode(data, name, encoding)
    if isinstance(text, Finding):
        return None, [_for_tables(text, suffix)]
    if suffix in JSON:
        return _records(text, name, suffix, limits)

    def is_known(heading: str) -> bool:
        return bool(wanted_columns([heading], places.dimensions))

    return read_table(text, name, is_known, limits, _SEPARATORS[suffix])


def _records(text: str, name: str, suffix: str, limits: Limits) -> tuple[Sheet | None, list[Finding]]:
    if not text.strip():
        return Sheet(name=name, columns={}, rows=()), []
    value, rows, findings = read_records(text, name, suffix)
    if findings:
        return None, findings
    if isinstance(value, dict):
        return _or_findings(sheet_of_columns(value, name))
    if not isinstance(value, list) or not all(isinstance(record, dict) for record in value):
        reason = Words(
            "a list of records, or an object of lists, is wanted", "应为记录的列表，或由列表组成的对象"
        )
        return None, [Finding(rule=TABLE_BROKEN, params={"file": name, "reason": reason}, span=_span(name))]
    if len(value) > limits.rows:
        return None, [too_many_rows(name, limits)]
    return sheet_of_records(value, name, rows), []


def _or_findings(found: Sheet | Finding | list[Finding]) -> tuple[Sheet | None, list[Finding]]:
    if isinstance(found, Sheet):
        return found, []
    return None, [found] if isinstance(found, Finding) else found


def _for_tables(finding: Finding, suffix: str) -> Finding:
    """An encoding's finding with a command that makes a table, not a plan."""
    command = finding.params.get("command")
    if not isinstance(command, str):
        return finding
    return evolve(finding, params={**finding.params, "command": command.removesuffix(".yaml") + suffix})


def _unreadable(name: str, reason: Words) -> Finding:
    params = {"file": name, "reason": reason, "advice": _EXISTS}
    return Finding(rule=SOURCE_UNREADABLE, params=params, span=_span(name))


def _span(name: str) -> Span:
    return Span(file=name, line=0, column=0)
