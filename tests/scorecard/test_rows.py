"""The rows of the specification of the mathematics, at the level of a plan."""

import pytest

import goaltree as gt
from oracle.scored import months, plan_of, scored

FLOW = {"kind": "flow", "unit": "CNY", "direction": "up"}
STOCK = {"kind": "stock", "unit": "people", "direction": "up"}
RATE = {"kind": "ratio", "unit": "%", "direction": "up"}
NPS = {"kind": "score", "unit": "points", "direction": "up"}
PARTS = {"a": "1500", "b": "400", "c": "260"}
YEAR = "2025"


def near(value, digits=6):
    """The expected number of a row, within half a unit of its last digit."""
    return pytest.approx(value, abs=0.5 * 10**-digits)


def part(metric, member, value, period=YEAR, **more):
    """One row for a part."""
    return {"metric": metric, "segment": f"part={member}", "period": period, "value": value, **more}


def whole(metric, value, period=YEAR, **more):
    """One row for the whole."""
    return {"metric": metric, "period": period, "value": value, **more}


def one(goal, value, *, period="2025-12", as_of="2025-12-31", **more):
    """The score of a single goal with one observation."""
    return scored({"m": goal}, [whole("m", value, period)], as_of, **more)["m"]


# Putting parts together.


def test_r1_segments_of_a_flow_sum():
    """The parts of a flow make its whole."""
    goal = {**FLOW, "target": "2160", "cuts": {"part": PARTS}}
    card = scored({"m": goal}, [part("m", member, int(value)) for member, value in PARTS.items()])
    assert card["m"].value == 2160.0


def test_r2_a_stock_is_its_last_level_or_the_mean_of_its_levels():
    """Month ends 100, 120, 90: the last is 90, the average 103.333, and no sum is taken."""
    rows = months("m", [100, 120, 90])
    values = {
        semantics: scored({"m": {**STOCK, "target": "100", "semantics": semantics}}, rows, "2025-03-31")[
            "m"
        ].value
        for semantics in ("end", "average")
    }
    assert values == {"end": 90.0, "average": near(103.333, 3)}


def test_r3_balances_add_over_customers_and_not_over_months():
    """AAA 100 then 200 and BBB 250: 350 together in the first month, and AAA is 200 after the second."""
    goal = {**STOCK, "target": "500", "cuts": {"part": {"a": "250", "b": "250"}}}
    rows = [part("m", "a", 100, "2025-01"), part("m", "b", 250, "2025-01"), part("m", "a", 200, "2025-02")]
    assert scored({"m": goal}, rows, "2025-01-31")["m"].value == 350.0
    assert scored({"m": goal}, rows, "2025-02-28")["m.a"].value == 200.0


@pytest.mark.parametrize("row", ["r4", "r6"])
def test_r4_r6_distinct_counts_add_only_where_nobody_is_in_two(row):
    """Of overlapping segments there is no sum; of disjoint ones there is."""
    goal = {
        "kind": "distinct",
        "unit": "people",
        "direction": "up",
        "target": "5",
        "cuts": {"part": {"a": "3", "b": "2"}},
    }
    numbers = {"r4": (3, 2, 5.0), "r6": (3.7, 0.1, 3.8)}[row]
    rows = [part("m", "a", numbers[0], "2025-12"), part("m", "b", numbers[1], "2025-12")]
    assert scored({"m": goal}, rows)["m"].value == gt.NA("NON_ADDITIVE")
    assert scored({"m": {**goal, "disjoint": ["part"]}}, rows)["m"].value == near(numbers[2], 12)


def test_r5_monthly_counts_are_averaged_and_never_summed():
    """Three users in each of three months: the average is 3, the latest 3."""
    goal = {"kind": "distinct", "unit": "people", "direction": "up", "target": "5"}
    for semantics in ("average", "end"):
        card = scored({"m": {**goal, "semantics": semantics}}, months("m", [3, 3, 3]), "2025-03-31")
        assert card["m"].value == 3.0


