"""What is wrong with a workbook or with its cells, as findings at the place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .port import Broken, CellFault, Finding, Rule, Sheet, Span
from .rule import HIDDEN, MERGED, NO_VALUE, TOO_LARGE, UNREADABLE

_RULES: Final[Mapping[str, Rule]] = {"unreadable": UNREADABLE, "too large": TOO_LARGE}


def span_of(file: str, place: str = "") -> Span:
    """Where a cell stands in the way of goaltree: the file and the address; the file alone without one."""
    return Span(file=f"{file}!{place}", line=1, column=1) if place else Span(file=file, line=0, column=0)


def unread(broken: Broken, file: str) -> Finding:
    """The finding about a workbook that cannot be read."""
    params = {"file": file, "reason": broken.reason}
    return Finding(rule=_RULES[broken.kind], params=params, span=span_of(file))


def valueless(fault: CellFault, file: str, place: str) -> Finding:
    """The finding about a cell without a value."""
    params = {"place": place, "reason": fault.reason}
    return Finding(rule=NO_VALUE, params=params, span=span_of(file, place), excerpt=fault.shown)


def assumed(sheet: Sheet, file: str, below: int = 0) -> list[Finding]:
    """What was taken for granted while a sheet was read, in the rows below one."""
    found = []
    for rule, cells in ((HIDDEN, sheet.hidden), (MERGED, sheet.merged)):
        counted = [sheet.place(*cell) for cell in cells if cell[0] > below]
        if counted:
            params = {"place": counted[0], "count": len(counted)}
            found.append(Finding(rule=rule, params=params, span=span_of(file, counted[0])))
    return found
