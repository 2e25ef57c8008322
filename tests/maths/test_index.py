"""Composite indices: fixed goalposts, orientation, and three ways to bring parts together."""

from __future__ import annotations

from fractions import Fraction
from math import log
from statistics import NormalDist, pstdev, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.errors import UsageError
from goaltree.maths import capped, composite, distance_to_target, minmax, zscores
from goaltree.model.missing import NA

F = Fraction
scores = st.fractions(min_value=0, max_value=10, max_denominator=100)


def test_i1_human_development():
    """US 2019: 0.906154, 0.899444 and 0.975631 make an index of 0.926447 (published as 0.926)."""
    life = minmax(78.9, 20, 85)
    years = composite([minmax(16.3, 0, 18), minmax(13.4, 0, 15)], [F(1, 2), F(1, 2)])
    income = minmax(log(63826), log(100), log(75000))
    assert [round(part, 6) for part in (life, years, income)] == [0.906154, 0.899444, 0.975631]
    assert round(composite([life, years, income], [F(1, 3)] * 3, how="geometric"), 6) == 0.926447


def test_i3_full_partial_and_no_compensation():
    """21 1 1 1 equals 6 6 6 6 by arithmetic, is 2.140695 by geometric means, and 1 by the least."""
    uneven, even, weights = [21, 1, 1, 1], [6, 6, 6, 6], [F(1, 4)] * 4
    assert composite(uneven, weights) == composite(even, weights) == 6
    found = [composite(one, weights, how="geometric") for one in (uneven, even)]
    assert [round(one, 6) for one in found] == [2.140695, 6.0]
    assert (composite(uneven, weights, how="least"), composite(even, weights, how="least")) == (1, 6)


def test_i5_outside_the_goalposts():
    """35 between 10 and 30 is 1.25 raw and 1 when it is cut; turned round it is -0.25."""
    assert minmax(35, 10, 30) == F(5, 4) and capped(minmax(35, 10, 30)) == 1
    assert minmax(35, 10, 30, "down") == F(-1, 4)
    assert minmax([35], 10, 30, "down").at(0) == -0.25


def test_distance_to_a_target():
    """50 against 40 is 1.25 where more is better and 0.8 where less is."""
    assert distance_to_target(50, 40) == F(5, 4) and distance_to_target(50, 40, "down") == F(4, 5)
    assert distance_to_target([0], 40, "down").at(0) == NA("ZERO_DENOM") == distance_to_target(1, 0)
    assert distance_to_target(-1, 40) == NA("SIGN_MISMATCH")


def test_goalposts_that_are_none():
    """Equal goalposts and reversed ones give no place."""
    assert minmax(1, 2, 2) == NA("DEGENERATE") and minmax(1, 3, 2) == NA("OUT_OF_DOMAIN")


def test_zscores_say_their_ddof():
    """Scores are in standard deviations of the population or of the sample, as the standard library has them."""
    values = [2, 4, 4, 4, 5, 5, 7, 9]
    assert zscores(values, ddof=0) == (-1.5, -0.5, -0.5, -0.5, 0, 0, 1, 2)
    assert pstdev(values) == 2
    sample = NormalDist(5, stdev(values))
    assert zscores(values, ddof=1) == pytest.approx([sample.zscore(value) for value in values])
    assert zscores(values, ddof=0, direction="down")[0] == 1.5
    assert zscores([3, 3], ddof=0) == (NA("DEGENERATE"),) * 2
    assert zscores([3], ddof=1)[0].reason == "PARTIAL"
    assert zscores([3, NA("STALE")], ddof=0) == (NA("STALE"),) * 2
    with pytest.raises(UsageError, match="ddof"):
        zscores(values, ddof=2)


def test_an_index_says_what_it_cannot_tell():
    """A missing score is the result, a negative one has no geometric mean, a zero makes it zero."""
    half = [F(1, 2), F(1, 2)]
    for how in ("arithmetic", "geometric", "least"):
        assert composite([1, NA("STALE")], half, how=how) == NA("STALE")
    assert composite([1, -1], half, how="geometric").reason == "OUT_OF_DOMAIN"
    assert composite([5, 0], half, how="geometric") == 0


@pytest.mark.parametrize(
    "weights", [[F(1, 2)], [F(1, 2), F(1, 3)], [F(3, 2), F(-1, 2)], [1, NA("STALE")], []]
)
def test_weights_of_an_index_are_checked(weights):
    """Weights that are no shares of one are a program's mistake, and so is an unknown way."""
    with pytest.raises(UsageError):
        composite([1, 2], weights)
    with pytest.raises(UsageError):
        composite([1, 2], [F(1, 2)] * 2, how="median")


@given(values=st.lists(scores, min_size=1, max_size=5))
def test_least_geometric_arithmetic_are_in_order(values):
    """The least part is at most the geometric mean, which is at most the arithmetic one."""
    weights = [F(1, len(values))] * len(values)
    least, middle, mean = (
        composite(values, weights, how=how) for how in ("least", "geometric", "arithmetic")
    )
    assert float(least) <= middle * (1 + 1e-12) and middle <= float(mean) * (1 + 1e-12)
    assert min(values) == least and least <= mean <= max(values)


@given(value=scores, low=scores, width=scores.filter(bool))
def test_goalposts_are_0_and_1(value, low, width):
    """The worse goalpost is 0, the better one 1, and the two directions add up to 1."""
    high = low + width
    assert (minmax(low, low, high), minmax(high, low, high)) == (0, 1)
    assert minmax(value, low, high) + minmax(value, low, high, "down") == 1
