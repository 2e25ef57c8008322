"""Alerts in a reader's language: what is off and since when, what is due, who meets, what is prepared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from attrs import frozen

from ..finding import Words
from ..ledger.note import Note
from ..model.governance import RISK, UNDECIDED
from ..model.missing import NA
from ..scorecard.shown import share_text
from ..scorecard.wording import BASIS
from ..steering.alert import Alert
from ..view.line import EMPTY, Line, Piece, Style, line, wrap
from ..view.work import answer_text
from .calm import nothing_to_answer
from .note import situation
from .risk import reading_text
from .told import Told

LEVEL: Final = {
    "notice": Words("notice", "关注"),
    "watch": Words("watch", "关注"),
    "warning": Words("warning", "预警"),
    "alert": Words("alert", "警报"),
    "serious": Words("serious", "严重"),
    "emergency": Words("emergency", "紧急"),
    "critical": Words("critical", "紧急"),
    RISK: Words("risk", "风险"),
    UNDECIDED: Words("undecided in time", "逾期未决"),
}
"""What the usual names of rungs are called; others are told as they are written."""
STATE: Final = {
    "open": Words("open", "待应对"),
    "answered": Words("answered", "已应对"),
    "decided": Words("decided", "已决策"),
    "closed": Words("over", "已解除"),
}
_ALIKE: Final = 0.01
"""Deviations that are told as one."""
_LOOKS: Final[Mapping[str, Style]] = {
    "emergency": "error",
    "critical": "error",
    UNDECIDED: "error",
    "warning": "warning",
}
_SAID: Final = {
    "check-in": Words("check-in", "进展"),
    "reason": Words("reason", "原因"),
    "answer": Words("answer", "应对"),
    "decision": Words("decision", "决策"),
}


@frozen(kw_only=True)
class ToldAlert:
    """An alert in a language.

    Attributes:
        level: The word for its level.
        name: The goal or the risk that it is about.
        team: Who answers for it.
        state: The word for its state.
        facts: What is off, what is due, who meets, what is prepared, what was said.
    """

    level: str
    name: str
    team: str
    state: str
    facts: tuple[str, ...]


def level_text(told: Told, level: str) -> str:
    """The word for a level."""
    return LEVEL[level].plain(told.lang) if level in LEVEL else level


def alert_text(told: Told, one: Alert) -> ToldAlert:
    """One alert of a scorecard, for people."""
    return ToldAlert(
        level=level_text(told, one.level),
        name=_name(told, one),
        team=told.team(one.team) if one.team is not None else told.say("nobody answers for it", "无人负责"),
        state=STATE[one.state].plain(told.lang),
        facts=tuple(filter(None, _facts(told, one))),
    )


def deviation_text(told: Told, one: Alert) -> str:
    """The deviation with its sign and what it is measured against; empty where it is not known."""
    if isinstance(one.deviation, NA) or one.basis is None:
        return ""
    limits = told.limits(one.goal)
    if one.basis == "sigma":
        return f"{one.deviation:+.1f}σ"
    shown = share_text(one.deviation, signed=True, points=one.basis == "pp", limits=limits)
    return shown if one.basis == "pp" else f"{shown} {BASIS[one.basis].plain(told.lang)}"


def instant_text(told: Told, at: datetime) -> str:
    """An instant on the clocks of the plan's zone, to the minute."""
    zone = told.card.plan.zone or told.card.plan.calendar.zone
    return f"{at.astimezone(ZoneInfo(zone)) if zone else at:%Y-%m-%d %H:%M}"


def note_text(told: Told, one: Note) -> str:
    """What somebody said: its kind, the words, who and when."""
    kind = _SAID[one.kind].plain(told.lang) if one.kind in _SAID else one.kind
    day = instant_text(told, one.at)[:10]
    return told.say(f"{kind}: {one.text} ({one.by}, {day})", f"{kind}：{one.text}（{one.by}，{day}）")


def _name(told: Told, one: Alert) -> str:
    if one.trigger is None:
        return told.say.goal(one.goal) if one.goal else one.about
    risk = one.trigger.risk
    return told.say.text(risk.if_) or f"[{risk.when}]"


def _facts(told: Told, one: Alert) -> Iterator[str]:
    if one.kind == "undecided":
        yield _due(told, one)
    else:
        yield told.say("; ", "；").join(filter(None, (_since(told, one), _due(told, one))))
        if one.kind != "risk" and one.goal in told.card and one.state != "closed":
            yield situation(told, told.card[one.goal])
        yield _prepared(told, one)
    yield from (note_text(told, note) for note in one.notes)


def _since(told: Told, one: Alert) -> str:
    say = told.say
    if one.state == "closed":
        return say(f"began in {one.period}; over by now", f"始于 {one.period}，现已解除")
    then = _then(told, one)
    began = say(f"since {one.period}{then}", f"始于 {one.period}{then}")
    if one.trigger is not None:
        action = told.card.plan.actions[one.trigger.action]
        numbers = say("; ", "；").join(reading_text(told, each) for each in one.trigger.readings)
        title = say.text(action.title) or one.trigger.action
        return say("; ", "；").join((began, numbers, say(f"action: {title}", f"行动：{title}")))
    away = deviation_text(told, one)
    if not away:
        return say(f"{began}; there is no value now", f"{began}；目前没有数值")
    return began if _is_told(told, one) else say("; ", "；").join((began, away))


