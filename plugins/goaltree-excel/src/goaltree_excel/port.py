"""What this plugin builds on: every name of goaltree that it uses, in one place."""

from __future__ import annotations

from goaltree import (
    Actuals,
    Finding,
    Findings,
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
from goaltree.finding import Lang, Words, excerpt
from goaltree.planfile.file import file_bytes
from goaltree.report.arrange import Place, arranged
from goaltree.report.told import Told
from goaltree.scorecard.wording import reason_text

__all__ = [
    "Actuals",
    "Finding",
    "Findings",
    "Lang",
    "Place",
    "Plan",
    "Request",
    "Rule",
    "Score",
    "Scorecard",
    "Span",
    "Told",
    "UsageError",
    "Words",
    "WriteError",
    "arranged",
    "check",
    "excerpt",
    "file_bytes",
    "loads",
    "observe",
    "placed",
    "reason_text",
]
