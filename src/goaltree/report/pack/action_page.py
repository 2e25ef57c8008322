"""Actions at work in a language: what is late or over its money, and the milestones that nobody reports or that are near."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from ...view.line import Style
from ..action import actions
from ..page import Datum, Field, Item, Section, Table
from ..told import Told
from .action_row import ActionRow, Point
from .ask_row import NEAR
from .phrase import who

_FACTS: Final = 4


def milestone_section(told: Told, found: Sequence[ActionRow], *, top: int | None) -> Section:
    """What is late or against its budget, then the milestones that nobody reports or that are near, the nearest first.

    Args:
        told: The scorecard in a language.
        found: The actions at work.
        top: How many of the milestones are told; `None` for all.
    """
    say, day = told.say, told.card.as_of
    items = tuple(
        Item(text=one.name, style="error", facts=one.facts) for one in actions(told, few=_FACTS) if one.is_off
    )
    points = sorted(_points(found, day), key=lambda one: (abs(one[0].due - day), one[0].due))
    heading = say("Actions and milestones", "行动与里程碑")
    if not points:
        nothing = Item(text=say("No milestone is late or near.", "没有逾期或临近的里程碑。"))
        return Section(heading=heading, items=items or (nothing,))
    fields = (
        Field(title=say("due", "期限")),
        Field(title=say("state", "情况")),
        Field(title=say("milestone", "里程碑"), least=10),
        Field(title=say("action", "行动"), least=24),
        Field(title=say("who", "负责"), place="either"),
    )
    rows = tuple(_row(told, point, row, day) for point, row in points[:top])
    more = len(points) - len(rows)
    rest = say(f"and {more} more; each team's own pack has its own", f"另有 {more} 个，见各团队分册")
    return Section(
        heading=heading,
        items=items,
        table=Table(fields=fields, rows=rows),
        rest=(rest,) if more else (),
    )


def _points(found: Sequence[ActionRow], day: date) -> Iterator[tuple[Point, ActionRow]]:
    """What is late is told with its action."""
    for row in found:
        for one in row.points:
            if one.passage == "unreported" or (one.passage == "ahead" and one.due - day <= NEAR):
                yield one, row


def _row(told: Told, one: Point, row: ActionRow, day: date) -> tuple[Datum, ...]:
    say = told.say
    style: Style = "warning" if one.passage == "unreported" else ""
    left = (one.due - day).days
    if one.passage == "unreported":
        state = say("reached? report it", "是否达成？请报告")
    elif left:
        state = say(f"in {left} day{'s' * (left != 1)}", f"还有 {left} 天")
    else:
        state = say("due today", "今天到期")
    return (
        Datum(str(one.due)),
        Datum(state, style),
        Datum(one.name),
        Datum(say.title(row.action)),
        Datum(who(told, row.team)),
    )


def action_section(told: Told, found: Sequence[ActionRow]) -> Section:
    """Every action that is under way or late: with which something is off, what is reported, of which nobody reports."""
    say, rows = told.say, {row.action: row for row in found}
    items: list[Item] = []
    silent: dict[str | None, list[str]] = {}
    for one in actions(told, few=_FACTS):
        row = rows[one.key]
        if one.is_off or row.through is not None:
            items.append(Item(text=one.name, style="error" if one.is_off else "", facts=one.facts))
        else:
            silent.setdefault(row.team, []).append(say.title(row.action))
    for team, titles in silent.items():
        text = say(f"progress to be reported by {who(told, team)}", f"请{say.amid(who(told, team))}报告进展")
        items.append(Item(text=text, facts=(say("; ", "；").join(titles),)))
    nothing = Item(text=say("No action is under way.", "没有进行中的行动。"))
    return Section(heading=say("Actions at work", "行动进展"), items=tuple(items) or (nothing,))
