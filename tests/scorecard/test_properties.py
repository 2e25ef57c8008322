"""Laws of the evaluation, tried on drawn plans and on small ones."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from fractions import Fraction
from math import fsum, inf, nextafter
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import goaltree as gt
from oracle.book import Book
from oracle.draw import books, plan_of, rows_of
from oracle.scored import months, scored

FLOW = {"kind": "flow", "unit": "CNY", "direction": "up"}
STOCK = {"kind": "stock", "unit": "people", "direction": "up"}
RATE = {"kind": "ratio", "unit": "%", "direction": "up"}
NUMBERS = (
    "value",
    "partial",
    "expected",
    "attainment",
    "pace",
    "gap",
    "deviation",
    "coverage",
    "required_rate",
)
RANK = {
    name: at
    for at, name in enumerate(("achieved", "on_track", "not_started", "unknown", "at_risk", "off_track"))
}
amounts = st.integers(1, 10**6).map(lambda cents: Fraction(cents, 100))
whole_amounts = st.integers(1, 10**6)


def told(card: gt.Scorecard) -> dict[str, Any]:
    """All that a scorecard says of its goals; floats to the last bit."""
    return {
        score.key: (
            *(repr(getattr(score, name)) for name in NUMBERS),
            (score.status, score.own_status, score.rule, score.cap, score.basis, score.method, score.curve),
            (score.through, score.history, repr(score.trend), repr(score.growth), score.reasons),
        )
        for score in card
    }


def read(book: Book, plan: dict[str, Any], *sources: list[dict[str, Any]], **more: Any) -> gt.Scorecard:
    """The scorecard of a plan of a book."""
    made = gt.loads(plan)
    return gt.evaluate(made, gt.observe(made, *sources, percent="fraction"), as_of=book.as_of, **more)


def shuffled(node: Any, random: Random) -> Any:
    """The same mapping with its keys in another order, all the way down."""
    if not isinstance(node, dict):
        return node
    keys = list(node)
    random.shuffle(keys)
    return {key: shuffled(node[key], random) for key in keys}


# Order, time of knowledge, repetition.


@given(books(2), st.integers(0, 2**32))
def test_the_order_of_goals_rows_and_sources_changes_no_bit(book, seed):
    """Goals, parts, metrics and rows in any order, in one source or several, give the same scorecard."""
    random, rows = Random(seed), rows_of(book)
    plain = read(book, plan_of(book), rows)
    mixed = random.sample(rows, len(rows))
    at = random.randint(0, len(rows))
    sources = [part for part in (mixed[:at], mixed[at:]) if part] or [[]]
    plan = plan_of(book)
    moved = {**plan, **{key: shuffled(plan[key], random) for key in ("metrics", "goals", "segments", "fx")}}
    assert told(read(book, moved, *sources)) == told(plain)


@given(books())
def test_two_loads_and_any_number_of_threads_give_the_same_bits(book):
    """A plan read twice, and evaluated by 1, 2 and 8 threads at once, gives one scorecard."""
    rows = rows_of(book)
    plan = gt.loads(plan_of(book))
    actuals = gt.observe(plan, rows, percent="fraction")
    first = told(read(book, plan_of(book), rows))
    for threads in (1, 2, 8):
        with ThreadPoolExecutor(threads) as pool:
            made = [
                pool.submit(lambda: told(gt.evaluate(plan, actuals, as_of=book.as_of)))
                for _ in range(threads)
            ]
            assert all(one.result() == first for one in made)


@given(books())
def test_what_ends_after_the_day_changes_nothing(book):
    """Rows of later periods, of metrics with data and of such without, leave an old scorecard as it was."""
    rows = [row for row, last in zip(rows_of(book), _lasts(book), strict=True) if last <= book.as_of]
    later = (book.as_of + timedelta(days=32)).replace(day=1)
    places = {(goal.metric, goal.segment) for goal in book.goals.values()} | {
        (key, ()) for key in book.metrics
    }
    more = [
        {
            "metric": metric,
            "segment": ";".join(f"{name}={member}" for name, member in segment),
            "period": f"{day.year}-{day.month:02}",
            "value": "0.5",
            "count": 7,
            "unit": None,
        }
        for metric, segment in sorted(places)
        for day in (later, later + timedelta(days=45))
    ]
    assert told(read(book, plan_of(book), [*rows, *more])) == told(read(book, plan_of(book), rows))


def _lasts(book: Book) -> list[date]:
    return [one.last for seen in book.seen.values() for one in seen]


@given(st.lists(amounts, min_size=6, max_size=6), amounts)
def test_what_is_known_later_changes_nothing(values, restated):
    """A value that is restated in August does not change what July's reader was told."""
    rows = [
        {**row, "known_at": "2025-07-05T09:00+08:00"}
        for row in months("m", [str(float(value)) for value in values])
    ]
    more = {**rows[2], "value": str(float(restated)), "known_at": "2025-08-05T09:00+08:00"}
    plan = gt.loads(
        {
            "goaltree": 1,
            "plan": "m",
            "period": 2025,
            "currency": "CNY",
            "goals": {"m": {**FLOW, "target": "9999"}},
        }
    )
    cards = [
        gt.evaluate(plan, gt.observe(plan, source), as_of="2025-06-30", known_at="2025-07-31T00:00+08:00")
        for source in (rows, [*rows, more])
    ]
    assert told(cards[0]) == told(cards[1])


