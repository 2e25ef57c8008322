"""A deviation table that departments have filled in, read back: causes and answers into the journal."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from attrs import frozen

from ..drafting.place import Place, Remark
from ..drafting.sheet import Cell, Sheet, Source
from ..drafting.source import open_source
from ..finding import Words
from ..ledger.ledger import Ledger
from ..ledger.note import Note, NoteKind
from ..model.plan import Plan
from ..view.speech import Speech

HEADINGS: Final[Mapping[str, Words]] = {
    "level": Words("level", "级别"),
    "goal": Words("goal or risk", "目标或风险"),
    "team": Words("answers for it", "负责"),
    "deviation": Words("deviation", "偏差"),
    "said": Words("said so far", "已有说明"),
    "cause": Words("cause", "原因"),
    "answer": Words("answer", "应对"),
    "who": Words("who does it", "责任人"),
    "due": Words("by when", "完成期限"),
    "alert": Words("alert (leave as it is)", "预警编号（请勿改动）"),
}
"""The columns of the table, in their order; `cause` to `due` are to be filled in."""
ASKED: Final = ("cause", "answer", "who", "due")
_JOINED: Final = " · "
_TEXTS: Final = (".csv", ".tsv", ".txt")
_SEPARATORS: Final = (",", ";", "\t")
_NO_TABLE: Final = Words(
    "no row of headings with `alert` or `goal or risk`, and `cause` or `answer`",
    "没有包含“预警编号”或“目标或风险”以及“原因”或“应对”的表头行",
)
_APART: Final = Words(
    "the row's alert is about another goal than stands beside it: it was not entered; sort whole rows",
    "该行的预警编号与旁边的目标不是同一个：未记录；排序时请选中整行",
)
_NO_GOAL: Final = Words(
    "the row names no alert and no goal of the plan: it was entered without one",
    "该行没有写明预警编号，也没有写明计划中的目标：已记录，但不归入任何目标",
)
_NO_ALERT: Final = Words(
    "no goal and no risk of the plan has such an alert: the row counts for the goal that it names",
    "计划中没有任何目标或风险对应这个预警编号：该行按其写明的目标记录",
)
_ALONE: Final = Words(
    "who or by when, without an answer: it was not entered",
    "只写了责任人或期限而没有应对：未记录",
)


@frozen(kw_only=True)
class Filled:
    """What a row of the table says.

    Attributes:
        place: Where it stands.
        alert: Key of the alert; empty where the row names none, such as one that was added.
        goal: Address of the goal; empty where none is known.
        name: The goal or the risk, as it stands there.
        cause: Why it is so; empty where nobody says.
        answer: What is done about it, with who does it and by when where that is said.
    """

    place: Place
    alert: str
    goal: str
    name: str
    cause: str
    answer: str


@frozen(kw_only=True)
class FilledTable:
    """What a filled-in file says.

    Attributes:
        rows: The rows in which something is said, in their order.
        remarks: What could not be read, or is not clear.
    """

    rows: tuple[Filled, ...]
    remarks: tuple[Remark, ...]


def read_filled(source: str | os.PathLike[str], plan: Plan, *, encoding: str | None = None) -> FilledTable:
    """Read a deviation table that was filled in, as a workbook or as CSV.

    A row is known by its alert, wherever it was sorted to; a row that was added, by the goal that it names. Hidden
    rows are read, too. Nothing that was typed under cause and answer is lost: what belongs to no goal is kept as
    it is, and what cannot be entered is remarked on with its cell.

    Args:
        source: The file.
        plan: The plan whose goals it is about.
        encoding: Encoding of a text file that is not UTF-8.

    Raises:
        UsageError: The source is no path, or the encoding does not exist.
    """
    opened = _opened(source, encoding)
    found: list[Filled] = []
    remarks = list(opened.remarks)
    goals = _goals(plan)
    has_table = False
    for sheet in opened.sheets:
        heads = _heads(sheet)
        if heads is None:
            continue
        has_table = True
        at, columns = heads
        for row in sheet.rows[at + 1 :]:
            cells = {name: row[column] for name, column in columns.items() if column < len(row)}
            said = list(_row(plan, goals, cells))
            found += [one for one in said if isinstance(one, Filled)]
            remarks += [one for one in said if isinstance(one, Remark)]
    if not has_table and not opened.remarks:
        remarks.append(Remark(place=Place(file=os.fspath(source)), text="", reason=_NO_TABLE))
    return FilledTable(rows=tuple(found), remarks=tuple(remarks))


def _opened(source: str | os.PathLike[str], encoding: str | None) -> Source:
    """The sheets of a file; of a text by the separator that makes its headings known."""
    path = Path(source)
    if path.suffix.lower() not in _TEXTS:
        return open_source(path, encoding)
    read = (open_source(path, encoding, separator=one) for one in _SEPARATORS)
    return next(
        (one for one in read if any(map(_heads, one.sheets))), open_source(path, encoding, separator=",")
    )


def enter_filled(
    ledger: Ledger, table: FilledTable, *, by: str, at: datetime | None = None
) -> tuple[Note, ...]:
    """Enter what a table says into the journal of a ledger: causes as reasons, answers as answers.

    What the journal has said in the same words about the same alert, or goal, is not entered again.

    Args:
        ledger: Where the journal is.
        table: What was read.
        by: Who filled it in.
        at: When; now by default.

    Returns:
        The notes that were written.

    Raises:
        UsageError: Nobody filled it in.
        LedgerError: The ledger is damaged.
        WriteError: It cannot be written.
    """
    known = {(note.kind, note.text, note.alert, note.goal) for note in ledger.notes()}
    made = []
    for row in table.rows:
        goal = row.goal
        for kind, text in _said(row):
            if (kind, text, row.alert, goal) in known:
                continue
            made.append(ledger.note(kind, text, by=by, at=at, goal=goal, alert=row.alert))
            known.add((kind, text, row.alert, goal))
    return tuple(made)


def _said(row: Filled) -> Iterator[tuple[NoteKind, str]]:
    kinds: tuple[tuple[NoteKind, str], ...] = (("reason", row.cause), ("answer", row.answer))
    for kind, text in kinds:
        if text:
            yield kind, text if row.goal or row.alert or not row.name else f"{row.name}: {text}"


def _heads(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """The row of headings, and the column of each; `None` where the sheet has none."""
    names = {_folded(text): name for name, both in HEADINGS.items() for text in (both.en, both.zh)}
    for at, row in enumerate(sheet.rows):
        columns: dict[str, int] = {}
        for column, cell in enumerate(row):
            name = names.get(_folded(cell.text))
            if name is not None:
                columns.setdefault(name, column)
        if {"alert", "goal"} & columns.keys() and {"cause", "answer"} & columns.keys():
            return at, columns
    return None


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()


def _goals(plan: Plan) -> dict[str, str]:
    """Goals by what they are called in either language, wholes before their parts; a name of two is nobody's."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for say in (Speech(plan, "en"), Speech(plan, "zh")):
        for key in plan.goals:
            name = _folded(say.goal(key))
            if found.setdefault(name, key) != key:
                twice.add(name)
    return {name: key for name, key in found.items() if name not in twice}


