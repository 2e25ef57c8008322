"""Rows of the specification on data: what is read, what is refused, and what is said about it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import goaltree as gt
from actuals.observed import PLAN, codes, values
from goaltree.actuals.limit import Limits
from goaltree.actuals.observation import BLANK
from goaltree.actuals.observe import observe
from goaltree.actuals.table import Actuals
from goaltree.finding import visible
from goaltree.model.missing import NA

OVERSEAS = (("region", "overseas"),)


def row(value, period="2025-01", metric="sales", **more):
    """One record."""
    return {"metric": metric, "period": period, "value": value, **more}


def one(value, metric="sales", **options):
    """The value that is observed of one cell, and the codes of what is found."""
    actuals = observe(PLAN, [row(value, metric=metric)], **options)
    return values(actuals, metric).get("2025-01"), codes(actuals)


# Values as people write them.


@pytest.mark.parametrize(
    ("cell", "metric", "expected"),
    [
        ("3.8亿", "sales", 380_000_000),
        ("３.８亿", "sales", 380_000_000),
        ("1,234", "sales", 1234),
        (" 38000万 ", "sales", 380_000_000),
        (0.1, "sales", Fraction(1, 10)),
        (Decimal("0.1"), "sales", Fraction(1, 10)),
        (12, "sales", 12),
        (np.float64(0.1), "sales", Fraction(1, 10)),
        (np.int64(7), "sales", 7),
        (10**30, "sales", 10**30),
        (-5, "sales", -5),
        ("45%", "share", Fraction(9, 20)),
        ("3.8", "stores", 380_000_000),
        (3.8, "stores", 380_000_000),
        ("5000万元", "stores", 50_000_000),
        ("72", "score", 72),
        ("85元/单", "basket", 85),
    ],
)
def test_values_are_read_exactly_in_base_units(cell, metric, expected):
    """A number or a text is the exact value in the base unit of its metric's unit."""
    assert one(cell, metric) == (expected, [])


@pytest.mark.parametrize(
    "cell", [None, "", "  ", float("nan"), pd.NA, pd.NaT, Decimal("NaN"), np.float64("nan")]
)
def test_d01_nothing_is_not_zero(cell):
    """Null, nan and the empty text are no value: `NA`, and nothing to complain about."""
    assert one(cell) == (BLANK, [])


def test_d01_missing_months_are_a_gap_and_not_filled():
    """A month that is missing inside a series is told; it gets no value from its neighbours."""
    actuals = observe(PLAN, [row(1), row(3, "2025-03"), row(4, "2025-06")])
    assert values(actuals) == {"2025-01": 1, "2025-03": 3, "2025-06": 4}
    assert codes(actuals) == ["GT845"]
    assert actuals.findings[0].params["count"] == 3
    assert "2025-02, 2025-04, 2025-05" in actuals.findings[0].message()


def test_d01_a_mistyped_year_makes_no_million_of_gaps():
    """Days that lie eight thousand years apart are told as a gap at once, with a lower bound."""
    actuals = observe(
        PLAN, [{"metric": "sales", "date": day, "value": 1} for day in ("2025-01-01", "9999-12-31")]
    )
    assert codes(actuals) == ["GT845"]
    assert "at least 1000" in actuals.findings[0].message()


def test_d01_a_series_without_any_value_stays_unknown():
    """All values nan: every month is `NA`, none is 0."""
    frame = pd.DataFrame(
        {"metric": ["sales"] * 2, "period": ["2025-01", "2025-02"], "value": [np.nan, np.nan]}
    )
    assert set(values(observe(PLAN, frame)).values()) == {BLANK}


def test_a_gap_is_told_in_the_metrics_own_grain():
    """Figures for the last days of months leave no gap in a monthly metric."""
    plan = gt.loads("goaltree: 1\nperiod: 2025\nmetrics: {stock: {kind: stock, grain: month}}\n")
    days = ["2025-01-31", "2025-02-28", "2025-04-30"]
    actuals = observe(plan, [{"metric": "stock", "date": day, "value": 1} for day in days])
    assert codes(actuals) == ["GT845"]
    assert actuals.findings[0].params["places"] == ("2025-03",)


