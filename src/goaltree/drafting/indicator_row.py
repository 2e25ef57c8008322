"""A row of a table of indicators: results with their processes, definitions and sources."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from ..finding import Words
from .amount import Amount, read_amount
from .book import Book, Indicator
from .fold import fold, item, last_bracket, split
from .name import Meaning, bare, forms, meaning
from .place import words
from .role import Role
from .sheet import Cell
from .split import declare

_BY: Final = re.compile(r"(?:分|按|by\s)\s*(.+)", re.IGNORECASE)
_DEMANDS: Final = re.compile(r"(?:目标|标准|要求|target|standard)\s*[:：]?\s*(.+)", re.IGNORECASE)
_HEALTHY: Final = re.compile(r"(?:健康值|健康|healthy)\s*[:：]?\s*(.+)", re.IGNORECASE)
_COLON: Final = re.compile(r"[:：]")
_BY_MEMBER: Final = Words(
    "it is stated both as a whole and by member: which one holds?",
    "既有整体的值，又有分成员的值：不知以哪个为准",
)
_NAMELESS: Final = Words("it names none of the row's indicators", "没有写明是本行的哪个指标")


def read_indicators(book: Book, row: Mapping[Role, Cell], perspective: str | None) -> list[Indicator]:
    """The indicators that a row declares."""
    groups = {role: _named(book, row.get(role), perspective) for role in ("result", "process")}
    found = [*groups["result"], *groups["process"]]
    if len(groups["result"]) == 1 and groups["process"]:
        processes = [one.key for one in groups["process"]]
        book.pairs[groups["result"][0].key] = processes[0] if len(processes) == 1 else processes
    elif groups["result"] and groups["process"]:
        cell = row["process"]
        book.note(
            cell,
            cell.text,
            Words("the row has several results, so nothing is paired", "本行有多个结果指标，没有配对"),
        )
    if "source" in row and row["source"].text:
        _read_sources(book, row["source"], found)
    if "definition" in row and row["definition"].text:
        _read_definitions(book, row["definition"], found)
    return found


def _named(book: Book, cell: Cell | None, perspective: str | None) -> list[Indicator]:
    if cell is None or not cell.text:
        return []
    found = []
    for start, stop in split(fold(cell.text), ";\n"):
        found.append(named_indicator(book, item(cell.text[start:stop]), cell, perspective))
    book.read.add(cell.place)
    return found


def named_indicator(book: Book, text: str, cell: Cell, perspective: str | None) -> Indicator:
    """The indicator of a cell: `电商 GMV（分站内 / 站外）` is split by a segment, `（互动率≥8%）` is a threshold."""
    bracket = last_bracket(fold(text))
    inner = text[bracket[0] + 1 : bracket[1]].strip() if bracket else ""
    by = _BY.fullmatch(inner)
    bound = read_amount(inner, book.units) if inner else None
    title = text[: bracket[0]].strip() if bracket else text
    if by is not None and title:
        one = book.indicator(title, cell, perspective, is_declared=True)
        segment = declare(book, by[1], cell)
        if segment not in one.metric.setdefault("by", []):
            one.metric["by"].append(segment)
        return one
    if isinstance(bound, Amount) and bound.name and bound.value.bound and title:
        one = book.indicator(title, cell, perspective, is_declared=True)
        book.state(one.metric.setdefault("thresholds", {}), bound.name, bound.text, cell)
        return one
    return book.indicator(text, cell, perspective, is_declared=True)


def _read_sources(book: Book, cell: Cell, found: list[Indicator]) -> None:
    for start, stop in split(fold(cell.text), "+;,、/\n&"):
        key = book.source(item(cell.text[start:stop]), cell)
        for one in found:
            if key not in one.metric.setdefault("source", []):
                one.metric["source"].append(key)
    if found:
        book.read.add(cell.place)


def _read_definitions(book: Book, cell: Cell, found: list[Indicator]) -> None:
    known = {one.key: one.names for one in found}
    for start, stop in split(fold(cell.text), ";\n"):
        text = item(cell.text[start:stop])
        parts = _COLON.split(text, maxsplit=1)
        name, body = (parts[0].strip(), parts[1].strip()) if len(parts) == 2 else ("", text)
        amount = read_amount(text, book.units) if not name else None
        if isinstance(amount, Amount) and amount.name:
            name, body = amount.name, amount.text
        meant = meaning(name, known, is_loose=True) if name else Meaning()
        if not name and len(found) == 1:
            meant = Meaning(key=found[0].key)
        if meant.key is None:
            titles = book.titles(meant.candidates)
            reason = words("it may be {names}", "可能是 {names}", names=titles) if titles else _NAMELESS
            book.leave(cell, text, reason)
            continue
        one = book.indicators[meant.key]
        one.names |= forms(name)
        _define(book, one, amount if isinstance(amount, Amount) else None, body, cell)
    book.read.add(cell.place)


def _define(book: Book, one: Indicator, amount: Amount | None, body: str, cell: Cell) -> None:
    """The words of a definition, and the numbers that its last bracket demands."""
    if amount is not None:
        _demand(book, one, "standard", amount, cell)
        return
    bracket = last_bracket(fold(body))
    if bracket is not None and _read_demand(book, one, body[bracket[0] + 1 : bracket[1]].strip(), cell):
        body = body[: bracket[0]].strip()
    if body:
        book.state(one.metric, "definition", body, cell)


def _read_demand(book: Book, one: Indicator, inner: str, cell: Cell) -> bool:
    """Whether a bracket states what an indicator should be: as a whole, or by member."""
    for pattern, key in ((_DEMANDS, "standard"), (_HEALTHY, "healthy")):
        said = pattern.fullmatch(inner)
        amount = read_amount(said[1], book.units) if said is not None else None
        if isinstance(amount, Amount) and not amount.name:
            _demand(book, one, key, amount, cell)
            return True
    items = [read_amount(inner[a:b].strip(), book.units) for a, b in split(fold(inner), ",、;")]
    amounts = [item for item in items if isinstance(item, Amount)]
    if not amounts or len(amounts) < len(items) or not all(a.value.bound for a in amounts):
        return False
    if len(amounts) == 1 and not amounts[0].name:
        _demand(book, one, "standard", amounts[0], cell)
        return True
    if all(amount.name for amount in amounts):
        known = one.metric.setdefault("healthy", {})
        for amount in amounts:
            if isinstance(known, dict):
                book.state(known, bare(amount.name), amount.text, cell)
            else:
                book.leave(cell, f"{amount.name} {amount.text}", _BY_MEMBER)
        return True
    return False


def _demand(book: Book, one: Indicator, key: str, amount: Amount, cell: Cell) -> None:
    if isinstance(one.metric.get(key), dict):
        book.leave(cell, amount.text, _BY_MEMBER)
        return
    book.state(one.metric, key, amount.text, cell)
    one.numbers.setdefault("standard", amount.value)
