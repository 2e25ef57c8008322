"""Where the needs, risks and answers of actions stand, and between which days their times lie."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from ..model.action import Action, Fallback, Need, Risk, Tranche
from ..model.names import normal
from ..model.period import Period
from ..model.plan import Plan
from ..model.timing import Milestone, Timing

_GOES_LIVE: Final = re.compile(
    r"上线|发布|投运|投用|投产|上市|开业|运营|全量|开通|启用|\b(?:live|launch(?:ed)?|releas(?:e|ed)|ship(?:s|ped)?|rolled out)\b",
    re.IGNORECASE,
)


def item(plan: Plan, at: str, several: Sequence[object], index: int) -> str:
    """The key path of one item of a list, which an author may write without brackets where it is alone."""
    path = f"{at}[{index}]"
    return at if len(several) == 1 and plan.wrote(at) and not plan.wrote(path) else path


def inside(plan: Plan, path: str, *names: str) -> str:
    """The key path of the first field that is written of something, or of the whole: where a reader looks."""
    return next((f"{path}.{name}" for name in names if plan.wrote(f"{path}.{name}")), path)


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


def tranches_of(plan: Plan, action: Action) -> Iterator[tuple[str, Tranche]]:
    """The tranches of an action's budget with their key paths."""
    tranches = action.budget.tranches if action.budget else ()
    for i, one in enumerate(tranches):
        yield item(plan, f"{action.at}.budget.tranches", tranches, i), one


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


def delivers(timing: object) -> date | None:
    """The last day of what an action delivers; `None` where it only begins, or goes on all the time."""
    return timing.delivers if isinstance(timing, Timing) and not timing.continuous else None


def shows_from(timing: object) -> date | None:
    """The first day on which something of an action can be seen; `None` where nothing says.

    What goes live (`上线`, `released`) shows nothing before; other work shows from its beginning on.
    """
    dated = (
        timing.dated
        if isinstance(timing, Timing) and not timing.continuous and timing.recurrence is None
        else ()
    )
    done = [one for one in dated if not one.open_end]
    if done and done[0].period is not None and _GOES_LIVE.search(done[0].label):
        return done[0].period.first
    return dated[0].period.first if dated and dated[0].period and not dated[0].open_start else None


def milestones_named(plan: Plan, timing: object, name: str) -> tuple[Milestone, ...]:
    """The dated milestones that a name means: by the author's word for them, else by their period."""
    dated = timing.dated if isinstance(timing, Timing) else ()
    found = tuple(one for one in dated if one.label and normal(one.label) == normal(name))
    if found:
        return found
    year = plan.calendar.year_of(plan.period.first) if plan.period else None
    period = plan.calendar.parse(name, year)
    if not isinstance(period, Period):
        return ()
    days = (period.first, period.last)
    return tuple(one for one in dated if one.period and (one.period.first, one.period.last) == days)
