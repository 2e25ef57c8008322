"""A plan from the sheets of a workbook."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from attrs import evolve

from .assembly import Assembly
from .column import text_of
from .fault import assumed, span_of, valueless
from .goal_sheet import BELONGING, GOALS
from .grid import Grid, grid_of, headings_of
from .guide import GUIDE
from .layout import HEAD, MORE, SECTIONS
from .path import Step, read
from .port import CellFault, Finding, Findings, Plan, Sheet, Value, excerpt, placed
from .rule import KEY_MISSING, PATH_UNREADABLE, SHEET_UNREAD, SHOWN_ONLY, WHOLE_UNKNOWN
from .section import Section

_BY_SHEET: Final = {
    name.casefold(): section
    for section in (HEAD, *SECTIONS, MORE)
    for name in (section.sheet.en, section.sheet.zh)
}
_GUIDES: Final = frozenset({GUIDE.en.casefold(), GUIDE.zh})
_EMPTY: Final[dict[str, type[Any] | None]] = {"null": None, "{}": dict, "[]": list}
QUOTED: Final = '""'
"""The word for a text that stands in quotes, as it would be taken for nothing without them."""


def plan_of(sheets: Sequence[Sheet], file: str) -> Plan:
    """The plan that stands on the sheets; what is wrong with them is among its findings."""
    assembly = assembled(sheets, file)
    plan = placed(assembly.values(), assembly.places, file=file, findings=assembly.findings)
    return evolve(plan, findings=Findings([*plan.findings, *_renamed(plan, assembly)]))


def assembled(sheets: Sequence[Sheet], file: str) -> Assembly:
    """The plain values that stand on the sheets, with their cells."""
    assembly = Assembly(file)
    by_section: dict[str, list[Sheet]] = {}
    for sheet in sheets:
        section = _BY_SHEET.get(sheet.name.strip().casefold())
        if section is not None:
            by_section.setdefault(section.key, []).append(sheet)
            assembly.findings += assumed(sheet, file)
        elif sheet.rows and sheet.name.strip().casefold() not in _GUIDES:
            known = tuple(f"{one.sheet.en} / {one.sheet.zh}" for one in (HEAD, *SECTIONS, MORE))
            params = {"sheet": excerpt(sheet.name), "known": known}
            place = sheet.place(min(sheet.rows), 1)
            assembly.findings.append(Finding(rule=SHEET_UNREAD, params=params, span=span_of(file, place)))
    for sheet in by_section.get(HEAD.key, ()):
        _head(assembly, sheet)
    for section in (*SECTIONS, MORE):
        for sheet in by_section.get(section.key, ()) if sheet_has_rows(by_section, section) else ():
            grid, findings = grid_of(sheet, section, file)
            assembly.findings += findings
            if grid is None:
                continue
            if section is MORE:
                _more(assembly, grid)
            elif section is GOALS:
                _goals(assembly, grid)
            elif section.inside:
                _items(assembly, grid)
            else:
                _entries(assembly, grid)
    return assembly


def _renamed(plan: Plan, assembly: Assembly) -> Iterator[Finding]:
    """A warning for each goal whose shown name was changed where it is not read."""
    for path, text, place in assembly.shown:
        steps = [str(step) for step in path[1:] if step not in ("cuts", "of_which")]
        address = ".".join(steps)
        if address in plan.goals and text not in {
            excerpt(plan.title_of(address, lang)) for lang in ("zh", "en", "")
        }:
            params = {"place": place, "text": excerpt(text)}
            yield Finding(rule=SHOWN_ONLY, params=params, span=span_of(assembly.file, place))


def sheet_has_rows(by_section: dict[str, list[Sheet]], section: Section) -> bool:
    """Whether anything stands on the sheets of a section."""
    return any(sheet.rows for sheet in by_section.get(section.key, ()))


def _head(assembly: Assembly, sheet: Sheet) -> None:
    """The plan's own fields: a heading and its value in each row."""
    known = {text: column for column in HEAD.columns for text in headings_of(column)}
    pairs: dict[str, dict[bool, tuple[Value, str]]] = {}
    for row, cells in sheet.rows.items():
        first, *others = cells
        label = cells[first]
        column = (
            None if isinstance(label, CellFault) else known.get("".join(text_of(label).casefold().split()))
        )
        if column is None or not others:
            continue
        place = sheet.place(row, others[0])
        found = pairs.setdefault(column.field, {})
        is_english = column.kind == "english"
        if is_english in found:
            assembly.repeated((column.field,), found[is_english][1], place)
        else:
            found[is_english] = (cells[others[0]], place)
    for field, texts in pairs.items():
        _both(assembly, (field,), texts)


