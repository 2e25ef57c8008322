"""Every identity that a plan states, from its cuts, growths, formulas, restated numbers and phases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from ..finding import Fault
from ..model.dimension import Unit
from ..model.formula import Apply, Formula, Reference
from ..model.formula_eval import evaluate
from ..model.formula_unit import infer_unit
from ..model.goal import Cut, Goal
from ..model.missing import NA
from ..model.period import Period
from ..model.plan import Plan
from ..model.quantity import Quantity
from ..model.residual import sums_over
from .identity import Derive, Identity, Term, term

_NOW: Final = frozenset({"now", "value"})
_STEPS: Final = frozenset({"+", "-", "neg"})
"""What a formula may do so that what holds from one period to the next holds from the first to the last."""


def identities(plan: Plan) -> tuple[Identity, ...]:
    """Every identity of a plan, in the order of its goals."""
    found: list[Identity] = []
    for key, goal in plan.goals.items():
        found += _cuts(plan, key, goal)
        found += _growth(plan, key, goal)
        found += _formula(plan, key, goal)
        found += _phasing(plan, key, goal)
        found += _restated(plan, key, goal)
    found += _team_numbers(plan)
    return tuple(found)


def by_path(found: tuple[Identity, ...]) -> Mapping[str, tuple[Identity, ...]]:
    """The identities that each written number takes part in."""
    index: dict[str, list[Identity]] = {}
    for identity in found:
        for path in dict.fromkeys((identity.stated.path, *(t.path for t in identity.terms))):
            index.setdefault(path, []).append(identity)
    return {path: tuple(several) for path, several in index.items()}


def number(plan: Plan, key: str, field: str, unit: Unit | None) -> Term | None:
    """A goal's baseline or target for comparison in a unit; a shorthand target stands at the goal itself."""
    goal = plan.goals.get(key)
    if goal is None:
        return None
    path = f"{goal.at}.{field}"
    if field == "target" and plan.locator is not None and not plan.wrote(path):
        path = goal.at
    return term(plan, path, getattr(goal, field), unit)


def written(plan: Plan, key: str, field: str, unit: Unit | None) -> Term | None:
    """As `number`, but what the author wrote, where what other parts left was spread over a goal."""
    found, goal = number(plan, key, field, unit), plan.goals.get(key)
    if found is None or goal is None or goal.pledged is None or field != "target":
        return found
    return term(plan, found.path, goal.pledged, unit)


def unit_of(plan: Plan, key: str) -> Unit | None:
    """The unit of a goal's metric."""
    goal = plan.goals.get(key)
    metric = plan.metrics.get(goal.metric) if goal else None
    return metric.unit if metric else None


def adds_up(plan: Plan, key: str, dimension: str) -> bool:
    """Whether the parts of a goal's cut are to be summed to the goal."""
    return sums_over(plan.metrics.get(plan.goals[key].metric), dimension)


def _total(values: tuple[Fraction, ...]) -> Fraction:
    return sum(values, Fraction(0))


def left_out(plan: Plan, cut: Cut) -> tuple[str, ...]:
    """The members of a closed segment for which a complete cut has no part; none where a part is no member."""
    segment = plan.segments.get(cut.dimension)
    if cut.partial or segment is None or segment.open or not cut.members:
        return ()
    if any(member not in segment.members for member in cut.members):
        return ()
    return tuple(member for member in segment.members if member not in cut.members)


def _hedged(hedge: Fraction) -> Derive:
    """What parts come to that are asked for more than is needed, on purpose (planning A6)."""
    return lambda values: _total(values) / (1 + hedge)


def _cuts(plan: Plan, key: str, goal: Goal) -> Iterator[Identity]:
    unit = unit_of(plan, key)
    for cut in goal.cuts:
        if cut.partial or not cut.members or not adds_up(plan, key, cut.dimension) or left_out(plan, cut):
            continue
        for field in ("target", "baseline"):
            stated = number(plan, key, field, unit)
            parts = [number(plan, part, field, unit) for part in cut.members.values()]
            known = tuple(part for part in parts if part is not None)
            if stated is not None and len(known) == len(parts):
                yield Identity(
                    kind="cut",
                    goal=key,
                    stated=stated,
                    terms=known,
                    derive=_total
                    if goal.hedge is None or field == "baseline" or goal.hedge.base < 0
                    else _hedged(goal.hedge.base),
                    label=cut.dimension if goal.hedge is None else f"{cut.dimension} (hedge {goal.hedge})",
                    field=field,
                )


def is_rate(plan: Plan, key: str) -> bool:
    """Whether a goal's metric is a rate, of which a growth in percent has two meanings."""
    metric = plan.metrics.get(plan.goals[key].metric)
    return metric is not None and metric.unit is not None and metric.unit.kind == "percent"


