"""The formula that a composite index amounts to, so that it is computed and explained like any other."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import chain

from ..model.formula import Apply, Formula, Node, Number, Reference, print_nodes
from ..model.goal import Goal
from ..model.metric import Component, Composite
from ..model.quantity import Quantity

_ZERO, _ONE = Number(Fraction(0)), Number(Fraction(1))


def index_formula(index: Composite, goals: Mapping[str, Goal | None]) -> Formula:
    """A composite index as a formula over its parts.

    Each part is placed between its goalposts, worst at 0 and best at 1 (they also say which way is
    better), and weighed. Outside the goalposts it counts below 0 or above 1: nothing is clipped.
    A part without goalposts lies between the baseline and the target of its own goal, or between 0 and
    the target where more is better and there is no baseline.

    Args:
        index: The parts, by metric, and how they are combined.
        goals: Part to the goal that stands for it, if any.

    Returns:
        A formula of the parts' names; a part that cannot be placed divides by 0, so that the index is
        not known. Geometric: any 0 gives 0, and anything below 0 is `OUT_OF_DOMAIN`.
    """
    names = sorted(index.parts)
    even = Fraction(1, len(names))
    placed = [_placed(name, index.parts[name], goals.get(name)) for name in names]
    weights = [_weight(index.parts[name], even) for name in names]
    if len(names) == 1:
        nodes = placed[0]
    elif index.combine == "min":
        nodes = _call("min", placed)
    elif index.combine == "geometric":
        logs = [
            (*_number(weight), *part, Apply("log", 1), Apply("*", 2))
            for part, weight in zip(placed, weights, strict=True)
        ]
        lowest = (*_call("min", placed), _ZERO, Apply("==", 2))
        nodes = (*lowest, _ZERO, *_call("sum", logs), Apply("exp", 1), Apply("if", 3))
    else:
        weighed = [
            (*_number(weight), *part, Apply("*", 2)) for part, weight in zip(placed, weights, strict=True)
        ]
        nodes = _call("sum", weighed)
    return Formula(print_nodes(nodes), nodes)


def _call(function: str, parts: list[tuple[Node, ...]]) -> tuple[Node, ...]:
    return (*chain.from_iterable(parts), Apply(function, len(parts)))


def _weight(part: Component | None, even: Fraction) -> Fraction:
    return even if part is None or part.weight is None else Fraction(part.weight)


def _placed(name: str, part: Component | None, goal: Goal | None) -> tuple[Node, ...]:
    worst, best = _posts(part, goal)
    value = Reference(name=name)
    if worst == 0:
        return (value, *_number(best), Apply("/", 2))
    return (value, *_number(worst), Apply("-", 2), *_number(best - worst), Apply("/", 2))


def _number(value: Fraction) -> tuple[Node, ...]:
    """A number as a literal; one without an end in decimals, such as 1/3, as a division of two."""
    rest = value.denominator
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    if rest == 1:
        return (Number(value),)
    return (Number(Fraction(value.numerator)), Number(Fraction(value.denominator)), Apply("/", 2))


def _posts(part: Component | None, goal: Goal | None) -> tuple[Fraction, Fraction]:
    """Worst and best in base units; equal where they are not known."""
    if part is not None and part.worst is not None and part.best is not None:
        return part.worst.base, part.best.base
    if goal is not None and isinstance(goal.target, Quantity):
        if isinstance(goal.baseline, Quantity):
            return goal.baseline.base, goal.target.base
        return Fraction(0), goal.target.base
    return Fraction(0), Fraction(0)
