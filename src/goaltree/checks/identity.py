"""Identities: what one stated number must be, given the others.

A complete cut says that a goal is the sum of its parts, a growth that a target follows from its
baseline, a formula that a goal follows from others. Each is one `Identity`: a stated number, the
numbers that it follows from, and the exact arithmetic between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Final, Literal

from attrs import evolve, frozen

from ..finding import Fault
from ..model.agreement import Agreement, agree
from ..model.dimension import Unit
from ..model.plan import Plan
from ..model.quantity import Quantity
from ..model.rates import convert

Kind = Literal["cut", "growth", "formula", "restated", "phasing"]
Derive = Callable[[tuple[Fraction, ...]], Fraction | None]

_CORNERS: Final = 6
"""Up to so many numbers every combination of roundings is tried; beyond, one at a time is summed."""


@frozen(kw_only=True)
class Term:
    """One written number inside an identity.

    Attributes:
        path: Key path of the number.
        quantity: As written.
        value: Its value in the unit of the comparison; foreign money at the plan's budget rate.
        factor: What turns the quantity's base value into `value`.
    """

    path: str
    quantity: Quantity
    value: Fraction
    factor: Fraction = Fraction(1)

    @property
    def half(self) -> Fraction:
        """Half a unit of its last written digit, in the unit of the comparison."""
        return self.quantity.half_base * abs(self.factor)


@frozen(kw_only=True)
class Identity:
    """A stated number and what it follows from.

    Attributes:
        kind: What kind of statement it is.
        goal: Address of the goal that it is about.
        stated: The number that is compared.
        terms: The numbers that it follows from.
        derive: The exact arithmetic: values of the terms to the derived number; `None` where it has none.
        label: What tells it from others of its kind: a cut's dimension, a formula's text.
        field: `target` or `baseline`.
    """

    kind: Kind
    goal: str
    stated: Term
    terms: tuple[Term, ...]
    derive: Derive
    label: str = ""
    field: str = "target"

    @property
    def derived(self) -> Fraction | None:
        """The number that follows from the terms at face value."""
        return self.derive(tuple(term.value for term in self.terms))

    def compare(self) -> Agreement | None:
        """How derived and stated number agree; `None` where nothing can be derived."""
        derived = self.derived
        if derived is None:
            return None
        return agree(derived, in_comparison(self.stated), self._slack(derived))

    def holds(self) -> bool:
        """Whether the stated number is within its own written precision of the derived one."""
        agreement = self.compare()
        return agreement is None or agreement.verdict == "agrees"

    def with_number(self, path: str, new: Quantity) -> Identity:
        """The same identity with another number at one path."""
        terms = tuple(_renewed(t, new) if t.path == path else t for t in self.terms)
        stated = _renewed(self.stated, new) if self.stated.path == path else self.stated
        return evolve(self, terms=terms, stated=stated)

    def _slack(self, derived: Fraction) -> Fraction:
        """How far the terms' own rounding can move the derived number.

        A number that is said twice at one precision is not two roundings of a third: only a coarser
        source explains a difference.
        """
        if self.kind == "restated" and self.terms[0].half <= self.stated.half:
            return Fraction(0)
        values = tuple(term.value for term in self.terms)
        halves = tuple(term.half for term in self.terms)
        moved = [i for i, half in enumerate(halves) if half]
        if len(moved) <= _CORNERS:
            signs: Iterable[tuple[int, ...]] = product((-1, 1), repeat=len(moved))
            shifts = (dict(zip(moved, sign, strict=True)) for sign in signs)
            ends = (
                self.derive(tuple(v + shift.get(i, 0) * halves[i] for i, v in enumerate(values)))
                for shift in shifts
            )
            return max((abs(end - derived) for end in ends if end is not None), default=Fraction(0))
        total = Fraction(0)
        for i in moved:
            ends = (
                self.derive(tuple(v + sign * halves[i] if j == i else v for j, v in enumerate(values)))
                for sign in (-1, 1)
            )
            total += max((abs(end - derived) for end in ends if end is not None), default=Fraction(0))
        return total


def _renewed(one: Term, new: Quantity) -> Term:
    return evolve(one, quantity=new, value=new.base * one.factor)


def term(plan: Plan, path: str, quantity: object, unit: Unit | None) -> Term | None:
    """A written number for comparison in a unit; `None` where it is unstated or cannot be converted."""
    if not isinstance(quantity, Quantity):
        return None
    base = quantity.base
    if unit is None or quantity.unit.dims == unit.dims:
        return Term(path=path, quantity=quantity, value=base)
    one = convert(Fraction(1), quantity.unit, unit, plan.fx, "budget")
    if isinstance(one, Fault):
        return None
    factor = one * unit.factor / quantity.unit.factor
    return Term(path=path, quantity=quantity, value=base * factor, factor=factor)


def in_comparison(one: Term) -> Quantity:
    """The quantity of a term as it stands in the comparison's unit, with the same bound and precision."""
    if one.factor == 1:
        return one.quantity
    unit = Unit(factor=one.quantity.unit.factor * one.factor)
    return evolve(one.quantity, unit=unit)


def at_value(one: Term, value: Fraction) -> Quantity:
    """The quantity of a term with another value, as nearly as decimals hold it, written as precisely.

    Args:
        one: The term whose unit and precision are kept.
        value: In the unit of the comparison.
    """
    quantity = one.quantity
    number = value / one.factor / quantity.unit.factor
    step = Fraction(quantity.half) * 2
    rounded = round(number / step) * step if step else number
    exact = rounded if rounded == number or step else number
    return evolve(quantity, value=decimal(exact), high=None, bound="", text="")


def exactly(one: Term, value: Fraction) -> Quantity:
    """The quantity of a term with another value, with as many digits as that value needs (12 at most)."""
    number = value / one.factor / one.quantity.unit.factor
    return Quantity(value=decimal(number), unit=one.quantity.unit, signed=one.quantity.signed)


def decimal(number: Fraction) -> Decimal:
    """A fraction as a decimal: exact where it ends within 12 digits after the point, else rounded there."""
    scaled = round(number * 10**12)
    return (Decimal(scaled) / Decimal(10**12)).normalize() if scaled else Decimal(0)