@pytest.mark.parametrize(
    ("row", "kind", "parts", "expected"),
    [
        ("r7", RATE, [("0.4", 300), ("0.1", 100)], 0.325),
        ("r8", {"kind": "mean", "unit": "CNY", "direction": "up"}, [(50, 100), (90, 300)], 80.0),
        ("r12", NPS, [(50, 100), (-10, 300)], 5.0),
    ],
)
def test_r7_r8_r12_rates_and_means_are_pooled(row, kind, parts, expected):
    """Σ value x count / Σ count, never the mean of the parts' own rates."""
    targets = {"a": "50%", "b": "50%"} if row == "r7" else {"a": "50", "b": "50"}
    goal = {**kind, "target": targets["a"], "cuts": {"part": targets}}
    rows = [part("m", "ab"[at], value, "2025-12", count=count) for at, (value, count) in enumerate(parts)]
    assert scored({"m": goal}, rows)["m"].value == near(expected, 12)


def test_r9_an_average_over_months_is_weighted_by_days():
    """100 in January and 130 in February of 28 days: 114.2373, not 115."""
    goal = {"kind": "distinct", "unit": "people", "direction": "up", "target": "120", "semantics": "average"}
    assert scored({"m": goal}, months("m", [100, 130]), "2025-02-28")["m"].value == near(114.2373, 4)


def test_r14_a_second_cut_of_the_same_total_is_not_added():
    """Live sales of 660 stand beside the channels that make 2160, and change nothing."""
    goal = {**FLOW, "target": "2160", "cuts": {"part": PARTS}, "of_which": {"way": {"x": "660"}}}
    rows = [part("m", member, int(value)) for member, value in PARTS.items()]
    live = {"metric": "m", "segment": "way=x", "period": YEAR, "value": 660}
    assert scored({"m": goal}, [*rows, live])["m"].value == 2160.0
    assert scored({"m": goal}, [*rows, live])["m.x"].value == 660.0


# Attainment.


@pytest.mark.parametrize(("semantics", "reached"), [("end", 44 / 42), ("average", 41 / 42), ("every", 0.5)])
def test_a0_one_series_passes_one_target_and_fails_another(semantics, reached):
    """NPS of 38, 40, 42, 44 against 42: hit at the end, missed on average, kept in half of the months."""
    rows = months("m", [38, 40, 42, 44], count=100)
    card = scored({"m": {**NPS, "target": "42", "semantics": semantics}}, rows, "2025-04-30")
    assert card["m"].attainment == near(reached, 12)


MAU = {"kind": "distinct", "unit": "people", "direction": "up", "baseline": "3.39", "target": "3.8"}
BUGS = {"kind": "stock", "unit": "people", "direction": "down", "baseline": "100", "target": "60"}
LATENCY = {"kind": "mean", "unit": "points", "direction": "down", "baseline": "100", "target": "90"}
INCIDENTS = {"kind": "stock", "unit": "people", "direction": "down"}
PROFIT = {"kind": "score", "unit": "CNY", "direction": "up"}


