"""Asks: who must do what for whom, by when, at what price, and what of it is late."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from attrs import frozen

from ..actuals.as_of import business_day
from ..checks.place import delivers, last_day
from ..errors import UsageError
from ..model.action import Fallback, Need
from ..model.missing import NA
from ..model.plan import Plan
from ..model.quantity import Quantity
from ..model.team import Collaboration
from ..scorecard.card import Scorecard
from ..scorecard.score import Figure
from ..view.demand import Demand, DemandKind, demands
from ..view.work import is_priced
from .checkpoint import is_done, report_of
from .money import amount_in, currency_of, figure
from .turn import is_endless, next_round


@frozen(kw_only=True)
class Ask:
    """One thing that one team expects of another.

    Attributes:
        kind: `need` of an action, `answer` to a risk that takes the other team, `answer_need` of such an
            answer, `collaboration`.
        asker: Key of the team that expects it; `None` where nobody does the action.
        giver: Key of the team or partner that must do it.
        about: What is expected, as the plan holds it.
        action: Key of the action that it is for; empty of a collaboration.
        goals: The goals that it serves.
        at: Key path of where the plan says so.
        due: The last day by which it must be there; `None` where it names no day, or comes again and again.
        is_with_action: Whether it names no day itself, and that of its action is taken: the one on which the
            action delivers.
        next: Of what comes again and again, the last day of the round that runs on the business date.
        price: What it costs, in the plan's currency; `NA` where it is not priced or does not convert.
        people: How many people it takes; `NA` where none are named.
        is_priced: Whether it has a price in money or people; `None` where none is due (a collaboration).
        is_open: Whether an answer to a risk is asked for now: its condition holds; `True` of all that waits
            for no condition, `None` where the condition is not known or not measurable.
        is_done: Whether its action is said to be done.
        is_late: Whether it was due before the business date and is not said to be done; `None` where nothing
            says when it is due, or whether it is asked for at all.
    """

    kind: DemandKind
    asker: str | None
    giver: str
    about: Need | Fallback | Collaboration
    action: str
    goals: tuple[str, ...]
    at: str
    due: date | None
    is_with_action: bool
    next: date | None
    price: Figure
    people: Figure
    is_priced: bool | None
    is_open: bool | None
    is_done: bool
    is_late: bool | None


def asks(
    of: Plan | Scorecard, *, as_of: date | str | None = None, team: str | None = None
) -> tuple[Ask, ...]:
    """Who must do what for whom, in the plan's order.

    Args:
        of: A plan, or a scorecard: with a scorecard it is also known which risks have come true, and a view of
            one team shows what concerns its goals, or the teams that answer for them.
        as_of: The business date; the scorecard's where there is one.
        team: Key, title or alias of a team: only what is asked of it.

    Raises:
        UsageError: A plan has no business date.
        UnknownKeyError: No team goes by that name.
    """
    card = of if isinstance(of, Scorecard) else None
    plan = of.plan if isinstance(of, Scorecard) else of
    if as_of is None and card is None:
        raise UsageError("Whether something is late depends on the day: give `as_of`.")
    day = card.as_of if as_of is None and card is not None else business_day(as_of or "")
    giver = None if team is None else plan.team(team).key
    seen = _teams(card) if card is not None and card.only is not None else None
    holding = (
        {(one.action, id(one.risk)): one.known.holds for one in card.triggers} if card is not None else {}
    )
    return tuple(
        _ask(plan, one, day, holding)
        for one in demands(plan)
        if giver in (None, one.giver) and (card is None or seen is None or _is_shown(card, one, seen))
    )


def _is_shown(card: Scorecard, one: Demand, seen: frozenset[str | None]) -> bool:
    """Whether a view shows it: it is about one of its goals, or a team asks or gives that answers for one."""
    return any(goal in card for goal in one.goals) or bool(seen & {one.asker, one.giver})


def _teams(card: Scorecard) -> frozenset[str | None]:
    return frozenset(team for score in card if (team := score.team) is not None)


def _ask(plan: Plan, one: Demand, day: date, holding: Mapping[tuple[str, int], bool | None]) -> Ask:
    action, about = one.action, one.about
    own = last_day(one.by)
    following = next_round(plan, one.by, day)
    shared = None
    if own is None and one.by is None and one.kind == "need" and action is not None:
        shared = delivers(action.time) or (None if is_endless(action.time) else last_day(action.time))
    due = own or shared
    is_open = True if one.risk is None else holding.get((action.key if action else "", id(one.risk)))
    done = action is not None and is_done(report_of(action, day))
    return Ask(
        kind=one.kind,
        asker=one.asker,
        giver=one.giver,
        about=about,
        action=action.key if action is not None else "",
        goals=one.goals,
        at=one.at,
        due=due,
        is_with_action=shared is not None,
        next=following,
        price=_price(plan, about),
        people=_people(about),
        is_priced=_is_priced(about),
        is_open=is_open,
        is_done=done,
        is_late=_is_late(due, day, is_open=is_open, done=done),
    )


def _is_late(due: date | None, day: date, *, is_open: bool | None, done: bool) -> bool | None:
    if due is None:
        return None
    if done or day <= due or is_open is False:
        return False
    return None if is_open is None else True


def _price(plan: Plan, about: Need | Fallback | Collaboration) -> Figure:
    if isinstance(about, Collaboration):
        return NA("OUT_OF_DOMAIN", "collaboration")
    money = about.money if isinstance(about, Need) else about.cost
    return figure(amount_in(plan, money, currency_of(plan), "price"))


def _people(about: Need | Fallback | Collaboration) -> Figure:
    if isinstance(about, Need) and about.people is not None and about.people.high is None:
        return float(about.people.base)
    return NA("NO_ACTUAL", "people")


def _is_priced(about: Need | Fallback | Collaboration) -> bool | None:
    if isinstance(about, Collaboration):
        return None
    return is_priced(about) if isinstance(about, Need) else isinstance(about.cost, Quantity)
