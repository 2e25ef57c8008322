"""Facts in frames: what is refused, what is told, and what a plan makes of them."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from operator import attrgetter

import attrs
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import goaltree as gt
from actuals.fact_engines import ENGINES, file, objects
from goaltree.actuals.facts import Facts
from goaltree.actuals.limit import Limits
from goaltree.actuals.measure import Amount, Counts, measures
from goaltree.testing import PlanBuilder

ENGINE_NAMES = sorted(ENGINES)
ROWS = (
    {"day": date(2025, 1, 5), "amount": 100, "area": "国内"},
    {"day": date(2025, 1, 6), "amount": 20, "area": "海外"},
    {"day": date(2025, 1, 7), "amount": 3, "area": "火星"},
)
TOLD = {"sum": "amount", "time": "day", "segments": {"region": "area"}}


def plan_of(tables=None, *, kind="flow", unit="元", split=True):
    """A plan whose metric `sales` is counted by tables."""
    told = {name: {"metric": "sales", **one} for name, one in (tables or {"orders": TOLD}).items()}
    goal = {"target": "30%", "baseline": "10%"} if unit == "%" else {"target": "12亿"}
    if split:
        goal["cuts"] = {"region": {"国内": "8亿", "海外": "4亿"}}
    return (
        PlanBuilder()
        .segment("region", "国内", "海外", open=True)
        .source("warehouse", title="数据仓库", tables=told)
        .metric("sales", kind=kind, unit=unit, source="warehouse", **({"by": ["region"]} if split else {}))
        .goal("sales", **goal)
        .plan()
    )


def observed(frames, plan=None, **options):
    """What is observed of frames."""
    return gt.observe(plan or plan_of(), connectors={"warehouse": Facts(frames)}, **options)


def names(actuals):
    """What was found, by name."""
    return [finding.name for finding in actuals.findings]


def values(actuals, segment=()):
    """The values of a series; none where there is no series."""
    series = actuals.series("sales", segment)
    return () if series is None else attrgetter("values")(series)


def told(actuals, name):
    """The one finding of a name."""
    (found,) = (finding for finding in actuals.findings if finding.name == name)
    return found


@pytest.mark.parametrize("engine", ENGINE_NAMES)
def test_frames_are_not_changed(engine):
    """A frame is the same after it was counted as before."""
    frame = ENGINES[engine](ROWS)
    before = pl.DataFrame(ENGINES[engine](ROWS).to_arrow_table()) if engine == "duckdb" else None
    copy = frame.copy(deep=True) if isinstance(frame, pd.DataFrame) else frame
    assert len(observed({"orders": frame})) == 3
    if isinstance(frame, pd.DataFrame):
        pd.testing.assert_frame_equal(frame, copy)
    elif isinstance(frame, pl.DataFrame):
        assert frame.equals(pl.from_arrow(ENGINES["arrow"](ROWS)))
    elif before is not None:
        assert pl.DataFrame(frame.to_arrow_table()).equals(before)


@pytest.mark.parametrize("engine", ENGINE_NAMES)
def test_columns_may_be_called_anything(engine):
    """Names that look like SQL, patterns, attributes or nothing are names of columns, and members are members."""
    time, amount, area, state = "*", "^v.*$", "x'; DROP TABLE t;--", 'a.b {0} `c` "d"'
    rows = [
        {time: "2025-01-05", amount: 7, area: "国内", state: "x' OR 1=1"},
        {time: "2025-01-05", amount: 5, area: "国内", state: "%"},
        {time: "2025-01-05", amount: 3, area: '"; --', state: "x' OR 1=1"},
    ]
    table = {"sum": amount, "time": time, "segments": {"region": area}, "where": {state: ["x' OR 1=1"]}}
    actuals = observed({"x'; --": ENGINES[engine](rows)}, plan_of({"x'; --": table}))
    assert {segment: values(actuals, segment) for segment in actuals.segments("sales")} == {
        (("region", "国内"),): (7,),
        (("region", '"; --'),): (3,),
    }


@pytest.mark.parametrize("engine", ENGINE_NAMES)
@pytest.mark.parametrize(
    ("kind", "told_", "wanted"),
    [
        ("sum", {"sum": "n"}, 3 * 2**62),
        ("mean", {"mean": "n"}, 2**62),
        ("weighted", {"mean": "n", "weight": "n"}, 2**62),
        ("max", {"max": "n"}, 2**62),
    ],
)
def test_integers_do_not_wrap(engine, kind, told_, wanted):
    """Sums and products beyond 64 bits are those of Python."""
    rows = [{"day": "2025-01-05", "n": 2**62}] * 3
    metric_kind = {"sum": "flow", "max": "stock"}.get(kind, "mean")
    plan = plan_of({"orders": {**told_, "time": "day"}}, kind=metric_kind, split=False)
    actuals = observed({"orders": ENGINES[engine](rows)}, plan)
    assert values(actuals) == (wanted,)


@pytest.mark.parametrize(
    "dtype", [pl.Int8, pl.Int16, pl.Int32, pl.UInt8, pl.UInt16, pl.UInt32, pl.UInt64, pl.Int128]
)
@pytest.mark.parametrize("kind", ["sum", "weighted"])
def test_integers_of_every_width_are_exact(dtype, kind):
    """The largest number of each type, three times, is three times that number; so is its square."""
    top = {pl.Int128: 2**127 - 1}.get(dtype) or pl.DataFrame({"n": [0]}).select(
        pl.lit(1).cast(dtype).upper_bound()
    )
    top = top if isinstance(top, int) else top.item()
    frame = pl.DataFrame({"day": [date(2025, 1, 5)] * 3, "n": pl.Series([top] * 3, dtype=dtype)})
    told_ = {"sum": "n"} if kind == "sum" else {"mean": "n", "weight": "n"}
    plan = plan_of(
        {"orders": {**told_, "time": "day"}}, kind="flow" if kind == "sum" else "mean", split=False
    )
    assert values(observed({"orders": frame}, plan)) == (3 * top if kind == "sum" else top,)


@pytest.mark.parametrize("day", ["DATE '2025-01-05'", "TIMESTAMPTZ '2025-01-05 10:00+08'", "'2025-01-05'"])
@pytest.mark.parametrize(
    ("kind", "counted", "wanted"),
    [("flow", "sum", Fraction("0.3")), ("mean", "mean", Fraction("0.1")), ("stock", "last", Fraction("0.1"))],
)
def test_a_null_in_duckdb_is_nothing_without_arrow(monkeypatch, day, kind, counted, wanted):
    """Where neither Arrow nor polars is there, DuckDB's own rows count: decimals are exact, a null is rejected."""
    for module in ("pyarrow", "polars"):
        monkeypatch.setitem(sys.modules, module, None)
    rows = "(0.1), (NULL), (0.1), (0.1)"
    relation = duckdb.connect().sql(
        f"SELECT {day} AS day, n::DECIMAL(18, 2) AS n FROM (VALUES {rows}) AS given(n)"
    )
    actuals = observed(
        {"orders": relation}, plan_of({"orders": {counted: "n", "time": "day"}}, kind=kind, split=False)
    )
    assert values(actuals) == (wanted,)
    (intake,) = actuals.intake
    assert (intake.given.rows, intake.mapped.rows, intake.rejected.rows) == (4, 3, 1)


