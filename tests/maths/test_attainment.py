"""Attainment by every named method: the published rows, the edges, and the laws."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.errors import UsageError
from goaltree.maths import (
    METHODS,
    attainment,
    auto_method,
    band,
    capped,
    compared,
    decide,
    inverse_ratio,
    margin,
    okr,
    progress,
    ratio,
    signed_gap,
    threshold,
    tiers,
    two_minus,
    weighted_score,
    worst_target,
)
from goaltree.model.missing import NA

F = Fraction
exact = st.fractions(min_value=-1000, max_value=1000, max_denominator=100)
ways = st.sampled_from(["up", "down"])


def both(function, *numbers, **options):
    """The exact result, which the array of one number has to match."""
    one = function(*numbers, **options)
    lists = [[value] if not isinstance(value, (str, list)) else value for value in numbers]
    many = function(*lists, **options).at(0)
    assert many == (
        NA(one.reason) if isinstance(one, NA) else pytest.approx(float(one), rel=1e-12, abs=1e-12)
    )
    return one


def test_every_method_is_a_function():
    """Each name of a method is that of the function that computes it."""
    assert all(callable(getattr(attainment, name)) for name in METHODS)


def test_a0_one_series_by_each_semantics():
    """Scores of 38, 40, 42, 44 hit 42 at the end, miss it on average, keep it in half of the periods."""
    scores = [38, 40, 42, 44]
    assert threshold(compared(scores, "end", kind="score"), 42, "up") == 1
    assert compared(scores, "average", kind="score") == 41
    assert threshold(41, 42, "up") == 0
    kept = threshold(scores, 42, "up").values.tolist()
    assert kept == [0, 0, 1, 1] and sum(kept) / len(kept) == 0.5
    assert compared(scores, "total", kind="score") == NA("NON_ADDITIVE", "score over time")


def test_a1_progress_of_a_stock():
    """MAU from 3.39 to 3.8 at 3.6 is 0.512195 of the way, but 0.947368 of the target."""
    assert both(progress, F("3.6"), F("3.39"), F("3.8")) == F(21, 41)
    assert both(ratio, F("3.6"), F("3.8")) == F(18, 19)
    assert round(21 / 41, 6) == 0.512195 and round(18 / 19, 6) == 0.947368


def test_a2_nothing_improved():
    """At the baseline progress is 0, while the ratio gives 0.892105 for nothing."""
    assert both(progress, F("3.39"), F("3.39"), F("3.8")) == 0
    assert float(both(ratio, F("3.39"), F("3.8"))) == pytest.approx(0.892105, abs=5e-7)


def test_a3_a_flow_accumulates_from_zero():
    """GMV of 1080 of 2160 is half; last year's 1200 as its baseline would make it -0.125."""
    assert both(ratio, 1080, 2160) == F(1, 2)
    assert both(progress, 1080, 1200, 2160) == F(-1, 8)
    assert auto_method("flow", "total", "up", has_baseline=True, baseline=1200, target=2160) == "ratio"


def test_a4_bugs_go_down():
    """From 100 to 60 bugs: 80, 70 and 50 are 0.50, 0.75 and 1.25."""
    assert [both(progress, bugs, 100, 60) for bugs in (80, 70, 50)] == [F(1, 2), F(3, 4), F(5, 4)]


@pytest.mark.parametrize(
    ("latency", "expected"),
    [
        (95, ("0.5", "0.947368", "0.944444")),
        (100, ("0", "0.9", "0.888889")),
        (85, ("1.5", "1.058824", "1.055556")),
        (180, ("-8", "0.5", "0")),
        (200, ("-10", "0.45", "-0.222222")),
    ],
)
def test_a5_a6_a7_a8_latency_by_three_methods(latency, expected):
    """Latency from 100 to 90 by progress, inverse ratio and two minus, each to six digits."""
    found = (both(progress, latency, 100, 90), both(inverse_ratio, latency, 90), both(two_minus, latency, 90))
    assert [round(float(value), 6) for value in found] == [float(text) for text in expected]


