"""Curves: start at 0, end at 1, never fall, and share totals exactly."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.errors import UsageError
from goaltree.maths import (
    Refusal,
    dated,
    elapsed,
    geometric,
    geometric_value,
    parts,
    pattern,
    seasonal,
    share,
    smoothstep,
    weighted,
    workday,
    workdays,
)
from goaltree.model.calendar import Calendar
from goaltree.model.missing import NA
from goaltree.model.period import span

F = Fraction
YEAR = span(date(2025, 1, 1), date(2025, 12, 31))
MONTHS = Calendar().split(YEAR, "month")
LAST_YEAR = [80, 70, 90, 90, 100, 110, 90, 90, 100, 110, 150, 120]
JUNE = span(date(2025, 6, 1), date(2025, 6, 30))


def test_c1_how_days_count():
    """15 April of 30 days is 0.5 at its end, and 14/29 where the first day counts 0 and the last 1."""
    april = span(date(2025, 4, 1), date(2025, 4, 30))
    assert elapsed(april, date(2025, 4, 15)) == F(1, 2)
    found = elapsed(april, date(2025, 4, 15), convention="first_to_last")
    assert found == F(14, 29) and round(float(found), 6) == 0.482759
    assert elapsed(april, april.first, convention="first_to_last") == 0
    one = span(date(2025, 4, 1), date(2025, 4, 1))
    assert elapsed(one, one.first, convention="first_to_last") == elapsed(one, one.first) == 1


def test_c2_weekdays():
    """Friday 13 June 2025 is 10 of 21 weekdays, and 13 of 30 days."""
    curve = workday(None, JUNE)
    assert share(curve, JUNE, date(2025, 6, 13)) == F(10, 21) and round(10 / 21, 5) == 0.47619
    assert share("linear", JUNE, date(2025, 6, 13)) == F(13, 30)
    assert share(curve, JUNE, date(2025, 6, 15)) == F(10, 21)


def test_c3_last_years_shape():
    """Half a year that brought 540 of 1200 is planned to bring 0.45."""
    curve = seasonal([LAST_YEAR], MONTHS)
    assert share(curve, YEAR, date(2025, 6, 30)) == F(9, 20)
    assert share(curve, YEAR, date(2025, 1, 31)) == F(80, 1200)
    assert share(curve, YEAR, date(2025, 1, 10)) == F(80, 1200) * F(10, 31)


def test_several_years_are_smoothed():
    """Each year counts by its shares, whatever its size."""
    quarters = Calendar().split(YEAR, "quarter")
    curve = seasonal([[1, 1, 1, 1], [200, 100, 100, 0]], quarters)
    assert share(curve, YEAR, date(2025, 3, 31)) == (F(1, 4) + F(1, 2)) / 2


def test_c5_smoothstep():
    """A quarter, half and three quarters of the time are 0.15625, 0.5 and 0.84375."""
    assert [smoothstep(F(n, 4)) for n in (0, 1, 2, 3, 4)] == [0, F(5, 32), F(1, 2), F(27, 32), 1]
    assert smoothstep([0.25]).at(0) == 0.15625 and smoothstep(2) == NA("OUT_OF_DOMAIN")


def test_c7_a_stock_that_grows_at_one_rate():
    """MAU from 3.39 to 3.8 is 3.58915 at half time, where a straight line has 3.595."""
    assert round(geometric_value(3.39, 3.8, 0.5), 5) == 3.58915
    assert geometric_value([3.39, 3.39], 3.8, [0.5, 1]).at(1) == 3.8
    curve = geometric(F("3.39"), F("3.8"))
    half = span(date(2025, 1, 1), date(2025, 1, 2))
    value = F("3.39") + F("0.41") * share(curve, half, date(2025, 1, 1))
    assert float(value) == pytest.approx((3.39 * 3.8) ** 0.5, rel=1e-15)


def test_geometric_outside_its_domain():
    """Growth at one rate needs values above zero that differ."""
    assert geometric(0, 1) == geometric(1, -1) == NA("SIGN_MISMATCH")
    assert geometric(2, 2) == NA("DEGENERATE")
    assert geometric(NA("NO_BASELINE"), 2) == NA("NO_BASELINE") and geometric(2, NA("STALE")) == NA("STALE")
    assert geometric_value(-1.0, 1.0, 0.5) == NA("SIGN_MISMATCH")


def test_a7_a_quarter_by_445():
    """1300 by 4-4-5 is 400, 400 and 500; with a 53rd week the last month has six."""
    months = MONTHS[:3]
    curve = pattern("4-4-5", months)
    assert list(parts(1300, curve, months).shares.values()) == [400, 400, 500]
    longer = pattern("4-4-5", months, has_extra_week=True)
    assert list(parts(1400, longer, months).shares.values()) == [400, 400, 600]
    assert list(parts(1300, pattern("5-4-4", months), months).shares.values()) == [500, 400, 400]


def test_dated_targets():
    """A stock from 100 to 120 that is to be 115 by June has gone three quarters of its way by then."""
    curve = dated({date(2025, 6, 30): 115}, 100, 120)
    assert share(curve, YEAR, date(2025, 6, 30)) == F(3, 4)
    assert share(curve, YEAR, date(2025, 1, 1)) == F(3, 4) / 181
    assert share(curve, YEAR, date(2025, 7, 1)) == F(3, 4) + F(1, 4) / 184


def test_dated_targets_that_go_back_are_missing():
    """Targets outside baseline and target or out of order, equal ends and missing values give no curve."""
    day, later = date(2025, 3, 31), date(2025, 6, 30)
    assert dated({day: 115, later: 110}, 100, 120) == NA("OUT_OF_DOMAIN", "dated targets that go back")
    assert dated({day: 125}, 100, 120) == NA("OUT_OF_DOMAIN", "dated targets that go back")
    assert dated({day: 100}, 100, 100) == NA("DEGENERATE")
    assert dated({day: NA("NO_TARGET")}, 100, 120) == NA("NO_TARGET")
    assert dated({day: 110}, NA("NO_BASELINE"), 120) == NA("NO_BASELINE")
    assert share(dated({day: 95}, 100, 90), YEAR, day) == F(1, 2)


def test_weights_that_make_no_curve():
    """Weights below zero, all zero or missing give no curve; a wrong number of them is a mistake."""
    two = MONTHS[:2]
    assert weighted([1, -1], two) == NA("OUT_OF_DOMAIN", "a weight below zero")
    assert weighted([0, 0], two) == NA("ZERO_DENOM", "weights")
    assert seasonal([[1, 1], [1, NA("STALE")]], two) == NA("STALE")
    for wrong in (
        lambda: weighted([1], two),
        lambda: weighted([1, 1], [MONTHS[0], MONTHS[2]]),
        lambda: seasonal([], two),
        lambda: pattern("4-4-4", two),
        lambda: share("steep", YEAR, YEAR.first),
        lambda: parts(1, "linear", [MONTHS[0], MONTHS[2]]),
        lambda: elapsed(YEAR, YEAR.first, convention="middle"),
    ):
        with pytest.raises(UsageError):
            wrong()


def test_working_days_of_china_count_make_up_days():
    """Around the Spring Festival of 2025, 26 January and 8 February are worked, 28 January to 4 February are off.

    As the State Council announced: Monday to Friday 20 to 24 January, Sunday 26, Monday 27, Wednesday 5 to
    Friday 7 February, Saturday 8: 11 days.
    """
    assert workdays(date(2025, 1, 20), date(2025, 2, 9), country="CN") == 11
    assert workdays(date(2025, 1, 26), date(2025, 1, 26), country="CN") == 1
    assert workdays(date(2025, 1, 28), date(2025, 2, 4), country="CN") == 0
    assert workdays(date(2025, 1, 20), date(2025, 2, 9)) == 15


def test_b27_a_year_without_holidays_is_not_guessed():
    """A year whose days off are not decreed yet is missing, and says which."""
    far = span(date(2090, 1, 1), date(2090, 12, 31))
    found = workdays(far.first, far.last, country="CN")
    assert found == NA("OUT_OF_DOMAIN", "no holidays of CN for 2090") == workday("CN", far)
    assert workdays(date(2300, 1, 1), date(2300, 1, 2), country="DE").reason == "OUT_OF_DOMAIN"
    assert workdays(date(2090, 1, 1), date(2090, 1, 31)) == 22


def test_b27_without_the_library_it_says_so(monkeypatch):
    """Holidays of a country need the library; plain weekdays do not."""
    monkeypatch.setitem(sys.modules, "holidays", None)
    found = workdays(date(2019, 5, 1), date(2019, 5, 31), country="FR")
    assert found == NA("OUT_OF_DOMAIN", "holidays of a country need the extra `calendar`")
    assert workdays(date(2019, 5, 1), date(2019, 5, 31)) == 23


def test_a_country_that_is_none_is_refused():
    """A code of no country is a program's mistake, and a reversed span has no days."""
    with pytest.raises(UsageError, match="XX"):
        workdays(date(2025, 1, 1), date(2025, 1, 2), country="XX")
    assert workdays(date(2025, 1, 2), date(2025, 1, 1)) == 0


