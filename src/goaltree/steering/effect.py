"""Effects: what the actions of a plan are stated to bring to its goals, and with which chance."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction

from attrs import frozen

from ..checks.arithmetic import number, unit_of
from ..checks.effect import chance_of, effect_term
from ..checks.place import delivers, item, last_day, risks_of
from ..finding import Fault
from ..model.action import Action
from ..model.described import GoalRef
from ..model.missing import NA
from ..model.plan import Plan
from ..model.quantity import Quantity
from ..model.rates import convert
from ..model.residual import sums_over
from ..model.text import Text
from ..scorecard.card import Scorecard
from ..scorecard.score import Figure, in_unit, shown_factor
from .checkpoint import is_done, report_of
from .money import amount_in, currency_of, figure


@frozen(kw_only=True)
class Effect:
    """What one action is stated to bring to a goal.

    Amounts are in the unit of the goal's metric without its display scale; above zero they help, whichever
    way is better.

    Attributes:
        action: Key of the action.
        team: Key of the team that does it; `None` where nobody is named.
        goal: The goal that the effect is stated for: this one, or a part of it.
        stated: What it is to bring in full; `NA("NO_TARGET")` where the plan names the goal and no number,
            `NA("NO_BASELINE")` where it is a share of a baseline that is not stated.
        chance: How likely it is, as a share; 1 where the plan does not say.
        is_assumed: Whether the plan states no chance and it is taken as certain.
        value: What it is to bring times its chance.
        delivered: The day on which the action delivers; `None` where it names none.
        is_counted: Whether it is still to come: an action that is done, or was to deliver by the day of the
            goal's latest value, is in that value already, as far as it is true.
    """

    action: str
    team: str | None
    goal: str
    stated: Figure
    chance: float
    is_assumed: bool
    value: Figure
    delivered: date | None
    is_counted: bool


@frozen(kw_only=True)
class Standby:
    """An answer to a risk whose condition holds, with what it is stated to bring to a goal.

    It closes nothing until it is decided.

    Attributes:
        action: Key of the action whose risk it is.
        team: Key of the team that does the action.
        at: Key path of the answer.
        since: The review date since which the condition holds.
        do: What is done; `None` where the plan does not say.
        due: The last day of the time that it names; `None` where it names none.
        cost: What it costs in the plan's currency; `NA` where it is not priced.
        effect: What it is to bring to the goal, above zero where it helps; `NA` where no number is stated.
        is_decided: Whether it counts, as it was said to be decided.
    """

    action: str
    team: str | None
    at: str
    since: date
    do: Text | None
    due: date | None
    cost: Figure
    effect: Figure
    is_decided: bool


def effects_by_goal(plan: Plan) -> Mapping[str, tuple[tuple[Action, str], ...]]:
    """Goal to the actions that are stated to move it, each with the goal that it states the effect for.

    An effect on a part counts for the wholes that the part is summed up to, as far as the action states none
    of its own for them.
    """
    found: dict[str, list[tuple[Action, str]]] = {}
    for action in plan.actions.values():
        for key in action.effect:
            for goal in _reached(plan, key, action.effect):
                found.setdefault(goal, []).append((action, key))
    return {goal: tuple(pairs) for goal, pairs in found.items()}


def _reached(plan: Plan, key: str, stated: Container[str]) -> Iterator[str]:
    """A goal and the wholes that it is summed up to, short of the next one that the same effects name."""
    here: str | None = key if key in plan.goals else None
    seen: set[str] = set()
    while here is not None and here not in seen:
        seen.add(here)
        yield here
        here = next((above for above, cut, _ in plan.parents.get(here, ()) if _sums(plan, above, cut)), None)
        if here is not None and here in stated:
            return


def _sums(plan: Plan, key: str, dimension: str) -> bool:
    goal = plan.goals[key]
    counts = goal.counting is not None and goal.counting.dimension == dimension
    return counts and sums_over(plan.metrics.get(goal.metric), dimension)


def effect_of(
    plan: Plan, action: Action, key: str, goal: str, sign: int, through: date | None, day: date
) -> Effect:
    """What an action is stated to bring to a goal.

    Args:
        plan: The plan.
        action: The action.
        key: The goal that it states the effect for: the goal itself, or a part of it.
        goal: The goal.
        sign: 1 where more helps, -1 where less does.
        through: The last day that the goal's value reaches.
        day: The business date.
    """
    stated = favourable(plan, action.effect.get(GoalRef(key)), key, goal, sign)
    chance = chance_of(action)
    return Effect(
        action=action.key,
        team=action.team,
        goal=key,
        stated=stated,
        chance=float(chance),
        is_assumed=action.chance is None,
        value=stated if isinstance(stated, NA) else float(Fraction(stated) * chance),
        delivered=delivers(action.time),
        is_counted=is_to_come(action, through, day),
    )


def is_to_come(action: Action, through: date | None, day: date) -> bool:
    """Whether what an action brings is still to come.

    What is done by the business date, or was to deliver by the last day that a value reaches, is in that value.
    """
    delivered = delivers(action.time)
    is_in = delivered is not None and through is not None and delivered <= through
    return not is_in and not is_done(report_of(action, day))


def favourable(plan: Plan, quantity: object, key: str, goal: str, sign: int) -> Figure:
    """A stated effect in the unit of a goal that is shown, above zero where it helps.

    A number without a sign is meant to help; one with a sign says itself which way it goes.

    Returns:
        `NA("NO_TARGET")` where no number is stated, `NA("NO_BASELINE")` of a share of a baseline that is not
        stated, `NA("UNIT_MISMATCH")` where it does not convert.
    """
    if not isinstance(quantity, Quantity):
        return NA("NO_TARGET", key)
    own, unit = unit_of(plan, key), unit_of(plan, goal)
    baseline = number(plan, key, "baseline", own)
    found = effect_term(plan, "", quantity, key, baseline)
    if found is None:
        lacks = quantity.unit.kind == "percent" and baseline is None
        return NA("NO_BASELINE" if lacks else "UNIT_MISMATCH", key)
    value = found.value
    if own is not None and unit is not None and own.dims != unit.dims:
        moved = convert(value / own.factor, own, unit, plan.fx, "budget")
        if isinstance(moved, Fault):
            return NA("UNIT_MISMATCH", key)
        value = moved * unit.factor
    helps = value * sign if quantity.signed else abs(value)
    return in_unit(helps, shown_factor(unit))


def standbys_of(card: Scorecard, key: str, sign: int, decided: Container[str]) -> Iterator[Standby]:
    """The answers to risks whose condition holds that concern a goal.

    They state an effect on it or a part of it, or their condition names it, or their action serves it.
    """
    plan = card.plan
    for trigger in (one.known for one in card.triggers):
        if not trigger.holds:
            continue
        action = plan.actions[trigger.action]
        for number_of, answer in enumerate(trigger.risk.then):
            stated = [one for one in answer.effect if key in _reached(plan, one, answer.effect)]
            if not stated and key not in trigger.goals and key not in action.serves:
                continue
            path = next((at for at, risk in risks_of(plan, action) if risk is trigger.risk), trigger.at)
            at = item(plan, f"{path}.then", trigger.risk.then, number_of)
            effects = [favourable(plan, answer.effect[one], one, key, sign) for one in stated]
            assert trigger.since is not None
            yield Standby(
                action=action.key,
                team=action.team,
                at=at,
                since=trigger.since,
                do=answer.do,
                due=last_day(answer.by),
                cost=figure(amount_in(plan, answer.cost, currency_of(plan), "cost")),
                effect=summed(effects) if effects else NA("NO_TARGET", key),
                is_decided=at in decided,
            )


def summed(figures: Iterable[Figure]) -> Figure:
    """The exact sum of figures, rounded once; the first missing one's reason."""
    known = Fraction(0)
    for one in figures:
        if isinstance(one, NA):
            return one
        known += Fraction(one)
    return float(known)
