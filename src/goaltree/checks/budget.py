"""Rules on the budget of an action: what is approved, its tranches and their gates, what it needs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any, Final

from ..finding import Finding, Rule, Words
from ..model.action import Action, Tranche
from ..model.agreement import agree
from ..model.dimension import Unit
from ..model.plan import Plan
from ..model.quantity import Quantity
from ..model.timing import Timing
from .agreement import amount
from .arithmetic import by_path
from .correction import corrections, told
from .identity import Identity, Term, decimal, in_comparison, term
from .place import delivers, first_day, inside, last_day, needs_of, tranches_of
from .rulebook import Check, found
from .sample import ACTION, GOAL, HEAD, TEAM


def plan_with(rest: str, extra: str = "") -> str:
    """The small clean plan of the rules' examples, whose action says more."""
    return HEAD + GOAL + TEAM + ACTION.replace("Q4 完成}", f"Q4 完成, {rest}}}") + extra


_TRANCHES: Final = "tranches: [{gate: 签约, amount: 600万, due: Q2}, {gate: 开业, amount: 1400万, due: Q4}]"

TRANCHES_DIFFER: Final = Rule(
    code="GT630",
    name="tranches-do-not-sum",
    level="error",
    message=Words(
        "The action `{key}` ({title}) has {stated} approved, and its tranches sum to {derived} ({parts}): {residual} {way}; rounding can explain {explained}.",
        "行动 `{key}`（{title}）批准 {stated}，而各笔拨款合计 {derived}（{parts}）：{way} {residual}；四舍五入最多能解释 {explained}。",
    ),
    hint=Words(
        "Any one of these mends it: {corrections}.",
        "改其中任一个数即可：{corrections}。",
    ),
    why=Words(
        "What is released at the gates is what was approved, no more and no less.",
        "各关口释放的钱就是批准的钱，不多不少。",
    ),
    wrong=plan_with("budget: {approved: 2000万, " + _TRANCHES.replace("1400", "1300") + "}"),
    right=plan_with("budget: {approved: 2000万, " + _TRANCHES + "}"),
)
TRANCHES_ROUNDED: Final = Rule(
    code="GT631",
    name="tranches-sum-by-rounding-only",
    level="note",
    message=Words(
        "The action `{key}` ({title}) has {stated} approved, and its tranches sum to {derived} ({parts}); their rounding explains the {residual}.",
        "行动 `{key}`（{title}）批准 {stated}，各笔拨款合计 {derived}（{parts}）；相差的 {residual} 可由四舍五入解释。",
    ),
    hint=Words(
        "Nothing need be done; to be exact, approve {derived}.", "可以不改；若要完全一致，请批准 {derived}。"
    ),
    why=Words(
        "The figures agree once their rounding is allowed for, and not as they are written.",
        "考虑四舍五入后数字一致，但按字面并不相等。",
    ),
    wrong=plan_with(
        "budget: {approved: 2.1亿, tranches: [{gate: 签约, amount: 1亿, due: Q2}, {gate: 开业, amount: 1亿, due: Q4}]}"
    ),
    right=plan_with(
        "budget: {approved: 2亿, tranches: [{gate: 签约, amount: 1亿, due: Q2}, {gate: 开业, amount: 1亿, due: Q4}]}"
    ),
)
TRANCHE_LATE: Final = Rule(
    code="GT632",
    name="tranche-after-its-milestone",
    level="warning",
    message=Words(
        "The tranche `{gate}` of the action `{key}` ({title}) is due by `{due}`, after {milestone} by {day}, which it pays for.",
        "行动 `{key}`（{title}）的拨款“{gate}”在“{due}”才到，晚于它要支付的{milestone}（{day}）。",
    ),
    hint=Words("Bring the gate forward, or move the milestone.", "请提前该关口，或推迟节点。"),
    why=Words(
        "Money that comes after the work was due means that the work was paid by nobody, or not done.",
        "工作到期之后才到的钱，意味着工作没人付钱或没有做。",
    ),
    wrong=plan_with("budget: {approved: 2000万, " + _TRANCHES.replace("due: Q4", "due: 2026Q1") + "}"),
    right=plan_with("budget: {approved: 2000万, " + _TRANCHES + "}"),
)
TRANCHES_OUT_OF_ORDER: Final = Rule(
    code="GT633",
    name="tranches-out-of-order",
    level="warning",
    message=Words(
        "In the action `{key}` ({title}) the tranche `{gate}` is due by `{due}`, before the tranche `{before}` that precedes it (`{before_due}`).",
        "行动 `{key}`（{title}）中，拨款“{gate}”（“{due}”）早于排在它前面的“{before}”（“{before_due}”）。",
    ),
    hint=Words(
        "Correct one of the two dates, or list the tranches in the order of time.",
        "请改正其中一个日期，或按时间顺序排列各笔拨款。",
    ),
    why=Words(
        "A later gate stands on the earlier ones; it cannot open first.",
        "后一个关口以前一个为前提，不可能先打开。",
    ),
    wrong=plan_with(
        "budget: {approved: 2000万, "
        + _TRANCHES.replace("due: Q2", "due: Q3").replace("due: Q4", "due: Q2")
        + "}"
    ),
    right=plan_with("budget: {approved: 2000万, " + _TRANCHES + "}"),
)
NEEDS_DIFFER: Final = Rule(
    code="GT637",
    name="budget-and-needs-differ",
    level="warning",
    message=Words(
        "The action `{key}` ({title}) has {stated} approved, and needs {derived} in money ({parts}): {residual} {way}; rounding can explain {explained}.",
        "行动 `{key}`（{title}）批准 {stated}，而资金需求合计 {derived}（{parts}）：{way} {residual}；四舍五入最多能解释 {explained}。",
    ),
    hint=Words("Ask for {stated}, or have {derived} approved.", "请把需求改为 {stated}，或批准 {derived}。"),
    why=Words(
        "What an action asks for and what it was given are two numbers for one thing.",
        "行动要的钱和批给它的钱，是同一件事的两个数。",
    ),
    wrong=plan_with("needs: [{money: 2500万, for: 装修}], budget: 2000万"),
    right=plan_with("needs: [{money: 2000万, for: 装修}], budget: 2000万"),
)
UNAPPROVED: Final = Rule(
    code="GT639",
    name="tranches-without-approval",
    level="warning",
    message=Words(
        "The action `{key}` ({title}) has {count} tranches and no approved amount.",
        "行动 `{key}`（{title}）有 {count} 笔拨款，却没有批准额。",
    ),
    hint=Words("Add `approved:`.", "请加上 `approved:`。"),
    why=Words(
        "Without the whole nobody sees whether the parts are all of it.", "没有总额，就看不出各笔是否齐全。"
    ),
    wrong=plan_with("budget: {" + _TRANCHES + "}"),
    right=plan_with("budget: {approved: 2000万, " + _TRANCHES + "}"),
)
TRANCHE_EMPTY: Final = Rule(
    code="GT640",
    name="tranche-without-amount",
    level="warning",
    message=Words(
        "The tranche `{gate}` of the action `{key}` ({title}) has no amount.",
        "行动 `{key}`（{title}）的拨款“{gate}”没有金额。",
    ),
    hint=Words("Add `amount:`.", "请加上 `amount:`。"),
    why=Words("A gate that releases nothing stated controls nothing.", "没有金额的关口控制不了任何东西。"),
    wrong=plan_with("budget: {approved: 2000万, " + _TRANCHES.replace("amount: 1400万, ", "") + "}"),
    right=plan_with("budget: {approved: 2000万, " + _TRANCHES + "}"),
)
TRANCHE_GATELESS: Final = Rule(
    code="GT641",
    name="tranche-without-gate",
    level="warning",
    message=Words(
        "Nothing says what must have happened before the tranche of {amount} of `{key}` ({title}) is released.",
        "没有说明 `{key}`（{title}）的 {amount} 拨款须满足什么才释放。",
    ),
    hint=Words("Add `gate:` in words, or `when:` as a condition.", "请加上文字 `gate:`，或条件 `when:`。"),
    why=Words(
        "A tranche without a gate is an instalment: it is paid whatever was delivered.",
        "没有关口的拨款只是分期付款：不管交付了什么都会付。",
    ),
    wrong=plan_with("budget: {approved: 2000万, " + _TRANCHES.replace("gate: 开业, ", "") + "}"),
    right=plan_with("budget: {approved: 2000万, " + _TRANCHES + "}"),
)