@pytest.mark.parametrize("engine", ENGINE_NAMES)
def test_decimals_too_large_to_add_are_refused(engine):
    """Where an engine's decimals might overflow there is no answer; where they are Python's own there is."""
    wide = Decimal("4" + "0" * 35)
    rows = [{"day": "2025-01-05", "n": wide}] * 3
    plan = plan_of({"orders": {"sum": "n", "time": "day"}}, split=False)
    actuals = observed({"orders": ENGINES[engine](rows)}, plan)
    if engine.startswith("pandas") and "arrow" not in engine:
        assert values(actuals) == (3 * wide,)
    else:
        assert names(actuals) == ["source-unreadable"]  # said by us, or by the engine itself


@pytest.mark.parametrize("engine", ENGINE_NAMES)
@pytest.mark.parametrize("number", [float("inf"), -float("inf")])
def test_an_infinite_number_is_told(engine, number):
    """It is an error, and no value."""
    rows = [{"day": "2025-01-05", "n": number}, {"day": "2025-01-05", "n": 1.0}]
    plan = plan_of({"orders": {"sum": "n", "time": "day"}}, split=False)
    actuals = observed({"orders": ENGINES[engine](rows)}, plan)
    assert not any(isinstance(one.value, Fraction) for one in actuals.observations)
    assert actuals.findings.errors


