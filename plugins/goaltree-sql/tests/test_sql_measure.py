"""Facts that a database adds up are what Python adds up from the same facts."""

from __future__ import annotations

import threading
import unicodedata
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sql_source import SqliteSource

import goaltree as gt
from goaltree import Request
from goaltree.progress import Meter
from goaltree.testing import PAYLOADS, PlanBuilder

HOSTILE = (
    "x'; DROP TABLE t;--",
    'a"b',
    "select",
    "%",
    "%(v)s",
    ":v",
    "_",
    "/*",
    "金额",
    "v",
    "day",
    "a.b",
    "a,b",
)
TABLES = ("facts", "x'; DROP TABLE t;--", "a b", "表", "SELECT", "%s", "facts.facts", 'say "hi"')
DAYS = [date(2024, 12, 30) + timedelta(days=7 * n) for n in range(20)]
MEMBERS = sorted(
    {
        unicodedata.normalize("NFKC", text).strip(): text.strip() for text in PAYLOADS if text.isprintable()
    }.values()
)
AMOUNTS = st.one_of(
    st.none(),
    st.integers(-(10**6), 10**6),
    st.integers(-(2**62), 2**62),
    st.decimals(-1000, 1000, places=2),
)
FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def plan_of(told, *, kind="flow", dimension=True, zone=None):
    """A plan whose metric `m` some tables count, by region where that is wanted."""
    builder = PlanBuilder().segment("region", "north", "south", open=True)
    builder = builder if zone is None else builder.having(zone=zone)
    unit = "%" if kind == "ratio" else "元"
    parts = {"by": ["region"]} if dimension else {}
    cuts = {"cuts": {"region": {"north": "8亿", "south": "4亿"}}} if dimension else {}
    goal = {"baseline": "30%", "target": "40%"} if kind == "ratio" else {"target": "12亿", **cuts}
    tables = {name: {"metric": "m", **one} for name, one in told.items()}
    builder = builder.source("till", tables=tables).metric("m", source="till", kind=kind, unit=unit, **parts)
    return builder.goal("m", **goal).plan()


def asked(plan, connector, **options):
    """What the connector measures for a plan."""
    return connector.measure(Request.of(plan, source="till", **options))


def values(actuals):
    """Values and counts by segment and period, and the errors."""
    found = {(one.segment, one.period.label): (one.value, one.count) for one in actuals.observations}
    return found, sorted(finding.code for finding in actuals.findings.errors)


def measured(source, told, rows, **options):
    """The actuals that come of facts in a table `facts`."""
    plan = plan_of({"facts": told}, **options)
    found = asked(plan, source.connector({"facts": rows}))
    assert not isinstance(found, gt.Finding), found.message()
    return gt.observe(plan, found)


def whole(source, told, rows, **options):
    """Values and counts by month of a metric that is not split, and the errors."""
    found, errors = values(measured(source, told, rows, dimension=False, **options))
    return {period: value for (_, period), value in found.items()}, errors


@FEW
@given(data=st.data())
def test_pushed_down_is_what_observe_says_of_the_sums_by_hand(source, data):
    """Sums by month and region, of hostile names and values, nulls and large numbers, are the same."""
    time, amount, area, state = data.draw(st.permutations(HOSTILE))[:4]
    table = data.draw(st.sampled_from(TABLES))
    members = st.sampled_from([*(text for text in MEMBERS if text), "north", "south"])
    wanted = data.draw(st.sampled_from(["paid", "x'; DROP TABLE t;--", "%", "_"]))
    row = st.fixed_dictionaries(
        {
            time: st.sampled_from(DAYS),
            amount: AMOUNTS,
            area: members,
            state: st.sampled_from([wanted, "void", None]),
        }
    )
    rows = data.draw(st.lists(row, min_size=1, max_size=25))
    told = {"sum": amount, "time": time, "segments": {"region": area}, "where": {state: [wanted]}}
    plan = plan_of({table: told})
    found = asked(plan, source.connector({table: rows}))
    assert not isinstance(found, gt.Finding), found.message()

    parts = defaultdict(list)
    for one in rows:
        if one[state] == wanted and one[amount] is not None and one[time].year == 2025:
            parts[one[time].strftime("%Y-%m"), one[area]].append(Fraction(one[amount]))
    by_hand = [
        {"metric": "m", "period": period, "region": member, "value": sum(part), "count": len(part)}
        for (period, member), part in parts.items()
    ]
    assert values(gt.observe(plan, found)) == values(gt.observe(plan, by_hand or None))


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