def test_d04_dates_after_as_of_are_left_out_and_counted():
    """With a business date, what ends later is left out and counted; without one everything stays."""
    rows = [row(1), row(2, "2025-02"), row(3, "2025-03")]
    actuals = observe(PLAN, rows, as_of="2025-02-28")
    assert values(actuals) == {"2025-01": 1, "2025-02": 2}
    assert codes(actuals) == ["GT834"]
    assert codes(observe(PLAN, rows)) == []


def test_d04_known_before_it_began():
    """A value that was known before its period began is no observation."""
    actuals = observe(
        PLAN, [row(1, "2025-03", known_at="2025-02-28"), row(2, "2025-04", known_at="2025-04-01")]
    )
    assert codes(actuals) == ["GT835"]
    assert isinstance(values(actuals)["2025-03"], NA)
    assert values(actuals)["2025-04"] == 2


def test_d04_the_day_on_which_something_was_known_is_that_of_the_plans_zone():
    """17:00 in UTC on the last of February is March in Shanghai: March had begun."""
    actuals = observe(PLAN, [row(1, "2025-03", known_at="2025-02-28T17:00:00Z")])
    assert codes(actuals) == [] and values(actuals) == {"2025-03": 1}


@pytest.mark.parametrize("cell", ["-", "—", "#N/A", "暂无", "NA", "null", "n/a"])
def test_d06_only_declared_texts_mean_nothing(cell):
    """A dash or `#N/A` is refused unless it is declared; declared, it is `NA`."""
    value, found = one(cell)
    assert isinstance(value, NA) and value != BLANK
    assert found == ["GT821"]
    assert one(cell, nulls=("", cell)) == (BLANK, [])


def test_d06_the_first_five_rows_and_the_count_are_told():
    """Twelve bad cells are one finding with the count and the first five rows."""
    rows = [row("暂无", f"2025-{month:02}") for month in range(1, 13)]
    (finding,) = observe(PLAN, rows).findings
    assert finding.params["count"] == 12
    assert finding.params["rows"] == tuple(f"{n} (`暂无`)" for n in range(1, 6))


def test_d07_texts_stay_texts():
    """Members called `007`, `NA`, `null`, `1e5`, `TRUE` are those members."""
    names = ["007", "NA", "null", "1e5", "TRUE"]
    rows = [row(n, metric="orders", city=name) for n, name in enumerate(names)]
    for source in (rows, pd.DataFrame(rows), pl.DataFrame(rows)):
        actuals = observe(PLAN, source)
        assert codes(actuals) == []
        assert {segment[0][1] for segment in actuals.segments("orders")} == set(names)


@pytest.mark.parametrize(
    ("cell", "type"),
    [
        (True, "bool"),
        (np.bool_(True), "bool"),
        (b"5", "bytes"),
        (1 + 2j, "complex"),
        (dt.timedelta(1), "timedelta"),
        ([1], "list"),
        ({"a": 1}, "dict"),
        (dt.date(2025, 1, 1), "date"),
    ],
)
def test_d08_other_types_are_no_numbers(cell, type):
    """A value of another type is refused with the name of the type, never counted as 1."""
    actuals = observe(PLAN, [row(cell)])
    assert codes(actuals) == ["GT822"]
    assert actuals.findings[0].params["type"] == type
    assert isinstance(values(actuals)["2025-01"], NA)


@pytest.mark.parametrize("dtype", ["float32", "float16"])
def test_d10_short_floats_are_widened_with_a_warning(dtype):
    """A 32-bit column is read at its own precision, and said to be coarse."""
    frame = pd.DataFrame({"metric": ["sales"], "period": ["2025-01"], "value": np.array([0.5], dtype=dtype)})
    actuals = observe(PLAN, frame)
    assert values(actuals) == {"2025-01": Fraction(1, 2)}
    assert codes(actuals) == ["GT828"]


def test_d11_decimals_are_exact_and_signalling_nan_is_refused():
    """Decimals are taken exactly; a signalling nan is no number; decimals mixed with floats are told."""
    assert one(Decimal("1234567890.123456789012345678")) == (Fraction("1234567890.123456789012345678"), [])
    assert one(Decimal("sNaN"))[1] == ["GT821"]
    mixed = observe(PLAN, [row(Decimal("0.1")), row(0.2, "2025-02")])
    assert values(mixed) == {"2025-01": Fraction(1, 10), "2025-02": Fraction(1, 5)}
    assert codes(mixed) == ["GT828"]


