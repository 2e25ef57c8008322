"""How the tables of one call are read: the plan that gives names their meaning, and the caller's choices."""

from __future__ import annotations

from functools import cached_property

from attrs import field, frozen

from ..finding import Fault
from ..model.dimension import Unit
from ..model.plan import Plan
from ..model.unit import parse_unit
from .number_cell import PercentScale
from .place import Places


@frozen(kw_only=True, slots=False)
class Reading:
    """How tables are read.

    Attributes:
        plan: The plan whose names, units, calendar and rates count.
        nulls: Texts that stand for nothing.
        percent: How bare numbers of a percentage are meant; `None` where nobody said.
    """

    plan: Plan
    nulls: frozenset[str] = frozenset({""})
    percent: PercentScale | None = None
    _units: dict[str, Unit | Fault] = field(factory=dict, eq=False, repr=False)

    @cached_property
    def places(self) -> Places:
        """The names that data may use."""
        return Places(self.plan)

    @cached_property
    def zone_name(self) -> str:
        """The plan's time zone; empty where it declares none."""
        return self.plan.zone or self.plan.calendar.zone or ""

    @cached_property
    def year(self) -> int | None:
        """The year in which `Q3` is read."""
        period = self.plan.period
        return None if period is None else self.plan.calendar.year_of(period.first)

    def unit(self, text: str) -> Unit | Fault:
        """The unit that a cell names."""
        found = self._units.get(text)
        if found is None:
            found = self._units[text] = parse_unit(text.strip(), self.plan.registry)
        return found
