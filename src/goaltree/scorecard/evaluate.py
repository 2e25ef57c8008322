"""`evaluate`: a plan and what was observed, on one day, become a scorecard."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Final

import numpy as np
from attrs import evolve

from ..actuals.as_of import aware, business_day
from ..actuals.observe import observe
from ..actuals.series import Series
from ..actuals.table import Actuals
from ..errors import UsageError
from ..maths.column import CODE_OF, column
from ..maths.curve import CURVES, Curve
from ..model.metric import Grain
from ..model.plan import Plan
from .blueprint import Blueprint
from .card import Scorecard
from .coverage import Coverage, coverage, least_coverage, missing_policy
from .exchange import exchanges
from .figures import Figures, figures
from .fill import Floats
from .grid import HISTORY_YEARS, Bools, Grid, earlier
from .judge import judge
from .schedule import schedule, shares
from .term import Term
from .verdict import verdict
from .wiring import Wiring

_ROUNDING: Final = 0.5e-9
"""How far below its limit a coverage still reaches it: a float of 80% may be a hair less."""


def evaluate(
    plan: Plan,
    actuals: Actuals | Any,
    *,
    as_of: date | str,
    known_at: datetime | str | None = None,
    grain: Grain = "month",
    curves: Mapping[str, Curve] = CURVES,
) -> Scorecard:
    """The scorecard of a plan on one day: where each goal is, and where it should be by then.

    Args:
        plan: The plan; its findings do not stop the evaluation, but what could not be read is missing.
        actuals: What was observed; anything else that `observe` takes is observed first.
        as_of: The business date, the end of which is meant; what ends later is not seen.
        known_at: Only what was known at that instant; everything known by default. With a zone.
        grain: The length of the periods that are reviewed, within the plan's own.
        curves: Curves by name beside those of our own, such as `goaltree.Host().curves`.

    Returns:
        A value that carries its plan, its actuals and its date. Numbers that are not known are `NA` with
        a reason; nothing is filled in.

    Raises:
        UsageError: The plan states no period, or a date or instant cannot be read.
    """
    day, instant = business_day(as_of), _instant(known_at)
    seen = actuals if isinstance(actuals, Actuals) else observe(plan, actuals)
    return _Evaluation(Blueprint.of(plan), seen, day, instant, grain, curves).card()


def _instant(known_at: datetime | str | None) -> datetime | None:
    if known_at is None:
        return None
    try:
        found = known_at if isinstance(known_at, datetime) else datetime.fromisoformat(known_at)
    except ValueError as error:
        raise UsageError(f"`known_at` is no instant: {known_at!r}. Write 2025-07-01T09:00+08:00.") from error
    aware(found)
    return found


def _until(series: Series, day: date) -> Series | None:
    """The observations whose periods end on or before a day; `None` where there are none."""
    kept = [at for at, period in enumerate(series.periods) if period.last <= day]
    if len(kept) == len(series.periods):
        return series if kept else None
    if not kept:
        return None
    return evolve(
        series,
        periods=tuple(series.periods[at] for at in kept),
        values=tuple(series.values[at] for at in kept),
        counts=tuple(series.counts[at] for at in kept),
        observations=tuple(series.observations[at] for at in kept),
        restated=tuple(series.restated[at] for at in kept),
    )


class _Evaluation:
    """One evaluation, step by step; what the card needs later is handed on to it."""

    def __init__(
        self,
        blueprint: Blueprint,
        actuals: Actuals,
        as_of: date,
        known_at: datetime | None,
        grain: Grain,
        curves: Mapping[str, Curve],
    ) -> None:
        self.blueprint = blueprint
        self.plan = blueprint.plan
        self.actuals = actuals
        self.as_of = as_of
        self.known_at = known_at
        self.grain = grain
        self.curves = curves
        self.series: dict[str, Series] = {}
        for key, node in blueprint.nodes.items():
            found = actuals.series(*node.place, known_at=known_at)
            seen = None if found is None else _until(found, as_of)
            if seen is not None:
                self.series[key] = seen

    def card(self) -> Scorecard:
        blueprint, plan = self.blueprint, self.plan
        wiring = blueprint.wiring(frozenset(self.series))
        grid = self._grid()
        rates = exchanges(plan, blueprint.nodes, grid)
        found = figures(
            blueprint.order,
            wiring,
            [self.series[blueprint.order[at].key] for at in wiring.observed],
            grid,
            blueprint.opening,
            {blueprint.position[key]: rate for key, rate in rates.items()},
        )
        own = {
            term.key: schedule(term, plan.calendar, self._years(term, found, grid), grid, self.curves)
            for term in blueprint.terms
            if term.phased in ("", term.key)
        }
        schedules = [own[term.phased or term.key] for term in blueprint.terms]
        fails = missing_policy(plan) == "fail"
        covered = coverage(
            blueprint.order, wiring, found, blueprint.targets, blueprint.baselines, fails=fails
        )
        now = slice(grid.start, len(grid))
        rows = blueprint.goal_positions
        through = found.through[rows, now]
        share, unknown = shares(schedules, through)
        codes = np.zeros(share.shape, np.uint8)
        for row, missing in unknown.items():
            codes[row, np.isnan(share[row])] = CODE_OF[missing.reason]
        inside = self._inside(grid)[:, now]
        covered.partial[rows, now] = np.where(inside, covered.partial[rows, now], np.nan)
        actual, scale, begun = self._judged(found, covered, wiring, now, inside)
        cells = np.where(inside, found.cell[rows, now], np.nan)
        judged = judge(blueprint.terms, actual, cells, column(share, codes), scale, begun)
        first = np.array([term.node.period.first.toordinal() for term in blueprint.terms])[:, None]
        last = np.array([term.node.period.last.toordinal() for term in blueprint.terms])[:, None]
        decided = verdict(
            blueprint.terms,
            judged,
            started=grid.ends[None, now] >= first,
            over=grid.ends[None, now] >= last,
            watched=found.of_period(blueprint.order)[:, now],
            guardrails=blueprint.guardrails,
            governance=plan.governance,
            resolve=blueprint.resolve,
        )
        return Scorecard(
            plan=plan,
            actuals=self.actuals,
            as_of=self.as_of,
            known_at=self.known_at,
            blueprint=blueprint,
            wiring=wiring,
            grid=grid,
            figures=found,
            coverage=covered,
            schedules=tuple(schedules),
            judged=judged,
            verdict=decided,
            series=self.series,
            exchange=rates,
            scale=scale,
            begun=begun,
        )

    def _grid(self) -> Grid:
        period = self.plan.period
        assert period is not None
        oldest = min((one.periods[0].first for one in self.series.values()), default=period.first)
        windows = earlier(period, HISTORY_YEARS)
        before = [later for later in (period, *windows[:-1]) if later.first > oldest][: len(windows)]
        return Grid.of(self.plan.calendar, period, self.as_of, self.grain, len(before))

    def _years(self, term: Term, found: Figures, grid: Grid) -> list[list[Fraction]]:
        """What the goal's metric brought in each period of the years before that are known in full."""
        if not term.node.is_flow or (term.curve and term.curve != "seasonal"):
            return []
        cells = found.cell[self.blueprint.position[term.key]]
        years = []
        for window in earlier(term.node.period, HISTORY_YEARS):
            first, last = window.first.toordinal(), window.last.toordinal()
            mine = np.flatnonzero((grid.firsts >= first) & (grid.ends <= last))
            whole = len(mine) and grid.firsts[mine[0]] == first and grid.ends[mine[-1]] == last
            if whole and not np.isnan(cells[mine]).any():
                years.append([Fraction(float(value)) for value in cells[mine]])
        return years

    def _inside(self, grid: Grid) -> Bools:
        """Which cells are in each goal's own period: what lies outside of it does not score the goal."""
        periods = [term.node.period for term in self.blueprint.terms]
        first = np.array([period.first.toordinal() for period in periods], np.int64)[:, None]
        last = np.array([period.last.toordinal() for period in periods], np.int64)[:, None]
        return (grid.firsts >= first) & (grid.firsts <= last)

    def _judged(
        self, found: Figures, covered: Coverage, wiring: Wiring, now: slice, inside: Bools
    ) -> tuple[Any, Floats, Floats]:
        """The figures that are judged, and the shares of the target and of the baseline that they stand for.

        A whole with missing parts is judged by those that are known where they weigh enough: as if the
        plan had no others. `missing: fail` counts a missing part as nothing, `propagate` not at all.
        """
        rows = self.blueprint.goal_positions
        figure = np.where(inside, found.figure[rows, now], np.nan)
        share, partial = covered.share[rows, now], covered.partial[rows, now]
        scale, begun = np.ones(figure.shape), np.ones(figure.shape)
        codes = np.where(np.isnan(figure), CODE_OF["NO_ACTUAL"], 0).astype(np.uint8)
        broken = np.isnan(figure) & ~np.isnan(partial)
        if bool(broken.any()):
            policy, least = missing_policy(self.plan), least_coverage(self.plan)
            codes[broken] = CODE_OF["PARTIAL"]
            if policy == "fail":
                use = broken
            elif policy == "renormalise":
                enough = share >= float(least) - _ROUNDING
                codes[broken & ~enough] = CODE_OF["LOW_COVERAGE"]
                use = broken & enough
                sums = np.array([self._is_sum(wiring, int(at)) for at in rows])[:, None]
                scale = np.where(use & sums, share, 1.0)
                begun = np.where(use & sums, covered.begun[rows, now], 1.0)
            else:
                use = np.zeros_like(broken)
            figure[use], codes[use] = partial[use], 0
        for row, at in enumerate(rows):
            barred = wiring.ways[self.blueprint.order[int(at)].key].barred
            if barred:
                codes[row, np.isnan(figure[row])] = CODE_OF[barred]
        return column(figure, codes), scale, begun

    def _is_sum(self, wiring: Wiring, at: int) -> bool:
        way = wiring.ways[self.blueprint.order[at].key]
        while way.kind == "same":
            way = wiring.ways[way.needs[0]]
        return way.parts is None or way.parts.combine == "sum"
