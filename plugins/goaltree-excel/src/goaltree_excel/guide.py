"""The sheet of a template that says how to fill in the others; it is not read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from .port import Lang, Words

GUIDE: Final = Words("Guide", "说明")
"""Name of the sheet."""
_TEXT: Final = (
    Words("How to fill in this workbook", "如何填写"),
    Words(
        "One row is one goal, team, action ... The notes on the headings say what is meant.",
        "每行一个目标、团队、行动……表头上的批注说明含义。",
    ),
    Words(
        "Write numbers as you always do: 3.8亿, 45%, 85 USD. Write `unstated` where something is promised and not known.",
        "数字照常书写：3.8亿、45%、85 USD。承诺了但未给出的内容写 unstated。",
    ),
    Words(
        "A part of a goal is a row of its own, with the whole, the dimension and the member in it.",
        "目标的分项另起一行，填写所属目标、拆分维度和成员。",
    ),
    Words(
        "Several names stand in one cell, separated by ； or one a line.",
        "一格中填写多个名称时用；分隔，或每行一个。",
    ),
    Words(
        "What has no column stands on the sheet More, by its key path.",
        "没有对应列的内容写在「其他」工作表，按路径填写。",
    ),
    Words("Coloured cells want an owner or a target.", "着色的单元格缺少负责团队或目标值。"),
    Words("Then run: goaltree check plan.xlsx", "填好后运行：goaltree check plan.xlsx"),
)


def guide(page: Any, styles: Mapping[str, Any], lang: Lang) -> None:
    """Write the text, a paragraph a row."""
    page.set_column(0, 0, 100)
    for row, words in enumerate(_TEXT):
        page.write_string(row, 0, words.plain(lang), styles["key" if not row else "cell"])
