"""A draft plan from tables: every cell is read, or listed with the reason; nothing is guessed."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cached_property

from attrs import field, frozen

from ..errors import UsageError
from ..finding import Fault, Lang
from ..findings import Findings
from ..model.plan import Plan
from ..model.unit import Units, find_currency
from ..planfile.load import loads
from .assemble import assemble
from .book import Book
from .layout import Value, plan_text, values_of
from .place import Remark
from .role import ROLES, SKIP
from .sheet import Source
from .source import open_source
from .sweep import read_tables
from .table import Table, find_tables


@frozen(kw_only=True)
class Tally:
    """How many cells of tables were read whole, and of how many something is listed.

    Attributes:
        read: Cells of which everything stands in the draft.
        listed: Cells of which something, or everything, is listed as unread.
    """

    read: int
    listed: int


@frozen(kw_only=True)
class Meaning:
    """What a column was taken for.

    Attributes:
        place: Its header's cell, as `Sheet!B7`.
        header: Its header.
        role: What it means; empty where that is not known or the column was left out.
    """

    place: str
    header: str
    role: str


@frozen(kw_only=True, eq=False, slots=False)
class Draft:
    """A draft plan, and what of the tables it does not hold.

    Attributes:
        text: The plan file: every value beside its cell, what was not read as comments at the end.
        mapping: What each column was taken for.
        unread: What could not be read, each with its cell and the reason.
        notes: What was assumed of cells that were read, such as a name taken for a shorter form of another.
        values: Every value of the draft with its cell.
        cells: How many cells were read, and of how many something is listed.
    """

    text: str = field(repr=False)
    mapping: tuple[Meaning, ...] = field(repr=False)
    unread: tuple[Remark, ...]
    notes: tuple[Remark, ...] = field(repr=False)
    values: tuple[Value, ...] = field(repr=False)
    cells: Tally

    @cached_property
    def plan(self) -> Plan:
        """The plan that the text is."""
        return loads(self.text)

    @cached_property
    def findings(self) -> Findings:
        """What a check says of the draft."""
        from ..checks.check import check

        return check(self.plan)


def draft(
    source: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    *,
    mapping: Mapping[str, str] | None = None,
    currency: str | None = None,
    encoding: str | None = None,
    lang: Lang = "en",
) -> Draft:
    """Make a draft plan of the tables that people already have.

    Read are Excel workbooks (.xlsx), CSV, Markdown and pasted tables, with columns in any order and headers in
    Chinese or English. A cell may state several numbers, each with its parts, baseline or growth in brackets:
    `2160 亿（站内 1500 亿 + 站外 660 亿）；复购率 32%`. Every cell of a table is read, or listed in `unread` with
    the reason; what has two readings is listed with both.

    Args:
        source: A path, a text (a `str` with a line break, a pipe or a tab in it), or several of them.
        mapping: What a header means, where its words do not tell: `{"目标": "target", "备注": "skip"}`.
        currency: The currency of the plan as a code, where it has one.
        encoding: The encoding of text files, where it is not UTF-8.
        lang: The language of the comments in the draft.

    Raises:
        UsageError: A source is neither path nor text, the mapping names no known meaning, or the currency or the
            encoding does not exist.
    """
    several = (
        [source] if isinstance(source, (str, os.PathLike)) or not isinstance(source, Sequence) else [*source]
    )
    return draft_of(
        [open_source(one, encoding) for one in several], mapping=mapping, currency=currency, lang=lang
    )


def draft_of(
    sources: Sequence[Source],
    *,
    mapping: Mapping[str, str] | None = None,
    currency: str | None = None,
    lang: Lang = "en",
) -> Draft:
    """The draft of sources that were opened before; see `draft`."""
    given = _checked(mapping or {})
    code = _currency(currency)
    book = Book(units=Units.standard(code))
    if code is not None:
        book.head["currency"] = code
    tables: list[Table] = []
    for one in sources:
        book.unread += one.remarks
        for sheet in one.sheets:
            found = find_tables(sheet, given)
            tables += found.tables
            book.unread += found.unread
            book.notes += found.notes
    body = read_tables(book, tables)
    tree = assemble(book)
    listed = {remark.place for remark in book.unread}
    return Draft(
        text=plan_text(tree, book.unread, lang),
        mapping=tuple(
            Meaning(place=str(column.header.place), header=column.header.text, role=column.role or "")
            for table in tables
            for column in table.columns
        ),
        unread=tuple(book.unread),
        notes=tuple(book.notes),
        values=tuple(values_of(tree)),
        cells=Tally(
            read=sum(place not in listed for place in body),
            listed=len(listed.intersection(body)) + _above(book, body),
        ),
    )


def _above(book: Book, body: Sequence[object]) -> int:
    """Cells that are listed and stand in no row of a table."""
    inside = set(body)
    return len({remark.place for remark in book.unread if remark.place.column and remark.place not in inside})


def _checked(mapping: Mapping[str, str]) -> dict[str, str]:
    if not isinstance(mapping, Mapping):
        raise UsageError("a mapping gives what each header means, such as {'目标': 'target'}")
    for header, role in mapping.items():
        if role not in ROLES and role != SKIP:
            raise UsageError(
                f"{header!r} cannot mean {role!r}: a column is one of {', '.join(ROLES)}, or {SKIP}"
            )
    return dict(mapping)


def _currency(currency: str | None) -> str | None:
    if currency is None:
        return None
    code = find_currency(currency)
    if isinstance(code, Fault):
        raise UsageError(f"there is no currency called {currency!r}")
    return code
