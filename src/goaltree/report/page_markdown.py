"""A page as Markdown, for a wiki, a merge request or a chat."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ..rendering.markdown import cell
from .page import Page, Section, Table

_BEGINS: Final = re.compile(r"^(\s*\d*)([-+=.)])")


def page_markdown(page: Page) -> str:
    """A page as Markdown: a heading for each section, its items as a list, its table as a table."""
    lines = [f"# {cell(page.title)}"]
    lines += ["", _begun("   ".join(page.facts))] if page.facts else []
    for section in page.sections:
        lines += ["", *_section(section)]
    return "\n".join(lines) + "\n"


def _section(section: Section) -> Iterator[str]:
    yield f"## {cell(section.heading)}"
    if section.note:
        yield from ("", _begun(section.note))
    if section.items:
        yield ""
    for item in section.items:
        strong = item.style in ("strong", "error", "warning")
        yield f"- **{cell(item.text)}**" if strong else f"- {_begun(item.text)}"
        yield from (f"  - {_begun(fact)}" for fact in item.facts)
    if section.table is not None:
        yield ""
        yield from _table(section.table)
    if section.rest:
        yield ""
        yield from (_begun(text) for text in section.rest)


def _begun(text: str) -> str:
    """A text at the beginning of a line, where a number or a dash would begin a list."""
    return _BEGINS.sub(r"\1\\\2", cell(text))


def _table(table: Table) -> Iterator[str]:
    yield _line([cell(field.title) for field in table.fields])
    yield _line(["---:" if field.side == "right" else "---" for field in table.fields])
    for row in table.rows:
        yield _line([cell(one.text) for one in row])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
