"""What can be wrong with a unit, a currency or an exchange rate (GT030 to GT059, with `number_faults`)."""

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


def _fx(fx: str) -> str:
    return _goal("2亿 USD", unit="USD", baseline="1亿 USD", head=f"currency: CNY\nfx: {fx}\n")


AMBIGUOUS_CURRENCY: Final = Rule(
    code="GT034",
    name="ambiguous-currency",
    level="error",
    message=Words(
        "`{sign}` may stand for {candidates}, and the plan's currency does not tell which.",
        "`{sign}` 可能是 {candidates}，计划声明的币种定不下来是哪一个。",
    ),
    hint=Words(
        "Write the code, such as `{example}`{declare}.",
        "请写币种代码，例如 `{example}`{declare}。",
    ),
    why=Words(
        "¥ is the yuan and the yen, $ is more than twenty dollars: "
        "the same text differs by a factor of up to twenty.",
        "¥ 既是人民币也是日元，$ 有二十多种，同样的写法可以差二十倍。",
    ),
    wrong=_goal("$2亿", baseline="1亿"),
    right=_goal("¥2亿", baseline="1亿"),
)

UNKNOWN_UNIT: Final = Rule(
    code="GT035",
    name="unknown-unit",
    level="error",
    message=Words("`{unit}` is not a known unit.", "不认识单位 `{unit}`。"),
    hint=Words(
        "{suggestion}A counting word of your own is declared with `units: {{coin: {{symbols: [枚]}}}}`.",
        "{suggestion}自己的计数单位可以用 `units: {{coin: {{symbols: [枚]}}}}` 声明。",
    ),
    why=Words(
        "Units are what lets the plan be checked: orders times yuan per order is yuan. "
        "A unit that nobody declared can be compared with nothing.",
        "有了单位才能核对：单数乘每单金额等于金额。没人声明过的单位，和什么都没法比。",
    ),
    wrong=_goal("12亿园"),
    right=_goal("12亿元"),
)

UNREADABLE_UNIT: Final = Rule(
    code="GT051",
    name="unreadable-unit",
    level="error",
    message=Words("`{text}` is not a unit that can be read.", "`{text}` 读不成一个单位。"),
    hint=Words(
        "Write what is counted first and what it is counted per after `/`, such as `元/户/月` or `件·天`.",
        "先写数的是什么，再用 `/` 写按什么来数，例如 `元/户/月`、`件·天`。",
    ),
    why=Words(
        "In `元/户·月` it is not clear whether the month divides or multiplies.",
        "`元/户·月` 里的月是除还是乘，看不出来。",
    ),
    wrong=_goal("12", unit="元/单·月", baseline="10"),
    right=_goal("12", unit="元/单/月", baseline="10").replace("kind: flow", "kind: mean"),
)

UNIT_CONFLICT: Final = Rule(
    code="GT052",
    name="unit-conflict",
    level="error",
    message=Words(
        "`{from_unit}` cannot be converted into `{to_unit}`.",
        "`{from_unit}` 没法换算成 `{to_unit}`。",
    ),
    hint=Words(
        "Give both figures in units of one kind{time}.",
        "请用同一类单位{time}。",
    ),
    why=Words(
        "Adding or comparing different kinds of things gives a number that means nothing.",
        "不同的东西相加、相比，得出的数没有意义。",
    ),
    wrong=_goal("12亿单"),
    right=_goal("12亿元"),
)

RESERVED_SYMBOL: Final = Rule(
    code="GT055",
    name="reserved-symbol",
    level="error",
    message=Words(
        "`{text}` cannot be declared as a unit of your own.",
        "`{text}` 不能声明成自己的单位。",
    ),
    hint=Words(
        "Choose a word without digits, blanks and the signs `/ · * ^ % + - ~ < > = :`, "
        "which is no currency, no time unit and no scale word.",
        "请另选一个词：不含数字、空格和 `/ · * ^ % + - ~ < > = :`，也不是币种、时间单位或数量级。",
    ),
    why=Words(
        "If `元` or `月` could mean something else in one plan, no reader could trust a number there.",
        "要是某份计划里 `元`、`月` 另有所指，里面的数就没人敢信了。",
    ),
    wrong=_goal("12亿", head="currency: CNY\nunits: {coin: {title: 金币, symbols: [元]}}\n"),
    right=_goal("12亿", head="currency: CNY\nunits: {coin: {title: 金币, symbols: [枚]}}\n"),
)

