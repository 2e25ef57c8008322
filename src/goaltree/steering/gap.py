"""Gaps: what each goal is expected to end at, what is missing to its target, and what is to close it."""

from __future__ import annotations

from datetime import date
from typing import Literal

from attrs import frozen

from ..scorecard.score import Figure
from .effect import Effect, Standby
from .pledge import Pledge

Verdict = Literal["on_target", "closed", "open", "unstated", "unknown"]
Completing = Literal["actual", "run_rate", "seasonal", "trend", "last", ""]
"""How the end is expected: `actual` where the period is over, else the name of a point forecast."""


@frozen(kw_only=True)
class Gap:
    """One goal at its expected end, against its target and what is done about the difference.

    Amounts are in the unit of the goal's metric without its display scale, shares as fractions. What is not
    known is `NA` with a reason.

    Attributes:
        goal: Address of the goal.
        team: Key of the team that answers for it; `None` where nobody does.
        target: What is wanted; of a band the end that is nearer to where it is expected.
        through: The last day that its value reaches; `None` where there is no value.
        completion: Where it is expected to end if all goes on as it has gone.
        method: How that was found: `run_rate` A / x and `seasonal` A / W(x) of a total, `trend` B + (A - B) / x
            of a level that grows from a baseline, `last` of a level that is carried on as it is, `actual`
            where the period is over.
        remaining_plan: The same by another method, that what is left goes as planned: A + T - PV.
        gap: What is missing to the target, above zero whichever way is better; below zero it is exceeded.
        effects: What its actions are stated to bring, in the order of the plan.
        unstated: The actions that serve it, or a part of it, and state no effect on it.
        closes: What the effects that count are to bring, each times its chance.
        remains: The gap less that: above zero nobody says how it is closed.
        standbys: The answers to risks whose condition holds; apart from what closes.
        pledges: Its complete cuts, read from both ends.
        verdict: `on_target` where nothing is missing, `closed` where the effects close it, `open` where they do
            not, `unstated` where they do not and an action says nothing of its effect, `unknown` where the end
            is not known.
    """

    goal: str
    team: str | None
    target: Figure
    through: date | None
    completion: Figure
    method: Completing
    remaining_plan: Figure
    gap: Figure
    effects: tuple[Effect, ...]
    unstated: tuple[str, ...]
    closes: float
    remains: Figure
    standbys: tuple[Standby, ...]
    pledges: tuple[Pledge, ...]
    verdict: Verdict

    @property
    def is_closed(self) -> bool | None:
        """Whether the plan closes its own gap here; `None` where that is not known."""
        return None if self.verdict == "unknown" else self.verdict in ("on_target", "closed")
