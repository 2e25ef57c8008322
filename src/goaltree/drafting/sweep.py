"""The tables in turn: indicators, then targets, then teams, then actions; and no cell forgotten."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from attrs import evolve

from ..finding import Words
from ..planfile.encoding import refused_character
from .action_row import read_action
from .book import Book, Team
from .fold import fold, without_ordinal
from .goal_row import is_unit, read_goals, without_unit
from .indicator_row import read_indicators
from .place import Place, words
from .role import Role, is_bare_year, year_of
from .sheet import CELL_TEXT, Cell
from .table import Table
from .team_row import read_team, read_works_with

_HEADED: Final = re.compile(
    r"(?P<name>[^()]+?)\s*\((?:负责人|责任人|lead|owner)\s*[:：]\s*(?P<lead>[^()]+)\)", re.IGNORECASE
)
_MARK: Final = re.compile(r"[-*#•·]+\s*")
_LEVELS: Final[frozenset[Role]] = frozenset({"target", "baseline", "growth"})
_OF_TEAMS: Final[frozenset[Role]] = frozenset({"mission", "carries", "boundary", "works_with"})
_TITLE: Final = 40
_CONTROL: Final = Words("it holds a character that no plan may hold", "含有计划中不允许的字符")
_NOTHING: Final = re.compile(r":?-+:?|[—–―]+|[/\\]")
_NO_UNIT: Final = Words("it is no unit", "它不是单位")

_Row = Mapping[Role, Cell]


def read_tables(book: Book, tables: Sequence[Table]) -> list[Place]:
    """Read every table into the book.

    Returns:
        The place of every cell below a header that holds something: each was read, or is listed.
    """
    rows = [(table, [_row(book, table, cells) for cells in table.rows]) for table in tables]
    for table, found in rows:
        if "action" not in table.roles:
            _read_period(book, table)
            for row in found:
                if "result" in table.roles and not table.roles & _LEVELS:
                    read_indicators(book, row, _perspective(book, row))
                elif "process" in table.roles:
                    _read_both(book, row)
    for table, found in rows:
        if table.roles & _LEVELS and "action" not in table.roles:
            for row in found:
                _read_goal_row(book, table, row)
    _read_teams(book, rows)
    for table, found in rows:
        if "action" in table.roles:
            team = _team_above(book, table)
            for row in found:
                read_action(book, row, _team_of(book, row) or team, has_fallbacks="fallback" in table.roles)
    _list_the_rest(book, tables)
    return [
        *book.above,
        *(cell.place for table in tables for row in table.rows for cell in row if _counts(cell)),
    ]


def _row(book: Book, table: Table, cells: Sequence[Cell]) -> _Row:
    """The cells of a row by role, without those that have no readable text; these are listed."""
    row: dict[Role, Cell] = {}
    for column, cell in zip(table.columns, cells, strict=True):
        if column.role is None:
            continue
        reason = cell.fault or _refusal(cell.text)
        if reason is not None and not cell.is_copy:
            book.leave(cell, cell.text[:CELL_TEXT], reason)
        is_nothing = _NOTHING.fullmatch(cell.text) is not None
        if is_nothing:
            book.read.add(cell.place)  # a dash says that there is nothing
        row[column.role] = cell if reason is None and not is_nothing else evolve(cell, text="")
    return row


def _refusal(text: str) -> Words | None:
    if refused_character(text) is not None:
        return _CONTROL
    if len(text) > CELL_TEXT:
        return words("it has more than {most} characters", "超过 {most} 个字符", most=CELL_TEXT)
    return None


def _perspective(book: Book, row: _Row) -> str | None:
    cell = row.get("perspective")
    if cell is None or not cell.text:
        return None
    if not cell.is_copy:
        book.read.add(cell.place)
    return book.perspective(without_ordinal(cell.text), cell)


def _read_both(book: Book, row: _Row) -> None:
    """A row of targets that names a process indicator too: result and process are declared first."""
    read_indicators(
        book, {k: v for k, v in row.items() if k in {"result", "process"}}, _perspective(book, row)
    )


def _read_goal_row(book: Book, table: Table, row: _Row) -> None:
    perspective = _perspective(book, row)
    goals = read_goals(book, row, perspective, _units(book, table, row))
    if "result" in row and row["result"].text and row.keys() & {"definition", "source"}:
        about: frozenset[Role] = frozenset({"result", "definition", "source"})
        beside = {role: cell for role, cell in row.items() if role in about}
        result, _ = without_unit(book, row["result"])
        read_indicators(book, {**beside, "result": result or row["result"]}, perspective)
    # A table of teams may have targets too: there a row is about a goal only where it states one.
    team = _team_of(book, row) if goals or not table.roles & _OF_TEAMS else None
    if team is None:
        return
    for one in goals:
        known = one.goal.setdefault("owner", team.key)
        if known != team.key:
            title = book.teams[known].title
            book.leave(
                row["team"],
                team.title,
                words("the goal is with `{title}` already", "这个目标已由 `{title}` 负责", title=title),
            )
    lead = row.get("lead")
    if lead is not None and lead.text:
        book.state(team.tree, "lead", lead.text, lead)
        book.read.add(lead.place)


def _units(book: Book, table: Table, row: _Row) -> Mapping[Role, str]:
    """The unit of each number column: that of the row where a column of units has one, else that of the header."""
    units: dict[Role, str] = {}
    own = row.get("unit")
    if own is not None and own.text:
        if not is_unit(fold(own.text).strip(), book):
            book.leave(own, own.text, _NO_UNIT)
        else:
            book.read.add(own.place)
            units = dict.fromkeys(("target", "baseline"), fold(own.text).strip())
    for column in table.columns:
        if column.role in _LEVELS and column.unit and is_unit(column.unit, book):
            units.setdefault(column.role, column.unit)
    return units


def _read_period(book: Book, table: Table) -> None:
    """The plan's year and title: of the header of the targets, and of the nearest line above that names the year."""
    year = table.year("target")
    if year is None or "period" in book.head:
        return
    for line in reversed(table.context[-6:]):
        text = without_ordinal(_MARK.sub("", line, count=1))
        if (
            len(text) <= _TITLE
            and year_of(text) == year
            and not is_bare_year(text)
            and not refused_character(text)
        ):
            book.head["title"] = text
            used = [
                remark
                for remark in book.unread
                if remark.text == line and remark.place.row < table.columns[0].header.place.row
            ]
            book.unread = [remark for remark in book.unread if remark not in used]
            book.above += [remark.place for remark in used]
            break
    book.head["period"] = str(year)


