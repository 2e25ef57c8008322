"""Why a source has no answer, as a finding: the same words whichever engine counts its facts.

An engine's own messages show passwords, addresses, rows of the data and other processes: they are not passed on.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from attrs import evolve, frozen

from ..finding import Finding, Rule, Span, Words, excerpt
from ..model.names import near
from .source_faults import COLUMN_MISSING, SOURCE_TOO_LARGE, SOURCE_UNREADABLE

_MOST_COLUMNS: Final = 50
_MOST_TABLES: Final = 20
ROWS: Final = Words("rows", "行")


class Unanswered(Exception):  # noqa: N818 - it says what happened, and never leaves a connector
    """There is no answer; `finding` says why. The connector returns it."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


@frozen
class Source:
    """What a source is called in findings, and the ways in which it can fail.

    Attributes:
        name: What it is called.
        table: The table of it that is spoken of; empty for the whole source.
    """

    name: str
    table: str = ""

    @property
    def file(self) -> str:
        """What findings name: the source, and the table where one is spoken of."""
        return f"{self.name}: {excerpt(self.table)}" if self.table else self.name

    def at(self, table: str) -> Source:
        """One of its tables."""
        return evolve(self, table=table)

    def unreadable(self, reason: Words, advice: Words) -> Unanswered:
        """It cannot be read."""
        return _told(self.file, SOURCE_UNREADABLE, reason=reason, advice=advice)

    def too_large(self, most: int, what: Words = ROWS) -> Unanswered:
        """It has more of something than is read, over all its tables."""
        return _told(self.name, SOURCE_TOO_LARGE, got=f"> {most}", what=what, limit=most)

    def lacks(self, wanted: Iterable[str], present: Iterable[str]) -> Unanswered:
        """The table has not the columns that are expected; the nearest that it has are named."""
        asked, there = tuple(wanted), tuple(present)
        shown = _quoted(there[:_MOST_COLUMNS])
        close = _quoted(dict.fromkeys(name for column in asked for name in near(column, there)))
        is_are = "are" if len(close) > 1 else "is"
        nearest_en = f"; the nearest {is_are} {', '.join(close)}" if close else ""
        nearest_zh = f"；最接近的是 {'、'.join(close)}" if close else ""
        listed = Words(f"{', '.join(shown)}{nearest_en}", f"{'、'.join(shown)}{nearest_zh}")
        return _told(self.file, COLUMN_MISSING, wanted=_quoted(asked), present=listed)

    def has_no_table(self, name: str, present: Iterable[str]) -> Unanswered:
        """There is no such table, or no name is given; the nearest, or those that there are, are named."""
        there = tuple(present)
        listed = _quoted(near(name, there) or there[:_MOST_TABLES])
        advice = Words(f"It has {', '.join(listed) or 'none'}", f"现有的表：{'、'.join(listed) or '无'}")
        if not name:
            return self.unreadable(
                Words("which table of it is meant is not said", "没有说明要读取哪张表"), advice
            )
        asked = excerpt(name)
        return self.unreadable(Words(f"it has no table `{asked}`", f"其中没有表 `{asked}`"), advice)

    def unfit(self, column: str, kind: str, what: Words, advice: Words) -> Unanswered:
        """A column is of another type than it is used for."""
        called, type_ = excerpt(column), excerpt(kind)
        return self.unreadable(
            Words(
                f"the column `{called}` holds {type_}, not {what.en}",
                f"列 `{called}` 的类型是 {type_}，不是{what.zh}",
            ),
            advice,
        )


def _told(file: str, rule: Rule, /, **params: object) -> Unanswered:
    span = Span(file=file, line=0, column=0)
    return Unanswered(Finding(rule=rule, params={"file": file, **params}, span=span))


def _quoted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"`{excerpt(name)}`" for name in names)
