"""Earning: what an action was planned to have earned by a day, and what it has, by the method it declares.

Plan and report are held against each other on the day of the report, and by one method: an action that earns
nothing before its end is not behind before its end.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any, Final, TypeVar

from attrs import evolve, fields, frozen

from ..checks.place import delivers
from ..maths.earned import EarnedValue, earned_share, earned_value, spi
from ..maths.earned_time import EarnedTime, earned_time, planned_value
from ..model.action import Action, EarnedBy
from ..model.dimension import Unit
from ..model.missing import NA
from ..model.plan import Plan
from ..model.timing import Timing
from .checkpoint import Checkpoint, report_of
from .money import Amount, budget_of, cost_of

Curve = tuple[list[int], list[Fraction]]
"""Days as ordinals, a day's end being the beginning of the next; and the share planned by each of them."""
_HALF: Final = Fraction(1, 2)
_Found = TypeVar("_Found", EarnedTime, EarnedValue)


@frozen(kw_only=True)
class Earning:
    """What an action was planned to earn, has earned, and what follows.

    Attributes:
        through: The day on which plan and report are compared; `None` where nothing is reported by then.
        planned_share: The share that was planned to be earned by that day.
        earned_share: The share that is earned.
        value: In money.
        time: In days since the start.
        forecast_end: The day on which it will be done if it goes on as it went; `None` where that is not
            known, and of what is done.
    """

    through: date | None
    planned_share: Amount
    earned_share: Amount
    value: EarnedValue
    time: EarnedTime
    forecast_end: date | None


def earning_of(
    plan: Plan, action: Action, checkpoints: tuple[Checkpoint, ...], day: date, unit: Unit | None
) -> Earning:
    """What an action has earned by a day.

    Args:
        plan: The plan.
        action: The action.
        checkpoints: Its milestones on that day.
        day: The day.
        unit: The unit of money.
    """
    report = report_of(action, day)
    through = None if report is None else report.on or day
    at = (through or day).toordinal() + 1
    curve = _curve(action, checkpoints)
    planned = curve if isinstance(curve, NA) else planned_value(*curve, at)
    earned = _earned(action, checkpoints, day)
    time = _time(curve, earned, _began(action), _until(checkpoints, earned, at))
    return Earning(
        through=through,
        planned_share=planned,
        earned_share=earned,
        value=_value(planned, earned, cost_of(plan, action, unit), budget_of(plan, action, unit)),
        time=_floats(time),
        forecast_end=_forecast_end(action, earned, time),
    )


def _method(action: Action) -> EarnedBy | None:
    return action.progress.earned_by if action.progress is not None else None


def _earned(action: Action, checkpoints: tuple[Checkpoint, ...], day: date) -> Amount:
    """The share that is earned, or why it is not known: nothing is declared, or nothing is reported."""
    method, report = _method(action), report_of(action, day)
    if action.progress is None:
        return NA("NO_ACTUAL", "progress")
    if method is None:
        return NA("NO_ACTUAL", "progress.earned_by")
    if report is None:
        return NA("NO_ACTUAL", f"progress.on {action.progress.on}")
    if method == "milestones":
        counted = [one for one in checkpoints if not one.is_start]
        reached = sum(one.passage == "reached" for one in counted)
        return Fraction(reached, len(counted)) if counted else NA("NO_TARGET", "time")
    done = report.done
    if done is None:
        return NA("NO_ACTUAL", "progress.done")
    if done.unit.dims:
        return NA("UNIT_MISMATCH", "progress.done")
    if done.high is not None:
        return NA("OUT_OF_DOMAIN", "progress.done")
    if method == "half_half" and done.base == 0 and any(one.passage == "reached" for one in checkpoints):
        return _HALF
    return earned_share(done.base, method)


def _began(action: Action) -> date | None:
    return action.time.start if isinstance(action.time, Timing) else None


def _curve(action: Action, checkpoints: tuple[Checkpoint, ...]) -> Curve | NA:
    """The share that is planned to be earned, day by day, by the method of the action; by time where it has none."""
    method, start, end = _method(action) or "percent", _began(action), delivers(action.time)
    if end is None:
        return NA("NO_TARGET", "time")
    last = end.toordinal() + 1
    if method in ("percent", "half_half") and start is None:
        return NA("NO_BASELINE", "time")
    steps: list[tuple[int, Fraction]] = []
    if method == "milestones":
        dues = sorted(one.due.toordinal() + 1 for one in checkpoints if not one.is_start)
        steps = [(due, Fraction(1, len(dues))) for due in dues]
    elif method == "half_half" and start is not None:
        begins = checkpoints[0].due.toordinal() + 1 if checkpoints[0].is_start else start.toordinal()
        steps = [(min(begins, last), _HALF), (last, _HALF)]
    elif method == "all_or_nothing":
        steps = [(last, Fraction(1))]
    first = last if start is None else start.toordinal()
    if method == "percent":
        return [first, last], [Fraction(0), Fraction(1)]
    return _stairs(min(first, steps[0][0]), steps)


def _stairs(first: int, steps: list[tuple[int, Fraction]]) -> Curve:
    """A curve that stands still between steps."""
    times, shares = [first], [Fraction(0)]
    for when, rise in steps:
        times += [when, when]
        shares += [shares[-1], shares[-1] + rise]
    return times, shares


def _value(planned: Amount, earned: Amount, cost: Amount, budget: Amount) -> EarnedValue:
    """Earned value in money; the schedule index needs none, as the budget cancels out."""

    def worth(share: Amount) -> Amount:
        return share if isinstance(share, NA) else budget if isinstance(budget, NA) else share * budget

    found = earned_value(worth(earned), cost, worth(planned), budget)
    return _floats(evolve(found, spi=spi(earned, planned)))


def _until(checkpoints: tuple[Checkpoint, ...], earned: Amount, at: int) -> int | NA:
    """Up to when time counts: up to now, or of what is done the day on which its last milestone was reached."""
    if isinstance(earned, NA) or earned < 1:
        return at
    ends = [one for one in checkpoints if not one.is_start]
    done = [one.reached.toordinal() + 1 for one in ends if one.reached is not None]
    return max(done) if done and len(done) == len(ends) else NA("NO_ACTUAL", "progress.reached")


def _time(curve: Curve | NA, earned: Amount, start: date | None, until: int | NA) -> EarnedTime:
    if isinstance(curve, NA):
        return _timeless(curve)
    if isinstance(until, NA):
        return _timeless(until)
    if start is None:
        return _timeless(NA("NO_BASELINE", "time"))
    first = start.toordinal()
    days = [when - first for when in curve[0]]
    return earned_time(earned, days, curve[1], max(0, until - first))


def _timeless(gap: NA) -> EarnedTime:
    return EarnedTime(elapsed=gap, duration=gap, schedule=gap, sv=gap, spi=gap, forecast=gap)


def _forecast_end(action: Action, earned: Amount, time: EarnedTime) -> date | None:
    start = _began(action)
    if start is None or isinstance(time.forecast, NA) or isinstance(earned, NA) or earned >= 1:
        return None
    days = -(-Fraction(time.forecast) // 1)
    last = start.toordinal() + int(days) - 1
    return date.fromordinal(last) if last <= date.max.toordinal() else None


def _floats(found: _Found) -> _Found:
    """The same with floats for fractions."""
    exact = {one.name: getattr(found, one.name) for one in fields(type(found))}
    rounded: dict[str, Any] = {
        name: float(value) for name, value in exact.items() if isinstance(value, Fraction)
    }
    return evolve(found, **rounded)
