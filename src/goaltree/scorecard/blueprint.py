"""What of an evaluation depends on the plan alone, or on the plan and what is observed: made once."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property

import numpy as np
from attrs import field, frozen

from ..errors import UsageError
from ..finding import Fault
from ..model.dimension import Unit
from ..model.missing import NA
from ..model.plan import Plan
from ..model.quantity import Quantity
from ..model.rates import convert
from .fill import Floats
from .node import Node, member_dimension, nodes_of
from .term import Number, Term, terms_of
from .verdict import Guardrail
from .wiring import Wiring, wire

_MEMO = "_goaltree_blueprint"


@frozen(kw_only=True, slots=False, eq=False)
class Blueprint:
    """A plan compiled for evaluation.

    Attributes:
        plan: The plan.
        nodes: Every node by key, in the order of keys.
        terms: The goals' terms, in that order.
    """

    plan: Plan
    nodes: Mapping[str, Node]
    terms: tuple[Term, ...]
    _wired: dict[frozenset[str], Wiring] = field(factory=dict, repr=False, alias="wired")

    @classmethod
    def of(cls, plan: Plan) -> Blueprint:
        """The blueprint of a plan, which keeps it: a plan never changes.

        Raises:
            UsageError: The plan states no period, or it is no plan.
        """
        if not isinstance(plan, Plan):
            raise UsageError(f"a Plan is evaluated, such as goaltree.read gives, not a {type(plan).__name__}")
        known = plan.__dict__.get(_MEMO)
        if isinstance(known, Blueprint):
            return known
        nodes = nodes_of(plan)
        made = cls(plan=plan, nodes=nodes, terms=terms_of(plan, nodes))
        plan.__dict__[_MEMO] = made
        return made

    def wiring(self, observed: frozenset[str]) -> Wiring:
        """How every value comes about, given what is observed; the last few answers are kept."""
        found = self._wired.get(observed)
        if found is None:
            if len(self._wired) >= 8:
                self._wired.clear()
            found = self._wired[observed] = wire(self.nodes, observed)
        return found

    @cached_property
    def order(self) -> tuple[Node, ...]:
        """The nodes by position."""
        return tuple(self.nodes.values())

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Node to its position."""
        return {key: at for at, key in enumerate(self.nodes)}

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """Goal to its row among the terms."""
        return {term.key: row for row, term in enumerate(self.terms)}

    @cached_property
    def goal_positions(self) -> np.ndarray:
        """Position of each goal's node."""
        return np.array([self.position[term.key] for term in self.terms], dtype=np.intp)

    @cached_property
    def targets(self) -> Mapping[str, Number]:
        """Goal to its target in base units."""
        return {term.key: term.target for term in self.terms}

    @cached_property
    def baselines(self) -> Mapping[str, Number]:
        """Goal to its baseline in base units."""
        return {term.key: term.baseline for term in self.terms}

    @cached_property
    def opening(self) -> Floats:
        """What each node opens the plan's period with, where a goal states a baseline."""
        out = np.full(len(self.nodes), np.nan)
        for term in self.terms:
            if not isinstance(term.baseline, NA):
                out[self.position[term.key]] = float(term.baseline)
        return out

    @cached_property
    def guardrails(self) -> tuple[Guardrail, ...]:
        """The healthy ranges that each goal has to stay in: its own metric's, and its process metrics'."""
        plan = self.plan
        watched: dict[str, list[str]] = {}
        for pair in plan.paired:
            watched.setdefault(pair.result, []).append(pair.process)
        found = []
        for row, term in enumerate(self.terms):
            node = term.node
            if node.segment:
                continue
            for metric in dict.fromkeys((node.metric.key, *watched.get(node.metric.key, ()))):
                found += self.ranges(metric, row=row)
        return tuple(found)

    def ranges(self, key: str, *, row: int = -1) -> list[Guardrail]:
        """The healthy ranges of a metric, of the whole and per segment, for a goal or for none."""
        metric = self.plan.metrics.get(key)
        made: list[Guardrail] = []
        if metric is None:
            return made
        for member, quantity in metric.healthy.items():
            dimension = member_dimension(self.plan, metric, member) if member else None
            segment = ((dimension, member),) if dimension else ()
            node = next((n for n in self.order if n.place == (key, segment) and n.same is None), None)
            if node is not None and (not member or segment):
                at = f"{metric.at}.healthy" + (f".{member}" if member else "")
                moved = self._translated(quantity, node.metric.unit)
                if moved is not None:  # else the check tells that the rate is missing
                    made.append(_guardrail(row, self.position[node.key], quantity, moved, at))
        return made

    def _translated(self, quantity: Quantity, unit: Unit | None) -> Fraction | None:
        """What a base unit of a range is in base units of its metric; other currencies at the budget rate."""
        if unit is None or quantity.unit.dims == unit.dims or not unit.dims:
            return Fraction(1)
        moved = convert(1 / quantity.unit.factor, quantity.unit, unit, self.plan.fx, "budget")
        return None if isinstance(moved, Fault) else moved * unit.factor

    def resolve(self, name: str) -> int | None:
        """The row of the goal that a name in a status rule means."""
        found = self.plan.goal_names.resolve(name)
        return self.rows.get(found) if isinstance(found, str) else None


def _guardrail(row: int, node: int, quantity: Quantity, factor: Fraction, at: str) -> Guardrail:
    low = quantity.base * factor
    high = None if quantity.high_base is None else quantity.high_base * factor
    if quantity.bound in (">=", ">", "+"):
        return Guardrail(row=row, node=node, low=low, high=None, is_low_in=quantity.bound != ">", at=at)
    if quantity.bound in ("<=", "<"):
        return Guardrail(row=row, node=node, low=None, high=low, is_high_in=quantity.bound != "<", at=at)
    if high is not None:
        return Guardrail(row=row, node=node, low=low, high=high, at=at)
    half = quantity.half_base * factor
    return Guardrail(row=row, node=node, low=low - half, high=low + half, at=at)