@pytest.mark.parametrize(
    "cell", [float("inf"), float("-inf"), Decimal("Infinity"), "inf", "nan", 10**101, "1e400"]
)
def test_d17_infinite_and_immense_numbers_are_refused(cell):
    """What is not a finite number below 1e100 never becomes a value."""
    value, found = one(cell)
    assert isinstance(value, NA)
    assert found == ["GT821"]


def test_d17_an_immense_exponent_costs_nothing():
    """A decimal with an exponent of a billion is refused before anybody writes out its digits."""
    assert one(Decimal("1e999999999"))[1] == ["GT821"]
    assert one(Decimal("1e-999999999"))[1] == ["GT821"]


@pytest.mark.parametrize("cell", ["约500", "500+", "≥45万", "1万~2万", "<5"])
def test_b11_bounds_are_no_actuals(cell):
    """An estimate, a bound or a range is not what was counted."""
    assert one(cell)[1] == ["GT823"]


@pytest.mark.parametrize(
    ("cell", "options", "expected"),
    [
        (45, {"percent": "percent"}, Fraction(9, 20)),
        (0.45, {"percent": "fraction"}, Fraction(9, 20)),
        ("0.45", {"percent": "fraction"}, Fraction(9, 20)),
        ("45", {"percent": "percent"}, Fraction(9, 20)),
        ("45%", {"percent": "fraction"}, Fraction(9, 20)),
        ("105%", {}, Fraction(21, 20)),
    ],
)
def test_b09_bare_percentages_follow_the_declared_scale_only(cell, options, expected):
    """45, 0.45 and `45%` are one value each under its own declared scale; a written sign needs none."""
    assert one(cell, "share", **options) == (expected, [])


@pytest.mark.parametrize("cell", [45, 0.45, 1.05, "45", "0.45"])
def test_b09_bare_percentages_are_never_guessed(cell):
    """Without a declared scale a bare number of a percentage is refused."""
    value, found = one(cell, "share")
    assert isinstance(value, NA) and found == ["GT824"]


@pytest.mark.parametrize(("cell", "unit"), [(45, "%"), ("45", "%"), (0.45, "1"), ("45%", "%")])
def test_b09_a_unit_says_the_scale(cell, unit):
    """A column `unit` says what a bare number of a percentage is counted in."""
    actuals = observe(PLAN, [row(cell, metric="share", unit=unit)])
    assert values(actuals, "share") == {"2025-01": Fraction(9, 20)} and codes(actuals) == []


# Units and currencies.


def test_d18_a_flow_is_translated_at_the_average_of_its_month():
    """USD of January and February are taken at their own months' average rates, and the rate is kept."""
    actuals = observe(PLAN, [row("100 USD"), row(100, "2025-02", unit="USD")])
    assert values(actuals) == {"2025-01": 710, "2025-02": 720}
    rate = actuals.observations[0].rate
    assert (rate.currency, rate.kind, rate.month, rate.rate) == ("USD", "average", "2025-01", Decimal("7.1"))


def test_d18_a_level_is_translated_at_the_closing_rate():
    """A stock of January is taken at January's closing rate."""
    actuals = observe(PLAN, [row("100 USD", metric="stores")])
    assert values(actuals, "stores") == {"2025-01": 730}
    assert actuals.observations[0].rate.kind == "closing"


def test_d18_a_mean_in_another_currency_is_translated_too():
    """`USD/单` becomes `元/单` at the average rate."""
    assert one("10 USD/单", "basket") == (71, [])


def test_d18_a_missing_rate_is_told_with_pair_and_month():
    """Without a rate of its own month the value is `NA` for its unit; no neighbour's rate is taken."""
    actuals = observe(PLAN, [row("100 USD", "2025-03"), row("100 USD", "2025Q2")])
    by_place = {f.params["month"]: f for f in actuals.findings if f.code == "GT827"}
    assert set(by_place) == {" (2025-03)", " (2025Q2)"}
    assert "USD → CNY (2025-03)" in by_place[" (2025-03)"].message()
    assert {value.reason for value in values(actuals).values()} == {"UNIT_MISMATCH"}


def test_d18_a_metric_in_a_foreign_currency_names_the_foreign_rate():
    """Yuan of a metric in dollars are divided by the dollar's rate, and that rate is kept."""
    plan = gt.loads(
        "goaltree: 1\nperiod: 2025\ncurrency: CNY\nfx: {USD: 8}\nmetrics: {sales: {kind: flow, unit: USD}}\n"
    )
    (seen,) = observe(plan, [row("100元")]).observations
    assert seen.value == Fraction(25, 2)
    assert (seen.rate.currency, seen.rate.rate) == ("USD", 8)


