"""The page of an annual closing in a language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ...finding import Words
from ...model.missing import NA
from ...view.line import Style
from ..arrange import arranged
from ..note import notes
from ..page import NOTHING, Datum, Field, Item, Section, Table
from ..told import Told
from .annual import VERDICTS, Annual, Closing, Unmeasured, Verdict
from .moved_page import moved_section
from .phrase import numeric, remark_text, who

_VERDICT: Final[Mapping[Verdict, Words]] = {
    "reached": Words("✓ reached", "✓ 达成"),
    "hollow": Words("▲ reached, hollow", "▲ 虚达成"),
    "missed": Words("✗ missed", "✗ 未达成"),
    "unknown": Words("? not known", "? 无从得知"),
    "running": Words("○ running", "○ 进行中"),
}
_LOOKS: Final[Mapping[Verdict, Style]] = {
    "reached": "note",
    "hollow": "warning",
    "missed": "error",
    "unknown": "faint",
    "running": "faint",
}

_NAMED: Final = 8
"""So many goals are named of which the journal does not say why they ended as they did."""


def annual_sections(told: Told, before: Told | None, year: Annual) -> Iterator[Section]:
    """The sections of an annual closing.

    Args:
        told: The scorecard in a language.
        before: The scorecard that it is compared with; `None` for none.
        year: The closing.
    """
    yield _summary(told, year)
    yield from _closings(told, year)
    if before is not None:
        yield moved_section(told, before, year.moved)
    yield _corrected(told, year)
    yield _lessons(told, year)
    yield _unmeasured(told, year)


def _summary(told: Told, year: Annual) -> Section:
    say = told.say
    items = []
    for verdict in VERDICTS:
        found = [one for one in year.closings if one.verdict == verdict]
        core = [one for one in found if told.card.plan.goals[one.state.goal].core]
        if found:
            of = say(f", {len(core)} of them core", f"，其中核心 {len(core)} 个") if core else ""
            items.append(
                Item(
                    text=f"{_VERDICT[verdict].plain(told.lang)}{say(': ', '：')}{len(found)}{of}",
                    style=_LOOKS[verdict],
                )
            )
    goals = told.card.plan.goals
    silent = [one.state.goal for one in year.closings if not one.is_explained]
    silent.sort(key=lambda key: not goals[key].core)
    names = [say.goal(key) for key in silent[:_NAMED]]
    more = [say(f"{len(silent) - _NAMED} more", f"等 {len(silent)} 个")] if len(silent) > _NAMED else []
    listed = say.join([*names, *more])
    rest = say(f"The journal does not say why: {listed}", f"日志没有写明原因：{listed}")
    nothing = Item(text=say("There is no goal.", "没有目标。"))
    return Section(
        heading=say("The year", "全年结果"), items=tuple(items) or (nothing,), rest=(rest,) if silent else ()
    )


def _closings(told: Told, year: Annual) -> Iterator[Section]:
    say = told.say
    fields = (
        Field(title=say("end", "结果")),
        Field(title=say("goal", "目标"), least=16),
        Field(title=say("target", "目标值"), side="right"),
        Field(title=say("final", "终值"), side="right"),
        Field(title=say("attainment", "达成率"), side="right"),
        Field(title=say("short by", "差额"), side="right", place="either"),
        Field(title=say("answers for it", "负责"), place="either"),
        Field(title=say("baseline", "基线"), side="right", place="either"),
        Field(title=say("note", "说明"), place="beneath"),
        Field(title=say("data until", "数据截至"), place="beneath"),
    )
    closings = {one.state.goal: one for one in year.closings}
    groups = arranged(told.card, "perspective")
    for key, places in groups.items():
        found = [closings[place.score.key] for place in places]
        reached = sum(one.verdict == "reached" for one in found)
        rows = tuple(
            _row(told, one, f"{'  ' * place.depth}{told.title(place)}")
            for place, one in zip(places, found, strict=True)
        )
        yield Section(
            heading=told.heading("perspective", key, len(groups)),
            note=say(f"{reached} of {len(found)} reached", f"{len(found)} 个中达成 {reached} 个"),
            table=Table(fields=fields, rows=rows),
        )


def _row(told: Told, one: Closing, title: str) -> tuple[Datum, ...]:
    state, score = one.state, told.card[one.state.goal]
    is_short = one.verdict == "missed" and not isinstance(one.short, NA) and one.short > 0
    until = str(state.through or NOTHING) if one.verdict == "unknown" else ""
    return (
        Datum(_VERDICT[one.verdict].plain(told.lang), _LOOKS[one.verdict]),
        Datum(title),
        numeric(told.target(score), state.target),
        numeric(told.value(score), state.value),
        numeric(told.attainment(score), state.attainment, _LOOKS[one.verdict]),
        numeric(_short(told, one), one.short) if is_short else Datum(),
        Datum(who(told, state.team)),
        numeric(told.amount(state.goal, one.baseline), one.baseline),
        Datum(next(notes(told, score), "") if one.verdict == "hollow" else ""),
        Datum(until),
    )


def _short(told: Told, one: Closing) -> str:
    unit = told.unit(one.state.goal)
    if not isinstance(one.short, NA) and unit is not None and unit.kind == "percent":
        return f"{one.short * 100:.2f}".rstrip("0").rstrip(".") + "pp"
    return told.amount(one.state.goal, one.short)


def _corrected(told: Told, year: Annual) -> Section:
    say = told.say
    heading = say("Corrected", "更正")
    if not year.corrected:
        nothing = say("No value was corrected after it was first told.", "没有数值在首次报告后被更正。")
        return Section(heading=heading, items=(Item(text=nothing),))
    items = []
    for one in year.corrected:
        ends = told.corrected(one.goal, one.first, one.now)
        items.append(Item(text=f"{say.goal(one.goal)} {one.period}{say(': ', '：')}{ends}"))
    return Section(heading=heading, items=tuple(items))


def _lessons(told: Told, year: Annual) -> Section:
    say = told.say
    heading = say("Reasons and decisions", "原因与决策")
    if not year.lessons:
        nothing = say("The journal holds no reason, answer or decision.", "日志中没有原因、应对或决策。")
        return Section(heading=heading, items=(Item(text=nothing),))
    kinds = {
        "reason": say("cause", "原因"),
        "answer": say("answer", "应对"),
        "decision": say("decided", "决策"),
    }
    items = tuple(
        Item(
            text=say.goal(one.goal) if one.goal else say("About no goal", "未指明目标"),
            facts=tuple(
                f"{kinds[each.kind]}{say(': ', '：')}{remark_text(told, each)}" for each in one.remarks
            ),
        )
        for one in year.lessons
    )
    return Section(heading=heading, items=items)


def _unmeasured(told: Told, year: Annual) -> Section:
    say = told.say
    heading = say("Never measured", "从未测到")
    items = [Item(text=_unmeasured_text(told, one)) for one in year.unmeasured]
    if year.untold:
        risks = [one for one in told.card.triggers if one.at in year.untold]
        names = [say.text(one.risk.if_) or f"[{one.risk.when}]" for one in risks]
        items.append(
            Item(
                text=say(
                    f"Risks whose condition was never known: {say.join(names)}",
                    f"条件始终无从得知的风险：{say.join(names)}",
                )
            )
        )
    nothing = Item(text=say("Everything that the plan needs was measured.", "计划所需的数据都测到过。"))
    return Section(heading=heading, items=tuple(items) or (nothing,))


def _unmeasured_text(told: Told, one: Unmeasured) -> str:
    say, plan = told.say, told.card.plan
    members = [
        say.text(plan.segments[dimension].members.get(member)) or member
        for dimension, _, member in (each.partition(".") for each in one.segment)
        if dimension in plan.segments
    ]
    title = " / ".join([plan.title_of(one.metric, told.lang), *members])
    sources = say.join(
        (say.text(plan.sources[key].title) or key) if key in plan.sources else key for key in one.sources
    )
    source = sources or say("source not stated", "未写明来源")
    return say(f"{title}: {source}, {who(told, one.team)}", f"{title}：{source}，{who(told, one.team)}")