def test_a5_a_plain_ratio_rewards_failure():
    """Latency of 95 against 90 would be 1.055556 of its target: a lower-better goal never gets a ratio."""
    assert round(95 / 90, 6) == round(float(ratio(95, 90)), 6) == 1.055556
    assert auto_method("quantile", "end", "down", has_baseline=False, target=90) == "signed_gap"


def test_a9_a_target_of_zero():
    """Incidents from 5 to 0 at 1: progress 0.8, an inverse ratio without information, no other ratio."""
    assert both(progress, 1, 5, 0) == F(4, 5)
    assert both(inverse_ratio, 1, 0) == 0
    for value in (both(two_minus, 1, 0), both(ratio, 1, 0), both(signed_gap, 1, 0, direction="down")):
        assert value == NA("ZERO_DENOM")
    assert auto_method("flow", "total", "down", has_baseline=True, baseline=5, target=0) == "progress"


def test_a10_an_actual_of_zero():
    """No incident of 4 allowed is 2 by two minus, and has no inverse ratio."""
    assert both(two_minus, 0, 4) == 2
    assert both(inverse_ratio, 0, 4) == NA("ZERO_DENOM")
    assert both(inverse_ratio, 4, -1) == both(inverse_ratio, -4, 1) == NA("SIGN_MISMATCH")


def test_a11_a_score_without_a_true_zero():
    """NPS of 41 between 40 and 42 is half way; a ratio of 0.97619 misleads."""
    assert both(progress, 41, 40, 42) == F(1, 2)
    assert round(float(both(ratio, 41, 42)), 5) == 0.97619
    assert auto_method("score", "end", "up", has_baseline=True, baseline=40, target=42) == "progress"


def test_a12_a_loss_that_shrinks():
    """Profit of -30 from -50 to -10: progress 0.5, signed gap -1, and no ratio of 3."""
    assert both(progress, -30, -50, -10) == F(1, 2)
    assert both(signed_gap, -30, -10, direction="up") == -1
    assert both(ratio, -30, -10) == NA("SIGN_MISMATCH")


def test_a13_a_planned_loss_that_is_a_profit():
    """+5 against a planned -10 is 2.5 by signed gap; its ratio is refused (计划为负实际为正)."""
    assert both(signed_gap, 5, -10, direction="up") == F(5, 2)
    assert both(ratio, 5, -10) == NA("SIGN_MISMATCH")


def test_a15_maintain():
    """Where target and baseline are 40, 41 has no progress, keeps the threshold and has a margin of 1."""
    assert both(progress, 41, 40, 40) == NA("DEGENERATE")
    assert auto_method("stock", "end", "up", has_baseline=True, baseline=40, target=40) == "threshold"
    assert both(threshold, 41, 40, direction="up") == 1
    assert both(margin, 41, 40, direction="up") == 1


@pytest.mark.parametrize(("direction", "baseline", "target"), [("down", 90, 100), ("up", 100, 90)])
def test_a16_a_direction_against_its_numbers(direction, baseline, target):
    """Progress that would have to go the worse way has no method."""
    found = auto_method("stock", "end", direction, has_baseline=True, baseline=baseline, target=target)
    assert isinstance(found, NA) and found.reason == "DIRECTION_CONFLICT"


def test_a17_a_threshold_and_its_equality():
    """A bounce rate of exactly 25 % keeps "at most 25 %", and does not keep "below 25 %"."""
    assert both(threshold, F("0.25"), F("0.25"), direction="down") == 1
    assert both(threshold, F("0.25"), F("0.25"), direction="down", inclusive=False) == 0


