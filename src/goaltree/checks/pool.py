"""Rules on the money of the plan as a whole: the pool, its reserve, rates, and what teams give each other."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from attrs import evolve

from ..finding import Fault, Finding, Rule, Words
from ..model.dimension import Unit
from ..model.plan import Plan
from ..model.quantity import Quantity
from ..model.rates import convert
from ..model.unit_faults import MISSING_RATE
from .agreement import amount
from .budget import approved_of, money_of, sum_of
from .collaboration import is_listed, is_told_already
from .identity import Term, decimal, exactly, term
from .place import inside, item, needs_of, tranches_of
from .rulebook import Check, found
from .sample import ACTION, GOAL, HEAD, SAMPLE, TEAM


def _plan(rest: str, extra: str = "") -> str:
    return HEAD + GOAL + TEAM + ACTION.replace("Q4 完成}", f"Q4 完成, {rest}}}") + extra


_POOL: Final = "governance: {reserve: {budget: 10%, of: 100万}}\n"

RESERVE_BASELESS: Final = Rule(
    code="GT635",
    name="reserve-without-base",
    level="warning",
    message=Words(
        "The reserve keeps back {share}, and nothing says of what.",
        "备用池预留 {share}，但没有说明是什么的 {share}。",
    ),
    hint=Words(
        "Add `of:` with the amount that is shared out, such as `of: 5000万`.",
        "请用 `of:` 写明总额，例如 `of: 5000万`。",
    ),
    why=Words(
        "A share of nothing stated cannot be kept back, and nobody sees when it is used up.",
        "没有基数的比例无法预留，用完了也没人知道。",
    ),
    wrong=SAMPLE + "governance: {reserve: {budget: 10%}}\n",
    right=SAMPLE + "governance: {reserve: {budget: 10%, of: 5000万}}\n",
)
OVER_POOL: Final = Rule(
    code="GT636",
    name="budget-over-pool",
    level="error",
    message=Words(
        "The actions ask for {asked} ({count} amounts), and {pool} less the reserve of {reserve} leaves {allocatable}: {residual} too much.",
        "各行动共需 {asked}（{count} 笔），而 {pool} 扣除备用 {reserve} 后可分配 {allocatable}：超出 {residual}。",
    ),
    hint=Words(
        "Take {residual} out of the needs, or raise the pool to {enough}.",
        "请从需求中减去 {residual}，或把总额提高到 {enough}。",
    ),
    why=Words(
        "What is kept back for the unforeseen is not there for the plan; a plan that needs it has no reserve.",
        "备用的钱不属于计划；计划要用到它，就等于没有备用。",
    ),
    wrong=_plan("needs: [{money: 95万, for: 装修}]", _POOL),
    right=_plan("needs: [{money: 90万, for: 装修}]", _POOL),
)
MONEY_UNLISTED: Final = Rule(
    code="GT638",
    name="money-from-team-that-does-not-list-it",
    level="warning",
    message=Words(
        "The action `{key}` ({title}) takes {money} from {giver}, and {giver} lists nothing for {asker}.",
        "行动 `{key}`（{title}）要用{giver}的 {money}，而{giver}没有列出给{asker}的任何支持。",
    ),
    hint=Words(
        "Let {giver} name `{team}` in `works_with:`, or say where else the money comes from.",
        "请让{giver}在 `works_with:` 中写上 `{team}`，或写明其他资金来源。",
    ),
    why=Words(
        "Money that one side counts on and the other does not know of is planned twice.",
        "一方指望而另一方不知道的钱，会被计划两次。",
    ),
    wrong=HEAD
    + GOAL
    + TEAM
    + "  web: {title: 线上部, lead: 李 XX, boundary: 网站, carries: [sales]}\n"
    + ACTION.replace("Q4 完成}", "Q4 完成, needs: [{money: 2000万, from: web, for: 优惠券}]}")
    + "  site: {title: 改版网站, team: web, serves: [sales], time: Q2 完成, needs: [{money: 300万}]}\n",
    right=HEAD
    + GOAL
    + TEAM.replace("carries: [sales]}", "carries: [sales], works_with: [{with: web, for: 优惠券}]}")
    + "  web: {title: 线上部, lead: 李 XX, boundary: 网站, carries: [sales], works_with: [{with: shop, for: 优惠券}]}\n"
    + ACTION.replace("Q4 完成}", "Q4 完成, needs: [{money: 2000万, from: web, for: 优惠券}]}")
    + "  site: {title: 改版网站, team: web, serves: [sales], time: Q2 完成, needs: [{money: 300万}]}\n",
)
_DRAWN: Final = (
    "governance: {reserve: {budget: 10%, of: 5000万, drawdowns: "
    "[{on: 2025-06-10, amount: 300万, for: 补货, decided_by: shop}]}}\n"
)
OVERDRAWN: Final = Rule(
    code="GT646",
    name="drawdowns-over-reserve",
    level="error",
    message=Words(
        "{drawn} was taken out of the reserve ({parts}), and it holds {reserve}: {residual} too much.",
        "已动用备用 {drawn}（{parts}），而备用只有 {reserve}：超出 {residual}。",
    ),
    hint=Words(
        "Take {residual} back, or raise the reserve by as much.",
        "请收回 {residual}，或把备用增加同等金额。",
    ),
    why=Words(
        "What is taken beyond the reserve comes out of somebody's plan, and nobody said whose.",
        "超出备用的部分来自某个团队的计划，却没人说明是谁的。",
    ),
    wrong=SAMPLE + _DRAWN.replace("300万", "600万"),
    right=SAMPLE + _DRAWN,
)
UNDECIDED: Final = Rule(
    code="GT647",
    name="drawdown-without-a-decision",
    level="warning",
    message=Words(
        "Nobody is said to have decided the drawdown of {amount} from the reserve ({purpose}).",
        "没有说明由谁决定动用备用 {amount}（{purpose}）。",
    ),
    hint=Words("Add `decided_by:`.", "请加上 `decided_by:`。"),
    why=Words(
        "A reserve from which one may take without a decision is used up by whoever asks first.",
        "不经决定就能动用的备用，谁先开口谁先用完。",
    ),
    wrong=SAMPLE + _DRAWN.replace(", decided_by: shop", ""),
    right=SAMPLE + _DRAWN,
)


def drawdowns_over_reserve(plan: Plan) -> Iterator[Finding]:
    """Drawdowns that together are more than the money that was kept back."""
    reserve = plan.governance.reserve if plan.governance else None
    stated = _kept_term(plan)
    if reserve is None or stated is None or not reserve.drawdowns:
        return
    at = "governance.reserve.drawdowns"
    amounts = [(item(plan, at, reserve.drawdowns, i), one.amount) for i, one in enumerate(reserve.drawdowns)]
    taken = [
        term(plan, f"{path}.amount", one, stated.quantity.unit) for path, one in amounts if one is not None
    ]
    known = [one for one in taken if one is not None]
    over = sum_of(known) - stated.value
    if not known or len(known) < len(taken) or over <= stated.half:
        return
    yield found(
        plan,
        OVERDRAWN,
        known[-1].path,
        others=[*(one.path for one in known[:-1]), stated.path],
        stake=decimal(over),
        drawn=amount(stated, stated.value + over),
        parts=" + ".join(str(one.quantity) for one in known),
        reserve=amount(stated, stated.value),
        residual=amount(stated, over, change=True),
    )


def _kept_term(plan: Plan) -> Term | None:
    """The money of the reserve: an amount, or a share of the pool; `None` where it is not known."""
    budget = plan.governance.reserve.budget if plan.governance and plan.governance.reserve else None
    pool = _pool(plan)
    if budget is None or (is_share(budget) and pool is None):
        return None
    if pool is not None:
        kept = _kept(plan, pool)
        half = min(pool.quantity.half, exactly(pool, kept).half)
        fine = evolve(pool.quantity, half=half)
        return evolve(pool, quantity=fine, value=kept, path="governance.reserve.budget")
    return (
        None if budget.unit.currency is None else term(plan, "governance.reserve.budget", budget, budget.unit)
    )


def drawdown_without_a_decision(plan: Plan) -> Iterator[Finding]:
    """Drawdowns of which nobody is said to have decided them."""
    reserve = plan.governance.reserve if plan.governance else None
    drawdowns = reserve.drawdowns if reserve else ()
    for i, one in enumerate(drawdowns):
        path = item(plan, "governance.reserve.drawdowns", drawdowns, i)
        if one.decided_by is None and not plan.wrote(f"{path}.decided_by"):
            yield found(
                plan,
                UNDECIDED,
                inside(plan, path, "amount", "people", "on"),
                amount=one.amount or one.people or "—",
                purpose=one.for_ or one.on or "—",
            )


def reserve_without_base(plan: Plan) -> Iterator[Finding]:
    """A reserve that is a share of nothing stated."""
    reserve = plan.governance.reserve if plan.governance else None
    if reserve is None or reserve.of is not None or plan.wrote("governance.reserve.of"):
        return
    shares = [
        (name, one)
        for name, one in (("budget", reserve.budget), ("people", reserve.people))
        if one and one.unit.kind == "percent"
    ]
    if shares:
        yield found(plan, RESERVE_BASELESS, f"governance.reserve.{shares[0][0]}", share=shares[0][1])


def budget_over_pool(plan: Plan) -> Iterator[Finding]:
    """Actions that together ask for more than the pool less its reserve."""
    reserve = plan.governance.reserve if plan.governance else None
    pool = _pool(plan)
    if reserve is None or pool is None:
        return
    asked = _asked(plan, pool.quantity.unit)
    kept = _kept(plan, pool)
    over = sum_of([one for one in asked if one is not None]) - (pool.value - kept)
    if over > pool.half:
        finer = exactly(pool, pool.value - kept)
        fine = evolve(pool, quantity=evolve(pool.quantity, half=min(pool.quantity.half, finer.half)))
        of_pool = reserve.budget is not None and is_share(reserve.budget)
        room = 1 - kept / pool.value if of_pool and pool.value else Fraction(1)
        enough = (pool.value - kept + over) / room if 0 < room < 1 else pool.value + over
        yield found(
            plan,
            OVER_POOL,
            pool.path,
            others=[one.path for one in asked if one is not None],
            stake=decimal(over),
            asked=amount(fine, pool.value - kept + over),
            count=len(asked),
            pool=pool.quantity,
            reserve=reserve.budget if reserve.budget is not None else "0",
            allocatable=amount(fine, pool.value - kept),
            residual=amount(fine, over, change=True),
            enough=amount(fine, enough),
        )


def _pool(plan: Plan) -> Term | None:
    """The amount that is shared out, where the reserve says it."""
    reserve = plan.governance.reserve if plan.governance else None
    whole = reserve.of if reserve else None
    if not isinstance(whole, Quantity) or whole.unit.currency is None:
        return None
    return term(plan, "governance.reserve.of", whole, whole.unit)


def _kept(plan: Plan, pool: Term) -> Fraction:
    """What is kept back of the pool: a share of it, or an amount."""
    budget = plan.governance.reserve.budget if plan.governance and plan.governance.reserve else None
    if budget is None:
        return Fraction(0)
    if is_share(budget):
        return pool.value * budget.base
    if budget.unit.is_dimensionless:
        return budget.base * pool.quantity.unit.unscaled.factor
    one = term(plan, "governance.reserve.budget", budget, pool.quantity.unit)
    return one.value if one else Fraction(0)


def is_share(budget: Quantity) -> bool:
    """Whether a reserve is a share: in percent, or a number up to 1; `10万` is an amount."""
    return budget.unit.kind == "percent" or (budget.unit.is_dimensionless and budget.base <= 1)


def _asked(plan: Plan, unit: Unit) -> list[Term | None]:
    """What every action asks for: its approved budget, else its money needs."""
    asked: list[Term | None] = []
    for action in plan.actions.values():
        approved = approved_of(plan, action)
        if approved is not None:
            asked.append(term(plan, approved.path, approved.quantity, unit))
        else:
            asked += [one for one in money_of(plan, action, unit) if one is not None]
    return asked


def money_without_rate(plan: Plan) -> Iterator[Finding]:
    """Money that would have to be compared in a currency for which the plan has no rate."""
    pool = _pool(plan)
    for action in plan.actions.values():
        approved = approved_of(plan, action)
        unit = approved.quantity.unit if approved else pool.quantity.unit if pool else None
        amounts: list[tuple[str, object]] = [
            (f"{path}.money", need.money) for path, need in needs_of(plan, action)
        ]
        amounts += [(f"{path}.amount", one.amount) for path, one in tranches_of(plan, action)]
        if approved is not None and pool is not None:
            yield from _rateless(plan, approved.path, approved.quantity, pool.quantity.unit)
        for path, quantity in amounts if unit is not None else ():
            yield from _rateless(plan, path, quantity, unit)


def _rateless(plan: Plan, path: str, quantity: object, unit: Unit | None) -> Iterator[Finding]:
    if isinstance(quantity, Quantity) and unit is not None and quantity.unit.currency is not None:
        fault = convert(Fraction(1), quantity.unit, unit, plan.fx, "budget")
        if isinstance(fault, Fault) and fault.rule is MISSING_RATE:
            yield found(plan, MISSING_RATE, path, fault=fault, text=quantity.text)


def money_from_team_that_does_not_list_it(plan: Plan) -> Iterator[Finding]:
    """Money of another line team that names the asking team nowhere."""
    for action in plan.actions.values():
        for path, need in needs_of(plan, action):
            giver, asker = need.from_, action.team
            if (
                need.money is None
                or need.kind not in ("money", "people")
                or giver is None
                or asker is None
                or giver == asker
            ):
                continue
            if not is_listed(plan, giver, action) and not is_told_already(plan, asker, giver):
                yield found(
                    plan,
                    MONEY_UNLISTED,
                    f"{path}.from",
                    key=action.key,
                    title=plan.called(action.key),
                    others=[plan.teams[giver].at],
                    money=need.money,
                    giver=plan.called(giver),
                    asker=plan.called(asker),
                    team=asker,
                )


CHECKS: Final = (
    Check(RESERVE_BASELESS, reserve_without_base),
    Check(OVER_POOL, budget_over_pool),
    Check(OVERDRAWN, drawdowns_over_reserve),
    Check(UNDECIDED, drawdown_without_a_decision),
    Check(MONEY_UNLISTED, money_from_team_that_does_not_list_it),
    Check(MISSING_RATE, money_without_rate),
)
