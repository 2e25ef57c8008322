"""The rule on tables of sources: each says in one way how it counts, and by which column its rows are dated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..finding import Finding, Rule, Words
from ..model.plan import Plan
from ..model.segment import WAYS
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


CHECKS: Final = (Check(TABLE_UNCLEAR, table_unclear),)
