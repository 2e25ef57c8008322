"""Pairs at work: a result metric beside the process metric that is believed to move it.

The four fields of a pair are the standings of both. The process is read as it stood a lag earlier, as only that
can show in the result by now.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from attrs import frozen

from ..maths.lead import Evidence
from ..model.governance import Status
from ..model.missing import NA
from ..model.pair import Pair
from ..scorecard.card import Scorecard

Standing = Literal["on_track", "behind", "unknown"]
Field = Literal["both_on_track", "only_process", "only_result", "both_behind", "unknown"]


@frozen(kw_only=True)
class Side:
    """How one metric of a pair stands on one day.

    Attributes:
        metric: Key of the metric.
        goal: The goal whose status says so; empty where no goal does.
        at: Key path of the healthy range that says so; empty where none does.
        standing: `on_track`, `behind`, or `unknown`.
        status: The goal's status; of a healthy range `on_track` or `at_risk`.
        day: The review date on which it stands so; `None` where no review was by then.
        since: The first review date from which on it has stood so without a break.
        reason: Why it is unknown; `None` where it is known.
    """

    metric: str
    goal: str = ""
    at: str = ""
    standing: Standing
    status: Status
    day: date | None
    since: date | None = None
    reason: NA | None = None


@frozen(kw_only=True)
class PairReading:
    """What a pair says at one review.

    Attributes:
        pair: The pair, as the plan states it.
        result: How the result stands now.
        process: How the process stood the lag earlier, as far as that can show by now; as it stands now where the
            plan states no lag.
        process_now: How the process stands now.
        field: `both_on_track`; `only_process`: the result is behind though the process is on track (the wrong lever,
            or the lag has not passed: `lag_passed`); `only_result`: the result is on track though the process is
            behind (luck, or a wrong model; or the lag has not passed); `both_behind`; `unknown`.
        lag_passed: Whether what the process did has had its time to show in the result; `None` where the plan
            states no lag, or the field is unknown.
        shows_on: The day by which it will show in the result how the process stands now; `None` where that is
            not known, or has passed.
        evidence: What history says of the belief; `NA` with the reason where there is none.
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
        """What the pair is told apart by: result, then process."""
        return f"{self.pair.result}<-{self.pair.process}"


def pairs_of(card: Scorecard, *, evidence: bool = True) -> tuple[PairReading, ...]:
    """The reading of every pair of the plan, in its order; of a view those of which it shows both sides.

    Args:
        card: The scorecard.
        evidence: Whether history is asked as well, which takes a moment; without it the evidence is
            `NA("OUT_OF_DOMAIN")`.
    """
    raise NotImplementedError
