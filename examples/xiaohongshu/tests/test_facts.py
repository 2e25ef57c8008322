"""The facts of the year: the totals that were invented, whatever the size, counted by plain SQL and as the plan says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve

import goaltree
from goaltree.model.segment import SourceTable
from goaltree_xiaohongshu import MARK, load
from goaltree_xiaohongshu.course import LAST, PAID_BACK, RESTATED, STOPS, YEAR, points
from goaltree_xiaohongshu.facts import BY_HAND, HELD, PANELS, TABLES, TEST, deliver
from goaltree_xiaohongshu.year import renamed, sized

duckdb = pytest.importorskip("duckdb")
pyarrow = pytest.importorskip("pyarrow.parquet")

Key = tuple[str, str, int]


@pytest.fixture(scope="module")
def plan() -> goaltree.Plan:
    """The plan, whose sources say how their tables count."""
    return load(accepted=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The facts of the year in the test size."""
    made = tmp_path_factory.mktemp("facts")
    for month in range(1, LAST + 1):
        deliver(made, month)
    return made


def tables(plan: goaltree.Plan) -> Iterator[tuple[str, SourceTable]]:
    """Every table that the plan counts."""
    for source in plan.sources.values():
        yield from source.tables.items()


def counted(folder: Path, name: str, told: SourceTable) -> Mapping[Key, float]:
    """What a table counts by month and member, in SQL written for this test: the oracle of every connector."""
    value = {
        "sum": f"sum({told.sum})",
        "count": f"count({told.count})",
        "distinct": f"count(DISTINCT {told.distinct})",
        "mean": f"sum({told.mean} * {told.weight or 1}) / sum({told.weight or 1})",
        "ratio": f"sum({told.ratio}) / sum({told.of})",
    }
    kind = next(kind for kind in value if getattr(told, kind) is not None)
    factor = 1 if told.unit is None else float(told.unit.factor)
    where = " AND ".join(
        f"{column} IN ({', '.join(map(repr, members))})" for column, members in told.where.items()
    )
    found: dict[Key, float] = {}
    for dimension, column in [("", "''"), *((str(one), column) for one, column in told.segments.items())]:
        rows = duckdb.sql(
            f"SELECT {column} AS part, month(day) AS m, {value[kind]} FROM '{folder}/{renamed(name)}/*.parquet' "
            f"WHERE year(day) = {YEAR} AND {where or 'true'} GROUP BY ALL"
        ).fetchall()
        for part, month, number in rows:
            found[told.metric, f"{dimension}={part}" if dimension else "", month] = float(number) * factor
    return found


def invented() -> Mapping[Key, Fraction]:
    """The value of each month as it is known at the end of the year."""
    found = {
        (point.metric, point.segment, point.month): point.value
        for point in points()
        if point.metric not in HELD and not (_is_of_creators(point.metric) and point.month > STOPS)
    }
    for month in RESTATED:
        found["ad_revenue", "ad_type=信息流", month] *= 1 - PAID_BACK
    return found


def _is_of_creators(metric: str) -> bool:
    return metric in {"active_creators", "creator_output", "creator_monetisation", "ai_assistant_usage"}


def test_facts_make_the_invented_months(plan: goaltree.Plan, folder: Path) -> None:
    """Counted with plain SQL the facts give the months that were invented: panels and rates but for rounding."""
    counts = {(point.metric, point.segment, point.month): point.count for point in points()}
    wanted, seen = invented(), set()
    for name, told in tables(plan):
        for key, number in counted(folder, name, told).items():
            if key in wanted:
                value = float(wanted[key])
                near = 0.5 * PANELS[name] if name in PANELS and told.distinct else 0.0
                if told.mean:
                    near = 1e-9 * value
                if told.ratio:
                    near = 1 / (counts[key] or 10**5)
                assert number == pytest.approx(value, abs=near, rel=0), key
                seen.add(key)
    assert seen == set(wanted)


def test_every_needed_series_is_counted_or_kept_by_hand(plan: goaltree.Plan) -> None:
    """What the plan needs comes from one table or stands in the table by hand; only the time of use is left out."""
    mapped = {told.metric for _, told in tables(plan)}
    needed = {item.metric for item in goaltree.requirements(plan, as_of="2025-12-31").items}
    assert mapped & HELD == set()
    assert needed - mapped - HELD == {"total_usage_time"}


def test_tables_of_the_plan_are_delivered(plan: goaltree.Plan, folder: Path) -> None:
    """Each table of the plan has a folder of files, each folder is used, and each file says that it is synthetic."""
    assert {renamed(name) for name, _ in tables(plan)} == set(TABLES)
    for path in folder.glob("*/*.parquet"):
        assert pyarrow.read_schema(path).metadata[b"note"].decode() == MARK
    text = (folder / BY_HAND).read_text(encoding="utf-8")
    assert all(MARK in line for line in text.splitlines()[1:])


def test_same_seed_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    """A month delivered again is the same, file by file and byte by byte."""
    for path in deliver(tmp_path, 7):
        assert path.read_bytes() == (folder / path.relative_to(tmp_path)).read_bytes() or path.name == BY_HAND


@pytest.mark.parametrize("month", [3, 11])
def test_size_changes_no_total(plan: goaltree.Plan, folder: Path, tmp_path: Path, month: int) -> None:
    """Ten times the rows make the same totals of a month, to the last yuan; rates differ by rounding alone."""
    deliver(tmp_path, month, evolve(TEST, rows=10 * TEST.rows))
    more = sum(pyarrow.read_metadata(path).num_rows for path in tmp_path.glob("orders/*.parquet"))
    few = pyarrow.read_metadata(folder / "orders" / f"{YEAR}-{month:02}.parquet").num_rows
    assert more > 9 * few
    for name, told in tables(plan):
        if told.metric == "active_creators" and month > STOPS:
            continue
        if not (tmp_path / renamed(name)).is_dir():
            continue
        small, large = counted(folder, name, told), counted(tmp_path, name, told)
        for key, value in large.items():
            assert value == (small[key] if told.sum else pytest.approx(small[key], rel=1e-9, abs=1e-9)), key


def test_denser_panels_come_with_their_units(plan: goaltree.Plan, tmp_path: Path) -> None:
    """Ten times as many users, creators and merchants are looked at, each stands for a tenth, and all else is the same."""
    size = evolve(TEST, panel=10)
    deliver(tmp_path, 3, size)
    dense = sized(plan, size)
    units = {name: str(told.unit) for name, told in tables(dense) if told.unit is not None}
    assert units == {
        "users": "十万用户",
        "users_abroad": "千用户",
        "creators": "百创作者",
        "merchants": "百家",
    }
    assert evolve(dense, sources=plan.sources) == plan
    wanted = {(point.metric, point.segment, point.month): point.value for point in points()}
    for name, told in tables(dense):
        if told.unit is not None:
            for key, number in counted(tmp_path, name, told).items():
                if key in wanted:
                    assert number == pytest.approx(float(wanted[key]), abs=PANELS[name] / 20, rel=0), key
