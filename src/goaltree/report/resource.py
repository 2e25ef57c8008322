"""Money and people in a reader's language: amounts, what is asked of whom, what is left of the reserve."""

from __future__ import annotations

from fractions import Fraction

from ..model.missing import NA
from ..scorecard.score import Figure
from ..scorecard.shown import scaled_text
from ..steering.pool import Purse, resources
from .told import NOTHING, Told


def money_text(told: Told, amount: Figure | Fraction) -> str:
    """An amount in the plan's currency: `1.5M CNY`, `150万元`."""
    if isinstance(amount, NA):
        return NOTHING
    text, currency = scaled_text(Fraction(amount), told.lang, limits=[Fraction(0)]), told.card.plan.currency
    return f"{text}元" if told.lang == "zh" and currency == "CNY" else f"{text} {currency}".rstrip()


def people_text(told: Told, count: Figure) -> str:
    """A number of people."""
    return NOTHING if isinstance(count, NA) else told.say(f"{count:g} people", f"{count:g} 人")


def reserve(told: Told) -> tuple[str, ...]:
    """The reserve: how much is kept back, drawn and left; empty where the plan has none, and for one team."""
    found = resources(told.card).reserve
    if found is None:
        return ()
    say = told.say
    facts = [_purse(told, found.money, is_money=True), _purse(told, found.people, is_money=False)]
    if found.is_open is not None:
        facts.append(
            say("its condition holds", "动用条件已成立")
            if found.is_open
            else say("its condition does not hold", "动用条件尚未成立")
        )
    return tuple(filter(None, facts))


def _purse(told: Told, one: Purse, *, is_money: bool) -> str:
    say = told.say
    what = say("money" if is_money else "people", "资金" if is_money else "人员")
    if isinstance(one.size, NA) and one.size.reason == "NO_TARGET":
        return ""
    drawn = _amount(told, one.drawn, is_money=is_money)
    if isinstance(one.size, NA):
        return say(
            f"{what}: how much is kept back is not known, as nothing says of what it is a share; {drawn} drawn",
            f"{what}：没有说明按什么计提，预留多少不得而知；已动用 {drawn}",
        )
    size, left = (_amount(told, number, is_money=is_money) for number in (one.size, one.left))
    return say(
        f"{what}: {left} left of {size}, {drawn} drawn", f"{what}：预留 {size}，已动用 {drawn}，剩 {left}"
    )


def _amount(told: Told, number: Figure, *, is_money: bool) -> str:
    return money_text(told, number) if is_money else people_text(told, number)
