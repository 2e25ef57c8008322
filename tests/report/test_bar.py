"""Bars and sparklines."""

from __future__ import annotations

from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.model.missing import NA
from goaltree.report.bar import WIDE, bar, sparkline


@pytest.mark.parametrize(
    ("share", "drawn"),
    [
        (0.0, "······"),
        (0.5, "███···"),
        (1.0, "██████"),
        (1.49, "██████"),
        (-0.2, "······"),
        (0.021, "▏·····"),
        (0.9999, "█████▉"),
    ],
)
def test_bars_are_rounded_down(share, drawn):
    """A bar shows eighths of a column; outside of 0 and 1 it is empty or full."""
    assert bar(share) == drawn


@given(st.floats(-2, 2))
def test_n06_a_bar_is_full_only_where_it_is_reached(share):
    """No bar looks finished before the target is reached, and each takes the same room."""
    assert (bar(share) == "█" * WIDE) == (share >= 1)
    assert len(bar(share)) == WIDE


def test_no_bar_of_what_is_missing():
    """A missing share draws nothing, not an empty bar."""
    assert bar(NA("NO_ACTUAL")) == ""


@pytest.mark.parametrize(
    ("values", "drawn"),
    [
        ((1.0, 2.0, 3.0), "▁▅█"),
        ((3.0, nan, 1.0), "█·▁"),
        ((5.0, 5.0), "▄▄"),
        ((5.0,), ""),
        ((nan, nan), ""),
        ((), ""),
        ((-8.0, 0.0), "▁█"),
        ((99.0, *map(float, range(8)), 7.0, 7.0, 7.0, 7.0), "▁▂▃▄▅▆▇█████"),
    ],
)
def test_sparklines_go_from_the_smallest_to_the_largest(values, drawn):
    """A series is drawn in eight steps, with a dot where a value is missing; fewer than two values are no series."""
    assert sparkline(values) == drawn
