"""A row of a table of targets: numbers with their baselines, growth and parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from attrs import evolve, frozen

from ..finding import Words
from ..model.number import LETTERS, SCALES
from ..model.quantity import Quantity, parse_quantity
from .amount import Amount, told_fault, unread_level
from .book import Book, Indicator
from .fold import fold, last_bracket, without_ordinal
from .indicator_row import named_indicator
from .name import Meaning, forms, keeps_ends, meaning
from .place import words
from .role import Role
from .sheet import Cell
from .split import set_parts
from .statement import Statement, Stray, statements

_NAMELESS: Final = Words("a number without a name", "数没有名称")
_NO_PLACE: Final = Words(
    "what its brackets say has a place beside a target only", "括号里的内容只能跟在目标值后面"
)
_NO_GROWTH: Final = Words(
    "growth is a percentage: is it `%`, points, or an amount?", "增长应为百分比：不知是 %、百分点，还是数额"
)
_SEVERAL: Final = Words("several numbers without a name for one indicator", "一个指标有多个没有名称的数")
_WAYS: Final = {">=": "up", "<=": "down", "range": "band"}
_SCALES: Final = ("万", "亿", "千", "百", "k", "m", "b", "million", "billion", "thousand", "bn", "mn")


@frozen
class Slot:
    """What one statement of a target cell is about: its name there and its indicator, `None` where it was not read."""

    name: str
    one: Indicator | None


def read_goals(
    book: Book, row: Mapping[Role, Cell], perspective: str | None, units: Mapping[Role, str]
) -> list[Indicator]:
    """The goals that a row states.

    Args:
        book: The draft.
        row: Its cells by role.
        perspective: Key of its perspective.
        units: The unit of each column, where the header or a column of units names one.
    """
    result, unit = without_unit(book, row.get("result"))
    named = _row_indicator(book, result, perspective)
    units = {**dict.fromkeys(("target", "baseline"), unit), **units} if unit else units
    slots = _targets(book, row.get("target"), named, perspective, units.get("target", ""))
    if named is not None and not slots:
        slots = [Slot(named.title, named)]
    for role in ("baseline", "growth"):
        cell = row.get(role)
        if cell is not None and cell.text:
            _read_beside(book, cell, role, slots, units.get(role, ""))
    goals = [slot.one for slot in slots if slot.one is not None]
    _words(book, row, goals, perspective)
    return goals


def is_unit(text: str, book: Book) -> bool:
    """Whether a text can stand behind a bare number: a unit, a scale, or both (`亿元`, `万`, `M USD`)."""
    if not text or any(char.isdigit() for char in text):
        return False
    return text in SCALES or text in LETTERS or isinstance(parse_quantity(f"1{text}", book.units), Quantity)


def without_unit(book: Book, cell: Cell | None) -> tuple[Cell | None, str]:
    """The cell of an indicator without the unit that ends it in brackets, and that unit: `销售额（亿元）`."""
    bracket = last_bracket(fold(cell.text)) if cell is not None else None
    if cell is None or bracket is None or not bracket[0]:
        return cell, ""
    unit = fold(cell.text[bracket[0] + 1 : bracket[1]]).strip()
    if not is_unit(unit, book):
        return cell, ""
    return evolve(cell, text=cell.text[: bracket[0]].strip()), unit


def _row_indicator(book: Book, cell: Cell | None, perspective: str | None) -> Indicator | None:
    if cell is None or not cell.text:
        return None
    one = named_indicator(book, without_ordinal(cell.text), cell, perspective)
    book.read.add(cell.place)
    return one


def _targets(
    book: Book, cell: Cell | None, named: Indicator | None, perspective: str | None, unit: str
) -> list[Slot]:
    if cell is None or not cell.text:
        return []
    found = statements(cell.text, book.units)
    slots: list[Slot] = []
    exact = {one.key for s in found if isinstance(s, Statement) and s.name and (one := _exact(book, s.name))}
    alone = sum(isinstance(s, Statement) and not s.name for s in found) == 1
    for said in found:
        if isinstance(said, Stray):
            book.leave(cell, said.text, said.reason)
            continue
        about: Indicator | Words
        if said.name:
            about = _meant(book, said, cell, perspective, exact)
        else:
            about = _NAMELESS if named is None else named if alone else _SEVERAL
        slots.append(Slot(said.name, about if isinstance(about, Indicator) else None))
        if isinstance(about, Words):
            book.leave(cell, said.said, about)
            continue
        set_goal(book, about, said, cell, unit)
        if perspective is not None:
            known = about.goal.setdefault("perspective", perspective)
            if known != perspective:
                title = book.perspectives[known]["title"].text
                book.leave(
                    cell,
                    said.said,
                    words("the goal belongs to `{title}` already", "这个目标已属于 `{title}`", title=title),
                )
    book.read.add(cell.place)
    return slots


def _exact(book: Book, name: str) -> Indicator | None:
    key = meaning(name, {k: one.names for k, one in book.indicators.items()}, is_loose=False).key
    return book.indicators[key] if key is not None else None


def _meant(
    book: Book, statement: Statement, cell: Cell, perspective: str | None, exact: set[str]
) -> Indicator | Words:
    """The indicator that a statement in a target cell is about.

    It has the same words, or is of the row's perspective and has words more: between the first and the last word of
    the name, or it states the same number.
    """
    name = statement.name
    known = {key: one.names for key, one in book.indicators.items()}
    same = meaning(name, known, is_loose=False)
    if same.key is not None:
        return book.indicators[same.key]
    inside = {
        key: one.names
        for key, one in book.indicators.items()
        if perspective is not None and one.perspective == perspective and one.is_declared
    }
    if same.candidates:
        here = [key for key in same.candidates if key in inside]
        return book.indicators[here[0]] if len(here) == 1 else _either(book, same.candidates)
    free = {key: names for key, names in inside.items() if key not in exact}
    near = meaning(name, free, is_loose=True)
    if near.key is not None:
        one = book.indicators[near.key]
        if not keeps_ends(name, one.names) and not one.says(statement.amount):
            return maybe_short((one.title,))
        say_shortened(book, cell, name, one)
        return one
    if near.candidates:
        return _either(book, near.candidates)
    return book.indicator(name, cell, perspective)


def _either(book: Book, keys: tuple[str, ...]) -> Words:
    return words("it may be {names}", "可能是 {names}", names=book.titles(keys))


def maybe_short(titles: tuple[str, ...]) -> Words:
    """Why a name with words left out is not taken for a known one."""
    return words(
        "it may be short for {names}, or something of its own",
        "可能是 {names} 的简称，也可能另有所指",
        names=titles,
    )


def say_shortened(book: Book, cell: Cell, name: str, one: Indicator) -> None:
    """Take a name with words left out for an indicator, and say so."""
    one.call(name)
    reason = words("read as short for `{title}`", "读作 `{title}` 的简称", title=one.title)
    book.note(cell, name, reason)


def set_goal(book: Book, one: Indicator, statement: Statement, cell: Cell, unit: str = "") -> None:
    """State a goal's target, and what the brackets behind it say."""
    amount = _with_unit(book, statement, unit, cell)
    if amount is None:
        return
    if not amount.is_level:
        book.leave(cell, statement.said, unread_level(amount))
        return
    book.set_number(one, "target", amount, cell)
    take_unit(one, amount.value)
    if statement.baseline is not None:
        _set_level(book, one, "baseline", statement.baseline, cell)
    if statement.growth is not None:
        set_growth(book, one, statement.growth, cell)
    if statement.note:
        book.state(one.goal, "note", statement.note, cell)
    if statement.parts:
        set_parts(book, one, evolve(statement, amount=amount), cell)


