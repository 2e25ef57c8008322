"""Triggers: whether the conditions of the plan's risks hold, by each review date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np
from attrs import evolve, frozen

from ..checks.place import shows_from
from ..maths.deviation import settled
from ..maths.program import program
from ..model.action import Risk
from ..model.edge import meaning_of, stand_ins
from ..model.formula import Formula, Reference
from ..model.missing import NA
from .figures import reading
from .fill import Floats
from .score import Figure, in_unit, shown_factor

if TYPE_CHECKING:
    from .card import Scorecard


_SHARES: Final = ("pace", "attainment", "deviation")
"""Readings that are no amounts."""


@frozen(kw_only=True)
class Reading:
    """What a condition reads at the latest review.

    Attributes:
        reference: The name, and how it is read.
        goal: The goal that it means; empty where it means a metric without one.
        metric: Key of its metric.
        value: In the metric's unit without its display scale, or a share; `NA("NO_ACTUAL")` where it is not known.
    """

    reference: Reference
    goal: str
    metric: str
    value: Figure


@frozen(kw_only=True)
class Trigger:
    """The condition of one risk of an action.

    A condition is watched from the first day on which something of the action can be seen; before, there
    is nothing to answer. What it compares is what the scorecard shows: `value`, `pace`, `attainment` and
    `deviation` of a goal (as a share), other readings of what a period brought. A bare number counts the unit of
    the amounts that the condition names, without its display scale (`> 2` of hours is two hours); where their
    units are of different size, base units.

    Attributes:
        action: Key of the action.
        risk: The risk, with its condition and its answers.
        at: Key path of the risk.
        readings: What the condition reads at the latest review date that has an answer: in the middle of a month for
            which there is none yet, the end of the month before. In a view those of goals that it shows.
        history: Whether it held at each review date on which it was watched; `None` where that is not known.
    """

    action: str
    risk: Risk
    at: str
    readings: tuple[Reading, ...]
    history: tuple[tuple[date, bool | None], ...]

    @property
    def holds(self) -> bool | None:
        """Whether it holds at the latest review; `None` where that is not known or it is not watched yet."""
        return self.history[-1][1] if self.history else None

    @property
    def since(self) -> date | None:
        """The first of the review dates on which it has held without a break; `None` where it does not hold."""
        found = None
        for day, holds in reversed(self.history):
            if not holds:
                break
            found = day
        return found

    @property
    def known(self) -> Trigger:
        """The same at the review dates on which it is known alone: silence ends nothing that held before."""
        return evolve(self, history=tuple(one for one in self.history if one[1] is not None))

    @property
    def goals(self) -> tuple[str, ...]:
        """The goals that the condition names."""
        return tuple(dict.fromkeys(one.goal for one in self.readings if one.goal))


def triggers_of(card: Scorecard) -> tuple[Trigger, ...]:
    """The conditions of the plan's risks, in the order of the plan; of a view those about its goals.

    A view has no readings of goals that it does not show; whether a condition holds it says all the same.
    """
    found = _triggers(card, card.readings)
    if card.only is None:
        return tuple(found)
    return tuple(_seen(card, one) for one in found if any(goal in card for goal in one.goals))


def _seen(card: Scorecard, one: Trigger) -> Trigger:
    return evolve(one, readings=tuple(each for each in one.readings if not each.goal or each.goal in card))


@frozen(kw_only=True)
class Condition:
    """A condition of the plan at the review dates: of a gate, of the reserve.

    Attributes:
        when: The condition.
        readings: What it reads at the latest review.
        history: Whether it held at each review date; `None` where that is not known.
    """

    when: Formula
    readings: tuple[Reading, ...]
    history: tuple[tuple[date, bool | None], ...]

    @property
    def holds(self) -> bool | None:
        """Whether it holds at the latest review; `None` where that is not known."""
        return self.history[-1][1] if self.history else None

    def held(self, day: date) -> bool | None:
        """Whether it held at the last review by the end of a day; `None` where there was none, or it is not known."""
        return next((holds for review, holds in reversed(self.history) if review <= day), None)


def condition_of(card: Scorecard, when: Formula) -> Condition:
    """A condition at every review date, read as those of risks are."""
    return _condition(card, card.readings, when)


def _triggers(card: Scorecard, readings: Readings) -> Iterator[Trigger]:
    for key, action in card.plan.actions.items():
        begins = shows_from(action.time)
        for number, risk in enumerate(action.risks):
            if risk.when is None:
                continue
            found = _condition(card, readings, risk.when)
            yield Trigger(
                action=key,
                risk=risk,
                at=f"{action.at or f'actions.{key}'}.risks[{number}]",
                readings=found.readings,
                history=tuple(one for one in found.history if begins is None or one[0] >= begins),
            )


def _condition(card: Scorecard, readings: Readings, when: Formula) -> Condition:
    days = [cell.last for cell in card.grid.cells[card.grid.start :]]
    references = tuple(dict.fromkeys(node for node in when.nodes if isinstance(node, Reference)))
    slots = [readings.values(one) for one in references]
    factors = {readings.factor(one) for one in references if one.reading not in _SHARES}
    size = float(factors.pop()) if len(factors) == 1 else 1.0
    scaled = [
        values if one.reading in _SHARES else values / size
        for one, values in zip(references, slots, strict=True)
    ]
    held = _held(when, references, scaled, len(days))
    seen = len(days) - 1 if _is_under_way(card) and len(days) > 1 and np.isnan(held[-1]) else len(days)
    return Condition(
        when=when,
        readings=tuple(
            readings.latest(one, values[:seen]) for one, values in zip(references, slots, strict=True)
        ),
        history=tuple(
            (day, None if np.isnan(one) else bool(one))
            for day, one in zip(days[:seen], held[:seen], strict=True)
        ),
    )


def _is_under_way(card: Scorecard) -> bool:
    """Whether the last cell was cut short by the review: what a month brought is not known in its middle."""
    if not card.grid.cells:
        return False
    cell = card.grid.cells[-1]
    whole = card.plan.calendar.of(cell.first, card.grid.grain)
    return whole is not None and cell.last < whole.last


def _held(when: Formula, references: Sequence[Reference], slots: Sequence[Floats], length: int) -> Floats:
    """1 where the condition holds, 0 where it does not, nan where that is not known."""
    made = program(when, {reference: slot for slot, reference in enumerate(references)})
    return np.broadcast_to(made.run(list(slots)), (length,))


class Readings:
    """What names give at the review dates of a scorecard."""

    def __init__(self, card: Scorecard) -> None:
        self._card = card
        self._whole = stand_ins(card.plan)

    def _meant(self, name: str) -> tuple[str, str, int | None]:
        """The goal and the metric that a name means, and the position of its node."""
        plan, blueprint = self._card.plan, self._card.blueprint
        meant = meaning_of(plan, name, self._whole)
        if meant is None:
            return "", "", None
        noun, key = meant
        if noun == "goal":
            row = blueprint.rows[key]
            return key, blueprint.terms[row].node.metric.key, int(blueprint.goal_positions[row])
        places = (at for at, node in enumerate(blueprint.order) if node.place == (key, ()) and not node.same)
        return "", key, next(places, None)

    def values(self, reference: Reference) -> Floats:
        """One value a review date; nan where it is not known."""
        card = self._card
        judged, now = card.judged, slice(card.grid.start, None)
        goal, _, at = self._meant(reference.name)
        row = card.blueprint.rows.get(goal)
        against = {
            "pace": settled(judged.pace),
            "attainment": settled(judged.attainment),
            "deviation": judged.relative,
        }
        if reference.reading in _SHARES:
            if row is None:
                return np.full(len(card.grid) - card.grid.start, np.nan)
            found: Floats = against[reference.reading].values[row]
            return found
        if at is None:
            return np.full(len(card.grid) - card.grid.start, np.nan)
        if reference.reading in ("now", "value"):
            return judged.actual.values[row] if row is not None else card.figures.figure[at, now]
        blueprint = card.blueprint
        return reading(reference, at, card.figures, blueprint.order, card.grid, blueprint.opening)[now]

    def factor(self, reference: Reference) -> Fraction:
        """What an amount in base units is divided by to be in the unit that is shown."""
        _, _, at = self._meant(reference.name)
        return Fraction(1) if at is None else shown_factor(self._card.blueprint.order[at].metric.unit)

    def latest(self, reference: Reference, values: Floats) -> Reading:
        """What a condition reads at the latest review."""
        goal, metric, _ = self._meant(reference.name)
        last = float(values[-1]) if len(values) else float("nan")
        factor = Fraction(1) if reference.reading in _SHARES else self.factor(reference)
        value = NA("NO_ACTUAL", reference.name) if np.isnan(last) else in_unit(last, factor)
        return Reading(reference=reference, goal=goal, metric=metric, value=value)
