"""The reading of a pair as sentences that a manager understands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Final

from attrs import evolve, frozen

from ..finding import Words
from ..maths.lead import Evidence
from ..model.duration import Duration
from ..model.metric import Grain
from ..model.missing import NA
from ..scorecard.shown import number_text, share_text
from ..scorecard.wording import STATUS, reason_text, word
from ..steering.pair_reading import Field, PairReading
from ..steering.side import Side
from .told import Told

FIELD: Final[dict[Field, Words]] = {
    "both_on_track": Words("both on track", "两者都正常"),
    "only_process": Words("result behind, process on track", "结果落后、过程正常"),
    "only_result": Words("result on track, process behind", "结果正常、过程落后"),
    "both_behind": Words("both behind", "两者都落后"),
    "unknown": Words("not known", "无从判断"),
}
"""The fields of a pair in words."""
_TINY: Final = 0.001
_LENGTH: Final[dict[Grain, Duration]] = {
    "day": Duration(Fraction(1), "day"),
    "week": Duration(Fraction(1), "week"),
    "month": Duration(Fraction(1), "month"),
    "quarter": Duration(Fraction(1), "quarter"),
    "half": Duration(Fraction(6), "month"),
    "year": Duration(Fraction(1), "year"),
}


@frozen(kw_only=True)
class ToldPair:
    """A pair in a language.

    Attributes:
        key: What the pair is told apart by.
        result: Title of the result.
        process: Title of the process, with the segment whose healthy range says how it stands.
        field: Where both stand, in a few words.
        reading: What that means, and what is to be done, as a sentence or two.
        evidence: What history says of it, as a sentence; with the caution that it is predictability, not causality,
            where it says anything.
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
        evidence=_evidence(told, one),
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
            f"{result} is behind ({status}) although {process} is on track: it may be the wrong lever, or has yet to "
            "take effect; the plan states no lag.",
            f"{result}落后（{status}），而{process}正常：可能抓错了抓手，也可能尚未见效；计划没有写明滞后期。",
        )
    if one.lag_passed:
        return say(
            f"{result} is behind ({status}) although {process} was on track{when}: it may be the wrong lever.",
            f"{result}落后（{status}），而{process}{when}正常：可能抓错了抓手。",
        )
    since, until = _day(one.process.since), _day(one.shows_on)
    return say(
        f"{result} is behind ({status}) and {process} is on track since {since}, but the lag of {lag} has not passed: "
        f"it shows in the result by {until}; until then nothing speaks against the lever.",
        f"{result}落后（{status}），{process}自 {since} 起正常，但 {lag}的滞后期未到：最迟 {until} "
        "反映到结果，在此之前不能说抓错了抓手。",
    )


def _only_result(told: Told, one: PairReading) -> str:
    say = told.say
    result, process = _named(told, one.result), _named(told, one.process)
    status, when, lag = _status(told, one.process), _when(told, one), say.length(one.pair.lead.lag)
    if one.lag_passed is None:
        return say(
            f"{result} is on track although {process} is behind ({status}): luck, or it does not move the result as "
            "believed, or the result has yet to follow; the plan states no lag.",
            f"{result}正常，而{process}落后（{status}）：或是运气，或是它并不像设想的那样带动结果，"
            "也可能尚未传导；计划没有写明滞后期。",
        )
    if one.lag_passed:
        return say(
            f"{result} is on track although {process} was behind ({status}){when}: luck, or it does not move the result "
            "as believed.",
            f"{result}正常，而{process}{when}落后（{status}）：或是运气，或是它并不像设想的那样带动结果。",
        )
    since, until = _day(one.process.since), _day(one.shows_on)
    return say(
        f"{result} is still on track; {process} is behind ({status}) since {since}, and the lag of {lag} has not "
        f"passed: the result may follow by {until}.",
        f"{result}目前仍正常；{process}自 {since} 起落后（{status}），{lag}的滞后期未到：最迟 {until} 可能拖累结果。",
    )


