"""One observation: the value of one metric, in one segment, for one period, as known at one instant."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from attrs import field, frozen

from ..model.missing import NA
from ..model.period import Period
from .as_of import aware

Pairs = tuple[tuple[str, str], ...]
"""A part of the business as sorted (dimension, member) pairs; `()` is the whole, and two members of one
dimension are their union."""

RateKind = Literal["average", "closing"]

BLANK: Final = NA("NO_ACTUAL")
"""The value of a row that says it has none."""
OVERLAP: Final = NA("NO_ACTUAL", "overlapping periods")
"""The value of periods that share days."""


@frozen(kw_only=True)
class AppliedRate:
    """The exchange rate that a value was converted with.

    Attributes:
        currency: Code of the currency that the value came in.
        kind: `average` for what accrues over time, `closing` for a level.
        month: Month of the rate as `2025-01`; `None` where the period is of no single month.
        rate: The plan's currency per one unit of that currency.
    """

    currency: str
    kind: RateKind
    month: str | None
    rate: Decimal


def _sorted_pairs(pairs: Pairs) -> Pairs:
    return tuple(sorted(set(pairs)))


def _is_aware(_observation: object, _attribute: object, known_at: datetime | None) -> None:
    aware(known_at)


@frozen(kw_only=True)
class Observation:
    """What a source says about one metric, in one segment, for one period.

    Where it came from (`source`, `row`, `text`) takes no part in equality: the same fact read from a
    CSV file and from a data frame is one fact.

    Attributes:
        metric: Key of the metric.
        segment: The part of the business as sorted (dimension, member) pairs; `()` is the whole.
        period: The days that the value is for.
        value: In base units of the metric's unit (`45%` is 9/20, `3.8亿` is 380000000), in the metric's
            currency; `NA` where the source gives none or it could not be used.
        count: How many facts stand behind the value, which is what pools it: the denominator of a ratio,
            the weight of a mean, the respondents of a score; `None` where the source does not say.
        known_at: Since when the value is known; `None` is always.
        rate: The exchange rate that was applied, or `None`.
        source: File or name that it came from.
        row: Line of the file, or number of the record counted from 1; 0 where there is none.
        text: The value as it came.
    """

    metric: str
    segment: Pairs = field(default=(), converter=_sorted_pairs)
    period: Period
    value: Fraction | NA
    count: Fraction | None = None
    known_at: datetime | None = field(default=None, validator=_is_aware)
    rate: AppliedRate | None = None
    source: str = field(default="", eq=False)
    row: int = field(default=0, eq=False)
    text: str = field(default="", eq=False)

    @property
    def key(self) -> tuple[str, Pairs, Period]:
        """What it is a value of: metric, segment and period."""
        return self.metric, self.segment, self.period

    @property
    def place(self) -> str:
        """Source and row for a reader, with a colon between them."""
        return f"{self.source}:{self.row}" if self.row else self.source


EARLIEST: Final = datetime.min.replace(tzinfo=UTC)
"""What an observation without instant is ordered by: it was known before any other."""


def instant_of(observation: Observation) -> datetime:
    """Since when it is known, for ordering."""
    return EARLIEST if observation.known_at is None else observation.known_at


def order_of(observation: Observation) -> tuple[str, Pairs, date, date, str, datetime]:
    """What observations are sorted by: metric, segment, days, kind of period, then instant."""
    period = observation.period
    return (
        observation.metric,
        observation.segment,
        period.first,
        period.last,
        period.kind,
        instant_of(observation),
    )