def test_d18_a_rate_without_month_holds_for_any_period():
    """EUR has one rate for all: a quarter is translated with it."""
    assert values(observe(PLAN, [row("100 EUR", "2025Q1")])) == {"2025Q1": 800}


@pytest.mark.parametrize(
    ("cell", "metric", "unit"),
    [
        ("300万单", "sales", None),
        (3, "sales", "单"),
        ("45%", "sales", None),
        ("4.5pp", "share", None),
        ("5单", "sales", "元"),
        ("100元", "sales", "USD"),
    ],
)
def test_c10_another_kind_of_unit_is_refused(cell, metric, unit):
    """Orders are no yuan, and percentage points are no percentage."""
    actuals = observe(PLAN, [row(cell, metric=metric, unit=unit)])
    assert codes(actuals) == ["GT825"]
    assert values(actuals, metric)["2025-01"].reason == "UNIT_MISMATCH"


def test_an_unknown_unit_is_told():
    """A unit that the plan does not know is named with its rows."""
    actuals = observe(PLAN, [row(3, unit="园")])
    assert codes(actuals) == ["GT826"] and "园" in actuals.findings[0].message("zh")


# Counts.


def test_a_count_travels_with_its_value():
    """The number of facts behind a ratio is kept, from a number or a text."""
    actuals = observe(
        PLAN, [row("45%", metric="share", count="15万"), row("40%", "2025-02", "share", count=100)]
    )
    assert actuals.series("share").counts == (150_000, 100)


@pytest.mark.parametrize("cell", [-1, "-1", "many"])
def test_a_count_that_is_none_is_refused(cell):
    """A negative count or a word is no count, and the value that it weighs is not used."""
    actuals = observe(PLAN, [row("45%", metric="share", count=cell)])
    assert codes(actuals) == ["GT829"]
    assert isinstance(values(actuals, "share")["2025-01"], NA)


# Names.


@pytest.mark.parametrize("name", ["sales", "销售额", "GMV", " sales "])
def test_a_metric_goes_by_key_title_or_alias(name):
    """However a metric is called, the observation carries its key."""
    assert values(observe(PLAN, [row(5, metric=name)])) == {"2025-01": 5}


@pytest.mark.parametrize("name", ["sales.region.overseas", "sales.overseas", "海外销售"])
def test_a_goal_stands_for_its_metric_and_segment(name):
    """A goal's address, short address or title means its metric in its segment."""
    assert values(observe(PLAN, [row(5, metric=name)]), "sales", OVERSEAS) == {"2025-01": 5}


@pytest.mark.parametrize(
    "more",
    [
        {"region": "overseas"},
        {"region": "海外"},
        {"地区": "海外"},
        {"segment": "region=海外"},
        {"维度": "地区=海外"},
        {"segment": "region=海外;"},
        {"metric": "sales.overseas", "region": "海外"},
        {"segment": "region=海外", "region": ""},
    ],
)
def test_a_segment_is_written_in_a_column_of_its_own_or_as_text(more):
    """A dimension's column, or `region=海外` in the column `segment`, by keys or titles."""
    actuals = observe(PLAN, [row(5) | more])
    assert codes(actuals) == []
    assert values(actuals, "sales", OVERSEAS) == {"2025-01": 5}


def test_two_parts_that_contradict_each_other_are_refused():
    """A goal of one region in a row of another is not used."""
    actuals = observe(PLAN, [row(5, metric="sales.overseas", region="国内")])
    assert codes(actuals) == ["GT815"] and len(actuals) == 0


def test_unknown_names_are_told_with_what_they_resemble():
    """An unknown metric, member or dimension is refused with the nearest names and a count."""
    rows = [row(1, metric="sale"), row(2, "2025-02", "sale"), row(3, region="海外区")]
    both = observe(PLAN, rows, [row(4, segment="regio=海外")]).findings
    found = {f.code + str(f.params["name"]): f for f in both}
    assert found["GT811sale"].params["count"] == 2
    assert "`sales`" in found["GT811sale"].hint()
    assert "海外" in found["GT812海外区"].hint()
    assert "`region`" in found["GT812regio"].hint()


