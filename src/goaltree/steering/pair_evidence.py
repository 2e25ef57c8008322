"""What the history of a scorecard says of its pairs, all of them looked at together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan, nan
from typing import Final

from ..maths.evidence import Evidence
from ..maths.lead import LAGS, Sample, leads
from ..model.duration import Duration
from ..model.metric import Grain
from ..model.missing import NA
from ..model.pair import Pair
from ..scorecard.card import Scorecard

SEASON: Final[Mapping[Grain, int]] = {"day": 7, "week": 52, "month": 12, "quarter": 4, "half": 2, "year": 0}
"""Periods after which a season comes again."""
_DAYS: Final[Mapping[Grain, float]] = {
    "day": 1,
    "week": 7,
    "month": 365.2425 / 12,
    "quarter": 365.2425 / 4,
    "half": 365.2425 / 2,
    "year": 365.2425,
}


def evidence_of(card: Scorecard, pairs: Sequence[Pair]) -> tuple[Evidence | NA, ...]:
    """The evidence of each pair, period by period of the scorecard.

    A pair is looked at with the lag that the plan states; where it states none, with 1, 2 and 3 periods. A
    period that the review cuts short is left out.

    Returns:
        `NA("NO_ACTUAL")` where a metric of the pair was never observed as a whole, `NA("OUT_OF_DOMAIN")`
        where enough was, and the extra `forecast` is not installed.
    """
    series = {key: _values(card, key) for pair in pairs for key in (pair.result, pair.process)}
    found: dict[int, Evidence | NA] = {}
    samples: dict[int, Sample] = {}
    for at, pair in enumerate(pairs):
        missing = [key for key in (pair.result, pair.process) if all(map(isnan, series[key]))]
        if missing:
            found[at] = NA("NO_ACTUAL", missing[0])
            continue
        samples[at] = Sample(
            result=series[pair.result],
            process=series[pair.process],
            lags=lags_of(pair.lead.lag, card.grid.grain),
            season=SEASON[card.grid.grain],
        )
    found.update(zip(samples, leads(list(samples.values())), strict=True))
    return tuple(found[at] for at in range(len(pairs)))


def lags_of(lag: Duration | None, grain: Grain) -> tuple[int, ...]:
    """The lags to look at, in whole periods: the stated one, to the nearest and one at least."""
    if lag is None:
        return LAGS
    days = float(lag.months) * _DAYS["month"] if lag.months is not None else float(lag.days or 0)
    return (max(1, round(days / _DAYS[grain])),)


def _values(card: Scorecard, metric: str) -> list[float]:
    """What each period of a metric was, nan where that is not known, or cut short by the review."""
    order = card.blueprint.order
    at = next((at for at, node in enumerate(order) if node.place == (metric, ()) and not node.same), None)
    if at is None:
        return []
    whole = [cell.kind == card.grid.grain for cell in card.grid.cells]
    return [
        float(value) if is_whole else nan
        for value, is_whole in zip(card.figures.cell[at], whole, strict=True)
    ]
