"""What is told of a plan of which a file could not be read: no consequence of that file's absence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from ..finding import Finding, Span, Words
from ..model.time_faults import FISCAL_YEAR_UNDECLARED, PERIOD_WITHOUT_YEAR
from ..model.unit_faults import AMBIGUOUS_CURRENCY, UNKNOWN_UNIT
from . import shape_faults
from .node import Map
from .unread_faults import NOT_FOLLOWED

_SAID_BY: Final[Mapping[str, str]] = {
    shape_faults.SECTION_EMPTY.code: "",
    UNKNOWN_UNIT.code: "units",
    AMBIGUOUS_CURRENCY.code: "currency",
    PERIOD_WITHOUT_YEAR.code: "period",
    FISCAL_YEAR_UNDECLARED.code: "calendar",
}
"""Rules that the unread file may answer, by the section that would do so."""


def followed(found: Iterable[Finding], root: Map, unread: tuple[str, ...]) -> list[Finding]:
    """The findings without those that the unread files may answer, and a note that counts the references.

    Args:
        found: What binding found.
        root: What could be read.
        unread: The files that could not be read; nothing changes where there are none.
    """
    if not unread:
        return list(found)
    written = {name.text for name, _ in root.pairs}
    kept: list[Finding] = []
    count = 0
    for finding in found:
        if finding.rule is shape_faults.UNRESOLVED:
            count += 1
        elif _SAID_BY.get(finding.code) in (None, *written):
            kept.append(finding)
    if count:
        number = Words("1 reference" if count == 1 else f"{count} references", f"{count} 处")
        params = {"count": number, "files": tuple(f"`{name}`" for name in unread)}
        span = Span(file=root.document.name, line=0, column=0)
        kept.append(Finding(rule=NOT_FOLLOWED, params=params, span=span))
    return kept
