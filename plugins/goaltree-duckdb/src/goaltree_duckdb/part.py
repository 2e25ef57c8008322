"""Parts of a pass over a table: what one measure adds up of each fact."""

from __future__ import annotations

from attrs import evolve, frozen

from goaltree.actuals.measure import Measure

from .number import Number


@frozen(kw_only=True)
class Part:
    """A measure, and the numbers that it adds up.

    Attributes:
        measure: How facts count.
        value: The value of a fact; null where it has none.
        weight: Its weight; 1 where the measure names none.
    """

    measure: Measure
    value: Number
    weight: Number

    @property
    def is_divisible(self) -> bool:
        """Whether the parts of any division of the facts add up to exactly the whole.

        Those of integers and decimals do, and the lowest and the highest of parts. Floats round in each part, and
        a thing may be in several.
        """
        if self.measure.kind in ("count", "min", "max"):
            return True
        return self.measure.kind not in ("distinct", "last") and not (
            self.value.is_float or self.weight.is_float
        )

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of members, in the order of the measure's dimensions."""
        return tuple(column for _, column in self.measure.dimensions)

    @property
    def without_nan(self) -> Part:
        """The same, with null for NaN."""
        return evolve(self, value=self.value.without_nan, weight=self.weight.without_nan)
