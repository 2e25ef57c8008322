"""What does not close: goals whose actions do not bring what is missing, and parts that are nobody's too long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final

from ..actuals.sample import CSV, PLAN
from ..checks.identity import decimal
from ..checks.rulebook import found
from ..finding import Finding, Rule, Words
from ..findings import Findings
from ..model.dimension import POINT
from ..model.missing import NA
from ..scorecard.card import Scorecard
from ..scorecard.score import Figure
from ..scorecard.shown import quantity_text, share_text
from .gap import Gap, gaps
from .pledge import Pledge

_MONTHS: Final = "".join(f"sales,2025-{month:02},9000万\n" for month in range(1, 7)) + "share,2025-06,35%\n"
_CUT: Final = PLAN.replace(
    "sales: {target: 12亿, owner: shop}",
    "sales: {target: 12.0亿, owner: shop, residual: unassigned, assign_by: 2025-03-31, "
    "cuts: {region: {国内: {target: 8.0亿, owner: shop}, 海外: {target: LAST, owner: shop}}}}",
)

OPEN: Final = Rule(
    code="GT681",
    name="gap-not-closed",
    level="warning",
    message=Words(
        "`{key}` ({title}) is expected to end at {end} ({method}) and is to be {target}: {gap} is missing, and {effects}. {remains} is closed by nothing; {team} answers for it.",
        "`{key}`（{title}）预计期末为 {end}（{method}），目标为 {target}：缺 {gap}，{effects}。还有 {remains} 无从弥补；负责：{team}。",
    ),
    hint=Words(
        "Say what each action is to bring (`effect:`, `chance:`), add one for {remains}, decide an answer to a risk, or lower the target with a reason.",
        "请写明各项行动的效果（`effect:`、`chance:`），为 {remains} 增加行动，决定启用风险应对，或说明理由后调低目标。",
    ),
    why=Words(
        "A plan that does not say how it closes its own gap counts on something that nobody does.",
        "计划不说明如何弥补自己的差距，就是在指望没有人去做的事。",
    ),
    wrong=PLAN.replace("Q4 完成}", "Q4 完成, effect: {sales: +5000万}, chance: 50%}") + CSV + _MONTHS,
    right=PLAN.replace("Q4 完成}", "Q4 完成, effect: {sales: +1.2亿}}") + CSV + _MONTHS,
)
UNASSIGNED: Final = Rule(
    code="GT864",
    name="unassigned-too-long",
    level="warning",
    message=Words(
        "{rest} ({share}) of `{key}` ({title}) by `{label}` was to be somebody's by {by}, and on {as_of} it is still nobody's; {team} answers for it.",
        "`{key}`（{title}）按 `{label}` 有 {rest}（{share}）应在 {by} 前有归属，到 {as_of} 仍然没有；负责：{team}。",
    ),
    hint=Words(
        "Raise the targets of the parts that take it, or say when it will be assigned.",
        "请调高承接部分的目标，或写明何时分配。",
    ),
    why=Words(
        "What is assigned late has less of the year left to be done in.",
        "分配得越晚，剩下可用的时间越少。",
    ),
    wrong=_CUT.replace("LAST", "3.5亿") + CSV + _MONTHS,
    right=_CUT.replace("LAST", "4.0亿") + CSV + _MONTHS,
)
RULES: Final = (OPEN, UNASSIGNED)
"""The rules on gaps."""

METHOD: Final = {
    "actual": Words("its last value", "期末实际"),
    "run_rate": Words("at the rate so far", "按目前速度"),
    "seasonal": Words("by the season", "按季节"),
    "phased": Words("at the plan's pace", "按计划节奏"),
    "trend": Words("moving on as so far", "按目前趋势"),
    "last": Words("as it stands", "维持现状"),
}
"""How an end is expected, in words."""


def gap_findings(card: Scorecard, found_gaps: Iterable[Gap] | None = None) -> Findings:
    """What the gaps of a scorecard find: goals that the plan does not close, parts that are nobody's too long.

    A goal that repeats another one's number is not told again, and of a part that nobody has its pledge tells.

    Args:
        card: The scorecard.
        found_gaps: Its gaps, where they are known already.
    """
    every = gaps(card) if found_gaps is None else found_gaps
    return Findings(one for gap in every for one in _findings(card, gap))


def _findings(card: Scorecard, gap: Gap) -> Iterator[Finding]:
    goal = card.plan.goals[gap.goal]
    if gap.verdict in ("open", "unstated") and goal.restates is None and goal.made is None:
        yield _open(card, gap)
    for pledge in gap.pledges:
        if pledge.is_late:
            yield _late(card, pledge)


def _open(card: Scorecard, gap: Gap) -> Finding:
    plan, key = card.plan, gap.goal
    return found(
        plan,
        OPEN,
        plan.goals[key].at,
        stake=None if isinstance(gap.remains, NA) else decimal(Fraction(gap.remains)),
        key=key,
        title=plan.called(key),
        end=shown(card, key, gap.completion, gap.target),
        method=METHOD[gap.method],
        target=shown(card, key, gap.target),
        gap=shown(card, key, gap.gap, is_change=True),
        effects=effects_told(card, gap),
        remains=shown(card, key, gap.remains, is_change=True),
        team=team_told(card, gap.team),
    )


def _late(card: Scorecard, pledge: Pledge) -> Finding:
    plan, key = card.plan, pledge.goal
    return found(
        plan,
        UNASSIGNED,
        f"{plan.goals[key].at}.assign_by",
        stake=None if isinstance(pledge.residual, NA) else decimal(Fraction(pledge.residual)),
        key=key,
        title=plan.called(key),
        label=pledge.dimension,
        rest=shown(card, key, pledge.residual, is_change=True),
        share=share_text(pledge.share),
        by=str(pledge.assign_by),
        as_of=card.as_of.isoformat(),
        team=team_told(card, pledge.team),
    )


def team_told(card: Scorecard, team: str | None) -> Words:
    """A team in both languages, or that there is none."""
    return Words("nobody", "无人") if team is None else card.plan.called(team)


def shown(card: Scorecard, key: str, number: Figure, *against: Figure, is_change: bool = False) -> Words:
    """A number of a goal in both languages, as `amount_text` has it."""
    en, zh = (amount_text(card, key, number, lang, *against, is_change=is_change) for lang in ("en", "zh"))
    return Words(en, zh)


def amount_text(
    card: Scorecard, key: str, number: Figure, lang: str, *against: Figure, is_change: bool = False
) -> str:
    """A number of a goal in its metric's unit; the reason where it is missing.

    Args:
        card: The scorecard.
        key: The goal.
        number: The number, as a scorecard holds it.
        lang: Language of the scale words.
        *against: Numbers onto or across which it is not rounded.
        is_change: Whether it is a difference: of two percentages, in points.
    """
    if isinstance(number, NA):
        return number.reason
    unit = card.blueprint.terms[card.blueprint.rows[key]].node.metric.unit
    is_share = unit is not None and unit.kind in ("percent", "pp")
    factor = Fraction(1) if unit is None or is_share else unit.unscaled.factor
    limits = [Fraction(one) * factor for one in against if not isinstance(one, NA)]
    return quantity_text(
        Fraction(number) * factor, POINT if is_share and is_change else unit, lang, limits=limits
    )


def effects_told(card: Scorecard, gap: Gap) -> Words:
    """What the actions of a goal are stated to bring against its gap, in both languages."""
    count, silent = sum(one.is_counted for one in gap.effects), len(gap.unstated)
    if not count and not silent:
        return Words("no action that is still to deliver is on it", "没有仍待交付的行动")
    told = shown(card, gap.goal, gap.closes, is_change=True)
    if not count:
        return Words(
            "its one action still to deliver states no effect"
            if silent == 1
            else f"none of its {silent} actions still to deliver states an effect",
            f"仍待交付的 {silent} 项行动均未写明效果",
        )
    more = Words("", "")
    if silent:
        more = Words(f" ({silent} more state{'s' * (silent == 1)} none)", f"（另有 {silent} 项未写明）")
    return Words(
        f"the stated effects of {count} action{'s' * (count != 1)}, each times its chance, come to {told.en}{more.en}",
        f"{count} 项行动写明的效果按把握折算合计 {told.zh}{more.zh}",
    )