@pytest.mark.parametrize(
    ("row", "goal", "method", "actual", "expected"),
    [
        ("a1", MAU, None, 3.6, 0.512195),
        ("a1", MAU, "ratio", 3.6, 0.947368),
        ("a2", MAU, None, 3.39, 0.0),
        ("a2", MAU, "ratio", 3.39, 0.892105),
        ("a4", BUGS, None, 80, 0.5),
        ("a4", BUGS, None, 70, 0.75),
        ("a4", BUGS, None, 50, 1.25),
        ("a5", LATENCY, None, 95, 0.5),
        ("a5", LATENCY, "inverse_ratio", 95, 0.947368),
        ("a5", LATENCY, "two_minus", 95, 0.944444),
        ("a5", LATENCY, "ratio", 95, 1.055556),
        ("a6", LATENCY, None, 100, 0.0),
        ("a6", LATENCY, "inverse_ratio", 100, 0.9),
        ("a6", LATENCY, "two_minus", 100, 0.888889),
        ("a7", LATENCY, None, 85, 1.5),
        ("a7", LATENCY, "inverse_ratio", 85, 1.058824),
        ("a7", LATENCY, "two_minus", 85, 1.055556),
        ("a8", LATENCY, None, 180, -8.0),
        ("a8", LATENCY, None, 200, -10.0),
        ("a8", LATENCY, "inverse_ratio", 180, 0.5),
        ("a8", LATENCY, "inverse_ratio", 200, 0.45),
        ("a8", LATENCY, "two_minus", 180, 0.0),
        ("a8", LATENCY, "two_minus", 200, -0.222222),
        ("a9", {**INCIDENTS, "baseline": "5", "target": "0"}, None, 1, 0.8),
        ("a9", {**INCIDENTS, "baseline": "5", "target": "0"}, "inverse_ratio", 1, 0.0),
        ("a9", {**INCIDENTS, "baseline": "5", "target": "0"}, "two_minus", 1, gt.NA("ZERO_DENOM")),
        ("a9", {**INCIDENTS, "baseline": "5", "target": "0"}, "signed_gap", 1, gt.NA("ZERO_DENOM")),
        ("a9", {**INCIDENTS, "baseline": "5", "target": "0"}, "ratio", 1, gt.NA("ZERO_DENOM")),
        ("a10", {**INCIDENTS, "target": "4"}, "two_minus", 0, 2.0),
        ("a10", {**INCIDENTS, "target": "4"}, "inverse_ratio", 0, gt.NA("ZERO_DENOM")),
        ("a11", {**NPS, "baseline": "40", "target": "42"}, None, 41, 0.5),
        ("a11", {**NPS, "baseline": "40", "target": "42"}, "ratio", 41, 0.97619),
        ("a12", {**PROFIT, "baseline": "-50", "target": "-10"}, None, -30, 0.5),
        ("a12", {**PROFIT, "baseline": "-50", "target": "-10"}, "signed_gap", -30, -1.0),
        ("a12", {**PROFIT, "baseline": "-50", "target": "-10"}, "ratio", -30, gt.NA("SIGN_MISMATCH")),
        ("a13", {**PROFIT, "target": "-10"}, None, 5, 2.5),
        ("a13", {**PROFIT, "target": "-10"}, "ratio", 5, gt.NA("SIGN_MISMATCH")),
        ("a15", {**NPS, "baseline": "40", "target": "40"}, None, 41, 1.0),
        ("a15", {**NPS, "baseline": "40", "target": "40"}, "progress", 41, gt.NA("DEGENERATE")),
        ("a16", {**BUGS, "target": "120"}, None, 110, gt.NA("DIRECTION_CONFLICT")),
        ("a20", {"kind": "milestone", "unit": "points", "direction": "up", "target": "6"}, None, 3, 0.5),
    ],
)
def test_a1_to_a20_attainment_by_method(row, goal, method, actual, expected):
    """Each method of attainment gives the number of its row, or says why there is none."""
    stated = goal if method is None else {**goal, "method": method}
    score = one(stated, actual)
    assert score.attainment == (expected if isinstance(expected, gt.NA) else near(expected))


def test_a3_last_year_is_no_start_of_an_accumulation():
    """1080 of 2160 is half of the way, whatever last year was."""
    goal = {**FLOW, "baseline": "1200", "target": "2160"}
    assert scored({"m": goal}, months("m", [180] * 6), "2025-06-30")["m"].attainment == 0.5


def test_a17_the_threshold_itself_is_kept():
    """A bounce rate of at most 25% is kept at 25%."""
    goal = {"kind": "ratio", "unit": "%", "direction": "down", "target": "25%", "method": "threshold"}
    assert one(goal, "0.25").attainment == 1.0


