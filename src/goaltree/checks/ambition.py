"""Rules on ambition: growth against outside figures, and the phasing of a target."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from ..finding import Finding, Rule, Words
from ..model.dimension import Unit
from ..model.goal import CURVES, Goal
from ..model.names import near
from ..model.period import Period
from ..model.plan import Plan
from ..model.quantity import Quantity
from ..model.segment import Benchmark
from .arithmetic import is_rate, number, sums_over_time, tiling, unit_of
from .dated_target import dated, phased
from .identity import decimal
from .rulebook import Check, found, stake_of
from .sample import SAMPLE

_DAYS_A_YEAR: Final = Fraction(1461, 4)
_WIDER: Final = (5, 9, 13)
"""Digits before the point at which a fifth one is shown: 11865万 rather than 1.187亿, which has no short text."""
_DIGITS: Final = 4
"""So many digits of a computed number are shown."""
_INDUSTRY: Final = (
    "benchmarks: {industry: {title: 行业增速, growth: 15%-25%, origin: 行业报告, goals: [sales]}}\n"
)
OUTSIDE_BENCHMARK: Final = Rule(
    code="GT501",
    name="growth-outside-benchmark",
    level="warning",
    message=Words(
        "`{key}` ({title}) is to grow by {growth} ({change}), and `{benchmark}` says {stated}: {way}.",
        "`{key}`（{title}）计划增长 {growth}（{change}），而 `{benchmark}` 为 {stated}：{way}。",
    ),
    hint=Words(
        "Correct the target (a slip of a digit looks like this), or accept the finding under `accepted:` and say what makes the difference.",
        "请改正目标（写错一位数也会这样）；若确实如此，请在 `accepted:` 中接受并说明差别从何而来。",
    ),
    why=Words(
        "A growth far from that of everybody else needs a reason. Far is beyond an end of the benchmark by more than its own width and by more than half of that end.",
        "增速远离同行需要理由。所谓远，是超出基准的一端，且超出量大于基准区间的宽度，也大于该端的一半。",
    ),
    wrong=SAMPLE.replace("target: 12亿", "baseline: 10亿, target: 21亿") + _INDUSTRY,
    right=SAMPLE.replace("target: 12亿", "baseline: 10亿, target: 12亿") + _INDUSTRY,
)
CURVE_UNKNOWN: Final = Rule(
    code="GT503",
    name="phasing-curve-unknown",
    level="warning",
    message=Words(
        "`{key}` is phased by `{text}`, which is no curve of our own.",
        "`{key}` 的节奏是 `{text}`，内置曲线中没有它。",
    ),
    hint=Words("{suggestion}", "{suggestion}"),
    why=Words(
        "Without its curve a target is compared with an even pace, whatever the season.",
        "没有曲线，目标就只能按匀速比较，不管淡旺季。",
    ),
    wrong=SAMPLE.replace("target: 12亿", "target: 12亿, phasing: seasonl"),
    right=SAMPLE.replace("target: 12亿", "target: 12亿, phasing: seasonal"),
)
COMES_LAST: Final = Rule(
    code="GT504",
    name="most-of-target-comes-last",
    level="note",
    message=Words(
        "{share} of the target of `{key}` is due in {period}, the last {time} of its time.",
        "`{key}` 的目标有 {share} 安排在 {period}，即最后 {time} 的时间。",
    ),
    hint=Words(
        "Move some of it forward, or accept the finding under `accepted:` and say what makes the end so much stronger.",
        "请把一部分提前；若确实如此，请在 `accepted:` 中接受并说明为什么最后阶段能完成这么多。",
    ),
    why=Words(
        "A target that is mostly due at the end is known to be missed when nothing can be done. Told where more than half is due in the last third or less.",
        "大部分压在最后的目标，等知道完不成时已来不及。最后三分之一或更短的时间里超过一半时提示。",
    ),
    wrong=SAMPLE.replace(
        "target: 12亿", "target: 12亿, phasing: {2025Q1: 1亿, 2025Q2: 1亿, 2025Q3: 1亿, 2025Q4: 9亿}"
    ),
    right=SAMPLE.replace(
        "target: 12亿", "target: 12亿, phasing: {2025Q1: 3亿, 2025Q2: 3亿, 2025Q3: 3亿, 2025Q4: 3亿}"
    ),
)


def growth_outside_benchmark(plan: Plan) -> Iterator[Finding]:
    """Goals whose yearly growth is far from the range of a benchmark that they are compared with."""
    known = tuple(benchmark for benchmark in plan.benchmarks.values() if benchmark.growth is not None)
    for key, goal in plan.goals.items() if known else ():
        compared = [benchmark for benchmark in known if _is_compared(plan, benchmark, goal)]
        years = _years(goal.period or plan.period)
        ratio = _ratio(plan, key) if compared else None
        if ratio is None or years is None or is_rate(plan, key):
            continue
        for benchmark in compared:
            low, high = _limits(benchmark)
            below = low is not None and ratio < max(1 + low, Fraction(0)) ** years
            above = high is not None and ratio > max(1 + high, Fraction(0)) ** years
            if below or above:
                way = Words("far above it", "远高于它") if above else Words("far below it", "远低于它")
                baseline, target = (
                    number(plan, key, "baseline", unit_of(plan, key)),
                    number(plan, key, "target", unit_of(plan, key)),
                )
                assert baseline is not None
                assert target is not None
                yield found(
                    plan,
                    OUTSIDE_BENCHMARK,
                    target.path,
                    others=[baseline.path, f"{benchmark.at}.growth"],
                    stake=stake_of(goal.target),
                    key=key,
                    title=plan.called(key),
                    growth=percent(ratio - 1, signed=True),
                    change=f"{baseline.quantity} → {target.quantity}",
                    benchmark=benchmark.key,
                    stated=_yearly(benchmark, years),
                    way=way,
                )


def _yearly(benchmark: Benchmark, years: int) -> Words:
    text = str(benchmark.growth)
    return (
        Words(text, text)
        if years == 1
        else Words(f"{text} a year, over {years} years", f"每年 {text}，共 {years} 年")
    )


def _ratio(plan: Plan, key: str) -> Fraction | None:
    unit = unit_of(plan, key)
    baseline, target = number(plan, key, "baseline", unit), number(plan, key, "target", unit)
    return (
        target.value / baseline.value
        if baseline is not None and target is not None and baseline.value > 0
        else None
    )


def _years(period: Period | None) -> int | None:
    """How many whole years a period has, a week more or less; `None` where it is no whole number of them."""
    if period is None:
        return 1
    years = round(period.days / _DAYS_A_YEAR)
    return years if years and abs(period.days - years * _DAYS_A_YEAR) <= 7 else None


def _is_compared(plan: Plan, benchmark: Benchmark, goal: Goal) -> bool:
    if benchmark.key in goal.benchmark or goal.key in benchmark.goals:
        return True
    return benchmark.metric == goal.metric and goal.key not in plan.parents and not goal.segment


def _limits(benchmark: Benchmark) -> tuple[Fraction | None, Fraction | None]:
    """Growths beyond which a goal is far from a benchmark; `None` where the benchmark is open."""
    growth = benchmark.growth
    assert growth is not None
    low, high = growth.base, growth.base if growth.high_base is None else growth.high_base
    width = high - low
    lowest = None if growth.bound in ("<=", "<") else low - max(width, abs(low) / 2)
    highest = None if growth.bound in (">=", ">", "+") else high + max(width, abs(high) / 2)
    return lowest, highest


def rounded(value: Fraction, unit: Unit | None) -> str:
    """A value in a unit with four digits, or five where a scale word wants them."""
    unit = (unit or Unit()).unscaled
    number = value / unit.factor
    whole = len(str(int(abs(number)))) if abs(number) >= 1 else 0
    step = Fraction(10) ** (whole - _DIGITS - (whole in _WIDER))
    return Quantity(value=decimal(round(number / step) * step), unit=unit, half=decimal(step / 2)).plain_text


def percent(share: Fraction, *, signed: bool = False) -> str:
    """A share in percent with one decimal, none where it is round."""
    tenths = round(share * 1000)
    text = f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths / 10:.1f}"
    return f"+{text}%" if signed and share > 0 else f"{text}%"


def phasing_curve_unknown(plan: Plan) -> Iterator[Finding]:
    """Phasing by a name that no curve of our own has."""
    for goal in plan.goals.values():
        curve = goal.phasing.curve if goal.phasing else None
        if curve is not None and curve not in CURVES:
            at = f"{goal.at}.phasing.curve"
            close = near(curve, CURVES)
            known = ", ".join(CURVES)
            hint = (
                Words(
                    f"Did you mean `{close[0]}`? Curves: {known}.",
                    f"是否想写 `{close[0]}`？内置曲线：{known}。",
                )
                if close
                else Words(
                    f"Write one of {known}, or the targets by date.", f"请写 {known} 之一，或写明各期目标。"
                )
            )
            yield found(
                plan,
                CURVE_UNKNOWN,
                at if plan.wrote(at) else f"{goal.at}.phasing",
                key=goal.key,
                text=curve,
                suggestion=hint,
            )


def most_of_target_comes_last(plan: Plan) -> Iterator[Finding]:
    """Flows of which more than half is due in the last third of the time, or less."""
    for key, goal in phased(plan):
        whole = goal.period or plan.period
        if whole is None or not sums_over_time(plan, key, goal):
            continue
        targets = dated(plan, goal)
        parts = tiling(whole, [(period, one) for period, one in targets if period != whole])
        total = sum((one.value for one in parts), Fraction(0))
        last = next((period for period, one in targets if parts and one is parts[-1]), None)
        if (
            last is None
            or total <= 0
            or min(one.value for one in parts) < 0
            or last.days * 3 > whole.days + 6
        ):
            continue
        share = parts[-1].value / total
        if share > Fraction(1, 2):
            time = percent(Fraction(last.days, whole.days))
            yield found(
                plan, COMES_LAST, parts[-1].path, key=key, share=percent(share), period=str(last), time=time
            )


CHECKS: Final = (
    Check(OUTSIDE_BENCHMARK, growth_outside_benchmark),
    Check(CURVE_UNKNOWN, phasing_curve_unknown),
    Check(COMES_LAST, most_of_target_comes_last),
)
