"""The rule on hedges that multiply: more is asked for on several levels of one cut."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from ..finding import Finding, Rule, Words
from ..model.plan import Plan
from .ambition import percent
from .rulebook import Check, found
from .sample import ACTION, GOAL, HEAD, TEAM

_SEGMENTS: Final = "segments: {channel: [线上, 门店], place: [城区, 郊区]}\n"
_GOAL: Final = GOAL.replace(
    "owner: shop}",
    "owner: shop, hedge: 5%, cuts: {channel: {线上: 7.6亿,"
    " 门店: {target: 5.0亿, HEDGEcuts: {place: {城区: 3.0亿, 郊区: LAST}}}}}}",
)

COMPOUNDING: Final = Rule(
    code="GT505",
    name="compounding-hedges",
    level="note",
    message=Words(
        "`{key}` is asked for {own} more than it needs, and what it is a part of for {above}: together its parts are asked for {total} more.",
        "`{key}` 比所需多要求 {own}，它所属的目标又多要求 {above}：合起来，它的各部分被多要求了 {total}。",
    ),
    hint=Words("Keep the hedge on one level.", "请只在一层保留余量。"),
    why=Words(
        "Every level that asks for a little more multiplies what stands at the bottom, and nobody decided on the sum.",
        "每一层多要一点，到底层就成倍放大，而总量并没有人决定过。",
    ),
    wrong=HEAD + _SEGMENTS + _GOAL.replace("HEDGE", "hedge: 10%, ").replace("LAST", "2.5亿") + TEAM + ACTION,
    right=HEAD + _SEGMENTS + _GOAL.replace("HEDGE", "").replace("LAST", "2.0亿") + TEAM + ACTION,
)

BELOW_ZERO: Final = Rule(
    code="GT506",
    name="hedge-below-zero",
    level="error",
    message=Words(
        "The hedge of `{key}` is {hedge}: its parts would be asked for less than it needs.",
        "`{key}` 的余量写作 {hedge}：各部分被要求的反而少于所需。",
    ),
    hint=Words(
        "Write how much more is asked for, such as `hedge: 5%`, or remove it.",
        "请写多要求的比例，例如 `hedge: 5%`，或删去。",
    ),
    why=Words(
        "A hedge is what is asked for beyond the need; below zero the goal cannot be reached.",
        "余量是超出所需的部分；小于零则目标无法达成。",
    ),
    wrong=HEAD + GOAL.replace("owner: shop}", "owner: shop, hedge: -5%}") + TEAM + ACTION,
    right=HEAD + GOAL.replace("owner: shop}", "owner: shop, hedge: 5%}") + TEAM + ACTION,
)


def compounding_hedges(plan: Plan) -> Iterator[Finding]:
    """Goals with a hedge inside a goal with a hedge, the hedges of all levels multiplied."""
    for key, goal in plan.goals.items():
        above = _above(plan, key)
        if goal.hedge is None or not goal.hedge.base or above == 1:
            continue
        own = 1 + goal.hedge.base
        yield found(
            plan,
            COMPOUNDING,
            f"{goal.at}.hedge",
            key=key,
            own=percent(own - 1),
            above=percent(above - 1),
            total=percent(own * above - 1),
        )


def _above(plan: Plan, key: str) -> Fraction:
    """What the hedges of everything that a goal is a part of multiply to."""
    factor, seen, here = Fraction(1), {key}, key
    while True:
        parents = [parent for parent, _, _ in plan.parents.get(here, ()) if parent in plan.goals]
        if not parents or parents[0] in seen:
            return factor
        here = parents[0]
        seen.add(here)
        hedge = plan.goals[here].hedge
        factor *= 1 if hedge is None else 1 + hedge.base


def hedge_below_zero(plan: Plan) -> Iterator[Finding]:
    """Hedges that ask for less than is needed."""
    for key, goal in plan.goals.items():
        if goal.hedge is not None and goal.hedge.base < 0:
            yield found(plan, BELOW_ZERO, f"{goal.at}.hedge", key=key, hedge=str(goal.hedge))


CHECKS: Final = (
    Check(BELOW_ZERO, hedge_below_zero),
    Check(COMPOUNDING, compounding_hedges),
)
