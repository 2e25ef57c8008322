"""What a plan's numbers say about each other, computed apart from the rules.

An operator that changes a number puts in a defect only where the plan contradicts itself
afterwards; that is decided here, before any check runs, with fractions and nothing of the checks.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from goaltree.model.goal import Goal
from goaltree.model.period import Period
from goaltree.model.plan import Plan
from goaltree.model.quantity import Quantity

ADDITIVE = ("flow", "stock", "distinct")


@frozen
class Break:
    """One contradiction: its kind and the key paths of what takes part in it."""

    kind: str
    at: tuple[str, ...]


NAMES: dict[str, frozenset[str]] = {
    "parts": frozenset(
        {
            "parts-do-not-sum",
            "parts-sum-by-rounding-only",
            "cuts-disagree",
            "cut-leaves-out-members",
            "distinct-parts-cannot-reach-the-whole",
        }
    ),
    "whole": frozenset({"partial-parts-exceed-the-whole", "distinct-part-exceeds-the-whole"}),
    "growth": frozenset({"growth-does-not-match", "growth-matches-by-rounding-only"}),
    "formula": frozenset({"formula-does-not-hold", "formula-holds-by-rounding-only", "formula-unit-differs"}),
    "restated": frozenset({"restated-number-differs", "restated-number-agrees-by-rounding-only"}),
    "phasing": frozenset(
        {
            "period-targets-do-not-fit-the-whole",
            "period-targets-fit-by-rounding-only",
            "period-targets-exceed-the-whole",
        }
        | {"dated-targets-contradict", "level-summed-over-time"}
    ),
    "order": frozenset(
        {"later-target-weaker", "period-targets-do-not-fit-the-whole", "dated-targets-contradict"}
    ),
    "tranches": frozenset({"tranches-do-not-sum", "tranches-sum-by-rounding-only"}),
    "assertion": frozenset({"assertion-broken"}),
    "pool": frozenset({"budget-over-pool"}),
    "weights": frozenset({"weights-do-not-sum-to-one", "weight-out-of-range", "unusable-weight"}),
    "shares": frozenset({"shares-do-not-sum-to-100"}),
}
"""Kind of contradiction to the names of the rules that tell it."""


def amount(plan: Plan, quantity: Quantity) -> Fraction:
    """A number in base units and the plan's currency."""
    return quantity.base * rate(plan, quantity)


def half(plan: Plan, quantity: Quantity) -> Fraction:
    """Half a unit of a number's last written digit, in base units and the plan's currency."""
    return quantity.half_base * rate(plan, quantity)


def rate(plan: Plan, quantity: Quantity) -> Fraction:
    """What one unit of a number's currency costs in the plan's; 1 where there is no rate."""
    for name, power in quantity.unit.dims:
        code = name.partition(":")[2]
        if name.startswith("currency:") and code != plan.currency:
            for kind in ("budget", "default"):
                found = plan.fx.entries.get((code, kind, None))
                if found is not None:
                    return Fraction(found) ** power
    return Fraction(1)


def breaks(plan: Plan) -> list[Break]:
    """Every contradiction among a plan's numbers."""
    return [
        *_cuts(plan),
        *_growths(plan),
        *_formulas(plan),
        *_restated(plan),
        *_phasing(plan),
        *_money(plan),
        *_asserts(plan),
        *_weights(plan),
        *_shares(plan),
    ]


def stated(goal: Goal | None, field: str) -> Quantity | None:
    """A goal's target or baseline where it is a number."""
    value = getattr(goal, field, None)
    return value if isinstance(value, Quantity) and value.high is None else None


def _cuts(plan: Plan) -> Iterator[Break]:
    for goal in plan.goals.values():
        metric = plan.metrics.get(goal.metric)
        if metric is None or metric.kind not in ADDITIVE:
            continue
        for cut in goal.cuts:
            parts = [plan.goals.get(key) for key in cut.members.values()]
            for field in ("target", "baseline"):
                whole = stated(goal, field)
                numbers = [stated(part, field) for part in parts]
                if whole is None or any(one is None for one in numbers):
                    continue
                total = sum((amount(plan, one) for one in numbers if one), Fraction(0))
                off = total - amount(plan, whole)
                places = (goal.at, *(part.at for part in parts if part))
                if cut.partial and off > half(plan, whole):
                    yield Break("whole", places)
                if not cut.partial and _beyond(whole, off) > half(plan, whole):
                    yield Break("parts", places)


def _beyond(bound: Quantity, off: Fraction) -> Fraction:
    """How far a value is off a stated one; what a bound allows is not off."""
    if bound.bound in ("<=", "<"):
        return max(off, Fraction(0))
    return max(-off, Fraction(0)) if bound.bound in (">=", ">") else abs(off)


