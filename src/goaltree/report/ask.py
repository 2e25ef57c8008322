"""Asks, groups and hand-overs in a reader's language: who owes whom what, by when, and what is late."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..finding import Words
from ..model.action import Fallback, Need
from ..model.missing import NA
from ..scorecard.wording import STATUS, word
from ..steering.ask import Ask
from ..steering.together import GroupState, Lack, Wait
from ..view.work import what
from .action import money_text
from .told import Told

_LACKS: Final[dict[Lack, Words]] = {
    "members": Words("no members", "没有成员"),
    "goals": Words("no goals", "没有目标"),
    "cadence": Words("no cadence", "没有频次"),
    "end": Words("no end", "没有结束时间"),
}


def ask_sentence(told: Told, ask: Ask) -> str:
    """Who expects what of whom, by when, for how much, and whether it is late."""
    say = told.say
    asker = say("somebody", "有人") if ask.asker is None else say.team(ask.asker)
    giver, wanted = say.team(ask.giver), thing_text(told, ask)
    facts = say("; ", "；").join(filter(None, ask_facts(told, ask)))
    return say(f"{giver} for {asker}: {wanted} ({facts})", f"{giver}→{asker}：{wanted}（{facts}）")


def thing_text(told: Told, ask: Ask) -> str:
    """What is expected, in the author's words."""
    say, about = told.say, ask.about
    if isinstance(about, Need):
        return what(about, say)
    if isinstance(about, Fallback):
        return say.text(about.do) or say("an answer without words", "应对未写明")
    return say.text(about.for_) or say("works together", "协同")


def ask_facts(told: Told, ask: Ask) -> Iterator[str]:
    """When an ask is due, whether it is late, what it costs, and what it is for."""
    say = told.say
    yield due_text(told, ask)
    yield price_text(told, ask)
    if ask.is_open is False:
        yield say("asked for once its risk comes true", "风险成立后才需要")
    elif ask.is_open is None:
        yield say("asked for if its risk comes true; no condition tells", "风险成立时需要；没有可判断的条件")
    if ask.action:
        yield say(f"for {say.title(ask.action)}", f"用于{say.title(ask.action)}")


def due_text(told: Told, ask: Ask) -> str:
    """By when an ask is due, and whether it is late."""
    say = told.say
    if ask.due is None:
        if ask.next is not None:
            return say(f"again by {ask.next}", f"下次不晚于 {ask.next}")
        return say("no date", "没有时间")
    when = say(f"by {ask.due}", f"{ask.due} 前")
    if ask.is_with_action:
        when += say(", with its action", "（随行动）")
    if ask.is_late:
        days = (told.card.as_of - ask.due).days
        when += say(f", {days} day{'s' * (days != 1)} late", f"，已逾期 {days} 天")
    elif ask.is_done:
        when += say(", done", "，已完成")
    return when


def price_text(told: Told, ask: Ask) -> str:
    """What an ask costs in money and people, or that it has no price; empty where none is due."""
    say = told.say
    if ask.is_priced is None:
        return ""
    parts = [] if isinstance(ask.price, NA) else [money_text(told, ask.price)]
    if not isinstance(ask.people, NA):
        count = f"{ask.people:g}"
        parts.append(say(f"{count} people", f"{count} 人"))
    if not parts and ask.is_priced:
        return say("priced in another currency", "以其他币种定价")
    return say.join(parts) or say("not priced", "未定价")


def group_sentence(told: Told, group: GroupState) -> str:
    """A working group: its members, its goals and how they stand, when it meets and ends, what is not said."""
    say, plan = told.say, told.card.plan
    found = plan.governance.groups[group.key] if plan.governance else None
    title = say.text(found.title) if found is not None else ""
    goals = say.join(_with_status(told, goal, status) for goal, status in group.goals)
    facts = [
        say.teams(group.teams),
        say(f"for {goals}", f"服务于{goals}") if goals else "",
        "" if group.next is None else say(f"next by {group.next}", f"下次不晚于 {group.next}"),
        ""
        if group.ends is None
        else say(f"ended {group.ends}", f"已于 {group.ends} 结束")
        if group.is_over
        else say(f"ends {group.ends}", f"{group.ends} 结束"),
        say.join(_LACKS[lack].plain(told.lang) for lack in group.lacks),
    ]
    return f"{title or group.key}{say(': ', '：')}{say('; ', '；').join(filter(None, facts))}"


def wait_sentence(told: Told, wait: Wait) -> str:
    """A hand-over: who waits for whom, for which goal and how it stands, and when it is handed over."""
    say = told.say
    giver, taker = (
        say("nobody", "无人") if team is None else say.team(team) for team in (wait.giver, wait.taker)
    )
    gives, takes = ("" if one is None else _with_status(told, *one) for one in (wait.gives, wait.takes))
    verb = say("waits for", "等") if wait.is_held_up else say("is supplied by", "承接自")
    parts = [
        say(f"{taker} {verb} {giver}", f"{taker}{verb}{giver}"),
        say(" → ", "→").join(filter(None, (gives, takes))),
        "" if wait.next is None else say(f"next by {wait.next}", f"下次不晚于 {wait.next}"),
        "" if wait.due is None else say(f"by {wait.due}", f"{wait.due} 前"),
        say("late", "已逾期") if wait.is_late else "",
    ]
    return say("; ", "；").join(filter(None, parts))


def _with_status(told: Told, goal: str, status: str | None) -> str:
    name = told.say.goal(goal)
    if status is None:
        return name
    shown = word(STATUS, status, told.lang)
    return told.say(f"{name} ({shown})", f"{name}（{shown}）")
