"""Rules on the names inside formulas and conditions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import evolve

from ..finding import Fault, Finding, Rule, Words
from ..model.dimension import Unit
from ..model.formula import Formula, NameUse
from ..model.formula_faults import UNIT_IN_LOG_OR_ROOT, UNIT_MISMATCH_IN_FORMULA
from ..model.formula_unit import infer_unit
from ..model.governance import StatusRule
from ..model.names import Names, Unresolved
from ..model.plan import Plan
from .rulebook import Check, found
from .sample import ACTION, GOAL, HEAD, TEAM

SEGMENTS: Final = "segments: {channel: [线上, 门店], place: [线上, 店内]}\n"

UNKNOWN_NAME: Final = Rule(
    code="GT151",
    name="formula-names-nothing",
    level="error",
    message=Words(
        "`{name}` in `{text}` is no goal and no metric.", "`{text}` 中的 `{name}` 既不是目标也不是指标。"
    ),
    hint=Words("{suggestion}", "{suggestion}"),
    why=Words(
        "A formula with an unknown name can never be computed, and a condition never comes true.",
        "含有未知名称的公式永远无法计算，条件也永远不会成立。",
    ),
    wrong=HEAD
    + GOAL.replace("kind: flow", "kind: flow, formula: orders + order")
    + TEAM
    + ACTION
    + "metrics:\n  orders: {title: 订单额, kind: flow, unit: 元, direction: up}\n",
    right=HEAD
    + GOAL.replace("kind: flow", "kind: flow, formula: orders + orders")
    + TEAM
    + ACTION
    + "metrics:\n  orders: {title: 订单额, kind: flow, unit: 元, direction: up}\n",
)
AMBIGUOUS_NAME: Final = Rule(
    code="GT152",
    name="formula-name-ambiguous",
    level="error",
    message=Words(
        "`{name}` in `{text}` may mean {candidates}.", "`{text}` 中的 `{name}` 可能指 {candidates}。"
    ),
    hint=Words("Write the full address, such as `{first}`.", "请写完整地址，例如 `{first}`。"),
    why=Words(
        "A short address is only clear where one cut alone has that member.",
        "只有一个拆分含有该成员时，短地址才明确。",
    ),
    wrong=HEAD
    + SEGMENTS
    + GOAL.replace(
        "owner: shop}",
        "owner: shop, rolls_up: channel, cuts: {channel: {线上: 8亿, 门店: 4亿}, place: {线上: 8亿, 店内: 4亿}}}",
    )
    + '  share: {title: 线上占比, kind: ratio, unit: "%", direction: up, formula: sales.线上 / sales, target: 67%, owner: shop}\n'
    + TEAM
    + ACTION.replace("serves: [sales]", "serves: [sales, share]"),
    right=HEAD
    + SEGMENTS
    + GOAL.replace(
        "owner: shop}",
        "owner: shop, rolls_up: channel, cuts: {channel: {线上: 8亿, 门店: 4亿}, place: {线上: 8亿, 店内: 4亿}}}",
    )
    + '  share: {title: 线上占比, kind: ratio, unit: "%", direction: up, formula: sales.channel.线上 / sales, target: 67%, owner: shop}\n'
    + TEAM
    + ACTION.replace("serves: [sales]", "serves: [sales, share]"),
)


JUDGED: Final = "goal"
"""The name of the goal that is judged, in the condition of a status rule."""


def status_rules(plan: Plan) -> Iterator[tuple[str, StatusRule]]:
    """Every rule that decides a status with its key path: the governance's, then those of goals."""
    if plan.governance is not None:
        yield from ((f"governance.status[{i}]", rule) for i, rule in enumerate(plan.governance.status))
    for goal in plan.goals.values():
        yield from ((f"{goal.at}.status[{i}]", rule) for i, rule in enumerate(goal.status))


def formulas(plan: Plan) -> Iterator[tuple[str, Formula]]:
    """Every formula and condition of a plan with its key path."""
    for metric in plan.metrics.values():
        if metric.formula is not None:
            yield f"{metric.at}.formula", metric.formula
    for action in plan.actions.values():
        for i, risk in enumerate(action.risks):
            if risk.when is not None:
                yield f"{action.at}.risks[{i}].when", risk.when
        for i, tranche in enumerate(action.budget.tranches if action.budget else ()):
            if tranche.when is not None:
                yield f"{action.at}.budget.tranches[{i}].when", tranche.when
    for path, rule in status_rules(plan):
        if rule.when is not None:
            yield f"{path}.when", rule.when
    if plan.governance is not None:
        if plan.governance.reserve is not None and plan.governance.reserve.when is not None:
            yield "governance.reserve.when", plan.governance.reserve.when
    for i, one in enumerate(plan.asserts):
        if one.assert_ is not None:
            yield f"asserts[{i}].assert", one.assert_


