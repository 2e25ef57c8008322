"""Facts of every kind for hypothesis: requests, and the tables that a source should hold to answer them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from hypothesis import strategies as st

from ..actuals.connector import Request
from ..actuals.requirement import Requirement
from ..model.calendar import Calendar
from ..model.described import MetricRef, SegmentRef
from ..model.mapping import Frozen
from ..model.period import Period
from ..model.segment import SourceTable
from .fact_case import FactTables

ZONES: Final = ("UTC", "Asia/Shanghai", "America/New_York")
FIRST: Final = date(2024, 12, 30)
LAST: Final = date(2025, 4, 2)

days: Final = st.dates(FIRST, LAST)
clocks: Final = st.sampled_from(
    ("", " 00:00", "T23:59:59", " 04:30:00.25", "T05:30:00Z", " 23:30:00-04:00", "T00:15+05:30")
)
texts: Final = st.one_of(
    st.builds(lambda day, clock: f"{day.isoformat()}{clock}", days, clocks),
    days.map(lambda day: f" {day.isoformat()} "),
    st.sampled_from(
        (
            "",
            " ",
            "2025-02-29",
            "2025-13-01",
            "01.02.2025",
            "20250201",
            "2025-02-01T24:00",
            "2025-02-01T01:00+16:00",
            "昨天",
        )
    ),
)
instants: Final = st.builds(
    lambda day, seconds: datetime.combine(day, time(), UTC) + timedelta(seconds=seconds),
    days,
    st.integers(0, 86_399),
)
whole: Final = st.one_of(st.integers(-9, 9), st.integers(-(2**63), 2**63 - 1))
small: Final = st.integers(0, 2**40)
decimals: Final = st.one_of(
    st.decimals(-99, 99, places=2),
    st.decimals(-(10**18), 10**18, places=2).map(lambda d: Decimal(f"{d:.2f}")),
)
floats: Final = st.one_of(
    st.floats(-1e6, 1e6, allow_subnormal=False),
    st.sampled_from((0.1, -0.1, 1e15, -1e15, 2.0**62, float("nan"))),
)
members: Final = st.sampled_from(("华东", " 华东", "海外", "north", "x'; --", "", "  "))
things: Final = st.sampled_from(("a", "b", " a", "甲", "", " "))


def _cells(kind: str) -> Any:
    """Cells of one column that is counted."""
    numbers = st.sampled_from((whole, decimals, floats))
    if kind in ("mean", "ratio"):
        return st.just(small)
    return st.just(things) | numbers if kind in ("count", "distinct") else numbers


@st.composite
def facts(draw: st.DrawFn) -> tuple[Request, FactTables]:
    """A request for one table, and its rows: any way of counting, any kind of column, any grain and zone."""
    kind = draw(st.sampled_from(("sum", "sum", "count", "distinct", "mean", "ratio", "min", "max", "last")))
    cells = draw(_cells(kind))
    times = draw(st.sampled_from((texts, days, instants)))
    is_split, is_known = draw(st.booleans()), draw(st.booleans())
    weight = {"mean": {"weight": "weight"}, "ratio": {"of": "weight"}}.get(kind, {})
    table = SourceTable(
        metric=MetricRef("m"),
        **{kind: "value"},  # type: ignore[arg-type]
        **weight,  # type: ignore[arg-type]
        time="time",
        known_at="known" if is_known else None,
        segments=Frozen({SegmentRef("region"): "area"} if is_split else {}),
        where=Frozen({"state": ("paid", "已支付")} if draw(st.booleans()) else {}),
    )
    row = {
        "time": st.none() | times,
        "value": st.none() | cells,
        "weight": st.none() | small,
        "area": st.none() | members,
        "state": st.sampled_from(("paid", "已支付", "void", None)),
        "known": st.none() | draw(st.sampled_from((days, instants, days.map(str)))),
    }
    rows = draw(st.lists(st.fixed_dictionaries(row), min_size=1, max_size=20))
    grain = draw(st.sampled_from(("day", "week", "month", "quarter")))
    wanted = Requirement(metric="m", periods=_periods(grain))
    split = Requirement(metric="m", periods=_periods(grain), segment=(("region", "华东"),))
    request = Request(
        requirements=(wanted, split) if is_split else (wanted,),
        tables=Frozen({"facts": table}),
        source="warehouse",
        zone=draw(st.sampled_from(ZONES)),
    )
    return request, {"facts": rows}


def _periods(grain: Any) -> tuple[Period, ...]:
    """The periods of a grain that begin in the first quarter."""
    calendar, found = Calendar(), []
    period = calendar.of(date(2025, 1, 6), grain)
    while period is not None and period.last <= date(2025, 3, 31):
        found.append(period)
        period = calendar.next(period)
    return tuple(found)
