"""Tracing what a goal is judged by: expected value, attainment, pace, gap and deviation, each as a tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from ..maths.attainment import capped
from ..model.dimension import DIMENSIONLESS, PERCENT
from ..model.missing import NA
from . import derivation as steps
from .alignment import contributors
from .coverage import missing_policy
from .derivation import Derivation, made
from .judge import BASES
from .term import Number, Term
from .trace import Tracer
from .wiring import Way

if TYPE_CHECKING:
    from .card import Scorecard


def trace_goal(card: Scorecard, tracer: Tracer, row: int, j: int) -> Derivation:
    """How the numbers of a goal came about at a cell: value, expected, attainment, pace, gap, deviation."""
    term = card.blueprint.terms[row]
    at = card.blueprint.position[term.key]
    value = _named(tracer.trace(("figure", at, j)), "value") if j >= 0 else _absent(term, card)
    scale = card.scale_at(row, j)
    if scale is not None:
        value = _partial(card, tracer, row, j)
    unit = term.node.metric.unit or DIMENSIONLESS
    goal = term.node.goal
    assert goal is not None
    begun = card.begun_at(row, j)

    def stated(name: str, number: Number) -> Derivation:
        part = begun if name == "baseline" else scale
        factor = Fraction(1) if part is None else part
        shown = number if isinstance(number, NA) else number * factor
        note = "" if factor == 1 else f"x {float(factor):.4f}: the parts that are known"
        return Derivation(step="stated", value=shown, what=name, unit=unit, at=f"{goal.at}.{name}", note=note)

    target, baseline = stated("target", term.target), stated("baseline", term.baseline)
    share = _share(card, row, j)
    start = {"total": Derivation(step="stated", value=Fraction(0), what="start", unit=unit)}.get(
        term.node.semantics, target if term.is_level else baseline
    )
    due = Derivation(step="stated", value=Fraction(1), what="share") if term.is_level else share
    expected = made(
        "line", steps.line, [start, target, due], what="expected", unit=unit, text=steps.SAID["line"]
    )
    gap = made("gap", steps.gap, [value, expected], what="gap", unit=unit, text=steps.SAID["gap"])
    reached = _attainment(card, term, row, j, value, baseline, target, expected, tracer, stated)
    pace = _pace(term, value, baseline, target, expected, share)
    away = _deviation(card, term, row, j, value, expected, baseline)
    parts = (value, expected, gap, reached, pace, away)
    return Derivation(
        step="goal", value=value.value, what=term.key, unit=unit, inputs=parts, compute=lambda v: v[0]
    )


def _named(one: Derivation, what: str) -> Derivation:
    """The same number under another name: the goal's value."""
    return made("same", steps.only, [one], what=what, unit=one.unit, time=one.time)


def _pace(
    term: Term,
    value: Derivation,
    baseline: Derivation,
    target: Derivation,
    expected: Derivation,
    share: Derivation,
) -> Derivation:
    if term.direction == "band":
        return Derivation(step="missing", value=NA("OUT_OF_DOMAIN", "a band has no pace"), what="pace")
    if term.is_level or term.node.semantics == "total":
        inputs = [value, expected] if term.is_level else [value, expected, share]
        return made("pace", steps.pace_of_line, inputs, what="pace", text=steps.SAID["pace"])
    inputs = [value, baseline, target, share]
    return made("pace", steps.pace_of_way, inputs, what="pace", text=steps.SAID["pace_end"])


def _partial(card: Scorecard, tracer: Tracer, row: int, j: int) -> Derivation:
    """The figure that is judged where parts of it are missing: those that are known, combined as the whole."""
    term = card.blueprint.terms[row]
    at, way = card.blueprint.position[term.key], card.wiring.ways[term.key]
    unit = term.node.metric.unit or DIMENSIONLESS
    note = f"coverage {float(card.coverage.share[at, j]):.1%}"
    missing = card.judged.actual.at(row, j - card.grid.start)
    needs = [tracer.trace(("figure", card.blueprint.position[need], j)) for need in way.needs]
    if isinstance(missing, NA):
        return Derivation(
            step="missing", value=missing, what="value", unit=unit, note=note, inputs=tuple(needs)
        )
    known = [one for one in needs if not isinstance(one.value, NA)]
    if way.parts is not None and way.parts.combine == "sum" and _whole_parts(card, way, j):
        text = f"sum of {len(known)} of {len(needs)} parts"
        return made("sum", steps.total, known, what="value", unit=unit, text=text, note=note)
    number = Fraction(float(card.coverage.partial[at, j]))
    return Derivation(step="missing", value=number, what="value", unit=unit, note=note, inputs=tuple(known))


def _whole_parts(card: Scorecard, way: Way, j: int) -> bool:
    """Whether each part is either known or not known at all: none of them partly."""
    found = card.coverage.share[[card.blueprint.position[need] for need in way.needs], j]
    return all(share in (0.0, 1.0) for share in found)


def _absent(term: Term, card: Scorecard) -> Derivation:
    reason = card.wiring.ways[term.key].barred or "NO_ACTUAL"
    return Derivation(
        step="missing", value=NA(reason, term.key), what="value", unit=term.node.metric.unit or DIMENSIONLESS
    )


def _share(card: Scorecard, row: int, j: int) -> Derivation:
    plan, phased = card.schedules[row], card.blueprint.terms[row].phased
    if j < 0:
        return Derivation(step="missing", value=NA("NO_ACTUAL"), what="share")
    through = date.fromordinal(int(card.figures.through[card.blueprint.goal_positions[row], j]))
    days = f"{plan.period.first.isoformat()}..{through.isoformat()} of {plan.period.dates}"
    return Derivation(
        step="curve",
        value=plan.share(through),
        what="share",
        unit=PERCENT,
        text=plan.name,
        time=days,
        note=plan.note,
        at=f"{card.plan.goals[phased].at}.phasing" if phased else "",
    )


