"""What a goal is tied to: its parts, what it serves, what serves it, and who repeats its number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..model.goal import Goal
from ..model.plan import Plan
from ..model.quantity import Quantity
from ..model.serving import restating
from ..model.tree import Edge, Tree
from .company import top_goals
from .line import Line
from .section import section
from .speech import Speech, around
from .table import Cell, Column, lay_out

_TIES: Final = Column(), Column(least=20), Column(least=12), Column(least=12)


def cuts(goal: Goal, say: Speech, room: int) -> Iterator[list[Line]]:
    """The parts of a goal, a section a cut."""
    for cut in goal.cuts:
        dimension = say.dimension(cut.dimension)
        title = (
            say(f"Of which, by {dimension}", around("其中，按", dimension))
            if cut.partial
            else say(f"By {dimension}", around("按", dimension, "分解"))
        )
        rows = [_part(part, say.plan, say) for part in cut.members.values()]
        counts = len(goal.cuts) > 1 and goal.rolls_up == cut.dimension
        yield section(
            title,
            lay_out(rows, _TIES[:1] + _TIES[2:], room, indent=2),
            say("this one rolls up", "按此汇总") if counts else "",
        )


def _part(key: str, plan: Plan, say: Speech) -> tuple[Cell, ...]:
    goal = plan.goals.get(key)
    owner = say.team(plan.owner(key)) or say.teams(plan.carriers.get(key, ()))
    numbers = say.goal_line(goal) if goal else ""
    return Cell(say.title(key)), Cell(numbers), Cell(owner or "—", "" if owner else "warning")


def up(goal: Goal, tree: Tree, say: Speech, room: int) -> list[Line]:
    """What a goal is a part of, drives, serves or restates."""
    edges = [edge for parent in tree.parents(goal.key) for edge in tree.edges(parent, goal.key)]
    rows = [_tie(edge, edge.parent, say) for edge in edges]
    if goal.restates is not None:
        rows.append((Cell(say("restates", "复述"), "faint"), *_end(goal.restates, say)))
    return lay_out(rows, _TIES, room, indent=2)


def down(goal: Goal, tree: Tree, say: Speech, room: int) -> list[Line]:
    """What drives and serves a goal; its parts stand in `cuts`."""
    edges = [edge for child in tree.children(goal.key) for edge in tree.edges(goal.key, child)]
    lagged = [edge for edge in tree.lagged if edge.parent == goal.key]
    kept = [edge for edge in (*edges, *lagged) if edge.kind != "cut"]
    return lay_out([_tie(edge, edge.child, say) for edge in kept], _TIES, room, indent=2)


def _tie(edge: Edge, other: str, say: Speech) -> tuple[Cell, ...]:
    words = {
        "cut": say("of which" if edge.partial else "part of", "其中" if edge.partial else "分项"),
        "driver": say("formula", "公式"),
        "alignment": say("serves", "支撑"),
    }
    label = words[edge.kind]
    if edge.kind == "cut":
        label += f" {say.dimension(edge.dimension)}"
    if edge.weight is not None:
        label += f" ×{float(edge.weight):g}"
    if edge.lag:
        label += say(f", {edge.lag} back", f"，前 {edge.lag} 期")
    return (Cell(label, "faint"), *_end(other, say))


def _end(key: str, say: Speech) -> tuple[Cell, ...]:
    bare = key if key in say.plan.goals else key.removeprefix("metrics.").removeprefix("objectives.")
    goal = say.plan.goals.get(key)
    if goal is None:
        noun = say("metric", "指标") if bare in say.plan.metrics else say("objective", "目标组")
        return Cell(say.title(bare)), Cell(noun, "faint"), Cell()
    owner = say.team(say.plan.owner(key)) or say.teams(say.plan.carriers.get(key, ()))
    return Cell(say.goal(key)), Cell(say.goal_line(goal)), Cell(owner)


def reached(goal: Goal, tree: Tree, say: Speech) -> str:
    """The company goals that a goal leads to beyond its next ones; empty where there are none."""
    tops = [key for key in top_goals(say.plan) if key in set(tree.ancestors(goal.key))]
    direct = set(tree.parents(goal.key))
    if not tops or direct.issuperset(tops):
        return ""
    return say("up to ", "最终指向 ") + say.join(say.goal(key) for key in tops)


def restated(goal: Goal, say: Speech, room: int) -> list[Line]:
    """Who repeats the number of a goal, and whether it is the same."""
    rows = []
    for key, team in say.plan.teams.items():
        for part, label in (("owns", say("owns", "负责")), ("carries", say("carries", "承担"))):
            number = getattr(team, part).get(goal.key)
            if number is not None:
                rows.append(
                    (
                        Cell(say.team(key)),
                        Cell(label, "faint"),
                        Cell(str(number)),
                        _compared(number, goal, say),
                    )
                )
    for key in restating(say.plan).get(goal.key, ()):
        other = say.plan.goals[key]
        number = other.target if isinstance(other.target, Quantity) else None
        rows.append(
            (
                Cell(say.goal(key)),
                Cell(say("goal", "目标"), "faint"),
                Cell(say.number(other.target)),
                _compared(number, goal, say),
            )
        )
    return lay_out(rows, (Column(least=20), Column(), Column(), Column()), room, indent=2)


def _compared(number: Quantity | None, goal: Goal, say: Speech) -> Cell:
    if number is None or not isinstance(goal.target, Quantity):
        return Cell()
    if number.same_value(goal.target):
        return Cell(say("the same", "一致"), "faint")
    if number.base == goal.target.base and number.unit.same_dimension(goal.target.unit):
        return Cell(
            say(f"the same number; the goal is {goal.target}", f"数字一致，目标写作 {goal.target}"), "faint"
        )
    return Cell(say(f"differs: the goal is {goal.target}", f"不一致：目标是 {goal.target}"), "warning")
