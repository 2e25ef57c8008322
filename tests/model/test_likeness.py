"""A number printed beside another one is written the same way."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.model.likeness import written_like
from goaltree.model.quantity import Quantity, parse_quantity
from goaltree.model.unit import Units

UNITS = Units.standard("CNY")


def read(text: str) -> Quantity:
    """The quantity of a text that is one."""
    quantity = parse_quantity(text, UNITS)
    assert isinstance(quantity, Quantity)
    return quantity


@pytest.mark.parametrize(
    ("model", "value", "shown"),
    [
        ("2160 亿", 215_000_000_000, "2150 亿"),
        ("2160亿元", 215_012_000_000, "2150.12亿元"),
        ("12.0亿", 1_100_000_000, "11.0亿"),
        ("8.0M元", 13_000_000, "13.0M元"),
        ("¥500万", 4_250_000, "¥425万"),
        ("1,234.5", 999, "999.0"),
        ("+80%", 75, "75%"),
        ("-10%", -12, "-12%"),
        ("≥45%", Fraction(1204, 100), "12.04%"),
        ("55 分钟", 56, "56 分钟"),
        ("24小时内", 36, "36小时"),
        ("２.５亿", 300_000_000, "3.0亿"),
    ],
)
def test_scale_and_unit_are_those_of_the_model(model: str, value: int, shown: str) -> None:
    """The scale word, the unit and the money sign stay; bounds and plus signs go; digits come only where needed."""
    assert written_like(read(model), Fraction(value), digits=2) == shown


@given(
    number=st.integers(1, 10**6),
    places=st.integers(0, 3),
    scale=st.sampled_from(["", "万", "亿"]),
    value=st.integers(1, 10**9),
)
def test_what_is_shown_reads_as_the_value(number: int, places: int, scale: str, value: int) -> None:
    """The text reads as the nearest number that so many digits can say."""
    model = read(f"{number / 10**places:.{places}f}{scale}元")
    if not model.value:
        return
    shown = read(written_like(model, Fraction(value), digits=2))
    finest = Fraction(model.half) * 2 / 100
    assert abs(Fraction(shown.value) - value) <= finest / 2
