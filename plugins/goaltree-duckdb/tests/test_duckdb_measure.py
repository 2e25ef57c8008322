"""Facts that DuckDB adds up are what Python adds up from the same facts."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pandas as pd
import pytest
from duckdb_source import ENDINGS, current, measured, write, written
from hypothesis import given, settings
from hypothesis import strategies as st

import goaltree as gt
from goaltree.testing import PAYLOADS, PlanBuilder, counted_by_hand, differences, facts
from goaltree.testing.fact_question import asked, plan_of, values
from goaltree_duckdb.connector import DuckDBConnector

HOSTILE = (
    "x'; DROP TABLE t;--",
    'a"b',
    "select",
    "%",
    "_",
    "/*",
    "金额",
    "v",
    "day",
    "src",
    "{table}",
    "a,b",
)
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


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_pushed_down_is_what_pandas_and_observe_say(ending, data):
    """Sums by month and region, of hostile names and values, nulls and large numbers, are the same."""
    time, amount, area, state = data.draw(st.permutations(HOSTILE))[:4]
    table = data.draw(st.sampled_from(["facts", "x'; DROP TABLE t;--", "a b", "表"]))
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
    with TemporaryDirectory() as folder:
        path = written({table: rows}, Path(folder), ending)
        found = asked(plan, DuckDBConnector(path=path))
    assert not isinstance(found, gt.Finding), found.message()

    frame = pd.DataFrame(rows, dtype=object)
    frame = frame[(frame[state] == wanted) & frame[amount].notna()]
    frame = frame.assign(period=[day.strftime("%Y-%m") for day in frame[time]])
    frame = frame[frame["period"].str.startswith("2025")] if len(frame) else frame
    by_hand = [
        {
            "metric": "m",
            "period": period,
            "region": member,
            "value": sum(map(Fraction, part)),
            "count": len(part),
        }
        for (period, member), part in frame.groupby(["period", area])[amount]
    ]
    assert values(gt.observe(plan, found)) == values(gt.observe(plan, by_hand))


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=10, deadline=None)
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
    kind=st.sampled_from(["sum", "count", "distinct"]),
)
def test_what_was_known_then_counts_what_was_known_then(ending, rows, cutoff, kind):
    """At each earlier instant the value is that of the facts that were known by then, none of the later ones."""
    column = "buyer" if kind == "distinct" else "amount"
    told = {kind: column, "time": "day", "known_at": "known"}
    metric_kind = {"distinct": "distinct"}.get(kind, "flow")
    with TemporaryDirectory() as folder:
        actuals = measured(told, rows, Path(folder), ending, kind=metric_kind, dimension=False)
    series = actuals.series(
        "m", known_at=datetime(cutoff.year, cutoff.month, cutoff.day, 23, 59, 59, 999999, UTC)
    )
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
    count = {"sum": sum, "count": len, "distinct": lambda cells: len(set(cells))}[kind]
    assert found == {period: count(cells) for period, cells in wanted.items()}


def test_the_same_facts_give_the_same_values_in_every_kind_of_file(tmp_path):
    """CSV, JSON, Parquet and a database give one table of actuals, to the last digit."""
    amounts = [1, Decimal("0.1"), Decimal("0.2"), 2**62, 2**62, -7, None]
    rows = [
        {"day": DAYS[at + 1], "amount": amount, "area": "north" if at % 2 else "south"}
        for at, amount in enumerate(amounts)
    ]
    told = {"sum": "amount", "time": "day", "segments": {"region": "area"}}
    found = []
    for ending in ENDINGS:
        folder = tmp_path / ending
        folder.mkdir()
        found.append(values(measured(told, rows, folder, ending)))
    north, south = (("region", "north"),), (("region", "south"),)
    by_hand = {
        (south, "2025-01"): (Fraction(6, 5), 2),
        (north, "2025-01"): (2**62 + Fraction(1, 10), 2),
        (south, "2025-02"): (2**62, 1),
        (north, "2025-02"): (-7, 1),
    }
    assert found == [(by_hand, [])] * 4


def test_a_mean_of_floats_is_the_mean_of_the_decimals_that_they_print_as(tmp_path):
    """0.1 and 0.2 have the mean 0.15 within the bound for floating-point sums."""
    rows = [
        {"day": "2025-01-03", "x": 0.1},
        {"day": "2025-01-03", "x": 0.2},
        {"day": "2025-01-03", "x": float("nan")},
    ]
    found, errors = values(
        measured({"mean": "x", "time": "day"}, rows, tmp_path, kind="mean", dimension=False)
    )
    value, count = found[(), "2025-01"]
    assert abs(value - Fraction(3, 20)) <= Fraction(3, 20) / 10**12
    assert (count, errors) == (2, [])


def test_a_number_that_is_none_is_a_missing_one(tmp_path):
    """NaN is left out of sums as a null is, also where a file's statistics say nothing of it."""
    rows = [
        {"day": "2025-01-03", "v": 0.5},
        {"day": "2025-01-03", "v": float("nan")},
        {"day": "2025-02-03", "v": 2.0},
    ]
    found = values(measured({"sum": "v", "time": "day"}, rows, tmp_path, dimension=False))
    assert found == ({((), "2025-01"): (Fraction(1, 2), 1), ((), "2025-02"): (2, 1)}, [])


