"""Tables in a sheet: where the header stands, what each column means, which rows continue others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from attrs import evolve, frozen

from ..finding import Words
from .fold import fold, has_ordinal
from .place import Remark, words
from .role import SKIP, Role, bracketed, has_number, is_bare_year, is_observed, roles_of, year_of
from .sheet import Cell, Sheet

_LONG: Final = 30
_TOTALS: Final = frozenset(
    ("合计", "总计", "小计", "汇总", "共计", "total", "totals", "subtotal", "grand total", "sum")
)
_LABELS: Final = frozenset({"perspective", "team"})
_NO_HEADER: Final = Words(
    "no row above it says what its column means; name two headers at least, or give the mapping",
    "上方没有说明各列含义的表头行；请至少写明两个表头，或给出列的对应关系",
)
_ABOVE: Final = Words("it stands above the header", "在表头之上")
_TOTAL: Final = Words("a total row is never read: its parts are", "合计行不读，只读各个部分")
_SKIPPED: Final = Words("its column is left out, as the mapping says", "按对应关系，这一列不读")


@frozen(kw_only=True, eq=False)
class Column:
    """One column.

    Attributes:
        header: Its header.
        role: What it means; `None` where that is not known.
        unit: The unit that its header names in brackets.
        reason: Why its cells are not read, where they are not.
    """

    header: Cell
    role: Role | None = None
    unit: str = ""
    reason: Words | None = None


@frozen(kw_only=True, eq=False)
class Table:
    """A header and its rows; each row has one cell a column.

    Attributes:
        columns: The columns.
        rows: The cells by row.
        context: Lines of text above, the nearest last.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    context: tuple[str, ...]

    @property
    def roles(self) -> frozenset[Role]:
        """What its columns mean."""
        return frozenset(column.role for column in self.columns if column.role is not None)

    def year(self, role: Role) -> int | None:
        """The year that the header of a role names."""
        return next((year_of(c.header.text) for c in self.columns if c.role == role), None)


@frozen(kw_only=True, eq=False)
class Found:
    """The tables of a sheet, what was not read of it, and what was assumed."""

    tables: tuple[Table, ...]
    unread: tuple[Remark, ...]
    notes: tuple[Remark, ...]


def find_tables(sheet: Sheet, mapping: Mapping[str, str]) -> Found:
    """The tables of a sheet.

    Args:
        sheet: The sheet.
        mapping: Role, or `skip`, by header, where the caller says what a header means.
    """
    given = {_plain(header): role for header, role in mapping.items()}
    heads = [index for index, row in enumerate(sheet.rows) if _is_header(row, given)]
    unread: list[Remark] = []
    notes: list[Remark] = []
    tables: list[Table] = []
    above = sheet.rows[: heads[0]] if heads else sheet.rows
    unread += [
        Remark(place=c.place, text=c.text, reason=_ABOVE if heads else _NO_HEADER) for c in _filled(above)
    ]
    context = (*sheet.context, *(c.text for c in _filled(above))) if heads else sheet.context
    for index, head in enumerate(heads):
        stop = heads[index + 1] if index + 1 < len(heads) else len(sheet.rows)
        table, left, said = _table(sheet, head, stop, context, given)
        tables.append(table)
        unread += left
        notes += said
    return Found(tables=tuple(tables), unread=tuple(unread), notes=tuple(notes))


def _plain(header: str) -> str:
    return "".join(fold(header).lower().split())


def _filled(rows: Sequence[Sequence[Cell]]) -> list[Cell]:
    return [cell for row in rows for cell in row if (cell.text or cell.fault) and not cell.is_copy]


def _is_header(row: Sequence[Cell], given: Mapping[str, str]) -> bool:
    """Whether most cells of a row are words for columns, and two at least."""
    texts = [cell.text for cell in row if cell.text and not cell.is_copy]
    known = [
        t
        for t in texts
        if _plain(t) in given or is_bare_year(t) or (roles_of(_bare(t)) and not has_number(t))
    ]
    told = [t for t in known if not is_bare_year(t)]
    if not told or 2 * len(known) < len(texts) or (len(known) < 2 and _plain(known[0]) not in given):
        return False
    is_short = all(len(t) <= _LONG and not any(sign in fold(t) for sign in ";。,") for t in known)
    return is_short and _repeats_header(texts)


