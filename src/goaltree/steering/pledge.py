"""Pledges: what the parts of a goal take on, against what is asked of them from above."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from attrs import frozen

from ..checks.arithmetic import number, unit_of
from ..checks.place import last_day
from ..model.goal import Cut, Residual
from ..model.missing import NA
from ..model.plan import Plan
from ..model.residual import Pledges, pledges
from ..scorecard.score import Figure, in_unit, shown_factor


@frozen(kw_only=True)
class Pledge:
    """One complete cut of a goal, read from both ends.

    Amounts are in the unit of the goal's metric without its display scale.

    Attributes:
        goal: Address of the goal.
        team: Key of the team that answers for it.
        dimension: What it is cut by.
        target: What is wanted of the goal; `NA("NO_TARGET")` where it has no number.
        hedge: How much more is asked of the parts than is needed, on purpose, as a share; 0 where nothing is.
        asked: What is asked of the parts together: the target times 1 and the hedge.
        pledged: What the parts take on, as their authors wrote it; `NA` where one says nothing, where units
            do not convert, or where parts of such a metric do not add up (`NON_ADDITIVE`).
        residual: What is asked less what is pledged: above zero nobody has it, below zero it is pledged twice.
        share: The residual as a share of the target; `NA("ZERO_DENOM")` of a target of zero.
        over: What is pledged above the target, as a share of it: the hedge that the parts amount to; below zero
            where less is pledged.
        policy: What the plan wants done with what is left.
        part: Address of the part that holds it, where it was made; empty else.
        assign_by: The day by which it must be somebody's; `None` where the plan names none.
        is_late: Whether that day has passed and something is still unassigned.
    """

    goal: str
    team: str | None
    dimension: str
    target: Figure
    hedge: float
    asked: Figure
    pledged: Figure
    residual: Figure
    share: Figure
    over: Figure
    policy: Residual
    part: str
    assign_by: date | None
    is_late: bool


def pledges_of(plan: Plan, key: str, as_of: date) -> tuple[Pledge, ...]:
    """The complete cuts of a goal, read from both ends.

    Args:
        plan: The plan.
        key: Address of the goal.
        as_of: The business date, by which something must be somebody's.
    """
    cuts = plan.goals[key].cuts
    return tuple(_pledge(plan, key, cut, as_of) for cut in cuts if not cut.partial and cut.members)


def _pledge(plan: Plan, key: str, cut: Cut, as_of: date) -> Pledge:
    goal = plan.goals[key]
    counts = cut is goal.counting
    policy: Residual = (goal.residual or "leave") if counts else "leave"
    made = [part for part in cut.members.values() if part in plan.goals and plan.goals[part].made]
    by = last_day(goal.assign_by) if policy == "unassigned" else None
    unit = unit_of(plan, key)
    whole = number(plan, key, "target", unit)
    known = pledges(plan.goals, plan.metrics, plan.fx, key, cut)

    def shown(part: Callable[[Pledges], Fraction]) -> Figure:
        if whole is None:
            return NA("NO_TARGET", key)
        if isinstance(known, NA):
            return known
        return in_unit(part(known) * whole.factor, shown_factor(unit))

    return Pledge(
        goal=key,
        team=plan.answering(key),
        dimension=cut.dimension,
        target=NA("NO_TARGET", key) if whole is None else in_unit(whole.value, shown_factor(unit)),
        hedge=0.0 if goal.hedge is None else float(goal.hedge.base),
        asked=shown(lambda found: found.asked),
        pledged=shown(lambda found: found.total),
        residual=shown(lambda found: found.residual),
        share=_share(known, lambda found: found.residual),
        over=_share(known, lambda found: found.total - found.whole.base),
        policy=policy,
        part=made[0] if made else "",
        assign_by=by,
        is_late=by is not None and as_of > by and bool(made),
    )


def _share(known: Pledges | NA, part: Callable[[Pledges], Fraction]) -> Figure:
    """A part of a cut's amounts as a share of the target."""
    if isinstance(known, NA):
        return known
    return float(part(known) / known.whole.base) if known.whole.base else NA("ZERO_DENOM", "target")
