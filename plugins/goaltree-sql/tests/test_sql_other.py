"""A database that the plugin knows nothing special of, played by PostgreSQL: standard SQL, and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from attrs import evolve
from sql_finding import ROW, said, within
from sql_source import PostgresSource

import goaltree as gt
from goaltree import Request
from goaltree.actuals.limit import Limits
from goaltree.testing.fact_question import asked, plan_of, values
from goaltree_sql.server.other import Other

FACTS = [
    {
        "day": date(2025, 1, 3),
        "v": 2**62,
        "price": Decimal("0.10"),
        "x": 0.5,
        "area": "north",
        "state": "paid",
    },
    {
        "day": date(2025, 1, 31),
        "v": 2**62,
        "price": Decimal("0.20"),
        "x": 0.25,
        "area": " north",
        "state": "paid",
    },
    {"day": date(2025, 2, 1), "v": -7, "price": None, "x": None, "area": "south", "state": "paid"},
    {"day": date(2025, 2, 1), "v": 99, "price": Decimal("9.99"), "x": 1.5, "area": "south", "state": "void"},
    {"day": None, "v": 5, "price": Decimal(5), "x": 1.0, "area": None, "state": "paid"},
    {"day": date(2019, 1, 1), "v": 1, "price": Decimal(1), "x": 2.0, "area": "south", "state": "paid"},
]
WAYS = [
    {"sum": "v"},
    {"sum": "price"},
    {"sum": "x"},
    {"count": "area"},
    {"distinct": "area"},
    {"mean": "price", "weight": "v"},
    {"ratio": "price", "of": "x"},
    {"min": "v"},
    {"max": "price"},
    {"last": "v"},
]


@pytest.fixture
def other(monkeypatch):
    """Every server is of a kind that is not known."""
    monkeypatch.setattr("goaltree_sql.session.server_of", lambda url: Other(name="nosuch"))


@pytest.mark.parametrize("way", WAYS, ids=lambda way: next(iter(way)))
def test_standard_words_count_as_postgresqls_own(server, way, request):
    """Each kind of measure gives the same values and the same account of rows in both ways of saying it."""
    told = {**way, "time": "day", "segments": {"region": "area"}, "where": {"state": ["paid"]}}
    kind = {"mean": "mean", "ratio": "ratio", "distinct": "distinct"}.get(next(iter(way)), "stock")
    plan = plan_of({"facts": told}, kind=kind)
    connector = PostgresSource(server).connector({"facts": FACTS})
    own = asked(plan, connector)
    request.getfixturevalue("other")
    found = asked(plan, connector)
    assert not isinstance(found, gt.Finding), found.message()
    assert values(gt.observe(plan, found)) == values(gt.observe(plan, own))
    assert [one.rows for one in (found.intake[0].given, found.intake[0].mapped, found.intake[0].ignored)] == [
        one.rows for one in (own.intake[0].given, own.intake[0].mapped, own.intake[0].ignored)
    ]


@pytest.mark.usefixtures("other")
@pytest.mark.parametrize(
    ("cell", "column"),
    [
        (datetime(2025, 1, 1, tzinfo=UTC), "day"),
        ("2025-01-01", "day"),
        (20250101, "day"),
        ("5", "v"),
        (True, "v"),
    ],
)
def test_what_standard_sql_cannot_say_is_refused(server, cell, column):
    """Instants of a zone, written days and written numbers are not guessed at."""
    row = {"day": date(2025, 1, 1), "v": 1, column: cell}
    connector = PostgresSource(server).connector({"facts": [row]})
    said(asked(plan_of({"facts": {"sum": "v", "time": "day"}}, dimension=False), connector))


@pytest.mark.usefixtures("other")
def test_tables_are_found_by_name_and_schema(server):
    """A table, a view, one of another schema; and what there is where there is none."""
    source = PostgresSource(server)
    connector = source.connector({"actuals": [ROW]})
    assert connector.frame(Request())["value"] == [1]
    source.run(
        "DROP SCHEMA IF EXISTS more CASCADE; CREATE SCHEMA more; CREATE TABLE more.t AS SELECT 2 AS value"
    )
    assert evolve(connector, table="more.t").frame(Request()) == {"value": [2]}
    assert "It has `actuals`" in said(evolve(connector, table="actual").frame(Request()))
    assert "it has no table" in said(evolve(connector, table="more.u").frame(Request()))
    source.run("CREATE VIEW second AS SELECT * FROM actuals")
    assert "`actuals`, `second`" in said(connector.frame(Request()))
    assert evolve(connector, table="second").frame(Request(limits=Limits(rows=0))).name == "source-too-large"


@pytest.mark.usefixtures("other")
def test_a_line_is_cut_when_the_time_is_over(server):
    """Without a time limit of the server's own the answer has an end too."""
    source = PostgresSource(server)
    connector = source.connector({"actuals": [ROW]}, table="slow", seconds=1)
    source.run("CREATE VIEW slow AS SELECT 1 AS value FROM pg_sleep(6)")
    with within(1):
        found = connector.frame(Request())
    assert "it does not answer within 1 seconds" in said(found)


@pytest.mark.usefixtures("other")
def test_errors_are_told_by_their_codes(server):
    """What they mean is not known; the code is there to be looked up, and no word of the server."""
    source = PostgresSource(server)
    connector = source.connector({"actuals": [ROW]}, table="v")
    source.run("CREATE VIEW v AS SELECT (metric || 'c4nary')::int AS value FROM actuals")
    found = said(connector.frame(Request()))
    assert "InvalidTextRepresentation 22P02" in found
    assert "c4nary" not in found