@FEW
@given(
    numbers=st.lists(
        st.floats(-1e200, 1e200, allow_nan=False) | st.just(float("nan")), min_size=1, max_size=20
    )
)
def test_floats_are_added_as_the_decimals_that_they_print_as(source, numbers):
    """Whatever cancels, nothing is rounded on the way: 0.1 and 0.2 are 0.3, and NaN is nothing.

    PostgreSQL prints some floats with a digit more than Python does.
    """
    rows = [{"day": date(2025, 1, 3), "x": number} for number in numbers]
    plan = plan_of({"facts": {"sum": "x", "time": "day"}}, dimension=False)
    found = asked(plan, source.connector({"facts": rows})).columns
    there = [Fraction(repr(number)) for number in numbers if number == number]  # noqa: PLR0124 - not nan
    assert len(found["value"]) == bool(there)
    assert all(
        abs(Fraction(value) - sum(there)) <= Fraction(sum(map(abs, there)), 10**16)
        for value in found["value"]
    )
    assert found["count"] == ([len(there)] if there else [])


def test_rows_are_mapped_ignored_or_rejected(source):
    """Every row is accounted for, by count and by sum."""
    rows = [
        {"day": "2025-01-03", "v": 1, "state": "paid"},
        {"day": "2025-02-03", "v": 2, "state": "paid"},
        {"day": "2025-02-03", "v": 4, "state": "void"},
        {"day": "2025-02-03", "v": 8, "state": None},
        {"day": "2019-02-03", "v": 16, "state": "paid"},
        {"day": "2025-02-03", "v": None, "state": "paid"},
        {"day": "someday", "v": 32, "state": "paid"},
        {"day": None, "v": 64, "state": "paid"},
        {"day": "someday", "v": 128, "state": "void"},
    ]
    told = {"sum": "v", "time": "day", "where": {"state": ["paid"]}}
    plan = plan_of({"facts": told}, dimension=False)
    (intake,) = asked(plan, source.connector({"facts": rows})).intake
    amounts = {
        name: (getattr(intake, name).rows, getattr(intake, name).total)
        for name in ("given", "mapped", "ignored", "rejected")
    }
    assert amounts == {
        "given": (9, 255),
        "mapped": (2, 3),
        "ignored": (4, 4 + 8 + 16 + 128),
        "rejected": (3, 32 + 64),
    }


def test_sums_beyond_sixty_four_bits_are_exact(source):
    """Neither engine's own sum of such integers is: one overflows, the other would round."""
    rows = [{"day": date(2025, 1, 3), "v": value} for value in (2**63 - 1, 2**63 - 1, -(2**63), 5)]
    assert whole(source, {"sum": "v", "time": "day"}, rows) == ({"2025-01": (2**63 + 3, 4)}, [])


def test_digits_beyond_any_type_are_exact(source):
    """Whole numbers of fifty digits and fractions of thirty are added to the last one."""
    rows = [{"day": date(2025, 1, 3), "v": value} for value in (10**50 + 1, Decimal("1e-30"), -(10**50))]
    found, errors = whole(source, {"sum": "v", "time": "day"}, rows)
    assert (found, errors) == ({"2025-01": (1 + Fraction(1, 10**30), 3)}, [])


