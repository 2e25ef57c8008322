"""Growth and comparison: the published rows and their laws."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.maths import cagr, change, contribution, grown, growth, growth_on_size, growth_per_day, total
from goaltree.model.missing import NA

F = Fraction
amounts = st.fractions(min_value=-1000, max_value=1000, max_denominator=100)
sizes = st.fractions(min_value=F(1, 100), max_value=1000, max_denominator=100)


def test_g1_the_company():
    """1200 to 2160 is a growth of 0.80."""
    assert growth(2160, 1200) == F(4, 5)


def test_g2_its_parts():
    """Four lines grow by 0.651376, 1.5, 2.0 and 0.4."""
    found = [growth(now, then) for then, now in ((218, 360), (120, 300), (220, 660), (200, 280))]
    assert [round(float(rate), 6) for rate in found] == [0.651376, 1.5, 2.0, 0.4]


def test_g3_over_three_years():
    """1200 to 2160 over three years is 0.21644 a year, for numbers and arrays alike."""
    assert cagr(2160, 1200, 3) == pytest.approx(0.21644, abs=5e-6)
    assert cagr([2160], 1200, 3).at(0) == cagr(2160, 1200, 3)
    assert (1 + cagr(2160, 1200, 3)) ** 3 == pytest.approx(1.8, rel=1e-14)


def test_g4_points_and_percent_of_a_rate():
    """A rate from .35 to .38 is 3 points, and 8.5714 % relative."""
    assert change(F("0.38"), F("0.35")) * 100 == 3
    assert round(float(growth(F("0.38"), F("0.35"))) * 100, 4) == 8.5714


def test_g5_a_base_below_zero():
    """From -20 to -10 there is no growth but a change of +10; on the size of the base it is +50 %."""
    assert growth(-10, -20) == NA("NEG_BASE") == growth([-10], -20).at(0)
    assert change(-10, -20) == 10
    assert growth_on_size(-10, -20) == F(1, 2)
    assert growth(5, 0) == NA("NEG_BASE") and growth_on_size(5, 0) == NA("ZERO_DENOM")


def test_g7_growth_per_day():
    """600 in 60 days and 605 in 59 are +0.83333 % raw and +2.5424 % a day."""
    assert round(float(growth(605, 600)) * 100, 5) == 0.83333
    assert growth_per_day(605, 600, 59, 60) == F(605, 59) / F(600, 60) - 1
    assert round(float(growth_per_day(605, 600, 59, 60)) * 100, 4) == 2.5424
    assert growth_per_day(605, 600, 0, 60) == NA("ZERO_DENOM")
    assert growth_per_day(605, 600, 59, -1) == NA("OUT_OF_DOMAIN")


def test_g9_a_restated_base():
    """A base restated to 1180 makes 2160 a growth of 0.830508; if 80 % is promised it is 2124."""
    assert round(float(growth(2160, 1180)), 6) == 0.830508
    assert grown(1180, F(4, 5)) == 2124


def test_growth_outside_its_domain():
    """A growth over no years, or to less than nothing, is missing."""
    assert cagr(1, 1, 0) == NA("OUT_OF_DOMAIN") and cagr(-1, 1, 2) == NA("OUT_OF_DOMAIN")
    assert cagr(1, 0, 2) == NA("NEG_BASE")
    assert cagr(0, 1, 2) == -1


@given(parts=st.lists(st.tuples(amounts, sizes), min_size=1, max_size=5))
def test_contributions_sum_to_the_growth(parts):
    """The contributions of all parts come to the growth of the whole, exactly (拉动)."""
    whole = sum(before for _, before in parts)
    found = [contribution(now, before, whole) for now, before in parts]
    assert total(found) == growth(sum(now for now, _ in parts), whole)


@given(now=amounts, before=sizes)
def test_growing_by_the_growth_leads_back(now, before):
    """A base grown by its growth is the value."""
    assert grown(before, growth(now, before)) == now
    assert growth(now, before) == growth_on_size(now, before)
    assert growth_per_day(now, before, 30, 30) == growth(now, before)
