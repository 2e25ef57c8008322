"""Deviation on its four bases, the ladder, due times and XmR limits."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.errors import UsageError
from goaltree.maths import Step, default_basis, due, growth, increment, ladder, level, pp, settled, sigma, xmr
from goaltree.model.missing import NA

F = Fraction
WARNING = Step(name="warning", at=F(-1, 10))
EMERGENCY = Step(name="emergency", at=F(-1, 5), strict=True)
LADDER = [WARNING, EMERGENCY]
exact = st.fractions(min_value=-1000, max_value=1000, max_denominator=100)


def test_s1_one_fact_on_three_bases():
    """MAU of 3.55 against 3.595 from 3.39: -1.25 % by level, -21.95 % by increment, -1.33 pp of growth."""
    a, b, plan = F("3.55"), F("3.39"), F("3.595")
    assert round(float(level(a, plan, "up")), 6) == -0.012517
    assert round(float(increment(a, b, plan, "up")), 6) == -0.219512
    grown, wanted = growth(a, b), growth(plan, b)
    assert (round(float(grown) * 100, 4), round(float(wanted) * 100, 4)) == (4.7198, 6.0472)
    assert round(float(pp(grown, wanted, "up")) * 100, 4) == -1.3274
    assert ladder(level(a, plan, "up"), LADDER) is None
    assert ladder(increment(a, b, plan, "up"), LADDER) == EMERGENCY


@pytest.mark.parametrize(
    ("text", "step"), [("-0.0999", None), ("-0.10", WARNING), ("-0.20", WARNING), ("-0.2001", EMERGENCY)]
)
def test_s2_the_ladder(text, step):
    """-10 % warns, -20 % still warns, and only beyond it is it an emergency; floats and arrays alike."""
    for steps in (LADDER, LADDER[::-1]):
        assert ladder(F(text), steps) == ladder(float(text), steps) == step
        (found,) = ladder([float(text)], steps)
        assert found == (-1 if step is None else steps.index(step))


def test_s3_latency_above_its_plan():
    """A latency of 110 against 95 is 0.157895 adverse, and warns."""
    found = level(110, 95, "down")
    assert round(float(found), 6) == -0.157895 and ladder(found, LADDER) == WARNING


def test_n06_an_exact_tenth_is_not_lost_to_floats():
    """-10 % computed in floats, one ulp up or down, warns as the exact one does."""
    tenth = np.array([-0.1, np.nextafter(-0.1, 0), np.nextafter(-0.1, -1), (0.9 - 1.0) / 1.0, 0.45 / 0.5 - 1])
    assert (tenth > -0.1).any()
    assert ladder(tenth, LADDER).tolist() == [0] * 5
    assert settled(tenth).values.tolist() == [-0.1] * 5
    assert settled(F(-1, 10) + F(4, 10**10)) == F(-1, 10) != settled(F(-1, 10) + F(6, 10**10))


def test_an_unknown_deviation_reaches_no_step_and_is_not_none():
    """A missing deviation stays missing: it is neither fine nor alarming."""
    assert ladder(NA("STALE"), LADDER) == NA("STALE")
    assert ladder([NA("STALE"), 0.0, -1.0], LADDER).tolist() == [-2, -1, 1]


def test_s6_when_an_answer_is_due():
    """Seen at 18:00 in Shanghai, an answer within 24 hours is due at 18:00 the next day."""
    seen = datetime.fromisoformat("2025-06-30T18:00+08:00")
    assert due(seen, timedelta(hours=24)).isoformat() == "2025-07-01T18:00:00+08:00"
    berlin = datetime(2025, 3, 29, 18, tzinfo=ZoneInfo("Europe/Berlin"))
    assert due(berlin, timedelta(hours=24)).isoformat() == "2025-03-30T19:00:00+02:00"
    with pytest.raises(UsageError, match="zone"):
        due(seen.replace(tzinfo=None), timedelta(hours=24))


def test_s7_limits_of_a_noisy_series():
    """10 12 11 13 12 11 have a mean of 11.5, a moving range of 1.4 and limits of 7.776 and 15.224."""
    found = xmr([10, 12, 11, 13, 12, 11])
    assert (found.mean, found.moving_range) == (F("11.5"), F("1.4"))
    assert (found.low, found.high) == (F("7.776"), F("15.224"))
    assert xmr([1]).reason == "PARTIAL" and xmr([1, NA("STALE"), 2]) == NA("STALE")


def test_a_base_of_zero_has_no_deviation():
    """Nothing expected, no change expected, or no spread: the deviation is missing."""
    assert level(1, 0, "up") == increment(1, 5, 5, "up") == sigma(1, 2, 0, "up") == NA("ZERO_DENOM")
    assert sigma(1, 2, -1, "up") == NA("OUT_OF_DOMAIN")
    assert sigma(90, 100, 5, "up") == -2 and sigma(90, 100, 5, "down") == 2


@pytest.mark.parametrize(
    ("kind", "semantics", "has_baseline", "basis"),
    [
        ("stock", "end", True, "increment"),
        ("distinct", "end", True, "increment"),
        ("stock", "end", False, "level"),
        ("stock", "average", True, "level"),
        ("flow", "total", True, "level"),
        ("ratio", "end", True, "pp"),
        ("quantile", "end", True, "level"),
    ],
)
def test_every_kind_has_its_basis(kind, semantics, has_baseline, basis):
    """Stocks that grow take the increment, rates points, flows and all else the level."""
    assert default_basis(kind, semantics, has_baseline=has_baseline) == basis


@given(a=exact, b=exact, e=exact)
def test_below_zero_is_adverse_on_every_basis(a, b, e):
    """All bases agree on which side of the plan an actual is, and directions mirror each other."""
    for way, worse in (("up", a < e), ("down", a > e)):
        found = [level(a, e, way), increment(a, b, e, way), pp(a, e, way), sigma(a, e, 2, way)]
        assert all(isinstance(one, NA) or (one < 0) == worse for one in found)
    for one, other in ((level(a, e, "up"), level(a, e, "down")), (pp(a, e, "up"), pp(a, e, "down"))):
        assert isinstance(one, NA) or one == -other


@given(value=st.floats(min_value=-1e20, max_value=1e20))
def test_settling_moves_by_half_a_step_at_most_and_only_once(value):
    """A deviation moves by 5e-10 at most when it is settled, the same in arrays, and stays put after."""
    one, many = settled(value), settled([value]).at(0)
    assert many == pytest.approx(one, abs=1.001e-9, rel=1e-15)
    assert abs(Fraction(one) - Fraction(value)) <= F(1, 2 * 10**9) + abs(F(value)) / 2**52
    assert settled(one) == one and settled([many]).at(0) == many


@given(d=exact, extra=st.fractions(min_value=0, max_value=10))
def test_a_worse_deviation_reaches_no_lower_step(d, extra):
    """The ladder never goes up as things get worse."""
    order = {None: 0, WARNING: 1, EMERGENCY: 2}
    assert order[ladder(d - extra, LADDER)] >= order[ladder(d, LADDER)]
