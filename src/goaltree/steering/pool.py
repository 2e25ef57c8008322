"""The plan's resources as a whole: who asks whom for what, and what is left of the reserve."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from typing import Final

from attrs import frozen

from ..checks.place import delivers, first_day
from ..checks.pool import is_share
from ..model.action import Action, Need
from ..model.dimension import Unit
from ..model.governance import Drawdown, Reserve
from ..model.missing import NA
from ..model.plan import Plan
from ..model.quantity import Quantity
from ..scorecard.card import Scorecard
from ..scorecard.score import Figure
from ..scorecard.trigger import condition_of
from .action_state import actions_of
from .checkpoint import is_done, report_of
from .money import Amount, amount_in, currency_of, figure, total

PEOPLE: Final = (("people", 1),)
"""What a unit that counts people is made of."""


@frozen(kw_only=True)
class Claim:
    """What is asked together of one giver, for one role, or by one team.

    Attributes:
        key: Key of the team, or the words for the role; empty where nobody says.
        count: How many needs there are.
        unpriced: How many of them have no price in money or people; the sums leave them out.
        money: What those with a price make in the plan's currency; `NA("NO_TARGET")` where none has one,
            `NA("UNIT_MISMATCH")` where one does not convert.
        people: How many people they ask for; `NA("NO_TARGET")` where none asks for any.
        actions: The actions that ask.
    """

    key: str
    count: int
    unpriced: int
    money: Figure
    people: Figure
    actions: tuple[str, ...]


@frozen(kw_only=True)
class Purse:
    """Money or people that were kept back.

    Attributes:
        size: How much was kept back; `NA` where nothing is, or a share of nothing stated is.
        drawn: What was taken of it by the day.
        left: What is left.
    """

    size: Figure
    drawn: Figure
    left: Figure


@frozen(kw_only=True)
class ReserveState:
    """The reserve on a day.

    Attributes:
        money: Its money.
        people: Its people.
        is_open: Whether the condition that opens it holds; `None` without one, or where that is not known.
        drawdowns: What was taken by the day, in the plan's order.
    """

    money: Purse
    people: Purse
    is_open: bool | None
    drawdowns: tuple[Drawdown, ...]


@frozen(kw_only=True)
class Resources:
    """What the actions of a plan ask for, on one day.

    Attributes:
        day: The day.
        currency: Code of the currency of its money; empty where it has none.
        whole: All needs of actions together; answers to risks are not among them, as nobody has decided on them.
        by_giver: By the team that gives, in the order of the plan's actions.
        by_role: By the people that are asked for, of the needs that name any.
        by_asker: By the team whose action needs it.
        leads: People who lead more than one action that is under way, with these actions. How much more of a
            team is asked than it has is not known: no plan says how many people a team has.
        reserve: The reserve; `None` where the plan has none, and in the view of one team.
    """

    day: date
    currency: str
    whole: Claim
    by_giver: tuple[Claim, ...]
    by_role: tuple[Claim, ...]
    by_asker: tuple[Claim, ...]
    leads: tuple[tuple[str, tuple[str, ...]], ...]
    reserve: ReserveState | None


def resources(card: Scorecard) -> Resources:
    """What the actions of a scorecard's plan ask for, and what is left of its reserve, on its day.

    In a view these are the needs of the actions for its goals, and no reserve.
    """
    plan = card.plan
    unit = currency_of(plan)
    asked = [(action, need) for action in actions_of(card) for need in action.needs]
    reserve = plan.governance.reserve if plan.governance is not None and card.only is None else None

    def claims(key: Callable[[Action, Need], str]) -> tuple[Claim, ...]:
        names = dict.fromkeys(key(action, need) for action, need in asked)
        return tuple(_claim(plan, name, [one for one in asked if key(*one) == name], unit) for name in names)

    return Resources(
        day=card.as_of,
        currency=plan.currency,
        whole=_claim(plan, "", asked, unit),
        by_giver=claims(lambda _action, need: need.from_ or ""),
        by_role=tuple(one for one in claims(lambda _action, need: _role(need)) if one.key),
        by_asker=claims(lambda action, _need: action.team or ""),
        leads=_leads(card),
        reserve=None if reserve is None else _reserve(card, reserve, unit),
    )


def _role(need: Need) -> str:
    return need.role.say("") if need.role is not None else ""


def _claim(plan: Plan, key: str, asked: list[tuple[Action, Need]], unit: Unit | None) -> Claim:
    money = [need.money for _, need in asked if isinstance(need.money, Quantity)]
    people = [need.people for _, need in asked if need.people is not None]
    return Claim(
        key=key,
        count=len(asked),
        unpriced=sum(not isinstance(need.money, Quantity) and need.people is None for _, need in asked),
        money=figure(total((amount_in(plan, one, unit, "needs.money") for one in money), "needs.money")),
        people=figure(total((_heads(one, "needs.people") for one in people), "needs.people")),
        actions=tuple(dict.fromkeys(action.key for action, _ in asked)),
    )


def _heads(people: Quantity, detail: str) -> Amount:
    """A number of people; a share of a team, or a number of days, is none."""
    if people.unit.kind == "percent" or people.unit.dims not in ((), PEOPLE):
        return NA("UNIT_MISMATCH", detail)
    return NA("OUT_OF_DOMAIN", detail) if people.high is not None else people.base


def _leads(card: Scorecard) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Who leads more than one action that has begun by the day and is not over."""
    found: dict[str, list[str]] = {}
    for action in actions_of(card):
        first, last = first_day(action.time), delivers(action.time)
        is_over = last is not None and last < card.as_of
        if action.lead and first is not None and first <= card.as_of and not is_over:
            if not is_done(report_of(action, card.as_of)):
                found.setdefault(action.lead, []).append(action.key)
    return tuple((lead, tuple(keys)) for lead, keys in found.items() if len(keys) > 1)


