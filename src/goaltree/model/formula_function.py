"""The words of the formula language: operators, functions, and what is therefore no plain name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from attrs import frozen

from ..finding import Words

Group = Literal["time", "condition", "arithmetic"]

COMPARISONS: Final = frozenset({"<", "<=", ">", ">=", "==", "!="})
LOGIC: Final = frozenset({"and", "or", "not"})


@frozen(kw_only=True)
class Function:
    """One function of the grammar.

    Attributes:
        name: As written in a formula.
        group: `time` reads one name at another period; `condition` reads one goal's score and is
            refused outside conditions; `arithmetic` takes expressions.
        usage: The call as documented.
        least: Fewest arguments.
        most: Most arguments; `None` without limit.
        meaning: What it gives, in one sentence.
    """

    name: str
    group: Group
    usage: str
    least: int
    most: int | None
    meaning: Words


def _function(
    name: str, group: Group, usage: str, least: int, most: int | None, en: str, zh: str
) -> Function:
    return Function(name=name, group=group, usage=usage, least=least, most=most, meaning=Words(en, zh))


FUNCTIONS: Final[Mapping[str, Function]] = {
    f.name: f
    for f in (
        _function("prev", "time", "prev(x)", 1, 1, "x one period earlier", "x 的上一期"),
        _function(
            "lag",
            "time",
            "lag(x, n)",
            2,
            2,
            "x n periods earlier; n a whole number >= 0",
            "x 的前 n 期；n 为不小于 0 的整数",
        ),
        _function(
            "last",
            "time",
            "last(x, n)",
            2,
            2,
            "x over the last n periods, this one included, aggregated by its kind",
            "x 最近 n 期（含本期）按其类型汇总",
        ),
        _function(
            "ytd",
            "time",
            "ytd(x)",
            1,
            1,
            "x from the start of the year to this period, by its kind",
            "x 年初至今按其类型汇总",
        ),
        _function(
            "opening",
            "time",
            "opening(x)",
            1,
            1,
            "the value of x with which the year began",
            "x 的期初值（年度开始时的值）",
        ),
        _function(
            "year_ago", "time", "year_ago(x)", 1, 1, "x in the same period a year earlier", "x 的上年同期"
        ),
        _function("change", "time", "change(x)", 1, 1, "x less its previous period", "x 本期减上期"),
        _function("value", "condition", "value(x)", 1, 1, "the figure of x itself", "x 本身的数值"),
        _function(
            "pace",
            "condition",
            "pace(x)",
            1,
            1,
            "attainment against expected attainment",
            "x 的进度（达成率与应达成率之比）",
        ),
        _function(
            "attainment",
            "condition",
            "attainment(x)",
            1,
            1,
            "how far the target of x is reached",
            "x 的目标达成率",
        ),
        _function(
            "deviation",
            "condition",
            "deviation(x)",
            1,
            1,
            "actual against expected, as a share",
            "x 的实际对应达值的偏差（占比）",
        ),
        _function("min", "arithmetic", "min(a, b, ...)", 2, None, "the smallest", "最小值"),
        _function("max", "arithmetic", "max(a, b, ...)", 2, None, "the largest", "最大值"),
        _function("abs", "arithmetic", "abs(a)", 1, 1, "the size without the sign", "绝对值"),
        _function("sum", "arithmetic", "sum(a, b, ...)", 2, None, "the sum", "合计"),
        _function("mean", "arithmetic", "mean(a, b, ...)", 2, None, "the plain mean", "简单平均"),
        _function(
            "if",
            "arithmetic",
            "if(condition, a, b)",
            3,
            3,
            "a where the condition holds, else b",
            "条件成立取 a，否则取 b",
        ),
        _function(
            "coalesce",
            "arithmetic",
            "coalesce(a, b, ...)",
            2,
            None,
            "the first that is known",
            "第一个有值的",
        ),
        _function(
            "log",
            "arithmetic",
            "log(a)",
            1,
            1,
            "natural logarithm, to 40 digits; a > 0",
            "自然对数，精确到 40 位；a > 0",
        ),
        _function(
            "exp",
            "arithmetic",
            "exp(a)",
            1,
            1,
            "e to the a, to 40 digits; -700 <= a <= 700",
            "e 的 a 次方，精确到 40 位；-700 ≤ a ≤ 700",
        ),
        _function(
            "sqrt",
            "arithmetic",
            "sqrt(a)",
            1,
            1,
            "square root, to 40 digits; a >= 0",
            "平方根，精确到 40 位；a ≥ 0",
        ),
    )
}

RESERVED: Final = (
    frozenset(FUNCTIONS) | LOGIC | {"true", "false", "none", "null", "nan", "inf", "infinity", "na"}
)
"""Words that are no names without backticks, in any case of letters."""
