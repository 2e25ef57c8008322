"""A sheet: named columns of cells, as a source gave them and before they mean anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from attrs import field, frozen

from ..finding import Span


@frozen(kw_only=True, eq=False)
class Sheet:
    """What a source holds, read but not understood.

    Attributes:
        name: The file, or what stands for a source without one.
        columns: Cells by heading; all of one length.
        rows: Number of each row: the line of a file, else counted from 1.
        dtypes: Type of a column as the source calls it, where the source has types.
        facts: Where the rows are facts that were counted: for each the number of its measure, and how many rows of
            the source stand behind it. A finding then counts those, and names periods, since no row here is one
            of the source; measures of one table count the same rows, which are told once.
        origins: What the source calls a column, where that is not its heading.
    """

    name: str
    columns: Mapping[str, Sequence[object]]
    rows: Sequence[int]
    dtypes: Mapping[str, str] = field(factory=dict)
    facts: Sequence[tuple[int, int]] | None = None
    origins: Mapping[str, str] = field(factory=dict)

    def span(self, row: int = 0) -> Span:
        """Where a row stands; the whole source where none is given."""
        return Span(file=self.name, line=row, column=1 if row else 0)


def is_blank(cell: object, nulls: frozenset[str]) -> bool:
    """Whether a cell holds nothing: null, nan, or a text that is declared to mean it."""
    if cell is None:
        return True
    if isinstance(cell, str):
        return cell.strip() in nulls
    if isinstance(cell, float):
        return cell != cell  # noqa: PLR0124 - nan is what differs from itself
    if isinstance(cell, Decimal):
        return cell.is_qnan()
    return type(cell).__name__ in ("NAType", "NaTType")