# Refinement.


@given(st.lists(amounts, min_size=3, max_size=3), st.integers(1, 12))
def test_a_middle_goal_with_one_part_changes_no_bit(values, month):
    """Between a whole and its parts, a goal that has one part only is transparent."""
    plain = {"a": "700", "b": "800", "c": "900"}
    deeper = {**plain, "b": {"target": "800", "cuts": {"way": {"x": "800"}}}}
    for kind, rows in ((FLOW, 1), (STOCK, 1), (RATE, 2)):
        goal = {**kind, "target": "2400" if rows == 1 else "50%"}
        cuts = [
            {key: _percent(value) if rows == 2 else value for key, value in one.items()}
            for one in (plain, deeper)
        ]
        data = [
            {
                "metric": "m",
                "segment": f"part={member}",
                "period": f"2025-{at:02}",
                "value": _text(value, rows),
                "count": 10 + at,
            }
            for member, value in zip("abc", values, strict=True)
            for at in range(1, month + 1)
        ]
        moved = [{**row, "segment": "part=b;way=x"} if row["segment"] == "part=b" else row for row in data]
        one = scored({"m": {**goal, "cuts": {"part": cuts[0]}}}, data)["m"]
        two = scored({"m": {**goal, "cuts": {"part": cuts[1]}}}, moved)["m"]
        assert [repr(getattr(one, name)) for name in NUMBERS] == [
            repr(getattr(two, name)) for name in NUMBERS
        ]


def _percent(part: Any) -> Any:
    if isinstance(part, dict):
        return {"target": "50%", "cuts": {"way": {"x": "50%"}}}
    return "50%"


def _text(value: Fraction, rows: int) -> str:
    return str(float(value)) if rows == 1 else str(float(value) / 10**6)