def _both(assembly: Assembly, path: tuple[Step, ...], texts: dict[bool, tuple[Value, str]]) -> None:
    """A text in one language or in two."""
    for is_english, (cell, place) in texts.items():
        at = path if len(texts) == 1 and not is_english else (*path, "en" if is_english else "zh")
        _put(assembly, at, cell, place)


def _put(assembly: Assembly, path: tuple[Step, ...], cell: Value, place: str) -> None:
    if isinstance(cell, CellFault):
        assembly.findings.append(valueless(cell, assembly.file, place))
    else:
        assembly.put(path, text_of(cell), place)


def _entries(assembly: Assembly, grid: Grid) -> None:
    """The entries of an ordinary section: a key and fields in each row."""
    for row, cells in grid.rows():
        key = _key(assembly, grid, row, cells)
        if key is None:
            continue
        path = (grid.section.key, key)
        if grid.section.shorthand == "*" or _opened(assembly, path, grid.place(row, 0)):
            _fields(assembly, grid, row, cells, path)


def _opened(assembly: Assembly, path: tuple[Step, ...], place: str) -> bool:
    """Opens the mapping of an entry; a finding where the entry is there already."""
    if path in assembly.opened:
        return assembly.put(path, "", place)
    assembly.opened.add(path)
    return assembly.put(path, {}, place)


def _key(assembly: Assembly, grid: Grid, row: int, cells: dict[int, Value]) -> str | None:
    """The key of a row."""
    cell = cells.get(0)
    place = grid.place(row, 0)
    if isinstance(cell, CellFault):
        assembly.findings.append(valueless(cell, assembly.file, place))
        return None
    if cell is None:
        head = grid.section.columns[0].head
        at = grid.place(row, min(cells)) if 0 not in grid.columns else place
        params = {"place": at, "heading": head}
        assembly.findings.append(Finding(rule=KEY_MISSING, params=params, span=span_of(assembly.file, at)))
        return None
    return text_of(cell)


def _fields(
    assembly: Assembly,
    grid: Grid,
    row: int,
    cells: dict[int, Value],
    path: tuple[Step, ...],
    skip: tuple[int, ...] = (),
) -> None:
    """The fields of a row."""
    texts: dict[str, dict[bool, tuple[Value, str]]] = {}
    twice = {column.field for column in grid.section.columns if column.kind == "english"}
    inner: dict[str, dict[str, tuple[Any, str]]] = {}
    for position, cell in cells.items():
        column, place = grid.section.columns[position], grid.place(row, position)
        if position == 0 or position in skip:
            continue
        if column.kind == "shown":
            assembly.shown.append((path, cell if isinstance(cell, str) else "", place))
        elif isinstance(cell, CellFault):
            assembly.findings.append(valueless(cell, assembly.file, place))
        elif column.field in twice:
            texts.setdefault(column.field, {})[column.kind == "english"] = (cell, place)
        elif column.field == "*":
            assembly.put(path, column.read(cell), place)
        elif "." in column.field:
            outer, _, name = column.field.partition(".")
            inner.setdefault(outer, {})[name] = (column.read(cell), place)
        else:
            assembly.put((*path, column.field), column.read(cell), place)
    for field, both in texts.items():
        _both(assembly, (*path, field), both)
    for outer, found in inner.items():
        for name, (value, place) in found.items():
            assembly.put((*path, outer, name), value, place)


def _items(assembly: Assembly, grid: Grid) -> None:
    """Items of lists: the entry that holds the list, and the item's fields, in each row."""
    numbers: dict[str, int] = {}
    for row, cells in grid.rows():
        key = _key(assembly, grid, row, cells)
        if key is not None:
            path = (grid.section.inside, key, grid.section.key, numbers.get(key, 0))
            numbers[key] = numbers.get(key, 0) + 1
            assembly.put(path, {}, grid.place(row, 0))
            _fields(assembly, grid, row, cells, path)


