"""Scorecards of plans and data at their edges: nothing there, nothing yet, far too much."""

import warnings
from calendar import monthrange
from fractions import Fraction

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import goaltree as gt
from goaltree.model.goal import CURVES
from goaltree.scorecard.grid import earlier
from goaltree.scorecard.verdict import Guardrail
from oracle.scored import months, plan_of, scored

FLOW = {"kind": "flow", "unit": "CNY", "direction": "up"}
STOCK = {"kind": "stock", "unit": "people", "direction": "up"}


def test_a_plan_without_goals_has_an_empty_scorecard():
    """No goals, no lines, and nothing that fails."""
    card = scored({}, [])
    assert (len(card), list(card), card.to_dict()["goals"]) == (0, [], [])
    assert card.frame().empty


def test_without_any_actuals_nothing_is_known_but_what_is_due():
    """Every goal is unknown with its reason, and still says what is expected."""
    score = scored({"m": {**FLOW, "target": "365"}}, [], "2025-06-30")["m"]
    assert (score.value, score.status, score.coverage, score.expected) == (
        gt.NA("NO_ACTUAL"),
        "unknown",
        0.0,
        181.0,
    )


def test_before_the_period_nothing_has_started():
    """A day before the plan begins every goal is not started, whatever is known of the past."""
    card = scored({"m": {**FLOW, "target": "365"}}, months("m", [1] * 12, 2024), "2024-12-31")
    assert (card["m"].status, card["m"].value, card["m"].history) == ("not_started", gt.NA("NO_ACTUAL"), ())


def test_long_after_the_period_the_last_figure_stands():
    """Years later the scorecard is that of the period's last day, and not stale."""
    rows = months("m", [100] * 12)
    at_end, later = (
        scored({"m": {**FLOW, "target": "1200"}}, rows, day)["m"] for day in ("2025-12-31", "2028-03-01")
    )
    assert (later.status, later.value, later.expected) == ("achieved", 1200.0, 1200.0)
    assert at_end == later


@pytest.mark.parametrize(
    ("goal", "value", "attainment", "status"),
    [
        ({**FLOW}, 100.0, gt.NA("NO_TARGET"), "unknown"),
        ({"kind": "flow", "direction": "up", "target": "200"}, 100.0, 0.5, "off_track"),
        (
            {"unit": "CNY", "direction": "up", "target": "200"},
            gt.NA("OUT_OF_DOMAIN"),
            gt.NA("OUT_OF_DOMAIN"),
            "unknown",
        ),
        ({**STOCK, "target": "200", "direction": "up", "baseline": "unstated"}, 100.0, 0.5, "off_track"),
        ({"kind": "stock", "unit": "CNY", "target": "200"}, 100.0, gt.NA("DIRECTION_CONFLICT"), "unknown"),
    ],
    ids=["target", "unit", "kind", "baseline", "direction"],
)
def test_a_goal_that_leaves_something_out_tells_what_it_can(goal, value, attainment, status):
    """Without target, unit, kind, baseline or direction the rest is computed, and what cannot be has a reason."""
    score = scored({"m": goal}, [{"metric": "m", "period": "2025-12", "value": 100}])["m"]
    if goal.get("kind") == "flow":  # a month in the middle of nothing is no total
        score = scored({"m": goal}, [{"metric": "m", "period": "2025", "value": 100}])["m"]
    assert (score.value, score.attainment, score.status) == (value, attainment, status)


def test_a_chain_of_five_thousand_cuts():
    """A part of a part of a part, 5,000 deep by reference: the whole is the leaf, and nothing recurses."""
    depth = 5000
    metrics = {f"m{at}": FLOW for at in range(depth + 1)}
    goals = {
        f"g{at}": {
            "metric": f"m{at}", "target": "100", "segment": {"part": "a"} if at else {},
            **({"cuts": {"part": {"a": {"goal": f"g{at + 1}"}}}} if at < depth else {}),
        }
        for at in range(depth + 1)
    }  # fmt: skip
    plan = plan_of(goals, metrics=metrics)
    leaf = [{"metric": f"m{depth}", "segment": "part=a", "period": "2025", "value": 50}]
    card = gt.evaluate(plan, gt.observe(plan, leaf), as_of="2025-12-31")
    assert (card["g0"].value, card["g0"].attainment, card["g2500"].value) == (50.0, 0.5, 50.0)
    assert card["g0"].derivation.replay() == 50


