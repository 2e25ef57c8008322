"""Pace: what is due by now and how the actual stands, by the published rows and by laws."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.errors import UsageError
from goaltree.maths import (
    expected,
    gap,
    level,
    pace,
    ratio,
    required_rate,
    required_uplift,
    seasonal,
    share,
    time_gap,
)
from goaltree.maths.pace import SEMANTICS, start
from goaltree.model.calendar import Calendar
from goaltree.model.missing import NA
from goaltree.model.period import span

F = Fraction
YEAR = span(date(2025, 1, 1), date(2025, 12, 31))
LAST_YEAR = [80, 70, 90, 90, 100, 110, 90, 90, 100, 110, 150, 120]
exact = st.fractions(min_value=-1000, max_value=1000, max_denominator=100)
shares = st.fractions(min_value=0, max_value=1, max_denominator=400)


def half_year():
    """The seasonal share of the first half."""
    return share(seasonal([LAST_YEAR], Calendar().split(YEAR, "month")), YEAR, date(2025, 6, 30))


def test_c3_planned_value_of_a_flow():
    """After a half that brings 0.45, 972 of 2160 are due; a straight line asks for 1080."""
    assert expected(0, 2160, half_year(), semantics="total") == 972
    assert expected(0, 2160, F(1, 2), semantics="total") == 1080


def test_c4_the_curve_decides_the_colour():
    """1000 is 1.028807 of the seasonal plan and 0.925926 of the straight one."""
    found = [pace(1000, 0, 2160, w, semantics="total") for w in (half_year(), F(1, 2))]
    assert [round(float(one), 6) for one in found] == [1.028807, 0.925926]


def test_c7_a_straight_line_of_a_stock():
    """MAU from 3.39 to 3.8 is due at 3.595 at half time."""
    assert expected(F("3.39"), F("3.8"), F(1, 2), semantics="end") == F("3.595")


def test_c8_latency_ahead_of_plan():
    """Latency from 100 to 90 is due at 95 at half time; at 94 the index is 0.6 / 0.5."""
    assert expected(100, 90, F(1, 2), semantics="end") == 95
    assert pace(94, 100, 90, F(1, 2), semantics="end") == F(6, 5)


def test_c9_a_budget_spent_too_fast_and_too_slowly():
    """75 % spent at half time is a pace of 150 %, 25 % one of 50 %."""
    found = [pace(spent, 0, 100, F(1, 2), semantics="total") for spent in (75, 25)]
    assert found == [F(3, 2), F(1, 2)]


def test_c10_what_is_required():
    """1000 of 2160 after six months asks for 193.333 a month, 1.16 times the 166.667 achieved."""
    assert required_rate(1000, 2160, 6) == F(580, 3) and round(580 / 3, 3) == 193.333
    assert round(1000 / 6, 3) == 166.667
    assert required_uplift(1000, 2160, 6, 6) == F("1.16")


def test_completion_less_time():
    """45 % completed in half of the time is 5 points behind (进度差)."""
    assert time_gap(972, 2160, F(1, 2)) == F(-1, 20)
    assert time_gap(972, 0, F(1, 2)) == NA("ZERO_DENOM") and time_gap(1, -1, 0) == NA("SIGN_MISMATCH")


def test_levels_are_due_at_any_time():
    """The target of an average or of every period is due in full from the first day."""
    for semantics in ("average", "every"):
        assert expected(NA("NO_BASELINE"), 40, 0, semantics=semantics) == 40
        assert pace(38, NA("NO_BASELINE"), 40, 0, semantics=semantics) == F(38, 40)


def test_a_total_needs_no_baseline():
    """What is not looked at may be missing."""
    assert expected(NA("NO_BASELINE"), 100, F(1, 2), semantics="total") == 50
    assert expected(NA("NO_BASELINE"), 100, F(1, 2), semantics="end") == NA("NO_BASELINE")
    assert pace(1, NA("STALE"), 4, F(1, 2), semantics="total") == F(1, 2)


def test_too_early_for_an_index():
    """Below a planned share of 0.05 there is no index but a gap; at it there is one."""
    for semantics in ("total", "end"):
        assert pace(3, 0, 100, F(49, 1000), semantics=semantics) == NA("PARTIAL")
        assert pace(3, 0, 100, F(1, 20), semantics=semantics) == F(3, 5)
        assert pace([3.0], 0, 100, 0.05, semantics=semantics).at(0) == pytest.approx(0.6)
        assert pace([3.0], 0, 100, 0.049, semantics=semantics).at(0) == NA("PARTIAL")
    assert gap(3, 1) == 2


def test_an_index_outside_its_domain():
    """Nothing planned, a plan below zero, or a baseline that is the target has no index."""
    assert pace(1, 0, 0, 1, semantics="total") == NA("ZERO_DENOM")
    assert pace(1, 0, -5, 1, semantics="total") == NA("SIGN_MISMATCH")
    assert pace(1, 5, 5, 1, semantics="end") == NA("DEGENERATE")
    assert required_rate(1, 2, 0) == NA("ZERO_DENOM") and required_rate(1, 2, -1) == NA("OUT_OF_DOMAIN")
    assert required_uplift(0, 2, 1, 1) == NA("ZERO_DENOM")
    assert required_uplift(-1, 2, 1, 1) == NA("OUT_OF_DOMAIN")
    with pytest.raises(UsageError, match="total, end, average, every"):
        expected(0, 1, 1, semantics="period_total")


def test_one_formula_serves_goals_of_all_semantics():
    """An array of starts makes one line of goals that differ in what their target means."""
    starts = [start(one, 10, 20) for one in SEMANTICS]
    assert starts == [0, 10, 20, 20]
    found = expected(starts, [20] * 4, 0.5, semantics="end").values.tolist()
    assert found == [float(expected(10, 20, F(1, 2), semantics=one)) for one in SEMANTICS]


@given(b=exact, t=exact, semantics=st.sampled_from(SEMANTICS))
def test_21_25_the_plan_ends_at_the_target(b, t, semantics):
    """Whatever the semantics, the whole share gives the target, and none the start."""
    assert expected(b, t, 1, semantics=semantics) == t
    assert expected(b, t, 0, semantics=semantics) == start(semantics, b, t)


@given(b=exact, t=exact, w=shares, semantics=st.sampled_from(SEMANTICS))
def test_25_on_plan_the_index_is_1_and_the_gap_0(b, t, w, semantics):
    """An actual that is exactly the expected value is on pace, where there is an index."""
    due = expected(b, t, w, semantics=semantics)
    index = pace(due, b, t, w, semantics=semantics)
    assert gap(due, due) == 0
    assert isinstance(index, NA) or index == 1
    if w >= F(1, 20) and (b != t if semantics == "end" else due > 0):
        assert index == 1


@given(a=exact, t=exact.filter(lambda x: x > 0), w=shares.filter(lambda x: x >= F(1, 20)))
def test_the_indices_of_a_total_tell_one_story(a, t, w):
    """Pace, time gap and level deviation of a total all turn at the expected value."""
    index, behind = pace(a, 0, t, w, semantics="total"), time_gap(a, t, w)
    assert index == ratio(a, t) / w == 1 + level(a, t * w, "up")
    assert (index >= 1) == (behind >= 0) == (gap(a, t * w) >= 0)


@given(a=exact.filter(lambda x: x > 0), t=exact, r=shares.filter(bool))
def test_the_required_rate_reaches_the_target(a, t, r):
    """What is required, kept up for the remaining time, brings the target."""
    assert a + required_rate(a, t, r) * r == t
    assert required_uplift(a, t, F(2), r) * a / 2 == required_rate(a, t, r)
