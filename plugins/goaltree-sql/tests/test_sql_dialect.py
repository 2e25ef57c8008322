"""The statements in the words of each database: what changes in them is seen and read before it is sent.

PostgreSQL's and SQLite's run in the other tests. No server of the others is asked here: their statements are
what SQLAlchemy's dialects write, MySQL's and ClickHouse's by dialects of their own. BigQuery's dialect brings two
dozen packages and is not installed; its words stand in standard SQL.

`GOALTREE_WRITE_GOLDEN=1` writes the files anew.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from textwrap import fill

import pytest
from sqlalchemy import types
from sqlalchemy.dialects import mssql, mysql, oracle
from sqlalchemy.engine.default import DefaultDialect

from goaltree import Request
from goaltree.actuals.measure import measures
from goaltree.actuals.unanswered import Source
from goaltree.testing import PlanBuilder
from goaltree_sql.column import table_of
from goaltree_sql.dialect.ansi import Ansi, Unfit
from goaltree_sql.dialect.known import dialect_of
from goaltree_sql.server.other import Other
from goaltree_sql.statement import Statement

GOLDEN = Path(__file__).parent / "golden"
KINDS = {
    "paid_at": ("instant", "TIMESTAMP"),
    "day": ("date", "DATE"),
    "known": ("date", "DATE"),
    "qty": ("whole", "BIGINT"),
    "price": ("decimal", "DECIMAL(12, 2)"),
    "rate": ("float", "DOUBLE"),
    "area": ("text", "TEXT"),
    "buyer": ("text", "TEXT"),
    "state": ("text", "TEXT"),
    "select": ("whole", "BIGINT"),
}
TABLES = {
    "sum by region": {
        "sum": "price",
        "time": "paid_at",
        "segments": {"region": "area"},
        "where": {"state": ["paid"]},
    },
    "weighted mean": {"mean": "rate", "weight": "qty", "time": "day"},
    "distinct, as it became known": {"distinct": "buyer", "time": "day", "known_at": "known"},
    "last": {"last": "select", "time": "paid_at"},
}


def clickhouse():
    """ClickHouse's dialect of SQLAlchemy."""
    module = pytest.importorskip(
        "clickhouse_connect.cc_sqlalchemy.dialect", reason="clickhouse-connect is missing"
    )
    return module.ClickHouseDialect()


DIALECTS = {
    "mysql": mysql.dialect,
    "clickhouse": clickhouse,
    "bigquery": lambda: DefaultDialect(paramstyle="named"),
}


def statement_of(told, words):
    """The statement of a table of the plan, of January and February."""
    plan = (
        PlanBuilder()
        .segment("region", "north", "south")
        .having(zone="Asia/Shanghai")
        .source("till", tables={"orders": {"metric": "m", **told}})
        .metric("m", source="till", by=["region"])
        .goal(
            "m",
            target="12亿",
            cuts={"region": {"north": "8亿", "south": "4亿"}} if "segments" in told else {},
        )
        .plan()
    )
    table = table_of("orders", "shop", KINDS)
    (measure,) = measures(Request.of(plan, source="till", as_of="2025-02-28"))
    return Statement(measure=measure, table=table, dialect=words, source=Source("till")).sql


def lines_of(sql):
    """A statement in lines that can be read."""
    return "\n".join(
        fill(line, 108, break_long_words=False, break_on_hyphens=False) for line in sql.splitlines()
    )