def _growths(plan: Plan) -> Iterator[Break]:
    for goal in plan.goals.values():
        base, target, growth = stated(goal, "baseline"), stated(goal, "target"), goal.growth
        if base is None or target is None or not isinstance(growth, Quantity) or growth.high is not None:
            continue
        start, end = amount(plan, base), amount(plan, target)
        if growth.unit.kind == "pp":
            found = end - start
        elif start == 0:
            continue
        else:
            found = (end - start) / abs(start)
        if abs(found - growth.base) > growth.half_base:
            yield Break("growth", (goal.at,))


def _formulas(plan: Plan) -> Iterator[Break]:
    for goal in plan.goals.values():
        metric = plan.metrics.get(goal.metric)
        if metric is None or metric.formula is None or goal.key in plan.parents or goal.restates:
            continue
        for field in ("target", "baseline"):
            value = stated(goal, field)
            if value is None:
                continue
            used: set[str] = set()
            found = evaluate(plan, str(metric.formula), field, used)
            if isinstance(found, Fraction) and abs(found - amount(plan, value)) > half(plan, value):
                yield Break("formula", (goal.at, metric.at, *sorted(used)))


def _restated(plan: Plan) -> Iterator[Break]:
    for goal in plan.goals.values():
        one, other = stated(goal, "target"), stated(plan.goals.get(goal.restates or ""), "target")
        if one and other and _differ(plan, one, other):
            yield Break("restated", (goal.at, plan.goals[goal.restates or ""].at))
    for team in plan.teams.values():
        for name in ("owns", "carries"):
            for key, number in getattr(team, name).items():
                target = stated(plan.goals.get(key), "target")
                if number is not None and target is not None and _differ(plan, number, target):
                    yield Break("restated", (plan.goals[key].at, f"{team.at}.{name}.{key}", team.at))


def _differ(plan: Plan, one: Quantity, other: Quantity) -> bool:
    return abs(amount(plan, one) - amount(plan, other)) > max(half(plan, one), half(plan, other))


def adds_over_time(plan: Plan, goal: Goal) -> bool:
    """Whether the targets of parts of the period sum to the target."""
    metric = plan.metrics.get(goal.metric)
    if goal.semantics is not None:
        return goal.semantics == "total"
    return metric is not None and metric.kind == "flow" and "time" not in metric.over


def _phasing(plan: Plan) -> Iterator[Break]:
    for goal in plan.goals.values():
        target, period = stated(goal, "target"), goal.period or plan.period
        if goal.phasing is None or not goal.phasing.dated or target is None or period is None:
            continue
        dated = sorted(goal.phasing.dated.items(), key=lambda item: (item[0].last, item[0].days))
        amounts = [(when, amount(plan, number)) for when, number in dated]
        whole, allowed = amount(plan, target), half(plan, target)
        if adds_over_time(plan, goal):
            nested = any(a.covers(b) and x < y for a, x in amounts for b, y in amounts if a != b)
            total = _covering(amounts, period)
            if nested or (total is not None and _beyond(target, total - whole) > allowed):
                yield Break("phasing", (goal.at,))
            continue
        if dated[-1][0].last == period.last and _beyond(target, amounts[-1][1] - whole) > allowed:
            yield Break("phasing", (goal.at,))
        metric = plan.metrics.get(goal.metric)
        sign = -1 if metric is not None and metric.direction == "down" else 1
        if any(sign * later < sign * sooner for (_, sooner), (_, later) in itertools.pairwise(amounts)):
            yield Break("order", (goal.at,))


def _covering(amounts: list[tuple[Period, Fraction]], period: Period) -> Fraction | None:
    """The sum of the shortest periods that fill the whole without gap; `None` where they do not."""
    total, at = Fraction(0), period.first
    while True:
        found = min(
            (item for item in amounts if item[0].first == at), key=lambda item: item[0].days, default=None
        )
        longer = [item for item in amounts if item[0].first == period.first and item[0].last == period.last]
        if found is None:
            return longer[0][1] if longer else None
        total += found[1]
        if found[0].last == period.last:
            return total
        at = type(at).fromordinal(found[0].last.toordinal() + 1)


