"""Rules on directions: which way is better is said, and ranges and growths fit it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from ..finding import Finding, Rule, Words
from ..model.metric import Metric
from ..model.plan import Plan
from ..model.quantity import Quantity
from .arithmetic import number, unit_of
from .level import Way, bound_params, is_against
from .rulebook import Check, found
from .sample import ACTION, HEAD, TEAM

_FLOOR: Final = (">=", ">", "+")
_CEILING: Final = ("<=", "<")


def _goal(fields: str) -> str:
    goal = f"goals:\n  sales: {{title: 转化率, kind: ratio, unit: '%', {fields}, owner: shop}}\n"
    return HEAD + goal + TEAM + ACTION


DIRECTION_MISSING: Final = Rule(
    code="GT331",
    name="direction-missing",
    level="warning",
    message=Words(
        "The metric `{key}` ({title}) has a goal, and nothing says whether more or less of it is better.",
        "指标 `{key}`（{title}）有目标，但没有说明越高越好还是越低越好。",
    ),
    hint=Words(
        "Add `direction: up`, `direction: down` or `direction: band`.",
        "请加上 `direction: up`、`direction: down` 或 `direction: band`。",
    ),
    why=Words(
        "Without a direction nobody can say whether a deviation is good or bad.",
        "没有方向，就无法判断偏差是好是坏。",
    ),
    wrong=_goal("target: 60%"),
    right=_goal("direction: up, target: 60%"),
)
DIRECTION_ASSUMED: Final = Rule(
    code="GT332",
    name="direction-assumed",
    level="note",
    message=Words(
        "The metric `{key}` ({title}) has no direction; `{way}` is taken, as its goal reads `{text}`.",
        "指标 `{key}`（{title}）没有写方向；目标写的是 `{text}`，因此按 `{way}` 处理。",
    ),
    hint=Words("Write `direction: {way}`.", "请写 `direction: {way}`。"),
    why=Words(
        "What is assumed is said, so that nobody is surprised by a colour.",
        "所作的假设要说明，以免状态颜色出人意料。",
    ),
    wrong=_goal("baseline: 50%, target: 60%"),
    right=_goal("direction: up, baseline: 50%, target: 60%"),
)
HEALTHY_AGAINST: Final = Rule(
    code="GT335",
    name="healthy-bound-against-direction",
    level="warning",
    message=Words(
        "`{key}` is to go {words}, and its {field} `{text}` is {bound}.",
        "`{key}` {words}，而它的{field} `{text}` 是{bound}。",
    ),
    hint=Words(
        "Write `{mended}`, `direction: {other}`, or `direction: band` with a range.",
        "请写 `{mended}`、`direction: {other}`，或用 `direction: band` 并写区间。",
    ),
    why=Words(
        "A guardrail on the side that is wanted stops what the plan is after.",
        "把护栏设在期望的一侧，会拦住计划想要的结果。",
    ),
    wrong=_goal("direction: up, target: 60%, healthy: ≤40%"),
    right=_goal("direction: up, target: 60%, healthy: ≥40%"),
)
BAND_WITHOUT_RANGE: Final = Rule(
    code="GT339",
    name="band-without-range",
    level="warning",
    message=Words(
        "`{key}` is to stay in a band, and its target `{text}` is no range.",
        "`{key}` 应保持在区间内，而目标 `{text}` 不是区间。",
    ),
    hint=Words(
        "Write a range, such as `85%-95%`, or `direction: up` or `direction: down`.",
        "请写区间，例如 `85%-95%`；或写 `direction: up` 或 `direction: down`。",
    ),
    why=Words(
        "A band has two ends; with one of them nobody knows how far is too far.",
        "区间有两端；只写一端，就不知道偏多少算多。",
    ),
    wrong=_goal("direction: band, target: 60%"),
    right=_goal("direction: band, target: 55%-65%"),
)
GROWTH_WITHOUT_BASE: Final = Rule(
    code="GT340",
    name="growth-without-base",
    level="error",
    message=Words(
        "`{key}` states a growth of `{text}` from a baseline of {baseline}, of which no percentage can be taken.",
        "`{key}` 写的增长是 `{text}`，而基准为 {baseline}，无法计算百分比。",
    ),
    hint=Words(
        "Leave `growth:` out and state baseline and target; the change in absolute terms is what counts.",
        "请去掉 `growth:`，只写基准和目标，以绝对变化为准。",
    ),
    why=Words(
        "From nothing, or from a loss, every growth in percent is arbitrary or has the wrong sign.",
        "从零或亏损起算，百分比增长没有意义，符号也可能相反。",
    ),
    wrong=_goal("direction: up, baseline: 0%, target: 60%, growth: +60%, growth_basis: relative"),
    right=_goal("direction: up, baseline: 0%, target: 60%, growth: +60pp"),
)


def direction_missing(plan: Plan) -> Iterator[Finding]:
    """Metrics with a goal of which nothing tells the direction."""
    for metric, signs in _undirected(plan):
        if len({way for way, _ in signs}) != 1:
            yield found(plan, DIRECTION_MISSING, metric.at, key=metric.key, title=plan.called(metric.key))


def direction_assumed(plan: Plan) -> Iterator[Finding]:
    """Metrics whose direction is only told by baseline and target, or by a bound."""
    for metric, signs in _undirected(plan):
        if len({way for way, _ in signs}) == 1:
            way, text = signs[0]
            yield found(
                plan,
                DIRECTION_ASSUMED,
                metric.at,
                key=metric.key,
                title=plan.called(metric.key),
                way=way,
                text=text,
            )


def _undirected(plan: Plan) -> Iterator[tuple[Metric, list[tuple[Way, str]]]]:
    """Metrics with a goal and without direction, and what their goals say about it."""
    goals: dict[str, list[str]] = {}
    for key, goal in plan.goals.items():
        goals.setdefault(goal.metric, []).append(key)
    for metric in plan.metrics.values():
        keys = goals.get(metric.key, ())
        if (
            metric.direction is None
            and metric.kind != "milestone"
            and keys
            and not plan.wrote(f"{metric.at}.direction")
        ):
            if any(isinstance(plan.goals[key].target, Quantity) for key in keys):
                yield metric, [sign for key in keys for sign in _signs(plan, key)]


def _signs(plan: Plan, key: str) -> Iterator[tuple[Way, str]]:
    unit = unit_of(plan, key)
    baseline, target = number(plan, key, "baseline", unit), number(plan, key, "target", unit)
    if target is None:
        return
    if target.quantity.bound in _FLOOR:
        yield "up", str(target.quantity)
    elif target.quantity.bound in _CEILING:
        yield "down", str(target.quantity)
    elif baseline is not None and baseline.value != target.value:
        yield "up" if target.value > baseline.value else "down", f"{baseline.quantity} → {target.quantity}"


def healthy_bound_against_direction(plan: Plan) -> Iterator[Finding]:
    """Healthy ranges and standards that end on the side that is wanted."""
    words = {"healthy": Words("healthy range", "健康值"), "standard": Words("standard", "标准")}
    for metric in plan.metrics.values():
        for field, said in words.items():
            for member, quantity in getattr(metric, field).items():
                if metric.direction is not None and is_against(metric.direction, quantity):
                    path = f"{metric.at}.{field}" + (f".{member}" if member else "")
                    params = bound_params(metric.direction, quantity)
                    yield found(
                        plan,
                        HEALTHY_AGAINST,
                        path,
                        others=[f"{metric.at}.direction"],
                        key=metric.key,
                        field=said,
                        **params,
                    )


def band_without_range(plan: Plan) -> Iterator[Finding]:
    """Targets of what is to stay in a band that name no range."""
    for goal in plan.goals.values():
        metric = plan.metrics.get(goal.metric)
        if (
            metric is not None
            and metric.direction == "band"
            and isinstance(goal.target, Quantity)
            and goal.target.high is None
        ):
            at = f"{goal.at}.target"
            yield found(
                plan,
                BAND_WITHOUT_RANGE,
                at if plan.wrote(at) else goal.at,
                key=goal.key,
                text=str(goal.target),
            )


def growth_without_base(plan: Plan) -> Iterator[Finding]:
    """Growths in percent of a baseline that is nothing or less."""
    for key, goal in plan.goals.items():
        if (
            not isinstance(goal.baseline, Quantity)
            or goal.baseline.value > 0
            or not isinstance(goal.growth, Quantity)
        ):
            continue
        baseline = number(plan, key, "baseline", unit_of(plan, key))
        if baseline is None:
            continue
        if goal.growth.unit.kind != "pp" and goal.growth_basis != "points" and goal.growth.value != 0:
            params: dict[str, Any] = {
                "key": key,
                "text": str(goal.growth),
                "baseline": str(baseline.quantity),
            }
            yield found(plan, GROWTH_WITHOUT_BASE, f"{goal.at}.growth", others=[baseline.path], **params)


CHECKS: Final = (
    Check(DIRECTION_MISSING, direction_missing),
    Check(DIRECTION_ASSUMED, direction_assumed),
    Check(HEALTHY_AGAINST, healthy_bound_against_direction),
    Check(BAND_WITHOUT_RANGE, band_without_range),
    Check(GROWTH_WITHOUT_BASE, growth_without_base),
)