def test_ten_thousand_goals_side_by_side():
    """Each goal has its own number; their order in the scorecard is the plan's."""
    goals = {f"g{at}": {**STOCK, "target": "1000"} for at in range(10_000)}
    rows = [{"metric": f"g{at}", "period": "2025-12", "value": at % 1001} for at in range(10_000)]
    card = scored(goals, rows)
    assert card.keys() == tuple(goals)
    assert [card[f"g{at}"].value for at in (0, 1000, 9999)] == [0.0, 1000.0, 9999 % 1001]
    assert card.statuses["g1000"] == "achieved"


# What was wrong once.


def test_data_of_later_months_alone_does_not_hide_the_parts():
    """A whole whose own data begins after the day is still rolled up from its parts."""
    goal = {**FLOW, "target": "1200", "cuts": {"part": {"a": "700", "b": "500"}}}
    rows = [
        {"metric": "m", "segment": f"part={member}", "period": "2025-01", "value": 50} for member in "ab"
    ] + [{"metric": "m", "period": "2025-02", "value": 900}]
    assert scored({"m": goal}, rows, "2025-01-31")["m"].value == 100.0


def test_a_half_year_goal_is_scored_within_its_half_year():
    """In December an H1 goal has June's level, and its `every` counts six months."""
    rows = months("m", [10, 20, 30, 40, 50, 60, 1, 1, 1, 1, 1, 1])
    end = scored({"m": {**STOCK, "target": "60", "period": "2025H1"}}, rows)["m"]
    every = scored({"m": {**STOCK, "target": "40", "period": "2025H1", "semantics": "every"}}, rows)["m"]
    assert (end.value, end.attainment, str(end.through)) == (60.0, 1.0, "2025-06-30")
    assert every.attainment == 0.5
    assert every.derivation.part("attainment").value == 0.5


def test_a_plan_for_half_a_year_sees_the_month_before_it():
    """`change` in January looks at December, not at June of the year before."""
    metrics = {"level": {"kind": "stock", "unit": "people", "direction": "up"}}
    goals = {
        "m": {"kind": "flow", "unit": "people", "direction": "up", "formula": "change(level)", "target": "10"}
    }
    rows = [*months("level", [5, 5, 5, 5, 5, 5, 9, 9, 9, 9, 9, 100], 2024), *months("level", [103])]
    card = scored(goals, rows, "2025-01-31", metrics=metrics, period="2025H1")
    assert card["m"].value == 3.0


def test_a_second_goal_of_a_metric_has_its_own_time():
    """Of one metric rolled up, the year's goal sums the year and the half-year's the half."""
    year = {"metric": "m", "target": "240", "cuts": {"part": {"a": "120", "b": "120"}}}
    half = {"metric": "m", "target": "120", "period": "2025H2"}
    average = {"metric": "m", "target": "20", "semantics": "average"}
    rows = [row for member in "ab" for row in months("m", [10] * 12, segment=f"part={member}")]
    card = scored(
        {"m": {k: v for k, v in year.items() if k != "metric"} | FLOW, "half": half, "typical": average}, rows
    )
    assert [card[key].value for key in ("m", "half", "typical")] == [240.0, 120.0, 20.0]


def test_an_average_whole_of_plain_parts_is_an_average():
    """Parts are levels at the end, the whole is judged by its mean over the months."""
    goal = {**STOCK, "target": "30", "semantics": "average", "cuts": {"part": {"a": "15", "b": "15"}}}
    rows = [row for member in "ab" for row in months("m", [10, 20], segment=f"part={member}")]
    card = scored({"m": goal}, rows, "2025-02-28")
    assert (card["m"].value, card["m.a"].value) == (30.0, 20.0)
    assert card["m"].derivation.replay() == 30


