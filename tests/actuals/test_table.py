"""The table of observations: order, versions, contradictions, and what a series of it is."""

from __future__ import annotations

import json
import pickle
from datetime import UTC, date, datetime
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import goaltree as gt
from goaltree.actuals.cutoff import cut
from goaltree.actuals.observation import BLANK, Observation
from goaltree.actuals.table import Actuals
from goaltree.model.calendar import Calendar
from goaltree.model.missing import NA

CALENDAR = Calendar()
PLAN = gt.loads(
    "goaltree: 1\nplan: x\nperiod: 2025\ngoals: {sales: {kind: flow, unit: 元, direction: up, target: 1亿}}\n"
)
FEBRUARY = datetime(2025, 2, 3, tzinfo=UTC)
MARCH = datetime(2025, 3, 3, tzinfo=UTC)


def of(period, value, **more):
    """An observation of `sales`; a value of `None` is a blank."""
    value = BLANK if value is None else value if isinstance(value, NA) else Fraction(value)
    return Observation(metric="sales", period=CALENDAR.parse(period), value=value, **more)


def codes(actuals):
    """The codes of what was found."""
    return [finding.code for finding in actuals.findings]


def test_a_series_has_one_value_a_period_in_order_of_time():
    """Whatever the order of the observations, the series runs through time with its counts."""
    actuals = Actuals.of([of("2025-02", 2, count=Fraction(7)), of("2025-01", 1)])
    series = actuals.series("sales")
    assert [period.label for period in series.periods] == ["2025-01", "2025-02"]
    assert series.values == (1, 2)
    assert series.counts == (None, 7)
    assert series.restated == (False, False)
    assert actuals.series("nothing") is None


def test_arrays_of_a_series_are_read_only_and_have_nan_for_na():
    """The float arrays carry ordinals of the days, nan for what is not known, and cannot be written."""
    series = Actuals.of([of("2025-01", 1, count=Fraction(3)), of("2025-02", None)]).series("sales")
    assert series.first_days.tolist() == [739252.0, 739283.0]  # date(2025, 1, 1) and date(2025, 2, 1)
    assert series.last_days.tolist() == [739282.0, 739310.0]
    assert series.floats[0] == 1.0 and np.isnan(series.floats[1])
    assert series.count_floats[0] == 3.0 and np.isnan(series.count_floats[1])
    with pytest.raises(ValueError):
        series.floats[0] = 9.0
    assert series.floats is series.floats


def test_d02_the_same_row_twice_counts_once():
    """A fact that is said twice is one fact, and a note counts the repetition."""
    actuals = Actuals.of([of("2025-01", 5), of("2025-01", 5)])
    assert len(actuals) == 1
    assert actuals.series("sales").values == (5,)
    assert codes(actuals) == ["GT842"]
    assert actuals.findings[0].params["count"] == 1


def test_d02_two_values_for_one_period_are_an_error_and_neither_is_used():
    """A contradiction names both rows, and the period has no value."""
    actuals = Actuals.of([of("2025-01", 5, source="a.csv", row=2), of("2025-01", 6, source="b.csv", row=9)])
    assert codes(actuals) == ["GT841"]
    assert isinstance(actuals.series("sales").values[0], NA)
    assert "a.csv:2" in actuals.findings[0].message()
    assert "b.csv:9" in actuals.findings[0].message()


def test_d02_an_instant_orders_two_values():
    """Of two values the one that was known later counts, and both versions are kept."""
    actuals = Actuals.of([of("2025-01", 6, known_at=MARCH), of("2025-01", 5, known_at=FEBRUARY)])
    assert len(actuals) == 2
    assert codes(actuals) == []
    assert actuals.series("sales").values == (6,)


def test_d05_a_restatement_leaves_the_old_answer_at_the_old_instant():
    """As known before the restatement the old value counts; after it the new one, marked as restated."""
    actuals = Actuals.of([of("2025-01", 5, known_at=FEBRUARY), of("2025-01", 6, known_at=MARCH)])
    before = actuals.series("sales", known_at=FEBRUARY)
    assert before.values == (5,) and before.restated == (False,)
    after = actuals.series("sales", known_at=MARCH)
    assert after.values == (6,) and after.restated == (True,)
    assert actuals.series("sales", known_at=datetime(2025, 1, 1, tzinfo=UTC)) is None
    assert actuals.known(FEBRUARY).series("sales").values == (5,)


def test_a_later_version_with_the_same_value_is_no_restatement():
    """A confirmation changes nothing: the value is not marked as restated."""
    series = Actuals.of([of("2025-01", 5, known_at=FEBRUARY), of("2025-01", 5, known_at=MARCH)]).series(
        "sales"
    )
    assert series.restated == (False,)


def test_a_value_without_instant_was_always_known():
    """What has no `known_at` is older than anything that has one."""
    actuals = Actuals.of([of("2025-01", 5), of("2025-01", 6, known_at=FEBRUARY)])
    assert actuals.series("sales", known_at=datetime(2025, 1, 1, tzinfo=UTC)).values == (5,)
    assert actuals.series("sales").values == (6,)


