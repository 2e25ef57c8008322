"""What a reader makes of a plan text: scalars, maps and sequences that know where they stand.

Nodes keep the source text of every scalar; what a scalar means is for the schema to say. They
are built in place by the readers and are read-only afterwards. An alias gives the same node twice.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from collections.abc import Mapping as Dictionary
from functools import cached_property
from itertools import accumulate
from typing import Final, TypeAlias

from attrs import define, field, frozen

from ..finding import Finding, Span

NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
_BREAK: Final = re.compile(r"\r\n?|\n")


@frozen(eq=False)
class Document:
    """One text that was read, and the name that spans carry.

    Attributes:
        name: The file as the reader was given it; `<text>` or `<dict>` where there is no file.
        text: The decoded text, byte-order mark left out; `None` where there is none (a dict).
    """

    name: str
    text: str | None = field(default=None, repr=False)

    def span(self, start: int, end: int) -> Span:
        """The span from one character offset to another, counted from 1; line 0 where there is no text.

        CR, LF and CRLF end a line, U+2028 and U+0085 do not.
        """
        if self.text is None:
            return Span(file=self.name, line=0, column=0)
        starts = self._line_starts
        line, end_line = bisect_right(starts, start), bisect_right(starts, end)
        return Span(
            file=self.name,
            line=line,
            column=start - starts[line - 1] + 1,
            end_line=end_line,
            end_column=end - starts[end_line - 1] + 1,
            offset=start,
            end_offset=end,
        )

    def line_at(self, index: int) -> tuple[int, int]:
        """Start and end of the line that holds an offset, its line break left out."""
        text, starts = self.text or "", self._line_starts
        line = bisect_right(starts, index)
        end = starts[line] if line < len(starts) else len(text)
        start = starts[line - 1]
        return start, start + len(text[start:end].rstrip("\r\n"))

    @cached_property
    def _line_starts(self) -> list[int]:
        text = self.text or ""
        if "\r" in text:
            return [0, *(match.end() for match in _BREAK.finditer(text))]
        return [0, *accumulate(len(line) + 1 for line in text.split("\n")[:-1])]


NO_DOCUMENT: Final = Document("<dict>")


@define(eq=False)
class Scalar:
    """One value as text.

    Attributes:
        text: The text without quotes and escapes.
        style: `""` where it stands bare, else the mark that opens it: `"`, `'`, `|` or `>`.
        start: Offset of the first character (of its anchor, where it has one).
        end: Offset after the last character.
        document: The text that it stands in.
        is_refused: Whether its reader has said that it is not what its author wrote: it has no value.
    """

    text: str
    style: str
    start: int
    end: int
    document: Document
    is_refused: bool = False

    @property
    def is_null(self) -> bool:
        """Whether nothing was written here (a quoted empty text is something)."""
        return not self.style and self.text in NULLS

    @property
    def span(self) -> Span:
        """Where it stands, counted from 1."""
        return self.document.span(self.start, self.end)


@define(eq=False)
class Map:
    """Keys with their values, in the order of the file; a key may be there twice (a finding says so)."""

    pairs: list[tuple[Scalar, Node]]
    start: int
    end: int
    document: Document
    is_flow: bool = False

    @property
    def span(self) -> Span:
        """Where it stands, counted from 1; ends with its last value."""
        return self.document.span(self.start, _end(self))

    def get(self, key: str) -> Node | None:
        """The first value under a key; `None` where there is none."""
        for name, node in self.pairs:
            if name.text == key:
                return node
        return None


@define(eq=False)
class Seq:
    """Values in order."""

    items: list[Node]
    start: int
    end: int
    document: Document
    is_flow: bool = False

    @property
    def span(self) -> Span:
        """Where it stands, counted from 1; ends with its last item."""
        return self.document.span(self.start, _end(self))


Node: TypeAlias = Scalar | Map | Seq


@frozen(kw_only=True)
class Reading:
    """What came of reading a plan.

    Attributes:
        root: The plan's root, merged over all files; `None` where syntax or bytes forbid one.
        findings: What is wrong, in the order of files and lines.
        files: The decoded text of every file that was read, by the name that spans carry.
        unread: The files, and entries of `include:`, that gave nothing, in the order of reading.
    """

    root: Map | None
    findings: tuple[Finding, ...] = ()
    files: Dictionary[str, str] = field(factory=dict, repr=False)
    unread: tuple[str, ...] = ()


def walk(root: Node) -> Iterator[Node]:
    """Every node once, keys included, in the order of the file; an alias does not repeat its node."""
    seen: set[int] = set()
    todo: list[Node] = [root]
    while todo:
        node = todo.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        if isinstance(node, Map):
            for key, value in reversed(node.pairs):
                todo += (value, key)
        elif isinstance(node, Seq):
            todo += reversed(node.items)


def _end(node: Node) -> int:
    """The end of what a block collection holds: the parser's mark lies behind blank lines and comments."""
    document = node.document
    while True:
        if isinstance(node, Scalar) or node.is_flow:
            return node.end
        inner = [value for _, value in node.pairs[-1:]] if isinstance(node, Map) else node.items[-1:]
        # An alias, or a section joined from another file, stands elsewhere.
        if not inner or inner[0].document is not document or inner[0].start < node.start:
            return node.end
        node = inner[0]
