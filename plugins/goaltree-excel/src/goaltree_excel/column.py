"""One column of a plan's sheet, and how a value of the plan stands in its cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, Literal

from attrs import Factory, frozen

from .port import Lang, Value, Words

Kind = Literal["key", "text", "english", "list", "mapping", "flag", "choice", "shown"]
LONGEST: Final = 16_000
"""Characters of one cell: Excel holds 32,767 of the units in which an emoji is two."""

_SEPARATOR: Final = re.compile(r"[;；\n]")
_EQUALS: Final = re.compile(r"(?<![<>=≤≥!])=")
_TRUE: Final = frozenset({"true", "yes", "y", "1", "是", "对", "√", "✓"})
_FALSE: Final = frozenset({"false", "no", "n", "0", "否", "不是", "×", "✗"})


@frozen(kw_only=True)
class Column:
    """A column.

    Attributes:
        field: Key of the plan that it holds; with a dot for a key inside of it, `*` for the whole entry.
        head: Its heading.
        kind: How a value stands in a cell: `english` is the English of a text in two languages, a
            `list` is separated by `；`, a `mapping` has a line `name = value` for each of its entries;
            what is `shown` is for readers, and is not read back.
        note: What is to be filled in.
        width: Width in characters.
        choices: The words of a `choice`.
        refers: Key of the section whose keys may be chosen.
        is_whole: Whether one item without a name is a value for the whole, not a list of one.
    """

    field: str
    head: Words
    kind: Kind = "text"
    note: Words = Words("", "")
    width: int = 14
    choices: Mapping[str, Words] = Factory(dict)
    refers: str = ""
    is_whole: bool = False

    def written(self, value: Any, lang: Lang) -> str | None:
        """A value as the text of a cell; `None` where the column cannot hold it exactly."""
        text = self._text(value, lang)
        if text is None or not text or text != text.strip() or len(text) > LONGEST:
            return None
        return text if self.read(text) == value else None

    def _text(self, value: Any, lang: Lang) -> str | None:
        if self.kind in ("list", "mapping"):
            return _joined(value, with_values=self.kind == "mapping")
        if not isinstance(value, str):
            return None
        if self.kind == "flag" and value in ("true", "false"):
            return {"en": ("no", "yes"), "zh": ("否", "是")}[lang][value == "true"]
        if self.kind == "choice" and value in self.choices:
            return self.choices[value].plain(lang)
        return value

    def read(self, cell: Value) -> Any:
        """The value of a cell, as plain values; what is no choice of the column stays text."""
        text = text_of(cell)
        if self.kind == "flag":
            return "true" if text.lower() in _TRUE else "false" if text.lower() in _FALSE else text
        if self.kind == "choice":
            folded = text.lower()
            return next(
                (key for key, word in self.choices.items() if folded in (key, word.en.lower(), word.zh)), text
            )
        if self.kind == "list":
            items = [item.strip() for item in _SEPARATOR.split(text) if item.strip()]
            return items[0] if len(items) == 1 else items
        return _pairs(text, is_whole=self.is_whole) if self.kind == "mapping" else text


def text_of(cell: Value) -> str:
    """The text of a cell without the spaces around it."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return (
        str(cell).strip()
        if isinstance(cell, str)
        else f"{cell:f}"
        if not isinstance(cell, int)
        else str(cell)
    )


def _joined(value: Any, *, with_values: bool) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "；".join(value)
    if with_values and isinstance(value, dict):
        if not all(item is None or isinstance(item, str) for item in value.values()):
            return None
        return "\n".join(key if item is None else f"{key} = {item}" for key, item in value.items())
    return None


def _pairs(text: str, *, is_whole: bool) -> Any:
    items = [item.strip() for item in _SEPARATOR.split(text) if item.strip()]
    if not any(_EQUALS.search(item) for item in items):
        return items[0] if is_whole and len(items) == 1 else items
    found: dict[str, str | None] = {}
    for item in items:
        name, *rest = _EQUALS.split(item, maxsplit=1)
        if name.strip() in found:
            return text
        found[name.strip()] = rest[0].strip() if rest else None
    return found