def test_a_blank_contradicts_nothing_and_an_unusable_value_does():
    """An empty row gives way to a value; a value that could not be read does not."""
    assert Actuals.of([of("2025-01", None), of("2025-01", 5)]).series("sales").values == (5,)
    broken = NA("NO_ACTUAL", "unreadable")
    assert Actuals.of([of("2025-01", broken), of("2025-01", 5)]).series("sales").values == (broken,)


def test_a_contradiction_gives_way_to_what_could_not_be_read():
    """However three rows meet, the one that could not be read decides why there is no value."""
    broken = NA("NO_ACTUAL", "unreadable")
    rows = [of("2025-01", 1), of("2025-01", 2), of("2025-01", broken)]
    one = Actuals.of(rows)
    two = Actuals.of(rows[:2]) + Actuals.of(rows[2:])
    assert one.series("sales").values == two.series("sales").values == (broken,)


def test_a7_overlapping_periods_of_one_key_are_an_error_and_never_summed():
    """Months and their quarter cannot both count: each that shares a day has no value, others keep theirs."""
    actuals = Actuals.of([of("2025-01", 1), of("2025-03", 3), of("2025Q1", 6), of("2025-04", 4)])
    assert codes(actuals) == ["GT843"]
    series = actuals.series("sales")
    values = {p.label: v for p, v in zip(series.periods, series.values, strict=True)}
    assert values.pop("2025-04") == 4
    assert all(isinstance(value, NA) for value in values.values()) and len(values) == 3


def test_a_series_is_made_once():
    """Asking again gives the very same series, so that hundreds of lookups cost next to nothing."""
    actuals = Actuals.of([of("2025-01", 5, known_at=FEBRUARY)])
    assert actuals.series("sales") is actuals.series("sales")
    assert actuals.series("sales", known_at=MARCH) is actuals.series("sales", known_at=MARCH)


def test_segments_are_apart():
    """The whole and its parts are series of their own; nothing is added up."""
    part = (("region", "海外"),)
    actuals = Actuals.of([of("2025-01", 5), of("2025-01", 2, segment=part)])
    assert actuals.series("sales").values == (5,)
    assert actuals.series("sales", part).values == (2,)
    assert actuals.segments("sales") == ((), part)
    assert actuals.metrics == ("sales",)


def test_the_order_of_pairs_plays_no_part():
    """A segment is the same however its pairs are written."""
    pairs = (("region", "海外"), ("channel", "线上"))
    actuals = Actuals.of([of("2025-01", 2, segment=pairs)])
    assert actuals.series("sales", pairs).values == actuals.series("sales", pairs[::-1]).values == (2,)


def test_joined_tables_find_their_contradictions():
    """`+` joins two tables: what contradicts has no value, what repeats counts once."""
    left, right = (
        Actuals.of([of("2025-01", 5), of("2025-02", 1)]),
        Actuals.of([of("2025-01", 6), of("2025-02", 1)]),
    )
    both = left + right
    assert both == right + left
    assert isinstance(both.series("sales").values[0], NA)
    assert both.series("sales").values[1] == 1
    assert sorted(codes(both)) == ["GT841", "GT842"]


def test_cut_leaves_out_what_is_not_over():
    """At a business date only periods that end by then count, and a warning counts the others."""
    actuals = Actuals.of([of("2025-01", 1), of("2025-02", 2), of("2025-03", 3)])
    done = cut(actuals, datetime(2025, 2, 28, tzinfo=UTC).date())
    assert [o.period.label for o in done.observations] == ["2025-01", "2025-02"]
    assert codes(done) == ["GT834"]
    assert done.findings[0].params["count"] == 1
    assert cut(done, datetime(2025, 12, 31, tzinfo=UTC).date()) is done


def test_an_instant_needs_a_zone():
    """A naive instant is refused wherever a program gives one."""
    naive = datetime(2025, 1, 1)  # noqa: DTZ001 - the mistake under test
    with pytest.raises(gt.UsageError):
        of("2025-01", 1, known_at=naive)
    actuals = Actuals.of([of("2025-01", 1)])
    for call in (actuals.known, lambda known_at: actuals.series("sales", known_at=known_at)):
        with pytest.raises(gt.UsageError):
            call(naive)


def test_a_table_as_frame_and_as_plain_values():
    """The frame has one row a version with nan for NA; the dict is JSON with exact numbers."""
    observed = [of("2025-01", Fraction(9, 20), count=Fraction(3), known_at=FEBRUARY), of("2025-02", None)]
    actuals = Actuals.of(observed)
    frame = actuals.frame()
    assert frame["value"].tolist()[0] == 0.45 and frame["value"].isna().tolist() == [False, True]
    assert frame["reason"].tolist() == ["", "NO_ACTUAL"]
    assert len(Actuals().frame()) == 0
    rows = json.loads(json.dumps(actuals.to_dict(), allow_nan=False))["observations"]
    assert [row["value"] for row in rows] == ["9/20", None]
    assert rows[0]["known_at"] == "2025-02-03T00:00:00+00:00"