@pytest.mark.parametrize(("actual", "expected"), [(100, 1.0), (110, 0.5), (116, 0.0)])
def test_a18_a_band_falls_to_nothing_at_its_outer_limits(actual, expected):
    """Within 95 to 105 it is 1, and straight down to 0 at 85 and 115."""
    goal = {"kind": "stock", "unit": "people", "direction": "band", "target": "95~105", "outer": "85~115"}
    assert one(goal, actual).attainment == expected


def test_a21_key_results_have_their_mean():
    """0.5, 0.7 and 1.0 make 0.733333."""
    goals = {key: {**RATE, "target": "100%", "method": "ratio"} for key in "abc"}
    rows = [whole("a", "0.5", "2025-12"), whole("b", "0.7", "2025-12"), whole("c", "1", "2025-12")]
    card = scored(goals, rows, objectives={"o": {"goals": ["a", "b", "c"]}})
    assert card.objectives["o"].attainment == near(0.733333)


@pytest.mark.parametrize(("actual", "expected"), [(2052, 0.8), (2268, 1.1), (1943, 0.0), (2500, 1.2)])
def test_a22_tiers_are_straight_between_their_knots(actual, expected):
    """1944, 2160 and 2376 count for 60%, 100% and 120%."""
    goal = {
        **FLOW, "target": "2160", "method": "tiers",
        "tiers": {"threshold": "1944", "stretch": "2376", "scores": ["0.6", "1", "1.2"]},
    }  # fmt: skip
    assert one(goal, actual, period=YEAR).attainment == near(expected, 12)


@pytest.mark.parametrize(("cap", "expected"), [("1.2", 1.0), ("1", 0.94)])
def test_a28_a_cap_says_how_much_over_achievement_counts(cap, expected):
    """Weights .4 .3 .2 .1 and attainments .95 1.2 .8 1.0: 1.00 with a cap of 1.2, 0.94 with 1.0."""
    given = {"a": ("0.4", "0.95"), "b": ("0.3", "1.2"), "c": ("0.2", "0.8"), "d": ("0.1", "1")}
    goals = {
        key: {**RATE, "target": "100%", "method": "ratio", "cap": cap, "weight": weight}
        for key, (weight, _) in given.items()
    }
    rows = [whole(key, value, "2025-12") for key, (_, value) in given.items()]
    card = scored(goals, rows, objectives={"o": {"goals": list(given)}})
    assert card.objectives["o"].attainment == near(expected, 12)


def test_a30_a_revised_target_is_judged_by_each_plan():
    """1800 is 0.9 of the target of 2000 and 0.833333 of the 2160 before."""
    values = [one({**FLOW, "target": target}, 1800, period=YEAR).attainment for target in ("2000", "2160")]
    assert values == [near(0.9), near(0.833333)]


def test_a31_a_restated_value_leaves_the_past_as_it_was_known():
    """900 is restated to 870: before that the attainment was 0.90, since then 0.87, and it says so."""
    plan = plan_of({"m": {**FLOW, "target": "1000"}})
    rows = [
        whole("m", 900, known_at="2026-01-05T09:00+08:00"),
        whole("m", 870, known_at="2026-02-05T09:00+08:00"),
    ]
    actuals = gt.observe(plan, rows)
    before = gt.evaluate(plan, actuals, as_of="2025-12-31", known_at="2026-01-31T00:00+08:00")["m"]
    after = gt.evaluate(plan, actuals, as_of="2025-12-31")["m"]
    assert (before.attainment, after.attainment) == (0.9, 0.87)
    assert "RESTATED" in after.reasons
    assert "RESTATED" not in before.reasons


# Pace.


def days(metric, month, count, value):
    """Rows of the first days of a month of 2025."""
    return [whole(metric, value, f"2025-{month:02}-{day:02}") for day in range(1, count + 1)]