def test_thousands_of_unknown_names_end_in_few_findings():
    """A column that holds no metrics at all is told in a hundred findings and one for the others."""
    actuals = observe(PLAN, [row(1, metric=f"metric number {n}") for n in range(3_000)])
    assert len(actuals.findings) == 101
    assert sum(finding.params["count"] for finding in actuals.findings) == 3_000


@pytest.mark.parametrize("blank", [None, "", float("nan"), pd.NA])
def test_d20_a_null_member_is_told_and_never_dropped_in_silence(blank):
    """A blank member beside named ones is refused with its rows; `*` says that the whole is meant."""
    rows = [row(5, region="海外"), row(7, region=blank)]
    actuals = observe(PLAN, rows)
    assert codes(actuals) == ["GT813"] and len(actuals) == 1
    assert values(observe(PLAN, [rows[0], row(7, region="*")])) == {"2025-01": 7}


def test_d20_a_column_that_a_metric_never_uses_says_nothing_about_it():
    """In a table of several metrics, a blank in another metric's dimension is the whole."""
    actuals = observe(PLAN, [row(5, region="海外"), row("45%", metric="share", region="")])
    assert codes(actuals) == []
    assert values(actuals, "share") == {"2025-01": Fraction(9, 20)}


def test_d20_a_part_that_is_said_elsewhere_is_no_blank():
    """Beside rows with a member, a blank is fine where the row's goal or its `segment` names the part."""
    rows = [
        row(1, region="海外"),
        row(2, "2025-02", "sales.overseas", region=""),
        row(3, "2025-03", segment="region=海外", region=None),
    ]
    actuals = observe(PLAN, rows)
    assert codes(actuals) == []
    assert values(actuals, "sales", OVERSEAS) == {"2025-01": 1, "2025-02": 2, "2025-03": 3}


def test_a32_totals_are_told_in_an_open_dimension_too():
    """A dimension that takes any member takes no total."""
    actuals = observe(PLAN, [row(5, metric="orders", city="成都"), row(9, metric="orders", city="合计")])
    assert codes(actuals) == ["GT814"]
    assert actuals.segments("orders") == ((("city", "成都"),),)


@pytest.mark.parametrize("name", ["合计", "总计", "Total"])
def test_a32_totals_are_told_and_never_summed(name):
    """A total row is left out with a warning, as a member and as a metric."""
    actuals = observe(PLAN, [row(5, region="海外"), row(9, region=name), row(9, metric=name)])
    assert set(codes(actuals)) == {"GT814"}
    assert len(actuals) == 1


# Time.


@pytest.mark.parametrize(
    ("cell", "label"),
    [
        ("2025-03", "2025-03"),
        ("3月", "2025-03"),
        ("Q1", "2025Q1"),
        ("2025W07", "2025-W07"),
        (2025, "2025"),
        (2025.0, "2025"),
        ("2025-03-05", "2025-03-05"),
        (dt.date(2025, 3, 5), "2025-03-05"),
        (pd.Period("2025-03", "M"), "2025-03"),
        (pd.Period("2025Q1", "Q"), "2025Q1"),
        (pd.Timestamp("2025-03-05"), "2025-03-05"),
        (np.datetime64("2025-03-05").astype(object), "2025-03-05"),
    ],
)
def test_periods_of_every_kind(cell, label):
    """Texts as the plan's calendar reads them, days, numbers of years, and periods of pandas."""
    assert values(observe(PLAN, [row(5, cell)])) == {label: 5}


@pytest.mark.parametrize(
    "cell", ["2025-13", "5/1/2025", 20250105, 202501, None, "soon", True, 2025.5, b"2025"]
)
def test_b20_a_period_is_never_guessed(cell):
    """What names no period, or two, is refused with its row."""
    actuals = observe(PLAN, [row(5, cell)])
    assert codes(actuals) == ["GT831"] and len(actuals) == 0


def test_the_column_date_wants_a_day():
    """A month under `date` is refused; a day is read."""
    assert codes(observe(PLAN, [{"metric": "sales", "date": "2025-03", "value": 1}])) == ["GT831"]
    assert values(observe(PLAN, [{"metric": "sales", "日期": "2025年3月5日", "value": 1}])) == {
        "2025-03-05": 1
    }