def test_products_are_exact(source):
    """A product of two integers of 63 bits does not become a float on its way."""
    rows = [{"day": date(2025, 1, 3), "v": 2**63 - 1, "w": 2**63 - 1}]
    told = {"mean": "v", "weight": "w", "time": "day"}
    assert whole(source, told, rows, kind="mean") == ({"2025-01": (2**63 - 1, 2**63 - 1)}, [])


def test_a_weighted_mean_is_an_exact_fraction_with_its_weight(source):
    """A mean is the sum of products over the sum of weights; a row without one of them is left out."""
    rows = [
        {"day": "2025-01-03", "rate": 1, "users": 1},
        {"day": "2025-01-04", "rate": 0, "users": 2},
        {"day": "2025-01-05", "rate": None, "users": 50},
        {"day": "2025-01-06", "rate": 1, "users": None},
    ]
    told = {"mean": "rate", "weight": "users", "time": "day", "unit": "1"}
    assert whole(source, told, rows, kind="ratio") == ({"2025-01": (Fraction(1, 3), 3)}, [])


def test_a_ratio_is_one_sum_over_another(source):
    """Not the mean of ratios; its denominator comes with it."""
    rows = [
        {"day": "2025-01-03", "back": 1, "all": 10},
        {"day": "2025-01-04", "back": 2, "all": 2},
        {"day": "2025-01-05", "back": None, "all": 50},
        {"day": "2025-02-05", "back": 0, "all": 0},
    ]
    told = {"ratio": "back", "of": "all", "time": "day"}
    assert whole(source, told, rows, kind="ratio") == ({"2025-01": (Fraction(3, 12), 12)}, [])


def test_a_mean_without_weight_is_not_known(source):
    """Where all weights are 0 there is no mean, and no division."""
    rows = [{"day": "2025-01-03", "x": 1, "w": 0}, {"day": "2025-02-03", "x": 1, "w": 2}]
    told = {"mean": "x", "weight": "w", "time": "day"}
    assert whole(source, told, rows, kind="mean") == ({"2025-02": (1, 2)}, [])


@pytest.mark.parametrize("kind", ["sum", "mean"])
def test_an_infinite_value_is_told(source, kind):
    """It is no number of a business, and an error says so."""
    rows = [{"day": "2025-01-03", "x": float("inf")}, {"day": "2025-01-03", "x": 1.0}]
    metric_kind = {"sum": "flow"}.get(kind, kind)
    found, errors = whole(source, {kind: "x", "time": "day"}, rows, kind=metric_kind)
    assert isinstance(found["2025-01"][0], gt.NA)
    assert errors == ["GT821"]


def test_texts_are_numbers_by_their_written_digits(source):
    """`1e3`, `2.5` and ` .5 ` are 1003, as the column says; blanks are nothing."""
    rows = [{"day": "2025-01-03", "v": text} for text in ("1e3", "2.5", " .5 ", " ", "", None)]
    assert whole(source, {"sum": "v", "time": "day"}, rows) == ({"2025-01": (1003, 3)}, [])


@pytest.mark.parametrize(("kind", "value"), [("min", -3), ("max", Decimal("10.5"))])
def test_extremes_compare_numbers(source, kind, value):
    """Also where they are texts, of which the greatest is another one."""
    rows = [{"day": "2025-01-03", "v": text} for text in ("9", "10.5", "-3", "-20e-1")]
    found, errors = whole(source, {kind: "v", "time": "day"}, rows, kind="stock")
    assert (found["2025-01"][0], errors) == (Fraction(value), [])


def test_the_last_value_is_that_of_the_last_moment(source):
    """A level is the value of the latest moment of each period that has one."""
    rows = [
        {"at": "2025-01-31 08:00:00", "level": 5},
        {"at": "2025-01-31 09:30:00", "level": 7},
        {"at": "2025-01-31 10:00:00", "level": None},
        {"at": "2025-02-01 00:00:00", "level": 9},
    ]
    found, errors = whole(source, {"last": "level", "time": "at"}, rows, kind="stock")
    assert {period: value[0] for period, value in found.items()} == {"2025-01": 7, "2025-02": 9}
    assert errors == []


