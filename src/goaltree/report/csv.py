"""A scorecard as a CSV table, one row a goal."""

from __future__ import annotations

import csv
import io
from typing import Final

from ..finding import Lang, visible
from ..model.missing import NA
from ..scorecard.card import Scorecard
from ..scorecard.plain import COLUMNS, NUMBERS
from ..scorecard.score import Score

BOM: Final = "\ufeff"
_OBEYED: Final = frozenset("=+-@＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula."""


def to_csv(card: Scorecard, lang: Lang = "en", *, bom: bool = False) -> str:
    """A scorecard as CSV: the columns of `Scorecard.frame()`, numbers to the last bit.

    A number that is not known is an empty cell, its reason is in the column `reasons`. Text that a
    spreadsheet would take for a formula begins with an apostrophe; numbers below zero are left alone.

    Args:
        card: The scorecard.
        lang: Language of the titles.
        bom: Begin with a byte order mark, by which Excel knows UTF-8.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for score in card:
        writer.writerow([_cell(card, score, name, lang) for name in COLUMNS])
    return f"{BOM if bom else ''}{out.getvalue()}"


def harmless(text: str) -> str:
    """Text for a cell that no spreadsheet takes for a formula, on one line."""
    shown = visible(text)
    begins = text.lstrip()[:1]
    return f"'{shown}" if begins in _OBEYED and begins else shown


def _cell(card: Scorecard, score: Score, name: str, lang: Lang) -> str:
    value = getattr(score, name)
    if name in NUMBERS:
        return "" if isinstance(value, NA) else repr(float(value))
    if name == "title":
        return harmless(card.plan.title_of(score.key, lang))
    if name == "worst_child":
        return "" if value is None else harmless(value[0])
    if name == "reasons":
        return harmless(" ".join(value))
    if name == "through":
        return "" if value is None else value.isoformat()
    return harmless(value or "")
