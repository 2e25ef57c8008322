"""Findings as workflow commands, which GitHub shows at the lines of a change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from ..finding import Finding, Lang, Level, Span, visible
from .wording import is_file, place, way_out

_COMMAND: Final[Mapping[Level, str]] = {"error": "error", "warning": "warning", "note": "notice"}


def to_github(findings: Iterable[Finding], lang: Lang) -> str:
    """One command a line."""
    return "".join(f"{_command(finding, lang)}\n" for finding in findings)


def _command(finding: Finding, lang: Lang) -> str:
    properties = {**_place(finding.span), "title": f"{finding.code} {finding.name}"}
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = finding.message(lang)
    if "file" not in properties:
        message = f"{place(finding, lang)}: {message}"
    parts = (part for part in (message, way_out(finding, lang)) if part)
    return f"::{_COMMAND[finding.level]} {listed}::{'%0A'.join(map(_data, parts))}"


def _place(span: Span | None) -> dict[str, str]:
    if span is None or not is_file(span):
        return {}
    if not span.line:
        return {"file": span.file}
    properties = {"file": span.file, "line": str(span.line), "col": str(span.column)}
    if span.end_line > span.line:
        properties["endLine"] = str(span.end_line)
    elif span.end_line == span.line and span.end_column > span.column:
        properties["endColumn"] = str(span.end_column)
    return properties


def _data(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
