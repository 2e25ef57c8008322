"""Two scorecards of one plan side by side: what got better, what worse, what is not known any more."""

from __future__ import annotations

from collections.abc import Collection
from math import isnan
from typing import TYPE_CHECKING, Final, Literal

from attrs import evolve, frozen

from ..errors import UsageError
from ..maths.status import rank
from .card import Scorecard

if TYPE_CHECKING:
    from .score import Score

Move = Literal["worse", "better", "lost", "found", "same", "added", "gone"]
MOVES: Final[tuple[Move, ...]] = ("worse", "lost", "better", "found", "added", "gone", "same")
"""How a goal moved, in the order in which a reader wants to know."""
_UNJUDGED: Final = ("unknown", "not_started")
_SAME: Final = 1e-9


@frozen(kw_only=True)
class Restatement:
    """A period whose value is told differently now.

    Attributes:
        period: Its label.
        before: The value as the earlier scorecard has it, in the goal's unit.
        now: The value as it is now.
    """

    period: str
    before: float
    now: float


@frozen(kw_only=True)
class Change:
    """One goal then and now.

    Attributes:
        key: Address of the goal.
        move: How its status moved: `worse` or `better`, `lost` where it is not known any more, `found` where it
            was not known before, `added` and `gone` where one of the scorecards does not have it, else `same`.
        before: Its score then; `None` where there was no such goal.
        now: Its score now; `None` where there is no such goal any more.
        restated: Periods of the earlier scorecard whose values are others now.
    """

    key: str
    move: Move
    before: Score | None
    now: Score | None
    restated: tuple[Restatement, ...] = ()


@frozen(kw_only=True, eq=False)
class Comparison:
    """A scorecard against an earlier one.

    Attributes:
        card: The scorecard.
        earlier: The one that it is compared with.
        changes: Every goal of either, in the order of the plan.
    """

    card: Scorecard
    earlier: Scorecard
    changes: tuple[Change, ...]

    def of(self, *moves: Move) -> tuple[Change, ...]:
        """The goals that moved in one of some ways."""
        return tuple(change for change in self.changes if change.move in moves)

    @property
    def better(self) -> tuple[Change, ...]:
        """The goals whose status is better than it was."""
        return self.of("better")

    @property
    def worse(self) -> tuple[Change, ...]:
        """The goals whose status is worse than it was."""
        return self.of("worse")

    @property
    def lost(self) -> tuple[Change, ...]:
        """The goals that are not known any more."""
        return self.of("lost")

    @property
    def restated(self) -> tuple[Change, ...]:
        """The goals of which an earlier value is told differently now."""
        return tuple(change for change in self.changes if change.restated)

    def only(self, keys: Collection[str]) -> Comparison:
        """The same comparison of some goals."""
        return evolve(self, changes=tuple(change for change in self.changes if change.key in keys))


def compare(card: Scorecard, earlier: Scorecard) -> Comparison:
    """What changed from one scorecard of a plan to another.

    The two may be of two days, of two instants of knowledge, or of two versions of the plan.

    Args:
        card: The scorecard.
        earlier: The one that it is compared with.

    Raises:
        UsageError: They are of two plans, or the earlier one is of a later day.
    """
    comparable(card, earlier)
    before_keys = earlier.keys()
    now, before = set(card.keys()), set(before_keys)
    order = [*card.keys(), *(key for key in before_keys if key not in now)]
    return Comparison(
        card=card,
        earlier=earlier,
        changes=tuple(
            _change(card, earlier, key, is_new=key not in before, is_gone=key not in now) for key in order
        ),
    )


def comparable(card: Scorecard, earlier: Scorecard) -> None:
    """Refuse two scorecards that cannot be compared.

    Raises:
        UsageError: They are of two plans, the earlier one is of a later day, or one of them is no scorecard.
    """
    for one in (card, earlier):
        if not isinstance(one, Scorecard):
            raise UsageError(
                f"two Scorecards are compared, such as goaltree.evaluate gives, not a {type(one).__name__}"
            )
    if card.plan.key != earlier.plan.key:
        raise UsageError(
            f"scorecards of two plans cannot be compared: {card.plan.key!r} and {earlier.plan.key!r}"
        )
    if earlier.as_of > card.as_of:
        raise UsageError(
            f"a scorecard as of {card.as_of} is compared with an earlier one, not {earlier.as_of}"
        )


def _change(card: Scorecard, earlier: Scorecard, key: str, *, is_new: bool, is_gone: bool) -> Change:
    if is_new:
        return Change(key=key, move="added", before=None, now=card[key])
    if is_gone:
        return Change(key=key, move="gone", before=earlier[key], now=None)
    before, now = earlier[key], card[key]
    return Change(
        key=key,
        move=_move(before.status, now.status),
        before=before,
        now=now,
        restated=_restated(card, earlier, before, now),
    )


def _move(before: str, now: str) -> Move:
    if now in _UNJUDGED:
        return "same" if before in _UNJUDGED else "lost"
    if before in _UNJUDGED:
        return "found"
    if rank(before) == rank(now):
        return "same"
    return "worse" if rank(now) > rank(before) else "better"


def _restated(card: Scorecard, earlier: Scorecard, before: Score, now: Score) -> tuple[Restatement, ...]:
    if before.unit != now.unit:
        return ()
    mine = dict(zip((cell.label for cell in card.grid.cells[card.grid.start :]), now.trend, strict=True))
    found = []
    for cell, value in zip(earlier.grid.cells[earlier.grid.start :], before.trend, strict=True):
        other = mine.get(cell.label, float("nan"))
        if isnan(value) or isnan(other) or abs(value - other) <= _SAME * max(abs(value), abs(other)):
            continue
        found.append(Restatement(period=cell.label, before=value, now=other))
    return tuple(found)
