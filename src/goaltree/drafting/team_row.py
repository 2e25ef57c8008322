"""A row of a table of teams: what a team answers for, carries, and with whom it works."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from ..finding import Words
from .amount import Amount
from .book import Book, Indicator, Noted, Team, Tree
from .fold import fold, item, split, without_ordinal
from .goal_row import maybe_short, say_shortened, set_goal, set_growth
from .name import Tokens, bare, forms, is_shortened, meaning, tokens
from .place import words
from .role import Role
from .sheet import Cell
from .split import set_parts
from .statement import Statement, Stray, statements

_WITH: Final = re.compile(
    r"(?:与|和|同)\s*(?P<who>.+?)\s*(?:的)?(?:协同|协作|合作|配合|联动)\s*[:：]\s*(?P<what>.+)", re.DOTALL
)
_ENGLISH: Final = re.compile(r"(?:with\s+)(?P<who>[^:]+?)\s*:\s*(?P<what>.+)", re.IGNORECASE | re.DOTALL)
_EVERYONE: Final = re.compile(r"(?:所有|全部|各)(?:业务)?(?:团队|部门)|all(?: teams)?", re.IGNORECASE)
_NOT_WITH: Final = Words("it names no team to work with", "没有写明与哪个团队协同")
_WORDS: Final = Words(
    "the goal stands in another table, which has no such words for it", "这个目标在别的表里，那里没有这些话"
)


def read_team(book: Book, row: Mapping[Role, Cell]) -> Team | None:
    """The team of a row."""
    cell = row.get("team")
    if cell is None or not cell.text:
        return None
    team = book.team(without_ordinal(cell.text), cell)
    book.read.add(cell.place)
    for role in ("lead", "boundary"):
        one = row.get(role)
        if one is not None and one.text:
            book.state(team.tree, role, one.text, one)
            book.read.add(one.place)
    mission = row.get("mission")
    if mission is not None and mission.text:
        book.state(team.tree, "mission", mission.text, mission)
        _read_numbers(book, team, "owns", mission)
    carries = row.get("carries")
    if carries is not None and carries.text:
        _read_numbers(book, team, "carries", carries)
    return team


def read_works_with(book: Book, team: Team, cell: Cell) -> None:
    """Whom a team works with, and for what.

    Names in a sentence stay as written, so that a check can ask for those that mean nobody; alone, or before a
    colon, a name is one only where it is known as a team.
    """
    for start, stop in split(fold(cell.text), ";\n"):
        text = item(cell.text[start:stop])
        said = _WITH.fullmatch(text) or _ENGLISH.fullmatch(text)
        who, what = (said["who"], said["what"]) if said is not None else _name_and_matter(text)
        names = [] if _EVERYONE.fullmatch(who) else [who[a:b].strip() for a, b in split(fold(who), "、/,+")]
        if said is None and not all(book.known_team(name) for name in names):
            book.leave(cell, text, _NOT_WITH)
            continue
        with_ = [_reference(book, name) for name in names] or ["all"]
        entry: Tree = {"with": with_ if len(with_) > 1 else with_[0]}
        if what:
            entry["for"] = Noted(what.strip(), cell.place)
        elif len(with_) == 1:
            entry["with"] = Noted(with_[0], cell.place)
        team.tree.setdefault("works_with", []).append(entry)
    book.read.add(cell.place)


def _name_and_matter(text: str) -> tuple[str, str]:
    """What stands before the first colon and what behind it: `电商部：引流`."""
    at = fold(text).find(":")
    return (text, "") if at < 0 else (text[:at].strip(), text[at + 1 :].strip())


def _reference(book: Book, name: str) -> str:
    team = book.known_team(name)
    return team.key if team is not None else name


def _read_numbers(book: Book, team: Team, role: str, cell: Cell) -> None:
    for one in statements(cell.text, book.units):
        if isinstance(one, Stray):
            if role == "carries" or not one.is_prose:
                book.leave(cell, one.text, one.reason)
            continue
        if not one.name:
            book.leave(cell, one.said, Words("a number without a name", "数没有名称"))
            continue
        _carry(book, team, role, one, cell)
    book.read.add(cell.place)


def _carry(book: Book, team: Team, role: str, one: Statement, cell: Cell) -> None:
    """What a team owns or carries: a known goal or part, or a goal of its own."""
    same = meaning(one.name, {k: i.names for k, i in book.indicators.items()}, is_loose=False)
    if same.key is not None:
        _take(book, team, role, book.indicators[same.key], one, cell)
        return
    if same.candidates:
        book.leave(
            cell, one.said, words("it may be {names}", "可能是 {names}", names=book.titles(same.candidates))
        )
        return
    parts = _parts(book, one.name, one.amount)
    if len(parts) == 1:
        _take_part(book, team, role, *parts[0], one, cell)
        return
    near = _near(book, one.name)
    equal = [key for key in near if book.indicators[key].says(one.amount)]
    if len(equal) == 1:
        found = book.indicators[equal[0]]
        say_shortened(book, cell, one.name, found)
        _take(book, team, role, found, one, cell)
        return
    if near or parts:
        titles = (*book.titles(near), *(f"{i.title}.{member}" for i, member in parts))
        reason = maybe_short(titles)
        book.leave(cell, one.said, reason)
        return
    _take(book, team, role, book.indicator(one.name, cell, None), one, cell)


def _near(book: Book, name: str) -> tuple[str, ...]:
    wanted = tokens(name)
    return tuple(
        key for key, one in book.indicators.items() if any(is_shortened(wanted, form) for form in one.names)
    )


def _parts(book: Book, name: str, amount: Amount) -> list[tuple[Indicator, str]]:
    """The parts that a name may mean: the member in front, then words of its goal, and the same number."""
    wanted = tokens(name)
    found = []
    for one in book.indicators.values():
        for member, number in one.members.items():
            head = tokens(member)
            rest = wanted[len(head) :]
            if (
                rest
                and wanted[: len(head)] == head
                and number.base == amount.value.base
                and _ends_alike(rest, one.names)
            ):
                found.append((one, member))
    return found


def _ends_alike(rest: Tokens, names: set[Tokens]) -> bool:
    return any(rest == form or is_shortened(rest, form) or rest[-1] == form[-1] for form in names)


def _take(book: Book, team: Team, role: str, one: Indicator, statement: Statement, cell: Cell) -> None:
    """Restate a goal's number in the team; the goal is new where no other table has it."""
    if "target" not in one.numbers:
        set_goal(book, one, statement, cell)
        if "target" not in one.numbers:
            return
    else:
        if not statement.amount.is_level:
            set_goal(book, one, statement, cell)
            return
        if statement.parts:
            set_parts(book, one, statement, cell)
        if statement.growth is not None:
            set_growth(book, one, statement.growth, cell)
        if statement.baseline is not None:
            book.set_number(one, "baseline", statement.baseline, cell)
        if statement.note:
            book.leave(cell, statement.note, _WORDS)
    mine = team.tree.setdefault(role, {})
    book.state(mine, one.key, statement.amount.text, cell)
    for part in statement.parts:
        member = bare(part.name)
        if member in one.members and part.is_level:
            book.state(mine, f"{one.key}.{member}", part.text, cell)


def _take_part(
    book: Book, team: Team, role: str, one: Indicator, member: str, statement: Statement, cell: Cell
) -> None:
    tree = next(
        parts[member]
        for section in ("cuts", "of_which")
        for parts in one.goal.get(section, {}).values()
        if member in parts
    )
    if forms(statement.name) != forms(member):
        aka = tree.setdefault("aka", [])
        if statement.name not in aka:
            aka.append(statement.name)
    reason = words(
        "read as the part `{member}` of `{title}`",
        "读作 `{title}` 的 `{member}`",
        member=member,
        title=one.title,
    )
    book.note(cell, statement.name, reason)
    if statement.growth is not None:
        book.state(tree, "growth", statement.growth.text, cell)
    book.state(team.tree.setdefault(role, {}), f"{one.key}.{member}", statement.amount.text, cell)
    if statement.note or statement.baseline is not None:
        book.leave(cell, statement.note or f"{statement.name} {statement.amount.text}", _WORDS)
    if statement.parts:
        text = " + ".join(f"{part.name} {part.text}" for part in statement.parts)
        book.leave(cell, text, Words("a part of a part is not drafted", "部分的部分没有起草"))
