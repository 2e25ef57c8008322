"""Native charts: attainment by perspective, and actual against expected for some goals."""

from __future__ import annotations

from typing import Any, Final

from .data_page import Data
from .paper import FONT
from .port import Told
from .score_row import number_cell

MOST: Final = 6
_WIDTH: Final = 620
_HEIGHT: Final = 320
_BLUE: Final = "#2F6FB2"
_GREY: Final = "#9AA5B1"
_PAINT: Final = {
    "achieved": "#3E9B57",
    "on_track": "#7CBF8A",
    "at_risk": "#E8A33D",
    "off_track": "#D1544E",
    "unknown": "#9AA5B1",
    "not_started": "#C4CCD8",
}


def charts(book: Any, page: Any, told: Told, data: Data, wanted: tuple[str, ...]) -> None:
    """Draw the charts on their page.

    Args:
        book: The workbook.
        page: The page.
        told: The scorecard in a language.
        data: Where the numbers stand.
        wanted: Keys of the goals that get a chart of actual against expected; `()` to choose them here.
    """
    top = 0
    if data.bars is not None:
        height = max(_HEIGHT, 22 * (data.bars[1] - data.bars[0] + 1) + 90)
        page.insert_chart(0, 0, _bars(book, told, data, height), {"object_position": 2})
        top = height // 20 + 2
    chosen = [key for key in wanted or _chosen(told) if data.known.get(key)]
    for number, key in enumerate(chosen if wanted else chosen[:MOST]):
        row, column = top + (number // 2) * (_HEIGHT // 20 + 1), (number % 2) * 10
        page.insert_chart(row, column, _lines(book, told, data, key), {"object_position": 2})


def _chosen(told: Told) -> list[str]:
    keys = [score.key for score in told.card]
    core = [key for key in keys if told.card.plan.goals[key].core]
    return core or keys


def _bars(book: Any, told: Told, data: Data, height: int) -> Any:
    assert data.bars is not None
    first, last = data.bars
    chart = book.add_chart({"type": "bar"})
    points = [{"fill": {"color": _PAINT[status]}} for status in data.statuses]
    chart.add_series(
        {
            "name": told.say("Attainment", "达成率"),
            "categories": [data.sheet, first, 0, last, 1],
            "categories_data": [list(level) for level in data.labels],
            "values": [data.sheet, first, 2, last, 2],
            "points": points,
            "gap": 45,
            "data_labels": {"value": True, "num_format": "0%", "font": _font(8)},
        }
    )
    chart.set_title(
        {"name": told.say("Attainment by perspective", "各视角的达成率"), "name_font": _font(12, bold=True)}
    )
    chart.set_legend({"none": True})
    chart.set_y_axis(
        {"reverse": True, "label_position": "low", "num_font": _font(8), "line": {"color": _GREY}}
    )
    chart.set_x_axis(
        {
            "num_format": "0%",
            "num_font": _font(8),
            "major_gridlines": {"visible": True, "line": {"color": "#E3E7ED"}},
        }
    )
    chart.set_size({"width": 2 * _WIDTH, "height": height})
    return chart


def _lines(book: Any, told: Told, data: Data, key: str) -> Any:
    chart = book.add_chart({"type": "line"})
    for name, colour, dash in (("actual", _BLUE, "solid"), ("expected", _GREY, "dash")):
        chart.add_series(
            {
                "name": told.say(*{"actual": ("actual", "实际"), "expected": ("expected", "应达")}[name]),
                "categories": data.periods(),
                "values": data.series(key, name),
                "line": {"color": colour, "width": 2.25, "dash_type": dash},
                "marker": {
                    "type": "circle" if name == "actual" else "none",
                    "size": 5,
                    "fill": {"color": colour},
                    "border": {"color": colour},
                },
            }
        )
    # A title is taken for a formula where it begins with `=`: so it is that of a cell, which is a text.
    chart.set_title({"name": data.title(key), "name_font": _font(11, bold=True)})
    chart.set_legend({"position": "bottom", "font": _font(8)})
    chart.set_x_axis({"num_font": _font(8)})
    form = number_cell(told, told.card[key], "expected")[1].get("num_format", "General")
    form = "General" if form == "@" else form
    chart.set_y_axis(
        {
            "num_font": _font(8),
            "num_format": form,
            "major_gridlines": {"visible": True, "line": {"color": "#E3E7ED"}},
        }
    )
    chart.show_blanks_as("gap")
    chart.set_size({"width": _WIDTH, "height": _HEIGHT})
    return chart


def _font(size: int, *, bold: bool = False) -> dict[str, Any]:
    return {"name": FONT, "size": size, "bold": bold}
