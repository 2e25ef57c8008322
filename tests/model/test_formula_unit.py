"""The unit of a formula: one dimension for what is added, the algebra of units for products."""

from __future__ import annotations

from fractions import Fraction

import pytest
from formula_strategies import text_of, values
from hypothesis import given
from hypothesis import strategies as st

from goaltree.finding import Fault
from goaltree.model import formula_faults
from goaltree.model.dimension import DIMENSIONLESS, PERCENT, POINT, Unit, base_unit
from goaltree.model.formula import Formula
from goaltree.model.formula_parse import parse_formula
from goaltree.model.formula_unit import infer_unit

YUAN = base_unit("currency:CNY", "元")
BILLION = base_unit("currency:CNY", "亿元", Fraction(10**8))
DOLLAR = base_unit("currency:USD", "USD")
ORDER = base_unit("order", "单")
MONTH = base_unit("month", "月", period="month")
UNITS = {
    "gmv": YUAN,
    "plan": BILLION,
    "usd": DOLLAR,
    "orders": ORDER,
    "aov": YUAN / ORDER,
    "share": PERCENT,
    "gap": POINT,
    "score": DIMENSIONLESS,
    "month": MONTH,
}


def parsed(text: str, kind: str = "value") -> Formula:
    """The formula, which must parse."""
    formula = parse_formula(text, kind=kind)
    assert isinstance(formula, Formula), text
    return formula


def unit(text: str, kind: str = "value") -> Unit | Fault | None:
    """The unit of a text over the table above; other names are unknown."""
    return infer_unit(parsed(text, kind), UNITS.get)


# Laws


@given(values())
def test_numbers_alone_never_clash(tree):
    """Where every name is dimensionless, every formula has a dimensionless unit."""
    formula = parse_formula(text_of(tree))
    if isinstance(formula, Formula):
        result = infer_unit(formula, lambda name: DIMENSIONLESS)
        assert isinstance(result, Unit)
        assert result.is_dimensionless


@given(values())
def test_unknown_units_never_clash(tree):
    """Where no unit is known, nothing is refused."""
    formula = parse_formula(text_of(tree))
    if isinstance(formula, Formula):
        result = infer_unit(formula, lambda name: None)
        assert result is None or result.is_dimensionless


@given(
    values(),
    st.lists(st.sampled_from([YUAN, DOLLAR, ORDER, PERCENT, DIMENSIONLESS, None]), min_size=6, max_size=6),
)
def test_any_formula_has_a_unit_or_a_fault_inside(tree, found):
    """Any formula over any units gives a unit, `None`, or a fault with its column inside the text."""
    formula = parse_formula(text_of(tree))
    if isinstance(formula, Formula):
        table = dict(zip(("a", "b", "c", "订单量", "sales.线上", "gmv.直播"), found, strict=True))
        result = infer_unit(formula, table.get)
        if isinstance(result, Fault):
            assert 0 <= result.column < len(formula.text)
            assert result.rule.message.render("zh", result.params)


@given(st.lists(st.sampled_from(sorted(UNITS)), min_size=1, max_size=6), st.data())
def test_products_multiply_dimensions(factors, data):
    """A chain of products and quotients has the dimension of the chain of units."""
    text, expected = factors[0], UNITS[factors[0]]
    for name in factors[1:]:
        operator = data.draw(st.sampled_from("*/"))
        text = f"{text} {operator} {name}"
        expected = expected * UNITS[name] if operator == "*" else expected / UNITS[name]
    assert unit(text).same_dimension(expected)


