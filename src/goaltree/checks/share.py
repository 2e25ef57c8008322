"""Rules on shares and weights: those of one whole come to 100 %."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Final

from ..finding import Finding, Rule, Words
from ..model.canvas import Entry
from ..model.plan import Plan
from ..model.quantity import Quantity, Unstated
from .identity import decimal
from .rulebook import Check, found
from .sample import ACTION, HEAD, SAMPLE, TEAM

_ONE: Final = Fraction(1)

SHARES_DO_NOT_SUM: Final = Rule(
    code="GT215",
    name="shares-do-not-sum-to-100",
    level="error",
    message=Words(
        "The shares of `{key}` ({parts}) come to {total}, and not to 100 %: {residual} {way}; rounding and bounds can explain {explained}.",
        "`{key}` 的各占比（{parts}）合计 {total}，而不是 100%：{way} {residual}；四舍五入和范围最多能解释 {explained}。",
    ),
    hint=Words(
        "Correct one of the shares, or add the one that is missing (`share: unstated` if nobody knows it).",
        "请改正其中一个占比，或补上缺少的一项（未知则写 `share: unstated`）。",
    ),
    why=Words(
        "Shares of one whole that do not come to 100 % leave something out or count it twice.",
        "同一整体的占比不等于 100%，说明有遗漏或重复。",
    ),
    wrong=SAMPLE
    + "canvas: {blocks: {revenue: {entries: {ads: {title: 广告, share: 60%, metrics: sales}, fees: {title: 服务费, share: 30%, metrics: sales}}}}}\n",
    right=SAMPLE
    + "canvas: {blocks: {revenue: {entries: {ads: {title: 广告, share: 60%, metrics: sales}, fees: {title: 服务费, share: 40%, metrics: sales}}}}}\n",
)
WEIGHTS_DO_NOT_SUM: Final = Rule(
    code="GT219",
    name="weights-do-not-sum-to-one",
    level="warning",
    message=Words(
        "The weights of what serves `{key}` ({parts}) sum to {total}, and not to 1.",
        "服务于 `{key}` 的各权重（{parts}）合计 {total}，而不是 1。",
    ),
    hint=Words("Scale them so that they sum to 1, or leave all of them out.", "请调整为合计 1，或全部不写。"),
    why=Words(
        "Weights that do not sum to 1 count some of the goal twice, or leave some of it to nobody.",
        "权重合计不为 1，会使目标的一部分被重复计算或无人承担。",
    ),
    wrong=HEAD
    + "goals:\n  happy: {title: 顾客满意, kind: score, unit: 分, direction: up, target: 90, owner: shop}\n"
    + '  speed: {title: 配送准时率, kind: ratio, unit: "%", direction: up, target: 95%, owner: shop, serves: {happy: 0.5}}\n'
    + '  repeat: {title: 复购率, kind: ratio, unit: "%", direction: up, target: 30%, owner: shop, serves: {happy: 0.4}}\n'
    + TEAM.replace("[sales]", "[happy, speed, repeat]")
    + ACTION.replace("[sales]", "[speed, repeat]"),
    right=HEAD
    + "goals:\n  happy: {title: 顾客满意, kind: score, unit: 分, direction: up, target: 90, owner: shop}\n"
    + '  speed: {title: 配送准时率, kind: ratio, unit: "%", direction: up, target: 95%, owner: shop, serves: {happy: 0.6}}\n'
    + '  repeat: {title: 复购率, kind: ratio, unit: "%", direction: up, target: 30%, owner: shop, serves: {happy: 0.4}}\n'
    + TEAM.replace("[sales]", "[happy, speed, repeat]")
    + ACTION.replace("[sales]", "[speed, repeat]"),
)
WEIGHT_NEGATIVE: Final = Rule(
    code="GT220",
    name="weight-out-of-range",
    level="error",
    message=Words(
        "The weight {weight} at `{key}` is not between 0 and 1.",
        "`{key}` 处的权重 {weight} 不在 0 到 1 之间。",
    ),
    hint=Words(
        "Write a share between 0 and 1, such as 0.3 or 30%.", "请写 0 到 1 之间的份额，例如 0.3 或 30%。"
    ),
    why=Words("A weight is a share of the goal that is served.", "权重是所服务目标的份额。"),
    wrong=SAMPLE.replace("owner: shop}", "owner: shop, weight: 3}"),
    right=SAMPLE.replace("owner: shop}", "owner: shop, weight: 0.3}"),
)


def shares_do_not_sum_to_100(plan: Plan) -> Iterator[Finding]:
    """Blocks of the canvas whose shares cannot come to 100 %, bounds and rounding allowed for."""
    for name, block in plan.canvas.blocks.items() if plan.canvas else ():
        shares = [(key, entry) for key, entry in block.entries.items() if entry.share is not None]
        stated = [entry.share for _, entry in shares if isinstance(entry.share, Quantity)]
        if len(stated) < 2:
            continue
        ranges = [_range(entry) for _, entry in shares]
        low, high = sum(r[0] for r in ranges), sum(r[1] for r in ranges)
        if low <= _ONE <= high:
            continue
        total = sum((share.base for share in stated), Fraction(0))
        path = f"canvas.blocks.{name}"
        yield found(
            plan,
            SHARES_DO_NOT_SUM,
            path,
            others=[f"{path}.entries.{key}.share" for key, _ in shares],
            key=name,
            parts=" + ".join(str(share) for share in stated),
            total=_percent(total),
            residual=_percent(abs(total - _ONE)),
            way=Words("too much", "多了") if total > _ONE else Words("too little", "少了"),
            explained=_percent(abs((high if total < _ONE else low) - total)),
        )


def _range(entry: Entry) -> tuple[Fraction, Fraction]:
    """Between which shares an entry's lies."""
    share = entry.share
    if share is None or isinstance(share, Unstated):
        return Fraction(0), _ONE
    low, half = share.base, share.half_base
    if share.high_base is not None:
        return low, share.high_base
    if share.bound in ("<", "<="):
        return Fraction(0), low
    if share.bound in (">", ">=", "+"):
        return low, _ONE
    return low - half, low + half


