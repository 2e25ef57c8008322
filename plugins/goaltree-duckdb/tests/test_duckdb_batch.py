"""Measures of one table are counted in few passes over it, and each gives what it gives alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from duckdb_source import written
from hypothesis import given, settings
from hypothesis import strategies as st

import goaltree as gt
from goaltree import Request
from goaltree.actuals.measure import Counts, Measure
from goaltree.actuals.requirement import Requirement
from goaltree.model.calendar import Calendar
from goaltree.model.described import MetricRef, SegmentRef
from goaltree.model.mapping import Frozen
from goaltree.model.segment import SourceTable
from goaltree.testing import counted_by_hand, differences
from goaltree.testing.fact_strategy import decimals, instants, members, small, texts, things, whole
from goaltree_duckdb.batch import MOST_FILTERS, batches
from goaltree_duckdb.connector import DuckDBConnector
from goaltree_duckdb.number import ONE, Number
from goaltree_duckdb.part import Part
from goaltree_duckdb.session import Session

PERIODS = {
    grain: tuple(Calendar().of(date(2025, month, 1), grain) for month in months)
    for grain, months in {"month": (1, 2, 3), "quarter": (1,)}.items()
}
DIMENSIONS = {"region": "area", "town": "town"}
NUMBERS = {
    "whole": whole,
    "money": decimals,
    "rate": st.floats(-1e6, 1e6, allow_subnormal=False) | st.just(float("nan")),
    "joined": small,
    "pieces": small,
}
ROWS = {
    **{name: st.none() | cells for name, cells in NUMBERS.items()},
    "who": st.none() | things,
    "area": st.none() | members,
    "town": st.sampled_from(("a", " a ", "乙", None)),
    "state": st.sampled_from(("paid", "已支付", "void", None)),
    "known": st.none() | st.dates(date(2024, 12, 30), date(2025, 5, 5)),
}


@st.composite
def ways(draw: st.DrawFn, key: str) -> tuple[SourceTable, list[Requirement]]:
    """A way to count the table, and what is asked of it: the whole and some of its parts."""
    kind = draw(st.sampled_from(("sum", "sum", "count", "distinct", "mean", "ratio", "min", "max", "last")))
    columns = ("joined",) if kind in ("mean", "ratio") else tuple(NUMBERS)
    value = draw(st.sampled_from((*columns, "who") if kind in ("count", "distinct") else columns))
    weight = {"mean": {"weight": "pieces"}, "ratio": {"of": "pieces"}}.get(kind, {})
    told = {kind: value, **(weight if draw(st.booleans()) or kind == "ratio" else {})}
    table = SourceTable(
        metric=MetricRef(key),
        time="time",
        known_at=draw(st.sampled_from((None, None, "known"))),
        segments=Frozen({SegmentRef(name): column for name, column in DIMENSIONS.items()}),
        where=Frozen(draw(st.sampled_from(({}, {"state": ("paid", "已支付")}, {"area": ("华东",)})))),
        **told,
    )
    periods = PERIODS[draw(st.sampled_from(("month", "month", "quarter")))]
    asked = draw(st.sets(st.sampled_from(((), ("region",), ("town",), ("region", "town"))), min_size=1))
    return table, [
        Requirement(metric=key, periods=periods, segment=tuple((name, "华东") for name in names))
        for names in sorted(asked)
    ]


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_together_is_what_each_is_alone(data):
    """Several ways to count one table give, in few passes, what each gives alone and what Python counts by hand."""
    several = [data.draw(ways(f"m{number}")) for number in range(data.draw(st.integers(2, 5)))]
    time = data.draw(st.sampled_from((texts, st.dates(date(2024, 12, 30), date(2025, 4, 2)), instants)))
    row = st.fixed_dictionaries({"time": st.none() | time, **ROWS})
    rows = data.draw(st.lists(row, min_size=1, max_size=20))
    zone = data.draw(st.sampled_from(("UTC", "Asia/Shanghai")))
    tables = {table.metric: table for table, _ in several}

    def request(names: Sequence[str]) -> Request:
        return Request(
            requirements=tuple(one for _, asked in several for one in asked if one.metric in names),
            tables=Frozen({name: tables[name] for name in names}),
            source="till",
            zone=zone,
        )

    with TemporaryDirectory() as folder:
        path = written({"facts": rows}, Path(folder), ".parquet")
        connector = DuckDBConnector(path=path, tables=dict.fromkeys(tables, "facts"))
        found = connector.measure(request(list(tables)))
        assert not isinstance(found, gt.Finding), found.message()
        alone = [connector.measure(request([name])) for name in sorted(tables)]
    assert found == Counts(items=tuple(item for counts in alone for item in counts.items))
    assert differences(found, counted_by_hand(request(list(tables)), dict.fromkeys(tables, rows))) == []


def test_a_table_is_read_once_for_all_sums_of_it(tmp_path, monkeypatch):
    """Five ways to count orders, three of them of a part of them, are one statement over one set of files."""
    said = []
    rows = Session.rows

    def heard(self, sql, *arguments, **options):
        said.append(sql)
        return rows(self, sql, *arguments, **options)

    monkeypatch.setattr(Session, "rows", heard)
    orders = [{"day": date(2025, 1, 3), "amount": 5, "pieces": 2, "area": "华东"}]
    told = {
        "gmv": {"sum": "amount", "segments": {"region": "area"}},
        "orders": {"sum": "pieces"},
        "price": {"ratio": "amount", "of": "pieces", "where": {"area": ["华东"]}},
        "abroad": {"sum": "amount", "where": {"area": ["海外"]}},
        "largest": {"max": "amount"},
    }
    tables = {
        name: SourceTable(
            metric=MetricRef(name),
            time="day",
            **{key: one[key] for key in one if key not in ("where", "segments")},
            where=Frozen({column: tuple(texts) for column, texts in one.get("where", {}).items()}),
            segments=Frozen({SegmentRef(key): column for key, column in one.get("segments", {}).items()}),
        )
        for name, one in told.items()
    }
    request = Request(
        requirements=(
            *(Requirement(metric=name, periods=PERIODS["month"]) for name in tables),
            Requirement(metric="gmv", periods=PERIODS["month"], segment=(("region", "华东"),)),
        ),
        tables=Frozen(tables),
        source="till",
    )
    path = written({"orders": orders}, tmp_path, ".parquet")
    found = DuckDBConnector(path=path, tables=dict.fromkeys(tables, "orders")).measure(request)
    assert [sum(one.rows for one in item.values) for item in found.items] == [0, 1, 1, 1, 1, 1]
    assert sum(sql.count("read_parquet(") for sql in said if not sql.startswith("DESCRIBE")) == 1


def part(kind="sum", *, columns=(), state=None, known_at=None, time="day", is_float=False, periods="month"):
    """A part of a pass."""
    measure = Measure(
        table="facts",
        metric="m",
        kind=kind,
        value="v",
        time=time,
        known_at=known_at,
        where=(("state", (state,)),) if state else (),
        dimensions=tuple((column, column) for column in columns),
        periods=PERIODS[periods],
    )
    return Part(measure=measure, value=Number(sql="v", is_float=is_float), weight=ONE)


def packed(*parts):
    """Which parts share a pass."""
    return sorted(
        sorted(at for at, one in enumerate(parts) if any(one is other for other in batch.parts))
        for batch in batches(parts)
    )


@pytest.mark.parametrize(
    ("parts", "wanted"),
    [
        ([part(), part("count"), part("min"), part("max")], [[0, 1, 2, 3]]),
        ([part(), part(columns=("a",)), part(columns=("a", "b")), part(columns=("b",))], [[0, 1, 2, 3]]),
        ([part(columns=("a",)), part(columns=("b",))], [[0], [1]]),
        ([part(), part(known_at="known")], [[0], [1]]),
        ([part(), part(time="paid")], [[0], [1]]),
        ([part(), part(periods="quarter")], [[0], [1]]),
        ([part(is_float=True), part(is_float=True), part()], [[0, 1], [2]]),
        ([part(is_float=True), part(is_float=True, columns=("a",))], [[0], [1]]),
        ([part("distinct"), part("distinct"), part("distinct", state="paid")], [[0, 1], [2]]),
        ([part("distinct", known_at="k"), part("distinct", known_at="k")], [[0], [1]]),
        ([part("last"), part("last")], [[0], [1]]),
    ],
)
def test_what_shares_a_pass(parts, wanted):
    """Sums do whose columns are among those of one of them; floats and things only where groups are the same."""
    assert packed(*parts) == wanted


def test_filters_do_not_multiply_the_groups_of_a_pass():
    """Each doubles them at worst: a pass takes only so many, and the next ones begin another."""
    parts = [part(state=f"s{number}") for number in range(2 * MOST_FILTERS)]
    assert packed(*parts) == [list(range(MOST_FILTERS)), list(range(MOST_FILTERS, 2 * MOST_FILTERS))]