def test_a_translated_level_is_translated_once_and_before_it_is_used():
    """A level computed in USD is 7 times as much in CNY, and what adds to it adds the CNY."""
    metrics = {
        "usd": {"kind": "stock", "unit": "USD", "direction": "up"},
        "cny": {"kind": "stock", "unit": "CNY", "direction": "up"},
        "moved": {"kind": "stock", "unit": "CNY", "direction": "up", "formula": "usd + usd"},
        "all": {"kind": "stock", "unit": "CNY", "direction": "up", "formula": "moved + cny"},
    }
    goals = {"moved": {"target": "100"}, "all": {"target": "100"}}
    rows = [
        {"metric": "usd", "period": "2025-12", "value": 10},
        {"metric": "cny", "period": "2025-12", "value": 1},
    ]
    fx = {"USD": {"budget": "6", "closing": {"2025-12": "7"}}}
    card = scored(goals, rows, metrics=metrics, fx=fx)
    assert (card["moved"].value, card["all"].value) == (140.0, 141.0)
    seen = [*rows, {"metric": "moved", "period": "2025-12", "value": 50}]
    assert scored(goals, seen, metrics=metrics, fx=fx)["all"].value == 51.0


def test_a_deviation_from_a_band_is_the_way_outside_it():
    """Inside a band there is none, on either basis; outside it is measured from the nearer end."""
    goal = {"kind": "ratio", "unit": "%", "direction": "band", "target": "40%~60%", "baseline": "90%"}
    found = {
        value: scored({"m": goal}, [{"metric": "m", "period": "2025-06", "value": value}], "2025-06-30")["m"]
        for value in ("0.45", "0.3", "0.66")
    }
    assert [one.deviation for one in found.values()] == [0.0, -0.1, -0.06]
    assert [one.status for one in found.values()] == ["on_track", "off_track", "at_risk"]


def test_tiers_of_a_whole_with_a_missing_part_are_scaled():
    """90 of the known 90% of a target of 100 is the target reached."""
    goal = {
        **FLOW, "target": "100", "method": "tiers", "tiers": {"threshold": "80", "stretch": "120"},
        "cuts": {"part": {"a": "90", "b": "10"}},
    }  # fmt: skip
    card = scored({"m": goal}, [{"metric": "m", "segment": "part=a", "period": "2025", "value": 90}])
    assert card["m"].attainment == pytest.approx(1.0, rel=1e-12)
    assert card["m"].derivation.part("attainment").value == pytest.approx(1, rel=1e-12)


def test_low_coverage_names_its_reason_where_the_page_says():
    """The value is partial, the attainment has too little coverage, and what is known is told."""
    goal = {**FLOW, "target": "100", "cuts": {"part": {"a": "30", "b": "70"}}}
    score = scored({"m": goal}, [{"metric": "m", "segment": "part=a", "period": "2025", "value": 30}])["m"]
    assert (score.value, score.attainment, score.partial) == (gt.NA("PARTIAL"), gt.NA("LOW_COVERAGE"), 30.0)


def test_a_part_without_target_leaves_coverage_unknown_only_where_something_is_missing():
    """With all parts known the coverage is whole, whether they have targets or not."""
    goal = {**FLOW, "target": "100", "cuts": {"part": {"a": {}, "b": "70"}}}
    rows = [row for member in "ab" for row in months("m", [1, 1], segment=f"part={member}")]
    card = scored({"m": goal}, rows, "2025-02-28")
    assert card["m"].coverage == 1.0
    assert scored({"m": goal}, rows[:-1], "2025-02-28")["m"].attainment == gt.NA("LOW_COVERAGE")


def test_a_lag_reaches_the_baseline_in_the_month_before_the_first():
    """Two months back from February is the month before the plan: the level that it starts from."""
    goals = {
        "level": {**STOCK, "baseline": "100", "target": "200"},
        "m": {
            "kind": "flow",
            "unit": "people",
            "direction": "up",
            "formula": "level - lag(level, 2)",
            "target": "10",
        },
    }
    card = scored(goals, months("level", [110, 130]), "2025-02-28")
    assert [repr(one) for one in card["m"].trend] == ["nan", "30.0"]


