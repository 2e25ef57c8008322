"""What moved from one scorecard to another, in a language."""

from __future__ import annotations

from typing import Final

from ...finding import Words
from ...scorecard.comparison import Restatement
from ..note import notes
from ..page import Datum, Field, Item, Section, Table
from ..told import Told
from .moved import Moved, Moves
from .phrase import STYLES, deviation, numeric, who

_MOVE: Final = {
    "worse": Words("worse", "变差"),
    "lost": Words("not known any more", "不再可知"),
    "better": Words("better", "变好"),
    "found": Words("known now", "现已可知"),
    "added": Words("new", "新增"),
    "gone": Words("gone", "已移除"),
}


def moved_section(told: Told, before: Told | None, found: Moves | None) -> Section:
    """What moved since the scorecard before; a line where there is none, or nothing did."""
    say = told.say
    if found is None or before is None:
        nothing = say("There is no earlier scorecard to compare with.", "没有可供对比的上期计分卡。")
        return Section(heading=say("What moved", "变化"), items=(Item(text=nothing),))
    heading = say(f"What moved since {before.card.as_of}", f"自 {before.card.as_of} 以来的变化")
    newer = say(
        "1 other goal has a newer value and stands as before."
        if found.arrived == 1
        else f"{found.arrived} other goals have newer values and stand as before.",
        f"另有 {found.arrived} 个目标有新数值，状态不变。",
    )
    if not found.goals:
        nothing = say("No status changed.", "没有目标的状态变化。")
        return Section(heading=heading, items=(Item(text=nothing),), rest=(newer,) if found.arrived else ())
    fields = (
        Field(title=say("status", "状态")),
        Field(title=say("goal", "目标"), least=14),
        Field(title=say("value", "实际")),
        Field(title=say("deviation", "偏差")),
        Field(title=say("answers for it", "负责"), place="either"),
        Field(title=say("why", "缘由"), place="beneath"),
        Field(title=say("corrected", "更正"), place="beneath"),
    )
    rows = tuple(_move_row(told, before, one) for one in found.goals)
    return Section(
        heading=heading,
        table=Table(fields=fields, rows=rows),
        rest=(newer,) if found.arrived else (),
    )


def _move_row(told: Told, before: Told, one: Moved) -> tuple[Datum, ...]:
    say = told.say
    ends = [(teller, state) for teller, state in ((before, one.before), (told, one.now)) if state is not None]
    teller, state = ends[-1]
    arrow = " → ".join(dict.fromkeys(each.status(end.status) for each, end in ends))
    if len(ends) < 2:
        arrow = f"{_MOVE[one.move].plain(told.lang)} {arrow}"
    values = list(dict.fromkeys(each.value(each.card[end.goal]) for each, end in ends))
    return (
        Datum(arrow, STYLES.get(one.move, "")),
        Datum(teller.say.goal(state.goal)),
        numeric(" → ".join(values), state.value),
        deviation(teller, state),
        Datum(who(teller, state.team)),
        Datum(_why(teller, state.goal)),
        Datum(say("; ", "；").join(_restated(told, state.goal, each) for each in one.restated)),
    )


def _why(told: Told, goal: str) -> str:
    """What caps the status, where its own numbers are better."""
    score = told.card[goal]
    return next(notes(told, score), "") if score.cap else ""


def _restated(told: Told, goal: str, one: Restatement) -> str:
    then, now = told.amount(goal, one.before, one.now), told.amount(goal, one.now, one.before)
    return f"{one.period} {then} → {now}"
