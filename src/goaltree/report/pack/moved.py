"""What moved from one scorecard to another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import frozen

from ...scorecard.card import Scorecard
from ...scorecard.comparison import Change, Comparison, Move, Restatement, compare
from .goal_state import GoalState, goal_state

_MOVED: Final[tuple[Move, ...]] = ("worse", "lost", "better", "found", "added", "gone")


@frozen(kw_only=True)
class Moved:
    """A goal that stands elsewhere than in the scorecard before.

    Attributes:
        move: `worse`, `lost` where it is not known any more, `better`, `found` where it was not known before,
            `added` or `gone`.
        before: The goal then; `None` where there was no such goal.
        now: The goal now; `None` where there is no such goal any more.
        restated: Periods of which another value is told now.
    """

    move: Move
    before: GoalState | None
    now: GoalState | None
    restated: tuple[Restatement, ...]


@frozen(kw_only=True)
class Moves:
    """What moved since the scorecard before.

    Attributes:
        goals: The goals whose status changed, the worse ones first.
        arrived: How many other goals have a newer value than then.
    """

    goals: tuple[Moved, ...]
    arrived: int


def moves(card: Scorecard, before: Scorecard | None) -> Moves | None:
    """What moved since a scorecard before; `None` where there is none."""
    if before is None:
        return None
    found = compare(card, before)
    return Moves(goals=tuple(_moved(found)), arrived=sum(map(_is_newer, found.of("same"))))


def _is_newer(one: Change) -> bool:
    before, now = one.before, one.now
    return before is not None and now is not None and before.through != now.through


def _moved(found: Comparison) -> Iterator[Moved]:
    for move in _MOVED:
        for one in found.of(move):
            yield Moved(
                move=move,
                before=None if one.before is None else goal_state(found.earlier, one.before),
                now=None if one.now is None else goal_state(found.card, one.now),
                restated=one.restated,
            )
