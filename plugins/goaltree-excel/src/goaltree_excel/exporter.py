"""Scorecards as workbooks: statuses, real numbers with formats, sparklines, native charts, checks."""

from __future__ import annotations

import io
from typing import Any, ClassVar, Final

from attrs import frozen

from .chart import charts
from .check_page import Tested, check_page, tests_of
from .data_page import Data, data_page
from .fill_page import fill_page
from .language import language_of
from .pack_page import pack_page
from .page import Pages
from .paper import HEAD, lines_of, paper
from .port import Lang, Monthly, Pack, Place, Score, Scorecard, Told, arranged, fill_table, reason_text
from .score_row import NUMBERS, number_cell

_COLOURS: Final = {
    "achieved": ("#CDEBD3", "#14532D"),
    "on_track": ("#E3F4E6", "#14532D"),
    "at_risk": ("#FDE9C9", "#7A4100"),
    "off_track": ("#F8D2D0", "#7F1D1D"),
    "unknown": ("#E4E6EA", "#374151"),
    "not_started": ("#F4F5F7", "#6B7280"),
}
_HEADINGS: Final = {
    "status": ("Status", "状态", 11),
    "goal": ("Goal", "目标", 30),
    "team": ("Answers for it", "负责", 26),
    "value": ("Actual", "实际", 15),
    "expected": ("Expected by now", "当前应达", 15),
    "target": ("Target", "目标值", 15),
    "attainment": ("Attainment", "达成率", 10),
    "method": ("Method", "方法", 9),
    "pace": ("Pace", "节奏", 8),
    "deviation": ("Deviation", "偏差", 10),
    "basis": ("Basis", "依据", 9),
    "trend": ("Trend", "走势", 16),
    "through": ("Data through", "数据截至", 12),
    "reasons": ("Remarks", "备注", 28),
}
_LINE: Final = 15
_MOST_LINES: Final = 20
_FIRST: Final = 5
"""The row of the first heading, counted from 0."""


@frozen(kw_only=True)
class ExcelExporter:
    """A scorecard as an `.xlsx` workbook.

    Numbers are numbers, in the unit of the metric, shares as fractions, points as points; their formats
    show them as the reports of goaltree tell them (a workbook keeps fifteen digits). What is not known is
    a dash, with its reason among the remarks. No text of a plan becomes a formula or a link.

    Attributes:
        lang: Language; by default Chinese where the plan's title is, else English.
        goals: Goals that get a chart of actual against expected; by default the core goals, or the first
            ones, that have numbers, six at most.
    """

    name: ClassVar[str] = "xlsx"
    endings: ClassVar[tuple[str, ...]] = (".xlsx",)
    lang: Lang | None = None
    goals: tuple[str, ...] = ()

    def write(self, value: Scorecard) -> bytes:
        """The workbook of a scorecard; the same bytes for the same scorecard.

        Raises:
            WriteError: There are more goals than a sheet has rows.
            UnknownKeyError: `goals` names none of the scorecard's.
        """
        title = str(value.plan.title or value.plan.key)
        lang = self.lang or language_of(title)
        out = io.BytesIO()
        with paper(out, title) as book:
            pages, told = Pages(book, lang), Told(value, lang)
            groups = arranged(value, "perspective")
            places = [(key, place) for key, group in groups.items() for place in group]
            names = {
                "card": ("Scorecard", "计分卡"),
                "charts": ("Charts", "图表"),
                "checks": ("Checks", "检查"),
                "data": ("Data", "数据"),
            }
            made = {one: pages.add(words[lang == "zh"]) for one, words in names.items()}
            tests = tests_of(value)
            data = data_page(pages, made["data"], told, places)
            _card(pages, made["card"], told, data, tests)
            charts(book, made["charts"], told, data, tuple(value[name].key for name in self.goals))
            check_page(pages, made["checks"], told, tests)
            pages.finish()
        return out.getvalue()

    def write_pack(self, pack: Pack) -> bytes:
        """The workbook of a pack; the same bytes for the same pack.

        The first sheet is to be read; further tables have sheets of their own.
        A deviation table has a second sheet, which departments fill in and `goaltree answers` reads back.

        Raises:
            WriteError: The pack needs more rows than a sheet has.
        """
        title = str(pack.card.plan.title or pack.card.plan.key)
        lang = self.lang or language_of(title)
        out = io.BytesIO()
        with paper(out, title) as book:
            pages, report = Pages(book, lang), pack.page(lang)
            pack_page(pages, report)
            if isinstance(pack.content, Monthly) and pack.content.rows:
                told = Told(pack.card, lang)
                fill_page(
                    pages, pages.add(told.say("To fill in", "填写")), told, fill_table(told, pack.content)
                )
            pages.finish()
        return out.getvalue()


