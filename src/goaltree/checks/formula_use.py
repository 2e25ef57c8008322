"""Rules on the units of formulas: what a formula gives is what its metric is counted in."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from ..finding import Finding, Rule, Words
from ..model.dimension import Unit
from ..model.formula import Apply, Formula, Number
from ..model.formula_unit import infer_unit
from ..model.metric import Metric
from ..model.plan import Plan
from ..model.unit_faults import MISSING_RATE
from .arithmetic import identities, unit_of
from .rulebook import Check, found
from .sample import ACTION, HEAD, TEAM
from .unit_use import named, rate_finding, relation, written

_BASKET: Final = "metrics:\n  orders: {title: 订单量, kind: flow, unit: 单, direction: up}\n  basket: {title: 客单价, kind: mean, per: orders, unit: 元/单, direction: up}\n"
_SAAS: Final = 'metrics:\n  fee: {title: 户均年费, kind: mean, unit: 元/户/年, direction: up}\n  churn: {title: 流失率, kind: ratio, unit: "%/月", direction: down}\n'
_YEARLY: Final = "metrics:\n  monthly: {title: 月订阅收入, kind: stock, unit: 元/月, direction: up}\n"
_PERIOD_MONTHS: Final = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def _goal(fields: str, more: str = "") -> str:
    return HEAD + f"goals:\n  sales: {{title: 销售额, {fields}, owner: shop}}\n" + TEAM + ACTION + more


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
    right=_goal(
        "kind: ratio, unit: 元/户, direction: up, target: 4000元/户, formula: fee / churn",
        _SAAS.replace("元/户/年", "元/户/月"),
    ),
)
CONVERTED_BY_HAND: Final = Rule(
    code="GT303",
    name="period-converted-by-hand",
    level="error",
    message=Words(
        "The formula of `{key}`, `{text}`, converts by hand with {number}, and the units ({derived} to {stated}) convert once more.",
        "`{key}` 的公式 `{text}` 手工换算了 {number}，而单位（{derived} 到 {stated}）又会换算一次。",
    ),
    hint=Words(
        "Leave {number} out: {derived} becomes {stated} by itself.",
        "请去掉 {number}：{derived} 会自动换算为 {stated}。",
    ),
    why=Words(
        "Formulas are computed in base units, in which a month's and a year's rate are already the same thing.",
        "公式按基本单位计算，月度与年度的数已自动统一。",
    ),
    wrong=_goal("kind: stock, unit: 元/年, direction: up, target: 12亿元/年, formula: monthly * 12", _YEARLY),
    right=_goal("kind: stock, unit: 元/年, direction: up, target: 12亿元/年, formula: monthly", _YEARLY),
)


def formula_unit_differs(plan: Plan) -> Iterator[Finding]:
    """Metrics whose formula gives another unit than they declare, currencies with a rate aside."""
    for metric, formula, declared, inferred in _formulas(plan):
        if relation(plan, inferred, declared) == "other":
            yield found(
                plan,
                FORMULA_UNIT_DIFFERS,
                f"{metric.at}.formula",
                others=[f"{metric.at}.unit"],
                key=metric.key,
                text=formula,
                derived=named(inferred),
                stated=named(declared),
                written=written(inferred),
            )


def missing_rate(plan: Plan) -> Iterator[Finding]:
    """Formulas across currencies that need a rate which the plan does not have."""
    for metric, formula, declared, inferred in _formulas(plan):
        yield from rate_finding(plan, f"{metric.at}.formula", str(formula), inferred, declared)


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
            yield found(
                plan,
                PERIODS_MIXED,
                f"{metric.at}.formula",
                key=metric.key,
                text=formula,
                periods=tuple(map(_period, periods)),
            )


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
)
