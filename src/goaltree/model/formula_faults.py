"""What can be wrong with a formula: GT070 to GT089."""

from __future__ import annotations

from typing import Final

from ..finding import Rule, Words, visible


def _plan(formula: str) -> str:
    return f"""goaltree: 1
plan: shop-2025
period: 2025
currency: CNY
metrics:
  orders: {{title: 订单量, kind: flow, unit: 单, direction: up}}
  basket: {{title: 客单价, kind: mean, per: orders, unit: 元/单, direction: up}}
goals:
  sales:
    title: 销售额
    kind: flow
    unit: 元
    owner: shop
    baseline: 10亿
    target: 12亿
    formula: "{visible(formula)}"
teams:
  shop: {{title: 店铺部, carries: [sales]}}
"""


def _rule(
    code: str, name: str, message: Words, hint: Words, why: Words, wrong: str, right: str = "orders * basket"
) -> Rule:
    return Rule(
        code=code,
        name=name,
        level="error",
        message=message,
        hint=hint,
        why=why,
        wrong=_plan(wrong),
        right=_plan(right),
    )


FORMULA_OVER_LIMIT: Final = _rule(
    "GT070",
    "formula-over-limit",
    Words("The formula has more than {limit} {what}.", "公式的{what}超过 {limit}。"),
    Words(
        "Split it: give parts of it their own metrics, and write their names here.",
        "请拆分公式：把其中的部分定义成单独的指标，这里只写指标名。",
    ),
    Words(
        "A formula that nobody can read is a formula that nobody can check, and bounds keep a "
        "hostile plan from "
        "stopping the program.",
        "读不懂的公式没人能核对；设上限也使恶意的计划文件不能拖垮程序。",
    ),
    "(" * 51 + "orders * basket" + ")" * 51,
)

HIDDEN_CHARACTER_IN_FORMULA: Final = _rule(
    "GT071",
    "hidden-character-in-formula",
    Words(
        "The formula holds `{char}`, a character that a reader cannot see.",
        "公式中有看不见的字符 `{char}`。",
    ),
    Words("Delete the character, or write a space for it.", "请删除该字符，或改成空格。"),
    Words(
        "Zero-width and bidirectional characters make two different formulas look the same; line "
        "ends and tabs come "
        "from copying.",
        "零宽字符和双向控制字符会让两个不同的公式看起来一样；换行和制表符多半是复制时带进来的。",
    ),
    "orders\u200b * basket",
)

SYMBOL_OUTSIDE_FORMULA: Final = _rule(
    "GT072",
    "symbol-outside-formula",
    Words("`{char}` does not belong in a formula.", "公式中不能使用 `{char}`。"),
    Words(
        "A formula holds names, numbers, + - * /, comparisons, and/or/not, parentheses and the "
        "listed functions{advice}.",
        "公式只能包含名称、数字、+ - * /、比较、and/or/not、括号和规定的函数{advice}。",
    ),
    Words(
        "Formulas are a small closed language: nothing in a plan is ever run as a program.",
        "公式是一门封闭的小语言：计划中的任何内容都不会被当作程序执行。",
    ),
    "orders ^ basket",
)

MISPLACED_PART_OF_FORMULA: Final = _rule(
    "GT073",
    "misplaced-part-of-formula",
    Words("The formula has {found} where {expected} is expected.", "公式此处应为{expected}，却是{found}。"),
    Words(
        "Write values and operators in turn, as in `a + b * c`{advice}.",
        "值和运算符应交替出现，如 `a + b * c`{advice}。",
    ),
    Words(
        "A formula that could be read in two ways is not read at all.",
        "能有两种读法的公式一律不读，不做猜测。",
    ),
    "orders basket",
)

UNBALANCED_PARENTHESIS: Final = _rule(
    "GT074",
    "unbalanced-parenthesis",
    Words("The parenthesis `{char}` has no partner.", "括号 `{char}` 没有与之配对的另一半。"),
    Words("Add the missing parenthesis, or delete this one.", "请补上缺少的括号，或删除这一个。"),
    Words(
        "Where a parenthesis closes decides what is computed first.",
        "括号在哪里闭合，决定了先算什么。",
    ),
    "(orders * basket",
)

EMPTY_FORMULA: Final = _rule(
    "GT075",
    "empty-formula",
    Words("The formula is empty.", "公式为空。"),
    Words(
        "Write the formula, such as `orders * basket`, or leave the key out.",
        "请写出公式，如 `orders * basket`，或去掉该键。",
    ),
    Words(
        "An empty formula says that there is one, and gives none.",
        "写了公式却没有内容，读者不知道如何计算。",
    ),
    " ",
)

