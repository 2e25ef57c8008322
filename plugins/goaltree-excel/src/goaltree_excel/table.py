"""A plan's plain values as tables of texts, and what no table holds as paths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from attrs import define, field

from .goal_sheet import GOALS, NO_FIELDS
from .layout import HEAD, SECTIONS
from .path import Step
from .port import Lang
from .section import Section

Row = dict[int, str]
"""Texts of one row by the position of their column."""
Leaf = tuple[tuple[Step, ...], Any]

_PARTS: Final = {"cuts": "", "of_which": "true"}


@define
class Tables:
    """The tables of a plan.

    Attributes:
        head: The plan's own fields.
        rows: Rows by section.
        more: What has no column.
        goals: Address of the goal of each row of goals.
    """

    head: Row = field(factory=dict)
    rows: dict[str, list[Row]] = field(factory=dict)
    more: list[Leaf] = field(factory=list)
    goals: list[str] = field(factory=list)


def tables_of(values: Mapping[str, Any], lang: Lang) -> Tables:
    """The tables of a plan's plain values; each value stands in exactly one place."""
    tables = Tables()
    rest = dict(values)
    for section in SECTIONS:
        entries = rest.pop(section.key, None) if not section.inside else None
        if not isinstance(entries, dict):
            if entries is not None:
                rest[section.key] = entries
            continue
        if not entries:
            tables.more.append(((section.key,), {}))
        if section is GOALS:
            _goals(tables, entries, lang)
            continue
        for key, entry in entries.items():
            _entry(tables, section, (section.key, key), entry, {0: key}, lang)
    left = _fill(HEAD, rest, tables.head, lang)
    tables.more += _leaves((), left)
    return tables


def _entry(
    tables: Tables, section: Section, path: tuple[Step, ...], entry: Any, row: Row, lang: Lang
) -> None:
    """One entry as a row; its lists that have a sheet of their own as rows of that."""
    key = row.get(0, "")
    if key != key.strip() or not key:
        tables.more += _leaves(path, entry)
        return
    fields = (
        dict(entry) if isinstance(entry, dict) and section.shorthand != "*" else {section.shorthand: entry}
    )
    if "" in fields:
        tables.more += _leaves(path, entry)
        return
    for inner in SECTIONS:
        if inner.inside == section.key and _fit(fields.get(inner.key), inner):
            _items(tables, inner, (*path, inner.key), fields.pop(inner.key), key, lang)
    left = _fill(section, fields, row, lang)
    if section.shorthand == "*" and left:
        tables.more += _leaves(path, entry)
        return
    tables.rows.setdefault(section.key, []).append(row)
    tables.more += _leaves(path, left) if left else ()


def _fit(items: Any, section: Section) -> bool:
    """Whether the items of a list can stand in rows: each of them has a key, and none is empty."""
    return (
        isinstance(items, list)
        and bool(items)
        and all(item and "" not in item for item in _keyed(items, section))
    )


def _keyed(items: list[Any], section: Section) -> list[dict[str, Any]]:
    return [item if isinstance(item, dict) else {section.shorthand: item} for item in items]


def _items(
    tables: Tables, section: Section, path: tuple[Step, ...], items: list[Any], key: str, lang: Lang
) -> None:
    """The items of a list as rows."""
    for at, item in enumerate(_keyed(items, section)):
        row: Row = {0: key}
        left = _fill(section, item, row, lang)
        tables.rows.setdefault(section.key, []).append(row)
        tables.more += _leaves((*path, at), left) if left else ()