def test_a_table_survives_pickling():
    """A copy by pickle is the same table and gives the same series."""
    actuals = Actuals.of([of("2025-01", 1)])
    actuals.series("sales")
    copy = pickle.loads(pickle.dumps(actuals))
    assert copy == actuals and copy.series("sales").values == (1,)


OBSERVED = st.lists(
    st.builds(
        of,
        st.sampled_from(["2025-01", "2025-02", "2025-03", "2025Q1"]),
        st.sampled_from([None, 1, 2, NA("NO_ACTUAL", "unreadable"), NA("UNIT_MISMATCH")]),
        known_at=st.sampled_from([None, FEBRUARY, MARCH]),
        segment=st.sampled_from([(), (("region", "海外"),)]),
    ),
    max_size=8,
)


@given(OBSERVED, st.randoms(use_true_random=False))
def test_d03_the_order_of_observations_changes_nothing(observed, random):
    """However the observations are shuffled, the table is the same."""
    shuffled = list(observed)
    random.shuffle(shuffled)
    assert Actuals.of(observed) == Actuals.of(shuffled)


@given(OBSERVED)
def test_making_a_table_again_changes_nothing(observed):
    """A table of a table's observations is that table, also when it is joined with itself."""
    actuals = Actuals.of(observed)
    assert Actuals.of(actuals.observations) == actuals
    assert actuals + actuals == actuals


@given(OBSERVED, OBSERVED, OBSERVED)
def test_joining_is_associative(one, two, three):
    """In which order tables are joined changes no value."""
    a, b, c = Actuals.of(one), Actuals.of(two), Actuals.of(three)
    assert (a + b) + c == a + (b + c) == Actuals.of([*one, *two, *three])


@given(OBSERVED, st.sampled_from([datetime(2025, 1, 1, tzinfo=UTC), FEBRUARY, MARCH]))
def test_what_became_known_later_changes_nothing_that_was_known(observed, instant):
    """A series as known at an instant is that of the rows that were known by then, overlaps included."""
    then = Actuals.of(o for o in observed if o.known_at is None or o.known_at <= instant)
    for segment in Actuals.of(observed).segments("sales"):
        seen, expected = (
            actuals.series("sales", segment, known_at=instant) for actuals in (Actuals.of(observed), then)
        )
        assert (seen and seen.values) == (expected and expected.values)


@given(OBSERVED)
def test_a_value_that_is_left_out_by_the_business_date_still_shares_its_days(observed):
    """A quarter that is not over takes the value of its months before and after it is left out alike."""
    actuals, day = Actuals.of(observed), date(2025, 2, 28)
    for segment in cut(actuals, day).segments("sales"):
        series, left = actuals.series("sales", segment), cut(actuals, day).series("sales", segment)
        expected = {p: v for p, v in zip(series.periods, series.values, strict=True) if p.last <= day}
        assert dict(zip(left.periods, left.values, strict=True)) == expected


def test_a_withdrawn_quarter_gives_its_months_back():
    """A value that overlaps others takes theirs only while it is known; before and after each counts."""
    april = datetime(2025, 4, 3, tzinfo=UTC)
    rows = [of("2025-01", 1), of("2025Q1", 6, known_at=FEBRUARY), of("2025Q1", None, known_at=april)]
    actuals = Actuals.of(rows)
    assert codes(Actuals.of(rows[:2])) == ["GT843"] and codes(actuals) == []
    assert actuals.series("sales", known_at=datetime(2025, 1, 31, tzinfo=UTC)).values == (1,)
    assert all(isinstance(value, NA) for value in actuals.series("sales", known_at=MARCH).values)
    assert actuals.series("sales").values == (1, BLANK)
    assert gt.observe(PLAN, actuals).findings.select(["GT844"]) == gt.Findings()


def test_an_overlap_has_no_value_in_the_frame():
    """Whoever sums the frame or the plain values counts no day twice."""
    actuals = Actuals.of([of("2025-01", 1), of("2025Q1", 6), of("2025-04", 4)])
    assert actuals.frame()["value"].dropna().tolist() == [4.0]
    assert [row["value"] for row in actuals.to_dict()["observations"]] == [None, None, "4"]


def test_versions_of_one_value_are_left_out_once():
    """What ends after the business date is counted by values, not by how often each was restated."""
    part = (("region", "海外"),)
    rows = [of("2025-03", 1), of("2025-03", 2, known_at=MARCH), of("2025-03", 2, segment=part)]
    (finding,) = cut(Actuals.of(rows), date(2025, 2, 28)).findings
    assert finding.params["count"] == 2
    assert finding.params["places"] == ("sales 2025-03", "sales region=海外 2025-03")


@given(OBSERVED)
def test_a_series_gives_a_value_only_where_no_two_rows_disagree(observed):
    """A value of a series is one that some row says, and no row of the same instant says another."""
    actuals = Actuals.of(observed)
    for segment in actuals.segments("sales"):
        series = actuals.series("sales", segment)
        for used, value in zip(series.observations, series.values, strict=True):
            if isinstance(value, NA):
                continue
            rows = [o for o in observed if (o.key, o.known_at) == (used.key, used.known_at)]
            assert {o.value for o in rows} - {BLANK} == {value}