def _money(plan: Plan) -> Iterator[Break]:
    spent = Fraction(0)
    for action in plan.actions.values():
        needs = sum(
            (amount(plan, n.money) for n in action.needs if isinstance(n.money, Quantity)), Fraction(0)
        )
        approved = action.budget.approved if action.budget else None
        if isinstance(approved, Quantity) and action.budget:
            parts = [t.amount for t in action.budget.tranches]
            total = sum((amount(plan, part) for part in parts if part), Fraction(0))
            if parts and None not in parts and abs(total - amount(plan, approved)) > half(plan, approved):
                yield Break("tranches", (action.at,))
            needs = amount(plan, approved)
        spent += needs
    reserve = plan.governance.reserve if plan.governance else None
    if reserve is not None and isinstance(reserve.of, Quantity) and reserve.budget is not None:
        if spent > amount(plan, reserve.of) * (1 - reserve.budget.base):
            yield Break("pool", ("governance.reserve", *(action.at for action in plan.actions.values())))


def _asserts(plan: Plan) -> Iterator[Break]:
    for index, one in enumerate(plan.asserts):
        used: set[str] = set()
        if one.assert_ is not None and evaluate(plan, str(one.assert_), "target", used) is False:
            yield Break("assertion", (f"asserts[{index}]", *sorted(used)))


def _weights(plan: Plan) -> Iterator[Break]:
    given: dict[str, list[tuple[str, Fraction]]] = {}
    for goal in plan.goals.values():
        for parent, weight in goal.serves.items():
            if weight is not None:
                given.setdefault(parent, []).append((goal.at, Fraction(weight)))
    for goal in plan.goals.values():
        for cut in goal.cuts:
            parts = [plan.goals[key] for key in cut.members.values() if key in plan.goals]
            if parts and all(part.weight is not None for part in parts):
                given[f"{goal.key}.{cut.dimension}"] = [
                    (part.at, Fraction(part.weight or 0)) for part in parts
                ]
    for parent, weights in given.items():
        if sum(weight for _, weight in weights) != 1:
            known = plan.goals.get(parent) or plan.goals.get(parent.rpartition(".")[0])
            yield Break("weights", (*(at for at, _ in weights), *([known.at] if known else [])))


def _shares(plan: Plan) -> Iterator[Break]:
    for key, block in plan.canvas.blocks.items() if plan.canvas else ():
        shares = [entry.share for entry in block.entries.values()]
        numbers = [share for share in shares if isinstance(share, Quantity)]
        if len(numbers) > 1 and len(numbers) == len(shares):
            allowed = sum((share.half_base for share in numbers), Fraction(0))
            if abs(sum(share.base for share in numbers) - 1) > allowed:
                yield Break("shares", (f"canvas.blocks.{key}",))


# ---- formulas ---------------------------------------------------------------------------------------


def evaluate(plan: Plan, text: str, field: str, used: set[str]) -> Fraction | bool | None:
    """What a formula gives at the goals' targets or baselines; `None` where a number is missing."""
    plain = re.sub(r"(\d+(?:\.\d+)?)%", r"(\1/100)", text)
    try:
        return _value(plan, ast.parse(plain, mode="eval").body, field, used)
    except (SyntaxError, LookupError, ZeroDivisionError, ValueError):
        return None


def _value(plan: Plan, node: ast.expr, field: str, used: set[str]) -> Fraction | bool:
    if isinstance(node, ast.Constant):
        return Fraction(str(node.value))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(plan, node.operand, field, used)
    if isinstance(node, ast.BinOp):
        a, b = _value(plan, node.left, field, used), _value(plan, node.right, field, used)
        by = {
            ast.Add: lambda: a + b,
            ast.Sub: lambda: a - b,
            ast.Mult: lambda: a * b,
            ast.Div: lambda: Fraction(a) / b,
        }
        return by[type(node.op)]()
    if isinstance(node, ast.Compare):
        a, b = _value(plan, node.left, field, used), _value(plan, node.comparators[0], field, used)
        tests = {ast.LtE: a <= b, ast.GtE: a >= b, ast.Lt: a < b, ast.Gt: a > b}
        close = abs(a - b) <= max(abs(a), abs(b)) / 1000
        tests |= {ast.Eq: close, ast.NotEq: not close}
        return tests[type(node.ops[0])]
    return _named(plan, _dotted(node), field, used)


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    raise ValueError("not in the grammar")


def _named(plan: Plan, name: str, field: str, used: set[str]) -> Fraction:
    key = name if name in plan.goals else plan.goal_names.resolve(name) if "." in name else None
    if not isinstance(key, str):
        key = next(
            (
                k
                for k, g in plan.goals.items()
                if g.metric == name and k not in plan.parents and not g.restates
            ),
            "",
        )
    value = stated(plan.goals.get(key), field)
    if value is None:
        raise LookupError(name)
    used.add(plan.goals[key].at)
    return amount(plan, value)
