"""What can be wrong with the time of a row (GT831 to GT836)."""

from __future__ import annotations

from typing import Final

from ..finding import Rule, Words
from .sample import CSV, FILE, PLAN

_RIGHT: Final = PLAN + CSV + "sales,2025-01,1亿\n"
_KNOWN: Final = FILE + "metric,period,value,known_at\n"
_ZONED: Final = PLAN.replace("currency: CNY\n", "currency: CNY\nzone: Asia/Shanghai\n")

PERIOD_UNUSABLE: Final = Rule(
    code="GT831",
    name="data-period-unreadable",
    level="error",
    message=Words(
        "{count} cell(s) of `{column}` name no period, first {rows}: {reason}",
        "`{column}` 有 {count} 个单元格读不成期间，最先是 {rows}：{reason}",
    ),
    hint=Words(
        "Write `2025-03`, `2025Q1` or `2025-W07` under `period`, a day such as `2025-03-31` under `date`, a day or "
        "an instant in a table of facts.",
        "请在 `period` 列写 `2025-03`、`2025Q1` 或 `2025-W07`，在 `date` 列写 `2025-03-31` 这样的日期，在事实表中写日期或时刻。",
    ),
    why=Words(
        "A number without its time counts for no period, and a guessed one for the wrong one.",
        "没有时间的数不属于任何一期；猜的时间会算错期。",
    ),
    wrong=PLAN + CSV + "sales,2025-13,1亿\n",
    right=_RIGHT,
)
INSTANT_UNREADABLE: Final = Rule(
    code="GT832",
    name="data-instant-unreadable",
    level="error",
    message=Words(
        "{count} cell(s) of `{column}` name no instant, first {rows}: {reason}",
        "`{column}` 有 {count} 个单元格读不成时刻，最先是 {rows}：{reason}",
    ),
    hint=Words(
        "Write a day (`2025-02-03`, known at its end) or an instant (`2025-02-03T18:00:00+08:00`).",
        "请写日期（`2025-02-03`，当天结束时获知）或时刻（`2025-02-03T18:00:00+08:00`）。",
    ),
    why=Words(
        "The instant decides which of two values came later.",
        "两个值哪个更晚，由获知时间决定。",
    ),
    wrong=_ZONED + _KNOWN + "sales,2025-01,1亿,昨天\n",
    right=_ZONED + _KNOWN + "sales,2025-01,1亿,2025-02-03\n",
)
INSTANTS_MIXED: Final = Rule(
    code="GT833",
    name="instants-mixed",
    level="error",
    message=Words(
        "Some cells of `{column}` have a time zone and {count} have none, first {rows}: these rows are not used.",
        "`{column}` 的单元格有的带时区，有 {count} 个不带，最先是 {rows}：这些行没有采用。",
    ),
    hint=Words("Write all of them with a zone, or all without.", "请统一带时区，或统一不带。"),
    why=Words(
        "Two clocks in one column put events in the wrong order by hours.",
        "同一列混用两种时钟，先后次序会错上几个小时。",
    ),
    wrong=_ZONED
    + _KNOWN
    + "sales,2025-01,1亿,2025-02-03T18:00:00+08:00\nsales,2025-02,1亿,2025-03-03T18:00:00\n",
    right=_ZONED
    + _KNOWN
    + "sales,2025-01,1亿,2025-02-03T18:00:00+08:00\nsales,2025-02,1亿,2025-03-03T18:00:00+08:00\n",
)
AFTER_AS_OF: Final = Rule(
    code="GT834",
    name="data-after-as-of",
    level="warning",
    message=Words(
        "{count} value(s) are for periods that end after {as_of} and are left out, such as {places}.",
        "有 {count} 个值的期间在 {as_of} 之后才结束，没有计入，例如 {places}。",
    ),
    hint=Words(
        "Evaluate at the end of a period, or give the days up to then as days or as `2025-06-01..2025-06-15`.",
        "请在期末评估，或按日给出，或写成 `2025-06-01..2025-06-15`。",
    ),
    why=Words(
        "A month that is not over has no value yet, only a part of one.",
        "没过完的月份还没有值，只有一部分。",
    ),
    wrong=PLAN + CSV + "sales,2025-01,1亿\nsales,2025-07,1亿\n",
    right=_RIGHT,
)
KNOWN_TOO_EARLY: Final = Rule(
    code="GT835",
    name="known-too-early",
    level="error",
    message=Words(
        "{count} value(s) of `{metric}` were known before their period began, first {rows}: they are not used.",
        "`{metric}` 有 {count} 个值在期间开始之前就已获知，最先是 {rows}：没有采用。",
    ),
    hint=Words(
        "Correct the period or the instant; a forecast is not an actual.",
        "请改正期间或获知时间；预测不是实际值。",
    ),
    why=Words(
        "What is known before it happens was not observed.",
        "还没发生就知道的，不是观察到的。",
    ),
    wrong=_ZONED + _KNOWN + "sales,2025-03,1亿,2025-02-03\n",
    right=_ZONED + _KNOWN + "sales,2025-01,1亿,2025-02-03\n",
)
ZONE_ASSUMED: Final = Rule(
    code="GT836",
    name="data-zone-assumed",
    level="note",
    message=Words(
        "The plan declares no time zone: the {count} time(s) of `{column}` are read in UTC.",
        "计划没有声明时区：`{column}` 的 {count} 个时间按 UTC 读取。",
    ),
    hint=Words("Declare it, such as `zone: Asia/Shanghai`.", "请声明，例如 `zone: Asia/Shanghai`。"),
    why=Words(
        "A day in Shanghai begins eight hours before the day in UTC.",
        "上海的一天比 UTC 早八小时开始。",
    ),
    wrong=PLAN + _KNOWN + "sales,2025-01,1亿,2025-02-03\n",
    right=_ZONED + _KNOWN + "sales,2025-01,1亿,2025-02-03\n",
)

RULES: Final[tuple[Rule, ...]] = (
    PERIOD_UNUSABLE,
    INSTANT_UNREADABLE,
    INSTANTS_MIXED,
    AFTER_AS_OF,
    KNOWN_TOO_EARLY,
    ZONE_ASSUMED,
)
