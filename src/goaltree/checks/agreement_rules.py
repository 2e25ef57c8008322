"""Rules on stated numbers that must follow from others (GT201 to GT210): their words."""

from __future__ import annotations

from typing import Final

from ..finding import Rule, Words
from .sample import ACTION, GOAL, HEAD, TEAM

MEND: Final = Words("Any one of these mends it: {corrections}.", "改其中任一个数即可：{corrections}。")
_ROUNDING: Final = Words(
    "Nothing need be done; to be exact, {corrections}.", "可以不改；若要完全一致，{corrections}。"
)
_WHY_ROUNDING: Final = Words(
    "The figures agree once their rounding is allowed for, and not as they are written; a reader who adds them up will ask.",
    "考虑四舍五入后数字一致，但按字面并不相等；加总的人会有疑问。",
)
_CHANNELS: Final = "segments: {channel: [线上, 门店]}\n"


def _plan(goal: str, extra: str = "", serves: str = "[sales]") -> str:
    return (
        HEAD
        + _CHANNELS
        + GOAL.replace("target: 12亿, owner: shop}", goal)
        + extra
        + TEAM
        + ACTION.replace("[sales]", serves)
    )


PARTS_DO_NOT_SUM: Final = Rule(
    code="GT201",
    name="parts-do-not-sum",
    level="error",
    message=Words(
        "The {field} of `{key}` is {stated}, and its parts by `{label}` sum to {derived} ({parts}): {residual} {way}; rounding can explain {explained}.",
        "`{key}` 的{field}为 {stated}，而按 `{label}` 拆分的各部分之和为 {derived}（{parts}）：{way} {residual}；四舍五入最多能解释 {explained}。",
    ),
    hint=MEND,
    why=Words(
        "A complete cut says that the parts are the whole; if they do not sum to it, a part is missing, counted twice or wrong.",
        "完整拆分意味着各部分合起来就是整体；若加总不等，就有部分缺失、重复或写错。",
    ),
    wrong=_plan("target: 12亿, owner: shop, cuts: {channel: {线上: 8.0亿, 门店: 3.0亿}}}"),
    right=_plan("target: 12亿, owner: shop, cuts: {channel: {线上: 8.0亿, 门店: 4.0亿}}}"),
)
PARTS_SUM_BY_ROUNDING: Final = Rule(
    code="GT202",
    name="parts-sum-by-rounding-only",
    level="note",
    message=Words(
        "The {field} of `{key}` is {stated}, and its parts by `{label}` sum to {derived} ({parts}); the rounding of the parts explains the {residual}.",
        "`{key}` 的{field}为 {stated}，按 `{label}` 拆分的各部分之和为 {derived}（{parts}）；相差的 {residual} 可由各部分的四舍五入解释。",
    ),
    hint=_ROUNDING,
    why=_WHY_ROUNDING,
    wrong=_plan("target: 12.1亿, owner: shop, cuts: {channel: {线上: 8亿, 门店: 4亿}}}"),
    right=_plan("target: 12.1亿, owner: shop, cuts: {channel: {线上: 8.1亿, 门店: 4亿}}}"),
)
GROWTH_DIFFERS: Final = Rule(
    code="GT203",
    name="growth-does-not-match",
    level="error",
    message=Words(
        "The growth of `{key}` is stated as {stated}, and {parts} is {derived}: {residual} {way}; rounding can explain {explained}.",
        "`{key}` 的增长写作 {stated}，而 {parts} 为 {derived}：{way} {residual}；四舍五入最多能解释 {explained}。",
    ),
    hint=MEND,
    why=Words(
        "A growth that does not follow from baseline and target means that one of the three is wrong, and people will quote all of them.",
        "增长若与基准、目标对不上，三者之中必有一错，而三者都会被引用。",
    ),
    wrong=_plan("baseline: 10.0亿, target: 12.0亿, growth: +30%, owner: shop}"),
    right=_plan("baseline: 10.0亿, target: 12.0亿, growth: +20%, owner: shop}"),
)
GROWTH_BY_ROUNDING: Final = Rule(
    code="GT204",
    name="growth-matches-by-rounding-only",
    level="note",
    message=Words(
        "The growth of `{key}` is stated as {stated}, and {parts} is {derived}; the rounding of baseline and target explains the {residual}.",
        "`{key}` 的增长写作 {stated}，而 {parts} 为 {derived}；相差的 {residual} 可由基准和目标的四舍五入解释。",
    ),
    hint=_ROUNDING,
    why=_WHY_ROUNDING,
    wrong=_plan("baseline: 10亿, target: 12亿, growth: +23.0%, owner: shop}"),
    right=_plan("baseline: 10亿, target: 12.3亿, growth: +23.0%, owner: shop}"),
)
FORMULA_DIFFERS: Final = Rule(
    code="GT205",
    name="formula-does-not-hold",
    level="error",
    message=Words(
        "The {field} of `{key}` is {stated}, and its formula `{label}` gives {derived} ({parts}): {residual} {way}; rounding can explain {explained}.",
        "`{key}` 的{field}为 {stated}，而公式 `{label}` 算得 {derived}（{parts}）：{way} {residual}；四舍五入最多能解释 {explained}。",
    ),
    hint=MEND,
    why=Words(
        "The formula defines the number; targets that break it cannot all be reached.",
        "公式就是定义；不满足公式的几个目标不可能同时达成。",
    ),
    wrong=HEAD
    + GOAL.replace("direction: up", "direction: up, formula: orders * basket")
    + "  orders: {title: 订单量, kind: flow, unit: 单, direction: up, target: 1000万, owner: shop}\n"
    + "  basket: {title: 客单价, kind: mean, per: orders, unit: 元/单, direction: up, target: 100, owner: shop}\n"
    + TEAM
    + ACTION.replace("[sales]", "[sales, orders, basket]"),
    right=HEAD
    + GOAL.replace("direction: up", "direction: up, formula: orders * basket")
    + "  orders: {title: 订单量, kind: flow, unit: 单, direction: up, target: 1000万, owner: shop}\n"
    + "  basket: {title: 客单价, kind: mean, per: orders, unit: 元/单, direction: up, target: 120, owner: shop}\n"
    + TEAM
    + ACTION.replace("[sales]", "[sales, orders, basket]"),
)
FORMULA_BY_ROUNDING: Final = Rule(
    code="GT206",
    name="formula-holds-by-rounding-only",
    level="note",
    message=Words(
        "The {field} of `{key}` is {stated}, and its formula `{label}` gives {derived} ({parts}); rounding explains the {residual}.",
        "`{key}` 的{field}为 {stated}，公式 `{label}` 算得 {derived}（{parts}）；相差的 {residual} 可由四舍五入解释。",
    ),
    hint=_ROUNDING,
    why=_WHY_ROUNDING,
    wrong=FORMULA_DIFFERS.right.replace("target: 12亿", "target: 12.04亿"),
    right=FORMULA_DIFFERS.right.replace("target: 12亿", "target: 12.0亿"),
)
RESTATED_DIFFERS: Final = Rule(
    code="GT207",
    name="restated-number-differs",
    level="error",
    message=Words(
        "`{place}` restates the {field} of `{other}` as {stated}, and there it is {derived}: {residual} {way}; rounding can explain {explained}.",
        "`{place}` 把 `{other}` 的{field}重述为 {stated}，而原处为 {derived}：{way} {residual}；四舍五入最多能解释 {explained}。",
    ),
    hint=MEND,
    why=Words(
        "Two numbers for one goal let each side work towards its own.",
        "同一目标有两个数，双方就会各做各的。",
    ),
    wrong=HEAD + GOAL + TEAM.replace("carries: [sales]", "owns: {sales: 10亿}") + ACTION,
    right=HEAD + GOAL + TEAM.replace("carries: [sales]", "owns: {sales: 12亿}") + ACTION,
)
RESTATED_BY_ROUNDING: Final = Rule(
    code="GT208",
    name="restated-number-agrees-by-rounding-only",
    level="note",
    message=Words(
        "`{place}` restates the {field} of `{other}` as {stated}, and there it is {derived}; rounding explains the {residual}.",
        "`{place}` 把 `{other}` 的{field}重述为 {stated}，原处为 {derived}；相差的 {residual} 可由四舍五入解释。",
    ),
    hint=_ROUNDING,
    why=_WHY_ROUNDING,
    wrong=HEAD + GOAL + TEAM.replace("carries: [sales]", "owns: {sales: 12.3亿}") + ACTION,
    right=HEAD + GOAL + TEAM.replace("carries: [sales]", "owns: {sales: 12亿}") + ACTION,
)
PHASES_DIFFER: Final = Rule(
    code="GT209",
    name="period-targets-do-not-fit-the-whole",
    level="error",
    message=Words(
        "The target of `{key}` for {label} is {stated}, and the period targets give {derived} ({parts}): {residual} {way}; rounding can explain {explained}.",
        "`{key}` 在 {label} 的目标为 {stated}，而分期目标合计为 {derived}（{parts}）：{way} {residual}；四舍五入最多能解释 {explained}。",
    ),
    hint=Words("{mend}", "{mend}"),
    why=Words(
        "If every period reaches its target and the year misses it, the periods were planned for another year.",
        "若每期都达成而全年未达成，说明分期目标对应的不是这个全年目标。",
    ),
    wrong=_plan("target: 12亿, owner: shop, phasing: {H1: 5.0亿, H2: 6.0亿}}"),
    right=_plan("target: 12亿, owner: shop, phasing: {H1: 5.0亿, H2: 7.0亿}}"),
)
PHASES_BY_ROUNDING: Final = Rule(
    code="GT210",
    name="period-targets-fit-by-rounding-only",
    level="note",
    message=Words(
        "The target of `{key}` for {label} is {stated}, and the period targets give {derived} ({parts}); their rounding explains the {residual}.",
        "`{key}` 在 {label} 的目标为 {stated}，分期目标合计为 {derived}（{parts}）；相差的 {residual} 可由四舍五入解释。",
    ),
    hint=_ROUNDING,
    why=_WHY_ROUNDING,
    wrong=_plan("target: 12.1亿, owner: shop, phasing: {H1: 5亿, H2: 7亿}}"),
    right=_plan("target: 12.1亿, owner: shop, phasing: {H1: 5.1亿, H2: 7亿}}"),
)
_COVER: Final = (
    HEAD
    + GOAL
    + "  cost: {title: 成本, kind: flow, unit: 元, direction: down, target: COST, owner: shop}\n"
    + '  cover: {title: 成本覆盖率, kind: ratio, unit: "%", direction: up, formula: sales / cost, target: 120%, owner: shop}\n'
    + TEAM
    + ACTION.replace("[sales]", "[sales, cost, cover]")
)
FORMULA_UNDEFINED: Final = Rule(
    code="GT222",
    name="formula-undefined-at-target",
    level="warning",
    message=Words(
        "The formula `{label}` of `{key}` has no value at the {field}s that the plan states ({parts}).",
        "按计划所写的{field}（{parts}），`{key}` 的公式 `{label}` 没有值。",
    ),
    hint=Words(
        "A divisor that is 0 is the usual cause: correct that number, or the formula.",
        "通常是除数为 0：请改正那个数，或改正公式。",
    ),
    why=Words(
        "A goal whose formula has no value cannot be compared with its parts now, nor scored later.",
        "公式没有值的目标，现在无法与各部分核对，以后也无法评分。",
    ),
    wrong=_COVER.replace("COST", "0"),
    right=_COVER.replace("COST", "10亿"),
)
RULES: Final = {
    ("cut", "differs"): PARTS_DO_NOT_SUM,
    ("cut", "rounding"): PARTS_SUM_BY_ROUNDING,
    ("growth", "differs"): GROWTH_DIFFERS,
    ("growth", "rounding"): GROWTH_BY_ROUNDING,
    ("formula", "differs"): FORMULA_DIFFERS,
    ("formula", "rounding"): FORMULA_BY_ROUNDING,
    ("restated", "differs"): RESTATED_DIFFERS,
    ("restated", "rounding"): RESTATED_BY_ROUNDING,
    ("phasing", "differs"): PHASES_DIFFER,
    ("phasing", "rounding"): PHASES_BY_ROUNDING,
}
