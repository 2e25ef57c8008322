"""Actions as text: when, what they need from whom, and what happens if they do not work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model.action import Action, Budget, Fallback, Need
from ..model.quantity import Quantity
from .line import Line, Piece, line, wrap
from .speech import Speech


def what(need: Need, say: Speech) -> str:
    """What is needed, in the author's words, without its price."""
    told = [say.text(part) for part in (need.work, need.data, need.in_kind, need.policy) if part is not None]
    if need.role is not None:
        told.append(say.text(need.role))
    if not told:
        told.append(say.text(need.for_) or say.word(need.kind))
    elif need.for_ is not None:
        told.append(say(f"for {say.text(need.for_)}", f"用于{say.text(need.for_)}"))
    if need.amount is not None:
        told.append(str(need.amount))
    return say("; ", "；").join(told)


def price(need: Need, say: Speech) -> str:
    """What a need costs: money, or a number of people; empty where it is not priced."""
    return say.join((say.number(need.money), say.number(need.people)))


def is_priced(need: Need) -> bool:
    """Whether a need has a price in money or people."""
    return isinstance(need.money, Quantity) or need.people is not None


def action_lines(key: str, action: Action, say: Speech, room: int, *, with_team: bool) -> list[Line]:
    """An action: its title, then a line for each need, budget part and risk."""
    title = say.text(action.title) or key
    head = [say.team(action.team) if with_team else "", say.time(action.time) or say("no time", "未定时间")]
    lines = [line("  ", Piece(part)) for part in wrap(title, room - 2)]
    lines += _told(" · ".join(part for part in head if part), room)
    for label, text in _parts(action, say):
        lines += _told(f"{label}{say(': ', '：')}{text}", room)
    return lines


def _told(text: str, room: int) -> list[Line]:
    lines = []
    for level, part in enumerate(wrap(text, room - 6)):
        lines.append(line(" " * (6 if level else 4), Piece(part, "faint")))
    return lines


def _parts(action: Action, say: Speech) -> Iterator[tuple[str, str]]:
    effects = [
        f"{say.goal(goal)} {say.change(number) or say.unstated}" for goal, number in action.effect.items()
    ]
    if effects:
        chance = say(f" (chance {action.chance})", f"（把握 {action.chance}）") if action.chance else ""
        yield say("effect", "预期效果"), say.join(effects) + chance
    if action.delivers:
        yield say("delivers", "交付"), say.per_member(action.delivers)
    for need in action.needs:
        yield say("needs", "需要"), need_text(need, say)
    if action.budget is not None:
        yield say("budget", "预算"), _budget(action.budget, say)
    if action.after:
        titles = (
            say.text(say.plan.actions[key].title) or key for key in action.after if key in say.plan.actions
        )
        yield say("after", "前置"), say.join(titles)
    for risk in action.risks:
        condition = f"{say.text(risk.if_)} [{risk.when}]" if risk.if_ and risk.when else say.text(risk.if_)
        answers = say("; ", "；").join(answer_text(one, say) for one in risk.then)
        told = condition or str(risk.when or "")
        yield say("risk", "风险"), f"{told} → {answers}" if answers else told


def need_text(need: Need, say: Speech) -> str:
    """A need in one line: what, how much, from whom, by when."""
    told = [what(need, say)]
    told.append(price(need, say))
    if need.from_ is not None:
        told.append(say(f"from {say.team(need.from_)}", f"由{say.amid(say.team(need.from_))}提供"))
    if need.by is not None:
        told.append(say(f"by {need.by}", f"{need.by} 前" if str(need.by)[-1:].isalnum() else str(need.by)))
    if not is_priced(need):
        told.append(say("not priced", "未定价"))
    return say(", ", "，").join(part for part in told if part)


def answer_text(answer: Fallback, say: Speech) -> str:
    """What is done when a risk comes true, in one line."""
    told = [say.text(answer.do)]
    if answer.with_:
        told.append(
            say(f"with {say.teams(answer.with_)}", f"联合{say.amid(say.teams(answer.with_))}".rstrip())
        )
    told += [need_text(need, say) for need in answer.needs]
    if answer.by is not None:
        told.append(str(answer.by))
    if answer.cost is not None:
        told.append(say(f"costs {say.number(answer.cost)}", f"费用 {say.number(answer.cost)}"))
    told += [f"{say.goal(goal)} {say.change(number)}" for goal, number in answer.effect.items()]
    return say(", ", "，").join(part for part in told if part)


def _budget(budget: Budget, say: Speech) -> str:
    parts = ((say.number(one.amount), say.text(one.gate), say.time(one.due)) for one in budget.tranches)
    return say.join((say.number(budget.approved), *(" ".join(filter(None, part)) for part in parts)))


def spread(blocks: Iterable[list[Line]]) -> list[Line]:
    """Blocks one after another."""
    return [one for block in blocks for one in block]
