"""Rules on risks: whether their triggers can be measured, and their answers come in time."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from ..finding import Finding, Rule, Words
from ..model.action import Action
from ..model.formula import Formula, Number, Reference
from ..model.formula_eval import evaluate
from ..model.metric import Metric
from ..model.missing import NA
from ..model.plan import Plan
from .arithmetic import goal_of_name, number, reading_unit
from .place import answers_of, first_day, inside, last_day, risks_of, shows_from, tranches_of
from .rulebook import Check, found
from .sample import ACTION, GOAL, HEAD, TEAM

_AGAINST_TARGET: Final = frozenset({"pace", "attainment", "deviation"})
_AT_TARGET: Final = {"pace": Fraction(1), "attainment": Fraction(1), "deviation": Fraction(0)}
_GOAL: Final = GOAL.replace("unit: 元,", "unit: 元, source: till,")
_SOURCES: Final = "sources: {till: 收银系统}\n"
_VISITS: Final = "metrics:\n  visits: {title: 客流, kind: flow, unit: 人次, direction: up}\n"
_TIMELY: Final = "then: {do: 先开快闪店, by: Q4}"


def _risky(risk: str, extra: str = "", goal: str = GOAL) -> str:
    return (
        HEAD
        + goal
        + TEAM
        + ACTION.replace("Q4 完成}", f"Q4 完成, risks: [{{if: 选址太慢, {risk}}}]}}")
        + extra
    )


def _gated(when: str) -> str:
    budget = f"budget: {{approved: 2000万, tranches: [{{gate: 签约, amount: 600万, due: Q2}}, {{gate: 达标, amount: 1400万, when: {when}, due: Q4}}]}}"
    return HEAD + GOAL + TEAM + ACTION.replace("Q4 完成}", f"Q4 完成, {budget}}}")


UNTRIGGERED: Final = Rule(
    code="GT660",
    name="risk-without-trigger",
    level="note",
    message=Words(
        "The risk `{risk}` of the action `{key}` ({title}) is in words only; no number shows it.",
        "行动 `{key}`（{title}）的风险“{risk}”只有文字，没有可以反映它的数。",
    ),
    hint=Words(
        "Add a measurable `when:`, such as `when: pace(<goal>) < 0.9`.",
        "请加上可测量的 `when:`，例如 `when: pace(<目标>) < 0.9`。",
    ),
    why=Words(
        "A risk in words comes true when somebody says so, which is late.",
        "只用文字描述的风险，要等有人开口才算发生，那时已经晚了。",
    ),
    wrong=_risky(_TIMELY),
    right=_risky(f"when: pace(sales) < 0.9, {_TIMELY}"),
)
SOURCELESS: Final = Rule(
    code="GT661",
    name="trigger-without-source",
    level="warning",
    message=Words(
        "`{text}` cannot be measured: `{name}` has no source, though the plan says where other numbers come from.",
        "`{text}` 无法测量：计划写明了其他数的来源，但 `{name}` 没有来源。",
    ),
    hint=Words(
        "Add `source:` to the metric `{metric}`, or watch a number that has one.",
        "请给指标 `{metric}` 加上 `source:`，或改用有来源的数。",
    ),
    why=Words(
        "A condition on a number that nobody delivers never comes true, and nobody notices.",
        "没有人提供的数，其条件永远不会成立，也没有人会发现。",
    ),
    wrong=_risky(f"when: change(visits) <= 0, {_TIMELY}", _SOURCES + _VISITS, _GOAL),
    right=_risky(
        f"when: change(visits) <= 0, {_TIMELY}", _SOURCES + _VISITS.replace("up}", "up, source: till}"), _GOAL
    ),
)
TARGETLESS: Final = Rule(
    code="GT662",
    name="trigger-without-target",
    level="warning",
    message=Words(
        "`{text}` cannot be measured: `{reading}` compares `{name}` with a target, and it has none.",
        "`{text}` 无法测量：`{reading}` 要把 `{name}` 与目标相比，而它没有目标。",
    ),
    hint=Words(
        "Set a target or a healthy value for `{name}`, or write `value({name})` with a number.",
        "请为 `{name}` 设目标或健康值，或写成 `value({name})` 与某个数比较。",
    ),
    why=Words("Pace and attainment need a target to be measured against.", "进度和达成率要有目标才能衡量。"),
    wrong=_risky(f"when: pace(visits) < 0.9, {_TIMELY}", _VISITS),
    right=_risky(f"when: value(visits) < 1万, {_TIMELY}", _VISITS),
)
CONSTANT: Final = Rule(
    code="GT663",
    name="trigger-constant",
    level="error",
    message=Words(
        "`{text}` names no number of the plan: it is always {held}.",
        "`{text}` 没有提到计划中的任何数：它永远{held}。",
    ),
    hint=Words(
        "Name a goal or a metric, such as `pace(<goal>) < 0.9`.",
        "请写上目标或指标，例如 `pace(<目标>) < 0.9`。",
    ),
    why=Words(
        "A condition that cannot change tells nothing about what happens.", "不会变化的条件反映不了任何情况。"
    ),
    wrong=_risky(f"when: 0.8 < 0.9, {_TIMELY}"),
    right=_risky(f"when: pace(sales) < 0.9, {_TIMELY}"),
)
TRUE_AT_TARGET: Final = Rule(
    code="GT664",
    name="trigger-true-at-target",
    level="error",
    message=Words(
        "`{text}` holds even when every target is met ({values}): the risk `{risk}` of `{key}` would never be over.",
        "即使全部目标都达成（{values}），`{text}` 仍然成立：`{key}` 的风险“{risk}”永远不会解除。",
    ),
    hint=Words("Turn the comparison round, or correct its number.", "请调转比较方向，或改正其中的数。"),
    why=Words(
        "A trigger is to tell trouble from success; this one calls success trouble.",
        "触发条件要区分问题与成功；这一条把成功也当成了问题。",
    ),
    wrong=_risky(f"when: pace(sales) > 0.9, {_TIMELY}"),
    right=_risky(f"when: pace(sales) < 0.9, {_TIMELY}"),
)
ANSWER_EARLY: Final = Rule(
    code="GT665",
    name="fallback-before-it-can-show",
    level="warning",
    message=Words(
        "The fallback `{answer}` of the action `{key}` ({title}) comes by `{by}`, and what it answers can be seen from {day} on at the earliest (`{time}`).",
        "行动 `{key}`（{title}）的应对“{answer}”在“{by}”，而它要应对的问题最早 {day} 才看得出来（“{time}”）。",
    ),
    hint=Words(
        "Move the fallback after the delivery, or the delivery before the fallback.",
        "请把应对放到交付之后，或把交付提前到应对之前。",
    ),
    why=Words(
        "An answer that comes before the question is either another action or a slip in a date.",
        "问题出现之前的应对，要么是另一项行动，要么是写错了时间。",
    ),
    wrong=_risky("when: pace(sales) < 0.9, then: {do: 先开快闪店, by: Q3}").replace("Q4 完成", "Q4 开业"),
    right=_risky(f"when: pace(sales) < 0.9, {_TIMELY}").replace("Q4 完成", "Q4 开业"),
)
ANSWER_UNDATED: Final = Rule(
    code="GT666",
    name="fallback-without-date",
    level="note",
    message=Words(
        "The fallback `{answer}` of the action `{key}` ({title}) has no date.",
        "行动 `{key}`（{title}）的应对“{answer}”没有时间。",
    ),
    hint=Words("Add `by:`, such as `by: Q4`.", "请加上 `by:`，例如 `by: Q4`。"),
    why=Words(
        "A fallback without a date is put off until it no longer helps.",
        "没有时间的应对会一直拖到没有用为止。",
    ),
    wrong=_risky("when: pace(sales) < 0.9, then: {do: 先开快闪店}"),
    right=_risky(f"when: pace(sales) < 0.9, {_TIMELY}"),
)
ANSWER_LATE: Final = Rule(
    code="GT667",
    name="fallback-after-plan",
    level="warning",
    message=Words(
        "The fallback `{answer}` of the action `{key}` ({title}) comes by `{by}`, after the plan's period {period}.",
        "行动 `{key}`（{title}）的应对“{answer}”在“{by}”，晚于计划期 {period}。",
    ),
    hint=Words("Bring it forward into the plan's period.", "请提前到计划期之内。"),
    why=Words(
        "What comes when the year is over saves nothing of it.", "年度结束之后的应对，对这一年无济于事。"
    ),
    wrong=_risky("when: pace(sales) < 0.9, then: {do: 先开快闪店, by: 2026Q1}"),
    right=_risky(f"when: pace(sales) < 0.9, {_TIMELY}"),
)
GATE_SHUT: Final = Rule(
    code="GT668",
    name="gate-shut-at-target",
    level="error",
    message=Words(
        "`{text}` does not hold even when every target is met ({values}): the tranche of {amount} of `{key}` is never released.",
        "即使全部目标都达成（{values}），`{text}` 也不成立：`{key}` 的 {amount} 拨款永远不会释放。",
    ),
    hint=Words("Turn the comparison round, or correct its number.", "请调转比较方向，或改正其中的数。"),
    why=Words(
        "A gate that stays shut in the best case blocks the budget that was approved.",
        "最好的情况下也打不开的关口，会卡住已批准的预算。",
    ),
    wrong=_gated("value(sales) >= 13亿"),
    right=_gated("value(sales) >= 10亿"),
)


def risk_without_trigger(plan: Plan) -> Iterator[Finding]:
    """Risks that only words describe."""
    for action in plan.actions.values():
        for path, risk in risks_of(plan, action):
            if risk.when is None and not plan.wrote(f"{path}.when"):
                yield _found(plan, UNTRIGGERED, action, inside(plan, path, "if"), risk=risk.if_ or "—")


def trigger_without_source(plan: Plan) -> Iterator[Finding]:
    """Conditions on numbers that no system delivers, in a plan that says where its numbers come from."""
    if not any(metric.source for metric in plan.metrics.values()):
        return
    in_tables = frozenset(
        table.metric for source in plan.sources.values() for table in source.tables.values()
    )
    for action, path, when in _conditions(plan):
        for name in dict.fromkeys(use.name for use in when.names):
            metric = _metric(plan, name)
            if metric is not None and metric.key not in in_tables and not _is_delivered(metric):
                yield _found(
                    plan,
                    SOURCELESS,
                    action,
                    path,
                    others=[metric.at],
                    text=when.text,
                    name=name,
                    metric=metric.key,
                )


def trigger_without_target(plan: Plan) -> Iterator[Finding]:
    """Conditions that compare with a target what has none."""
    aimed_at = frozenset(goal.metric for goal in plan.goals.values())
    for action, path, when in _conditions(plan):
        for node in when.nodes:
            if not isinstance(node, Reference) or node.reading not in _AGAINST_TARGET:
                continue
            metric = plan.metrics.get(node.name)
            if (
                metric is not None
                and node.name not in aimed_at
                and not metric.healthy
                and not metric.standard
            ):
                params = {"text": when.text, "reading": node.reading, "name": node.name}
                yield _found(plan, TARGETLESS, action, path, others=[metric.at], **params)


def trigger_constant(plan: Plan) -> Iterator[Finding]:
    """Conditions that name nothing."""
    for action, path, when in _conditions(plan):
        if not when.names:
            held = evaluate(when, _target(plan, own=False))
            yield _found(
                plan,
                CONSTANT,
                action,
                path,
                text=when.text,
                held=Words("true", "成立") if held is True else Words("false", "不成立"),
            )


def trigger_true_at_target(plan: Plan) -> Iterator[Finding]:
    """Risks whose condition holds although every goal that it names is met."""
    for action in plan.actions.values():
        for path, risk in risks_of(plan, action):
            if risk.when is not None and risk.when.names and _at_target(plan, risk.when) == {True}:
                params = {"text": risk.when.text, "values": _values(plan, risk.when), "risk": risk.if_ or "—"}
                yield _found(
                    plan,
                    TRUE_AT_TARGET,
                    action,
                    f"{path}.when",
                    others=_target_paths(plan, risk.when),
                    **params,
                )


def gate_shut_at_target(plan: Plan) -> Iterator[Finding]:
    """Gates whose condition does not hold although every goal that it names is met."""
    for action in plan.actions.values():
        for path, one in tranches_of(plan, action):
            if one.when is not None and one.when.names and _at_target(plan, one.when) == {False}:
                params = {
                    "text": one.when.text,
                    "values": _values(plan, one.when),
                    "amount": one.amount or "—",
                }
                yield _found(
                    plan, GATE_SHUT, action, f"{path}.when", others=_target_paths(plan, one.when), **params
                )


def fallback_before_it_can_show(plan: Plan) -> Iterator[Finding]:
    """Answers that end before anything of the action can be seen."""
    for action in plan.actions.values():
        day = shows_from(action.time)
        for path, answer in answers_of(plan, action):
            by = last_day(answer.by)
            if (
                day is not None
                and by is not None
                and by < day
                and not (plan.period and day > plan.period.last)
            ):
                yield _found(
                    plan,
                    ANSWER_EARLY,
                    action,
                    f"{path}.by",
                    others=[f"{action.at}.time"],
                    answer=answer.do or "—",
                    by=answer.by,
                    day=day,
                    time=action.time,
                )


def fallback_without_date(plan: Plan) -> Iterator[Finding]:
    """Answers that say no time."""
    for action in plan.actions.values():
        for path, answer in answers_of(plan, action):
            if answer.by is None and not plan.wrote(f"{path}.by"):
                yield _found(
                    plan,
                    ANSWER_UNDATED,
                    action,
                    inside(plan, path, "do", "needs", "with"),
                    answer=answer.do or "—",
                )


def fallback_after_plan(plan: Plan) -> Iterator[Finding]:
    """Answers that begin when the plan is over."""
    for action in plan.actions.values():
        for path, answer in answers_of(plan, action):
            by = first_day(answer.by)
            if plan.period is not None and by is not None and by > plan.period.last:
                yield _found(
                    plan,
                    ANSWER_LATE,
                    action,
                    f"{path}.by",
                    answer=answer.do or "—",
                    by=answer.by,
                    period=plan.period,
                )


def _conditions(plan: Plan) -> Iterator[tuple[Action, str, Formula]]:
    """Every condition of risks and gates with its action and key path."""
    for action in plan.actions.values():
        for path, risk in risks_of(plan, action):
            if risk.when is not None:
                yield action, f"{path}.when", risk.when
        for path, one in tranches_of(plan, action):
            if one.when is not None:
                yield action, f"{path}.when", one.when


def _metric(plan: Plan, name: str) -> Metric | None:
    goal = goal_of_name(plan, name)
    return plan.metrics.get(plan.goals[goal].metric if goal else name)


def _is_delivered(metric: Metric) -> bool:
    """Whether a system delivers a metric, or it follows from others, or people tick it off."""
    return bool(metric.source) or metric.formula is not None or metric.kind == "milestone"


def _at_target(plan: Plan, when: Formula) -> set[object]:
    """What a condition says when every goal is met, for each way in which its numbers may be meant.

    A number without `%` may count base units or the metric's own.
    """
    has_bare = any(isinstance(node, Number) and not node.percent for node in when.nodes)
    return {
        evaluate(when, _target(plan, own=own), _read_at_target)
        for own in ((False, True) if has_bare else (False,))
    }


def _read_at_target(node: Reference) -> Fraction | NA:
    return _AT_TARGET.get(node.reading, NA("NO_ACTUAL"))


def _target(plan: Plan, *, own: bool) -> Any:
    def lookup(name: str, lag: int) -> Fraction | NA:
        goal = goal_of_name(plan, name)
        unit = reading_unit(plan, goal) if goal else None
        one = number(plan, goal, "target", unit) if goal and not lag else None
        if one is None:
            return NA("NO_TARGET")
        return one.value / unit.factor if own and unit is not None else one.value

    return lookup


def _goals_in(plan: Plan, when: Formula) -> dict[str, str]:
    """The goals that a condition names, each with its target as written."""
    found_goals: dict[str, str] = {}
    for use in when.names:
        goal = goal_of_name(plan, use.name)
        if goal is not None:
            found_goals[goal] = str(plan.goals[goal].target or "—")
    return found_goals


def _values(plan: Plan, when: Formula) -> str:
    return ", ".join(f"{goal} = {target}" for goal, target in _goals_in(plan, when).items())


def _target_paths(plan: Plan, when: Formula) -> list[str]:
    return [f"{plan.goals[goal].at}.target" for goal in _goals_in(plan, when)]


def _found(plan: Plan, rule: Rule, action: Action, path: str, **params: Any) -> Finding:
    return found(plan, rule, path, key=action.key, title=plan.called(action.key), **params)


CHECKS: Final = (
    Check(UNTRIGGERED, risk_without_trigger),
    Check(SOURCELESS, trigger_without_source),
    Check(TARGETLESS, trigger_without_target),
    Check(CONSTANT, trigger_constant),
    Check(TRUE_AT_TARGET, trigger_true_at_target),
    Check(ANSWER_EARLY, fallback_before_it_can_show),
    Check(ANSWER_UNDATED, fallback_without_date),
    Check(ANSWER_LATE, fallback_after_plan),
    Check(GATE_SHUT, gate_shut_at_target),
)
