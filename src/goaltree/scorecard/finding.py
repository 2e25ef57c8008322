"""What a scorecard finds beside its numbers: actuals that do not fit together, and what was assumed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np

from ..actuals.sample import CSV, PLAN
from ..checks.kind import KIND_WORDS
from ..finding import Finding, Rule, Words
from ..model.missing import NA
from ..model.plan import Plan
from .data_finding import RULES as DATA_RULES
from .data_finding import TOTAL_ENDS, data_findings
from .node import Node
from .trace import Tracer
from .wording import curve_reason

if TYPE_CHECKING:
    from .card import Scorecard

TOLERANCE: Final = 1e-3
"""Up to this share of the whole, actuals that do not fit together are taken for rounded."""

_PARTS: Final = PLAN.replace(
    "  sales: {target: 12亿, owner: shop}",
    "  sales: {target: 12亿, owner: shop, cuts: {region: {国内: 8亿, 海外: 4亿}}}",
)
_FORMULA: Final = (
    PLAN.replace(
        "goals:\n",
        "  orders: {title: 订单量, kind: flow, unit: 单, direction: up}\n"
        "  aov: {title: 客单价, kind: mean, per: orders, unit: 元/单, direction: up, formula: sales / orders}\n"
        "goals:\n  aov: {target: 100元/单, owner: shop}\n",
    )
    .replace("carries: [sales, share]", "carries: [sales, share, aov]")
    .replace("serves: [sales, share]", "serves: [sales, share, aov]")
)
_MIXED: Final = (
    PLAN.replace(
        "goals:\n",
        "  users: {title: 用户, kind: stock, unit: 用户, direction: up}\n"
        "  arpu: {title: 人均消费, kind: mean, per: users, unit: 元/用户, direction: up, formula: sales / users}\n"
        "goals:\n  arpu: {target: 100元/用户, owner: shop}\n",
    )
    .replace("carries: [sales, share]", "carries: [sales, share, arpu]")
    .replace("serves: [sales, share]", "serves: [sales, share, arpu]")
)
_SEASONAL: Final = PLAN.replace("target: 12亿, owner", "target: 12亿, phasing: seasonal, owner")
_DISTINCT: Final = (
    PLAN.replace("kind: flow, unit: 元", "kind: distinct, unit: 用户")
    .replace("12亿", "12万")
    .replace("target: 12万, owner: shop", "target: 12万, owner: shop, cuts: {region: {国内: 8万, 海外: 4万}}")
)
_TABLE: Final = CSV.replace("metric,period,value", "metric,segment,period,value")

PARTS_DIFFER: Final = Rule(
    code="GT851",
    name="actual-parts-do-not-sum",
    level="warning",
    message=Words(
        "The observed value of `{key}` for {period} is {whole}, and its parts make {parts}.",
        "`{key}` 在 {period} 的实际值为 {whole}，而各部分合计为 {parts}。",
    ),
    hint=Words(
        "The observed value was taken. Find out which source is wrong, or leave the whole out: then it is rolled up.",
        "已采用直接观测值。请查明哪个来源有误；或不提供整体数值，由各部分汇总。",
    ),
    why=Words(
        "Two sources that count the same thing differently make every explanation of a gap a quarrel about data.",
        "同一件事两个来源数字不同，之后每次解释差距都会变成对数据的争论。",
    ),
    wrong=_PARTS
    + _TABLE
    + "sales,,2025-01,1亿\nsales,region=国内,2025-01,7000万\nsales,region=海外,2025-01,2000万\n",
    right=_PARTS
    + _TABLE
    + "sales,,2025-01,9000万\nsales,region=国内,2025-01,7000万\nsales,region=海外,2025-01,2000万\n",
)
FORMULA_DIFFERS: Final = Rule(
    code="GT852",
    name="actual-against-its-formula",
    level="warning",
    message=Words(
        "The observed value of `{key}` for {period} is {whole}, and `{formula}` gives {parts}.",
        "`{key}` 在 {period} 的实际值为 {whole}，而 `{formula}` 算得 {parts}。",
    ),
    hint=Words(
        "The observed value was taken. Correct one of the numbers, or the formula.",
        "已采用直接观测值。请改正其中的数，或改正公式。",
    ),
    why=Words(
        "A ratio that is not the ratio of the numbers beside it was counted over other people, days or orders.",
        "比率若不等于旁边两个数之比，多半口径不同。",
    ),
    wrong=_FORMULA + CSV + "sales,2025-01,1000万\norders,2025-01,10万\naov,2025-01,90元/单\n",
    right=_FORMULA + CSV + "sales,2025-01,1000万\norders,2025-01,10万\naov,2025-01,100元/单\n",
)
CURVE_MISSING: Final = Rule(
    code="GT853",
    name="curve-without-its-data",
    level="warning",
    message=Words(
        "`{key}` is phased by `{curve}`, which could not be had ({reason}); an even pace was taken.",
        "`{key}` 的节奏为 `{curve}`，但缺少所需数据（{reason}），已按匀速计算。",
    ),
    hint=Words(
        "Give the actuals of the years before, declare `calendar: {{holidays: CN}}`, or choose another curve.",
        "请提供往年实际值，或声明 `calendar: {{holidays: CN}}`，或换一条曲线。",
    ),
    why=Words(
        "The curve decides the colour: the same value may be ahead of a seasonal pace and behind an even one.",
        "曲线决定颜色：同一个数，按季节曲线可能超前，按匀速却落后。",
    ),
    wrong=_SEASONAL + CSV + "sales,2025-01,1亿\n",
    right=_SEASONAL + CSV + "".join(f"sales,2024-{m:02},1亿\n" for m in range(1, 13)) + "sales,2025-01,1亿\n",
)
NOT_ADDITIVE: Final = Rule(
    code="GT854",
    name="parts-cannot-be-added",
    level="warning",
    message=Words(
        "The parts of `{key}` by `{dimension}` are observed and cannot be combined: it is a {kind}.",
        "`{key}` 按 `{dimension}` 的各部分有实际值，却不能合并：它是{kind}。",
    ),
    hint=Words(
        "Observe the whole itself. A distinct count may be summed where nobody is in two parts: `disjoint:`; a rate is pooled where counts are given.",
        "请直接观测整体。去重计数只有在人群不重叠时才能相加（写 `disjoint:`）；比率需提供计数才能合并。",
    ),
    why=Words(
        "A sum of users who overlap counts some twice, and a mean of rates weighs a small part like a large one.",
        "人群有重叠时相加会重复计数；比率直接平均会把小部分与大部分同等对待。",
    ),
    wrong=_DISTINCT + _TABLE + "sales,region=国内,2025-01,7万\nsales,region=海外,2025-01,2万\n",
    right=_DISTINCT.replace("by: region", "by: region, disjoint: region")
    + _TABLE
    + "sales,region=国内,2025-01,7万\nsales,region=海外,2025-01,2万\n",
)
STALE: Final = Rule(
    code="GT855",
    name="actual-out-of-date",
    level="warning",
    message=Words(
        "The latest value of `{key}` is of {through}, {age} days before {as_of}.",
        "`{key}` 的最新数值截至 {through}，距 {as_of} 已有 {age} 天。",
    ),
    hint=Words(
        "Its status is unknown until a newer value comes. Ask {team} or the source for it.",
        "在新数值到来之前，其状态为未知。请向 {team} 或数据来源索取。",
    ),
    why=Words(
        "Silence is not green: a source that stopped must not keep yesterday's colour.",
        "沉默不等于正常：数据停更后，不能保留昨天的颜色。",
    ),
    wrong=PLAN + CSV + "sales,2025-01,1亿\nshare,2025-06,35%\n",
    right=PLAN + CSV + "".join(f"sales,2025-{m:02},1亿\n" for m in range(1, 7)) + "share,2025-06,35%\n",
)
RATE_MISSING: Final = Rule(
    code="GT856",
    name="computed-in-another-currency",
    level="error",
    message=Words(
        "`{formula}` gives {from_unit} and `{key}` counts in {to_unit}: no {kind} rate is declared for {period}.",
        "`{formula}` 得到 {from_unit}，而 `{key}` 以 {to_unit} 计：没有声明 {period} 的{kind}汇率。",
    ),
    hint=Words("Declare it under `fx:`.", "请在 `fx:` 下声明。"),
    why=Words(
        "A neighbour's rate never stands in: the value is not known until the rate is.",
        "不会用相邻月份的汇率代替：没有汇率，就没有这个数。",
    ),
    wrong=_FORMULA.replace("unit: 元/单", "unit: 美元/单")
    .replace("100元/单", "14 美元/单")
    .replace("currency: CNY", "currency: CNY\nfx: {USD: {budget: 7.2}}")
    + CSV
    + "sales,2025-01,1000万\norders,2025-01,10万\n",
    right=_FORMULA.replace("unit: 元/单", "unit: 美元/单")
    .replace("100元/单", "14 美元/单")
    .replace("currency: CNY", "currency: CNY\nfx: {USD: 7.2}")
    + CSV
    + "sales,2025-01,1000万\norders,2025-01,10万\n",
)
NO_KIND: Final = Rule(
    code="GT858",
    name="scored-without-a-kind",
    level="warning",
    message=Words(
        "`{key}` has actuals and its metric no kind: whether they add up over time is not known.",
        "`{key}` 有实际值，但其指标没有写类型：不知道各期能否相加。",
    ),
    hint=Words(
        "Write `kind: flow` for what adds up over time, `kind: stock` for a level, `kind: ratio` for a share.",
        "随时间累加的写 `kind: flow`，时点值写 `kind: stock`，比率写 `kind: ratio`。",
    ),
    why=Words(
        "One month of sales against a year's target is a twelfth of the truth.",
        "拿一个月的销售额去比全年目标，只看到了十二分之一。",
    ),
    wrong=PLAN.replace("kind: flow, unit: 元", "unit: 元") + CSV + "sales,2025-01,1亿\nsales,2025-02,1亿\n",
    right=PLAN + CSV + "sales,2025-01,1亿\nsales,2025-02,1亿\n",
)
MIXED: Final = Rule(
    code="GT857",
    name="total-against-level",
    level="warning",
    message=Words(
        "`{key}` is computed by `{formula}` of a total over time and of a level: within the year that means nothing.",
        "`{key}` 由 `{formula}` 计算，其中既有时间段内的累计，又有时点值：年内这样算没有意义。",
    ),
    hint=Words(
        "Write over which time the total is meant, such as `last(revenue, 12) / users`, or observe the rate itself.",
        "请写明累计多长时间，例如 `last(revenue, 12) / users`；或直接观测该比率。",
    ),
    why=Words(
        "A total grows from month to month and a level does not: their ratio climbs by itself and reaches any target in December.",
        "累计值逐月增长而时点值不会：两者之比会自行爬升，到十二月总能达标。",
    ),
    wrong=_MIXED + CSV + "sales,2025-01,1000万\nusers,2025-01,10万\n",
    right=_MIXED.replace("formula: sales / users", 'formula: "last(sales, 1) / users"')
    + CSV
    + "sales,2025-01,1000万\nusers,2025-01,10万\n",
)
RULES: Final = (
    PARTS_DIFFER,
    FORMULA_DIFFERS,
    CURVE_MISSING,
    NOT_ADDITIVE,
    STALE,
    RATE_MISSING,
    MIXED,
    NO_KIND,
    *DATA_RULES,
)
"""The rules of a scorecard."""

_RATES: Final = {"average": Words("average", "平均"), "closing": Words("closing", "期末")}


def findings_of(card: Scorecard) -> Iterator[Finding]:
    """Everything that a scorecard finds, goal by goal."""
    tracer = card.tracer
    data = list(data_findings(card))
    yield from data
    gapped = {str(one.params["key"]) for one in data if one.rule is TOTAL_ENDS}
    for row, term in enumerate(card.blueprint.terms):
        node, plan = term.node, card.plan
        assert node.goal is not None
        at = node.goal.at
        schedule = card.schedules[row]
        if schedule.note and term.phased in ("", term.key):
            name, _, reason = schedule.note.partition(": ")
            said = Words(curve_reason(reason, "en"), curve_reason(reason, "zh"))
            yield _found(plan, CURVE_MISSING, f"{at}.phasing", key=term.key, curve=name, reason=said)
        way = card.wiring.ways[term.key]
        if way.barred == "OUT_OF_DOMAIN":
            yield _found(plan, NO_KIND, at, key=term.key)
        elif way.barred and way.parts is None:
            yield _found(plan, MIXED, f"{node.metric.at}.formula", key=term.key, formula=str(way.formula))
        elif way.barred:
            assert way.parts is not None
            kind = node.metric.kind or "?"
            yield _found(
                plan,
                NOT_ADDITIVE,
                at,
                key=term.key,
                dimension=way.parts.dimension,
                kind=KIND_WORDS.get(kind, kind),
            )
        if card.is_stale(row) and term.key not in gapped:
            j = card.latest(row)
            through = int(card.figures.through[card.blueprint.goal_positions[row], j])
            last = min(card.as_of, node.period.last)

            yield _found(
                plan,
                STALE,
                at,
                key=term.key,
                through=date.fromordinal(through).isoformat(),
                age=last.toordinal() - through,
                as_of=last.isoformat(),
                team=plan.title_of(plan.owner(term.key) or "") or Words("its team", "负责团队"),
            )
        if way.kind == "observed":
            yield from _contradictions(card, tracer, node)
    yield from _rates(card)


def _found(plan: Plan, rule: Rule, path: str, **params: object) -> Finding:
    return Finding(rule=rule, params=params, span=plan.where(path), path=path)


def _contradictions(card: Scorecard, tracer: Tracer, node: Node) -> Iterator[Finding]:
    """An observed node against what its parts or its formula make, at its latest cell."""
    position, found = card.blueprint.position, card.figures
    at = position[node.key]
    known = np.flatnonzero(~np.isnan(found.figure[at]))
    if not len(known):
        return
    j = int(known[-1])
    whole = found.figure[at, j]
    assert node.goal is not None
    for parts in node.cuts:
        if parts.combine != "sum":
            continue
        values = [found.figure[position[key], j] for key in parts.keys]
        if not np.isnan(values).any() and _differs(whole, float(np.sum(values))):
            yield _found(
                card.plan,
                PARTS_DIFFER,
                node.goal.at,
                key=node.key,
                **_numbers(card, node, j, whole, float(np.sum(values))),
            )
    if node.formula is None or len(node.names) < len({use.name for use in node.formula.names}):
        return
    made = _translated(card, node, j, tracer.computed(node, j))
    if not isinstance(made, NA) and _differs(whole, float(made)):
        yield _found(
            card.plan,
            FORMULA_DIFFERS,
            node.goal.at,
            key=node.key,
            formula=str(node.formula),
            **_numbers(card, node, j, whole, float(made)),
        )


def _translated(card: Scorecard, node: Node, j: int, value: Fraction | NA) -> Fraction | NA:
    """What a formula gives, in its metric's currency."""
    rate = card.exchange.get(node.key)
    if rate is None or isinstance(value, NA):
        return value
    factor = rate.exact[j]
    return NA("UNIT_MISMATCH") if factor is None else value * factor


