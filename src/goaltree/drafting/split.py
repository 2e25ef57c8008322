"""How a number is split: dimensions, their members, and the parts of a goal."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from ..model.quantity import Quantity, parse_quantity
from .amount import Amount, unread_level
from .book import Book, Indicator, Noted, unlike_scales
from .fold import fold, split
from .name import bare, key_of
from .place import words
from .sheet import Cell
from .statement import Statement

_NAMED: Final = 3
_FAR: Final = 10_000


def declare(book: Book, text: str, cell: Cell) -> str:
    """Key of the segment that `分站内 / 站外 / 跨境` or `分品类` declares: members, or a dimension by name."""
    members = [text[a:b].strip() for a, b in split(fold(text), "/、,+")]
    if len(members) > 1:
        return _segment(book, members, cell, is_open=False)
    key = next((key for key, tree in book.segments.items() if str(tree["title"].text) == text.strip()), None)
    if key is None:
        key = key_of(text, book.segments)
        book.segments[key] = {"title": Noted(text.strip(), cell.place), "members": [], "open": "true"}
    return key


def _segment(book: Book, members: Sequence[str], cell: Cell, *, is_open: bool) -> str:
    """Key of the one segment that has all these members; a new one, named by them, where there is none."""
    known = [key for key, tree in book.segments.items() if set(members) <= set(tree["members"])]
    if len(known) == 1:
        return known[0]
    shown = "_".join(members[:_NAMED])
    key = key_of(shown, [*book.segments, *members])
    title = " / ".join(members)
    book.segments[key] = {"title": Noted(title, cell.place), "members": list(dict.fromkeys(members))}
    if is_open:
        book.segments[key]["open"] = "true"
    return key


def set_parts(book: Book, one: Indicator, statement: Statement, cell: Cell) -> None:
    """State the parts of a goal.

    Joined by `+` they are all of it, unless they make less than the whole: then they may be some of its parts, or
    the numbers contradict each other. Which, is for the author to say. Anything else names some parts.
    """
    whole = statement.amount.value
    amounts = []
    for part in statement.parts:
        if not part.is_level:
            book.leave(cell, f"{part.name} {part.text}", unread_level(part))
        elif not part.is_beside(statement.amount) and part.value.value * _FAR < whole.value:
            book.leave(cell, f"{part.name} {part.text}", unlike_scales(part, statement.amount))
        else:
            amounts.append(part)
    numbers = [parse_quantity(part.text, book.units, whole.unit) for part in amounts]
    values = [number for number in numbers if isinstance(number, Quantity)]
    if not amounts or len(values) < len(numbers):
        return
    section = "of_which"
    if statement.is_sum and len(amounts) == len(statement.parts) and whole.unit.kind == "plain":
        total = sum((value.base for value in values), Fraction(0))
        slack = whole.half_base + sum((value.half_base for value in values), Fraction(0))
        section = "cuts" if total >= whole.base - slack else "of_which"
        if section == "of_which":
            _leave_sum(book, statement, cell)
    dimension = _dimension(book, one, [bare(part.name) for part in amounts], cell, is_whole=section == "cuts")
    for part, value in zip(amounts, values, strict=True):
        _set_part(book, one, section, dimension, part, value, cell)


def _set_part(
    book: Book, one: Indicator, section: str, dimension: str, part: Amount, value: Quantity, cell: Cell
) -> None:
    member = bare(part.name)
    known = one.members.get(member)
    if known is not None:
        if known.base != value.base:
            reason = words(
                "`{member}` of `{key}` has another number already: which one holds?",
                "`{key}` 的 `{member}` 已有另一个数：不知以哪个为准",
                member=member,
                key=one.title,
            )
            book.leave(cell, f"{part.name} {part.text}", reason)
        return
    one.members[member] = value
    one.goal.setdefault(section, {}).setdefault(dimension, {})[member] = {
        "target": Noted(part.text, cell.place)
    }


def _dimension(book: Book, one: Indicator, members: list[str], cell: Cell, *, is_whole: bool) -> str:
    """Key of the dimension that parts belong to."""
    for section in ("cuts", "of_which"):
        for dimension, parts in one.goal.get(section, {}).items():
            if set(members) <= set(parts):
                return str(dimension)
    own = [key for key in one.metric.get("by", ()) if set(members) <= set(book.segments[key]["members"])]
    open_ = [key for key in one.metric.get("by", ()) if not book.segments[key]["members"]]
    known = [key for key, tree in book.segments.items() if set(members) <= set(tree["members"])]
    for keys in (own, open_, known):
        if len(keys) == 1:
            return str(keys[0])
    if is_whole:
        return _segment(book, members, cell, is_open=False)
    return "part" if all(member.isascii() for member in members) else "其中"


def _leave_sum(book: Book, statement: Statement, cell: Cell) -> None:
    text = " + ".join(f"{part.name} {part.text}" for part in statement.parts)
    reason = words(
        "the parts make less than `{whole}`: are they only some of its parts (`of_which`, as drafted), or does a number "
        "not hold (`cuts`)?",
        "各部分相加小于 `{whole}`：不知只是其中几部分（草稿按 `of_which` 写），还是数字有误（应为 `cuts`）",
        whole=statement.amount.text,
    )
    book.leave(cell, text, reason)