def _repeats_header(texts: Sequence[str]) -> bool:
    """Whether texts that stand twice are still headers: nothing but words for columns stands twice."""
    return all(roles_of(_bare(text)) for text, count in Counter(texts).items() if count > 1)


def _bare(header: str) -> str:
    """A header without a year in front, in one spelling."""
    return fold(header).strip()


def _table(
    sheet: Sheet, head: int, stop: int, context: tuple[str, ...], given: Mapping[str, str]
) -> tuple[Table, list[Remark], list[Remark]]:
    header = _trimmed(sheet.rows[head], sheet.rows[head + 1 : stop])
    columns = _columns(header, given)
    unread: list[Remark] = []
    spanned: list[tuple[Cell, Cell]] = []
    rows: list[tuple[Cell, ...]] = []
    body = sheet.rows[head + 1 : stop]
    numbered = (
        bool(columns) and columns[0].role in _LABELS and any(row and has_ordinal(row[0].text) for row in body)
    )
    for row in body:
        cells = _aligned(
            row,
            columns,
            rows[-1] if rows else None,
            is_numbered=sheet.is_pasted and numbered,
            spanned=spanned,
        )
        first = next((cell.text for cell in cells if cell.text), "")
        extra = (
            [cell for cell in _filled([row[len(columns) :]]) if cells is not None and cell.text]
            if len(cells) == len(columns)
            else []
        )
        if fold(first).strip().lower().rstrip(":") in _TOTALS:
            unread += [Remark(place=c.place, text=c.text, reason=_TOTAL) for c in _filled([row])]
            continue
        if extra or (sheet.is_pasted and len(cells) < len(columns) and _filled([cells])):
            reason = words(
                "its row has {got} cells, the header has {wanted}: which cell is missing?",
                "这一行有 {got} 格，表头有 {wanted} 格：不知缺的是哪一格",
                got=len(row),
                wanted=len(columns),
            )
            unread += [Remark(place=c.place, text=c.text, reason=reason) for c in _filled([row])]
            continue
        padded = (
            *cells,
            *(Cell(text="", place=evolve(cells[0].place, column=0)) for _ in columns[len(cells) :]),
        )
        rows.append(tuple(padded))
    unread += [
        Remark(place=cell.place, text=cell.text, reason=column.reason)
        for row in rows
        for column, cell in zip(columns, row, strict=True)
        if column.reason is not None and cell.text and not cell.is_copy
    ]
    return (
        Table(columns=columns, rows=tuple(rows), context=context),
        unread,
        [*_continued(spanned), *_hidden(rows)],
    )


def _trimmed(header: Sequence[Cell], body: Sequence[Sequence[Cell]]) -> Sequence[Cell]:
    """The header without blank cells at its end that stand above nothing."""
    width = len(header)
    while (
        width
        and not header[width - 1].text
        and not any(row[width - 1].text for row in body if len(row) >= width)
    ):
        width -= 1
    return header[:width]


def _aligned(
    row: Sequence[Cell],
    columns: Sequence[Column],
    above: Sequence[Cell] | None,
    *,
    is_numbered: bool,
    spanned: list[tuple[Cell, Cell]],
) -> tuple[Cell, ...]:
    """The cells of a row below their headers.

    Where the first column numbers its cells, a pasted row without a number that is one cell short, or whose last
    cell is blank, goes on with the cell above, which spanned it. A blank perspective, and a blank team in the first
    column, stand for the one above.
    """
    width = len(columns)
    cells = tuple(row[:width])
    is_short = len(row) == width - 1 or (len(row) == width and not row[-1].text)
    if is_numbered and above is not None and is_short and row[0].text and not has_ordinal(row[0].text):
        copy = evolve(above[0], place=evolve(row[0].place, column=0), is_copy=True)
        spanned.append((row[0], above[0]))
        return (copy, *row[: width - 1])
    if above is not None and cells and any(cell.text for cell in cells):
        filled = []
        for index, (column, cell, before) in enumerate(zip(columns, cells, above, strict=False)):
            spans = column.role == "perspective" or (column.role == "team" and index == 0)
            if spans and not cell.text and before.text and cell.fault is None:
                cell = evolve(before, place=cell.place, is_copy=True)
            filled.append(cell)
        cells = tuple(filled)
    return cells