def approved_of(plan: Plan, action: Action) -> Term | None:
    """What was approved, which an author may write as the budget itself."""
    quantity = action.budget.approved if action.budget else None
    if not isinstance(quantity, Quantity) or quantity.unit.currency is None:
        return None
    path = f"{action.at}.budget.approved"
    return term(plan, path if plan.wrote(path) else f"{action.at}.budget", quantity, quantity.unit)


def money_of(plan: Plan, action: Action, unit: Unit) -> tuple[Term | None, ...]:
    """Every money need of an action in a unit; `None` for one that cannot be counted in it."""
    needs = [(path, need.money) for path, need in needs_of(plan, action) if need.money is not None]
    return tuple(term(plan, f"{path}.money", quantity, unit) for path, quantity in needs)


def _compared(
    plan: Plan, action: Action, stated: Term, parts: tuple[Term | None, ...], rule: Rule, *verdicts: str
) -> Iterator[Finding]:
    """The finding that some amounts do not sum to a stated one, by so much."""
    known = [one for one in parts if one is not None]
    if not known or len(known) < len(parts):
        return
    agreement = agree(sum_of(known), in_comparison(stated), sum((one.half for one in known), Fraction(0)))
    if agreement.verdict not in verdicts:
        return
    yield found_in(
        plan,
        rule,
        action,
        stated.path,
        others=[one.path for one in known],
        stake=decimal(abs(agreement.residual)),
        stated=stated.quantity,
        derived=amount(stated, agreement.derived),
        parts=" + ".join(str(one.quantity) for one in known),
        residual=amount(stated, abs(agreement.residual), change=True),
        explained=amount(stated, agreement.explained, change=True),
        way=Words("too little", "少了") if agreement.residual < 0 else Words("too much", "多了"),
        corrections=_mends(plan, action, stated, known),
    )