def test_d14_instants_with_a_zone_are_moved_to_the_plans():
    """20:00 in UTC is the next day in Shanghai."""
    stamps = pd.DataFrame(
        {
            "metric": ["sales"],
            "date": pd.to_datetime(["2025-01-31T20:00:00"]).tz_localize("UTC"),
            "value": [5],
        }
    )
    assert values(observe(PLAN, stamps)) == {"2025-02-01": 5}
    assert values(observe(PLAN, pl.from_pandas(stamps))) == {"2025-02-01": 5}
    assert values(observe(PLAN, [{"metric": "sales", "date": "2025-01-31T20:00:00Z", "value": 5}])) == {
        "2025-02-01": 5
    }


@pytest.mark.parametrize("column", ["date", "known_at"])
def test_d14_instants_with_and_without_zone_are_refused_together(column):
    """In a column of both, the rows without zone are not used: their hour is not known."""
    aware, naive = dt.datetime(2025, 2, 1, 9, tzinfo=dt.UTC), dt.datetime(2025, 2, 2, 9)  # noqa: DTZ001
    rows = [
        {"metric": "sales", "date": f"2025-01-0{n}", "value": n} | {column: at}
        for n, at in ((1, aware), (2, naive))
    ]
    actuals = observe(PLAN, rows)
    assert codes(actuals) == ["GT833"] and len(actuals) == 1


def test_d14_an_index_of_periods_or_days_is_the_column_of_time():
    """A PeriodIndex, a DatetimeIndex and the named levels of a MultiIndex are columns too."""
    data = {"metric": ["sales", "sales"], "value": [1, 2]}
    months = pd.DataFrame(data, index=pd.period_range("2025-01", periods=2, freq="M"))
    assert values(observe(PLAN, months)) == {"2025-01": 1, "2025-02": 2}
    days = pd.DataFrame(data, index=pd.date_range("2025-01-01", periods=2))
    assert values(observe(PLAN, days)) == {"2025-01-01": 1, "2025-01-02": 2}
    levels = pd.MultiIndex.from_tuples(
        [("sales", "2025-01"), ("sales", "2025-02")], names=["metric", "period"]
    )
    assert values(observe(PLAN, pd.DataFrame({"value": [1, 2]}, index=levels))) == {
        "2025-01": 1,
        "2025-02": 2,
    }


def test_d14_an_index_without_meaning_plays_no_part():
    """A duplicated or shuffled index of numbers changes nothing."""
    frame = pd.DataFrame([row(1), row(2, "2025-02")], index=[7, 7])
    assert values(observe(PLAN, frame)) == {"2025-01": 1, "2025-02": 2}


@pytest.mark.parametrize(
    ("cell", "utc"),
    [
        ("2025-02-03", "2025-02-03T15:59:59.999999+00:00"),
        (dt.date(2025, 2, 3), "2025-02-03T15:59:59.999999+00:00"),
        ("2025-02-03T18:00:00", "2025-02-03T10:00:00+00:00"),
        ("2025-02-03T18:00:00+09:00", "2025-02-03T09:00:00+00:00"),
        (pd.Timestamp("2025-02-03 18:00", tz="UTC"), "2025-02-03T18:00:00+00:00"),
    ],
)
def test_an_instant_is_read_in_the_plans_zone(cell, utc):
    """A day is known at its end in the plan's zone, a time without zone is the plan's."""
    actuals = observe(PLAN, [row(5, known_at=cell)])
    assert actuals.observations[0].known_at == dt.datetime.fromisoformat(utc)