def test_two_last_values_contradict_each_other(source):
    """Of two values at one moment neither is taken, and that is an error."""
    rows = [{"at": "2025-01-31", "level": 5}, {"at": "2025-01-31", "level": 7}]
    found, errors = whole(source, {"last": "level", "time": "at"}, rows, kind="stock")
    assert isinstance(found["2025-01"][0], gt.NA)
    assert errors == ["GT841"]


def test_a_level_that_was_restated_later_keeps_both_versions(source):
    """A level with a later time of knowledge replaces the earlier one from then on; an older one does not."""
    rows = [
        {"at": "2025-01-31", "level": 5, "known": "2025-02-01"},
        {"at": "2025-01-31", "level": 8, "known": "2025-03-01"},
        {"at": "2025-01-30", "level": 9, "known": "2025-04-01"},
    ]
    told = {"last": "level", "time": "at", "known_at": "known"}
    actuals = measured(source, told, rows, kind="stock", dimension=False)
    assert actuals.series("m", known_at=datetime(2025, 2, 15, tzinfo=UTC)).values == (5,)
    assert actuals.series("m").values == (8,)


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


def test_facts_without_a_member_are_told(source):
    """A blank member, and one that is written like the whole, are errors and never the whole."""
    rows = [
        {"day": "2025-01-03", "amount": 1, "area": "north"},
        {"day": "2025-01-03", "amount": 10, "area": None},
        {"day": "2025-01-03", "amount": 20, "area": "  "},
        {"day": "2025-01-03", "amount": 100, "area": " * "},
    ]
    told = {"sum": "amount", "time": "day", "segments": {"region": "area"}}
    found, errors = values(measured(source, told, rows))
    assert found == {((("region", "north"),), "2025-01"): (1, 1)}
    assert set(errors) == {"GT813"}


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


def test_tables_may_be_called_otherwise(source):
    """A table of the plan counts a table of another name."""
    connector = source.connector({"orders": [{"day": "2025-01-31", "v": 5}]})
    connector = evolve(connector, tables="money:orders")
    plan = plan_of({"money": {"sum": "v", "time": "day"}}, dimension=False)
    assert asked(plan, connector).columns["value"] == [5]


def test_counts_leave_out_what_is_nothing(source):
    """Nulls, blank texts and NaN are not counted, and not one more distinct thing."""
    rows = [
        {"day": "2025-01-31", "who": who, "x": x}
        for who, x in [("a", 1.5), ("b", 1.5), ("a", float("nan")), (" ", None), (None, 2.5), (" b ", None)]
    ]
    found = {}
    for kind, column in [("count", "who"), ("distinct", "who"), ("count", "x"), ("distinct", "x")]:
        metric_kind = "distinct" if kind == "distinct" else "flow"
        counted, _ = whole(source, {kind: column, "time": "day"}, rows, kind=metric_kind)
        found[kind, column] = counted["2025-01"][0]
    assert found == {("count", "who"): 4, ("distinct", "who"): 2, ("count", "x"): 3, ("distinct", "x"): 2}


def test_letters_of_another_case_are_another_thing(source):
    """Whatever a column's collation says, `A` is not `a`: for members, conditions and distinct things."""
    rows = [
        {"day": "2025-01-31", "area": area, "state": state}
        for area, state in [("north", "paid"), ("NORTH", "paid"), ("north", "PAID")]
    ]
    connector = source.connector({"facts": rows})
    if isinstance(source, SqliteSource):
        source.run(
            "CREATE TABLE f2 (day, area TEXT COLLATE NOCASE, state TEXT COLLATE NOCASE);"
            "INSERT INTO f2 SELECT * FROM facts"
        )
    else:
        source.run(
            "CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);"
            "CREATE TABLE f2 (day text, area text COLLATE nocase, state text COLLATE nocase);"
            "INSERT INTO f2 SELECT * FROM facts",
        )
    told = {
        "f2": {"count": "state", "time": "day", "segments": {"region": "area"}, "where": {"state": ["paid"]}}
    }
    found, _ = values(gt.observe(plan_of(told), asked(plan_of(told), connector)))
    assert {segment: value for (segment, _), value in found.items()} == {
        (("region", "north"),): (1, 1),
        (("region", "NORTH"),): (1, 1),
    }
    told = {"f2": {"distinct": "area", "time": "day"}}
    plan = plan_of(told, kind="distinct", dimension=False)
    assert asked(plan, connector).columns["value"] == [2]


