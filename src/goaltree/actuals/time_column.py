"""The columns of time: the period of each row, and since when its value is known."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ..finding import Fault
from ..model.period import Period
from .grid import Grid
from .moment import instant_of_cell, is_aware, period_of, zone_of
from .moment_faults import INSTANTS_MIXED, ZONE_ASSUMED


class TimeColumns:
    """Period and instant of each row of a sheet."""

    def __init__(self, grid: Grid) -> None:
        """Look over the columns once: do some of their instants have a zone and others none?"""
        self._grid = grid
        self._column = grid.columns.time
        self._times, self._known = grid.cells(self._column), grid.cells("known_at")
        self._zone = zone_of(grid.reading.zone_name)
        self._periods: dict[Any, Period | Fault] = {}
        self._mixed = frozenset(
            column for column in (self._column, "known_at") if self._has_two_clocks(column)
        )

    def _has_two_clocks(self, column: str) -> bool:
        cells = self._grid.cells(column)
        return {True, False} <= {is_aware(cell) for cell in cells if not self._grid.blank(cell)}

    def period(self, index: int) -> Period | None:
        """The period of a row; `None`, with a finding, where it names none."""
        cell = self._times[index]
        found = self._period(cell)
        if isinstance(found, Fault):
            self._grid.fault(found, self._grid.sheet.rows[index], cell, self._column)
            return None
        return found if self._is_told(found, cell, index, self._column) else None

    def _period(self, cell: object) -> Period | Fault:
        key = (type(cell), cell) if isinstance(cell, (str, int)) else None
        found = self._periods.get(key) if key is not None else None
        if found is None:
            reading = self._grid.reading
            text = "" if self._grid.blank(cell) else cell
            is_day = self._column == "date"
            found = period_of(text, reading.plan.calendar, reading.year, self._zone, day=is_day)
            if key is not None:
                self._periods[key] = found
        return found

    def instant(self, index: int) -> datetime | Fault | None:
        """Since when a row's value is known: `None` is always; a fault, with a finding, where it is unclear."""
        cell = self._known[index]
        if self._grid.blank(cell):
            return None
        found = instant_of_cell(cell, self._zone)
        if isinstance(found, Fault):
            self._grid.fault(found, self._grid.sheet.rows[index], cell, "known_at")
            return found
        return found if self._is_told(found, cell, index, "known_at") else Fault(rule=INSTANTS_MIXED)

    def _is_told(self, found: Period | datetime, cell: object, index: int, column: str) -> bool:
        """Whether the zone of a cell is known; a finding where it is not, or was assumed."""
        aware = is_aware(cell)
        row = self._grid.sheet.rows[index]
        if aware is False and column in self._mixed:
            self._grid.fault(Fault(rule=INSTANTS_MIXED), row, cell, column)
            return False
        needs_zone = bool(aware) if isinstance(found, Period) else not aware
        if needs_zone and not self._grid.reading.zone_name:
            self._grid.fault(Fault(rule=ZONE_ASSUMED), row, cell, column)
        return True

    def is_early(self, instant: datetime, period: Period) -> bool:
        """Whether something was known before the period began, in the plan's zone."""
        return instant.astimezone(self._zone).date() < period.first
