"""Records and columns of plain Python values as a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..finding import Finding, Span, Words
from .sheet import Sheet
from .source_faults import TABLE_BROKEN


def sheet_of_records(
    records: Sequence[Mapping[object, object]], name: str, rows: Sequence[int] = ()
) -> Sheet:
    """A sheet of dicts; a key that a record lacks is a blank cell."""
    headings = list(dict.fromkeys(key for record in records for key in record))
    columns = {str(key): [record.get(key) for record in records] for key in headings}
    return Sheet(name=name, columns=columns, rows=rows or range(1, len(records) + 1))


def sheet_of_columns(table: Mapping[Any, object], name: str) -> Sheet | Finding:
    """A sheet of a dict of columns, which must be of one length."""
    columns = {
        str(key): list(cells)
        for key, cells in table.items()
        if isinstance(cells, Iterable) and not isinstance(cells, (str, bytes, Mapping))
    }
    lengths = {len(cells) for cells in columns.values()}
    if len(columns) < len(table) or len(lengths) > 1:
        reason = Words(
            "a dict holds one list for each column, all of one length", "字典应为每列一个等长的列表"
        )
        span = Span(file=name, line=0, column=0)
        return Finding(rule=TABLE_BROKEN, params={"file": name, "reason": reason}, span=span)
    return Sheet(name=name, columns=columns, rows=range(1, max(lengths, default=0) + 1))
