"""The checks of a scorecard: one line a test with its count, then every finding."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any, Final

from attrs import frozen

from .page import Pages
from .paper import HEAD, lines_of
from .port import Finding, Scorecard, Told, check

_MARKS: Final = {
    "error": ("✗ error", "✗ 错误"),
    "warning": ("▲ warning", "▲ 警告"),
    "note": ("· note", "· 说明"),
}
_SUMS: Final = "GT2"
_HEADINGS: Final = (
    ("Level", "级别", 10),
    ("Code", "代码", 11),
    ("What is wrong", "问题", 70),
    ("What to do", "怎么办", 50),
    ("Team", "团队", 16),
    ("Key path", "路径", 36),
    ("Where", "位置", 36),
)


@frozen(kw_only=True)
class Tested:
    """What was tested.

    Attributes:
        lines: English and Chinese of each test, with how many failed.
        findings: What was found in the plan and in the data.
    """

    lines: tuple[tuple[str, str, int], ...]
    findings: tuple[Finding, ...]

    @property
    def failed(self) -> int:
        """How many tests did not pass."""
        return sum(count > 0 for _, _, count in self.lines)


def tests_of(card: Scorecard) -> Tested:
    """The tests of a scorecard: what contradicts itself, what could not be read, what is not known."""
    of_plan, of_data = check(card.plan), card.findings
    statuses = list(card.statuses.values())
    sums = [one for one in of_plan.errors if one.code.startswith(_SUMS)]
    return Tested(
        lines=(
            ("Parts and formulas of the plan that do not add up", "计划中加总或公式不成立之处", len(sums)),
            ("Other errors of the plan", "计划的其他错误", len(of_plan.errors) - len(sums)),
            ("Errors of the data", "数据的错误", len(of_data.errors)),
            ("Goals whose status is not known", "状态未知的目标", statuses.count("unknown")),
        ),
        findings=(*of_plan, *of_data),
    )


def check_page(pages: Pages, page: Any, told: Told, tests: Tested) -> None:
    """Write the tests and the findings."""
    say = told.say
    for at, (_, _, width) in enumerate(_HEADINGS):
        page.set_column(at, at, width)
    pages.text(page, 0, 0, say("Checks", "检查"), bold=True, font_size=14)
    for row, (en, zh, count) in enumerate(tests.lines, 1):
        ink = "#7F1D1D" if count else "#14532D"
        pages.text(page, row, 0, "✗" if count else "✓", bold=True, font_color=ink)
        pages.number(page, row, 1, count, font_color=ink, bold=True)
        pages.text(page, row, 2, say(en, zh))
    top = len(tests.lines) + 2
    for at, (en, zh, _) in enumerate(_HEADINGS):
        pages.text(page, top, at, say(en, zh), bold=True, bg_color=HEAD)
    page.repeat_rows(top)
    wrap = {"text_wrap": True, "bottom": 4, "bottom_color": "#D5DAE1"}
    for row, one in enumerate(tests.findings, top + 1):
        cells = (
            _MARKS[one.level][told.lang == "zh"],
            one.code,
            one.message(told.lang),
            one.hint(told.lang),
            say.team(one.team) if one.team else "",
            one.path,
            PurePath(str(one.span)).name if one.span is not None else "",
        )
        height = max(lines_of(text, width) for text, (_, _, width) in zip(cells, _HEADINGS, strict=True))
        page.set_row(row, 15 * min(height, 20))
        for at, text in enumerate(cells):
            pages.text(page, row, at, text, **wrap)
    if not tests.findings:
        pages.text(page, top + 1, 0, say("Nothing found.", "没有发现问题。"))
