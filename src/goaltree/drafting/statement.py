"""The grammar of a cell of numbers: `GMV 2160 亿（站内 1500 亿 + 站外 660 亿）；复购率 32%`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from attrs import evolve, frozen

from ..finding import Words
from ..model.unit import Units
from .amount import TIME, Amount, read_amount
from .dated import is_dated, is_time
from .fold import fold, is_balanced, item, last_bracket, split

SEGMENT: Final = ";。\n"
LIST: Final = ",、"
INNER: Final = ";,、/"
_LISTED: Final = re.compile(r"(?:^|[;。\n,、])\s*\d{1,2}\)")
_VERB: Final = re.compile(
    r"(?:确保|力争|完成|实现|达成|达到|推动|保持|做到|achieve|deliver)(?!率|量|数|度|值|时|情况|比)\s*",
    re.IGNORECASE,
)
_GROWTH: Final = re.compile(
    r"(?:(?:较|比|vs\.?)?\s*(?:去年|上年|同期|(?:19|20)\d\d\s*年?)?\s*)?(?:同比|增长|增幅|增速|提升|提高|yoy)?\s*(?:增长|提升)?\s*"
    r"(?P<number>[+-]\s*\d.*|翻.+)",
    re.IGNORECASE,
)
_GROWN: Final = re.compile(
    r"(?:同比|较去年|较上年|yoy)?\s*(?:增长|提升|提高|grows?|up)\s*(?P<number>\d[\d.]*\s*%)", re.IGNORECASE
)
_BASIS: Final = re.compile(
    r"(?:较|比|vs\.?|from|基准|基期|baseline)?\s*(?:(?P<year>(?:19|20)\d\d)\s*年?|去年|上年|基准|基期|baseline)\s*(?:的|为|是|:)?\s*(?P<number>.+)",
    re.IGNORECASE,
)
_FROM: Final = re.compile(
    r"(?P<name>.*?)\s*(?:由|从|\bfrom\b)\s*(?P<low>[^由从]+?)\s*(?:提升|提高|增长|增加|上升|扩大|降低|下降|减少|缩短|升|降|增)?"
    r"(?:至|到|为|->|→|\bto\b)\s*(?P<high>.+)",
    re.IGNORECASE,
)
_OF_WHICH: Final = re.compile(r"(?:其中|of which|including)\s*[:：]?\s*", re.IGNORECASE)
_PLUS: Final = re.compile(r"(?<=[^\s+(])\s*\+\s*(?=[^\s+)])")

_CHANGE: Final = re.compile(
    r"(?:提升|提高|增加|扩大|降低|下降|减少|缩短|压降|increase|raise|grow|reduce|cut|lower)(?!率|量|数|度|值|时|情况|比)\s*",
    re.IGNORECASE,
)
_CHANGED: Final = re.compile(
    r"(?:(?P<up>提升|提高|增长|增加|上升|\b(?:increases?|grows?|growth|up))|(?P<down>降低|下降|减少|缩短|\b(?:falls?|drops?|down)))?"
    r"(?P<by>了|约|\s*\bby)?\s*$",
    re.IGNORECASE,
)
_BY_OR_TO: Final = Words(
    "a change by this number, or a level to reach?", "不知是变化这么多，还是要达到这个水平"
)
_TIME_NAMED: Final = Words(
    "a number with a time for a name: whose number is it?", "数前面只有时间、没有名称：不知是什么的数"
)
_NO_NUMBER: Final = Words("there is no number in it", "其中没有数")
_UNBALANCED: Final = Words("its brackets do not match", "括号不配对")
_LOOSE: Final = Words(
    "a number in brackets without a name: part, baseline or something else?",
    "括号里的数没有名称：不知是部分、基准值还是别的",
)
_OTHER_UNIT: Final = Words(
    "the bracket names a number of another unit: a share of the whole, or a number of its own?",
    "括号里的数单位不同：不知是整体的占比，还是另外的数",
)
_NO_WHOLE: Final = Words(
    "`of which` has no number before it that it can be a part of", "“其中”前面没有可以包含它的数"
)
_AFTER_PART: Final = Words(
    "it follows `of which`: another part, or a number of its own?",
    "它跟在“其中”后面：不知是另一部分，还是单独的数",
)
_MIXED: Final = Words(
    "the bracket mixes names with and without a number: is the number that of the last one, or of all of them together?",
    "括号里有的名称带数、有的不带：不知这个数只属于最后一项，还是各项合起来的",
)


@frozen(kw_only=True)
class Statement:
    """A name with its number and what the brackets say of it.

    Attributes:
        name: The name, empty where the cell has the number alone.
        amount: The number.
        parts: Named numbers in the brackets.
        is_sum: Whether the parts are joined by `+`.
        growth: The growth that the brackets state.
        baseline: The baseline that the brackets state, or the `A` of `from A to B`.
        note: Words in the brackets.
        said: The whole as written, brackets included.
    """

    name: str
    amount: Amount
    parts: tuple[Amount, ...] = ()
    is_sum: bool = False
    growth: Amount | None = None
    baseline: Amount | None = None
    note: str = ""
    said: str = ""


@frozen(kw_only=True)
class Stray:
    """A part of a cell that is no statement, or part of one.

    Attributes:
        text: As written.
        reason: Why it is none.
        is_prose: Whether it has no digit: a cell that is kept as words need not list it.
    """

    text: str
    reason: Words
    is_prose: bool = False


def statements(text: str, units: Units, *, is_change: bool = False) -> list[Statement | Stray]:
    """What a cell says, in its order; a statement may be followed by what of it could not be read.

    Args:
        text: The cell.
        units: The units that are known.
        is_change: Whether the cell is about changes, so that `成本降低 5%` is one.
    """
    folded = _LISTED.sub(lambda match: match[0][:-1] + ".", fold(text))
    if not is_balanced(folded):
        return [Stray(text=text, reason=_UNBALANCED)]
    found: list[Statement | Stray] = []
    for first, last in split(folded, SEGMENT):
        is_part = False
        for start, stop in split(folded[first:last], LIST):
            piece = item(text[first + start : first + stop])
            of_which = _OF_WHICH.match(piece)
            if of_which is not None:
                is_part = True
                _add_part(found, piece[of_which.end() :], units)
            elif is_part:
                found.append(Stray(text=piece, reason=_AFTER_PART))
            else:
                found += (_said(one, piece) for one in _read(piece, units, is_change=is_change))
    return found


def _said(one: Statement | Stray, piece: str) -> Statement | Stray:
    """A statement with its whole as written; none where all that it has for a name is a time: `6月 50`."""
    if isinstance(one, Stray):
        return one
    return Stray(text=piece, reason=_TIME_NAMED) if is_time(one.name) else evolve(one, said=one.said or piece)


def _add_part(found: list[Statement | Stray], piece: str, units: Units) -> None:
    """Add `of which ...` to the statement before it, if it can be a part of that."""
    part = read_amount(piece, units)
    whole = found[-1] if found else None
    if isinstance(part, Amount) and part.name and isinstance(whole, Statement) and _alike(part, whole.amount):
        found[-1] = evolve(whole, parts=(*whole.parts, part), said=f"{whole.said}, {piece}")
    else:
        found.append(Stray(text=piece, reason=_NO_WHOLE))


def _read(text: str, units: Units, *, is_change: bool) -> Iterator[Statement | Stray]:
    moved = _FROM.fullmatch(text)
    if moved is not None:
        low, high = read_amount(moved["low"], units), read_amount(moved["high"], units)
        if isinstance(low, Amount) and isinstance(high, Amount) and not low.name and not high.name:
            name = _bare(moved["name"])
            yield Statement(name=name, amount=evolve(high, name=name), baseline=low)
            return
    bracket = last_bracket(fold(text))
    if bracket is None:
        yield _plain(text, units, is_change=is_change)
        return
    head, inner = text[: bracket[0]].strip(), text[bracket[0] + 1 : bracket[1]].strip()
    if not head or not inner:
        yield Stray(text=text, reason=_NO_NUMBER, is_prose=_is_prose(text))
        return
    first = _plain(head, units)
    if isinstance(first, Statement):
        yield from _qualified(first, inner, units)
    else:
        yield from _labelled(text, head, inner, units, first.reason)


def _plain(text: str, units: Units, *, is_change: bool = False) -> Statement | Stray:
    """A name and its number, without brackets. `成本降低 5%` and `提升复购率 5%` may be a change or a level."""
    found = read_amount(text, units)
    if not isinstance(found, Amount):
        reason = found or (TIME if is_dated(text) else _NO_NUMBER)
        return Stray(text=text, reason=reason, is_prose=_is_prose(text))
    name = _bare(found.name)
    front, behind = _CHANGE.match(name), _CHANGED.search(name)
    is_moved = behind is not None and bool(behind[0].strip())
    if front is not None and front.end() < len(name):
        if not found.is_linked:
            return Stray(text=text, reason=_BY_OR_TO)
        name = name[front.end() :].strip()
    elif behind is not None and is_moved and not found.is_linked:
        name = name[: behind.start()].strip()
        if is_change and not found.value.is_change and not found.value.bound:
            found = _signed(found, "-" if behind["down"] else "+", units)
        if not found.value.is_change or not name:
            return Stray(text=text, reason=_BY_OR_TO)
    return Statement(name=name, amount=evolve(found, name=name))


def _signed(amount: Amount, sign: str, units: Units) -> Amount:
    """A change with the sign that its word says."""
    found = read_amount(sign + amount.text, units)
    return found if isinstance(found, Amount) else amount


def _bare(name: str) -> str:
    """A name without the verb in front of it."""
    verb = _VERB.match(name)
    return name[verb.end() :].strip() if verb is not None and verb.end() < len(name) else name.strip()


def _qualified(first: Statement, inner: str, units: Units) -> Iterator[Statement | Stray]:
    """A statement with what its bracket says: growth, baseline, parts, or words."""
    grown = _GROWTH.fullmatch(inner) or _GROWN.fullmatch(inner)
    if grown is not None:
        change = read_amount(grown["number"], units)
        if isinstance(change, Amount) and not change.name:
            yield evolve(first, growth=change)
            return
    basis = _BASIS.fullmatch(inner)
    if basis is not None:
        level = read_amount(basis["number"], units)
        if isinstance(level, Amount) and not level.name:
            yield evolve(first, baseline=level)
            return
    if _is_prose(inner):
        yield evolve(first, note=inner)
        return
    pieces, is_sum = _pieces(inner)
    amounts = [read_amount(piece, units) for piece in pieces]
    named = [a for a in amounts if isinstance(a, Amount) and a.name]
    if len(named) < len(amounts):
        yield first
        alone = any(isinstance(a, Amount) and not a.name for a in amounts)
        broken = next((a for a in amounts if isinstance(a, Words)), None)
        yield Stray(text=inner, reason=broken or (_LOOSE if alone else _MIXED))
        return
    if all(_alike(part, first.amount) for part in named):
        yield evolve(first, parts=tuple(named), is_sum=is_sum)
        return
    yield first
    yield Stray(text=inner, reason=_OTHER_UNIT)


def _alike(part: Amount, whole: Amount) -> bool:
    """Whether one number can be a part of the other: of one unit, or a number whose unit is not repeated."""
    mine, other = part.value.unit, whole.value.unit
    return (
        mine.symbol == other.symbol
        or (mine.dims == other.dims and mine.kind == other.kind)
        or (not mine.dims and mine.kind == "plain" and other.kind == "plain")
    )


def _labelled(text: str, head: str, inner: str, units: Units, reason: Words) -> Iterator[Statement | Stray]:
    """Words with a bracket: a label of statements, or a name whose number stands in the bracket."""
    if any(char.isdigit() for char in head) and read_amount(head, units) is not None:
        yield Stray(text=text, reason=reason)
        return
    pieces, is_sum = _pieces(inner)
    amounts = [read_amount(piece, units) for piece in pieces]
    if len(amounts) == 1 and isinstance(amounts[0], Amount) and not amounts[0].name:
        name = _bare(head)
        yield Statement(name=name, amount=evolve(amounts[0], name=name))
    elif not is_sum and all(isinstance(a, Amount) and a.name for a in amounts):
        for amount in amounts:
            assert isinstance(amount, Amount)
            yield Statement(name=_bare(amount.name), amount=evolve(amount, name=_bare(amount.name)))
    elif _is_prose(text):
        yield Stray(text=text, reason=_NO_NUMBER, is_prose=True)
    else:
        broken = next((a for a in amounts if isinstance(a, Words)), None)
        yield Stray(text=text, reason=broken or _MIXED)


def _pieces(inner: str) -> tuple[list[str], bool]:
    """The items of a bracket, and whether `+` joins them. A `/` parts only where each side has a number."""
    pieces = [piece.strip() for piece in _PLUS.split(inner)]
    if len(pieces) > 1:
        return pieces, True
    folded = fold(inner)
    for signs in (INNER, INNER.replace("/", "")):
        items = [inner[a:b].strip() for a, b in split(folded, signs)]
        if len(items) > 1 and all(any(char.isdigit() for char in item) for item in items):
            return items, False
    return [inner], False


def _is_prose(text: str) -> bool:
    return not any(char.isdigit() for char in text)
