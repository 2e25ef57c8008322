"""Formulas on arrays: the values of the exact evaluation, rounded, and NaN where it has none."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.errors import UsageError
from goaltree.maths.program import Program, program
from goaltree.model.formula import Apply, Formula, Number, Reference
from goaltree.model.formula_eval import evaluate
from goaltree.model.formula_parse import parse_formula
from goaltree.model.missing import NA

NAMES = "abc"
SLOTS = {name: slot for slot, name in enumerate(NAMES)}
halves = st.integers(-8, 8).map(lambda n: n / 2)


def joined(operator, *parts):
    """The postfix nodes of an operation."""
    return (*(node for part in parts for node in part), Apply(operator, len(parts)))


LEAVES = st.one_of(
    halves.map(lambda number: (Number(Fraction(number)),)),
    st.sampled_from(NAMES).map(lambda name: (Reference(name=name),)),
)
DIVISORS = st.sampled_from([0, 1, 2, 4, -2]).map(lambda number: (Number(Fraction(number)),))


@st.composite
def conditions(draw, values, depth=2):
    """Comparisons of values, joined by logic."""
    kind = draw(st.sampled_from(["<", "<=", ">", ">=", "==", "!=", *(["and", "or", "not"] if depth else [])]))
    part = conditions(values, depth - 1) if kind in ("and", "or", "not") else values
    return joined(kind, *(draw(part) for _ in range(1 if kind == "not" else 2)))


@st.composite
def values(draw, depth=3):
    """Value formulas whose steps are exact in binary, so that no comparison hangs on a rounding."""
    kinds = ["leaf", *"+-*/", "neg", "abs", "min", "max", "sum", "coalesce", "if"]
    kind = draw(st.sampled_from(kinds)) if depth else "leaf"
    below = values(depth - 1)
    if kind == "leaf":
        return draw(LEAVES)
    if kind == "/":
        return joined(kind, draw(below), draw(DIVISORS))
    if kind == "if":
        return joined(kind, draw(conditions(below)), draw(below), draw(below))
    count = 2 if kind in "+-*" else 1 if kind in ("neg", "abs") else draw(st.integers(2, 4))
    return joined(kind, *(draw(below) for _ in range(count)))


def exact(formula, row):
    """The value by fractions, NaN for NA, 1 and 0 for truths."""
    known = {
        name: NA("NO_ACTUAL") if math.isnan(x) else Fraction(x) for name, x in zip(NAMES, row, strict=True)
    }
    value = evaluate(formula, lambda name, lag: known[name])
    return math.nan if isinstance(value, NA) else float(value)


@given(
    nodes=st.one_of(values(), conditions(values(1))),
    rows=st.lists(st.tuples(*[st.one_of(halves, st.just(math.nan))] * 3), min_size=1, max_size=5),
)
def test_a_program_gives_what_the_formula_gives(nodes, rows):
    """Random formulas with unknown values: equal where fractions have a value, NaN where they have none."""
    formula = Formula("", nodes)
    found = program(formula, SLOTS).run(list(np.array(rows).T))
    np.testing.assert_array_equal(found, [exact(formula, row) for row in rows])
    assert found.shape == (len(rows),)


def run(text, **given):
    """One formula at one place."""
    parsed = parse_formula(text)
    assert isinstance(parsed, Formula)
    return float(
        program(parsed, {name: i for i, name in enumerate(given)}).run(
            [np.array([x]) for x in given.values()]
        )[0]
    )


@pytest.mark.parametrize(
    ("text", "given", "wanted"),
    [
        ("a / b", {"a": 1, "b": 3}, 1 / 3),
        ("mean(a, b, 60%)", {"a": 1, "b": 2}, 1.2),
        ("log(a)", {"a": math.e}, 1),
        ("exp(a)", {"a": 2}, math.exp(2)),
        ("sqrt(a)", {"a": 2}, math.sqrt(2)),
        ("a + 1.2亿", {"a": 1}, 120_000_001),
        ("sum(a, 1, b)", {"a": 1e16, "b": -1e16}, 1),
    ],
)
def test_rounded_operations(text, given, wanted):
    """Division, mean and functions have the nearest number or its neighbour; `sum` loses no small number."""
    assert run(text, **given) == pytest.approx(wanted, rel=2.3e-16)


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("a / b", {"a": 1, "b": 0}),
        ("a / b", {"a": 0, "b": 0}),
        ("log(a)", {"a": 0}),
        ("log(a)", {"a": -1}),
        ("sqrt(a)", {"a": -1}),
        ("exp(a)", {"a": 701}),
        ("exp(a)", {"a": -701}),
        ("1 / exp(a)", {"a": 710}),
        ("a * a", {"a": 1e200}),
        ("1 / (a * a)", {"a": 1e200}),
        ("1 / (a + a)", {"a": 1.7e308}),
        ("sum(a, a, a)", {"a": 1.7e308}),
        ("1 / a", {"a": 1e-320}),
    ],
)
def test_outside_the_domain_is_not_known(text, given):
    """Nothing infinite comes out, nor a 0 that an infinity was divided into."""
    assert math.isnan(run(text, **given))


def test_a_comparison_of_great_numbers_does_not_overflow():
    """1.7e308 is more than its negative, although their difference is no number."""
    assert run("if(a > b, 1, 0)", a=1.7e308, b=-1.7e308) == 1


def test_readings_have_slots_of_their_own():
    """`orders` and `prev(orders)` are two slots; a slot is found by reference, by text or by plain name."""
    formula = parse_formula("orders - prev(orders)")
    assert isinstance(formula, Formula)
    slots = [np.array([5.0]), np.array([3.0])]
    for mapping in (
        {"orders": 0, "prev(orders)": 1},
        {Reference(name="orders"): 0, Reference(name="orders", reading="prev"): 1},
    ):
        assert program(formula, mapping).run(slots).tolist() == [2]


@pytest.mark.parametrize("slots", [{"orders": 0}, {"orders": 0, "prev(orders)": 2}, {}])
def test_readings_without_a_slot_are_refused(slots):
    """A plain name is no slot for what is read one period earlier, and numbers have no gaps."""
    formula = parse_formula("orders - prev(orders)")
    assert isinstance(formula, Formula)
    with pytest.raises(UsageError):
        program(formula, slots)


def test_a_constant_has_the_shape_of_its_slots():
    """What depends on no slot is the same everywhere; -0.0 comes out as 0.0."""
    found = Program(steps=(-0.0,), arity=1).run([np.ones((2, 3))])
    assert found.tolist() == [[0.0] * 3] * 2
    assert not np.signbit(found).any()


def test_another_number_of_slots_is_refused():
    """A program runs on as many arrays as it has slots."""
    with pytest.raises(UsageError):
        Program(steps=(0,), arity=1).run([])


@given(st.lists(st.floats(0.01, 600), min_size=1, max_size=40), st.integers(1, 5))
def test_functions_have_the_same_bits_in_any_shape(numbers, step):
    """`log`, `exp` and `sqrt` of a number do not depend on what stands beside it in memory."""
    steps = (0, Apply("log", 1), 0, Apply("exp", 1), Apply("sqrt", 1), Apply("+", 2))
    spaced = np.zeros(len(numbers) * step)
    spaced[::step] = numbers
    shape = Program(steps=steps, arity=1)
    whole = shape.run([spaced[::step]]).tolist()
    assert whole == [shape.run([np.array([number])])[0] for number in numbers]
