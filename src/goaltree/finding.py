"""Findings: what a person got wrong, as values that say where and what to do.

A `Rule` names one defect and holds its message in English and Chinese. A parser of one value
answers with a `Fault` (which rule, at which column of the text); whoever knows the file turns
the fault into a `Finding`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Final, Literal

from attrs import evolve, field, frozen

Level = Literal["error", "warning", "note"]
Lang = Literal["en", "zh"]

LEVELS: Final[tuple[Level, ...]] = ("error", "warning", "note")
EXCERPT_WIDTH: Final = 80
_BEFORE: Final = 30
"""So many characters before the part that is meant are shown of a long line."""
_CELL: Final = re.compile(r"\.\w+!(.*![A-Z]{1,3}[1-9]\d{0,6})\Z")


def visible(text: str) -> str:
    r"""The text with every character shown that a reader could not see or a terminal would obey.

    Control, format (bidirectional, zero-width), surrogate, private and line-separator characters
    become `\\xNN` or `\\uNNNN`; everything else stays as it is.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\u3000" else _escape(c) for c in text)


def _escape(char: str) -> str:
    if char == "\n":
        return "\\n"
    if char == "\t":
        return "\\t"
    code = ord(char)
    if unicodedata.category(char) == "Zs":
        return f"\\u{code:04x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def excerpt(text: str) -> str:
    """At most 80 visible characters of the text."""
    shown = visible(text[: EXCERPT_WIDTH + 1])
    return shown if len(shown) <= EXCERPT_WIDTH else shown[: EXCERPT_WIDTH - 1] + "…"


def excerpt_at(text: str, start: int, length: int = 1) -> str:
    """At most 80 visible characters of the text, around a part of it; `…` stands for what is left out.

    Args:
        text: One line.
        start: Characters before the part.
        length: Characters of the part.
    """
    before, rest = visible(text[:start]), visible(text[start:])
    whole = before + rest
    part = len(visible(text[start : start + length]))
    if len(whole) <= EXCERPT_WIDTH or len(before) + part < EXCERPT_WIDTH:
        return excerpt(text)
    begin = min(len(before) - min(len(before), _BEFORE), len(whole) - EXCERPT_WIDTH + 1)
    stop = begin + EXCERPT_WIDTH - 1
    return f"…{whole[begin:]}" if stop >= len(whole) else f"…{whole[begin : stop - 1]}…"


@frozen(kw_only=True)
class Span:
    """Where a value stands: file, first and last position, counted from 1.

    Attributes:
        file: The path as the reader was given it; `<text>` or `<dict>` where there is no file; of a workbook
            with the sheet and the cell, `plan.xlsx!Goals!C7`.
        line: Line of the first character; 0 where the value has no text (a dict).
        column: Column of the first character, in characters.
        end_line: Line of the position after the last character.
        end_column: Column of the position after the last character.
        offset: Characters before the first one in the file.
        end_offset: Characters before the position after the last one.
    """

    file: str
    line: int
    column: int
    end_line: int = 0
    end_column: int = 0
    offset: int = 0
    end_offset: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line and not self.cell else self.file

    @property
    def cell(self) -> str:
        """The sheet and cell of a workbook, which has no lines of its own: `Goals!C7`; else empty."""
        found = _CELL.search(self.file)
        return found[1] if found else ""


@frozen
class Words:
    """One sentence in both languages, with `{named}` places for parameters.

    As a parameter of other words it is finished text: braces in it are braces.
    """

    en: str
    zh: str

    def plain(self, lang: Lang) -> str:
        """The sentence in one language as it stands."""
        return self.zh if lang == "zh" else self.en

    def render(self, lang: Lang, params: Mapping[str, object]) -> str:
        """The sentence in one language; parameters are shown with `visible`."""
        shown = {name: _show(value, lang) for name, value in params.items()}
        return self.plain(lang).format_map(shown)

    def filled(self, params: Mapping[str, object]) -> Words:
        """The sentence with its places filled in both languages, to stand inside another one."""
        return Words(self.render("en", params), self.render("zh", params))


