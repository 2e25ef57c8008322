"""Periods in comparisons: other grids, years of 53 weeks, recursions over time, years that differ in days."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.errors import UsageError
from goaltree.maths import aligned, average, differences, growth_per_day, parts, pattern, total
from goaltree.model.calendar import Calendar
from goaltree.model.formula import Formula
from goaltree.model.formula_eval import evaluate
from goaltree.model.formula_parse import parse_formula
from goaltree.model.missing import NA
from goaltree.model.period import mean_days, shared_days, span, spread_days

F = Fraction
RETAIL = Calendar(start_month=2, pattern="4-5-4", ends="nearest", weekday="saturday", named_by="start")
amounts = st.fractions(min_value=0, max_value=1000, max_denominator=20)


def test_a7_a_year_of_53_weeks_drops_its_first():
    """Compared with 2024, week 1 of the 53 weeks of 2023 is left out; its last week meets the last."""
    long, short = (RETAIL.split(RETAIL.year(year), "week") for year in (2023, 2024))
    assert (len(long), len(short)) == (53, 52)
    pairs = aligned(short, long)
    assert len(pairs) == 52 and pairs[0] == (short[0], long[1]) and pairs[-1] == (short[-1], long[-1])
    assert all((now.first - then.first).days == 364 for now, then in pairs)
    assert aligned(long, short)[0] == (long[1], short[0])
    assert aligned(short, short)[0] == (short[0], short[0])
    with pytest.raises(UsageError):
        aligned(short, short[:5])


def test_a7_what_the_pattern_shares_is_what_the_calendar_shares():
    """1300 by the 4-4-5 curve over plain months is 400, 400, 500, as a patterned calendar splits it by days."""
    patterned = Calendar(start_month=1, pattern="4-4-5")
    quarter = patterned.parse("FY2025Q1")
    by_calendar = spread_days([(quarter, F(1300))], patterned.split(quarter, "month"))
    months = Calendar().split(span(date(2025, 1, 1), date(2025, 3, 31)), "month")
    by_curve = parts(1300, pattern("4-4-5", months), months)
    assert by_calendar == tuple(by_curve.shares.values()) == (400, 400, 500)


def test_a7_an_average_by_days_is_that_of_the_days():
    """Headcounts of 100, 110 and 120 in 31, 28 and 31 days are 110, by weights as by periods."""
    months = Calendar().split(span(date(2025, 1, 1), date(2025, 3, 31)), "month")
    levels = [F(100), F(110), F(120)]
    assert average(levels, [month.days for month in months]) == 110
    items = list(zip(months, levels, strict=True))
    assert mean_days(items, [span(months[0].first, months[-1].last)]) == (110,)


def test_a7_items_that_overlap_are_found():
    """Two items for one day are named, so that nobody adds them."""
    first, second = span(date(2025, 1, 1), date(2025, 1, 31)), span(date(2025, 1, 31), date(2025, 2, 28))
    assert shared_days([first, second]) == ((0, 1),)


def test_a3_subscribers_over_three_months():
    """Each month from the one before: 1000 with 120, 100, 90 new and 5 % lost is 1070, 1116.5, 1150.675."""
    formula = parse_formula("prev(subs) + new - 5% * prev(subs)")
    assert isinstance(formula, Formula)
    known = {("subs", -1): F(1000)} | {("new", n): F(new) for n, new in enumerate((120, 100, 90))}
    for month in range(3):
        found = evaluate(
            formula, lambda name, back, at=month: known.get((name, at - back), NA("NO_ACTUAL", name))
        )
        known["subs", month] = found
    assert [known["subs", n] for n in range(3)] == [F("1070"), F("1116.5"), F("1150.675")]
    assert evaluate(formula, lambda name, back: NA("NO_ACTUAL", name)) == NA("NO_ACTUAL", "subs")


def test_a_leap_year_is_compared_by_the_day():
    """February of 29 days that brings 29/28 of the year before grows by nothing a day."""
    leap = span(date(2024, 2, 1), date(2024, 2, 29))
    plain = span(date(2025, 2, 1), date(2025, 2, 28))
    assert growth_per_day(28, 29, plain.days, leap.days) == 0


@given(flows=st.lists(amounts, min_size=1, max_size=12))
def test_52_days_and_months_sum_alike(flows):
    """Cumulative values differenced and summed are the last of them, and a sum may be taken in steps."""
    cumulative = [sum(flows[: n + 1]) for n in range(len(flows))]
    assert differences(cumulative) == tuple(flows)
    assert total(flows) == cumulative[-1]
    middle = len(flows) // 2
    if middle:
        assert total([total(flows[:middle]), total(flows[middle:])]) == total(flows)
