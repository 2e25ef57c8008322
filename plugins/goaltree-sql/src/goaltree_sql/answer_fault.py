"""Why a source has no answer: findings of goaltree's own rules, without the words of drivers.

A driver's messages show passwords, addresses, rows of the data and other processes: they are not passed on.
What is kept of them is the code, which is the same in every language that a server speaks.
"""

from __future__ import annotations

from typing import Final

from attrs import frozen

from goaltree import Finding, Rule, Span, Words
from goaltree.actuals.source_faults import COLUMN_MISSING, SOURCE_TOO_LARGE, SOURCE_UNREADABLE
from goaltree.finding import excerpt
from goaltree.model.names import near

_PLAIN: Final = Words("Look at it with the database's own client", "请用该数据库自己的客户端查看")
_MOST_SHOWN: Final = 50


class Unanswered(Exception):  # noqa: N818 - it says what happened, and never leaves the plugin
    """There is no answer; `finding` says why. The connector returns it."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


@frozen
class Source:
    """What a source is called in findings, and the ways in which it can fail."""

    name: str

    def unreadable(self, reason: Words, advice: Words = _PLAIN) -> Unanswered:
        """It cannot be read."""
        return self._told(SOURCE_UNREADABLE, reason=reason, advice=advice)

    def too_large(self, most: int) -> Unanswered:
        """It has more rows than are read."""
        return self._told(SOURCE_TOO_LARGE, got=f"> {most}", what=Words("rows", "行"), limit=most)

    def lacks(self, table: str, column: str, present: tuple[str, ...]) -> Unanswered:
        """A table has not the column that is expected; the nearest that it has are named."""
        there = [f"`{excerpt(name)}`" for name in present[:_MOST_SHOWN]]
        close = [f"`{excerpt(name)}`" for name in near(column, present)]
        meant_en = f"; did you mean {' or '.join(close)}?" if close else ""
        meant_zh = f"；是否想写 {' 或 '.join(close)}？" if close else ""
        listed = Words(f"{', '.join(there)}{meant_en}", f"{'、'.join(there)}{meant_zh}")
        return self._told(COLUMN_MISSING, table, wanted=(f"`{excerpt(column)}`",), present=listed)

    def has_no_table(self, name: str, present: tuple[str, ...]) -> Unanswered:
        """There is no such table; the nearest, or those that there are, are named."""
        shown = near(name, present) or present[:20]
        listed = [f"`{excerpt(one)}`" for one in shown]
        advice = Words(f"It has {', '.join(listed) or 'none'}", f"现有的表：{'、'.join(listed) or '无'}")
        if not name:
            return self.unreadable(
                Words("which table of it is meant is not said", "没有说明要读取哪张表"), advice
            )
        asked = excerpt(name)
        return self.unreadable(Words(f"it has no table `{asked}`", f"其中没有表 `{asked}`"), advice)

    def _told(self, rule: Rule, table: str = "", /, **params: object) -> Unanswered:
        file = f"{self.name}: {excerpt(table)}" if table else self.name
        span = Span(file=self.name, line=0, column=0)
        return Unanswered(Finding(rule=rule, params={"file": file, **params}, span=span))
