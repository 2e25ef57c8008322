"""The history of a goal is what the reviews of its dates showed, given what is known."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from oracle.scored import months, scored

MONTHS = ("2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30", "2025-05-31", "2025-06-30")
SALES = {
    "kind": "flow",
    "unit": "CNY",
    "direction": "up",
    "target": "1200",
    "phasing": "linear",
    "healthy": "≥50",
}
RATE = {"kind": "ratio", "unit": "%", "direction": "up", "baseline": "30%", "target": "42%"}

values = st.lists(st.none() | st.integers(0, 150), min_size=6, max_size=6)


@given(values, values)
def test_history_is_the_status_of_each_review(flow: list[int | None], level: list[int | None]) -> None:
    """With months missing anywhere, each date's status is that of a review of that day: late values count, stale ones do not."""
    goals = {"m": SALES, "r": RATE}
    rows = [
        *months("m", flow),
        *months("r", [None if value is None else 0.3 + value / 1000 for value in level]),
    ]
    card = scored(goals, rows, MONTHS[-1])
    reviews = [scored(goals, rows, day) for day in MONTHS]
    for key in goals:
        assert [status for _, status in card[key].history] == [review[key].status for review in reviews]


def test_stopped_source_is_unknown_from_the_review_that_said_so() -> None:
    """A value of the month before still holds; the month after it does not, and a reader is told since when."""
    card = scored({"r": RATE}, months("r", [0.31, 0.32, 0.335]), MONTHS[-1])
    shown = [status for _, status in card["r"].history]
    assert shown == ["on_track", "on_track", "on_track", "on_track", "unknown", "unknown"]