def _attainment(
    card: Scorecard,
    term: Term,
    row: int,
    j: int,
    value: Derivation,
    baseline: Derivation,
    target: Derivation,
    expected: Derivation,
    tracer: Tracer,
    stated: Callable[[str, Number], Derivation],
) -> Derivation:
    if term.key in card.aligned:
        return _aligned(card, term.key, tracer)
    method = term.method
    if isinstance(method, NA):
        return Derivation(step="missing", value=method, what="attainment")
    if method == "threshold" and term.node.semantics == "every" and j >= 0:
        if isinstance(value.value, NA):
            return Derivation(step="missing", value=value.value, what="attainment")
        return _every(card, term, row, j, target, tracer)
    if term.is_allowance:
        compute = steps.attainment(method, term.sign)
        text = f"{method}: {steps.SAID['allowance']}"
        return made("attainment", compute, [value, expected], what="attainment", text=text)
    inputs = {
        "progress": [value, baseline, target],
        "okr": [value, baseline, target],
        "worst_target": [value, stated("worst", term.worst), target],
        "tiers": [value],
        "band": [
            value,
            stated("low", term.low),
            stated("high", term.high),
            stated("outer", term.low if isinstance(term.outer[0], NA) else term.outer[0]),
            stated("outer", term.high if isinstance(term.outer[1], NA) else term.outer[1]),
        ],
    }.get(method, [value, target])
    scale = card.scale_at(row, j) if j >= 0 else None
    knots = term.knots if scale is None else [(knot * scale, score) for knot, score in term.knots]
    compute = steps.attainment(method, term.sign, knots)
    return made("attainment", compute, inputs, what="attainment", text=f"{method}: {steps.SAID[method]}")


def _aligned(card: Scorecard, key: str, tracer: Tracer) -> Derivation:
    """The weighted attainments of the goals that contribute, from the bottom up; a missing one is left out."""
    below = contributors(card.plan)
    known: dict[str, Derivation] = {}
    work = [key]
    while work:
        here = work[-1]
        waiting = [child for child in below[here] if child in card.aligned and child not in known]
        if waiting:
            work += waiting
            continue
        known[work.pop()] = _contributed(card, here, below[here], known, tracer)
    return known[key]


def _contributed(
    card: Scorecard,
    key: str,
    children: Mapping[str, Fraction],
    known: Mapping[str, Derivation],
    tracer: Tracer,
) -> Derivation:
    pairs: list[Derivation] = []
    for child, weight in children.items():
        row = card.blueprint.rows[child]
        reached = known.get(child) or trace_goal(card, tracer, row, card.latest(row)).part("attainment")
        if isinstance(reached.value, NA):
            if missing_policy(card.plan) != "fail":
                continue
            reached = Derivation(step="stated", value=Fraction(0), what=child, note="missing")
        cap = card.blueprint.terms[row].cap
        limited = made(
            "attainment", partial(_limited, cap), [reached], what=child, text=f"0 to {float(cap):g}"
        )
        pairs += [
            limited,
            Derivation(step="stated", value=weight, what="weight", at=f"goals.{child}.serves.{key}"),
        ]
    missing = card.aligned[key].attainment
    if isinstance(missing, NA) or not pairs:
        return Derivation(
            step="missing",
            value=NA("NO_ACTUAL") if not isinstance(missing, NA) else missing,
            what="attainment",
        )
    text = f"alignment: {steps.SAID['weighted']}"
    return made("weighted", steps.pooled, pairs, what="attainment", text=text)


def _limited(cap: Fraction, values: Sequence[steps.Value]) -> steps.Value:
    return capped(values[0], 0, cap)


def _every(card: Scorecard, term: Term, row: int, j: int, target: Derivation, tracer: Tracer) -> Derivation:
    at = card.blueprint.position[term.key]
    first = term.node.period.first
    mine = [k for k in range(card.grid.start, j + 1) if card.grid.cells[k].first >= first]
    cells = [tracer.trace(("cell", at, k)) for k in mine]
    known = [one for one in cells if not isinstance(one.value, NA)]
    kept = steps.attainment("threshold", term.sign)

    def compute(values: Sequence[steps.Value]) -> steps.Value:
        return steps.mean([kept([value, values[-1]]) for value in values[:-1]])

    if not known:
        missing = target.value if isinstance(target.value, NA) else NA("NO_ACTUAL")
        return Derivation(step="missing", value=missing, what="attainment")
    text = "threshold: periods that keep T / periods known"
    return made("every", compute, [*known, target], what="attainment", text=text)


def _deviation(
    card: Scorecard,
    term: Term,
    row: int,
    j: int,
    value: Derivation,
    expected: Derivation,
    baseline: Derivation,
) -> Derivation:
    if term.direction == "band" or term.basis == "sigma" or j < card.grid.start:
        judged = card.judged.deviation
        number = judged.at(row, j - card.grid.start) if j >= card.grid.start else NA("NO_ACTUAL")
        exact = number if isinstance(number, NA) else Fraction(number)
        return Derivation(step="deviation", value=exact, what="deviation", text=term.basis, inputs=(value,))
    basis = BASES[int(card.judged.basis[row, j - card.grid.start])]
    inputs = [value, expected, *([baseline] if basis == "increment" else [])]
    compute = steps.deviation(basis, term.sign)
    unit = PERCENT
    return made(
        "deviation", compute, inputs, what="deviation", unit=unit, text=f"{basis}: {steps.SAID[basis]}"
    )
