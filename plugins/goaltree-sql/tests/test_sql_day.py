"""When facts are dated and since when they are known: days in the plan's zone, and the versions that come of them."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sql_measured import DAYS, FEW, measured, whole

import goaltree as gt
from goaltree.testing.fact_question import asked, plan_of


@FEW
@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {
                "day": st.sampled_from(DAYS),
                "known": st.one_of(
                    st.none(), st.sampled_from([date(2025, month, 5) for month in range(1, 9)])
                ),
                "buyer": st.sampled_from(["a", "b", "c", " ", None]),
                "amount": st.one_of(st.none(), st.integers(0, 99)),
            }
        ),
        min_size=1,
        max_size=20,
    ),
    cutoff=st.sampled_from([date(2025, month, 5) for month in range(1, 9)]),
    kind=st.sampled_from(["sum", "count", "distinct", "min", "max"]),
)
def test_what_was_known_then_counts_what_was_known_then(source, rows, cutoff, kind):
    """At each earlier instant the value is that of the facts that were known by then, none of the later ones."""
    column = "buyer" if kind == "distinct" else "amount"
    told = {kind: column, "time": "day", "known_at": "known"}
    metric_kind = {"distinct": "distinct", "min": "stock", "max": "stock"}.get(kind, "flow")
    actuals = measured(source, told, rows, kind=metric_kind, dimension=False)
    instant = datetime(cutoff.year, cutoff.month, cutoff.day, 23, 59, 59, 999999, UTC)
    series = actuals.series("m", known_at=instant)
    found = {}
    for period, value in zip(series.periods, series.values, strict=True) if series is not None else ():
        if not isinstance(value, gt.NA):
            found[period.label] = value

    wanted = defaultdict(list)
    for row in rows:
        day, known, cell = row["day"], row["known"], row[column]
        if day.year != 2025 or cell is None or (isinstance(cell, str) and not cell.strip()):
            continue
        after = date(day.year, day.month + 1, 1) - timedelta(days=1)
        if known is None or max(known, after) <= cutoff:
            wanted[day.strftime("%Y-%m")].append(cell)
    count = {"distinct": lambda cells: len(set(cells)), "count": len, "sum": sum, "min": min, "max": max}[
        kind
    ]
    assert found == {period: count(cells) for period, cells in wanted.items()}


def test_facts_without_a_day_are_told(source):
    """What has no readable day counts for no period, and an error says so."""
    days = [
        "2025-01-03", None, "2025-02-30", "someday", "2025-13-01", "0000-01-01", "2025-01-01T24:00",
        "2025-01-01T10:60", "2025-02-29", "2025-01-01x",
    ]  # fmt: skip
    rows = [{"day": day, "amount": 10**at} for at, day in enumerate(days)]
    found, errors = whole(source, {"sum": "amount", "time": "day"}, rows)
    assert found == {"2025-01": (1, 1)}
    assert set(errors) == {"GT831"}
    (intake,) = asked(
        plan_of({"facts": {"sum": "amount", "time": "day"}}, dimension=False),
        source.connector({"facts": rows}),
    ).intake
    assert (intake.rejected.rows, intake.mapped.rows) == (len(days) - 1, 1)


ZONES = (None, "Asia/Shanghai", "America/St_Johns", "Pacific/Apia", "America/Sao_Paulo")


@FEW
@given(
    zone=st.sampled_from(ZONES),
    seconds=st.lists(st.integers(-3 * 10**9, 3 * 10**9) | st.integers(1735650000, 1735750000), max_size=15),
    ahead=st.sampled_from([0, 480, -210, 825]),
)
def test_instants_become_days_in_the_plans_zone(source, zone, seconds, ahead):
    """Around every midnight, typed or written with any offset, an instant has the day that Python says."""
    from zoneinfo import ZoneInfo

    stamps = [datetime.fromtimestamp(one, timezone(timedelta(minutes=ahead))) for one in seconds]
    year = [stamp.replace(year=2025) for stamp in stamps if (stamp.month, stamp.day) != (2, 29)]
    rows = [{"t": stamp, "v": 1} for stamp in year]
    told = {"count": "v", "time": "t"}
    local = [stamp.astimezone(ZoneInfo(zone or "UTC")) for stamp in year]
    wanted = defaultdict(int)
    for stamp in local:
        if stamp.year == 2025:
            wanted[stamp.strftime("%Y-%m")] += 1
    found, errors = whole(source, told, rows, zone=zone) if rows else ({}, [])
    assert {period: value[0] for period, value in found.items()} == wanted
    assert errors == []


@pytest.mark.parametrize(("zone", "period"), [("Asia/Shanghai", "2025-02"), (None, "2025-01")])
def test_written_instants_do_too(source, zone, period):
    """An instant just before midnight UTC is already the next month in Shanghai; a time without zone stays."""
    for text, wanted in [
        ("2025-01-31T22:00:00Z", period),
        ("2025-01-31 22:00:00.123456789Z", period),
        ("2025-01-31T22:00", "2025-01"),
        ("2025-01-31 23:59:59.999999999", "2025-01"),
    ]:
        found, errors = whole(source, {"sum": "v", "time": "t"}, [{"t": text, "v": 5}], zone=zone)
        assert (found, errors) == ({wanted: (5, 1)}, []), text


def test_only_what_is_over_by_the_business_date_is_asked_for(source):
    """Facts of later periods are not answered, and nothing is asked before the first period is over."""
    connector = source.connector({"facts": [{"day": "2025-01-31", "v": 5}, {"day": "2025-02-01", "v": 7}]})
    plan = plan_of({"facts": {"sum": "v", "time": "day"}}, dimension=False)
    found = asked(plan, connector, as_of="2025-02-27").columns
    assert (found["period"], found["value"]) == (["2025-01"], [5])
    assert len(asked(plan, connector, as_of="2025-01-15")) == 0
