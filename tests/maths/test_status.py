"""Status: the first rule that holds, worst and quorum, and how flapping is kept down."""

from __future__ import annotations

from fractions import Fraction
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.errors import UsageError
from goaltree.maths import STATUSES, capped_status, decide, quorum, steady, worst
from goaltree.maths.status import rank
from goaltree.model.governance import Status
from goaltree.model.missing import NA

F = Fraction
ACHIEVED, ON, NOT_STARTED, UNKNOWN, RISK, OFF = range(6)
codes = st.integers(0, 5)


def test_statuses_are_those_of_the_plan():
    """The ranking holds each status that a plan may name, once, the best first."""
    assert set(STATUSES) == set(get_args(Status)) and len(STATUSES) == 6
    assert [rank(status) for status in STATUSES] == list(range(6))
    with pytest.raises(UsageError, match="not 'red'"):
        rank("red")


def engagedly(actual, expected=50):
    """The published rules: behind beyond 16.5 points, at risk beyond 33, in this library's words."""
    return [
        ("achieved", actual >= 100),
        ("off_track", expected - actual > 33),
        ("at_risk", expected - actual > 16.5),
    ]


@pytest.mark.parametrize(
    ("actual", "status"), [(40, "on_track"), (30, "at_risk"), (10, "off_track"), (100, "achieved")]
)
def test_s5_published_thresholds(actual, status):
    """With 50 expected: 40 is on track, 30 behind, 10 at risk (here off track), 100 achieved."""
    assert decide(engagedly(actual), otherwise="on_track") == status
    found = decide(engagedly(np.array([actual, actual])), otherwise="on_track")
    assert [STATUSES[code] for code in found] == [status, status]


def test_the_first_rule_wins():
    """A later rule that holds too changes nothing, in arrays as for one goal."""
    rules = [("at_risk", True), ("off_track", True)]
    assert decide(rules, otherwise="on_track") == "at_risk"
    many = [("at_risk", np.array([True, False])), ("off_track", True)]
    assert decide(many, otherwise="on_track").tolist() == [RISK, OFF]
    assert decide([], otherwise="unknown") == "unknown"


def test_a_condition_that_is_not_known_decides_nothing():
    """An unknown condition makes the status unknown, unless a rule before it holds."""
    assert decide([("off_track", NA("STALE")), ("at_risk", True)], otherwise="on_track") == "unknown"
    assert decide([("at_risk", True), ("off_track", NA("STALE"))], otherwise="on_track") == "at_risk"
    many = [("at_risk", np.array([True, False])), ("off_track", NA("STALE"))]
    assert decide(many, otherwise="on_track").tolist() == [RISK, UNKNOWN]
    with pytest.raises(UsageError, match="true or false"):
        decide([("at_risk", np.array([0.5, 1.0]))], otherwise="on_track")


def test_t7_worst_of_thirty_saturates():
    """With 30 children each green with chance 0.9 the worst is green with 0.0424; counted out for ten."""
    count, chance = 10, F(9, 10)
    green = F(0)
    for case in range(2**count):
        states = ["off_track" if case >> n & 1 else "on_track" for n in range(count)]
        if worst(states) == "on_track":
            reds = states.count("off_track")
            green += chance ** (count - reds) * (1 - chance) ** reds
    assert green == chance**count
    assert round(float(chance**30), 4) == 0.0424


def test_worst_and_quorum():
    """The worst is the worst; a quorum is what so many reach; nothing known is unknown."""
    states = ["on_track", "achieved", "off_track", "on_track"]
    assert worst(states) == "off_track" and worst(["unknown", "on_track"]) == "unknown"
    assert quorum(states, F(1, 4)) == "achieved"
    assert quorum(states, F(3, 4)) == "on_track" and quorum(states, F(1)) == "off_track"
    assert worst([]) == quorum([], F(1, 2)) == "unknown"
    with pytest.raises(UsageError, match="quorum"):
        quorum(states, F(0))


def test_a_guardrail_and_a_stale_value_cap():
    """A breached guardrail caps at at_risk, a stale value at unknown; what is worse already stays."""
    assert capped_status("achieved", "at_risk", True) == "at_risk"
    assert capped_status("achieved", "at_risk", False) == "achieved"
    assert capped_status("on_track", "unknown", True) == "unknown"
    assert capped_status("off_track", "unknown", True) == "off_track"
    many = capped_status(np.array([ON, OFF, ON], np.int8), "unknown", np.array([True, True, False]))
    assert many.tolist() == [UNKNOWN, OFF, ON] and many.dtype == np.int8