def test_the_widest_integers_are_added_as_integers(tmp_path):
    """Of unsigned 128-bit integers the engine's own sum would be a float."""
    plan = plan_of({"facts": {"sum": "v", "time": "d"}}, dimension=False)
    with duckdb.connect(str(tmp_path / "u2.duckdb")) as connection:
        connection.execute(
            "CREATE TABLE facts AS SELECT DATE '2025-01-01' d, 1000000000000000000000000000001::UHUGEINT v"
        )
    found = asked(plan, DuckDBConnector(path=str(tmp_path / "u2.duckdb")))
    assert found.columns["value"] == [10**30 + 1]


def test_nothing_is_asked_before_the_first_period_is_over(tmp_path):
    """Until then there is no value to give, and no failure."""
    path = written({"facts": [{"day": "2025-01-31", "v": 5}]}, tmp_path, ".parquet")
    plan = plan_of({"facts": {"sum": "v", "time": "day"}}, dimension=False)
    assert asked(plan, DuckDBConnector(path=path), as_of="2025-01-15").columns["value"] == []


def test_products_are_widened_before_they_are_taken(tmp_path):
    """A product of two 32-bit numbers is exact where 64 bits do not hold it."""
    with duckdb.connect(str(tmp_path / "w.duckdb")) as connection:
        connection.execute(
            "CREATE TABLE facts AS SELECT DATE '2025-01-01' d, 9223372036854775807 v, 9223372036854775807 w"
        )
    plan = plan_of({"facts": {"mean": "v", "weight": "w", "time": "d"}}, kind="mean", dimension=False)
    found = asked(plan, DuckDBConnector(path=str(tmp_path / "w.duckdb")))
    assert (found.columns["value"], found.columns["count"]) == ([2**63 - 1], [2**63 - 1])


def test_facts_without_a_member_are_told(tmp_path):
    """A blank member, and one that is written like the whole, are errors and never the whole."""
    rows = [
        {"day": "2025-01-03", "amount": 1, "area": "north"},
        {"day": "2025-01-03", "amount": 10, "area": None},
        {"day": "2025-01-03", "amount": 100, "area": " * "},
    ]
    told = {"sum": "amount", "time": "day", "segments": {"region": "area"}}
    found, errors = values(measured(told, rows, tmp_path))
    assert found == {((("region", "north"),), "2025-01"): (1, 1)}
    assert set(errors) == {"GT813"}


@pytest.mark.parametrize(("zone", "period"), [("Asia/Shanghai", "2025-02"), ("UTC", "2025-01")])
def test_instants_become_days_in_the_plans_zone(tmp_path, zone, period):
    """An instant just before midnight UTC is already the next month in Shanghai, typed or written."""
    with duckdb.connect(str(tmp_path / "z.duckdb")) as connection:
        connection.execute("CREATE TABLE facts AS SELECT TIMESTAMPTZ '2025-01-31 22:00:00Z' t, 5 v")
    write([{"t": "2025-01-31T22:00:00Z", "v": 5}], tmp_path / "z.csv")
    plan = plan_of({"facts": {"sum": "v", "time": "t"}}, dimension=False, zone=zone)
    for name in ("z.duckdb", "z.csv"):
        found = asked(plan, DuckDBConnector(path=str(tmp_path / name)))
        assert found.columns["period"] == [period]


def test_tables_may_be_called_otherwise(tmp_path):
    """Two tables of the plan count one table of the source."""
    rows = [{"day": "2025-01-31", "v": 5, "who": "a"}]
    path = written({"orders": rows}, tmp_path, ".duckdb")
    plan = plan_of({"money": {"sum": "v", "time": "day"}}, dimension=False)
    found = asked(plan, DuckDBConnector(path=path, tables="money:orders"))
    assert found.columns["value"] == [5]


@pytest.mark.parametrize("told", [{"sum": "v", "count": "v", "time": "day"}, {"time": "day"}])
def test_a_table_counts_in_one_way(tmp_path, told):
    """Of two ways to count none is chosen, and none is not made up."""
    path = written({"facts": [{"day": "2025-01-31", "v": 5}]}, tmp_path, ".parquet")
    found = asked(plan_of({"facts": told}, dimension=False), DuckDBConnector(path=path))
    assert "in one way" in found.message()


