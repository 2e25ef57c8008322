"""Findings as SARIF 2.1.0, for code scanning and editors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ..finding import Finding, Lang, Rule, Span, visible
from .json import decimal_text, dumps, well_formed
from .wording import SEE_ALSO, UNREASONED, is_file

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"


def to_sarif(findings: Sequence[Finding], lang: Lang) -> str:
    """One run, with the rules that fired and a result for each finding."""
    rules = {(finding.code, finding.name): finding.rule for finding in findings}
    order = sorted(rules)
    index = {key: at for at, key in enumerate(order)}
    driver = {"name": "goaltree", "rules": [_rule(rules[key], lang) for key in order]}
    run = {
        "tool": {"driver": driver},
        "language": lang,
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, index[finding.code, finding.name], lang) for finding in findings],
    }
    return dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Rule, lang: Lang) -> dict[str, object]:
    return {
        "id": well_formed(rule.code),
        "name": well_formed(rule.name),
        "shortDescription": _message(rule.name.replace("-", " ")),
        "fullDescription": _message(rule.why.plain(lang) or rule.name),
        "defaultConfiguration": {"level": rule.level},
    }


def _message(text: str) -> dict[str, object]:
    """A plain text message: braces doubled, so that they hold no place, and no embedded links."""
    shown = visible(text).replace("{", "{{").replace("}", "}}").replace("](", "\\](")
    return {"text": shown or "—"}


def _result(finding: Finding, index: int, lang: Lang) -> dict[str, object]:
    message = f"{finding.message(lang)} {finding.hint(lang)}".strip()
    result: dict[str, object] = {
        "ruleId": well_formed(finding.code),
        "ruleIndex": index,
        "level": finding.level,
        "message": _message(message),
        "locations": _locations(finding),
    }
    if finding.others:
        result["relatedLocations"] = [_related(span, at, lang) for at, span in enumerate(finding.others)]
    if finding.accepted is not None:
        reason = finding.accepted or UNREASONED.plain(lang)
        suppression = {"kind": "inSource", "status": "accepted", "justification": well_formed(reason)}
        result["suppressions"] = [suppression]
    properties = {
        "path": well_formed(finding.path),
        "excerpt": well_formed(finding.excerpt),
        "stake": decimal_text(finding.stake),
        "team": well_formed(finding.team or ""),
        "perspective": well_formed(finding.perspective or ""),
    }
    result["properties"] = {name: value for name, value in properties.items() if value}
    return result


def _locations(finding: Finding) -> list[dict[str, object]]:
    location: dict[str, object] = {}
    if finding.span is not None and is_file(finding.span):
        location["physicalLocation"] = _physical(finding.span)
    names = (finding.path, finding.span.cell if finding.span is not None else "")
    if any(names):
        location["logicalLocations"] = [{"fullyQualifiedName": well_formed(name)} for name in names if name]
    return [location] if location else []


def _related(span: Span, index: int, lang: Lang) -> dict[str, object]:
    location: dict[str, object] = {
        "id": index,
        "message": _message(SEE_ALSO.render(lang, {"text": str(span)})),
    }
    if is_file(span):
        location["physicalLocation"] = _physical(span)
    return location


def _physical(span: Span) -> dict[str, object]:
    """The file and the place in it; of a cell the workbook, as there are no lines to point at."""
    if span.cell:
        return {"artifactLocation": {"uri": _uri(span.file.removesuffix(f"!{span.cell}"))}}
    location: dict[str, object] = {"artifactLocation": {"uri": _uri(span.file)}}
    if span.line > 0:
        location["region"] = _region(span)
    return location


def _region(span: Span) -> dict[str, object]:
    region: dict[str, object] = {"startLine": span.line}
    if span.column > 0:
        region["startColumn"] = span.column
    if (span.end_line, span.end_column) > (span.line, span.column) and span.end_column > 0:
        region |= {"endLine": span.end_line, "endColumn": span.end_column}
    return region


def _uri(file: str) -> str:
    """A relative reference for a relative path, a `file:` URI for an absolute one; percent-encoded."""
    from urllib.parse import quote

    try:
        raw = file.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raw = file.encode("utf-8", "surrogatepass")
    path = quote(raw, safe="/")
    return f"file:///{path.lstrip('/')}" if path.startswith("/") else path
