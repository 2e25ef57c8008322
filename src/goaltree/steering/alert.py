"""Alerts: goals on a rung of the deviation ladder, risks that came true, emergencies that nobody decided on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from attrs import evolve, frozen

from ..ledger.note import OF_ALERTS, Note
from ..maths.deviation import Basis
from ..maths.deviation import due as due_at
from ..model.governance import Rung
from ..model.missing import NA
from ..scorecard.card import Scorecard
from ..scorecard.score import Figure
from ..scorecard.trigger import Trigger
from .ladder import Standing, standings, steps_of

AlertKind = Literal["deviation", "risk", "undecided"]
AlertState = Literal["open", "answered", "decided", "closed"]
RISK: Final = "risk"
UNDECIDED: Final = "undecided"
_BETWEEN: Final = "/"
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
        basis: What the deviation is measured against; `None` of a risk.
        is_basis_stated: Whether the plan says so; else it is the goal's own.
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
        at: The instant of the review; `card.known_at` by default, else the end of its day in the plan's zone.
    """
    return _Alerts(card, notes, at or seen_at(card)).all


def seen_at(card: Scorecard) -> datetime:
    """The instant of a review: that of its knowledge, else the end of its day in the plan's zone."""
    if card.known_at is not None:
        return card.known_at
    zone = ZoneInfo(card.plan.zone or "UTC")
    return datetime.combine(card.as_of, time.max, zone)


