"""Counting facts where they lie, against SQL written by hand and against merely reading the same columns.

    python bench/bench_facts.py [test|benchmark] [FOLDER]

The facts are those of the example's year, about 50 million rows in Parquet in the benchmark size; they are made in
FOLDER, or used where they are there, by default in a temporary one. Every fact metric of the example is counted by
month, in the cuts that its plan needs. Each subject is a process of its own: its time is that of the question, without
imports; its memory is the process's peak. What the subjects count is compared before their times are.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from math import isclose
from pathlib import Path
from typing import Any, Final

ROUNDS: Final = 3
AS_OF: Final = date(2025, 12, 31)
GOAL_OF_SQL: Final = 1.3
GOAL_OF_READING: Final = 2.0
GOAL_OF_MEMORY: Final = 800
"""Megabytes."""
CLOSE: Final = 1e-12

Key = tuple[str, str, str]
"""Metric, member (empty for the whole) and month."""


QUESTIONS: Final[Mapping[str, str]] = {
    "orders": """
        SELECT strftime(day, '%Y-%m'), channel,
          CASE WHEN NOT GROUPING(channel) THEN sum(amount) END AS gmv,
          CASE WHEN GROUPING(channel) THEN sum(orders) END AS orders,
          CASE WHEN GROUPING(channel) THEN sum(amount) FILTER (format = '直播') END AS live_gmv,
          CASE WHEN GROUPING(channel) THEN sum(orders) FILTER (channel = '跨境') END AS cross_border_orders,
          CASE WHEN GROUPING(channel)
            THEN (sum(order_days) FILTER (channel = '跨境'))::DOUBLE / sum(orders) FILTER (channel = '跨境')
          END AS cross_border_fulfilment
        FROM {files} GROUP BY GROUPING SETS ((1, channel), (1))""",
    "daily": """
        SELECT strftime(day, '%Y-%m'), NULL, avg(users) AS dau, sum(across)::DOUBLE / sum(users) AS cross_scene_usage
        FROM {files} GROUP BY 1""",
    "signups": """
        SELECT strftime(day, '%Y-%m'), coalesce(region, vertical),
          CASE WHEN vertical IS NULL THEN sum(users) END AS new_mau,
          CASE WHEN vertical IS NOT NULL THEN sum(kept)::DOUBLE / sum(users) END AS d7_retention
        FROM {files} GROUP BY GROUPING SETS ((1, region), (1, vertical), (1))""",
    "users": """
        SELECT strftime(day, '%Y-%m'), region, count(DISTINCT "user") AS mau FROM {files} GROUP BY ALL""",
    "users_abroad": """
        SELECT strftime(day, '%Y-%m'), region, count(DISTINCT "user") AS mau FROM {files} GROUP BY ALL""",
    "notes": """
        SELECT strftime(day, '%Y-%m'), NULL,
          sum(good)::DOUBLE / sum(notes) AS quality_notes, sum(added)::DOUBLE / sum(clicks) AS note_conversion,
          sum(disposed)::DOUBLE / sum(fakes) AS fake_note_disposal,
          sum(stopped)::DOUBLE / sum(fakes) AS prior_interception,
          sum(hours * reports)::DOUBLE / sum(reports) AS report_handling
        FROM {files} GROUP BY 1""",
    "buyers": """
        SELECT strftime(day, '%Y-%m'), category, sum(again)::DOUBLE / sum(buyers) AS repurchase
        FROM {files} GROUP BY GROUPING SETS ((1, category), (1))""",
    "lives": """
        SELECT strftime(day, '%Y-%m'), NULL,
          sum(bought)::DOUBLE / sum(watched) AS live_conversion, count(event) FILTER (size = '破亿') AS big_live_events
        FROM {files} GROUP BY 1""",
    "creators": """
        SELECT strftime(day, '%Y-%m'), tier,
          CASE WHEN NOT GROUPING(tier) THEN count(DISTINCT creator) END AS active_creators,
          CASE WHEN GROUPING(tier) THEN sum(assisted)::DOUBLE / sum(creators) END AS ai_assistant_usage,
          CASE WHEN GROUPING(tier) THEN sum(earning)::DOUBLE / sum(creators) END AS creator_monetisation,
          CASE WHEN GROUPING(tier) THEN sum(good)::DOUBLE / sum(creators) END AS creator_output
        FROM {files} GROUP BY GROUPING SETS ((1, tier), (1))""",
    "briefs": """
        SELECT strftime(day, '%Y-%m'), NULL, sum(briefs) AS brand_orders,
          sum(stayed)::DOUBLE / sum(were) AS creator_retention
        FROM {files} GROUP BY 1""",
    "shops": """
        SELECT strftime(day, '%Y-%m'), service,
          CASE WHEN NOT GROUPING(service) THEN sum(amount) END AS local_gmv,
          CASE WHEN GROUPING(service) THEN count(DISTINCT town) END AS core_cities,
          CASE WHEN GROUPING(service) THEN sum(redeemed)::DOUBLE / sum(vouchers) END AS redemption
        FROM {files} GROUP BY GROUPING SETS ((1, service), (1))""",
    "merchants": """
        SELECT strftime(day, '%Y-%m'), city, count(DISTINCT merchant) AS local_merchants
        FROM {files} GROUP BY GROUPING SETS ((1, city), (1))""",
    "ads": """
        SELECT strftime(day, '%Y-%m'), ad_type,
          CASE WHEN NOT GROUPING(ad_type) THEN sum(revenue) END AS ad_revenue,
          CASE WHEN GROUPING(ad_type) THEN sum(sales)::DOUBLE / sum(revenue) END AS ad_roi
        FROM {files} GROUP BY GROUPING SETS ((1, ad_type), (1))""",
    "brands": """
        SELECT strftime(day, '%Y-%m'), origin, count(brand) AS new_brands FROM {files} GROUP BY ALL""",
    "contracts": """
        SELECT strftime(day, '%Y-%m'), NULL, sum(renewed)::DOUBLE / sum(due) AS brand_renewal FROM {files} GROUP BY 1""",
}
"""What an analyst would write: each table read once, for all that is counted in it."""


def files(folder: Path, table: str) -> list[Path]:
    """The Parquet files of a table."""
    return sorted((folder / table).glob("*.parquet"))


def plan_of(folder: Path) -> Any:
    """The example's plan, with units for the size of the facts that are there."""
    from goaltree_xiaohongshu import load
    from goaltree_xiaohongshu.facts import SIZES
    from goaltree_xiaohongshu.year import sized

    return sized(load(accepted=True), SIZES[(folder / "size").read_text(encoding="utf-8")])