def _percent(share: Fraction) -> str:
    return f"{decimal(share * 100):f}%"


def weights_do_not_sum_to_one(plan: Plan) -> Iterator[Finding]:
    """Goals whose weighted contributors, all of them weighted, do not sum to 1."""
    serving: dict[str, list[tuple[str, Decimal | None]]] = {}
    for key, goal in plan.goals.items():
        for served, weight in goal.serves.items():
            serving.setdefault(served, []).append((key, weight))
    for objective in plan.objectives.values():
        members = [(key, plan.goals[key].weight) for key in objective.goals if key in plan.goals]
        serving.setdefault(objective.key, []).extend(members)
    for goal in plan.goals.values():
        for cut in goal.cuts:
            parts = [(part, plan.goals[part].weight) for part in cut.members.values() if part in plan.goals]
            if not cut.partial:
                serving.setdefault(f"{goal.key}.{cut.dimension}", []).extend(parts)
    for whole, children in serving.items():
        weights = [weight for _, weight in children if weight is not None]
        if len(children) < 2 or len(weights) < len(children) or sum(weights) == 1:
            continue
        first = plan.goals[children[0][0]]
        path = f"{first.at}.serves.{whole}" if whole in first.serves else f"{first.at}.weight"
        yield found(
            plan,
            WEIGHTS_DO_NOT_SUM,
            path,
            others=[plan.goals[key].at for key, _ in children[1:]],
            key=whole,
            parts=" + ".join(f"{key} {weight}" for key, weight in children[:8]),
            total=sum(weights),
        )


def weight_out_of_range(plan: Plan) -> Iterator[Finding]:
    """Weights that are no share."""
    for goal in plan.goals.values():
        weights = [
            (f"{goal.at}.weight", goal.weight),
            *((f"{goal.at}.serves.{k}", w) for k, w in goal.serves.items()),
        ]
        for path, weight in weights:
            if weight is not None and not 0 <= weight <= 1:
                yield found(plan, WEIGHT_NEGATIVE, path, key=path, weight=weight)


CHECKS: Final = (
    Check(SHARES_DO_NOT_SUM, shares_do_not_sum_to_100),
    Check(WEIGHTS_DO_NOT_SUM, weights_do_not_sum_to_one),
    Check(WEIGHT_NEGATIVE, weight_out_of_range),
)
