"""The rule on the kinds of formulas: what flows, levels and rates make is what their metric says it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from ..finding import Finding, Rule, Words
from ..model.formula import Apply, Formula, Number, Reference
from ..model.plan import Plan
from .kind import KIND_WORDS
from .rulebook import Check, found
from .sample import ACTION, HEAD, TEAM

Made = Literal["flow", "level", "rate", "number"]
"""What a part of a formula is: counted over a period, counted at its end, a rate of two, a plain number."""

_MAKES: Final[dict[str, Made]] = {
    "flow": "flow",
    "stock": "level",
    "distinct": "level",
    "ratio": "rate",
    "mean": "rate",
    "quantile": "rate",
}
_WORDS: Final = {
    "flow": Words("flow", "流量"),
    "level": Words("stock", "存量"),
    "rate": Words("rate", "比率"),
}
_METRICS: Final = "metrics:\n  orders: {title: 订单量, kind: flow, unit: 单, direction: up}\n  basket: {title: 客单价, kind: mean, per: orders, unit: 元/单, direction: up}\n"


def _goal(kind: str) -> str:
    goal = f"goals:\n  sales: {{title: 销售额, kind: {kind}, unit: 元, direction: up, target: 12亿, formula: orders * basket, owner: shop}}\n"
    return HEAD + goal + TEAM + ACTION + _METRICS


KIND_DIFFERS: Final = Rule(
    code="GT318",
    name="formula-kind-differs",
    level="error",
    message=Words(
        "`{key}` ({title}) is a {kind}, and its formula `{text}` makes a {derived}.",
        "`{key}`（{title}）定义为{kind}，而公式 `{text}` 得到的是{derived}。",
    ),
    hint=Words(
        "Correct the kind of `{key}`, or of {names} in its formula.",
        "请改正 `{key}` 的类型，或公式中 {names} 的类型。",
    ),
    why=Words(
        "Orders times price is a flow, as orders are; whoever reads it as a level takes the last month for the year.",
        "订单量乘以单价与订单量一样是流量；当作存量就会把最后一个月当成全年。",
    ),
    wrong=_goal("stock"),
    right=_goal("flow"),
)


def formula_kind_differs(plan: Plan) -> Iterator[Finding]:
    """Metrics whose formula makes a flow of what they call a level, or the like."""
    for metric in plan.metrics.values():
        declared = _MAKES.get(metric.kind or "")
        if metric.formula is None or declared is None or metric.formula.kind != "value":
            continue
        made = _made(plan, metric.formula)
        if made in ("flow", "level", "rate") and made != declared:
            assert metric.kind is not None
            names = dict.fromkeys(use.name for use in metric.formula.names)
            yield found(
                plan,
                KIND_DIFFERS,
                f"{metric.at}.formula",
                others=[f"{metric.at}.kind"],
                key=metric.key,
                title=plan.called(metric.key),
                kind=KIND_WORDS[metric.kind],
                text=str(metric.formula),
                derived=_WORDS[made],
                names=tuple(f"`{name}`" for name in names),
            )


def _made(plan: Plan, formula: Formula) -> Made | None:
    """What a formula makes; `None` where it cannot be told."""
    stack: list[Made | None] = []
    for node in formula.nodes:
        if isinstance(node, Number):
            stack.append("number")
        elif isinstance(node, Reference):
            stack.append(_of_name(plan, node))
        else:
            taken = stack[len(stack) - node.arity :]
            del stack[len(stack) - node.arity :]
            stack.append(_applied(node, taken))
    return stack[-1]


def _of_name(plan: Plan, node: Reference) -> Made | None:
    if node.reading not in ("now", "value"):
        return None
    meaning = plan.goal_names.resolve(node.name) if "." in node.name else node.name
    goal = plan.goals.get(meaning) if isinstance(meaning, str) else None
    metric = plan.metrics.get(goal.metric if goal is not None else node.name)
    return _MAKES.get(metric.kind or "") if metric is not None else None


def _applied(node: Apply, taken: list[Made | None]) -> Made | None:
    if None in taken:
        return None
    if node.operator == "neg":
        return taken[0]
    if node.operator in ("+", "-"):
        known = set(taken) - {"number"}
        return known.pop() if len(known) == 1 else None
    if node.operator not in ("*", "/"):
        return None
    left, right = taken
    if right in ("number", "rate") and left != "number":
        return left
    if node.operator == "*":
        return right if left in ("number", "rate") else None
    return "rate" if left in ("flow", "level") and right in ("flow", "level") else None


CHECKS: Final = (Check(KIND_DIFFERS, formula_kind_differs),)