# The subjects: each answers with what is to be timed, which gives values by metric, member and month.


def reading(folder: Path) -> Callable[[], dict[Key, float]]:
    """Merely read the columns that the questions name, a row group at a time."""
    import pyarrow.parquet as pq

    def read() -> dict[Key, float]:
        for table, sql in QUESTIONS.items():
            for path in files(folder, table):
                file = pq.ParquetFile(path)
                columns = [name for name in file.schema_arrow.names if name in sql]
                for group in range(file.num_row_groups):
                    file.read_row_group(group, columns=columns)
        return {}

    return read


def by_hand(folder: Path) -> Callable[[], dict[Key, float]]:
    """The questions as they are written above."""
    import duckdb

    from goaltree_xiaohongshu.year import renamed

    plan = plan_of(folder)
    scales: dict[tuple[str, str], float] = {}
    for source in plan.sources.values():
        for name, table in source.tables.items():
            unit = table.unit or plan.metrics[table.metric].unit
            is_share = table.ratio is not None and unit.kind == "percent"
            scales[renamed(name), table.metric] = 1.0 if is_share else float(unit.factor)

    def ask() -> dict[Key, float]:
        found: dict[Key, float] = {}
        for table, sql in QUESTIONS.items():
            asked = duckdb.connect().execute(sql.format(files=f"read_parquet('{folder}/{table}/*.parquet')"))
            metrics = [column[0] for column in asked.description[2:]]
            for month, member, *values in asked.fetchall():
                for metric, value in zip(metrics, values, strict=True):
                    if value is not None:
                        found[metric, member or "", month] = float(value) * scales[table, metric]
        return found

    return ask


def by_goaltree(connectors: Callable[[Any, Path], Mapping[str, Any]]) -> Subject:
    """What `observe` makes of the plan, where some connectors count."""

    def subject(folder: Path) -> Callable[[], dict[Key, float]]:
        import goaltree

        plan = plan_of(folder)
        made = connectors(plan, folder)

        def observe() -> dict[Key, float]:
            actuals = goaltree.observe(plan, connectors=made, as_of=AS_OF)
            wrong = actuals.findings.errors
            if wrong:
                raise SystemExit(wrong[0].message())
            return {
                (one.metric, one.segment[0][1] if one.segment else "", one.period.label): float(one.value)
                for one in actuals.observations
            }

        return observe

    return subject