class _Alerts:
    """The alerts of one scorecard beside one journal."""

    def __init__(self, card: Scorecard, notes: Iterable[Note], at: datetime) -> None:
        self.card = card
        self.plan = card.plan
        self.at = at
        self.notes = sorted((one for one in notes if one.at <= at), key=lambda one: (one.at, one.number))

    @cached_property
    def all(self) -> tuple[Alert, ...]:
        found = [*self._deviations(), *self._risks()]
        live = {one.key for one in found}
        found += [one for one in self._remembered() if one.key not in live]
        late = [one for one in map(self._undecided, found) if one is not None]
        over = self._decided_late({one.key for one in late})
        return tuple(sorted((*late, *found, *over), key=self._rank))

    def _rank(self, one: Alert) -> tuple[int, int, int, str]:
        """What is over comes last; else by kind and rung, core goals first, then the larger deviation."""
        levels = [UNDECIDED, *reversed(self._levels), RISK]
        grave = levels.index(one.level) if one.level in levels else len(levels)
        core = one.goal in self.plan.goals and self.plan.goals[one.goal].core
        return (one.state == "closed", grave, not core, one.key)

    @cached_property
    def _levels(self) -> tuple[str, ...]:
        """The names of the rungs, the mildest first."""
        governance = self.plan.governance
        return tuple(steps_of(governance.deviation)) if governance is not None else ()

    # What is off now.

    @cached_property
    def _standings(self) -> Mapping[str, Standing]:
        return {one.goal: one for one in standings(self.card)}

    def _deviations(self) -> Iterator[Alert]:
        for goal, one in self._standings.items():
            cell = self.card.grid.cells[one.since]
            period = self.plan.calendar.of(cell.first, self.card.grid.grain) or cell
            opening = self._opening(goal, one.name)
            key = opening.alert if opening is not None else _key(goal, period.label, one.name)
            yield self._alert(
                key=key,
                kind="deviation",
                goal=goal,
                opening=opening,
                since=cell.last,
                rung=one.rung,
                deviation=one.deviation,
                basis=one.basis,
                is_basis_stated=one.is_basis_stated,
            )

    @cached_property
    def _triggers(self) -> Mapping[str, Trigger]:
        return {one.at: one for one in self.card.triggers}

    def _risks(self) -> Iterator[Alert]:
        for at, one in self._triggers.items():
            if not one.holds or one.since is None:
                continue
            period = self.plan.calendar.of(one.since, self.card.grid.grain)
            label = str(one.since) if period is None else period.label
            opening = self._opening(at, RISK)
            key = opening.alert if opening is not None else _key(at, label, RISK)
            goal = one.goals[0] if one.goals else ""
            yield self._alert(key=key, kind="risk", goal=goal, opening=opening, since=one.since, trigger=one)

    def _alert(
        self,
        *,
        key: str,
        kind: AlertKind,
        goal: str,
        opening: Note | None,
        since: date,
        rung: Rung | None = None,
        trigger: Trigger | None = None,
        deviation: Figure | None = None,
        basis: Basis | None = None,
        is_basis_stated: bool = False,
        of: str = "",
    ) -> Alert:
        about, period, level = _parts(key)
        detected = self.at if opening is None else opening.at.astimezone(self.at.tzinfo)
        said = self._said(key, goal if kind != "risk" else "", detected, is_raised=opening is not None)
        within = (
            None if rung is None or kind == "undecided" or rung.decide_within is None else rung.decide_within
        )
        days = None if within is None else within.days
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
            since=since,
            detected=detected,
            due=None if days is None else due_at(detected, timedelta(days=1) * float(days)),
            rung=rung,
            trigger=trigger,
            deviation=NA("NO_ACTUAL") if deviation is None else deviation,
            basis=basis,
            is_basis_stated=is_basis_stated,
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

    def _course(self, key: str) -> list[Note]:
        """How an alert was raised and closed."""
        return [one for one in self.notes if one.alert == key and one.kind in OF_ALERTS]

    @cached_property
    def _open(self) -> Mapping[str, Note]:
        """The alerts that are raised and not closed, with the note that raised them."""
        found: dict[str, Note] = {}
        for one in self.notes:
            if one.kind == "alert":
                found.setdefault(one.alert, one)
            elif one.kind == "closing":
                found.pop(one.alert, None)
        return found

    def _opening(self, about: str, level: str) -> Note | None:
        """The note that raised what is open about something on a level; the first where there are several."""
        return next(
            (note for key, note in self._open.items() if (_parts(key)[0], _parts(key)[2]) == (about, level)),
            None,
        )

    def _said(self, key: str, goal: str, since: datetime, *, is_raised: bool) -> tuple[Note, ...]:
        """What was said about an alert: by its key, or about its goal from when it was raised on."""
        return tuple(
            one
            for one in self.notes
            if one.kind not in OF_ALERTS
            and (
                one.alert == key
                or (
                    is_raised and goal and not one.alert and one.at >= since and self._names(one.goal) == goal
                )
            )
        )

    def _names(self, given: str) -> str:
        """The goal that a note names, as its author wrote it."""
        if given in self.plan.goals or not given:
            return given
        found = self.plan.goal_names.resolve(given)
        return found if isinstance(found, str) else given

    def _remembered(self) -> Iterator[Alert]:
        """What the journal has open and is on its rung no more: over, or not to be seen."""
        for key, opening in self._open.items():
            about, _, level = _parts(key)
            if level == UNDECIDED:
                continue
            trigger = self._triggers.get(about) if level == RISK else None
            goal = "" if level == RISK else about
            if level == RISK:
                is_over = trigger is None or trigger.holds is False
                if trigger is not None and trigger.goals:
                    goal = trigger.goals[0]
                is_shown = self.card.only is None or trigger is not None
            else:
                standing = self._standings.get(about)
                if standing is not None and self._is_graver(standing.name, level):
                    continue
                is_over = (
                    about not in self.plan.goals or self.card.latest(self.card.blueprint.rows[about]) >= 0
                )
                is_shown = self.card.only is None or about in self.card.only
            if not is_shown:
                continue
            governance = self.plan.governance
            rungs = governance.deviation if governance is not None else {}
            made = self._alert(
                key=key,
                kind="risk" if level == RISK else "deviation",
                goal=goal if goal in self.plan.goals else "",
                opening=opening,
                since=opening.at.date(),
                rung=rungs.get(level),
                trigger=trigger,
            )
            yield evolve(made, state="closed") if is_over else made

    def _is_graver(self, name: str, level: str) -> bool:
        levels = self._levels
        return name in levels and level in levels and levels.index(name) > levels.index(level)

    # What nobody decided on.

    def _undecided(self, one: Alert) -> Alert | None:
        if one.due is None or self.at <= one.due or one.state in ("decided", "closed"):
            return None
        opening = self._opening(one.about, UNDECIDED)
        key = opening.alert if opening is not None else _key(one.about, one.period, UNDECIDED)
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
        for key, opening in self._open.items():
            about, period, level = _parts(key)
            shown = self.card.only is None or about in self.card.only
            if level != UNDECIDED or key in still or not shown:
                continue
            made = self._alert(
                key=key,
                kind="undecided",
                goal=about if about in self.plan.goals else "",
                opening=opening,
                since=opening.at.date(),
                of=next((one for one in self._open if _parts(one)[:2] == [about, period] and one != key), ""),
            )
            yield evolve(made, state="closed")


def _key(about: str, period: str, level: str) -> str:
    return _BETWEEN.join((about, period, level))


def _parts(key: str) -> Sequence[str]:
    """What an alert is about, its period and its level."""
    found = key.rsplit(_BETWEEN, 2)
    return found if len(found) == 3 else [key, "", ""]


def _state(said: Sequence[Note]) -> AlertState:
    kinds = {one.kind for one in said}
    if "decision" in kinds:
        return "decided"
    return "answered" if "answer" in kinds else "open"
