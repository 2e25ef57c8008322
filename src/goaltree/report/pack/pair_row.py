"""Pairs as packs tell them: a result beside the process that is believed to move it."""

from __future__ import annotations

from datetime import date
from typing import Final

from attrs import frozen

from ...maths.evidence import Evidence
from ...model.governance import Status
from ...scorecard.card import Scorecard
from ...steering.pair_reading import Field, PairReading, pairs_of

_SAYS_NOTHING: Final = "insufficient_data"


@frozen(kw_only=True)
class PairRow:
    """What a pair says.

    Attributes:
        result: Key of the result metric.
        process: Key of the process metric.
        field: Where both stand: `both_on_track`, `only_process`, `only_result`, `both_behind` or `unknown`.
        result_status: How the result stands.
        process_status: How the process stood the lag earlier, or stands now where the plan states no lag.
        lag_passed: Whether what the process did has had its time to show; `None` where that is not known.
        shows_on: The day by which the result will show how the process stands now; `None` where that is not known.
        evidence: What history says of the belief, where it says anything: `leads`, `lags`, `coincident`,
            `bidirectional` or `no_evidence`; `None` where it says nothing, or was not asked.
    """

    result: str
    process: str
    field: Field
    result_status: Status
    process_status: Status
    lag_passed: bool | None
    shows_on: date | None
    evidence: str | None


def pair_rows(card: Scorecard) -> tuple[PairRow, ...]:
    """The pairs of a scorecard, in the order of the plan; of a view those of which it shows both sides."""
    return tuple(
        PairRow(
            result=one.pair.result,
            process=one.pair.process,
            field=one.field,
            result_status=one.result.status,
            process_status=one.process.status,
            lag_passed=one.lag_passed,
            shows_on=one.shows_on,
            evidence=verdict(one),
        )
        for one in pairs_of(card)
    )


def verdict(one: PairReading) -> str | None:
    """What history says of a pair, where it says anything."""
    found = one.evidence
    if not isinstance(found, Evidence) or found.verdict == _SAYS_NOTHING:
        return None
    return found.verdict
