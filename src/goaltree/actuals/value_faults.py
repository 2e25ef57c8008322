"""What can be wrong with a value, its unit or its count (GT821 to GT829)."""

from __future__ import annotations

from typing import Final

from ..finding import Rule, Words
from .sample import CSV, FILE, PLAN

_RIGHT: Final = PLAN + CSV + "sales,2025-01,1亿\n"
_UNIT: Final = PLAN + FILE + "metric,period,value,unit\n"

VALUE_UNREADABLE: Final = Rule(
    code="GT821",
    name="value-unreadable",
    level="error",
    message=Words(
        "{count} cell(s) of `{column}` cannot be read, first {rows}: {reason}",
        "`{column}` 有 {count} 个单元格读不成数，最先是 {rows}：{reason}",
    ),
    hint=Words(
        "Write numbers; what stands for a missing value is declared with `nulls=`, and the empty cell is one.",
        "请写数字；表示缺失的写法用 `nulls=` 声明，空单元格就是缺失。",
    ),
    why=Words(
        "A dash may be a zero, a missing value or a minus sign that lost its number.",
        "一个横线可能是零、缺失，也可能是丢了数字的负号。",
    ),
    wrong=PLAN + CSV + "sales,2025-01,暂无\n",
    right=PLAN + CSV + "sales,2025-01,\n",
)
VALUE_OF_WRONG_TYPE: Final = Rule(
    code="GT822",
    name="value-of-wrong-type",
    level="error",
    message=Words(
        "{count} cell(s) of `{column}` are of type {type}, which is no number, first {rows}.",
        "`{column}` 有 {count} 个单元格的类型是 {type}，不是数，最先是 {rows}。",
    ),
    hint=Words(
        "Turn the column into numbers before; a duration into hours, a yes or no into a count.",
        "请先把该列转换为数字：时长换成小时，是否换成计数。",
    ),
    why=Words(
        "True counts as 1 in a sum, and a duration as nanoseconds, without a word.",
        "求和时 True 会悄悄算作 1，时长会算作纳秒。",
    ),
    wrong=PLAN + FILE,
    right=_RIGHT,
)
VALUE_INEXACT: Final = Rule(
    code="GT823",
    name="value-inexact",
    level="error",
    message=Words(
        "{count} cell(s) of `{column}` are no single number, first {rows}.",
        "`{column}` 有 {count} 个单元格不是确定的一个数，最先是 {rows}。",
    ),
    hint=Words("Write the number itself, without bound or range.", "请写数字本身，不带界限或范围。"),
    why=Words(
        "`≥45%` is a wish and `约500` a guess; an actual is what was counted.",
        "`≥45%` 是要求，`约500` 是估计；实际值是统计出来的。",
    ),
    wrong=PLAN + CSV + "sales,2025-01,约1亿\n",
    right=_RIGHT,
)
PERCENT_UNSCALED: Final = Rule(
    code="GT824",
    name="percent-unscaled",
    level="error",
    message=Words(
        "{count} bare number(s) of `{metric}`, a percentage: whether 0.45 is 45% or 0.45% is not said, first {rows}.",
        "百分比指标 `{metric}` 有 {count} 个裸数字：0.45 是 45% 还是 0.45%，没有说明，最先是 {rows}。",
    ),
    hint=Words(
        "Write `45%`, add a column `unit` with `%` (45) or `1` (0.45), or say `fraction` (0.45) or `percent` (45): "
        '`--percent fraction` on the command line, `percent="fraction"` in Python.',
        "请写 `45%`，或增加 `unit` 列：`%` 表示 45，`1` 表示 0.45；也可以声明 `fraction`（0.45）或 `percent`（45）："
        '命令行用 `--percent fraction`，Python 中用 `percent="fraction"`。',
    ),
    why=Words(
        "The two readings differ by a factor of a hundred, and both look plausible.",
        "两种读法相差一百倍，而且看上去都说得通。",
    ),
    wrong=PLAN + CSV + "share,2025-01,45\n",
    right=PLAN + CSV + "share,2025-01,45%\n",
)
UNIT_UNFIT: Final = Rule(
    code="GT825",
    name="data-unit-unfit",
    level="error",
    message=Words(
        "{count} value(s) of `{metric}` are in `{unit}`, and the metric is in `{wanted}`, first {rows}.",
        "`{metric}` 有 {count} 个值的单位是 `{unit}`，而指标的单位是 `{wanted}`，最先是 {rows}。",
    ),
    hint=Words(
        "Give the values in a unit of the same kind, or correct the metric's unit.",
        "请用同一类单位给出，或改正指标的单位。",
    ),
    why=Words(
        "Orders are no yuan: compared with the target they would be wrong by any factor.",
        "单数不是金额：拿来和目标比，差多少倍都有可能。",
    ),
    wrong=PLAN + CSV + "sales,2025-01,300万单\n",
    right=PLAN + CSV + "sales,2025-01,300万元\n",
)
UNIT_UNREADABLE: Final = Rule(
    code="GT826",
    name="data-unit-unreadable",
    level="error",
    message=Words(
        "`{unit}` is no unit that can be read: {count} value(s), first {rows}: {reason}",
        "`{unit}` 读不成单位：{count} 个值，最先是 {rows}：{reason}",
    ),
    hint=Words(
        "Write a unit that the plan knows, such as `元` or `USD`.", "请写计划认识的单位，例如 `元`、`USD`。"
    ),
    why=Words(
        "A number whose unit is not known can be compared with nothing.",
        "单位不明的数，和什么都没法比。",
    ),
    wrong=_UNIT + "sales,2025-01,1,园\n",
    right=_UNIT + "sales,2025-01,1,元\n",
)
DATA_RATE_MISSING: Final = Rule(
    code="GT827",
    name="data-rate-missing",
    level="error",
    message=Words(
        "The plan has no {kind} rate of {pair}{month}: {count} value(s) of `{metric}` are not used, first {rows}.",
        "计划没有 {pair}{month} 的{kind}汇率：`{metric}` 有 {count} 个值没有采用，最先是 {rows}。",
    ),
    hint=Words(
        "Declare the rate under `fx:`; no other month's and no other kind's is taken for it.",
        "请在 `fx:` 下声明该汇率；不会拿别的月份或别的口径顶替。",
    ),
    why=Words(
        "A neighbouring month's rate is a guess, and it moves every total that it enters.",
        "拿相邻月份的汇率来用就是猜，而且会改变它进入的每个合计。",
    ),
    wrong=PLAN.replace("currency: CNY\n", "currency: CNY\nfx: {USD: {average: {2025-01: 7.1}}}\n")
    + _UNIT.removeprefix(PLAN)
    + "sales,2025-02,100,USD\n",
    right=PLAN.replace("currency: CNY\n", "currency: CNY\nfx: {USD: {average: {2025-02: 7.1}}}\n")
    + _UNIT.removeprefix(PLAN)
    + "sales,2025-02,100,USD\n",
)
NUMBERS_COARSE: Final = Rule(
    code="GT828",
    name="numbers-coarse",
    level="warning",
    message=Words("The numbers of `{column}` are {what}.", "`{column}` 的数是{what}。"),
    hint=Words(
        "Give the column as 64-bit numbers or as decimals.",
        "请以 64 位数或十进制数给出该列。",
    ),
    why=Words(
        "A 32-bit number keeps seven digits: yuan are lost in any amount above a hundred million.",
        "32 位数只有七位有效数字：上亿的金额会丢掉零头。",
    ),
    wrong=PLAN + FILE,
    right=_RIGHT,
)
COUNT_UNUSABLE: Final = Rule(
    code="GT829",
    name="count-unusable",
    level="error",
    message=Words(
        "{count} cell(s) of `{column}` are no count, first {rows}: {reason}",
        "`{column}` 有 {count} 个单元格不是数量，最先是 {rows}：{reason}",
    ),
    hint=Words(
        "Write how many facts stand behind the value, a number of at least 0.",
        "请写该值背后有多少条事实，不小于 0。",
    ),
    why=Words(
        "The count is the weight with which a ratio or a mean is pooled; a wrong one shifts the total.",
        "比率和均值按数量加权合并；数量错了，合计就偏了。",
    ),
    wrong=PLAN + FILE + "metric,period,value,count\nshare,2025-01,45%,-3\n",
    right=PLAN + FILE + "metric,period,value,count\nshare,2025-01,45%,300\n",
)

RULES: Final[tuple[Rule, ...]] = (
    VALUE_UNREADABLE,
    VALUE_OF_WRONG_TYPE,
    VALUE_INEXACT,
    PERCENT_UNSCALED,
    UNIT_UNFIT,
    UNIT_UNREADABLE,
    DATA_RATE_MISSING,
    NUMBERS_COARSE,
    COUNT_UNUSABLE,
)
