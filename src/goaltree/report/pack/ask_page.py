"""What teams expect of each other in a language: a table of who must do what for whom by when."""

from __future__ import annotations

from ...steering.ask import Ask
from ...view.line import Style
from ..ask import price_text, thing_text
from ..page import NOTHING, Datum, Field, Item, Section, Table
from ..told import Told
from .ask_row import open_asks


def ask_section(told: Told, team: str | None, undated: int, *, top: int | None) -> Section:
    """Who must do what for whom by when.

    Args:
        told: The whole scorecard in a language.
        team: Key of the team whose pack it is; `None` for the whole company.
        undated: How many needs are asked for by no day.
        top: How many are told; `None` for all.
    """
    say, found = told.say, open_asks(told.card, team)
    heading = say("Who waits for whom", "谁在等谁")
    rest = []
    if undated:
        rest.append(
            say(f"without any date, so never late: {undated}", f"没有时间、因而无法判断逾期：{undated} 项")
        )
    if not found:
        nothing = Item(text=say("Nothing is late or due within two weeks.", "没有逾期或两周内到期的事项。"))
        return Section(heading=heading, items=(nothing,), rest=tuple(rest))
    fields = (
        Field(title=say("due", "期限")),
        Field(title=say("state", "情况")),
        Field(title=say("who must do it", "谁做"), least=8),
        Field(title=say("what", "做什么"), least=16),
        Field(title=say("for whom", "为谁做"), least=8),
        Field(title=say("price", "费用"), place="either"),
        Field(title=say("for the action", "用于"), place="beneath"),
    )
    shown = found[:top]
    if len(found) > len(shown):
        more = len(found) - len(shown)
        rest.insert(
            0, say(f"and {more} more; each team's own pack has its own", f"另有 {more} 项，见各团队分册")
        )
    return Section(
        heading=heading,
        table=Table(fields=fields, rows=tuple(_row(told, one) for one in shown)),
        rest=tuple(rest),
    )


def _row(told: Told, one: Ask) -> tuple[Datum, ...]:
    say = told.say
    state, style = _state(told, one)
    return (
        Datum(str(one.due or one.next or NOTHING)),
        Datum(state, style),
        Datum(say.short_team(one.giver)),
        Datum(thing_text(told, one)),
        Datum(say.short_team(one.asker) if one.asker else NOTHING),
        Datum(price_text(told, one)),
        Datum(say.title(one.action) if one.action else say.join(say.goal(goal) for goal in one.goals)),
    )


def _state(told: Told, one: Ask) -> tuple[str, Style]:
    say, day = told.say, told.card.as_of
    if one.due is None:
        return (say("again and again", "每期"), "") if one.next else (say("no date", "未定日期"), "warning")
    left = (one.due - day).days
    if one.is_late:
        return say(f"{-left} day{'s' * (left != -1)} late", f"逾期 {-left} 天"), "error"
    return (say(f"in {left} days", f"还有 {left} 天") if left else say("due today", "今天到期")), ""