MALFORMED_NUMBER_IN_FORMULA: Final = _rule(
    "GT076",
    "malformed-number-in-formula",
    Words(
        "`{text}` is not a number that a formula can hold: {reason}.",
        "`{text}` 不是公式能使用的数字：{reason}。",
    ),
    Words("Write {advice}.", "请写{advice}。"),
    Words(
        "Numbers in formulas are exact and have one reading; a number with its unit stands in a "
        "metric of its own.",
        "公式中的数字是精确的、只有一种读法；带单位的数值应定义为单独的指标。",
    ),
    "orders * basket + 1,000",
    "orders * basket + 1000",
)

UNKNOWN_FUNCTION_IN_FORMULA: Final = _rule(
    "GT077",
    "unknown-function-in-formula",
    Words("There is no function `{function}`.", "没有名为 `{function}` 的函数。"),
    Words("{advice}", "{advice}"),
    Words(
        "Only the documented functions exist, so that a formula means the same to everyone who reads it.",
        "只有文档列出的函数可用，公式对每个读者的含义才一致。",
    ),
    "maxx(orders, 1) * basket",
    "max(orders, 1) * basket",
)

WRONG_ARGUMENT_COUNT: Final = _rule(
    "GT078",
    "wrong-argument-count",
    Words(
        "`{function}` is given {count} values; it takes {wanted}.",
        "`{function}` 给了 {count} 个参数，应为 {wanted}。",
    ),
    Words("Write `{usage}`: {meaning}.", "请写成 `{usage}`：{meaning}。"),
    Words(
        "A value too many or too few changes what is computed.",
        "多一个或少一个参数，计算的就不是同一件事。",
    ),
    "max(orders) * basket",
    "max(orders, 1) * basket",
)

RESERVED_WORD_AS_NAME: Final = _rule(
    "GT079",
    "reserved-word-as-name",
    Words(
        "`{text}` is a word of the formula language, not a name.",
        "`{text}` 是公式语言的保留字，不能直接当名称。",
    ),
    Words("{advice}", "{advice}"),
    Words(
        "A word that is both a function and a name would be read in one way by the program and in "
        "another by people.",
        "同一个词既是函数又是名称，程序和人就可能读成两种意思。",
    ),
    "orders * basket + sum",
)

UNIT_MISMATCH_IN_FORMULA: Final = _rule(
    "GT080",
    "unit-mismatch-in-formula",
    Words(
        "`{operator}` joins {left} (unit {left_unit}) and {right} (unit {right_unit}).",
        "`{operator}` 两边的单位不同：{left}（{left_unit}）与 {right}（{right_unit}）。",
    ),
    Words(
        "Bring both to one unit: multiply or divide by a rate, or correct the unit of one of the metrics.",
        "请统一单位：乘以或除以换算比率，或改正其中一个指标的单位。",
    ),
    Words(
        "Yuan and orders, or yuan and dollars, cannot be added or compared; the number that comes "
        "out means nothing.",
        "元与单、元与美元不能直接相加或比较，得出的数字没有意义。",
    ),
    "orders + basket",
)

UNIT_IN_LOG_OR_ROOT: Final = _rule(
    "GT081",
    "unit-in-log-or-root",
    Words("`{function}` is given a value in {unit}.", "`{function}` 的参数带有单位 {unit}。"),
    Words(
        "Divide by a value of the same unit first, as in `{function}(a / b)`.",
        "请先除以同单位的值，如 `{function}(a / b)`。",
    ),
    Words(
        "The logarithm of 100 yuan and of 10 000 fen differ, though the money is the same.",
        "100 元与 1 万分是同一笔钱，取对数却不相等。",
    ),
    "log(orders) * orders * basket",
    "log(orders / 1000 / orders * 5000) * orders * basket",
)

CHAINED_COMPARISON: Final = _rule(
    "GT082",
    "chained-comparison",
    Words("`{first}` and `{second}` compare in a chain.", "`{first}` 与 `{second}` 连成了连续比较。"),
    Words("Write `a {first} b and b {second} c`.", "请写成 `a {first} b and b {second} c`。"),
    Words(
        "`a < b < c` means different things in a spreadsheet, in a program and in mathematics.",
        "`a < b < c` 在表格、程序和数学里的含义各不相同。",
    ),
    "if(0 < orders < 100, 0, orders * basket)",
    "if(0 < orders and orders < 100, 0, orders * basket)",
)

NEGATION_WITHOUT_PARENTHESES: Final = _rule(
    "GT083",
    "negation-without-parentheses",
    Words(
        "`not` is followed by {found}: how far it reaches is unclear.",
        "`not` 后面是{found}：否定的范围不明确。",
    ),
    Words(
        "Write `not (a == b)`, or turn the comparison round: `a != b`.",
        "请写成 `not (a == b)`，或把比较反过来：`a != b`。",
    ),
    Words(
        "`not a == b` can be read as `(not a) == b`.",
        "`not a == b` 可能被读成 `(not a) == b`。",
    ),
    "if(not orders > 100, 0, orders * basket)",
    "if(not (orders > 100), 0, orders * basket)",
)

