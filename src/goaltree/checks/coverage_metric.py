"""Rules on the coverage of metrics and sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..finding import Finding, Rule, Words
from ..model.canvas import Entry
from ..model.plan import Plan
from .reference import formulas
from .rulebook import Check, found
from .sample import ACTION, GOAL, HEAD, ORDERS, SAMPLE, TEAM

METRIC_UNDEFINED: Final = Rule(
    code="GT401",
    name="metric-undefined",
    level="warning",
    message=Words(
        "The goal `{key}` has no metric: nothing says what is counted, or in which unit.",
        "目标 `{key}` 没有指标：没有说明统计什么、用什么单位。",
    ),
    hint=Words(
        "Add `kind:`, `unit:` and `direction:` to the goal, or define `{metric}` under `metrics:`.",
        "请给目标加上 `kind:`、`unit:` 和 `direction:`，或在 `metrics:` 下定义 `{metric}`。",
    ),
    why=Words(
        "A number without a definition cannot be compared, added up or scored.",
        "没有定义的数无法比较、加总或评分。",
    ),
    wrong=HEAD + "goals:\n  sales: {title: 销售额, target: 12亿, owner: shop}\n" + TEAM + ACTION,
    right=SAMPLE,
)
METRIC_UNUSED: Final = Rule(
    code="GT402",
    name="metric-unused",
    level="warning",
    message=Words(
        "The metric `{key}` ({title}) is defined and nothing uses it.",
        "指标 `{key}`（{title}）有定义，但没有被使用。",
    ),
    hint=Words(
        "Set a goal for it, pair it with a result under `pairs:`, or remove it.",
        "请为它设目标，或在 `pairs:` 中与结果指标配对，或者删去。",
    ),
    why=Words(
        "A metric that no goal, pair or formula uses is measured for nothing.",
        "没有目标、配对或公式使用的指标，是白白衡量。",
    ),
    wrong=SAMPLE + ORDERS,
    right=SAMPLE + ORDERS + "pairs: {sales: orders}\n",
)
SOURCE_UNDEFINED: Final = Rule(
    code="GT412",
    name="source-undefined",
    level="warning",
    message=Words(
        "The metric `{key}` comes from `{text}`, which is not described.",
        "指标 `{key}` 来自 `{text}`，但没有对它的说明。",
    ),
    hint=Words(
        "Define it under `sources:` with a title and an owner.",
        "请在 `sources:` 下定义它，写明名称和负责团队。",
    ),
    why=Words(
        "A source that nobody describes has no owner who could say why its number is late.",
        "没有说明的来源没有负责人，数据迟到时也无人解释。",
    ),
    wrong=HEAD + GOAL.replace("owner:", "source: 交易系统, owner:") + TEAM + ACTION,
    right=HEAD
    + GOAL.replace("owner:", "source: 交易系统, owner:")
    + TEAM
    + ACTION
    + "sources: {trade: 交易系统}\n",
)
SOURCE_UNUSED: Final = Rule(
    code="GT413",
    name="source-unused",
    level="warning",
    message=Words(
        "No metric comes from the source `{key}` ({title}).", "没有指标来自数据来源 `{key}`（{title}）。"
    ),
    hint=Words("Name it in a metric's `source:`, or remove it.", "请写进某个指标的 `source:`，或删去。"),
    why=Words("A source that nothing uses is kept up for nothing.", "没有被使用的来源是白白维护。"),
    wrong=SAMPLE + "sources: {trade: 交易系统}\n",
    right=HEAD
    + GOAL.replace("owner:", "source: trade, owner:")
    + TEAM
    + ACTION
    + "sources: {trade: 交易系统}\n",
)
SEGMENT_UNDECLARED: Final = Rule(
    code="GT414",
    name="segment-undeclared",
    level="note",
    message=Words(
        "The goal `{key}` is cut by `{text}`, which is no segment of the plan; its parts are taken as all its members.",
        "目标 `{key}` 按 `{text}` 拆分，但它不是计划声明的维度；现以所列部分为其全部成员。",
    ),
    hint=Words(
        "Declare it: `segments: {{{text}: [{members}]}}`.", "请声明：`segments: {{{text}: [{members}]}}`。"
    ),
    why=Words("A declared segment lets a misspelt member be seen.", "声明过的维度才能发现拼错的成员。"),
    wrong=HEAD
    + GOAL.replace("owner: shop}", "owner: shop, cuts: {channel: {线上: 8亿, 门店: 4亿}}}")
    + TEAM
    + ACTION,
    right=HEAD
    + "segments: {channel: [线上, 门店]}\n"
    + GOAL.replace("owner: shop}", "owner: shop, cuts: {channel: {线上: 8亿, 门店: 4亿}}}")
    + TEAM
    + ACTION,
)
SEGMENT_UNUSED: Final = Rule(
    code="GT415",
    name="segment-unused",
    level="warning",
    message=Words(
        "Nothing is split by the segment `{key}` ({title}).", "没有任何内容按维度 `{key}`（{title}）细分。"
    ),
    hint=Words(
        "Use it in a cut or in a metric's `by:`, or remove it.", "请用于某个拆分或指标的 `by:`，或删去。"
    ),
    why=Words(
        "A dimension that no number uses is a promise of detail that is not kept.",
        "没有数字使用的维度，是没有兑现的细分承诺。",
    ),
    wrong=SAMPLE + "segments: {channel: [线上, 门店]}\n",
    right=HEAD
    + "segments: {channel: [线上, 门店]}\n"
    + GOAL.replace("owner: shop}", "owner: shop, by: channel}")
    + TEAM
    + ACTION,
)
BENCHMARK_UNUSED: Final = Rule(
    code="GT416",
    name="benchmark-unused",
    level="warning",
    message=Words(
        "No goal is compared with the benchmark `{key}` ({title}).",
        "没有目标与外部基准 `{key}`（{title}）比较。",
    ),
    hint=Words(
        "Name its goals in `goals:`, or name it in a goal's `benchmark:`.",
        "请在 `goals:` 中写上目标，或在目标的 `benchmark:` 中写上它。",
    ),
    why=Words(
        "An outside figure that nothing is compared with says nothing about the plan.",
        "没有用来比较的外部数字，对计划没有意义。",
    ),
    wrong=SAMPLE + "benchmarks: {industry: {title: 行业增速, growth: 40%-50%, origin: 行业报告}}\n",
    right=SAMPLE
    + "benchmarks: {industry: {title: 行业增速, growth: 40%-50%, origin: 行业报告, goals: [sales]}}\n",
)


def metric_undefined(plan: Plan) -> Iterator[Finding]:
    """Goals whose metric nothing defines."""
    for key, goal in plan.goals.items():
        if goal.metric not in plan.metrics and key not in plan.parents and goal.metric == key:
            yield found(plan, METRIC_UNDEFINED, goal.at, key=key, metric=goal.metric)


def metric_unused(plan: Plan) -> Iterator[Finding]:
    """Metrics that no goal, pair, formula, weight, source or canvas uses."""
    used = _used_metrics(plan)
    for key, metric in plan.metrics.items():
        if key not in used:
            yield found(plan, METRIC_UNUSED, metric.at, key=key, title=plan.called(key))


def _used_metrics(plan: Plan) -> set[str]:
    used: set[str] = {goal.metric for goal in plan.goals.values()}
    for metric in plan.metrics.values():
        if metric.per:
            used.add(metric.per)
        if metric.index:
            used.update(metric.index.parts)
    for pair in plan.paired:
        used |= {pair.result, pair.process}
    used.update(benchmark.metric for benchmark in plan.benchmarks.values() if benchmark.metric)
    for source in plan.sources.values():
        used.update(table.metric for table in source.tables.values())
    for _, formula in formulas(plan):
        used.update(use.name for use in formula.names)
    used.update(metric for entry in entries(plan) for metric in entry.metrics)
    return used


def entries(plan: Plan) -> Iterator[Entry]:
    """Every line of the canvas."""
    canvas = plan.canvas
    if canvas is not None:
        for part in (canvas.moats, canvas.challenges, canvas.directions, canvas.aims):
            yield from part.values()
        for block in canvas.blocks.values():
            yield from block.entries.values()


def source_undefined(plan: Plan) -> Iterator[Finding]:
    """Systems that metrics come from and nothing describes."""
    names = plan.names("sources")
    for key, metric in plan.metrics.items():
        for i, text in enumerate(metric.source):
            if not isinstance(names.resolve(text), str):
                at = f"{metric.at}.source[{i}]" if len(metric.source) > 1 else f"{metric.at}.source"
                yield found(plan, SOURCE_UNDEFINED, at, key=key, text=text)


def source_unused(plan: Plan) -> Iterator[Finding]:
    """Described sources that no metric comes from."""
    used = {source for metric in plan.metrics.values() for source in metric.source}
    for key, source in plan.sources.items():
        if key not in used and not source.tables:
            yield found(plan, SOURCE_UNUSED, source.at, key=key, title=plan.called(key))


def segment_undeclared(plan: Plan) -> Iterator[Finding]:
    """Cuts by a dimension that the plan does not declare."""
    seen: set[str] = set()
    for key, goal in plan.goals.items():
        for cut in goal.cuts:
            if cut.dimension not in plan.segments and cut.dimension not in seen:
                seen.add(cut.dimension)
                part = "of_which" if cut.partial else "cuts"
                path = f"{goal.at}.{part}.{cut.dimension}"
                written = [
                    member
                    for member, one in cut.members.items()
                    if one not in plan.goals or plan.goals[one].made is None
                ]
                members = ", ".join(written)
                yield found(plan, SEGMENT_UNDECLARED, path, key=key, text=cut.dimension, members=members)


def segment_unused(plan: Plan) -> Iterator[Finding]:
    """Declared segments that no cut, goal, metric or source uses."""
    used: set[str] = set()
    for goal in plan.goals.values():
        used.update(cut.dimension for cut in goal.cuts)
        used.update(goal.segment)
    for metric in plan.metrics.values():
        used.update(metric.by, metric.disjoint, metric.over)
    for source in plan.sources.values():
        used.update(name for table in source.tables.values() for name in table.segments)
    for key, segment in plan.segments.items():
        if key not in used:
            yield found(plan, SEGMENT_UNUSED, segment.at, key=key, title=plan.called(key))


def benchmark_unused(plan: Plan) -> Iterator[Finding]:
    """Benchmarks that no goal is compared with."""
    used = {name for goal in plan.goals.values() for name in goal.benchmark}
    for key, benchmark in plan.benchmarks.items():
        if key not in used and not benchmark.goals and benchmark.metric is None:
            yield found(plan, BENCHMARK_UNUSED, benchmark.at, key=key, title=plan.called(key))


CHECKS: Final = (
    Check(METRIC_UNDEFINED, metric_undefined),
    Check(METRIC_UNUSED, metric_unused),
    Check(SOURCE_UNDEFINED, source_undefined),
    Check(SOURCE_UNUSED, source_unused),
    Check(SEGMENT_UNDECLARED, segment_undeclared),
    Check(SEGMENT_UNUSED, segment_unused),
    Check(BENCHMARK_UNUSED, benchmark_unused),
)
