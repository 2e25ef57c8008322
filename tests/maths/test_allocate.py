"""Allocation of a total over parts: planning.md A1."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from goaltree.errors import UsageError
from goaltree.maths import Allocation, Refusal, allocate

F = Fraction
KEYS = [f"k{i}" for i in range(8)]


@st.composite
def problems(draw, *, quantum=None, bounded=False):
    """A total with parts, weights, locks and bounds; `bounded` gives every part both bounds."""
    grid = F(quantum) if quantum else F(1, 8)
    number = st.integers(-200, 200).map(lambda n: n * grid)
    keys = KEYS[: draw(st.integers(1, 8))]
    weights = {key: F(draw(st.integers(0, 50)), draw(st.integers(1, 6))) for key in keys}
    some = st.just(True) if bounded else st.sampled_from((True, False, False, False))
    low = {key: draw(number) for key in keys if draw(some)}
    high = {key: low.get(key, draw(number)) + abs(draw(number)) for key in keys if draw(some)}
    lock = {
        key: min(max(draw(number), low.get(key, F(-999))), high.get(key, F(999)))
        for key in keys
        if draw(st.integers(0, 4)) == 0
    }
    return draw(st.integers(-3000, 3000)) * grid, weights, {"lock": lock, "low": low, "high": high}


def level_shares(rest, weights, low, high):
    """The shares by bisection of the level: an oracle that knows nothing of the method."""

    def at(level):
        found = {}
        for key, weight in weights.items():
            value = level * weight
            value = max(value, low[key]) if key in low else value
            found[key] = min(value, high[key]) if key in high else value
        return found

    left, right = F(-1), F(1)
    for _ in range(200):
        if sum(at(left).values()) <= rest:
            break
        left *= 2
    for _ in range(200):
        if sum(at(right).values()) >= rest:
            break
        right *= 2
    for _ in range(90):
        middle = (left + right) / 2
        if sum(at(middle).values()) < rest:
            left = middle
        else:
            right = middle
    return at(right)


@given(problems())
def test_a1_sum_is_exact_and_locks_and_bounds_are_kept(problem):
    """Shares sum to the total exactly, locked parts keep their value and no share leaves its bounds."""
    total, weights, given_ = problem
    found = allocate(total, weights, **given_, when_zero="even")
    assume(isinstance(found, Allocation))
    assert sum(found.shares.values()) == total
    assert list(found.shares) == list(weights) == list(found.why)
    for key, share in found.shares.items():
        assert given_["low"].get(key, share) <= share <= given_["high"].get(key, share)
        assert (found.why[key] == "lock") == (key in given_["lock"])
        if key in given_["lock"]:
            assert share == given_["lock"][key]


@given(problems(quantum="0.01"))
def test_a1_sum_stays_exact_after_rounding(problem):
    """With a quantum the sum, the locks and the bounds hold as before, and every free share is a multiple."""
    total, weights, given_ = problem
    plain = allocate(total, weights, **given_, when_zero="even")
    found = allocate(total, weights, **given_, quantum=Decimal("0.01"), when_zero="even")
    assert isinstance(found, Allocation) == isinstance(plain, Allocation)
    assume(isinstance(found, Allocation))
    assert sum(found.shares.values()) == total
    for key, share in found.shares.items():
        assert given_["low"].get(key, share) <= share <= given_["high"].get(key, share)
        assert share % F(1, 100) == 0
        assert abs(share - plain.shares[key]) < F(1, 100)
        if found.why[key] == "remainder":
            assert share > plain.shares[key]


@given(problems())
def test_a1_equals_clip_of_one_level(problem):
    """The free shares are clip(level * weight, low, high) for one level, found here by bisection."""
    total, weights, given_ = problem
    found = allocate(total, weights, **given_)
    assume(isinstance(found, Allocation))
    free = {key: weight for key, weight in weights.items() if key not in given_["lock"]}
    assume(free)
    rest = total - sum(given_["lock"].values(), F(0))
    for key, share in level_shares(rest, free, given_["low"], given_["high"]).items():
        assert abs(share - found.shares[key]) < F(1, 10**9)


@given(problems(bounded=True))
def test_a1_refusal_is_a_proof(problem):
    """What is refused cannot be shared: the printed shortfall, given back, makes it possible."""
    total, weights, given_ = problem
    found = allocate(total, weights, **given_, when_zero="even")
    assume(isinstance(found, Refusal))
    assert found.reason in ("below-low", "above-high", "no-free-part")
    assert found.shortfall > 0
    if found.reason == "no-free-part":
        rest = total - sum(given_["lock"].values(), F(0))
        assert abs(rest) == found.shortfall
        return
    sign = 1 if found.reason == "below-low" else -1
    mended = allocate(total + sign * found.shortfall, weights, **given_, when_zero="even")
    assert isinstance(mended, Allocation)
    almost = allocate(total + sign * found.shortfall * F(999, 1000), weights, **given_, when_zero="even")
    assert isinstance(almost, Refusal)
    assert almost.shortfall == found.shortfall / 1000


@given(problems(quantum="0.01"))
def test_a1_idempotent(problem):
    """Shares given back as weights give the same shares."""
    total, weights, given_ = problem
    found = allocate(total, weights, **given_, quantum=F(1, 100), when_zero="even")
    assume(isinstance(found, Allocation))
    free = [found.shares[key] for key in weights if key not in given_["lock"]]
    assume(all(share >= 0 for share in free) and any(free))
    again = allocate(total, found.shares, **given_, quantum=F(1, 100))
    assert isinstance(again, Allocation)
    assert again.shares == found.shares


@given(problems(), st.randoms())
def test_a1_key_order_moves_no_share(problem, random):
    """Without a quantum the order of the keys changes nothing."""
    total, weights, given_ = problem
    keys = list(weights)
    random.shuffle(keys)
    one = allocate(total, weights, **given_, when_zero="even")
    two = allocate(total, {key: weights[key] for key in keys}, **given_, when_zero="even")
    if isinstance(one, Refusal):
        assert isinstance(two, Refusal)
        assert (one.reason, one.shortfall) == (two.reason, two.shortfall)
    else:
        assert one == two


@given(problems(), st.integers(1, 9))
def test_a1_scale_of_weights_moves_no_share(problem, factor):
    """Weights are relative: all of them times a number give the same shares."""
    total, weights, given_ = problem
    scaled = {key: weight * factor for key, weight in weights.items()}
    assert allocate(total, weights, **given_) == allocate(total, scaled, **given_)


def test_a1_lock():
    """10/20 locked/30 of 100 is 20/20/60."""
    found = allocate(100, {"a": 10, "b": 20, "c": 30}, lock={"b": 20})
    assert found == Allocation(
        shares={"a": F(20), "b": F(20), "c": F(60)}, why={"a": "share", "b": "lock", "c": "share"}
    )


def test_a1_cap():
    """120 by weights 1/2/3 with a cap of 30 on the second is 22.5/30/67.5."""
    found = allocate(120, {"a": 1, "b": 2, "c": 3}, high={"b": 30})
    assert found == Allocation(
        shares={"a": F("22.5"), "b": F(30), "c": F("67.5")}, why={"a": "share", "b": "bound", "c": "share"}
    )


def test_a1_even_months():
    """1000 evenly over twelve at 0.01 is eight times 83.33 and four times 83.34, the first ones."""
    found = allocate(1000, {f"m{i}": 0 for i in range(12)}, quantum=Decimal("0.01"), when_zero="even")
    assert isinstance(found, Allocation)
    assert list(found.shares.values()) == [F("83.34")] * 4 + [F("83.33")] * 8
    assert list(found.why.values()) == ["remainder"] * 4 + ["share"] * 8


def test_a1_ties_go_by_key_order():
    """Of equal remainders the key that stands first gets the step."""
    one = allocate(1, {"a": 1, "b": 1}, quantum=1)
    two = allocate(1, {"b": 1, "a": 1}, quantum=1)
    assert isinstance(one, Allocation) and isinstance(two, Allocation)
    assert one.shares == {"a": 1, "b": 0}
    assert two.shares == {"b": 1, "a": 0}


@pytest.mark.parametrize(
    ("weights", "keys", "shortfall"),
    [
        ({"a": -1178, "b": 589, "c": 589}, ("a",), F(1178)),
        (
            {"a": Decimal("0.1"), "b": Decimal("0.1"), "c": Decimal("0.1"), "d": Decimal("-0.3")},
            ("d",),
            F("0.3"),
        ),
    ],
)
def test_a1_near_zero_weights_are_refused(weights, keys, shortfall):
    """Weights that sum to nothing because one is negative are refused, not multiplied to billions."""
    assert allocate(100, weights) == Refusal(reason="negative-weight", keys=keys, shortfall=shortfall)


def test_a1_locked_negative_weight_counts_not():
    """The weight of a locked part is not looked at."""
    found = allocate(10, {"a": -5, "b": 1}, lock={"a": 4})
    assert isinstance(found, Allocation)
    assert found.shares == {"a": 4, "b": 6}


@pytest.mark.parametrize(
    ("total", "weights", "options", "reason", "shortfall", "words"),
    [
        (
            100,
            {"a": 1, "b": 1},
            {"lock": {"a": 40, "b": 50}},
            "no-free-part",
            10,
            "No part is free to take the 10",
        ),
        (100, {"a": 1, "b": 1}, {"high": {"a": 30, "b": 40}}, "above-high", 30, "of a, b leave 30 over"),
        (100, {"a": 1, "b": 1}, {"low": {"a": 70, "b": 40}}, "below-low", 10, "of a, b ask for 10 more"),
        (100, {"a": 0, "b": 0}, {}, "zero-weights", 100, "Every weight of a, b is zero"),
        (0, {"a": 0}, {}, "zero-weights", 0, "Every weight of a is zero"),
        (100, {"a": 0, "b": 1}, {"high": {"b": 60}}, "above-high", 40, "of b leave 40 over"),
        (
            100,
            {"a": 1},
            {"low": {"a": 9}, "high": {"a": 3}},
            "bounds-reversed",
            6,
            "lower bound of a is above",
        ),
        (
            100,
            {"a": 1, "b": 1},
            {"lock": {"a": 9}, "high": {"a": 3}},
            "lock-out-of-bounds",
            6,
            "is 6 outside",
        ),
        (Decimal("10.5"), {"a": 1, "b": 2}, {"quantum": 1}, "off-quantum", F("0.5"), "total is no multiple"),
        (
            10,
            {"a": 1, "b": 2},
            {"quantum": 1, "low": {"a": Decimal("0.25")}},
            "off-quantum",
            F("0.25"),
            "0.25 is left",
        ),
        (F(1, 3), {}, {}, "no-free-part", F(1, 3), "the 1/3 that is left"),
    ],
)
def test_a1_refusals_print_the_shortfall(total, weights, options, reason, shortfall, words):
    """Each refusal says its reason, its parts and the amount, in both languages."""
    found = allocate(total, weights, **options)
    assert isinstance(found, Refusal)
    assert (found.reason, found.shortfall) == (reason, shortfall)
    assert words in found.message("en")
    assert found.message("zh") != found.message("en")


def test_a1_negative_total():
    """A total below zero is shared like one above."""
    found = allocate(-90, {"a": 1, "b": 2}, low={"b": -50})
    assert isinstance(found, Allocation)
    assert found.shares == {"a": -40, "b": -50}


@pytest.mark.parametrize(
    ("total", "weights", "options"),
    [
        (1.5, {"a": 1}, {}),
        (True, {"a": 1}, {}),
        (Decimal("NaN"), {"a": 1}, {}),
        (1, {"a": 0.5}, {}),
        (1, {"a": 1}, {"lock": {"b": 1}}),
        (1, {"a": 1}, {"high": {"b": 1}}),
        (1, {"a": 1}, {"quantum": 0}),
    ],
)
def test_a1_wrong_calls_raise(total, weights, options):
    """Floats, numbers that are not finite, unknown parts and steps that are none are wrong calls."""
    with pytest.raises(UsageError):
        allocate(total, weights, **options)
