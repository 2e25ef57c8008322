"""The same facts give the same table, whatever holds them and in whatever order."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pandas as pd
import polars as pl
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from actuals.observed import PLAN
from goaltree.actuals.observe import observe

MONTHS = [f"2025-{month:02}" for month in range(1, 7)]
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "metric": st.sampled_from(["sales", "GMV", "stores"]),
            "period": st.sampled_from(MONTHS),
            "region": st.sampled_from(["国内", "海外", "*"]),
        }
    ),
    min_size=1,
    max_size=12,
)
INTEGERS = st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1))
FLOATS = st.one_of(st.none(), st.floats(-1e15, 1e15, allow_subnormal=False))
DECIMALS = st.one_of(st.none(), st.decimals(-(10**9), 10**9, places=4))
TEXTS = st.sampled_from([None, "3.8亿", "1,234", "暂无", "", "5万元"])


def filled(data, cells):
    """Some rows with cells of one kind as values."""
    return [row | {"value": data.draw(cells)} for row in data.draw(ROWS)]


def arrow(rows, type):
    """Some rows as an Arrow table whose values have a type."""
    table = {key: [row[key] for row in rows] for key in ("metric", "period", "region")}
    return pa.table({**table, "value": pa.array([row["value"] for row in rows], type)})


def findings(actuals):
    """What was found, without where."""
    return sorted((f.code, f.params.get("count")) for f in actuals.findings if f.code != "GT802")


@given(st.data())
def test_d12_integers_are_the_same_from_every_engine(data):
    """Nullable Int64 of pandas, Arrow-backed pandas, polars, Arrow and dicts hold the same integers."""
    rows = filled(data, INTEGERS)
    expected = observe(PLAN, rows)
    schema = {"metric": pl.String, "period": pl.String, "region": pl.String, "value": pl.Int64}
    plain = pd.DataFrame(rows, dtype="object")
    for source in (
        plain.assign(value=pd.array([row["value"] for row in rows], dtype="Int64")),
        plain.assign(value=pd.array([row["value"] for row in rows], dtype="int64[pyarrow]")),
        plain,
        pl.DataFrame(rows, schema=schema),
        pl.LazyFrame(rows, schema=schema),
        arrow(rows, pa.int64()),
        {key: [row[key] for row in rows] for key in rows[0]},
    ):
        actuals = observe(PLAN, source)
        assert actuals == expected
        assert findings(actuals) == findings(expected)


@given(st.data())
def test_d12_floats_are_the_same_from_every_engine(data):
    """Doubles with nulls are the same shortest decimals from every engine."""
    rows = filled(data, FLOATS)
    expected = observe(PLAN, rows)
    for source in (
        pd.DataFrame(rows).astype({"value": "float64"}),
        pd.DataFrame(rows).astype({"value": "Float64"}),
        pl.DataFrame(rows, schema_overrides={"value": pl.Float64}),
        arrow(rows, pa.float64()),
    ):
        assert observe(PLAN, source) == expected


@given(st.data())
def test_d11_decimals_are_the_same_from_every_engine(data):
    """Decimals with nulls stay exact in pandas objects, polars and Arrow."""
    rows = filled(data, DECIMALS)
    expected = observe(PLAN, rows)
    for source in (
        pd.DataFrame(rows).astype({"value": "object"}),
        pl.DataFrame(rows, schema_overrides={"value": pl.Decimal(20, 4)}),
        arrow(rows, pa.decimal128(20, 4)),
    ):
        assert observe(PLAN, source) == expected


@given(data=st.data())
def test_d12_texts_are_the_same_from_every_engine_and_from_csv(data, tmp_path_factory):
    """Numbers as people write them are the same from frames and from a CSV file."""
    rows = filled(data, TEXTS)
    expected = observe(PLAN, rows)
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    out = io.StringIO()
    writer = csv.DictWriter(out, ["metric", "period", "region", "value"])
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")
    text = {"value": pl.String}
    for source in (
        path,
        pd.DataFrame(rows),
        pl.DataFrame(rows, schema_overrides=text),
        pa.Table.from_pylist(rows),
    ):
        actuals = observe(PLAN, source)
        assert actuals == expected
        assert findings(actuals) == findings(expected)


@given(st.data(), st.randoms(use_true_random=False))
def test_d03_the_order_of_rows_and_columns_changes_nothing(data, random):
    """Shuffled rows, shuffled columns and any index give the same table."""
    rows = filled(data, st.one_of(INTEGERS, TEXTS))
    shuffled = [dict(random.sample(list(row.items()), len(row))) for row in random.sample(rows, len(rows))]
    assert observe(PLAN, shuffled) == observe(PLAN, rows)


@given(st.data())
def test_sources_are_joined_in_any_order(data):
    """One table, or its rows as so many sources in reverse: the same actuals."""
    rows = [row for row in filled(data, INTEGERS) if row["region"] != ""]
    sources = [[row] for row in reversed(rows)]
    assert observe(PLAN, *sources) == observe(PLAN, rows)


@given(st.data())
def test_d23_no_engine_is_changed(data):
    """Frames of pandas and polars are what they were, bit for bit."""
    rows = filled(data, DECIMALS)
    frame, other = pd.DataFrame(rows), pl.DataFrame(rows, schema_overrides={"value": pl.Decimal(20, 4)})
    before, copy = frame.copy(deep=True), other.clone()
    observe(PLAN, frame, other)
    pd.testing.assert_frame_equal(frame, before)
    assert other.equals(copy)


def test_the_same_statistics_of_decimals_as_of_dicts():
    """A Decimal and a whole number that say the same are one fact."""
    rows = [{"metric": "sales", "period": "2025-01", "value": value} for value in (Decimal("1.0"), 1)]
    assert findings(observe(PLAN, rows)) == [("GT842", 1)]