def _mends(plan: Plan, action: Action, stated: Term, known: list[Term]) -> Words:
    """The single amounts that would mend a budget, those first that agree with all else said of the money."""
    sums = [known]
    for others in (
        [
            term(plan, f"{path}.amount", one.amount, stated.quantity.unit)
            for path, one in tranches_of(plan, action)
        ],
        money_of(plan, action, stated.quantity.unit),
    ):
        complete = [one for one in others if one is not None]
        if complete and len(complete) == len(others) and complete != known:
            sums.append(complete)
    every = tuple(
        Identity(kind="cut", goal=action.key, stated=stated, terms=tuple(terms), derive=_total)
        for terms in sums
    )
    return told(corrections(every[0], by_path(every)))


def _total(values: tuple[Fraction, ...]) -> Fraction:
    return sum(values, Fraction(0))


def tranches_do_not_sum(plan: Plan) -> Iterator[Finding]:
    """Tranches whose sum is not what was approved."""
    return _tranche_sums(plan, TRANCHES_DIFFER, "differs")


def tranches_sum_by_rounding_only(plan: Plan) -> Iterator[Finding]:
    """Tranches whose sum is what was approved if their rounding is allowed for."""
    return _tranche_sums(plan, TRANCHES_ROUNDED, "rounding")


def _tranche_sums(plan: Plan, rule: Rule, verdict: str) -> Iterator[Finding]:
    for action in plan.actions.values():
        stated = approved_of(plan, action)
        if stated is not None:
            parts = tuple(
                term(plan, f"{path}.amount", one.amount, stated.quantity.unit)
                for path, one in tranches_of(plan, action)
            )
            yield from _compared(plan, action, stated, parts, rule, verdict)


def budget_and_needs_differ(plan: Plan) -> Iterator[Finding]:
    """Actions that ask for other money than was approved."""
    for action in plan.actions.values():
        stated = approved_of(plan, action)
        if stated is not None:
            yield from _compared(
                plan,
                action,
                stated,
                money_of(plan, action, stated.quantity.unit),
                NEEDS_DIFFER,
                "differs",
                "rounding",
            )


