"""Exchange rates: the declared one or a fault, never a neighbour."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.finding import Fault, Finding
from goaltree.model.dimension import Unit
from goaltree.model.rates import Rates, convert, parse_rate
from goaltree.model.unit import Units, parse_unit

UNITS = Units.standard("CNY")


def unit_of(text: str) -> Unit:
    """The unit of a text that is one."""
    unit = parse_unit(text, UNITS)
    assert isinstance(unit, Unit)
    return unit


def rates_of(table: dict[str, object]) -> Rates:
    """The rates of a table that is good."""
    rates = Rates.of("CNY", table)
    assert isinstance(rates, Rates), rates
    return rates


RATES = rates_of(
    {"USD": {"budget": "7.2", "average": {"2025-01": "7.1", "2025-03": "7.3"}}, "EUR": "8", "JPY": "0.05"}
)

positive = st.fractions(min_value=Fraction(1, 1000), max_value=10**6)
units = st.sampled_from([unit_of(t) for t in ("元", "USD", "EUR", "JPY", "亿元")])


@given(positive, units, units)
def test_conversion_goes_back_exactly(value: Fraction, a: Unit, b: Unit) -> None:
    """A value converted there and back is the same value, exactly."""
    there = convert(value, a, b, RATES, "budget")
    assert isinstance(there, Fraction)
    assert convert(there, b, a, RATES, "budget") == value


@given(positive, units, units, units)
def test_conversion_composes(value: Fraction, a: Unit, b: Unit, c: Unit) -> None:
    """Two steps are one step: there is no arbitrage."""
    first = convert(value, a, b, RATES, "budget")
    assert isinstance(first, Fraction)
    assert convert(first, b, c, RATES, "budget") == convert(value, a, c, RATES, "budget")


def test_find_by_kind_and_month() -> None:
    """A rate is found by kind and month, an undated one for every month."""
    assert RATES.find("USD", "budget") == RATES.find("USD", "budget", "2025-07") == Decimal("7.2")
    assert RATES.find("USD", "average", "2025-01") == Decimal("7.1")
    assert RATES.find("EUR", "closing", "2025-01") == Decimal(8)
    assert RATES.find("CNY", "closing") == 1


@pytest.mark.parametrize(
    ("currency", "kind", "month"),
    [
        ("USD", "average", "2025-02"),
        ("USD", "average", None),
        ("USD", "closing", None),
        ("GBP", "budget", None),
    ],
)
def test_a_missing_rate_is_no_neighbour(currency: str, kind: str, month: str | None) -> None:
    """No other month and no other kind stands in for a missing rate."""
    fault = RATES.find(currency, kind, month)
    assert isinstance(fault, Fault) and fault.rule.name == "missing-rate"
    message = Finding(rule=fault.rule, params=fault.params).message()
    assert currency in message and kind in message and (month is None or month in message)
    assert f"fx: {{{currency}: 7.2}}" in Finding(rule=fault.rule, params=fault.params).hint()


def test_a_listed_kind_shuts_out_the_default() -> None:
    """A default rate answers for kinds that are not listed, never for a month that a kind leaves out."""
    rates = rates_of({"USD": {"default": 7, "average": {"2025-01": 8}}})
    assert rates.find("USD", "budget") == 7
    assert isinstance(rates.find("USD", "average", "2025-02"), Fault)


@pytest.mark.parametrize(
    "value",
    ["0", "-7.2", "nan", "7.2元", "≥7", "7~8", "", "abc", 0, -1, float("nan"), float("inf"), True, None, []],
)
def test_d18_bad_rates(value: object) -> None:
    """Zero, negative, non-finite, bounded and unreadable rates are refused at construction."""
    fault = Rates.of("CNY", {"USD": {"average": {"2025-01": value}}})
    assert isinstance(fault, Fault)
    assert fault.params["at"] == "USD.average.2025-01"


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ({"USX": 7}, "unknown-currency"),
        ({"$": 7}, "ambiguous-currency"),
        ({"USD": {"spot": 7}}, "unknown-rate-kind"),
        ({"USD": {"average": {"2025-13": 7}}}, "bad-rate"),
        ({"USD": {"average": {"Q1": 7}}}, "bad-rate"),
    ],
)
def test_bad_tables(table: dict[str, object], name: str) -> None:
    """An unknown currency, kind or month of a rate is a fault with its place."""
    fault = Rates.of("CNY", table)
    assert isinstance(fault, Fault) and fault.rule.name == name and fault.params["at"]


def test_convert_compound_units() -> None:
    """Only the currency is converted by rate; the rest by factor."""
    assert convert(Fraction(10), unit_of("USD/单"), unit_of("元/单"), RATES, "budget") == 72
    assert convert(Fraction(72), unit_of("单/元"), unit_of("单/USD"), RATES, "budget") == Fraction("518.4")
    assert convert(Fraction(1), unit_of("USD/年"), unit_of("元/月"), RATES, "budget") == Fraction("0.6")
    assert convert(Fraction(2), unit_of("小时"), unit_of("分钟"), Rates(), "budget") == 120


def test_p9_no_silent_rate() -> None:
    """Without a declared rate, and between different things, nothing is converted."""
    missing = convert(Fraction(1), unit_of("USD"), unit_of("元"), Rates(currency="CNY"), "budget")
    assert isinstance(missing, Fault) and missing.rule.name == "missing-rate"
    conflict = convert(Fraction(1), unit_of("月"), unit_of("天"), RATES, "budget")
    assert isinstance(conflict, Fault) and conflict.rule.name == "unit-conflict"


def test_parse_rate() -> None:
    """A rate is one bare exact number."""
    assert parse_rate("7.2") == Decimal("7.2")
    assert isinstance(parse_rate("7.2%"), Fault)
