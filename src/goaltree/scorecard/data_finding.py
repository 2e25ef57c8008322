"""What a scorecard finds in its actuals: values that it could not use, or that end too early."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np

from ..actuals.cutoff import cut
from ..actuals.observation import Pairs
from ..actuals.sample import CSV, PLAN
from ..actuals.segment import segment_text
from ..actuals.series import Series
from ..checks.kind import KIND_WORDS
from ..finding import Finding, Rule, Words
from ..model.missing import NA
from ..model.period import Period, span
from .node import Node

if TYPE_CHECKING:
    from .card import Scorecard

_MONTHS: Final = "".join(f"sales,2025-{month:02},1亿\n" for month in range(1, 7))
_SHARE: Final = "share,2025-06,35%\n"

TOTAL_ENDS: Final = Rule(
    code="GT859",
    name="total-ends-at-a-gap",
    level="warning",
    message=Words(
        "The total of `{key}` ends on {through}, though later periods are known: {gap} is missing.",
        "`{key}` 的累计只到 {through}，虽然之后各期已有数值：缺 {gap}。",
    ),
    hint=Words(
        "Add what is missing: a total does not go on behind a gap, and what is not known is never 0.",
        "请补上缺失的数值：累计不会跨过缺口，未知也不会当作 0。",
    ),
    why=Words(
        "A total over a gap is too small, and nobody sees it in the total.",
        "跨缺口的合计会偏小，而且从合计上看不出来。",
    ),
    wrong=PLAN + CSV + _MONTHS.replace("sales,2025-02,1亿\n", "") + _SHARE,
    right=PLAN + CSV + _MONTHS + _SHARE,
)
NO_FIGURE: Final = Rule(
    code="GT860",
    name="actuals-without-a-figure",
    level="warning",
    message=Words(
        "`{key}` has {count} value(s) by {as_of} and no figure: {gap} is missing.",
        "截至 {as_of}，`{key}` 有 {count} 个值，却得不出数：缺 {gap}。",
    ),
    hint=Words(
        "Add what is missing, or was withdrawn: a total begins on the first day of its period. Where each row stands for a month, write the month under `period`, not its last day under `date`.",
        "请补上缺失或已撤回的数值：累计从期间的第一天开始。若每行代表一个月，请在 `period` 列写月份，而不是在 `date` 列写月末日期。",
    ),
    why=Words(
        "Days that look like months are not known to be months, and one day of a month is not the month.",
        "看上去像月份的日期不会被当作月份；一个月中的一天也不等于这个月。",
    ),
    wrong=PLAN + CSV.replace("period", "date") + "sales,2025-01-31,1亿\nsales,2025-02-28,1亿\n",
    right=PLAN + CSV + _MONTHS + _SHARE,
)
UNUSED: Final = Rule(
    code="GT861",
    name="actuals-of-no-goal",
    level="warning",
    message=Words(
        "{count} value(s) of `{metric}` are used by no goal and no formula, such as those of {places}.",
        "`{metric}` 有 {count} 个值没有任何目标或公式用到，例如 {places}。",
    ),
    hint=Words(
        "Cut the goal by that dimension, so that its parts are rolled up, or observe what the goal is for.",
        "请按该维度拆分目标，使各部分得以汇总；或观测目标所对应的整体。",
    ),
    why=Words(
        "Data that is there and not used looks like a goal that nobody measured.",
        "数据明明在却没有用上，看起来就像目标无人计量。",
    ),
    wrong=PLAN + CSV.replace("period", "segment,period") + "sales,region=国内,2025-01,1亿\n",
    right=PLAN + CSV + _MONTHS + _SHARE,
)
OUTSIDE: Final = Rule(
    code="GT862",
    name="actuals-outside-the-period",
    level="warning",
    message=Words(
        "None of the {count} value(s) of `{key}` lies between {first} and {as_of}: they are of {oldest} to {newest}.",
        "`{key}` 的 {count} 个值没有一个在 {first} 至 {as_of} 之间：它们属于 {oldest} 至 {newest}。",
    ),
    hint=Words(
        "Look at the year of the rows, and at the plan's `period:`.",
        "请检查各行的年份，以及计划的 `period:`。",
    ),
    why=Words(
        "Rows of another year are history, not this year's actuals.",
        "别的年份的数据是历史，不是本年实际值。",
    ),
    wrong=PLAN + CSV + "sales,2024-01,1亿\n",
    right=PLAN + CSV + _MONTHS + _SHARE,
)
COUNTS: Final = Rule(
    code="GT863",
    name="parts-without-counts",
    level="warning",
    message=Words(
        "The parts of `{key}` by `{dimension}` are observed without counts, and a {kind} is pooled by count.",
        "`{key}` 按 `{dimension}` 的各部分有实际值但没有计数，而{kind}须按计数合并。",
    ),
    hint=Words(
        "Give the column `count` (the denominator, the orders, the respondents), state a `weight:` of every part, or observe the whole.",
        "请提供 `count` 列（分母、订单数、受访人数），或写明各部分的 `weight:`，或直接观测整体。",
    ),
    why=Words(
        "A plain mean of rates weighs a small part like a large one.",
        "比率直接平均会把小部分与大部分同等对待。",
    ),
    wrong=PLAN.replace(
        "  share: {baseline: 30%, target: 40%, owner: shop}",
        "  share: {baseline: 30%, target: 40%, owner: shop, cuts: {region: {国内: 40%, 海外: 40%}}}",
    )
    + CSV.replace("period", "segment,period")
    + "share,region=国内,2025-06,35%\nshare,region=海外,2025-06,30%\n",
    right=PLAN.replace(
        "  share: {baseline: 30%, target: 40%, owner: shop}",
        "  share: {baseline: 30%, target: 40%, owner: shop, cuts: {region: {国内: 40%, 海外: 40%}}}",
    )
    + CSV.replace("metric,period,value", "metric,segment,period,value,count")
    + "share,region=国内,2025-06,35%,100\nshare,region=海外,2025-06,30%,50\n",
)
RULES: Final = (TOTAL_ENDS, NO_FIGURE, UNUSED, OUTSIDE, COUNTS)
"""The rules of a scorecard on its actuals."""
_SHOWN: Final = 3


def data_findings(card: Scorecard) -> Iterator[Finding]:
    """Everything about actuals that are there and cannot be used, or that end too early."""
    yield from _new(cut(card.actuals, card.as_of).findings, card.actuals.findings)
    yield from _unused(card)
    for key, node in card.blueprint.nodes.items():
        series = card.actuals.series(*node.place, known_at=card.known_at)
        way = card.wiring.ways[key]
        if series is not None and node.same is None and not way.barred:
            yield from _of_series(card, node, series)
        if way.parts is not None and way.parts.combine == "pooled" and way.kind == "cut":
            yield from _without_counts(card, node)


def _new(found: Iterable[Finding], known: Iterable[Finding]) -> Iterator[Finding]:
    seen = {id(one) for one in known}
    yield from (one for one in found if id(one) not in seen)


def _unused(card: Scorecard) -> Iterator[Finding]:
    """Series of places that no node has."""
    places = {node.place for node in card.blueprint.order}
    for metric in card.actuals.metrics:
        missed = [segment for segment in card.actuals.segments(metric) if (metric, segment) not in places]
        if missed:
            count = sum(len(series) for segment in missed if (series := card.actuals.series(metric, segment)))
            shown = tuple(_place_text(segment) for segment in missed[:_SHOWN])
            yield _found(card, UNUSED, f"metrics.{metric}", metric=metric, count=count, places=shown)


def _place_text(segment: Pairs) -> Words:
    text = segment_text(segment)
    return Words(text, text) if text else Words("the whole", "整体")


def _of_series(card: Scorecard, node: Node, series: Series) -> Iterator[Finding]:
    """One observed series: is it of this period, does it give a figure, and does that reach its last value?"""
    first, last = node.period.first, min(card.as_of, node.period.last)
    if last < first:
        return
    inside = {
        period: value
        for period, value in zip(series.periods, series.values, strict=True)
        if first <= period.last <= last
    }
    valued = [period for period, value in inside.items() if not isinstance(value, NA)]
    past = [period for period in series.periods if period.last <= last]
    if not inside:
        if past:
            about = {"oldest": str(past[0]), "newest": str(past[-1]), "first": first.isoformat()}
            yield _found(
                card, OUTSIDE, _at(node), key=node.key, count=len(series), as_of=last.isoformat(), **about
            )
        return
    at = card.blueprint.position[node.key]
    known = np.flatnonzero(~np.isnan(card.figures.figure[at, card.grid.start :]))
    if not len(known):
        if valued:  # else each of them is missing, which its reader has told
            yield _found(
                card,
                NO_FIGURE,
                _at(node),
                key=node.key,
                count=len(valued),
                as_of=last.isoformat(),
                gap=_first_gap(card, node, valued) or Words("a value", "数值"),
            )
        return
    through = int(card.figures.through[at, card.grid.start + int(known[-1])])
    if node.is_flow and max((period.last.toordinal() for period in valued), default=through) > through:
        missing = _first_gap(card, node, valued) or Words("a period", "一段时间")
        ends = date.fromordinal(through).isoformat()
        yield _found(card, TOTAL_ENDS, _at(node), key=node.key, through=ends, gap=missing)


def _first_gap(card: Scorecard, node: Node, valued: Iterable[Period]) -> str:
    """The first days without a value, as text; of what is no total the first cell without one.

    What was withdrawn has no value. Empty where nothing is missing before the last value.
    """
    if not node.is_flow:
        return _first_cell(card, node)
    wanted = node.period.first.toordinal()
    for period in valued:
        begin = period.first.toordinal()
        if begin > wanted:
            return _label(card, date.fromordinal(wanted), date.fromordinal(begin - 1))
        if begin >= node.period.first.toordinal():  # what began before is no part of the total
            wanted = max(wanted, period.last.toordinal() + 1)
    return ""


def _first_cell(card: Scorecard, node: Node) -> str:
    """The first cell of a node's period that has no value, or the days that it lacks."""
    at, (_, inside) = card.blueprint.position[node.key], card.grid.resets(node.period)
    now = np.arange(len(card.grid)) >= card.grid.start
    unknown = np.flatnonzero(inside & now & np.isnan(card.figures.cell[at]))
    if not len(unknown):
        return ""
    value = card.tracer.trace(("cell", at, int(unknown[0]))).value
    detail = value.detail.partition(": ")[2] if isinstance(value, NA) else ""
    return detail or card.grid.cells[int(unknown[0])].label


def _label(card: Scorecard, first: date, last: date) -> str:
    """What some days are called: as a cell or a day is, else from the one to the other."""
    days = (*card.grid.cells, card.plan.calendar.of(first, "day"), span(first, last))
    return next(one.label for one in days if one is not None and (one.first, one.last) == (first, last))


def _without_counts(card: Scorecard, node: Node) -> Iterator[Finding]:
    way = card.wiring.ways[node.key]
    assert way.parts is not None
    parts = [card.blueprint.position[need] for need in way.needs]
    now = slice(card.grid.start, None)
    observed = ~np.isnan(card.figures.figure[parts, now])
    counted = ~np.isnan(card.figures.weight[parts, now])
    if bool((observed & ~counted).any()):
        kind = node.metric.kind or ""
        yield _found(
            card,
            COUNTS,
            _at(node),
            key=node.key,
            dimension=way.parts.dimension,
            kind=KIND_WORDS.get(kind, kind),
        )


def _at(node: Node) -> str:
    return node.goal.at if node.goal is not None else node.metric.at


def _found(card: Scorecard, rule: Rule, path: str, **params: object) -> Finding:
    return Finding(rule=rule, params=params, span=card.plan.where(path), path=path)