def test_a18_a_band():
    """In a band of 95 to 105 with outer limits 85 and 115: 100 is 1, 110 is 0.5, 116 is 0."""
    found = [both(band, value, 95, 105, 85, 115) for value in (100, 110, 116, 95, 105, 90, 85, 80, 115)]
    assert found == [1, F(1, 2), 0, 1, 1, F(1, 2), 0, 0, 0]


def test_a_band_without_outer_limits_is_a_cliff():
    """Just outside a band without outer limits the value is 0."""
    assert [both(band, value, 95, 105) for value in (94, 95, 105, 106)] == [0, 1, 1, 0]


def test_a_band_out_of_order_is_missing():
    """Ends that are equal, reversed, or outside their outer limits give no value."""
    for ends in [(105, 95, 85, 115), (95, 95, 85, 115), (95, 105, 96, 115), (95, 105, 85, 104)]:
        assert both(band, 100, *ends) == NA("OUT_OF_DOMAIN")


def test_a20_three_of_six_features():
    """Three of six features shipped are 0.5."""
    assert both(ratio, 3, 6) == F(1, 2) and both(okr, 3, 0, 6) == F(1, 2)


@pytest.mark.parametrize(
    ("grade", "colour"),
    [("0.39", "off_track"), ("0.4", "at_risk"), ("0.69", "at_risk"), ("0.7", "on_track"), ("1", "on_track")],
)
def test_a21_grades_of_key_results(grade, colour):
    """Grades fall into bands closed at the left; 0.5, 0.7 and 1.0 have a mean of 0.733333, green."""

    def seen(value):
        return decide([("off_track", value < F("0.4")), ("at_risk", value < F("0.7"))], otherwise="on_track")

    assert seen(F(grade)) == colour
    mean = weighted_score([F("0.5"), F("0.7"), 1], [1, 1, 1]).value
    assert mean == F(11, 15) and round(float(mean), 6) == 0.733333 and seen(mean) == "on_track"


def test_a22_threshold_target_and_stretch():
    """Tiers of 1944, 2160 and 2376 at 60, 100 and 120: a cliff below, level above, straight between."""
    knots = [(1944, 60), (2160, 100), (2376, 120)]
    found = [both(lambda a: tiers(a, knots), value) for value in (2052, 2268, 1943, 2500, 1944, 2376)]
    assert found == [80, 110, 0, 120, 60, 120]


def test_tiers_go_down_too():
    """Where less is better the values of the knots fall."""
    knots = [(100, 0), (90, 1), (80, F(3, 2))]
    assert [both(lambda a: tiers(a, knots), value) for value in (101, 95, 90, 85, 70)] == [
        0,
        F(1, 2),
        1,
        F(5, 4),
        F(3, 2),
    ]


@pytest.mark.parametrize(
    "knots", [[], [(1, 0), (1, 1)], [(1, 0), (3, 1), (2, 2)], [(1, 1), (2, 0)], [(1, NA("NO_TARGET"))]]
)
def test_b15_knots_out_of_order_are_refused(knots):
    """Knots that turn back, stand still, fall in score or miss a number are a program's mistake."""
    with pytest.raises(UsageError):
        tiers(1, knots)


def test_a24_a_payout():
    """With 50 % at 80 % of the target and 100 % at the target, 95 % pays 0.875."""
    assert both(lambda a: tiers(a, [(F("0.8"), F("0.5")), (1, 1)]), F("0.95")) == F(7, 8)


def test_a26_a_score_card_with_bands():
    """Red to yellow at 60 and yellow to green at 80: 70, 60 and 85 score 5, 3.33333 and 7.5."""
    knots = [(40, 0), (60, F(10, 3)), (80, F(20, 3)), (100, 10)]
    assert [tiers(value, knots) for value in (70, 60, 85)] == [5, F(10, 3), F(15, 2)]


def test_a27_worst_and_best():
    """86 between a worst of 65 and a best of 100, times a weight of 40, is 24."""
    assert both(worst_target, 86, 65, 100) * 40 == 24
    assert both(worst_target, 86, 65, 65) == NA("DEGENERATE")


