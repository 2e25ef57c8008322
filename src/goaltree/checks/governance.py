"""Rules on how a plan is followed: the deviation ladder, meetings, working groups."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import Final

from ..finding import Finding, Rule, Words
from ..model.duration import Duration
from ..model.governance import RISK, UNDECIDED, Group, Meeting, Rung
from ..model.plan import Plan
from .rulebook import Check, found
from .sample import SAMPLE

CORE: Final = "core"

_SEVERITY: Final = {
    "note": 0, "info": 0, "watch": 0, "notice": 0, "提示": 0, "关注": 0, "蓝": 0, "blue": 0,
    "warning": 1, "warn": 1, "amber": 1, "yellow": 1, "alert": 1, "预警": 1, "警告": 1, "黄": 1,
    "orange": 2, "serious": 2, "橙": 2, "警报": 2,
    "emergency": 3, "critical": 3, "red": 3, "severe": 3, "crisis": 3, "应急": 3, "紧急": 3, "红": 3, "严重": 3,
}  # fmt: skip
"""How grave the usual names of rungs are; other names say nothing."""
_DAYS_A_MONTH: Final = 30


def _ladder(warning: str, emergency: str) -> str:
    return SAMPLE + f"governance:\n  deviation:\n    warning: {{{warning}}}\n    emergency: {{{emergency}}}\n"


_WARNING: Final = "at: ≤-10%, basis: level, answer: 周会说明原因, decide_within: 7 天"
_EMERGENCY: Final = "at: ≤-20%, basis: level, answer: 应急会议, decide_within: 24 小时"


def _governed(rest: str) -> str:
    return SAMPLE + f"governance: {{{rest}}}\n"


RUNG_EMPTY: Final = Rule(
    code="GT670",
    name="rung-without-threshold",
    level="warning",
    message=Words(
        "The rung `{key}` of the deviation ladder says no deviation at which it applies.",
        "偏差阶梯的 `{key}` 没有写明适用的偏差。",
    ),
    hint=Words("Add `at:`, such as `at: ≤-10%`.", "请加上 `at:`，例如 `at: ≤-10%`。"),
    why=Words("A rung without a threshold is used at will.", "没有阈值的等级只能凭感觉使用。"),
    wrong=_ladder(_WARNING, _EMERGENCY.replace("at: ≤-20%, ", "")),
    right=_ladder(_WARNING, _EMERGENCY),
)
RUNG_REVERSED: Final = Rule(
    code="GT671",
    name="rung-on-the-wrong-side",
    level="error",
    message=Words(
        "The rung `{key}` applies at {at}, which holds for every goal that is on its way.",
        "偏差阶梯的 `{key}` 在 {at} 时适用，而正常推进的目标都满足这一条件。",
    ),
    hint=Words("Write {mended}.", "请写 {mended}。"),
    why=Words("A rung that always applies alarms nobody.", "永远适用的等级警示不了任何人。"),
    wrong=_ladder(_WARNING, _EMERGENCY.replace("≤-20%", "≥-20%")),
    right=_ladder(_WARNING, _EMERGENCY),
)
RUNGS_SWAPPED: Final = Rule(
    code="GT672",
    name="rungs-out-of-order",
    level="error",
    message=Words(
        "The rung `{graver}` applies at {graver_at} already, and the milder `{milder}` only at {milder_at}.",
        "更严重的 `{graver}` 在 {graver_at} 就适用，而较轻的 `{milder}` 到 {milder_at} 才适用。",
    ),
    hint=Words("Swap the two thresholds, or correct one.", "请对调两个阈值，或改正其中一个。"),
    why=Words(
        "The milder rung is never reached before the graver one, so that it warns of nothing.",
        "较轻的等级永远不会先于较重的等级，也就起不到预警作用。",
    ),
    wrong=_ladder(_WARNING.replace("-10%", "-20%"), _EMERGENCY.replace("-20%", "-10%")),
    right=_ladder(_WARNING, _EMERGENCY),
)
GRAVER_LATER: Final = Rule(
    code="GT673",
    name="graver-rung-decides-later",
    level="warning",
    message=Words(
        "The rung `{graver}` ({graver_at}) leaves {graver_time} for a decision, and the milder `{milder}` ({milder_at}) only {milder_time}.",
        "更严重的 `{graver}`（{graver_at}）的决策时限为 {graver_time}，而较轻的 `{milder}`（{milder_at}）只有 {milder_time}。",
    ),
    hint=Words("Shorten `decide_within:` of `{graver}`.", "请缩短 `{graver}` 的 `decide_within:`。"),
    why=Words("The worse it is, the sooner somebody has to decide.", "情况越严重，越要尽快决策。"),
    wrong=_ladder(_WARNING, _EMERGENCY.replace("24 小时", "24 天")),
    right=_ladder(_WARNING, _EMERGENCY),
)
RUNG_UNANSWERED: Final = Rule(
    code="GT674",
    name="rung-without-answer",
    level="warning",
    message=Words(
        "Nothing says what happens at the rung `{key}` of the deviation ladder ({at}).",
        "没有说明偏差阶梯的 `{key}`（{at}）触发后做什么。",
    ),
    hint=Words("Add `answer:`.", "请加上 `answer:`。"),
    why=Words("A threshold without an answer is a number on a page.", "没有应对的阈值只是纸上的一个数。"),
    wrong=_ladder(_WARNING, _EMERGENCY.replace("answer: 应急会议, ", "")),
    right=_ladder(_WARNING, _EMERGENCY),
)
RUNG_BASELESS: Final = Rule(
    code="GT680",
    name="rung-without-basis",
    level="warning",
    message=Words(
        "The rung `{key}` of the deviation ladder ({at}) does not say what the deviation is measured against.",
        "偏差阶梯的 `{key}`（{at}）没有说明偏差以什么为基准。",
    ),
    hint=Words(
        "Add `basis:` with one of level, increment, pp, sigma; write `unstated` if the source does not say.",
        "请加上 `basis:`，取 level、increment、pp、sigma 之一；若来源没有写，填 `unstated`。",
    ),
    why=Words(
        "One and the same delay is no alert against the level and an emergency against the planned increase.",
        "同一滞后，按水平衡量可能不触发预警，按计划增量衡量却是紧急情况。",
    ),
    wrong=_ladder(_WARNING, _EMERGENCY.replace("basis: level, ", "")),
    right=_ladder(_WARNING, _EMERGENCY),
)
NO_CORE: Final = Rule(
    code="GT675",
    name="rung-for-core-goals-without-core-goals",
    level="error",
    message=Words(
        "The rung `{key}` is for the core goals, and no goal of the plan is core.",
        "偏差阶梯的 `{key}` 针对核心目标，而计划中没有核心目标。",
    ),
    hint=Words(
        "Mark the core goals with `core: true`, or name goals in the rung.",
        "请用 `core: true` 标出核心目标，或在该等级中写明目标。",
    ),
    why=Words("The rung applies to nothing.", "该等级不适用于任何目标。"),
    wrong=_ladder(_WARNING, _EMERGENCY + ", goals: core"),
    right=_ladder(_WARNING, _EMERGENCY + ", goals: core").replace("owner: shop}", "owner: shop, core: true}"),
)
RUNG_TAKEN: Final = Rule(
    code="GT682",
    name="rung-name-taken",
    level="error",
    message=Words(
        "A rung of the deviation ladder cannot be called `{key}`: alerts that are no rung are called so.",
        "偏差阶梯的等级不能叫 `{key}`：这是另一类预警的名称。",
    ),
    hint=Words(
        "Call it otherwise, such as `warning` or `emergency`.", "请另取名称，例如 `warning` 或 `emergency`。"
    ),
    why=Words(
        "An alert is known by its level; two kinds under one name would be taken for each other.",
        "预警以等级辨认；两类预警同名就会混为一谈。",
    ),
    wrong=_ladder(_WARNING, _EMERGENCY).replace("    warning:", "    risk:"),
    right=_ladder(_WARNING, _EMERGENCY),
)
GROUP_EMPTY: Final = Rule(
    code="GT676",
    name="group-without-members",
    level="warning",
    message=Words(
        "The working group `{key}` ({title}) has no members.", "工作小组 `{key}`（{title}）没有成员。"
    ),
    hint=Words("Add `teams:`.", "请加上 `teams:`。"),
    why=Words("A group that nobody belongs to does not meet.", "没有成员的小组不会开会。"),
    wrong=_governed("groups: {delivery: {title: 配送小组, every: 每周, ends: 2025-06-30}}"),
    right=_governed("groups: {delivery: {title: 配送小组, teams: [shop], every: 每周, ends: 2025-06-30}}"),
)
GROUP_ENDLESS: Final = Rule(
    code="GT677",
    name="group-without-end",
    level="warning",
    message=Words(
        "Nothing says when the working group `{key}` ({title}) ends.",
        "没有说明工作小组 `{key}`（{title}）何时结束。",
    ),
    hint=Words(
        "Add `ends:`; write `unstated` if the source does not say.",
        "请加上 `ends:`；若来源没有写，填 `unstated`。",
    ),
    why=Words("A group for a time that has no end becomes a department.", "没有期限的临时小组会变成部门。"),
    wrong=_governed("groups: {delivery: {title: 配送小组, teams: [shop], every: 每周}}"),
    right=_governed("groups: {delivery: {title: 配送小组, teams: [shop], every: 每周, ends: 2025-06-30}}"),
)
MEETING_TIMELESS: Final = Rule(
    code="GT678",
    name="meeting-without-cadence",
    level="warning",
    message=Words(
        "Nothing says how often `{key}` ({title}) takes place.", "没有说明 `{key}`（{title}）多久一次。"
    ),
    hint=Words("Add `every:`, such as `every: week`.", "请加上 `every:`，例如 `every: 每周`。"),
    why=Words(
        "A meeting without a rhythm is called when it is too late.", "没有节奏的会议，总在来不及时才召开。"
    ),
    wrong=_governed("cadence: {weekly: {title: 周例会, teams: [shop], about: 同步进度}}"),
    right=_governed("cadence: {weekly: {title: 周例会, every: 每周, teams: [shop], about: 同步进度}}"),
)
MEETING_EMPTY: Final = Rule(
    code="GT679",
    name="meeting-without-members",
    level="warning",
    message=Words("Nobody takes part in `{key}` ({title}).", "没有人参加 `{key}`（{title}）。"),
    hint=Words("Add `teams:`, or `teams: all`.", "请加上 `teams:`，或写 `teams: all`。"),
    why=Words("A meeting that names nobody has no one to prepare it.", "没有写明参加者的会议，没有人准备。"),
    wrong=_governed("cadence: {weekly: {title: 周例会, every: 每周, about: 同步进度}}"),
    right=_governed("cadence: {weekly: {title: 周例会, every: 每周, teams: [shop], about: 同步进度}}"),
)


def rung_without_threshold(plan: Plan) -> Iterator[Finding]:
    """Rungs that apply at no stated deviation."""
    for key, rung in _rungs(plan):
        if rung.at is None and not plan.wrote(f"governance.deviation.{key}.at"):
            yield found(plan, RUNG_EMPTY, f"governance.deviation.{key}", key=key)


def rung_on_the_wrong_side(plan: Plan) -> Iterator[Finding]:
    """Rungs whose bound looks away from the deviation: at least -20 %, at most +8 %."""
    for key, rung in _rungs(plan):
        at = rung.at
        if at is None or not at.base:
            continue
        if (at.base < 0 and at.bound in (">=", ">", "+")) or (at.base > 0 and at.bound in ("<=", "<")):
            text = str(at)
            turned = text.translate(str.maketrans("≥≤<>", "≤≥><"))
            yield found(plan, RUNG_REVERSED, _at(plan, key), key=key, at=text, mended=turned)


def rungs_out_of_order(plan: Plan) -> Iterator[Finding]:
    """A graver rung that applies before a milder one, for goals that both are for.

    Which is graver, the usual names say; of other names, the shorter time for a decision.
    """
    for milder, graver in _swapped(plan):
        rungs = dict(_rungs(plan))
        yield found(
            plan,
            RUNGS_SWAPPED,
            _at(plan, graver),
            others=[_at(plan, milder)],
            graver=graver,
            graver_at=rungs[graver].at,
            milder=milder,
            milder_at=rungs[milder].at,
        )


def graver_rung_decides_later(plan: Plan) -> Iterator[Finding]:
    """A rung for a larger deviation that leaves more time than one for a smaller, or all the time."""
    swapped = {frozenset(pair) for pair in _swapped(plan)}
    for (one, first), (two, second) in combinations(_rungs(plan), 2):
        if (
            first.at is None
            or second.at is None
            or not _comparable(first, second)
            or frozenset((one, two)) in swapped
        ):
            continue
        mild, grave = (
            ((one, first), (two, second))
            if abs(first.at.base) < abs(second.at.base)
            else ((two, second), (one, first))
        )
        soon, late = mild[1].decide_within, grave[1].decide_within
        if (
            first.at.base != second.at.base
            and soon is not None
            and (late is None or _length(late) > _length(soon))
        ):
            field = f"governance.deviation.{grave[0]}.decide_within"
            yield found(
                plan,
                GRAVER_LATER,
                field if plan.wrote(field) else _at(plan, grave[0]),
                others=[f"governance.deviation.{mild[0]}.decide_within"],
                graver=grave[0],
                graver_at=grave[1].at,
                graver_time=_said(late) if late is not None else Words("no limit", "不限"),
                milder=mild[0],
                milder_at=mild[1].at,
                milder_time=_said(soon),
            )


def rung_without_answer(plan: Plan) -> Iterator[Finding]:
    """Rungs at which nothing happens."""
    for key, rung in _rungs(plan):
        if rung.answer is None and not plan.wrote(f"governance.deviation.{key}.answer"):
            yield found(plan, RUNG_UNANSWERED, f"governance.deviation.{key}", key=key, at=rung.at or "—")


def rung_without_basis(plan: Plan) -> Iterator[Finding]:
    """Rungs whose deviation is measured against nothing that is said."""
    for key, rung in _rungs(plan):
        if rung.basis is None and rung.at is not None and not plan.wrote(f"governance.deviation.{key}.basis"):
            yield found(plan, RUNG_BASELESS, f"governance.deviation.{key}", key=key, at=rung.at)


def rung_name_taken(plan: Plan) -> Iterator[Finding]:
    """Rungs by the name of another kind of alert."""
    for key, _ in _rungs(plan):
        if key in (RISK, UNDECIDED):
            yield found(plan, RUNG_TAKEN, f"governance.deviation.{key}", key=key)


def rung_for_core_goals_without_core_goals(plan: Plan) -> Iterator[Finding]:
    """Rungs for the core goals of a plan that has none."""
    if any(goal.core for goal in plan.goals.values()):
        return
    for key, rung in _rungs(plan):
        if CORE in rung.goals:
            yield found(plan, NO_CORE, f"governance.deviation.{key}.goals", key=key)


def group_without_members(plan: Plan) -> Iterator[Finding]:
    """Working groups that no team belongs to."""
    for key, group in _groups(plan):
        if not group.teams and not plan.wrote(f"governance.groups.{key}.teams"):
            yield found(plan, GROUP_EMPTY, f"governance.groups.{key}", key=key, title=group.title or key)


def group_without_end(plan: Plan) -> Iterator[Finding]:
    """Working groups for a time that has no end."""
    for key, group in _groups(plan):
        if group.ends is None and not plan.wrote(f"governance.groups.{key}.ends"):
            yield found(plan, GROUP_ENDLESS, f"governance.groups.{key}", key=key, title=group.title or key)


def meeting_without_cadence(plan: Plan) -> Iterator[Finding]:
    """Meetings that say no rhythm."""
    for key, meeting in _meetings(plan):
        if meeting.every is None and not plan.wrote(f"governance.cadence.{key}.every"):
            yield found(
                plan, MEETING_TIMELESS, f"governance.cadence.{key}", key=key, title=meeting.title or key
            )


def meeting_without_members(plan: Plan) -> Iterator[Finding]:
    """Meetings in which nobody takes part."""
    for key, meeting in _meetings(plan):
        if not meeting.teams and not plan.wrote(f"governance.cadence.{key}.teams"):
            yield found(plan, MEETING_EMPTY, f"governance.cadence.{key}", key=key, title=meeting.title or key)


def _rungs(plan: Plan) -> tuple[tuple[str, Rung], ...]:
    return tuple(plan.governance.deviation.items()) if plan.governance else ()


def _groups(plan: Plan) -> tuple[tuple[str, Group], ...]:
    return tuple(plan.governance.groups.items()) if plan.governance else ()


def _meetings(plan: Plan) -> tuple[tuple[str, Meeting], ...]:
    return tuple(plan.governance.cadence.items()) if plan.governance else ()


def _at(plan: Plan, key: str) -> str:
    """The key path of a rung's threshold, which an author may write as the rung itself."""
    path = f"governance.deviation.{key}.at"
    return path if plan.wrote(path) else f"governance.deviation.{key}"