def _growth(plan: Plan, key: str, goal: Goal) -> Iterator[Identity]:
    if not isinstance(goal.growth, Quantity):
        return
    unit = unit_of(plan, key)
    baseline, target = number(plan, key, "baseline", unit), written(plan, key, "target", unit)
    stated = term(plan, f"{goal.at}.growth", goal.growth, None)
    if baseline is None or target is None or stated is None:
        return
    if goal.growth.unit.kind == "pp" and unit is not None and is_amount(unit):
        return
    in_points = goal.growth.unit.kind == "pp" or goal.growth_basis == "points"
    derive = _difference if in_points else _relative
    yield Identity(
        kind="growth",
        goal=key,
        stated=stated,
        terms=(baseline, target),
        derive=derive,
        label=str(goal.growth),
    )


def is_amount(unit: Unit) -> bool:
    """Whether a unit counts something, so that percentage points of it mean nothing; `%` and `%/月` do not."""
    return any(dimension not in ("second", "month") for dimension, _ in unit.dims)


def _relative(values: tuple[Fraction, ...]) -> Fraction | None:
    baseline, target = values
    return None if baseline <= 0 else target / baseline - 1


def _difference(values: tuple[Fraction, ...]) -> Fraction:
    baseline, target = values
    return target - baseline


def _formula(plan: Plan, key: str, goal: Goal) -> Iterator[Identity]:
    metric = plan.metrics.get(goal.metric)
    if (
        metric is None
        or metric.formula is None
        or metric.formula.kind != "value"
        or _stands_for_part(plan, key, goal)
    ):
        return
    formula = metric.formula
    inferred = infer_unit(formula, lambda name: _unit_of_name(plan, name))
    if isinstance(inferred, Fault) or (
        metric.unit is not None and inferred is not None and not _comparable(inferred, metric.unit)
    ):
        return
    for field in ("target", "baseline"):
        stated = number(plan, key, field, reading_unit(plan, key))
        read = _reads(plan, key, formula, field)
        if stated is None or read is None:
            continue
        yield Identity(
            kind="formula",
            goal=key,
            stated=stated,
            terms=tuple(read.values()),
            derive=_evaluation(formula, tuple(read)),
            label=str(formula),
            field=field,
        )


def _unit_of_name(plan: Plan, name: str) -> Unit | None:
    goal = goal_of_name(plan, name)
    metric = plan.metrics.get(plan.goals[goal].metric if goal else name)
    return metric.unit if metric else None


def _comparable(one: Unit, other: Unit) -> bool:
    """Whether the numbers can be brought together; if not, a rule on units has told why."""
    return one.dims == other.dims or one.differs_in_currency(other)


def _stands_for_part(plan: Plan, key: str, goal: Goal) -> bool:
    """Whether the formula of the metric is for another goal: the whole that this one is a part of, or a segment."""
    return bool(goal.segment) or any(
        plan.goals[parent].metric == goal.metric for parent, _, _ in plan.parents.get(key, ())
    )


Use = tuple[str, int]


def _reads(plan: Plan, key: str, formula: Formula, field: str) -> dict[Use, Term] | None:
    """What each name of a formula says at the target or the baseline; `None` where these alone do not answer."""
    found: dict[Use, Term] = {}
    before = {"opening", "prev"} if _is_stepwise(plan, key, formula) else {"opening"}
    for node in formula.nodes:
        if not isinstance(node, Reference):
            continue
        goal = goal_of_name(plan, node.name)
        lag = 0 if node.reading in _NOW else 1
        if goal is None or (lag and node.reading not in before):
            return None
        if lag and (field == "baseline" or _is_total(plan, goal)):
            return None  # a total of the period before is one of a month, not of a year
        stated = "baseline" if lag or field == "baseline" else "target"
        one = number(plan, goal, stated, reading_unit(plan, goal))
        if one is None:
            return None
        found[node.name, lag] = one
    return found


def _is_stepwise(plan: Plan, key: str, formula: Formula) -> bool:
    """Whether a formula only adds up, so that what it says of each period comes to the same for their whole.

    A level is itself one period before and the totals since; a total is what levels have become more.
    """
    for node in formula.nodes:
        if isinstance(node, Reference):
            goal = goal_of_name(plan, node.name)
            if goal is None or not (_is_total(plan, key) or goal == key or _is_total(plan, goal)):
                return False
        elif not isinstance(node, Apply) or node.operator not in _STEPS:
            return False
    return True


def _is_total(plan: Plan, key: str) -> bool:
    return sums_over_time(plan, key, plan.goals[key])


def reading_unit(plan: Plan, key: str) -> Unit | None:
    """The unit in which a formula reads a goal: the plan's currency in place of a foreign one."""
    unit = unit_of(plan, key)
    if unit is None or not unit.currencies or not plan.currency or unit.currencies == (plan.currency,):
        return unit
    home = plan.registry.find(plan.currency)
    if home is None:
        return unit
    dims = [
        (f"currency:{plan.currency}" if name.startswith("currency:") else name, power)
        for name, power in unit.dims
    ]
    return Unit(dims=tuple(sorted(dims)), factor=unit.factor)


