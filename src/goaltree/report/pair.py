"""The reading of a pair as sentences that a manager understands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from attrs import frozen

from ..finding import Words
from ..model.missing import NA
from ..scorecard.wording import STATUS, reason_text, word
from ..steering.pair_reading import Field, PairReading
from ..steering.side import Side
from .pair_history import history
from .told import Told

FIELD: Final[dict[Field, Words]] = {
    "both_on_track": Words("both on track", "两者都正常"),
    "only_process": Words("result behind, process on track", "结果落后、过程正常"),
    "only_result": Words("result on track, process behind", "结果正常、过程落后"),
    "both_behind": Words("both behind", "两者都落后"),
    "unknown": Words("not known", "无从判断"),
}
"""The fields of a pair in words."""


@frozen(kw_only=True)
class ToldPair:
    """A pair in a language.

    Attributes:
        key: What the pair is told apart by.
        result: Title of the result.
        process: Title of the process, with the segment whose healthy range says how it stands.
        field: Where both stand, in a few words.
        reading: What that means, and what is to be done, as a sentence or two.
        evidence: What history says of it, as a sentence; with the caution that it is predictability, not
            causality, where it says anything.
    """

    key: str
    result: str
    process: str
    field: str
    reading: str
    evidence: str


def pairs(told: Told, readings: Iterable[PairReading]) -> list[ToldPair]:
    """The readings of pairs in a language, in their order."""
    return [pair(told, one) for one in readings]


def pair(told: Told, one: PairReading) -> ToldPair:
    """The reading of one pair in a language."""
    return ToldPair(
        key=one.key,
        result=_title(told, one.result),
        process=_title(told, one.process),
        field=FIELD[one.field].plain(told.lang),
        reading=told.say(" ", "").join(_reading(told, one)),
        evidence=history(told, one),
    )


def _title(told: Told, side: Side) -> str:
    """The title of what says how a metric stands: the metric, with the part of it where that is a part."""
    say, plan = told.say, told.card.plan
    goal = plan.goals.get(side.goal)
    if goal is not None and side.goal in plan.parents:
        return say.goal(side.goal)
    title = say.title(side.goal or side.metric)
    member = side.at.partition(".healthy.")[2]
    if not member:
        return title
    for dimension in plan.metrics[side.metric].by:
        found = plan.segments.get(dimension)
        if found is not None and member in found.members:
            member = say.text(found.members[member]) or member
    return say(f"{title} ({member})", f"{title}（{member}）")


def _reading(told: Told, one: PairReading) -> Iterator[str]:
    match one.field:
        case "both_on_track":
            yield _both_on_track(told, one)
        case "only_process":
            yield _only_process(told, one)
        case "only_result":
            yield _only_result(told, one)
        case "both_behind":
            yield _both_behind(told, one)
        case _:
            yield from _unknown(told, one)
    now = one.process_now
    if one.lag_passed and now.track != one.process.track:
        yield _turned(told, one)


def _both_on_track(told: Told, one: PairReading) -> str:
    result, process = _named(told, one.result), _named(told, one.process)
    when = _when(told, one)
    return told.say(
        f"{result} is on track, and so {'was' if when else 'is'} {process}{when}.",
        f"{result}正常，{process}{when}也正常。",
    )


def _only_process(told: Told, one: PairReading) -> str:
    say = told.say
    result, process = _named(told, one.result), _named(told, one.process)
    status, when, lag = _status(told, one.result), _when(told, one), say.length(one.pair.lead.lag)
    if one.lag_passed is None:
        return say(
            f"{result} is behind ({status}) although {process} is on track: it may be the wrong lever, "
            "or has yet to take effect; the plan states no lag.",
            f"{result}落后（{status}），而{process}正常：可能抓错了抓手，也可能尚未见效；计划没有写明滞后期。",
        )
    if one.lag_passed:
        return say(
            f"{result} is behind ({status}) although {process} was on track{when}: "
            "it may be the wrong lever.",
            f"{result}落后（{status}），而{process}{when}正常：可能抓错了抓手。",
        )
    since, until = _day(one.process.since), _day(one.shows_on)
    return say(
        f"{result} is behind ({status}) and {process} is on track since {since}, but the lag of {lag} "
        f"has not passed: it shows in the result by {until}; until then nothing speaks against the lever.",
        f"{result}落后（{status}），{process}自 {since} 起正常，但 {lag}的滞后期未到：最迟 {until} "
        "反映到结果，在此之前不能说抓错了抓手。",
    )


def _only_result(told: Told, one: PairReading) -> str:
    say = told.say
    result, process = _named(told, one.result), _named(told, one.process)
    status, when, lag = _status(told, one.process), _when(told, one), say.length(one.pair.lead.lag)
    if one.lag_passed is None:
        return say(
            f"{result} is on track although {process} is behind ({status}): luck, or it does not move "
            "the result as believed, or the result has yet to follow; the plan states no lag.",
            f"{result}正常，而{process}落后（{status}）：或是运气，或是它并不像设想的那样带动结果，"
            "也可能尚未传导；计划没有写明滞后期。",
        )
    if one.lag_passed:
        return say(
            f"{result} is on track although {process} was behind ({status}){when}: luck, "
            "or it does not move the result as believed.",
            f"{result}正常，而{process}{when}落后（{status}）：或是运气，或是它并不像设想的那样带动结果。",
        )
    since, until = _day(one.process.since), _day(one.shows_on)
    return say(
        f"{result} is still on track; {process} is behind ({status}) since {since}, "
        f"and the lag of {lag} has not passed: the result may follow by {until}.",
        f"{result}目前仍正常；{process}自 {since} 起落后（{status}），{lag}的滞后期未到：最迟 {until} 可能拖累结果。",
    )


def _both_behind(told: Told, one: PairReading) -> str:
    say = told.say
    result, process = _named(told, one.result), _named(told, one.process)
    after, before = _status(told, one.result), _status(told, one.process)
    when, lag = _when(told, one), say.length(one.pair.lead.lag)
    if one.lag_passed is None or one.lag_passed:
        return say(
            f"{process} {'was' if when else 'is'} behind ({before}){when}, and so is {result} ({after}): "
            "begin with the process.",
            f"{process}{when}落后（{before}），{result}也落后（{after}）：先从过程抓起。",
        )
    until = _day(one.shows_on)
    return say(
        f"{result} is behind ({after}), and so is {process} ({before}), whose lag of {lag} has not passed: "
        f"it is not the reason yet, and comes on top by {until}.",
        f"{result}落后（{after}），{process}也落后（{before}），但 {lag}的滞后期未到：它还不是原因，"
        f"最迟 {until} 会再拖累结果。",
    )


def _unknown(told: Told, one: PairReading) -> Iterator[str]:
    say = told.say
    for side in (one.result, one.process):
        if side.track == "unknown":
            name, why = _named(told, side), _why(told, side.reason)
            day = side.day if side is one.process and side.day not in (None, one.process_now.day) else None
            on = say(f" on {day}", f"在 {day} ") if day is not None else ""
            stands = "stood" if on else "stands"
            yield say(f"How {name} {stands}{on} is not known: {why}.", f"{name}{on}的情况无从得知：{why}。")


def _turned(told: Told, one: PairReading) -> str:
    """How the process stands now, where that is not how it was read."""
    say, now = told.say, one.process_now
    if now.track == "unknown":
        why = _why(told, now.reason)
        return say(f"How it stands now is not known: {why}.", f"它现在的情况无从得知：{why}。")
    status, since, until = _status(told, now), _day(now.since), _day(one.shows_on)
    if now.track == "behind":
        return say(
            f"But it is behind ({status}) since {since}, which the result may show by {until}.",
            f"但它自 {since} 起落后（{status}），最迟 {until} 可能拖累结果。",
        )
    return say(
        f"It is on track again since {since}, which the result should show by {until}.",
        f"它自 {since} 起恢复正常，最迟 {until} 应反映到结果。",
    )


def _when(told: Told, one: PairReading) -> str:
    """When the process was read, where that was not now."""
    if not one.lag_passed or one.pair.lead.lag is None or one.process.day is None:
        return ""
    if one.process.day == one.process_now.day:
        return ""
    lag = told.say.length(one.pair.lead.lag)
    return told.say(f" on {one.process.day}, a lag of {lag} ago", f"在 {one.process.day}（滞后 {lag}）")


def _named(told: Told, side: Side) -> str:
    title = _title(told, side)
    return told.say(title, f"“{title}”")


def _status(told: Told, side: Side) -> str:
    return word(STATUS, side.status, told.lang)


def _day(day: date | None) -> str:
    return "?" if day is None else str(day)


def _why(told: Told, reason: NA | None) -> str:
    if reason is None:
        return ""
    if reason.reason == "NO_TARGET":
        return told.say("it has neither a goal nor a healthy range", "既没有目标，也没有健康值")
    if reason.detail == "not begun":
        return told.say("its time has not begun", "尚未开始")
    return reason_text(reason.reason, told.lang)
