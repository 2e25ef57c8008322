"""Residuals: what the parts of a goal leave of it, and what the plan makes of that (planning A6).

`unassigned` makes a part of it that the goal's own team answers for and that brings nothing until it is
somebody's; `spread` gives it to the parts in proportion to what they pledge. Both are made when a plan is
bound, so that everything behind sees goals like any other; neither is ever written back to a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

from attrs import evolve, frozen

from ..finding import Fault
from .allocate import Allocation, allocate
from .dimension import Unit
from .goal import Cut, Goal
from .mapping import Frozen
from .metric import Metric
from .missing import NA
from .quantity import Bound, Quantity
from .rates import Rates, convert
from .text import Text

UNASSIGNED: Final = "unassigned"
"""The member of a cut that holds what is nobody's."""
_ADDITIVE: Final = frozenset({None, "flow", "stock"})
"""Kinds whose parts are summed over segments; a distinct count only where it is declared disjoint."""
_MOST_PLACES: Final = 30
_FINER: Final = 100
"""The shares of what is spread are this much finer than the numbers were written."""


def sums_over(metric: Metric | None, dimension: str) -> bool:
    """Whether the parts of a cut of a metric are to be summed."""
    if metric is None:
        return True
    declared = metric.over.get(dimension)
    if declared is not None:
        return declared == "sum"
    return metric.kind in _ADDITIVE or (metric.kind == "distinct" and dimension in metric.disjoint)


@frozen(kw_only=True)
class Pledges:
    """A complete cut, read from both ends; in base units of the goal's target.

    Attributes:
        whole: The target of the goal, as written.
        asked: What is asked of the parts together: the target times 1 and the hedge.
        parts: Part to what it takes on, as its author wrote it.
    """

    whole: Quantity
    asked: Fraction
    parts: Mapping[str, Fraction]

    @property
    def total(self) -> Fraction:
        """What the parts take on together."""
        return sum(self.parts.values(), Fraction(0))

    @property
    def residual(self) -> Fraction:
        """What is asked less what is pledged."""
        return self.asked - self.total


def pledges(
    goals: Mapping[str, Goal], metrics: Mapping[str, Metric], rates: Rates, key: str, cut: Cut
) -> Pledges | NA:
    """What the parts of a cut take on, against what is asked of them.

    Returns:
        `NON_ADDITIVE` where parts of such a metric do not add up; `NO_TARGET` where the goal or a part says
        no number, or a range; `UNIT_MISMATCH` where a part does not convert into the goal's unit, other
        currencies at the budget rate.
    """
    goal = goals[key]
    if cut.partial or not sums_over(metrics.get(goal.metric), cut.dimension):
        return NA("NON_ADDITIVE", key)
    whole = goal.target
    if not isinstance(whole, Quantity) or whole.high is not None:
        return NA("NO_TARGET", key)
    parts: dict[str, Fraction] = {}
    for part in cut.members.values():
        if part in goals and goals[part].made is not None:
            continue
        stated = goals[part].pledged or goals[part].target if part in goals else None
        if not isinstance(stated, Quantity) or stated.high is not None:
            return NA("NO_TARGET", part)
        one = convert(Fraction(1), stated.unit, whole.unit, rates, "budget")
        if isinstance(one, Fault):
            return NA("UNIT_MISMATCH", part)
        parts[part] = Fraction(stated.value) * one * whole.unit.factor
    hedge = goal.hedge.base if goal.hedge is not None and goal.hedge.base > 0 else Fraction(0)
    return Pledges(whole=whole, asked=whole.base * (1 + hedge), parts=Frozen(parts))


