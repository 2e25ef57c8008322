"""The numbers behind sparklines and charts, on a page of their own."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from attrs import frozen

from .page import Pages
from .paper import HEAD
from .port import Place, Score, Told, place_of
from .score_row import number_cell

_SERIES: Final = ("trend", "actual", "expected")
_HEADINGS: Final = (
    ("Perspective", "视角", 16),
    ("Goal", "目标", 28),
    ("Attainment", "达成率", 11),
    ("Series", "数据", 18),
)
_WORDS: Final = {
    "trend": ("in the period", "每期"),
    "actual": ("actual to date", "累计实际"),
    "expected": ("expected to date", "累计应达"),
}


@frozen(kw_only=True)
class Data:
    """Where the numbers stand.

    Attributes:
        sheet: Name of the page.
        bars: First and last row of the goals with their attainments, counted from 0; none where it is empty.
        rows: Row of the first series of each goal, counted from 0.
        known: How many periods have an actual, by goal.
        width: How many periods there are.
        top: Row of the labels of the periods.
        statuses: The statuses of the goals with their attainments.
        labels: Their perspectives, each said once, and their titles.
    """

    sheet: str
    bars: tuple[int, int] | None
    rows: Mapping[str, int]
    known: Mapping[str, int]
    width: int
    top: int
    statuses: tuple[str, ...] = ()
    labels: tuple[tuple[str | None, ...], tuple[str, ...]] = ((), ())

    def trend(self, key: str) -> str:
        """The range of a goal's values by period; empty where none is known."""
        if key not in self.rows or not self.known[key] or not self.width:
            return ""
        first = place_of(self.sheet, self.rows[key] + 1, len(_HEADINGS) + 1)
        last = place_of(self.sheet, self.rows[key] + 1, len(_HEADINGS) + self.width)
        return f"{first}:{last.rpartition('!')[2]}"

    def series(self, key: str, name: str) -> list[Any]:
        """The range of a series, as charts take it."""
        row = self.rows[key] + _SERIES.index(name)
        return [self.sheet, row, len(_HEADINGS), row, len(_HEADINGS) + self.width - 1]

    def title(self, key: str) -> list[Any]:
        """The cell that holds the title of a goal."""
        return [self.sheet, self.rows[key], 1]

    def periods(self) -> list[Any]:
        """The range of the labels."""
        return [self.sheet, self.top, len(_HEADINGS), self.top, len(_HEADINGS) + self.width - 1]


def data_page(pages: Pages, page: Any, told: Told, places: Sequence[tuple[str | None, Place]]) -> Data:
    """Write the numbers behind the pictures: attainments of goals that stand under no other, then all series."""
    say, card = told.say, told.card
    for at, (_, _, width) in enumerate(_HEADINGS):
        page.set_column(at, at, width)
    pages.text(page, 0, 0, say("The numbers behind the charts", "图表所用数据"), bold=True)
    row = 1
    bars = [
        (key, place) for key, place in places if not place.depth and not _is_missing(place.score.attainment)
    ]
    before: object = object()
    headings: list[str | None] = []
    for key, place in bars:
        heading = told.heading("perspective", key, 2) if key != before else ""
        before = key
        headings.append(heading or None)
        if heading:
            pages.text(page, row, 0, heading)
        pages.text(page, row, 1, say.goal(place.score.key))
        value, options = number_cell(told, place.score, "attainment")
        pages.number(page, row, 2, float(value), **options)
        row += 1
    top = row + 1
    labels = [cell.label for cell in card.grid.cells[card.grid.start :]]
    for at, words in enumerate([*(say(en, zh) for en, zh, _ in _HEADINGS), *labels]):
        pages.text(page, top, at, words, bold=True, bg_color=HEAD)
    rows: dict[str, int] = {}
    known: dict[str, int] = {}
    row = top + 1
    for key, place in places:
        score = place.score
        rows[score.key] = row
        series = series_of(told, score)
        known[score.key] = sum(not math.isnan(one) for one in series["trend"])
        form = number_cell(told, score, "expected")[1].get("num_format", "General")
        for name in _SERIES:
            pages.text(page, row, 0, told.heading("perspective", key, 2))
            pages.text(page, row, 1, say.goal(place.score.key))
            pages.text(page, row, 3, say(*_WORDS[name]))
            for at, one in enumerate(series[name], len(_HEADINGS)):
                if not math.isnan(one):
                    pages.number(page, row, at, one, num_format="General" if form == "@" else form)
            row += 1
    return Data(
        sheet=page.get_name(),
        bars=(1, len(bars)) if bars else None,
        rows=rows,
        known=known,
        width=len(labels),
        top=top,
        statuses=tuple(place.score.status for _, place in bars),
        labels=(tuple(headings), tuple(say.goal(place.score.key) for _, place in bars)),
    )


def series_of(told: Told, score: Score) -> Mapping[str, list[float]]:
    """The numbers of a goal by period, in its unit; nan where one is not known."""
    card = told.card
    at = card.blueprint.rows[score.key]
    unit = told.unit(score.key)
    factor = Fraction(1) if unit is None or unit.kind in ("percent", "pp") else unit.unscaled.factor

    def shown(values: Any) -> list[float]:
        return [float(one) / float(factor) if math.isfinite(one) else math.nan for one in values]

    return {
        "trend": [one if math.isfinite(one) else math.nan for one in score.trend],
        "actual": shown(card.judged.actual.values[at]),
        "expected": shown(card.judged.expected.values[at]),
    }


def _is_missing(number: object) -> bool:
    return not isinstance(number, (int, float))
