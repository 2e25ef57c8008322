"""Aggregation kind by kind: the published rows, and that grouping changes nothing."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.errors import UsageError
from goaltree.maths import (
    across,
    average,
    carried,
    chained,
    combined,
    compared,
    differences,
    distinct,
    growth,
    total,
)
from goaltree.maths.aggregate import CARRIERS
from goaltree.model.missing import NA

F = Fraction
amounts = st.fractions(min_value=0, max_value=1000, max_denominator=50)


def test_r1_a_flow_over_segments():
    """1500, 400 and 260 are 2160."""
    assert total([1500, 400, 260]) == 2160


def test_r2_a_stock_over_time():
    """Month ends of 100, 120 and 90 are 90 at the end and 103.333 on average; a sum is none."""
    ends = [100, 120, 90]
    assert compared(ends, "end", kind="stock") == 90
    assert compared(ends, "average", kind="stock") == F(310, 3) and round(310 / 3, 3) == 103.333
    assert compared(ends, "total", kind="stock") == NA("NON_ADDITIVE", "stock over time")
    assert compared(ends, "total", kind="flow") == 310


def test_r3_balances():
    """Balances of 100 and 250 are 350 across customers; 100 and 200 across months are no 300."""
    assert total([100, 250]) == 350
    assert isinstance(compared([100, 200], "total", kind="stock"), NA)


def test_r4_sets_and_their_bounds():
    """{1,2,3} and {3,4} have a union of 4; without the sets only bounds of 3 and 5 are known."""
    a, b = {1, 2, 3}, {3, 4}
    found = distinct([len(a), len(b)], disjoint=False)
    assert found.parts == (3, 5) and found.parts[0] <= len(a | b) == 4 <= found.parts[1]
    assert found.value() == NA("NON_ADDITIVE", "3 to 5")


def test_r5_distinct_over_months():
    """Three months of three with five in all: bounds hold the 5, the mean month is another number."""
    months = [{1, 2, 3}, {2, 3, 4}, {3, 4, 5}]
    found = distinct([len(month) for month in months], disjoint=False)
    assert found.parts == (3, 9) and found.parts[0] <= len(set().union(*months)) == 5 <= found.parts[1]
    assert compared([3, 3, 3], "total", kind="distinct") == NA("NON_ADDITIVE", "distinct over time")
    assert compared([3, 3, 3], "average", kind="distinct") == 3


def test_r6_mau_of_two_regions():
    """3.7 and 0.1 are 3.8 only where nobody is in both; else between 3.7 and 3.8."""
    parts = [F("3.7"), F("0.1")]
    assert distinct(parts, disjoint=True).value() == F("3.8")
    assert distinct(parts, disjoint=False).parts == (F("3.7"), F("3.8"))


def test_r7_a_ratio_of_segments():
    """120/300 and 10/100 pool to 0.325, not to the mean of 0.4 and 0.1."""
    found = combined([carried("pair", 120, 300), carried("pair", 10, 100)]).value()
    assert found == F("0.325") != average([F(120, 300), F(10, 100)]) == F("0.25")


def test_r8_order_value():
    """100 orders at 50 and 300 at 90 have a mean of 80, not 70."""
    assert average([50, 90], [100, 300]) == 80 != average([50, 90]) == 70
    assert combined([carried("pair", 5000, 100), carried("pair", 27000, 300)]).value() == 80


def test_r9_an_average_over_days():
    """31 days at 100 and 28 at 130 are 114.2373 on average."""
    assert round(float(average([100, 130], [31, 28])), 4) == 114.2373
    assert average([100, 130]) == 115


def test_r10_quantiles_do_not_combine():
    """One request of 60 s and 30,000 of 1 ms have a p99 of 1 ms; the mean of the hosts' p99 is 20 s."""
    requests = sorted([60.0] + [0.001] * 30_000)
    assert requests[int(0.99 * len(requests))] == 0.001
    assert float(average([60.0, 0.001, 0.001])) == pytest.approx(20.0007, abs=5e-5)


def test_r12_a_net_promoter_score():
    """60 % and 10 % of 100 with 30 % and 40 % of 300 pool to 5, not to the mean of 50 and -10."""
    pooled = combined([carried("score", 60, 10, 100), carried("score", 90, 120, 300)])
    assert pooled.value() * 100 == 5 and average([50, -10]) == 20