def test_a_part_is_judged_the_way_of_its_whole():
    """A part without direction or baseline is better where its whole is; without either nobody knows."""
    parts = {"region": {"a": "90", "b": "60"}}
    rows = [{"metric": "m", "period": "2025", "region": name, "value": 75} for name in ("a", "b")]
    goal = {"kind": "stock", "unit": "CNY", "cuts": parts}
    for baseline, target, ways in (
        ("100", "150", (75 / 90, 1.25)),
        ("200", "150", (2 - 75 / 90, 2 - 75 / 60)),
    ):
        card = scored(
            {"m": {**goal, "baseline": baseline, "target": target}}, rows, segments={"region": ["a", "b"]}
        )
        assert tuple(card[f"m.region.{name}"].attainment for name in ("a", "b")) == pytest.approx(ways)
    card = scored({"m": {**goal, "target": "150"}}, rows, segments={"region": ["a", "b"]})
    assert card["m.region.a"].attainment == gt.NA("DIRECTION_CONFLICT")


@pytest.mark.parametrize(
    ("least", "attainment"),
    [(None, gt.NA("LOW_COVERAGE")), ("0", 0.5), ("30%", 0.5), ("31%", gt.NA("LOW_COVERAGE"))],
)
def test_any_coverage_is_enough_where_the_plan_says_so(least, attainment):
    """Three tenths of a whole are scored where 0 or 30% is the least, and not where nothing is stated: 80%."""
    parts = {"region": {"a": "30", "b": "70"}}
    governance = {} if least is None else {"governance": {"coverage": least}}
    card = scored(
        {"m": {**FLOW, "target": "100", "cuts": parts}},
        [{"metric": "m", "period": "2025", "region": "a", "value": 15}],
        segments={"region": ["a", "b"]},
        **governance,
    )
    assert (card["m"].coverage, card["m"].attainment) == (0.3, attainment)


RATE = {"kind": "ratio", "unit": "%", "direction": "up", "target": "50%"}


@pytest.mark.parametrize("weights", [("3", None, "1"), (None, None, None), ("3", "1", "1")])
def test_parts_weigh_by_weight_where_each_has_one_else_by_number(weights):
    """Where a weight is left out parts count alike: in the value, its coverage and its derivation."""
    parts = {
        name: {"target": "50%", **({} if weight is None else {"weight": weight})}
        for name, weight in zip("abc", weights, strict=True)
    }
    goal = {**RATE, "over": {"region": "average"}, "cuts": {"region": parts}}
    values = {"a": 10, "b": 40, "c": 30}
    rows = [
        {"metric": "m", "region": name, "period": "2025-12", "value": f"{v}%"} for name, v in values.items()
    ]
    pool = [
        Fraction(weight) if None not in weights else Fraction(1) for weight in (w or "1" for w in weights)
    ]
    whole = sum(w * v for w, v in zip(pool, values.values(), strict=True)) / sum(pool) / 100
    score = scored({"m": goal}, rows, segments={"region": list("abc")})["m"]
    assert score.value == pytest.approx(float(whole), rel=1e-15)
    assert score.derivation.part("value").replay() == whole
    score = scored({"m": goal}, rows[:2], segments={"region": list("abc")})["m"]
    assert score.coverage == pytest.approx(float(sum(pool[:2]) / sum(pool)))
    known = sum(w * v for w, v in zip(pool[:2], (10, 40), strict=True)) / sum(pool[:2]) / 100
    assert score.partial == pytest.approx(float(known))


def test_a_goal_of_half_a_year_opens_with_nothing_it_does_not_know():
    """What `opening` gives is the same in the number and in its derivation."""
    goals = {
        "level": {**STOCK, "baseline": "100", "target": "200", "direction": "up", "period": "2025H2"},
        "m": {**FLOW, "unit": "people", "target": "10", "period": "2025H2",
              "formula": "level - coalesce(opening(level), 0)"},
    }  # fmt: skip
    goals["level"]["unit"] = "people"
    rows = [
        {"metric": "level", "period": f"2025-{month:02}", "value": value}
        for month, value in ((7, 120), (8, 130))
    ]
    score = scored(goals, rows, "2025-08-31")["m"]
    assert score.value == score.derivation.part("value").replay()


@pytest.mark.parametrize("curve", CURVES)
def test_every_curve_that_a_plan_may_name_is_one(curve):
    """What the check takes for a curve is one here too; another name is told, and an even pace taken."""
    for name in (curve, "zigzag"):
        goal = {**FLOW, "target": "1200", "phasing": name}
        reasons = scored({"m": goal}, months("m", [100] * 3), "2025-03-31")["m"].reasons
        assert any(reason.startswith(f"{name}: unknown") for reason in reasons) is (name == "zigzag")