def _goals(assembly: Assembly, grid: Grid) -> None:
    """Goals and their parts, in any order."""
    paths: dict[str, tuple[Step, ...]] = {}
    parts: list[tuple[int, dict[int, Value]]] = []
    for row, cells in grid.rows():
        if any(at in cells for at in BELONGING[:3]):
            parts.append((row, cells))
            continue
        key = _key(assembly, grid, row, cells)
        if key is not None:
            paths.setdefault(key, ("goals", key))
            if _opened(assembly, ("goals", key), grid.place(row, 0)):
                _fields(assembly, grid, row, cells, ("goals", key), BELONGING)
    while parts:
        waiting: list[tuple[int, dict[int, Value]]] = []
        for row, cells in parts:
            if not _part(assembly, grid, row, cells, paths):
                waiting.append((row, cells))
        if len(waiting) == len(parts):
            for row, cells in waiting:
                _no_whole(assembly, grid, row, cells)
            return
        parts = waiting


def _part(
    assembly: Assembly, grid: Grid, row: int, cells: dict[int, Value], paths: dict[str, tuple[Step, ...]]
) -> bool:
    """A part of a goal; whether its row is done with: its whole may stand further down."""
    named = [cells.get(at) for at in BELONGING]
    for at, cell in zip(BELONGING[:3], named[:3], strict=True):
        place = grid.place(row, at)
        if isinstance(cell, CellFault):
            assembly.findings.append(valueless(cell, assembly.file, place))
            return True
        if cell is None:
            params = {"place": place, "heading": GOALS.columns[at].head}
            assembly.findings.append(
                Finding(rule=KEY_MISSING, params=params, span=span_of(assembly.file, place))
            )
            return True
    whole, dimension, member = (
        text_of(cell) for cell in named[:3] if not isinstance(cell, CellFault) and cell is not None
    )
    above = paths.get(whole)
    if above is None:
        return False
    partial = (
        named[3] is not None
        and not isinstance(named[3], CellFault)
        and GOALS.columns[BELONGING[3]].read(named[3])
    )
    path = (*above, "of_which" if partial == "true" else "cuts", dimension, member)
    place = grid.place(row, BELONGING[2])
    if _opened(assembly, path, place):
        paths.setdefault(f"{whole}.{dimension}.{member}", path)
        if 0 in cells:
            _put(assembly, (*path, "goal"), cells[0], grid.place(row, 0))
        _fields(assembly, grid, row, cells, path, BELONGING)
    return True


def _no_whole(assembly: Assembly, grid: Grid, row: int, cells: dict[int, Value]) -> None:
    cell = cells[BELONGING[0]]
    name = excerpt("" if isinstance(cell, CellFault) else text_of(cell))
    place = grid.place(row, BELONGING[0])
    params = {"place": place, "name": name}
    assembly.findings.append(Finding(rule=WHOLE_UNKNOWN, params=params, span=span_of(assembly.file, place)))


def _more(assembly: Assembly, grid: Grid) -> None:
    """Values by key path; a long text goes on in the cells behind the first."""
    last = grid.columns.get(2, 0)
    for row, cells in grid.rows():
        place = grid.place(row, 2 if 2 in cells else 0)
        faulty = next((cell for cell in cells.values() if isinstance(cell, CellFault)), None)
        if faulty is not None:
            assembly.findings.append(valueless(faulty, assembly.file, place))
            continue
        path = read(_exact(cells.get(0, "")))
        kind = text_of(cells.get(1, ""))
        rest = [cell for column, cell in grid.sheet.rows[row].items() if last and column >= last]
        value: Any = "".join(_exact(cell) for cell in rest)
        is_known = not kind or kind == QUOTED or kind in _EMPTY
        if kind == QUOTED:
            value = _unquoted(value)
            is_known = value is not None
        if path is None or not is_known:
            at = grid.place(row, 1 if path else 0)
            params = {"place": at, "path": excerpt(kind if path else _exact(cells.get(0, "")))}
            span = span_of(assembly.file, at)
            assembly.findings.append(Finding(rule=PATH_UNREADABLE, params=params, span=span))
        elif kind in _EMPTY:
            empty = _EMPTY[kind]
            assembly.put(path, None if empty is None else empty(), place)
        else:
            assembly.put(path, value, place)


def _unquoted(text: str) -> str | None:
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, str) else None


def _exact(cell: Value) -> str:
    """The text of a cell with the spaces around it."""
    return cell if isinstance(cell, str) else text_of(cell)
