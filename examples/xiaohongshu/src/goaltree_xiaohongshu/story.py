"""What the half-year scorecard has to tell: the stories that lie in the synthetic data, in either language.

Each story is read from the scorecard: its numbers are computed, and it is told only while it holds.
"""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from goaltree import NA

from .reading import Lang

if TYPE_CHECKING:
    from goaltree import Scorecard

_SCALES = {"zh": ((10**8, " 亿"), (10**4, " 万")), "en": ((10**9, "B"), (10**6, "M"))}


def stories(card: Scorecard, lang: Lang = "en") -> str:
    """The stories as numbered lines.

    Args:
        card: The half-year scorecard.
        lang: The language of the lines.
    """
    points = (_hidden, _abroad, _hollow, _season, _silent, _partial, _idle, _undated)
    told = filter(None, (point(card, lang) for point in points))
    return "\n".join(f"{number}. {line}" for number, line in enumerate(told, start=1))


def _hidden(card: Scorecard, lang: Lang) -> str:
    """A part far behind in a whole that is on track."""
    part, whole, share = card["gmv.跨境"], card["gmv"], card["cross_border_share"]
    if part.status != "off_track" or whole.status != "on_track":
        return ""
    value, due, behind, all_behind = (
        _amount(part.value, lang),
        _amount(part.expected, lang),
        _percent(part.deviation, signed=True),
        _percent(whole.deviation, signed=True),
    )
    now, before = _percent(share.value, digits=2), _percent(share.baseline)
    if lang == "zh":
        return (
            f"整体掩盖局部：跨境 GMV 完成 {value}，应完成 {due}（{behind}）；电商 GMV 整体仍属正常"
            f"（{all_behind}），因为其他渠道跟得上。跨境占比 {now}，反而低于起点 {before}。"
        )
    return (
        f"The whole hides a part: cross-border GMV brought {value} yuan of the {due} due ({behind}), and GMV as "
        f"a whole is on track ({all_behind}), as the other channels keep up. The cross-border share is {now}, "
        f"below the {before} where it started."
    )


def _abroad(card: Scorecard, lang: Lang) -> str:
    """Users abroad lag, and the basis of the deviation decides how bad that is."""
    new, users = card["new_mau.海外"], card["mau"]
    if new.status != "off_track" or users.status != "at_risk":
        return ""
    value, due = _amount(new.value, lang), _amount(new.expected, lang)
    growth = _percent(users.deviation, signed=True)
    level = _percent(_ratio(users.gap, users.expected), signed=True)
    governance = card.plan.governance
    alarm = governance.deviation["warning"].at if governance is not None else ""
    if lang == "zh":
        return (
            f"海外落后：海外新增 {value}，应有 {due}。MAU 因此按增量偏差 {growth}，已到预警线（{alarm}）；"
            f"按水平只有 {level}，毫无动静。文档没有说偏差与什么相比。"
        )
    return (
        f"Users abroad lag: {value} new ones came of the {due} due. MAU is therefore {growth} by increment, "
        f"past the warning ({alarm}), and {level} by level, which rings no bell; the document does not say which "
        "of the two is meant."
    )


def _hollow(card: Scorecard, lang: Lang) -> str:
    """A green number over an unhealthy process."""
    new = card["new_mau"]
    if new.own_status != "on_track" or not new.cap.endswith("healthy.数码"):
        return ""
    done = _percent(_ratio(new.value, new.expected))
    series = card.actuals.series("d7_retention", (("vertical", "数码"),))
    kept = _percent(series.values[-1]) if series is not None else "?"
    healthy = card.plan.metrics["d7_retention"].healthy["数码"]
    if lang == "zh":
        return (
            f"虚绿：新增 MAU 完成应有的 {done}，但数码垂类的 7 日留存只有 {kept}，健康值是 {healthy}："
            "人来了却留不住，所以最高只能是“有风险”。"
        )
    return (
        f"Hollow green: new users are at {done} of what is due, but of those who come for 数码 only {kept} are there "
        f"after a week, where {healthy} is healthy: they come and do not stay, so that the goal is at best at risk."
    )


