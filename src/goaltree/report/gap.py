"""Gaps in a reader's language: what is missing at the end, what closes it, what stands ready, who has the rest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..finding import Words
from ..model.missing import NA
from ..scorecard.score import Figure
from ..scorecard.shown import share_text
from ..steering.effect import Effect, Standby
from ..steering.gap import Gap, Verdict
from ..steering.gap_finding import amount_text
from ..steering.pledge import Pledge
from .resource import money_text
from .told import NOTHING, Told

VERDICT: Final[dict[Verdict, Words]] = {
    "on_target": Words("nothing missing", "无缺口"),
    "closed": Words("closed", "可弥补"),
    "open": Words("not closed", "无从弥补"),
    "unstated": Words("effects not stated", "效果未写明"),
    "unknown": Words("not known", "未知"),
}
"""What the verdicts are called."""


def effect_text(told: Told, gap: Gap, one: Effect) -> str:
    """An effect: what an action brings, how likely that is, and whether it still counts."""
    say = told.say
    name = say.title(one.action)
    if one.goal != gap.goal:
        name += say(f" (for {say.goal(one.goal)})", f"（对{say.goal(one.goal)}）")
    if isinstance(one.stated, NA):
        return say(f"{name}: no number for its effect", f"{name}：效果没有数值")
    stated = told_change(told, gap.goal, one.stated, sign="+")
    chance = share_text(one.chance, places=0)
    value = told_change(told, gap.goal, one.value, sign="+")
    likely = (
        say("no chance stated, taken as certain", "未写明把握，按必成计")
        if one.is_assumed
        else say(f"chance {chance}, counts {value}", f"把握 {chance}，折算 {value}")
    )
    past = "" if one.is_counted else say("; delivered, in the value already", "；已交付，已含在实际值中")
    return say(f"{name}: {stated} ({likely}{past})", f"{name}：{stated}（{likely}{past}）")


def standby_text(told: Told, gap: Gap, one: Standby) -> str:
    """An answer to a risk whose condition holds: what is done, by when, for how much, and what it brings."""
    say = told.say
    parts = [
        say.text(one.do) or say("an answer without words", "应对未写明"),
        "" if one.due is None else say(f"by {one.due}", f"{one.due} 前"),
        say("cost not stated", "费用未写明")
        if isinstance(one.cost, NA)
        else say(f"costs {money_text(told, one.cost)}", f"费用 {money_text(told, one.cost)}"),
        say("effect not stated", "效果未写明")
        if isinstance(one.effect, NA)
        else say(
            f"brings {told_change(told, gap.goal, one.effect, sign='+')}",
            f"效果 {told_change(told, gap.goal, one.effect, sign='+')}",
        ),
    ]
    listed = say.join(parts)
    state = say("decided", "已决定") if one.is_decided else say("ready, not decided", "备选，未决定")
    title = say.title(one.action)
    return say(
        f"{state}: {listed} ({title}; its condition holds since {one.since})",
        f"{state}：{listed}（{title}；条件自 {one.since} 起成立）",
    )


def pledge_sentence(told: Told, one: Pledge) -> str:
    """A cut from both ends: what is asked, what is pledged, what is left of it and whose that is."""
    say = told.say
    if isinstance(one.residual, NA) or isinstance(one.asked, NA) or isinstance(one.pledged, NA):
        return ""
    asked = told.amount(one.goal, one.asked, one.pledged)
    pledged = told.amount(one.goal, one.pledged, one.asked)
    head = say(
        f"by {say.dimension(one.dimension)}: {asked} asked for, {pledged} pledged",
        f"按{say.amid(say.dimension(one.dimension))}拆分：需 {asked}，已承诺 {pledged}",
    )
    hedge = share_text(one.hedge) if one.hedge else ""
    if hedge:
        head += say(f" (hedge of {hedge} counted in)", f"（含余量 {hedge}）")
    return head + say(", ", "，") + "".join(_left(told, one))


def _left(told: Told, one: Pledge) -> Iterator[str]:
    say = told.say
    assert not isinstance(one.residual, NA)
    rest = told_change(told, one.goal, abs(one.residual))
    share = NOTHING if isinstance(one.share, NA) else share_text(abs(one.share))
    if not one.residual:
        yield say("nothing left", "没有剩余")
    elif one.residual < 0:
        yield say(f"{rest} ({share}) more than that", f"多出 {rest}（{share}）")
    elif one.policy == "spread":
        yield say(f"{rest} ({share}) spread over the parts", f"{rest}（{share}）已分摊到各部分")
    elif one.policy == "unassigned":
        yield say(f"{rest} ({share}) is nobody's", f"{rest}（{share}）没有归属")
        if one.assign_by is not None:
            yield say(f", to be assigned by {one.assign_by}", f"，应在 {one.assign_by} 前分配")
        if one.is_late:
            team = owner_text(told, one.team)
            yield say(f": that is past, {team} answers for it", f"：已逾期，负责：{team}")
    else:
        yield say(f"{rest} ({share}) left", f"剩余 {rest}（{share}）")


def owner_text(told: Told, team: str | None) -> str:
    """Who answers for something."""
    return told.say("nobody", "无人") if team is None else told.team(team)


def told_change(told: Told, key: str, number: Figure, *, sign: str = "") -> str:
    """A difference of two numbers of a goal, in points where they are percentages."""
    if isinstance(number, NA):
        return NOTHING
    plus = sign if number > 0 else ""
    return plus + amount_text(told.card, key, number, told.lang, is_change=True)
