"""The columns that say what a row is about: the metric, and the part of the business."""

from __future__ import annotations

from collections.abc import Sequence

from ..finding import Fault
from .grid import Grid
from .observation import Pairs
from .place import WHOLE
from .row_faults import MEMBER_BLANK


class PlaceColumns:
    """Metric and segment of each row of a sheet."""

    def __init__(self, grid: Grid) -> None:
        """Look over the columns once: which metrics does this table split by which dimension?"""
        self._grid = grid
        self._places = grid.reading.places
        self._metrics, self._parts = grid.cells("metric"), grid.cells("segment")
        self._members = [(d, grid.sheet.columns[heading]) for d, heading in grid.columns.dimensions.items()]
        self._split = frozenset(
            (place[0], dimension)
            for dimension, cells in self._members
            for place in self._named(cells)
            if not isinstance(place, Fault)
        )
        self._segments: dict[tuple[object, ...], Pairs | Fault] = {}

    def _named(self, cells: Sequence[object]) -> list[tuple[str, Pairs] | Fault]:
        """What the metric cells of rows with a member name."""
        names = {str(self._metrics[i]) for i, cell in enumerate(cells) if not self._grid.blank(cell)}
        return [self._places.metric(name) for name in names]

    def place(self, index: int) -> tuple[str, Pairs] | None:
        """Metric and segment of a row; `None`, with a finding, where it names none."""
        row = self._grid.sheet.rows[index]
        cell = self._metrics[index]
        found = self._places.metric("" if self._grid.blank(cell) else str(cell))
        if isinstance(found, Fault):
            self._grid.fault(found, row, None, "metric")
            return None
        metric, own = found
        part = self._parts[index]
        text = "" if self._grid.blank(part) else str(part)
        members = [
            (d, None if self._grid.blank(cells[index]) else str(cells[index])) for d, cells in self._members
        ]
        key = (metric, own, text, *members)
        segment = self._segments.get(key)
        if segment is None:
            segment = self._segments[key] = self._joined(metric, own, text, members)
        if isinstance(segment, Fault):
            self._grid.fault(segment, row, None, "segment")
            return None
        return metric, segment

    def _joined(
        self, metric: str, own: Pairs, text: str, members: list[tuple[str, str | None]]
    ) -> Pairs | Fault:
        part = self._places.part(text)
        if isinstance(part, Fault):
            return part
        said = {dimension for dimension, _ in (*own, *part)}
        parts = [own, part]
        for dimension, name in members:
            if name is None:
                if (metric, dimension) in self._split and dimension not in said:
                    heading = self._grid.columns.dimensions[dimension]
                    return Fault(
                        rule=MEMBER_BLANK, params={"metric": metric, "column": heading, "about": heading}
                    )
            elif name.strip() != WHOLE:
                member = self._places.member(dimension, name)
                if isinstance(member, Fault):
                    return member
                parts.append(((dimension, member),))
        return self._places.joined(text or ";".join(name for _, name in members if name), *parts)