def test_b25_an_hour_that_clocks_skip_is_none_and_a_repeated_one_is_the_first():
    """02:30 on the last Sunday of March is no time in Berlin; 02:30 in October is summer time's."""
    plan = gt.loads("goaltree: 1\nperiod: 2025\nzone: Europe/Berlin\nmetrics: {sales: {kind: flow}}\n")
    assert codes(observe(plan, [row(5, known_at="2025-03-30T02:30:00")])) == ["GT832"]
    again = observe(plan, [row(5, known_at="2025-10-26T02:30:00")]).observations[0]
    assert again.known_at == dt.datetime(2025, 10, 26, 0, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "cell", ["0001-01-01", "9999-12-31", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00"]
)
def test_b26_the_ends_of_time_are_read_or_refused(cell):
    """The first and the last year are read or refused; nothing overflows."""
    for column in ("known_at", "date"):
        record = {"metric": "sales", "value": 5, "date": "2025-01-01"} | {column: cell}
        assert set(codes(observe(PLAN, [record]))) <= {"GT831", "GT832", "GT835"}


def test_without_a_zone_utc_is_assumed_and_said():
    """A plan without zone reads times in UTC, and a note says so; days need no zone."""
    plan = gt.loads("goaltree: 1\nperiod: 2025\nmetrics: {sales: {kind: flow}}\n")
    actuals = observe(plan, [row(5, known_at="2025-02-03T18:00:00")])
    assert codes(actuals) == ["GT836"]
    assert actuals.observations[0].known_at == dt.datetime(2025, 2, 3, 18, tzinfo=dt.UTC)
    assert codes(observe(plan, [row(5)])) == []


def test_periods_of_several_lengths_in_one_series_are_told():
    """A month beside a quarter of the same series is a warning; both stay."""
    actuals = observe(PLAN, [row(1), row(3, "2025Q2")])
    assert codes(actuals) == ["GT844"] and len(values(actuals)) == 2


def test_d21_weeks_are_observations_of_their_own():
    """Weekly figures are kept as weeks, each with its own last day; nothing is spread over months."""
    actuals = observe(PLAN, [row(1, "2025-W05"), row(2, "2025-W06")])
    assert [str(p.last) for p in actuals.series("sales").periods] == ["2025-02-02", "2025-02-09"]
    assert codes(actuals) == []


# Columns and tables.


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        (["Metric", "period", "value"], "GT807"),
        (["metric", "period", "VALUE"], "GT807"),
        (["metric", " period", "value"], "GT807"),
        (["metric", "period", "values"], "GT807"),
        (["metric", "period", "amount"], "GT806"),
        (["metric", "when", "value"], "GT806"),
    ],
)
def test_d15_headings_are_exact(columns, code):
    """Another case or a near name is refused with did-you-mean; a missing column is named."""
    for source in ([dict(zip(columns, ("sales", "2025-01", 5), strict=True))],):
        actuals = observe(PLAN, source)
        assert code in codes(actuals) and len(actuals) == 0


def test_d15_a_column_twice_is_refused():
    """Two columns of one name or of one meaning are refused, in frames too."""
    twice = pd.DataFrame([["sales", "2025-01", 1, 2]], columns=["metric", "period", "value", "value"])
    assert codes(observe(PLAN, twice)) == ["GT809"]
    assert codes(observe(PLAN, [row(1) | {"数值": 2}])) == ["GT809"]
    assert codes(observe(PLAN, [row(1) | {"date": "2025-01-01"}])) == ["GT809"]


def test_d15_whole_numbers_as_headings_are_read():
    """A frame whose other headings are numbers is read; those columns are told as unused."""
    frame = pd.DataFrame([["sales", "2025-01", 5, 9]], columns=["metric", "period", "value", 2024])
    actuals = observe(PLAN, frame)
    assert values(actuals) == {"2025-01": 5} and codes(actuals) == ["GT808"]


def test_chinese_headings_are_read():
    """指标, 期间, 数值, 维度, 数量, 单位, 获知时间, 备注 are the columns in Chinese."""
    record = {
        "指标": "复购率",
        "期间": "1月",
        "数值": "45",
        "维度": "",
        "数量": 300,
        "单位": "%",
        "获知时间": "2025-02-03",
        "备注": "终稿",
    }
    (seen,) = observe(PLAN, [record]).observations
    assert (seen.metric, seen.value, seen.count) == ("share", Fraction(9, 20), 300)


@pytest.mark.parametrize(
    "source", [None, [], {}, pd.DataFrame(), pl.DataFrame(), pa.table({}), pd.DataFrame([row(1)])[:0]]
)
def test_d16_empty_sources_are_a_warning(source):
    """Nothing, an empty frame and a frame without rows give no observation and a warning."""
    actuals = observe(PLAN, source)
    assert codes(actuals) == ["GT802"]
    assert actuals.series("sales") is None


def test_d22_too_many_rows_are_refused_before_they_are_read():
    """More rows than the limit are refused: of an endless generator only so many are drawn."""

    def endless():
        while True:
            yield row(1)

    for source in (endless(), pd.DataFrame([row(1)] * 11), pl.LazyFrame([row(1)] * 11)):
        assert codes(observe(PLAN, source, limits=Limits(rows=10))) == ["GT803"]


