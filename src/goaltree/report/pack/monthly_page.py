"""The page of a monthly deviation table in a language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ...model.missing import NA
from ...scorecard.wording import BASIS, word
from ..alert import instant_text, level_text
from ..calm import on_no_rung
from ..page import NOTHING, Datum, Field, Item, Section, Table
from ..told import Told
from .alert_row import AlertRow, Remark
from .goal_state import GoalState
from .monthly import Monthly
from .phrase import LEVELS, answer_text, deviation_text, numeric, remark_text, subject, who


def monthly_sections(told: Told, before: Told | None, month: Monthly) -> Iterator[Section]:
    """The sections of a deviation table.

    Args:
        told: The scorecard in a language.
        before: The scorecard that it is compared with; `None` for none.
        month: The table.
    """
    yield _deviations(told, month)
    yield from _risks(told, month)
    yield from _to_fill(told, month)
    yield from _over(told, before, month)


def _deviations(told: Told, month: Monthly) -> Section:
    say = told.say
    heading = say("Deviations", "偏差")
    found = [one for one in month.rows if one.action is None]
    if not found:
        return Section(heading=heading, items=(Item(text=on_no_rung(told)),))
    fields = (
        Field(title=say("level", "级别")),
        Field(title=say("core", "核心")),
        Field(title=say("goal", "目标"), least=18),
        Field(title=say("target", "目标值"), side="right", place="either"),
        Field(title=say("due by now", "当前应达"), side="right"),
        Field(title=say("actual", "实际"), side="right"),
        Field(title=say("deviation", "偏差"), side="right"),
        Field(title=say("answers for it", "负责"), place="either"),
        Field(title=say("basis", "依据"), place="either"),
        *_asked(told),
    )
    rows = tuple(_deviation(told, one, month) for one in found)
    wanted = dict.fromkeys((one.level, one.wanted) for one in found if one.wanted is not None)
    return Section(
        heading=heading,
        note=_counted(told, found, month),
        table=Table(fields=fields, rows=rows),
        rest=tuple(f"{level_text(told, name)}{say(': ', '：')}{say.text(text)}" for name, text in wanted),
    )


def _risks(told: Told, month: Monthly) -> Iterator[Section]:
    found = [one for one in month.rows if one.action is not None]
    if not found:
        return
    say = told.say
    fields = (
        Field(title=say("risk", "风险")),
        Field(title=say("goal", "目标"), least=18),
        Field(title=say("due by now", "当前应达"), side="right"),
        Field(title=say("actual", "实际"), side="right"),
        Field(title=say("answers for it", "负责"), place="either"),
        Field(title=say("action", "行动"), place="beneath"),
        *_asked(told),
    )
    rows = tuple(_risk(told, one, month) for one in found)
    yield Section(
        heading=say("Risks that came true", "成立的风险"),
        note=_counted(told, found, month),
        table=Table(fields=fields, rows=rows),
    )


def _asked(told: Told) -> tuple[Field, ...]:
    """The columns that deviations and risks have in common."""
    say = told.say
    return (
        Field(title=say("since", "始于"), place="beneath"),
        Field(title=say("decide by", "决策期限"), place="beneath"),
        Field(title=say("cause", "原因"), place="beneath", is_asked=True),
        Field(title=say("answer", "应对"), place="beneath", is_asked=True),
        Field(title=say("decided", "决策"), place="beneath"),
        Field(title=say("prepared", "预案"), place="beneath"),
    )


def _counted(told: Told, found: Sequence[AlertRow], month: Monthly) -> str:
    levels = Counter(one.level for one in found)
    parts = [f"{level_text(told, name)} {number}" for name, number in levels.items()]
    new = sum(one.alert in month.new for one in found)
    return "   ".join([*parts, told.say(f"new {new}", f"新增 {new}")] if new else parts)


def _deviation(told: Told, one: AlertRow, month: Monthly) -> tuple[Datum, ...]:
    state = one.goal
    core = state is not None and told.card.plan.goals[state.goal].core
    basis = "" if one.basis is None else word(BASIS, one.basis, told.lang)
    return (
        Datum(_marked(told, level_text(told, one.level), one, month), LEVELS.get(one.level, "warning")),
        Datum("◆" if core else ""),
        Datum(subject(told, one)),
        *_numbers(told, state, "target", "expected", "value"),
        numeric(deviation_text(told, one.deviation, one.basis, named=False), one.deviation, "error"),
        Datum(who(told, one.team)),
        Datum(basis),
        *_answered(told, one),
    )


def _risk(told: Told, one: AlertRow, month: Monthly) -> tuple[Datum, ...]:
    say, state = told.say, one.goal
    action = one.action or ""
    return (
        Datum(_marked(told, say.text(one.risk) or f"[{one.when}]", one, month), "warning"),
        Datum(NOTHING if state is None else say.goal(state.goal)),
        *_numbers(told, state, "expected", "value"),
        Datum(who(told, one.team)),
        Datum(say.title(action)),
        *_answered(told, one),
    )


def _marked(told: Told, text: str, one: AlertRow, month: Monthly) -> str:
    """A level or a risk, with whether it is new, and whether a decision on it is late."""
    say = told.say
    marks = [
        say("new", "新") if one.alert in month.new else "",
        say("undecided in time", "逾期未决") if one.alert in month.overdue else "",
    ]
    marked = say.join(marks)
    return say(f"{text} ({marked})", f"{text}（{marked}）") if marked else text


def _numbers(told: Told, state: GoalState | None, *names: str) -> Iterator[Datum]:
    """Numbers of a goal as they are told."""
    for name in names:
        if state is None:
            yield Datum(NOTHING)
        else:
            score = told.card[state.goal]
            yield numeric(getattr(told, name)(score), getattr(state, name))


def _answered(told: Told, one: AlertRow) -> tuple[Datum, ...]:
    say = told.say
    return (
        Datum(str(one.since)),
        Datum(_due(told, one)),
        _filled(told, one.causes),
        _filled(told, one.answers),
        Datum(say("; ", "；").join(remark_text(told, each) for each in one.decisions)),
        Datum(say("; ", "；").join(answer_text(told, each) for each in one.prepared)),
    )


def _due(told: Told, one: AlertRow) -> str:
    """By when it must be decided, and by whom where the plan says so."""
    if one.due is None or one.state == "decided":
        return ""
    decides = told.say.short_team(one.decides) if one.decides else ""
    return " ".join(filter(None, (instant_text(told, one.due), decides)))


def _filled(told: Told, found: tuple[Remark, ...]) -> Datum:
    say = told.say
    if not found:
        return Datum(say("(to be filled in)", "（待填）"), "warning", is_missing=True)
    return Datum(say("; ", "；").join(remark_text(told, one) for one in found))


def _to_fill(told: Told, month: Monthly) -> Iterator[Section]:
    say = told.say
    if not month.rows:
        return
    heading = say("To be filled in", "待填写")
    if not month.to_fill:
        nothing = say("Every alert has a cause and an answer.", "每项预警都已有原因和应对。")
        yield Section(heading=heading, items=(Item(text=nothing),))
        return
    items = []
    for one in month.to_fill:
        parts = [
            say(f"{one.causes} cause{'s' * (one.causes != 1)}", f"{one.causes} 项原因") if one.causes else "",
            say(f"{one.answers} answer{'s' * (one.answers != 1)}", f"{one.answers} 项应对")
            if one.answers
            else "",
        ]
        items.append(Item(text=f"{who(told, one.team)}{say(': ', '：')}{say.join(parts)}"))
    yield Section(heading=heading, items=tuple(items))


def _over(told: Told, before: Told | None, month: Monthly) -> Iterator[Section]:
    if before is None or not month.over:
        return
    say = told.say
    items = []
    for one in month.over:
        goal = None if one.goal is None or one.goal.goal not in told.card else told.card[one.goal.goal]
        then = deviation_text(told, one.deviation, one.basis)
        now = "" if goal is None or isinstance(goal.deviation, NA) else told.deviation(goal)
        arrow = " → ".join(text for text in (then if then != NOTHING else "", now) if text)
        head = f"{level_text(told, one.level)}{say(': ', '：')}{subject(before, one)}"
        items.append(Item(text=f"{head} {arrow}".rstrip()))
    yield Section(
        heading=say(f"Over since {before.card.as_of}", f"自 {before.card.as_of} 以来解除"), items=tuple(items)
    )