def set_growth(book: Book, one: Indicator, amount: Amount, cell: Cell) -> None:
    """State a goal's growth, which is a percentage or in points."""
    if amount.value.unit.kind in {"percent", "pp"}:
        book.set_number(one, "growth", amount, cell)
    else:
        book.leave(cell, f"{amount.name} {amount.text}".strip(), _NO_GROWTH)


def take_unit(one: Indicator, number: Quantity) -> None:
    """Take over what a number says of its metric, where that has none: its unit, and the way that is better.

    A share is a ratio; a range has two ends, and what is to stay between them is a band.
    """
    unit = number.unit
    if unit.symbol and unit.kind != "pp":
        one.metric.setdefault("unit", unit.symbol)
    if unit.kind in {"percent", "ratio"}:
        one.metric.setdefault("kind", "ratio")
    if number.bound in _WAYS:
        one.metric.setdefault("direction", _WAYS[number.bound])


def _set_level(book: Book, one: Indicator, name: str, amount: Amount, cell: Cell) -> None:
    if amount.value.is_change:
        book.leave(cell, f"{amount.name} {amount.text}".strip(), unread_level(amount))
    else:
        book.set_number(one, name, amount, cell)


def _with_unit(book: Book, statement: Statement, unit: str, cell: Cell) -> Amount | None:
    """A number with the unit of its column, where it has none of its own; `None` where that has two readings."""
    amount = statement.amount
    if not unit or amount.value.unit.symbol or amount.value.unit.kind != "plain":
        return amount
    text = f"{amount.text}{unit}"
    found = parse_quantity(text, book.units)
    is_scaled = fold(amount.text).rstrip().lower().endswith(_SCALES)
    scale, bare = _scale_of(unit)
    if is_scaled and not isinstance(found, Quantity):
        is_same = _own_scale(amount.text) == scale
        if is_same and not bare:
            return amount
        text = f"{amount.text}{bare}"
        found = parse_quantity(text, book.units)
        if is_same and isinstance(found, Quantity):
            return evolve(amount, text=text, value=found)
    if not isinstance(found, Quantity):
        book.leave(cell, statement.said, told_fault(found))
        return None
    if (is_scaled and (scale or unit.startswith(_SCALES))) or (unit == "%" and abs(amount.value.value) <= 1):
        reason = words(
            "`{text}` in a column of `{unit}`: is it `{whole}`, or in another unit?",
            "`{text}` 在单位为 `{unit}` 的列里：不知是 `{whole}`，还是另一单位",
            text=amount.text,
            unit=unit,
            whole=text,
        )
        book.leave(cell, statement.said, reason)
        return None
    return evolve(amount, text=text, value=found)


