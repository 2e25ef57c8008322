"""The facts case on every engine within the process: one oracle, one set of statuses."""

from __future__ import annotations

import pytest

from actuals.fact_engines import ENGINES, file
from goaltree.actuals.facts import Facts
from goaltree.testing import FactContract, MeasureContract


@pytest.fixture(params=sorted(ENGINES))
def engine(request):
    """Each engine in turn."""
    return ENGINES[request.param]


class TestFactsInFrames(FactContract):
    """Facts in frames of each library."""

    @pytest.fixture(autouse=True)
    def _frames(self, engine):
        self.engine = engine

    def connector(self, tables, folder):
        """Tables as frames."""
        return Facts({name: self.engine(rows) for name, rows in tables.items()})


class TestFactsInFiles(FactContract):
    """Facts in Parquet files."""

    def connector(self, tables, folder):
        """Tables as files."""
        return Facts({name: file(rows, folder) for name, rows in tables.items()})


class TestMeasuredFrames(MeasureContract):
    """The contract of connectors that add up, kept by frames."""

    @pytest.fixture(autouse=True)
    def _frames(self, engine):
        self.engine = engine

    def connector(self, tables, folder):
        """Tables as frames."""
        return Facts({name: self.engine(rows) for name, rows in tables.items()})