def _continued(spanned: Sequence[tuple[Cell, Cell]]) -> list[Remark]:
    if not spanned:
        return []
    reason = words(
        "{count} row(s) without a number go on with the cell above that spans them, first with `{above}`",
        "{count} 行没有编号，接续上方跨行的单元格，最先是 `{above}`",
        count=len(spanned),
        above=spanned[0][1].text,
    )
    return [Remark(place=spanned[0][0].place, text=spanned[0][0].text, reason=reason)]


def _hidden(rows: Sequence[Sequence[Cell]]) -> list[Remark]:
    first = next((cell for row in rows for cell in row if cell.is_hidden and cell.text), None)
    if first is None:
        return []
    count = sum(cell.is_hidden and bool(cell.text) for row in rows for cell in row)
    reason = words(
        "{count} hidden cell(s) from here on are read like any other",
        "从这里起有 {count} 个隐藏的单元格，照常读取",
        count=count,
    )
    return [Remark(place=first.place, text="", reason=reason)]


def _columns(header: Sequence[Cell], given: Mapping[str, str]) -> tuple[Column, ...]:
    """What each column means: as the caller says, else by its header; a role that two columns claim is open."""
    meant: list[tuple[Role, ...]] = []
    for cell in header:
        role = given.get(_plain(cell.text))
        meant.append(() if role == SKIP else (role,) if role is not None else roles_of(_bare(cell.text)))  # type: ignore[arg-type]
    if meant.count(("target",)) > 1 and ("result",) not in meant:
        # `目标` beside `目标值` is what the goal is called; alone it is the target.
        for index, cell in enumerate(header):
            if _plain(cell.text) == "目标" and _plain(cell.text) not in given:
                meant[index] = ("result",)
    target = next(
        (year_of(c.text) for c, roles in zip(header, meant, strict=True) if roles == ("target",)), None
    )
    for index, cell in enumerate(header):
        year = year_of(cell.text)
        if not meant[index] and is_bare_year(cell.text) and target and year == target - 1:
            meant[index] = ("baseline",)
        if (
            meant[index] == ("baseline",)
            and _plain(cell.text) not in given
            and is_observed(cell.text, target)
        ):
            meant[index] = ()
    claimed = Counter(roles[0] for roles in meant if len(roles) == 1)
    columns = []
    for cell, roles in zip(header, meant, strict=True):
        text = cell.text
        is_given = _plain(text) in given
        if is_given and given[_plain(text)] == SKIP:
            columns.append(Column(header=cell, reason=_SKIPPED))
        elif len(roles) == 1 and claimed[roles[0]] == 1:
            unit = next((inner for inner in bracketed(_bare(text)) if not is_bare_year(inner)), "")
            columns.append(Column(header=cell, role=roles[0], unit=unit))
        else:
            columns.append(Column(header=cell, reason=_open(text, roles)))
    return tuple(columns)


def _open(header: str, roles: Sequence[Role]) -> Words:
    if len(roles) == 1:
        return words(
            "another column is `{role}` too: say which with the mapping `{header}={role}`",
            "另一列也是 `{role}`：请用对应关系 `{header}={role}` 说明是哪一列",
            role=roles[0],
            header=header,
        )
    if is_observed(header, None):
        return words(
            "is `{header}` last year's? say `{header}=baseline` in the mapping, or `{header}=skip`",
            "`{header}` 是上年的吗？请用对应关系 `{header}=baseline` 或 `{header}=skip` 说明",
            header=header,
        )
    if roles:
        return words(
            "its header may mean {roles}: say which with the mapping `{header}={first}`",
            "它的表头可能指 {roles}：请用对应关系 `{header}={first}` 说明",
            roles=roles,
            header=header,
            first=roles[0],
        )
    return words(
        "its header `{header}` is not known: say what it means with the mapping `{header}=target`, or `{header}=skip`",
        "不认识它的表头 `{header}`：请用对应关系说明，例如 `{header}=target` 或 `{header}=skip`",
        header=header,
    )
