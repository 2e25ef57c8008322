"""The facts case on Spark; `nox -s spark` runs it, as it needs Java.

SPARK_MASTER names a cluster; two threads of this machine by default.
"""

from __future__ import annotations

import os

import pytest

from actuals.fact_engines import arrow
from goaltree.actuals.facts import Facts
from goaltree.testing import FactContract, MeasureContract

PARTITIONS = 3


@pytest.fixture(scope="module")
def spark():
    """A session in UTC whose tables have several partitions."""
    from pyspark.sql import SparkSession

    master = os.environ.get("SPARK_MASTER", "local[2]")
    builder = SparkSession.builder.appName("goaltree").master(master).config("spark.ui.enabled", "false")
    if master.startswith("local"):
        builder = builder.config("spark.driver.bindAddress", "127.0.0.1")
        builder = builder.config("spark.driver.host", "127.0.0.1")
    session = builder.config("spark.sql.session.timeZone", "UTC").getOrCreate()
    session.conf.set("spark.sql.shuffle.partitions", str(PARTITIONS))
    yield session
    session.stop()


class _OnSpark:
    seconds = 600.0

    @pytest.fixture(autouse=True)
    def _session(self, spark):
        self.spark = spark

    def connector(self, tables, folder):
        """Tables as Spark's frames, each row of a table in one of several partitions."""
        frames = {name: self.spark.createDataFrame(arrow(rows)) for name, rows in tables.items()}
        return Facts({name: frame.repartition(PARTITIONS) for name, frame in frames.items()})


class TestFactsOnSpark(_OnSpark, FactContract):
    """Facts of every kind, counted on Spark."""


class TestMeasuredOnSpark(_OnSpark, MeasureContract):
    """The contract of connectors that add up, kept by Spark."""


def test_a_session_of_another_zone_is_refused(spark):
    """Of a session whose clock is neither UTC nor the plan's, instants would be days of that clock."""
    from goaltree import Finding, Request
    from goaltree.testing import fact_plan, fact_tables

    tables = fact_tables(("calls",))
    frame = spark.createDataFrame(arrow(tables["calls"]))
    request = Request.of(fact_plan(("calls",)), source="warehouse")
    spark.conf.set("spark.sql.session.timeZone", "Asia/Tokyo")
    try:
        found = Facts({"calls": frame}).measure(request)
    finally:
        spark.conf.set("spark.sql.session.timeZone", "UTC")
    assert isinstance(found, Finding)
    assert "Asia/Tokyo" in found.message()
