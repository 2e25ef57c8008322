"""What can be wrong with a number as a person writes it (GT030 to GT059, with `unit_faults`)."""

from __future__ import annotations

from typing import Final

from ..finding import Rule, Words


def _goal(target: str, *, unit: str = "元", baseline: str = "10亿", head: str = "currency: CNY\n") -> str:
    return (
        "goaltree: 1\nplan: shop-2025\nperiod: 2025\n"
        f"{head}goals:\n"
        f"  sales: {{title: 销售额, kind: flow, unit: {unit}, owner: shop,"
        f" baseline: {baseline}, target: {target}}}\n"
        "teams:\n  shop: {title: 店铺部, carries: [sales]}\n"
    )


def _rate(target: str) -> str:
    return (
        "goaltree: 1\nplan: shop-2025\nperiod: 2025\ncurrency: CNY\ngoals:\n"
        '  retention: {title: 留存率, kind: ratio, unit: "%", owner: shop, baseline: 40%,'
        f" target: {target}}}\n"
        "teams:\n  shop: {title: 店铺部, carries: [retention]}\n"
    )


UNREADABLE_NUMBER: Final = Rule(
    code="GT030",
    name="unreadable-number",
    level="error",
    message=Words("`{text}` is not a number that can be read.", "`{text}` 读不成一个数。"),
    hint=Words(
        "Write a number with its unit, such as `3.8亿元`, `≥45%`, `3.2:1` or `85 USD`; "
        "put remarks into `why:`.",
        "请写成数字加单位，例如 `3.8亿元`、`≥45%`、`3.2:1`、`85 USD`；说明文字写到 `why:` 里。",
    ),
    why=Words(
        "A number that has to be guessed would be calculated with as if it were certain, "
        "so what cannot be read is shown and nothing is put in its place.",
        "靠猜的数字一旦参与计算，看起来就和真的一样；所以读不懂的原样指出，不代填。",
    ),
    wrong=_goal('"12亿 (含税)"'),
    right=_goal("12亿"),
)

MISSING_NUMBER: Final = Rule(
    code="GT031",
    name="missing-number",
    level="error",
    message=Words("There is no number here.", "这里没有写数字。"),
    hint=Words(
        "Write the number, or `unstated` where the source gives none.",
        "请写出数字；资料里没有给的，写 `unstated`。",
    ),
    why=Words(
        "An empty place may mean zero, unknown or forgotten; only the author knows which.",
        "空着可能是零、可能是不知道、也可能是忘了填，只有作者知道是哪一种。",
    ),
    wrong=_goal('""'),
    right=_goal("unstated"),
)

AMBIGUOUS_THOUSANDS: Final = Rule(
    code="GT032",
    name="ambiguous-thousands",
    level="error",
    message=Words(
        "`{number}` may be read as {plain} or as {decimal}.",
        "`{number}` 既可以读成 {plain}，也可以读成 {decimal}。",
    ),
    hint=Words(
        "Write `{plain}` or `{decimal}`; commas may only separate groups of three digits, as in `1,234.5`.",
        "请写成 `{plain}` 或 `{decimal}`；逗号只能用来三位一分节，例如 `1,234.5`。",
    ),
    why=Words(
        "A comma separates thousands in some places and decimals in others; "
        "the two readings differ by a factor of ten or more.",
        "逗号在有的地方分节、在有的地方是小数点，两种读法至少差十倍。",
    ),
    wrong=_goal('"12,34"', baseline="1000"),
    right=_goal("1234", baseline="1000"),
)

BLANK_IN_NUMBER: Final = Rule(
    code="GT043",
    name="blank-in-number",
    level="error",
    message=Words("There is a blank inside the number `{number}`.", "数字 `{number}` 中间有空格。"),
    hint=Words(
        "Write `{plain}` if it is one number; two numbers need two places.",
        "如果是一个数，请写成 `{plain}`；如果是两个数，请分开写。",
    ),
    why=Words(
        "A blank may separate thousands or two numbers that were pasted together.",
        "空格可能是千位分节，也可能是两个数粘到了一起。",
    ),
    wrong=_goal("1 234", baseline="1000"),
    right=_goal("1234", baseline="1000"),
)

AMBIGUOUS_SCALE: Final = Rule(
    code="GT033",
    name="ambiguous-scale",
    level="error",
    message=Words(
        "`{scale}` in `{text}` has more than one meaning: {meanings}.",
        "`{text}` 里的 `{scale}` 有不止一种意思：{meanings}。",
    ),
    hint=Words(
        "Write the scale in full and name the unit, such as `5百万元` or `5 million USD`.",
        "请把数量级写全并写明单位，例如 `5百万元`、`5 million USD`。",
    ),
    why=Words(
        "m is milli, million, minute or month, and 兆 is a million or a million million; "
        "a wrong guess is wrong by a factor of a thousand and more.",
        "m 可以是毫、百万、分钟或月，兆可以是百万或万亿；猜错一次就差上千倍。",
    ),
    wrong=_goal("5m", unit="单", baseline="400万"),
    right=_goal("500万", unit="单", baseline="400万"),
)

