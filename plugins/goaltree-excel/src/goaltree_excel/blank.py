"""An empty plan to fill in."""

from __future__ import annotations

from .layout import HEAD
from .plan_writer import drawn
from .port import Lang, UsageError
from .table import Tables


def template(lang: Lang = "zh") -> bytes:
    """A workbook to fill in: every sheet with its headings, notes on them, drop-downs, and colours for gaps.

    Args:
        lang: Language of sheets, headings and notes.

    Raises:
        UsageError: There is no such language.
    """
    if lang not in ("zh", "en"):
        raise UsageError(f"a template is in zh or en, not in {lang!r}")
    head = {at: "1" for at, column in enumerate(HEAD.columns) if column.field == "goaltree"}
    return drawn(Tables(head=head), lang, "", is_guided=True)
