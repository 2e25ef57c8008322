"""Goals without a number of their own, scored by the goals that contribute to them.

Only where nothing was observed and nothing can be rolled up or computed: a value wins over a score.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from math import inf

from attrs import frozen

from ..maths.attainment import capped
from ..maths.influence import weighted_score
from ..maths.status import rank, worst
from ..model.governance import MissingPolicy, Status
from ..model.missing import NA
from ..model.plan import Plan

Reached = float | NA


@frozen(kw_only=True)
class Aligned:
    """What contributing goals make together.

    Attributes:
        attainment: The weighted mean of their attainments, each from 0 to its cap.
        coverage: The share of the weights whose goals have an attainment.
        status: The worst of their statuses.
        worst_child: The goal that has it; of several the one with the lowest attainment.
        history: The worst of their statuses at each review date.
    """

    attainment: Reached
    coverage: float
    status: Status
    worst_child: str
    history: tuple[Status, ...]


def contributors(plan: Plan) -> Mapping[str, Mapping[str, Fraction]]:
    """Goal to the goals that contribute to it with a stated weight: one that only supports counts nothing."""
    found: dict[str, dict[str, Fraction]] = {}
    for key, goal in plan.goals.items():
        for served, weight in goal.serves.items():
            if weight is not None and weight > 0 and served in plan.goals:
                found.setdefault(served, {})[key] = Fraction(weight)
    return {parent: dict(sorted(children.items())) for parent, children in sorted(found.items())}


def aligned(
    plan: Plan,
    *,
    has_value: Callable[[str], bool],
    attainment: Callable[[str], Reached],
    status: Callable[[str], Status],
    history: Callable[[str], Sequence[Status]],
    cap: Callable[[str], Fraction],
    missing: MissingPolicy,
    least: Fraction,
) -> Mapping[str, Aligned]:
    """The goals without a value that others contribute to, from the bottom up.

    Args:
        plan: The plan.
        has_value: Whether a goal has a value of its own.
        attainment: Its attainment.
        status: Its status.
        history: Its status at each review date.
        cap: How much its over-achievement counts.
        missing: What a contributor without an attainment does.
        least: The least coverage.
    """
    below = contributors(plan)
    try:
        order = list(
            TopologicalSorter({goal: children.keys() for goal, children in below.items()}).static_order()
        )
    except CycleError:
        return {}
    found: dict[str, Aligned] = {}
    for goal in order:
        if goal not in below or has_value(goal):
            continue
        children = below[goal]
        reached = [found[child].attainment if child in found else attainment(child) for child in children]
        statuses = [found[child].status if child in found else status(child) for child in children]
        before = [found[child].history if child in found else history(child) for child in children]
        limited = [capped(one, 0, cap(child)) for one, child in zip(reached, children, strict=True)]
        score = weighted_score(
            limited, list(children.values()), missing=missing, least_coverage=least, cap=None
        )
        worst_first = sorted(
            (-rank(one), inf if isinstance(score, NA) else score, child)
            for one, score, child in zip(statuses, reached, children, strict=True)
        )
        found[goal] = Aligned(
            attainment=score.value if isinstance(score.value, NA) else float(score.value),
            coverage=float(score.coverage),
            status=worst(statuses),
            worst_child=worst_first[0][2],
            history=tuple(worst(at_once) for at_once in zip(*before, strict=True)),
        )
    return found