def _then(told: Told, one: Alert) -> str:
    """What the deviation was when it began, where it is another one now."""
    if isinstance(one.began, NA) or isinstance(one.deviation, NA) or abs(one.began - one.deviation) < _ALIKE:
        return ""
    was = share_text(one.began, signed=True, points=one.basis == "pp")
    return told.say(f" ({was} then)", f"（当时 {was}）")


def _is_told(told: Told, one: Alert) -> bool:
    """Whether the goal's own situation says the same deviation."""
    if one.goal not in told.card:
        return False
    score = told.card[one.goal]
    return score.basis == one.basis != "pp" and score.deviation == one.deviation


def _due(told: Told, one: Alert) -> str:
    say = told.say
    if one.state == "closed":
        return ""
    parts = []
    if one.due is not None:
        due = instant_text(told, one.due)
        parts.append(
            say(f"a decision was due by {due}", f"本应在 {due} 前决策")
            if one.kind == "undecided"
            else say(f"decide by {due}", f"{due} 前决策")
        )
    if one.decides is not None:
        parts.append(say(f"decides: {say.team(one.decides)}", f"决策：{say.team(one.decides)}"))
    others = [team for team in one.meets if team not in (one.team, one.decides)]
    if others:
        parts.append(say(f"with {say.teams(others)}", f"会同：{say.teams(others)}"))
    return say("; ", "；").join(parts)


def _prepared(told: Told, one: Alert) -> str:
    """What the plan has for it: the answers to risks that came true."""
    say = told.say
    if one.state == "closed":
        return ""
    held = (one.trigger,) if one.trigger is not None else one.fallbacks
    answers = [answer_text(each, say) for trigger in held for each in trigger.risk.then]
    if answers:
        return say("prepared: ", "预案：") + say("; ", "；").join(answers)
    return say("the plan has no answer", "计划没有应对") if one.trigger is not None else ""


@frozen(kw_only=True)
class LevelGroup:
    """The alerts of one level, and what the plan says happens on it.

    Attributes:
        head: The level, how many there are, and what happens.
        assumed: What was assumed of the basis; empty where the plan states it.
        alerts: The alerts.
    """

    head: str
    assumed: str
    alerts: tuple[Alert, ...]


def by_level(told: Told, found: Sequence[Alert]) -> tuple[LevelGroup, ...]:
    """Alerts in groups of one level, in the order in which they come; those that are over are a group of their own."""
    groups: dict[str, list[Alert]] = {}
    for one in found:
        groups.setdefault("" if one.state == "closed" else one.level, []).append(one)
    return tuple(_group(told, level, members) for level, members in groups.items())


def _group(told: Told, level: str, members: Sequence[Alert]) -> LevelGroup:
    say = told.say
    if not level:
        return LevelGroup(
            head=f"{STATE['closed'].plain(told.lang)} {len(members)}", assumed="", alerts=tuple(members)
        )
    rung = members[0].rung if members[0].kind == "deviation" else None
    answer = say.text(rung.answer) if rung is not None else ""
    head = f"{level_text(told, level)} {len(members)}"
    return LevelGroup(
        head=say(f"{head}: {answer}", f"{head}：{answer}") if answer else head,
        assumed=_assumed(told, members),
        alerts=tuple(members),
    )


def _assumed(told: Told, members: Sequence[Alert]) -> str:
    """That goals are on a basis of their own, of all that stand on a rung or of those whose rung names none."""
    say = told.say
    off = [one for one in members if one.kind == "deviation"]
    own = [one for one in off if not one.is_basis_stated]
    if not own:
        return ""
    if len(own) == len(off):
        return say(
            "The plan does not state the basis of deviations: each goal is on its own.",
            "计划未写明偏差的基准，各目标按自己的基准计算。",
        )
    names = [_name(told, one) for one in own]
    return say(
        f"The plan does not state the basis of deviations for {', '.join(names)}: each is on its own.",
        f"计划未写明{'、'.join(names)}的偏差基准，各按自己的基准计算。",
    )


def alert_lines(told: Told, found: Sequence[Alert], room: int = 100) -> Iterator[Line]:
    """Alerts for a person at a terminal: by level, each with its key and what stands under it."""
    if not found:
        yield line(nothing_to_answer(told))
    for group in by_level(told, found):
        yield EMPTY
        yield from (line(Piece(text, "strong")) for text in wrap(group.head, room))
        if group.assumed:
            yield from (line("  ", Piece(text, "faint")) for text in wrap(group.assumed, room - 2))
        for one in group.alerts:
            text = alert_text(told, one)
            head = f"{text.name} · {text.team} · {text.state}"
            yield from (line("  ", Piece(each, _LOOKS.get(one.level, ""))) for each in wrap(head, room - 2))
            for fact in text.facts:
                yield from (line("      ", Piece(each)) for each in wrap(fact, room - 6))
            yield line("      ", Piece(one.key, "faint"))
