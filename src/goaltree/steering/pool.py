"""The plan's resources as a whole: who asks whom for what, and what is left of the reserve."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from ..model.governance import Drawdown
from ..scorecard.score import Figure


@frozen(kw_only=True)
class Claim:
    """What is asked together of one giver, for one role, or by one team.

    Attributes:
        key: Key of the team, or the words for the role; empty where nobody says.
        count: How many needs there are.
        unpriced: How many of them have no price in money or people.
        money: What those with a price make in the plan's currency; `NA("NO_TARGET")` where none has one,
            `NA("UNIT_MISMATCH")` where a rate is missing.
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
        whole: All needs together.
        by_giver: By the team that gives; first come the needs of which nobody says who gives.
        by_role: By the people that are asked for.
        by_asker: By the team whose action needs it.
        leads: People who lead more than one action that is under way, with these actions.
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