def _swapped(plan: Plan) -> Iterator[tuple[str, str]]:
    """Pairs of a milder and a graver rung whose thresholds say the contrary, or the same."""
    for (one, first), (two, second) in combinations(_rungs(plan), 2):
        order = _graver(one, first, two, second)
        if not order or first.at is None or second.at is None or not _comparable(first, second):
            continue
        milder, graver = (one, two) if order > 0 else (two, one)
        mild, grave = (first, second) if order > 0 else (second, first)
        if mild.at is not None and grave.at is not None and abs(grave.at.base) <= abs(mild.at.base):
            yield milder, graver


def _graver(one: str, first: Rung, two: str, second: Rung) -> int:
    """1 where the second rung is graver, -1 where the first is, 0 where nothing says."""
    ranks = _SEVERITY.get(one.casefold()), _SEVERITY.get(two.casefold())
    if ranks[0] is not None and ranks[1] is not None:
        return (ranks[1] > ranks[0]) - (ranks[1] < ranks[0])
    if first.decide_within is None or second.decide_within is None:
        return 0
    times = _length(first.decide_within), _length(second.decide_within)
    return (times[1] < times[0]) - (times[1] > times[0])


def _comparable(first: Rung, second: Rung) -> bool:
    """Whether two rungs lie on one side, on one basis, for goals that some have in common."""
    if first.at is None or second.at is None or (first.at.base < 0) != (second.at.base < 0):
        return False
    if first.basis != second.basis or first.at.unit.kind != second.at.unit.kind:
        return False
    goals = set(first.goals) & set(second.goals)
    return bool(goals) or not first.goals or not second.goals or CORE in (*first.goals, *second.goals)


