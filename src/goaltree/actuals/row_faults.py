"""What can be wrong with the metric or the segment of a row (GT811 to GT815)."""

from __future__ import annotations

from typing import Final

from ..finding import Rule, Words
from .sample import CSV, FILE, PLAN

_SPLIT: Final = PLAN + FILE + "metric,period,value,region\n"

METRIC_UNKNOWN: Final = Rule(
    code="GT811",
    name="data-metric-unknown",
    level="error",
    message=Words(
        "`{name}` is no metric and no goal of the plan: {count} row(s) are not used, first {rows}.",
        "`{name}` 既不是计划的指标也不是目标：{count} 行没有采用，最先是 {rows}。",
    ),
    hint=Words("{suggestion}", "{suggestion}"),
    why=Words(
        "A number under an unknown name reaches no goal, and its goal looks as if nothing had happened.",
        "名称不认识的数进不了任何目标，对应的目标看上去就像毫无进展。",
    ),
    wrong=PLAN + CSV + "sale,2025-01,1亿\n",
    right=PLAN + CSV + "sales,2025-01,1亿\n",
)
MEMBER_UNKNOWN: Final = Rule(
    code="GT812",
    name="data-member-unknown",
    level="error",
    message=Words(
        "`{name}` is no {what}: {count} row(s) are not used, first {rows}.",
        "`{name}` 不是{what}：{count} 行没有采用，最先是 {rows}。",
    ),
    hint=Words("{suggestion}", "{suggestion}"),
    why=Words(
        "A part that the plan does not know would be missing from every total.",
        "计划不认识的部分会从每个合计中缺失。",
    ),
    wrong=_SPLIT + "sales,2025-01,1亿,海外区\n",
    right=_SPLIT + "sales,2025-01,1亿,海外\n",
)
MEMBER_BLANK: Final = Rule(
    code="GT813",
    name="data-member-blank",
    level="error",
    message=Words(
        "`{column}` is blank in {count} row(s) of `{metric}`, beside rows that name a member: "
        "they are not used, first {rows}.",
        "`{metric}` 有 {count} 行的 `{column}` 为空，而其他行写了成员：没有采用，最先是 {rows}。",
    ),
    hint=Words(
        "Name the member, or write `*` for the whole of the dimension.",
        "请写明成员；如果是该维度的整体，请写 `*`。",
    ),
    why=Words(
        "A blank may be the whole or a part that nobody assigned; a grouping drops it without a word.",
        "空白可能是整体，也可能是没人归类的部分；分组汇总会悄悄丢掉它。",
    ),
    wrong=_SPLIT + "sales,2025-01,1亿,海外\nsales,2025-01,2亿,\n",
    right=_SPLIT + "sales,2025-01,1亿,海外\nsales,2025-01,2亿,国内\n",
)
TOTAL_ROW: Final = Rule(
    code="GT814",
    name="total-row",
    level="warning",
    message=Words(
        "{count} row(s) are totals (`{name}`) and not used, first {rows}.",
        "有 {count} 行是合计（`{name}`），没有采用，最先是 {rows}。",
    ),
    hint=Words(
        "Remove the row; write `*` for the whole of a dimension if the total is a number of its own.",
        "请删去该行；如果合计本身就是要给的数，请用 `*` 表示该维度的整体。",
    ),
    why=Words(
        "A total among its own parts is counted twice.",
        "合计混在各部分之中就会被重复计算。",
    ),
    wrong=_SPLIT + "sales,2025-01,1亿,海外\nsales,2025-01,3亿,合计\n",
    right=_SPLIT + "sales,2025-01,1亿,海外\nsales,2025-01,3亿,*\n",
)
SEGMENT_UNREADABLE: Final = Rule(
    code="GT815",
    name="segment-unreadable",
    level="error",
    message=Words(
        "`{name}` is no part of the business: {reason}. {count} row(s) are not used, first {rows}.",
        "`{name}` 读不成业务的一部分：{reason}。{count} 行没有采用，最先是 {rows}。",
    ),
    hint=Words(
        "Write `region=海外`, several joined by `;`, each dimension once for a metric and for a goal's own part.",
        "请写成 `region=海外`，多个用 `;` 连接；与目标自身的部分不要矛盾。",
    ),
    why=Words(
        "Which part a number belongs to decides which goal it counts for.",
        "数字属于哪一部分，决定了它算到哪个目标。",
    ),
    wrong=PLAN + FILE + "metric,period,value,segment\nsales,2025-01,1亿,海外\n",
    right=PLAN + FILE + "metric,period,value,segment\nsales,2025-01,1亿,region=海外\n",
)

RULES: Final[tuple[Rule, ...]] = (METRIC_UNKNOWN, MEMBER_UNKNOWN, MEMBER_BLANK, TOTAL_ROW, SEGMENT_UNREADABLE)
