"""Agreement of derived numbers with stated ones."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.model.agreement import agree
from goaltree.model.quantity import Quantity, parse_quantity
from goaltree.model.unit import Units

UNITS = Units.standard("CNY")


def read(text: str) -> Quantity:
    """The quantity of a text that is one."""
    found = parse_quantity(text, UNITS)
    assert isinstance(found, Quantity)
    return found


stated = st.sampled_from(["3.8亿", "12%", "2160亿元", "-10%", "1200", "4.5pp", "0.05"]).map(read)
small = st.fractions(min_value=-1000, max_value=1000)


@given(stated, small, st.fractions(min_value=0, max_value=1000))
def test_verdict_follows_the_residual(quantity: Quantity, offset: Fraction, slack: Fraction) -> None:
    """The verdict is decided by the exact residual against half a unit and the slack."""
    found = agree(quantity.base + offset * quantity.half_base, quantity, slack * quantity.half_base)
    assert found.residual == offset * quantity.half_base
    expected = "agrees" if abs(offset) <= 1 else "rounding" if abs(offset) <= 1 + slack else "differs"
    assert found.verdict == expected
    assert found.explained == quantity.half_base * (1 + slack)


@given(stated, small, st.fractions(min_value=0, max_value=100), st.fractions(min_value=0, max_value=100))
def test_more_slack_never_makes_it_worse(
    quantity: Quantity, offset: Fraction, one: Fraction, two: Fraction
) -> None:
    """More room for rounding never turns an agreement into a difference."""
    order = ["agrees", "rounding", "differs"]
    derived = quantity.base + offset
    low, high = sorted((one, two))
    assert order.index(agree(derived, quantity, high).verdict) <= order.index(
        agree(derived, quantity, low).verdict
    )


@pytest.mark.parametrize(
    ("derived", "text", "verdict"),
    [
        (Fraction("2160e8"), "2160亿", "agrees"),
        (Fraction("3.7e8") + Fraction("0.1e8"), "3.8亿", "agrees"),
        (Fraction(2160, 1200) - 1, "+80%", "agrees"),
        (Fraction("3.8") / Fraction("3.39") - 1, "+12%", "agrees"),
        (Fraction("3.8") / Fraction("3.39") - 1, "+12.0%", "differs"),
        (Fraction("3.85e8"), "3.8亿", "agrees"),
        (Fraction("3.850001e8"), "3.8亿", "differs"),
    ],
)
def test_p1_p2_published_plans(derived: Fraction, text: str, verdict: str) -> None:
    """Sums and growth labels agree at the precision in which they are stated."""
    assert agree(derived, read(text)).verdict == verdict


def test_p2_residual_is_exact() -> None:
    """The residual of 3.8 over 3.39 against +12% is 32/33900 and no float."""
    assert agree(Fraction(380, 339) - 1, read("+12%")).residual == Fraction(380, 339) - 1 - Fraction(12, 100)


def test_rounding_of_the_other_figures() -> None:
    """What the other figures' rounding explains is a note, not an error."""
    found = agree(Fraction("3.79e8"), read("38000万"), Fraction("0.01e8"))
    assert found.verdict == "rounding" and found.residual == -1_000_000


@pytest.mark.parametrize(
    ("derived", "text", "residual"),
    [
        (Fraction(1, 2), "≥45%", 0),
        (Fraction(2, 5), "≥45%", Fraction(-1, 20)),
        (Fraction(2, 5), "≤45%", 0),
        (Fraction(1, 2), "≤45%", Fraction(1, 20)),
        (Fraction(3), "2+", 0),
        (Fraction(47, 100), "45%-50%", 0),
        (Fraction(3, 5), "45%-50%", Fraction(1, 10)),
        (Fraction(61, 100), "~60%", Fraction(1, 100)),
    ],
)
def test_bounds(derived: Fraction, text: str, residual: Fraction) -> None:
    """A bound is kept by every number on its side; beyond it the residual is the distance."""
    assert agree(derived, read(text)).residual == residual