NUMBER_TOO_LONG: Final = Rule(
    code="GT036",
    name="number-too-long",
    level="error",
    message=Words(
        "The number is {size} characters long; at most {limit} are read.",
        "这个数长 {size} 个字符，最多读 {limit} 个。",
    ),
    hint=Words(
        "Write the number with a scale word, such as `3.8亿`; put prose into `why:`.",
        "请用数量级来写，例如 `3.8亿`；说明文字写到 `why:` 里。",
    ),
    why=Words(
        "No figure of a plan needs a hundred digits; such a text is a pasted paragraph or an attack.",
        "计划里的数用不到上百位；这么长的多半是误贴的段落，或者是攻击。",
    ),
    wrong=_goal("1" * 120),
    right=_goal("12亿"),
)

NUMBER_OUT_OF_RANGE: Final = Rule(
    code="GT037",
    name="number-out-of-range",
    level="error",
    message=Words("`{text}` is not a finite number below 1e100.", "`{text}` 不是小于 1e100 的有限数。"),
    hint=Words(
        "Write a finite number, or `unstated` where there is none.",
        "请写一个有限的数；没有的话写 `unstated`。",
    ),
    why=Words(
        "nan and infinity swallow every total that they enter, without a word.",
        "nan 和无穷大一进合计，合计就悄悄作废了。",
    ),
    wrong=_goal("nan"),
    right=_goal("12亿"),
)

LEADING_ZERO: Final = Rule(
    code="GT038",
    name="leading-zero",
    level="error",
    message=Words("`{number}` starts with a zero.", "`{number}` 以 0 开头。"),
    hint=Words("Write `{plain}`.", "请写成 `{plain}`。"),
    why=Words(
        "Some programs read 012 as ten (octal), others as twelve; "
        "an identifier such as 007 is no number at all.",
        "012 有的程序读成十（八进制），有的读成十二；而 007 这样的编号根本不是数。",
    ),
    wrong=_goal("012亿"),
    right=_goal("12亿"),
)

PROGRAM_NOTATION: Final = Rule(
    code="GT039",
    name="program-notation",
    level="error",
    message=Words(
        "`{number}` is written as in a program (hexadecimal, octal, binary or with `_`).",
        "`{number}` 是程序里的写法（十六进制、八进制、二进制或带 `_`）。",
    ),
    hint=Words("Write it in decimal digits: `{plain}`.", "请写成十进制：`{plain}`。"),
    why=Words(
        "Readers of plan files differ on these notations: "
        "one takes 1_000 for a thousand, another for a text.",
        "不同的程序对这些写法理解不一：有的把 1_000 当一千，有的当成文字。",
    ),
    wrong=_goal("1_000", baseline="900"),
    right=_goal("1000", baseline="900"),
)

CLOCK_NUMBER: Final = Rule(
    code="GT040",
    name="clock-number",
    level="error",
    message=Words(
        "`{number}` may be a time of day, a duration or a ratio.",
        "`{number}` 可能是钟点、时长，也可能是比例。",
    ),
    hint=Words(
        "Write a duration as `90 分钟` and a ratio as something to one, such as `3.2:1`.",
        "时长请写成 `90 分钟`，比例请写成几比一，例如 `3.2:1`。",
    ),
    why=Words(
        "YAML 1.1 reads 1:30 as 90, clocks read it as half past one, and a ratio as one thirtieth.",
        "1:30 在 YAML 1.1 里是 90，在钟上是一点半，当比例是三十分之一。",
    ),
    wrong=_goal('"1:30"', unit="分钟", baseline="60 分钟"),
    right=_goal("90 分钟", unit="分钟", baseline="60 分钟"),
)

MISSING_PERCENT: Final = Rule(
    code="GT041",
    name="missing-percent",
    level="error",
    message=Words(
        "`{text}` has no `{unit}` although {measured}{meanings}.",
        "{measured}，而 `{text}` 没有写 `{unit}`{meanings}。",
    ),
    hint=Words("Write {proposals}.", "请写 {proposals}。"),
    why=Words(
        "45, 0.45 and 45% are all written for the same share; "
        "a wrong guess is wrong by a factor of a hundred.",
        "45、0.45、45% 都有人用来写同一个比率，猜错就差一百倍。",
    ),
    wrong=_rate("45"),
    right=_rate("45%"),
)

