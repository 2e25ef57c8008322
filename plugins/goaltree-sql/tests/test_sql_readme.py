"""The page of the plugin says what is so."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import attrs
import pytest
from sql_source import SqliteSource

import goaltree as gt
from goaltree import Host
from goaltree.catalogue import rules
from goaltree.testing.fact_question import asked, plan_of
from goaltree_sql.connector import SqlConnector
from goaltree_sql.server.postgresql import _LOCK_SECONDS
from goaltree_sql.server.sqlite import _BUSY_SECONDS

TEXT = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
PAGE = " ".join(TEXT.split())


def test_the_options_of_the_page_are_those_of_the_connector():
    """Each option beside the address has its row, and each row its option."""
    rows = re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE)
    assert rows == [field.name for field in attrs.fields(SqlConnector) if field.name != "url"]


def test_the_times_of_the_page_are_those_that_are_waited():
    """So many seconds are waited for an answer, and for a lock."""
    seconds = re.search(r"How long an answer may take; (\d+) by default", PAGE)[1]
    assert SqlConnector(url="sqlite:///a.db").seconds == float(seconds)
    locks = re.findall(r"is busy after (\d+) seconds", PAGE)
    assert [float(one) for one in locks] == [_LOCK_SECONDS, _BUSY_SECONDS]


@pytest.mark.parametrize(
    "url", [shlex.split(line)[4].partition("=")[2] for line in TEXT.splitlines() if "--connect" in line]
)
def test_the_addresses_of_the_page_are_taken(url):
    """Each makes a connector, with the password from the environment, whose driver is known to SQLAlchemy."""
    host = Host(load=["goaltree-sql"])
    connector = host.connect(url, environ={"SHOP_PASSWORD": "a/b"})
    assert "a%2Fb" in connector.inner.url or "sqlite" in url


def test_the_plan_of_the_page_is_one_that_is_counted():
    """Its tables are what a plan may declare."""
    block = re.search(r"```yaml\n(.*?)```", TEXT, re.DOTALL)[1]
    rest = (
        "segments: {region: [north, south]}\nmetrics:\n  sales: {kind: flow, unit: 元, direction: up}\n"
        "  buyers: {kind: distinct, unit: 人, direction: up}\n"
    )
    plan = gt.loads("goaltree: 1\nplan: shop\nperiod: 2025\ncurrency: CNY\n" + rest + block)
    assert [finding.message() for finding in plan.findings.errors] == []
    assert sorted(plan.sources["warehouse"].tables) == ["orders", "visits"]


def test_the_view_of_the_page_makes_days_of_seconds(tmp_path):
    """Seconds since 1970, of which a table says nothing, are instants by its word."""
    source = SqliteSource(tmp_path)
    connector = source.connector({"facts": [{"t": 1738360800, "v": 5}]})
    word = re.search(r"`(strftime\(.*?\))`", PAGE)[1]
    source.run(f"CREATE VIEW dated AS SELECT {word} AS t, v FROM facts")
    told = {"dated": {"sum": "v", "time": "t"}}
    found = asked(plan_of(told, dimension=False, zone="Asia/Shanghai"), connector)
    assert found.columns["period"] == ["2025-02"]


@pytest.mark.parametrize("code", sorted(set(re.findall(r"GT\d{3}", PAGE))))
def test_the_codes_of_the_page_are_rules(code):
    """A code on the page is one that goaltree knows."""
    assert code in rules()
