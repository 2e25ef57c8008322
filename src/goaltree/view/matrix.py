"""Teams against company goals: who owns, who carries, whose actions serve."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from attrs import frozen

from ..finding import Lang
from ..model.plan import Plan
from ..model.serving import spread_up
from .company import by_perspective, heading, top_goals
from .line import EMPTY, Line, Piece, line, packed, wrap
from .speech import Speech

Mark = Literal["owns", "carries"]
_SIGNS: Final[dict[str, str]] = {"owns": "●", "carries": "○", "": " "}
_LEAST: Final = 12
_MOST: Final = 28


@frozen(kw_only=True)
class Matrix:
    """What each team has to do with each company goal.

    Attributes:
        goals: The company's goals, in the order of perspectives.
        teams: Line teams, and every other team that has a mark.
        marks: (team, goal) to whether the team owns or carries it.
        served: (team, goal) of the teams with an action that serves it.
    """

    goals: tuple[str, ...]
    teams: tuple[str, ...]
    marks: Mapping[tuple[str, str], Mark]
    served: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, plan: Plan) -> Matrix:
        """The matrix of a plan.

        A team owns a goal that names it as owner or that it lists in `owns`. It carries a goal that it
        lists in `carries`, or a part of it, or a goal that serves it. It serves a goal by an action
        for it, or for such a part or supporting goal.
        """
        goals = top_goals(plan)
        reach = _reach(plan, frozenset(goals))
        marks: dict[tuple[str, str], Mark] = {}
        for key, goal in plan.goals.items():
            for team in plan.carriers.get(key, ()):
                owns = goal.owner == team or (team in plan.teams and key in plan.teams[team].owns)
                for top in reach[key]:
                    if owns and top == key:
                        marks[team, top] = "owns"
                    else:
                        marks.setdefault((team, top), "carries")
        served = frozenset(
            (action.team or "", top)
            for action in plan.actions.values()
            for goal in (*action.serves, *action.effect)
            for top in reach.get(goal, ())
        )
        marked = {team for team, _ in (*marks, *served)}
        teams = tuple(key for key, team in plan.teams.items() if team.role == "line" or key in marked)
        return cls(goals=goals, teams=teams, marks=marks, served=served)

    def unowned(self) -> tuple[str, ...]:
        """The goals that no team owns or carries."""
        held = {goal for _, goal in self.marks}
        return tuple(goal for goal in self.goals if goal not in held)


def _reach(plan: Plan, goals: frozenset[str]) -> Mapping[str, tuple[str, ...]]:
    """Goal to the company goals that it is, is a part of, serves or restates."""
    links: dict[str, tuple[str, ...]] = {}
    for key, goal in plan.goals.items():
        whole = (parent for parent, _, _ in plan.parents.get(key, ()))
        links[key] = (*whole, *goal.serves, *((goal.restates,) if goal.restates else ()))
    return {key: tuple(sorted(spread_up((key,), links) & goals)) for key in plan.goals}


def matrix_lines(plan: Plan, *, lang: Lang = "en", room: int = 100) -> list[Line]:
    """The matrix with numbered columns and a legend beneath; in several blocks where it is too wide.

    Args:
        plan: The plan.
        lang: Language of titles and labels.
        room: Terminal columns in all.
    """
    say = Speech(plan, lang)
    matrix = Matrix.of(plan)
    lines = heading(plan, say, room)
    if not matrix.goals or not matrix.teams:
        return [
            *lines,
            EMPTY,
            line(say("There are no teams or no company goals yet.", "还没有团队，或没有公司目标。")),
        ]
    names = {team: wrap(say.team(team), _MOST) for team in matrix.teams}
    name = max(_LEAST, *(Piece(text).width for texts in names.values() for text in texts))
    cell = max(2, len(str(len(matrix.goals)))) + 1
    step = max(1, (room - name) // cell)
    blocks = [range(at, min(at + step, len(matrix.goals))) for at in range(0, len(matrix.goals), step)]
    for block in blocks:
        lines += [EMPTY, *_block(matrix, names, block, name, cell)]
    lines += [EMPTY, *_columns(plan, matrix, say, room), EMPTY]
    return [*lines, *_notes(plan, matrix, say, room)]


def _block(matrix: Matrix, names: Mapping[str, list[str]], block: range, name: int, cell: int) -> list[Line]:
    head = "".join(f" {at + 1}".rjust(cell) for at in block)
    lines = [line(" " * name, Piece(head, "faint"))]
    for team, texts in names.items():
        pieces: list[Piece] = [Piece(texts[0]), Piece(" " * (name - Piece(texts[0]).width))]
        for at in block:
            place = team, matrix.goals[at]
            mark = matrix.marks.get(place, "")
            sign = _SIGNS[mark] + ("·" if place in matrix.served else " ")
            pieces.append(Piece(sign.rjust(cell), "strong" if mark == "owns" else ""))
        lines.append(tuple(pieces))
        lines += [line(text) for text in texts[1:]]
    return lines


def _columns(plan: Plan, matrix: Matrix, say: Speech, room: int) -> list[Line]:
    number = {key: at + 1 for at, key in enumerate(matrix.goals)}
    groups = by_perspective(plan)
    titles = {key: say.perspective(key) if key else say("Other", "其他") for key in groups}
    wide = max(Piece(title).width for title in titles.values()) if len(groups) > 1 else 0
    lines: list[Line] = []
    for key, goals in groups.items():
        told = packed([f"{number[goal]:>2} {say.goal(goal)}" for goal in goals], room - wide - 2)
        for level, text in enumerate(told):
            title = titles[key] if wide and not level else ""
            lines.append(
                line(Piece(title, "faint"), " " * (wide + 2 - Piece(title).width if wide else 0), text)
            )
    return lines


def _notes(plan: Plan, matrix: Matrix, say: Speech, room: int) -> list[Line]:
    told = (
        say("● owns", "● 负责"),
        say("○ carries it, a part of it or a goal that serves it", "○ 承担它、它的分项或支撑它的目标"),
        say("· serves it by an action", "· 以行动支撑"),
    )
    lines = [line(Piece(text, "faint")) for text in packed(told, room)]
    free = matrix.unowned()
    if free:
        numbers = say.join(str(matrix.goals.index(goal) + 1) for goal in free)
        lines.append(line(Piece(say(f"Carried by nobody: {numbers}", f"无人承担：{numbers}"), "warning")))
    hidden = len(plan.teams) - len(matrix.teams)
    if hidden:
        text = say(
            f"Support units and partners without a mark, not shown: {hidden}.",
            f"另有 {hidden} 个支持部门和合作伙伴没有标记，未列出。",
        )
        lines.append(line(Piece(text, "faint")))
    return lines
