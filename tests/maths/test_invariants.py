"""What holds whatever the numbers: the laws that several formulas share."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from goaltree.maths import (
    STATUSES,
    Column,
    band,
    cagr,
    capped,
    carried,
    change,
    combined,
    contribution,
    decide,
    distance_to_target,
    expected,
    gap,
    geometric_value,
    growth,
    growth_on_size,
    growth_per_day,
    increment,
    inverse_ratio,
    level,
    margin,
    minmax,
    okr,
    pace,
    pp,
    progress,
    ratio,
    required_rate,
    required_uplift,
    settled,
    sigma,
    signed_gap,
    smoothstep,
    threshold,
    time_gap,
    total,
    two_minus,
    worst_target,
)
from goaltree.maths.column import REASON_CODES
from goaltree.model.missing import NA

F = Fraction
exact = st.fractions(min_value=-1000, max_value=1000, max_denominator=100)
nonzero = exact.filter(bool)
ways = st.sampled_from(["up", "down"])
hard = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([0.0, -0.0, 1.0, -1.0, 5e-324, 1.7e308, -1.7e308, 2.0**53 + 2, 1e-300]),
)
given_ = st.one_of(hard, st.sampled_from([NA("STALE"), NA("NO_TARGET")]))

FORMULAS = {
    progress: 3,
    ratio: 2,
    inverse_ratio: 2,
    two_minus: 2,
    worst_target: 3,
    okr: 3,
    band: 5,
    capped: 1,
    change: 2,
    growth: 2,
    growth_on_size: 2,
    growth_per_day: 4,
    cagr: 3,
    contribution: 3,
    gap: 2,
    time_gap: 3,
    required_rate: 3,
    required_uplift: 4,
    settled: 1,
    smoothstep: 1,
    geometric_value: 3,
    minmax: 3,
    distance_to_target: 2,
}
DIRECTED = {signed_gap: 2, threshold: 2, margin: 2, level: 2, increment: 3, pp: 2, sigma: 3}


def every_formula(numbers, way, semantics):
    """Each formula with its arguments taken from the numbers."""
    for function, count in FORMULAS.items():
        yield function, numbers[:count], {}
    for function, count in DIRECTED.items():
        yield function, [*numbers[:count], way], {}
    yield expected, numbers[:3], {"semantics": semantics}
    yield pace, numbers[:4], {"semantics": semantics}


@given(
    numbers=st.lists(given_, min_size=5, max_size=5),
    way=ways,
    semantics=st.sampled_from(["total", "end", "average", "every"]),
)
def test_61_no_result_is_infinite_or_no_number(numbers, way, semantics):
    """Whatever goes in, a finite number or a reason comes out, and never an exception or a warning."""
    for function, arguments, options in every_formula(numbers, way, semantics):
        one = function(*arguments, **options)
        many = function(*[[a] if not isinstance(a, str) else a for a in arguments], **options)
        assert isinstance(one, NA) or np.isfinite(one), function
        assert isinstance(many, Column), function
        assert (many.reasons[0] == 0) == bool(np.isfinite(many.values[0])), function


@given(numbers=st.lists(given_, min_size=5, max_size=5), way=ways)
def test_what_is_missing_is_told_alike_for_numbers_and_arrays(numbers, way):
    """A missing argument, or a refused one, has the same reason in both worlds; only overflow may differ."""
    for function, arguments, options in every_formula(numbers, way, "end"):
        one = function(*arguments, **options)
        many = function(*[[a] if not isinstance(a, str) else a for a in arguments], **options)
        told = REASON_CODES[many.reasons[0]]
        if isinstance(one, NA) and one.reason != "OUT_OF_DOMAIN":
            assert told in {one.reason, "OUT_OF_DOMAIN"}, function
        if any(isinstance(a, NA) for a in arguments) and function not in {expected, pace}:
            first = next(a for a in arguments if isinstance(a, NA))
            assert one == first and told == first.reason, function


@given(a=exact, b=exact, t=exact, scale=nonzero, shift=exact)
def test_1_16_a_change_of_unit_changes_no_progress(a, b, t, scale, shift):
    """Progress is the same in any unit with any zero, exactly."""
    found = progress(scale * a + shift, scale * b + shift, scale * t + shift)
    assert found == progress(a, b, t)


@given(a=exact, b=exact, t=exact, scale=nonzero, shift=exact)
def test_16_floats_keep_progress_within_their_conditioning(a, b, t, scale, shift):
    """In float arrays a change of unit moves progress no further than the rounding of its arguments."""
    assume(b != t)
    moved = [float(scale * one + shift) for one in (a, b, t)]
    found = progress([moved[0]], moved[1], moved[2])
    assume(found.known[0])
    size = max(abs(one) for one in moved) + float(abs(shift))
    slack = 8 * 2.0**-53 * size / float(abs(scale * (t - b))) * (1 + abs(float(progress(a, b, t))))
    assert found.at(0) == pytest.approx(float(progress(a, b, t)), abs=slack + 1e-15, rel=1e-14)


@given(b=exact, t=exact)
def test_2_14_progress_is_0_at_the_baseline_and_1_at_the_target(b, t):
    """Both ends are exact, in fractions and in floats."""
    assume(b != t)
    assert (progress(b, b, t), progress(t, b, t)) == (0, 1)
    low, high = float(b), float(t)
    assert progress([low, high], low, high).values.tolist() == [0.0, 1.0]


@given(t=nonzero, way=ways)
def test_3_15_signed_gap_is_1_at_the_target(t, way):
    """On target there is no gap, whichever way is better and whatever the target's sign."""
    assert signed_gap(t, t, way) == 1 == signed_gap([float(t)], float(t), way).at(0)