def test_members_are_told_by_what_they_hold():
    """Whole numbers, also those that pandas holds as floats, and truth values are members by their text."""
    for cells, member in (([7, 8], "7"), ([7.0, None], "7"), ([True, False], "true")):
        frame = pd.DataFrame({"day": ["2025-01-05"] * 2, "amount": [1, 2], "area": cells})
        assert (("region", member),) in observed({"orders": frame}).segments("sales")


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ([1, 2], "1"),
        ([True, False], "true"),
        ([0.5, 1.5], "0.5"),
        (["1", "2"], "1"),
        ([date(2025, 1, 1)] * 1 + [date(2025, 1, 2)], "2025-01-01"),
    ],
)
def test_conditions_compare_in_the_columns_own_type(cells, wanted):
    """One of two rows is `where`, whatever the column holds; a value that it cannot hold fits none."""
    frame = pl.DataFrame({"day": ["2025-01-05"] * 2, "amount": [1, 2], "state": cells})
    for value, total in ((wanted, [1]), ("x' OR 1=1", [])):
        plan = plan_of({"orders": {"sum": "amount", "time": "day", "where": {"state": [value]}}}, split=False)
        assert list(values(observed({"orders": frame}, plan))) == total


def test_a_ratio_of_percentages_needs_no_unit():
    """The sum of one column over the sum of another is a fraction, whatever the metric is shown in."""
    frame = pl.DataFrame({"day": [date(2025, 1, 5)] * 2, "stayed": [1, 2], "joined": [4, 8]})
    told_ = {"ratio": "stayed", "of": "joined", "time": "day"}
    plan = plan_of({"cohorts": told_}, kind="ratio", unit="%", split=False)
    actuals = observed({"cohorts": frame}, plan)
    assert (values(actuals), actuals.observations[0].count) == ((Fraction(1, 4),), 12)


@pytest.mark.parametrize(
    ("told_", "words"),
    [
        ({"sum": "amount", "count": "amount", "time": "day"}, "in one way"),
        ({"time": "day"}, "in one way"),
        ({"ratio": "amount", "time": "day"}, "in one way"),
        ({"sum": "amount", "of": "day", "time": "day"}, "in one way"),
        ({"sum": "amount", "weight": "day", "time": "day"}, "in one way"),
        ({"sum": "amount"}, "no time column"),
        ({"sum": "area", "time": "day"}, "holds String, not numbers"),
        ({"sum": "amount", "time": "amount"}, "not days"),
        ({"sum": "Amount", "time": "day"}, "has no column `Amount`"),
    ],
)
def test_what_cannot_be_counted_is_told(told_, words):
    """A table that is not clear, or whose columns do not fit, is a finding, and nothing is used."""
    actuals = observed({"orders": pl.DataFrame(list(ROWS))}, plan_of({"orders": told_}, split=False))
    assert len(actuals) == 0
    assert words in actuals.findings[0].message()


def test_a_source_without_the_table_is_told():
    """The tables that there are stand beside it."""
    assert "It has `order`" in told(observed({"order": pl.DataFrame(list(ROWS))}), "source-unreadable").hint()


@pytest.mark.parametrize("tables", [{1: pl.DataFrame()}, {"orders": 3}, {"orders": [1]}])
def test_what_is_no_table_is_refused(tables):
    """A wrong call is an error at once."""
    with pytest.raises(gt.UsageError):
        Facts(tables)


@pytest.mark.parametrize(("path", "words"), [("a.csv", "no Parquet file"), ("a.parquet", "a.parquet")])
def test_a_path_that_cannot_be_read_is_told(tmp_path, path, words):
    """A file of another kind, or none, is a finding without the path to it."""
    found = told(observed({"orders": str(tmp_path / path)}), "source-unreadable")
    assert words in found.message() and str(tmp_path) not in found.message()


def test_files_of_a_pattern_are_one_table(tmp_path):
    """Two files are counted as one table."""
    for row in ROWS[:2]:
        file([row], tmp_path / "facts")
    actuals = observed({"orders": tmp_path / "facts" / "*.parquet"})
    assert len(actuals) == 2


def test_one_member_in_two_spellings_is_told():
    """Each of the two would be taken for all of it."""
    rows = [{**row, "area": area} for row, area in zip(ROWS, ["north", "ｎｏｒｔｈ", "south"], strict=True)]
    found = told(observed({"orders": pl.DataFrame(rows)}), "source-unreadable")
    assert "one member of `region` is written as `north` and as `ｎｏｒｔｈ`" in found.message()