def test_c1_day_15_of_30_is_half():
    """Days count at their end: 15 of 30 are half."""
    goal = {**FLOW, "target": "100", "period": "2025-04"}
    assert scored({"m": goal}, days("m", 4, 15, 1), "2025-04-15")["m"].expected == 50.0


@pytest.mark.parametrize(("curve", "expected"), [("workday", 0.47619), ("linear", 0.433333)])
def test_c2_working_days_are_no_calendar_days(curve, expected):
    """Until Friday the 13th of June 2025 ten of 21 weekdays are over, and 13 of 30 days."""
    goal = {**FLOW, "target": "1", "period": "2025-06", "phasing": curve}
    assert scored({"m": goal}, days("m", 6, 13, 1), "2025-06-13")["m"].expected == near(expected)


LAST_YEAR = [80, 70, 90, 90, 100, 110, 90, 90, 100, 110, 150, 120]


@pytest.mark.parametrize(
    ("curve", "due", "pace"), [("seasonal", 972.0, 1.028807), ("linear", 1071.123, 0.933599)]
)
def test_c3_c4_the_curve_decides(curve, due, pace):
    """By last year's shape 972 are due in June and 1000 is ahead; by days it is behind."""
    goal = {**FLOW, "target": "2160", "phasing": curve}
    rows = [*months("m", LAST_YEAR, 2024), *months("m", [200, 160, 160, 160, 160, 160])]
    score = scored({"m": goal}, rows, "2025-06-30")["m"]
    assert (score.value, score.expected, score.pace) == (1000.0, near(due, 3), near(pace))


@pytest.mark.parametrize(("day", "expected"), [(7, 0.15625), (14, 0.5), (21, 0.84375)])
def test_c5_an_s_curve_is_slow_fast_slow(day, expected):
    """3x² - 2x³ at a quarter, half and three quarters of February."""
    goal = {**FLOW, "target": "1", "period": "2025-02", "phasing": "scurve"}
    assert scored({"m": goal}, days("m", 2, day, 1), f"2025-02-{day:02}")["m"].expected == near(expected, 12)


@pytest.mark.parametrize(("curve", "expected"), [("geometric", 3.58915), ("linear", 3.595)])
def test_c7_growth_at_one_rate_is_due_later(curve, expected):
    """From 3.39 to 3.8, halfway: 3.58915 at one rate, 3.595 in a straight line."""
    goal = {**MAU, "period": "2025-02", "phasing": curve}
    assert one(goal, 3.6, period="2025-02-14", as_of="2025-02-14").expected == near(expected)


def test_c8_a_lower_level_is_ahead_where_less_is_better():
    """Latency of 94 halfway from 100 to 90: 95 is due, and the pace is 1.2."""
    score = one({**LATENCY, "period": "2025-02"}, 94, period="2025-02-14", as_of="2025-02-14")
    assert (score.expected, score.pace) == (95.0, near(1.2, 12))


@pytest.mark.parametrize(("spent", "expected"), [(75, 1.5), (25, 0.5)])
def test_c9_pacing_is_spent_against_time(spent, expected):
    """75% spent at half of the time is a pacing of 150%, 25% one of 50%."""
    goal = {"kind": "flow", "unit": "CNY", "direction": "up", "target": "100", "period": "2025-02"}
    rows = [*days("m", 2, 13, 0), whole("m", spent, "2025-02-14")]
    assert scored({"m": goal}, rows, "2025-02-14")["m"].pace == expected


def test_c10_the_required_rate_against_the_achieved():
    """2160 are wanted and 1000 there after six months: 193.333 a month are needed, 1.16 times as much as so far."""
    rows = months("m", [250, 150, 150, 150, 150, 150])
    score = scored({"m": {**FLOW, "target": "2160"}}, rows, "2025-06-30")["m"]
    assert (score.required_rate, score.required_uplift) == (near(193.333, 3), near(1.16, 12))


