"""The rule on complete cuts some of whose parts have no number: what sharing the rest would give them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from attrs import evolve

from ..finding import Finding, Rule, Words
from ..model.allocate import Allocation, allocate
from ..model.goal import Cut
from ..model.plan import Plan
from .agreement import amount
from .arithmetic import adds_up, number, unit_of
from .identity import Term, decimal
from .rulebook import Check, found
from .sample import ACTION, GOAL, HEAD, TEAM

SHOWN: Final = 6
"""So many parts are printed."""
_FINER: Final = 100
"""The shares proposed are this much finer than the whole was written."""


def _cut(members: str) -> str:
    cut = f"owner: shop, cuts: {{channel: {{{members}}}}}}}"
    return (
        HEAD + "segments: {channel: [线上, 门店, 团购]}\n" + GOAL.replace("owner: shop}", cut) + TEAM + ACTION
    )


PARTS_OPEN: Final = Rule(
    code="GT450",
    name="parts-without-numbers",
    level="note",
    message=Words(
        "{count} of {whole} parts of `{key}` by `{label}` have no target ({parts}), and {rest} of {stated} is left for them; nothing is assumed.",
        "`{key}` 按 `{label}` 拆分的 {whole} 个部分中有 {count} 个没有目标（{parts}），{stated} 中还有 {rest} 归它们；未作任何假设。",
    ),
    hint=Words("{proposal}", "{proposal}"),
    why=Words(
        "A complete cut settles what its parts come to together; who takes how much of it is left open, and nobody owns the rest.",
        "完整拆分确定了各部分的总和；谁承担多少没有写明，剩下的就没有人负责。",
    ),
    wrong=_cut("线上: 8亿, 门店: {owner: shop}, 团购: {owner: shop}"),
    right=_cut("线上: 8亿, 门店: {target: 3亿, owner: shop}, 团购: {target: 1亿, owner: shop}"),
)


def parts_without_numbers(plan: Plan) -> Iterator[Finding]:
    """Complete cuts of a goal with a target in which some parts have none."""
    for key, goal in plan.goals.items():
        whole = number(plan, key, "target", unit_of(plan, key))
        for cut in goal.cuts if whole is not None else ():
            if whole is not None and not cut.partial and adds_up(plan, key, cut.dimension):
                yield from _open_parts(plan, key, cut, whole)


def _open_parts(plan: Plan, key: str, cut: Cut, whole: Term) -> Iterator[Finding]:
    missing = {
        member: part
        for member, part in cut.members.items()
        if part in plan.goals and plan.goals[part].target is None
    }
    known = _targets(
        plan, key, {member: part for member, part in cut.members.items() if member not in missing}
    )
    if not missing or known is None or any(_says_otherwise(plan, part) for part in missing.values()):
        return
    rest = whole.value - sum((one.value for one in known.values()), Fraction(0))
    yield found(
        plan,
        PARTS_OPEN,
        plan.goals[next(iter(missing.values()))].at,
        others=[whole.path, *(one.path for one in known.values())],
        stake=decimal(abs(rest)),
        key=key,
        label=cut.dimension,
        count=len(missing),
        whole=len(cut.members),
        parts=tuple(missing)[:SHOWN],
        rest=amount(whole, rest, change=True),
        stated=whole.quantity,
        proposal=_proposal(plan, key, missing, known, whole),
    )


def _targets(plan: Plan, key: str, members: Mapping[str, str]) -> dict[str, Term] | None:
    """The stated targets of some parts; `None` where one cannot be counted in the whole's unit."""
    found_targets: dict[str, Term] = {}
    for member, part in members.items():
        one = number(plan, part, "target", unit_of(plan, key))
        if one is None:
            return None
        found_targets[member] = one
    return found_targets


def _says_otherwise(plan: Plan, part: str) -> bool:
    """Whether a part says its number elsewhere: in dated targets or in parts of its own, or unreadably."""
    goal = plan.goals[part]
    dated = goal.phasing is not None and bool(goal.phasing.dated)
    return dated or bool(goal.cuts) or plan.wrote(f"{goal.at}.target")


def _proposal(
    plan: Plan, key: str, missing: Mapping[str, str], known: Mapping[str, Term], whole: Term
) -> Words:
    """What sharing the rest would give: by the baselines where all are stated, else evenly."""
    baselines = {
        member: number(plan, part, "baseline", unit_of(plan, key)) for member, part in missing.items()
    }
    weights = {member: one.value for member, one in baselines.items() if one is not None and one.value > 0}
    by_baseline = len(weights) == len(missing)
    if not by_baseline:
        weights = dict.fromkeys(missing, Fraction(1))
    locks = {member: one.value for member, one in known.items()}
    floor = (
        dict.fromkeys(missing, Fraction(0))
        if whole.value >= 0 and all(v >= 0 for v in locks.values())
        else {}
    )
    every = {**dict.fromkeys(locks, Fraction(0)), **weights}
    step = whole.half * 2 / _FINER
    shared = allocate(whole.value, every, lock=locks, low=floor, quantum=step or None)
    if not isinstance(shared, Allocation):
        shared = allocate(whole.value, every, lock=locks, low=floor)
    if not isinstance(shared, Allocation):
        over = amount(whole, shared.shortfall, change=True)
        return Words(
            f"The parts that have a target exceed the whole by {over}: correct one of them before the rest is shared.",
            f"已有目标的部分已超出整体 {over}：请先改正其中之一，再分配其余。",
        )
    fine = evolve(whole, quantity=evolve(whole.quantity, signed=False))
    told = ", ".join(f"`{member}: {amount(fine, shared.shares[member])}`" for member in list(missing)[:SHOWN])
    told += f", … {len(missing) - SHOWN}" if len(missing) > SHOWN else ""
    if by_baseline:
        return Words(f"In proportion to the baselines it would be {told}.", f"按基准值的比例分配为 {told}。")
    return Words(f"In equal shares it would be {told}.", f"平均分配为 {told}。")


CHECKS: Final = (Check(PARTS_OPEN, parts_without_numbers),)
