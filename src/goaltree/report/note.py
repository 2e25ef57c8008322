"""What a reader has to know of one goal beside its numbers, as sentences."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Final

from ..maths.status import rank
from ..model.missing import NA
from ..scorecard.score import Score
from ..scorecard.shown import number_text, quantity_text, share_text
from ..scorecard.wording import CURVE, FAVOUR, GRAIN, STATUS, reason_text, word
from .told import NOTHING, Told

_PLAIN_CURVES: Final = ("", "linear")
_UNJUDGED: Final = ("unknown", "not_started")
_NAMED: Final = 3
"""So many missing parts are named."""
_LISTED: Final = 8
"""So many goals that got worse are named."""


def facts(told: Told, score: Score) -> list[str]:
    """What is said of a goal that needs a look: how far it is from what is due, since when, its notes, what was assumed."""
    found = [*_since(told, score), *notes(told, score), *_assumed(told, score)]
    if score.favour == "adverse" and score.status != "unknown":
        found.insert(0, situation(told, score))
    return found


def _since(told: Told, score: Score) -> Iterator[str]:
    """Since which review it has its status, and which it had before; nothing where it never had another."""
    before = next((at for at, one in enumerate(reversed(score.history)) if one[1] != score.status), 0)
    then = score.history[-before - 1][1] if before else "not_started"
    if then in _UNJUDGED:
        return
    day, _ = score.history[-before]
    now, was = (word(STATUS, status, told.lang) for status in (score.status, then))
    yield told.say(f"{now} since {day}, {was} before", f"自 {day} 起{now}，此前{was}")


def _assumed(told: Told, score: Score) -> Iterator[str]:
    """How it came to be due as it is, where that is no straight line from the start."""
    say = told.say
    if told.is_due_in_full(score):
        yield say("no baseline: due in full at any time", "没有基线：任何时点都按全额应达")
    if score.curve not in _PLAIN_CURVES:
        curve = word(CURVE, score.curve, told.lang)
        yield say(f"due by the curve: {curve}", f"应达曲线：{curve}")


def worsened(told: Told) -> str:
    """The goals that stand worse than at the review before, as it is known now; empty where there is none."""
    say, found = told.say, []
    for score in told.card:
        before = score.history[-2][1] if len(score.history) > 1 else "not_started"
        if before not in _UNJUDGED and rank(score.status) > rank(before):
            found.append(f"{say.goal(score.key)} ({told.status(before)} → {told.status(score.status)})")
    more = [say(f"{len(found) - _LISTED} more", f"等 {len(found)} 个")] if len(found) > _LISTED else []
    listed = say.join([*found[:_LISTED], *more])
    return say(f"worse than at the review before: {listed}", f"比上期复盘变差：{listed}") if found else ""


def situation(told: Told, score: Score) -> str:
    """How a goal stands against what is due, and what it would take; empty where that is not known."""
    parts = [_distance(told, score), _needed(told, score)]
    return told.say("; ", "；").join(part for part in parts if part)


def _distance(told: Told, score: Score) -> str:
    say = told.say
    if isinstance(score.gap, NA) or isinstance(score.deviation, NA) or score.favour is None:
        return ""
    due = told.expected(score)
    shown = told.distance(score)
    away = " ".join(filter(None, (told.deviation(score), told.basis(score)))) if score.basis != "pp" else ""
    judged = say(", ", "，").join(filter(None, (away, word(FAVOUR, score.favour, told.lang))))
    side = say("below", "少") if score.gap < 0 else say("above", "多")
    return say(
        f"{shown} {side} the {due} due by {score.through} ({judged})",
        f"比截至 {score.through} 的应达 {due} {side} {shown}（{judged}）",
    )


def _needed(told: Told, score: Score) -> str:
    say, rate, uplift = told.say, score.required_rate, score.required_uplift
    if isinstance(rate, NA) or told.term(score.key).direction != "up" or told.is_over(score.key):
        return ""
    shown, grain = told.amount(score.key, rate), word(GRAIN, told.card.grid.grain, told.lang)
    needed = say(f"needs {shown} a {grain} from now on", f"此后{grain}需 {shown}")
    if isinstance(uplift, NA):
        return needed
    times = number_text(uplift, limits=(Fraction(1),))
    return needed + say(f", {times} times what it made so far", f"，为此前的 {times} 倍")


def notes(told: Told, score: Score) -> Iterator[str]:
    """What capped its status, what is missing or was put in the place of something, what is worst below it."""
    say = told.say
    yield from _cap(told, score)
    if score.cap != "stale" and told.card.is_late(told.card.blueprint.rows[score.key]):
        yield say(f"the value reaches {score.through}", f"数值只到 {score.through}")
    yield from _coverage(told, score)
    yield from _even(told, score)
    for reason in score.reasons:
        if reason == "RESTATED":
            yield _restated(told, score)
        elif reason != "NO_BASELINE" and not _is_told(score, reason):
            yield reason_text(reason, told.lang)
    if score.worst_child is not None and rank(score.worst_child[1]) > rank(score.status):
        worst = f"{say.goal(score.worst_child[0])} {told.status(score.worst_child[1])}"
        yield say(f"worst below it: {worst}", f"其下最差：{worst}")


def _even(told: Told, score: Score) -> Iterator[str]:
    """That by an even pace it would stand on the other side of what is due; nothing where it does not."""
    even = told.even(score)
    if isinstance(even, NA) or isinstance(score.expected, NA) or isinstance(score.value, NA):
        return
    sides = [(score.value > due) - (score.value < due) for due in (even, score.expected)]
    if sides[0] * sides[1] >= 0:
        return
    due, far = told.amount(score.key, even, score.value), share_text(score.value / even - 1, signed=True)
    curve = word(CURVE, score.curve, told.lang)
    yield told.say(
        f"by an even pace {due} would be due ({far}); it is judged by the curve: {curve}",
        f"按匀速应达 {due}（{far}）；按应达曲线评判：{curve}",
    )


def _restated(told: Told, score: Score) -> str:
    """Which values were corrected, from what to what."""
    found = told.corrections(score)
    words = reason_text("RESTATED", told.lang)
    if not found:
        return words
    shown = [f"{period} {told.corrected(score.key, then, now)}" for period, then, now in found]
    more = [told.say(f"{len(shown) - _NAMED} more", f"等 {len(shown)} 期")] if len(shown) > _NAMED else []
    listed = told.say.join([*shown[:_NAMED], *more])
    return told.say(f"{words}: {listed}", f"{words}：{listed}")


def _is_told(score: Score, reason: str) -> bool:
    """Whether the note on coverage or on age says it already."""
    return reason in ("PARTIAL", "LOW_COVERAGE") if _is_partial(score) else reason == score.cap.upper()


def _is_partial(score: Score) -> bool:
    return not isinstance(score.partial, NA) or "LOW_COVERAGE" in score.reasons


def _coverage(told: Told, score: Score) -> Iterator[str]:
    if not _is_partial(score):
        return
    say = told.say
    share = NOTHING if isinstance(score.coverage, NA) else share_text(score.coverage)
    missing = _missing(told, score)
    lack = say(f" (missing: {missing})", f"（缺 {missing}）") if missing else ""
    if isinstance(score.attainment, NA):
        yield say(f"only {share} of it is known{lack}: not scored", f"仅 {share} 可知{lack}：不评分")
    else:
        yield say(
            f"{share} of it is known{lack}: that is scored against its share of the target",
            f"{share} 可知{lack}：按已知部分及其对应目标评分",
        )


def _missing(told: Told, score: Score) -> str:
    """The parts whose values do not reach as far as the goal's."""
    say, card = told.say, told.card
    found = [
        part
        for part in card.wiring.parts_of(score.key)
        if part in card and not _reaches(card[part].through, score.through)
    ]
    shown = [say.title(part) for part in dict.fromkeys(found)]
    more = [say(f"{len(shown) - _NAMED} more", f"等 {len(shown)} 项")] if len(shown) > _NAMED else []
    return say.join([*shown[:_NAMED], *more])


