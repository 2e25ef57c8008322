"""Plans as workbooks: read with the cell of every value, written so that people can go on."""

from __future__ import annotations

import re
from typing import ClassVar, Final

from attrs import frozen

from .fault import unread
from .goal_sheet import SHOWN
from .language import language_of
from .plan_reader import plan_of
from .plan_writer import drawn
from .port import Broken, Lang, Plan, WriteError, excerpt, placed
from .table import tables_of
from .workbook import read_workbook

_HELD: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@frozen(kw_only=True)
class ExcelFormat:
    """Plans as `.xlsx` workbooks.

    What has a column stands on a sheet of its section, everything else on the sheet `More` by its key
    path, so that nothing is lost: what `write` gives, `read` gives back as an equal plan.

    Attributes:
        lang: Language of sheets and headings that are written; by default Chinese where the plan's title
            is, else English. Both are read.
    """

    name: ClassVar[str] = "xlsx"
    endings: ClassVar[tuple[str, ...]] = (".xlsx",)
    lang: Lang | None = None

    def read(self, path: str) -> Plan:
        """The plan of a workbook; its findings name cells, such as `plan.xlsx!Goals!B7`.

        A workbook that cannot be read gives a plan that has nothing but the finding which says so.
        """
        try:
            sheets = read_workbook(path)
        except Broken as broken:
            return placed({}, {}, file=path, findings=[unread(broken, path)])
        return plan_of(sheets, path)

    def write(self, plan: Plan) -> bytes:
        """The workbook of a plan.

        Raises:
            WriteError: A text that no workbook can hold (a control character, a lone surrogate), or more
                rows than a sheet has.
        """
        title = plan.title_of(plan.key) if plan.key and plan.title is None else str(plan.title or plan.key)
        lang = self.lang or language_of(title)
        tables = tables_of(plan.to_dict(), lang)
        for row, address in zip(tables.rows.get("goals", ()), tables.goals, strict=True):
            row[SHOWN] = excerpt(plan.title_of(address, lang)) if address in plan.goals else ""
        texts = [text for rows in tables.rows.values() for row in rows for text in row.values()]
        texts += [text for path, value in tables.more for text in (*path, value) if isinstance(text, str)]
        for text in (title, *texts, *tables.head.values()):
            if _HELD.search(text):
                raise WriteError(f"a workbook cannot hold the text {excerpt(text)!r}")
        return drawn(tables, lang, title)
