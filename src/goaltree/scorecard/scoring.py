"""Building one line of a scorecard from its arrays."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from ..maths.attainment import capped
from ..maths.growth import growth
from ..maths.influence import weighted_score
from ..maths.pace import required_rate, required_uplift
from ..maths.status import STATUSES, rank
from ..model.governance import Status
from ..model.missing import NA
from .coverage import least_coverage, missing_policy
from .judge import BASES
from .score import Favour, Figure, Growth, ObjectiveScore, Score, in_unit, shown_factor
from .term import Term
from .trace_goal import trace_goal
from .verdict import NO_RULE, default_rules

if TYPE_CHECKING:
    from .card import Scorecard


def score_of(card: Scorecard, row: int) -> Score:
    """The line of one goal."""
    term, j = card.blueprint.terms[row], card.latest(row)
    at, node = j - card.grid.start, term.node
    is_partial = card.scale_at(row, j) is not None if j >= 0 else False
    factor = shown_factor(node.metric.unit)
    status, cap = card.status_of(row)
    judged = card.judged
    absent = NA(card.wiring.ways[term.key].barred or "NO_ACTUAL")

    def shown(column: Any, unit: Fraction = Fraction(1)) -> Figure:
        value = column.at(row, at) if j >= 0 else absent
        return value if isinstance(value, NA) else in_unit(value, unit)

    actual = shown(judged.actual, factor)
    whole = NA("PARTIAL") if is_partial else actual
    gap = shown(judged.gap, factor)
    basis = BASES[int(judged.basis[row, at])] if j >= 0 else term.basis
    made = card.aligned.get(term.key)
    method = term.method.reason if isinstance(term.method, NA) else term.method
    required = _required(card, term, row, j, factor)
    return Score(
        key=term.key,
        title=card.plan.title_of(term.key),
        team=card.team(term.key),
        perspective=card.perspective(term.key),
        metric=node.metric.key,
        unit=str(node.metric.unit.unscaled) if node.metric.unit is not None else "",
        value=whole,
        partial=_partial(card, row, j, factor) if is_partial else NA("NO_ACTUAL"),
        baseline=term.baseline if isinstance(term.baseline, NA) else in_unit(term.baseline, factor),
        target=term.target if isinstance(term.target, NA) else in_unit(term.target, factor),
        expected=_expected(card, row, j, factor),
        attainment=shown(judged.attainment) if made is None else made.attainment,
        method=method if made is None else "alignment",
        pace=shown(judged.pace),
        gap=gap,
        deviation=shown(judged.deviation),
        basis=basis,
        favour=_favour(term, gap, shown(judged.deviation)),
        status=status,
        rule=_rule(card, row, at) if j >= 0 else "",
        own_status=STATUSES[int(card.verdict.raw[row, at])] if j >= 0 else status,
        worst_child=card.worst_child(term),
        cap=cap,
        coverage=_share_known(card, row, j) if made is None else made.coverage,
        period=node.period.label,
        through=date.fromordinal(int(card.figures.through[card.blueprint.goal_positions[row], j]))
        if j >= 0
        else None,
        curve="" if term.is_level else card.schedules[row].name,
        required_rate=required[0],
        required_uplift=required[1],
        growth=_growth(card, row, j, factor),
        trend=_trend(card, row, factor),
        history=_history(card, row),
        reasons=_reasons(card, term, row, j),
        trace=lambda: trace_goal(card, card.tracer, row, j),
    )


def _expected(card: Scorecard, row: int, j: int, factor: Fraction) -> Figure:
    """What is due by the day of the latest figure; by the day of the review where there is none."""
    at = j - card.grid.start if j >= 0 else len(card.grid) - card.grid.start - 1
    value = card.judged.expected.at(row, at) if at >= 0 else NA("PARTIAL", "not begun")
    return value if isinstance(value, NA) else in_unit(value, factor)


def _partial(card: Scorecard, row: int, j: int, factor: Fraction) -> float:
    """What the known parts make, whether that is enough to be scored or not."""
    return in_unit(float(card.coverage.partial[card.blueprint.goal_positions[row], j]), factor)


def _share_known(card: Scorecard, row: int, j: int) -> Figure:
    if j < 0:
        return 0.0
    share = float(card.coverage.share[card.blueprint.goal_positions[row], j])
    return NA("NO_TARGET", "a part has no target to weigh it by") if np.isnan(share) else share


def _rule(card: Scorecard, row: int, at: int) -> str:
    which = int(card.verdict.rule[row, at])
    if which == NO_RULE:
        return ""
    rules = card.blueprint.terms[row].rules or default_rules()
    return str(rules[which].when) if rules[which].when is not None else "otherwise"


def _required(card: Scorecard, term: Term, row: int, j: int, factor: Fraction) -> tuple[Figure, Figure]:
    """What each remaining period has to bring, and that against what each has brought."""
    if j < 0 or not term.node.is_flow:
        return NA("NO_ACTUAL" if j < 0 else "OUT_OF_DOMAIN"), NA("NO_ACTUAL" if j < 0 else "OUT_OF_DOMAIN")
    at = card.blueprint.goal_positions[row]
    actual = card.judged.actual.at(row, j - card.grid.start)
    through = int(card.figures.through[at, j])
    cells = card.plan.calendar.split(term.node.period, card.grid.grain)
    done = sum(
        Fraction(min(max(through - cell.first.toordinal() + 1, 0), cell.days), cell.days) for cell in cells
    )
    left, scale = len(cells) - done, card.scale_at(row, j)
    target = term.target if scale is None or isinstance(term.target, NA) else term.target * scale
    rate = required_rate(actual, target, left)
    uplift = required_uplift(actual, target, done, left)
    shown = rate if isinstance(rate, NA) else in_unit(rate, factor)
    return shown, uplift if isinstance(uplift, NA) else float(uplift)


def _growth(card: Scorecard, row: int, j: int, factor: Fraction) -> tuple[Growth, ...]:
    if j < 0:
        return ()
    at = int(card.blueprint.goal_positions[row])
    year = int(card.grid.year_back[j])
    pairs = [("year", card.figures.figure[at], year), ("period", card.figures.cell[at], j - 1)]
    found = []
    for name, values, before in pairs:
        earlier = float(values[before]) if before >= 0 else float("nan")
        # A period that the review cuts short is not compared with a whole one.
        cut_short = name == "period" and card.grid.cells[j].kind != card.grid.cells[before].kind
        if np.isnan(earlier) or np.isnan(values[j]) or cut_short:
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


def _trend(card: Scorecard, row: int, factor: Fraction) -> tuple[float, ...]:
    cells = card.figures.cell[card.blueprint.goal_positions[row], card.grid.start :]
    return tuple(float(value / float(factor)) for value in cells)


def _history(card: Scorecard, row: int) -> tuple[tuple[date, Status], ...]:
    made = card.aligned.get(card.blueprint.terms[row].key)
    statuses = card.history_of(row) if made is None else made.history
    cells = card.grid.cells[card.grid.start :]
    return tuple((cell.last, status) for cell, status in zip(cells, statuses, strict=True))


def _reasons(card: Scorecard, term: Term, row: int, j: int) -> tuple[str, ...]:
    found: list[str] = []
    judged = card.judged
    if j >= 0:
        at = j - card.grid.start
        asked = [judged.actual, judged.expected, judged.attainment, judged.deviation]
        if term.direction != "band":
            asked.append(judged.pace)
        for column in asked:
            value = column.at(row, at)
            if isinstance(value, NA):
                found.append(value.reason)
        if card.scale_at(row, j) is not None:
            found.append("PARTIAL")
    else:
        found.append(card.wiring.ways[term.key].barred or "NO_ACTUAL")
    if card.is_stale(row):
        found.append("STALE")
    series = card.series.get(term.key)
    if series is not None and any(series.restated):
        found.append("RESTATED")
    if isinstance(term.baseline, NA) and term.node.semantics == "end" and not isinstance(term.target, NA):
        found.append("NO_BASELINE")
    if card.schedules[row].note:
        found.append(card.schedules[row].note)
    return tuple(dict.fromkeys(found))


def objective_of(card: Scorecard, key: str) -> ObjectiveScore:
    """What the goals of an objective make together."""
    objective = card.plan.objectives[key]
    goals = tuple(goal for goal in objective.goals if goal in card.blueprint.rows)
    scores = [card[goal] for goal in goals if card.only is None or goal in card.only]
    weights = [card.plan.goals[one.key].weight for one in scores]
    stated = all(weight is not None for weight in weights)
    shares = [Fraction(weight) if stated and weight is not None else Fraction(1) for weight in weights]
    attained = [
        capped(one.attainment, 0, card.blueprint.terms[card.blueprint.rows[one.key]].cap) for one in scores
    ]
    score = weighted_score(
        attained,
        shares,
        missing=missing_policy(card.plan),
        least_coverage=least_coverage(card.plan),
        cap=None,
    )
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


def _favour(term: Term, gap: Figure, deviation: Figure) -> Favour | None:
    if isinstance(gap, NA) or isinstance(deviation, NA):
        return None
    better = term.sign * gap if term.direction != "band" else deviation
    return "favourable" if better > 0 else "adverse" if better < 0 else "even"
