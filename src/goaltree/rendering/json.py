"""Findings as JSON, and JSON that every reader takes."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from ..finding import Finding, Lang, Span, Words, visible

_EXACT: Final = 2**53
_PLAIN_DIGITS: Final = 40
_LONE: Final = re.compile("[\ud800-\udfff]")

_TEXT: Final = {"type": "string"}
_TEXT_OR_NULL: Final = {"type": ["string", "null"]}
_COUNT: Final = {"type": "integer", "minimum": 0}
_AT: Final = {"type": ["integer", "null"], "minimum": 1}
_PLACE: Final = {"file": _TEXT_OR_NULL, "line": _AT, "column": _AT}


def _object(properties: Mapping[str, object]) -> dict[str, object]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


SCHEMA: Final[Mapping[str, object]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Findings of goaltree check",
    **_object(
        {
            "findings": {
                "type": "array",
                "items": _object(
                    {
                        "code": _TEXT,
                        "name": _TEXT,
                        "level": {"enum": ["error", "warning", "note"]},
                        "message": _TEXT,
                        **_PLACE,
                        "path": _TEXT,
                        "excerpt": _TEXT,
                        "hint": _TEXT,
                        "accepted": _TEXT_OR_NULL,
                        "others": {"type": "array", "items": _object(_PLACE)},
                        "stake": _TEXT_OR_NULL,
                        "team": _TEXT_OR_NULL,
                        "perspective": _TEXT_OR_NULL,
                        "params": {"type": "object"},
                    }
                ),
            },
            "summary": _object(dict.fromkeys(("error", "warning", "note", "accepted"), _COUNT)),
        }
    ),
}
"""JSON Schema of what `Findings.to_json` writes."""


def to_json(findings: Iterable[Finding], summary: Mapping[str, int], lang: Lang) -> str:
    """The findings in their order and how many there are of each level."""
    return dumps({"findings": [_finding(finding, lang) for finding in findings], "summary": dict(summary)})


def dumps(value: object) -> str:
    """Strict JSON on readable lines, with a line break at the end.

    Characters that cannot be seen are escaped, so that the document is harmless on a terminal and
    loads as the same value; so is the second of `##`, which build servers obey in a log.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2)
    lines = (line if line.isprintable() else _escaped(line) for line in text.split("\n"))
    return "\n".join(lines).replace("##", "#\\u0023") + "\n"


def well_formed(text: str) -> str:
    r"""The text with each lone surrogate, which no encoding can hold, spelt out as `\udNNN`."""
    return text if text.isascii() else _LONE.sub(lambda match: visible(match.group()), text)


def decimal_text(number: Decimal | None) -> str | None:
    """All digits of a decimal; `None` for one that is missing or no number."""
    if number is None or not number.is_finite():
        return None
    is_short = abs(number.adjusted()) < _PLAIN_DIGITS and int(number.as_tuple().exponent) > -_PLAIN_DIGITS
    return f"{number:f}" if is_short else str(number)


def _escaped(line: str) -> str:
    return "".join(char if char.isprintable() or char == "\u3000" else _unit_escapes(char) for char in line)


def _unit_escapes(char: str) -> str:
    units = char.encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def _finding(finding: Finding, lang: Lang) -> dict[str, object]:
    return {
        "code": well_formed(finding.code),
        "name": well_formed(finding.name),
        "level": finding.level,
        "message": well_formed(finding.message(lang)),
        **_place(finding.span),
        "path": well_formed(finding.path),
        "excerpt": well_formed(finding.excerpt),
        "hint": well_formed(finding.hint(lang)),
        "accepted": _text(finding.accepted),
        "others": [_place(span) for span in finding.others],
        "stake": decimal_text(finding.stake),
        "team": _text(finding.team),
        "perspective": _text(finding.perspective),
        "params": {well_formed(name): _param(value, lang) for name, value in sorted(finding.params.items())},
    }


def _place(span: Span | None) -> dict[str, object]:
    if span is None:
        return {"file": None, "line": None, "column": None}
    return {"file": well_formed(span.file), "line": span.line or None, "column": span.column or None}


def _text(text: str | None) -> str | None:
    return None if text is None else well_formed(text)


def _param(value: Any, lang: Lang) -> object:
    if isinstance(value, (tuple, list)):
        return [_scalar(item, lang) for item in value]
    return _scalar(value, lang)


def _scalar(value: Any, lang: Lang) -> object:
    """A value that every reader of JSON takes as it is; a text where a number would lose digits."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) <= _EXACT:
        return int(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, Words):
        return well_formed(value.plain(lang))
    return well_formed(str(value))