# Deviation and status.


@pytest.mark.parametrize(("basis", "expected"), [("level", -0.012517), ("increment", -0.219512)])
def test_s1_a_deviation_has_a_basis(basis, expected):
    """One fact is 1.25% short of the level and 22% short of the growth."""
    goal = {**MAU, "period": "2025-02", "basis": basis}
    score = one(goal, 3.55, period="2025-02-14", as_of="2025-02-14")
    assert (score.basis, score.deviation) == (basis, near(expected))


@pytest.mark.parametrize(
    ("actual", "status"),
    [("90.01", "on_track"), ("90", "at_risk"), ("80", "at_risk"), ("79.99", "off_track")],
)
def test_s2_limits_are_where_the_ladder_puts_them(actual, status):
    """-9.99% is no warning, -10% and -20% are one, and -20.01% is more."""
    goal = {"kind": "mean", "unit": "points", "direction": "up", "target": "100"}
    assert one(goal, actual, period="2025-06", as_of="2025-06-30").status == status


def test_s3_too_high_is_adverse_where_less_is_better():
    """Latency of 110 where 95 are due is 15.8% adverse: a warning."""
    score = one({**LATENCY, "period": "2025-02"}, 110, period="2025-02-14", as_of="2025-02-14")
    assert (score.deviation, score.status) == (near(-0.157895), "at_risk")


# The tree.


def share(weight, **more):
    """A weighted part."""
    return {"target": "100%", "weight": str(weight), **more}


@pytest.mark.parametrize(
    ("levels", "expected"), [((1, 0, 0), 0.3), ((0, 1, 0), 0.4), ((0, 0, 1), 0.3), ((1, 0.8, 0.5), 0.77)]
)
def test_t1_t2_weights_multiply_along_the_paths(levels, expected):
    """Over paths of .6 .4 and .5 .5 .25 .75 the leaves weigh .3, .4 and .3; at 1, .8 and .5 the root is .77."""
    first, second, third = levels
    goal = {
        **RATE, "target": "100%",
        "cuts": {"part": {
            "a": share("0.6", cuts={"way": {"x": share("0.5"), "y": share("0.5")}}),
            "b": share("0.4", cuts={"way": {"x": share("0.25"), "y": share("0.75")}}),
        }},
    }  # fmt: skip
    cells = {("a", "x"): first, ("a", "y"): second, ("b", "x"): second, ("b", "y"): third}
    rows = [
        {"metric": "m", "segment": f"part={one};way={two}", "period": "2025-12", "value": str(value)}
        for (one, two), value in cells.items()
    ]
    assert scored({"m": goal}, rows)["m"].value == near(expected, 12)


def test_t3_t9_a_whole_is_judged_by_its_own_numbers():
    """1500, 200 and 260 of 1500, 400 and 260: 0.907407, not the mean 0.833333; the gap is that of one part."""
    goal = {**FLOW, "target": "2160", "cuts": {"part": PARTS}}
    rows = [part("m", member, value) for member, value in (("a", 1500), ("b", 200), ("c", 260))]
    card = scored({"m": goal}, rows)
    assert card["m"].attainment == near(0.907407)
    assert card["m"].gap == -200.0
    assert [card[f"m.{member}"].gap for member in "abc"] == [0.0, -200.0, 0.0]


