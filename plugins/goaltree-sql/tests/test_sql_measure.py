"""Facts that a database adds up are what Python adds up from the same facts."""

from __future__ import annotations

import threading
import unicodedata
from collections import defaultdict
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from sql_measured import DAYS, FEW, measured, whole
from sql_source import SqliteSource

import goaltree as gt
from goaltree.progress import Meter
from goaltree.testing import PAYLOADS, counted_by_hand, differences, facts
from goaltree.testing.fact_question import asked, plan_of, values

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


@FEW
@given(case=facts())
def test_generated_facts_are_counted_as_by_hand(source, case):
    """Values, counts, versions, unreadable days and the intake are those of plain Python, for any way of counting."""
    request, tables = case
    found = source.connector(tables).measure(request)
    assert not isinstance(found, gt.Finding), found.message()
    assert differences(found, counted_by_hand(request, tables)) == []
