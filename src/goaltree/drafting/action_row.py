"""A row of a table of actions: what, when, with what, and what if it does not work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ..finding import Fault, Words
from ..model.calendar import Calendar
from ..model.timing import parse_timing
from .amount import told_fault
from .book import Book, Noted, Team, Tree
from .fold import fold, item, split, without_ordinal
from .name import key_of, meaning
from .need import read_need
from .place import words
from .risk import read_answer, read_risk
from .role import Role
from .sheet import Cell

_NO_RISK: Final = Words(
    "it is not told which words are the risk and which the answer", "分不清哪些是风险、哪些是应对"
)
_NO_GOAL: Final = Words("no goal of the tables has this name", "各表中没有这个名称的目标")


def read_action(book: Book, row: Mapping[Role, Cell], team: Team | None, *, has_fallbacks: bool) -> None:
    """The action of a row.

    Args:
        book: The draft.
        row: Its cells by role.
        team: The team that the row, or the line above the table, names.
        has_fallbacks: Whether answers to risks have a column of their own.
    """
    cell = row.get("action")
    if cell is None or not cell.text:
        return
    title = without_ordinal(cell.text)
    name = title.split(":")[0].split("：")[0]
    key = key_of(name, book.actions)
    action: Tree = {"title": Noted(title, cell.place)}
    book.actions[key] = action
    book.read.add(cell.place)
    if team is not None:
        action["team"] = team.key
    for role in ("lead", "note"):
        one = row.get(role)
        if one is not None and one.text:
            action[role] = Noted(one.text, one.place)
            book.read.add(one.place)
    _read_time(book, action, row.get("time"))
    _read_serves(book, action, row.get("serves"))
    _read_needs(book, action, row.get("needs"))
    _read_risks(book, action, row.get("risk"), row.get("fallback"), has_fallbacks=has_fallbacks)


def _read_time(book: Book, action: Tree, cell: Cell | None) -> None:
    if cell is None or not cell.text:
        return
    found = parse_timing(cell.text, Calendar(), 2000)
    if isinstance(found, Fault):
        reason = told_fault(found)
        book.leave(cell, cell.text, reason)
        return
    action["time"] = Noted(cell.text, cell.place)
    book.read.add(cell.place)


def _read_serves(book: Book, action: Tree, cell: Cell | None) -> None:
    if cell is None or not cell.text:
        return
    known = {key: one.names for key, one in book.indicators.items() if one.goal}
    for start, stop in split(fold(cell.text), ";,、\n"):
        name = item(cell.text[start:stop])
        meant = meaning(name, known, is_loose=False)
        if meant.key is not None:
            action.setdefault("serves", []).append(meant.key)
        elif meant.candidates:
            book.leave(
                cell, name, words("it may be {names}", "可能是 {names}", names=book.titles(meant.candidates))
            )
        else:
            book.leave(cell, name, _NO_GOAL)
    book.read.add(cell.place)


def _read_needs(book: Book, action: Tree, cell: Cell | None) -> None:
    if cell is None or not cell.text:
        return
    crews = tuple({name for team in book.teams.values() for name in (team.title, *team.tree.get("aka", ()))})
    for start, stop in split(fold(cell.text), ";。\n"):
        text = item(cell.text[start:stop])
        found = read_need(text, book.units, crews)
        if isinstance(found, Words):
            book.leave(cell, text, found)
            continue
        need: dict[str, Any] = {name: Noted(value, cell.place) for name, value in found.items()}
        if "from" in found:
            team = book.known_team(found["from"])
            need["from"] = team.key if team is not None else found["from"]
        action.setdefault("needs", []).append(need)
    book.read.add(cell.place)


def _read_risks(
    book: Book, action: Tree, cell: Cell | None, answer: Cell | None, *, has_fallbacks: bool
) -> None:
    if cell is None or not cell.text:
        if answer is not None and answer.text:
            book.leave(answer, answer.text, Words("it answers no risk", "没有对应的风险"))
        return
    if has_fallbacks:
        risk: Tree = {"if": Noted(cell.text, cell.place)}
        if answer is not None and answer.text:
            risk["then"] = {
                name: Noted(text, answer.place) for name, text in read_answer(answer.text).items()
            }
            book.read.add(answer.place)
        action.setdefault("risks", []).append(risk)
        book.read.add(cell.place)
        return
    for start, stop in split(fold(cell.text), ";。\n"):
        text = item(cell.text[start:stop])
        said = read_risk(text)
        if said is None:
            book.leave(cell, text, _NO_RISK)
            continue
        then = {name: Noted(value, cell.place) for name, value in read_answer(said[1]).items()}
        action.setdefault("risks", []).append({"if": Noted(said[0], cell.place), "then": then})
    book.read.add(cell.place)