def _differs(whole: float, made: float) -> bool:
    return abs(whole - made) > TOLERANCE * max(abs(whole), abs(made))


def _numbers(card: Scorecard, node: Node, j: int, whole: float, made: float) -> dict[str, object]:
    from .shown import quantity_text

    unit = node.metric.unit
    return {
        "period": card.grid.cells[j].label,
        "whole": Words(
            quantity_text(Fraction(whole), unit, "en"), quantity_text(Fraction(whole), unit, "zh")
        ),
        "parts": Words(quantity_text(Fraction(made), unit, "en"), quantity_text(Fraction(made), unit, "zh")),
    }


def _rates(card: Scorecard) -> Iterator[Finding]:
    for key, rate in card.exchange.items():
        node = card.blueprint.nodes[key]
        missing = [
            cell.label for cell, factor in zip(card.grid.cells, rate.exact, strict=True) if factor is None
        ]
        if missing and card.wiring.ways[key].kind == "formula":
            yield _found(
                card.plan,
                RATE_MISSING,
                f"{node.metric.at}.formula",
                key=key,
                formula=str(node.formula),
                from_unit=str(rate.from_unit),
                to_unit=str(rate.to_unit),
                kind=_RATES.get(rate.kind, rate.kind),
                period=missing[0],
            )
