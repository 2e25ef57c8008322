"""What history says of a pair, as a sentence; with the caution that it is predictability, not causality."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from attrs import evolve

from ..maths.evidence import Evidence
from ..maths.lead import LEVEL
from ..model.duration import Duration
from ..model.metric import Grain
from ..model.missing import NA
from ..scorecard.shown import number_text, share_text
from ..steering.pair_reading import PairReading
from .told import Told

_TINY: Final = 0.001
_LENGTH: Final[dict[Grain, Duration]] = {
    "day": Duration(Fraction(1), "day"),
    "week": Duration(Fraction(1), "week"),
    "month": Duration(Fraction(1), "month"),
    "quarter": Duration(Fraction(1), "quarter"),
    "half": Duration(Fraction(6), "month"),
    "year": Duration(Fraction(1), "year"),
}


def history(told: Told, one: PairReading) -> str:
    """What history says of a pair; empty where it was not asked."""
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
            f"History says nothing: in {size} there is nothing but a level, a trend or a season, or "
            "nothing settles.",
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
                f"In {size} {process} ran ahead of {result} by {_periods(told, found.lag)}, and {result} "
                f"of {process}",
                f"{size}的数据里，{process}领先{result} {_periods(told, found.lag)}，{result}也领先{process}",
            )
        case _ if isinstance(found.adjusted, float) and found.adjusted <= LEVEL:
            return say(
                f"In {size} {process} ran ahead of {result}, but made its forecasts no better.",
                f"{size}的数据里，{process}领先{result}，但并没有让预测更准。",
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
