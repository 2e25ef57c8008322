"""Rules on units in use: what a formula gives, what parts and restated numbers are counted in."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final, Literal

from ..finding import Fault, Finding, Rule, Words
from ..model.dimension import Unit
from ..model.formula import Apply, Formula, Number
from ..model.formula_unit import infer_unit
from ..model.goal import Goal
from ..model.metric import Metric
from ..model.plan import Plan
from ..model.quantity import Quantity
from ..model.rates import convert
from ..model.unit_faults import MISSING_RATE
from .arithmetic import identities, unit_of
from .rulebook import Check, found
from .sample import ACTION, GOAL, HEAD, TEAM

Relation = Literal["same", "rate", "no rate", "other"]

_BASKET: Final = "metrics:\n  orders: {title: 订单量, kind: flow, unit: 单, direction: up}\n  basket: {title: 客单价, kind: mean, per: orders, unit: 元/单, direction: up}\n"
_SAAS: Final = 'metrics:\n  fee: {title: 户均年费, kind: mean, unit: 元/户/年, direction: up}\n  churn: {title: 流失率, kind: ratio, unit: "%/月", direction: down}\n'
_FORMAT: Final = "segments: {format: {members: [直播], open: true}}\n"
_YEARLY: Final = "metrics:\n  monthly: {title: 月订阅收入, kind: stock, unit: 元/月, direction: up}\n"
_PERIOD_MONTHS: Final = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def _goal(fields: str, more: str = "") -> str:
    return HEAD + f"goals:\n  sales: {{title: 销售额, {fields}, owner: shop}}\n" + TEAM + ACTION + more


def _two(second: str, first: str = "") -> str:
    goal = GOAL.replace("owner: shop}", f"owner: shop{first}}}")
    return HEAD + (_FORMAT if first else "") + goal + f"  {second}\n" + TEAM + ACTION.replace("serves: [sales]", "serves: [sales, other]")


FORMULA_UNIT_DIFFERS: Final = Rule(
    code="GT301",
    name="formula-unit-differs",
    level="error",
    message=Words(
        "The formula of `{key}`, `{text}`, gives {derived}, and the metric is counted in {stated}.",
        "`{key}` 的公式 `{text}` 得到的单位是{derived}，而指标的单位是{stated}。",
    ),
    hint=Words("Correct the formula, or write `unit: {written}`.", "请改正公式，或写 `unit: {written}`。"),
    why=Words(
        "A formula whose unit is another than the metric's multiplies or divides by the wrong thing, or counts something else.",
        "公式得出的单位与指标不同，说明乘错、除错，或统计的是另一件事。",
    ),
    wrong=_goal("kind: flow, unit: 元, direction: up, target: 12亿, formula: orders / basket", _BASKET),
    right=_goal("kind: flow, unit: 元, direction: up, target: 12亿, formula: orders * basket", _BASKET),
)
PERIODS_MIXED: Final = Rule(
    code="GT302",
    name="periods-mixed-in-formula",
    level="warning",
    message=Words(
        "The formula of `{key}`, `{text}`, multiplies or divides rates of different periods ({periods}); they are converted, 12 months to a year.",
        "`{key}` 的公式 `{text}` 把不同周期（{periods}）的数相乘或相除；计算时按一年 12 个月换算。",
    ),
    hint=Words(
        "Bring both to one period, such as `元/月` and `%/月`, so that whoever computes it by hand gets the same.",
        "请统一周期，例如都用 `元/月` 和 `%/月`，这样手工计算也能得到同样的结果。",
    ),
    why=Words(
        "A year's fee divided by a month's churn is twelve times too large if somebody divides the numbers as they stand.",
        "拿全年的费用除以月流失率，如果直接用数字相除，结果会大 12 倍。",
    ),
    wrong=_goal("kind: ratio, unit: 元/户, direction: up, target: 4000元/户, formula: fee / churn", _SAAS),
    right=_goal("kind: ratio, unit: 元/户, direction: up, target: 4000元/户, formula: fee / churn", _SAAS.replace("元/户/年", "元/户/月")),
)
CONVERTED_BY_HAND: Final = Rule(
    code="GT303",
    name="period-converted-by-hand",
    level="error",
    message=Words(
        "The formula of `{key}`, `{text}`, converts by hand with {number}, and the units ({derived} to {stated}) convert once more.",
        "`{key}` 的公式 `{text}` 手工换算了 {number}，而单位（{derived} 到 {stated}）又会换算一次。",
    ),
    hint=Words("Leave {number} out: {derived} becomes {stated} by itself.", "请去掉 {number}：{derived} 会自动换算为 {stated}。"),
    why=Words(
        "Formulas are computed in base units, in which a month's and a year's rate are already the same thing.",
        "公式按基本单位计算，月度与年度的数已自动统一。",
    ),
    wrong=_goal("kind: stock, unit: 元/年, direction: up, target: 12亿元/年, formula: monthly * 12", _YEARLY),
    right=_goal("kind: stock, unit: 元/年, direction: up, target: 12亿元/年, formula: monthly", _YEARLY),
)
UNIT_MISSING: Final = Rule(
    code="GT304",
    name="unit-missing",
    level="warning",
    message=Words("The metric `{key}` has no unit, and `{place}` is written in {unit}: `{text}`.", "指标 `{key}` 没有单位，而 `{place}` 写的是 {unit}：`{text}`。"),
    hint=Words("Add `unit: {written}` to `{key}`.", "请给 `{key}` 加上 `unit: {written}`。"),
    why=Words(
        "Without a unit a bare number is a plain count, and nothing sees that the next one is written in another unit.",
        "没有单位时，裸数字只是一个数，下一个数写成别的单位也看不出来。",
    ),
    wrong=_goal("kind: flow, direction: up, target: 12亿元"),
    right=_goal("kind: flow, unit: 元, direction: up, target: 12亿元"),
)
UNITS_DIFFER: Final = Rule(
    code="GT305",
    name="numbers-in-different-units",
    level="error",
    message=Words(
        "The metric `{key}` has no unit, and its numbers are in different ones: `{first}` at `{at}`, `{second}` at `{place}`.",
        "指标 `{key}` 没有单位，而它的数用了不同的单位：`{at}` 为 `{first}`，`{place}` 为 `{second}`。",
    ),
    hint=Words("Add `unit: {written}` to `{key}`, and write all its numbers in it.", "请给 `{key}` 加上 `unit: {written}`，并统一它的各个数。"),
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
    why=Words("Parts are added to their whole, and what is counted in another unit cannot be added.", "部分要加总成整体，单位不同就无法相加。"),
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
    hint=Words("Write both in {stated}; two different things do not restate each other.", "请都用{stated}；两件不同的事不是重述。"),
    why=Words("A restated number is the same number, so it has the same unit.", "重述的是同一个数，单位必然相同。"),
    wrong=_two("other: {title: 店铺销售额, kind: flow, unit: 单, direction: up, target: 12万单, owner: shop, restates: sales}"),
    right=_two("other: {title: 店铺销售额, kind: flow, unit: 元, direction: up, target: 12亿, owner: shop, restates: sales}"),
)


def formula_unit_differs(plan: Plan) -> Iterator[Finding]:
    """Metrics whose formula gives another unit than they declare, currencies with a rate aside."""
    for metric, formula, declared, inferred in _formulas(plan):
        if _relation(plan, inferred, declared) == "other":
            yield found(
                plan,
                FORMULA_UNIT_DIFFERS,
                f"{metric.at}.formula",
                others=[f"{metric.at}.unit"],
                key=metric.key,
                text=formula,
                derived=_named(inferred),
                stated=_named(declared),
                written=_written(inferred),
            )


def missing_rate(plan: Plan) -> Iterator[Finding]:
    """Formulas, parts and restated numbers that need a rate which the plan does not have."""
    for metric, formula, declared, inferred in _formulas(plan):
        yield from _rate(plan, f"{metric.at}.formula", str(formula), inferred, declared)
    for path, part, whole in (*_parts(plan), *_restated(plan)):
        one, other = unit_of(plan, part), unit_of(plan, whole)
        if one is not None and other is not None:
            yield from _rate(plan, path, part, one, other)


def periods_mixed_in_formula(plan: Plan) -> Iterator[Finding]:
    """Formulas that multiply a yearly by a monthly rate, but where stated numbers show that they were converted."""
    mixed = [entry for entry in _formulas(plan) if entry[3].mixes_periods]
    if not mixed:
        return
    stated: dict[str, list[bool]] = {}
    for identity in identities(plan):
        if identity.kind == "formula":
            stated.setdefault(plan.goals[identity.goal].metric, []).append(identity.holds())
    for metric, formula, _, inferred in mixed:
        if not all(stated.get(metric.key, [False])):
            periods = sorted(inferred.periods, key=_PERIOD_MONTHS.__getitem__)
            yield found(plan, PERIODS_MIXED, f"{metric.at}.formula", key=metric.key, text=formula, periods=tuple(map(_period, periods)))


def period_converted_by_hand(plan: Plan) -> Iterator[Finding]:
    """Formulas with a factor of 12 (4, 3 ...) between a rate per month and one per year."""
    for metric, formula, declared, inferred in _formulas(plan):
        if declared.dims != inferred.dims or len(declared.periods) != 1 or len(inferred.periods) != 1:
            continue
        one, other = (_PERIOD_MONTHS[next(iter(unit.periods))] for unit in (declared, inferred))
        number = _factor(formula, {Fraction(one, other), Fraction(other, one)} - {Fraction(1)})
        if number is not None:
            yield found(
                plan,
                CONVERTED_BY_HAND,
                f"{metric.at}.formula",
                others=[f"{metric.at}.unit"],
                key=metric.key,
                text=formula,
                number=f"`{number}`",
                derived=str(inferred),
                stated=str(declared),
            )


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
                written=_written(quantity.unit),
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
                written=_written(odd[1].unit),
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
        if one is not None and other is not None and _relation(plan, one, other) == "other":
            others = [f"{plan.metrics[plan.goals[key].metric].at}.unit" for key in (part, whole)]
            yield found(plan, rule, path, others=others, key=whole, part=part, derived=_named(one), stated=_named(other))


def _parts(plan: Plan) -> Iterator[tuple[str, str, str]]:
    """Path, part and whole of every part that is a goal of another metric."""
    for key, goal in plan.goals.items():
        for cut in goal.cuts:
            for member, part in cut.members.items():
                if part in plan.goals and plan.goals[part].metric != goal.metric:
                    yield f"{goal.at}.{'of_which' if cut.partial else 'cuts'}.{cut.dimension}.{member}", part, key


def _restated(plan: Plan) -> Iterator[tuple[str, str, str]]:
    for key, goal in plan.goals.items():
        if goal.restates is not None and goal.restates in plan.goals:
            yield f"{goal.at}.restates", key, goal.restates


def _formulas(plan: Plan) -> Iterator[tuple[Metric, Formula, Unit, Unit]]:
    """Every metric with a formula, the unit that it declares, and the one that the formula gives."""
    for metric in plan.metrics.values():
        formula = metric.formula
        if formula is None or metric.unit is None or formula.kind != "value" or not formula.names:
            continue
        inferred = infer_unit(formula, lambda name: _unit_of_name(plan, name))
        if isinstance(inferred, Unit):
            yield metric, formula, metric.unit, inferred


def _unit_of_name(plan: Plan, name: str) -> Unit | None:
    meaning = plan.goal_names.resolve(name) if "." in name and name not in plan.goals else name
    if isinstance(meaning, str) and meaning in plan.goals:
        return unit_of(plan, meaning)
    metric = plan.metrics.get(name)
    return metric.unit if metric else None


def _relation(plan: Plan, one: Unit, other: Unit) -> Relation:
    """How two units stand to each other: one converts, a rate converts, a rate is wanted, or neither."""
    if one.same_dimension(other):
        return "same"
    if not one.differs_in_currency(other):
        return "other"
    return "no rate" if isinstance(convert(Fraction(1), one, other, plan.fx, "budget"), Fault) else "rate"


def _rate(plan: Plan, path: str, text: str, one: Unit, other: Unit) -> Iterator[Finding]:
    if _relation(plan, one, other) == "no rate":
        fault = convert(Fraction(1), one, other, plan.fx, "budget")
        if isinstance(fault, Fault) and fault.rule is MISSING_RATE:
            yield found(plan, MISSING_RATE, path, fault=fault, text=text)


def _factor(formula: Formula, wanted: set[Fraction]) -> str | None:
    """The factor or divisor of a formula that is one of some numbers, as written."""
    stack: list[Number | None] = []
    for node in formula.nodes:
        if not isinstance(node, Apply):
            stack.append(node if isinstance(node, Number) else None)
            continue
        taken = stack[len(stack) - node.arity :]
        del stack[len(stack) - node.arity :]
        for one in taken if node.operator in ("*", "/") else ():
            if one is not None and not one.percent and one.value in wanted:
                return f"{node.operator} {one.value}"
        stack.append(None)
    return None


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


def _named(unit: Unit) -> Words:
    text = str(unit).replace("{", "{{").replace("}", "}}")
    return Words(f"`{text}`", f"`{text}`") if unit.dims or unit.kind != "plain" else Words("no unit", "无单位")


def _written(unit: Unit) -> str:
    text = str(unit)
    return f'"{text}"' if text[:1] in ("%", ":", "") else text


def _period(name: str) -> Words:
    return {
        "month": Words("month", "月"),
        "quarter": Words("quarter", "季度"),
        "half": Words("half-year", "半年"),
        "year": Words("year", "年"),
    }[name]


CHECKS: Final = (
    Check(FORMULA_UNIT_DIFFERS, formula_unit_differs),
    Check(MISSING_RATE, missing_rate),
    Check(PERIODS_MIXED, periods_mixed_in_formula),
    Check(CONVERTED_BY_HAND, period_converted_by_hand),
    Check(UNIT_MISSING, unit_missing),
    Check(UNITS_DIFFER, numbers_in_different_units),
    Check(PART_UNIT, part_in_another_unit),
    Check(RESTATED_UNIT, restated_in_another_unit),
)
