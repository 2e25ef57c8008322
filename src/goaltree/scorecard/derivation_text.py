"""A derivation as an indented tree, from the number down to the plan's lines and the data's rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..finding import Lang, Words
from ..view.line import Line, Piece, line, rendered
from .derivation_step import Entry, Reader, Titles, Where, entries, has_direction, omitted_text, seen_through

if TYPE_CHECKING:
    from .derivation import Derivation

_AGAIN: Final = "↑"
_LEGEND: Final = Words("↑ told in full above", "↑ 上文已列出")
_DIRECTION: Final = Words("d is 1 where more is better, -1 where less is", "d：越高越好为 1，越低越好为 -1")


def derivation_text(
    derivation: Derivation,
    lang: Lang = "en",
    *,
    titles: Titles | None = None,
    where: Where | None = None,
    color: bool = False,
) -> str:
    """A derivation as an indented tree: each number with its unit, how it was made, of what, and where it stands.

    What is used more than once is told once; the middle of a long list is left out.

    Args:
        derivation: The derivation.
        lang: `en` or `zh`.
        titles: What people call goals and metrics; their keys by default.
        where: Where a key path stands in the plan's files, such as `plan.where`; the path by default.
        color: Write ANSI styles.
    """
    reader = Reader(lang=lang, titles=titles, where=where)
    return "\n".join(rendered(derivation_lines(derivation, reader), color=color)) + "\n"


def derivation_lines(derivation: Derivation, reader: Reader) -> list[Line]:
    """The lines of `derivation_text`."""
    lines: list[Line] = []
    told: set[int] = set()
    again = False
    work: list[tuple[Entry, Derivation | None, str, str]] = [(Entry(derivation), None, "", "")]
    while work:
        entry, parent, head, tail = work.pop()
        if entry.one is None:
            lines.append(line(Piece(head + omitted_text(entry.omitted, reader.lang), "faint")))
            continue
        one = seen_through(entry.one)
        is_again = id(one) in told
        again = again or is_again
        lines.append(_line(reader, entry, one, parent, head, is_again=is_again))
        told.add(id(one))
        if is_again:
            continue
        below = entries(one)
        for at, part in enumerate(reversed(below)):
            mark, rest = ("└ ", "  ") if at == 0 else ("├ ", "│ ")
            work.append((part, one, f"{tail}{mark}", f"{tail}{rest}"))
    words = []
    if has_direction(list(derivation.steps())):
        words.append(_DIRECTION.render(reader.lang, {}))
    if again:
        words.append(_LEGEND.render(reader.lang, {}))
    return [*lines, *(line(Piece(text, "faint")) for text in words)]


def _line(
    reader: Reader,
    entry: Entry,
    one: Derivation,
    parent: Derivation | None,
    head: str,
    *,
    is_again: bool,
) -> Line:
    name = reader.name(entry, parent)
    pieces: list[str | Piece] = [
        Piece(head, "faint"),
        Piece(f"{name}  "),
        Piece(reader.number(one), "strong"),
    ]
    if entry.factor is not None:
        pieces.append(f" × {reader.number(entry.factor)}")
    if is_again:
        return line(*pieces, Piece(f"  {_AGAIN}", "faint"))
    how = reader.how(one)
    pieces.append(f"  = {how}" if how and one.inputs else f"  {how}" if how else "")
    if one.time and one.time != name and one.step != "curve":
        pieces.append(Piece(f"  {one.time}", "faint"))
    place = reader.place(one)
    pieces.append(Piece(f"  {place}" if place else "", "note"))
    note = reader.note(one)
    pieces.append(Piece(f"  [{note}]" if note else "", "faint"))
    return line(*pieces)
