"""What follows from an actual: against fractions, in any order of memory, NaN where nothing follows."""

import math
import sys
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.errors import UsageError
from goaltree.maths.derive import derive

NAMES = ("expected", "progress", "ratio", "gap", "status")
eighths = st.integers(-64, 64).map(lambda n: n / 8)
bounds = st.sampled_from([(0.0, math.inf), (math.inf, 0.0), (0.5, 0.25), (0.0, 0.0)])
goals = st.tuples(
    st.one_of(eighths, st.just(math.nan)), eighths, eighths, st.sampled_from([0, 0.25, 0.5, 1]), bounds
)


def exact(actual, baseline, target, share, bound):
    """The five values by fractions."""
    a, b, t, x = map(Fraction, (actual, baseline, target, share))
    due = b + (t - b) * x
    gap = min(
        *(a - due + Fraction(low) for low in bound[:1] if math.isfinite(low)),
        *(due + Fraction(high) - a for high in bound[1:] if math.isfinite(high)),
        Fraction(10**9),
    )
    status = (gap >= Fraction(-1, 8) * abs(t - b)) + (gap >= 0)
    return (
        float(due),
        float((a - b) / (t - b)) if t != b else math.nan,
        float(a / t) if t else math.nan,
        float(gap),
        status,
    )


@given(st.lists(goals, min_size=1, max_size=8), st.sampled_from("CF"), st.integers(1, 4))
def test_values_agree_with_fractions(rows, order, cells):
    """Numbers of a few bits give the nearest result, and the status is exact at its thresholds; blocks change nothing."""
    actual, baseline, target, share, bound = zip(*rows, strict=True)
    low, high = zip(*bound, strict=True)
    block = np.array([actual, actual], order=order).T
    with pytest.MonkeyPatch.context() as patch:
        for name in ("_CELLS", "_COLUMN_CELLS"):
            patch.setattr(sys.modules[derive.__module__], name, cells)
        found = derive(
            block, baseline, target, np.array(share)[:, np.newaxis], low=low, high=high, at_risk=-0.125
        )
    for column in range(2):
        for i, row in enumerate(rows):
            got = [getattr(found, name)[i, column] for name in NAMES]
            if math.isnan(row[0]):
                due = exact(0.0, *row[1:])[0]
                assert got[0] == due
                assert np.isnan(got[1:4]).all()
                assert got[4] == -1
            else:
                np.testing.assert_array_equal(got, exact(*row))


def test_curves_are_looked_up():
    """A table of curves and a row for each goal give what the curves themselves give, in both orders of memory."""
    rng = np.random.default_rng(2)
    curves, curve = rng.random((3, 5)), np.array([2, 0, 1, 2])
    more = {"low": [0.0] * 4, "high": [math.inf] * 4}
    for order in "CF":
        actual = np.array(rng.random((4, 5)), order=order)
        arguments = (actual, [0.0, 1, 2, 3], [5.0, 6, 7, 8])
        looked_up = derive(*arguments, curves, curve=curve, **more)
        written_out = derive(*arguments, curves[curve], **more)
        for name in NAMES:
            np.testing.assert_array_equal(getattr(looked_up, name), getattr(written_out, name))


def test_memory_is_used_again():
    """`out` is filled and given back."""
    more = {"low": [0.0], "high": [math.inf]}
    first = derive(np.ones((1, 3)), [0.0], [2.0], 1, **more)
    second = derive(np.full((1, 3), 2.0), [0.0], [2.0], 1, out=first, **more)
    assert second is first
    assert first.progress.tolist() == [[1.0] * 3]
    assert first.status.tolist() == [[2] * 3]


@pytest.mark.parametrize("shape", [(0, 3), (2, 0)])
def test_nothing_follows_from_nothing(shape):
    """No goals or no times give empty results."""
    zeros = [0.0] * shape[0]
    found = derive(np.empty(shape), zeros, zeros, 1, low=zeros, high=zeros)
    assert [getattr(found, name).shape for name in NAMES] == [shape] * 5


@pytest.mark.parametrize(
    ("actual", "baseline", "target"),
    [(1e308, 0.0, 1e-10), (1.0, -1e308, 1e308), (1e308, -1e308, 0.0), (1.0, 0.0, 0.0), (0.0, 1.0, 1.0)],
)
def test_nothing_is_infinite(actual, baseline, target):
    """Overflow and division by 0 leave NaN, in the cells where they occur and nowhere else."""
    found = derive(
        np.array([[actual], [1.0]]), [baseline, 0.0], [target, 2.0], 1, low=[0, 0], high=[math.inf] * 2
    )
    for name in NAMES[:4]:
        assert not np.isinf(getattr(found, name)).any()
    assert [getattr(found, name)[1, 0] for name in NAMES] == [2.0, 0.5, 0.5, -1.0, 0]
    assert math.isnan(found.progress[0, 0]) or math.isnan(found.ratio[0, 0])


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_an_unknown_target_or_baseline_leaves_its_results_unknown(bad):
    """No number over an infinite target becomes a plain 0, and what was given is not touched."""
    given = [bad, 2.0]
    for baseline, target, known in (([0.0, 0.0], given, ()), (given, [4.0, 4.0], ("ratio",))):
        found = derive(np.ones((2, 1)), baseline, np.array(target), 0.5, low=[0, 0], high=[math.inf] * 2)
        for name in NAMES[:4]:
            assert math.isnan(getattr(found, name)[0, 0]) is (name not in known)
            assert math.isfinite(getattr(found, name)[1, 0])
        assert found.status[:, 0].tolist() == [-1, 0 if baseline is given else 2]
    assert math.isnan(bad) or given == [bad, 2.0]


@pytest.mark.parametrize(
    "change",
    [
        {"actual": np.ones(2)},
        {"baseline": [0.0]},
        {"target": 1.0},
        {"share": np.ones(5)},
        {"low": [math.inf] * 2, "high": [math.inf] * 2},
        {"curve": [0, 1]},
        {"curve": [0]},
        {"curve": [0.0, 0.0], "share": np.ones((1, 3))},
        {"curve": [0, 1], "share": np.ones((1, 3))},
        {"curve": [0, 0], "share": np.ones((1, 2))},
        {"out": derive(np.ones((1, 3)), [0.0], [2.0], 1, low=[0], high=[0])},
    ],
)
def test_what_does_not_fit_is_refused(change):
    """Shapes that do not fit, curves that are not there and goals without any bound are a program's mistake."""
    given = {"actual": np.ones((2, 3)), "baseline": [0.0] * 2, "target": [1.0] * 2, "share": 1.0}
    given |= {"low": [0.0] * 2, "high": [0.0] * 2} | change
    actual, baseline, target, share = (given.pop(name) for name in ("actual", "baseline", "target", "share"))
    with pytest.raises(UsageError):
        derive(actual, baseline, target, share, **given)