def _season(card: Scorecard, lang: Lang) -> str:
    """A goal that is late by an even pace alone."""
    live = card["live_gmv"]
    if live.curve != "seasonal" or live.status != "on_track":
        return ""
    period = card.plan.period
    assert period is not None
    gone = Fraction((card.as_of - period.first + timedelta(days=1)).days, period.days)
    even = _number(live.target) * gone
    value, late = _amount(live.value, lang), _percent(_number(live.value) / even - 1, signed=True)
    due, ahead = _amount(live.expected, lang), _percent(live.deviation, signed=True)
    if lang == "zh":
        return (
            f"只是看起来晚：直播 GMV {value}，按匀速应有 {_amount(even, lang)}（{late}，偏离）；"
            f"但按 2023、2024 两年的季节（618、双11）到六月底应有 {due}（{ahead}），属正常。"
        )
    return (
        f"Late only by an even pace: live GMV is {value} yuan where an even pace wants {_amount(even, lang)} ({late}, off "
        f"track); by the season of 2023 and 2024, with 618 and 双11, {due} are due by the end of June "
        f"({ahead}): on track."
    )


def _silent(card: Scorecard, lang: Lang) -> str:
    """A source that stopped."""
    nps = card["nps"]
    if nps.status != "unknown" or "STALE" not in nps.reasons or nps.through is None:
        return ""
    last = f"{nps.through.year}-{nps.through.month:02}"
    if lang == "zh":
        return f"沉默不是绿色：NPS 的调研停在 {last}，状态为未知。没有团队承担这个目标，也就没有人发觉。"
    return (
        f"Silence is not green: the survey behind the NPS stopped in {last}, so its status is unknown. No team "
        "carries the goal, and nobody noticed."
    )


def _partial(card: Scorecard, lang: Lang) -> str:
    """A whole of which a part is missing."""
    brands = card["new_brands"]
    if "PARTIAL" not in brands.reasons:
        return ""
    known, value, due = (
        _percent(brands.coverage),
        _amount(brands.partial, lang),
        _amount(brands.expected, lang),
    )
    if lang == "zh":
        return (
            f"缺一部分：国际品牌的六月数据没有到，新增品牌只知道 {known}。已知部分 {value} 个与它们应有的 {due} 个相比；"
            "缺的既不算零，也不去猜。"
        )
    return (
        f"A part is missing: June of the brands from abroad has not come in, and {known} of the new brands are known. "
        f"They are scored as they are, {value} against the {due} due of them; what is missing is neither zero "
        "nor guessed."
    )


def _idle(card: Scorecard, lang: Lang) -> str:
    """A goal that nobody works on."""
    delivery, local = card["local_gmv.外卖"], card["local_gmv"]
    if delivery.status != "off_track":
        return ""
    behind, whole = _percent(delivery.deviation, signed=True), _percent(local.deviation, signed=True)
    if lang == "zh":
        return (
            f"没有行动的目标：外卖 GMV {behind}，拖得本地生活 GMV {whole}。本地生活部一项行动也没有，"
            "外卖小组没有成员：检查在年初就已指出。"
        )
    return (
        f"No action, no result: delivery GMV is {behind} and draws local life GMV to {whole}. The team has no action "
        "and the delivery group no members, which the check said before the year began."
    )


def _undated(card: Scorecard, lang: Lang) -> str:
    """Goals without a baseline are due in full at any time."""
    stores = card["overseas_warehouses"]
    if "NO_BASELINE" not in stores.reasons:
        return ""
    value, target = _amount(stores.value, lang), _amount(stores.target, lang)
    if lang == "zh":
        return (
            f"没有基准值，就没有路径：海外仓 {value} 国对 {target} 国。文档没有写从多少起步，也没有写何时到多少，"
            "所以全年任何一天都按全额要求。补上基准值或分期目标即可。"
        )
    return (
        f"No baseline, no path: warehouses are in {value} of {target} countries. The document says neither where that "
        "starts nor what is due when, so that all of it is due at any time. A baseline or dated targets mend it."
    )


def _number(value: float | Fraction | NA) -> Fraction:
    """A number as a fraction; a story is only told of numbers that are known."""
    assert not isinstance(value, NA)
    return Fraction(value)


def _ratio(part: float | NA, whole: float | NA) -> Fraction:
    return _number(part) / _number(whole)


def _amount(value: float | Fraction | NA, lang: Lang) -> str:
    """A number in four digits, with the scale word that the scorecard shows."""
    number = _number(value)
    size, word = next((one for one in _SCALES[lang] if number >= one[0]), (1, ""))
    return f"{float(number / size):.4g}{word}"


def _percent(value: float | Fraction | NA, *, signed: bool = False, digits: int = 1) -> str:
    number = float(_number(value) * 100)
    text = f"{number:+.{digits}f}" if signed else f"{number:.{digits}f}"
    return text.removesuffix(".0") + "%"
