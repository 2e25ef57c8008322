"""The draft as a plan file: every value with the cell that says it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from attrs import frozen

from ..finding import Lang, visible
from ..planfile.node import NULLS
from .book import Noted
from .place import Place, Remark

_PLAIN: Final = re.compile(r"(?:[^\W_]|[≥≤]|[+-](?=\d))(?:[\w ./%≥≤+→]|-(?=\S))*")
_UNPRINTED: Final = re.compile('[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff"\\\\]')
_HEADING: Final[Mapping[Lang, str]] = {
    "en": "A draft: every value stands beside the cell that says it. Nothing was guessed; what could not be read is listed at the end.",
    "zh": "草稿：每个值旁边注明出自哪个单元格。没有任何猜测；读不出来的列在文末。",
}
_UNREAD: Final[Mapping[Lang, str]] = {"en": "Not read:", "zh": "没有读出的："}


_MANY: Final = 4


@frozen(kw_only=True)
class Value:
    """One value of the draft.

    Attributes:
        path: Its keys from the top; items of a list are numbered from 0.
        text: The value.
        place: The cell that says it.
    """

    path: tuple[str, ...]
    text: str
    place: Place


def plan_text(tree: Mapping[str, Any], unread: Sequence[Remark], lang: Lang) -> str:
    """The text of the plan file, with what was not read as comments at its end."""
    lines = [f"# {_HEADING[lang]}", *_mapping(tree, 0)]
    if unread:
        lines += ["", f"# {_UNREAD[lang]}", *(f"#   {line}" for line in told(unread, lang))]
    return "\n".join(lines) + "\n"


def told(remarks: Sequence[Remark], lang: Lang) -> Iterator[str]:
    """Remarks in a line each; many in a row for one reason, as for a table without a header, in one line together."""
    for (_, reason), group in groupby(remarks, lambda remark: (remark.place.file, remark.reason)):
        same = list(group)
        if len(same) < _MANY:
            yield from (remark.told(lang) for remark in same)
            continue
        count = f"（{len(same)} 格）：" if lang == "zh" else f" ({len(same)} cells): "
        places = f"{visible(str(same[0].place))} … {visible(str(same[-1].place))}"
        yield f"{places}{count}{reason.plain(lang)}"


def values_of(tree: Mapping[str, Any]) -> Iterator[Value]:
    """Every value that names its cell, in the order of the plan."""
    work: list[tuple[tuple[str, ...], Any]] = [((), tree)]
    while work:
        path, here = work.pop()
        if isinstance(here, Noted):
            yield Value(path=path, text=here.text, place=here.place)
        elif isinstance(here, Mapping):
            work += [((*path, str(key)), value) for key, value in reversed(list(here.items()))]
        elif isinstance(here, list):
            work += [((*path, str(i)), value) for i, value in reversed(list(enumerate(here)))]


def _mapping(tree: Mapping[str, Any], depth: int) -> Iterator[str]:
    """The lines of a mapping; the nesting is the draft's own and five levels at most."""
    for key, value in tree.items():
        head = f"{'  ' * depth}{scalar(str(key))}:"
        if depth == 0 and isinstance(value, (Mapping, list)):
            yield ""
        if isinstance(value, Mapping):
            yield head if value else f"{head} {{}}"
            yield from _mapping(value, depth + 1)
        elif isinstance(value, list) and all(isinstance(item, str) for item in value):
            yield f"{head} [{', '.join(map(_item, value))}]"
        elif isinstance(value, list):
            yield head
            yield from _entries(value, depth + 1)
        else:
            yield _line(head, value)


def _entries(items: Iterable[Mapping[str, Any]], depth: int) -> Iterator[str]:
    for item in items:
        lines = list(_mapping(item, depth + 1))
        yield f"{'  ' * depth}- {lines[0].lstrip()}"
        yield from lines[1:]


def _line(head: str, value: Any) -> str:
    if isinstance(value, Noted):
        return f"{head} {scalar(value.text)}  # {_comment(value.place)}"
    return f"{head} {scalar(str(value))}"


def _comment(place: Place) -> str:
    return visible(str(place))


def _item(text: str) -> str:
    return scalar(text)


def scalar(text: str) -> str:
    """A text as a scalar of a plan file: as it is where nothing in it means anything to YAML, else in quotes."""
    if _PLAIN.fullmatch(text) and text == text.rstrip() and text not in NULLS and "  " not in text:
        return text
    return '"' + _UNPRINTED.sub(_escaped, text) + '"'


def _escaped(match: re.Match[str]) -> str:
    char = match[0]
    if char in '"\\':
        return "\\" + char
    return "\\n" if char == "\n" else "\\t" if char == "\t" else f"\\u{ord(char):04x}"
