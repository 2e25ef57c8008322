"""Rules on actions: when, with what, and what happens if it does not work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from ..finding import Finding, Rule, Words
from ..model.action import Action
from ..model.cycle import knots, shortest_cycle
from ..model.plan import Plan
from ..model.quantity import Quantity
from ..model.timing import Timing
from .place import delivers, first_day, inside, last_day, risks_of
from .rulebook import Check, found
from .sample import ACTION, GOAL, HEAD, SAMPLE, TEAM

_SITE: Final = "  site: {title: 改版网站, team: shop, serves: [sales], time: Q2 完成}\n"


def _with(rest: str, teams: str = "") -> str:
    """The sample whose action says more."""
    return HEAD + GOAL + TEAM + teams + ACTION.replace("Q4 完成}", f"Q4 完成, {rest}}}")


TIMELESS: Final = Rule(
    code="GT601",
    name="action-without-time",
    level="warning",
    message=Words(
        "Nothing says when the action `{key}` ({title}) is done.", "没有说明行动 `{key}`（{title}）何时进行。"
    ),
    hint=Words(
        "Add `time:`, such as `time: Q2 start, Q4 done`.", "请加上 `time:`，例如 `time: Q2 启动，Q4 完成`。"
    ),
    why=Words(
        "What has no date is always begun after everything that has one.",
        "没有时间的事总是排在有时间的事之后。",
    ),
    wrong=HEAD + GOAL + TEAM + ACTION.replace(", time: Q2 启动，Q4 完成", ""),
    right=SAMPLE,
)
RISKLESS: Final = Rule(
    code="GT603",
    name="action-without-fallback",
    level="warning",
    message=Words(
        "The action `{key}` ({title}) names no risk and no fallback, unlike {named} of the {count} actions.",
        "行动 `{key}`（{title}）没有写明风险与应对（{count} 项行动中有 {named} 项写了）。",
    ),
    hint=Words(
        "Add `risks:` with what may go wrong (`if:`) and the answer (`then:`).",
        "请用 `risks:` 写明可能出什么问题（`if:`）以及应对（`then:`）。",
    ),
    why=Words(
        "Who has no second way defends the first one too long.", "没有备选方案，就会在原方案上拖得太久。"
    ),
    wrong=_with("risks: [{if: 选址太慢, when: pace(sales) < 0.9, then: {do: 先开快闪店, by: Q4}}]") + _SITE,
    right=_with("risks: [{if: 选址太慢, when: pace(sales) < 0.9, then: {do: 先开快闪店, by: Q4}}]")
    + _SITE.replace(
        "Q2 完成}", "Q2 完成, risks: [{if: 改版拖延, when: pace(sales) < 0.9, then: {do: 分批上线, by: Q4}}]}"
    ),
)
UNANSWERED: Final = Rule(
    code="GT604",
    name="risk-without-answer",
    level="warning",
    message=Words(
        "The risk `{risk}` of the action `{key}` ({title}) has no answer.",
        "行动 `{key}`（{title}）的风险“{risk}”没有应对。",
    ),
    hint=Words("Add `then: {{do: ..., by: ...}}`.", "请加上 `then: {{do: ..., by: ...}}`。"),
    why=Words(
        "A risk that is only named comes as a surprise all the same.",
        "只点名而没有应对的风险，来了照样措手不及。",
    ),
    wrong=_with("risks: [{if: 选址太慢, when: pace(sales) < 0.9}]"),
    right=_with("risks: [{if: 选址太慢, when: pace(sales) < 0.9, then: {do: 先开快闪店, by: Q4}}]"),
)
TOO_LATE: Final = Rule(
    code="GT609",
    name="action-ends-after-its-goal",
    level="warning",
    message=Words(
        "The action `{key}` ({title}) delivers by {day} (`{time}`), and the period of `{goal}`, which it serves, ends on {end}.",
        "行动 `{key}`（{title}）到 {day} 才交付（“{time}”），而它所服务的目标 `{goal}` 于 {end} 结束。",
    ),
    hint=Words(
        "Bring its last milestone forward, or name the goal that it is in time for.",
        "请把最后一个节点提前，或改为它来得及服务的目标。",
    ),
    why=Words(
        "What is delivered when the goal is over cannot help to reach it.",
        "目标期结束之后才交付的成果，无助于达成目标。",
    ),
    wrong=(HEAD + GOAL + TEAM + ACTION)
    .replace("owner: shop}", "period: 2025H1, owner: shop}")
    .replace("Q2 启动，Q4 完成", "Q1 启动，Q3 完成"),
    right=(HEAD + GOAL + TEAM + ACTION)
    .replace("owner: shop}", "period: 2025H1, owner: shop}")
    .replace("Q2 启动，Q4 完成", "Q1 启动，Q2 完成"),
)
OUTSIDE: Final = Rule(
    code="GT610",
    name="action-outside-plan",
    level="warning",
    message=Words(
        "The action `{key}` ({title}) takes place from {first} to {last} (`{time}`), outside the plan's period {period}.",
        "行动 `{key}`（{title}）的时间为 {first} 至 {last}（“{time}”），不在计划期 {period} 之内。",
    ),
    hint=Words(
        "Correct its time, or move it to the plan of that period.", "请改正时间，或移到相应时期的计划中。"
    ),
    why=Words(
        "A plan's goals are counted within its period; what happens outside it does not count.",
        "计划目标只在计划期内计数，期外的行动不起作用。",
    ),
    wrong=SAMPLE.replace("Q2 启动，Q4 完成", "2026Q2 启动，2026Q4 完成"),
    right=SAMPLE,
)
TOO_EARLY: Final = Rule(
    code="GT611",
    name="action-before-what-it-follows",
    level="error",
    message=Words(
        "The action `{key}` ({title}) begins by {day} (`{time}`), and `{other}`, which it comes after, is done by {done} only (`{other_time}`).",
        "行动 `{key}`（{title}）不晚于 {day} 开始（“{time}”），而它的前置行动 `{other}` 要到 {done} 才完成（“{other_time}”）。",
    ),
    hint=Words(
        "Move one of the two, or remove `{other}` from `after:`.",
        "请调整其中一个的时间，或从 `after:` 中去掉 `{other}`。",
    ),
    why=Words(
        "What needs another action's result cannot begin before there is one.",
        "依赖另一行动成果的事，不能早于该成果开始。",
    ),
    wrong=(SAMPLE + _SITE)
    .replace("Q4 完成}", "Q4 完成, after: [site]}")
    .replace("time: Q2 完成", "time: Q3 完成"),
    right=(SAMPLE + _SITE)
    .replace("Q4 完成}", "Q4 完成, after: [site]}")
    .replace("time: Q2 完成", "time: Q1 完成"),
)
CIRCLE: Final = Rule(
    code="GT612",
    name="actions-in-a-circle",
    level="error",
    message=Words("Each of these actions comes after the next: {circle}.", "这些行动互为前置：{circle}。"),
    hint=Words("Remove one of them from another's `after:`.", "请从其中一个的 `after:` 中去掉另一个。"),
    why=Words("None of them can ever begin.", "其中任何一个都永远无法开始。"),
    wrong=(SAMPLE + _SITE)
    .replace("Q4 完成}", "完成, after: [site]}")
    .replace("Q2 启动，", "Q2 ")
    .replace("Q2 完成}", "Q2 完成, after: [stores]}"),
    right=(SAMPLE + _SITE).replace("Q4 完成}", "完成, after: [site]}").replace("Q2 启动，", "Q2 "),
)
IMPOSSIBLE_SHARE: Final = Rule(
    code="GT616",
    name="share-of-action-out-of-range",
    level="error",
    message=Words(
        "The {field} of the action `{key}` ({title}) is {text}, which lies outside 0 to 100 %.",
        "行动 `{key}`（{title}）的{field}为 {text}，超出 0 到 100%。",
    ),
    hint=Words("Write a share between 0 and 100 %.", "请写 0 到 100% 之间的比例。"),
    why=Words(
        "A chance or a done share beyond the whole multiplies what is not there.",
        "超过整体的概率或完成比例，会放大并不存在的东西。",
    ),
    wrong=_with("chance: 120%"),
    right=_with("chance: 80%"),
)


def action_without_time(plan: Plan) -> Iterator[Finding]:
    """Actions that say no time."""
    for action in plan.actions.values():
        if action.time is None and not plan.wrote(f"{action.at}.time"):
            yield _found(plan, TIMELESS, action)


def action_without_fallback(plan: Plan) -> Iterator[Finding]:
    """Actions that name no risk, in a plan in which at least one action does."""
    saying = {key for key, one in plan.actions.items() if one.risks or plan.wrote(f"{one.at}.risks")}
    for key, action in plan.actions.items():
        if saying and key not in saying:
            yield _found(plan, RISKLESS, action, named=len(saying), count=len(plan.actions))


def risk_without_answer(plan: Plan) -> Iterator[Finding]:
    """Risks to which nothing is done."""
    for action in plan.actions.values():
        for path, risk in risks_of(plan, action):
            if not any(answer.do or answer.needs or answer.with_ for answer in risk.then):
                yield _found(
                    plan,
                    UNANSWERED,
                    action,
                    inside(plan, path, "if", "when"),
                    risk=str(risk.if_ or risk.when or path),
                )


def action_ends_after_its_goal(plan: Plan) -> Iterator[Finding]:
    """Actions whose last milestone lies after the period of a goal that they serve.

    An action that delivers something in time, and the rest for another of its goals, is in time.
    """
    for action in plan.actions.values():
        day = delivers(action.time) or first_day(action.time)
        if day is None or _is_outside(plan, action):
            continue
        ends = {
            goal: period.last
            for goal in (*action.serves, *action.effect)
            if goal in plan.goals and (period := plan.goals[goal].period or plan.period)
        }
        for goal, end in ends.items():
            if day > end and not (_delivers_by(action, end) and any(other >= day for other in ends.values())):
                yield _found(
                    plan,
                    TOO_LATE,
                    action,
                    f"{action.at}.time",
                    [plan.goals[goal].at],
                    day=day,
                    time=action.time,
                    goal=goal,
                    end=end,
                )


def action_outside_plan(plan: Plan) -> Iterator[Finding]:
    """Actions that begin after the plan's period, or are over before it."""
    for action in plan.actions.values():
        if _is_outside(plan, action):
            first, last = first_day(action.time), last_day(action.time)
            yield _found(
                plan,
                OUTSIDE,
                action,
                f"{action.at}.time",
                ["period"],
                first=first,
                last=last,
                time=action.time,
                period=plan.period,
            )