def test_a_curve_of_others_is_used():
    """A curve that the caller brings gives the share of the way."""
    goal = {**FLOW, "target": "1200", "phasing": "late"}
    plan = plan_of({"m": goal})
    actuals = gt.observe(plan, months("m", [100] * 3))
    score = gt.evaluate(
        plan, actuals, as_of="2025-03-31", curves={"late": lambda _period, _day: Fraction(1, 10)}
    )["m"]
    assert (score.expected, score.curve, score.reasons) == (120.0, "late", ())
    assert score.derivation.part("expected").replay() == 120


def test_r10_the_whole_of_quantiles_is_not_known():
    """No quantile of a whole follows from those of its parts, and the reason says so."""
    goal = {"kind": "quantile", "unit": "ms", "direction": "down", "target": "90", "rolls_up": "host"}
    parts = {"cuts": {"host": {"one": {"target": "90"}, "two": {"target": "90"}}}}
    data = [
        {"metric": "m", "host": host, "period": "2025-01", "value": value}
        for host, value in (("one", 60), ("two", 1))
    ]
    plan = plan_of({"m": {**goal, **parts}}, segments={"host": ["one", "two"]})
    card = gt.evaluate(plan, gt.observe(plan, data), as_of="2025-01-31")
    assert (card["m"].value.reason, card["m.host.one"].value) == ("NON_ADDITIVE", 60.0)


def test_parts_that_weigh_nothing_warn_nobody():
    """Where all stated weights are 0 nothing is known of the whole, and nothing is divided."""
    parts = {name: {"target": "10%", "weight": "0%"} for name in ("one", "two")}
    goal = {"kind": "ratio", "unit": "%", "direction": "up", "target": "50%", "rolls_up": "host"}
    plan = plan_of({"m": {**goal, "cuts": {"host": parts}}}, segments={"host": ["one", "two"]})
    data = [{"metric": "m", "host": "one", "period": "2025-01", "value": "40%"}]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        card = gt.evaluate(plan, gt.observe(plan, data), as_of="2025-01-31")
        assert (card["m"].coverage, card["m"].status) == (0.0, "unknown")


def test_n06_rounding_breaches_no_guardrail():
    """A float that is the limit but for a hair lies on it: inside where the limit is, outside where it is not."""
    values = np.array([0.426 * 0.4 + 0.486 * 0.6, 0.4619, 0.4621])
    inside = Guardrail(row=0, node=0, low=Fraction(231, 500), high=None)
    assert inside.breached(values).tolist() == [False, True, False]
    assert evolve(inside, is_low_in=False).breached(values).tolist() == [True, True, False]
    most = Guardrail(row=0, node=0, low=None, high=Fraction(231, 500), is_high_in=False)
    assert most.breached(values).tolist() == [True, False, True]
    assert evolve(most, is_high_in=True).breached(values).tolist() == [False, False, True]


def test_n06_rounding_decides_no_rule():
    """A pace of exactly 1 is at least 1, although its floats make a hair less."""
    rule = [{"status": "on_track", "when": "pace(goal) >= 1"}, {"status": "off_track"}]
    whole = {
        "kind": "ratio",
        "unit": "%",
        "direction": "up",
        "target": "46.2%",
        "semantics": "average",
        "rolls_up": "host",
        "status": rule,
        "cuts": {
            "host": {"one": {"target": "40%", "weight": "40%"}, "two": {"target": "50%", "weight": "60%"}}
        },
    }
    plan = plan_of({"m": whole}, segments={"host": ["one", "two"]})
    data = [
        {"metric": "m", "host": host, "period": "2025-01", "value": value}
        for host, value in (("one", "42.6%"), ("two", "48.6%"))
    ]
    score = gt.evaluate(plan, gt.observe(plan, data), as_of="2025-01-31")["m"]
    assert score.pace < 1
    assert score.derivation.part("pace").value == 1
    assert score.status == "on_track"


