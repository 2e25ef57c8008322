"""The weekly alignment: what to decide, what moved, what is behind or late, what is handed over, who waits for whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from attrs import frozen

from ...ledger.note import Note
from ...model.text import Text
from ...scorecard.card import Scorecard
from ...scorecard.score import Figure
from ...steering.together import GroupState, groups, waits
from ..arrange import troubles
from .action_row import ActionRow, action_rows
from .alert_row import AlertRow, alert_rows
from .ask_row import AskRow, ask_row, open_asks, undated
from .goal_state import GoalState, goal_state
from .moved import Moves, moves


@frozen(kw_only=True)
class Behind:
    """A goal that is off track or at risk.

    Attributes:
        state: The goal.
        since: The first review date of the unbroken run on which it is so.
        required_rate: What each remaining period has to bring.
        required_uplift: That as a multiple of what each period has brought so far.
    """

    state: GoalState
    since: date
    required_rate: Figure
    required_uplift: Figure


@frozen(kw_only=True)
class HandedOver:
    """A number that one team hands to another, with the goals at both ends.

    Attributes:
        key: Key of the hand-over.
        title: What people call it.
        teams: The teams that follow it together.
        by: When it is handed over, in the author's words; empty where the plan does not say.
        next: Of what is handed over again and again, the last day of the round that runs.
        is_late: Whether the day on which it is handed over has passed; `None` where it names none.
        from_: The goal that gives; `None` where the plan names none, or it is not shown.
        to: The goal that receives; `None` where the plan names none, or it is not shown.
    """

    key: str
    title: Text | None
    teams: tuple[str, ...]
    by: str
    next: date | None
    is_late: bool | None
    from_: GoalState | None
    to: GoalState | None


@frozen(kw_only=True)
class Weekly:
    """What a weekly alignment has on the table.

    Attributes:
        decide: The alerts that wait for a decision: by a time, by a team, or whether to do what the plan has prepared.
            A team's pack has also those of other teams on which it decides.
        decided: The alerts with a deadline that were decided on and are still there.
        unanswered: How many other alerts nobody has answered, by team.
        moved: What moved since the scorecard before; `None` where there is none to compare with.
        actions: The actions at work, with their milestones.
        behind: The goals that are off track or at risk, in the order in which they need a look.
        asks: What is late or due soon between teams; of a team's pack also all else that is asked of it.
        undated: How many needs between teams are asked for by no day.
        handed_over: The hand-overs.
        groups: The working groups that are not over.
    """

    decide: tuple[AlertRow, ...]
    decided: tuple[AlertRow, ...]
    unanswered: tuple[Unanswered, ...]
    moved: Moves | None
    actions: tuple[ActionRow, ...]
    behind: tuple[Behind, ...]
    asks: tuple[AskRow, ...]
    undated: int
    handed_over: tuple[HandedOver, ...]
    groups: tuple[GroupState, ...]


@frozen(kw_only=True)
class Unanswered:
    """Alerts that nobody has answered.

    Attributes:
        team: Key of the team that answers for them; `None` where none does.
        count: How many.
    """

    team: str | None
    count: int


def weekly(
    card: Scorecard, *, before: Scorecard | None, notes: Iterable[Note], team: str | None, whole: Scorecard
) -> Weekly:
    """What a weekly alignment has on the table.

    Args:
        card: The scorecard as it is shown.
        before: The one that it is compared with, with the same goals; `None` for none.
        notes: The journal.
        team: Key of the team whose pack it is; `None` for the whole company.
        whole: The scorecard that `card` is a view of: a hand-over shows both of its goals to each of its teams, and
            an alert its goal to the team that decides.
    """
    every = _alerts(card, tuple(notes), team, whole)
    twice = {one.of for one in every if one.state != "closed"}
    found = tuple(one for one in every if one.alert not in twice)
    decide = tuple(one for one in found if one.state in ("open", "answered") and _is_to_decide(one))
    waiting = [one.team for one in found if one.state == "open" and not _is_to_decide(one)]
    return Weekly(
        decide=decide,
        decided=tuple(one for one in found if one.state == "decided" and one.due is not None),
        unanswered=tuple(
            Unanswered(team=key, count=waiting.count(key)) for key in sorted(set(waiting), key=str)
        ),
        moved=moves(card, before),
        actions=action_rows(card),
        behind=tuple(_behind(card)),
        asks=tuple(map(ask_row, open_asks(whole, team))),
        undated=undated(whole, team),
        handed_over=tuple(_handed_over(card, team, whole)),
        groups=tuple(one for one in groups(card) if not one.is_over),
    )


def _alerts(
    card: Scorecard, notes: tuple[Note, ...], team: str | None, whole: Scorecard
) -> tuple[AlertRow, ...]:
    """The alerts of what is shown, and those on which the team decides, the gravest first."""
    shown = alert_rows(card, notes)
    if team is None:
        return shown
    own = {one.alert: one for one in shown}
    others = alert_rows(whole, notes)
    return tuple(own.get(one.alert, one) for one in others if one.alert in own or one.decides == team)


def _is_to_decide(one: AlertRow) -> bool:
    return one.due is not None or one.decides is not None or one.kind == "risk"


def _behind(card: Scorecard) -> Iterator[Behind]:
    for score in troubles(card):
        if score.status in ("off_track", "at_risk"):
            since = next((day for day, status in reversed(score.history) if status != score.status), None)
            days = [day for day, _ in score.history if since is None or day > since]
            yield Behind(
                state=goal_state(card, score),
                since=days[0] if days else card.as_of,
                required_rate=score.required_rate,
                required_uplift=score.required_uplift,
            )


def _handed_over(card: Scorecard, team: str | None, whole: Scorecard) -> Iterator[HandedOver]:
    waiting = {one.key: one for one in waits(whole)}
    for key, one in card.plan.handovers.items():
        shown = whole if team is not None and team in one.teams else card
        ends = [
            goal_state(shown, shown[goal]) if goal is not None and goal in shown else None
            for goal in (one.from_, one.to)
        ]
        if any(ends) or card.only is None or team in one.teams:
            yield HandedOver(
                key=key,
                title=one.title,
                teams=one.teams,
                by="" if one.by is None else str(one.by),
                next=waiting[key].next if key in waiting else None,
                is_late=waiting[key].is_late if key in waiting else None,
                from_=ends[0],
                to=ends[1],
            )
