"""Gaps: what each goal is expected to end at, what is missing to its target, and what is to close it."""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from fractions import Fraction
from typing import Final, Literal

from attrs import frozen

from ..checks.effect import acting_on
from ..model.action import Action
from ..model.missing import NA
from ..scorecard.card import Scorecard
from ..scorecard.score import Figure, in_unit, shown_factor
from ..scorecard.term import Term
from .effect import Effect, Standby, effect_of, effects_by_goal, is_to_come, standbys_of, summed
from .ending import Completing, ending_of
from .pledge import Pledge, pledges_of

Verdict = Literal["on_target", "closed", "open", "unstated", "unknown"]
_SAME: Final = Fraction(1, 10**9)
"""Up to this share of the target nothing is missing: floats are no finer."""


@frozen(kw_only=True)
class Gap:
    """One goal at its expected end, against its target and what is done about the difference.

    Amounts are in the unit of the goal's metric without its display scale, shares as fractions. What is not
    known is `NA` with a reason.

    Attributes:
        goal: Address of the goal.
        team: Key of the team that answers for it; `None` where nobody does.
        target: What is wanted; of a band the end that is nearer to where it is expected.
        through: The last day that its value reaches; `None` where there is no value.
        completion: Where it is expected to end if all goes on as it has gone.
        method: How that was found: `run_rate` A / x, `seasonal` A / W(x) by the years before and `phased` A / W(x)
            by the plan's phasing of a total, `trend` B + (A - B) / x of a level or rate that moves from a baseline
            (`phased` B + (A - B) / W(x)), `last` of what is carried on as it is, `actual` where the period is over.
        remaining_plan: The same by another method, that all that is left goes as planned: A + T - PV.
        gap: What is missing to the target, above zero whichever way is better; below zero it is exceeded.
        effects: What its actions are stated to bring, in the order of the plan.
        unstated: The actions on it, on a part of it or on what its formula names that are still to deliver and
            state no effect on it.
        closes: What the effects that count are to bring, each times its chance, with the answers that were
            decided; 0 where none is stated.
        remains: The gap less that: above zero nobody says how it is closed.
        standbys: The answers to risks whose condition holds; apart from what closes.
        pledges: Its complete cuts, read from both ends.
        verdict: `on_target` where nothing is missing, `closed` where the effects close it, `open` where they do
            not, `unstated` where they do not and an action says nothing of its effect, `unknown` where the end
            is not known.
    """

    goal: str
    team: str | None
    target: Figure
    through: date | None
    completion: Figure
    method: Completing
    remaining_plan: Figure
    gap: Figure
    effects: tuple[Effect, ...]
    unstated: tuple[str, ...]
    closes: float
    remains: Figure
    standbys: tuple[Standby, ...]
    pledges: tuple[Pledge, ...]
    verdict: Verdict

    @property
    def is_closed(self) -> bool | None:
        """Whether the plan closes its own gap here; `None` where that is not known."""
        return None if self.verdict == "unknown" else self.verdict in ("on_target", "closed")


def gaps(card: Scorecard, *, decided: Container[str] = ()) -> tuple[Gap, ...]:
    """For each goal that is shown: what is missing at its expected end, and whether the plan closes it.

    Args:
        card: The scorecard.
        decided: Key paths of answers to risks (`Standby.at`) that were decided: they count where their
            condition holds.

    Returns:
        One value a goal, in the order of the plan. An action without a stated chance is taken as certain,
        which its effect says; one that has delivered is in the value already and closes nothing more.
    """
    stated = effects_by_goal(card.plan)
    return tuple(_gap(card, score.key, stated.get(score.key, ()), decided) for score in card)


Stated = tuple[tuple[Action, str], ...]


def _gap(card: Scorecard, key: str, stated: Stated, decided: Container[str]) -> Gap:
    plan, score = card.plan, card[key]
    term = card.blueprint.terms[card.blueprint.rows[key]]
    end = ending_of(card, key)
    target, gap, sign = _missing(term, score.target, end.value)
    effects = tuple(
        effect_of(plan, action, of, key, sign, score.through, card.as_of) for action, of in stated
    )
    standbys = tuple(standbys_of(card, key, sign, decided))
    counted = [one.value for one in effects if one.is_counted]
    counted += [one.effect for one in standbys if one.is_decided]
    closes = summed(one for one in counted if not isinstance(one, NA))
    assert not isinstance(closes, NA)
    remains = gap if isinstance(gap, NA) else gap - closes
    unstated = _unstated(card, key, effects, score.through)
    return Gap(
        goal=key,
        team=card.team(key),
        target=target,
        through=score.through,
        completion=end.value,
        method=end.method,
        remaining_plan=end.remaining_plan,
        gap=gap,
        effects=effects,
        unstated=unstated,
        closes=closes,
        remains=remains,
        standbys=standbys,
        pledges=pledges_of(plan, key, card.as_of),
        verdict=_verdict(target, gap, remains, is_unstated=bool(unstated)),
    )


def _missing(term: Term, target: Figure, end: Figure) -> tuple[Figure, Figure, int]:
    """What an end is held against, what is missing to it, and which way helps."""
    if isinstance(target, NA):
        return target, target, term.sign
    low, high = _shown(term, term.low), _shown(term, term.high)
    if term.direction is None:
        return target, NA("DIRECTION_CONFLICT", term.key), term.sign
    if isinstance(end, NA):
        return target, end, term.sign
    if term.direction == "band" and not isinstance(low, NA) and not isinstance(high, NA):
        if end > high:
            return high, end - high, -1
        near = low if end - low <= high - end else high
        return near, max(low - end, 0.0), 1
    return target, (target - end) * term.sign, term.sign


def _shown(term: Term, value: Fraction | NA) -> Figure:
    return value if isinstance(value, NA) else in_unit(value, shown_factor(term.node.metric.unit))


def _unstated(
    card: Scorecard, key: str, effects: tuple[Effect, ...], through: date | None
) -> tuple[str, ...]:
    """The actions on a goal that are still to deliver and give no number for what they bring to it."""
    told = {one.action for one in effects if not (isinstance(one.stated, NA) and one.is_counted)}
    acting = acting_on(card.plan, key)
    return tuple(
        name
        for name, action in card.plan.actions.items()
        if name in acting and name not in told and is_to_come(action, through, card.as_of)
    )


def _verdict(target: Figure, gap: Figure, remains: Figure, *, is_unstated: bool) -> Verdict:
    if isinstance(gap, NA) or isinstance(remains, NA) or isinstance(target, NA):
        return "unknown"
    least = _SAME * max(abs(Fraction(target)), abs(Fraction(gap)))
    if remains > least:
        return "unstated" if is_unstated else "open"
    return "closed" if gap > least else "on_target"