def tranche_after_its_milestone(plan: Plan) -> Iterator[Finding]:
    """Tranches that come after the milestone they pay for: the one whose word the gate says, else the last."""
    for action in plan.actions.values():
        for path, one in tranches_of(plan, action):
            label, day = _paid_for(action, str(one.gate or ""))
            due = first_day(one.due)
            if day is not None and due is not None and due > day:
                milestone = (
                    Words(f"“{label}”", f"“{label}”")
                    if label
                    else Words("the last milestone", "最后一个节点")
                )
                yield found_in(
                    plan,
                    TRANCHE_LATE,
                    action,
                    f"{path}.due",
                    others=[f"{action.at}.time"],
                    gate=one.gate or one.amount,
                    due=one.due,
                    day=day,
                    milestone=milestone,
                )


def _paid_for(action: Action, gate: str) -> tuple[str, date | None]:
    dated = action.time.dated if isinstance(action.time, Timing) else ()
    named = [one for one in dated if one.label and gate and (one.label in gate or gate in one.label)]
    if named and named[-1].period is not None:
        return named[-1].label, named[-1].period.last
    return "", delivers(action.time)


def tranches_out_of_order(plan: Plan) -> Iterator[Finding]:
    """Tranches that are due before the one that precedes them, however the two periods are read."""
    for action in plan.actions.values():
        before: Tranche | None = None
        before_path = ""
        for path, one in tranches_of(plan, action):
            due, earlier = last_day(one.due), first_day(before.due) if before else None
            if before is not None and due is not None and earlier is not None and due < earlier:
                yield found_in(
                    plan,
                    TRANCHES_OUT_OF_ORDER,
                    action,
                    f"{path}.due",
                    others=[f"{before_path}.due"],
                    gate=one.gate or one.amount,
                    due=one.due,
                    before=before.gate or before.amount,
                    before_due=before.due,
                )
            before, before_path = one, path


def tranches_without_approval(plan: Plan) -> Iterator[Finding]:
    """Budgets in parts whose whole is not stated."""
    for action in plan.actions.values():
        budget = action.budget
        if (
            budget is not None
            and budget.tranches
            and budget.approved is None
            and not plan.wrote(f"{action.at}.budget.approved")
        ):
            yield found_in(plan, UNAPPROVED, action, f"{action.at}.budget", count=len(budget.tranches))


def tranche_without_amount(plan: Plan) -> Iterator[Finding]:
    """Tranches that release nothing stated."""
    for action in plan.actions.values():
        for path, one in tranches_of(plan, action):
            if one.amount is None and not plan.wrote(f"{path}.amount"):
                yield found_in(
                    plan,
                    TRANCHE_EMPTY,
                    action,
                    inside(plan, path, "gate", "due"),
                    gate=one.gate or one.due or "—",
                )


def tranche_without_gate(plan: Plan) -> Iterator[Finding]:
    """Tranches that wait for nothing."""
    for action in plan.actions.values():
        for path, one in tranches_of(plan, action):
            if one.gate is None and one.when is None and not plan.wrote(f"{path}.when"):
                yield found_in(
                    plan,
                    TRANCHE_GATELESS,
                    action,
                    inside(plan, path, "amount", "due"),
                    amount=one.amount or "—",
                )


def sum_of(terms: list[Term]) -> Fraction:
    """The sum of amounts in one unit."""
    return sum((one.value for one in terms), Fraction(0))


def found_in(plan: Plan, rule: Rule, action: Action, path: str, **params: Any) -> Finding:
    """A finding at a key path of an action, that says which action it is."""
    return found(plan, rule, path, key=action.key, title=plan.called(action.key), **params)


CHECKS: Final = (
    Check(TRANCHES_DIFFER, tranches_do_not_sum),
    Check(TRANCHES_ROUNDED, tranches_sum_by_rounding_only),
    Check(TRANCHE_LATE, tranche_after_its_milestone),
    Check(TRANCHES_OUT_OF_ORDER, tranches_out_of_order),
    Check(NEEDS_DIFFER, budget_and_needs_differ),
    Check(UNAPPROVED, tranches_without_approval),
    Check(TRANCHE_EMPTY, tranche_without_amount),
    Check(TRANCHE_GATELESS, tranche_without_gate),
)