@given(pairs=st.lists(st.tuples(exact, nonzero.map(abs)), min_size=1, max_size=6))
def test_4_a_rolled_up_ratio_lies_within_its_parts(pairs):
    """A pooled ratio is no further out than the outermost segment."""
    ratios = [num / den for num, den in pairs]
    assert min(ratios) <= combined([carried("pair", *pair) for pair in pairs]).value() <= max(ratios)


@given(
    leaves=st.lists(st.lists(exact, min_size=1, max_size=3), min_size=1, max_size=3), put=st.integers(0, 2)
)
def test_1_3_a_sum_conserves_and_moving_a_child_moves_its_value(leaves, put):
    """The company is the sum of its leaves; a child that changes teams changes those two only."""
    teams = [total(team) for team in leaves]
    assert total(teams) == sum(sum(team) for team in leaves)
    if len(leaves) > 1 and len(leaves[0]) > 1:
        moved, target = leaves[0][-1], 1 + put % (len(leaves) - 1)
        after = [
            team[:-1] if n == 0 else [*team, moved] if n == target else team for n, team in enumerate(leaves)
        ]
        changed = [now - before for now, before in zip(map(total, after), teams, strict=True)]
        assert changed == [-moved if n == 0 else moved if n == target else 0 for n in range(len(leaves))]


@given(values=st.lists(exact, min_size=1, max_size=5), extra=nonzero.map(abs))
def test_8_extremes_are_idempotent_and_monotone(values, extra):
    """The least of one is itself, twice is once, and a larger part never lowers an extreme."""
    for carrier in ("min", "max"):
        states = [carried(carrier, value) for value in values]
        once = combined(states)
        assert combined([once, once]) == once == combined([*states, once])
        assert combined([carried(carrier, value + extra) for value in values]).value() > once.value()


@given(value=exact, scale=st.sampled_from([F(1), F(10**4), F(10**8), F(1, 100)]), b=exact, t=exact, way=ways)
def test_15_17_18_display_units_change_no_status(value, scale, b, t, way):
    """In 元, 万, 亿 or percent an attainment, a deviation and so a status are the same."""

    def seen(x, base, aim):
        basis = increment(x, base, aim, way)
        reached = signed_gap(x, aim, way)
        if isinstance(basis, NA) or isinstance(reached, NA):
            return "unknown", basis, reached
        rules = [("off_track", basis < F(-1, 5)), ("at_risk", basis <= F(-1, 10)), ("achieved", reached >= 1)]
        return decide(rules, otherwise="on_track"), basis, reached

    plain, scaled = seen(value, b, t), seen(value * scale, b * scale, t * scale)
    assert plain == scaled and plain[0] in STATUSES


def test_17_decimals_of_one_amount_are_one_number():
    """3.6亿 of 3.8亿 is the same written in 亿, in 万 and in full, and 45 % is 0.45."""
    found = {
        ratio(Decimal(a), Decimal(t)) for a, t in (("3.6", "3.8"), ("36000", "38000"), ("3.6e8", "3.8e8"))
    }
    assert found == {F(18, 19)}
    assert pp(Decimal("0.45"), F(45, 100), "up") == 0


@given(a=exact, b=exact, t=exact, w=st.fractions(min_value=0, max_value=1))
def test_exact_in_exact_out(a, b, t, w):
    """Integers, decimals and fractions give fractions; one float makes the result a float."""
    for found in (progress(a, b, t), ratio(a, t), expected(b, t, w, semantics="end"), level(a, t, "up")):
        assert isinstance(found, (NA, Fraction))
    for found in (progress(float(a), b, t), ratio(a, float(t)), expected(b, t, float(w), semantics="end")):
        assert isinstance(found, (NA, float))
