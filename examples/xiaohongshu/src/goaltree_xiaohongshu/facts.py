"""The facts behind the year, made up from one seed: SYNTHETIC 合成数据, not Xiaohongshu's.

Orders, users, notes, creators, ads and shops as Parquet files, a folder for each table and a file for each month's
delivery: what the sources of the plan hold, and how `plan/sources.yaml` counts them. However many rows
there are, they make the same totals of each month: those of `course.py`. What no system counts stands in
a table of values beside them, as a planner keeps it by hand.

`python -m goaltree_xiaohongshu.facts FOLDER --size test` writes the whole year.
"""

from __future__ import annotations

import argparse
import csv
import sys
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from . import MARK, synthetic
from .course import LAST, PAID_BACK, RESTATED, RESTATED_ON, STOPS, YEAR, Point, points
from .synthetic import COLUMNS

if TYPE_CHECKING:
    from numpy.random import Generator

Ints = NDArray[np.int64]
Days = NDArray[np.datetime64]
Columns = Mapping[str, NDArray[Any] | str]
"""Columns of one length; a text stands in every row."""

BY_HAND: Final = "by-hand.csv"
"""The table of what no system counts."""
CATEGORIES: Final = ("美妆", "服饰", "家居", "数码", "食品", "母婴")
_SEED: Final = 20_250
_GROUP: Final = 1 << 20
"""Rows of a Parquet file that are written together."""
_LIVES: Final = 60
_VISITS: Final = 2


@frozen(kw_only=True)
class Size:
    """How many facts there are.

    Attributes:
        rows: Rows of a year, but for those of the panels, about.
        panel: How many times more of the users, creators and merchants are looked at than in the test size;
            the plan's units of the panels are divided by it.
    """

    rows: int
    panel: int = 1


TEST: Final = Size(rows=20_000)
BENCHMARK: Final = Size(rows=42_000_000, panel=100)
SIZES: Final = {"test": TEST, "benchmark": BENCHMARK}

PANELS: Final[Mapping[str, int]] = {
    "users": 10**6,
    "users_abroad": 10**4,
    "creators": 10**3,
    "merchants": 10**3,
}
"""How many people or shops each one of a panel stands for, in the test size."""


def deliver(folder: Path, month: int, size: Size = TEST) -> list[Path]:
    """Write what the systems deliver after the end of a month, and the table by hand as it is by then.

    Args:
        folder: Where the tables' folders are.
        month: 1 to 12; months are delivered one after the other.
        size: How many facts there are.

    Returns:
        The files, in order; each says of itself that it is synthetic.
    """
    made = [
        _written(folder / table / f"{YEAR}-{month:02}.parquet", parts)
        for table, parts in _tables(month, size)
        if parts
    ]
    if month == RESTATED_ON.month:
        made.append(_written(folder / "ads" / f"{RESTATED_ON}-restated.parquet", list(_paid_back(size))))
    path = folder / BY_HAND
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(_by_hand(month))
    return [*made, path]


# What each table holds of a month.


@frozen(kw_only=True)
class _Month:
    """One month in the making."""

    month: int
    size: Size
    random: Generator

    def value(self, metric: str, segment: str = "") -> Fraction:
        return _course()[metric, segment, self.month].value

    def total(self, metric: str, segment: str = "") -> int:
        return round(self.value(metric, segment))

    def count(self, metric: str, segment: str = "") -> int:
        return _course()[metric, segment, self.month].count

    def share(self, metric: str, whole: Ints, segment: str = "") -> Ints:
        """The part of whole numbers that makes a rate of their sum."""
        return apportioned(round(self.value(metric, segment) * int(whole.sum())), whole)

    def many(self, share: float, least: int = 4) -> int:
        """So many rows, in the share of all."""
        return max(least, round(self.size.rows * share / LAST))

    def split(self, total: int, rows: int) -> Ints:
        """Whole numbers of different size that make a total."""
        draw = self.random.random(rows)
        return apportioned(total, 0.2 + draw * draw * draw * 4)

    def days(self, rows: int) -> Days:
        first = np.datetime64(f"{YEAR}-{self.month:02}-01", "D")
        return first + self.random.integers(0, monthrange(YEAR, self.month)[1], rows)

    def panel(self, table: str, metric: str, segment: str, visits: float) -> Ints:
        """Who of a panel was there, each at least once, in any order."""
        there = self.people(table, self.value(metric, segment))
        again = self.random.integers(0, there, round(there * (visits - 1)))
        who = np.concatenate([np.arange(there), again]) + self.month * there // 20
        shuffled: Ints = self.random.permutation(who)
        return shuffled

    def people(self, table: str, value: Fraction) -> int:
        return round(value * self.size.panel / PANELS[table])


