"""Money and people in a language: what actions ask of whom, and what is left of the reserve."""

from __future__ import annotations

from collections.abc import Sequence

from ...model.missing import NA
from ...steering.pool import Claim
from ..page import Datum, Field, Item, Section, Table
from ..resource import money_text, people_text, reserve
from ..told import Told
from .phrase import known


def resource_section(told: Told, claims: Sequence[Claim]) -> Section:
    """What actions ask for, those first that are asked for most money, and the reserve.

    Args:
        told: The scorecard in a language.
        claims: What is asked of each team.
    """
    say = told.say
    heading, rest = say("Money and people", "资金与人员"), _reserve(told)
    if not claims:
        nothing = Item(text=say("No action asks for anything.", "没有行动提出需求。"))
        return Section(heading=heading, items=(nothing,), rest=rest)
    fields = (
        Field(title=say("asked of", "由谁提供"), least=12),
        Field(title=say("money", "资金"), side="right"),
        Field(title=say("people", "人员"), side="right"),
        Field(title=say("needs", "需求"), side="right"),
        Field(title=say("not priced", "未定价"), side="right"),
    )
    ordered = sorted(claims, key=lambda one: 0.0 if isinstance(one.money, NA) else -one.money)
    rows = tuple(_row(told, one) for one in ordered)
    return Section(heading=heading, table=Table(fields=fields, rows=rows), rest=rest)


def _row(told: Told, one: Claim) -> tuple[Datum, ...]:
    name = told.say.team(one.key) if one.key else told.say("nobody is named", "没有写明由谁")
    return (
        Datum(name),
        Datum(money_text(told, one.money), number=known(one.money)),
        Datum(people_text(told, one.people), number=known(one.people)),
        Datum(f"{one.count}", number=float(one.count)),
        Datum(
            f"{one.unpriced}" if one.unpriced else "", number=float(one.unpriced) if one.unpriced else None
        ),
    )


def _reserve(told: Told) -> tuple[str, ...]:
    facts = reserve(told)
    listed = told.say("; ", "；").join(facts)
    return (told.say(f"Reserve: {listed}", f"备用池：{listed}"),) if facts else ()
