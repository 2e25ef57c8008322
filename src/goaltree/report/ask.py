"""Asks, groups and hand-overs in a reader's language: who owes whom what, by when, and what is late."""

from __future__ import annotations

from typing import Final

from ..finding import Words
from ..model.action import Fallback, Need
from ..model.missing import NA
from ..scorecard.wording import STATUS, word
from ..steering.ask import Ask
from ..steering.together import GroupState, Lack
from ..view.work import what
from .resource import money_text
from .told import Told

_LACKS: Final[dict[Lack, Words]] = {
    "members": Words("no members", "没有成员"),
    "goals": Words("no goals", "没有目标"),
    "cadence": Words("no cadence", "没有频次"),
    "end": Words("no end", "没有结束时间"),
}


def thing_text(told: Told, ask: Ask) -> str:
    """What is expected, in the author's words."""
    say, about = told.say, ask.about
    if isinstance(about, Need):
        return what(about, say)
    if isinstance(about, Fallback):
        return say.text(about.do) or say("an answer without words", "应对未写明")
    return say.text(about.for_) or say("works together", "协同")


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


def _with_status(told: Told, goal: str, status: str | None) -> str:
    name = told.say.goal(goal)
    if status is None:
        return name
    shown = word(STATUS, status, told.lang)
    return told.say(f"{name} ({shown})", f"{name}（{shown}）")
