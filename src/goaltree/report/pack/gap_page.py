"""Gaps in a language: where goals end if all goes on as it has gone, and what closes the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ...steering.gap import Gap
from ...steering.gap_finding import METHOD
from ...view.line import Style
from ..gap import VERDICT, effect_text, pledge_sentence, standby_text, told_change
from ..page import Datum, Field, Item, Section, Table
from ..told import Told
from .gap_row import open_gaps
from .phrase import numeric, who


def gap_section(told: Told, goals: Collection[str]) -> Section:
    """Where some goals end, and what closes what is missing then.

    Args:
        told: The scorecard in a language.
        goals: Addresses of the goals that are told.
    """
    say, found = told.say, open_gaps(told.card, goals)
    heading = say("Gaps at the end", "期末缺口")
    if not found:
        nothing = Item(text=say("No goal is expected to end short.", "没有目标预计期末有缺口。"))
        return Section(heading=heading, items=(nothing,))
    fields = (
        Field(title=say("closed?", "能否弥补")),
        Field(title=say("goal", "目标"), least=16),
        Field(title=say("expected end", "预计期末"), side="right"),
        Field(title=say("target", "目标值"), side="right"),
        Field(title=say("missing", "缺口"), side="right"),
        Field(title=say("not closed", "无从弥补"), side="right"),
        Field(title=say("answers for it", "负责"), place="either"),
        Field(title=say("found by", "方法"), place="either"),
        Field(title=say("closed by, to do", "弥补与待办"), place="beneath"),
    )
    return Section(heading=heading, table=Table(fields=fields, rows=tuple(_row(told, one) for one in found)))


def _row(told: Told, one: Gap) -> tuple[Datum, ...]:
    say = told.say
    style: Style = "note" if one.verdict == "closed" else "warning"
    return (
        Datum(VERDICT[one.verdict].plain(told.lang), style),
        Datum(say.goal(one.goal)),
        numeric(told.amount(one.goal, one.completion, one.target), one.completion),
        numeric(told.amount(one.goal, one.target), one.target),
        numeric(told_change(told, one.goal, one.gap), one.gap),
        numeric(told_change(told, one.goal, one.remains), one.remains),
        Datum(who(told, one.team)),
        Datum(METHOD[one.method].plain(told.lang)),
        Datum(say("; ", "；").join(filter(None, _facts(told, one)))),
    )


def _facts(told: Told, one: Gap) -> Iterator[str]:
    """What closes it, effects that nobody states, answers that stand ready, what no part has taken on."""
    say = told.say
    yield from (effect_text(told, one, each) for each in one.effects)
    stated = {each.action for each in one.effects}
    titles = say.join(say.title(key) for key in one.unstated if key not in stated)
    yield say(f"state the effect of: {titles}", f"请写明效果：{titles}") if titles else ""
    if not one.effects and not one.unstated:
        yield say(
            "no action that is still to deliver serves it: plan one", "没有尚待落地的行动为此服务，请补上"
        )
    yield from (standby_text(told, one, each) for each in one.standbys)
    yield from (pledge_sentence(told, each) for each in one.pledges if each.residual)
