"""The excerpt of a finding, and which part of it the caret points at."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Final

from attrs import frozen

from ..finding import EXCERPT_WIDTH, Finding, Span, excerpt, visible

_REACH: Final = 200
_KEY: Final = re.compile(r"""[^\s{}\[\],"':#&*!|>%@`]{1,40}:\ {1,4}["']?$""")


@frozen
class Pointed:
    """A line to show, and the part of it that is meant.

    Attributes:
        text: The line, visible characters only.
        start: Characters before the part.
        length: Characters of the part; 0 where it is not known.
    """

    text: str
    start: int = 0
    length: int = 0


def pointed(finding: Finding, source: str | None) -> Pointed | None:
    """The excerpt with its key and caret; `None` where a finding has no excerpt.

    Of the source nothing is shown but the excerpt itself, where it stands there letter by letter,
    and the key right before it: an excerpt is free of secrets, its line need not be.
    """
    shown = excerpt(finding.excerpt)
    if not shown.strip():
        return None
    span = finding.span
    if span is None or not span.line:
        return Pointed(shown)
    found = _in_source(shown, span, source) if source is not None else None
    if found is not None:
        return found
    is_whole = span.line == span.end_line and span.end_column - span.column >= len(shown)
    return Pointed(shown, 0, len(shown) if is_whole else 0)


def _in_source(shown: str, span: Span, source: str) -> Pointed | None:
    start = span.offset - span.column + 1
    if (
        span.column < 1
        or start < 0
        or span.offset > len(source)
        or (start > 0 and source[start - 1] not in "\r\n")
    ):
        return None
    begin = max(start, span.offset - _REACH)
    line = re.split(r"[\r\n]", source[begin : span.offset + _REACH], maxsplit=1)[0]
    parts = [visible(char) for char in line]
    ends = [0, *accumulate(map(len, parts))]
    if span.offset - begin >= len(ends):
        return None
    text, caret = "".join(parts), ends[span.offset - begin]
    body = shown[:-1] if len(shown) == EXCERPT_WIDTH and shown.endswith("…") else shown
    if text[caret : caret + 1] in ("'", '"') and text.startswith(body, caret + 1):
        caret += 1  # the span of a quoted value begins with the quote, its excerpt after it
    at = text.rfind(body, 0, caret + len(body))
    left = int(at < 0 and body.startswith("…"))  # the excerpt of a long line begins with what is left out
    if left:
        body = body[1:]
        at = text.rfind(body, 0, caret + len(body))
    if at < 0 or at + len(body) < caret:
        return None
    stop = at + len(body)
    if span.end_line == span.line:
        stop = min(stop, ends[max(0, min(span.end_offset - begin, len(line)))])
    key = None if left else _KEY.search(text, max(0, at - 50), at)
    head = key.group() if key else ""
    quote = head[-1:] if head[-1:] in ("'", '"') and text.startswith(head[-1:], at + len(shown)) else ""
    return Pointed(head + shown + quote, len(head) + left + caret - at, max(1, stop - caret))
