"""The deviation table as departments fill it in: a row an alert, with blank cells for cause, answer, who and by when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ...steering.filled import ASKED, HEADINGS
from ..alert import level_text
from ..page import Datum, Field, Table
from ..told import Told
from .alert_row import AlertRow
from .monthly import Monthly
from .phrase import LEVELS, deviation_text, known, remark_text, subject, who

_LEAST: Final[Mapping[str, int]] = {
    "goal": 30,
    "said": 40,
    "cause": 40,
    "answer": 40,
    "team": 18,
    "alert": 24,
}


def fill_table(told: Told, month: Monthly) -> Table:
    """The table to fill in, which `read_filled` reads back.

    Args:
        told: The scorecard in a language.
        month: The deviation table.
    """
    fields = tuple(
        Field(
            title=words.plain(told.lang),
            least=_LEAST.get(name, 10),
            side="right" if name == "deviation" else "left",
            is_asked=name in ASKED,
        )
        for name, words in HEADINGS.items()
    )
    rows = (one for one in month.rows if one.kind != "undecided")
    return Table(fields=fields, rows=tuple(_row(told, one) for one in rows))


def _row(told: Told, one: AlertRow) -> tuple[Datum, ...]:
    said = told.say("; ", "；").join(remark_text(told, each) for each in (*one.causes, *one.answers))
    cells = {
        "level": Datum(level_text(told, one.level), LEVELS.get(one.level, "warning")),
        "goal": Datum(subject(told, one)),
        "team": Datum(who(told, one.team)),
        "deviation": Datum(deviation_text(told, one.deviation, one.basis), number=known(one.deviation)),
        "said": Datum(said),
        "alert": Datum(one.alert),
    }
    return tuple(cells.get(name, Datum(is_missing=True)) for name in HEADINGS)
