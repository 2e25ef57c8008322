"""Rules on the growth of a rate, which in percent has two meanings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..finding import Finding, Rule, Words
from ..model.dimension import Unit
from ..model.plan import Plan
from ..model.quantity import Quantity
from .agreement import amount
from .arithmetic import is_amount, is_rate, number, unit_of
from .identity import term
from .rulebook import Check, found
from .sample import ACTION, HEAD, TEAM

_GOAL: Final = 'goals:\n  repeat: {title: 复购率, kind: ratio, unit: "%", direction: up, baseline: 28%, target: 32%, growth: +14%, owner: shop}\n'
_REST: Final = TEAM.replace("sales", "repeat") + ACTION.replace("sales", "repeat")

GROWTH_AMBIGUOUS: Final = Rule(
    code="GT211",
    name="growth-of-rate-ambiguous",
    level="warning",
    message=Words(
        "`{key}` is a rate, and its growth `{stated}` does not say whether it is relative or in percentage points: {baseline} → {target} is {relative} relative, {points} in points.",
        "`{key}` 是比率，其增长 `{stated}` 没有说明是相对增长还是百分点：{baseline} → {target} 相对增长 {relative}，提高 {points}。",
    ),
    hint=Words(
        "Write `growth: {in_points}`, or add `growth_basis: relative`.",
        "请写成 `growth: {in_points}`，或加上 `growth_basis: relative`。",
    ),
    why=Words(
        "A rate that grows by 10 % from 30 % is 33 % to one reader and 40 % to another.",
        "30% 的比率“增长 10%”，有人理解为 33%，有人理解为 40%。",
    ),
    wrong=HEAD + _GOAL + _REST,
    right=HEAD + _GOAL.replace("growth: +14%", "growth: +4pp") + _REST,
)


POINTS_OF_AMOUNT: Final = Rule(
    code="GT221",
    name="growth-in-points-of-amount",
    level="error",
    message=Words(
        "The growth of `{key}` is stated as {stated}, and `{key}` is counted in `{unit}`: an amount has no percentage points.",
        "`{key}` 的增长写作 {stated}，但它以 `{unit}` 计量：数量没有百分点可言。",
    ),
    hint=Words("Write `growth: {suggestion}` if that is meant.", "若是此意，请写 `growth: {suggestion}`。"),
    why=Words(
        "Percentage points are the difference of two percentages; of an amount they mean nothing.",
        "百分点是两个百分比之差，用于数量没有意义。",
    ),
    wrong=HEAD
    + "goals:\n  sales: {title: 销售额, kind: flow, unit: 元, direction: up, baseline: 10.0亿, target: 12.0亿, growth: +20pp, owner: shop}\n"
    + TEAM
    + ACTION,
    right=HEAD
    + "goals:\n  sales: {title: 销售额, kind: flow, unit: 元, direction: up, baseline: 10.0亿, target: 12.0亿, growth: +20%, owner: shop}\n"
    + TEAM
    + ACTION,
)


def growth_in_points_of_amount(plan: Plan) -> Iterator[Finding]:
    """Growths in percentage points of what is no percentage."""
    for key, goal in plan.goals.items():
        unit = unit_of(plan, key)
        if _points_of_amount(goal.growth, unit):
            text = str(goal.growth).replace("个百分点", "%").replace("百分点", "%").replace("pp", "%")
            yield found(
                plan,
                POINTS_OF_AMOUNT,
                f"{goal.at}.growth",
                key=key,
                stated=str(goal.growth),
                unit=unit,
                suggestion=text,
            )


def _points_of_amount(growth: object, unit: Unit | None) -> bool:
    return isinstance(growth, Quantity) and growth.unit.kind == "pp" and unit is not None and is_amount(unit)


def growth_of_rate_ambiguous(plan: Plan) -> Iterator[Finding]:
    """Growths of rates in percent that say neither relative nor points."""
    for key, goal in plan.goals.items():
        growth = goal.growth
        if not isinstance(growth, Quantity) or growth.unit.kind != "percent" or goal.growth_basis is not None:
            continue
        baseline, target = (number(plan, key, field, unit_of(plan, key)) for field in ("baseline", "target"))
        stated = term(plan, f"{goal.at}.growth", growth, None)
        if (
            not is_rate(plan, key)
            or baseline is None
            or target is None
            or stated is None
            or not baseline.value
        ):
            continue
        points = amount(stated, target.value - baseline.value, change=True)
        sign = "+" if target.value > baseline.value else ""
        yield found(
            plan,
            GROWTH_AMBIGUOUS,
            stated.path,
            others=[baseline.path, target.path],
            key=key,
            stated=str(growth),
            baseline=str(baseline.quantity),
            target=str(target.quantity),
            relative=amount(stated, target.value / baseline.value - 1),
            points=sign + points,
            in_points=sign + points.replace(" ", ""),
        )


CHECKS: Final = (
    Check(GROWTH_AMBIGUOUS, growth_of_rate_ambiguous),
    Check(POINTS_OF_AMOUNT, growth_in_points_of_amount),
)