def _reaches(part: date | None, whole: date | None) -> bool:
    return whole is None or (part is not None and part >= whole)


def _cap(told: Told, score: Score) -> Iterator[str]:
    say, own = told.say, word(STATUS, score.own_status, told.lang)
    if score.cap == "stale":
        yield say(
            f"out of date: the value reaches {score.through}; it was {own} then",
            f"数据过期：数值只到 {score.through}，当时为{own}",
        )
    elif score.cap:
        rail = _guardrail(told, score)
        yield say(f"hollow: {own} by its own numbers, but {rail}", f"虚绿：自身数字为{own}，但{rail}")
    elif rank(score.own_status) < rank(score.status) and score.through is not None:
        yield say(
            f"{own} by this review's numbers; shown so once that lasts", f"按本期数字为{own}；持续后才会上调"
        )


def _guardrail(told: Told, score: Score) -> str:
    """The healthy range that is left, and by which value."""
    card = told.card
    row = card.blueprint.rows[score.key]
    rail = next(one for one in card.blueprint.guardrails if one.row == row and one.at == score.cap)
    node = card.blueprint.order[rail.node]
    unit = node.metric.unit
    ends = [
        (mark if is_in else mark_out, end)
        for mark, mark_out, is_in, end in (
            ("≥", ">", rail.is_low_in, rail.low),
            ("≤", "<", rail.is_high_in, rail.high),
        )
        if end is not None
    ]
    number = Fraction(float(card.figures.of_period(card.blueprint.order)[rail.node, card.latest(row)]))
    value = quantity_text(number, unit, told.lang, limits=[end for _, end in ends])
    healthy = " ".join(f"{mark}{quantity_text(end, unit, told.lang)}" for mark, end in ends)
    title = card.plan.title_of(node.metric.key, told.lang)
    return told.say(
        f"its guardrail {title} is {value}, healthy is {healthy}",
        f"护栏指标“{title}”为 {value}，健康范围 {healthy}",
    )
