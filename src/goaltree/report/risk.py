"""The risks whose conditions hold, with the answers that the plan has to them."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from attrs import frozen

from ..finding import Words
from ..model.dimension import POINT
from ..model.missing import NA
from ..scorecard.score import shown_factor
from ..scorecard.shown import number_text, quantity_text, share_text
from ..scorecard.trigger import Reading, Trigger
from ..view.work import answer_text
from .told import Told

_READ: Final = {
    "pace": Words("pace", "节奏"),
    "attainment": Words("attainment", "达成率"),
    "deviation": Words("deviation", "偏差"),
    "change": Words("change", "变化"),
}


@frozen(kw_only=True)
class ToldRisk:
    """A risk whose condition holds, in a language.

    Attributes:
        name: The risk, with its condition.
        action: The action that it threatens, and who answers for that.
        facts: Since when it holds by which numbers, and what is to be done.
    """

    name: str
    action: str
    facts: tuple[str, ...]


def risks(told: Told) -> list[ToldRisk]:
    """The risks whose conditions hold at the review, those that are new first."""
    found = [one for one in told.card.triggers if one.holds]
    found.sort(key=lambda one: one.since.toordinal() if one.since else 0, reverse=True)
    return [
        ToldRisk(name=_name(told, one), action=_action(told, one), facts=tuple(_facts(told, one)))
        for one in found
    ]


def unknown(told: Told) -> str:
    """The risks of which it is not known whether their conditions hold; empty where there is none."""
    names = [_name(told, one) for one in told.card.triggers if one.history and one.holds is None]
    listed = told.say("; ", "；").join(names)
    return told.say(f"not known: {listed}", f"无从得知：{listed}") if names else ""


def _name(told: Told, one: Trigger) -> str:
    words = told.say.text(one.risk.if_)
    return f"{words} [{one.risk.when}]" if words else f"[{one.risk.when}]"


def _action(told: Told, one: Trigger) -> str:
    action = told.card.plan.actions[one.action]
    title = told.say.text(action.title) or one.action
    return f"{title} · {told.team(action.team)}" if action.team else title


def _facts(told: Told, one: Trigger) -> list[str]:
    say = told.say
    numbers = say("; ", "；").join(reading_text(told, each) for each in one.readings)
    is_new = len(one.history) > 1 and one.since == one.history[-1][0]
    since = (
        say(f"new at this review: {numbers}", f"本期新成立：{numbers}")
        if is_new
        else say(f"holds since {one.since}: {numbers}", f"自 {one.since} 起成立：{numbers}")
    )
    answers = say("; ", "；").join(answer_text(each, say) for each in one.risk.then)
    if not answers:
        return [since, say("the plan has no answer", "计划没有应对")]
    return [since, say(f"answer: {answers}", f"应对：{answers}")]


def reading_text(told: Told, one: Reading) -> str:
    """What a condition reads: the name, how it is read, and the number."""
    title = told.say.goal(one.goal) if one.goal else told.card.plan.title_of(one.metric, told.lang)
    words = _READ.get(one.reference.reading)
    return " ".join(filter(None, (title, words.plain(told.lang) if words else "", _number(told, one))))


def _number(told: Told, one: Reading) -> str:
    if isinstance(one.value, NA):
        return "—"
    how = one.reference.reading
    value = Fraction(one.value)
    limits = [Fraction(0), Fraction(1)]
    if how == "pace":
        return number_text(value, limits=limits)
    if how in ("attainment", "deviation"):
        return share_text(value, signed=how == "deviation", limits=limits)
    metric = told.card.plan.metrics.get(one.metric)
    unit = told.unit(one.goal) if one.goal else metric.unit if metric is not None else None
    if how == "change" and unit is not None and unit.kind == "percent":
        unit = POINT
    plus = "+" if how == "change" and value > 0 else ""
    return plus + quantity_text(value * shown_factor(unit), unit, told.lang, limits=[Fraction(0)])