def action_before_what_it_follows(plan: Plan) -> Iterator[Finding]:
    """Actions whose latest beginning lies before the day on which what they come after is done.

    Actions of one circle are another rule's.
    """
    circles = knots((key, other) for key, action in plan.actions.items() for other in action.after)
    for key, action in plan.actions.items():
        day = _begins_by(action.time)
        for name in action.after:
            other = plan.actions.get(name)
            done = last_day(other.time) if other and not _is_endless(other.time) else None
            if other is None or day is None or done is None or day >= done or name == key:
                continue
            if key not in circles or circles[key] != circles.get(name):
                params = {
                    "day": day,
                    "time": action.time,
                    "other": name,
                    "done": done,
                    "other_time": other.time,
                }
                yield _found(plan, TOO_EARLY, action, f"{action.at}.time", [f"{other.at}.time"], **params)


def actions_in_a_circle(plan: Plan) -> Iterator[Finding]:
    """One shortest circle of actions that wait for each other."""
    circle = shortest_cycle((key, other) for key, action in plan.actions.items() for other in action.after)
    if circle:
        paths = [f"{plan.actions[key].at}.after" for key in circle]
        yield found(plan, CIRCLE, paths[0], others=paths[1:], circle=" → ".join((*circle, circle[0])))


def share_of_action_out_of_range(plan: Plan) -> Iterator[Finding]:
    """Chances and done shares below nothing or above the whole."""
    for action in plan.actions.values():
        done = action.progress.done if action.progress else None
        shares = {
            f"{action.at}.chance": (action.chance, Words("chance", "概率")),
            inside(plan, f"{action.at}.progress", "done"): (done, Words("done share", "完成比例")),
        }
        for at, (share, field) in shares.items():
            if isinstance(share, Quantity) and not share.unit.dims and not 0 <= share.base <= 1:
                yield _found(plan, IMPOSSIBLE_SHARE, action, at, field=field, text=share)


