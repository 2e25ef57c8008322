"""Earned value: the published rows, its identities, and the earned schedule as the inverse of the plan."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.errors import UsageError
from goaltree.maths import (
    cost_variance,
    cpi,
    default_estimate,
    eac,
    earned_schedule,
    earned_share,
    earned_time,
    earned_value,
    etc,
    forecast_duration,
    planned_value,
    schedule_variance,
    spi,
    spi_time,
    sv_time,
    tcpi,
    vac,
)
from goaltree.model.missing import NA

F = Fraction
amounts = st.fractions(min_value=0, max_value=10_000, max_denominator=100)
positive = st.fractions(min_value=F(1, 100), max_value=10_000, max_denominator=100)
lengths = st.integers(1, 400).map(lambda eighths: F(eighths, 8))
"""Times and values that a float holds exactly, so that an array and a single number see one step in one place."""
FENCE = {"earned": 2500, "cost": 2800, "planned": 3000, "budget": 4000}


@st.composite
def curves(draw: st.DrawFn, *, is_rising: bool = False) -> tuple[list[Fraction], list[Fraction]]:
    """The points of a planned curve from nothing at time 0; with steps and rests where it need not always rise."""
    count = draw(st.integers(1, 6))
    some = lengths if is_rising else st.one_of(st.just(F(0)), lengths)
    times, values = [F(0)], [F(0)]
    for _ in range(count):
        times.append(times[-1] + draw(some))
        values.append(values[-1] + draw(some))
    return times, values


def test_v1_the_fence_is_late_and_dear():
    """Of a fence of 4000, 3000 were due, 2500 are earned and 2800 spent: CV -300, SV -500, CPI 0.892857, SPI 0.833333."""
    assert cost_variance(2500, 2800) == -300 and schedule_variance(2500, 3000) == -500
    assert round(float(cpi(2500, 2800)), 6) == 0.892857
    assert round(float(spi(2500, 3000)), 6) == 0.833333


def test_v2_what_the_fence_will_have_cost():
    """At its cost index it ends at 4480, of which 1680 are still to be spent, 480 over its budget."""
    assert eac(2500, 2800, 4000) == 4480
    assert etc(4480, 2800) == 1680 and vac(4480, 4000) == -480


def test_v3_the_other_estimates():
    """A single event lets it end at 4300, holding the date at 4816; the rest needs an index of 1.25."""
    assert eac(2500, 2800, 4000, method="remaining") == 4300
    assert eac(2500, 2800, 4000, method="composite", planned=3000) == 4816
    assert eac(2500, 2800, 4000, method="bottom_up", to_go=1700) == 4500
    assert tcpi(2500, 2800, 4000) == F("1.25")


def test_v5_the_earned_schedule():
    """In month 7 with what was planned for month 5: SPI(t) 0.714286, SV(t) -2."""
    assert round(float(spi_time(5, 7)), 6) == 0.714286 and sv_time(5, 7) == -2
    plan = list(range(13)), [100 * month for month in range(13)]
    assert earned_schedule(500, *plan, at=7) == 5


def test_v7_a_finished_task_is_late_in_time_alone():
    """Done in month 8 of a plan of 5: SPI is 1 again, SPI(t) stays 0.625, and it took 8."""
    plan = list(range(6)), [20 * month for month in range(6)]
    assert spi(100, planned_value(*plan, 8)) == 1
    found = earned_time(100, *plan, 8)
    assert found.schedule == 5 and found.spi == F("0.625") and found.forecast == 8


def test_all_figures_of_the_fence_at_once():
    """`earned_value` gives the figures of the single functions, and names how it estimated."""
    found = earned_value(**FENCE)
    assert (found.cost_variance, found.schedule_variance) == (-300, -500)
    assert (found.eac, found.etc, found.vac, found.tcpi) == (4480, 1680, -480, F("1.25"))
    assert found.estimate == "cpi" and found.planned == 3000 and found.budget == 4000
    assert earned_value(**FENCE, estimate="bottom_up", to_go=1500).eac == 4300


def test_the_estimate_waits_for_a_fifth():
    """Until a fifth is earned the cost index says too little, and the budget of the rest is taken as planned."""
    assert default_estimate(F(1, 5)) == "cpi" and default_estimate(F(199, 1000)) == "remaining"
    assert default_estimate(NA("NO_ACTUAL")) == "remaining"
    early = earned_value(100, 200, 100, 1000)
    assert (early.estimate, early.eac) == ("remaining", 1100)


@pytest.mark.parametrize(
    ("method", "shares"),
    [
        ("all_or_nothing", [0, 0, 0, 1]),
        ("half_half", [0, F(1, 2), F(1, 2), 1]),
        ("percent", [0, F(1, 10), F(99, 100), 1]),
        ("milestones", [0, F(1, 10), F(99, 100), 1]),
    ],
)
def test_how_done_work_earns(method, shares):
    """0/100 earns at the end, 50/50 at either end, and the others what is done; alone and in arrays."""
    done = [0, F(1, 10), F(99, 100), 1]
    assert [earned_share(one, method) for one in done] == shares
    assert earned_share(done, method).values.tolist() == [float(one) for one in shares]
    assert earned_share(F(11, 10), method) == NA("OUT_OF_DOMAIN") and earned_share(NA("STALE"), method) == NA(
        "STALE"
    )


def test_where_there_is_no_index():
    """Nothing spent, nothing due, nothing left of the budget: no index, and the reason for it."""
    assert cpi(10, 0) == NA("ZERO_DENOM") and cpi(10, -1) == NA("SIGN_MISMATCH")
    assert spi(10, 0) == NA("ZERO_DENOM") and spi(0, 0) == NA("ZERO_DENOM")
    assert tcpi(50, 100, 100) == NA("ZERO_DENOM") and tcpi(50, 101, 100) == NA("OUT_OF_DOMAIN")
    assert eac(0, 10, 100) == NA("ZERO_DENOM") and eac(10, 0, 100) == NA("ZERO_DENOM")
    assert eac(10, 10, 100, method="composite", planned=0) == NA("ZERO_DENOM")
    assert spi_time(0, 0) == NA("ZERO_DENOM") and forecast_duration(5, 0) == NA("ZERO_DENOM")


@pytest.mark.parametrize("missing", ["earned", "cost", "planned", "budget"])
def test_a_missing_number_is_missing_in_what_it_enters(missing):
    """What needs the number is missing for its reason; what does not need it is known."""
    found = earned_value(**{**FENCE, missing: NA("STALE", missing)})
    enters = {
        "cost_variance": {"earned", "cost"},
        "schedule_variance": {"earned", "planned"},
        "cpi": {"earned", "cost"},
        "spi": {"earned", "planned"},
        "tcpi": {"earned", "cost", "budget"},
        "eac": {"earned", "cost", "budget"},
        "vac": {"earned", "cost", "budget"},
    }
    for name, needs in enters.items():
        assert isinstance(getattr(found, name), NA) == (missing in needs), name
    assert getattr(found, missing) == NA("STALE", missing)


def test_what_is_no_call():
    """Methods that do not exist, an estimate without its argument, and curves that fall are refused."""
    for call in (
        lambda: earned_share(1, "guessed"),
        lambda: eac(1, 1, 1, method="guessed"),
        lambda: eac(1, 1, 1, method="composite"),
        lambda: eac(1, 1, 1, method="bottom_up"),
        lambda: planned_value([0, 1], [1, 0], 0),
        lambda: planned_value([1, 0], [0, 1], 0),
        lambda: planned_value([], [], 0),
        lambda: planned_value([0, 1], [0], 0),
        lambda: earned_schedule(1, [0, 1], [0, NA("NO_TARGET")]),
    ):
        with pytest.raises(UsageError):
            call()


@given(amounts, amounts, amounts)
def test_variances_are_differences(earned, cost, planned):
    """CV = EV - AC and SV = EV - PV, exactly."""
    assert cost_variance(earned, cost) + cost == earned
    assert schedule_variance(earned, planned) + planned == earned


@given(positive, positive, positive, positive)
def test_estimates_agree_with_their_indices(earned, cost, planned, budget):
    """EAC by CPI times CPI is BAC; `composite` spends the rest at CPI times SPI; EAC = AC + ETC = BAC - VAC."""
    final = eac(earned, cost, budget)
    assert final * cpi(earned, cost) == budget
    composite = eac(earned, cost, budget, method="composite", planned=planned)
    assert (composite - cost) * cpi(earned, cost) * spi(earned, planned) == budget - earned
    remaining = eac(earned, cost, budget, method="remaining")
    assert cost + etc(final, cost) == final == budget - vac(final, budget)
    assert remaining - budget == -cost_variance(earned, cost)


@given(positive, positive, positive)
def test_to_complete_index_spends_the_rest_of_the_budget(earned, cost, budget):
    """The rest of the work at the TCPI costs the rest of the budget; there is none where nothing is left."""
    index = tcpi(earned, cost, budget)
    if budget <= cost:
        assert isinstance(index, NA)
    else:
        assert index * (budget - cost) == budget - earned


@given(positive, curves(), lengths)
def test_a_finished_task_has_spi_one(budget, curve, beyond):
    """From its planned end on, whatever is finished has SPI 1."""
    times, values = curve
    if values[-1] > 0:
        assert spi(values[-1], planned_value(times, values, times[-1] + beyond)) == 1
    assert spi(budget, budget) == 1


@given(curves(is_rising=True), st.fractions(min_value=0, max_value=1, max_denominator=50))
def test_earned_schedule_is_the_inverse_of_the_plan(curve, share):
    """Where the plan always rises, ES of PV(t) is t, and PV at ES is what is earned."""
    times, values = curve
    when = times[-1] * share
    assert earned_schedule(planned_value(times, values, when), times, values) == when
    earned = values[-1] * share
    assert planned_value(times, values, earned_schedule(earned, times, values)) == earned


@given(curves(), st.lists(st.fractions(min_value=0, max_value=1, max_denominator=50), min_size=2), lengths)
def test_earned_schedule_never_falls(curve, shares, now):
    """Who earns more is not earlier in the plan; with rests and steps, and with or without the present time."""
    times, values = curve
    for at in (None, now):
        found = [earned_schedule(values[-1] * one, times, values, at=at) for one in sorted(shares)]
        assert found == sorted(found)


@given(curves(), lengths)
def test_who_has_earned_what_was_planned_is_on_time(curve, now):
    """At any time within a plan, with rests and steps, exactly what was planned gives ES = AT and SV(t) = 0."""
    times, values = curve
    if now <= times[-1]:
        assert earned_schedule(planned_value(times, values, now), times, values, at=now) == now


@given(curves(), st.lists(st.integers(-8, 16), min_size=1, max_size=4), lengths)
def test_arrays_say_what_single_numbers_say(curve, shares, now):
    """An array gives for each of its numbers what the number alone gives, missing ones included."""
    times, values = curve
    several = [float(values[-1] * F(one, 8)) for one in shares]
    for at in (None, now):
        single = [earned_schedule(one, times, values, at=at) for one in several]
        column = earned_schedule(np.array(several), times, values, at=at)
        for place, one in enumerate(single):
            other = column.at(place)
            assert isinstance(one, NA) == isinstance(other, NA)
            if not isinstance(one, NA):
                assert other == pytest.approx(one, rel=1e-9, abs=1e-9)
    column = planned_value(times, values, np.array(several))
    assert column.values == pytest.approx([planned_value(times, values, one) for one in several])


def test_who_waits_for_the_next_milestone_is_not_late():
    """Half was due in month 3 and the rest in month 9: in month 6 half is on time, in month 12 it is three months late."""
    times, values = [0, 3, 3, 9, 9], [0, 0, 1, 1, 2]
    assert earned_schedule(1, times, values, at=6) == 6 and planned_value(times, values, 6) == 1
    assert earned_schedule(1, times, values, at=12) == 9
    assert earned_schedule(0, times, values, at=6) == 3
    assert earned_schedule(1, times, values) == 3
