"""Numbers and columns: what is known, what is missing and why, and one formula for both."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.errors import UsageError
from goaltree.maths import Column, column, progress, ratio
from goaltree.maths.column import CODE_OF, REASON_CODES, number
from goaltree.model.missing import NA, REASONS


def test_every_reason_has_a_code():
    """The codes of a column are the reasons of `NA`, after 0 for what is known."""
    assert REASON_CODES == ("", *REASONS)
    assert len(set(REASON_CODES)) == len(REASON_CODES) <= 256


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (float("nan"), "NO_ACTUAL"),
        (None, "NO_ACTUAL"),
        (float("inf"), "OUT_OF_DOMAIN"),
        (NA("STALE"), "STALE"),
    ],
)
def test_what_is_no_number_gets_its_reason(value, reason):
    """A value that is missing or infinite stands as not-a-number with a reason."""
    made = column([1, value])
    assert made.at(0) == 1.0 and made.at(1) == NA(reason)
    assert np.isnan(made.values[1]) and list(made.known) == [True, False]


def test_a_missing_target_is_no_missing_actual():
    """A not-a-number in an array of targets or baselines is told as what it is."""
    nan = np.array([np.nan])
    assert progress(np.array([1.0]), 0, nan).at(0) == NA("NO_TARGET")
    assert progress(np.array([1.0]), nan, 1).at(0) == NA("NO_BASELINE")
    assert progress(nan, nan, nan).at(0) == NA("NO_ACTUAL")


def test_stated_reasons_hide_the_value():
    """A value that is given with a reason is missing, whatever it is."""
    made = column(np.array([5.0, 6.0]), [0, CODE_OF["STALE"]])
    assert made.at(0) == 5.0 and made.at(1) == NA("STALE")


@pytest.mark.parametrize(
    "value",
    [True, [True, 2], "5", ["5"], np.array([1 + 2j]), np.array(["a"]), [[1], [1, 2]], [Decimal("NaN")]],
)
def test_what_is_no_array_of_numbers_is_refused(value):
    """Truths, texts, complex numbers and ragged rows are a program's mistake."""
    with pytest.raises(UsageError):
        column(value)


@pytest.mark.parametrize(
    "value", [True, np.True_, float("nan"), float("inf"), "5", None, Decimal("Infinity"), 1j]
)
def test_what_is_no_single_number_is_refused(value):
    """A single number is finite and real."""
    with pytest.raises(UsageError):
        number(value)
    with pytest.raises(UsageError):
        ratio(value, 1)


def test_codes_that_are_none_are_refused():
    """A reason outside the table is a program's mistake."""
    with pytest.raises(UsageError, match="code from 0"):
        column([1.0], [99])
    with pytest.raises(UsageError, match="code from 0"):
        column([1.0], [0.5])


def test_a_column_keeps_its_word():
    """Values are missing exactly where a reason stands, and both arrays have one shape and type."""
    known, zeros = np.array([1.0]), np.zeros(1, np.uint8)
    for values, reasons in [
        (known, zeros + np.uint8(1)),
        (np.array([np.nan]), zeros),
        (np.array([np.inf]), zeros + np.uint8(1)),
        (known, np.zeros(2, np.uint8)),
        (known.astype(np.float32), zeros),
    ]:
        with pytest.raises(UsageError):
            Column(values=values, reasons=reasons)


def test_d23_input_stays_and_output_is_independent():
    """An array that is given is neither changed nor kept, and a column cannot be written to."""
    mine = np.array([1.0, np.nan])
    made = column(mine)
    mine[0] = 7
    assert made.at(0) == 1.0 and np.isnan(mine[1])
    with pytest.raises(ValueError, match="read-only"):
        made.values[0] = 3
    with pytest.raises(ValueError, match="read-only"):
        made.reasons[0] = 3


@pytest.mark.parametrize("dtype", ["int8", "int64", "uint16", "float32", "float64", "object"])
def test_the_type_of_an_array_changes_nothing(dtype):
    """Small whole numbers are the same in every type."""
    made = ratio(np.array([1, 2, 3], dtype=dtype), 4)
    assert made.values.tolist() == [0.25, 0.5, 0.75]


def test_a_slice_is_a_column():
    """Part of a column is a column with its reasons."""
    made = column([[1, NA("STALE")], [3, 4]])
    assert len(made) == 2 and made.shape == (2, 2)
    assert made[0].at(1) == NA("STALE") and made[:, 0].values.tolist() == [1.0, 3.0]


def test_n05_huge_integers_are_exact_and_no_infinite_float():
    """Integers beyond a float stay exact among integers, and are missing where a float is wanted."""
    huge = 10**400
    assert ratio(huge + 1, huge) == Fraction(huge + 1, huge)
    assert ratio(2**53 + 1, 1) == 2**53 + 1
    assert ratio(huge, 1.0) == NA("OUT_OF_DOMAIN")
    assert ratio([huge], 1).at(0) == NA("OUT_OF_DOMAIN")


def test_n04_the_callers_contexts_change_nothing():
    """Neither a narrow decimal context nor strict numpy errors reach a formula."""
    import decimal

    long = Decimal("1.234567890123456789012345678901234567890")
    with decimal.localcontext() as context, np.errstate(all="raise"):
        context.prec = 3
        context.traps[decimal.Inexact] = True
        assert ratio(long, Decimal(1)) == Fraction("1.234567890123456789012345678901234567890")
        assert progress(
            np.array([1.0, 1e308]), np.array([0.0, -1e308]), np.array([0.0, 1e308])
        ).reasons.tolist() == [
            CODE_OF["DEGENERATE"],
            CODE_OF["OUT_OF_DOMAIN"],
        ]


@pytest.mark.parametrize(("actual", "target"), [(5e-324, 1.0), (5e-324, 5e-324), (-0.0, 1.0)])
def test_n02_tiny_numbers_are_finite(actual, target):
    """Subnormal numbers and minus zero give finite results, in both worlds alike."""
    one, many = ratio(actual, target), ratio(np.array([actual]), target).at(0)
    assert one == many and np.isfinite(one)


floats = st.floats(min_value=-1e9, max_value=1e9, allow_subnormal=False)
maybe = st.one_of(floats, st.sampled_from([NA("STALE"), NA("PARTIAL")]))


@given(actual=maybe, baseline=maybe, target=maybe)
def test_single_numbers_and_arrays_agree(actual, baseline, target):
    """A formula on an array gives what it gives on each number, up to the rounding of floats."""
    one = progress(actual, baseline, target)
    many = progress([actual], [baseline], [target]).at(0)
    if isinstance(one, NA) or isinstance(many, NA):
        assert one == many
    else:
        assert many == pytest.approx(one, rel=1e-15, abs=1e-300)


@given(values=st.lists(maybe, min_size=1, max_size=4), target=floats)
def test_a_whole_is_its_parts(values, target):
    """A formula on an array is that on its parts, bit for bit."""
    whole = ratio(values, target)
    for at, value in enumerate(values):
        part = ratio([value], target)
        assert part.reasons[0] == whole.reasons[at]
        assert np.array_equal(part.values, whole.values[at : at + 1], equal_nan=True)