def test_the_same_question_has_the_same_rows_in_the_same_order(source):
    """Whatever order the database groups in, the answer is one."""
    rows = [{"day": f"2025-{n % 12 + 1:02}-01", "v": n, "area": f"area {n % 50}"} for n in range(5000)]
    connector = source.connector({"facts": rows})
    plan = plan_of({"facts": {"sum": "v", "time": "day", "segments": {"region": "area"}}})
    first = asked(plan, connector)
    assert len(first) == 300
    assert all(asked(plan, connector) == first for _ in range(3))


def test_one_member_in_two_spellings_is_told(source):
    """Spaces around a member mean nothing; full-width letters would make two totals of one member."""
    told = {"sum": "v", "time": "day", "segments": {"region": "area"}}
    rows = [{"day": "2025-01-31", "v": 5, "area": area} for area in ("north", " north ")]
    found, errors = values(measured(source, told, rows))
    assert (found, errors) == ({((("region", "north"),), "2025-01"): (10, 2)}, [])
    more = [*rows, {"day": "2025-02-01", "v": 5, "area": "ｎｏｒｔｈ"}]
    found = asked(plan_of({"facts": told}), source.connector({"facts": more}))
    assert "one member of `region` is written as `north` and as `ｎｏｒｔｈ`" in found.message()


def test_truth_values_are_compared_by_their_words(source):
    """`true` in a plan is the column's true, however the database keeps it."""
    connector = source.connector({"facts": [{"day": "2025-01-31", "v": 5}]})
    statement = (
        "CREATE TABLE t (day text, v integer, ok BOOLEAN);"
        "INSERT INTO t VALUES ('2025-01-31', 1, true), ('2025-01-31', 2, false), ('2025-01-31', 4, NULL)"
    )
    source.run(statement)
    told = {"t": {"sum": "v", "time": "day", "where": {"ok": ["true"]}}}
    assert asked(plan_of(told, dimension=False), connector).columns["value"] == [1]


def test_each_measure_is_told_and_may_be_the_last(source):
    """Whoever listens hears of each table, and ends the answer by raising `Cancelled`; the connection is closed."""
    told = {name: {"sum": "v", "time": "day"} for name in ("one", "two")}
    connector = source.connector({name: [{"day": "2025-01-31", "v": 5}] for name in told})
    plan = plan_of(told, dimension=False)
    heard = []
    assert len(asked(plan, connector, meter=Meter(heard.append))) == 2
    assert [(one.done, one.of) for one in heard] == [(0, 2), (1, 2)]

    def cancel(progress):
        if progress.done:
            raise gt.Cancelled

    with pytest.raises(gt.Cancelled):
        asked(plan, connector, meter=Meter(cancel))
    assert not any(thread.name == "goaltree-sql" for thread in threading.enumerate())


def test_a_total_that_no_float_holds_is_told(tmp_path):
    """Written numbers may have three digits of exponent; what could not count is told with its sum all the same."""
    rows = [{"day": "2025-01-31", "v": one} for one in ("1e999", "1e-999", "5")] + [{"day": "soon", "v": "7"}]
    plan = plan_of({"facts": {"sum": "v", "time": "day"}}, dimension=False)
    found = asked(plan, SqliteSource(tmp_path).connector({"facts": rows}))
    actuals = gt.observe(plan, found)
    (balance,) = (one for one in actuals.findings if one.name == "rows-uncounted")
    assert "1.0000000000000000E+999" in balance.message() and "7" in balance.message("zh")