def _length(time: Duration) -> Fraction:
    """A length of time in days; a month counts as 30, which suffices to tell 24 hours from 7 days."""
    days = time.days
    return days if days is not None else (time.months or Fraction(0)) * _DAYS_A_MONTH


_UNITS: Final = {
    "minute": "分钟",
    "hour": "小时",
    "day": "天",
    "week": "周",
    "month": "个月",
    "quarter": "个季度",
    "year": "年",
}


def _said(time: Duration) -> Words:
    return Words(str(time), f"{str(time).split(' ', maxsplit=1)[0]} {_UNITS[time.unit]}")


CHECKS: Final = (
    Check(RUNG_EMPTY, rung_without_threshold),
    Check(RUNG_REVERSED, rung_on_the_wrong_side),
    Check(RUNGS_SWAPPED, rungs_out_of_order),
    Check(GRAVER_LATER, graver_rung_decides_later),
    Check(RUNG_UNANSWERED, rung_without_answer),
    Check(RUNG_BASELESS, rung_without_basis),
    Check(RUNG_TAKEN, rung_name_taken),
    Check(NO_CORE, rung_for_core_goals_without_core_goals),
    Check(GROUP_EMPTY, group_without_members),
    Check(GROUP_ENDLESS, group_without_end),
    Check(MEETING_TIMELESS, meeting_without_cadence),
    Check(MEETING_EMPTY, meeting_without_members),
)
