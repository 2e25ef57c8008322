"""The same actuals by way of DuckDB and without it: the same values, the same statuses."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import polars as pl
import pytest
from duckdb_source import ENDINGS, arrow, written

import goaltree as gt
from goaltree.testing import PlanBuilder
from goaltree_duckdb.connector import DuckDBConnector

REGIONS = ("north", "south")
ROWS = [
    {"metric": "sales", "period": f"2025-{month:02}", "region": region, "value": value}
    for region, values in zip(
        REGIONS,
        [
            [70_000_000, 65_000_000, Decimal("68123456.78"), 0, 71_000_000, 69_000_000],
            [20_000_000, None, Decimal("19999999.99"), 21_000_000, 18_000_000, 5_000_000],
        ],
        strict=True,
    )
    for month, value in enumerate(values, 1)
]


def plan():
    """A plan with a goal of two parts."""
    return (
        PlanBuilder()
        .segment("region", *REGIONS)
        .metric("sales", by=["region"])
        .goal("sales", target="12亿", cuts={"region": {"north": "8亿", "south": "4亿"}})
        .plan()
    )


def told(source):
    """Statuses and attainments of all goals at half-year."""
    card = gt.evaluate(plan(), gt.observe(plan(), source), as_of="2025-06-30")
    return {key: (card[key].status, card[key].attainment) for key in plan().goals}


@pytest.mark.parametrize("ending", [*ENDINGS, ".tsv", ".jsonl"])
def test_statuses_are_those_of_the_rows_themselves(tmp_path, ending):
    """Through each kind of source the statuses are identical, and the attainments to the last digit."""
    path = written({"actuals": ROWS}, tmp_path, ending)
    assert told(DuckDBConnector(path=path, table="actuals")) == told(ROWS)


@pytest.mark.parametrize(
    "made", [lambda: pd.DataFrame(ROWS), lambda: pl.from_arrow(arrow(ROWS)), lambda: arrow(ROWS)]
)
def test_statuses_are_those_of_frames(tmp_path, made):
    """A frame of pandas, polars or Arrow says the same as a database with the same table."""
    path = written({"actuals": ROWS}, tmp_path, ".duckdb")
    assert told(DuckDBConnector(path=path)) == told(made())