def test_a_period_without_working_days_has_no_curve():
    """A weekend has nothing to share."""
    assert workday(None, span(date(2025, 6, 14), date(2025, 6, 15))) == NA("ZERO_DENOM", "weights")


@given(first=st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)), length=st.integers(0, 400))
def test_weekdays_are_counted_as_days_one_by_one(first, length):
    """The number of weekdays is that of the days that are none of a weekend."""
    days = [first + timedelta(days=n) for n in range(length + 1)]
    assert workdays(first, days[-1]) == sum(day.weekday() < 5 for day in days)


spans = st.builds(
    lambda first, days: span(first, first + timedelta(days=days)),
    st.dates(min_value=date(2020, 1, 1), max_value=date(2026, 1, 1)),
    st.integers(6, 500),
)


@st.composite
def curves(draw):
    """A curve of any kind, with its period."""
    period = draw(spans)
    months = Calendar().split(period, "month")
    kind = draw(
        st.sampled_from(
            ["linear", "scurve", "weighted", "seasonal", "pattern", "dated", "geometric", "workday"]
        )
    )
    weights = st.lists(st.integers(0, 9), min_size=len(months), max_size=len(months)).filter(any)
    match kind:
        case "weighted":
            return weighted(draw(weights), months), period
        case "seasonal":
            return seasonal(draw(st.lists(weights, min_size=1, max_size=3)), months), period
        case "pattern":
            return pattern("4-4-5", months, has_extra_week=draw(st.booleans())), period
        case "dated":
            values = sorted(draw(st.lists(st.integers(10, 20), min_size=len(months), max_size=len(months))))
            return dated({m.last: v for m, v in zip(months, values, strict=True)}, 10, 20), period
        case "geometric":
            return geometric(draw(st.integers(1, 50)), draw(st.integers(51, 99))), period
        case "workday":
            return workday(None, period), period
        case _:
            return kind, period