@pytest.mark.parametrize("engine", ENGINE_NAMES)
def test_what_became_known_needs_days(engine):
    """Texts under `known_at` that are no day are a finding with the first of them: they decide which facts count when."""
    plan = plan_of({"orders": {**TOLD, "known_at": "told"}})
    rows = [{**row, "told": text} for row, text in zip(ROWS, ["soon", "昨天", "late"], strict=True)]
    found = told(observed({"orders": ENGINES[engine](rows)}, plan), "source-unreadable")
    assert found.message() == (
        "`warehouse: orders` cannot be read: the column `told` has 3 texts that are no day or time, such as `late`."
    )
    assert found.message("zh") == (
        "无法读取 `warehouse: orders`：列 `told` 有 3 个文本不是日期或时间，例如 `late`。"
    )
    assert found.span.file == "warehouse: orders"
    rows = [{**row, "told": text} for row, text in zip(ROWS, ["2025-01-01", "soon", None], strict=True)]
    found = told(observed({"orders": ENGINES[engine](rows)}, plan), "source-unreadable")
    assert found.message().endswith("the column `told` has 1 text that is no day or time: `soon`.")


def test_one_text_among_numbers_is_told():
    """A column of objects that holds numbers and other things is refused with one of the others."""
    amounts = [5, "abc", Decimal("1e200")]
    frame = pd.DataFrame([{**row, "amount": amount} for row, amount in zip(ROWS, amounts, strict=True)])
    found = told(observed({"orders": frame}), "source-unreadable")
    assert found.message() == (
        "`warehouse: orders` cannot be read: the column `amount` has 2 values that are no plain numbers, "
        "among numbers, such as `Decimal`."
    )
    frame = pd.DataFrame([{**row, "amount": amount} for row, amount in zip(ROWS, [5, "abc", 6], strict=True)])
    found = told(observed({"orders": frame}), "source-unreadable")
    assert found.message("zh") == (
        "无法读取 `warehouse: orders`：列 `amount` 有 1 个值不是普通数字，与数字混在一起：`abc`。"
    )


def test_a_missing_column_names_the_nearest():
    """The columns that there are stand beside it, and which of them was meant."""
    plan = plan_of({"orders": {"sum": "amounts", "time": "day"}}, split=False)
    hint = told(observed({"orders": pl.DataFrame(list(ROWS))}, plan), "column-missing").hint
    assert hint().endswith("; the nearest is `amount`.")
    assert hint("zh").endswith("；最接近的是 `amount`。")


def test_more_values_than_the_limit_are_refused():
    """The limit is of values, not of facts."""
    frame = pl.DataFrame([{**row, "area": f"area {at}"} for at, row in enumerate(ROWS * 5)])
    assert "source-too-large" not in names(observed({"orders": frame}, limits=Limits(rows=15)))
    assert "source-too-large" in names(observed({"orders": frame}, limits=Limits(rows=14)))


def test_a_lazy_frame_fetches_groups_only():
    """What leaves the engine is one row a group."""
    fetched = []
    frame = pl.DataFrame(list(ROWS) * 1000).lazy()
    frame = frame.map_batches(lambda batch: batch)  # stays lazy
    collect = pl.LazyFrame.collect

    def spy(self, *args, **options):
        found = collect(self, *args, **options)
        fetched.append(found.height)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pl.LazyFrame, "collect", spy)
        assert len(observed({"orders": frame})) == 3
    assert fetched and max(fetched) < 10


def test_every_row_is_accounted_for():
    """The intake says how many rows and how much was given, counted, left out, and could not count."""
    rows = [
        *ROWS,
        {"day": date(2024, 1, 1), "amount": 1000, "area": "国内"},
        {"day": None, "amount": 10_000, "area": "国内"},
        {"day": date(2025, 1, 1), "amount": None, "area": "国内"},
    ]
    actuals = observed({"orders": pl.DataFrame(rows)})
    (intake,) = actuals.intake
    assert (intake.table, intake.metric, intake.dimensions) == ("orders", "sales", ("region",))
    assert (intake.given, intake.mapped) == (Amount(rows=6, total=11_123), Amount(rows=3, total=123))
    assert (intake.ignored, intake.rejected) == (Amount(rows=1, total=1000), Amount(rows=2, total=10_000))
    balance = told(actuals, "rows-uncounted")
    assert "6 row(s), 11,123 元 = 3 row(s), 123 元 counted + 1 row(s), 1,000 元 left out" in balance.message(
        "en"
    )
    assert "6 行，11,123 元 = 计入 3 行，123 元" in balance.message("zh")


