"""One sheet while it is bound: its cells by what their columns mean, and what was found in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ..finding import Fault
from .column import Columns
from .reading import Reading
from .sheet import Sheet, is_blank
from .tally import Tally

_TELLING: Final = ("name", "type", "about", "pair", "month", "unit", "metric")
"""Parameters that tell one kind of a rule's findings from another."""


class Grid:
    """A sheet with known columns."""

    def __init__(self, reading: Reading, sheet: Sheet, columns: Columns) -> None:
        """Begin with nothing found."""
        self.reading, self.sheet, self.columns = reading, sheet, columns
        self.tally = Tally(sheet)

    def cells(self, column: str) -> Sequence[object]:
        """The cells of a column; nothing in every row where the table has none."""
        heading = self.columns.named.get(column)
        return (None,) * len(self.sheet.rows) if heading is None else self.sheet.columns[heading]

    def blank(self, cell: object) -> bool:
        """Whether a cell holds nothing."""
        return is_blank(cell, self.reading.nulls)

    def fault(self, fault: Fault, row: int, cell: object, column: str, about: str = "") -> None:
        """Note what is wrong in a row; faults that differ in what they name are told apart."""
        heading = self.columns.named.get(column, column)
        kind = "|".join((about, heading, *(str(fault.params.get(name, "")) for name in _TELLING)))
        called = self.sheet.origins.get(heading, heading)
        self.tally.add(fault.rule, row, cell, kind, {"column": called, **fault.params})