def _show(value: object, lang: Lang) -> str:
    if isinstance(value, Words):
        return visible(value.plain(lang))
    if isinstance(value, (tuple, list)):
        return ("、" if lang == "zh" else ", ").join(_show(item, lang) for item in value)
    return visible(str(value))


def _masked(value: object, hidden: tuple[str, ...]) -> object:
    if isinstance(value, Words):
        return Words(str(_masked(value.en, hidden)), str(_masked(value.zh, hidden)))
    if isinstance(value, (tuple, list)):
        return tuple(_masked(item, hidden) for item in value)
    if isinstance(value, (int, Decimal)):
        return value
    text = str(value)
    for secret in hidden:
        text = text.replace(secret, "***")
    return text


@frozen(kw_only=True)
class Rule:
    """One defect: its code, its name, and how it is told.

    Attributes:
        code: `GT` and three digits, never reused (a plugin's codes carry its name).
        name: Kebab-case name that states the defect, so that "allow <name>" reads as English.
        level: `error` for a contradiction, `warning` for a gap, `note` for an assumption.
        message: What is wrong, naming the key, the numbers and where the other number stands.
        hint: What to do about it.
        why: Why it matters; one paragraph for the rule's page.
        wrong: A plan in which this rule, and no other error, fires.
        right: The same plan, mended.
    """

    code: str
    name: str
    level: Level
    message: Words
    hint: Words
    why: Words
    wrong: str = field(repr=False)
    right: str = field(repr=False)


@frozen(kw_only=True)
class Fault:
    """What a parser of one value answers instead of the value.

    Attributes:
        rule: The defect.
        column: Characters before the fault in the text that was parsed (0 is its start).
        length: Characters that the fault covers, at least 1.
        params: What fills the rule's message and hint.
    """

    rule: Rule
    column: int = 0
    length: int = 1
    params: Mapping[str, object] = field(factory=dict)


@frozen(kw_only=True)
class Finding:
    """One mistake in a plan or its data, with its place and a way out.

    Attributes:
        rule: The defect; `code`, `name` and the messages come from it.
        params: What fills the messages.
        span: Where it stands; `None` where it stands nowhere (a plan without a file).
        path: Key path of the value, such as `goals.sales.target`.
        excerpt: The offending text, at most 80 visible characters.
        others: Where the other numbers or definitions stand.
        stake: The value at stake, for ranking; `None` where no value is.
        team: Key of the team that answers for it, where one does.
        perspective: Key of the perspective that it falls under, where it does.
        accepted: The reason for which the plan accepts it; `None` where it does not.
    """

    rule: Rule
    params: Mapping[str, object] = field(factory=dict)
    span: Span | None = None
    path: str = ""
    excerpt: str = ""
    others: tuple[Span, ...] = ()
    stake: Decimal | None = None
    team: str | None = None
    perspective: str | None = None
    accepted: str | None = None

    @property
    def code(self) -> str:
        """The rule's code."""
        return self.rule.code

    @property
    def name(self) -> str:
        """The rule's name."""
        return self.rule.name

    @property
    def level(self) -> Level:
        """The rule's level; an accepted finding is a note."""
        return "note" if self.accepted is not None else self.rule.level

    def message(self, lang: Lang = "en") -> str:
        """What is wrong, in one sentence."""
        return self.rule.message.render(lang, self.params)

    def hint(self, lang: Lang = "en") -> str:
        """What to do about it, in one sentence."""
        return self.rule.hint.render(lang, self.params)

    def without(self, hidden: tuple[str, ...]) -> Finding:
        """The same finding with texts that must reach no output (secrets) replaced by three stars."""
        if not hidden:
            return self
        params = {name: _masked(value, hidden) for name, value in self.params.items()}
        return evolve(
            self,
            params=params,
            excerpt=str(_masked(self.excerpt, hidden)),
            path=str(_masked(self.path, hidden)),
        )

    def accept(self, reason: str) -> Finding:
        """The same finding, accepted for a reason."""
        return evolve(self, accepted=reason)
