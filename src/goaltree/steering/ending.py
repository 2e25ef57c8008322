"""Endings: where each goal of a scorecard is expected to end, by a point forecast that says its name."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from attrs import frozen

from ..maths.completion import remaining_plan, run_rate, seasonal_total, trend
from ..maths.curve import elapsed
from ..model.missing import NA
from ..scorecard.card import Scorecard
from ..scorecard.score import Figure, Score
from ..scorecard.term import Term

Completing = Literal["actual", "run_rate", "seasonal", "phased", "trend", "last", ""]
"""How the end is expected: `actual` where the period is over, else the name of a point forecast."""


@frozen(kw_only=True)
class Ending:
    """Where one goal is expected to end.

    Attributes:
        value: In the unit of its metric without its display scale; `NA("PARTIAL")` while it is too early or
            parts of its value are missing.
        method: The forecast; empty where there is no value to start from.
        remaining_plan: Where it ends if all that is left goes as planned.
    """

    value: Figure
    method: Completing
    remaining_plan: Figure


def ending_of(card: Scorecard, key: str) -> Ending:
    """Where a goal is expected to end if all goes on as it has gone.

    A total goes on by its season where its pace follows one (`seasonal`), by the plan's own phasing where that is
    another than an even pace (`phased`), else each day brings what the days so far have brought (`run_rate`). A
    level or rate that is to be reached from a baseline moves on as the plan phases its way (`phased`), else as it
    has moved (`trend`), also beyond what its metric can be: nothing is clipped. A band, an average, what is due in
    every period and what has no baseline stay what they are (`last`). The time that is over is counted to the
    last day that the value reaches.
    """
    score = card[key]
    row = card.blueprint.rows[key]
    term, through = card.blueprint.terms[row], score.through
    if isinstance(score.value, NA) or through is None:
        absent = score.value if isinstance(score.value, NA) else NA("NO_ACTUAL", key)
        return Ending(value=absent, method="", remaining_plan=absent)
    method = _method(term, score, card.schedules[row].name)
    value, period = Fraction(score.value), term.node.period
    follows = method in ("seasonal", "phased")
    gone = card.schedules[row].share(through) if follows else elapsed(period, through)
    found: Fraction | NA = value
    if isinstance(gone, NA):
        found = gone
    elif method == "run_rate":
        found = run_rate(value, gone)
    elif follows and term.node.semantics == "total":
        found = seasonal_total(value, gone)
    elif method in ("phased", "trend"):
        found = trend(value, _exact(score.baseline), gone)
    rest = remaining_plan(value, _exact(score.target), _exact(score.expected))
    return Ending(
        value=found if isinstance(found, NA) else float(found),
        method=method,
        remaining_plan=_remaining(term, rest),
    )


def _method(term: Term, score: Score, curve: str) -> Completing:
    node = term.node
    if score.through is not None and score.through >= node.period.last:
        return "actual"
    is_phased = bool(term.phased) and curve != "linear"
    if node.semantics == "total":
        return "seasonal" if curve == "seasonal" else "phased" if is_phased else "run_rate"
    if not term.begins or term.direction == "band":
        return "last"
    return "phased" if is_phased else "trend"


def _remaining(term: Term, rest: Fraction | NA) -> Figure:
    """What is due at any time has no plan for what is left of it."""
    if term.direction == "band" or term.is_level:
        return NA("OUT_OF_DOMAIN", term.key)
    return rest if isinstance(rest, NA) else float(rest)


def _exact(number: Figure) -> Fraction | NA:
    return number if isinstance(number, NA) else Fraction(number)