def test_counts_leave_out_what_is_nothing(tmp_path):
    """Nulls, blank texts and NaN are not counted, and not one more distinct thing."""
    rows = [
        {"day": "2025-01-31", "who": who, "x": x}
        for who, x in [("a", 1.5), ("b", 1.5), ("a", float("nan")), (" ", None), (None, 2.5)]
    ]
    found = {}
    for kind, column in [("count", "who"), ("distinct", "who"), ("count", "x"), ("distinct", "x")]:
        folder = tmp_path / f"{kind}-{column}"
        folder.mkdir()
        metric_kind = "distinct" if kind == "distinct" else "flow"
        told = {kind: column, "time": "day"}
        actuals = measured(told, rows, folder, kind=metric_kind, dimension=False)
        found[kind, column] = current(actuals)
    assert found == {
        ("count", "who"): [3],
        ("distinct", "who"): [2],
        ("count", "x"): [3],
        ("distinct", "x"): [2],
    }


def test_the_same_question_has_the_same_rows_in_the_same_order(tmp_path):
    """However many threads add up, the answer is one."""
    rows = [{"day": f"2025-{n % 12 + 1:02}-01", "v": n, "area": f"area {n % 50}"} for n in range(5000)]
    path = written({"facts": rows}, tmp_path, ".parquet")
    plan = plan_of({"facts": {"sum": "v", "time": "day", "segments": {"region": "area"}}})
    first = asked(plan, DuckDBConnector(path=path))
    assert len(first.columns["value"]) == 300
    assert all(asked(plan, DuckDBConnector(path=path)) == first for _ in range(5))


def test_a_dimension_that_is_called_like_a_column_is_told(tmp_path):
    """Its members would stand where the counts stand."""
    path = written({"facts": [{"day": "2025-01-31", "v": 5, "a": "north"}]}, tmp_path, ".parquet")
    told = {"facts": {"metric": "m", "sum": "v", "time": "day", "segments": {"count": "a"}}}
    plan = (
        PlanBuilder()
        .segment("count", "north", "south")
        .source("till", tables=told)
        .metric("m", source="till", by=["count"])
        .goal("m", target="12亿", cuts={"count": {"north": "8亿", "south": "4亿"}})
        .plan()
    )
    assert "called like a column" in asked(plan, DuckDBConnector(path=path)).message()


def test_one_member_in_two_spellings_is_told(tmp_path):
    """Spaces around a member mean nothing; full-width letters would make two totals of one member."""
    told = {"sum": "v", "time": "day", "segments": {"region": "area"}}
    rows = [{"day": "2025-01-31", "v": 5, "area": area} for area in ("north", " north ")]
    found, errors = values(measured(told, rows, tmp_path))
    assert (found, errors) == ({((("region", "north"),), "2025-01"): (10, 2)}, [])
    path = written({"facts": [*rows, {"day": "2025-02-01", "v": 5, "area": "ｎｏｒｔｈ"}]}, tmp_path, ".csv")
    found = asked(plan_of({"facts": told}), DuckDBConnector(path=path))
    assert "one member of `region` is written as `north` and as `ｎｏｒｔｈ`" in found.message()


def test_a_weighted_mean_of_floats_keeps_to_the_bound(tmp_path):
    """Products of decimals in binary are within 1e-12 of the exact mean, and the weight beside it too."""
    rows = [{"day": "2025-01-03", "x": 0.1, "w": 0.5}, {"day": "2025-01-03", "x": 0.4, "w": 1.0}]
    told = {"mean": "x", "weight": "w", "time": "day"}
    found, errors = values(measured(told, rows, tmp_path, kind="mean", dimension=False))
    value, count = found[(), "2025-01"]
    exact = Fraction(3, 10)  # (0.1 x 0.5 + 0.4 x 1) / 1.5
    assert abs(value - exact) <= exact / 10**12
    assert (count, errors) == (Fraction(3, 2), [])


@pytest.mark.parametrize("kind", ["sum", "mean"])
def test_an_infinite_value_is_told(tmp_path, kind):
    """It is no number of a business, and an error says so."""
    rows = [{"day": "2025-01-03", "x": float("inf")}, {"day": "2025-01-03", "x": 1.0}]
    metric_kind = {"sum": "flow"}.get(kind, kind)
    found, errors = values(
        measured({kind: "x", "time": "day"}, rows, tmp_path, kind=metric_kind, dimension=False)
    )
    assert isinstance(found[(), "2025-01"][0], gt.NA)
    assert errors == ["GT821"]


def test_texts_with_an_exponent_are_numbers(tmp_path):
    """`1e3` and `2.5` are 1002.5, as the file says."""
    rows = [{"day": "2025-01-03", "v": text} for text in ("1e3", "2.5", " ", "")]
    found, errors = values(measured({"sum": "v", "time": "day"}, rows, tmp_path, ".csv", dimension=False))
    assert (found, errors) == ({((), "2025-01"): (Fraction(2005, 2), 2)}, [])


@settings(max_examples=25, deadline=None)
@given(case=facts())
def test_generated_facts_are_counted_as_by_hand(case):
    """Values, counts, versions, unreadable days and the intake are those of plain Python, for any way of counting."""
    request, tables = case
    with TemporaryDirectory() as folder:
        found = DuckDBConnector(path=written(tables, Path(folder), ".parquet")).measure(request)
    assert not isinstance(found, gt.Finding), found.message()
    assert differences(found, counted_by_hand(request, tables)) == []
