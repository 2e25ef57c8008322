"""Foresight: CRPS against its integral, and whether an indicator helps."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.maths.foresight import crps_normal, foresight
from goaltree.model.missing import NA

numbers = st.floats(-3, 3)


def test_f16_crps_of_the_standard_normal():
    """CRPS of N(0, 1) at 0 is (√2 - 1) / √π."""
    assert round(crps_normal(0, 1, 0), 9) == 0.233694977


@given(numbers, st.floats(0.2, 3), numbers)
def test_crps_is_its_integral(mean, deviation, value):
    """It is the integral of the squared distance between the distribution and what came."""
    grid = np.linspace(-30, 30, 60_001)
    cdf = np.array([NormalDist(mean, deviation).cdf(one) for one in grid[::20]])
    wanted = float((((cdf - (grid[::20] >= value)) ** 2) * (grid[20] - grid[0])).sum())
    assert crps_normal(mean, deviation, value) == pytest.approx(wanted, abs=0.02)


@given(numbers, numbers)
def test_a_certain_forecast_costs_its_distance(mean, value):
    """Without a doubt what counts is how far off it was."""
    assert crps_normal(mean, 0, value) == abs(value - mean)


def test_an_indicator_that_moves_the_result_helps():
    """What the result follows makes forecasts better; what it does not follow has nothing to say of it."""
    draw = np.random.default_rng(6)
    process = draw.normal(size=62)
    result = process[:60] + 0.2 * draw.normal(size=60)
    found = foresight(result, process[2:], lag=2, memory=1)
    assert found.helps and found.informed < found.alone / 2 and found.forecasts == 19
    other = foresight(result, draw.normal(size=60), lag=2, memory=1)
    assert other.alone == found.alone and other.informed > found.informed * 2


def test_too_few_forecasts_are_none():
    """Fewer than four periods at the end say nothing."""
    draw = np.random.default_rng(6)
    assert foresight(*draw.normal(size=(2, 10)), lag=1, memory=1) == NA("PARTIAL", "4 forecasts are needed")
