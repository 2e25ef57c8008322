"""Nouns as plain dicts, lists and text: the shape in which a plan file holds them.

The reverse of the binder: what is at its default is left out, a shorthand is used where it says
the same, and the parts of a cut stand inside their goal.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

import attrs

from .described import note_of
from .formula import Formula
from .period import Period
from .text import Text

_Row = tuple[str, str, Any, Mapping[str, Any]]


def _written(noun: type[Any]) -> tuple[_Row, ...]:
    """(attribute, key, default, note) of every field that stands in a plan file."""
    known: Any = noun  # a class is hashable, which mypy does not see
    return _rows(known)


@lru_cache(maxsize=64)
def _rows(noun: Any) -> tuple[_Row, ...]:
    rows = []
    for attribute in attrs.fields(noun):
        note = note_of(attribute)
        if note and note["written"]:
            default: Any = attribute.default
            if isinstance(default, attrs.Factory):  # type: ignore[arg-type]
                default = default.factory()
            rows.append((attribute.name, attribute.name.rstrip("_"), default, note))
    return tuple(rows)


def plain(plan: Any) -> dict[str, Any]:
    """A plan as plain values, in the order in which a reader wants it."""
    out: dict[str, Any] = {"goaltree": str(plan.format)}
    if plan.key:
        out["plan"] = plan.key
    body = _fields(plan, skip=frozenset({"units", "metrics", "goals"}))
    for key in ("title", "about", "role", "period"):
        if key in body:
            out[key] = body.pop(key)
    calendar = _calendar(plan.calendar)
    if calendar:
        out["calendar"] = calendar
    phases = _phases(plan.calendar)
    if phases:
        out["phases"] = phases
    if plan.calendar.zone:
        out["zone"] = plan.calendar.zone
    if plan.currency:
        out["currency"] = plan.currency
    fx = _rates(plan.fx)
    if fx:
        out["fx"] = fx
    units = {key: _noun(unit) for key, unit in plan.units.items()}
    if units:
        out["units"] = units
    for key in ("reason", "perspectives", "segments", "sources", "benchmarks"):
        if key in body:
            out[key] = body.pop(key)
    if plan.metrics:
        out["metrics"] = {key: _noun(metric) for key, metric in plan.metrics.items()}
    if "pairs" in body:
        out["pairs"] = body.pop("pairs")
    if plan.goals:
        out["goals"] = _goals(plan.goals)
    out.update(body)
    return out


def _noun(noun: Any, skip: frozenset[str] = frozenset()) -> Any:
    """A noun's fields, or its shorthand's value alone where nothing else is said."""
    fields = _fields(noun, skip)
    for _, key, _, note in _written(type(noun)):
        if note["shorthand"] and list(fields) == [key] and not isinstance(fields[key], dict):
            return fields[key]
        if note["inline"] and list(fields) == [key]:
            return fields[key]
    return fields


def _fields(noun: Any, skip: frozenset[str] = frozenset()) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, key, default, note in _written(type(noun)):
        value = getattr(noun, name)
        if name in skip or value is None or value == default:
            continue
        fields[key] = own(value) if name == "meta" else _value(value, note)
    return fields


def own(value: Any) -> Any:
    """The author's own values as dicts, lists and text, kept as they are; without recursion."""
    top: list[Any] = [value]
    work: list[Any] = [top]
    while work:
        holder = work.pop()
        for place, item in enumerate(holder) if isinstance(holder, list) else list(holder.items()):
            if isinstance(item, Mapping):
                holder[place] = dict(item)
            elif isinstance(item, (tuple, list)):
                holder[place] = list(item)
            else:
                holder[place] = item if item is None else str(item)
                continue
            work.append(holder[place])
    return top[0]


def _value(value: Any, note: Mapping[str, Any]) -> Any:
    if isinstance(value, Text):
        return value.words[0][1] if [lang for lang, _ in value.words] == [""] else dict(value.words)
    if isinstance(value, tuple):
        items = [_value(item, note) for item in value]
        return items[0] if len(items) == 1 and not isinstance(items[0], (dict, list)) else items
    if isinstance(value, Mapping):
        if note.get("whole") and list(value) == [""]:
            return _value(value[""], note)
        if value and all(item is None for item in value.values()):
            return [str(key) for key in value]
        return {str(key): None if item is None else _value(item, note) for key, item in value.items()}
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int, Decimal, date, Period, Formula)):
        return str(value)
    if attrs.has(type(value)) and _written(type(value)):
        return _noun(value)
    return str(value)


def _goals(goals: Mapping[str, Any]) -> dict[str, Any]:
    """Goals with their own parts inside; a part that is another goal stands as a reference."""
    drafts: dict[str, Any] = {}
    inside: set[str] = set()
    for key, goal in goals.items():
        for cut in goal.cuts:
            inside |= {
                part for member, part in cut.members.items() if part == f"{key}.{cut.dimension}.{member}"
            }
    for key, goal in goals.items():
        if goal.made is not None:
            continue
        fields = _fields(goal if goal.pledged is None else attrs.evolve(goal, target=goal.pledged))
        metric = goals[key.rsplit(".", 2)[0]].metric if key in inside else key
        if goal.metric == metric:
            fields.pop("metric", None)
        drafts[key] = fields
    for key, goal in goals.items():
        for cut in goal.cuts if goal.made is None else ():
            parts = drafts[key].setdefault("of_which" if cut.partial else "cuts", {})
            parts[cut.dimension] = {
                member: drafts[part]
                if part in inside and part == f"{key}.{cut.dimension}.{member}"
                else {"goal": part}
                for member, part in cut.members.items()
                if part not in goals or goals[part].made is None
            }
    for fields in drafts.values():
        for section in ("cuts", "of_which"):
            for parts in fields.get(section, {}).values():
                for member, part in parts.items():
                    if list(part) == ["target"]:
                        parts[member] = part["target"]
    return {key: fields for key, fields in drafts.items() if key not in inside}


def _calendar(calendar: Any) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for attribute in attrs.fields(type(calendar)):
        value = getattr(calendar, attribute.name)
        if attribute.name not in ("zone", "phases") and value != attribute.default:
            out[attribute.name] = str(value)
    return out


def _phases(calendar: Any) -> dict[str, Any]:
    return {phase.label: f"{phase.first.isoformat()} - {phase.last.isoformat()}" for phase in calendar.phases}


def _rates(rates: Any) -> dict[str, Any]:
    table: dict[str, Any] = {}
    for (code, kind, month), rate in rates.entries.items():
        kinds = table.setdefault(code, {})
        if month is None:
            kinds[kind] = str(rate)
        else:
            kinds.setdefault(kind, {})[month] = str(rate)
    return {
        code: kinds["default"] if list(kinds) == ["default"] and isinstance(kinds["default"], str) else kinds
        for code, kinds in table.items()
    }
