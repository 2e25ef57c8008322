"""Rules on units in use: those of parts, of restated numbers, and of metrics that have none."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final, Literal

from ..finding import Fault, Finding, Rule, Words
from ..model.dimension import Unit
from ..model.goal import Goal
from ..model.metric import Metric
from ..model.plan import Plan
from ..model.quantity import Quantity
from ..model.rates import convert
from ..model.unit_faults import MISSING_RATE
from .arithmetic import unit_of
from .kind import COUNTED, KIND_WORDS
from .rulebook import Check, found
from .sample import ACTION, GOAL, HEAD, TEAM

Relation = Literal["same", "rate", "no rate", "other"]
_FORMAT: Final = "segments: {format: {members: [直播], open: true}}\n"


def _goal(fields: str, more: str = "") -> str:
    return HEAD + f"goals:\n  sales: {{title: 销售额, {fields}, owner: shop}}\n" + TEAM + ACTION + more


def _two(second: str, first: str = "") -> str:
    goal = GOAL.replace("owner: shop}", f"owner: shop{first}}}")
    return (
        HEAD
        + (_FORMAT if first else "")
        + goal
        + f"  {second}\n"
        + TEAM
        + ACTION.replace("serves: [sales]", "serves: [sales, other]")
    )


UNIT_MISSING: Final = Rule(
    code="GT304",
    name="unit-missing",
    level="warning",
    message=Words(
        "The metric `{key}` has no unit, and `{place}` is written in {unit}: `{text}`.",
        "指标 `{key}` 没有单位，而 `{place}` 写的是 {unit}：`{text}`。",
    ),
    hint=Words("Add `unit: {written}` to `{key}`.", "请给 `{key}` 加上 `unit: {written}`。"),
    why=Words(
        "Without a unit a bare number is a plain count, and nothing sees that the next one is written in another unit.",
        "没有单位时，裸数字只是一个数，下一个数写成别的单位也看不出来。",
    ),
    wrong=_goal("kind: flow, direction: up, target: 12亿元"),
    right=_goal("kind: flow, unit: 元, direction: up, target: 12亿元"),
)
COUNT_WITHOUT_UNIT: Final = Rule(
    code="GT308",
    name="count-without-unit",
    level="warning",
    message=Words(
        "`{key}` ({title}) is a {kind} and has no unit: its numbers, such as `{text}`, count nothing in particular.",
        "`{key}`（{title}）是{kind}，却没有单位：它的数（如 `{text}`）不知道数的是什么。",
    ),
    hint=Words(
        "Add `unit:` with what is counted, such as `unit: 单` or `unit: 元`.",
        "请加上 `unit:` 写明数的是什么，例如 `unit: 单` 或 `unit: 元`。",
    ),
    why=Words(
        "1.2 billion of what? Two such numbers are added without anybody seeing that they differ.",
        "12 亿的什么？两个这样的数相加，没有人看得出它们不同。",
    ),
    wrong=_goal("kind: flow, direction: up, target: 12亿"),
    right=_goal("kind: flow, unit: 元, direction: up, target: 12亿"),
)
UNITS_DIFFER: Final = Rule(
    code="GT305",
    name="numbers-in-different-units",
    level="error",
    message=Words(
        "The metric `{key}` has no unit, and its numbers are in different ones: `{first}` at `{at}`, `{second}` at `{place}`.",
        "指标 `{key}` 没有单位，而它的数用了不同的单位：`{at}` 为 `{first}`，`{place}` 为 `{second}`。",
    ),
    hint=Words(
        "Add `unit: {written}` to `{key}`, and write all its numbers in it.",
        "请给 `{key}` 加上 `unit: {written}`，并统一它的各个数。",
    ),
    why=Words("Numbers in two units cannot be compared.", "不同单位的数无法比较。"),
    wrong=_goal("kind: flow, direction: up, baseline: 10万单, target: 12亿元"),
    right=_goal("kind: flow, unit: 元, direction: up, baseline: 10亿元, target: 12亿元"),
)
PART_UNIT: Final = Rule(
    code="GT306",
    name="part-in-another-unit",
    level="error",
    message=Words(
        "`{part}` is a part of `{key}` and is counted in {derived}, while `{key}` is counted in {stated}.",
        "`{part}` 是 `{key}` 的一部分，单位却是{derived}，而 `{key}` 的单位是{stated}。",
    ),
    hint=Words(
        "Name a goal that is counted in {stated}, or let `{part}` say `serves: [{key}]` instead of being a part.",
        "请改为以{stated}计的目标；或不作为部分，让 `{part}` 写 `serves: [{key}]`。",
    ),
    why=Words(
        "Parts are added to their whole, and what is counted in another unit cannot be added.",
        "部分要加总成整体，单位不同就无法相加。",
    ),
    wrong=_two(
        "other: {title: 直播销售额, kind: flow, unit: 单, direction: up, target: 3万单, owner: shop}",
        ", of_which: {format: {直播: {goal: other}}}",
    ),
    right=_two(
        "other: {title: 直播销售额, kind: flow, unit: 元, direction: up, target: 3亿, owner: shop}",
        ", of_which: {format: {直播: {goal: other}}}",
    ),
)
RESTATED_UNIT: Final = Rule(
    code="GT307",
    name="restated-in-another-unit",
    level="error",
    message=Words(
        "`{part}` restates `{key}` in {derived}, and `{key}` is counted in {stated}.",
        "`{part}` 用{derived}重述 `{key}`，而 `{key}` 的单位是{stated}。",
    ),
    hint=Words(
        "Write both in {stated}; two different things do not restate each other.",
        "请都用{stated}；两件不同的事不是重述。",
    ),
    why=Words(
        "A restated number is the same number, so it has the same unit.", "重述的是同一个数，单位必然相同。"
    ),
    wrong=_two(
        "other: {title: 店铺销售额, kind: flow, unit: 单, direction: up, target: 12万单, owner: shop, restates: sales}"
    ),
    right=_two(
        "other: {title: 店铺销售额, kind: flow, unit: 元, direction: up, target: 12亿, owner: shop, restates: sales}"
    ),
)


def missing_rate(plan: Plan) -> Iterator[Finding]:
    """Parts and restated numbers that need a rate which the plan does not have."""
    for path, part, whole in (*_parts(plan), *_restated(plan)):
        one, other = unit_of(plan, part), unit_of(plan, whole)
        if one is not None and other is not None:
            yield from rate_finding(plan, path, part, one, other)


def unit_missing(plan: Plan) -> Iterator[Finding]:
    """Metrics without a unit whose numbers have one, and one only."""
    for metric, numbers in _unitless(plan):
        path, quantity = numbers[0]
        if _odd_one(numbers) is None:
            yield found(
                plan,
                UNIT_MISSING,
                metric.at,
                others=[path],
                key=metric.key,
                place=path,
                unit=str(quantity.unit),
                text=str(quantity),
                written=written(quantity.unit),
            )


def count_without_unit(plan: Plan) -> Iterator[Finding]:
    """What is counted without a unit, where its numbers have none either."""
    targets: dict[str, Quantity] = {}
    for goal in plan.goals.values():
        if isinstance(goal.target, Quantity):
            targets.setdefault(goal.metric, goal.target)
    told = {metric.key for metric, _ in _unitless(plan)}
    for metric in plan.metrics.values():
        if (
            metric.kind in COUNTED
            and metric.unit is None
            and metric.key in targets
            and metric.key not in told
        ):
            if not plan.wrote(f"{metric.at}.unit"):
                params: dict[str, Any] = {"title": plan.called(metric.key), "kind": KIND_WORDS[metric.kind]}
                yield found(
                    plan,
                    COUNT_WITHOUT_UNIT,
                    metric.at,
                    key=metric.key,
                    text=str(targets[metric.key]),
                    **params,
                )


def numbers_in_different_units(plan: Plan) -> Iterator[Finding]:
    """Metrics without a unit whose numbers are in several."""
    for metric, numbers in _unitless(plan):
        (path, quantity), odd = numbers[0], _odd_one(numbers)
        if odd is not None:
            yield found(
                plan,
                UNITS_DIFFER,
                odd[0],
                others=[path],
                key=metric.key,
                at=path,
                place=odd[0],
                first=str(quantity),
                second=str(odd[1]),
                written=written(odd[1].unit),
            )


def part_in_another_unit(plan: Plan) -> Iterator[Finding]:
    """Parts of a cut that are counted in something else than their whole."""
    yield from _compared(plan, PART_UNIT, _parts(plan))


def restated_in_another_unit(plan: Plan) -> Iterator[Finding]:
    """Goals that restate one which is counted in something else."""
    yield from _compared(plan, RESTATED_UNIT, _restated(plan))


def _compared(plan: Plan, rule: Rule, places: Iterator[tuple[str, str, str]]) -> Iterator[Finding]:
    for path, part, whole in places:
        one, other = unit_of(plan, part), unit_of(plan, whole)
        if one is not None and other is not None and relation(plan, one, other) == "other":
            others = [f"{plan.metrics[plan.goals[key].metric].at}.unit" for key in (part, whole)]
            yield found(
                plan, rule, path, others=others, key=whole, part=part, derived=named(one), stated=named(other)
            )


def _parts(plan: Plan) -> Iterator[tuple[str, str, str]]:
    """Path, part and whole of every part that is a goal of another metric."""
    for key, goal in plan.goals.items():
        for cut in goal.cuts:
            for member, part in cut.members.items():
                if part in plan.goals and plan.goals[part].metric != goal.metric:
                    yield (
                        f"{goal.at}.{'of_which' if cut.partial else 'cuts'}.{cut.dimension}.{member}",
                        part,
                        key,
                    )


def _restated(plan: Plan) -> Iterator[tuple[str, str, str]]:
    for key, goal in plan.goals.items():
        if goal.restates is not None and goal.restates in plan.goals:
            yield f"{goal.at}.restates", key, goal.restates


def relation(plan: Plan, one: Unit, other: Unit) -> Relation:
    """How two units stand to each other: one converts, a rate converts, a rate is wanted, or neither."""
    if one.same_dimension(other):
        return "same"
    if not one.differs_in_currency(other):
        return "other"
    return "no rate" if isinstance(convert(Fraction(1), one, other, plan.fx, "budget"), Fault) else "rate"


def rate_finding(plan: Plan, path: str, text: str, one: Unit, other: Unit) -> Iterator[Finding]:
    """The finding of a missing rate between two units, where one is wanted."""
    if relation(plan, one, other) == "no rate":
        fault = convert(Fraction(1), one, other, plan.fx, "budget")
        if isinstance(fault, Fault) and fault.rule is MISSING_RATE:
            yield found(plan, MISSING_RATE, path, fault=fault, text=text)


def _unitless(plan: Plan) -> Iterator[tuple[Metric, list[tuple[str, Quantity]]]]:
    """Metrics without a unit, with the numbers of their goals that have one."""
    goals: dict[str, list[Goal]] = {}
    for goal in plan.goals.values():
        goals.setdefault(goal.metric, []).append(goal)
    for metric in plan.metrics.values():
        if metric.unit is None and not plan.wrote(f"{metric.at}.unit"):
            numbers = [pair for goal in goals.get(metric.key, ()) for pair in _numbers(goal)]
            if numbers:
                yield metric, numbers


def _numbers(goal: Goal) -> Iterator[tuple[str, Quantity]]:
    named = [("baseline", goal.baseline), ("target", goal.target)]
    if goal.tiers is not None:
        named += [("tiers.threshold", goal.tiers.threshold), ("tiers.stretch", goal.tiers.stretch)]
    for name, value in named:
        if isinstance(value, Quantity) and (value.unit.dims or value.unit.kind != "plain"):
            yield f"{goal.at}.{name}", value


def _odd_one(numbers: list[tuple[str, Quantity]]) -> tuple[str, Quantity] | None:
    first = numbers[0][1].unit
    return next((pair for pair in numbers if not _alike(pair[1].unit, first)), None)


def _alike(one: Unit, other: Unit) -> bool:
    return one.same_dimension(other) or one.differs_in_currency(other)


def named(unit: Unit) -> Words:
    """A unit for a message."""
    text = str(unit)
    return (
        Words(f"`{text}`", f"`{text}`") if unit.dims or unit.kind != "plain" else Words("no unit", "无单位")
    )


def written(unit: Unit) -> str:
    """A unit as `unit:` takes it."""
    text = str(unit)
    return f'"{text}"' if text[:1] in ("%", ":", "") else text


CHECKS: Final = (
    Check(MISSING_RATE, missing_rate),
    Check(UNIT_MISSING, unit_missing),
    Check(COUNT_WITHOUT_UNIT, count_without_unit),
    Check(UNITS_DIFFER, numbers_in_different_units),
    Check(PART_UNIT, part_in_another_unit),
    Check(RESTATED_UNIT, restated_in_another_unit),
)
