"""Digests of a plan: one over all that it says, and one over its numbers alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, Final

import attrs

from .calendar import Calendar
from .described import note_of
from .rates import Rates
from .text import Text

_WORDS: Final = frozenset({"accepted", "aka", "lead", "meta", "reason", "refresh"})
"""Fields that are words though their type does not say so."""
_REPORTS: Final = frozenset(
    {"committed", "drawdowns", "first_spent", "passed", "passed_on", "progress", "spent"}
)
"""Fields that report what has come of the plan so far, and are none of the numbers that are approved."""


def digest(plan: Any, *, is_numbers: bool = False) -> str:
    """SHA-256 over what a plan says, as hexadecimal digits; equal for equal plans, however they are written.

    Args:
        plan: The plan.
        is_numbers: Leave out titles, remarks and other words, and what is reported on actions and reserve, so that
            who words a plan better, or reports on it, changes nothing.
    """
    lines = sorted(
        json.dumps([*path, text], ensure_ascii=True, separators=(",", ":"))
        for path, text in _said(plan, is_numbers=is_numbers)
    )
    return sha256("\n".join(lines).encode()).hexdigest()


def _said(plan: Any, *, is_numbers: bool) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every value of a plan by its path; what says nothing is left out. Without recursion."""
    work: list[tuple[tuple[str, ...], Any]] = [((), plan)]
    while work:
        path, value = work.pop()
        if value is None or (is_numbers and isinstance(value, Text)):
            continue
        inner = _inside(value, is_numbers=is_numbers)
        if inner is None:
            yield path, _leaf(value)
        else:
            work += [((*path, name), one) for name, one in inner]
            if isinstance(value, Mapping):
                yield from (((*path, str(name)), "") for name in value)  # a name may be all that is said


def _inside(value: Any, *, is_numbers: bool) -> list[tuple[str, Any]] | None:
    if isinstance(value, Mapping):
        return [(str(name), one) for name, one in value.items()]
    if isinstance(value, (tuple, list)):
        return [(str(place), one) for place, one in enumerate(value)]
    if isinstance(value, Rates):
        return [("/".join(map(str, name)), one) for name, one in value.entries.items()]
    if isinstance(value, Calendar):
        return [(one.name, getattr(value, one.name)) for one in attrs.fields(Calendar)]
    if not attrs.has(type(value)):
        return None
    fields = [one for one in attrs.fields(type(value)) if note_of(one) and one.eq]
    if not fields:
        return None
    return [
        (one.name, getattr(value, one.name))
        for one in fields
        if not (is_numbers and (one.name in _REPORTS or _is_words(one.name, one.type)))
    ]


def _is_words(name: str, kind: Any) -> bool:
    return name in _WORDS or {part.strip() for part in str(kind).split("|")} <= {"Text", "Unstated", "None"}


def _leaf(value: Any) -> str:
    return json.dumps(value.words) if isinstance(value, Text) else f"{type(value).__name__} {value}"