def test_members_that_nobody_claims_are_listed():
    """They come with rows and amounts, the largest first, also of an open segment."""
    rows = [
        *ROWS,
        *({**ROWS[0], "area": f"星 {at}", "amount": at} for at in range(8)),
        {**ROWS[0], "area": None},
    ]
    actuals = observed({"orders": pl.DataFrame(rows)})
    (intake,) = actuals.intake
    assert [(one.member, one.amount.total) for one in intake.unclaimed][:3] == [
        (None, 100),
        ("星 7", 7),
        ("星 6", 6),
    ]
    message = told(actuals, "members-unclaimed").message("zh")
    assert (
        "有 10 个 `region` 成员" in message
        and "（空白）（1 行，100 元）" in message
        and "另有 5 个" in message
    )


def test_where_nothing_counts_there_is_a_warning():
    """A condition that no row meets is told as such, and not as an empty source."""
    plan = plan_of({"orders": {**TOLD, "where": {"area": ["nowhere"]}}})
    actuals = observed({"orders": pl.DataFrame(list(ROWS))}, plan)
    assert (len(actuals), names(actuals)) == (0, ["nothing-counted"])


def test_an_empty_table_is_told_as_empty():
    """No rows are a warning, not a balance of nothing."""
    frame = pl.DataFrame(list(ROWS)).clear()
    assert names(observed({"orders": frame})) == ["source-empty"]


@pytest.mark.parametrize("order", [("online", "shops"), ("shops", "online")])
def test_two_tables_of_one_series_contradict_each_other(order):
    """Neither counts, whatever their order, and the finding names both."""
    frames = {
        "online": pl.DataFrame(list(ROWS)),
        "shops": pl.DataFrame([{**row, "amount": 1} for row in ROWS]),
    }
    actuals = observed({name: frames[name] for name in order}, plan_of(dict.fromkeys(order, TOLD)))
    assert not any(isinstance(one.value, Fraction) for one in actuals.observations)
    message = told(actuals, "conflicting-values").message()
    assert "warehouse: online" in message and "warehouse: shops" in message


def test_the_intake_stays_with_the_actuals():
    """It is there after a business date, an earlier knowledge, a sum of two, and takes no part in equality."""
    actuals = observed({"orders": pl.DataFrame(list(ROWS))}, as_of="2025-01-31")
    assert len(actuals.intake) == 1
    assert actuals.known(datetime(2026, 1, 1, tzinfo=UTC)).intake == actuals.intake
    assert (actuals + actuals).intake == actuals.intake * 2
    assert gt.observe(plan_of(), actuals).intake == actuals.intake
    assert attrs.evolve(actuals, intake=()) == actuals


def test_facts_may_be_the_only_source():
    """`observe(plan, facts)` asks for what the plan needs, of all its tables."""
    actuals = gt.observe(plan_of(), gt.Facts({"orders": objects(ROWS)}))
    assert len(actuals) == 3


def test_measures_say_what_is_counted_as_data():
    """One measure for each way of splitting that is asked for and that a table has."""
    request = gt.Request.of(plan_of(), source="warehouse", as_of="2025-02-28")
    (measure,) = measures(request)
    assert (measure.table, measure.metric, measure.kind, measure.value) == (
        "orders",
        "sales",
        "sum",
        "amount",
    )
    assert (measure.dimensions, measure.zone) == ((("region", "area"),), "UTC")
    assert [period.label for period in measure.periods] == ["2025-01", "2025-02"]


def test_counts_know_no_engine():
    """Whoever counts gives counts; `observe` takes them as any other source."""
    request = gt.Request.of(plan_of(), source="warehouse")
    found = Facts({"orders": pa.Table.from_pylist(list(ROWS))}).measure(request)
    assert isinstance(found, Counts)
    assert gt.observe(plan_of(), found) == observed(
        {"orders": duckdb.from_arrow(pa.Table.from_pylist(list(ROWS)))}
    )
