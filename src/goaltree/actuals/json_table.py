"""A JSON or JSON Lines text as records, strictly."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, Final

from ..finding import Finding, Rule, Span, Words, excerpt
from ..planfile.faults import DUPLICATE_KEY, JSON_NOT_STRICT
from ..planfile.json_reader import read_json
from ..planfile.node import Document
from .source_faults import TABLE_BROKEN

_LINES: Final = frozenset({".jsonl", ".ndjson"})
JSON: Final = frozenset({".json"}) | _LINES


def read_records(text: str, name: str, suffix: str) -> tuple[Any, list[int], list[Finding]]:
    """What a JSON text holds, the line of each record where records are lines, and what is wrong.

    Numbers keep the digits that were written. `NaN`, `Infinity`, a key that stands twice and anything else
    that RFC 8259 does not allow is a finding.
    """
    if suffix not in _LINES:
        value = _load(text, name, 0)
        return (None, [], [value]) if isinstance(value, Finding) else (value, [], [])
    records: list[Any] = []
    numbers: list[int] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            record = _load(line, name, number - 1)
            if isinstance(record, Finding):
                return None, [], [record]
            records.append(record)
            numbers.append(number)
    return records, numbers, []


class _NotStrictError(ValueError):
    """What Python's reader allows and JSON does not, and the rule by which the reader of plans finds the place."""

    def __init__(self, reason: Words, rule: Rule) -> None:
        super().__init__(reason.en)
        self.reason, self.rule = reason, rule


def _load(text: str, name: str, before: int) -> Any:
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_pairs)
    except json.JSONDecodeError as error:
        line = text[error.pos : error.pos + 40].split("\n", 1)[0]
        reason = Words(f"this is no JSON ({error.msg})", f"不是 JSON（{error.msg}）")
        return _broken(name, before + error.lineno, error.colno, reason, line)
    except _NotStrictError as error:
        row, column, shown = _place(text, error.rule)
        return _broken(name, before + row, column, error.reason, shown)
    except (RecursionError, ValueError, ArithmeticError):
        reason = Words("it is nested too deeply or holds a number too long", "嵌套过深，或数字过长")
        return _broken(name, before + 1, 1, reason, "")


def _place(text: str, rule: Rule) -> tuple[int, int, str]:
    """Line, column and text of the first finding by a rule; Python's reader tells neither."""
    _, found = read_json(Document(name="", text=text))
    first = next((one for one in found if one.rule is rule), None)
    span = None if first is None else first.span
    return (1, 1, "") if first is None or span is None else (span.line, span.column, first.excerpt)


def _no_constant(name: str) -> Any:
    raise _NotStrictError(Words(f"JSON has no {name}", f"JSON 中没有 {name}"), JSON_NOT_STRICT)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        shown = excerpt(twice)
        reason = Words(f"a record has the key `{shown}` twice", f"一条记录中有两个键 `{shown}`")
        raise _NotStrictError(reason, DUPLICATE_KEY)
    return found


def _broken(name: str, line: int, column: int, reason: Words, text: str) -> Finding:
    span = Span(file=name, line=line, column=column)
    return Finding(
        rule=TABLE_BROKEN, params={"file": name, "reason": reason}, span=span, excerpt=excerpt(text)
    )
