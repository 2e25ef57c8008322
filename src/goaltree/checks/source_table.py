"""The rules on tables of sources: how each counts, in one way that suits its metric, and how its rows are dated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ..finding import Finding, Rule, Words
from ..model.plan import Plan
from ..model.segment import WAYS
from .kind import KIND_WORDS
from .rulebook import Check, found
from .sample import ACTION, GOAL, HEAD, TEAM

_COUNTS: Final = Words("in one way how it counts", "以唯一的方式说明如何计数")
_DATED: Final = Words("by which column its rows are dated", "说明用哪一列记录时间")
_ONE: Final = Words(
    f"Write one of {', '.join(f'`{way}:`' for way in WAYS)}; `weight:` goes with `mean:`, `of:` with `ratio:`.",
    f"请写明 {'、'.join(f'`{way}:`' for way in WAYS)} 之一；`weight:` 与 `mean:` 一起，`of:` 与 `ratio:` 一起。",
)
_TIME: Final = Words(
    "Write `time:` with the column of days or instants.", "请写明 `time:`，即日期或时刻所在的列。"
)
_PLAN: Final = HEAD + GOAL.replace("owner:", "source: trade, owner:") + TEAM + ACTION

TABLE_UNCLEAR: Final = Rule(
    code="GT154",
    name="table-unclear",
    level="error",
    message=Words(
        "The table `{table}` of `{key}` does not say {what}.",
        "`{key}` 的表 `{table}` 没有{what}。",
    ),
    hint=Words("{advice}", "{advice}"),
    why=Words(
        "Of two ways to count none can be chosen for the author, and without its day a row counts for no period: "
        "the whole source would have no answer.",
        "两种计数方式不能替作者选择；没有日期的行不属于任何一期：整个数据源都会没有答案。",
    ),
    wrong=_PLAN
    + "sources: {trade: {tables: {orders: {metric: sales, sum: amount, count: amount, time: day}}}}\n",
    right=_PLAN + "sources: {trade: {tables: {orders: {metric: sales, sum: amount, time: day}}}}\n",
)


def table_unclear(plan: Plan) -> Iterator[Finding]:
    """Tables that do not say in one way how they count, or not by which column their rows are dated."""
    for key, source in plan.sources.items():
        for name, table in source.tables.items():
            path = f"{source.at}.tables.{name}"
            if table.way is None:
                yield found(plan, TABLE_UNCLEAR, path, key=key, table=name, what=_COUNTS, advice=_ONE)
            if table.time is None:
                yield found(plan, TABLE_UNCLEAR, path, key=key, table=name, what=_DATED, advice=_TIME)


_UNFIT: Final[Mapping[str, tuple[str, ...]]] = {
    "flow": ("mean", "ratio", "min", "max", "last"),
    "ratio": ("sum", "count", "distinct"),
    "mean": ("sum", "count", "distinct"),
    "score": ("sum", "count", "distinct"),
}
"""Ways of counting that cannot give what a kind of metric is."""

COUNTING_UNFIT: Final = Rule(
    code="GT155",
    name="counting-unfit",
    level="warning",
    message=Words(
        "The table `{table}` of `{key}` counts `{metric}`, a {kind}, by `{way}:`.",
        "`{key}` 的表 `{table}` 用 `{way}:` 统计{kind}指标 `{metric}`。",
    ),
    hint=Words(
        "Count it by {ways}, or correct the kind of the metric.",
        "请改用 {ways}，或更正指标的类型。",
    ),
    why=Words(
        "The mean of a month's orders is no turnover, and a sum of rates is no rate.",
        "一个月订单的平均值不是销售额，比率之和也不是比率。",
    ),
    wrong=_PLAN + "sources: {trade: {tables: {orders: {metric: sales, mean: amount, time: day}}}}\n",
    right=_PLAN + "sources: {trade: {tables: {orders: {metric: sales, sum: amount, time: day}}}}\n",
)


def counting_unfit(plan: Plan) -> Iterator[Finding]:
    """Tables that count a metric in a way that cannot give what it is: a flow by a mean, a rate by a sum."""
    for key, source in plan.sources.items():
        for name, table in source.tables.items():
            metric = plan.metrics.get(table.metric)
            if metric is None or metric.kind is None or table.way is None:
                continue
            unfit = _UNFIT.get(metric.kind, ())
            if table.way[0] in unfit:
                yield found(
                    plan,
                    COUNTING_UNFIT,
                    f"{source.at}.tables.{name}",
                    key=key,
                    table=name,
                    metric=table.metric,
                    kind=KIND_WORDS[metric.kind],
                    way=table.way[0],
                    ways=tuple(f"`{way}:`" for way in WAYS if way not in unfit),
                )


CHECKS: Final = (Check(TABLE_UNCLEAR, table_unclear), Check(COUNTING_UNFIT, counting_unfit))