def settled(goals: Mapping[str, Goal], metrics: Mapping[str, Metric], rates: Rates) -> dict[str, Goal]:
    """The goals of a plan with what its residuals make of them; those that say nothing stay as they are.

    Nothing is made where nothing is left, where what is left cannot be told or written exactly, or where the
    author has a member of that name: a check tells it.

    Args:
        goals: Goals by address, wholes before their parts.
        metrics: Metrics by key.
        rates: Exchange rates.
    """
    found = dict(goals)
    if all(goal.residual in (None, "leave") for goal in goals.values()):
        return found
    for key in goals:
        goal, cut = found[key], found[key].counting
        if cut is None or goal.residual in (None, "leave"):
            continue
        known = pledges(found, metrics, rates, key, cut)
        if isinstance(known, NA) or known.residual <= 0:
            continue
        if goal.residual == "spread":
            found.update(_spread(found, known))
        elif UNASSIGNED not in cut.members:
            part = _unassigned(found, goal, cut, known, metrics.get(goal.metric))
            if part is not None:
                members = Frozen({**cut.members, UNASSIGNED: part.key})
                cuts = tuple(evolve(cut, members=members) if one is cut else one for one in goal.cuts)
                found[key], found[part.key] = evolve(goal, cuts=cuts), part
    return found


def _unassigned(
    goals: Mapping[str, Goal], goal: Goal, cut: Cut, known: Pledges, metric: Metric | None
) -> Goal | None:
    """The part that holds what nobody has; `None` where no decimal says how much it is."""
    left = exact_decimal(known.residual / known.whole.unit.factor)
    if left is None:
        return None
    siblings = [goals[part].baseline for part in known.parts]
    begins = all(isinstance(one, Quantity) for one in (goal.baseline, *siblings))
    return Goal(
        key=f"{goal.key}.{cut.dimension}.{UNASSIGNED}",
        metric=goal.metric,
        title=_title(goal, metric),
        period=goal.period,
        semantics=goal.semantics,
        baseline=_exactly(Decimal(0), known.whole.unit) if begins else None,
        target=_exactly(left, known.whole.unit),
        owner=goal.owner,
        made="unassigned",
        at=f"{goal.at}.residual",
    )


def _title(goal: Goal, metric: Metric | None) -> Text:
    """The title of the whole with what the part is, in both languages; the one of the whole's own first."""
    own = goal.title or (metric.title if metric is not None and "." not in goal.key else None)
    whole = own or Text.plain(goal.key.rsplit(".", 1)[-1])
    words = ("en", f"{whole.say('en')}: unassigned"), ("zh", f"{whole.say('zh')}：未分配")
    return Text(words if str(whole).isascii() else words[::-1])


def _spread(goals: Mapping[str, Goal], known: Pledges) -> dict[str, Goal]:
    """The parts with what is left in proportion to their pledges; none where that cannot be written exactly."""
    unit, parts = known.whole.unit, {key: goals[key] for key in known.parts}
    stated = {key: goal.target for key, goal in parts.items() if isinstance(goal.target, Quantity)}
    if any(one.unit.dims != unit.dims for one in stated.values()):
        return {}
    total = known.asked / unit.factor
    step = _step(total, [Fraction(one.half) * one.unit.factor / unit.factor for one in stated.values()])
    weights = {key: pledge / unit.factor for key, pledge in known.parts.items()}
    shared = allocate(total, weights, quantum=step) if step is not None else None
    if not isinstance(shared, Allocation):
        return {}
    made = {}
    for key, share in shared.shares.items():
        value = exact_decimal(share * unit.factor / stated[key].unit.factor)
        if value is None:
            return {}
        target = _exactly(value, stated[key].unit, stated[key].bound)
        made[key] = evolve(parts[key], target=target, pledged=stated[key])
    return made


def _step(total: Fraction, halves: list[Fraction]) -> Fraction | None:
    """A step that is finer than what was written, of which the total is a whole number; `None` where none is."""
    finest = min((half * 2 for half in halves if half), default=Fraction(1)) / _FINER
    return next((finest / 10**more for more in range(_MOST_PLACES) if not total % (finest / 10**more)), None)


def exact_decimal(number: Fraction) -> Decimal | None:
    """A fraction as a decimal with as few digits as it needs; `None` where none of up to 30 places is exact."""
    for places in range(_MOST_PLACES + 1):
        scaled = number * 10**places
        if scaled.denominator == 1:
            digits = scaled.numerator
            while digits and digits % 10 == 0:
                digits, places = digits // 10, places - 1
            return Decimal(f"{digits}e{-places}")
    return None


def _exactly(value: Decimal, unit: Unit, bound: Bound = "") -> Quantity:
    """A computed quantity: no digit of it was rounded."""
    return Quantity(value=value, unit=unit, bound=bound, half=Decimal(0))