def test_worsening_shows_at_once_and_improving_needs_the_margin():
    """A goal that comes back within the margin stays at risk until it is clearly better."""
    raw = [ON, RISK, ON, ON, OFF, RISK]
    strict = [ON, OFF, RISK, ON, OFF, OFF]
    assert steady(raw, strict).tolist() == [ON, RISK, RISK, ON, OFF, OFF]


def test_improving_lasts_so_many_dates():
    """With two in a row one good date is not enough, and two improve as far as both allow."""
    raw = [OFF, ON, OFF, ON, ACHIEVED, ON]
    assert steady(raw, raw, in_a_row=2).tolist() == [OFF, OFF, OFF, OFF, ON, ON]
    assert steady(raw, raw).tolist() == raw


def test_what_is_not_judged_shows_and_is_remembered_over():
    """An unknown date shows as unknown, breaks a row, and does not wipe out what was held."""
    raw = [NOT_STARTED, OFF, UNKNOWN, ON, ON]
    assert steady(raw, raw).tolist() == raw
    assert steady(raw, raw, in_a_row=2).tolist() == [NOT_STARTED, OFF, UNKNOWN, OFF, ON]
    assert steady([OFF, UNKNOWN, ON], [OFF, UNKNOWN, RISK]).tolist() == [OFF, UNKNOWN, RISK]


def test_statuses_that_do_not_fit_are_refused():
    """Codes outside the table, other shapes and rows below one are a program's mistake."""
    for wrong in (
        lambda: steady([0, 6], [0, 0]),
        lambda: steady([0.5], [0]),
        lambda: steady([0, 1], [0]),
        lambda: steady(0, 0),
        lambda: steady([0], [0], in_a_row=0),
    ):
        with pytest.raises(UsageError):
            wrong()


def plainly(raw, strict, in_a_row):
    """The rule told once more, one goal and date at a time."""
    held, shown, run = None, [], []
    for now, sure in zip(raw, strict, strict=True):
        if now in {NOT_STARTED, UNKNOWN}:
            run = []
            shown.append(now)
            continue
        run.append(max(now, sure))
        recent = run[-in_a_row:] if len(run) >= in_a_row else [OFF]
        if held is None or now >= held:
            held = now
        elif max(recent) < held:
            held = max(recent)
        shown.append(held)
    return shown


@given(
    rows=st.lists(st.lists(st.tuples(codes, codes), min_size=6, max_size=6), min_size=1, max_size=4),
    in_a_row=st.integers(1, 3),
)
def test_goals_at_once_are_goals_one_by_one(rows, in_a_row):
    """Many goals together are steadied as each alone, by the rule told another way."""
    raw = np.array([[pair[0] for pair in row] for row in rows])
    strict = np.array([[pair[1] for pair in row] for row in rows])
    found = steady(raw, strict, in_a_row=in_a_row)
    for goal, row in enumerate(found.tolist()):
        assert row == plainly(raw[goal].tolist(), strict[goal].tolist(), in_a_row)
        assert row == steady(raw[goal], strict[goal], in_a_row=in_a_row).tolist()


@given(raw=st.lists(codes, min_size=1, max_size=8), in_a_row=st.integers(1, 3))
def test_a_shown_status_is_never_better_than_the_raw_one(raw, in_a_row):
    """Steadying hides no trouble; and where nothing ever improves it changes nothing."""
    shown = steady(raw, raw, in_a_row=in_a_row).tolist()
    assert all(s >= r for s, r in zip(shown, raw, strict=True))
    assert steady(sorted(raw), sorted(raw), in_a_row=in_a_row).tolist() == sorted(raw)


@given(value=st.fractions(min_value=-5, max_value=5), other=st.fractions(min_value=-5, max_value=5))
def test_20_bands_partition_the_line(value, other):
    """Each attainment has exactly one status, and a better one has no worse status."""

    def seen(x):
        return decide(
            [("off_track", x < F(2, 5)), ("at_risk", x < F(7, 10)), ("on_track", x < 1)], otherwise="achieved"
        )

    assert seen(value) in STATUSES
    assert rank(seen(max(value, other))) <= rank(seen(min(value, other)))