def _both_behind(told: Told, one: PairReading) -> str:
    say = told.say
    result, process = _named(told, one.result), _named(told, one.process)
    after, before = _status(told, one.result), _status(told, one.process)
    when, lag = _when(told, one), say.length(one.pair.lead.lag)
    if one.lag_passed is None or one.lag_passed:
        return say(
            f"{process} {'was' if when else 'is'} behind ({before}){when}, and so is {result} ({after}): begin with the "
            "process.",
            f"{process}{when}落后（{before}），{result}也落后（{after}）：先从过程抓起。",
        )
    until = _day(one.shows_on)
    return say(
        f"{result} is behind ({after}), and so is {process} ({before}), whose lag of {lag} has not passed: it is not the "
        f"reason yet, and comes on top by {until}.",
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


# What history says.


def _evidence(told: Told, one: PairReading) -> str:
    say, found = told.say, one.evidence
    if isinstance(found, NA):
        if found.reason == "NO_ACTUAL":
            title = say.title(found.detail)
            return say(
                f"History says nothing: {title} was never observed as a whole.",
                f"历史数据无从说明：“{title}”没有整体的观测值。",
            )
        return (
            say(
                "History was not asked: that needs the extra `forecast`.",
                "没有检验历史数据：需要安装扩展 `forecast`。",
            )
            if "forecast" in found.detail
            else ""
        )
    size = _periods(told, found.size)
    if found.verdict == "insufficient_data":
        return _too_little(told, found)
    caution = say("This is predictability, not causality.", "这是可预测性，不等于因果关系。")
    return _finding(told, one, found, size) + say(" ", "") + caution


def _too_little(told: Told, found: Evidence) -> str:
    say, size = told.say, _periods(told, found.size)
    if found.reason is not None and found.reason.reason != "PARTIAL":
        return say(
            f"History says nothing: in {size} there is nothing but a level, a trend or a season, or nothing settles.",
            f"历史数据无从说明：{size}的数据里只有水平、趋势或季节，或始终不平稳。",
        )
    needed = _periods(told, found.needed)
    return say(
        f"History cannot say yet: {size} of both are known, {needed} are needed.",
        f"历史数据尚不足以说明：两者都有数据的只有 {size}，需要 {needed}。",
    )


def _finding(told: Told, one: PairReading, found: Evidence, size: str) -> str:
    say = told.say
    result, process = (
        told.say(title, f"“{title}”") for title in (say.title(one.pair.result), say.title(one.pair.process))
    )
    match found.verdict:
        case "leads":
            text = say(
                f"In {size} {process} ran ahead of {result} by {_periods(told, found.lag)}",
                f"{size}的数据里，{process}领先{result} {_periods(told, found.lag)}",
            )
        case "lags":
            text = say(
                f"In {size} {process} followed {result} by {_periods(told, found.lag)} and warns of nothing",
                f"{size}的数据里，{process}反而落后于{result} {_periods(told, found.lag)}，起不到预警作用",
            )
        case "coincident":
            text = say(
                f"In {size} {process} moved together with {result}, not ahead of it",
                f"{size}的数据里，{process}与{result}同期变动，没有领先",
            )
        case "bidirectional":
            text = say(
                f"In {size} {process} ran ahead of {result} by {_periods(told, found.lag)}, and {result} of {process}",
                f"{size}的数据里，{process}领先{result} {_periods(told, found.lag)}，{result}也领先{process}",
            )
        case _:
            return say(
                f"In {size} {process} did not run ahead of {result} by more than chance would have it.",
                f"{size}的数据里，看不出{process}领先{result}，超不出偶然。",
            )
    return text + _strength(told, one, found)


def _strength(told: Told, one: PairReading, found: Evidence) -> str:
    """How close, how likely by chance, and whether in the way that is believed."""
    say, close = told.say, found.correlation
    if isinstance(close, NA) or isinstance(found.adjusted, NA):
        return say(".", "。")
    exact = share_text(Fraction(found.adjusted), limits=())
    chance = (
        say("by chance below 0.1%", "出于偶然的概率低于 0.1%")
        if found.adjusted < _TINY
        else say(f"by chance {exact}", f"出于偶然的概率 {exact}")
    )
    sign = "+" if close > 0 else "-"
    plus = "+" if close > 0 else ""
    text = say(
        f" (correlation {plus}{number_text(Fraction(close))}, {chance})",
        f"（相关系数 {plus}{number_text(Fraction(close))}，{chance}）",
    )
    believed = one.pair.lead.sign
    if believed is not None and believed != sign:
        text += say(", but the other way than is believed", "，但方向与设想相反")
    return text + say(".", "。")


def _periods(told: Told, number: int | None) -> str:
    """So many periods of the scorecard."""
    one = _LENGTH[told.card.grid.grain]
    return told.say.length(evolve(one, number=one.number * (number or 0)))
