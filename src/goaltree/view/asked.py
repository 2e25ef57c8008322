"""What every other team expects of one team: by when, and priced or not."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from ..finding import Lang
from ..model.action import Fallback, Need
from ..model.plan import Plan
from .demand import Demand, demands
from .line import EMPTY, Line, Piece, line, titled, wrap
from .speech import Speech
from .table import Cell, Column, row_blocks
from .work import is_priced, price, what

_COLUMNS = Column(least=20), Column(least=10), Column(), Column(least=20)


@frozen(kw_only=True)
class Ask:
    """One thing that is expected of a team.

    Attributes:
        team: Key of the team that expects it; empty where several work on it together.
        what: What is expected, in the author's words.
        by: By when, in the author's words; empty where nobody says.
        price: What it costs; empty where it has no price.
        is_priced: Whether it has a price; `None` where none is due (a collaboration).
        context: What it is for: the action, the collaboration, the group.
    """

    team: str
    what: str
    by: str
    price: str
    is_priced: bool | None
    context: str


def asks_of(plan: Plan, team: str, lang: Lang = "en") -> tuple[Ask, ...]:
    """What is expected of a team, in the plan's order.

    They are the needs of other teams' actions that name it, the answers to risks that take it, the
    collaborations of others with it, and the hand-overs and groups that it is in.
    """
    say = Speech(plan, lang)
    return (
        *(_ask(demand, say) for demand in demands(plan) if demand.giver == team),
        *_together(team, say),
    )


def _ask(demand: Demand, say: Speech) -> Ask:
    about = demand.about
    asked, by, context = demand.asker or "", say.time(demand.by), _context(demand, say)
    if isinstance(about, Need):
        return Ask(
            team=asked,
            what=what(about, say),
            by=by or _with_action(demand, say),
            price=price(about, say),
            is_priced=is_priced(about),
            context=context,
        )
    if isinstance(about, Fallback):
        cost = say.number(about.cost)
        return Ask(
            team=asked, what=say.text(about.do), by=by, price=cost, is_priced=bool(cost), context=context
        )
    told = say.text(about.for_) or say("works together", "协同")
    return Ask(team=asked, what=told, by=by, price="", is_priced=None, context=context)


def _with_action(demand: Demand, say: Speech) -> str:
    """The time of the action that needs it, where the need itself names none."""
    if demand.kind != "need" or demand.action is None:
        return ""
    when = say.time(demand.action.time)
    return say(f"with the action ({when})", f"随行动（{when}）") if when else ""


def _context(demand: Demand, say: Speech) -> str:
    """What a demand is for: the action, the risk that it answers, or the collaboration."""
    if demand.action is None:
        goals = say.join(say.goal(goal) for goal in demand.goals)
        return say("collaboration", "协同") + (say(f" for {goals}", f"，服务于{goals}") if goals else "")
    title = say.text(demand.action.title) or demand.action.key
    if demand.risk is None:
        return say("action: ", "行动：") + title
    danger = say.text(demand.risk.if_) or str(demand.risk.when or "?")
    return say("if ", "若") + danger + say(f", in action {title}", f"（行动：{title}）")


def _together(team: str, say: Speech) -> Iterator[Ask]:
    for key, handover in say.plan.handovers.items():
        if team in handover.teams:
            told = say.text(handover.title) or key
            context = say("hand-over, with ", "指标交接，与") + _others(handover.teams, team, say)
            yield Ask(team="", what=told, by=say.time(handover.by), price="", is_priced=None, context=context)
    groups = say.plan.governance.groups if say.plan.governance else {}
    for key, group in groups.items():
        if team in group.teams or ("all" in group.teams and say.plan.teams[team].role == "line"):
            told = say.text(group.title) or key
            context = say("group, with ", "小组，与") + _others(group.teams, team, say)
            ends = say.time(group.ends)
            by = say.join((say.time(group.every), say(f"ends: {ends}", f"结束：{ends}") if ends else ""))
            yield Ask(team="", what=told, by=by, price="", is_priced=None, context=context)


def _others(teams: tuple[str, ...], team: str, say: Speech) -> str:
    return say.teams(key for key in teams if key != team)


def asked_lines(plan: Plan, name: str, *, lang: Lang = "en", room: int = 100) -> list[Line]:
    """What is expected of a team, by the team that expects it.

    Args:
        plan: The plan.
        name: Key, title or alias of the team.
        lang: Language of titles and labels.
        room: Terminal columns in all.

    Raises:
        UnknownKeyError: No team goes by that name, or more than one does.
    """
    say = Speech(plan, lang)
    team = plan.team(name)
    asks = asks_of(plan, team.key, lang)
    title = say(f"Asked of {say.team(team.key)}", f"各方对{say.team(team.key)}的期待")
    lines = titled(title, f"{team.key} · {say.word(team.role)}", room)
    lines += [line(Piece(text, "faint")) for text in wrap(_counted(asks, say), room)]
    return [*lines, *ask_lines(asks, say, room)]


def _counted(asks: tuple[Ask, ...], say: Speech) -> str:
    if not asks:
        return say("Nobody asks anything of it.", "没有人对它提出期待。")
    teams = len({ask.team for ask in asks if ask.team})
    free = sum(ask.is_priced is False for ask in asks)
    late = sum(not ask.by for ask in asks)
    return say(
        f"{len(asks)} expectation{'s' * (len(asks) != 1)}, of {teams} team{'s' * (teams != 1)}; "
        f"{free} not priced, {late} without a date",
        f"{teams} 个团队共 {len(asks)} 项期待；{free} 项未定价，{late} 项没有时间",
    )


def ask_lines(asks: tuple[Ask, ...], say: Speech, room: int, *, is_nested: bool = False) -> list[Line]:
    """The asks in one table with a heading for each team that asks; deeper where `is_nested`."""
    teams = list(dict.fromkeys(sorted((ask.team for ask in asks), key=lambda team: not team)))
    ordered = [ask for team in teams for ask in asks if ask.team == team]
    depth = 2 if is_nested else 0
    blocks = row_blocks([_cells(ask, say) for ask in ordered], _COLUMNS, room, indent=depth + 2)
    lines: list[Line] = []
    shown: str | None = None
    for ask, block in zip(ordered, blocks, strict=True):
        if ask.team != shown:
            title = say.team(ask.team) if ask.team else say("Together with others", "共同推进")
            heading = line(" " * depth, Piece(title, "" if is_nested else "strong"))
            lines += [heading] if is_nested else [EMPTY, heading]
            shown = ask.team
        lines += block
    return lines


def _cells(ask: Ask, say: Speech) -> tuple[Cell, ...]:
    by = Cell(ask.by) if ask.by else Cell(say("no date", "没有时间"), "warning")
    return Cell(ask.what), by, price_cell(ask, say), Cell(ask.context, "faint")


def price_cell(ask: Ask, say: Speech) -> Cell:
    """What an ask costs, or that it has no price."""
    if ask.is_priced is False:
        return Cell(say("not priced", "未定价"), "warning")
    return Cell(ask.price)