MALFORMED_NAME_IN_FORMULA: Final = _rule(
    "GT084",
    "malformed-name-in-formula",
    Words("`{text}` cannot be a name: {reason}.", "`{text}` 不能作为名称：{reason}。"),
    Words(
        "Write the key or address as in the plan, in backticks where it holds spaces or symbols: {advice}.",
        "请按计划中的键或地址书写，含空格或符号时加反引号：{advice}。",
    ),
    Words(
        "A name in a formula is the key or the address of a metric, a goal or a part of one.",
        "公式中的名称是指标、目标或其组成部分的键或地址。",
    ),
    "orders. * basket",
)

CONDITION_USED_AS_NUMBER: Final = _rule(
    "GT085",
    "condition-used-as-number",
    Words(
        "{where} needs a number, and the part of the formula here is true or false.",
        "{where}需要数字，而公式的这一部分是真或假。",
    ),
    Words("Write `if(condition, a, b)` to make numbers of it.", "请用 `if(条件, a, b)` 把它变成数字。"),
    Words(
        "Counting true as 1 hides what was meant.",
        "把“真”当作 1 来计算，会掩盖作者的本意。",
    ),
    "orders > 100",
)

NUMBER_USED_AS_CONDITION: Final = _rule(
    "GT086",
    "number-used-as-condition",
    Words(
        "{where} needs a condition, and the part of the formula here is a number.",
        "{where}需要条件，而公式的这一部分是数字。",
    ),
    Words("Compare it, as in `orders > 0`.", "请写成比较，如 `orders > 0`。"),
    Words(
        "Whether a number counts as true is a convention of each program.",
        "数字何时算“真”，各个程序的约定并不相同。",
    ),
    "if(orders, orders * basket, 0)",
    "if(orders > 0, orders * basket, 0)",
)

LAG_INTO_THE_FUTURE: Final = _rule(
    "GT087",
    "lag-into-the-future",
    Words(
        "`{function}` reaches back `{shown}` periods; that must be a whole number of at least "
        "{least}, in digits.",
        "`{function}` 的期数写成 `{shown}`；应为不小于 {least} 的整数，并直接写数字。",
    ),
    Words("Write `{usage}` with a number such as 1: {meaning}.", "请写 `{usage}`，n 如 1：{meaning}。"),
    Words(
        "A formula that looks ahead uses figures that nobody has yet; one whose reach depends on "
        "data cannot be ordered.",
        "向未来取数用的是尚不存在的数字；期数随数据变化，则无法确定计算次序。",
    ),
    "lag(orders, -1) * basket",
    "lag(orders, 1) * basket",
)

TIME_OF_EXPRESSION: Final = _rule(
    "GT088",
    "time-of-expression",
    Words(
        "`{function}` takes one name; it is given {found}.", "`{function}` 的参数应为一个名称，却是{found}。"
    ),
    Words(
        "Write one function for each name, as in `prev(a) * prev(b)`, or make the expression a metric.",
        "请对每个名称分别使用函数，如 `prev(a) * prev(b)`，或把该表达式定义成指标。",
    ),
    Words(
        "How a metric adds up over time is a property of the metric; an expression has none.",
        "如何跨期汇总是指标的属性，表达式没有这一属性。",
    ),
    "prev(orders * basket)",
    "prev(orders) * prev(basket)",
)

CONDITION_FUNCTION_IN_FORMULA: Final = _rule(
    "GT089",
    "condition-function-in-formula",
    Words("`{function}` may stand in conditions only.", "`{function}` 只能用在条件里。"),
    Words(
        "Use it under `when:` or `assert:`; in a formula write the name alone.",
        "请在 `when:` 或 `assert:` 中使用；公式里直接写名称。",
    ),
    Words(
        "A figure that depends on its own score would go round in a circle.",
        "数值若依赖对自身的评分，就成了循环。",
    ),
    "value(orders) * basket",
)

RULES: Final = (
    FORMULA_OVER_LIMIT,
    HIDDEN_CHARACTER_IN_FORMULA,
    SYMBOL_OUTSIDE_FORMULA,
    MISPLACED_PART_OF_FORMULA,
    UNBALANCED_PARENTHESIS,
    EMPTY_FORMULA,
    MALFORMED_NUMBER_IN_FORMULA,
    UNKNOWN_FUNCTION_IN_FORMULA,
    WRONG_ARGUMENT_COUNT,
    RESERVED_WORD_AS_NAME,
    UNIT_MISMATCH_IN_FORMULA,
    UNIT_IN_LOG_OR_ROOT,
    CHAINED_COMPARISON,
    NEGATION_WITHOUT_PARENTHESES,
    MALFORMED_NAME_IN_FORMULA,
    CONDITION_USED_AS_NUMBER,
    NUMBER_USED_AS_CONDITION,
    LAG_INTO_THE_FUTURE,
    TIME_OF_EXPRESSION,
    CONDITION_FUNCTION_IN_FORMULA,
)