def _read_teams(book: Book, rows: Sequence[tuple[Table, list[_Row]]]) -> None:
    collaborations: list[tuple[Team, Cell]] = []
    for table, found in rows:
        is_about_teams = "team" in table.roles and not table.roles & {"action", *_LEVELS}
        for row in found if is_about_teams or table.roles & _OF_TEAMS else ():
            team = read_team(book, row)
            cell = row.get("works_with")
            if team is not None and cell is not None and cell.text:
                collaborations.append((team, cell))
    for table, _ in rows:
        if "action" in table.roles:
            _team_above(book, table)
    for team, cell in collaborations:
        read_works_with(book, team, cell)


def _team_of(book: Book, row: _Row) -> Team | None:
    cell = row.get("team")
    if cell is None or not cell.text:
        return None
    if not cell.is_copy:
        book.read.add(cell.place)
    name = without_ordinal(cell.text)
    return book.known_team(name) or book.team(name, cell)


def _team_above(book: Book, table: Table) -> Team | None:
    """The team that the line above a table names: with its lead in brackets, or as another table does."""
    line = without_ordinal(_MARK.sub("", table.context[-1], count=1)) if table.context else ""
    if not line or refused_character(line) or len(line) > CELL_TEXT:
        return None
    headed = _HEADED.fullmatch(fold(line))
    if headed is None:
        return book.known_team(line)
    header = table.columns[0].header
    above = evolve(header, text=line, place=_above(header.place))
    team = book.known_team(headed["name"]) or book.team(headed["name"], above)
    book.state(team.tree, "lead", line[headed.start("lead") : headed.end("lead")].strip(), above)
    return team


def _above(place: Place) -> Place:
    return evolve(place, row=place.row - 1, column=1) if place.row > 1 else place


def _list_the_rest(book: Book, tables: Sequence[Table]) -> None:
    """List every cell that nobody read: its row has nothing that it could belong to."""
    listed = {remark.place for remark in book.unread}
    for table in tables:
        for row in table.rows:
            for column, cell in zip(table.columns, row, strict=True):
                if not _counts(cell) or cell.place in listed or cell.place in book.read:
                    continue
                reason = words(
                    "its row has nothing that a `{role}` could belong to",
                    "这一行没有可以容纳 `{role}` 的内容",
                    role=column.role or "",
                )
                book.leave(cell, cell.text, cell.fault or reason)


def _counts(cell: Cell) -> bool:
    """Whether a cell holds something of its own."""
    return bool(cell.text or cell.fault) and not cell.is_copy
