"""Rules on the growth of a rate, which in percent has two meanings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..finding import Finding, Rule, Words
from ..model.plan import Plan
from ..model.quantity import Quantity
from .agreement import amount
from .arithmetic import is_rate, number, unit_of
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


CHECKS: Final = (Check(GROWTH_AMBIGUOUS, growth_of_rate_ambiguous),)
