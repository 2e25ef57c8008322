"""Which goals stand at the top of a view, and what a plan holds in numbers."""

from __future__ import annotations

from collections.abc import Mapping

from ..model.goal import Goal
from ..model.plan import Plan
from .line import Line, Piece, line, packed, titled
from .speech import Speech


def top_goals(plan: Plan) -> tuple[str, ...]:
    """The company's goals in the order of the plan's perspectives, each of them once.

    They are the core goals, and every goal that is nobody's part, serves no other goal and repeats
    none.
    """
    tops = [key for key, goal in plan.goals.items() if goal.core or _is_free(plan, key, goal)]
    order = {key: place for place, key in enumerate(plan.perspectives)}
    tops.sort(key=lambda key: order.get(perspective_of(plan, key) or "", len(order)))
    return tuple(tops)


def _is_free(plan: Plan, key: str, goal: Goal) -> bool:
    return key not in plan.parents and not goal.serves and goal.restates is None


def perspective_of(plan: Plan, key: str) -> str | None:
    """The perspective of a goal: its own, else its metric's."""
    goal = plan.goals[key]
    metric = plan.metrics.get(goal.metric or key)
    found = goal.perspective or (metric.perspective if metric else None)
    return found if found in plan.perspectives else None


def by_perspective(plan: Plan) -> Mapping[str | None, tuple[str, ...]]:
    """The company's goals by perspective; those of none come last."""
    found: dict[str | None, list[str]] = {}
    for key in top_goals(plan):
        found.setdefault(perspective_of(plan, key), []).append(key)
    return {key: tuple(goals) for key, goals in found.items()}


def heading(plan: Plan, say: Speech, room: int) -> list[Line]:
    """The plan's title, and its key, period and currency."""
    title = say.text(plan.title) or plan.key or say("(a plan without a title)", "（计划没有标题）")
    facts = [plan.key if title != plan.key else "", str(plan.period) if plan.period else "", plan.currency]
    return titled(title, " · ".join(fact for fact in facts if fact), room)


def counts(plan: Plan, say: Speech, room: int) -> list[Line]:
    """How much the plan holds."""
    tops = top_goals(plan)
    parts = sum(1 for key in plan.goals if key in plan.parents and key not in tops)
    others = len(plan.goals) - len(tops) - parts
    roles = [team.role for team in plan.teams.values()]
    shown = (
        (len(tops), ("company goal", "company goals"), "个公司目标"),
        (parts, ("part", "parts"), "个分项"),
        (len(plan.objectives), ("objective", "objectives"), "个目标组"),
        (others, ("supporting goal", "supporting goals"), "个支撑目标"),
        (roles.count("line"), ("team", "teams"), "个业务团队"),
        (roles.count("support"), ("support unit", "support units"), "个支持部门"),
        (roles.count("partner"), ("partner", "partners"), "个合作伙伴"),
        (len(plan.actions), ("action", "actions"), "项行动"),
        (len(plan.metrics), ("metric", "metrics"), "个指标"),
        (len(plan.paired), ("pair", "pairs"), "组配对"),
    )
    said = [say(f"{n} {en[n != 1]}", f"{n} {zh}") for n, en, zh in shown if n]
    return [line(Piece(text, "faint")) for text in packed(said, room, gap=" · ")]
