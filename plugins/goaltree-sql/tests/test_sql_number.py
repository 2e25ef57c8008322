"""Numbers that a database adds up keep every digit, whatever type they have."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sql_measured import FEW, whole
from sql_source import SqliteSource

import goaltree as gt
from goaltree.testing.fact_question import asked, plan_of


@FEW
@given(
    numbers=st.lists(
        st.floats(-1e200, 1e200, allow_nan=False) | st.just(float("nan")), min_size=1, max_size=20
    )
)
def test_floats_are_added_as_the_decimals_that_they_print_as(source, numbers):
    """Whatever cancels, nothing is rounded on the way: 0.1 and 0.2 are 0.3, and NaN is nothing.

    PostgreSQL prints some floats with a digit more than Python does.
    """
    rows = [{"day": date(2025, 1, 3), "x": number} for number in numbers]
    plan = plan_of({"facts": {"sum": "x", "time": "day"}}, dimension=False)
    found = asked(plan, source.connector({"facts": rows})).columns
    there = [Fraction(repr(number)) for number in numbers if number == number]  # noqa: PLR0124 - not nan
    assert len(found["value"]) == bool(there)
    assert all(
        abs(Fraction(value) - sum(there)) <= Fraction(sum(map(abs, there)), 10**16)
        for value in found["value"]
    )
    assert found["count"] == ([len(there)] if there else [])


def test_sums_beyond_sixty_four_bits_are_exact(source):
    """Neither engine's own sum of such integers is: one overflows, the other would round."""
    rows = [{"day": date(2025, 1, 3), "v": value} for value in (2**63 - 1, 2**63 - 1, -(2**63), 5)]
    assert whole(source, {"sum": "v", "time": "day"}, rows) == ({"2025-01": (2**63 + 3, 4)}, [])


def test_digits_beyond_any_type_are_exact(source):
    """Whole numbers of fifty digits and fractions of thirty are added to the last one."""
    rows = [{"day": date(2025, 1, 3), "v": value} for value in (10**50 + 1, Decimal("1e-30"), -(10**50))]
    found, errors = whole(source, {"sum": "v", "time": "day"}, rows)
    assert (found, errors) == ({"2025-01": (1 + Fraction(1, 10**30), 3)}, [])


def test_products_are_exact(source):
    """A product of two integers of 63 bits does not become a float on its way."""
    rows = [{"day": date(2025, 1, 3), "v": 2**63 - 1, "w": 2**63 - 1}]
    told = {"mean": "v", "weight": "w", "time": "day"}
    assert whole(source, told, rows, kind="mean") == ({"2025-01": (2**63 - 1, 2**63 - 1)}, [])


@pytest.mark.parametrize("kind", ["sum", "mean"])
def test_an_infinite_value_is_told(source, kind):
    """It is no number of a business, and an error says so."""
    rows = [{"day": "2025-01-03", "x": float("inf")}, {"day": "2025-01-03", "x": 1.0}]
    metric_kind = {"sum": "flow"}.get(kind, kind)
    found, errors = whole(source, {kind: "x", "time": "day"}, rows, kind=metric_kind)
    assert isinstance(found["2025-01"][0], gt.NA)
    assert errors == ["GT821"]


def test_texts_are_numbers_by_their_written_digits(source):
    """`1e3`, `2.5` and ` .5 ` are 1003, as the column says; blanks are nothing."""
    rows = [{"day": "2025-01-03", "v": text} for text in ("1e3", "2.5", " .5 ", " ", "", None)]
    assert whole(source, {"sum": "v", "time": "day"}, rows) == ({"2025-01": (1003, 3)}, [])


@pytest.mark.parametrize(("kind", "value"), [("min", -3), ("max", Decimal("10.5"))])
def test_extremes_compare_numbers(source, kind, value):
    """Also where they are texts, of which the greatest is another one."""
    rows = [{"day": "2025-01-03", "v": text} for text in ("9", "10.5", "-3", "-20e-1")]
    found, errors = whole(source, {kind: "v", "time": "day"}, rows, kind="stock")
    assert (found["2025-01"][0], errors) == (Fraction(value), [])


def test_a_total_that_no_float_holds_is_told(tmp_path):
    """Written numbers may have three digits of exponent; what could not count is told with its sum all the same."""
    rows = [{"day": "2025-01-31", "v": one} for one in ("1e999", "1e-999", "5")] + [{"day": "soon", "v": "7"}]
    plan = plan_of({"facts": {"sum": "v", "time": "day"}}, dimension=False)
    found = asked(plan, SqliteSource(tmp_path).connector({"facts": rows}))
    actuals = gt.observe(plan, found)
    (balance,) = (one for one in actuals.findings if one.name == "rows-uncounted")
    assert "1.0000000000000000E+999" in balance.message() and "7" in balance.message("zh")