def test_a28_a_weighted_score_and_its_cap():
    """加权得分 of .95, 1.2, .8, 1.0 is 1.00 with a cap of 1.2, and 0.94 with a cap of 1."""
    values, weights = [F("0.95"), F("1.2"), F("0.8"), 1], [F(4, 10), F(3, 10), F(2, 10), F(1, 10)]
    assert weighted_score(values, weights, cap=F("1.2")).value == 1
    assert weighted_score(values, weights).value == F("0.94")


def test_a30_a_target_that_was_revised():
    """1800 is 0.9 of the current target of 2000 and 0.833333 of the original 2160."""
    assert both(ratio, 1800, 2000) == F(9, 10) and both(ratio, 1800, 2160) == F(5, 6)


def test_a31_an_actual_that_was_restated():
    """900 of 1000 is 0.90 as first known, and 0.87 once restated to 870."""
    assert (both(ratio, 900, 1000), both(ratio, 870, 1000)) == (F(9, 10), F(87, 100))


@pytest.mark.parametrize(
    ("kind", "semantics", "direction", "baseline", "target", "method"),
    [
        ("flow", "total", "up", None, 10, "ratio"),
        ("flow", "total", "down", 12, 10, "signed_gap"),
        ("flow", "total", "up", -5, -2, "progress"),
        ("flow", "total", "up", None, -2, "signed_gap"),
        ("flow", "total", "up", None, 0, "threshold"),
        ("stock", "end", "up", 1, 2, "progress"),
        ("stock", "end", "up", None, 2, "ratio"),
        ("stock", "end", "down", None, 2, "signed_gap"),
        ("stock", "end", "down", None, 0, "threshold"),
        ("ratio", "every", "up", 1, 2, "threshold"),
        ("ratio", "average", "up", F(1, 3), F(1, 2), "progress"),
        ("index", "end", "band", 1, 2, "band"),
        ("milestone", "end", "up", 0, 1, "ratio"),
    ],
)
def test_auto_takes_the_method_that_fits(kind, semantics, direction, baseline, target, method):
    """Each kind, direction and target has its default method."""
    given_ = {} if baseline is None else {"baseline": baseline}
    found = auto_method(
        kind, semantics, direction, has_baseline=baseline is not None, target=target, **given_
    )
    assert found == method


def test_t_0_never_takes_a_ratio():
    """Whatever the kind, a target of zero has a method that divides by no target."""
    for kind in ("flow", "stock", "ratio", "score", "milestone", None):
        for direction in ("up", "down"):
            for baseline in (None, -5, 0, 5):
                known = {} if baseline is None else {"baseline": baseline}
                found = auto_method(
                    kind, "end", direction, has_baseline=baseline is not None, target=0, **known
                )
                assert isinstance(found, NA) or found in {"progress", "threshold"}


@pytest.mark.parametrize("function", [progress, worst_target, okr])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_missing_in_missing_out(function, place):
    """The first missing argument is the result, with its detail."""
    numbers = [1, 2, 3]
    numbers[place] = NA("STALE", "gmv")
    assert function(*numbers) == NA("STALE", "gmv")


def test_the_first_missing_argument_decides():
    """Two missing arguments give the reason of the first, before any refusal."""
    assert ratio(NA("STALE"), NA("NO_TARGET")) == NA("STALE")
    assert progress([NA("STALE")], 1, 1).at(0) == NA("STALE")
    assert signed_gap(1, NA("NO_TARGET"), "up") == NA("NO_TARGET")


def test_directions_may_differ_goal_by_goal():
    """An array of goals may have an array of directions, in words or signs."""
    actual, target = np.array([[110.0], [110.0]]), 100
    for ways_ in (np.array([["up"], ["down"]]), np.array([[1], [-1]])):
        assert signed_gap(actual, target, ways_).values[:, 0] == pytest.approx([1.1, 0.9])
        assert threshold(actual, target, ways_).values[:, 0].tolist() == [1, 0]


