"""The slope of a formula: exact where there is one, not known at corners."""

from __future__ import annotations

from fractions import Fraction

import pytest
from formula_strategies import affine, text_of, values
from hypothesis import assume, given
from hypothesis import strategies as st

from goaltree.model.formula import Formula
from goaltree.model.formula_derivative import derivative
from goaltree.model.formula_eval import evaluate
from goaltree.model.formula_parse import parse_formula
from goaltree.model.missing import NA

NUMBERS = st.fractions(min_value=-1000, max_value=1000, max_denominator=100)


def parsed(text: str) -> Formula:
    """The formula, which must parse."""
    formula = parse_formula(text)
    assert isinstance(formula, Formula), text
    return formula


def at(**numbers):
    """A lookup that gives these numbers in this period and 1 before it."""

    def lookup(name, lag):
        number = numbers[name]
        return Fraction(1) if lag else number if isinstance(number, NA) else Fraction(number)

    return lookup


# Laws


@given(affine(), NUMBERS, NUMBERS, st.fractions(min_value=Fraction(1, 100), max_value=100))
def test_affine_slope_is_the_finite_difference(tree, a, b, step):
    """For an affine formula the slope is the exact difference quotient, at any step."""
    formula = parsed(text_of(tree))
    quotient = (evaluate(formula, at(a=a + step, b=b)) - evaluate(formula, at(a=a, b=b))) / step
    assert derivative(formula, "a", at(a=a, b=b)) == quotient


@given(affine(), affine(), NUMBERS, NUMBERS)
def test_product_and_quotient_rules(left, right, a, b):
    """(fg)' = f'g + fg' and (f/g)' = (f'g - fg') / g^2."""
    f, g = parsed(text_of(left)), parsed(text_of(right))
    here = at(a=a, b=b)
    fv, gv = evaluate(f, here), evaluate(g, here)
    fd, gd = derivative(f, "a", here), derivative(g, "a", here)
    assert derivative(parsed(f"({f.text}) * ({g.text})"), "a", here) == fd * gv + fv * gd
    quotient = derivative(parsed(f"({f.text}) / ({g.text})"), "a", here)
    assert quotient == (NA("ZERO_DENOM") if gv == 0 else (fd * gv - fv * gd) / gv**2)


@given(
    values(), st.dictionaries(st.sampled_from(["a", "b", "c", "订单量", "sales.线上", "gmv.直播"]), NUMBERS)
)
def test_slope_exists_only_where_the_value_does(tree, table):
    """The slope is a fraction or `NA`, unknown with the value's reason where there is no value."""
    formula = parse_formula(text_of(tree))
    assume(isinstance(formula, Formula))

    def lookup(name, lag):
        return table.get(name, NA("NO_ACTUAL", name))

    value, slope = evaluate(formula, lookup), derivative(formula, "a", lookup)
    if isinstance(value, NA):
        assert slope == value
    else:
        assert isinstance(slope, Fraction) or slope.reason == "OUT_OF_DOMAIN"
        assert derivative(formula, "nowhere", lookup) == 0 or isinstance(
            derivative(formula, "nowhere", lookup), NA
        )


@given(st.fractions(min_value=Fraction(1, 10), max_value=10, max_denominator=50))
def test_log_exp_sqrt_follow_their_rules(a):
    """log' = 1/a, exp' = exp, sqrt' = 1/(2 sqrt), to 30 digits."""
    here = at(a=a)
    tiny = Fraction(1, 10**30)
    assert derivative(parsed("log(a)"), "a", here) == 1 / a
    assert abs(derivative(parsed("exp(a)"), "a", here) / evaluate(parsed("exp(a)"), here) - 1) < tiny
    assert abs(derivative(parsed("sqrt(a)"), "a", here) * 2 * evaluate(parsed("sqrt(a)"), here) - 1) < tiny
    assert abs(derivative(parsed("log(exp(a))"), "a", here) - 1) < tiny


# Examples


@pytest.mark.parametrize(
    ("text", "slope"),
    [
        ("a * b", 5),
        ("a * a * a", 12),
        ("a / b", Fraction(1, 5)),
        ("b / a", Fraction(-5, 4)),
        ("prev(a) + a", 1),
        ("lag(a, 2) * a", 1),
        ("lag(a, 0)", 1),
        ("change(a)", 1),
        ("min(a, b)", 1),
        ("max(a, b)", 0),
        ("max(a, a)", 1),
        ("abs(-a)", 1),
        ("abs(a - 10)", -1),
        ("mean(a, a * a, b)", Fraction(5, 3)),
        ("sum(a, a, b)", 2),
        ("if(a < b, 3 * a, 4 * a)", 3),
        ("if(a > b, 3 * a, 4 * a)", 4),
        ("if(a == 2, 3 * a, 3 * a)", 3),
        ("if(a <= 2 or b > 1, a, 0)", 1),
        ("if(a < 2 and c > 1 and b < 1, 0, 3 * a)", 3),
        ("coalesce(1 / (a - a), a * a)", 4),
        ("5", 0),
        ("a - a", 0),
    ],
)
def test_slopes(text, slope):
    """Slopes at a = 2, b = 5."""
    assert derivative(parsed(text), "a", at(a=2, b=5, c=NA("NO_ACTUAL"))) == slope


@pytest.mark.parametrize(
    "text",
    [
        "min(a, 2)",
        "max(a, 4 - a)",
        "abs(a - 2)",
        "if(a <= 2, 1, a)",
        "sqrt(a - 2)",
        "if(not (a < 2 or b < 1), 1, a)",
    ],
)
def test_corners_have_no_slope(text):
    """At a tie, at the zero of `abs` and `sqrt` and on the edge of a condition there is no one slope."""
    slope = derivative(parsed(text), "a", at(a=2, b=5))
    assert isinstance(slope, NA)
    assert slope.reason == "OUT_OF_DOMAIN"


def test_readings_over_several_periods_have_no_slope():
    """How `ytd(a)` moves with a depends on a's kind; another name's does not matter."""
    formula = parsed("ytd(a) + 2 * b")
    assert derivative(formula, "a", at(a=1, b=1), lambda node: Fraction(9)) == NA("OUT_OF_DOMAIN", "ytd(a)")
    assert derivative(formula, "b", at(a=1, b=1), lambda node: Fraction(9)) == 2


def test_names_are_normalised():
    """The name is compared as formulas compare it."""
    assert derivative(parsed("ａ * 2"), "ａ", at(a=1)) == 2
