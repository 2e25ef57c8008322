"""A table as it is: found by its name, with its headings mapped and its values kept."""

from __future__ import annotations

import decimal
from datetime import UTC, date, datetime

from attrs import evolve
from sql_finding import ROW, said

from goaltree import Request
from goaltree.testing.fact_question import asked, plan_of
from goaltree_sql.connector import SqlConnector


def test_several_tables_need_the_name_of_one(source):
    """Which table is meant is said, not guessed; the names that exist are told."""
    connector = source.connector({"one": [ROW], "two": [ROW]})
    assert "`one`, `two`" in said(connector.frame(Request()))
    assert evolve(connector, table="two").frame(Request())["value"] == [1]


def test_a_table_of_a_schema_is_named_with_it(server):
    """A schema that is not searched is written before the name; the same name in two schemas is two tables."""
    database = server.database()
    server.run(
        database,
        "CREATE SCHEMA sales; CREATE TABLE sales.t (metric text, value int); INSERT INTO sales.t VALUES ('a', 1);"
        "CREATE TABLE t (metric text, value int); INSERT INTO t VALUES ('b', 2);"
        "CREATE MATERIALIZED VIEW m AS SELECT * FROM t",
    )
    connector = SqlConnector(url=server.url(database))
    found = {
        name: evolve(connector, table=name).frame(Request()) for name in ("t", "sales.t", "public.t", "m")
    }
    assert {name: table["value"] for name, table in found.items()} == {
        "t": [2], "sales.t": [1], "public.t": [2], "m": [2],
    }  # fmt: skip
    assert "`m`, `sales.t`, `t`" in said(connector.frame(Request()))


def test_columns_are_mapped_and_others_left_out(source):
    """A table with other headings is read by a mapping; what it does not name is not copied."""
    connector = source.connector({"t": [{"kpi": "sales", "month": "2025-01", "amount": "5", "x": 1}]})
    mapped = evolve(connector, columns="metric:kpi,period:month,value:amount").frame(Request())
    assert mapped == {"metric": ["sales"], "period": ["2025-01"], "value": ["5"]}
    assert "column-missing" in said(evolve(connector, columns="metric:nothing").frame(Request()))


def test_values_of_every_type_come_as_they_are(server):
    """Numbers keep their digits, instants their zone; what only this database knows comes as a text."""
    database = server.database()
    server.run(
        database,
        "CREATE DOMAIN money2 AS numeric(12, 2); CREATE TYPE mood AS ENUM ('sad', 'ok');"
        "CREATE TABLE t AS SELECT 123456789012345678901234567890.12::numeric AS n, 9223372036854775807::int8 AS i,"
        "timestamptz '2025-01-31 22:00:00Z' AS t, date '2025-01-31' AS d, 0.1::float8 AS f, '{1,2}'::int[] AS a,"
        "'{\"x\": 1}'::jsonb AS j, 'ok'::mood AS e, 1.50::money2 AS m, gen_random_uuid() IS NOT NULL AS b",
    )
    found = SqlConnector(url=server.url(database)).frame(Request())
    assert {name: cells[0] for name, cells in found.items()} == {
        "n": decimal.Decimal("123456789012345678901234567890.12"),
        "i": 2**63 - 1,
        "t": datetime(2025, 1, 31, 22, tzinfo=UTC),
        "d": date(2025, 1, 31),
        "f": 0.1,
        "a": "{1,2}",
        "j": '{"x": 1}',
        "e": "ok",
        "m": decimal.Decimal("1.50"),
        "b": "true",
    }
    server.run(database, "CREATE TABLE f AS SELECT d AS day, m AS v, e, f FROM t")
    told = {"f": {"sum": "v", "time": "day", "where": {"e": ["ok"], "f": ["0.1"]}}}
    connector = SqlConnector(url=server.url(database))
    assert asked(plan_of(told, dimension=False), connector).columns["value"] == [decimal.Decimal("1.50")]