def _card(pages: Pages, page: Any, told: Told, data: Data, tests: Tested) -> None:
    say = told.say
    for at, (_, _, width) in enumerate(_HEADINGS.values()):
        page.set_column(at, at, width)
    pages.text(page, 0, 0, told.heading_line(), bold=True, font_size=14)
    pages.text(page, 1, 0, "   ".join(told.counts()))
    passed = not tests.failed
    words = (
        say("Checks: all passed", "检查：全部通过")
        if passed
        else say(
            f"Checks: {tests.failed} not passed, see the sheet Checks",
            f"检查：{tests.failed} 项未通过，见工作表「检查」",
        )
    )
    pages.text(
        page,
        2,
        0,
        ("✓ " if passed else "✗ ") + words,
        bold=True,
        font_color="#14532D" if passed else "#7F1D1D",
    )
    pages.text(page, 3, 0, "   ".join(told.legend()), font_color="#6B7280", font_size=9)
    for at, (name, (en, zh, _)) in enumerate(_HEADINGS.items()):
        align = "right" if name in NUMBERS else "left"
        options = {"bold": True, "bg_color": HEAD, "bottom": 1, "bottom_color": "#9AA5B1", "text_wrap": True}
        pages.text(page, _FIRST - 1, at, say(en, zh), align=align, **options)
    page.freeze_panes(_FIRST, 2)
    page.repeat_rows(_FIRST - 1)
    groups = arranged(told.card, "perspective")
    row = _FIRST
    for key, places in groups.items():
        pages.text(
            page,
            row,
            0,
            told.heading("perspective", key, len(groups)),
            bold=True,
            font_size=11,
            bg_color="#F4F6F9",
        )
        for at in range(1, len(_HEADINGS)):
            pages.text(page, row, at, "", bg_color="#F4F6F9")
        row += 1
        for place in places:
            _row(pages, page, row, told, place, data)
            row += 1


def _row(pages: Pages, page: Any, row: int, told: Told, place: Place, data: Data) -> None:
    score = place.score
    texts = {
        "goal": told.title(place),
        "team": _said(told, score, "team"),
        "reasons": _said(told, score, "reasons"),
    }
    height = max(lines_of(text, _HEADINGS[name][2]) for name, text in texts.items())
    page.set_row(row, _LINE * min(height, _MOST_LINES))
    line = {"bottom": 4, "bottom_color": "#D5DAE1"}
    for at, name in enumerate(_HEADINGS):
        if name in NUMBERS:
            value, options = number_cell(told, score, name)
            if isinstance(value, str):
                pages.text(page, row, at, value, align="right", **line, **options)
            else:
                pages.number(page, row, at, value, align="right", **line, **options)
        elif name == "status":
            paint, ink = _COLOURS.get(score.status, ("#FFFFFF", "#1F2937"))
            pages.text(page, row, at, told.status(score.status), bg_color=paint, font_color=ink, **line)
        elif name == "goal":
            core = told.card.plan.goals[score.key].core
            pages.text(
                page,
                row,
                at,
                told.title(place),
                indent=min(place.depth, 15),
                text_wrap=True,
                bold=core,
                **line,
            )
        elif name == "trend":
            pages.text(page, row, at, "", **line)
            trend = data.trend(score.key)
            if trend:
                page.add_sparkline(
                    row,
                    at,
                    {
                        "range": trend,
                        "weight": 1.5,
                        "markers": True,
                        "series_color": "#2F6FB2",
                        "show_hidden": True,
                    },
                )
        else:
            indent = int(name in ("method", "basis", "through"))
            wrap = name in ("reasons", "team")
            pages.text(page, row, at, _said(told, score, name), text_wrap=wrap, indent=indent, **line)


def _said(told: Told, score: Score, name: str) -> str:
    if name == "team":
        return told.answers(score)
    if name == "method":
        return told.method(score)
    if name == "basis":
        return told.basis(score)
    if name == "through":
        return score.through.isoformat() if score.through is not None else ""
    return "；".join(reason_text(reason, told.lang) for reason in score.reasons)
