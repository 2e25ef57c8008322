"""Gaps as packs tell them: what is missing at the expected end of a goal, and what closes it."""

from __future__ import annotations

from collections.abc import Collection

from attrs import frozen

from ...model.missing import NA
from ...scorecard.card import Scorecard
from ...scorecard.score import Figure
from ...steering.ending import Completing
from ...steering.gap import Gap, Verdict, gaps


@frozen(kw_only=True)
class GapRow:
    """One goal at its expected end.

    Amounts are in the unit of the goal's metric without its display scale, shares as fractions.

    Attributes:
        goal: Address of the goal.
        team: Key of the team that answers for it; `None` where none does.
        target: What is wanted.
        completion: Where it is expected to end.
        method: How that was found.
        gap: What is missing to the target, above zero whichever way is better.
        closes: What the stated effects of actions are to bring, each times its chance.
        remains: The gap less that.
        verdict: `closed`, `open`, `unstated` where an action says nothing of its effect, `on_target`, `unknown`.
        unstated: The actions that serve it and state no effect on it.
    """

    goal: str
    team: str | None
    target: Figure
    completion: Figure
    method: Completing
    gap: Figure
    closes: float
    remains: Figure
    verdict: Verdict
    unstated: tuple[str, ...]


def open_gaps(card: Scorecard, goals: Collection[str]) -> tuple[Gap, ...]:
    """The gaps of some goals that are there, those first of which the largest share remains."""
    found = [one for one in gaps(card) if one.goal in goals and one.verdict in ("closed", "open", "unstated")]
    return tuple(sorted(found, key=_share))


def gap_row(one: Gap) -> GapRow:
    """One goal at its expected end."""
    return GapRow(
        goal=one.goal,
        team=one.team,
        target=one.target,
        completion=one.completion,
        method=one.method,
        gap=one.gap,
        closes=one.closes,
        remains=one.remains,
        verdict=one.verdict,
        unstated=one.unstated,
    )


def _share(one: Gap) -> float:
    """What remains as a share of the target, below zero; the larger comes first."""
    if isinstance(one.remains, NA) or isinstance(one.target, NA) or not one.target:
        return 0.0
    return -one.remains / abs(one.target)
