"""Rules on the shape of the goal tree: it has no circle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..finding import Finding, Rule, Words
from ..model.cycle import cycle
from ..model.edge import Edge, edges_of
from ..model.plan import Plan
from .rulebook import Check, found
from .sample import ACTION, HEAD, TEAM

SHOWN: Final = 6

CYCLE: Final = Rule(
    code="GT150",
    name="goals-in-a-circle",
    level="error",
    message=Words("The goals go in a circle: {circle}.", "目标形成了循环：{circle}。"),
    hint=Words(
        "Break one of these links: {link}; a formula may read the period before with `prev(...)`.",
        "请去掉其中一个关联：{link}；公式可用 `prev(...)` 读取上一期。",
    ),
    why=Words(
        "A number that is made from itself has no value, and no order in which it could be computed.",
        "由自身计算出来的数没有值，也没有可以计算的顺序。",
    ),
    wrong=HEAD
    + "goals:\n  sales: {title: 销售额, kind: flow, unit: 元, direction: up, formula: orders * 2, target: 12亿, owner: shop}\n"
    + "  orders: {title: 订单额, kind: flow, unit: 元, direction: up, formula: sales / 2, target: 6亿, owner: shop}\n"
    + TEAM
    + ACTION.replace("serves: [sales]", "serves: [sales, orders]"),
    right=HEAD
    + "goals:\n  sales: {title: 销售额, kind: flow, unit: 元, direction: up, formula: orders * 2, target: 12亿, owner: shop}\n"
    + "  orders: {title: 订单额, kind: flow, unit: 元, direction: up, target: 6亿, owner: shop}\n"
    + TEAM
    + ACTION.replace("serves: [sales]", "serves: [sales, orders]"),
)


def goals_in_a_circle(plan: Plan) -> Iterator[Finding]:
    """One shortest circle of goals, each link with its place."""
    circle = cycle(edges_of(plan))
    if not circle:
        return
    keys = [edge.parent for edge in circle]
    shown = [*keys, keys[0]]
    if len(shown) > 2 * SHOWN:
        shown = [*shown[:SHOWN], f"… ({len(keys) - 2 * SHOWN + 2})", *shown[-SHOWN + 1 :]]
    paths = [_path(plan, edge) for edge in circle]
    yield found(
        plan,
        CYCLE,
        paths[0],
        others=paths[1 : 2 * SHOWN],
        circle=" → ".join(shown),
        link=tuple(_way_out(edge) for edge in circle[:SHOWN]),
    )


def _way_out(edge: Edge) -> Words:
    """How one link is broken, in the words of the plan file."""
    parent, child = edge.parent, edge.child
    if edge.kind == "alignment":
        return Words(
            f"remove `{parent}` from `serves:` of `{child}`", f"从 `{child}` 的 `serves:` 中删去 `{parent}`"
        )
    if edge.kind == "driver":
        return Words(
            f"take `{child}` out of the formula of `{parent}`", f"从 `{parent}` 的公式中去掉 `{child}`"
        )
    return Words(f"take `{child}` out of the cut of `{parent}`", f"从 `{parent}` 的拆分中去掉 `{child}`")


def _path(plan: Plan, edge: Edge) -> str:
    """The key path that declares an edge."""
    if edge.kind == "alignment" and edge.child in plan.goals:
        return f"{plan.goals[edge.child].at}.serves"
    goal = plan.goals.get(edge.parent)
    metric = plan.metrics.get(goal.metric if goal else edge.parent)
    if edge.kind == "driver" and metric is not None:
        return f"{metric.at}.formula"
    if edge.kind == "cut" and goal is not None:
        return f"{goal.at}.cuts"
    return goal.at if goal else ""


CHECKS: Final = (Check(CYCLE, goals_in_a_circle),)
