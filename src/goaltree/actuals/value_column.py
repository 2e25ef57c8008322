"""The columns of numbers: the value of each row in its metric's unit, and how many facts stand behind it."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from ..finding import Fault, Words
from ..model.dimension import Unit
from ..model.metric import Metric
from ..model.missing import NA
from ..model.period import Period
from .conversion import converted
from .grid import Grid
from .number_cell import count_of, unfit, value_of
from .observation import BLANK, AppliedRate
from .reason import reason_of
from .value_faults import DATA_RATE_MISSING, NUMBERS_COARSE, UNIT_UNFIT, UNIT_UNREADABLE

UNUSED: Final = NA("NO_ACTUAL", "unreadable")
"""The value of a row whose number could not be read."""
_OTHER_UNIT: Final = NA("UNIT_MISMATCH")
_NO_RATE: Final = NA("UNIT_MISMATCH", "no rate")
_COARSE: Final = frozenset({"Float32", "Float16", "float32", "float16", "halffloat"})
_MIXED: Final = Words("partly exact decimals and partly binary floats", "精确小数与二进制浮点数混用")

_Number = tuple[Fraction, AppliedRate | None]


class ValueColumns:
    """Value and count of each row of a sheet."""

    def __init__(self, grid: Grid) -> None:
        """Look over the columns once: how exact are their numbers?"""
        self._grid = grid
        self._plan = grid.reading.plan
        self._values, self._units, self._counts = (
            grid.cells(column) for column in ("value", "unit", "count")
        )
        for column in ("value", "count"):
            self._look_at(column)

    def _look_at(self, column: str) -> None:
        heading, sheet = self._grid.columns.named.get(column), self._grid.sheet
        if heading is None:
            return
        kinds = {type(cell).__name__ for cell in sheet.columns[heading] if not self._grid.blank(cell)}
        coarse = next(
            (name for name in (sheet.dtypes.get(heading, ""), *sorted(kinds)) if name in _COARSE), ""
        )
        if coarse:
            what = Words(f"{coarse}, widened before anything is added", f"{coarse}，计算前先加宽")
        elif {"Decimal", "float"} <= kinds:
            what = _MIXED
        else:
            return
        self._grid.fault(Fault(rule=NUMBERS_COARSE, params={"what": what}), sheet.rows[0], None, column)

    def number(
        self, index: int, metric: str, period: Period
    ) -> tuple[Fraction | NA, Fraction | None, AppliedRate | None]:
        """Value, count and applied rate of a row; `NA`, with a finding, for what cannot be used."""
        row = self._grid.sheet.rows[index]
        count: Fraction | Fault | None = None
        if not self._grid.blank(self._counts[index]):
            count = count_of(self._counts[index], self._plan.registry)
        if self._grid.blank(self._values[index]):
            found: _Number | Fault | None = None
        else:
            found = self._number(index, metric, self._plan.metrics.get(metric), period)
        if isinstance(found, Fault):
            column = "unit" if found.rule is UNIT_UNREADABLE else "value"
            self._grid.fault(
                found, row, self._values[index], column, metric if "metric" in found.params else ""
            )
        if isinstance(count, Fault):
            self._grid.fault(count, row, self._counts[index], "count")
            return UNUSED, None, None
        if isinstance(found, Fault):
            return _NOT_USED.get(found.rule, UNUSED), count, None
        return (BLANK, count, None) if found is None else (found[0], count, found[1])

    def _number(self, index: int, metric: str, definition: Metric | None, period: Period) -> _Number | Fault:
        wanted = None if definition is None else definition.unit
        given = self._given(index)
        if isinstance(given, Fault):
            return given
        if given is not None and wanted is not None and not _convertible(given, wanted):
            return unfit(metric, given, wanted)
        reading = self._grid.reading
        found = value_of(self._values[index], metric, wanted, given, reading.percent, self._plan.registry)
        if isinstance(found, Fault):
            return found
        value, unit = found
        if given is not None and (unit.dims != given.dims or not _convertible(unit, given)):
            return unfit(metric, unit, given)
        if wanted is None or (unit.dims == wanted.dims and _convertible(unit, wanted)):
            return value, None
        if not _convertible(unit, wanted):
            return unfit(metric, unit, wanted)
        kind = None if definition is None else definition.kind
        return converted(value, unit, wanted, metric, kind, period, self._plan.fx)

    def _given(self, index: int) -> Unit | Fault | None:
        """The unit that a row names."""
        cell = self._units[index]
        if self._grid.blank(cell):
            return None
        found = self._grid.reading.unit(str(cell))
        if isinstance(found, Fault):
            return Fault(rule=UNIT_UNREADABLE, params={"unit": str(cell)[:80], "reason": reason_of(found)})
        return found


_NOT_USED: Final = {UNIT_UNFIT: _OTHER_UNIT, DATA_RATE_MISSING: _NO_RATE}


def _convertible(unit: Unit, wanted: Unit) -> bool:
    """Whether a value may be taken over, by a factor or by an exchange rate; points are no percentages."""
    if (unit.kind == "pp") != (wanted.kind == "pp"):
        return False
    return unit.dims == wanted.dims or unit.differs_in_currency(wanted)
