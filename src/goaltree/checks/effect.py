"""Rules on the effects that actions state: their sign, and whether they close the gap."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from attrs import evolve, frozen

from ..finding import Finding, Rule, Words
from ..model.action import Action
from ..model.described import GoalRef
from ..model.plan import Plan
from ..model.quantity import Quantity
from ..model.serving import spread_down
from .agreement import amount
from .arithmetic import goal_of_name, number, unit_of
from .identity import Term, decimal, term
from .rulebook import Check, found
from .sample import ACTION, GOAL, HEAD, TEAM

_GROWING: Final = GOAL.replace("target: 12亿", "baseline: 10亿, target: 12亿")

OPEN_GAP: Final = Rule(
    code="GT614",
    name="effects-do-not-close-the-gap",
    level="warning",
    message=Words(
        "`{key}` ({title}) is to go from {baseline} to {target}, and the effects stated for it come to {effects} ({parts}): {residual} is missing; rounding can explain {explained}.",
        "`{key}`（{title}）要从 {baseline} 到 {target}，而各行动写明的效果合计 {effects}（{parts}）：还差 {residual}；四舍五入最多能解释 {explained}。",
    ),
    hint=Words(
        "Add an action for the missing {residual}, raise an effect, or lower the target.",
        "请为缺少的 {residual} 增加行动、提高某项效果，或调低目标。",
    ),
    why=Words(
        "When every action says what it brings and the sum falls short, the plan knows on its first day that it misses.",
        "每项行动都写明了效果而合计仍不够，说明计划第一天就知道达不成。",
    ),
    wrong=HEAD + _GROWING + TEAM + ACTION.replace("Q4 完成}", "Q4 完成, effect: {sales: +0.5亿}}"),
    right=HEAD + _GROWING + TEAM + ACTION.replace("Q4 完成}", "Q4 完成, effect: {sales: +2亿}}"),
)
ROUNDED_GAP: Final = Rule(
    code="GT617",
    name="effects-close-the-gap-by-rounding-only",
    level="note",
    message=Words(
        "`{key}` ({title}) is to go from {baseline} to {target}, and the effects stated for it come to {effects} ({parts}): {residual} is missing, which rounding can explain ({explained}).",
        "`{key}`（{title}）要从 {baseline} 到 {target}，而各行动写明的效果合计 {effects}（{parts}）：还差 {residual}，可由四舍五入解释（{explained}）。",
    ),
    hint=Words(
        "Nothing need be done; to be exact, raise an effect by {residual} or write the goal with more digits.",
        "可以不改；若要完全一致，请将某项效果提高 {residual}，或把目标写得更精确。",
    ),
    why=Words(
        "The figures agree once their rounding is allowed for, and not as they are written.",
        "考虑四舍五入后数字一致，但按字面并不相等。",
    ),
    wrong=HEAD + _GROWING + TEAM + ACTION.replace("Q4 完成}", "Q4 完成, effect: {sales: +1.9亿}}"),
    right=HEAD + _GROWING + TEAM + ACTION.replace("Q4 完成}", "Q4 完成, effect: {sales: +2.0亿}}"),
)
BACKWARDS: Final = Rule(
    code="GT615",
    name="effect-against-its-goal",
    level="error",
    message=Words(
        "The action `{action}` ({title}) states {effect} for `{key}`, which is to go {way}.",
        "行动 `{action}`（{title}）对 `{key}` 的效果写作 {effect}，而该目标应当{way}。",
    ),
    hint=Words(
        "Write {mended}, or take the goal out of `effect:`.", "请写 {mended}，或从 `effect:` 中去掉该目标。"
    ),
    why=Words(
        "An effect with the wrong sign works against the goal that the action serves.",
        "符号相反的效果，与行动所服务的目标相悖。",
    ),
    wrong=HEAD + GOAL + TEAM + ACTION.replace("Q4 完成}", "Q4 完成, effect: {sales: -2亿}}"),
    right=HEAD + GOAL + TEAM + ACTION.replace("Q4 完成}", "Q4 完成, effect: {sales: +2亿}}"),
)

_WAYS: Final = {1: Words("up", "上升"), -1: Words("down", "下降")}


@frozen(kw_only=True)
class Stated:
    """One effect: the action, the number, and how likely it is.

    Attributes:
        action: Key of the action.
        one: The effect in the unit of the goal.
        chance: Its chance, 1 where none is stated.
    """

    action: str
    one: Term
    chance: Fraction

    @property
    def value(self) -> Fraction:
        """The effect times its chance."""
        return self.one.value * self.chance

    @property
    def half(self) -> Fraction:
        """How far its rounding can move it."""
        return self.one.half * self.chance


def effects_do_not_close_the_gap(plan: Plan) -> Iterator[Finding]:
    """Goals whose gap is larger than what all their actions together bring, rounding allowed for."""
    return _gaps(plan, OPEN_GAP)


def effects_close_the_gap_by_rounding(plan: Plan) -> Iterator[Finding]:
    """Goals whose gap is larger than what all their actions bring, by no more than rounding can explain."""
    return _gaps(plan, ROUNDED_GAP)


def _gaps(plan: Plan, rule: Rule) -> Iterator[Finding]:
    """Goals whose gap is larger than what all their actions together are stated to bring.

    Only where every action on the goal, on a part of it or on what its formula names states an effect
    on it. An effect of an action with a chance counts by its chance.
    """
    order = {name: i for i, name in enumerate(plan.actions)}
    for key in dict.fromkeys(goal for action in plan.actions.values() for goal in action.effect):
        unit = unit_of(plan, key)
        baseline, target = number(plan, key, "baseline", unit), number(plan, key, "target", unit)
        if baseline is None or target is None or baseline.value == target.value:
            continue
        stated = [
            _stated(plan, action, key, baseline)
            for action in sorted(acting_on(plan, key), key=order.__getitem__)
        ]
        effects = [one for one in stated if one is not None]
        sign = 1 if target.value > baseline.value else -1
        if len(effects) < len(stated) or any(_is_backwards(one, sign) for one in effects):
            continue
        gap = abs(target.value - baseline.value)
        total = sum((abs(one.value) for one in effects), Fraction(0))
        own = sum((one.half for one in effects), Fraction(0))
        explained = baseline.half + target.half + own
        if gap - total > own and (rule is OPEN_GAP) == (gap - total > explained):
            paths = [one.one.path for one in effects]
            yield found(
                plan,
                rule,
                paths[0] if len(paths) == 1 else plan.goals[key].at,
                others=[baseline.path, target.path, *paths],
                stake=decimal(gap - total),
                key=key,
                title=plan.called(key),
                baseline=baseline.quantity,
                target=target.quantity,
                effects=amount(_finest(target, effects), total, change=True),
                parts=" + ".join(_shown(one) for one in effects),
                residual=amount(_finest(target, effects), gap - total, change=True),
                explained=amount(target, explained, change=True),
            )


def effect_against_its_goal(plan: Plan) -> Iterator[Finding]:
    """Signed effects that move a goal away from its target."""
    for action in plan.actions.values():
        for key, quantity in action.effect.items():
            sign = _wanted(plan, key)
            if isinstance(quantity, Quantity) and quantity.signed and quantity.base * sign < 0:
                mended = evolve(quantity, value=-quantity.value, text="").canonical
                yield found(
                    plan,
                    BACKWARDS,
                    _path(plan, action.key, key),
                    others=[plan.goals[key].at],
                    action=action.key,
                    title=plan.called(action.key),
                    effect=quantity,
                    key=key,
                    way=_WAYS[sign],
                    mended=mended,
                )


def _wanted(plan: Plan, key: str) -> int:
    """1 where a goal is to go up, -1 where down, 0 where nothing says."""
    goal = plan.goals.get(key)
    if goal is None:
        return 0
    unit = unit_of(plan, key)
    baseline, target = number(plan, key, "baseline", unit), number(plan, key, "target", unit)
    if baseline is not None and target is not None and baseline.value != target.value:
        return 1 if target.value > baseline.value else -1
    metric = plan.metrics.get(goal.metric)
    return {"up": 1, "down": -1}.get(metric.direction or "", 0) if metric else 0


def _is_backwards(one: Stated, sign: int) -> bool:
    return one.one.quantity.signed and one.value * sign < 0


def acting_on(plan: Plan, key: str) -> frozenset[str]:
    """The actions on a goal, on its parts, and on what its formula names."""
    inner = set(spread_down(plan, [key]))
    goal = plan.goals.get(key)
    metric = plan.metrics.get(goal.metric) if goal else None
    if metric is not None and metric.formula is not None and key not in plan.parents:
        inner |= {
            named for use in metric.formula.names if (named := goal_of_name(plan, use.name)) is not None
        }
    return frozenset(name for one in inner for name in plan.servers.get(one, ()))


def _stated(plan: Plan, name: str, key: str, baseline: Term) -> Stated | None:
    """The effect that an action states on a goal."""
    action = plan.actions[name]
    one = effect_term(plan, _path(plan, name, key), action.effect.get(GoalRef(key)), key, baseline)
    if one is None:
        return None
    return Stated(action=name, one=one, chance=chance_of(action))


def chance_of(action: Action) -> Fraction:
    """How likely the effects of an action are, 1 where it does not say."""
    return action.chance.base if action.chance is not None else Fraction(1)


def effect_term(plan: Plan, path: str, quantity: object, key: str, baseline: Term | None) -> Term | None:
    """An effect on a goal in the goal's unit; a percentage of what is no percentage is of the baseline.

    Returns:
        `None` where no number is stated, it does not convert, or there is no baseline for a percentage.
    """
    unit = unit_of(plan, key)
    is_share = isinstance(quantity, Quantity) and quantity.unit.kind == "percent"
    if isinstance(quantity, Quantity) and is_share:
        if baseline is not None and baseline.quantity.unit.kind != "percent":
            value = quantity.base * baseline.value
            return Term(path=path, quantity=quantity, value=value, factor=baseline.value)
        if baseline is None and unit is not None and unit.kind != "percent":
            return None
    return term(plan, path, quantity, unit)


def _path(plan: Plan, action: str, key: str) -> str:
    """The key path of an effect, whose goal may be written as a short address, title or alias."""
    at = f"{plan.actions[action].at}.effect"
    for written in plan.locator.keys(at) if plan.locator is not None else ():
        if written == key or plan.goal_names.resolve(written) == key:
            return f"{at}.{written}"
    return f"{at}.{key}"


def _shown(one: Stated) -> str:
    return str(one.one.quantity) if one.chance == 1 else f"{one.one.quantity} × {decimal(one.chance * 100)}%"


def _finest(target: Term, effects: list[Stated]) -> Term:
    """The number in the target's unit that is written most precisely, for showing others like it."""
    alike = [one.one for one in effects if one.one.quantity.unit == target.quantity.unit and one.one.half]
    return min([target, *alike], key=lambda one: one.half)


CHECKS: Final = (
    Check(OPEN_GAP, effects_do_not_close_the_gap),
    Check(ROUNDED_GAP, effects_close_the_gap_by_rounding),
    Check(BACKWARDS, effect_against_its_goal),
)
