"""Currency effects sum to the variance exactly, and match the vendors' examples."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.errors import UsageError
from goaltree.maths import constant_currency_growth, fx_split, growth, price_volume_fx, variance
from goaltree.model.missing import NA

F = Fraction
amounts = st.fractions(min_value=-1000, max_value=1000, max_denominator=100)
rates = st.fractions(min_value=F(1, 100), max_value=100, max_denominator=100)


def test_a4_39_is_72_less_33():
    """USD 110 at 6.9 against 100 at 7.2 is +39: +72 from operations, -33 from the rate."""
    found = fx_split(110, 100, F("6.9"), F("7.2"))
    assert (found.operations, found.fx, found.total) == (72, -33, 39)


def test_a4_growth_reported_and_at_constant_currency():
    """The same growth is 5.42 % as reported and 10 % at constant currency."""
    assert round(float(growth(110 * F("6.9"), 100 * F("7.2"))) * 100, 2) == 5.42
    assert constant_currency_growth(110, 100) == F(1, 10)


def test_a4_a_vendors_example_to_the_cent():
    """367 853 at 1.53851 against 23 204 x 16.5 at 1.48925: the rate, the price and the volume sum to the total."""
    found = price_volume_fx(367_853, 23_021, F("16.5"), 23_204, F("1.53851"), F("1.48925"))
    cents = [round(float(part), 2) for part in (found.fx, found.price, found.volume, found.total)]
    assert cents == [18_120.44, -17_861.32, -4_496.79, -4_237.67]
    assert found.fx + found.price + found.volume == found.total
    assert found.total == 367_853 * F("1.53851") - 23_204 * F("16.5") * F("1.48925")


def test_a_missing_amount_or_rate_is_the_result():
    """What is not known stays not known; a rate at or below zero is a program's mistake."""
    assert fx_split(NA("NO_ACTUAL"), 1, 1, 1) == fx_split(1, 1, NA("NO_ACTUAL"), 1) == NA("NO_ACTUAL")
    assert price_volume_fx(1, NA("STALE"), 1, 1, 1, 1) == NA("STALE")
    assert price_volume_fx(1, 1, 1, 1, 1, NA("STALE")) == NA("STALE")
    with pytest.raises(UsageError, match="above zero"):
        fx_split(1, 1, 0, 1)


@given(actual=amounts, reference=amounts, rate=rates, budget=rates)
def test_a4_effects_sum_to_the_variance(actual, reference, rate, budget):
    """Operations and rate come to the variance in home currency; an unchanged rate has no effect."""
    found = fx_split(actual, reference, rate, budget)
    assert found.operations + found.fx == found.total
    assert found.total == variance(actual * rate, reference * budget, direction="up").delta
    assert fx_split(actual, reference, budget, budget).fx == 0


@given(amount=amounts, sold=amounts, price=amounts, planned=amounts, rate=rates, budget=rates)
def test_a4_price_and_volume_are_the_operations(amount, sold, price, planned, rate, budget):
    """Price and volume split what the simple split calls operations, and nothing is left over."""
    found = price_volume_fx(amount, sold, price, planned, rate, budget)
    simple = fx_split(amount, planned * price, rate, budget)
    assert (found.fx, found.price + found.volume, found.total) == (simple.fx, simple.operations, simple.total)


@given(actual=amounts, reference=amounts, rate=rates)
def test_52_converting_and_summing_commute_at_one_rate(actual, reference, rate):
    """Growth at one rate is growth in local currency."""
    assert growth(actual * rate, reference * rate) == constant_currency_growth(actual, reference)
