"""One team's view: what it answers for, what it does, what it asks and what is asked of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..finding import Finding, Lang
from ..model.plan import Plan
from ..model.quantity import Quantity
from ..model.team import Team
from .asked import ask_lines, asks_of, price_cell
from .line import Line, Piece, line, titled
from .section import about, fields, finding_lines, section, spaced
from .speech import Speech
from .table import Cell, Column, lay_out
from .work import action_lines, spread


def team_view_lines(
    plan: Plan, name: str, *, findings: Iterable[Finding] = (), lang: Lang = "en", room: int = 100
) -> list[Line]:
    """Everything that a plan says about a team.

    Args:
        plan: The plan.
        name: Key, title or alias of the team.
        findings: The plan's findings, of which those about the team are shown.
        lang: Language of titles and labels.
        room: Terminal columns in all.

    Raises:
        UnknownKeyError: No team goes by that name, or more than one does.
    """
    say = Speech(plan, lang)
    team = plan.team(name)
    asks = asks_of(plan, team.key, lang)
    actions = {key: action for key, action in plan.actions.items() if action.team == team.key}
    blocks = [
        _head(team, say, room),
        spaced(fields(_facts(team, say), room)),
        section(say("Owns", "负责"), _goals(team, "owns", say, room)),
        section(say("Carries", "承担"), _goals(team, "carries", say, room)),
        section(
            say("Actions", "行动"),
            spread(action_lines(key, action, say, room, with_team=False) for key, action in actions.items()),
        ),
        section(say("Asks of others", "对其他团队的期待"), _asks(team, say, room)),
    ]
    asked = ask_lines(asks, say, room, is_nested=True)
    blocks.append(section(say("Asked of it", "其他团队对它的期待"), asked))
    known = tuple(findings)
    near = {id(one) for one in about(known, team.at, *(action.at for action in actions.values()))}
    mine = [one for one in known if one.team == team.key or id(one) in near]
    blocks.append(section(say("Findings", "检查结果"), finding_lines(mine, say, room)))
    return spread(blocks)


def _head(team: Team, say: Speech, room: int) -> list[Line]:
    title = say.team(team.key)
    facts = [team.key, *team.aka, say.word(team.role)]
    span = say.plan.where(team.at)
    return [
        *titled(title, " · ".join(fact for fact in facts if fact != title), room),
        *([line(Piece(str(span), "faint"))] if span else []),
    ]


def _facts(team: Team, say: Speech) -> Iterator[tuple[str, str | Cell]]:
    yield say("lead", "负责人"), say.text(team.lead)
    yield say("part of", "上级"), say.team(team.parent)
    yield say("mission", "核心目标"), say.text(team.mission)
    yield say("boundary", "责任边界"), say.text(team.boundary)
    yield (
        say("exists", "存续"),
        " – ".join(str(day) if day else "" for day in (team.since, team.until)).strip(" –"),
    )


def _goals(team: Team, part: str, say: Speech, room: int) -> list[Line]:
    plan = say.plan
    stated = getattr(team, part)
    keys = list(stated)
    if part == "owns":
        keys += [key for key, goal in plan.goals.items() if goal.owner == team.key and key not in stated]
    rows = []
    for key in keys:
        goal = plan.goals.get(key)
        if goal is None:
            continue
        number = stated.get(key)
        actions = sum(plan.actions[one].team == team.key for one in plan.servers.get(key, ()))
        doing = say(f"{actions} action{'s' * (actions != 1)}", f"{actions} 项行动") if actions else ""
        rows.append(
            (
                Cell(say.goal(key)),
                Cell(say.goal_line(goal)),
                _restated(number, goal.target, say),
                Cell(doing, "faint"),
            )
        )
    return lay_out(rows, (Column(least=24), Column(least=16), Column(least=12), Column()), room, indent=2)


def _restated(number: Quantity | None, target: object, say: Speech) -> Cell:
    if number is None or not isinstance(target, Quantity) or number.same_value(target):
        return Cell()
    return Cell(say(f"here: {number}", f"此处写 {number}"), "warning")


def _asks(team: Team, say: Speech, room: int) -> list[Line]:
    rows = [*_asked_by_actions(team, say), *_asked_together(team, say)]
    columns = (Column(least=12), Column(least=20), Column(least=8), Column(), Column(least=20))
    return lay_out(rows, columns, room, indent=2)


def _asked_by_actions(team: Team, say: Speech) -> Iterator[tuple[Cell, ...]]:
    for other in say.plan.teams:
        for ask in asks_of(say.plan, other, say.lang) if other != team.key else ():
            if ask.team == team.key and ask.is_priced is not None:
                by, context = Cell(ask.by), Cell(ask.context, "faint")
                yield Cell(say.team(other)), Cell(ask.what), by, price_cell(ask, say), context


def _asked_together(team: Team, say: Speech) -> Iterator[tuple[Cell, ...]]:
    for one in team.works_with:
        by, context = Cell(say.time(one.by)), Cell(say("collaboration", "协同"), "faint")
        yield Cell(say.teams(one.with_)), Cell(say.text(one.for_)), by, Cell(), context