MISSING_RATE: Final = Rule(
    code="GT044",
    name="missing-rate",
    level="error",
    message=Words(
        "The plan has no {kind} rate of {currency}{month}.",
        "计划里没有 {currency}{month} 的{kind}汇率。",
    ),
    hint=Words(
        "Declare it under `fx:`, such as `fx: {{{currency}: 7.2}}`; "
        "no other kind and no other month is taken for it.",
        "请在 `fx:` 下声明，例如 `fx: {{{currency}: 7.2}}`；不会拿别的口径或别的月份来顶替。",
    ),
    why=Words(
        "Two currencies can only be added at a rate that somebody decided on; "
        "a neighbouring month's rate is a guess.",
        "不同币种相加必须用有人定下的汇率；拿相邻月份的来用就是猜。",
    ),
    wrong=_goal("2亿 USD", baseline="1亿 USD"),
    right=_goal("2亿 USD", baseline="1亿 USD", head="currency: CNY\nfx: {USD: 7.2}\n"),
)

BAD_RATE: Final = Rule(
    code="GT045",
    name="bad-rate",
    level="error",
    message=Words(
        "`{text}` is not an exchange rate: a rate is one finite number above zero.",
        "`{text}` 不是汇率：汇率是一个大于零的有限数。",
    ),
    hint=Words(
        "Write how much of the plan's currency one unit of the foreign currency costs, such as `USD: 7.2`.",
        "请写一单位外币折合多少本币，例如 `USD: 7.2`。",
    ),
    why=Words(
        "A rate of zero makes every foreign amount vanish, a negative one turns income into cost.",
        "汇率写成零，外币金额就全没了；写成负数，收入就成了支出。",
    ),
    wrong=_fx("{USD: 0}"),
    right=_fx("{USD: 7.2}"),
)

UNKNOWN_RATE_KIND: Final = Rule(
    code="GT053",
    name="unknown-rate-kind",
    level="error",
    message=Words("`{kind}` is not a kind of exchange rate.", "没有 `{kind}` 这种汇率口径。"),
    hint=Words(
        "The kinds are budget, average, closing and default.",
        "口径有 budget（预算）、average（平均）、closing（期末）、default（默认）。",
    ),
    why=Words(
        "Targets are translated at the budget rate, flows at the average and balances at the closing rate; "
        "a rate of another kind would never be used.",
        "目标用预算汇率，发生额用平均汇率，余额用期末汇率；其他口径写了也用不上。",
    ),
    wrong=_fx("{USD: {default: 7.2, spot: 7.3}}"),
    right=_fx("{USD: {default: 7.2, average: 7.3}}"),
)

UNKNOWN_CURRENCY: Final = Rule(
    code="GT054",
    name="unknown-currency",
    level="error",
    message=Words("`{text}` is not a currency code.", "`{text}` 不是币种代码。"),
    hint=Words(
        "{suggestion}Write the three-letter ISO code, such as `CNY` or `USD`.",
        "{suggestion}请写三个字母的 ISO 代码，例如 `CNY`、`USD`。",
    ),
    why=Words(
        "The plan's currency decides what ¥ and $ mean and which rates are needed.",
        "计划的币种决定 ¥、$ 的含义，也决定需要哪些汇率。",
    ),
    wrong=_goal("12亿", head="currency: CNYY\n"),
    right=_goal("12亿"),
)

RULES: Final[tuple[Rule, ...]] = (
    AMBIGUOUS_CURRENCY,
    UNKNOWN_UNIT,
    UNREADABLE_UNIT,
    UNIT_CONFLICT,
    RESERVED_SYMBOL,
    MISSING_RATE,
    BAD_RATE,
    UNKNOWN_RATE_KIND,
    UNKNOWN_CURRENCY,
)
