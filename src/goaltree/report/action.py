"""Actions at work in a reader's language: what is late, what it costs, which money waits, and what nobody says."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from attrs import frozen

from ..model.missing import NA
from ..model.text import Text
from ..scorecard.score import Figure
from ..scorecard.shown import scaled_text, share_text
from ..steering.action_state import ActionState, action_states
from ..steering.checkpoint import Checkpoint
from ..steering.staged import Gate, StagedBudget
from .resource import money_text
from .told import NOTHING, Told

FEW: Final = 2
"""So many facts are told of an action, the gravest first."""


@frozen(kw_only=True)
class ToldAction:
    """An action at work in a language.

    Attributes:
        key: Key of the action.
        name: What it is called, and who does it.
        is_off: Whether something of it is late, beyond its money, or against its own gates.
        facts: What a reader should know of it, the gravest first.
    """

    key: str
    name: str
    is_off: bool
    facts: tuple[str, ...]


def actions(told: Told, *, few: int = FEW) -> list[ToldAction]:
    """The actions that are under way or late, those first with which something is off.

    An action of which nobody reports anything is told with that; one that has not begun, or is done in time, is
    left out.

    Args:
        told: The scorecard and the language.
        few: How many facts are told of each.
    """
    found = [action_text(told, one, few=few) for one in action_states(told.card)]
    return sorted((one for one in found if one.facts), key=lambda one: not one.is_off)


def action_text(told: Told, state: ActionState, *, few: int = FEW) -> ToldAction:
    """One action for people."""
    grave = list(_grave(told, state))
    title = told.say.text(told.card.plan.actions[state.action].title) or state.action
    return ToldAction(
        key=state.action,
        name=f"{title} · {told.team(state.team)}" if state.team else title,
        is_off=bool(grave),
        facts=tuple([*grave, *_plain(told, state)][:few]),
    )


def _grave(told: Told, state: ActionState) -> Iterator[str]:
    """What is off: late milestones, gates passed or missed, too much spent, too little done."""
    for one in state.late:
        yield _late(told, one)
    staged = state.staged
    if staged is not None:
        for gate in staged.gates:
            if gate.is_contradicted:
                yield _contradicted(told, gate)
        if not isinstance(staged.available, NA) and staged.available < 0:
            yield _overspent(told, staged)
        for gate in staged.due:
            yield _due(told, gate)
    if not _is_done(state) and not isinstance(state.time.sv, NA) and state.time.sv < 0 and not state.late:
        yield _behind(told, state)
    if not isinstance(state.value.cost_variance, NA) and state.value.cost_variance < 0:
        yield _dear(told, state)


def _plain(told: Told, state: ActionState) -> Iterator[str]:
    """What a reader may want to know though nothing is off, or what is not known."""
    say = told.say
    unsaid = [one for one in state.checkpoints if one.passage == "unreported"]
    if unsaid:
        names = say.join(say(f"“{one.name}” ({one.due})", f"“{one.name}”（{one.due}）") for one in unsaid)
        yield say(f"nobody says whether it is reached: {names}", f"是否已达成，无人报告：{names}")
    elif state.through is None and _is_under_way(state):
        yield say("nobody reports how far it is", "进展无人报告")
    for gate in state.staged.ready if state.staged is not None else ():
        yield _ready(told, gate)
    if state.through is not None and state.method is None:
        yield say(
            "nothing says how done work counts, so no value is earned",
            "没有说明完成的工作如何计算，无法得出挣值",
        )
    for one in state.deliverables:
        if not isinstance(one.share, NA):
            yield _delivered(told, state, one.name)
    if _is_done(state):
        yield from _done_late(told, state)
    elif not isinstance(state.earned_share, NA) and not isinstance(state.time.sv, NA) and state.time.sv >= 0:
        yield _on_time(told, state)


def _is_done(state: ActionState) -> bool:
    return not isinstance(state.earned_share, NA) and state.earned_share >= 1


def _done_late(told: Told, state: ActionState) -> Iterator[str]:
    """That an action was done late, where its days are known."""
    last = next((one for one in reversed(state.checkpoints) if not one.is_start), None)
    if last is not None and last.reached is not None and last.days_late:
        days = last.days_late
        yield told.say(
            f"done on {last.reached}, {days} day{'s' * (days != 1)} late",
            f"已于 {last.reached} 完成，晚了 {days} 天",
        )


def _is_under_way(state: ActionState) -> bool:
    begun = state.start is None or state.start <= state.day
    return begun and (state.end is None or state.end >= state.day)


def _late(told: Told, one: Checkpoint) -> str:
    days = one.days_late or 0
    return told.say(
        f"“{one.name}” was due by {one.due} and is {days} day{'s' * (days != 1)} late",
        f"“{one.name}”应于 {one.due} 前达成，已逾期 {days} 天",
    )


def _behind(told: Told, state: ActionState) -> str:
    done, due = share_text(state.earned_share), share_text(state.planned_share)
    en = f"{done} done by {state.through}, {due} were due"
    zh = f"到 {state.through} 完成 {done}，应完成 {due}"
    if state.forecast_end is not None and state.end is not None and state.forecast_end > state.end:
        en += f"; at this pace it is done by {state.forecast_end}, not by {state.end}"
        zh += f"；照此到 {state.forecast_end} 才完成，原定 {state.end}"
    return told.say(en, zh)


def _on_time(told: Told, state: ActionState) -> str:
    done, due = share_text(state.earned_share), share_text(state.planned_share)
    return told.say(
        f"{done} done by {state.through}, {due} were due", f"到 {state.through} 完成 {done}，应完成 {due}"
    )


def _dear(told: Told, state: ActionState) -> str:
    value = state.value
    en = f"{money_text(told, value.cost)} spent on work worth {money_text(told, value.earned)}"
    zh = f"已花 {money_text(told, value.cost)}，完成的工作值 {money_text(told, value.earned)}"
    if not isinstance(value.eac, NA):
        en += f"; it will end at {money_text(told, value.eac)} of {money_text(told, value.budget)}"
        zh += f"；预计最终花 {money_text(told, value.eac)}，预算 {money_text(told, value.budget)}"
    return told.say(en, zh)


def _gate(told: Told, gate: Gate) -> str:
    words: Text | None = gate.tranche.gate
    return told.say.text(words) or told.say.time(gate.tranche.due) or NOTHING


def _contradicted(told: Told, gate: Gate) -> str:
    when = gate.condition.when if gate.condition is not None else NOTHING
    return told.say(
        f"the gate “{_gate(told, gate)}” was passed though its condition [{when}] did not hold; "
        f"{money_text(told, gate.amount)} was released",
        f"关口“{_gate(told, gate)}”在条件 [{when}] 未成立时已通过，释放了 {money_text(told, gate.amount)}",
    )


def _overspent(told: Told, staged: StagedBudget) -> str:
    assert not isinstance(staged.available, NA)
    over = money_text(told, -staged.available)
    released = money_text(told, staged.released)
    return told.say(
        f"{over} more is committed and spent than the {released} that were released",
        f"已承诺和支出比已释放的 {released} 多出 {over}",
    )


def _due(told: Told, gate: Gate) -> str:
    name, money = _gate(told, gate), money_text(told, gate.amount)
    known = {
        None: ("", ""),
        True: ("; its condition holds", "；其条件已成立"),
        False: ("; its condition does not hold", "；其条件尚未成立"),
    }[gate.holds]
    return told.say(
        f"the gate “{name}” was due by {gate.due} and is not passed: {money} waits{known[0]}",
        f"关口“{name}”应于 {gate.due} 前通过，尚未通过：{money} 待释放{known[1]}",
    )


def _ready(told: Told, gate: Gate) -> str:
    name, money = _gate(told, gate), money_text(told, gate.amount)
    return told.say(
        f"the condition of the gate “{name}” holds: {money} can be released",
        f"关口“{name}”的条件已成立：可释放 {money}",
    )


def _delivered(told: Told, state: ActionState, name: str) -> str:
    one = next(each for each in state.deliverables if each.name == name)
    done, target = (_count(told, number, one.unit) for number in (one.done, one.target))
    return told.say(
        f"{name}: {done} of {target} ({share_text(one.share)})",
        f"{name} {done}，目标 {target}（{share_text(one.share)}）",
    )


def _count(told: Told, number: Figure, unit: str) -> str:
    if isinstance(number, NA):
        return NOTHING
    text = scaled_text(Fraction(number), told.lang)
    is_apart = told.lang != "zh" or unit[:1].isascii()
    return f"{text}{' ' if unit and is_apart else ''}{unit}"