def test_d23_the_callers_frame_stays_as_it_was():
    """Neither values nor columns nor index of a frame change, and the result does not follow later changes."""
    frame = pd.DataFrame([row(1, "2025-01"), row(2, "2025-02")]).set_index("period")
    before = frame.copy(deep=True)
    actuals = observe(PLAN, frame)
    pd.testing.assert_frame_equal(frame, before)
    frame.loc["2025-01", "value"] = 99
    assert values(actuals) == {"2025-01": 1, "2025-02": 2}


def test_frames_of_narwhals_and_lazy_frames_are_read():
    """A narwhals frame, a lazy polars frame and a generator of dicts are sources like any other."""
    rows = [row(1), row(2, "2025-02")]
    for source in (nw.from_native(pl.DataFrame(rows)), pl.LazyFrame(rows), (r for r in rows), tuple(rows)):
        assert values(observe(PLAN, source)) == {"2025-01": 1, "2025-02": 2}


def test_a_lazy_frame_that_fails_is_a_finding():
    """An engine's error names the source and the kind of error, never its text."""
    broken = pl.LazyFrame([row("a")]).with_columns(pl.col("value").cast(pl.Int64, strict=True))
    actuals = observe(PLAN, broken)
    assert codes(actuals) == ["GT801"]
    assert "InvalidOperationError" in actuals.findings[0].message()


def test_duckdb_relations_are_read():
    """A DuckDB relation is read with its own types."""
    duckdb = pytest.importorskip("duckdb")
    relation = duckdb.sql("SELECT 'sales' AS metric, DATE '2025-01-31' AS date, 1.50::DECIMAL(9,2) AS value")
    assert values(observe(PLAN, relation)) == {"2025-01-31": Fraction(3, 2)}


def test_several_sources_are_one_table():
    """Sources of several kinds are joined; a contradiction between them names both."""
    actuals = observe(PLAN, [row(1)], pd.DataFrame([row(2, "2025-02")]), observe(PLAN, [row(3, "2025-03")]))
    assert values(actuals) == {"2025-01": 1, "2025-02": 2, "2025-03": 3} and codes(actuals) == []
    clash = observe(PLAN, [row(1)], [row(2)])
    assert codes(clash) == ["GT841"]
    assert "<source 1>:1" in clash.findings[0].message() and "<source 2>:1" in clash.findings[0].message()


def test_a_gap_that_another_source_fills_is_none():
    """Tables that were observed before are looked at together."""
    left, right = observe(PLAN, [row(1), row(3, "2025-03")]), observe(PLAN, [row(2, "2025-02")])
    assert codes(left) == ["GT845"]
    assert codes(observe(PLAN, left, right)) == []


def test_observations_are_a_source():
    """Observations made by a program are taken as they are; those of unknown metrics are told."""
    made = observe(PLAN, [row(1)]).observations
    assert observe(PLAN, made) == observe(PLAN, made[0]) == observe(PLAN, Actuals.of(made))
    other = gt.loads("goaltree: 1\nperiod: 2025\nmetrics: {cost: {kind: flow}}\n")
    assert codes(observe(other, made)) == ["GT811"]


@pytest.mark.parametrize("source", [5, b"bytes", object(), [1, 2]])
def test_a_source_of_no_known_kind_is_the_programs_mistake(source):
    """What is neither path nor frame nor rows is refused by an exception."""
    with pytest.raises(gt.UsageError):
        observe(PLAN, source)


@pytest.mark.parametrize(
    "options",
    [{"as_of": "soon"}, {"as_of": dt.datetime(2025, 1, 1, tzinfo=dt.UTC)}, {"as_of": 5}, {"percent": "yes"}],
)
def test_wrong_options_are_the_programs_mistake(options):
    """An `as_of` that is no day and a scale that does not exist are refused by an exception."""
    with pytest.raises(gt.UsageError):
        observe(PLAN, [], **options)


def test_c16_text_is_text_in_every_message():
    """Braces, format strings and terminal escapes in data come out as the text that they are."""
    for text in ("{0.__class__}", "{{7*7}}", "%s%n", "\x1b[31m", "${x}"):
        rows = [
            row(1, metric=text),
            row(text),
            row(1, text),
            row(1, region=text),
            row(1, unit=text),
            row(1, known_at=text),
        ]
        for source in rows:
            findings = observe(PLAN, [source]).findings
            assert any(visible(text) in finding.message("en") for finding in findings), source
            for finding in findings:
                told = finding.message("en") + finding.message("zh") + finding.hint("en") + finding.hint("zh")
                assert "\x1b" not in told
                assert finding.code.startswith("GT8")