def _reserve(card: Scorecard, reserve: Reserve, unit: Unit | None) -> ReserveState:
    taken = tuple(one for one in reserve.drawdowns if one.on is None or one.on <= card.as_of)
    money = [
        amount_in(card.plan, one.amount, unit, "reserve.drawdowns") for one in taken if one.amount is not None
    ]
    people = [_heads(one.people, "reserve.drawdowns") for one in taken if one.people is not None]
    return ReserveState(
        money=_purse(_kept(card.plan, reserve, unit), money),
        people=_purse(_kept_people(reserve), people),
        is_open=condition_of(card, reserve.when).holds if reserve.when is not None else None,
        drawdowns=taken,
    )


def _kept(plan: Plan, reserve: Reserve, unit: Unit | None) -> Amount:
    """The money that was kept back: an amount, or a share of a stated one."""
    budget = reserve.budget
    if budget is None:
        return NA("NO_TARGET", "reserve.budget")
    if not is_share(budget):
        if budget.unit.is_dimensionless and unit is not None:
            return budget.base
        return amount_in(plan, budget, unit, "reserve.budget")
    whole = amount_in(plan, reserve.of, unit, "reserve.of")
    return NA("NO_BASELINE", "reserve.of") if isinstance(whole, NA) else whole * budget.base


def _kept_people(reserve: Reserve) -> Amount:
    """The people that were kept back: a number, or a share where `of` is a number of people."""
    people, whole = reserve.people, reserve.of
    if people is None:
        return NA("NO_TARGET", "reserve.people")
    if not is_share(people):
        return _heads(people, "reserve.people")
    if not isinstance(whole, Quantity) or whole.unit.dims != PEOPLE:
        return NA("NO_BASELINE", "reserve.of")
    return whole.base * people.base


def _purse(size: Amount, taken: Iterable[Amount]) -> Purse:
    drawn = total([Fraction(0), *taken], "reserve.drawdowns")
    left = size if isinstance(size, NA) else drawn if isinstance(drawn, NA) else size - drawn
    return Purse(size=figure(size), drawn=figure(drawn), left=figure(left))
