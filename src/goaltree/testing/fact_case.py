"""One case of facts with everything that engines do differently, and the plan that says how it is counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from ..model.plan import Plan
from .builder import PlanBuilder

Cells = Mapping[str, Any]
FactTables = Mapping[str, Sequence[Cells]]

ZONE: Final = "America/New_York"
"""Its clock shows the hour after one o'clock of 2025-11-02 twice."""
_WIDE: Final = 2**62


def _order(day: str, amount: int | None, area: str | None, state: str | None = "已支付") -> dict[str, Any]:
    return {"day": day, "amount": amount, "area": area, "state": state}


def _instant(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


FACTS: Final[FactTables] = {
    "orders": (
        _order("2025-01-01", 2**53 + 1, "华东"),
        _order("2025-01-31", 1, " 华东 "),
        _order("2025-01-31", 1, "华东"),
        _order("2025-01-31", 1, "华东"),
        _order("2025-02-01", _WIDE, "华东"),
        _order("2025-02-02", _WIDE, "华东"),
        _order("2025-02-03", _WIDE, "华东"),
        _order("2025-02-28", -_WIDE, "海外"),
        _order("2025-02-28", -_WIDE, "海外"),
        _order("2025-02-28", -_WIDE - 7, "海外"),
        _order("2025-03-01", None, "海外"),
        _order("2025-03-02", 500, "海外", "已取消"),
        _order("2025-03-03", 600, "华东", None),
        _order("2025-04-05", 0, "华东"),
        _order("2025-05-01", 40, "华南"),
        _order("2025-05-01", 2, "西北; x'"),
        _order("2025-05-02", 9, None),
        _order("2025-05-02", 5, "  "),
        _order("2024-12-31", 70, "华东"),
        _order("2026-01-01", 80, "华东"),
        _order("2025-02-30", 11, "华东"),
        _order("someday", 12, "海外"),
        _order("", 13, "海外"),
    ),
    "refunds": (
        {"day": "2025-01-02", "back": Decimal("0.1")},
        {"day": "2025-01-03", "back": Decimal("0.2")},
        {"day": "2025-01-04", "back": Decimal("-0.3")},
        {"day": "2025-02-04", "back": Decimal("123456789012345678.99")},
        {"day": "2025-02-04", "back": Decimal("0.02")},
        {"day": "2025-02-05", "back": Decimal("0.25")},
        {"day": "2025-03-04", "back": None},
    ),
    "views": (
        {"day": "2025-01-02", "views": 1e15},
        {"day": "2025-01-03", "views": 0.1},
        {"day": "2025-01-04", "views": -1e15},
        {"day": "2025-01-05", "views": None},
        {"day": "2025-02-05", "views": float("nan")},
        {"day": "2025-03-05", "views": 0.1},
        {"day": "2025-03-05", "views": 0.2},
    ),
    "visits": (
        {"day": "2025-01-02", "who": "甲", "area": "华东"},
        {"day": "2025-01-09", "who": "甲", "area": "华东"},
        {"day": "2025-01-09", "who": " 乙", "area": "华东"},
        {"day": "2025-01-09", "who": "甲", "area": "海外"},
        {"day": "2025-01-10", "who": " ", "area": "海外"},
        {"day": "2025-01-10", "who": None, "area": "海外"},
        {"day": "2025-02-10", "who": None, "area": "海外"},
    ),
    "lines": (
        {"day": "2025-01-02", "price": 3, "pieces": 1},
        {"day": "2025-01-03", "price": 4, "pieces": 2},
        {"day": "2025-01-03", "price": None, "pieces": 50},
        {"day": "2025-01-03", "price": 9, "pieces": None},
        {"day": "2025-02-03", "price": 2**61 + 1, "pieces": 2**61 - 1},
        {"day": "2025-02-03", "price": -(2**61), "pieces": 5},
        {"day": "2025-03-03", "price": 8, "pieces": 0},
    ),
    "cohorts": (
        {"day": "2025-01-31", "stayed": 30, "joined": 90},
        {"day": "2025-01-31", "stayed": 1, "joined": 3},
        {"day": "2025-02-28", "stayed": None, "joined": 40},
        {"day": "2025-02-28", "stayed": 10, "joined": None},
        {"day": "2025-03-31", "stayed": 0, "joined": 0},
        {"day": "2025-04-30", "stayed": 0, "joined": 7},
    ),
    "loads": (
        {"day": date(2025, 1, 2), "load": -5, "area": "华东"},
        {"day": date(2025, 1, 3), "load": 9, "area": "华东"},
        {"day": date(2025, 1, 4), "load": None, "area": "海外"},
        {"day": date(2025, 2, 4), "load": 2**53 + 1, "area": "海外"},
        {"day": date(2025, 2, 5), "load": 2**53, "area": "海外"},
        {"day": None, "load": 4, "area": "海外"},
    ),
    "levels": (
        {"at": "2025-01-31 08:00:00", "level": 5},
        {"at": "2025-01-31T09:30:00.5", "level": 7},
        {"at": "2025-01-31 10:00", "level": None},
        {"at": "2025-02-01", "level": 9},
        {"at": "2025-03-31", "level": 1},
        {"at": "2025-03-31", "level": 2},
        {"at": "2025-04-01T03:59:59Z", "level": 8},
        {"at": "2025-05-31T23:30:00-04:00", "level": 3},
        {"at": "2025-05-31T23:30:00+05:30", "level": 4},
    ),
    "stocks": (
        {"at": "2025-01-31", "pieces": 5, "told": "2025-02-01"},
        {"at": "2025-01-31", "pieces": 8, "told": "2025-02-20"},
        {"at": "2025-01-30", "pieces": 99, "told": "2025-02-25"},
        {"at": "2025-02-28", "pieces": 6, "told": "2025-02-28"},
        {"at": "2025-02-28", "pieces": 7, "told": "2025-02-28"},
        {"at": "2025-03-31", "pieces": 1, "told": "2025-03-29"},
        {"at": "2025-03-31", "pieces": 2, "told": "2025-03-30"},
    ),
    "calls": (
        {"at": _instant(2025, 1, 1, 4, 59, 59), "minutes": 1},
        {"at": _instant(2025, 1, 1, 5), "minutes": 2},
        {"at": _instant(2025, 4, 1, 3, 59, 59), "minutes": 4},
        {"at": _instant(2025, 4, 1, 4), "minutes": 8},
        {"at": _instant(2025, 11, 2, 5, 30), "minutes": 16},
        {"at": _instant(2025, 11, 2, 6, 30), "minutes": 32},
        {"at": _instant(2025, 12, 1, 4, 59), "minutes": 64},
        {"at": None, "minutes": 128},
    ),
    "bills": (
        {"day": "2025-01-10", "bill": 10, "booked": None, "payer": "a"},
        {"day": "2025-01-11", "bill": 5, "booked": "2025-01-12", "payer": "a"},
        {"day": "2025-01-12", "bill": 3, "booked": "2025-02-20", "payer": "b"},
        {"day": "2025-01-12", "bill": 2, "booked": "2025-02-20T23:00:00-05:00", "payer": "a"},
        {"day": "2025-01-12", "bill": 1, "booked": "2025-02-21T04:30:00Z", "payer": "c"},
        {"day": "2025-01-13", "bill": 20, "booked": "2025-03-01", "payer": "b"},
        {"day": "2025-02-13", "bill": 7, "booked": "2025-02-14", "payer": None},
    ),
}
"""Facts by table: nulls, NaN, blanks, months without a value, rows twice, integers whose sums leave 64 bits,
decimals, floats that cancel, instants around midnight and in the hour that comes twice, what became known
later, members in Chinese and members that nobody claims."""

_AREA: Final = {"segments": {"region": "area"}}
_PAID: Final = {"where": {"state": ["已支付"]}}
TABLES: Final[Mapping[str, Mapping[str, Any]]] = {
    "orders": {"metric": "sales", "sum": "amount", "time": "day", **_AREA, **_PAID},
    "refunds": {"metric": "refunds", "sum": "back", "time": "day"},
    "views": {"metric": "views", "sum": "views", "time": "day"},
    "visits": {"metric": "visitors", "distinct": "who", "time": "day", **_AREA},
    "lines": {"metric": "price", "mean": "price", "weight": "pieces", "time": "day"},
    "cohorts": {"metric": "kept", "ratio": "stayed", "of": "joined", "time": "day"},
    "loads": {"metric": "peak", "max": "load", "time": "day", **_AREA},
    "levels": {"metric": "stock", "last": "level", "time": "at"},
    "stocks": {"metric": "goods", "last": "pieces", "time": "at", "known_at": "told"},
    "calls": {"metric": "minutes", "sum": "minutes", "time": "at"},
    "bills": {"metric": "billed", "sum": "bill", "time": "day", "known_at": "booked"},
}
"""How each table is counted; two more ways of counting are added by `fact_plan`."""
OTHERS: Final[Mapping[str, tuple[str, Mapping[str, Any]]]] = {
    "visit_count": ("visits", {"metric": "visits", "count": "who", "time": "day"}),
    "low": ("loads", {"metric": "trough", "min": "load", "time": "day"}),
    "mean_load": ("loads", {"metric": "load", "mean": "load", "time": "day"}),
    "payers": ("bills", {"metric": "payers", "distinct": "payer", "time": "day", "known_at": "booked"}),
}
"""Tables of the plan that count the rows of another one in another way."""

_METRICS: Final[Mapping[str, Mapping[str, Any]]] = {
    "sales": {"by": ["region"]},
    "refunds": {},
    "views": {"unit": "次"},
    "visitors": {"kind": "distinct", "unit": "人", "by": ["region"]},
    "visits": {"unit": "次"},
    "price": {"kind": "mean"},
    "kept": {"kind": "ratio", "unit": "%"},
    "peak": {"kind": "stock", "unit": "次", "by": ["region"], "over": {"time": "max", "region": "max"}},
    "trough": {"kind": "stock", "unit": "次", "over": {"time": "min"}},
    "load": {"kind": "mean", "unit": "次"},
    "stock": {"kind": "stock", "unit": "件"},
    "goods": {"kind": "stock", "unit": "件"},
    "minutes": {"unit": "分钟"},
    "billed": {},
    "payers": {"kind": "distinct", "unit": "人"},
}
_TARGETS: Final = {"kept": 30, "minutes": 130, "billed": 40, "stock": 3, "peak": 18}
"""Targets that are met, or nearly: the statuses differ, so that a wrong value shows in one."""


def fact_plan(tables: Sequence[str] = tuple(FACTS)) -> Plan:
    """The plan of the case.

    Args:
        tables: Which tables its source has; all by default.
    """
    told = {
        **{name: one for name, one in TABLES.items() if name in tables},
        **{name: one for name, (of, one) in OTHERS.items() if of in tables},
    }
    builder = PlanBuilder().having(zone=ZONE).segment("region", "华东", "海外", open=True)
    builder = builder.source("warehouse", tables=told)
    for one in told.values():
        key = str(one["metric"])
        fields = dict(_METRICS[key])
        builder = builder.metric(key, source="warehouse", **fields)
        unit = fields.get("unit", "元")
        wanted = _TARGETS.get(key, 900)
        target: dict[str, Any] = {"baseline": f"1{unit}", "target": f"{wanted}{unit}"}
        if "by" in fields:
            parts = {"华东": {"target": f"{wanted // 2}{unit}"}, "海外": {"target": f"{wanted // 3}{unit}"}}
            target["of_which"] = {"region": parts}
        builder = builder.goal(key, **target)
    return builder.plan()


def fact_tables(tables: Sequence[str] = tuple(FACTS)) -> FactTables:
    """The rows of the plan's tables, also of those that share them."""
    return {
        **{name: FACTS[name] for name in tables},
        **{name: FACTS[of] for name, (of, _) in OTHERS.items() if of in tables},
    }
