"""One goal's line of a scorecard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Literal

from attrs import field, frozen

from ..maths.deviation import Basis
from ..model.dimension import Unit
from ..model.governance import Status
from ..model.missing import NA
from .derivation import Derivation

Figure = float | NA
Favour = Literal["favourable", "adverse", "even"]


@frozen(kw_only=True)
class Growth:
    """A value against an earlier one.

    Attributes:
        of: `year` for the same stretch a year earlier (同比), `period` for the period before (环比).
        before: The earlier value.
        change: Value less earlier value.
        rate: The change as a share; `NA("NEG_BASE")` where the earlier value is not above zero.
    """

    of: Literal["year", "period"]
    before: Figure
    change: Figure
    rate: Figure


@frozen(kw_only=True)
class Score:
    """Where one goal is, where it should be by now, and what follows.

    Numbers are in the metric's unit without its display scale (`元` for `亿元`), shares as fractions
    (45% is 0.45). What is not known is `NA` with a reason.

    Attributes:
        key: Address of the goal.
        title: What people call it.
        team: Key of the team that answers for it.
        perspective: Key of its perspective.
        metric: Key of its metric.
        unit: Its unit, as shown.
        value: The figure that is judged; `NA("PARTIAL")` where parts of it are missing.
        partial: What the known parts make, where some are missing.
        baseline: Where it starts.
        target: What is wanted; of a band its middle.
        expected: What is due by now.
        attainment: How far the target is reached; raw, never clipped.
        method: Name of the method of attainment, always beside it.
        pace: Attainment against expected attainment; 1 is on pace.
        gap: Value less expected (variance to pace).
        deviation: On its basis; below zero is adverse.
        basis: What the deviation is measured against.
        favour: Whether value is better than expected, by direction.
        status: What is shown.
        rule: The rule that decided, as text.
        own_status: The status by the rules alone, before hysteresis and caps.
        worst_child: The worst goal that it depends on, and its status.
        cap: What capped the status: the key path of a healthy range, or `stale`.
        coverage: The share of its parts that is known; 1 where it has none.
        period: Its period.
        through: The last day that the value reaches; `None` where there is no value.
        curve: Name of the curve by which it is expected.
        required_rate: What each remaining period has to bring.
        required_uplift: That as a multiple of what each period has brought so far.
        growth: Against a year and against a period before.
        trend: The values of the periods so far, nan where one is not known.
        history: The status at each review date.
        reasons: Reason codes and what was assumed.
    """

    key: str
    title: str
    team: str | None
    perspective: str | None
    metric: str
    unit: str
    value: Figure
    partial: Figure
    baseline: Figure
    target: Figure
    expected: Figure
    attainment: Figure
    method: str
    pace: Figure
    gap: Figure
    deviation: Figure
    basis: Basis
    favour: Favour | None
    status: Status
    rule: str
    own_status: Status
    worst_child: tuple[str, Status] | None
    cap: str
    coverage: Figure
    period: str
    through: date | None
    curve: str
    required_rate: Figure
    required_uplift: Figure
    growth: tuple[Growth, ...] = field(repr=False)
    trend: tuple[float, ...] = field(repr=False)
    history: tuple[tuple[date, Status], ...] = field(repr=False)
    reasons: tuple[str, ...]
    _trace: Callable[[], Derivation] = field(alias="trace", eq=False, repr=False)

    @property
    def derivation(self) -> Derivation:
        """How its numbers came about: `part("value")`, `expected`, `attainment`, `pace`, `gap`, `deviation`."""
        return self._trace()


@frozen(kw_only=True)
class ObjectiveScore:
    """A bundle of goals: no number of its own, the weighted attainment of what it bundles.

    Attributes:
        key: Key of the objective.
        title: What people call it.
        goals: The goals that it bundles.
        attainment: Weighted mean of their attainments, each from 0 to its cap; `NA("LOW_COVERAGE")` where
            too few are known.
        coverage: The share of the weight that is known.
        status: The worst of their statuses.
        worst_child: The goal that has it.
    """

    key: str
    title: str
    goals: tuple[str, ...]
    attainment: Figure
    coverage: float
    status: Status
    worst_child: str | None


def shown_factor(unit: Unit | None) -> Fraction:
    """What a number in base units is divided by to be shown: shares stay fractions."""
    if unit is None or unit.kind in ("percent", "pp"):
        return Fraction(1)
    return unit.unscaled.factor


def in_unit(value: Fraction | float, factor: Fraction) -> float:
    """A number in base units, in a unit."""
    return float(Fraction(value) / factor) if factor != 1 else float(value)