# Examples


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("orders * aov", YUAN),
        ("gmv / orders", YUAN / ORDER),
        ("gmv / plan", DIMENSIONLESS),
        ("gmv + plan", YUAN),
        ("gmv * share", YUAN),
        ("gmv - 5000万", YUAN),
        ("max(gmv - 100, 0)", YUAN),
        ("2 * gmv / 3", YUAN),
        ("1 / orders", DIMENSIONLESS / ORDER),
        ("share - prev(share)", POINT),
        ("change(share)", POINT),
        ("share - 2%", PERCENT),
        ("1 - share", PERCENT),
        ("gap + share", PERCENT),
        ("if(orders > 100, gmv, 0)", YUAN),
        ("coalesce(gmv, plan)", YUAN),
        ("mean(gmv, gmv)", YUAN),
        ("abs(-gmv)", YUAN),
        ("prev(gmv) + change(gmv) + ytd(gmv)", YUAN),
        ("log(gmv / plan)", DIMENSIONLESS),
        ("sqrt(2)", DIMENSIONLESS),
        ("60%", DIMENSIONLESS),
        ("5", DIMENSIONLESS),
    ],
)
def test_units(text, expected):
    """Sums keep the unit, products multiply, a plain number takes the unit that it meets."""
    found = unit(text)
    assert found.same_dimension(expected)
    assert found.kind == expected.kind


@pytest.mark.parametrize(
    "text", ["pace(gmv) < 0.9", "gmv / plan >= 60%", "value(gmv) > 500亿", "gmv > 1 and orders > 2"]
)
def test_conditions_have_no_unit(text):
    """A condition over matching units is dimensionless."""
    assert unit(text, "condition") == DIMENSIONLESS


@pytest.mark.parametrize(
    ("text", "kind", "column", "said"),
    [
        ("gmv + usd", "value", 4, ("元", "USD")),
        ("share + gmv", "value", 6, ("%", "元")),
        ("gmv + 5%", "value", 4, ("元", "none")),
        ("month - orders", "value", 6, ("月", "单")),
        ("if(orders > 1, gmv, orders)", "value", 0, ("元", "单")),
        ("if(gmv > orders, 1, 2)", "value", 7, ("元", "单")),
        ("max(gmv, 0, orders)", "value", 0, ("元", "单")),
        ("gmv * 2 - orders * 3", "value", 8, ("`gmv * 2`", "`orders * 3`")),
        ("gmv > 1 and gmv < usd", "condition", 16, ("元", "USD")),
        ("unknown + gmv + orders", "value", 14, None),
        ("sum(unknown, gmv, orders)", "value", 0, ("元", "单")),
        ("gmv >= 60%", "condition", 4, ("元", "none")),
    ],
)
def test_g10_units_that_do_not_match_are_refused(text, kind, column, said):
    """Adding, comparing or choosing between units is refused, with both units and the column named."""
    found = unit(text, kind)
    if said is None:
        assert found is None
        return
    assert isinstance(found, Fault)
    assert found.rule is formula_faults.UNIT_MISMATCH_IN_FORMULA
    assert found.column == column
    message = found.rule.message.render("en", found.params)
    assert all(word in message for word in said)


@pytest.mark.parametrize("name", ["log", "exp", "sqrt"])
def test_roots_and_logarithms_take_plain_numbers(name):
    """A value with a unit has no logarithm, exponential or root here."""
    found = unit(f"1 + {name}(gmv)")
    assert isinstance(found, Fault)
    assert (found.rule, found.column) == (formula_faults.UNIT_IN_LOG_OR_ROOT, 4)


@pytest.mark.parametrize("text", ["unknown", "unknown * gmv", "gmv + unknown", "log(unknown)", "unknown + 1"])
def test_unknown_units_stay_unknown(text):
    """What depends on an unknown unit has none, and is not refused."""
    assert unit(text) is None


@pytest.mark.parametrize(
    "rule", [formula_faults.UNIT_MISMATCH_IN_FORMULA, formula_faults.UNIT_IN_LOG_OR_ROOT]
)
def test_unit_rules_fire_on_their_own_example(rule):
    """The wrong plan's formula is refused with the rule, the right one is not."""
    import yaml

    table = {"orders": ORDER, "basket": YUAN / ORDER}
    wrong, right = (yaml.safe_load(plan)["goals"]["sales"]["formula"] for plan in (rule.wrong, rule.right))
    assert infer_unit(parsed(wrong), table.get).rule is rule
    assert infer_unit(parsed(right), table.get).same_dimension(YUAN)