@given(st.data(), st.sampled_from((2024, 2025)))
def test_months_split_into_days_sum_back(data, year):
    """The days of the months, leap day included once, give the months' total and each month's value."""
    totals = [data.draw(st.integers(31, 10**6)) for _ in range(3)]
    daily = []
    for month, total in enumerate(totals, 1):
        count = (date(year, month + 1, 1) - date(year, month, 1)).days
        amounts_of_days = [total // count] * (count - 1)
        amounts_of_days.append(total - sum(amounts_of_days))
        daily += [
            {"metric": "m", "period": f"{year}-{month:02}-{day:02}", "value": value}
            for day, value in enumerate(amounts_of_days, 1)
        ]
    assert len(daily) == (91 if year == 2024 else 90)
    goal, last = {**FLOW, "target": "5000"}, f"{year}-03-31"
    by_days = scored({"m": goal}, daily, last, period=year)["m"]
    by_months = scored({"m": goal}, months("m", totals, year), last, period=year)["m"]
    assert by_days.value == by_months.value == float(sum(totals))
    assert by_days.trend == by_months.trend == tuple(map(float, totals))
    assert (by_days.through, by_days.expected) == (by_months.through, by_months.expected)


@given(st.lists(amounts, min_size=1, max_size=12))
def test_the_months_sum_to_the_total(values):
    """A total is the correctly rounded sum of its months, or its neighbour."""
    score = scored({"m": {**FLOW, "target": "5000"}}, months("m", [str(float(value)) for value in values]))[
        "m"
    ]
    exact = fsum(float(value) for value in values)
    assert score.value in (exact, nextafter(exact, inf), nextafter(exact, -inf))
    assert score.trend[: len(values)] == tuple(float(value) for value in values)


# Units.


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_the_scale_of_a_unit_changes_neither_status_nor_number(target, actual):
    """One amount written in 亿, 万 and 元 is one number."""
    cards = _in_units(target, actual)
    assert (
        len(
            {
                repr((card["m"].value, card["m"].target, card["m"].attainment, card["m"].status))
                for card in cards
            }
        )
        == 1
    )


def _in_units(target: int, actual: int) -> list[gt.Scorecard]:
    made = []
    for unit, power in (("元", 0), ("万元", 4), ("亿元", 8)):
        goal = {"kind": "flow", "unit": unit, "direction": "up", "target": f"{_shifted(target, power)}{unit}"}
        row = {"metric": "m", "period": "2025", "value": _shifted(actual, power), "unit": unit}
        made.append(scored({"m": goal}, [row]))
    return made


def _shifted(number: int, power: int) -> str:
    """A whole number divided by a power of ten, in plain decimals."""
    text = str(number).rjust(power + 1, "0")
    return f"{text[: len(text) - power]}.{text[len(text) - power :]}".rstrip(".") if power else text


@given(st.integers(1, 1000), st.integers(0, 1000))
def test_a_percentage_is_its_fraction(target, actual):
    """A rate in percent and as a fraction of one gives the same bits."""
    goal = {**RATE, "target": f"{_shifted(target, 1)}%"}
    one = scored(
        {"m": goal}, [{"metric": "m", "period": "2025-12", "value": _shifted(actual, 1), "unit": "%"}]
    )
    two = scored({"m": goal}, [{"metric": "m", "period": "2025-12", "value": _shifted(actual, 3)}])
    assert told(one) == told(two)


# Attainment, pace, deviation.


@given(
    st.sampled_from(("progress", "ratio", "signed_gap", "threshold", "okr", "tiers", "worst_target")),
    st.integers(1, 500),
    st.integers(501, 10**4),
    st.lists(st.integers(-(10**4), 10**5), min_size=2, max_size=2, unique=True).map(sorted),
)
def test_more_of_what_is_better_never_scores_less(method, baseline, target, actuals):
    """Raising an actual lowers no attainment where more is better."""
    goal: dict[str, Any] = {**STOCK, "baseline": str(baseline), "target": str(target), "method": method}
    if method == "tiers":
        goal["tiers"] = {"threshold": str(target - 1), "stretch": str(target + 1)}
    if method == "worst_target":
        goal["worst"] = str(baseline)
    low, high = (
        scored({"m": goal}, [{"metric": "m", "period": "2025-12", "value": actual}])["m"]
        for actual in actuals
    )
    assert low.attainment <= high.attainment
    assert low.deviation <= high.deviation


CURVES = ("linear", "workday", "scurve", "geometric", "4-4-5", "seasonal")


@pytest.mark.parametrize("curve", CURVES)
@given(start=st.integers(1, 500), target=st.integers(501, 10**4))
def test_before_its_period_nothing_is_due_and_after_it_everything(curve, start, target):
    """Expected is the start value before a goal's period, and its target after it, to the last bit."""
    goals = {
        "early": {
            **STOCK,
            "baseline": str(start),
            "target": str(target),
            "period": "2025H1",
            "phasing": curve,
        },
        "late": {
            **STOCK,
            "baseline": str(start),
            "target": str(target),
            "period": "2025H2",
            "phasing": curve,
        },
        "total": {**FLOW, "target": str(target), "period": "2025H2", "phasing": "linear"},
    }
    rows = [row for key in goals for row in months(key, [start] * 12)]
    before, after = scored(goals, rows, "2025-06-30"), scored(goals, rows, "2025-12-31")
    assert (before["late"].expected, before["total"].expected) == (float(start), 0.0)
    assert before["late"].status == before["total"].status == "not_started"
    assert [after[key].expected for key in goals] == [float(target)] * 3
    assert after["early"].through == date(2025, 6, 30)


QUARTERS = ("2025Q1", "2025Q2", "2025Q3", "2025Q4")


@given(
    steps=st.lists(st.integers(1, 1000), min_size=4, max_size=4),
    weights=st.lists(st.integers(1, 50), min_size=2, max_size=4),
    month=st.integers(1, 12),
    curve=st.sampled_from(("", "linear", "scurve", "4-4-5")),
)
def test_parts_follow_the_pace_of_their_whole(steps, weights, month, curve):
    """What is due of the parts comes to what is due of the whole, and parts exactly on plan have no deviation."""
    every = sum(weights)
    quarters = {label: str(step * every) for label, step in zip(QUARTERS, steps, strict=True)}
    members = [f"m{at}" for at in range(len(weights))]
    goal = {
        **FLOW,
        "target": str(sum(steps) * every),
        "phasing": curve or quarters,
        "cuts": {"line": {m: str(sum(steps) * w) for m, w in zip(members, weights, strict=True)}},
    }
    day = (date(2025, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    due = scored({"g": goal}, [], day.isoformat())
    parts = [f"g.line.{m}" for m in members]
    assert {due[key].curve for key in ("g", *parts)} == {curve or "dated"}
    assert fsum(due[key].expected for key in parts) == pytest.approx(due["g"].expected, rel=1e-12)
    rows = [
        row
        for m, key in zip(members, parts, strict=True)
        for row in months("g", [repr(due[key].expected), *["0"] * (month - 1)], line=m)
    ]
    card = scored({"g": goal}, rows, day.isoformat())
    assert [card[key].deviation for key in ("g", *parts)] == pytest.approx([0] * (len(parts) + 1), abs=1e-8)
    assert len({card[key].status for key in ("g", *parts)}) == 1


def test_a_part_keeps_what_it_says_of_its_pace_itself():
    """A phasing of its own, another period or another metric ends the pace of the whole; an evenly paced part says so."""
    goals = {
        "g": {
            **FLOW,
            "target": "100",
            "phasing": dict(zip(QUARTERS, ("10", "20", "30", "40"), strict=True)),
            "cuts": {
                "line": {
                    "even": {"target": "40", "phasing": "linear"},
                    "half": {"target": "20", "period": "2025H1"},
                    "like": {"target": "40"},
                    "other": {"goal": "h"},
                }
            },
        },
        "h": {**FLOW, "target": "0.1"},
    }
    rows = [row for key in ("even", "half", "like") for row in months("g", [1] * 6, line=key)]
    card = scored(goals, rows, "2025-06-30")
    curves = {key: card[key].curve for key in ("g", "g.line.even", "g.line.half", "g.line.like", "h")}
    assert curves == {
        "g": "dated",
        "g.line.even": "linear",
        "g.line.half": "linear",
        "g.line.like": "dated",
        "h": "linear",
    }
    assert card["g.line.like"].expected == 12.0
    step = card["g.line.like"].derivation.part("expected")
    assert "goals.g.phasing" in {one.at for one in step.steps()}


@pytest.mark.parametrize(
    ("curve", "kind"),
    [
        (curve, kind)
        for curve in CURVES
        for kind in ("flow", "stock")
        if (curve, kind) != ("geometric", "flow")
    ],
)
@given(start=st.integers(1, 500), target=st.integers(501, 10**6), month=st.integers(1, 12))
def test_exactly_on_plan_is_a_pace_of_one_and_no_gap(curve, kind, start, target, month):
    """Where the actual is what is due, the gap and the deviation are 0 and the pace is 1."""
    goal = {
        **(FLOW if kind == "flow" else STOCK),
        "baseline": str(start),
        "target": str(target),
        "phasing": curve,
    }
    day = (date(2025, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    label = f"2025-01-01..{day}" if kind == "flow" else f"2025-{month:02}"
    rows = [{"metric": "m", "period": label, "value": 1.0}]
    due = scored({"m": goal}, rows, str(day))["m"].expected
    score = scored({"m": goal}, [{**rows[0], "value": due}], str(day))["m"]
    assert score.gap == 0.0
    assert score.deviation == 0.0
    line = 0 if kind == "flow" else start
    if (due - line) / (target - line) < 0.05:
        assert score.pace == gt.NA("PARTIAL")
    else:
        assert score.pace == pytest.approx(1.0, rel=1e-9)


# Missing parts.


@st.composite
def parts(draw: st.DrawFn) -> tuple[list[int], list[int], int]:
    """Targets and actuals of four parts, and the one that is missing: at most a fifth of the whole."""
    targets = draw(st.lists(st.integers(400, 600), min_size=4, max_size=4))
    actuals = draw(st.lists(st.integers(0, 1000), min_size=4, max_size=4))
    missing = draw(st.integers(0, 3))
    targets[missing] = draw(st.integers(1, 250))
    return targets, actuals, missing


def _of_parts(targets: list[int], actuals: list[int], without: int | None, **governance: str) -> gt.Scorecard:
    """A whole of parts, one of them without data."""
    members = [member for at, member in enumerate("abcd") if at < len(targets)]
    goal = {
        **FLOW,
        "target": str(sum(targets)),
        "cuts": {"part": dict(zip(members, map(str, targets), strict=True))},
    }
    rows = [
        {"metric": "m", "segment": f"part={member}", "period": "2025", "value": actual}
        for at, (member, actual) in enumerate(zip(members, actuals, strict=True))
        if at != without
    ]
    return scored({"m": goal}, rows, governance=governance)


@given(parts())
def test_renormalise_is_the_plan_without_the_missing_part(drawn):
    """The known parts are scored against their own share; value and coverage hide nothing."""
    targets, actuals, missing = drawn
    found = _of_parts(targets, actuals, missing, missing="renormalise")["m"]
    kept = [at for at in range(4) if at != missing]
    without = _of_parts([targets[at] for at in kept], [actuals[at] for at in kept], None)["m"]
    assert found.value == gt.NA("PARTIAL")
    assert found.partial == without.value
    assert found.attainment == pytest.approx(without.attainment, rel=1e-12)
    assert found.expected == pytest.approx(without.expected, rel=1e-12)
    assert (found.status, found.deviation) == (without.status, pytest.approx(without.deviation, abs=1e-9))
    assert found.coverage == pytest.approx(1 - targets[missing] / sum(targets), rel=1e-12)


@given(parts())
def test_fail_is_a_part_at_nothing_and_propagate_is_unknown(drawn):
    """`fail` scores as with a zero in the missing part, `propagate` not at all, and neither beats `renormalise`."""
    targets, actuals, missing = drawn
    failed = _of_parts(targets, actuals, missing, missing="fail")["m"]
    zeroed = [0 if at == missing else actual for at, actual in enumerate(actuals)]
    at_zero = _of_parts(targets, zeroed, None)["m"]
    for name in ("expected", "attainment", "pace", "gap", "deviation", "status"):
        assert getattr(failed, name) == getattr(at_zero, name)
    propagated = _of_parts(targets, actuals, missing, missing="propagate")["m"]
    assert propagated.attainment == gt.NA("PARTIAL")
    assert propagated.status == "unknown"
    renormalised = _of_parts(targets, actuals, missing)["m"]
    assert failed.attainment <= renormalised.attainment * (1 + 1e-12)
    assert failed.coverage == propagated.coverage == renormalised.coverage < 1


@given(st.lists(st.integers(0, 100), min_size=3, max_size=3), st.integers(0, 2))
def test_fail_counts_a_weighted_part_at_nothing_with_its_weight(values, missing):
    """Of weighted parts the missing one keeps its weight and counts for 0."""
    cuts = {
        member: {"target": "50%", "weight": weight}
        for member, weight in zip("abc", ("0.5", "0.3", "0.2"), strict=True)
    }
    goal = {**RATE, "target": "50%", "cuts": {"part": cuts}}
    rows = [
        {"metric": "m", "segment": f"part={member}", "period": "2025-12", "value": _shifted(value, 2)}
        for member, value in zip("abc", values, strict=True)
    ]
    zeroed = [{**row, "value": 0} if at == missing else row for at, row in enumerate(rows)]
    failed = scored(
        {"m": goal}, [row for at, row in enumerate(rows) if at != missing], governance={"missing": "fail"}
    )
    assert failed["m"].attainment == pytest.approx(scored({"m": goal}, zeroed)["m"].attainment, rel=1e-12)


# Status.


@given(st.integers(0, 200_000))
def test_each_deviation_has_one_status(thousandths):
    """The default rules part the line: every deviation has one status, and a better one is never worse."""
    goal = {"kind": "mean", "unit": "points", "direction": "up", "target": "100"}
    row = {"metric": "m", "period": "2025-06", "value": _shifted(thousandths, 3)}
    score = scored({"m": goal}, [row], "2025-06-30")["m"]
    deviation = Fraction(thousandths, 100_000) - 1
    expected = (
        "on_track"
        if deviation > Fraction(-1, 10)
        else "at_risk"
        if deviation >= Fraction(-1, 5)
        else "off_track"
    )
    assert score.status == expected
    assert score.deviation == pytest.approx(float(deviation), abs=1e-9)


@given(st.integers(1, 9), st.integers(2, 3), whole_amounts)
def test_stale_data_is_never_green(month, late, actual):
    """A level that is older than one and a half months is unknown, unless it is already worse."""
    rows = months("m", [None] * (month - 1) + [actual])
    goal = {"kind": "mean", "unit": "points", "direction": "up", "target": "1000"}
    day = (date(2025, month + late, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    score = scored({"m": goal}, rows, str(day))["m"]
    assert score.status in ("unknown", "at_risk", "off_track")
    assert "STALE" in score.reasons


@given(st.integers(0, 2000), st.integers(0, 100), st.sampled_from(("at_risk", "off_track", "unknown")))
def test_a_guardrail_never_improves_a_status(actual, health, cap):
    """A process metric outside its healthy range makes a status worse or leaves it."""
    metrics = {"visits": {"kind": "ratio", "unit": "%", "direction": "up", "healthy": "≥50%"}}
    goals = {"m": {"kind": "mean", "unit": "points", "direction": "up", "target": "1000"}}
    rows = [
        {"metric": "m", "period": "2025-06", "value": actual},
        {"metric": "visits", "period": "2025-06", "value": _shifted(health, 2)},
    ]
    guarded = scored(
        goals, rows, "2025-06-30", metrics=metrics, pairs={"m": ["visits"]}, governance={"guardrail": cap}
    )["m"]
    free = scored(goals, rows, "2025-06-30", metrics=metrics)["m"]
    assert RANK[guarded.status] >= RANK[free.status]
    assert guarded.own_status == free.status
    assert health >= 50 or guarded.status in ("unknown", "at_risk", "off_track")
    assert health < 50 or guarded.status == free.status


@given(st.lists(st.integers(700, 1000), min_size=6, max_size=6), st.integers(0, 5), st.integers(1, 3))
def test_hysteresis_worsens_at_once_and_improves_only_by_its_margin(levels, margin, in_a_row):
    """What is shown is never better than the rules, and better than before only with the margin to spare."""
    goals = {"m": {"kind": "mean", "unit": "points", "direction": "up", "target": "1000"}}
    rows = months("m", levels)
    governance = {"hysteresis": {"margin": f"{margin}%", "in_a_row": str(in_a_row)}}
    shown = [status for _, status in scored(goals, rows, "2025-06-30", governance=governance)["m"].history]
    plain = [status for _, status in scored(goals, rows, "2025-06-30")["m"].history]
    shifted = [
        {"status": "on_track", "when": f"deviation(goal) > {margin - 10}%"},
        {"status": "at_risk", "when": f"deviation(goal) >= {margin - 20}%"},
        {"status": "off_track"},
    ]
    strict = [
        status for _, status in scored(goals, rows, "2025-06-30", governance={"status": shifted})["m"].history
    ]
    assert shown[0] == plain[0]
    for at in range(1, 6):
        assert RANK[shown[at]] >= RANK[plain[at]]
        if RANK[plain[at]] >= RANK[shown[at - 1]]:
            assert shown[at] == plain[at]
        if RANK[shown[at]] < RANK[shown[at - 1]]:
            lasting = [RANK[one] for one in strict[max(0, at + 1 - in_a_row) : at + 1]]
            assert max(lasting) <= RANK[shown[at]]
