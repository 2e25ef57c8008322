"""The annual closing: what was reached, what was corrected, what was learnt, what was never measured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, Literal

from attrs import frozen

from ...actuals.requirement import requirements
from ...ledger.note import Note
from ...model.missing import NA
from ...scorecard.card import Scorecard
from ...scorecard.score import Figure, Score
from ..told import Told
from .alert_row import Remark, remark
from .goal_state import GoalState, goal_state
from .journal import said_between
from .moved import Moves, moves

Verdict = Literal["reached", "hollow", "missed", "unknown", "running"]
VERDICTS: Final[tuple[Verdict, ...]] = ("reached", "hollow", "missed", "unknown", "running")
_SAID: Final = ("reason", "answer", "decision")
_WHOLE: Final = 1 - 1e-9


@frozen(kw_only=True)
class Closing:
    """Where a goal ended.

    Attributes:
        state: The goal.
        verdict: `reached`; `hollow` where it is reached and one of its guardrails is left; `missed`; `unknown` where
            the data does not reach the end of its period; `running` where its period is not over.
        baseline: Where it began.
        short: What is missing to the target, above zero whichever way is better; `NA` where that is not known.
        is_explained: Whether the journal says why, of a goal that is missed or hollow; `True` of the others.
    """

    state: GoalState
    verdict: Verdict
    baseline: Figure
    short: Figure
    is_explained: bool


@frozen(kw_only=True)
class Corrected:
    """A period whose value became another one.

    Attributes:
        goal: Address of the goal.
        period: Label of the period.
        first: The value that was told first, in the goal's unit; `NA` where nothing was.
        now: The value that counts; `NA` where it was withdrawn.
    """

    goal: str
    period: str
    first: Figure
    now: Figure


@frozen(kw_only=True)
class Lesson:
    """What the journal says of a goal.

    Attributes:
        goal: Address of the goal; empty for what is about none.
        remarks: Reasons, answers and decisions, in order.
    """

    goal: str
    remarks: tuple[Remark, ...]


@frozen(kw_only=True)
class Unmeasured:
    """What the plan needs to know and never learnt.

    Attributes:
        metric: Key of the metric.
        segment: The members that it is needed for, by dimension.
        sources: The sources that should have it.
        team: The team that owns it; `None` where none does.
        goals: The goals that rest on it.
    """

    metric: str
    segment: tuple[str, ...]
    sources: tuple[str, ...]
    team: str | None
    goals: tuple[str, ...]


@frozen(kw_only=True)
class Annual:
    """The closing of a year.

    Attributes:
        closings: Every goal, in the order of the plan.
        moved: What moved since the scorecard before; `None` where there is none to compare with.
        corrected: The periods whose values became others.
        lessons: What the journal says, by goal; what is about no goal comes last.
        unmeasured: What was never measured.
        untold: Key paths of the risks whose condition was never known.
    """

    closings: tuple[Closing, ...]
    moved: Moves | None
    corrected: tuple[Corrected, ...]
    lessons: tuple[Lesson, ...]
    unmeasured: tuple[Unmeasured, ...]
    untold: tuple[str, ...]


def annual(card: Scorecard, *, before: Scorecard | None, notes: Iterable[Note], team: str | None) -> Annual:
    """The closing of a scorecard's year.

    Args:
        card: The scorecard as it is shown.
        before: The one that it is compared with, with the same goals; `None` for none.
        notes: The journal; of a view what is about its goals.
        team: Key of the team whose pack it is; `None` for the whole company.
    """
    lessons = tuple(_lessons(card, notes))
    explained = {one.goal for one in lessons if any(each.kind == "reason" for each in one.remarks)}
    told = Told(card, "en")
    return Annual(
        closings=tuple(_closing(card, score, explained) for score in card),
        moved=moves(card, before),
        corrected=tuple(
            Corrected(goal=score.key, period=period, first=first, now=now)
            for score in card
            for period, first, now in told.corrections(score)
        ),
        lessons=lessons,
        unmeasured=tuple(_unmeasured(card, team)),
        untold=tuple(
            one.at for one in card.triggers if one.history and all(held is None for _, held in one.history)
        ),
    )


def _closing(card: Scorecard, score: Score, explained: set[str]) -> Closing:
    verdict = _verdict(card, score)
    needs = verdict in ("hollow", "missed")
    return Closing(
        state=goal_state(card, score),
        verdict=verdict,
        baseline=score.baseline,
        short=_short(card, score),
        is_explained=not needs or score.key in explained,
    )


def _verdict(card: Scorecard, score: Score) -> Verdict:
    last = card.blueprint.terms[card.blueprint.rows[score.key]].node.period.last
    if last > card.as_of:
        return "running"
    if score.through is None or score.through < last or isinstance(score.attainment, NA):
        return "unknown"
    if score.attainment < _WHOLE:
        return "missed"
    return "hollow" if score.cap and score.cap != "stale" else "reached"


def _short(card: Scorecard, score: Score) -> Figure:
    """What is missing to the target; of a band nothing is said, as its middle is no target."""
    term = card.blueprint.terms[card.blueprint.rows[score.key]]
    if isinstance(score.value, NA):
        return score.value
    if isinstance(score.target, NA):
        return score.target
    if term.direction not in ("up", "down"):
        return NA("OUT_OF_DOMAIN", score.key)
    return score.target - score.value if term.direction == "up" else score.value - score.target


def _lessons(card: Scorecard, notes: Iterable[Note]) -> Iterator[Lesson]:
    found: dict[str, list[Remark]] = {}
    for note in said_between(card, None, notes):
        if note.kind in _SAID:
            one = remark(card, note)
            found.setdefault(one.goal, []).append(one)
    for goal in (*card.keys(), ""):
        if goal in found:
            yield Lesson(goal=goal, remarks=tuple(found[goal]))


def _unmeasured(card: Scorecard, team: str | None) -> Iterator[Unmeasured]:
    known = {(node.metric.key, node.segment) for node in map(card.blueprint.nodes.__getitem__, card.series)}
    for one in requirements(card.plan, card.as_of):
        if (one.metric, one.segment) in known:
            continue
        goals = tuple(goal for goal in one.for_goals if goal in card)
        if card.only is None or goals or (team is not None and one.owner == team):
            yield Unmeasured(
                metric=one.metric,
                segment=tuple(f"{dimension}.{member}" for dimension, member in one.segment),
                sources=one.sources,
                team=one.owner,
                goals=goals,
            )
