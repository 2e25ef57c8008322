"""What goes beyond a limit, as findings."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Final

from ..finding import Finding, Words
from . import faults
from .node import Document
from .secret import shown

DEPTH: Final = Words("nesting depth", "嵌套层数")
VALUES: Final = Words("number of keys, values and brackets", "键、值和括号的总数")
ALIASED: Final = Words("number of values that aliases stand for", "别名展开后的值的个数")
LENGTH: Final = Words("length of one value in characters", "单个值的字符数")
SIZE: Final = Words("size of the file in bytes", "文件字节数")
TOTAL: Final = Words("size of all files of the plan in bytes", "计划全部文件的字节数")
FILES: Final = Words("number of files of the plan", "计划的文件数")
FINDINGS: Final = Words("number of mistakes in one file", "单个文件中的错误数")


def excess(document: Document, index: int, what: Words, got: object, limit: int) -> Finding:
    """The finding for what exceeds a limit at an offset."""
    text = document.text or ""
    return Finding(
        rule=faults.LIMIT_EXCEEDED,
        params={"what": what, "got": got, "limit": limit},
        span=document.span(index, min(index + 1, len(text))),
        excerpt=shown(text[index : min(index + 200, document.line_at(index)[1])]),
    )


def capped(found: Iterable[Finding], document: Document, limit: int) -> list[Finding]:
    """At most as many findings as the limit allows; one more says that there are others."""
    listed = list(islice(found, limit + 1))
    if len(listed) <= limit:
        return listed
    last = listed[limit].span
    return [*listed[:limit], excess(document, last.offset if last else 0, FINDINGS, f"> {limit}", limit)]