def _unresolved(plan: Plan) -> Iterator[tuple[str, Formula, NameUse, Unresolved]]:
    """Every name in a formula that means nothing, or too much; each once a formula."""
    metrics = plan.names("metrics")
    for path, formula in formulas(plan):
        seen: set[str] = set()
        for use in formula.names:
            if use.name in seen or use.name in plan.goals or use.name in plan.metrics:
                continue
            if use.name == JUDGED and ".status[" in path:
                continue
            seen.add(use.name)
            meaning = plan.goal_names.resolve(use.name) if "." in use.name else Unresolved(())
            # What is written and could not be read has a finding of its own.
            if (
                isinstance(meaning, str)
                or plan.wrote(f"goals.{use.name}")
                or plan.wrote(f"metrics.{use.name}")
            ):
                continue
            if not meaning.ambiguous:
                meaning = Unresolved(_meant(plan, metrics, use.name, meaning.candidates))
            yield path, formula, use, meaning


def _meant(plan: Plan, metrics: Names, name: str, near: tuple[str, ...]) -> tuple[str, ...]:
    """The keys that an unknown name may mean: of what goes by that title, else the nearest."""
    titled = [found for names in (plan.goal_names, metrics) if isinstance(found := names.resolve(name), str)]
    keys = [*titled, *near, *plan.goal_names.near(name), *metrics.near(name)]
    return tuple(key for key in dict.fromkeys(keys) if key in plan.goals or key in plan.metrics)[:3]


def formula_names_nothing(plan: Plan) -> Iterator[Finding]:
    """Names in formulas that mean no goal and no metric."""
    for path, formula, use, meaning in _unresolved(plan):
        if not meaning.ambiguous:
            hint = suggestion(meaning.candidates, use.name)
            finding = found(plan, UNKNOWN_NAME, path, name=use.name, text=str(formula), suggestion=hint)
            yield placed(finding, use.column, use.length)


def suggestion(near: tuple[str, ...], name: str) -> Words:
    """The way out of an unknown name."""
    if not near:
        return Words(
            f"Define `{name}` under `metrics:` or `goals:`, or correct the name.",
            f"请在 `metrics:` 或 `goals:` 下定义 `{name}`，或改正名称。",
        )
    known = " / ".join(f"`{key}`" for key in near)
    return Words(f"Did you mean {known}?", f"是否想写 {known}？")


def formula_name_ambiguous(plan: Plan) -> Iterator[Finding]:
    """Short addresses in formulas that several cuts answer."""
    for path, formula, use, meaning in _unresolved(plan):
        if meaning.ambiguous:
            first, *_ = known = meaning.candidates
            finding = found(
                plan, AMBIGUOUS_NAME, path, name=use.name, text=str(formula), candidates=known, first=first
            )
            yield placed(finding, use.column, use.length)


def placed(finding: Finding, column: int, length: int) -> Finding:
    """A finding about a formula, moved to the characters of the formula that it is about."""
    span = finding.span
    if span is None or span.line != span.end_line:
        return finding
    quoted = 1 if finding.excerpt[:1] in "\"'" and finding.excerpt else 0
    start = span.column + column + quoted
    return evolve(finding, span=evolve(span, column=start, end_column=start + length))


def unit_mismatch_in_formula(plan: Plan) -> Iterator[Finding]:
    """Formulas that add or compare what has different units."""
    return _unit_faults(plan, UNIT_MISMATCH_IN_FORMULA)


def unit_in_log_or_root(plan: Plan) -> Iterator[Finding]:
    """Logarithms and roots of what has a unit."""
    return _unit_faults(plan, UNIT_IN_LOG_OR_ROOT)


def _unit_faults(plan: Plan, rule: Rule) -> Iterator[Finding]:
    for path, formula in formulas(plan):
        fault = infer_unit(formula, lambda name: unit_of(plan, name))
        if isinstance(fault, Fault) and fault.rule is rule:
            yield placed(found(plan, rule, path, fault=fault, text=str(formula)), fault.column, fault.length)


def unit_of(plan: Plan, name: str) -> Unit | None:
    """The unit of what a formula calls by a name; `None` where it is not known."""
    meaning = name if name in plan.goals else plan.goal_names.resolve(name) if "." in name else name
    metric = plan.metrics.get(
        plan.goals[meaning].metric if isinstance(meaning, str) and meaning in plan.goals else name
    )
    return metric.unit if metric else None


CHECKS: Final = (
    Check(UNKNOWN_NAME, formula_names_nothing),
    Check(AMBIGUOUS_NAME, formula_name_ambiguous),
    Check(UNIT_MISMATCH_IN_FORMULA, unit_mismatch_in_formula),
    Check(UNIT_IN_LOG_OR_ROOT, unit_in_log_or_root),
)
