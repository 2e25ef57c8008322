"""Completion: where goals end if they go on as they have gone, by the published rows and by laws."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.maths import (
    column,
    expected,
    remaining_plan,
    rest_grown,
    run_rate,
    seasonal,
    seasonal_total,
    share,
    trend,
)
from goaltree.model.calendar import Calendar
from goaltree.model.missing import NA
from goaltree.model.period import span

F = Fraction
YEAR = span(date(2025, 1, 1), date(2025, 12, 31))
LAST_YEAR = [80, 70, 90, 90, 100, 110, 90, 90, 100, 110, 150, 120]
JUNE = date(2025, 6, 30)
exact = st.fractions(min_value=-1000, max_value=1000, max_denominator=100)
above = st.fractions(min_value=F(1, 100), max_value=1000, max_denominator=100)
usable = st.fractions(min_value=F(1, 20), max_value=1, max_denominator=400)


def season() -> Fraction:
    """What the first half of C3's year brought: 540 of 1200."""
    found = share(seasonal([LAST_YEAR], Calendar().split(YEAR, "month")), YEAR, JUNE)
    assert found == F(45, 100)
    return found


def test_f1_point_forecasts_of_a_total():
    """1000 at month 6 of C3: 2000 by the run rate, 2222.2222 by the season, 2188 if the rest goes as planned."""
    assert run_rate(1000, F(1, 2)) == 2000
    assert round(float(seasonal_total(1000, season())), 4) == 2222.2222
    assert remaining_plan(1000, 2160, expected(0, 2160, season(), semantics="total")) == 2188


def test_f2_the_season_is_last_years_rest_times_the_growth_so_far():
    """1000 against 540 is a growth by 1.851852; of the remaining 660 that makes 1222.2222."""
    assert round(1000 / 540, 6) == 1.851852
    found = rest_grown(1000, sum(LAST_YEAR[:6]), sum(LAST_YEAR[6:]))
    assert found == 1000 + F(1000, 540) * 660 and round(float(found), 4) == 2222.2222
    assert found == seasonal_total(1000, season())


@given(exact, above, above)
def test_a_season_of_one_year_is_the_rest_grown(actual, before, rest):
    """The two readings of one year's season are one number."""
    part = before / (before + rest)
    if part * 20 >= 1:
        assert seasonal_total(actual, part) == rest_grown(actual, before, rest)


@given(exact, exact, usable)
def test_at_the_end_every_forecast_is_the_value(actual, baseline, time):
    """Once all of the time is over, and all that is due has come, nothing is left to be expected."""
    assert run_rate(actual, 1) == trend(actual, baseline, 1) == actual
    assert remaining_plan(actual, 5, 5) == actual
    assert run_rate(actual * time, time) == actual
    assert trend(baseline + (actual - baseline) * time, baseline, time) == actual


@given(exact, usable)
def test_a_total_is_a_trend_from_nothing(actual, time):
    """The run rate is the trend of what begins at zero."""
    assert run_rate(actual, time) == trend(actual, 0, time)


@given(exact, exact, usable)
def test_who_is_on_plan_ends_at_the_target(baseline, target, time):
    """What has gone exactly the planned way is expected to end at the target, by every method alike."""
    total = expected(0, target, time, semantics="total")
    level = expected(baseline, target, time, semantics="end")
    assert (
        run_rate(total, time) == seasonal_total(total, time) == remaining_plan(total, target, total) == target
    )
    assert trend(level, baseline, time) == target


@pytest.mark.parametrize("forecast", [run_rate, seasonal_total, lambda a, x: trend(a, 0, x)])
def test_what_is_too_early_or_no_share_has_no_forecast(forecast):
    """Below a twentieth a day's chance decides; a share outside 0 to 1 is none; neither is ever infinite."""
    assert forecast(1, F(49, 1000)) == forecast(1, 0) == NA("PARTIAL")
    assert forecast(1, F(1, 20)) == 20
    assert forecast(1, -1) == forecast(1, F(11, 10)) == NA("OUT_OF_DOMAIN")
    assert forecast(NA("STALE"), F(1, 2)) == NA("STALE")


def test_what_is_missing_keeps_its_reason():
    """Each argument that is not known says why there is no forecast."""
    assert remaining_plan(1, NA("NO_TARGET"), 1) == NA("NO_TARGET")
    assert trend(1, NA("NO_BASELINE"), F(1, 2)) == NA("NO_BASELINE")
    assert rest_grown(1, NA("NO_BASELINE"), 1) == NA("NO_BASELINE")
    assert rest_grown(1, 0, 1) == rest_grown(1, -2, 1) == NA("NEG_BASE")


@given(st.lists(st.tuples(exact, exact, usable), min_size=1, max_size=5))
def test_arrays_say_what_single_numbers_say(rows):
    """A column of goals has the forecasts of each goal."""
    actual, baseline, time = (column([float(row[i]) for row in rows]) for i in range(3))
    one = run_rate(actual, time)
    two = trend(actual, baseline, time)
    three = remaining_plan(actual, baseline, time)
    for at, (a, b, x) in enumerate(rows):
        assert one.at(at) == pytest.approx(float(run_rate(a, x)), abs=1e-9)
        assert two.at(at) == pytest.approx(float(trend(a, b, x)), abs=1e-6)
        assert three.at(at) == pytest.approx(float(a + b - x), abs=1e-9)