def apportioned(total: int, weights: Any) -> Ints:
    """Whole numbers in the ratio of some weights that make exactly a total."""
    edges = np.cumsum(np.asarray(weights, np.float64))
    cut = np.floor(edges * (total / edges[-1])).astype(np.int64)
    cut[-1] = total
    parts: Ints = np.diff(np.minimum(cut, total), prepend=0)
    return parts


def _orders(of: _Month) -> Iterator[Columns]:
    live = of.total("live_gmv")
    inside, outside, abroad = (of.total("gmv", f"channel={name}") for name in ("站内", "站外", "跨境"))
    parcels = of.total("cross_border_orders")
    rest = of.total("orders") - parcels
    at_home = inside + outside
    for channel, form, amount, rows in (
        ("站内", "直播", live, of.many(0.21)),
        ("站内", "图文", inside - live, of.many(0.25)),
        ("站外", "图文", outside, of.many(0.1)),
    ):
        yield {
            **_bought(of, channel, form, amount, rows),
            "orders": of.split(rest * amount // at_home, rows)
            if channel == "站外" or form == "直播"
            else of.split(rest - rest * live // at_home - rest * outside // at_home, rows),
            "order_days": np.zeros(rows, np.int64),
        }
    rows = of.many(0.06)
    orders = of.split(parcels, rows)
    days = apportioned(round(of.value("cross_border_fulfilment") * parcels), orders)
    yield {**_bought(of, "跨境", "图文", abroad, rows), "orders": orders, "order_days": days}


def _bought(of: _Month, channel: str, form: str, amount: int, rows: int) -> Columns:
    categories = np.array(CATEGORIES)[of.random.integers(0, len(CATEGORIES), rows)]
    return {
        "day": of.days(rows),
        "channel": channel,
        "format": form,
        "category": categories,
        "shop": of.random.integers(0, 200_000, rows),
        "amount": of.split(amount, rows),
    }


def _buyers(of: _Month) -> Iterator[Columns]:
    rows = of.many(0.01)
    every, beauty = of.count("repurchase"), of.count("repurchase", "category=美妆")
    buyers, others = of.split(beauty, rows), of.split(every - beauty, rows)
    again = of.share("repurchase", buyers, "category=美妆")
    rest = round(of.value("repurchase") * every) - int(again.sum())
    yield {"day": of.days(rows), "category": "美妆", "buyers": buyers, "again": again}
    yield {"day": of.days(rows), "category": "其他", "buyers": others, "again": apportioned(rest, others)}


def _lives(of: _Month) -> Iterator[Columns]:
    watched = of.split(of.count("live_conversion"), _LIVES)
    big = np.where(np.arange(_LIVES) < of.total("big_live_events"), "破亿", "其他")
    yield {
        "day": of.days(_LIVES),
        "event": np.arange(_LIVES) + of.month * 1000,
        "size": big,
        "watched": watched,
        "bought": of.share("live_conversion", watched),
    }


def _users(of: _Month) -> Iterator[Columns]:
    who = of.panel("users", "mau", "region=国内", _VISITS)
    yield {"day": of.days(len(who)), "region": "国内", "user": who}


def _users_abroad(of: _Month) -> Iterator[Columns]:
    who = of.panel("users_abroad", "mau", "region=海外", _VISITS)
    yield {"day": of.days(len(who)), "region": "海外", "user": who}


def _daily(of: _Month) -> Iterator[Columns]:
    days = monthrange(YEAR, of.month)[1]
    users = apportioned(of.total("dau") * days, 1 + of.random.random(days) / 20)
    first = np.datetime64(f"{YEAR}-{of.month:02}-01", "D")
    yield {"day": first + np.arange(days), "users": users, "across": of.share("cross_scene_usage", users)}


def _signups(of: _Month) -> Iterator[Columns]:
    beauty, digital = (of.count("d7_retention", f"vertical={name}") for name in ("美妆", "数码"))
    abroad = of.total("new_mau", "region=海外")
    rest = of.total("new_mau") - abroad - beauty - digital
    for region, vertical, total, share in (
        ("国内", "美妆", beauty, 0.02),
        ("国内", "数码", digital, 0.02),
        ("国内", "其他", rest, 0.03),
        ("海外", "其他", abroad, 0.01),
    ):
        rows = of.many(share)
        users = of.split(total, rows)
        known = vertical != "其他"
        kept = (
            of.share("d7_retention", users, f"vertical={vertical}")
            if known
            else apportioned(total * 2 // 5, users)
        )
        yield {"day": of.days(rows), "region": region, "vertical": vertical, "users": users, "kept": kept}


def _notes(of: _Month) -> Iterator[Columns]:
    half = of.many(0.05)
    rows = 2 * half
    notes, fakes = of.split(of.count("quality_notes"), rows), of.split(of.count("fake_note_disposal"), rows)
    clicks = of.split(of.count("note_conversion"), rows)
    # Two rows each have the same reports, one as much above the mean time as the other is below it.
    reports, away = of.split(of.count("report_handling") // 2, half), of.random.integers(-50, 51, half)
    hours = float(of.value("report_handling")) + np.concatenate([away, -away]) / 100
    yield {
        "day": of.days(rows),
        "vertical": np.array(("美妆", "数码", "知识科普", "其他"))[of.random.integers(0, 4, rows)],
        "notes": notes,
        "good": of.share("quality_notes", notes),
        "fakes": fakes,
        "disposed": of.share("fake_note_disposal", fakes),
        "stopped": of.share("prior_interception", fakes),
        "reports": np.concatenate([reports, reports]),
        "hours": np.round(hours, 2),
        "clicks": clicks,
        "added": of.share("note_conversion", clicks),
    }


def _creators(of: _Month) -> Iterator[Columns]:
    if of.month > STOPS:
        return
    tiers = ("头部", "中腰部", "素人")
    who = [of.panel("creators", "active_creators", f"tier={tier}", 1.2) for tier in tiers]
    creators = of.split(of.count("creator_output"), sum(map(len, who)))
    metrics = {"good": "creator_output", "earning": "creator_monetisation", "assisted": "ai_assistant_usage"}
    shares = {name: of.share(metric, creators) for name, metric in metrics.items()}
    at = 0
    for number, (tier, ids) in enumerate(zip(tiers, who, strict=True)):
        here = slice(at, at := at + len(ids))
        yield {
            "day": of.days(len(ids)),
            "tier": tier,
            "creator": ids + number * 10**8,
            "creators": creators[here],
            **{name: share[here] for name, share in shares.items()},
        }


def _briefs(of: _Month) -> Iterator[Columns]:
    rows = of.many(0.02)
    were = of.split(of.count("creator_retention"), rows)
    yield {
        "day": of.days(rows),
        "briefs": of.split(of.total("brand_orders"), rows),
        "were": were,
        "stayed": of.share("creator_retention", were),
    }


def _ads(of: _Month) -> Iterator[Columns]:
    for name in ("品牌", "搜索", "信息流"):
        rows = of.many(0.05)
        yield _sold(of, name, of.split(of.total("ad_revenue", f"ad_type={name}"), rows), of.days(rows))


def _sold(of: _Month, name: str, revenue: Ints, days: Days) -> Columns:
    sales = apportioned(round(of.value("ad_roi") * int(revenue.sum())), revenue)
    advertiser = of.random.integers(0, 30_000, len(days))
    return {"day": days, "ad_type": name, "advertiser": advertiser, "revenue": revenue, "sales": sales}


def _paid_back(size: Size) -> Iterator[Columns]:
    """What is taken back of the months that are restated."""
    for month in RESTATED:
        of = _Month(month=month, size=size, random=np.random.default_rng([_SEED, 99, month]))
        rows = of.many(0.02)
        back = _sold(
            of,
            "信息流",
            of.split(round(of.value("ad_revenue", "ad_type=信息流") * PAID_BACK), rows),
            of.days(rows),
        )
        yield {**back, "revenue": -np.asarray(back["revenue"]), "sales": -np.asarray(back["sales"])}


def _brands(of: _Month) -> Iterator[Columns]:
    """New brands; June of those from abroad comes with July."""
    months = {"国货": (of.month,), "国际": {6: (), 7: (6, 7)}.get(of.month, (of.month,))}
    for origin, told in months.items():
        for month in told:
            one = _Month(month=month, size=of.size, random=of.random)
            new = one.total("new_brands", f"origin={origin}")
            yield {
                "day": one.days(new),
                "origin": origin,
                "brand": np.arange(new) + 1000 * month + 50_000 * (origin == "国际"),
            }


def _contracts(of: _Month) -> Iterator[Columns]:
    rows = 48
    due = of.split(of.count("brand_renewal"), rows)
    yield {"day": of.days(rows), "due": due, "renewed": of.share("brand_renewal", due)}


def _shops(of: _Month) -> Iterator[Columns]:
    for service in ("到店", "外卖"):
        rows = of.many(0.05, 60)
        vouchers = of.split(of.count("redemption") // 2, rows)
        yield {
            "day": of.days(rows),
            "service": service,
            "town": np.arange(rows) % of.total("core_cities"),
            "amount": of.split(of.total("local_gmv", f"service={service}"), rows),
            "vouchers": vouchers,
            "redeemed": of.share("redemption", vouchers),
        }


def _merchants(of: _Month) -> Iterator[Columns]:
    every = of.people("merchants", of.value("local_merchants"))
    first, new = (
        of.people("merchants", of.value("local_merchants", f"city={c}")) for c in ("一线", "新一线")
    )
    number = 0
    for city, there in (("一线", first), ("新一线", new), ("其他", every - first - new)):
        yield {"day": of.days(there), "city": city, "merchant": np.arange(there) + number}
        number += 10**7


_TABLES: Final[Mapping[str, Callable[[_Month], Iterator[Columns]]]] = {
    "orders": _orders,
    "buyers": _buyers,
    "lives": _lives,
    "users": _users,
    "users_abroad": _users_abroad,
    "daily": _daily,
    "signups": _signups,
    "notes": _notes,
    "creators": _creators,
    "briefs": _briefs,
    "ads": _ads,
    "brands": _brands,
    "contracts": _contracts,
    "shops": _shops,
    "merchants": _merchants,
}
TABLES: Final = tuple(_TABLES)
"""The tables, each a folder."""


def _tables(month: int, size: Size) -> Iterator[tuple[str, list[Columns]]]:
    for number, (table, made) in enumerate(_TABLES.items()):
        of = _Month(month=month, size=size, random=np.random.default_rng([_SEED, number, month]))
        yield table, list(made(of))


# What no system counts.

HELD: Final = frozenset(
    {
        "nps",
        "daily_minutes",
        "vertical_coverage",
        "vertical_exposure",
        "sincerity",
        "low_score_cleanup",
        "latency",
        "rumour_accuracy",
        "ar_penetration",
        "logistics_automation",
        "overseas_warehouses",
        "cross_border_aov",
    }
)
"""Metrics whose values are kept by hand."""


def _by_hand(month: int) -> Iterator[Sequence[object]]:
    """The years before, and what is known of this one by the end of a month."""
    for row in synthetic.rows():
        if row.period < f"{YEAR}":
            yield MARK, row.metric, row.segment, row.period, row.value, row.count
    for point in points():
        if point.metric in HELD and point.month <= month:
            yield MARK, point.metric, point.segment, f"{YEAR}-{point.month:02}", point.text, point.count or ""


@lru_cache(maxsize=1)
def _course() -> Mapping[tuple[str, str, int], Point]:
    return {(point.metric, point.segment, point.month): point for point in points()}


# Files.


def _written(path: Path, parts: Sequence[Columns]) -> Path:
    """The parts as one Parquet file, in order of days; the same bytes each time."""
    import pyarrow as pa  # type: ignore[import-untyped]
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    lengths = [len(next(column for column in part.values() if not isinstance(column, str))) for part in parts]
    order = np.argsort(np.concatenate([np.asarray(part["day"]) for part in parts]), kind="stable")
    made: dict[str, Any] = {}
    for name in parts[0]:
        columns = [part[name] for part in parts]
        if all(isinstance(column, str) for column in columns):
            words, codes = np.unique(np.array(columns), return_inverse=True)
            cells = np.repeat(codes.astype(np.int8), lengths)[order]
            made[name] = pa.DictionaryArray.from_arrays(cells, words.tolist())
        else:
            cells = np.concatenate([np.asarray(column) for column in columns])[order]
            made[name] = pa.array(cells).dictionary_encode() if cells.dtype.kind == "U" else pa.array(cells)
    table = pa.table(made).replace_schema_metadata({"note": MARK})
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path, compression="zstd", row_group_size=_GROUP)
    return path


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the year's facts into a folder."""
    parser = argparse.ArgumentParser(prog="python -m goaltree_xiaohongshu.facts", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", choices=SIZES, default="test")
    asked = parser.parse_args(arguments)
    for month in range(1, LAST + 1):
        for path in deliver(asked.folder, month, SIZES[asked.size]):
            sys.stdout.write(f"{path}\n")
    sys.stdout.write(f"{MARK}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
