"""Rules on what an action has spent: over what was released, before its release, said twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ..finding import Finding, Rule, Words
from ..model.action import Action, Budget, Overspend
from ..model.dimension import Unit
from ..model.plan import Plan
from .agreement import amount
from .budget import approved_of, found_in, plan_with, sum_of
from .identity import Term, decimal, term
from .place import tranches_of
from .rulebook import Check

OVERSPENT: Final = Rule(
    code="GT634",
    name="spent-over-released",
    level="error",
    message=Words(
        "The action `{key}` ({title}) has {released} released and {used} committed and spent ({parts}): {residual} too much.",
        "行动 `{key}`（{title}）已释放 {released}，已承诺和支出 {used}（{parts}）：超出 {residual}。",
    ),
    hint=Words(
        "Mark the gate that has opened with `passed: true`, or cancel {residual} of the orders.",
        "若关口已通过，请写 `passed: true`；否则取消 {residual} 的订单。",
    ),
    why=Words(
        "What is spent before its gate has opened can no longer be stopped there.",
        "在关口打开之前花掉的钱，关口就拦不住了。",
    ),
    wrong=plan_with(
        "budget: {approved: 3000万, committed: 400万, spent: 1150万, tranches: [{gate: 签约, amount: 1500万, due: Q2, passed: true}, {gate: 开业, amount: 1500万, due: Q4}]}"
    ),
    right=plan_with(
        "budget: {approved: 3000万, committed: 400万, spent: 950万, tranches: [{gate: 签约, amount: 1500万, due: Q2, passed: true}, {gate: 开业, amount: 1500万, due: Q4}]}"
    ),
)
_OVER: Final = Words(
    "The action `{key}` ({title}) has {released} released and {used} committed and spent ({parts}): {residual} too much, which its budget lets pass.",
    "行动 `{key}`（{title}）已释放 {released}，已承诺和支出 {used}（{parts}）：超出 {residual}，其预算允许如此。",
)
_OVER_WHY: Final = Words(
    "A budget that only warns is still a number that somebody answers for.",
    "只提醒的预算，超出的部分仍须有人负责。",
)
_SPENT_OVER: Final = "budget: {approved: 3000万, committed: 400万, spent: 2650万, over: stop}"
OVERSPENT_WARNED: Final = Rule(
    code="GT644",
    name="spent-over-released-with-a-warning",
    level="warning",
    message=_OVER,
    hint=Words(
        "Have {residual} more approved, or cancel as much; `over: stop` makes an error of it.",
        "请追加批准 {residual}，或取消同等金额；写 `over: stop` 则按错误处理。",
    ),
    why=_OVER_WHY,
    wrong=plan_with(_SPENT_OVER.replace("stop", "warn")),
    right=plan_with(_SPENT_OVER.replace("stop", "warn").replace("2650", "2600")),
)
OVERSPENT_IGNORED: Final = Rule(
    code="GT645",
    name="spent-over-released-by-leave",
    level="note",
    message=_OVER,
    hint=Words(
        "Nothing need be done; `over: warn` makes a warning of it.",
        "可以不处理；写 `over: warn` 则按警告处理。",
    ),
    why=_OVER_WHY,
    wrong=plan_with(_SPENT_OVER.replace("stop", "ignore")),
    right=plan_with(_SPENT_OVER.replace("stop", "ignore").replace("2650", "2600")),
)
SPENT_EARLY: Final = Rule(
    code="GT642",
    name="spent-before-its-release",
    level="error",
    message=Words(
        "The action `{key}` ({title}) spent the first of its money on {day}, and its first gate opened {opened}.",
        "行动 `{key}`（{title}）于 {day} 首次用款，而其第一个关口{opened}。",
    ),
    hint=Words(
        "Correct one of the two days, or have the payment approved by whoever opens the gate.",
        "请改正其中一个日期，或由有权打开关口的人补批这笔款。",
    ),
    why=Words(
        "A gate that is opened after the money has gone controls nothing.",
        "钱花出去之后才打开的关口，控制不了任何东西。",
    ),
    wrong=plan_with(
        "budget: {approved: 2000万, first_spent: 2025-04-15, tranches: [{gate: 签约, amount: 600万, due: Q2, passed_on: 2025-05-20}, {gate: 开业, amount: 1400万, due: Q4}]}"
    ),
    right=plan_with(
        "budget: {approved: 2000万, first_spent: 2025-05-25, tranches: [{gate: 签约, amount: 600万, due: Q2, passed_on: 2025-05-20}, {gate: 开业, amount: 1400万, due: Q4}]}"
    ),
)
SPENT_TWICE: Final = Rule(
    code="GT643",
    name="spent-said-twice",
    level="error",
    message=Words(
        "The action `{key}` ({title}) has spent {spent} by its budget and {reported} by its report.",
        "行动 `{key}`（{title}）按预算已支出 {spent}，按进展报告则为 {reported}。",
    ),
    hint=Words(
        "Correct one of them, or leave `spent:` out of `progress:`: that of the budget is taken.",
        "请改正其中一个，或从 `progress:` 中去掉 `spent:`：以预算中的为准。",
    ),
    why=Words(
        "Two numbers for one amount: nobody knows what the work has cost.",
        "同一笔钱有两个数，就没人知道究竟花了多少。",
    ),
    wrong=plan_with(
        "budget: {approved: 2000万, spent: 800万}, progress: {done: 40%, earned_by: percent, spent: 900万}"
    ),
    right=plan_with(
        "budget: {approved: 2000万, spent: 800万}, progress: {done: 40%, earned_by: percent, spent: 800万}"
    ),
)


def spent_over_released(plan: Plan) -> Iterator[Finding]:
    """Actions that have committed and spent more than the gates they passed released, as their budget takes it."""
    for action in plan.actions.values():
        budget, approved = action.budget, approved_of(plan, action)
        if budget is None or approved is None:
            continue
        unit = approved.quantity.unit
        released = [
            term(plan, f"{path}.amount", one.amount, unit)
            for path, one in tranches_of(plan, action)
            if one.is_open()
        ]
        used = _used(plan, action, budget, unit)
        known = [one for one in (*released, *used) if one is not None]
        if not used or len(known) < len(released) + len(used):
            continue
        total = sum_of([one for one in released if one is not None]) if budget.tranches else approved.value
        over = sum_of([one for one in used if one is not None]) - total
        if over > 0:
            paths = [one.path for one in used if one is not None]
            yield found_in(
                plan,
                _OVERSPENT[budget.over or "stop"],
                action,
                paths[-1],
                others=[*paths[:-1], approved.path],
                stake=decimal(over),
                released=amount(approved, total),
                used=amount(approved, total + over),
                parts=" + ".join(str(one.quantity) for one in used if one is not None),
                residual=amount(approved, over, change=True),
            )


_OVERSPENT: Final[Mapping[Overspend, Rule]] = {
    "stop": OVERSPENT,
    "warn": OVERSPENT_WARNED,
    "ignore": OVERSPENT_IGNORED,
}
"""What it is to use more than was released, by what the budget says of it."""


def spent_before_its_release(plan: Plan) -> Iterator[Finding]:
    """Actions whose first spending came before the first of their gates opened, as far as both are dated."""
    for action in plan.actions.values():
        budget = action.budget
        if budget is None or budget.first_spent is None or not budget.tranches:
            continue
        opened = [one.passed_on for one in budget.tranches if one.is_open()]
        days = [day for day in opened if day is not None]
        if len(days) < len(opened) or (days and min(days) <= budget.first_spent):
            continue
        told = (
            Words(f"on {min(days)} only", f"到 {min(days)} 才打开")
            if days
            else Words("on no day so far", "至今没有打开")
        )
        others = [f"{path}.passed_on" for path, one in tranches_of(plan, action) if one.passed_on is not None]
        yield found_in(
            plan,
            SPENT_EARLY,
            action,
            f"{action.at}.budget.first_spent",
            others=others,
            day=budget.first_spent,
            opened=told,
        )


def spent_said_twice(plan: Plan) -> Iterator[Finding]:
    """Actions whose budget and report say that different amounts are spent, beyond what rounding explains."""
    for action in plan.actions.values():
        budget, progress = action.budget, action.progress
        if budget is None or budget.spent is None or progress is None or progress.spent is None:
            continue
        at = f"{action.at}.budget.spent"
        one = term(plan, at, budget.spent, budget.spent.unit)
        other = term(plan, f"{action.at}.progress.spent", progress.spent, budget.spent.unit)
        if one is None or other is None or abs(one.value - other.value) <= max(one.half, other.half):
            continue
        yield found_in(
            plan,
            SPENT_TWICE,
            action,
            at,
            others=[other.path],
            stake=decimal(abs(one.value - other.value)),
            spent=budget.spent,
            reported=progress.spent,
        )


def _used(plan: Plan, action: Action, budget: Budget, unit: Unit) -> list[Term | None]:
    at = f"{action.at}.budget"
    written = [(f"{at}.committed", budget.committed), (f"{at}.spent", budget.spent)]
    if budget.spent is None and action.progress is not None:
        written.append((f"{action.at}.progress.spent", action.progress.spent))
    return [term(plan, path, quantity, unit) for path, quantity in written if quantity is not None]


CHECKS: Final = (
    Check(OVERSPENT, spent_over_released, also=(OVERSPENT_WARNED, OVERSPENT_IGNORED)),
    Check(SPENT_EARLY, spent_before_its_release),
    Check(SPENT_TWICE, spent_said_twice),
)
