"""Rules on levels: baseline, target and tiers go the way that the metric calls better."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, Final, Literal

from attrs import frozen

from ..finding import Finding, Rule, Words
from ..model.goal import Goal
from ..model.plan import Plan
from ..model.quantity import Quantity
from .arithmetic import number, sums_over_time, unit_of
from .identity import Term, term
from .rulebook import Check, found, stake_of
from .sample import ACTION, HEAD, TEAM

Way = Literal["up", "down"]
_FLOOR: Final = (">=", ">", "+")
_CEILING: Final = ("<=", "<")
WAYS: Final = {"up": Words("up", "越高越好"), "down": Words("down", "越低越好")}
_OTHER: Final[Mapping[str, str]] = {"up": "down", "down": "up"}


def _goal(fields: str) -> str:
    goal = f"goals:\n  sales: {{title: 转化率, kind: ratio, unit: '%', {fields}, owner: shop}}\n"
    return HEAD + goal + TEAM + ACTION


def _cost(fields: str) -> str:
    goal = f"goals:\n  sales: {{title: 成本, kind: flow, unit: 元, direction: down, {fields}, owner: shop}}\n"
    return HEAD + goal + TEAM + ACTION


AGAINST_DIRECTION: Final = Rule(
    code="GT333",
    name="target-against-direction",
    level="error",
    message=Words(
        "`{key}` is to go {words}, and its target {stated} is {way} its baseline {baseline}.",
        "`{key}` {words}，而目标 {stated} {way}基准 {baseline}。",
    ),
    hint=Words(
        "Correct the target or the baseline, or write `direction: {other}`.",
        "请改正目标或基准，或写 `direction: {other}`。",
    ),
    why=Words(
        "A target on the wrong side of the baseline is reached by doing worse.",
        "目标在基准的反方向，意味着变差才算达成。",
    ),
    wrong=_goal("direction: up, baseline: 60%, target: 50%"),
    right=_goal("direction: up, baseline: 50%, target: 60%"),
)
BOUND_AGAINST: Final = Rule(
    code="GT334",
    name="bound-against-direction",
    level="error",
    message=Words(
        "`{key}` is to go {words}, and its {field} `{text}` is {bound}.",
        "`{key}` {words}，而它的{field} `{text}` 是{bound}。",
    ),
    hint=Words("Write `{mended}`, or `direction: {other}`.", "请写 `{mended}`，或写 `direction: {other}`。"),
    why=Words(
        "A ceiling on what should grow calls every success a failure.",
        "给越高越好的指标设上限，会把成功判为失败。",
    ),
    wrong=_goal("direction: up, baseline: 50%, target: ≤60%"),
    right=_goal("direction: up, baseline: 50%, target: ≥60%"),
)
TIERS_DISORDERED: Final = Rule(
    code="GT336",
    name="tiers-out-of-order",
    level="error",
    message=Words(
        "`{key}` is to go {words}, and its {first} {low} is {way} its {second} {high}.",
        "`{key}` {words}，而它的{first} {low} {way}{second} {high}。",
    ),
    hint=Words(
        "Order them threshold, target, stretch, each one {better} than the one before.",
        "请按门槛、目标、挑战值排列，后一个比前一个{better}。",
    ),
    why=Words(
        "Tiers are steps: whoever reaches the next one has reached those before.",
        "分级是台阶：达到后一级就必然达到前一级。",
    ),
    wrong=_goal("direction: up, baseline: 50%, target: 60%, tiers: {threshold: 65%, stretch: 70%}"),
    right=_goal("direction: up, baseline: 50%, target: 60%, tiers: {threshold: 55%, stretch: 70%}"),
)
ALREADY_MET: Final = Rule(
    code="GT337",
    name="target-already-met",
    level="warning",
    message=Words(
        "The target of `{key}`, `{stated}`, {what}: the baseline is {baseline}.",
        "`{key}` 的目标 `{stated}` {what}：基准为 {baseline}。",
    ),
    hint=Words("{change} the target, or {other}.", "请{change}目标；{other}。"),
    why=Words(
        "A target that is met on the first day asks nothing of anybody.",
        "第一天就已达到的目标，对谁都没有要求。",
    ),
    wrong=_goal("direction: up, baseline: 70%, target: ≥60%"),
    right=_goal("direction: up, baseline: 50%, target: ≥60%"),
)
MAY_GROW: Final = Rule(
    code="GT341",
    name="limit-above-baseline",
    level="note",
    message=Words(
        "`{key}` is to go down, and may be more than its baseline {baseline}: its limit is `{stated}`.",
        "`{key}` 越低越好，但上限 `{stated}` 高于基准 {baseline}，允许增加。",
    ),
    hint=Words(
        "Nothing need be done if it may grow; else lower the target below {baseline}, or correct the baseline.",
        "如果允许增加，可以不改；否则请把目标降到 {baseline} 以下，或改正基准。",
    ),
    why=Words(
        "A budget may grow with the business, and who reads that less is better expects it to fall.",
        "预算可以随业务增长；但看到“越低越好”的人会以为它要下降。",
    ),
    wrong=_cost("baseline: 900万, target: ≤950万"),
    right=_cost("baseline: 900万, target: ≤850万"),
)
NO_CHANGE: Final = Rule(
    code="GT338",
    name="baseline-equals-target",
    level="note",
    message=Words(
        "The baseline of `{key}` equals its target, {stated}: {what}.",
        "`{key}` 的基准等于目标 {stated}：{what}。",
    ),
    hint=Words(
        "Write `{kept}` if that is meant, else correct one of the two.",
        "如果本意如此，请写 `{kept}`；否则请改正其中一个。",
    ),
    why=Words(
        "Progress from a baseline to the same number is 0 out of 0.", "从基准到相同的数，进度是 0 除以 0。"
    ),
    wrong=_goal("direction: up, baseline: 60%, target: 60%"),
    right=_goal("direction: up, baseline: 60%, target: 60%, semantics: every"),
)

_AS_LEVEL: Final = Words(
    "it is scored as a level to be kept, not as progress", "按“保持水平”评分，而不是按进度"
)
_AS_BEFORE: Final = Words("it is to be as much as before", "要求与此前持平")


def is_against(way: str | None, quantity: Quantity) -> bool:
    """Whether a number is a ceiling of what should grow, or a floor of what should fall."""
    return (way == "up" and quantity.bound in _CEILING) or (way == "down" and quantity.bound in _FLOOR)


def bound_params(way: str, quantity: Quantity) -> dict[str, Any]:
    """What a message about a bound against the direction says."""
    is_floor = quantity.bound in _FLOOR
    return {
        "words": WAYS[way],
        "text": str(quantity),
        "bound": Words("a floor", "下限") if is_floor else Words("a ceiling", "上限"),
        "mended": f"{'≤' if is_floor else '≥'}{quantity.plain_text}",
        "other": _OTHER[way],
    }


@frozen(kw_only=True)
class Levels:
    """A goal with a direction, and its baseline and target where both are stated."""

    goal: Goal
    way: Way
    baseline: Term | None
    target: Term | None

    @property
    def gain(self) -> int:
        """1 where the target is better than the baseline, -1 where it is worse, 0 where they are equal or unknown."""
        if self.baseline is None or self.target is None:
            return 0
        change = self.target.value - self.baseline.value
        return 0 if change == 0 else 1 if (change > 0) == (self.way == "up") else -1

    @property
    def is_bound_against(self) -> bool:
        """Whether the target is a ceiling of what should grow, or a floor of what should fall."""
        return self.target is not None and is_against(self.way, self.target.quantity)


def _is_along(way: str, quantity: Quantity) -> bool:
    return (way == "up" and quantity.bound in _FLOOR) or (way == "down" and quantity.bound in _CEILING)


def _is_fine(goal: Goal, way: Way) -> bool:
    """Whether a goal shows at a glance that it goes the right way; exact arithmetic is for the others."""
    baseline, target = goal.baseline, goal.target
    if goal.tiers is not None or not isinstance(target, Quantity) or is_against(way, target):
        return goal.tiers is None and not isinstance(target, Quantity)
    if not isinstance(baseline, Quantity):
        return True
    is_same = baseline.unit is target.unit or baseline.unit == target.unit
    return is_same and baseline.value != target.value and (target.value > baseline.value) == (way == "up")


def against_direction(plan: Plan) -> Iterator[Finding]:
    """Baselines, targets and tiers that do not go the way that their metric calls better."""
    for one in _levels(plan):
        for look in (_wrong_side, _wrong_bound, _tiers, _met, _no_change):
            yield from look(plan, one)


def _levels(plan: Plan) -> Iterator[Levels]:
    ways = {
        key: metric.direction for key, metric in plan.metrics.items() if metric.direction in ("up", "down")
    }
    for key, goal in plan.goals.items():
        way: Way = "up" if ways.get(goal.metric) == "up" else "down"
        if goal.metric in ways and not _is_fine(goal, way):
            unit = unit_of(plan, key)
            baseline, target = number(plan, key, "baseline", unit), number(plan, key, "target", unit)
            if baseline is not None and not (baseline.quantity.is_exact or baseline.quantity.bound == "~"):
                baseline = None
            yield Levels(goal=goal, way=way, baseline=baseline, target=target)


def _wrong_side(plan: Plan, one: Levels) -> Iterator[Finding]:
    """Targets on the worse side of their baseline."""
    if (
        one.gain < 0
        and one.target
        and one.baseline
        and not one.is_bound_against
        and not _is_along(one.way, one.target.quantity)
    ):
        yield found(
            plan,
            AGAINST_DIRECTION,
            one.target.path,
            others=[one.baseline.path, _direction_at(plan, one.goal)],
            stake=stake_of(one.target.quantity),
            key=one.goal.key,
            words=WAYS[one.way],
            way=_below(one.target, one.baseline),
            stated=str(one.target.quantity),
            baseline=str(one.baseline.quantity),
            other=_OTHER[one.way],
        )


def _wrong_bound(plan: Plan, one: Levels) -> Iterator[Finding]:
    """Targets that are a ceiling of what should grow, or a floor of what should fall."""
    if one.target is not None and one.is_bound_against:
        yield found(
            plan,
            BOUND_AGAINST,
            one.target.path,
            others=[_direction_at(plan, one.goal)],
            key=one.goal.key,
            field=Words("target", "目标"),
            **bound_params(one.way, one.target.quantity),
        )


def _tiers(plan: Plan, one: Levels) -> Iterator[Finding]:
    """Threshold, target and stretch that are not each better than the one before."""
    tiers = one.goal.tiers
    if tiers is None:
        return
    unit = unit_of(plan, one.goal.key)
    steps = [
        (Words("threshold", "门槛"), term(plan, f"{one.goal.at}.tiers.threshold", tiers.threshold, unit)),
        (Words("target", "目标"), one.target),
        (Words("stretch", "挑战值"), term(plan, f"{one.goal.at}.tiers.stretch", tiers.stretch, unit)),
    ]
    known = [(words, step) for words, step in steps if step is not None]
    for (first, low), (second, high) in pairwise(known):
        if low.value != high.value and (low.value > high.value) == (one.way == "up"):
            yield found(
                plan,
                TIERS_DISORDERED,
                low.path if low.path.endswith("threshold") else high.path,
                others=[high.path if low.path.endswith("threshold") else low.path],
                key=one.goal.key,
                words=WAYS[one.way],
                first=first,
                second=second,
                low=str(low.quantity),
                high=str(high.quantity),
                way=_below(low, high),
                better=Words("higher", "高") if one.way == "up" else Words("lower", "低"),
            )
            break


def _met(plan: Plan, one: Levels) -> Iterator[Finding]:
    """Floors and ceilings that the baseline keeps already, but where the level is said to be kept.

    A total begins at 0, so that nothing of it is kept before: its floor may ask for less than before,
    and its ceiling may allow more.
    """
    if not (
        one.gain < 0
        and one.target
        and one.baseline
        and _is_along(one.way, one.target.quantity)
        and not _is_kept(one.goal)
    ):
        return
    is_total = sums_over_time(plan, one.goal.key, one.goal)
    params = {} if is_total and one.way == "down" else _met_params(one.way, is_total)
    yield found(
        plan,
        ALREADY_MET if params else MAY_GROW,
        one.target.path,
        others=[one.baseline.path],
        key=one.goal.key,
        stated=str(one.target.quantity),
        baseline=str(one.baseline.quantity),
        **params,
    )


def _met_params(way: Way, is_total: bool) -> dict[str, Any]:
    """What is wrong with a target that the baseline meets, and the way out of it."""
    if is_total:
        what = Words("is less than was reached before", "低于此前已达到的水平")
        other = Words("correct the baseline", "或改正基准")
    else:
        what = Words("is met before it begins", "在开始前已经达到")
        other = Words(
            "write `semantics: every` if the level is only to be kept",
            "如果只是保持水平，请写 `semantics: every`",
        )
    change = Words("Raise", "提高") if way == "up" else Words("Lower", "降低")
    return {"what": what, "change": change, "other": other}


def _no_change(plan: Plan, one: Levels) -> Iterator[Finding]:
    """Goals that begin where they are to end, but where the level is said to be kept.

    `semantics: every` would ask for a whole year's total in every month, so that no total is told of it.
    """
    if one.baseline and one.target and one.baseline.value == one.target.value and not _is_kept(one.goal):
        is_total = sums_over_time(plan, one.goal.key, one.goal)
        yield found(
            plan,
            NO_CHANGE,
            one.target.path,
            others=[one.baseline.path],
            key=one.goal.key,
            stated=str(one.target.quantity),
            what=_AS_BEFORE if is_total else _AS_LEVEL,
            kept="growth: 0%" if is_total else "semantics: every",
        )


def _is_kept(goal: Goal) -> bool:
    """Whether a goal says that its level is to be kept: in every period, or by a growth of nothing."""
    return goal.semantics == "every" or (isinstance(goal.growth, Quantity) and goal.growth.value == 0)


def _below(one: Term, other: Term) -> Words:
    return Words("below", "低于") if one.value < other.value else Words("above", "高于")


def _direction_at(plan: Plan, goal: Goal) -> str:
    return f"{plan.metrics[goal.metric].at}.direction"


CHECKS: Final = (
    Check(
        AGAINST_DIRECTION,
        against_direction,
        also=(BOUND_AGAINST, TIERS_DISORDERED, ALREADY_MET, MAY_GROW, NO_CHANGE),
    ),
)
