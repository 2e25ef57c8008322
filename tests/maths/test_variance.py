"""Signed variance: favourable by direction, a share only where the reference has a size."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.maths import variance
from goaltree.model.missing import NA


@pytest.mark.parametrize(
    ("actual", "reference", "direction", "nonpositive", "favourable", "percent"),
    [
        (110, 100, "up", False, 10, Fraction(1, 10)),
        (110, 100, "down", False, -10, Fraction(-1, 10)),
        (-110, -100, "up", True, -10, Fraction(-1, 10)),
        (-10, -20, "up", False, 10, None),
    ],
)
def test_a5_published_cases(actual, reference, direction, nonpositive, favourable, percent):
    """Revenue, cost, a cost kept as a negative, and a loss that shrinks."""
    found = variance(Fraction(actual), Fraction(reference), direction=direction, nonpositive=nonpositive)
    assert found.delta == actual - reference
    assert found.favourable == favourable
    assert found.percent == (NA("NEG_BASE") if percent is None else percent)


values = st.fractions(min_value=-1000, max_value=1000, max_denominator=100)


@given(actual=values, reference=values)
def test_a5_directions_mirror_each_other(actual, reference):
    """What is favourable when more is better is as adverse when less is."""
    up, down = (variance(actual, reference, direction=way) for way in ("up", "down"))
    assert up.favourable == -down.favourable
    assert up.delta == down.delta
    assert isinstance(up.percent, NA) == isinstance(down.percent, NA) == (reference <= 0)
