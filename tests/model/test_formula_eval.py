"""The value of a formula: exact, or not known with a reason; never infinite, never a guess."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from formula_strategies import PLAIN, UnknownError, conditions, reference, text_of, values
from hypothesis import given
from hypothesis import strategies as st

from goaltree.model.formula import Formula
from goaltree.model.formula_eval import MAX_BITS, evaluate
from goaltree.model.formula_parse import parse_formula
from goaltree.model.missing import NA, REASONS

TABLES = st.dictionaries(
    st.tuples(st.sampled_from(PLAIN), st.integers(0, 3)),
    st.one_of(st.sampled_from([Fraction(0), Fraction(1), Fraction(-2)]), st.fractions(max_denominator=1000)),
    max_size=16,
)


def looked_up(table):
    """A lookup over a table of (name, lag)."""
    return lambda name, lag: table.get((name, lag), NA("NO_ACTUAL", name))


def parsed(text: str, kind: str = "value") -> Formula:
    """The formula, which must parse."""
    formula = parse_formula(text, kind=kind)
    assert isinstance(formula, Formula), text
    return formula


def value(text: str, kind: str = "value", **numbers):
    """The value of a text at numbers of this period."""
    table = {(name, 0): Fraction(number) for name, number in numbers.items()}
    return evaluate(parsed(text, kind), looked_up(table))


def expected(tree, table):
    """What the independent reference says, or its reason."""
    try:
        return reference(tree, table)
    except UnknownError as unknown:
        return unknown.args[0]


# Laws


@given(values(), TABLES)
def test_60_evaluation_equals_the_reference(tree, table):
    """The value is that of a plain recursion over fractions, and is unknown for the same reason."""
    formula = parse_formula(text_of(tree))
    if isinstance(formula, Formula):
        result = evaluate(formula, looked_up(table))
        assert (result.reason if isinstance(result, NA) else result) == expected(tree, table)
        assert evaluate(parsed(str(formula)), looked_up(table)) == result


@given(conditions(), TABLES)
def test_60_conditions_equal_the_reference(tree, table):
    """A condition is true, false or unknown as the reference says."""
    result = evaluate(parsed(text_of(tree), "condition"), looked_up(table))
    assert (result.reason if isinstance(result, NA) else result) == expected(tree, table)


@given(values(), TABLES)
def test_61_renaming_changes_no_value(tree, table):
    """Other names for the same numbers give the same value."""
    formula = parse_formula(text_of(tree))
    if isinstance(formula, Formula) and len(str(formula)) < 500:
        other = {name: f"名 {at}" for at, name in enumerate(PLAIN)}
        moved = {(other[name], lag): number for (name, lag), number in table.items()}
        before, after = evaluate(formula, looked_up(table)), evaluate(formula.rename(other), looked_up(moved))
        if isinstance(before, NA):
            assert isinstance(after, NA) and after.reason == before.reason
        else:
            assert after == before


@given(
    st.lists(
        st.sampled_from(["a", "b", "+", "-", "*", "/", "log(", "exp(", "sqrt(", ")", "0", "9"]), max_size=14
    ),
    TABLES,
)
def test_61_no_value_is_infinite(parts, table):
    """Whatever parses gives a fraction, or `NA` with a known reason."""
    formula = parse_formula("".join(parts))
    if isinstance(formula, Formula):
        result = evaluate(formula, looked_up(table))
        assert isinstance(result, Fraction) or (isinstance(result, NA) and result.reason in REASONS)


@given(st.fractions(min_value=Fraction(1, 10**6), max_value=10**6))
def test_inexact_functions_are_near(number):
    """`log`, `exp` and `sqrt` agree with doubles to twelve digits, and undo each other to 35."""
    assert math.isclose(value("log(a)", a=number), math.log(number), rel_tol=1e-12, abs_tol=1e-12)
    assert math.isclose(value("sqrt(a)", a=number), math.sqrt(number), rel_tol=1e-12)
    assert abs(value("exp(log(a)) / a - 1", a=number)) < Fraction(1, 10**35)
    assert abs(value("sqrt(a) * sqrt(a) / a - 1", a=number)) < Fraction(1, 10**35)


@given(st.fractions(min_value=0))
def test_the_root_of_a_square_is_exact(number):
    """A perfect square has its exact root."""
    assert value("sqrt(a * a)", a=number) == number


# Examples


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a / 0", "ZERO_DENOM"),
        ("0 / 0", "ZERO_DENOM"),
        ("a / (a - a)", "ZERO_DENOM"),
        ("log(0)", "OUT_OF_DOMAIN"),
        ("log(-a)", "OUT_OF_DOMAIN"),
        ("sqrt(-1)", "OUT_OF_DOMAIN"),
        ("exp(1000)", "OUT_OF_DOMAIN"),
        ("exp(-1000)", "OUT_OF_DOMAIN"),
        ("1 / 0 + b", "ZERO_DENOM"),
        ("0 * b", "NO_ACTUAL"),
        ("0 / 0 * 0", "ZERO_DENOM"),
    ],
)
def test_g06_undefined_is_na_with_its_reason(text, reason):
    """What has no value is `NA` for the reason that came first; a zero does not swallow it."""
    result = value(text, a=1)
    assert isinstance(result, NA)
    assert result.reason == reason


def test_g06_a_number_too_long_is_na():
    """Repeated products stop at a bound instead of eating the machine."""
    result = evaluate(parsed("*".join(["a"] * 400)), lambda name, lag: Fraction(2**100, 3**60))
    assert result == NA("OUT_OF_DOMAIN", f"more than {MAX_BITS} bits")


def test_g11_decimal_arithmetic_is_exact():
    """0.1 + 0.2 is 0.3."""
    assert value("0.1 + 0.2 == 0.3", "condition") is True
    assert value("60% + 0.4 == 1", "condition") is True


def test_g13_lag_beyond_the_data_is_na():
    """A lag of 1e9 and a self-lag in the first period are not known."""
    table = {("x", 0): Fraction(1)}
    assert evaluate(parsed("lag(x, 1e9)"), looked_up(table)) == NA("NO_ACTUAL", "x")
    assert evaluate(parsed("prev(x) + 1"), looked_up(table)) == NA("NO_ACTUAL", "x")


def test_a3_subscribers_roll_forward():
    """subs = prev(subs) + new - 5 % of prev(subs), from 1000: 1070, 1116.5, 1150.675."""
    formula = parsed("prev(subs) + new - 5% * prev(subs)")
    subs = Fraction(1000)
    seen = []
    for new in (120, 100, 90):
        table = {("subs", 1): subs, ("new", 0): Fraction(new)}
        subs = evaluate(formula, looked_up(table))
        seen.append(subs)
    assert seen == [Fraction("1070"), Fraction("1116.5"), Fraction("1150.675")]


def test_readings_that_need_periods_are_asked_for():
    """`last`, `ytd`, `opening`, `year_ago` and the scores come from `read`; without it they are not known."""
    formula = parsed("last(a, 3) + ytd(b) + opening(c) + year_ago(d)")
    asked = []

    def read(node):
        asked.append((node.reading, node.name, node.periods))
        return Fraction(1)

    assert evaluate(formula, looked_up({}), read) == 4
    assert asked == [("last", "a", 3), ("ytd", "b", 0), ("opening", "c", 0), ("year_ago", "d", 0)]
    assert evaluate(formula, looked_up({})) == NA("NO_ACTUAL", "last(a, 3)")
    low = parsed("pace(a) < 0.9 or value(a) > 10", "condition")
    assert evaluate(low, looked_up({("a", 0): Fraction(11)}), lambda node: Fraction(1)) is True


def test_change_is_this_period_less_the_last():
    """`change(x)` is x - prev(x)."""
    table = {("x", 0): Fraction(7), ("x", 1): Fraction(5)}
    assert evaluate(parsed("change(x)"), looked_up(table)) == 2


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a < 2 or b < 1", True),
        ("a > 2 and b < 1", False),
        ("not (a > 2 and b < 1)", True),
    ],
)
def test_logic_decides_where_one_side_is_enough(text, result):
    """An unknown side does not matter where the other decides."""
    assert value(text, "condition", a=1) is result
    assert isinstance(value("a < 2 and b < 1", "condition", a=1), NA)
    assert isinstance(value("not (b < 1)", "condition", a=1), NA)


def test_if_takes_only_the_branch_that_holds():
    """The other branch may be undefined; an unknown condition makes all unknown."""
    assert value("if(a == 0, 0, 1 / a)", a=0) == 0
    assert value("if(b > 0, 1, 2)", a=0) == NA("NO_ACTUAL", "b")


def test_coalesce_takes_the_first_known():
    """Where nothing is known, the first reason stands."""
    assert value("coalesce(b, 1 / 0, a, 5)", a=3) == 3
    assert value("coalesce(b, 1 / 0)") == NA("NO_ACTUAL", "b")


def test_na_is_explicit():
    """NA has no truth value, equals its like, and says its reason."""
    with pytest.raises(TypeError):
        bool(NA("NO_ACTUAL"))
    assert NA("NO_ACTUAL", "x") == NA("NO_ACTUAL", "x") != NA("NO_ACTUAL")
    assert str(NA("ZERO_DENOM", "a / b")) == "NA (ZERO_DENOM: a / b)"
    assert str(NA("STALE")) == "NA (STALE)"