@given(made=curves())
def test_21_22_a_curve_starts_at_0_ends_at_1_and_never_falls(made):
    """Whatever the curve: 0 before the period, 1 on its last day, and no day takes back."""
    curve, period = made
    days = [period.first + timedelta(days=n) for n in range(-1, period.days + 1)]
    shares = [share(curve, period, day) for day in days]
    assert shares[0] == 0 and shares[-2] == shares[-1] == 1
    assert all(isinstance(one, Fraction) for one in shares) and shares == sorted(shares)


@given(made=curves(), total=st.integers(-10_000, 10_000), kind=st.sampled_from(["month", "week", "quarter"]))
def test_23_parts_sum_to_their_total(made, total, kind):
    """Parts by any curve over any periods sum to the total exactly, rounded or not."""
    curve, period = made
    periods = Calendar().split(period, kind)
    for quantum in (None, 1):
        found = parts(total, curve, periods, quantum=quantum)
        assert not isinstance(found, (NA, Refusal)) and sum(found.shares.values()) == total
    assert all(one.denominator == 1 for one in found.shares.values())


@given(made=curves(), total=st.integers(-10_000, 10_000))
def test_24_refining_to_days_and_summing_back_is_identity(made, total):
    """The days of each month together have what the month has."""
    curve, period = made
    months, days = (Calendar().split(period, kind) for kind in ("month", "day"))
    by_month, by_day = parts(total, curve, months).shares, parts(total, curve, days).shares
    for month in months:
        assert sum(by_day[day.label] for day in days if month.covers(day)) == by_month[month.label]


@given(made=curves(), data=st.data())
def test_26_moving_time_moves_the_curve(made, data):
    """A linear, s-shaped or dated share depends on days passed, not on where the year begins."""
    _, period = made
    shift = timedelta(days=data.draw(st.integers(-1000, 1000)))
    moved = span(period.first + shift, period.last + shift)
    day = period.first + timedelta(days=data.draw(st.integers(0, period.days - 1)))
    for name in ("linear", "scurve"):
        assert share(name, period, day) == share(name, moved, day + shift)
    middle = period.first + timedelta(days=period.days // 2)
    assert share(dated({middle: 3}, 0, 4), period, day) == share(
        dated({middle + shift: 3}, 0, 4), moved, day + shift
    )


def test_26_a_leap_day_counts_once():
    """The share of 2024 grows by 1/366 on 29 February."""
    leap = span(date(2024, 1, 1), date(2024, 12, 31))
    before, on = (share("linear", leap, date(2024, 2, day)) for day in (28, 29))
    assert on - before == F(1, 366)
