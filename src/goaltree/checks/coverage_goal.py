"""Rules on the coverage of goals."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Final

from ..finding import Finding, Rule, Words
from ..model.goal import Goal
from ..model.plan import Plan
from ..model.serving import company_goals, links_up, spread_down, spread_up, turned
from .rulebook import Check, found, stake_of, unread
from .sample import ACTION, GOAL, HEAD, ORDERS, SAMPLE, TEAM

GOAL_UNCARRIED: Final = Rule(
    code="GT403",
    name="goal-carried-by-nobody",
    level="warning",
    message=Words(
        "No team owns or carries the goal `{key}` ({title}).", "没有团队负责或承担目标 `{key}`（{title}）。"
    ),
    hint=Words(
        "Add `owner:` to the goal, or name it in a team's `owns:` or `carries:`.",
        "请给目标加 `owner:`，或写进某个团队的 `owns:` 或 `carries:`。",
    ),
    why=Words("What nobody answers for does not happen.", "没有人负责的事不会发生。"),
    wrong=HEAD
    + GOAL
    + "  orders: {title: 订单量, kind: flow, unit: 单, direction: up, target: 100万}\n"
    + TEAM
    + ACTION.replace("[sales]", "[sales, orders]"),
    right=HEAD
    + GOAL
    + "  orders: {title: 订单量, kind: flow, unit: 单, direction: up, target: 100万, owner: shop}\n"
    + TEAM
    + ACTION.replace("[sales]", "[sales, orders]"),
)
GOAL_UNSERVED: Final = Rule(
    code="GT404",
    name="goal-served-by-no-action",
    level="warning",
    message=Words(
        "No action serves the goal `{key}` ({title}), nor anything that leads to it.",
        "没有行动服务于目标 `{key}`（{title}）或通向它的任何目标。",
    ),
    hint=Words(
        "Name it in `serves:` of an action, or add the action that is to reach it.",
        "请在某个行动的 `serves:` 中写上它，或补上实现它的行动。",
    ),
    why=Words("A goal without an action is a wish.", "没有行动的目标只是愿望。"),
    wrong=HEAD
    + GOAL
    + "  orders: {title: 订单量, kind: flow, unit: 单, direction: up, target: 100万, owner: shop}\n"
    + TEAM
    + ACTION,
    right=HEAD
    + GOAL
    + "  orders: {title: 订单量, kind: flow, unit: 单, direction: up, target: 100万, owner: shop}\n"
    + TEAM
    + ACTION.replace("[sales]", "[sales, orders]"),
)
PERSPECTIVE_EMPTY: Final = Rule(
    code="GT409",
    name="perspective-without-goals",
    level="warning",
    message=Words(
        "No goal falls under the perspective `{key}` ({title}).", "没有目标属于维度 `{key}`（{title}）。"
    ),
    hint=Words(
        "Add `perspective: {key}` to a goal, or remove the perspective.",
        "请给某个目标加上 `perspective: {key}`，或删去该维度。",
    ),
    why=Words(
        "A dimension that the plan names and sets no goal for is forgotten until the year is over.",
        "计划点了名却没有目标的维度，会一直被遗忘到年底。",
    ),
    wrong=SAMPLE.replace("owner: shop}", "owner: shop, perspective: growth}")
    + "perspectives: {growth: 增长, trust: 信任}\n",
    right=SAMPLE.replace("owner: shop}", "owner: shop, perspective: growth}")
    + "perspectives: {growth: 增长}\n",
)
RESULT_UNPAIRED: Final = Rule(
    code="GT410",
    name="result-without-process-metric",
    level="warning",
    message=Words(
        "No process metric is believed to move `{key}` ({title}).",
        "没有过程指标对应结果指标 `{key}`（{title}）。",
    ),
    hint=Words(
        "Pair it under `pairs:` with the metric that shows early whether it will be reached.",
        "请在 `pairs:` 中给它配上能提前反映达成与否的过程指标。",
    ),
    why=Words(
        "A result without a process metric is only known when it is too late.",
        "没有过程指标的结果，等知道时已经太晚。",
    ),
    wrong=SAMPLE.replace(
        "teams:",
        "  profit: {title: 利润, kind: flow, unit: 元, direction: up, target: 1亿, owner: shop}\nteams:",
    ).replace("[sales]", "[sales, profit]")
    + ORDERS
    + "pairs: {sales: orders}\n",
    right=SAMPLE.replace(
        "teams:",
        "  profit: {title: 利润, kind: flow, unit: 元, direction: up, target: 1亿, owner: shop}\nteams:",
    ).replace("[sales]", "[sales, profit]")
    + ORDERS
    + "pairs: {sales: orders, profit: orders}\n",
)
DIRECTION_UNSERVED: Final = Rule(
    code="GT411",
    name="direction-served-by-no-goal",
    level="warning",
    message=Words(
        "The strategic direction `{key}` ({title}) points at no goal, metric or perspective.",
        "战略方向 `{key}`（{title}）没有指向任何目标、指标或维度。",
    ),
    hint=Words(
        "Add `goals:`, `metrics:` or `perspective:` to it, or set the goal that is missing.",
        "请给它加上 `goals:`、`metrics:` 或 `perspective:`，或补上缺少的目标。",
    ),
    why=Words("A direction that no goal serves stays a sentence.", "没有目标服务的方向只是一句话。"),
    wrong=SAMPLE + "canvas: {directions: {global: {title: 全球化布局, text: 吸引海外用户}}}\n",
    right=SAMPLE
    + "canvas: {directions: {global: {title: 全球化布局, text: 吸引海外用户, goals: [sales]}}}\n",
)
GOAL_WITHOUT_TARGET: Final = Rule(
    code="GT421",
    name="goal-without-target",
    level="warning",
    message=Words("The goal `{key}` ({title}) has no target.", "目标 `{key}`（{title}）没有目标值。"),
    hint=Words(
        "Add `target:`; write `unstated` if the source does not say.",
        "请加上 `target:`；若来源没有写，填 `unstated`。",
    ),
    why=Words(
        "Without a target nobody can say whether the goal was reached.", "没有目标值，就无法判断是否达成。"
    ),
    wrong=HEAD + GOAL.replace("target: 12亿, ", "") + TEAM + ACTION,
    right=SAMPLE,
)
KEY_METRIC_ADRIFT: Final = Rule(
    code="GT422",
    name="key-metric-serves-no-company-goal",
    level="warning",
    message=Words(
        "The goal `{key}` ({title}) of {team} leads to no company goal.",
        "{team}的目标 `{key}`（{title}）不通向任何公司目标。",
    ),
    hint=Words(
        "Add `serves:` with the company goal that it is for.", "请用 `serves:` 写上它所服务的公司目标。"
    ),
    why=Words(
        "A team can reach such a goal in full while the company moves nowhere.",
        "这样的目标即使完全达成，公司也可能毫无进展。",
    ),
    wrong=SAMPLE.replace("owner: shop}", "owner: shop, core: true}")
    .replace(
        "teams:",
        "  visits: {title: 进店人数, kind: flow, unit: 人, direction: up, target: 10万, owner: shop}\nteams:",
    )
    .replace("[sales], time", "[sales, visits], time"),
    right=SAMPLE.replace("owner: shop}", "owner: shop, core: true}")
    .replace(
        "teams:",
        "  visits: {title: 进店人数, kind: flow, unit: 人, direction: up, target: 10万, owner: shop, serves: [sales]}\nteams:",
    )
    .replace("[sales], time", "[sales, visits], time"),
)


def goal_carried_by_nobody(plan: Plan) -> Iterator[Finding]:
    """Goals that no team owns or carries, neither themselves nor through what they are a part of.

    A goal is carried where a complete cut of it is. Of a goal that nobody carries, the parts are not told again.
    """
    carried = spread_down(plan, plan.carriers)
    unreadable = unread(plan)
    told: set[str] = set()
    for key, goal in plan.goals.items():
        if key in carried or goal.restates is not None or f"{goal.at}.owner" in unreadable:
            continue
        if any(parent in told for parent, _, _ in plan.parents.get(key, ())):
            told.add(key)
        elif not _is_carried_in_parts(goal, carried):
            told.add(key)
            yield found(
                plan, GOAL_UNCARRIED, goal.at, stake=stake_of(goal.target), key=key, title=plan.called(key)
            )


def _is_carried_in_parts(goal: Goal, carried: AbstractSet[str]) -> bool:
    return any(cut.members and carried >= set(cut.members.values()) for cut in goal.cuts if not cut.partial)


def goal_served_by_no_action(plan: Plan) -> Iterator[Finding]:
    """Goals that no action serves, neither directly nor through anything that leads to them."""
    if not plan.goals:
        return
    served = spread_down(plan, spread_up(plan.servers, links_up(plan)))
    for key, goal in plan.goals.items():
        if (
            key not in served
            and goal.restates is None
            and not any(p in plan.goals for p, _, _ in plan.parents.get(key, ()))
        ):
            yield found(
                plan, GOAL_UNSERVED, goal.at, stake=stake_of(goal.target), key=key, title=plan.called(key)
            )


def perspective_without_goals(plan: Plan) -> Iterator[Finding]:
    """Perspectives that no goal falls under."""
    used = {goal.perspective for goal in plan.goals.values()}
    used |= {
        plan.metrics[goal.metric].perspective for goal in plan.goals.values() if goal.metric in plan.metrics
    }
    for key, perspective in plan.perspectives.items():
        if key not in used:
            yield found(plan, PERSPECTIVE_EMPTY, perspective.at, key=key, title=plan.called(key))


def result_without_process_metric(plan: Plan) -> Iterator[Finding]:
    """Company goals whose metric is in no pair and no formula, in a plan that pairs its metrics.

    What has a formula is moved by its drivers, and a driver is itself what shows its result early.
    """
    if not plan.paired:
        return
    moved = {pair.result for pair in plan.paired} | {pair.process for pair in plan.paired}
    moved |= {key for key, metric in plan.metrics.items() if metric.formula is not None}
    moved |= {
        use.name.split(".")[0]
        for metric in plan.metrics.values()
        if metric.formula
        for use in metric.formula.names
    }
    for key in company_goals(plan):
        goal = plan.goals[key]
        if goal.metric not in moved and key not in plan.parents:
            yield found(
                plan, RESULT_UNPAIRED, goal.at, stake=stake_of(goal.target), key=key, title=plan.called(key)
            )


def direction_served_by_no_goal(plan: Plan) -> Iterator[Finding]:
    """Strategic directions that point at nothing of the plan."""
    for key, entry in plan.canvas.directions.items() if plan.canvas else ():
        if not (entry.goals or entry.metrics or entry.perspective):
            title = str(entry.title) if entry.title else key
            yield found(plan, DIRECTION_UNSERVED, f"canvas.directions.{key}", key=key, title=title)


def goal_without_target(plan: Plan) -> Iterator[Finding]:
    """Goals that say no target and have no parts that could; a part of a whole with one is another rule's."""
    told = {
        part
        for goal in plan.goals.values()
        for cut in goal.cuts
        if goal.target is not None and not cut.partial
        for part in cut.members.values()
    }
    for key, goal in plan.goals.items():
        dated = goal.phasing is not None and goal.phasing.dated
        silent = key in told and goal.baseline is None and goal.growth is None
        if goal.target is None and not goal.cuts and not dated and not silent:
            if not plan.wrote(f"{goal.at}.target"):
                yield found(plan, GOAL_WITHOUT_TARGET, goal.at, key=key, title=plan.called(key))


def key_metric_serves_no_company_goal(plan: Plan) -> Iterator[Finding]:
    """Goals that teams carry and that lead to no goal of the company."""
    leading = spread_up(company_goals(plan), turned(links_up(plan)))
    for key, teams in plan.carriers.items():
        if key in plan.goals and key not in leading:
            goal = plan.goals[key]
            team = plan.called(teams[0])
            yield found(
                plan,
                KEY_METRIC_ADRIFT,
                goal.at,
                stake=stake_of(goal.target),
                key=key,
                title=plan.called(key),
                team=team,
            )


CHECKS: Final = (
    Check(GOAL_UNCARRIED, goal_carried_by_nobody),
    Check(GOAL_UNSERVED, goal_served_by_no_action),
    Check(PERSPECTIVE_EMPTY, perspective_without_goals),
    Check(RESULT_UNPAIRED, result_without_process_metric),
    Check(DIRECTION_UNSERVED, direction_served_by_no_goal),
    Check(GOAL_WITHOUT_TARGET, goal_without_target),
    Check(KEY_METRIC_ADRIFT, key_metric_serves_no_company_goal),
)
