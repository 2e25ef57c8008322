"""The terms on which a goal is judged, read off its plan once: numbers, method, basis, curve, rules."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import islice
from typing import Final, Literal

from attrs import frozen

from ..finding import Fault
from ..maths.attainment import Method
from ..maths.deviation import Basis, default_basis
from ..maths.method import auto_method
from ..model.goal import Goal
from ..model.governance import StatusRule
from ..model.missing import NA
from ..model.period import Period
from ..model.plan import Plan
from ..model.quantity import Quantity, Unstated
from ..model.rates import convert
from .node import Node

Number = Fraction | NA
Way = Literal["up", "down", "band"]
CAP: Final = Fraction(1)
SCORES: Final = (Fraction(3, 5), Fraction(1), Fraction(6, 5))
"""What threshold, target and stretch count for where a plan does not say."""


@frozen(kw_only=True)
class Term:
    """How one goal is judged; numbers in base units of its metric's unit.

    Attributes:
        key: The goal.
        node: Its node.
        direction: Which way is better; `None` where nothing says so.
        method: Method of attainment; `NA` where none fits.
        basis: What its deviation is measured against.
        baseline: Where it starts.
        target: What is wanted; of a band its middle.
        low: Lower end of its band.
        high: Upper end of its band.
        outer: The limits at which a band counts as 0.
        worst: What counts as 0 for `worst_target`.
        knots: Values and scores for `tiers`.
        line: Where the planned line starts: 0 of a total, the baseline of an end, else the target.
        phased: The goal whose phasing it follows: itself, or what it is a part of; empty where there is none.
        curve: Name of its own curve; empty where the plan names none.
        dated: What is to be reached by the end of a day, from dated targets of its own.
        rules: The status rules that decide; empty for the default ones.
        cap: How much over-achievement counts in a score.
    """

    key: str
    node: Node
    direction: Way | None
    method: Method | NA
    basis: Basis
    baseline: Number
    target: Number
    low: Number
    high: Number
    outer: tuple[Number, Number]
    worst: Number
    knots: tuple[tuple[Fraction, Fraction], ...]
    line: Number
    phased: str
    curve: str
    dated: tuple[tuple[Period, Fraction], ...]
    rules: tuple[StatusRule, ...]
    cap: Fraction

    @property
    def sign(self) -> int:
        """1 where more is better, else -1; a band counts as where more is."""
        return -1 if self.direction == "down" else 1

    @property
    def is_allowance(self) -> bool:
        """Whether it is a total that is to stay low: so much may be used by a day, not only by the end.

        Its attainment is that of what is due by then; against the whole target a cost would look best on
        the first day.
        """
        goal = self.node.goal
        is_auto = goal is None or goal.method in (None, "auto")
        return is_auto and self.method == "signed_gap" and self.node.semantics == "total" and self.sign < 0

    @property
    def begins(self) -> bool:
        """Whether its planned line starts at its baseline."""
        return self.node.semantics == "end" and not isinstance(self.baseline, NA)

    @property
    def is_level(self) -> bool:
        """Whether the same is due at any time: an average, every period, or an end without baseline."""
        semantics = self.node.semantics
        return semantics in ("average", "every") or (semantics == "end" and isinstance(self.baseline, NA))


def terms_of(plan: Plan, nodes: Mapping[str, Node]) -> tuple[Term, ...]:
    """The terms of every goal, in the order of nodes."""
    return tuple(_term(plan, node, nodes) for node in nodes.values() if node.goal is not None)


def _term(plan: Plan, node: Node, nodes: Mapping[str, Node]) -> Term:
    goal = node.goal
    assert goal is not None
    baseline = _number(plan, node, goal.baseline, "NO_BASELINE")
    target = _number(plan, node, goal.target, "NO_TARGET")
    low: Number = target
    high: Number = NA("NO_TARGET")
    is_band = isinstance(goal.target, Quantity) and goal.target.high is not None
    if is_band:
        high = _number(plan, node, goal.target, "NO_TARGET", end="high")
        if not isinstance(low, NA) and not isinstance(high, NA):
            target = (low + high) / 2
    direction = _direction(node, goal, baseline, target, is_band=is_band) or _way_of_whole(plan, node)
    method = _method(node, goal, direction, baseline, target)
    outer = (
        _number(plan, node, goal.outer, "NO_TARGET"),
        _number(plan, node, goal.outer, "NO_TARGET", end="high"),
    )
    return Term(
        key=node.key,
        node=node,
        direction=direction,
        method=method,
        basis=goal.basis or _basis(node, baseline),
        baseline=baseline,
        target=target,
        low=low,
        high=high,
        outer=outer,
        worst=_number(plan, node, goal.worst, "NO_BASELINE"),
        knots=_knots(plan, node, goal, target),
        line=_line(node, baseline, target),
        phased=_phased(plan, node, nodes),
        curve=(goal.phasing.curve or "") if goal.phasing else "",
        dated=_dated(plan, node, goal),
        rules=_rules(plan, goal),
        cap=CAP if goal.cap is None else Fraction(goal.cap),
    )


def _basis(node: Node, baseline: Number) -> Basis:
    """The default basis; points are for rates in percent, not for `3.2:1` or amounts of something per another."""
    found = default_basis(node.metric.kind, node.semantics, has_baseline=not isinstance(baseline, NA))
    unit = node.metric.unit
    is_other = unit is not None and (unit.kind == "ratio" or not unit.is_dimensionless)
    return "level" if found == "pp" and is_other else found


def _number(
    plan: Plan, node: Node, quantity: Quantity | Unstated | None, reason: str, *, end: str = "low"
) -> Number:
    """A stated number in base units of the metric; other currencies at the budget rate."""
    if not isinstance(quantity, Quantity):
        return NA(reason)
    value = quantity.high_base if end == "high" else quantity.base
    if value is None:
        return NA(reason)
    unit = node.metric.unit
    if unit is None or unit.dims == quantity.unit.dims:
        return value
    moved = convert(value / quantity.unit.factor, quantity.unit, unit, plan.fx, "budget")
    return NA("UNIT_MISMATCH", str(quantity)) if isinstance(moved, Fault) else moved * unit.factor


def _direction(node: Node, goal: Goal, baseline: Number, target: Number, *, is_band: bool) -> Way | None:
    if is_band or node.metric.direction == "band":
        return "band"
    if node.metric.direction is not None:
        return node.metric.direction
    bound = goal.target.bound if isinstance(goal.target, Quantity) else ""
    if bound in (">=", "<="):
        return "up" if bound == ">=" else "down"
    if isinstance(baseline, NA) or isinstance(target, NA) or baseline == target:
        return None
    return "up" if target > baseline else "down"


def _way_of_whole(plan: Plan, node: Node) -> Way | None:
    """Which way is better for a part that does not tell: as for the nearest whole of the same metric that does."""
    for key in islice(plan.upward(node.key), 1, None):
        goal = plan.goals[key]
        if (goal.metric or key) != node.place[0]:
            return None
        ends = (_number(plan, node, one, "NO_TARGET") for one in (goal.baseline, goal.target))
        found = _direction(node, goal, *ends, is_band=False)
        if found is not None:
            return found
    return None


def _method(node: Node, goal: Goal, direction: Way | None, baseline: Number, target: Number) -> Method | NA:
    if goal.method is not None and goal.method != "auto":
        return goal.method
    if isinstance(target, NA):
        return target
    if direction is None:
        return NA("DIRECTION_CONFLICT", "no direction is stated")
    if direction == "band" and not isinstance(goal.target, Quantity):
        return NA("NO_TARGET")
    return auto_method(
        node.metric.kind,
        node.semantics,
        direction,
        has_baseline=not isinstance(baseline, NA),
        baseline=baseline,
        target=target,
    )


def _knots(plan: Plan, node: Node, goal: Goal, target: Number) -> tuple[tuple[Fraction, Fraction], ...]:
    if goal.tiers is None or isinstance(target, NA):
        return ()
    scores = tuple(map(Fraction, goal.tiers.scores)) or SCORES
    threshold = _number(plan, node, goal.tiers.threshold, "NO_TARGET")
    stretch = _number(plan, node, goal.tiers.stretch, "NO_TARGET")
    values = (threshold, target, stretch)
    pairs = zip(values, (*scores, *SCORES[len(scores) :]), strict=False)
    return tuple((value, score) for value, score in pairs if not isinstance(value, NA))


def _line(node: Node, baseline: Number, target: Number) -> Number:
    if node.semantics == "total":
        return Fraction(0)
    return baseline if node.semantics == "end" and not isinstance(baseline, NA) else target


def _phased(plan: Plan, node: Node, nodes: Mapping[str, Node]) -> str:
    """The goal itself where it is phased, else the nearest whole of the same metric and period that is."""
    for key in plan.upward(node.key):
        whole = nodes.get(key)
        if whole is None or whole.place[0] != node.place[0] or whole.period != node.period:
            return ""
        if plan.goals[key].phasing is not None:
            return key
    return ""


def _dated(plan: Plan, node: Node, goal: Goal) -> tuple[tuple[Period, Fraction], ...]:
    """Dated targets, in order of their last days."""
    if goal.phasing is None:
        return ()
    found = []
    for period, quantity in goal.phasing.dated.items():
        value = _number(plan, node, quantity, "NO_TARGET")
        if not isinstance(value, NA):
            found.append((period, value))
    return tuple(sorted(found, key=lambda pair: (pair[0].last, pair[0].first)))


def _rules(plan: Plan, goal: Goal) -> tuple[StatusRule, ...]:
    """The rules of the goal itself, else of what it is a part of, else of the governance."""
    for key in plan.upward(goal.key):
        if plan.goals[key].status:
            return plan.goals[key].status
    return plan.governance.status if plan.governance is not None else ()