def _row(plan: Plan, goals: Mapping[str, str], cells: Mapping[str, Cell]) -> Iterator[Filled | Remark]:
    texts = {name: cell.text.strip() for name, cell in cells.items()}
    faulty = [cell for name, cell in cells.items() if name in ASKED and cell.fault is not None]
    yield from (Remark(place=cell.place, text="", reason=cell.fault) for cell in faulty if cell.fault)
    cause, answer = texts.get("cause", ""), texts.get("answer", "")
    more = [texts[name] for name in ("who", "due") if texts.get(name)]
    place = next(iter(cells.values())).place if cells else Place(file="")
    if more and not answer:
        yield Remark(place=place, text=_JOINED.join(more), reason=_ALONE)
    if not cause and not answer:
        return
    alert, name = texts.get("alert", ""), texts.get("goal", "")
    goal = _goal(plan, goals, name)
    about = alert.rsplit("/", 2)[0] if alert.count("/") >= 2 else ""
    if alert and about not in plan.goals and _action_of(plan, about) is None:
        yield Remark(place=place, text=alert, reason=_NO_ALERT)
        about = ""
    if about in plan.goals:
        if goal not in (None, about):
            yield Remark(place=place, text=name, reason=_APART)
            return
        goal = about
    if goal is None and not about:
        yield Remark(place=place, text=name, reason=_NO_GOAL)
    yield Filled(
        place=place,
        alert=alert if about else "",
        goal=goal or "",
        name=name,
        cause=cause,
        answer=_JOINED.join([answer, *more]) if answer else "",
    )


def _action_of(plan: Plan, about: str) -> str | None:
    """The action of a key path such as `actions.stores.risks[0]`; `None` where the plan has no such action."""
    head, _, rest = about.partition(".")
    key = rest.partition(".")[0]
    return key if head == "actions" and key in plan.actions else None


def _goal(plan: Plan, goals: Mapping[str, str], name: str) -> str | None:
    if not name:
        return None
    found = plan.goal_names.resolve(name)
    return found if isinstance(found, str) else goals.get(_folded(name))
