"""Periods and what their days share."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.finding import Fault
from goaltree.model.calendar import Calendar
from goaltree.model.date import fold
from goaltree.model.period import (
    Period,
    covered_days,
    mean_days,
    read_written,
    shared_days,
    span,
    spread_days,
)

PLAIN = Calendar()
NARROW = st.dates(min_value=date(2023, 10, 1), max_value=date(2025, 2, 28))
SPANS = st.builds(lambda a, b: span(min(a, b), max(a, b)), NARROW, NARROW)
AMOUNTS = st.fractions(min_value=-1000, max_value=1000, max_denominator=97)


def period(text: str) -> Period:
    """The period of a text that names one."""
    found = PLAIN.parse(text)
    assert isinstance(found, Period)
    return found


def day_set(one: Period) -> set[date]:
    """The days one by one: the oracle of everything that counts days."""
    return {one.first + timedelta(days=n) for n in range((one.last - one.first).days + 1)}


@given(SPANS, SPANS)
def test_overlap_is_the_number_of_common_days(one: Period, two: Period) -> None:
    """Overlap counts the days of the intersection, both ends included, and is symmetric."""
    assert one.overlap(two) == two.overlap(one) == len(day_set(one) & day_set(two))
    assert one.days == len(day_set(one))
    assert one.covers(two) == (day_set(two) <= day_set(one))


@given(SPANS, AMOUNTS, st.sampled_from(["month", "quarter", "week", "year", "day"]))
def test_spreading_onto_a_partition_keeps_the_total(over: Period, amount: Fraction, kind: str) -> None:
    """An amount spread over the parts of its period sums to itself exactly."""
    parts = PLAIN.split(over, kind)  # type: ignore[arg-type]
    assert sum(spread_days([(over, amount)], parts)) == amount


@given(SPANS.filter(lambda p: p.days < 200), AMOUNTS)
def test_refining_and_summing_back_is_identity(over: Period, amount: Fraction) -> None:
    """Months refined to days and summed to months again are the same months."""
    months, days = PLAIN.split(over, "month"), PLAIN.split(over, "day")
    by_month = spread_days([(over, amount)], months)
    by_day = spread_days(list(zip(months, by_month, strict=True)), days)
    assert spread_days(list(zip(days, by_day, strict=True)), months) == by_month


@given(st.lists(st.tuples(SPANS, AMOUNTS), max_size=4), SPANS)
def test_a_mean_of_days_is_between_its_levels(items: list[tuple[Period, Fraction]], onto: Period) -> None:
    """A day-weighted mean equals the mean over days one by one, and is missing where no day is covered."""
    levels = [level for had, level in items for _ in day_set(had) & day_set(onto)]
    expected = sum(levels, Fraction(0)) / len(levels) if levels else None
    assert mean_days(items, [onto]) == (expected,)


@given(st.lists(SPANS, max_size=5), SPANS)
def test_covered_days_counts_each_day_once(periods: list[Period], onto: Period) -> None:
    """A day that two periods have is covered once."""
    covered = set().union(*(day_set(one) for one in periods)) & day_set(onto)
    assert covered_days(periods, onto) == len(covered)


@given(st.lists(SPANS, max_size=6))
def test_shared_days_are_found_whenever_there_are_any(periods: list[Period]) -> None:
    """Pairs named do share a day, and none is named exactly when no day is shared."""
    pairs = shared_days(periods)
    assert all(periods[a].overlap(periods[b]) for a, b in pairs)
    clash = any(periods[a].overlap(periods[b]) for a in range(len(periods)) for b in range(a))
    assert bool(pairs) == clash


def test_a7_the_first_quarter_of_three_years() -> None:
    """100 000 over 2024 to 2026 gives the first quarter 91 of 1096 days."""
    (found,) = spread_days(
        [(span(date(2024, 1, 1), date(2026, 12, 31)), Fraction(100_000))], [period("2024Q1")]
    )
    assert found == Fraction(100_000 * 91, 1096)
    assert round(float(found), 2) == 8302.92


def test_a7_headcount_of_a_quarter() -> None:
    """Headcounts of 100, 110 and 120 in a quarter of 90 days are 110 on average."""
    months = [(period(f"2025-0{n}"), Fraction(90 + 10 * n)) for n in (1, 2, 3)]
    assert period("2025Q1").days == 90
    assert (
        mean_days(months, [period("2025Q1")])
        == (Fraction(100 * 31 + 110 * 28 + 120 * 31, 90),)
        == (Fraction(110),)
    )


def test_b23_a_leap_year_by_day_sums_to_the_target() -> None:
    """A target spread over the 366 days of 2024 sums to itself, the leap day once."""
    days = PLAIN.split(period("2024"), "day")
    assert len(days) == 366 and days[59].label == "2024-02-29"
    assert sum(spread_days([(period("2024"), Fraction(1000))], days)) == 1000


def test_b24_a_period_never_ends_before_it_starts() -> None:
    """A program cannot build a reversed period, and a person's is a fault."""
    with pytest.raises(ValueError, match="ends on or after"):
        span(date(2025, 1, 2), date(2025, 1, 1))
    found = PLAIN.parse("2025-09..2025-03")
    assert isinstance(found, Fault) and found.rule.code == "GT025"


def test_both_ends_are_included() -> None:
    """A period has its first and its last day, and says both."""
    june = period("2025-06")
    assert june.contains(date(2025, 6, 1)) and june.contains(date(2025, 6, 30))
    assert not june.contains(date(2025, 7, 1)) and not june.contains(date(2025, 5, 31))
    assert june.days == 30 and june.dates == "2025-06-01..2025-06-30" and str(june) == "2025-06"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Q1-Q3", ["quarter", "quarter"]),
        ("3-9月", ["month", "month"]),
        ("2025", ["year"]),
        ("10%-15%", []),
        ("-", []),
    ],
)
def test_what_is_written(text: str, kinds: list[str]) -> None:
    """A text is one period, two ends of a span, or nothing."""
    assert [written.kind for written in read_written(fold(text))] == kinds