def test_a_bare_number_of_a_status_rule_counts_the_unit_that_is_shown():
    """`<= 2` of hours is two hours; a scale word counts in yuan; of two units of different size the sizes are compared."""
    hours = {"kind": "mean", "unit": "小时", "direction": "down", "target": "2 小时"}
    money = {"kind": "flow", "unit": "亿元", "direction": "up", "target": "12亿"}

    def status(when):
        goals = {
            "m": {**hours, "status": [{"status": "on_track", "when": when}, {"status": "off_track"}]},
            "n": {**hours, "unit": "分钟", "target": "120 分钟"},
            "f": money,
        }
        rows = [*months("m", [1.5]), *months("n", [100]), *months("f", ["2亿"])]
        return scored(goals, rows, "2025-01-31")["m"].status

    assert (
        status("value(goal) <= 2")
        == status("value(f) >= 2亿")
        == status("value(goal) < value(n)")
        == "on_track"
    )
    assert (
        status("value(goal) <= 1")
        == status("value(f) > 2亿")
        == status("value(n) < value(goal)")
        == "off_track"
    )


@pytest.mark.parametrize("day", ["2024-02-27", "2024-02-28", "2024-02-29", "2024-03-01"])
@pytest.mark.parametrize("year", [2024, 2025, 2028])
def test_by_days_the_end_of_february_of_a_leap_year_is_a_day_like_others(year, day):
    """Days of a leap year's February in a plan's year, or in the years before, are cells; each has one a year back."""
    rows = [
        {"metric": "m", "period": day, "value": 5},
        {"metric": "m", "period": f"{year}-01-01", "value": 1},
    ]
    plan = plan_of({"m": {**FLOW, "target": "365"}}, period=year)
    card = gt.evaluate(plan, gt.observe(plan, rows), as_of=f"{year}-03-02", grain="day")
    assert card["m"].trend[0] == 1.0
    assert all(cell.first == cell.last for cell in card.grid.cells)
    for cell in card.grid.cells:
        (back,) = earlier(cell, 1)
        assert back.first <= back.last and (cell.first - back.first).days in (365, 366)


def test_the_worst_below_a_goal_is_the_one_that_deviates_most():
    """Of two parts with one status it is the one further off, whatever their keys are."""
    goal = {"kind": "flow", "direction": "up", "target": "200", "cuts": {"line": {"a": "100", "b": "100"}}}
    for low, high in (("a", "b"), ("b", "a")):
        rows = [*months("g", [6] * 6, line=high), *months("g", [2] * 6, line=low)]
        card = scored({"g": goal}, rows, "2025-06-30")
        assert {card[f"g.line.{one}"].status for one in "ab"} == {"off_track"}
        assert card["g"].worst_child == (f"g.line.{low}", "off_track")


def gaps(card):
    """What is said of data that gives no figure, or of a total that ends too early: code, count, what is missing."""
    told = [one for one in card.findings if one.code in ("GT859", "GT860")]
    return [(one.code, one.params.get("count"), one.params["gap"]) for one in told]


def withdrawn(metric, values):
    """Rows of the months of 2025, one that was withdrawn where a value is empty."""
    return months(metric, ["" if value is None else value for value in values])


@pytest.mark.parametrize("day", ["2025-04-30", "2025-05-05", "2025-12-31"])
def test_a_withdrawn_first_month_is_what_is_missing(day):
    """On whatever day it is looked at, a total lacks the month that was withdrawn, which is no value."""
    card = scored({"m": {**FLOW, "target": "1200"}}, withdrawn("m", [None, 40, 60, 120]), day)
    assert gaps(card) == [("GT860", 3, "2025-01")]
    (told,) = (one for one in card.findings if one.code == "GT860")
    assert "m` has 3 value(s) by " in told.message("en") and "withdrawn" in told.hint("en")
    assert "缺 2025-01。" in told.message("zh") and "已撤回" in told.hint("zh")


@given(
    st.lists(st.sampled_from(["known", "absent", "withdrawn"]), min_size=1, max_size=12).filter(
        lambda said: "known" in said and said != ["known"] * len(said)
    ),
    st.sampled_from(["2025-12-30", "2025-12-31"]),
)
@settings(deadline=None, max_examples=40)
def test_a_total_lacks_its_first_months_without_a_value(said, day):
    """The gap that is told is the first run of months without a value, and only where a value follows it."""
    shown = {"known": 1, "absent": None, "withdrawn": ""}
    card = scored({"m": {**FLOW, "target": "1200"}}, months("m", [shown[one] for one in said]), day)
    known = [at for at, one in enumerate(said) if one == "known"]
    known = [at for at in known if at < 11 or day == "2025-12-31"]
    first = next(at for at in range(12) if at not in known)
    behind = [at for at in known if at > first]
    if not behind:
        assert gaps(card) == []
        return
    gap = f"2025-{first + 1:02}"
    if behind[0] - 1 > first:
        gap += f"-01..2025-{behind[0]:02}-{monthrange(2025, behind[0])[1]}"
    assert gaps(card) == [("GT859", None, gap) if first else ("GT860", len(known), gap)]


