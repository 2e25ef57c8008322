"""The page of the plugin says what is so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import attrs
import pytest
from duckdb_source import written

import goaltree as gt
from goaltree.catalogue import rules
from goaltree.testing.fact_question import asked, plan_of
from goaltree_duckdb.connector import DuckDBConnector
from goaltree_duckdb.location import ENDINGS

FOLDER = Path(__file__).parents[1]
PAGE = " ".join((FOLDER / "README.md").read_text(encoding="utf-8").split())


def test_the_options_of_the_page_are_those_of_the_connector():
    """Each option has its row, and each row its option."""
    rows = re.findall(r"\| `(\w+)` \|", PAGE)
    assert rows == [field.name for field in attrs.fields(DuckDBConnector)]


def test_the_time_of_the_page_is_the_default():
    """So many seconds are waited."""
    seconds = re.search(r"How long an answer may take; (\d+) by default", PAGE)[1]
    assert DuckDBConnector(path="a.csv").seconds == float(seconds)


def test_the_endings_of_the_page_are_those_that_are_known():
    """Each ending is named once, those of one kind together."""
    told = re.search(r"Endings: (.*?`)\.( |$)", PAGE)[1]
    kinds = [[ENDINGS[ending] for ending in re.findall(r"`(\.\w+)`", group)] for group in told.split(";")]
    assert re.findall(r"`(\.\w+)`", told) == list(ENDINGS)
    assert [len(set(group)) for group in kinds] == [1] * 4


@pytest.mark.parametrize(("more", "is_exact"), [(0, True), (1, False)])
def test_numbers_are_exact_up_to_the_digits_of_the_page(tmp_path, more, is_exact):
    """A number of that many digits comes out as it went in; one digit more is refused."""
    digits = int(re.search(r"added exactly, up to (\d+) digits", PAGE)[1])
    number = int("9" * (digits + more))
    path = written({"facts": [{"day": "2025-01-01", "v": number}]}, tmp_path, ".csv")
    found = asked(
        plan_of({"facts": {"sum": "v", "time": "day"}}, dimension=False), DuckDBConnector(path=path)
    )
    assert isinstance(found, gt.Finding) is not is_exact
    if is_exact:
        assert found.columns["value"] == [number]


def test_the_oldest_engine_of_the_page_is_what_the_package_asks_for():
    """The distribution installs no older DuckDB than the page says."""
    needs = tomllib.loads((FOLDER / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    oldest = re.search(r"Needs DuckDB (\S+) or later", PAGE)[1]
    assert f"duckdb>={oldest}" in needs


@pytest.mark.parametrize("code", sorted(set(re.findall(r"GT\d{3}", PAGE))))
def test_the_codes_of_the_page_are_rules(code):
    """A code on the page is one that goaltree knows."""
    assert code in rules()
