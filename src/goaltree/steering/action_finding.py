"""What does not fit together about an action once there is data: gates that opened against their condition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..actuals.sample import CSV, PLAN
from ..checks.rulebook import found
from ..finding import Finding, Rule, Words
from ..model.action import Action
from ..model.plan import Plan
from .staged import StagedBudget

_MONTHS: Final = "".join(f"sales,2025-{month:02},1亿\n" for month in range(1, 7)) + "share,2025-06,35%\n"
_GATED: Final = PLAN.replace(
    "Q4 完成}",
    "Q4 完成, effect: {sales: +6亿}, budget: {approved: 2000万, tranches: [{gate: 试点达标, amount: 2000万, due: Q2, "
    'when: "pace(sales) >= 0.9", passed: true, passed_on: 2025-06-30}]}}',
)

GATE_CONTRADICTED: Final = Rule(
    code="GT650",
    name="gate-passed-while-condition-fails",
    level="warning",
    message=Words(
        "The gate `{gate}` of the action `{key}` ({title}) is passed and its condition `{when}` {failed}: {amount} was released.",
        "行动 `{key}`（{title}）的关口“{gate}”已通过，而其条件“{when}”{failed}：已释放 {amount}。",
    ),
    hint=Words(
        "Say who decided otherwise and take the condition back, or close the gate (`passed: false`) and hold the money.",
        "请写明由谁另行决定并去掉该条件，或关闭关口（`passed: false`）并暂停用款。",
    ),
    why=Words(
        "A condition that may be passed over is no gate, and the next tranche will not be stopped either.",
        "可以绕过的条件不是关口，下一笔钱也拦不住。",
    ),
    wrong=_GATED + CSV + _MONTHS.replace("1亿", "5000万"),
    right=_GATED + CSV + _MONTHS,
)
RULES: Final = (GATE_CONTRADICTED,)
"""The rules of actions at work."""


def gate_findings(plan: Plan, action: Action, staged: StagedBudget | None) -> Iterator[Finding]:
    """The gates of an action that are passed though their condition does not hold."""
    for gate in staged.gates if staged is not None else ():
        if not gate.is_contradicted or gate.condition is None:
            continue
        day, one = gate.tranche.passed_on, gate.tranche
        failed = (
            Words("held at no review so far", "在迄今各次复盘中均未成立")
            if day is None
            else Words(f"did not hold at the last review by {day}", f"在截至 {day} 的最近一次复盘中不成立")
        )
        yield found(
            plan,
            GATE_CONTRADICTED,
            f"{gate.at}.when",
            key=action.key,
            title=plan.called(action.key),
            gate=one.gate or one.due or "—",
            when=str(gate.condition.when),
            failed=failed,
            amount=one.amount or "—",
        )