def goal_of_name(plan: Plan, name: str) -> str | None:
    """The goal whose number a formula's name means: an address, or the one goal of a metric."""
    if name in plan.goals:
        return name
    if "." in name:
        found = plan.goal_names.resolve(name)
        return found if isinstance(found, str) else None
    standing = [
        key
        for key, goal in plan.goals.items()
        if goal.metric == name and key not in plan.parents and goal.restates is None and not goal.segment
    ]
    return standing[0] if len(standing) == 1 else None


def _evaluation(formula: Formula, uses: tuple[Use, ...]) -> Derive:
    def derive(values: tuple[Fraction, ...]) -> Fraction | None:
        table = dict(zip(uses, values, strict=True))

        def lookup(name: str, lag: int) -> Fraction | NA:
            return table.get((name, min(lag, 1)), NA("NO_ACTUAL"))

        value = evaluate(formula, lookup, lambda node: table.get((node.name, 1), NA("NO_ACTUAL")))
        return value if isinstance(value, Fraction) else None

    return derive


def _phasing(plan: Plan, key: str, goal: Goal) -> Iterator[Identity]:
    if goal.phasing is None or not goal.phasing.dated:
        return
    unit = unit_of(plan, key)
    period = goal.period or plan.period
    target = written(plan, key, "target", unit)
    paths = _dated_paths(plan, goal)
    dated = [
        (p, term(plan, paths.get(p, f"{goal.at}.phasing.{p}"), q, unit))
        for p, q in goal.phasing.dated.items()
    ]
    known = [(p, one) for p, one in dated if one is not None]
    if period is None or target is None or len(known) != len(dated):
        return
    if sums_over_time(plan, key, goal):
        for whole, stated in [(period, target), *known]:
            parts = tiling(whole, [(p, one) for p, one in known if p != whole])
            if parts:
                yield Identity(
                    kind="phasing", goal=key, stated=stated, terms=parts, derive=_total, label=str(whole)
                )
        return
    last = [one for p, one in known if p.last == period.last]
    for one in last:
        yield Identity(
            kind="phasing", goal=key, stated=one, terms=(target,), derive=_total, label=str(period)
        )


def _dated_paths(plan: Plan, goal: Goal) -> dict[Period, str]:
    """The key path of every dated target, whose key is as its author wrote the period."""
    if plan.locator is None:
        return {}
    year = plan.calendar.year_of(plan.period.first) if plan.period else None
    found: dict[Period, str] = {}
    for path in (f"{goal.at}.phasing", f"{goal.at}.phasing.dated"):
        for key in plan.locator.keys(path):
            period = plan.calendar.parse(key, year)
            if isinstance(period, Period):
                found.setdefault(period, f"{path}.{key}")
    return found


def sums_over_time(plan: Plan, key: str, goal: Goal) -> bool:
    """Whether a goal's period targets are summed to the whole: a flow that is not said to be an end or average."""
    metric = plan.metrics.get(goal.metric)
    if goal.semantics is not None:
        return goal.semantics == "total"
    if metric is not None and "time" in metric.over:
        return metric.over["time"] == "sum"
    return metric is not None and metric.kind == "flow"


def tiling(whole: Period, parts: list[tuple[Period, Term]]) -> tuple[Term, ...]:
    """The parts that cover a period without gap and overlap, the longest first; empty where none do."""
    inside = sorted((p for p in parts if whole.covers(p[0])), key=lambda p: (p[0].first, -p[0].days))
    at, found = whole.first.toordinal(), []
    for period, one in inside:
        if period.first.toordinal() == at:
            found.append(one)
            at = period.last.toordinal() + 1
    return tuple(found) if found and at == whole.last.toordinal() + 1 else ()


def _same(values: tuple[Fraction, ...]) -> Fraction:
    return values[0]


def _restated(plan: Plan, key: str, goal: Goal) -> Iterator[Identity]:
    if goal.restates is None or goal.restates not in plan.goals:
        return
    unit = unit_of(plan, goal.restates)
    for field in ("target", "baseline"):
        stated, other = written(plan, key, field, unit), written(plan, goal.restates, field, unit)
        if stated is not None and other is not None:
            yield Identity(
                kind="restated",
                goal=key,
                stated=stated,
                terms=(other,),
                derive=_same,
                label=goal.restates,
                field=field,
            )


def _team_numbers(plan: Plan) -> Iterator[Identity]:
    for team in plan.teams.values():
        for section in ("owns", "carries"):
            for key, quantity in getattr(team, section).items():
                unit = unit_of(plan, key)
                stated = term(plan, f"{team.at}.{section}.{key}", quantity, unit)
                other = written(plan, key, "target", unit)
                if stated is not None and other is not None:
                    yield Identity(
                        kind="restated", goal=key, stated=stated, terms=(other,), derive=_same, label=team.key
                    )
