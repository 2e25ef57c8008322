"""Pairs at work: the four fields with the lag honoured, what is not known, and what a view shows."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import goaltree as gt
from goaltree.model.missing import NA
from steering.paired import ENDS, FINE, FULL, OFF, RISK, TRACK, card, one, rows, text

TWO = {"lag": "2 months"}
FIELDS = {
    ("on_track", "on_track"): "both_on_track",
    ("behind", "on_track"): "only_process",
    ("on_track", "behind"): "only_result",
    ("behind", "behind"): "both_behind",
}
values = st.lists(st.sampled_from([FULL, FINE, RISK, OFF]), min_size=6, max_size=6)


@pytest.mark.parametrize("result", [FULL, FINE, RISK, OFF])
@pytest.mark.parametrize("process", [FULL, FINE, RISK, OFF])
def test_the_four_fields(result, process):
    """Without a lag both are read now, and nothing is said of whether one has passed."""
    found = one([result] * 6, [process] * 6)
    assert found.field == FIELDS[TRACK[result], TRACK[process]]
    assert (found.lag_passed, found.shows_on, found.reason) == (None, None, None)
    assert found.process == found.process_now
    assert (found.result.goal, found.process.goal) == ("members", "visitors")
    assert found.process.day == date(2025, 6, 30) and found.process.since == date(2025, 1, 31)


def read_by_hand(result, process, lag):
    """Field, whether the lag has passed, and the month in which the process was read; months count from 0."""
    now, then = TRACK[process[-1]], len(process) - 1 - lag
    if then < 0:
        return FIELDS[TRACK[result[-1]], now], False, len(process) - 1
    was = TRACK[process[then]]
    if (TRACK[result[-1]], was, now) == ("behind", "behind", "on_track"):
        return "only_process", False, len(process) - 1
    return FIELDS[TRACK[result[-1]], was], True, then


@given(values, values, st.integers(0, 8))
def test_the_process_is_read_a_lag_earlier(result, process, lag):
    """The field is that of the result now and of the process a lag before, once the lag has passed."""
    found = one(result, process, lead={"lag": f"{lag} months"})
    field, passed, month = read_by_hand(result, process, lag)
    assert (found.field, found.lag_passed, str(found.process.day)) == (field, passed, ENDS[month])
    assert found.process.track == TRACK[process[month]] and found.process_now.track == TRACK[process[-1]]
    assert passed or found.shows_on > date(2025, 6, 30)


def test_a_wrong_lever():
    """Visitors were there two months ago already, and members do not follow."""
    found = one([OFF] * 6, [FINE] * 6, lead=TWO)
    assert (found.field, found.lag_passed, found.process.day) == ("only_process", True, date(2025, 4, 30))


def test_a_lag_that_has_not_passed_is_told_apart():
    """Visitors are back since June, which members show at the end of August: nothing can be said before."""
    found = one([OFF] * 6, [OFF] * 5 + [FULL], lead=TWO)
    assert (found.field, found.lag_passed) == ("only_process", False)
    assert (found.process.since, found.shows_on) == (date(2025, 6, 30), date(2025, 8, 30))


def test_an_early_warning():
    """Both are on track as far as can be, and visitors fell in May: members follow at the end of July."""
    found = one([FULL] * 6, [FULL] * 4 + [RISK] * 2, lead=TWO)
    assert (found.field, found.lag_passed) == ("both_on_track", True)
    assert (found.process_now.track, found.shows_on) == ("behind", date(2025, 7, 31))


def test_luck():
    """Members are fine though visitors were missing two months ago, and are back now."""
    found = one([FULL] * 6, [OFF] * 4 + [FULL] * 2, lead=TWO)
    assert (found.field, found.lag_passed, found.process.status) == ("only_result", True, "off_track")


def test_a_lag_that_reaches_before_the_plan():
    """In February nobody can say what visitors of December did: they are read as they are now."""
    found = one([OFF] * 2, [FULL] * 2, as_of=ENDS[1], lead=TWO)
    assert (found.field, found.lag_passed) == ("only_process", False)
    assert (found.process.day, found.shows_on) == (date(2025, 2, 28), date(2025, 3, 31))


@pytest.mark.parametrize(
    ("lag", "day"),
    [("2 weeks", ENDS[4]), ("30 days", ENDS[4]), ("1.5 months", ENDS[3]), ("1 quarter", ENDS[2])],
)
def test_a_lag_of_any_length(lag, day):
    """The process is read at the last review a whole lag ago; half a month counts as a whole one."""
    assert str(one([OFF] * 6, [FULL] * 6, lead={"lag": lag}).process.day) == day


def test_the_lag_counts_from_the_day_that_the_result_reaches():
    """Members of May are seen in June, and follow the visitors of March."""
    found = one([OFF] * 5, [FULL] * 2 + [RISK] + [FULL] * 3, lead=TWO)
    assert found.result.status == "off_track" and found.process.day == date(2025, 6, 30)
    assert (found.field, found.lag_passed, found.shows_on) == ("only_process", False, date(2025, 6, 30))
    found = one([FULL] * 5, [FULL] * 2 + [RISK] + [FULL] * 3, lead=TWO)
    assert (found.field, found.process.day) == ("only_result", date(2025, 3, 31))


# What is not known.


@pytest.mark.parametrize(
    ("result", "process", "side", "reason"),
    [
        ([None] * 6, [FULL] * 6, "result", NA("NO_ACTUAL", "members")),
        ([FULL] * 6, [None] * 6, "process", NA("NO_ACTUAL", "visitors")),
        ([FULL] * 3 + [None] * 3, [FULL] * 6, "result", NA("STALE", "members")),
    ],
)
def test_what_is_missing_is_unknown(result, process, side, reason):
    """A side without a value, or with one that is out of date, is not guessed."""
    found = one(result, process)
    assert (found.field, found.lag_passed, found.reason) == ("unknown", None, reason)
    assert (getattr(found, side).track, getattr(found, side).reason) == ("unknown", reason)


def test_data_missing_a_lag_ago_is_unknown():
    """Where the process has no data for the time that counts, its standing now does not stand in."""
    found = one([OFF] * 6, [None] * 5 + [FULL], lead=TWO)
    assert (found.field, found.reason) == ("unknown", NA("NO_ACTUAL", "visitors"))
    assert found.process_now.track == "on_track"


def test_nothing_says_how_it_should_be():
    """A metric without goal and healthy range has no standing."""
    goals = {"members": {"target": "100 人", "owner": "shop"}}
    found = one([FULL] * 6, [FULL] * 6, goals=goals)
    assert (found.field, found.reason.reason) == ("unknown", "NO_TARGET")


def test_before_the_plan_begins():
    """Before the first day nothing has begun."""
    found = one([], [], as_of="2024-12-31", lead=TWO)
    assert (found.field, found.result.day, found.shows_on) == ("unknown", None, None)
    assert found.reason == NA("PARTIAL", "not begun")


# The healthy range.

ONLY_RESULT = {"members": {"target": "100 人", "owner": "shop"}}


def ranged(healthy, **more):
    """The metrics with a healthy range of visitors."""
    metrics = text()["metrics"]
    metrics["visitors"] |= {"healthy": healthy, **more}
    return {"metrics": metrics, "goals": ONLY_RESULT}


def test_a_healthy_range_says_how_a_process_stands():
    """Without a goal the process is on track inside its range, and behind outside of it."""
    found = one([FULL] * 6, [60, 60, 40, 60, 60, 60], lead={"lag": "3 months"}, **ranged("≥50 人"))
    assert (found.field, found.process.day, found.process.at) == (
        "only_result",
        date(2025, 3, 31),
        "metrics.visitors.healthy",
    )
    assert (found.process_now.track, found.process_now.since) == ("on_track", date(2025, 4, 30))


def test_a_left_range_does_not_put_the_result_behind():
    """Members on track by their number stay so, though the range of visitors caps their status."""
    made = card([FULL] * 6, [40] * 6, **ranged("≥50 人"))
    (found,) = gt.pairs(made)
    assert made["members"].status == "at_risk" and made["members"].cap == "metrics.visitors.healthy"
    assert (found.result.status, found.field) == ("on_track", "only_result")


def test_the_range_of_the_result_itself_counts():
    """A result that left its own range is behind."""
    metrics = text()["metrics"]
    metrics["members"]["healthy"] = "≤98 人"
    assert one([FULL] * 6, [FULL] * 6, metrics=metrics).field == "only_process"


def test_the_goal_comes_before_the_range():
    """Where the process has a goal, its status counts."""
    metrics = text()["metrics"]
    metrics["visitors"]["healthy"] = "≥50 人"
    found = one([FULL] * 6, [OFF] * 6, metrics=metrics)
    assert (found.field, found.process.goal, found.process.at) == ("only_result", "visitors", "")


@pytest.mark.parametrize(
    ("north", "south", "track", "at"),
    [
        (60, 45, "on_track", ""),
        (60, 35, "behind", "南区"),
        (40, None, "behind", "北区"),
        (60, None, "unknown", "南区"),
    ],
)
def test_a_range_for_each_part(north, south, track, at):
    """One part outside of its range is enough to be behind; on track it is only where all parts are known."""
    made = ranged({"北区": "≥50 人", "南区": "≥40 人"}, by="region")
    segments = {"region": ["北区", "南区"]}
    more = [*rows("visitors", [north] * 6, region="北区"), *rows("visitors", [south] * 6, region="南区")]
    found = one([FULL] * 6, [None] * 6, more=more, segments=segments, **made)
    assert found.process.track == track and found.process.at.endswith(at)


def test_a_range_whose_value_is_old_says_nothing():
    """A value of three months ago says nothing of now; one of the month before still does."""
    assert one([FULL] * 6, [60] * 3, **ranged("≥50 人")).process.track == "unknown"
    assert one([FULL] * 6, [60] * 5, **ranged("≥50 人")).process.track == "on_track"


# Which goals count.


def test_the_worst_of_several_goals_counts():
    """Where only parts of a metric have goals the worst of them says how it stands."""
    metrics = text()["metrics"]
    metrics["visitors"] |= {"by": "region"}
    goals = ONLY_RESULT | {
        "north": {"metric": "visitors", "segment": {"region": "北区"}, "target": "100 人", "owner": "online"},
        "south": {"metric": "visitors", "segment": {"region": "南区"}, "target": "100 人", "owner": "online"},
    }
    segments = {"region": ["北区", "南区"]}
    more = [*rows("visitors", [FULL] * 6, region="北区"), *rows("visitors", [RISK] * 6, region="南区")]
    found = one([FULL] * 6, [None] * 6, more=more, segments=segments, metrics=metrics, goals=goals)
    assert (found.field, found.process.goal, found.process.status) == ("only_result", "south", "at_risk")


def test_the_goal_whose_time_it_is_counts():
    """Of two goals for two halves of the year, that of the running half."""
    half = {"metric": "visitors", "owner": "online"}
    goals = ONLY_RESULT | {
        "first": {**half, "target": "60 人", "period": "2025H1"},
        "second": {**half, "target": "100 人", "period": "2025H2"},
    }
    assert one([FULL] * 6, [OFF] * 6, goals=goals).field == "both_on_track"
    found = one([FULL] * 8, [OFF] * 8, goals=goals, as_of="2025-08-31", lead={"lag": "3 months"})
    assert (found.process.goal, found.lag_passed) == ("second", False)


def test_a_restated_number_is_judged_where_it_stands_first():
    """A team's table that wants more of the same number does not put the pair behind."""
    again = {"metric": "visitors", "restates": "visitors", "target": "200 人", "owner": "online"}
    made = card([FULL] * 6, [FULL] * 6, goals=text()["goals"] | {"again": again})
    (found,) = gt.pairs(made)
    assert made["again"].status == "off_track"
    assert (found.field, found.process.goal) == ("both_on_track", "visitors")


def test_a_pair_that_is_told_twice_is_read_once():
    """Told under `pairs` and by `leads`, it is one pair with the lag of either."""
    metrics = text()["metrics"]
    metrics["visitors"] |= {"leads": "members", "lag": "2 months"}
    found = one([OFF] * 6, [FULL] * 6, metrics=metrics, lead={"sign": "+"})
    assert (str(found.pair.lead.lag), found.pair.lead.sign) == ("2 months", "+")


def test_a_view_has_the_pairs_of_which_it_shows_both_sides():
    """A team sees no pair with another team's goal; with both goals its view says what the whole says."""
    made = card([OFF] * 6, [FULL] * 6)
    assert gt.pairs(made.view(team="shop")) == gt.pairs(made.view(team="online")) == ()
    goals = text()["goals"]
    goals["visitors"]["owner"] = "shop"
    made = card([OFF] * 6, [FULL] * 6, goals=goals)
    assert gt.pairs(made.view(team="店铺部")) == gt.pairs(made)
