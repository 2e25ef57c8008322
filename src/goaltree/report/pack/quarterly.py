"""The quarterly review: objectives with their key results, pairs, gaps, actions, what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from ...ledger.note import Note
from ...maths.status import rank
from ...model.governance import Status
from ...model.missing import NA
from ...scorecard.card import Scorecard
from ...scorecard.score import Figure
from ...steering.pool import Claim, Purse, resources
from ...view.company import top_goals
from .action_row import ActionRow, action_rows
from .alert_row import Remark, remark
from .gap_row import GapRow, gap_row, open_gaps
from .goal_state import GoalState, goal_state
from .journal import said_between
from .pair_row import PairRow, pair_rows


@frozen(kw_only=True)
class KeyResult:
    """A goal of an objective.

    Attributes:
        state: The goal.
        before: Its status in the scorecard before; `None` where there is none, or no such goal in it.
        pace: Attainment against expected attainment; 1 is on pace.
    """

    state: GoalState
    before: Status | None
    pace: Figure


@frozen(kw_only=True)
class Bundle:
    """An objective, or a perspective, with its goals.

    Attributes:
        key: Its key; empty for goals of no perspective.
        is_objective: Whether it is an objective; else a perspective.
        attainment: Of an objective the weighted mean of its goals' attainments; `NA` of a perspective, as goals
            of different kinds have no mean.
        status: The worst of its goals' statuses.
        results: Its goals.
    """

    key: str
    is_objective: bool
    attainment: Figure
    status: Status
    results: tuple[KeyResult, ...]


@frozen(kw_only=True)
class Quarterly:
    """The review of a quarter.

    Attributes:
        bundles: The objectives, then the perspectives of the goals that are in none; of the whole company its own
            goals, of a team all that it sees.
        pairs: The pairs, each with its reading.
        gaps: What its goals are expected to end short by, and what closes that.
        actions: The actions at work.
        claims: What its actions ask for, by the team that gives it.
        reserve: Money and people of the reserve; `None` where the plan has none, and for one team.
        decided: The decisions since the scorecard before, in order.
    """

    bundles: tuple[Bundle, ...]
    pairs: tuple[PairRow, ...]
    gaps: tuple[GapRow, ...]
    actions: tuple[ActionRow, ...]
    claims: tuple[Claim, ...]
    reserve: tuple[Purse, Purse] | None
    decided: tuple[Remark, ...]


def quarterly(
    card: Scorecard, *, before: Scorecard | None, notes: Iterable[Note], team: str | None
) -> Quarterly:
    """The review of a quarter.

    Args:
        card: The scorecard as it is shown.
        before: The one that it is compared with, with the same goals; `None` for none.
        notes: The journal.
        team: Key of the team whose pack it is; `None` for the whole company.
    """
    bundles = tuple(_bundles(card, before, team))
    asked = resources(card)
    kept = asked.reserve
    return Quarterly(
        bundles=bundles,
        pairs=pair_rows(card),
        gaps=tuple(map(gap_row, open_gaps(card, goals_in(bundles)))),
        actions=action_rows(card),
        claims=asked.by_giver,
        reserve=None if kept is None else (kept.money, kept.people),
        decided=tuple(
            remark(card, one) for one in said_between(card, before, notes) if one.kind == "decision"
        ),
    )


def goals_in(bundles: Iterable[Bundle]) -> frozenset[str]:
    """The goals of some bundles."""
    return frozenset(one.state.goal for bundle in bundles for one in bundle.results)


def _bundles(card: Scorecard, before: Scorecard | None, team: str | None) -> Iterator[Bundle]:
    in_one: set[str] = set()
    for key, one in card.objectives.items():
        goals = [goal for goal in one.goals if goal in card]
        in_one.update(goals)
        if goals:
            yield Bundle(
                key=key,
                is_objective=True,
                attainment=one.attainment,
                status=one.status,
                results=tuple(_result(card, before, goal) for goal in goals),
            )
    shown = card.keys() if team is not None or card.only is not None else top_goals(card.plan)
    groups: dict[str, list[str]] = {key: [] for key in card.plan.perspectives}
    for goal in shown:
        if goal not in in_one:
            groups.setdefault(card.perspective(goal) or "", []).append(goal)
    for key, goals in groups.items():
        if goals:
            yield Bundle(
                key=key,
                is_objective=False,
                attainment=NA("NON_ADDITIVE", key),
                status=max((card.statuses[goal] for goal in goals), key=rank),
                results=tuple(_result(card, before, goal) for goal in goals),
            )


def _result(card: Scorecard, before: Scorecard | None, goal: str) -> KeyResult:
    return KeyResult(
        state=goal_state(card, card[goal]),
        before=before[goal].status if before is not None and goal in before else None,
        pace=card[goal].pace,
    )
