"""What can be wrong between the observations of one metric (GT841 to GT845)."""

from __future__ import annotations

from typing import Final

from ..finding import Rule, Words
from .sample import CSV, PLAN

CONFLICTING_VALUES: Final = Rule(
    code="GT841",
    name="conflicting-values",
    level="error",
    message=Words(
        "`{metric}` has two different values for one period, {count} time(s): {places}. None of them is used.",
        "`{metric}` 在同一期间有两个不同的值，共 {count} 处：{places}。都没有采用。",
    ),
    hint=Words(
        "Keep one row, or add a column `known_at` that says which one came later.",
        "请只保留一行，或增加 `known_at`（获知时间）列说明哪一个更晚。",
    ),
    why=Words(
        "Which of two numbers is right is not for a program to choose, and their sum would be neither.",
        "两个数哪个对，不该由程序来选；相加更是都不对。",
    ),
    wrong=PLAN + CSV + "sales,2025-01,1亿\nsales,2025-01,2亿\n",
    right=PLAN + CSV + "sales,2025-01,1亿\nsales,2025-02,2亿\n",
)
REPEATED_ROWS: Final = Rule(
    code="GT842",
    name="repeated-rows",
    level="note",
    message=Words(
        "`{metric}` says the same more than once: {count} row(s) repeat others, such as {places}. Each counts once.",
        "`{metric}` 有 {count} 行重复，例如 {places}；每个值只计一次。",
    ),
    hint=Words(
        "Nothing has to be done; remove the repetitions if they are unwanted.", "无需处理；多余的行可以删去。"
    ),
    why=Words(
        "A file that is loaded twice must not double anybody's result.",
        "同一份文件导入两次，不应让任何人的业绩翻倍。",
    ),
    wrong=PLAN + CSV + "sales,2025-01,1亿\nsales,2025-01,1亿\n",
    right=PLAN + CSV + "sales,2025-01,1亿\n",
)
OVERLAPPING_PERIODS: Final = Rule(
    code="GT843",
    name="overlapping-periods",
    level="error",
    message=Words(
        "`{metric}` has values for periods that share days, {count} time(s): {places}. None of them is used.",
        "`{metric}` 有 {count} 处期间重叠：{places}。重叠的都没有采用。",
    ),
    hint=Words(
        "Keep the shorter periods or the longer one, not both.",
        "请只保留较短的各期或较长的一期，不要两者都留。",
    ),
    why=Words(
        "The days that two periods share would be counted twice.",
        "重叠的日子会被重复计算。",
    ),
    wrong=PLAN + CSV + "sales,2025-01,1亿\nsales,2025-02,1亿\nsales,2025Q1,3亿\n",
    right=PLAN + CSV + "sales,2025-01,1亿\nsales,2025-02,1亿\n",
)
MIXED_PERIODS: Final = Rule(
    code="GT844",
    name="mixed-periods",
    level="warning",
    message=Words(
        "`{metric}` has {count} series with periods of several lengths, such as {places}.",
        "`{metric}` 有 {count} 个序列混用了不同长度的期间，例如 {places}。",
    ),
    hint=Words(
        "Give the whole series in periods of one length.",
        "请统一用一种长度的期间。",
    ),
    why=Words(
        "A month beside a quarter cannot be compared with it, and an average over both means nothing.",
        "月和季度无法直接比较，放在一起平均也没有意义。",
    ),
    wrong=PLAN + CSV + "sales,2025-01,1亿\nsales,2025Q2,3亿\n",
    right=PLAN + CSV + "sales,2025Q1,3亿\nsales,2025Q2,3亿\n",
)
MISSING_PERIODS: Final = Rule(
    code="GT845",
    name="missing-periods",
    level="note",
    message=Words(
        "`{metric}` has gaps: {count} period(s) without a value, such as {places}.",
        "`{metric}` 有缺口：缺 {count} 期，例如 {places}。",
    ),
    hint=Words(
        "Add them; until then they count as not known, never as 0.",
        "请补上；在此之前按未知处理，不会当作 0。",
    ),
    why=Words(
        "A total over a gap is too small, and nobody sees it in the total.",
        "跨缺口的合计会偏小，而且从合计上看不出来。",
    ),
    wrong=PLAN + CSV + "sales,2025-01,1亿\nsales,2025-03,1亿\n",
    right=PLAN + CSV + "sales,2025-01,1亿\nsales,2025-02,1亿\nsales,2025-03,1亿\n",
)

RULES: Final[tuple[Rule, ...]] = (
    CONFLICTING_VALUES,
    REPEATED_ROWS,
    OVERLAPPING_PERIODS,
    MIXED_PERIODS,
    MISSING_PERIODS,
)