def _found(
    plan: Plan, rule: Rule, action: Action, path: str = "", others: list[str] | None = None, **params: Any
) -> Finding:
    return found(
        plan,
        rule,
        path or action.at,
        others=others or (),
        key=action.key,
        title=plan.called(action.key),
        **params,
    )


def _is_outside(plan: Plan, action: Action) -> bool:
    first, last = first_day(action.time), last_day(action.time)
    if first is None or last is None or plan.period is None:
        return False
    return first > plan.period.last or (last < plan.period.first and not _goes_on(action.time))


def _goes_on(timing: object) -> bool:
    """Whether a time has an open end: what began before the plan may go on in it."""
    return isinstance(timing, Timing) and (
        timing.continuous or timing.recurrence is not None or timing.end is None
    )


def _is_endless(timing: object) -> bool:
    """Whether what an action does goes on all the time, so that it is never done."""
    return isinstance(timing, Timing) and (timing.continuous or timing.recurrence is not None)


def _delivers_by(action: Action, day: date) -> bool:
    """Whether an action delivers something by a day."""
    dated = action.time.dated if isinstance(action.time, Timing) else ()
    return any(one.period is not None and not one.open_end and one.period.last <= day for one in dated)


def _begins_by(timing: object) -> date | None:
    """The last day on which an action may begin and still keep its first milestone."""
    dated = timing.dated if isinstance(timing, Timing) else ()
    return dated[0].period.last if dated and dated[0].period else None


CHECKS: Final = (
    Check(TIMELESS, action_without_time),
    Check(RISKLESS, action_without_fallback),
    Check(UNANSWERED, risk_without_answer),
    Check(TOO_LATE, action_ends_after_its_goal),
    Check(OUTSIDE, action_outside_plan),
    Check(TOO_EARLY, action_before_what_it_follows),
    Check(CIRCLE, actions_in_a_circle),
    Check(IMPOSSIBLE_SHARE, share_of_action_out_of_range),
)
