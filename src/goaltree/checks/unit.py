"""Rules on units: a number of a goal can be read in its metric's unit."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from ..finding import Fault, Finding, Rule
from ..model.dimension import Unit
from ..model.plan import Plan
from ..model.quantity import Quantity
from ..model.rates import convert
from ..model.unit_faults import MISSING_RATE, UNIT_CONFLICT
from .rulebook import Check, found


def missing_rate(plan: Plan) -> Iterator[Finding]:
    """Numbers in a currency for which the plan has no rate."""
    return _conflicts(plan, MISSING_RATE)


def unit_conflict(plan: Plan) -> Iterator[Finding]:
    """Numbers in a unit that cannot be brought to the metric's."""
    return _conflicts(plan, UNIT_CONFLICT)


def _conflicts(plan: Plan, rule: Rule) -> Iterator[Finding]:
    for path, quantity, unit in _numbers(plan):
        if quantity.unit == unit or quantity.unit.same_dimension(unit):
            continue
        fault = convert(Fraction(1), quantity.unit, unit, plan.fx, "budget")
        if isinstance(fault, Fault) and fault.rule is rule:
            yield found(plan, rule, path, fault=fault, text=str(quantity))


def _numbers(plan: Plan) -> Iterator[tuple[str, Quantity, Unit]]:
    """Every number that stands for a metric, with its key path and the metric's unit."""
    for metric in plan.metrics.values():
        if metric.unit is not None:
            for name in ("healthy", "standard"):
                for member, value in getattr(metric, name).items():
                    yield f"{metric.at}.{name}" + (f".{member}" if member else ""), value, metric.unit
    for key, goal in plan.goals.items():
        unit = _unit(plan, key)
        if unit is None:
            continue
        for name in ("baseline", "target"):
            value = getattr(goal, name)
            if isinstance(value, Quantity):
                yield f"{goal.at}.{name}", value, unit
        for name in ("threshold", "stretch"):
            value = getattr(goal.tiers, name, None)
            if value is not None:
                yield f"{goal.at}.tiers.{name}", value, unit
        if goal.phasing is not None:
            for period, value in goal.phasing.dated.items():
                yield f"{goal.at}.phasing.{period}", value, unit
    for team in plan.teams.values():
        for name in ("owns", "carries"):
            yield from _stated(plan, f"{team.at}.{name}", getattr(team, name))


def _stated(plan: Plan, path: str, numbers: object) -> Iterator[tuple[str, Quantity, Unit]]:
    assert hasattr(numbers, "items")
    for key, value in numbers.items():
        unit = _unit(plan, key)
        if value is not None and unit is not None:
            yield f"{path}.{key}", value, unit


def _unit(plan: Plan, key: str) -> Unit | None:
    goal = plan.goals.get(key)
    metric = plan.metrics.get(goal.metric) if goal else None
    return metric.unit if metric else None


CHECKS: Final = (Check(MISSING_RATE, missing_rate), Check(UNIT_CONFLICT, unit_conflict))
