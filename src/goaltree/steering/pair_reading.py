"""Pairs at work: a result metric beside the process metric that is believed to move it.

The four fields of a pair are how both stand. The process is read as it stood a lag earlier, as only that can
show in the result by now.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Final, Literal

from attrs import evolve, frozen

from ..maths.evidence import Evidence
from ..model.duration import Duration
from ..model.missing import NA
from ..model.pair import Pair
from ..scorecard.card import Scorecard
from .pair_evidence import evidence_of
from .side import Side, Track, course, goals_for

Field = Literal["both_on_track", "only_process", "only_result", "both_behind", "unknown"]
_FIELDS: Final[dict[tuple[Track, Track], Field]] = {
    ("on_track", "on_track"): "both_on_track",
    ("behind", "on_track"): "only_process",
    ("on_track", "behind"): "only_result",
    ("behind", "behind"): "both_behind",
}
"""The field by the tracks of result and process."""


@frozen(kw_only=True)
class PairReading:
    """What a pair says at one review.

    Attributes:
        pair: The pair, as the plan states it.
        result: How the result stands now, whatever the healthy ranges of its process metrics make of its
            status.
        process: How the process stood the lag before the day that the result reaches. As it stands now where
            the plan states no lag; where the lag reaches back before the plan; and where a result is behind
            whose process was behind then and is on track now.
        process_now: How the process stands now.
        field: `both_on_track`; `only_process`: the result is behind though the process is on track;
            `only_result`: the result is on track though the process is behind; `both_behind`; `unknown`.
        lag_passed: Whether the process as it was read has had its time to show in the result. With it,
            `only_process` is a wrong lever, and `only_result` is luck or a wrong model; before, neither can
            be said. `None` where the plan states no lag, or the field is unknown.
        shows_on: The day that the result has to reach to show how the process stands now; `None` where it
            reaches it already, the plan states no lag, or it is not known how the process stands.
        evidence: What history says of the belief; `NA` with the reason where it says nothing.
        reason: Why the field is unknown; `None` where it is known.
    """

    pair: Pair
    result: Side
    process: Side
    process_now: Side
    field: Field
    lag_passed: bool | None
    shows_on: date | None
    evidence: Evidence | NA
    reason: NA | None = None

    @property
    def key(self) -> str:
        """What the pair is told apart by: its result, then its process."""
        return f"{self.pair.result}/{self.pair.process}"


def pairs_of(card: Scorecard, *, evidence: bool = True) -> tuple[PairReading, ...]:
    """The reading of every pair of a plan, in its order.

    A metric is judged by the goal for it, else, as a process, by its healthy range. A view of one team has
    the pairs of which it shows all goals; history is asked of all pairs all the same, so that a view says
    what the whole says.

    Args:
        card: The scorecard.
        evidence: Whether history is asked, which takes a while; without it the evidence is
            `NA("OUT_OF_DOMAIN")`.

    Returns:
        What is not known is `unknown`, with the reason.
    """
    stated = _stated(card)
    told = evidence_of(card, stated) if evidence else (NA("OUT_OF_DOMAIN", "not asked"),) * len(stated)
    return tuple(
        _reading(card, pair, found) for pair, found in zip(stated, told, strict=True) if _is_shown(card, pair)
    )


pairs = pairs_of
"""The public name: `goaltree.pairs`."""


def _stated(card: Scorecard) -> tuple[Pair, ...]:
    """The pairs of the plan; one that is told twice is one, with the lag and sign that either states."""
    found: dict[tuple[str, str], Pair] = {}
    for pair in card.plan.paired:
        known = found.setdefault((pair.result, pair.process), pair)
        lead = evolve(
            known.lead,
            lag=known.lead.lag or pair.lead.lag,
            sign=known.lead.sign or pair.lead.sign,
            because=known.lead.because or pair.lead.because,
        )
        found[pair.result, pair.process] = evolve(known, lead=lead)
    return tuple(pair for (result, process), pair in found.items() if result != process)


def _is_shown(card: Scorecard, pair: Pair) -> bool:
    """Whether a view shows the goals of the result, of which there is one, and of the process."""
    if card.only is None:
        return True
    results = goals_for(card, pair.result)
    return bool(results) and card.only.issuperset((*results, *goals_for(card, pair.process)))


def _reading(card: Scorecard, pair: Pair, evidence: Evidence | NA) -> PairReading:
    watched = {other.process for other in card.plan.paired if other.result == pair.result}
    result = course(card, pair.result, without=watched - {pair.result})[-1]
    stood = course(card, pair.process)
    reach = _reach(card, result)
    process, passed = _by_then(pair.lead.lag, result, stood, reach)
    sides = result.track, process.track
    field = _FIELDS.get(sides, "unknown")
    why = result.reason if result.reason is not None else process.reason
    return PairReading(
        pair=pair,
        result=result,
        process=process,
        process_now=stood[-1],
        field=field,
        lag_passed=passed if field != "unknown" else None,
        shows_on=_shows_on(pair.lead.lag, stood[-1], reach),
        evidence=evidence,
        reason=None if field != "unknown" else why,
    )


def _reach(card: Scorecard, result: Side) -> date:
    """The day that the value of the result reaches."""
    through = card[result.goal].through if result.goal else None
    return card.as_of if through is None else through


def _by_then(
    lag: Duration | None, result: Side, stood: Sequence[Side], reach: date
) -> tuple[Side, bool | None]:
    """How the process stood when it moved what the result shows, and whether that has had its time."""
    now = stood[-1]
    if lag is None:
        return now, None
    if not lag.number:
        return now, True
    past = [side for side in stood if side.day is not None and _after(lag, side.day) <= reach]
    if not past or past[-1].status == "not_started":
        return now, False
    then = past[-1]
    has_recovered = (result.track, then.track, now.track) == ("behind", "behind", "on_track")
    return (now, False) if has_recovered else (then, True)


def _shows_on(lag: Duration | None, now: Side, reach: date) -> date | None:
    """The day on which the result shows how the process stands now, where it does not reach that yet."""
    if lag is None or now.since is None or now.track == "unknown":
        return None
    day = _after(lag, now.since)
    return day if reach < day < date.max else None


def _after(lag: Duration, day: date) -> date:
    """The day on which a lag has passed for certain: a part of a month or a day counts as a whole one."""
    if lag.months is not None:
        whole = Duration(Fraction(ceil(lag.months)), "month")
    else:
        whole = Duration(Fraction(ceil(lag.days or 0)), "day")
    found = whole.after(day)
    return found if isinstance(found, date) else date.max