@pytest.mark.parametrize(
    ("row", "reached", "weights", "expected"),
    [
        ("t5", (0.85, 0.6), None, 0.725),
        ("t5", (0.27, 0.18, 0.73), None, 0.393333),
        ("t6", (1, 0, 0), None, 0.333333),
        ("t6", (1, 0, 0), ("0", "0.5", "0.5"), 0.0),
        ("t6", (-0.5, 1), None, 0.5),
    ],
)
def test_t5_t6_an_objective_is_the_mean_of_its_goals(row, reached, weights, expected):
    """Equal or stated weights; what fell behind its start counts as nothing."""
    keys = "abc"[: len(reached)]
    goals = {key: {**NPS, "baseline": "0", "target": "100"} for key in keys}
    if weights is not None:
        goals = {key: {**goals[key], "weight": weight} for key, weight in zip(keys, weights, strict=True)}
    rows = [whole(key, str(100 * value), "2025-12") for key, value in zip(keys, reached, strict=True)]
    card = scored(goals, rows, objectives={"o": {"goals": list(keys)}})
    assert card.objectives["o"].attainment == near(expected)


# Growth against history.


def growth_of(goal, before, now, period="2025", past="2024"):
    """The growth of a goal against a year before."""
    card = scored({"m": goal}, [whole("m", before, past), whole("m", now, period)])
    return next(one for one in card["m"].growth if one.of == "year")


@pytest.mark.parametrize(
    ("row", "before", "now", "rate"),
    [
        ("g1", 1200, 2160, 0.8),
        ("g2", 218, 360, 0.651376),
        ("g2", 120, 300, 1.5),
        ("g2", 220, 660, 2.0),
        ("g2", 200, 280, 0.4),
        ("g9", 1180, 2160, 0.830508),
    ],
)
def test_g1_g2_g9_growth_of_a_total_on_the_year_before(row, before, now, rate):
    """The total to date against the same stretch of the year before."""
    assert growth_of({**FLOW, "target": "2160"}, before, now).rate == near(rate)


def test_g4_growth_of_a_rate_in_points_and_relative():
    """From 35% to 38% are 3 points, and 8.5714% relative."""
    found = growth_of({**RATE, "target": "40%"}, "0.35", "0.38", "2025-12", "2024-12")
    assert (found.change, found.rate) == (near(0.03, 12), near(0.085714))


def test_g5_growth_from_below_zero_has_a_change_and_no_rate():
    """From -20 to -10 is +10, and no percentage."""
    found = growth_of({**PROFIT, "target": "5"}, -20, -10, "2025-12", "2024-12")
    assert (found.change, found.rate) == (10.0, gt.NA("NEG_BASE"))


def test_g7_growth_of_february_against_a_leap_year():
    """600 in 60 days and 605 in 59: 0.83333% as it stands."""
    rows = [*months("m", [300, 300], 2024), *months("m", [300, 305])]
    card = scored({"m": {**FLOW, "target": "3600"}}, rows, "2025-02-28")
    assert next(one for one in card["m"].growth if one.of == "year").rate == near(0.0083333, 7)


# Additions of the planning suites, and indices.


def test_planning_a3_a_level_follows_from_the_month_before():
    """subs = prev(subs) + new - 5% prev(subs), from 1000: 1070, 1116.5, 1150.675."""
    goals = {
        "subs": {
            **STOCK,
            "formula": "prev(subs) + fresh - 5% * prev(subs)",
            "baseline": "1000",
            "target": "1300",
        }
    }
    metrics = {"fresh": {"kind": "flow", "unit": "people", "direction": "up"}}
    card = scored(goals, months("fresh", [120, 100, 90]), "2025-03-31", metrics=metrics)
    assert card["subs"].trend == (near(1070.0, 9), near(1116.5, 9), near(1150.675, 9))


def test_planning_a4_actuals_at_their_own_rate_and_targets_at_the_budget_rate():
    """110 USD at 6.9 are 759 CNY, 100 USD at 7.2 are 720: 39 more."""
    goal = {**FLOW, "target": "100 USD", "period": "2025-01"}
    fx = {"USD": {"budget": "7.2", "average": {"2025-01": "6.9"}}}
    card = scored({"m": goal}, [whole("m", 110, "2025-01", unit="USD")], "2025-01-31", fx=fx)
    assert (card["m"].value, card["m"].target, card["m"].gap) == (759.0, 720.0, near(39.0, 9))