def test_r14_two_cuts_are_never_added():
    """跨境, 站内 and 站外 are 2160; live commerce is another cut of it, and 2820 is nothing."""
    parts = {"跨境": 260, "站内": 1500, "站外": 400}
    cuts = dict.fromkeys(parts, "channel")
    assert across(parts, cuts) == 2160
    found = across(parts | {"直播": 660}, cuts | {"直播": "format"})
    assert found == NA("CROSS_CUT", "channel, format")
    assert across({"直播": 660}, {"直播": "format"}) == 660 <= across(parts, cuts)


def test_year_to_date_is_differenced():
    """Cumulative values give the flow of each period, and sum back; a gap leaves two unknown."""
    flows = differences([100, 250, 430])
    assert flows == (100, 150, 180) and total(flows) == 430
    assert differences([100, NA("NO_ACTUAL"), 430]) == (100, NA("NO_ACTUAL"), NA("NO_ACTUAL"))


def test_growth_is_chained_and_never_averaged():
    """+10 % twice is +21 %, as rebuilding from the levels says."""
    assert chained([F(1, 10), F(1, 10)]) == F(21, 100) == growth(121, 100)
    assert chained([F(1, 2), F(-1, 2)]) == F(-1, 4)


def test_growth_over_segments_is_rebuilt_from_levels():
    """Parts that grow 100 % from 10 and 0 % from 90 grow 10 % together."""
    assert combined([carried("growth", 20, 10), carried("growth", 90, 90)]).value() == F(1, 10)
    assert carried("growth", 20, -10).value() == NA("NEG_BASE")


def test_missing_and_empty_denominators():
    """A missing part is the result; a zero denominator has no value; nothing to combine is a mistake."""
    assert carried("pair", 1, NA("NO_ACTUAL")) == NA("NO_ACTUAL")
    assert distinct([1, NA("STALE")], disjoint=True) == NA("STALE")
    assert total([1, NA("STALE"), NA("PARTIAL")]) == NA("STALE")
    assert carried("pair", 1, 0).value() == carried("score", 1, 1, 0).value() == NA("ZERO_DENOM")
    assert average([1, 2], [0, 0]) == NA("ZERO_DENOM") and average([1, 2], [1, -1]) == NA("OUT_OF_DOMAIN")
    for wrong in (
        lambda: total([]),
        lambda: combined([]),
        lambda: combined([carried("min", 1), carried("max", 1)]),
        lambda: carried("median", 1),
        lambda: carried("pair", 1),
        lambda: average([1], [1, 2]),
        lambda: compared([1], "every", kind="flow"),
    ):
        with pytest.raises(UsageError):
            wrong()


def test_arrays_are_aggregated_one_by_one():
    """A sequence of arrays gives an array: sums and weighted means by position, missing where one is."""
    found = total([[1, 2], [3, NA("STALE")]])
    assert found.at(0) == 4 and found.at(1) == NA("STALE")
    assert average([[50, 1], [90, 1]], [[100, 0], [300, 0]]).at(0) == 80
    assert average([[50, 1], [90, 1]], [[100, 0], [300, 0]]).at(1) == NA("ZERO_DENOM")


@given(data=st.data(), carrier=st.sampled_from(sorted(CARRIERS)))
def test_r_rolling_up_in_steps_changes_nothing(data, carrier):
    """Leaf to team to company is leaf to company, for every kind, in any grouping and order."""
    made = st.builds(lambda parts: carried(carrier, *parts), st.tuples(*[amounts for _ in CARRIERS[carrier]]))
    teams = data.draw(st.lists(st.lists(made, min_size=1, max_size=3), min_size=1, max_size=3))
    leaves = [leaf for team in teams for leaf in team]
    by_team = combined([combined(team) for team in teams])
    assert by_team == combined(leaves) == combined(data.draw(st.permutations(leaves)))


@given(pairs=st.lists(st.tuples(amounts, amounts.filter(bool)), min_size=1, max_size=5))
def test_r_a_pooled_ratio_lies_between_its_parts(pairs):
    """The ratio of the whole is no less than the least ratio of a part and no more than the largest."""
    ratios = [num / den for num, den in pairs]
    assert min(ratios) <= combined([carried("pair", *pair) for pair in pairs]).value() <= max(ratios)


@given(values=st.lists(st.floats(min_value=-1e12, max_value=1e12), min_size=1, max_size=6), data=st.data())
def test_4_the_order_of_floats_changes_no_bit_of_a_sum(values, data):
    """A sum of single floats is the rounded exact sum, whatever their order."""
    shuffled = data.draw(st.permutations(values))
    assert total(values) == total(shuffled) == float(sum(map(Fraction, values)))
