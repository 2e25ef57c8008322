"""Rules on pairs of result and process metrics."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from ..finding import Finding, Rule, Words
from ..model.pair import Pair
from ..model.plan import Plan
from ..model.quantity import Quantity
from .rulebook import Check, found
from .sample import ACTION, GOAL, HEAD, SAMPLE, TEAM

_GRAINS: Final = ("day", "week", "month", "quarter", "half", "year")
_ORDERS: Final = "metrics:\n  orders: {title: 订单量, kind: flow, unit: 单, direction: up, healthy: ≥1万}\n"
_REFUND: Final = (
    "metrics:\n  refund: {title: 退款率, kind: ratio, unit: '%', direction: down, healthy: ≤3%}\n"
)

WITH_ITSELF: Final = Rule(
    code="GT701",
    name="pair-with-itself",
    level="error",
    message=Words("`{key}` ({title}) is paired with itself.", "`{key}`（{title}）与自己配对。"),
    hint=Words("Name the process metric that moves it.", "请写能带动它的过程指标。"),
    why=Words(
        "A metric shows nothing about itself that it does not show already.", "指标不能提前反映它自己。"
    ),
    wrong=SAMPLE + "pairs: {sales: sales}\n",
    right=SAMPLE + _ORDERS + "pairs: {sales: orders}\n",
)
IN_A_CIRCLE: Final = Rule(
    code="GT702",
    name="pairs-in-a-circle",
    level="warning",
    message=Words(
        "Each of these is said to lead the next, and the last one the first: {circle}.",
        "这些指标依次互为前导，最后又回到第一个：{circle}。",
    ),
    hint=Words(
        "Keep the direction in which the one is seen first, and remove the other.",
        "请保留先能看到变化的方向，去掉另一个。",
    ),
    why=Words("What leads and follows at once warns of nothing.", "既是前导又是结果，就起不到预警作用。"),
    wrong=SAMPLE + _ORDERS + "pairs: {sales: orders, orders: sales}\n",
    right=SAMPLE + _ORDERS + "pairs: {sales: orders}\n",
)
NO_LEVEL: Final = Rule(
    code="GT703",
    name="process-metric-without-level",
    level="warning",
    message=Words(
        "`{key}` ({title}) is to warn early about `{result}`, and nothing says at which level.",
        "`{key}`（{title}）用来提前预警 `{result}`，却没有说明到什么水平算预警。",
    ),
    hint=Words(
        "Add `healthy:` with the range in which it is well, or set a goal for it.",
        "请加上 `healthy:` 写明健康区间，或为它设立目标。",
    ),
    why=Words(
        "Without a level nobody sees that a process metric has gone wrong.",
        "没有水平线，过程指标变坏了也看不出来。",
    ),
    wrong=SAMPLE + _ORDERS.replace(", healthy: ≥1万", "") + "pairs: {sales: orders}\n",
    right=SAMPLE + _ORDERS + "pairs: {sales: orders}\n",
)
LAG_TOO_LONG: Final = Rule(
    code="GT704",
    name="lag-longer-than-plan",
    level="warning",
    message=Words(
        "`{process}` is believed to move `{key}` after {lag}, which is longer than the plan ({whole}).",
        "`{process}` 要在 {lag} 之后才带动 `{key}`，比计划（{whole}）还长。",
    ),
    hint=Words(
        "Correct the lag, or pair a metric that moves the result within the plan.",
        "请改正滞后期，或换成能在计划期内带动结果的指标。",
    ),
    why=Words(
        "What is done in this plan shows in the result after its end only.",
        "本计划期内所做的，要到计划结束后才见效。",
    ),
    wrong=SAMPLE + _ORDERS + "pairs: {sales: {orders: {lag: 18 months}}}\n",
    right=SAMPLE + _ORDERS + "pairs: {sales: {orders: {lag: 1 month}}}\n",
)
SIGN_AGAINST: Final = Rule(
    code="GT705",
    name="sign-against-directions",
    level="warning",
    message=Words(
        "`{process}` is to go {first} and `{key}` to go {second}, and the sign `{sign}` of their pair says that the one worsens the other.",
        "`{process}` {first}，`{key}` {second}，而配对的符号 `{sign}` 意味着前者变好会使后者变差。",
    ),
    hint=Words(
        'Write `sign: "{mended}"`, correct a direction, or accept it as a conflict of goals that somebody has to weigh.',
        '请写 `sign: "{mended}"`，或改正方向；若确是目标冲突，请接受并说明由谁权衡。',
    ),
    why=Words("Whoever improves a process metric should improve its result.", "改善过程指标，应当改善结果。"),
    wrong=SAMPLE.replace("target: 12亿", "baseline: 10亿, target: 12亿")
    + _REFUND
    + 'pairs: {sales: {refund: {sign: "+"}}}\n',
    right=SAMPLE.replace("target: 12亿", "baseline: 10亿, target: 12亿")
    + _REFUND
    + 'pairs: {sales: {refund: {sign: "-"}}}\n',
)
TOLD_TWICE: Final = Rule(
    code="GT706",
    name="pair-told-differently",
    level="error",
    message=Words(
        "The pair of `{key}` with `{process}` is told twice, with {field} {first} and {second}.",
        "`{key}` 与 `{process}` 的配对写了两次，{field}分别为 {first} 和 {second}。",
    ),
    hint=Words(
        "Keep it either under `pairs:` or in `leads:` of `{process}`.",
        "请只保留一处：`pairs:` 或 `{process}` 的 `leads:`。",
    ),
    why=Words("One belief has one sign and one lag.", "同一个判断只有一个符号和一个滞后期。"),
    wrong=HEAD
    + GOAL
    + TEAM
    + ACTION
    + _ORDERS.replace("direction: up", "direction: up, leads: sales, lag: 1 month")
    + "pairs: {sales: {orders: {lag: 2 months}}}\n",
    right=HEAD
    + GOAL
    + TEAM
    + ACTION
    + _ORDERS.replace("direction: up", "direction: up, leads: sales, lag: 1 month")
    + "pairs: {sales: {orders: {lag: 1 month}}}\n",
)
SEEN_TOO_RARELY: Final = Rule(
    code="GT707",
    name="process-metric-seen-too-rarely",
    level="warning",
    message=Words(
        "`{process}` is observed by {first} and its result `{key}` by {second}: it is seen later than what it should warn of.",
        "`{process}` 的观测粒度是 {first}，结果 `{key}` 的粒度是 {second}：它比要预警的结果更晚看到。",
    ),
    hint=Words(
        "Observe it at least as often as the result, or pair one that is.",
        "请至少与结果同样频繁地观测，或换成这样的指标。",
    ),
    why=Words("A process metric is there to be seen first.", "过程指标的作用就是先看到。"),
    wrong=HEAD
    + GOAL.replace("owner: shop", "grain: month, owner: shop")
    + TEAM
    + ACTION
    + _ORDERS.replace("direction: up", "direction: up, grain: quarter")
    + "pairs: {sales: orders}\n",
    right=HEAD
    + GOAL.replace("owner: shop", "grain: month, owner: shop")
    + TEAM
    + ACTION
    + _ORDERS.replace("direction: up", "direction: up, grain: week")
    + "pairs: {sales: orders}\n",
)


def pair_with_itself(plan: Plan) -> Iterator[Finding]:
    """Metrics that are their own process metric."""
    for pair in plan.paired:
        if pair.result == pair.process:
            yield found(plan, WITH_ITSELF, _at(plan, pair), key=pair.result, title=plan.called(pair.result))


def pairs_in_a_circle(plan: Plan) -> Iterator[Finding]:
    """Circles of pairs, each told once, by a shortest way round."""
    below: dict[str, dict[str, Pair]] = {}
    for pair in plan.paired:
        if pair.result != pair.process:
            below.setdefault(pair.result, {}).setdefault(pair.process, pair)
    told: set[str] = set()
    for start in below:
        circle = _way_back(below, start) if start not in told else ()
        told.update(pair.result for pair in circle)
        if circle:
            shown = [*(pair.result for pair in reversed(circle)), circle[-1].result]
            paths = [_at(plan, pair) for pair in circle]
            yield found(plan, IN_A_CIRCLE, paths[0], others=paths[1:], circle=" → ".join(shown))


def _way_back(below: dict[str, dict[str, Pair]], start: str) -> tuple[Pair, ...]:
    """The shortest chain of pairs from a result over its process metrics back to itself; empty where there is none."""
    came: dict[str, Pair] = {}
    queue = [start]
    for node in queue:
        for process, pair in below.get(node, {}).items():
            if process == start:
                chain = [pair]
                while chain[-1].result != start:
                    chain.append(came[chain[-1].result])
                return tuple(reversed(chain))
            if process not in came:
                came[process] = pair
                queue.append(process)
    return ()


def process_metric_without_level(plan: Plan) -> Iterator[Finding]:
    """Process metrics without goal, healthy range and standard."""
    goals = {goal.metric for goal in plan.goals.values()}
    seen: set[str] = set()
    for pair in plan.paired:
        metric = plan.metrics.get(pair.process)
        if (
            metric is None
            or pair.process in seen
            or pair.process in goals
            or metric.healthy
            or metric.standard
        ):
            continue
        if plan.wrote(f"{metric.at}.healthy") or plan.wrote(f"{metric.at}.standard"):
            continue
        seen.add(pair.process)
        params: dict[str, Any] = {"title": plan.called(pair.process), "result": pair.result}
        yield found(plan, NO_LEVEL, metric.at, others=[_at(plan, pair)], key=pair.process, **params)


def lag_longer_than_plan(plan: Plan) -> Iterator[Finding]:
    """Pairs in which the result follows only after a time longer than the plan."""
    for pair in plan.paired if plan.period is not None else ():
        lag = pair.lead.lag
        end = lag.after(plan.period.first) if lag is not None and plan.period is not None else None
        if isinstance(end, date) and plan.period is not None and (end - plan.period.last).days > 1:
            at = _lead_at(plan, pair, "lag")
            params: dict[str, Any] = {"process": pair.process, "lag": str(lag), "whole": plan.period.dates}
            yield found(plan, LAG_TOO_LONG, at, others=["period"], key=pair.result, **params)


def sign_against_directions(plan: Plan) -> Iterator[Finding]:
    """Pairs whose sign says that the better the process, the worse the result.

    A ceiling without a baseline is a limit on what accumulates: work that is done uses it up, and no
    sign of it is odd.
    """
    ways = {"up": Words("up", "越高越好"), "down": Words("down", "越低越好")}
    for pair in plan.paired:
        result, process = plan.metrics.get(pair.result), plan.metrics.get(pair.process)
        if result is None or process is None or result.direction not in ways or process.direction not in ways:
            continue
        wanted = "+" if result.direction == process.direction else "-"
        if pair.lead.sign in (None, wanted) or pair.result == pair.process or _is_limit(plan, pair.result):
            continue
        assert result.direction is not None
        assert process.direction is not None
        yield found(
            plan,
            SIGN_AGAINST,
            _lead_at(plan, pair, "sign"),
            others=[f"{result.at}.direction", f"{process.at}.direction"],
            key=pair.result,
            process=pair.process,
            first=ways[process.direction],
            second=ways[result.direction],
            sign=pair.lead.sign,
            mended=wanted,
        )


def _is_limit(plan: Plan, key: str) -> bool:
    goals = [goal for name, goal in plan.goals.items() if goal.metric == key and name not in plan.parents]
    is_amount = plan.metrics[key].kind in ("flow", "stock") and plan.metrics[key].direction == "down"
    return (
        is_amount
        and bool(goals)
        and all(
            goal.baseline is None and isinstance(goal.target, Quantity) and goal.target.bound in ("<=", "<")
            for goal in goals
        )
    )


def pair_told_differently(plan: Plan) -> Iterator[Finding]:
    """Pairs that stand under `pairs` and in `leads`, with another lag or sign."""
    words = {"lag": Words("the lag", "滞后期"), "sign": Words("the sign", "符号")}
    seen: dict[tuple[str, str], Pair] = {}
    for pair in plan.paired:
        before = seen.setdefault((pair.result, pair.process), pair)
        for field, said in words.items():
            first, second = getattr(before.lead, field), getattr(pair.lead, field)
            if before is not pair and first is not None and second is not None and first != second:
                yield found(
                    plan,
                    TOLD_TWICE,
                    _lead_at(plan, pair, field),
                    others=[_lead_at(plan, before, field)],
                    key=pair.result,
                    process=pair.process,
                    field=said,
                    first=f"`{first}`",
                    second=f"`{second}`",
                )


def process_metric_seen_too_rarely(plan: Plan) -> Iterator[Finding]:
    """Pairs whose process metric is observed less often than its result."""
    for pair in plan.paired:
        result, process = plan.metrics.get(pair.result), plan.metrics.get(pair.process)
        if result is None or process is None or result.grain is None or process.grain is None:
            continue
        if _GRAINS.index(process.grain) > _GRAINS.index(result.grain):
            params: dict[str, Any] = {"process": pair.process, "first": process.grain, "second": result.grain}
            yield found(
                plan,
                SEEN_TOO_RARELY,
                f"{process.at}.grain",
                others=[f"{result.at}.grain"],
                key=pair.result,
                **params,
            )


def _at(plan: Plan, pair: Pair) -> str:
    """Where a pair is declared."""
    path = f"{pair.at}.{pair.process}"
    return path if plan.wrote(path) else pair.at


def _lead_at(plan: Plan, pair: Pair, field: str) -> str:
    """Where the lag or sign of a pair is declared."""
    for path in (f"{pair.at}.{pair.process}.{field}", f"{pair.at.removesuffix('.leads')}.{field}"):
        if plan.wrote(path):
            return path
    return _at(plan, pair)


CHECKS: Final = (
    Check(WITH_ITSELF, pair_with_itself),
    Check(IN_A_CIRCLE, pairs_in_a_circle),
    Check(NO_LEVEL, process_metric_without_level),
    Check(LAG_TOO_LONG, lag_longer_than_plan),
    Check(SIGN_AGAINST, sign_against_directions),
    Check(TOLD_TWICE, pair_told_differently),
    Check(SEEN_TOO_RARELY, process_metric_seen_too_rarely),
)