def test_planning_a7_an_average_headcount():
    """100, 110 and 120 in January to March are 110."""
    goal = {"kind": "mean", "unit": "people", "direction": "up", "target": "110", "semantics": "average"}
    assert scored({"m": goal}, months("m", [100, 110, 120]), "2025-03-31")["m"].value == near(110.0, 9)


def test_i1_the_human_development_index():
    """The United States in 2019: 0.926447 from life, schooling and income between their goalposts."""
    metrics = {
        "life": {"kind": "mean", "direction": "up"},
        "expected_years": {"kind": "mean", "direction": "up"},
        "mean_years": {"kind": "mean", "direction": "up"},
        "income": {"kind": "mean", "direction": "up"},
        "schooling": {
            "kind": "ratio",
            "direction": "up",
            "formula": "mean(expected_years / 18, mean_years / 15)",
        },
        "wealth": {
            "kind": "ratio",
            "direction": "up",
            "formula": "(log(income) - log(100)) / (log(75000) - log(100))",
        },
    }
    index = {
        "combine": "geometric",
        "parts": {
            "life": {"worst": "20", "best": "85"},
            "schooling": {"worst": "0", "best": "1"},
            "wealth": {"worst": "0", "best": "1"},
        },
    }
    given = {"life": 78.9, "expected_years": 16.3, "mean_years": 13.4, "income": 63826}
    rows = [whole(key, value, "2025-12") for key, value in given.items()]
    goals = {"hdi": {"kind": "composite", "direction": "up", "index": index, "target": "0.93"}}
    assert scored(goals, rows, metrics=metrics)["hdi"].value == near(0.926447)


@pytest.mark.parametrize(
    ("combine", "values", "expected"),
    [
        ("arithmetic", (21, 1, 1, 1), 6.0),
        ("arithmetic", (6, 6, 6, 6), 6.0),
        ("geometric", (21, 1, 1, 1), 2.140695),
        ("geometric", (6, 6, 6, 6), 6.0),
        ("min", (21, 1, 1, 1), 1.0),
    ],
)
def test_i3_a_geometric_index_forgives_a_weak_part_less(combine, values, expected):
    """21 1 1 1 and 6 6 6 6 are alike on arithmetic average, and not on the geometric one."""
    metrics = {key: {"kind": "mean", "direction": "up"} for key in "abcd"}
    index = {"combine": combine, "parts": {key: {"worst": "0", "best": "1"} for key in "abcd"}}
    rows = [whole(key, value, "2025-12") for key, value in zip("abcd", values, strict=True)]
    goals = {"m": {"kind": "composite", "direction": "up", "index": index, "target": "6"}}
    assert scored(goals, rows, metrics=metrics)["m"].value == near(expected)


def test_i3_three_parts_without_weights_have_a_third_each():
    """The mean of 1, 2 and 6 is 3, though a third has no end in decimals."""
    metrics = {key: {"kind": "mean", "direction": "up"} for key in "abc"}
    index = {"parts": {key: {"worst": "0", "best": "1"} for key in "abc"}}
    rows = [whole(key, value, "2025-12") for key, value in zip("abc", (1, 2, 6), strict=True)]
    goals = {"m": {"kind": "composite", "direction": "up", "index": index, "target": "6"}}
    assert scored(goals, rows, metrics=metrics)["m"].value == near(3.0, 12)


def test_i5_outside_its_goalposts_a_part_counts_more_than_one():
    """35 between 10 and 30 is 1.25; nothing is clipped."""
    metrics = {"a": {"kind": "mean", "direction": "up"}}
    goals = {
        "m": {
            "kind": "composite",
            "direction": "up",
            "index": {"parts": {"a": {"worst": "10", "best": "30"}}},
            "target": "1",
        }
    }
    assert scored(goals, [whole("a", 35, "2025-12")], metrics=metrics)["m"].value == 1.25
