"""What this plugin builds on: every name of goaltree that its modules use, in one place.

The package itself takes `hookimpl` alone, so that it loads fast.
"""

from __future__ import annotations

from goaltree import (
    Actuals,
    Finding,
    Findings,
    Pack,
    Plan,
    Request,
    Rule,
    Score,
    Scorecard,
    Span,
    UsageError,
    WriteError,
    check,
    loads,
    observe,
    placed,
)
from goaltree.actuals.column import HEADINGS
from goaltree.finding import Lang, Words, excerpt
from goaltree.planfile.file import file_bytes
from goaltree.report.arrange import Place, arranged
from goaltree.report.pack.fill import fill_table
from goaltree.report.pack.monthly import Monthly
from goaltree.report.page import Datum, Field, Page, Section, Table
from goaltree.report.told import Told
from goaltree.scorecard.wording import reason_text
from goaltree.view.speech import WORDS
from goaltree.workbook.address import cell_name, column_name, place_of, sheet_and_cell
from goaltree.workbook.archive import Archive
from goaltree.workbook.fault import TOO_PRECISE, Broken, CellFault, broken, too_large
from goaltree.workbook.sheet import Sheet
from goaltree.workbook.tab import Tab, read_sheets, relations, tabs_of
from goaltree.workbook.value import Value

__all__ = [
    "HEADINGS",
    "TOO_PRECISE",
    "WORDS",
    "Actuals",
    "Archive",
    "Broken",
    "CellFault",
    "Datum",
    "Field",
    "Finding",
    "Findings",
    "Lang",
    "Monthly",
    "Pack",
    "Page",
    "Place",
    "Plan",
    "Request",
    "Rule",
    "Score",
    "Scorecard",
    "Section",
    "Sheet",
    "Span",
    "Tab",
    "Table",
    "Told",
    "UsageError",
    "Value",
    "Words",
    "WriteError",
    "arranged",
    "broken",
    "cell_name",
    "check",
    "column_name",
    "excerpt",
    "file_bytes",
    "fill_table",
    "loads",
    "observe",
    "place_of",
    "placed",
    "read_sheets",
    "reason_text",
    "relations",
    "sheet_and_cell",
    "tabs_of",
    "too_large",
]
