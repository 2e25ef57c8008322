"""What people leave out of a unit is filled in where the metric says it, and nowhere else."""

import pytest

from goaltree.model.ellipsis import completed
from goaltree.model.quantity import Quantity, parse_quantity
from goaltree.model.unit import Unit, Units, parse_unit

UNITS = Units.standard("CNY")


def read(text: str, unit: str) -> tuple[Quantity, Unit]:
    """The quantity as the metric takes it, and the metric's unit."""
    declared = parse_unit(unit, UNITS)
    assert isinstance(declared, Unit)
    quantity = parse_quantity(text, UNITS, declared)
    assert isinstance(quantity, Quantity)
    return completed(quantity, declared, UNITS), declared


@pytest.mark.parametrize(
    ("text", "unit"),
    [("85 元", "元/单"), ("55 分钟", "分钟/人"), ("40 个", "城"), ("85 元", "元/万单"), ("12 个", "家")],
)
def test_counted_things_left_out_are_those_of_the_metric(text: str, unit: str) -> None:
    """A number without what is counted below the line, or with the word for anything, has the metric's dimension."""
    quantity, declared = read(text, unit)
    assert quantity.unit.dims == declared.dims


def test_a_multiple_below_the_line_is_kept() -> None:
    """85 yuan of a metric in yuan per ten thousand orders is 85 per ten thousand, not per order."""
    quantity, _ = read("85 元", "元/万单")
    assert quantity.base * 10_000 == 85


def test_another_currency_keeps_its_currency() -> None:
    """85 dollars of a metric in yuan per order are dollars per order, for a rate to convert."""
    quantity, declared = read("85 美元", "元/单")
    assert quantity.unit.currencies == ("USD",)
    assert quantity.unit.differs_in_currency(declared)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("100 元", "元/月"),
        ("100 元", "元/户/月"),
        ("40 单", "家"),
        ("40 个", "元"),
        ("5%", "元/单"),
        ("40 家", "个"),
    ],
)
def test_nothing_else_is_filled_in(text: str, unit: str) -> None:
    """Time below the line, another counted thing, money and shares stay as written."""
    quantity, declared = read(text, unit)
    assert quantity.unit.dims != declared.dims


@pytest.mark.parametrize("text", ["85 元", "55 分钟", "40 个", "3.8亿"])
def test_value_and_words_stay(text: str) -> None:
    """Filling in a unit changes neither the number nor how it was written."""
    quantity, _ = read(text, "元/单")
    plain = parse_quantity(text, UNITS)
    assert isinstance(plain, Quantity)
    assert (quantity.value, quantity.half, quantity.text) == (plain.value, plain.half, plain.text)
