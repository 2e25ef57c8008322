"""Where the needs, risks and answers of actions stand, and between which days their times lie."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ..model.action import Action, Fallback, Need, Risk
from ..model.plan import Plan
from ..model.timing import Timing
from ..model.dimension import Unit


def item(plan: Plan, at: str, several: Sequence[object], index: int) -> str:
    """The key path of one item of a list, which an author may write without brackets where it is alone."""
    path = f"{at}[{index}]"
    return at if len(several) == 1 and plan.wrote(at) and not plan.wrote(path) else path


def needs_of(plan: Plan, action: Action) -> Iterator[tuple[str, Need]]:
    """The needs of an action with their key paths."""
    for i, need in enumerate(action.needs):
        yield item(plan, f"{action.at}.needs", action.needs, i), need


def risks_of(plan: Plan, action: Action) -> Iterator[tuple[str, Risk]]:
    """The risks of an action with their key paths."""
    for i, risk in enumerate(action.risks):
        yield item(plan, f"{action.at}.risks", action.risks, i), risk


def answers_of(plan: Plan, action: Action) -> Iterator[tuple[str, Fallback]]:
    """The answers to every risk of an action with their key paths."""
    for path, risk in risks_of(plan, action):
        for i, answer in enumerate(risk.then):
            yield item(plan, f"{path}.then", risk.then, i), answer


def thing(need: Need) -> str:
    """What a need is for, in its author's words."""
    said = [need.work, need.data, need.in_kind, need.policy, need.people, need.role, need.money, need.for_]
    return next((str(one) for one in said if one is not None), "")


def first_day(timing: object) -> date | None:
    """The first day that a time names; `None` where it names none."""
    dated = timing.dated if isinstance(timing, Timing) else ()
    return dated[0].period.first if dated and dated[0].period else None


def last_day(timing: object) -> date | None:
    """The last day that a time names."""
    dated = timing.dated if isinstance(timing, Timing) else ()
    return dated[-1].period.last if dated and dated[-1].period else None


def opens(timing: object) -> date | None:
    """The first day of the last period that a time names: what is due in it is not done before."""
    dated = timing.dated if isinstance(timing, Timing) else ()
    return dated[-1].period.first if dated and dated[-1].period else None


def delivers(timing: object) -> date | None:
    """The last day of what an action delivers; `None` where it only begins, or goes on all the time."""
    return timing.delivers if isinstance(timing, Timing) else None


def shows_from(timing: object) -> date | None:
    """The first day on which something of an action can be seen; `None` where nothing says."""
    if not isinstance(timing, Timing) or timing.continuous or timing.recurrence is not None:
        return None
    done = [milestone.period for milestone in timing.dated if not milestone.open_end]
    return done[0].first if done and done[0] else None


def money_unit(plan: Plan) -> Unit | None:
    """The plan's currency."""
    found = plan.registry.find(plan.currency) if plan.currency else None
    return found if isinstance(found, Unit) else None