@pytest.mark.parametrize("name", DIALECTS)
def test_statements_are_those_that_were_read(name):
    """The text of each statement is the one in the golden file, and no value of the plan stands in it."""
    words, parts = dialect_of(name), []
    how = {"dialect": DIALECTS[name](), "compile_kwargs": {"render_postcompile": True}}
    for title, told in TABLES.items():
        try:
            compiled = str(statement_of(told, words).compile(**how))
        except Unfit as unfit:
            compiled = f"-- refused: {unfit.reason.en}"
        for value in ("paid'", "'paid", "2025-01", "Shanghai"):
            assert value not in compiled
        parts.append(f"-- {title}\n{lines_of(compiled)}\n")
    text = "\n".join(parts)
    path = GOLDEN / f"{name}.sql"
    if os.environ.get("GOALTREE_WRITE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


KINDS_OF = {
    ("mssql", mssql.DATETIMEOFFSET): "instant",
    ("mssql", mssql.DATETIME2): "local",
    ("oracle", lambda: oracle.TIMESTAMP(local_timezone=True)): "instant",
    ("oracle", lambda: oracle.TIMESTAMP(timezone=True)): "instant",
    ("oracle", oracle.DATE): "local",
    ("bigquery", types.TIMESTAMP): "instant",
    ("bigquery", types.DATETIME): "local",
    ("mysql", mysql.TIMESTAMP): "instant",
    ("mysql", mysql.DATETIME): "local",
    ("default", types.TIMESTAMP): "local",
}


@pytest.mark.parametrize(("server", "type_"), KINDS_OF)
def test_instants_are_known_whatever_a_dialect_calls_them(server, type_):
    """An instant that is taken for a time without zone would be counted on another day."""
    assert Other(name=server).kind(type_()) == KINDS_OF[server, type_]


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("DateTime", "instant"),
        ("Nullable(DateTime64(3, 'UTC'))", "instant"),
        ("LowCardinality(String)", "text"),
        ("Enum8('a' = 1)", "text"),
        ("Date32", "date"),
        ("UUID", "other"),
    ],
)
def test_clickhouses_types_are_known(written, kind):
    """Its times are instants, and its texts, which are blank where others are null, are texts."""
    clickhouse()
    from clickhouse_connect.cc_sqlalchemy.datatypes.base import sqla_type_from_name

    assert Other(name="clickhousedb").kind(sqla_type_from_name(written)) == kind


def test_oracles_dates_lose_their_time():
    """A date there has a time of day: without it the last day of a period would end at its first second."""
    table = table_of("t", None, {"c": ("local", "DATE"), "d": ("instant", "TIMESTAMP")})
    words = dialect_of("oracle")
    assert (
        str(words.when(table.columns["c"], "UTC").day.compile(dialect=oracle.dialect())) == 'trunc("t"."c")'
    )
    with pytest.raises(Unfit):
        words.when(table.columns["d"], "UTC")


def test_a_blank_is_nothing_whatever_its_type_is_called():
    """A type that is not known may hold texts, and a blank one is not counted."""
    table = table_of("t", None, {"c": ("other", "STRING")})
    assert str(Ansi().thing(table.columns["c"])).lower().startswith("nullif(trim(cast(")


@pytest.mark.parametrize("name", ["clickhouse", "bigquery"])
@pytest.mark.parametrize("use", ["number", "thing"])
def test_what_is_not_a_number_is_nothing(name, use):
    """NaN is taken out before it is added or counted, wherever it is known how a database says it."""
    words, column = dialect_of(name), table_of("t", None, {"c": ("float", "FLOAT")}).columns["c"]
    found = words.number(column).sql if use == "number" else words.thing(column)
    assert re.search(r"CASE WHEN is_?nan\(.*\) THEN NULL ELSE", str(found), re.IGNORECASE)


@pytest.mark.parametrize("kind", ["text", "whole", "any", "other", "instant"])
def test_standard_words_refuse_what_they_cannot_say(kind):
    """Where it is not known how a database reads texts as days, or moves instants, it is not guessed."""
    table = table_of("t", None, {"c": (kind, kind.upper())})
    with pytest.raises(Unfit):
        Ansi().when(table.columns["c"], "UTC")


@pytest.mark.parametrize("kind", ["text", "date", "other", "any"])
def test_standard_words_add_up_numbers_only(kind):
    """A column of anything else has no sum."""
    table = table_of("t", None, {"c": (kind, kind.upper())})
    with pytest.raises(Unfit):
        Ansi().number(table.columns["c"])
