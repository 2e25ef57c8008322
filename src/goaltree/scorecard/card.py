"""The scorecard: every goal of a plan on one day. Values are built when asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import evolve, field, frozen

from ..actuals.series import Series
from ..actuals.table import Actuals
from ..errors import UnknownKeyError
from ..findings import Findings
from ..maths.status import STATUSES, rank
from ..model.governance import Status
from ..model.missing import NA
from ..model.period import Period
from ..model.plan import Plan
from .alignment import Aligned, aligned
from .blueprint import Blueprint
from .coverage import Coverage, least_coverage, missing_policy
from .exchange import Exchange
from .figures import Figures
from .grid import Grid
from .judge import Judgement
from .plain import plain_card
from .schedule import Schedule
from .score import Figure, ObjectiveScore, Score
from .scoring import objective_of, score_of
from .term import Number, Term
from .trace import Tracer
from .verdict import Verdict
from .wiring import Wiring

if TYPE_CHECKING:
    import pandas as pd

    from .trigger import Readings, Trigger

_STALE = Fraction(3, 2)
"""How many lengths of its own period a value may be old before it is stale."""


@frozen(kw_only=True, slots=False, eq=False, repr=False)
class Scorecard:
    """Every goal of a plan on one day, by address.

    Attributes:
        plan: The plan.
        actuals: What was observed.
        as_of: The business date.
        known_at: The instant of knowledge; `None` for everything known.
        only: The goals that are shown; all where it is `None`.
    """

    plan: Plan
    actuals: Actuals
    as_of: date
    known_at: datetime | None
    blueprint: Blueprint
    wiring: Wiring
    grid: Grid
    figures: Figures
    coverage: Coverage
    schedules: tuple[Schedule, ...]
    judged: Judgement
    verdict: Verdict
    series: Mapping[str, Series]
    exchange: Mapping[str, Exchange]
    scale: np.ndarray
    begun: np.ndarray
    only: frozenset[str] | None = None
    _made: dict[str, Score] = field(factory=dict, alias="made")

    # Asking.

    def __getitem__(self, name: str) -> Score:
        """The score of a goal, by key, address, title or alias.

        Raises:
            UnknownKeyError: No goal goes by that name, or it is none of those that are shown.
        """
        key = name if name in self.blueprint.rows else self.plan.goal(name).key
        if self.only is not None and key not in self.only:
            raise UnknownKeyError(name, tuple(sorted(self.only))[:3])
        if key not in self._made:
            self._made[key] = score_of(self, self.blueprint.rows[key])
        return self._made[key]

    def __iter__(self) -> Iterator[Score]:
        return (self[key] for key in self.keys())

    def __len__(self) -> int:
        return len(self.keys())

    def __contains__(self, key: object) -> bool:
        return key in self.keys()

    def keys(self) -> tuple[str, ...]:
        """The goals that are shown, in the order of the plan."""
        return tuple(key for key in self.plan.goals if self.only is None or key in self.only)

    def __repr__(self) -> str:
        counts = dict.fromkeys(STATUSES, 0)
        for status in self.statuses.values():
            counts[status] += 1
        shown = ", ".join(f"{count} {status}" for status, count in counts.items() if count)
        return f"<Scorecard {self.plan.key} as of {self.as_of}: {shown}>"

    @cached_property
    def statuses(self) -> Mapping[str, Status]:
        """The status of every goal that is shown."""
        return {key: self.status_of(self.blueprint.rows[key])[0] for key in self.keys()}

    @cached_property
    def objectives(self) -> Mapping[str, ObjectiveScore]:
        """The objectives with what their goals make together."""
        return {key: objective_of(self, key) for key in self.plan.objectives}

    @cached_property
    def triggers(self) -> tuple[Trigger, ...]:
        """The conditions of the plan's risks, each with the review dates on which it held."""
        from .trigger import triggers_of

        return triggers_of(self)

    @cached_property
    def readings(self) -> Readings:
        """What conditions read of it; which goal stands for which metric is looked up once."""
        from .trigger import Readings

        return Readings(self)

    @cached_property
    def aligned(self) -> Mapping[str, Aligned]:
        """The goals without a number of their own that other goals contribute to, with what these make."""
        rows, terms = self.blueprint.rows, self.blueprint.terms
        return aligned(
            self.plan,
            has_value=lambda key: self.latest(rows[key]) >= 0,
            attainment=self.attainment_of,
            status=lambda key: self._own_status(rows[key])[0],
            history=lambda key: self.history_of(rows[key]),
            cap=lambda key: terms[rows[key]].cap,
            missing=missing_policy(self.plan),
            least=least_coverage(self.plan),
        )

    def history_of(self, row: int) -> tuple[Status, ...]:
        """The status of a goal by its own number at each review date, as the review of that day shows it."""
        return tuple(self._shown(row, cell)[0] for cell in range(self.grid.start, len(self.grid)))

    def attainment_of(self, key: str) -> Figure:
        """The attainment of a goal by its own number."""
        row = self.blueprint.rows[key]
        j = self.latest(row)
        return NA("NO_ACTUAL", key) if j < 0 else self.judged.attainment.at(row, j - self.grid.start)

    @cached_property
    def findings(self) -> Findings:
        """What was wrong with the data or assumed about it, and what does not fit together; in a view, too, of all."""
        from .finding import findings_of

        return Findings([*self.actuals.findings, *findings_of(self)])

    def view(self, *, team: str) -> Scorecard:
        """The same scorecard with what one team may see: its own goals and what they are made of.

        Raises:
            UnknownKeyError: No team goes by that name.
        """
        own = self.plan.goals_of(self.plan.team(team).key)
        work, seen = list(own), set(own)
        while work:
            for cut in self.plan.goals[work.pop()].cuts:
                for part in cut.members.values():
                    if part in self.plan.goals and part not in seen:
                        seen.add(part)
                        work.append(part)
        shown = frozenset(seen) if self.only is None else frozenset(seen) & self.only
        return evolve(self, only=shown, made={})

    def frame(self) -> pd.DataFrame:
        """The scorecard as a pandas DataFrame, one row a goal; NA values are nan with their reason beside."""
        from .plain import card_frame

        return card_frame(self)

    def to_dict(self) -> dict[str, Any]:
        """The scorecard as plain values for JSON, by the published schema `scorecard-1`."""
        return plain_card(self)

    # One goal.

    @cached_property
    def tracer(self) -> Tracer:
        """What traces its numbers; what was traced once is kept."""
        return Tracer(self)

    def latest(self, row: int) -> int:
        """The cell of the latest figure of a goal, partial ones included; -1 where there is none."""
        return self._latest_by(row, len(self.grid) - 1)

    def _latest_by(self, row: int, cell: int) -> int:
        """The cell of the latest figure up to a cell."""
        at = self.blueprint.goal_positions[row]
        known = np.flatnonzero(~np.isnan(self.coverage.partial[at, self.grid.start : cell + 1]))
        return int(known[-1]) + self.grid.start if len(known) else -1

    def scale_at(self, row: int, j: int) -> Fraction | None:
        """The share of its target that a partial figure stands for; `None` where the figure is whole."""
        return self._part_at(row, j, self.scale, self.blueprint.targets)

    def begun_at(self, row: int, j: int) -> Fraction | None:
        """The share of its baseline that a partial figure stands for; `None` where the figure is whole."""
        at = j - self.grid.start
        if at >= 0 and self.begun[row, at] != self.scale[row, at]:
            return self._part_at(row, j, self.begun, self.blueprint.baselines)
        return self.scale_at(row, j)

    def _part_at(
        self, row: int, j: int, scales: np.ndarray, numbers: Mapping[str, Number]
    ) -> Fraction | None:
        at = self.blueprint.goal_positions[row]
        if j < self.grid.start or not np.isnan(self.figures.figure[at, j]):
            return None
        scale = float(scales[row, j - self.grid.start])
        parts = self.wiring.ways[self.blueprint.terms[row].key].parts
        if scale == 1.0 or parts is None:
            return Fraction(scale)
        known = {key: self.coverage.share[self.blueprint.position[key], j] for key in parts.keys}
        stated = {key: numbers[key] for key in parts.keys}
        exact = {key: number for key, number in stated.items() if not isinstance(number, NA)}
        if len(exact) < len(stated) or not all(share in (0.0, 1.0) for share in known.values()):
            return Fraction(scale)
        return sum((exact[key] for key in exact if known[key]), Fraction(0)) / sum(
            exact.values(), Fraction(0)
        )

    def status_of(self, row: int) -> tuple[Status, str]:
        """What is shown of a goal, and what capped it; without a number of its own, what its contributors make."""
        made = self.aligned.get(self.blueprint.terms[row].key)
        return self._own_status(row) if made is None else (made.status, "")

    def _own_status(self, row: int) -> tuple[Status, str]:
        """What is shown of a goal at its latest figure, and what capped it."""
        if len(self.grid) == self.grid.start:
            began = self.as_of >= self.blueprint.terms[row].node.period.first
            return ("unknown" if began else "not_started"), ""
        return self._shown(row, len(self.grid) - 1)

    def _shown(self, row: int, cell: int) -> tuple[Status, str]:
        """What is shown of a goal at a review date: the status of its latest figure by then, unless that is stale."""
        term, j = self.blueprint.terms[row], self._latest_by(row, cell)
        if j < 0:
            began = int(self.grid.ends[cell]) >= term.node.period.first.toordinal()
            return ("unknown" if began else "not_started"), ""
        at = j - self.grid.start
        status = STATUSES[int(self.verdict.status[row, at])]
        guard = int(self.verdict.breached[row, at])
        cap = self.blueprint.guardrails[guard].at if guard >= 0 else ""
        if self._age_by(row, cell) > _STALE and rank(status) < rank("unknown"):
            return "unknown", "stale"
        return status, cap

    def is_stale(self, row: int) -> bool:
        """Whether the latest figure is older than one and a half of its own periods."""
        return self._age_by(row, len(self.grid) - 1) > _STALE

    def is_late(self, row: int) -> bool:
        """Whether a whole period of its own has passed since the latest figure: after August all of September."""
        j = self.latest(row)
        if j < 0:
            return False
        at = int(self.blueprint.goal_positions[row])
        period = self._cadence[at]
        return period is not None and self._is_over(period, int(self.figures.through[at, j]), self._end(row))

    def is_over(self, period: Period, until: date) -> bool:
        """Whether the period that follows one is over by the review, and by another day."""
        return self._is_over(period, period.last.toordinal(), min(self.as_of, until).toordinal())

    def _is_over(self, period: Period, through: int, end: int) -> bool:
        """Whether the period that follows a day is over, by ordinals; a span is as long as it was."""
        if period.kind in ("span", "phase"):
            return end - through >= period.days
        following = self.plan.calendar.of(date.fromordinal(through + 1), period.kind)
        return following is not None and following.last.toordinal() <= end

    def _end(self, row: int) -> int:
        """The last day, as an ordinal, of which a goal's data can be there."""
        return min(self.as_of, self.blueprint.terms[row].node.period.last).toordinal()

    def _age_by(self, row: int, cell: int) -> Fraction:
        """How many of its own periods had passed at the end of a cell since the latest figure; 0 without one."""
        j = self._latest_by(row, cell)
        if j < 0:
            return Fraction(0)
        at = int(self.blueprint.goal_positions[row])
        period = self._cadence[at]
        end = min(int(self.grid.ends[cell]), self._end(row))
        return Fraction(end - int(self.figures.through[at, j]), 1 if period is None else period.days)

    @cached_property
    def _cadence(self) -> dict[int, Period | None]:
        """The latest period of the observations behind each node; the longest where there are several."""
        found: dict[int, Period | None] = {}
        position = self.blueprint.position
        for key, series in self.series.items():
            found[position[key]] = series.periods[-1]
        for at in self.wiring.order:
            way = self.wiring.ways[self.blueprint.order[at].key]
            periods = [period for need in way.needs if (period := found.get(position[need])) is not None]
            found[at] = max(periods, key=lambda period: period.days, default=None)
        return found

    def perspective(self, key: str) -> str | None:
        """The perspective of a goal: its own, its metric's, or that of what it is a part of."""
        for above in self.plan.upward(key):
            goal = self.plan.goals[above]
            metric = self.plan.metrics.get(goal.metric)
            found = goal.perspective or (metric.perspective if metric is not None else None)
            if found is not None:
                return found
        return None

    def team(self, key: str) -> str | None:
        """The team that answers for a goal, else for what it is a part of."""
        return self.plan.answering(key)

    def worst_child(self, term: Term) -> tuple[str, Status] | None:
        """The worst of the goals that a goal depends on: its parts, its drivers, what serves it.

        Of several with one status it is the one that deviates most.
        """
        found: list[tuple[int, float, str, Status]] = []
        for child in self._children.get(term.key, ()):
            if self.only is not None and child not in self.only:
                continue
            row = self.blueprint.rows[child]
            status, _ = self.status_of(row)
            found.append((-rank(status), self._relative(row), child, status))
        if not found:
            return None
        _, _, key, status = min(found)
        return key, status

    def _relative(self, row: int) -> float:
        """The deviation of a goal as a share, at its latest figure; above all where it is not known."""
        j = self.latest(row)
        found = NA("NO_ACTUAL") if j < 0 else self.judged.relative.at(row, j - self.grid.start)
        return inf if isinstance(found, NA) else float(found)

    @cached_property
    def _children(self) -> Mapping[str, tuple[str, ...]]:
        from ..model.edge import edges_of

        found: dict[str, dict[str, None]] = {}
        for edge in edges_of(self.plan):
            if edge.child in self.blueprint.rows and edge.child != edge.parent:
                found.setdefault(edge.parent, {})[edge.child] = None
        return {parent: tuple(children) for parent, children in found.items()}
