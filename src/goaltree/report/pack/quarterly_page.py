"""The page of a quarterly review in a language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ...maths.status import STATUSES
from ...model.missing import NA
from ...scorecard.shown import share_text
from ..bar import sparkline
from ..page import Datum, Field, Item, Section, Table
from ..told import Told
from .action_page import action_section
from .alert_row import Remark
from .gap_page import gap_section
from .pair_page import pair_section
from .phrase import STYLES, deviation, numeric, remark_text, who
from .quarterly import Bundle, KeyResult, Quarterly, goals_in
from .resource_page import resource_section


def quarterly_sections(told: Told, before: Told | None, quarter: Quarterly) -> Iterator[Section]:
    """The sections of a quarterly review.

    Args:
        told: The scorecard in a language.
        before: The scorecard that it is compared with; `None` for none.
        quarter: The review.
    """
    if not quarter.bundles:
        nothing = Item(text=told.say("There is no goal.", "没有目标。"))
        yield Section(heading=told.say("Goals", "目标"), items=(nothing,))
    for one in quarter.bundles:
        yield _bundle(told, one)
    yield from pair_section(told)
    yield gap_section(told, goals_in(quarter.bundles))
    yield action_section(told, quarter.actions)
    yield resource_section(told, quarter.claims)
    yield _decided(told, before, quarter)


def _bundle(told: Told, one: Bundle) -> Section:
    say = told.say
    fields = (
        Field(title=say("status", "状态")),
        Field(title=say("goal", "目标"), least=16),
        Field(title=say("value", "实际"), side="right"),
        Field(title=say("target", "目标值"), side="right"),
        Field(title=say("attainment", "达成率"), side="right"),
        Field(title=say("deviation", "偏差"), side="right"),
        Field(title=say("trend", "走势"), place="either"),
        Field(title=say("answers for it", "负责"), place="either"),
    )
    heading = say.title(one.key) if one.is_objective else say.perspective(one.key)
    return Section(
        heading=heading or say("Other goals", "其他目标"),
        note=_counted(told, one),
        table=Table(fields=fields, rows=tuple(_row(told, each) for each in one.results)),
    )


def _counted(told: Told, one: Bundle) -> str:
    """How many goals there are of each status, and how many before; of an objective its attainment."""
    now = Counter(each.state.status for each in one.results)
    then = Counter(each.before for each in one.results if each.before is not None)
    parts = [] if isinstance(one.attainment, NA) else [share_text(one.attainment)]
    for status in STATUSES:
        if now[status] or then[status]:
            arrow = f"{then[status]} → " if then and then[status] != now[status] else ""
            parts.append(f"{told.status(status)} {arrow}{now[status]}")
    return "   ".join(parts)


def _row(told: Told, one: KeyResult) -> tuple[Datum, ...]:
    state, score = one.state, told.card[one.state.goal]
    ends = [one.before, state.status] if one.before is not None else [state.status]
    arrow = " → ".join(dict.fromkeys(told.status(each) for each in ends))
    return (
        Datum(arrow, STYLES.get(state.status, "")),
        Datum(told.say.goal(state.goal)),
        numeric(told.value(score), state.value),
        numeric(told.target(score), state.target),
        numeric(told.attainment(score), state.attainment),
        deviation(told, state),
        Datum(sparkline(score.trend)),
        Datum(who(told, state.team)),
    )


def _decided(told: Told, before: Told | None, quarter: Quarterly) -> Section:
    say = told.say
    heading = say("Decided", "已做的决策")
    if before is not None:
        heading = say(f"Decided since {before.card.as_of}", f"自 {before.card.as_of} 以来的决策")
    if not quarter.decided:
        nothing = Item(text=say("The journal holds no decision.", "日志中没有决策。"))
        return Section(heading=heading, items=(nothing,))
    items = tuple(Item(text=f"{_about(told, one)}{remark_text(told, one)}") for one in quarter.decided)
    return Section(heading=heading, items=items)


def _about(told: Told, one: Remark) -> str:
    return f"{told.say.goal(one.goal)}{told.say(': ', '：')}" if one.goal else ""
