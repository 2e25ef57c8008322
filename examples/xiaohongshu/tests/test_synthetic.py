"""The synthetic actuals: what the script writes, marked in every row, and all that the plan needs."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest

import goaltree
from goaltree_xiaohongshu import AS_OF, MARK, actuals_path, load
from goaltree_xiaohongshu.synthetic import COLUMNS, main, table

UNUSED = {"total_usage_time"}  # the time of use is given per user and day
SILENT = {("nps", ""), ("vertical_coverage", "")}  # the survey stops in April
LATE = {("new_brands", "origin=国际")}  # June is missing
MONTHS = [f"2025-{month:02}" for month in range(1, 7)]


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    """The rows of the file."""
    with actuals_path().open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def plan() -> goaltree.Plan:
    """The plan with what is accepted."""
    return load(accepted=True)


@pytest.fixture(scope="module")
def actuals(plan: goaltree.Plan) -> goaltree.Actuals:
    """What goaltree reads from the file."""
    return goaltree.observe(plan, actuals_path(), as_of=AS_OF)


def months(rows: list[dict[str, str]], metric: str, segment: str) -> list[str]:
    """The months of 2025 that a series has."""
    return [
        row["period"]
        for row in rows
        if (row["metric"], row["segment"]) == (metric, segment) and row["period"] >= MONTHS[0]
    ]


def test_file_is_what_the_script_writes(capsys: pytest.CaptureFixture[str]) -> None:
    """Drawing the data anew gives the committed file byte for byte, and writing it changes nothing."""
    before = actuals_path().read_bytes()
    assert table().encode() == before
    assert main() == 0
    assert actuals_path().read_bytes() == before
    assert MARK in capsys.readouterr().out


def test_every_row_is_marked(rows: list[dict[str, str]]) -> None:
    """File name and first column say of each row that it is synthetic and not the company's."""
    assert "synthetic" in actuals_path().name
    assert COLUMNS[0] == "note"
    assert {row["note"] for row in rows} == {MARK}
    assert "SYNTHETIC" in MARK
    assert "合成数据" in MARK


def test_data_is_read_without_an_error(actuals: goaltree.Actuals, rows: list[dict[str, str]]) -> None:
    """Each row becomes an observation with a value, and nothing is wrong with any of them."""
    assert len(actuals) == len(rows)
    assert [one for one in actuals.observations if isinstance(one.value, goaltree.NA)] == []
    assert [one for one in actuals.findings if one.level != "note"] == []


def needed(plan: goaltree.Plan) -> Iterator[tuple[str, str, list[str], bool]]:
    """What the plan asks for: metric, segment, months, and whether it has to be pooled."""
    for one in goaltree.requirements(plan, as_of=AS_OF):
        segment = ";".join(f"{dimension}={member}" for dimension, member in one.segment)
        yield one.metric, segment, [period.label for period in one.periods], one.needs_count


def test_all_that_the_plan_needs_is_there(plan: goaltree.Plan, rows: list[dict[str, str]]) -> None:
    """Every series that the plan requires has its six months, but for the gaps that are meant."""
    for metric, segment, wanted, _ in needed(plan):
        if metric in UNUSED:
            wanted = []
        elif (metric, segment) in SILENT:
            wanted = MONTHS[:4]
        elif (metric, segment) in LATE:
            wanted = MONTHS[:5]
        assert months(rows, metric, segment) == wanted, (metric, segment)


def test_what_is_pooled_has_a_count(plan: goaltree.Plan, actuals: goaltree.Actuals) -> None:
    """Rates, means and scores come with how many facts stand behind them."""
    pooled = {key for key in actuals.metrics if plan.metrics[key].kind in ("ratio", "mean", "score")}
    assert pooled >= {metric for metric, _, _, counted in needed(plan) if counted}
    assert {one.metric for one in actuals.observations if one.count is not None} == pooled
    assert all(one.count for one in actuals.observations if one.metric in pooled)


def year(
    actuals: goaltree.Actuals, metric: str, segment: tuple[tuple[str, str], ...], which: int
) -> Fraction:
    """What the twelve months of a year bring."""
    series: Any = actuals.series(metric, segment)
    values = [
        value
        for period, value in zip(series.periods, series.values, strict=True)
        if period.first.year == which
    ]
    assert len(values) == 12
    return sum(values, Fraction(0))


def test_the_past_fits_the_baselines(plan: goaltree.Plan, actuals: goaltree.Actuals) -> None:
    """2024 brings the GMV, the cross-border share and the live GMV that the plan starts from, exactly."""

    def base(key: str) -> Fraction:
        quantity: Any = plan.goals[key].baseline
        return Fraction(quantity.base)

    channels = {part: year(actuals, "gmv", (("channel", part),), 2024) for part in ("站内", "站外", "跨境")}
    assert sum(channels.values()) == base("gmv")
    assert channels["跨境"] / sum(channels.values()) == base("cross_border_share")
    assert year(actuals, "live_gmv", (), 2024) == base("live_gmv")
