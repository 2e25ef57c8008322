"""The rule on drivers: what the other numbers of a formula demand of a factor that nobody owns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from attrs import frozen

from ..finding import Finding, Rule, Words
from ..model.formula import Apply, Formula, Reference
from ..model.metric import Metric
from ..model.plan import Plan
from .ambition import percent, rounded
from .arithmetic import goal_of_name, number, reading_unit
from .rulebook import Check, found
from .sample import ACTION, GOAL, HEAD, TEAM

_DRIVERS: Final = "metrics:\n  orders: {title: 订单量, kind: flow, unit: 单, direction: up}\n  basket: {title: 客单价, kind: mean, per: orders, unit: 元/单, direction: up}\n"
_FORMULA: Final = GOAL.replace("target: 12亿", "formula: orders * basket, baseline: 10.0亿, target: 12.0亿")
_SERVED: Final = ACTION.replace("[sales]", "[sales, orders]")


def _orders(fields: str) -> str:
    return f"  orders: {{title: 订单量, kind: flow, unit: 单, direction: up, {fields}, owner: shop}}\n"


DRIVER_UNOWNED: Final = Rule(
    code="GT502",
    name="driver-owned-by-nobody",
    level="warning",
    message=Words(
        "`{key}` ({title}) has to go from {baseline} to {target} ({growth}) for `{formula}` to be met, and no goal says so.",
        "要实现 `{formula}`，`{key}`（{title}）必须从 {baseline} 变为 {target}（{growth}），但没有目标提到它。",
    ),
    hint=Words(
        "Set a goal for `{key}` with an owner, or correct the numbers from which it follows.",
        "请为 `{key}` 设立目标和负责团队，或改正推出它的那些数。",
    ),
    why=Words(
        "What the other numbers silently take for granted is what nobody works on.",
        "其他数字默认会发生、却没有人负责的，往往就是没人去做的。",
    ),
    wrong=HEAD
    + _FORMULA
    + _orders("baseline: 1000.0万, target: 1050.0万")
    + TEAM
    + _SERVED
    + _DRIVERS.replace("  orders: {title: 订单量, kind: flow, unit: 单, direction: up}\n", ""),
    right=HEAD
    + _FORMULA
    + _orders("baseline: 1000.0万, target: 1200.0万")
    + TEAM
    + _SERVED
    + _DRIVERS.replace("  orders: {title: 订单量, kind: flow, unit: 单, direction: up}\n", ""),
)


@frozen(kw_only=True)
class Move:
    """From where to where a number goes, and between which ratios, with all rounding, it changes.

    Attributes:
        baseline: Value in base units.
        target: Value in base units.
        low: The least that target over baseline can be.
        high: The most that it can be.
        paths: The numbers that it follows from.
    """

    baseline: Fraction
    target: Fraction
    low: Fraction
    high: Fraction
    paths: tuple[str, ...]

    def times(self, other: Move, power: int) -> Move:
        """The product with a power of another one."""
        low, high = (
            (other.low**power, other.high**power) if power > 0 else (other.high**power, other.low**power)
        )
        return Move(
            baseline=self.baseline * other.baseline**power,
            target=self.target * other.target**power,
            low=self.low * low,
            high=self.high * high,
            paths=(*self.paths, *other.paths),
        )


def driver_owned_by_nobody(plan: Plan) -> Iterator[Finding]:
    """Factors of a formula without a goal, of which the other numbers of the formula demand a change."""
    formulas = {
        metric.key: (metric.formula, powers)
        for metric in plan.metrics.values()
        if metric.formula is not None and (powers := _factors(metric.formula)) is not None
    }
    goals = {str(goal.metric) for goal in plan.goals.values()}
    used: dict[str, list[str]] = {}
    for key, (_, powers) in formulas.items():
        for name in (key, *powers):
            used.setdefault(name, []).append(key)
    moves = {name: _move(plan, name) for name in used}
    work = list(formulas)
    for key in work:
        formula, powers = formulas[key]
        missing = _unowned(plan, key, powers, goals, moves)
        move = _solved(key, powers, missing, moves) if missing else None
        if missing is None or move is None:
            continue
        moves[missing] = move
        work += used[missing]
        if not move.low <= 1 <= move.high:
            yield _driver(plan, plan.metrics[missing], f"{key} = {formula}", move)


def _driver(plan: Plan, metric: Metric, formula: str, move: Move) -> Finding:
    return found(
        plan,
        DRIVER_UNOWNED,
        metric.at,
        others=dict.fromkeys(move.paths),
        key=metric.key,
        title=plan.called(metric.key),
        baseline=rounded(move.baseline, metric.unit),
        target=rounded(move.target, metric.unit),
        growth=percent(move.target / move.baseline - 1, signed=True),
        formula=formula,
    )


def _unowned(
    plan: Plan, key: str, powers: Mapping[str, int], goals: set[str], moves: Mapping[str, Move | None]
) -> str | None:
    """The one name among a formula's factors, or its metric, that has no goal and no number yet."""
    names = [name for name in (key, *powers) if moves[name] is None]
    if len(names) != 1 or names[0] in goals or names[0] in plan.goals or names[0] not in plan.metrics:
        return None
    return names[0] if powers.get(names[0], 1) in (-1, 1) else None


def _solved(key: str, powers: Mapping[str, int], name: str, moves: Mapping[str, Move | None]) -> Move | None:
    """The move of one name that the formula `key = product of powers` demands."""
    one = Fraction(1)
    total = Move(baseline=one, target=one, low=one, high=one, paths=())
    sign = 1 if name == key else -powers[name]
    for other, power in {**powers, key: -1}.items():
        move = moves[other]
        if other == name:
            continue
        if move is None:
            return None
        total = total.times(move, power * sign)
    return total


def _move(plan: Plan, name: str) -> Move | None:
    """What the goal that a name means says of it: baseline and target, both above zero."""
    key = goal_of_name(plan, name)
    if key is None:
        return None
    unit = reading_unit(plan, key)
    baseline, target = number(plan, key, "baseline", unit), number(plan, key, "target", unit)
    if baseline is None or target is None or baseline.value <= baseline.half or target.value <= target.half:
        return None
    return Move(
        baseline=baseline.value,
        target=target.value,
        low=(target.value - target.half) / (baseline.value + baseline.half),
        high=(target.value + target.half) / (baseline.value - baseline.half),
        paths=(baseline.path, target.path),
    )


def _factors(formula: Formula) -> dict[str, int] | None:
    """The powers of a formula that is only products and quotients of names; `None` for any other."""
    stack: list[dict[str, int]] = []
    for node in formula.nodes:
        if isinstance(node, Reference) and node.reading in ("now", "value"):
            stack.append({node.name: 1})
        elif isinstance(node, Apply) and node.operator in ("*", "/"):
            right, left = stack.pop(), stack.pop()
            sign = 1 if node.operator == "*" else -1
            stack.append({name: left.get(name, 0) + sign * right.get(name, 0) for name in {**left, **right}})
        else:
            return None
    return {name: power for name, power in stack[-1].items() if power}


CHECKS: Final = (Check(DRIVER_UNOWNED, driver_owned_by_nobody),)
