"""A sheet's rows as observations of a plan, with a finding for whatever a row does not say clearly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..finding import Fault, Finding
from ..model.missing import NA
from .column import columns_of
from .grid import Grid
from .moment_faults import KNOWN_TOO_EARLY
from .observation import Observation
from .place_column import PlaceColumns
from .reading import Reading
from .sheet import Sheet
from .source_faults import SOURCE_EMPTY
from .time_column import TimeColumns
from .value_column import ValueColumns

_EARLY: Final = NA("NO_ACTUAL", "known before it began")


def bind(reading: Reading, sheet: Sheet) -> tuple[list[Observation], list[Finding]]:
    """The observations of a sheet in the order of its rows, and what was found."""
    places = reading.places
    columns, findings = columns_of(sheet, places.dimensions, places.dimension_names)
    if columns is None:
        return [], findings
    if not sheet.rows:
        return [], [*findings, Finding(rule=SOURCE_EMPTY, params={"file": sheet.name}, span=sheet.span())]
    grid = Grid(reading, sheet, columns)
    observations = list(_observations(grid))
    return observations, [*findings, *grid.tally.findings()]


def _observations(grid: Grid) -> Iterator[Observation]:
    places, times, numbers = PlaceColumns(grid), TimeColumns(grid), ValueColumns(grid)
    values, known = grid.cells("value"), grid.cells("known_at")
    stated = (grid.cells("metric"), values, grid.cells(grid.columns.time))
    for index, row in enumerate(grid.sheet.rows):
        if all(grid.blank(cells[index]) for cells in stated):
            continue
        place, period, instant = places.place(index), times.period(index), times.instant(index)
        if place is None or period is None or isinstance(instant, Fault):
            continue
        metric, segment = place
        value, count, rate = numbers.number(index, metric, period)
        if instant is not None and not isinstance(value, NA) and times.is_early(instant, period):
            fault = Fault(rule=KNOWN_TOO_EARLY, params={"metric": metric})
            grid.fault(fault, row, known[index], "known_at", metric)
            value, count, rate = _EARLY, None, None
        yield Observation(
            metric=metric,
            segment=segment,
            period=period,
            value=value,
            count=count,
            known_at=instant,
            rate=rate,
            source=grid.sheet.name,
            row=row,
            text="" if grid.blank(values[index]) else str(values[index]),
        )