@pytest.mark.parametrize(
    ("days", "gap"),
    [
        ({1: 1, 2: "", 3: 1}, "2025-01-02"),
        ({2: 1, 3: 1}, "2025-01-01"),
        ({1: "", 2: "", 4: 1}, "2025-01-01..2025-01-03"),
    ],
)
def test_days_that_were_withdrawn_are_named(days, gap):
    """Of a total by days it is the first days without a value, not the month of the review."""
    rows = [{"metric": "m", "period": f"2025-01-{day:02}", "value": value} for day, value in days.items()]
    card = scored({"m": {**FLOW, "target": "1200"}}, rows, "2025-02-28")
    assert [gap for _, _, gap in gaps(card)] == [gap]


def test_an_average_lacks_the_month_that_was_withdrawn():
    """An average over all months has no figure from the first one without a value on, and that is named."""
    goal = {**STOCK, "target": "100", "semantics": "average"}
    card = scored({"m": goal}, withdrawn("m", [None, 90, 110]), "2025-06-30")
    assert gaps(card) == [("GT860", 2, "2025-01")]


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_a_whole_with_a_missing_part_begins_where_its_known_parts_begin(missing):
    """What is said of it is what is said of the same goal without that part: 900 of 1500 members begin where they live."""
    parts = {"n": ("470", "750"), "s": ("400", "650"), "w": ("30", "100")}
    keys = [key for at, key in enumerate(parts) if at != missing]
    rows = [row for key in keys for row in months("g", [int(parts[key][0]) + 20] * 3, line=key)]

    def card(members):
        goal = {
            "kind": "stock",
            "direction": "up",
            "baseline": str(sum(int(parts[key][0]) for key in members)),
            "target": str(sum(int(parts[key][1]) for key in members)),
            "cuts": {"line": {k: {"baseline": parts[k][0], "target": parts[k][1]} for k in members}},
        }
        return scored({"g": goal}, rows, "2025-03-31", governance={"coverage": "10%"})

    whole, alone = card(list(parts))["g"], card(keys)["g"]
    for name in ("expected", "attainment", "pace", "deviation"):
        assert getattr(whole, name) == pytest.approx(getattr(alone, name), rel=1e-12)
    assert whole.status == alone.status and whole.partial == alone.value
    assert whole.derivation.part("attainment").replay() == alone.derivation.part("attainment").replay()


def test_what_is_required_of_a_whole_with_a_missing_part_is_of_its_known_parts():
    """9 of 10 are known, with 60 in January: 900 less 60 for eleven months, and not 1000 less 60."""
    parts = dict(zip("abcde", ("500", "200", "100", "100", "100"), strict=True))
    goal = {**FLOW, "target": "1000", "phasing": "linear", "cuts": {"line": parts}}
    rows = [row for key in "abcd" for row in months("g", [15], line=key)]
    score = scored({"g": goal}, rows, "2025-01-31")["g"]
    assert score.required_rate == pytest.approx(840 / 11) and score.required_uplift == pytest.approx(
        840 / 11 / 60
    )


@pytest.mark.parametrize(("unit", "basis"), [("%", "pp"), ("1", "pp"), ("CNY/order", "level")])
def test_an_amount_per_something_is_not_told_in_points(unit, basis):
    """A ratio with a unit deviates by a share of what is due: 480 of 500 yuan an order are 4 % below."""
    small = unit != "CNY/order"
    goal = {"kind": "ratio", "unit": unit, "direction": "up", "target": "50%" if small else "500"}
    score = scored(
        {"g": goal}, months("g", [0.48 if small else 480]), "2025-01-31", units={"order": "orders"}
    )["g"]
    assert (score.basis, round(score.deviation, 9)) == (basis, -0.02 if small else -0.04)