def _goals(tables: Tables, goals: Mapping[str, Any], lang: Lang) -> None:
    """Goals, each followed by its parts."""
    work: list[tuple[tuple[Step, ...], str, Any, Row]] = [
        (("goals", key), key, goal, {0: key}) for key, goal in reversed(list(goals.items()))
    ]
    columns = {column.field: at for at, column in enumerate(GOALS.columns)}
    while work:
        path, address, goal, row = work.pop()
        fields = dict(goal) if isinstance(goal, dict) else {"target": goal}
        is_part = len(path) > 2
        if (address != address.strip() or not address) and not is_part:
            tables.more += _leaves(path, goal)
            continue
        if is_part and isinstance(fields.get("goal"), str) and fields["goal"].strip() == fields["goal"] != "":
            row[0] = fields.pop("goal")
        parts: list[tuple[tuple[Step, ...], str, Any, Row]] = []
        for section, flag in _PARTS.items():
            cuts = fields.get(section)
            if (
                not isinstance(cuts, dict)
                or not cuts
                or not all(isinstance(c, dict) and c for c in cuts.values())
            ):
                continue
            names = [name for dimension, members in cuts.items() for name in (dimension, *members)]
            if any(not name or name != name.strip() for name in names):
                continue
            del fields[section]
            for dimension, members in cuts.items():
                for member, part in members.items():
                    cells = {
                        columns["part of"]: address,
                        columns["dimension"]: dimension,
                        columns["member"]: member,
                    }
                    if flag:
                        cells[columns["of which"]] = str(
                            GOALS.columns[columns["of which"]].written(flag, lang)
                        )
                    parts.append(
                        ((*path, section, dimension, member), f"{address}.{dimension}.{member}", part, cells)
                    )
        left = _fill(GOALS, fields, row, lang)
        tables.rows.setdefault("goals", []).append(row)
        tables.goals.append(address)
        tables.more += _leaves(path, left) if left else ()
        work += reversed(parts)


def _fill(section: Section, fields: Mapping[str, Any], row: Row, lang: Lang) -> dict[str, Any]:
    """Puts the fields that have a column into a row; returns those that do not fit."""
    left = dict(fields)
    _flatten(section, left)
    columns = {
        (column.field, column.kind == "english"): (at, column)
        for at, column in enumerate(section.columns)
        if column.field not in NO_FIELDS
    }
    for name in list(left):
        if (name, False) not in columns:
            continue
        at, column = columns[name, False]
        if (name, True) in columns and isinstance(left[name], dict) and list(left[name]) == ["zh", "en"]:
            there, english = columns[name, True]
            texts = column.written(left[name]["zh"], lang), english.written(left[name]["en"], lang)
            if texts[0] is not None and texts[1] is not None:
                row[at], row[there] = texts[0], texts[1]
                del left[name]
            continue
        text = column.written(left[name], lang)
        if text is not None:
            row[at] = text
            del left[name]
    return _nested(left)


def _flatten(section: Section, fields: dict[str, Any]) -> None:
    """Spreads a mapping over the columns that hold its keys; its shorthand fills the first of them."""
    inner = [column.field for column in section.columns if "." in column.field]
    for outer in dict.fromkeys(name.partition(".")[0] for name in inner):
        value = fields.get(outer)
        if isinstance(value, str):
            fields[next(name for name in inner if name.startswith(f"{outer}."))] = fields.pop(outer)
        elif isinstance(value, dict) and value:
            fields.pop(outer)
            fields.update({f"{outer}.{name}": one for name, one in value.items()})


def _nested(fields: dict[str, Any]) -> dict[Any, Any]:
    """Fields that were spread and did not fit, back in their mapping."""
    out: dict[Any, Any] = {}
    for name, value in fields.items():
        outer, dot, inner = name.partition(".")
        if dot and any(column.field.startswith(f"{outer}.") for one in SECTIONS for column in one.columns):
            out.setdefault(outer, {})[inner] = value
        else:
            out[name] = value
    return out


def _leaves(path: tuple[Step, ...], value: Any) -> Iterator[Leaf]:
    """Every text inside of a value with its path, in order; empty containers are leaves too."""
    if not path and not value:
        return
    work: list[Leaf] = (
        [(path, value)] if path else [((key,), inner) for key, inner in reversed(value.items())]
    )
    while work:
        at, one = work.pop()
        if isinstance(one, dict) and one:
            work += [((*at, key), inner) for key, inner in reversed(one.items())]
        elif isinstance(one, list) and one:
            work += [((*at, number), inner) for number, inner in reversed(list(enumerate(one)))]
        else:
            yield at, one
