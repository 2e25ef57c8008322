"""Demands: what teams want of each other, as the plan holds it; texts and dates are made of it elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from attrs import frozen

from ..checks.place import item, needs_of, risks_of
from ..model.action import Action, Fallback, Need, Risk
from ..model.plan import Plan
from ..model.team import Collaboration
from ..model.timing import Timing

DemandKind = Literal["need", "answer", "answer_need", "collaboration"]


@frozen(kw_only=True)
class Demand:
    """One thing that one team wants of another.

    Attributes:
        kind: `need` of an action, `answer` to a risk that takes the other team, `answer_need` of such an
            answer, `collaboration`.
        asker: Key of the team that wants it; `None` where nobody does the action.
        giver: Key of the team or partner that is to give it.
        about: What is wanted.
        by: By when, where it says so itself; of an answer's need the time of the answer, if it has none.
        action: The action that it is for; `None` of a collaboration.
        risk: The risk that it answers.
        at: Key path of where the plan says so.
    """

    kind: DemandKind
    asker: str | None
    giver: str
    about: Need | Fallback | Collaboration
    by: Timing | None
    action: Action | None = None
    risk: Risk | None = None
    at: str

    @property
    def goals(self) -> tuple[str, ...]:
        """The goals that it serves."""
        if isinstance(self.about, Collaboration):
            return tuple(self.about.serves)
        action = self.action
        return () if action is None else tuple(dict.fromkeys((*action.serves, *action.effect)))


def demands(plan: Plan) -> Iterator[Demand]:
    """Everything that teams want of each other, in the plan's order.

    They are the needs of actions that name who gives them, the answers to risks that take other teams, what
    those need, and collaborations; `all` stands for every line team. What a team wants of itself is its own
    affair, and of needs that name nobody a check tells.
    """
    for action in plan.actions.values():
        yield from _of_action(plan, action)
    lines = [key for key, team in plan.teams.items() if team.role == "line"]
    for key, team in plan.teams.items():
        for number, one in enumerate(team.works_with):
            at = item(plan, f"{team.at}.works_with", team.works_with, number)
            named = [giver for name in one.with_ for giver in (lines if name == "all" else (name,))]
            for giver in dict.fromkeys(named):
                if giver != key:
                    yield Demand(kind="collaboration", asker=key, giver=giver, about=one, by=one.by, at=at)


def _of_action(plan: Plan, action: Action) -> Iterator[Demand]:
    asker = action.team
    for at, need in needs_of(plan, action):
        if need.from_ is not None and need.from_ != asker:
            yield Demand(
                kind="need", asker=asker, giver=need.from_, about=need, by=need.by, action=action, at=at
            )
    for path, risk in risks_of(plan, action):
        for number, answer in enumerate(risk.then):
            at = item(plan, f"{path}.then", risk.then, number)
            yield from _of_answer(plan, action, risk, answer, at)


def _of_answer(plan: Plan, action: Action, risk: Risk, answer: Fallback, at: str) -> Iterator[Demand]:
    asker = action.team
    for number, need in enumerate(answer.needs):
        if need.from_ is not None and need.from_ != asker:
            yield Demand(
                kind="answer_need",
                asker=asker,
                giver=need.from_,
                about=need,
                by=need.by or answer.by,
                action=action,
                risk=risk,
                at=item(plan, f"{at}.needs", answer.needs, number),
            )
    for giver in dict.fromkeys(answer.with_):
        if giver != asker:
            yield Demand(
                kind="answer",
                asker=asker,
                giver=giver,
                about=answer,
                by=answer.by,
                action=action,
                risk=risk,
                at=at,
            )