def through_duckdb(plan: Any, folder: Path) -> Mapping[str, Any]:
    """The DuckDB plugin."""
    from goaltree.composition import connected
    from goaltree_xiaohongshu.year import addresses

    return connected(plan, addresses(plan, folder))


def through_polars(plan: Any, folder: Path) -> Mapping[str, Any]:
    """Lazy frames of polars, by narwhals."""
    import polars as pl

    from goaltree import Facts
    from goaltree_xiaohongshu.year import renamed

    return {
        key: Facts({name: pl.scan_parquet(files(folder, renamed(name))) for name in source.tables})
        for key, source in plan.sources.items()
        if source.tables
    }


Subject = Callable[[Path], Callable[[], dict[Key, float]]]
SUBJECTS: Final[Mapping[str, Subject]] = {
    "reading the columns": reading,
    "SQL by hand": by_hand,
    "goaltree through DuckDB": by_goaltree(through_duckdb),
    "goaltree through polars": by_goaltree(through_polars),
}


# Measuring.


def child(name: str, folder: Path) -> None:
    """One subject once, in this process: seconds, peak memory in MB and what it counted, as JSON."""
    ask = SUBJECTS[name](folder)
    started = time.perf_counter()
    found = ask()
    seconds = time.perf_counter() - started
    status = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
    print(
        json.dumps(
            {"seconds": seconds, "peak": peak, "found": [[*key, value] for key, value in found.items()]}
        )
    )


def measured(name: str, folder: Path) -> tuple[float, float, dict[Key, float]]:
    """One subject once, in a process of its own."""
    command = [sys.executable, __file__, "--child", name, str(folder)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise SystemExit(f"{name}: {done.stderr}")
    told = json.loads(done.stdout.splitlines()[-1])
    return told["seconds"], told["peak"], {(a, b, c): value for a, b, c, value in told["found"]}


def unlike(found: Mapping[Key, float], wanted: Mapping[Key, float]) -> Iterable[str]:
    """Where two subjects count differently."""
    for key in sorted(found.keys() | wanted.keys()):
        one, other = found.get(key), wanted.get(key)
        if one is None or other is None or not isclose(one, other, rel_tol=CLOSE):
            yield f"{key}: {one} / {other}"


def main(folder: Path) -> int:
    """Measure the subjects in turn; 0 where they agree and the goals are met."""
    found: dict[str, list[tuple[float, float, dict[Key, float]]]] = {name: [] for name in SUBJECTS}
    for turn in range(ROUNDS):
        names = list(SUBJECTS)
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            found[name].append(measured(name, folder))
    seconds = {name: statistics.median(one[0] for one in runs) for name, runs in found.items()}
    peaks = {name: max(one[1] for one in runs) for name, runs in found.items()}
    wanted = found["SQL by hand"][0][2]
    met = True
    print(f"\nAll fact metrics of the example by month: {len(wanted)} values (medians of {ROUNDS} processes)")
    for name in SUBJECTS:
        goals = [seconds[name] / seconds[other] for other in ("SQL by hand", "reading the columns")]
        print(
            f"  {name:<26} {goals[0]:6.2f}x of the SQL, {goals[1]:6.2f}x of reading"
            f"  ({seconds[name] * 1000:8.1f} ms, peak {peaks[name]:6.0f} MB)"
        )
        differences = list(unlike(found[name][0][2], wanted)) if "goaltree" in name else []
        for text in differences[:5]:
            print(f"    differs: {text}")
        met = met and not differences
        if name == "goaltree through DuckDB":
            limits = (
                ("SQL", goals[0], GOAL_OF_SQL),
                ("reading", goals[1], GOAL_OF_READING),
                ("MB", peaks[name], GOAL_OF_MEMORY),
            )
            for what, is_, goal in limits:
                print(f"    goal <= {goal:g} ({what}): {'met' if is_ <= goal else 'MISSED'}")
                met = met and is_ <= goal
    return 0 if met else 1


def deliver(folder: Path, size: str) -> None:
    """Make the facts of the year, where they are not there yet."""
    from goaltree_xiaohongshu.facts import SIZES
    from goaltree_xiaohongshu.facts import deliver as made

    mark = folder / "size"
    if mark.exists() and mark.read_text(encoding="utf-8") == size:
        return
    print(f"making the facts of the year, size {size} ...", flush=True)
    for month in range(1, 13):
        made(folder, month, SIZES[size])
    mark.write_text(size, encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], Path(sys.argv[3]))
        sys.exit()
    asked = [*sys.argv[1:], "benchmark"][0]
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(sys.argv[2] if len(sys.argv) > 2 else temporary)
        deliver(place, asked)
        sys.exit(main(place))