@pytest.mark.parametrize(
    "direction", ["band", "UP", np.array([0]), np.array(["up", "sideways"]), np.array([True])]
)
def test_a_direction_is_up_or_down(direction):
    """Anything else is a program's mistake."""
    with pytest.raises(UsageError):
        threshold(np.array([1.0]), 1, direction)


def test_19_a_floor_above_its_cap_is_refused():
    """Limits in the wrong order are a program's mistake."""
    with pytest.raises(UsageError):
        capped(1, floor=2, cap=1)


@given(value=exact, ends=st.tuples(exact, exact))
def test_19_capping_twice_is_capping_once(value, ends):
    """A capped value is within its limits, and capping it again changes nothing."""
    floor, cap = sorted(ends)
    once = both(lambda v: capped(v, floor, cap), value)
    assert floor <= once <= cap and capped(once, floor, cap) == once
    assert once == value or once in (floor, cap)


@given(a1=exact, a2=exact, b=exact, t=exact, way=ways)
def test_13_attainment_rises_with_the_better_actual(a1, a2, b, t, way):
    """A better actual is never attained less, whatever the method."""
    worse, better = (min(a1, a2), max(a1, a2)) if way == "up" else (max(a1, a2), min(a1, a2))
    pairs = [
        (threshold(worse, t, way), threshold(better, t, way)),
        (margin(worse, t, way), margin(better, t, way)),
    ]
    if t != 0:
        pairs.append((signed_gap(worse, t, way), signed_gap(better, t, way)))
    if t != b and (t > b) == (way == "up"):
        pairs.extend((f(worse, b, t), f(better, b, t)) for f in (progress, worst_target, okr))
    if way == "up" and t > 0:
        pairs.append((ratio(worse, t), ratio(better, t)))
    if way == "down" and t > 0:
        pairs.append((two_minus(worse, t), two_minus(better, t)))
        if better > 0:
            pairs.append((inverse_ratio(worse, t), inverse_ratio(better, t)))
    assert all(low <= high for low, high in pairs)


@given(a=exact, t=exact)
def test_signed_gap_is_ratio_up_and_two_minus_down(a, t):
    """The methods agree where their domains meet, and with progress from zero."""
    if t > 0:
        assert signed_gap(a, t, "up") == ratio(a, t) == progress(a, 0, t)
        assert signed_gap(a, t, "down") == two_minus(a, t)


@given(value=exact, knots=st.lists(st.tuples(exact, exact), min_size=1, max_size=4))
def test_tiers_meet_their_knots(value, knots):
    """A broken line goes through its knots and lies between their scores elsewhere."""
    values = sorted({one for one, _ in knots})
    scores = sorted(abs(score) for _, score in knots)[: len(values)]
    line = list(zip(values, scores, strict=True))
    assert all(tiers(v, line) == s for v, s in line)
    found = both(lambda a: tiers(a, line), value)
    assert found == 0 if value < values[0] else scores[0] <= found <= scores[-1]


def test_n06_a_target_missed_by_a_hair_of_rounding_is_kept():
    """0.426 x 0.4 + 0.486 x 0.6 is 46.2% exactly and a hair less in floats: in arrays it keeps 46.2%, either way."""
    computed = np.array([0.426 * 0.4 + 0.486 * 0.6, 0.46199, 0.46201])
    assert computed[0] < 0.462
    assert threshold(computed, 0.462, "up").values.tolist() == [1, 0, 1]
    assert threshold(-computed, -0.462, "down").values.tolist() == [1, 0, 1]
    assert threshold(computed, 0.462, "up", inclusive=False).values.tolist() == [0, 0, 1]
    assert threshold(np.array([0.0, -1e-300]), 0.0, "up").values.tolist() == [1, 0]
