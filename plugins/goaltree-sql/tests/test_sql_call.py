"""Connectors that cannot be made: wrong calls, told before anything is asked."""

from __future__ import annotations

import pytest
from attrs.exceptions import FrozenInstanceError

import goaltree as gt
from goaltree_sql.connector import SqlConnector


@pytest.mark.parametrize("text", ["metric", "metric:", ":a", "a:b,a:c"])
def test_a_mapping_that_is_none_is_a_wrong_call(text):
    """An option that cannot be read is refused when the connector is made."""
    for option in ("tables", "columns", "driver"):
        with pytest.raises(gt.UsageError):
            SqlConnector(url="sqlite:///x.db", **{option: text})


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("facts.db", "sql://dialect"),
        ("", "sql://dialect"),
        ("nosuchthing://h/d", "no dialect"),
        ("postgresql+asyncpg://h/d", "asyncio"),
        ("sqlite+pysqlcipher:///x.db", "sql://sqlite:///"),
        ("sqlite://host/x.db", "sql://sqlite:///"),
        ("postgresql://h:port/d", "sql://dialect"),
    ],
)
def test_an_address_that_is_none_is_a_wrong_call(url, words):
    """It is told when the connector is made, before anything is asked."""
    with pytest.raises(gt.UsageError) as caught:
        SqlConnector(url=url)
    assert words in str(caught.value)


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), 1e9])
def test_a_time_limit_of_nothing_is_a_wrong_call(seconds):
    """An answer has some seconds, and an end."""
    with pytest.raises(gt.UsageError):
        SqlConnector(url="sqlite:///x.db", seconds=seconds)


def test_the_connector_does_not_change():
    """A connector is a frozen value."""
    with pytest.raises(FrozenInstanceError):
        SqlConnector(url="sqlite:///x.db").url = "sqlite:///y.db"