PLACEHOLDER_NUMBER: Final = Rule(
    code="GT042",
    name="placeholder-number",
    level="error",
    message=Words("`{text}` stands where a number is wanted.", "这里要写数字，写的却是 `{text}`。"),
    hint=Words(
        "Write `unstated`: the plan then says that the number is missing, and counts it as missing.",
        "请写 `unstated`：这样计划就写明这个数还没有，并按缺失对待。",
    ),
    why=Words(
        "A goal without a number must never look healthy; `unstated` is the one word that every check knows.",
        "没有数字的目标不能看起来一切正常；`unstated` 是所有检查都认得的那个词。",
    ),
    wrong=_goal("待定"),
    right=_goal("unstated"),
)

HIDDEN_CHARACTER: Final = Rule(
    code="GT046",
    name="hidden-character",
    level="error",
    message=Words(
        "There is an invisible character ({char}) inside `{text}`.",
        "`{text}` 里夹着看不见的字符（{char}）。",
    ),
    hint=Words(
        "Delete it, or retype the number: `{plain}`.",
        "请删掉它，或重新输入：`{plain}`。",
    ),
    why=Words(
        "Invisible and direction-changing characters make a reader see another number than the program.",
        "不可见字符和改变书写方向的字符，会让人看到的数和程序读到的不一样。",
    ),
    wrong=_goal('"12\\u200b亿"'),
    right=_goal("12亿"),
)

FOREIGN_DIGIT: Final = Rule(
    code="GT047",
    name="foreign-digit",
    level="error",
    message=Words(
        "`{char}` in `{text}` is not one of the digits 0 to 9.",
        "`{text}` 里的 `{char}` 不是 0 到 9 的数字。",
    ),
    hint=Words(
        "Write the number with the digits 0 to 9 (full-width ones are fine).",
        "请用 0 到 9 来写（全角也可以）。",
    ),
    why=Words(
        "Circled, superscript and other scripts' digits look alike and are often list marks, not amounts.",
        "带圈数字、上标和其他文字的数字容易看错，而且常常只是序号，不是数量。",
    ),
    wrong=_goal("⑫亿"),
    right=_goal("12亿"),
)

CONFLICTING_BOUNDS: Final = Rule(
    code="GT048",
    name="conflicting-bounds",
    level="error",
    message=Words(
        "`{text}` has two bounds, `{first}` and `{second}`, that say different things.",
        "`{text}` 有两个说法不一的界限：`{first}` 和 `{second}`。",
    ),
    hint=Words("Keep one of them, such as `≥45%` or `45%-50%`.", "请只留一个，例如 `≥45%` 或 `45%-50%`。"),
    why=Words(
        "`about 500 or more` can be read as a floor and as an estimate.",
        "“约500以上”既可以当下限，也可以当估计数。",
    ),
    wrong=_goal("约12亿以上"),
    right=_goal("≥12亿"),
)

EMPTY_RANGE: Final = Rule(
    code="GT049",
    name="empty-range",
    level="error",
    message=Words(
        "The range `{text}` does not go upwards: {low} is not below {high}.",
        "区间 `{text}` 不是从小到大：{low} 不小于 {high}。",
    ),
    hint=Words("Write the smaller number first.", "请把小的数写在前面。"),
    why=Words(
        "A range that goes downwards is a slip of the pen in one of its two numbers.",
        "从大到小的区间，一定有一个数写错了。",
    ),
    wrong=_rate("50%-45%"),
    right=_rate("≥45%"),
)

AMBIGUOUS_RANGE: Final = Rule(
    code="GT050",
    name="ambiguous-range",
    level="error",
    message=Words(
        "It is not clear what `{part}` means in the range `{text}`: "
        "its scale or unit is not that of the other end.",
        "区间 `{text}` 里的 `{part}` 说不清是多少：数量级或单位和另一头不一致。",
    ),
    hint=Words(
        "Write scale and unit at both ends, such as `1亿-2亿` or `45%-50%`.",
        "请两头都写上数量级和单位，例如 `1亿-2亿`、`45%-50%`。",
    ),
    why=Words(
        "`1-2亿` may start at one or at one hundred million.",
        "“1-2亿”可能从 1 开始，也可能从 1 亿开始。",
    ),
    wrong=_goal("1-2亿", baseline="1亿"),
    right=_goal("2亿", baseline="1亿"),
)

RULES: Final[tuple[Rule, ...]] = (
    UNREADABLE_NUMBER,
    MISSING_NUMBER,
    AMBIGUOUS_THOUSANDS,
    BLANK_IN_NUMBER,
    AMBIGUOUS_SCALE,
    NUMBER_TOO_LONG,
    NUMBER_OUT_OF_RANGE,
    LEADING_ZERO,
    PROGRAM_NOTATION,
    CLOCK_NUMBER,
    MISSING_PERCENT,
    PLACEHOLDER_NUMBER,
    HIDDEN_CHARACTER,
    FOREIGN_DIGIT,
    CONFLICTING_BOUNDS,
    EMPTY_RANGE,
    AMBIGUOUS_RANGE,
)
