"""What a generated plan says and what was observed of it, as exact numbers: the oracle reads only this."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from attrs import Factory, define

Segment = tuple[tuple[str, str], ...]
Expr = tuple
"""("num", fraction), ("ref", name, reading, periods) or (operator, expression, ...)."""


@define(kw_only=True)
class MetricSpec:
    """A metric."""

    key: str
    kind: str
    direction: str
    unit: str
    money: str = ""
    formula: Expr | None = None
    index: tuple[str, list[tuple[str, Fraction | None, Fraction | None, Fraction | None]]] | None = None
    disjoint: set[str] = Factory(set)
    healthy: tuple[Fraction | None, Fraction | None] | None = None


@define(kw_only=True)
class GoalSpec:
    """A goal; numbers in its metric's unit, `baseline_in` and `target_in` name another currency."""

    key: str
    metric: str
    segment: Segment = ()
    parent: str = ""
    baseline: Fraction | None = None
    target: Fraction | None = None
    high: Fraction | None = None
    target_in: str = ""
    baseline_in: str = ""
    semantics: str | None = None
    method: str | None = None
    worst: Fraction | None = None
    outer: tuple[Fraction, Fraction] | None = None
    tiers: tuple[Fraction | None, Fraction | None, tuple[Fraction, ...]] | None = None
    basis: str | None = None
    curve: str = ""
    dated: list[tuple[str, date, date, Fraction]] = Factory(list)
    weight: Fraction | None = None
    status: list[Rule] = Factory(list)
    restates: str = ""
    period: tuple[str, date, date] | None = None
    cuts: dict[str, list[tuple[str, str]]] = Factory(dict)
    partial_cuts: dict[str, list[tuple[str, str]]] = Factory(dict)
    rolls_up: str = ""


Rule = tuple[str, tuple[str, str, Fraction] | None]
"""A status and its condition (reading, comparison, number); `None` takes the rest."""


@define(kw_only=True)
class Seen:
    """One observation; `money` names the currency that it is in, where that is not the metric's."""

    label: str
    first: date
    last: date
    value: Fraction | None
    count: int | None = None
    money: str = ""


@define(kw_only=True)
class Book:
    """One file of plans side by side, what was observed, and the day of the review."""

    label: str
    first: date
    last: date
    as_of: date
    plans: int = 0
    holidays: str = ""
    fx: Mapping[str, Mapping[str, Mapping[str, Fraction]]] = Factory(dict)
    metrics: dict[str, MetricSpec] = Factory(dict)
    goals: dict[str, GoalSpec] = Factory(dict)
    seen: dict[tuple[str, Segment], list[Seen]] = Factory(dict)
    pairs: dict[str, list[str]] = Factory(dict)
    missing: str = ""
    coverage: Fraction | None = None
    hysteresis: tuple[Fraction, int] | None = None
    guardrail: str = ""
    status: list[Rule] = Factory(list)
