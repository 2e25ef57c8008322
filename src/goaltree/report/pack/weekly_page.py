"""The page of a weekly alignment in a language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..alert import instant_text, level_text
from ..ask import group_sentence
from ..calm import none_behind
from ..page import NOTHING, Datum, Field, Item, Section, Table
from ..silence import silences
from ..told import Told
from .action_page import milestone_section
from .alert_row import AlertRow
from .ask_page import ask_section
from .goal_state import GoalState
from .moved_page import moved_section
from .phrase import (
    answer_text,
    deviation,
    deviation_text,
    needed,
    numeric,
    remark_text,
    status,
    subject,
    teams,
    who,
)
from .weekly import HandedOver, Weekly

TOP: Final = 5
"""So many rows of a table are told of the whole company."""


def weekly_sections(
    told: Told, before: Told | None, week: Weekly, *, whole: Told, team: str | None
) -> Iterator[Section]:
    """The sections of a weekly alignment.

    Args:
        told: The scorecard in a language.
        before: The scorecard that it is compared with; `None` for none.
        week: What is on the table.
        whole: The scorecard that it is a view of, for the other ends of hand-overs.
        team: Key of the team whose pack it is; `None` for the whole company, of which the first rows are told.
    """
    top = TOP if team is None else None
    yield _decide(told, week)
    yield moved_section(told, before, week.moved)
    yield _behind(told, week, top)
    yield milestone_section(told, week.actions, top=top)
    yield ask_section(whole, team, week.undated, top=top)
    yield from _handed_over(whole, week)
    yield from _groups(told, week)
    yield from _silent(told)


def _decide(told: Told, week: Weekly) -> Section:
    say = told.say
    items = [_decision(told, one) for one in week.decide]
    rest = [
        say(f"{who(told, one.team)}: {one.count}", f"{who(told, one.team)} {one.count} 项")
        for one in week.unanswered
    ]
    left = []
    if week.decided:
        still = say("; ", "；").join(_still(told, one) for one in week.decided)
        left.append(say(f"Decided on, and still there: {still}", f"已决策但仍未解除：{still}"))
    if rest:
        left.append(
            say(
                f"To answer in the deviation table, by team: {'; '.join(rest)}",
                f"待在偏差预警表中答复：{'；'.join(rest)}",
            )
        )
    nothing = Item(text=say("No decision is due.", "没有待决策事项。"))
    return Section(
        heading=say("Decisions due", "待决策"),
        items=tuple(items) or (nothing,),
        rest=tuple(left),
    )


def _still(told: Told, one: AlertRow) -> str:
    """What was decided on and is still there: how far it is, and when that was."""
    day = instant_text(told, one.decisions[-1].at)[:10] if one.decisions else str(one.since)
    far = deviation_text(told, one.deviation, one.basis, named=False)
    return told.say(
        f"{subject(told, one)} {far} (decided {day}, {who(told, one.team)})",
        f"{subject(told, one)} {far}（{day} 决策，{who(told, one.team)}）",
    )


def _decision(told: Told, one: AlertRow) -> Item:
    say = told.say
    far = deviation_text(told, one.deviation, one.basis)
    text = f"{level_text(told, one.level)}{say(': ', '：')}{subject(told, one)}"
    return Item(
        text=text if far == NOTHING else f"{text} {far}",
        style="error" if one.due is not None else "warning",
        facts=tuple(_decision_facts(told, one)),
    )


def _decision_facts(told: Told, one: AlertRow) -> Iterator[str]:
    say = told.say
    decides = say.short_team(one.decides) if one.decides else ""
    answers = say(f"answers: {who(told, one.team)}", f"负责：{who(told, one.team)}")
    if one.due is not None:
        by = decides or say("who decides is not stated", "由谁决定未写明")
        at = instant_text(told, one.due)
        if one.kind == "undecided":
            yield say(f"was to be decided by {at}: {by}; {answers}", f"本应在 {at} 前决策：{by}；{answers}")
        else:
            yield say(f"decide by {at}: {by}; {answers}", f"{at} 前决策：{by}；{answers}")
    else:
        by = say(f"decides: {decides}; ", f"决策：{decides}；") if decides else ""
        yield f"{by}{answers}{say(f', since {one.since}', f'，自 {one.since} 起')}"
    others = [key for key in one.meets if key not in (one.team, one.decides)]
    if others:
        yield say(f"also at the table: {teams(told, others)}", f"同时参会：{teams(told, others)}")
    for answer in one.prepared:
        text = answer_text(told, answer)
        if answer.do is None:
            yield text
        else:
            yield say(f"decide whether to use what is prepared: {text}", f"决定是否启用预案：{text}")
    for remark in (*one.causes, *one.answers):
        kind = say("cause", "原因") if remark.kind == "reason" else say("answer", "应对")
        yield f"{kind}{say(': ', '：')}{remark_text(told, remark)}"


def _behind(told: Told, week: Weekly, top: int | None) -> Section:
    say = told.say
    heading = say("Behind", "落后的目标")
    if not week.behind:
        return Section(heading=heading, items=(Item(text=none_behind(told)),))
    fields = (
        Field(title=say("status", "状态")),
        Field(title=say("goal", "目标"), least=14),
        Field(title=say("value", "实际"), side="right"),
        Field(title=say("due by now", "当前应达"), side="right"),
        Field(title=say("deviation", "偏差"), side="right"),
        Field(title=say("answers for it", "负责"), place="either"),
        Field(title=say("since", "始于"), place="beneath"),
        Field(title=say("to catch up", "追赶需要"), place="beneath"),
    )
    rows = []
    for one in week.behind[:top]:
        state, score = one.state, told.card[one.state.goal]
        rows.append(
            (
                status(told, state.status),
                Datum(say.goal(state.goal)),
                numeric(told.value(score), state.value),
                numeric(told.expected(score), state.expected),
                deviation(told, state),
                Datum(who(told, state.team)),
                Datum(str(one.since)),
                Datum(needed(told, score)),
            )
        )
    more = len(week.behind) - len(rows)
    rest = say(f"and {more} more; each team's own pack has all of its goals", f"另有 {more} 个，见各团队分册")
    return Section(
        heading=heading,
        note=str(len(week.behind)),
        table=Table(fields=fields, rows=tuple(rows)),
        rest=(rest,) if more else (),
    )


def _handed_over(told: Told, week: Weekly) -> Iterator[Section]:
    say = told.say
    if not week.handed_over:
        return
    items = []
    for one in week.handed_over:
        title = say.text(one.title) or one.key
        ends = [_end(told, end) for end in (one.from_, one.to)]
        facts = [" → ".join(ends), _reading(told, one)]
        by = say(f", {one.by}", f"，{one.by}") if one.by else ""
        by += say(f", next by {one.next}", f"，下次不晚于 {one.next}") if one.next else ""
        by += say(", late", "，已逾期") if one.is_late else ""
        facts.append(
            say(
                f"to settle together: {teams(told, one.teams)}{by}", f"共同跟进：{teams(told, one.teams)}{by}"
            )
        )
        items.append(Item(text=title, facts=tuple(fact for fact in facts if fact)))
    yield Section(heading=say("Hand-overs", "指标交接"), items=tuple(items))


def _end(told: Told, state: GoalState | None) -> str:
    if state is None:
        return NOTHING
    score = told.card[state.goal]
    shown = f"{told.status(state.status)} {told.say.goal(state.goal)} {told.value(score)}"
    far = deviation_text(told, state.deviation, state.basis, named=False)
    return shown if far == NOTHING else told.say(f"{shown} ({far})", f"{shown}（{far}）")


_LATE: Final = ("at_risk", "off_track")


def _reading(told: Told, one: HandedOver) -> str:
    """What the two ends say together."""
    if one.from_ is None or one.to is None:
        return ""
    say = told.say
    gives, takes = (end.status in _LATE for end in (one.from_, one.to))
    if "unknown" in (one.from_.status, one.to.status):
        return say("one end is not known", "有一端未知")
    if gives and takes:
        return say("both ends are behind: begin with the one that gives", "两端都落后：先看交出方")
    if gives:
        return say(
            "the giving end is behind, the receiving one is not yet: it will lack what is not handed over",
            "交出方落后，接收方暂未受影响：后续会缺量",
        )
    if takes:
        return say(
            "the giving end is on track: the receiving one is behind for a reason of its own",
            "交出方正常：接收方落后另有原因",
        )
    return say("both ends are on track", "两端都正常")


def _groups(told: Told, week: Weekly) -> Iterator[Section]:
    if week.groups:
        yield Section(
            heading=told.say("Working groups", "专项小组"),
            items=tuple(Item(text=group_sentence(told, one)) for one in week.groups),
        )


def _silent(told: Told) -> Iterator[Section]:
    found = silences(told)
    if found:
        yield Section(
            heading=told.say("Data that has not come", "没有到的数据"),
            items=tuple(Item(text=one) for one in found),
        )
