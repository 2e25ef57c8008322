"""Alerts: goals on a rung of the deviation ladder, risks that came true, emergencies that nobody decided on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cached_property
from math import isnan, nan
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from attrs import evolve, frozen

from ..errors import UsageError
from ..ledger.note import Note
from ..maths.deviation import Basis
from ..maths.deviation import due as due_at
from ..model.duration import Duration
from ..model.governance import RISK, UNDECIDED, Rung
from ..model.missing import NA
from ..model.period import Period, span
from ..model.quantity import Unstated
from ..scorecard.card import Scorecard
from ..scorecard.ladder import Standing, is_told, standings, steps_of
from ..scorecard.score import Figure
from ..scorecard.trigger import Trigger
from .journal import Journal, key_of

AlertKind = Literal["deviation", "risk", "undecided"]
AlertState = Literal["open", "answered", "decided", "closed"]
_ALL: Final = "all"


@frozen(kw_only=True)
class Alert:
    """That something needs an answer.

    Attributes:
        key: What it is known by for as long as it lasts: what it is about, the period in which it began, its level.
        kind: `deviation` for a goal on a rung, `risk` for a risk whose condition holds, `undecided` for another
            alert that nobody decided on in time.
        about: Address of the goal, or key path of the risk.
        goal: The goal that it is about; empty where the risk names none.
        level: Name of the rung; `risk` or `undecided` for the other kinds.
        period: The period in which it began.
        since: The last day of that period.
        detected: When it was first seen: as the journal has it, else the instant of this review.
        due: By when it must be decided; `None` where the plan sets no time.
        rung: The rung; `None` for a risk.
        trigger: The risk and what its condition reads; `None` for a goal on a rung.
        deviation: At the latest figure, on `basis`; `NA` where that is not known, or of a risk.
        began: The deviation of the period in which it began.
        basis: What the deviation is measured against; `None` of a risk, and where the goal is on the rung no more.
        is_basis_stated: Whether the rung names what it is measured against; else it is the goal's own.
        team: The team that answers; `None` where it is nobody.
        decides: The team that decides; `None` where the plan does not say.
        meets: The teams that come together for it.
        fallbacks: The risks with met conditions that the goal is named in, each with its answers.
        state: `open`, `answered`, `decided`, or `closed` where what it is about is over.
        is_raised: Whether the journal has it.
        notes: What the journal says about it, in order.
        of: For `undecided` the key of the alert that nobody decided on.
    """

    key: str
    kind: AlertKind
    about: str
    goal: str
    level: str
    period: str
    since: date
    detected: datetime
    due: datetime | None
    rung: Rung | None
    trigger: Trigger | None
    deviation: Figure
    began: Figure
    basis: Basis | None
    is_basis_stated: bool
    team: str | None
    decides: str | None
    meets: tuple[str, ...]
    fallbacks: tuple[Trigger, ...]
    state: AlertState
    is_raised: bool
    notes: tuple[Note, ...]
    of: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The alert as plain values for JSON; a missing number is `{"na": reason}`."""
        from .plain import plain_alert

        return plain_alert(self)

    def said(self, kind: str) -> tuple[Note, ...]:
        """What the journal says of one kind: `reason`, `answer`, `decision`..."""
        return tuple(one for one in self.notes if one.kind == kind)


def alerts(card: Scorecard, notes: Iterable[Note] = (), *, at: datetime | None = None) -> tuple[Alert, ...]:
    """What needs an answer on a scorecard, the gravest first.

    One alert for each goal on a rung of the plan's deviation ladder (its gravest), each risk whose condition
    holds, and each alert that nobody decided on in the time that its rung sets. An alert begins with the first
    period of the unbroken run and keeps its key for as long as that goes on; what the journal has raised keeps the
    key and the instant that it was raised with, whatever is restated later. What the journal has open and is
    over by now is given with the state `closed`; what cannot be seen, as its data is missing, stays as it is.

    Args:
        card: The scorecard; of a view what that team may see.
        notes: The journal. What was said after the review takes no part.
        at: The instant of the review, as `seen_at` has it by default.
    """
    notes = tuple(notes)
    return _Alerts(card, notes, at or seen_at(card, notes)).all


def seen_at(card: Scorecard, notes: Iterable[Note] = ()) -> datetime:
    """The instant of a review: that of its knowledge.

    Where everything known counts, it is the end of the scorecard's day in the plan's zone, or what the journal says
    last, where that is later: so that everything said counts, too.
    """
    if card.known_at is not None:
        return card.known_at
    zone = ZoneInfo(card.plan.zone or card.plan.calendar.zone or "UTC")
    end = datetime.combine(card.as_of, time.max, zone)
    return max([end, *(min(one.at, one.recorded).astimezone(zone) for one in notes)], key=datetime.timestamp)