def _scale_of(unit: str) -> tuple[int, str]:
    """The power of ten of the scale word that a unit begins with, and the unit without it: `万人` counts in 人."""
    for word in sorted(SCALES, key=len, reverse=True):
        if unit.lower().startswith(word):
            return SCALES[word], unit[len(word) :]
    letter = unit[:1]
    return (LETTERS[letter], unit[1:]) if letter in LETTERS and not unit[1:2].isalpha() else (0, unit)


def _own_scale(number: str) -> int:
    """The power of ten of the scale word that a number ends with."""
    text = fold(number).strip().lower()
    return max((power for word, power in SCALES.items() if text.endswith(word)), default=0)


def _read_beside(
    book: Book, cell: Cell, role: Literal["baseline", "growth"], slots: list[Slot], unit: str
) -> None:
    """Numbers that belong to the targets of the row: by name, or by order where there are as many."""
    found = statements(cell.text, book.units, is_change=role == "growth")
    in_order = len(found) == len(slots)
    for index, one in enumerate(found):
        if isinstance(one, Stray):
            book.leave(cell, one.text, one.reason)
            continue
        slot = slots[index] if in_order else None
        about = _about(book, one, slot, slots)
        amount = _with_unit(book, one, unit, cell)
        if amount is None:
            continue
        if isinstance(about, Words):
            book.leave(cell, one.said, about)
        elif role == "growth":
            set_growth(book, about, amount, cell)
        elif not _fits(about, amount.value):
            book.leave(
                cell,
                one.said,
                words("its unit is not that of `{title}`", "它的单位与 `{title}` 不同", title=about.title),
            )
        else:
            _set_level(book, about, role, amount, cell)
            take_unit(about, evolve(amount.value, bound=""))
        if not isinstance(about, Words) and (one.parts or one.note or one.growth or one.baseline):
            book.leave(cell, one.said, _NO_PLACE)
    book.read.add(cell.place)


def _about(book: Book, one: Statement, slot: Slot | None, slots: list[Slot]) -> Indicator | Words:
    """Which target of the row a number belongs to."""
    if one.name:
        written = {str(i): forms(s.name) for i, s in enumerate(slots)}
        known = {
            i: names | (s.one.names if s.one else set())
            for (i, names), s in zip(written.items(), slots, strict=True)
        }
        tries = ((written, False), (known, False), (written, True), (known, True))
        found = (meaning(one.name, names, is_loose=is_loose) for names, is_loose in tries)
        meant = next((m for m in found if m.key or m.candidates), Meaning())
        if meant.key is None:
            names = tuple(slots[int(i)].name or _title(slots[int(i)]) for i in meant.candidates)
            if names:
                return words("it may be {names}", "可能是 {names}", names=names)
            return Words("no target of the row has this name", "本行的目标值没有这个名称")
        slot = slots[int(meant.key)]
    if slot is None:
        return words(
            "the row has {count} target(s): which one is it for?",
            "本行有 {count} 个目标值：不知属于哪一个",
            count=len(slots),
        )
    if slot.one is None:
        return words(
            "the target that it belongs to could not be read: {name}",
            "它所属的目标值没有读出：{name}",
            name=slot.name,
        )
    return slot.one


def _title(slot: Slot) -> str:
    return slot.one.title if slot.one is not None else ""


def _fits(one: Indicator, number: Quantity) -> bool:
    """Whether a baseline can be one of the target; a bare number takes the unit of the metric."""
    target = one.numbers.get("target")
    if target is None:
        return True
    mine, other = number.unit, target.unit
    if mine.kind != other.kind:
        return False
    return not mine.dims or not other.dims or mine.dims == other.dims


def _words(book: Book, row: Mapping[Role, Cell], goals: list[Indicator], perspective: str | None) -> None:
    """What a row says in words of its goals."""
    why = row.get("why")
    if why is not None and why.text:
        if perspective is not None and "result" not in row:
            book.state(book.perspectives[perspective], "why", why.text, why)
            book.read.add(why.place)
        elif goals:
            for one in goals:
                book.state(one.goal, "why", why.text, why)
            book.read.add(why.place)
    note = row.get("note")
    if note is not None and note.text and len(goals) == 1:
        book.state(goals[0].goal, "note", note.text, note)
        book.read.add(note.place)
