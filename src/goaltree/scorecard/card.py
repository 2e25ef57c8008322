"""The scorecard: every goal of a plan on one day. Values are built when asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import evolve, field, frozen

from ..actuals.series import Series
from ..actuals.table import Actuals
from ..errors import UnknownKeyError
from ..findings import Findings
from ..maths.attainment import capped
from ..maths.growth import growth
from ..maths.influence import weighted_score
from ..maths.pace import required_rate, required_uplift
from ..maths.status import STATUSES, rank
from ..model.dimension import Unit
from ..model.governance import Status
from ..model.missing import NA
from ..model.plan import Plan
from .alignment import Aligned, aligned
from .blueprint import Blueprint
from .coverage import LEAST, Coverage
from .derivation import Derivation
from .exchange import Exchange
from .figures import Figures
from .grid import Grid
from .judge import BASES, Judgement
from .plain import plain_card
from .schedule import Schedule
from .score import Favour, Figure, Growth, ObjectiveScore, Score, in_unit
from .term import Term
from .trace import Tracer, trace_goal
from .verdict import NO_RULE, Verdict, default_rules
from .wiring import Wiring

if TYPE_CHECKING:
    import pandas as pd

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
            self._made[key] = self._score(self.blueprint.rows[key])
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
        return {key: self._status(self.blueprint.rows[key])[0] for key in self.keys()}

    @cached_property
    def objectives(self) -> Mapping[str, ObjectiveScore]:
        """The objectives with what their goals make together."""
        return {key: self._objective(key) for key in self.plan.objectives}

    @cached_property
    def aligned(self) -> Mapping[str, Aligned]:
        """The goals without a number of their own that other goals contribute to, with what these make."""
        rows, terms = self.blueprint.rows, self.blueprint.terms
        governance = self.plan.governance

        return aligned(
            self.plan,
            has_value=lambda key: self.latest(rows[key]) >= 0,
            attainment=self.attainment_of,
            status=lambda key: self._own_status(rows[key])[0],
            cap=lambda key: terms[rows[key]].cap,
            missing=(governance.missing if governance is not None else None) or "renormalise",
            least=self._least,
        )

    def attainment_of(self, key: str) -> Figure:
        """The attainment of a goal by its own number."""
        row = self.blueprint.rows[key]
        j = self.latest(row)
        return NA("NO_ACTUAL", key) if j < 0 else self.judged.attainment.at(row, j - self.grid.start)

    @property
    def _least(self) -> Fraction:
        governance = self.plan.governance
        stated = governance.coverage if governance is not None else None
        return LEAST if stated is None else Fraction(stated)

    @cached_property
    def findings(self) -> Findings:
        """What was wrong with the data or assumed about it, and what does not fit together."""
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
        return evolve(self, only=shown, made=self._made)

    def frame(self) -> pd.DataFrame:
        """The scorecard as a pandas DataFrame, one row a goal; NA values are nan with their reason beside."""
        from .plain import card_frame

        return card_frame(self)

    def to_dict(self) -> dict[str, Any]:
        """The scorecard as plain values for JSON, by the published schema `scorecard-1`."""
        return plain_card(self)

    # One goal.

    @cached_property
    def _tracer(self) -> Tracer:
        return Tracer(self)

    def latest(self, row: int) -> int:
        """The cell of the latest figure of a goal, partial ones included; -1 where there is none."""
        at = self.blueprint.goal_positions[row]
        known = np.flatnonzero(~np.isnan(self.coverage.partial[at, self.grid.start :]))
        return int(known[-1]) + self.grid.start if len(known) else -1

    def scale_at(self, row: int, j: int) -> Fraction | None:
        """The share of its target that a partial figure stands for; `None` where the figure is whole."""
        at = self.blueprint.goal_positions[row]
        if j < self.grid.start or not np.isnan(self.figures.figure[at, j]):
            return None
        return Fraction(float(self.scale[row, j - self.grid.start]))

    def partial_derivation(self, row: int, j: int, whole: Derivation) -> Derivation:
        """The figure that is judged where parts of it are missing: the sum of those that are known."""
        number = self.judged.actual.at(row, j - self.grid.start)
        exact = number if isinstance(number, NA) else Fraction(number)
        share = float(self.coverage.share[self.blueprint.goal_positions[row], j])
        return evolve(whole, step="missing", value=exact, compute=None, note=f"coverage {share:.4f}")

    def _status(self, row: int) -> tuple[Status, str]:
        """What is shown of a goal, and what capped it; without a number of its own, what its contributors make."""
        made = self.aligned.get(self.blueprint.terms[row].key)
        return self._own_status(row) if made is None else (made.status, "")

    def _own_status(self, row: int) -> tuple[Status, str]:
        """What is shown of a goal at its latest figure, and what capped it."""
        term, j = self.blueprint.terms[row], self.latest(row)
        if j < 0:
            began = self.as_of >= term.node.period.first
            return ("unknown" if began else "not_started"), ""
        at = j - self.grid.start
        status = STATUSES[int(self.verdict.status[row, at])]
        guard = int(self.verdict.breached[row, at])
        cap = (
            self.blueprint.guardrails[guard].at
            if guard >= 0 and rank(status) > self.verdict.raw[row, at]
            else ""
        )
        if self.is_stale(row) and rank(status) < rank("unknown"):
            return "unknown", "stale"
        return status, cap

    def is_stale(self, row: int) -> bool:
        """Whether the latest figure is older than one and a half of its own periods."""
        j = self.latest(row)
        if j < 0:
            return False
        at = int(self.blueprint.goal_positions[row])
        age = min(self.as_of, self.blueprint.terms[row].node.period.last).toordinal() - int(
            self.figures.through[at, j]
        )
        return age > _STALE * self._cadence[at]

    @cached_property
    def _cadence(self) -> dict[int, int]:
        """How many days the observations behind each node are apart; the longest where there are several."""
        found: dict[int, int] = {}
        position = self.blueprint.position
        for key, series in self.series.items():
            found[position[key]] = series.periods[-1].days
        for at in self.wiring.order:
            way = self.wiring.ways[self.blueprint.order[at].key]
            found[at] = max((found.get(position[need], 0) for need in way.needs), default=0)
        return found

    def _score(self, row: int) -> Score:
        term, j = self.blueprint.terms[row], self.latest(row)
        at, node = j - self.grid.start, term.node
        is_partial = self.scale_at(row, j) is not None if j >= 0 else False
        factor = _factor(node.metric.unit)
        status, cap = self._status(row)
        judged = self.judged

        def shown(column: Any, unit: Fraction = Fraction(1)) -> Figure:
            value = column.at(row, at) if j >= 0 else NA("NO_ACTUAL")
            return value if isinstance(value, NA) else in_unit(value, unit)

        actual = shown(judged.actual, factor)
        whole = NA("PARTIAL") if is_partial and not isinstance(actual, NA) else actual
        gap = shown(judged.gap, factor)
        basis = BASES[int(judged.basis[row, at])] if j >= 0 else term.basis
        made = self.aligned.get(term.key)
        method = term.method.reason if isinstance(term.method, NA) else term.method
        return Score(
            key=term.key,
            title=self.plan.title_of(term.key),
            team=self.plan.owner(term.key),
            perspective=self.perspective(term),
            metric=node.metric.key,
            unit=str(node.metric.unit.unscaled) if node.metric.unit is not None else "",
            value=whole,
            partial=actual if is_partial else NA("NO_ACTUAL"),
            baseline=term.baseline if isinstance(term.baseline, NA) else in_unit(term.baseline, factor),
            target=term.target if isinstance(term.target, NA) else in_unit(term.target, factor),
            expected=self._expected(row, j, factor),
            attainment=shown(judged.attainment) if made is None else made.attainment,
            method=method if made is None else "alignment",
            pace=shown(judged.pace),
            gap=gap,
            deviation=shown(judged.deviation),
            basis=basis,
            favour=_favour(term, gap, shown(judged.deviation)),
            status=status,
            rule=self._rule(row, at) if j >= 0 else "",
            own_status=STATUSES[int(self.verdict.raw[row, at])] if j >= 0 else status,
            worst_child=self._worst_child(term),
            cap=cap,
            coverage=self._share_known(row, j) if made is None else made.coverage,
            period=node.period.label,
            through=date.fromordinal(int(self.figures.through[self.blueprint.goal_positions[row], j]))
            if j >= 0
            else None,
            curve="" if term.is_level else self.schedules[row].name,
            required_rate=self._required(term, row, j, factor)[0],
            required_uplift=self._required(term, row, j, factor)[1],
            growth=self._growth(row, j, factor),
            trend=self._trend(row, factor),
            history=self._history(row),
            reasons=self._reasons(term, row, j),
            trace=lambda: trace_goal(self, self._tracer, row, j),
        )

    def _expected(self, row: int, j: int, factor: Fraction) -> Figure:
        """What is due by the day of the latest figure; by the day of the review where there is none."""
        at = j - self.grid.start if j >= 0 else len(self.grid) - self.grid.start - 1
        value = self.judged.expected.at(row, at) if at >= 0 else NA("PARTIAL", "not begun")
        return value if isinstance(value, NA) else in_unit(value, factor)

    def _share_known(self, row: int, j: int) -> Figure:
        if j < 0:
            return 0.0
        share = float(self.coverage.share[self.blueprint.goal_positions[row], j])
        return NA("NO_TARGET", "a part has no target to weigh it by") if np.isnan(share) else share

    def perspective(self, term: Term) -> str | None:
        """The perspective of a goal: its own, its metric's, or that of what it is a part of."""
        key: str | None = term.key
        seen: set[str] = set()
        while key is not None and key not in seen:
            seen.add(key)
            goal = self.plan.goals[key]
            metric = self.plan.metrics.get(goal.metric)
            found = goal.perspective or (metric.perspective if metric is not None else None)
            if found is not None:
                return found
            above = self.plan.parents.get(key)
            key = above[0][0] if above else None
        return None

    def _rule(self, row: int, at: int) -> str:
        which = int(self.verdict.rule[row, at])
        if which == NO_RULE:
            return ""
        rules = self.blueprint.terms[row].rules or default_rules()
        return str(rules[which].when) if rules[which].when is not None else "otherwise"

    def _worst_child(self, term: Term) -> tuple[str, Status] | None:
        """The worst of the goals that a goal depends on: its parts, its drivers, what serves it."""
        found: list[tuple[int, str, Status]] = []
        for child in self._children.get(term.key, ()):
            status, _ = self._status(self.blueprint.rows[child])
            found.append((-rank(status), child, status))
        if not found:
            return None
        _, key, status = min(found)
        return key, status

    @cached_property
    def _children(self) -> Mapping[str, tuple[str, ...]]:
        from ..model.edge import edges_of

        found: dict[str, dict[str, None]] = {}
        for edge in edges_of(self.plan):
            if edge.child in self.blueprint.rows and edge.child != edge.parent:
                found.setdefault(edge.parent, {})[edge.child] = None
        return {parent: tuple(children) for parent, children in found.items()}

    def _required(self, term: Term, row: int, j: int, factor: Fraction) -> tuple[Figure, Figure]:
        """What each remaining period has to bring, and that against what each has brought."""
        if j < 0 or not term.node.is_flow:
            return NA("NO_ACTUAL" if j < 0 else "OUT_OF_DOMAIN"), NA(
                "NO_ACTUAL" if j < 0 else "OUT_OF_DOMAIN"
            )
        at = self.blueprint.goal_positions[row]
        actual = self.judged.actual.at(row, j - self.grid.start)
        through = int(self.figures.through[at, j])
        cells = self.plan.calendar.split(term.node.period, self.grid.grain)
        done = sum(
            Fraction(min(max(through - cell.first.toordinal() + 1, 0), cell.days), cell.days)
            for cell in cells
        )
        left = len(cells) - done
        rate = required_rate(actual, term.target, left)
        uplift = required_uplift(actual, term.target, done, left)
        shown = rate if isinstance(rate, NA) else in_unit(rate, factor)
        return shown, uplift if isinstance(uplift, NA) else float(uplift)

    def _growth(self, row: int, j: int, factor: Fraction) -> tuple[Growth, ...]:
        if j < 0:
            return ()
        at = int(self.blueprint.goal_positions[row])
        year = int(self.grid.year_back[j])
        pairs = [("year", self.figures.figure[at], year), ("period", self.figures.cell[at], j - 1)]
        found = []
        for name, values, before in pairs:
            earlier = float(values[before]) if before >= 0 else float("nan")
            if np.isnan(earlier) or np.isnan(values[j]):
                continue
            rate = growth(float(values[j]), earlier)
            found.append(
                Growth(
                    of=name,  # type: ignore[arg-type]
                    before=in_unit(earlier, factor),
                    change=in_unit(Fraction(float(values[j])) - Fraction(earlier), factor),
                    rate=rate if isinstance(rate, NA) else float(rate),
                )
            )
        return tuple(found)

    def _trend(self, row: int, factor: Fraction) -> tuple[float, ...]:
        cells = self.figures.cell[self.blueprint.goal_positions[row], self.grid.start :]
        return tuple(float(value / float(factor)) for value in cells)

    def _history(self, row: int) -> tuple[tuple[date, Status], ...]:
        codes = self.verdict.status[row]
        cells = self.grid.cells[self.grid.start :]
        return tuple((cell.last, STATUSES[int(code)]) for cell, code in zip(cells, codes, strict=True))

    def _reasons(self, term: Term, row: int, j: int) -> tuple[str, ...]:
        found: list[str] = []
        judged = self.judged
        if j >= 0:
            at = j - self.grid.start
            for column in (judged.actual, judged.expected, judged.attainment, judged.pace, judged.deviation):
                value = column.at(row, at)
                if isinstance(value, NA):
                    found.append(value.reason)
            if self.scale_at(row, j) is not None:
                found.append("PARTIAL")
        else:
            found.append(self.wiring.ways[term.key].barred or "NO_ACTUAL")
        if self.is_stale(row):
            found.append("STALE")
        series = self.series.get(term.key)
        if series is not None and any(series.restated):
            found.append("RESTATED")
        if isinstance(term.baseline, NA) and term.node.semantics == "end" and not isinstance(term.target, NA):
            found.append("NO_BASELINE")
        if self.schedules[row].note:
            found.append(self.schedules[row].note)
        return tuple(dict.fromkeys(found))

    def _objective(self, key: str) -> ObjectiveScore:
        objective = self.plan.objectives[key]
        goals = tuple(goal for goal in objective.goals if goal in self.blueprint.rows)
        scores = [self[goal] for goal in goals if self.only is None or goal in self.only]
        weights = [self.plan.goals[one.key].weight for one in scores]
        stated = all(weight is not None for weight in weights)
        shares = [Fraction(weight) if stated and weight is not None else Fraction(1) for weight in weights]
        attained = [
            capped(one.attainment, 0, self.blueprint.terms[self.blueprint.rows[one.key]].cap)
            for one in scores
        ]
        score = weighted_score(attained, shares, least_coverage=self._least, cap=None)
        order = sorted(scores, key=lambda one: (-rank(one.status), one.key))
        return ObjectiveScore(
            key=key,
            title=objective.title.say("") if objective.title else key,
            goals=goals,
            attainment=score.value if isinstance(score.value, NA) else float(score.value),
            coverage=float(score.coverage),
            status=order[0].status if order else "unknown",
            worst_child=order[0].key if order else None,
        )


def _factor(unit: Unit | None) -> Fraction:
    """What a number in base units is divided by to be shown: shares stay fractions."""
    if unit is None or unit.kind in ("percent", "pp"):
        return Fraction(1)
    return unit.unscaled.factor


def _favour(term: Term, gap: Figure, deviation: Figure) -> Favour | None:
    if isinstance(gap, NA) or isinstance(deviation, NA):
        return None
    better = term.sign * gap if term.direction != "band" else deviation
    return "favourable" if better > 0 else "adverse" if better < 0 else "even"