class _Alerts:
    """The alerts of one scorecard beside one journal."""

    def __init__(self, card: Scorecard, notes: Iterable[Note], at: datetime) -> None:
        if at.tzinfo is None:
            raise UsageError("the instant of a review needs a zone")
        self.card = card
        self.plan = card.plan
        self.at = at
        self.journal = Journal(notes, at, levels=(*self._levels, RISK, UNDECIDED), goal=self._named)

    @cached_property
    def all(self) -> tuple[Alert, ...]:
        found = [*self._deviations(), *self._risks()]
        live = {one.key for one in found}
        found += [one for one in self._remembered() if one.key not in live]
        late = [one for one in map(self._undecided, found) if one is not None]
        over = self._decided_late({one.key for one in late})
        return tuple(sorted((*late, *found, *over), key=self._rank))

    def _rank(self, one: Alert) -> tuple[bool, int, bool, float, str]:
        """What is over comes last; else by kind and rung, core goals first, then the larger deviation."""
        levels = [UNDECIDED, *reversed(self._levels), RISK]
        grave = levels.index(one.level) if one.level in levels else len(levels)
        core = one.goal in self.plan.goals and self.plan.goals[one.goal].core
        deviation = 0.0 if isinstance(one.deviation, NA) else float(one.deviation)
        return (one.state == "closed", grave, not core, deviation, one.key)

    @cached_property
    def _rungs(self) -> Mapping[str, Rung]:
        governance = self.plan.governance
        return governance.deviation if governance is not None else {}

    @cached_property
    def _levels(self) -> tuple[str, ...]:
        """The names of the rungs, the mildest first."""
        return tuple(steps_of(self._rungs))

    def _named(self, given: str) -> str:
        """The goal that a note names, as its author wrote it."""
        found = given if given in self.plan.goals or not given else self.plan.goal_names.resolve(given)
        return found if isinstance(found, str) else given

    # What is off now.

    @cached_property
    def _standings(self) -> Mapping[str, Standing]:
        return {one.goal: one for one in standings(self.card)}

    def _deviations(self) -> Iterator[Alert]:
        for goal, one in self._standings.items():
            cell = self.card.grid.cells[one.since]
            period = self.plan.calendar.of(cell.first, self.card.grid.grain) or cell
            opening = self.journal.opening(goal, one.name)
            key = opening.alert if opening is not None else key_of(goal, period.label, one.name)
            yield self._alert(
                key=key,
                kind="deviation",
                goal=goal,
                opening=opening,
                rung=one.rung,
                deviation=one.deviation,
                began=one.began,
                basis=one.basis,
            )

    @cached_property
    def _triggers(self) -> Mapping[str, Trigger]:
        """The conditions of risks at the review dates on which they are known, as a goal is at its latest figure."""
        return {one.at: one.known for one in self.card.triggers}

    def _risks(self) -> Iterator[Alert]:
        for at, one in self._triggers.items():
            if not one.holds or one.since is None:
                continue
            period = self.plan.calendar.of(one.since, self.card.grid.grain)
            label = str(one.since) if period is None else period.label
            opening = self.journal.opening(at, RISK)
            key = opening.alert if opening is not None else key_of(at, label, RISK)
            yield self._alert(key=key, kind="risk", goal=self._shown(one), opening=opening, trigger=one)

    def _shown(self, trigger: Trigger) -> str:
        """The first goal that a condition names and that is shown."""
        return next((goal for goal in trigger.goals if goal in self.card), "")

    def _alert(
        self,
        *,
        key: str,
        kind: AlertKind,
        goal: str,
        opening: Note | None,
        rung: Rung | None = None,
        trigger: Trigger | None = None,
        deviation: Figure | None = None,
        began: float = nan,
        basis: Basis | None = None,
        of: str = "",
    ) -> Alert:
        about, period, level = self.journal.parts(key)
        detected = self.at if opening is None else opening.at.astimezone(self.at.tzinfo)
        late = key_of(about, period, UNDECIDED)
        said = self.journal.said(key, late, goal if kind != "risk" else "")
        within = None if rung is None or kind == "undecided" else rung.decide_within
        action = self.plan.actions[trigger.action] if trigger is not None else None
        team = action.team if action is not None else self.plan.answering(goal) if goal else None
        decides = None if rung is None else rung.decides
        return Alert(
            key=key,
            kind=kind,
            about=about,
            goal=goal,
            level=level,
            period=period,
            since=min(self.card.as_of, self._period(period).last),
            detected=detected,
            due=None if within is None else _due(detected, within),
            rung=rung,
            trigger=trigger,
            deviation=NA("NO_ACTUAL") if deviation is None else deviation,
            began=NA("NO_ACTUAL") if isnan(began) else began,
            basis=basis,
            is_basis_stated=rung is not None and not isinstance(rung.basis, Unstated | None),
            team=team,
            decides=decides,
            meets=self._meets(goal, team, decides, trigger),
            fallbacks=tuple(one for one in self._triggers.values() if one.holds and goal in one.goals)
            if goal and trigger is None
            else (),
            state=_state(said),
            is_raised=opening is not None,
            notes=said,
            of=of,
        )

    def _meets(
        self, goal: str, team: str | None, decides: str | None, trigger: Trigger | None
    ) -> tuple[str, ...]:
        """Who answers, who carries it, whose actions serve it, who decides; of a risk who acts on it."""
        if trigger is not None:
            action = self.plan.actions[trigger.action]
            others = [one for answer in trigger.risk.then for one in answer.with_]
            found = [action.team, *others, decides]
        else:
            acting = [self.plan.actions[key].team for key in self.plan.servers.get(goal, ())]
            found = [team, *self.plan.carriers.get(goal, ()), *acting, decides]
        return tuple(dict.fromkeys(one for one in found if one is not None and one != _ALL))

    # What the journal has.

    def _period(self, label: str) -> Period:
        """The period that a label names; that of all time where it names none."""
        found = self.plan.calendar.parse(label)
        return found if isinstance(found, Period) else span(date.min, date.max)

    def _own(self) -> Iterator[tuple[Note, str, str, str]]:
        """What the journal has open that was raised of a plan, with its parts; others raise what they like."""
        for key, opening in self.journal.open.items():
            about, period, level = self.journal.parts(key)
            if about and isinstance(self.plan.calendar.parse(period), Period):
                yield opening, about, period, level

    def _remembered(self) -> Iterator[Alert]:
        """What the journal has open and is on its rung no more: over, or not to be seen."""
        for opening, about, period, level in self._own():
            if level == UNDECIDED:
                continue
            is_risk = level == RISK and about not in self.plan.goals
            trigger = self._triggers.get(about) if is_risk else None
            standing = self._standings.get(about)
            if standing is not None and self._is_graver(standing.name, level):
                continue
            if trigger is None and not self._may_see(about):
                continue
            first = self._period(period).first
            if is_risk:
                is_over, goal = (
                    self._is_risk_over(trigger, first),
                    "" if trigger is None else self._shown(trigger),
                )
            else:
                is_over, goal = self._is_off(about, level, first), about if about in self.plan.goals else ""
            made = self._alert(
                key=opening.alert,
                kind="risk" if is_risk else "deviation",
                goal=goal,
                opening=opening,
                rung=None if is_risk else self._rungs.get(level),
                trigger=trigger,
            )
            yield evolve(made, state="closed") if is_over else made

    def _is_risk_over(self, trigger: Trigger | None, first: date) -> bool:
        """Whether the condition of a risk is known to hold no more, at a review of the period or a later one."""
        if trigger is None:
            return True
        return trigger.holds is False and trigger.history[-1][0] >= first

    def _is_off(self, goal: str, level: str, first: date) -> bool:
        """Whether a goal is known to be off a rung, by a figure of the period or a later one; or one of both is gone."""
        rung = self._rungs.get(level)
        if goal not in self.plan.goals or rung is None:
            return True
        latest = self.card.latest(self.card.blueprint.rows[goal])
        return latest >= 0 and self.card.grid.cells[latest].last >= first and is_told(self.card, goal, rung)

    def _is_graver(self, name: str, level: str) -> bool:
        levels = self._levels
        return name in levels and level in levels and levels.index(name) > levels.index(level)

    # What nobody decided on.

    def _undecided(self, one: Alert) -> Alert | None:
        if one.due is None or not _is_past(one.due, self.at) or one.state in ("decided", "closed"):
            return None
        opening = self.journal.opening(one.about, UNDECIDED)
        key = opening.alert if opening is not None else key_of(one.about, one.period, UNDECIDED)
        return evolve(
            one,
            key=key,
            kind="undecided",
            level=UNDECIDED,
            detected=self.at if opening is None else opening.at.astimezone(self.at.tzinfo),
            is_raised=opening is not None,
            of=one.key,
        )

    def _decided_late(self, still: set[str]) -> Iterator[Alert]:
        """What the journal has as undecided and is decided, or over, by now."""
        for opening, about, period, level in self._own():
            if level != UNDECIDED or opening.alert in still or not self._may_see(about):
                continue
            of = (key_of(about, period, one) for one in reversed(self._levels))
            made = self._alert(
                key=opening.alert,
                kind="undecided",
                goal=about if about in self.plan.goals else "",
                opening=opening,
                of=next((one for one in of if one in self.journal.open), ""),
            )
            yield evolve(made, state="closed")

    def _may_see(self, about: str) -> bool:
        return self.card.only is None or about in self.card.only


def _is_past(due: datetime, at: datetime) -> bool:
    """Whether an instant has passed, also where clocks are put back: of one zone Python compares what they show."""
    return due.timestamp() < at.timestamp()


def _due(detected: datetime, within: Duration) -> datetime | None:
    """When a decision is due: so much real time later, or at the same time of a day that is months later."""
    if within.days is not None:
        return due_at(detected, timedelta(days=1) * float(within.days))
    day = within.after(detected.date())
    return datetime.combine(day, detected.timetz()) if isinstance(day, date) else None


def _state(said: Sequence[Note]) -> AlertState:
    kinds = {one.kind for one in said}
    if "decision" in kinds:
        return "decided"
    return "answered" if "answer" in kinds else "open"
