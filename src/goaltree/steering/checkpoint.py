"""Checkpoints and deliverables: which milestones of an action are reached or late, and how much is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Final, Literal

from attrs import frozen

from ..checks.place import milestones_named
from ..checks.progress import is_comparable
from ..model.action import Action, Progress
from ..model.missing import NA
from ..model.period import Period
from ..model.plan import Plan
from ..model.quantity import Quantity
from ..model.timing import Milestone, Timing
from ..scorecard.score import Figure, in_unit, shown_factor

Passage = Literal["reached", "late", "unreported", "ahead"]
_MISSED: Final = False
"""In place of the day on which a milestone was reached, where it was not."""


@frozen(kw_only=True)
class Deliverable:
    """Something that can be counted when an action is done.

    Attributes:
        name: What it is, in the author's word.
        unit: Its unit, as shown.
        target: How many are wanted.
        done: How many are there by now; `NA("NO_ACTUAL")` where nobody says, `NA("UNIT_MISMATCH")` where they
            are counted in something else.
        share: The second as a share of the first; raw, never clipped.
    """

    name: str
    unit: str
    target: Figure
    done: Figure
    share: Figure


@frozen(kw_only=True)
class Checkpoint:
    """A dated milestone of an action's time.

    Attributes:
        name: The author's word for it; the period where there is none.
        period: When it is planned.
        due: The last day of that.
        reached: The day on which it was reached; `None` where it is not, or nobody says when.
        passage: `reached`; `late`, where its day had passed by the day of the report and it is not reached;
            `unreported`, where its day has passed and no report says anything about it; `ahead`, up to and on
            its day.
        days_late: How many days after its day it was reached, or is by now; 0 where it is in time, `None`
            where that is not known.
        is_start: Whether it is only a beginning.
    """

    name: str
    period: Period
    due: date
    reached: date | None
    passage: Passage
    days_late: int | None
    is_start: bool


def report_of(action: Action, day: date) -> Progress | None:
    """What an action reports by a day; a report of a later day is not known yet."""
    progress = action.progress
    return None if progress is None or (progress.on is not None and progress.on > day) else progress


def checkpoints_of(plan: Plan, action: Action, day: date) -> tuple[Checkpoint, ...]:
    """The dated milestones of an action's time as they are on a day, in order; none of what goes on or recurs."""
    if not isinstance(action.time, Timing) or action.time.continuous or action.time.recurrence is not None:
        return ()
    dated = action.time.dated
    report = report_of(action, day)
    reached = dict(_reached(plan, action, report, day))
    through = day if report is None or report.on is None else report.on
    last = next((one for one in reversed(dated) if not one.open_end), None)
    return tuple(
        _checkpoint(
            one,
            one.period,
            reached.get(place) if place in reached else _MISSED,
            is_told=report is not None and _tells(report, one is last),
            through=through,
            day=day,
        )
        for place, one in enumerate(dated)
        if one.period is not None
    )


def _reached(
    plan: Plan, action: Action, report: Progress | None, day: date
) -> Iterator[tuple[int, date | None]]:
    """The milestones that are said to be reached by the day, by their place, with their day."""
    dated = action.time.dated if isinstance(action.time, Timing) else ()
    said: Mapping[str, date | None] = report.reached if report is not None else {}
    for name, when in said.items():
        found = milestones_named(plan, action.time, name)
        if len(found) == 1 and (when is None or when <= day):
            yield dated.index(found[0]), when
    if is_done(report):
        told = {one for name in said for one in milestones_named(plan, action.time, name)}
        yield from ((place, None) for place, one in enumerate(dated) if one not in told)


def is_done(report: Progress | None) -> bool:
    """Whether an action is reported as done in full."""
    done = report.done if report is not None else None
    return done is not None and not done.unit.dims and done.high is None and done.base >= 1


def _tells(report: Progress, is_last: bool) -> bool:
    """Whether a report tells that a milestone is open: it names or counts them, or the whole is not done."""
    return bool(report.reached) or report.earned_by == "milestones" or (is_last and report.done is not None)


def _checkpoint(
    one: Milestone, period: Period, reached: date | bool | None, *, is_told: bool, through: date, day: date
) -> Checkpoint:
    due = period.last
    passage: Passage = "ahead"
    late: int | None = 0
    if reached is not _MISSED:
        passage = "reached"
        late = max(0, (reached - due).days) if isinstance(reached, date) else None if due < through else 0
    elif due < day:
        is_late = is_told and due < through
        passage, late = ("late", (day - due).days) if is_late else ("unreported", None)
    return Checkpoint(
        name=one.label or period.label,
        period=period,
        due=due,
        reached=reached if isinstance(reached, date) else None,
        passage=passage,
        days_late=late,
        is_start=one.open_end,
    )


def deliverables_of(action: Action, day: date) -> tuple[Deliverable, ...]:
    """What can be counted of an action, with how much of it is there by a day."""
    report = report_of(action, day)
    return tuple(
        _deliverable(name, target, report.delivered.get(name) if report else None)
        for name, target in action.delivers.items()
    )


def _deliverable(name: str, target: Quantity, done: Quantity | None) -> Deliverable:
    factor = shown_factor(target.unit)
    there: Fraction | NA
    if done is None:
        there = NA("NO_ACTUAL", name)
    elif not is_comparable(done, target):
        there = NA("UNIT_MISMATCH", name)
    else:
        there = done.base if done.unit.dims == target.unit.dims else done.base * target.unit.factor
    if isinstance(there, NA):
        share: Figure = there
    else:
        share = NA("ZERO_DENOM", name) if target.base == 0 else float(there / target.base)
    return Deliverable(
        name=name,
        unit=target.unit.symbol,
        target=in_unit(target.base, factor),
        done=there if isinstance(there, NA) else in_unit(there, factor),
        share=share,
    )
