"""Rules on kinds: a metric's kind, unit and way of adding up fit each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from ..finding import Finding, Rule, Words
from ..model.dimension import Unit
from ..model.formula import Apply, Formula, Reference
from ..model.goal import Goal
from ..model.plan import Plan
from ..model.quantity import Quantity
from .arithmetic import goal_of_name
from .rulebook import Check, found
from .sample import ACTION, HEAD, ORDERS, TEAM

COUNTED: Final = frozenset({"flow", "stock", "distinct"})
"""Kinds of what is counted: parts add up over segments."""
RATES: Final = frozenset({"ratio", "mean", "quantile", "score", "index"})
"""Kinds of which neither parts nor periods may be summed."""
KIND_WORDS: Final = {
    "flow": Words("flow", "流量"),
    "stock": Words("stock", "存量"),
    "distinct": Words("distinct count", "去重计数"),
    "ratio": Words("ratio", "比率"),
    "mean": Words("mean", "均值"),
    "quantile": Words("quantile", "分位数"),
    "score": Words("score", "评分"),
    "index": Words("index", "指数"),
    "milestone": Words("milestone", "里程碑"),
    "composite": Words("composite", "综合指标"),
}
_UNCOUNTED: Final = frozenset({"second", "month", "time", "point"})
"""Dimensions that a ratio may have by itself: a duration, a number of turns, points."""
_HALF: Final = "segments: {channel: [线上, 门店]}\n"
_SHARE: Final = '  share: {{title: 线上占比, kind: ratio, unit: "%", direction: up, formula: sales.线上 / sales, {}, owner: shop}}\n'


def _goal(fields: str, more: str = "") -> str:
    return HEAD + f"goals:\n  sales: {{title: 销售额, {fields}, owner: shop}}\n" + TEAM + ACTION + more


def _share(fields: str) -> str:
    sales = "goals:\n  sales: {title: 销售额, kind: flow, unit: 元, direction: up, owner: shop, cuts: {channel: {线上: 8亿, 门店: 4亿}}}\n"
    return HEAD + _HALF + sales + _SHARE.format(fields) + TEAM + ACTION.replace("[sales]", "[sales, share]")


COUNT_AS_RATE: Final = Rule(
    code="GT311",
    name="count-defined-as-rate",
    level="warning",
    message=Words(
        "`{key}` ({title}) is a ratio, and its unit `{unit}` counts something: a ratio has a unit such as `%`, `:1` or `{unit}/单`.",
        "`{key}`（{title}）定义为比率，单位 `{unit}` 却是计数单位：比率的单位应为 `%`、`:1` 或 `{unit}/单` 之类。",
    ),
    hint=Words(
        "Write `kind: flow` (adds up over time) or `kind: stock` (a level), or the unit with what it is divided by, such as `{unit}/单`.",
        "请写 `kind: flow`（按时间累加）或 `kind: stock`（时点值），或在单位中写明除以什么，例如 `{unit}/单`。",
    ),
    why=Words(
        "What is counted is added up; a ratio never is. The kind decides.",
        "计数可以加总，比率不能；由 kind 决定。",
    ),
    wrong=_goal("kind: ratio, unit: 元, direction: up, target: 12亿"),
    right=_goal("kind: flow, unit: 元, direction: up, target: 12亿"),
)
RATE_AS_COUNT: Final = Rule(
    code="GT312",
    name="rate-defined-as-count",
    level="error",
    message=Words(
        "`{key}` ({title}) is a {kind}, whose parts add up, and its unit `{unit}` is that of a rate.",
        "`{key}`（{title}）定义为{kind}，各部分会加总，单位 `{unit}` 却是比率的单位。",
    ),
    hint=Words(
        "Write `kind: ratio`, or `kind: mean` with `per:`; or correct the unit.",
        "请写 `kind: ratio`，或 `kind: mean` 并写 `per:`；或改正单位。",
    ),
    why=Words("Two shops with 60 % each do not have 120 % together.", "两家店各 60%，合起来不是 120%。"),
    wrong=_goal('kind: flow, unit: "%", direction: up, target: 60%'),
    right=_goal('kind: ratio, unit: "%", direction: up, target: 60%'),
)
PER_ANOTHER_UNIT: Final = Rule(
    code="GT313",
    name="mean-per-another-unit",
    level="error",
    message=Words(
        "`{key}` is counted in `{unit}` and is a mean per `{per}`, which is counted in `{other}`.",
        "`{key}` 的单位是 `{unit}`，却按 `{per}` 平均，而后者的单位是 `{other}`。",
    ),
    hint=Words(
        "Name in `per:` the metric that it is divided by, or correct one of the units.",
        "请在 `per:` 中写它所除以的指标，或改正其中一个单位。",
    ),
    why=Words(
        "A mean is weighed by what it is taken over; another weight gives another mean.",
        "均值以它所平均的对象加权，权重不同结果就不同。",
    ),
    wrong=_goal("kind: mean, per: orders, unit: 元/人, direction: up, target: 120元/人", ORDERS),
    right=_goal("kind: mean, per: orders, unit: 元/单, direction: up, target: 120元/单", ORDERS),
)
SUMMED_OVER_TIME: Final = Rule(
    code="GT314",
    name="level-summed-over-time",
    level="error",
    message=Words(
        "`{key}` ({title}) is a {kind} and is summed over time.", "`{key}`（{title}）是{kind}，却按时间求和。"
    ),
    hint=Words(
        "Write `over: {{time: {instead}}}`, or leave it out; what adds up over time is `kind: flow`.",
        "请写 `over: {{time: {instead}}}` 或不写；按时间累加的是 `kind: flow`。",
    ),
    why=Words(
        "Month-end levels of 100, 120 and 90 are no 310: whoever stays is counted every month.",
        "月末 100、120、90 加起来不是 310：留下来的每个月都被数了一次。",
    ),
    wrong=_goal("kind: stock, unit: 人, direction: up, target: 120万, over: {time: sum}"),
    right=_goal("kind: stock, unit: 人, direction: up, target: 120万, over: {time: last}"),
)
SUMMED_OVER_PARTS: Final = Rule(
    code="GT315",
    name="rate-summed-over-parts",
    level="error",
    message=Words(
        "`{key}` ({title}) is a {kind} and is summed over `{segment}`.",
        "`{key}`（{title}）是{kind}，却在 `{segment}` 上求和。",
    ),
    hint=Words(
        "Write `over: {{{segment}: recompute}}` and say with `formula:` or `per:` what it is divided by.",
        "请写 `over: {{{segment}: recompute}}`，并用 `formula:` 或 `per:` 写明除以什么。",
    ),
    why=Words("The parts of a rate are weighed, never added.", "比率的各部分要加权，不能相加。"),
    wrong=_goal(
        'kind: ratio, unit: "%", direction: up, target: 60%, by: channel, over: {channel: sum}', _HALF
    ),
    right=_goal(
        'kind: ratio, unit: "%", direction: up, target: 60%, by: channel, over: {channel: recompute}', _HALF
    ),
)
KIND_MISSING: Final = Rule(
    code="GT316",
    name="kind-missing",
    level="warning",
    message=Words(
        "The metric `{key}` ({title}) has a goal and no kind.",
        "指标 `{key}`（{title}）有目标，但没有写类型。",
    ),
    hint=Words(
        "Add `kind: {kind}`, or whichever it is: flow, stock, distinct, ratio, mean, quantile, score, index, milestone.",
        "请加上 `kind: {kind}`，或其他合适的类型：flow、stock、distinct、ratio、mean、quantile、score、index、milestone。",
    ),
    why=Words(
        "The kind says whether parts and periods add up, and from where attainment is counted.",
        "类型决定各部分与各期能否加总，以及从哪里开始计算完成率。",
    ),
    wrong=_goal("unit: 元, direction: up, target: 12亿"),
    right=_goal("kind: flow, unit: 元, direction: up, target: 12亿"),
)
PER_WITHOUT_MEAN: Final = Rule(
    code="GT319",
    name="per-without-mean",
    level="error",
    message=Words(
        "`{key}` ({title}) is a {kind} and says `per: {per}`, which only a mean has.",
        "`{key}`（{title}）是{kind}，却写了 `per: {per}`；只有均值才按某个指标平均。",
    ),
    hint=Words("Write `kind: mean`, or leave `per:` out.", "请写 `kind: mean`，或去掉 `per:`。"),
    why=Words(
        "A mean is weighed and a count is added up: it is one or the other.",
        "均值要加权，计数要加总，只能是其一。",
    ),
    wrong=_goal("kind: flow, per: orders, unit: 元, direction: up, target: 12亿", ORDERS),
    right=_goal("kind: mean, per: orders, unit: 元/单, direction: up, target: 120元/单", ORDERS),
)
SHARE_BEYOND_WHOLE: Final = Rule(
    code="GT317",
    name="share-beyond-100",
    level="error",
    message=Words(
        "`{key}` is `{formula}`, a part of its whole, and its {field} is {stated}: no part is more than the whole.",
        "`{key}` 是 `{formula}`，即部分占整体的比例，而它的{field}为 {stated}：部分不会大于整体。",
    ),
    hint=Words("Write a number between 0 % and 100 %.", "请写 0% 到 100% 之间的数。"),
    why=Words(
        "A share of more than 100 % is a slip of a digit, or another thing than its formula says.",
        "超过 100% 的占比，不是写错数字，就是与公式所说不是一回事。",
    ),
    wrong=_share("target: ≥670%"),
    right=_share("target: ≥66%"),
)


def count_defined_as_rate(plan: Plan) -> Iterator[Finding]:
    """Ratios in a unit that counts one thing."""
    for metric in plan.metrics.values():
        unit = metric.unit
        if metric.kind != "ratio" or unit is None or len(unit.dims) != 1 or metric.formula is not None:
            continue
        name, power = unit.dims[0]
        if power == 1 and name not in _UNCOUNTED:
            yield found(
                plan,
                COUNT_AS_RATE,
                f"{metric.at}.kind",
                key=metric.key,
                title=plan.called(metric.key),
                unit=unit,
            )


def rate_defined_as_count(plan: Plan) -> Iterator[Finding]:
    """Flows, stocks and distinct counts in percent, or per something that is counted."""
    for metric in plan.metrics.values():
        if metric.kind in COUNTED and metric.unit is not None and _is_rate(metric.unit):
            yield found(
                plan,
                RATE_AS_COUNT,
                f"{metric.at}.kind",
                key=metric.key,
                title=plan.called(metric.key),
                kind=KIND_WORDS[metric.kind],
                unit=metric.unit,
            )


def _is_rate(unit: Unit) -> bool:
    return unit.kind != "plain" or any(
        power < 0 and name not in ("second", "month") for name, power in unit.dims
    )


def mean_per_another_unit(plan: Plan) -> Iterator[Finding]:
    """Means whose unit divides by another thing than what they are taken over."""
    for metric in plan.metrics.values():
        over = plan.metrics.get(metric.per) if metric.per else None
        if over is None or over.unit is None or metric.unit is None or len(over.unit.dims) != 1:
            continue
        below = {name for name, power in metric.unit.dims if power < 0 and name not in ("second", "month")}
        if below and over.unit.dims[0][0] not in below:
            yield found(
                plan,
                PER_ANOTHER_UNIT,
                f"{metric.at}.per",
                others=[f"{metric.at}.unit", f"{over.at}.unit"],
                key=metric.key,
                unit=metric.unit,
                per=over.key,
                other=over.unit,
            )


def per_without_mean(plan: Plan) -> Iterator[Finding]:
    """Metrics that are taken over another one and are counted."""
    for metric in plan.metrics.values():
        if metric.per and metric.kind in COUNTED:
            params: dict[str, Any] = {"title": plan.called(metric.key), "kind": KIND_WORDS[metric.kind]}
            others = [f"{metric.at}.kind"]
            yield found(
                plan,
                PER_WITHOUT_MEAN,
                f"{metric.at}.per",
                others=others,
                key=metric.key,
                per=metric.per,
                **params,
            )


def level_summed_over_time(plan: Plan) -> Iterator[Finding]:
    """Stocks, distinct counts and rates that are said to be summed over time."""
    for metric in plan.metrics.values():
        if metric.over.get("time") == "sum" and metric.kind in (RATES | COUNTED) - {"flow"}:
            assert metric.kind is not None
            yield found(
                plan,
                SUMMED_OVER_TIME,
                f"{metric.at}.over.time",
                key=metric.key,
                title=plan.called(metric.key),
                kind=KIND_WORDS[metric.kind],
                instead="recompute" if metric.kind in RATES else "last",
            )


def rate_summed_over_parts(plan: Plan) -> Iterator[Finding]:
    """Rates that are said to be summed over a segment."""
    for metric in plan.metrics.values():
        for segment, way in metric.over.items():
            if way == "sum" and segment != "time" and metric.kind in RATES:
                assert metric.kind is not None
                yield found(
                    plan,
                    SUMMED_OVER_PARTS,
                    f"{metric.at}.over.{segment}",
                    key=metric.key,
                    title=plan.called(metric.key),
                    kind=KIND_WORDS[metric.kind],
                    segment=segment,
                )


def kind_missing(plan: Plan) -> Iterator[Finding]:
    """Metrics with a goal, or in a pair, that do not say their kind."""
    used = {str(goal.metric) for goal in plan.goals.values()}
    used.update(key for pair in plan.paired for key in (pair.result, pair.process))
    for metric in plan.metrics.values():
        if metric.kind is None and metric.key in used and not plan.wrote(f"{metric.at}.kind"):
            last = metric.formula.nodes[-1] if metric.formula else None
            is_quotient = isinstance(last, Apply) and last.operator == "/"
            likely = "ratio" if is_quotient or (metric.unit is not None and _is_rate(metric.unit)) else "flow"
            yield found(
                plan, KIND_MISSING, metric.at, key=metric.key, title=plan.called(metric.key), kind=likely
            )


def share_beyond_100(plan: Plan) -> Iterator[Finding]:
    """Goals on the share of a part in its whole that want more than all of it, or less than none."""
    shares = {
        metric.key: metric.formula
        for metric in plan.metrics.values()
        if metric.formula is not None and _is_share(plan, metric.formula)
    }
    for goal in plan.goals.values():
        if goal.metric in shares:
            for field, words, quantity in _numbers(goal):
                if not 0 <= quantity.base <= 1:
                    params: dict[str, Any] = {
                        "key": goal.key,
                        "formula": str(shares[goal.metric]),
                        "field": words,
                        "stated": str(quantity),
                    }
                    at = f"{goal.at}.{field}"
                    yield found(plan, SHARE_BEYOND_WHOLE, at if plan.wrote(at) else goal.at, **params)


def _is_share(plan: Plan, formula: Formula) -> bool:
    """Whether a formula is a part over the whole that it is a part of, both of what is counted."""
    nodes = formula.nodes
    if len(nodes) != 3 or not isinstance(nodes[2], Apply) or nodes[2].operator != "/":
        return False
    part, whole = (
        goal_of_name(plan, node.name)
        if isinstance(node, Reference) and node.reading in ("now", "value")
        else None
        for node in nodes[:2]
    )
    if part is None or whole is None:
        return False
    metric = plan.metrics.get(plan.goals[whole].metric)
    return metric is not None and metric.kind in COUNTED and whole in _wholes(plan, part)


def _wholes(plan: Plan, part: str) -> set[str]:
    """Everything that a goal is a part of, directly or not."""
    seen: set[str] = set()
    work = [part]
    while work:
        for whole, _, _ in plan.parents.get(work.pop(), ()):
            if whole not in seen:
                seen.add(whole)
                work.append(whole)
    return seen - {part}


def _numbers(goal: Goal) -> Iterator[tuple[str, Words, Quantity]]:
    tiers = goal.tiers
    for field, words, value in (
        ("baseline", Words("baseline", "基准"), goal.baseline),
        ("target", Words("target", "目标"), goal.target),
        ("tiers.threshold", Words("threshold", "门槛"), tiers.threshold if tiers else None),
        ("tiers.stretch", Words("stretch", "挑战值"), tiers.stretch if tiers else None),
    ):
        if isinstance(value, Quantity):
            yield field, words, value


CHECKS: Final = (
    Check(COUNT_AS_RATE, count_defined_as_rate),
    Check(RATE_AS_COUNT, rate_defined_as_count),
    Check(PER_ANOTHER_UNIT, mean_per_another_unit),
    Check(SUMMED_OVER_TIME, level_summed_over_time),
    Check(SUMMED_OVER_PARTS, rate_summed_over_parts),
    Check(KIND_MISSING, kind_missing),
    Check(PER_WITHOUT_MEAN, per_without_mean),
    Check(SHARE_BEYOND_WHOLE, share_beyond_100),
)
