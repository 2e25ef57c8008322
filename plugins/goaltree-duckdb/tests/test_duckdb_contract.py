"""The contracts of connectors, kept by every kind of source."""

from __future__ import annotations

from duckdb_source import written

from goaltree.testing import ConnectorContract, FactContract, MeasureContract
from goaltree_duckdb.connector import DuckDBConnector

ROWS = ("metric", "period", "value", "region", "count")


class FileContract(ConnectorContract):
    """Actuals in a file or a database of one kind."""

    ending = ""

    def connector(self, rows, folder):
        """Rows in a source of the kind."""
        path = written({"actuals": list(rows)}, folder, self.ending, headings=ROWS)
        return DuckDBConnector(path=path, table="actuals")


class TestActualsInCsv(FileContract):
    """Actuals in CSV."""

    ending = ".csv"


class TestActualsInTabs(FileContract):
    """Actuals in text separated by tabs."""

    ending = ".tsv"


class TestActualsInJson(FileContract):
    """Actuals in one JSON array."""

    ending = ".json"


class TestActualsInLines(FileContract):
    """Actuals in JSON lines."""

    ending = ".jsonl"


class TestActualsInParquet(FileContract):
    """Actuals in Parquet."""

    ending = ".parquet"


class TestActualsInDatabase(FileContract):
    """Actuals in a database."""

    ending = ".duckdb"


class FactsContract(MeasureContract):
    """Facts in files or a database of one kind."""

    ending = ""

    def connector(self, tables, folder):
        """Tables in a source of the kind."""
        return DuckDBConnector(path=written(tables, folder, self.ending))


class TestFactsInCsv(FactsContract):
    """Facts in CSV."""

    ending = ".csv"


class TestFactsInJson(FactsContract):
    """Facts in JSON."""

    ending = ".json"


class TestFactsInParquet(FactsContract):
    """Facts in Parquet."""

    ending = ".parquet"


class TestFactsInDatabase(FactsContract):
    """Facts in a database."""

    ending = ".duckdb"


class CaseContract(FactContract):
    """The facts case in files or a database of one kind."""

    ending = ""

    def connector(self, tables, folder):
        """Tables in a source of the kind."""
        return DuckDBConnector(path=written(tables, folder, self.ending))


class TestCaseInCsv(CaseContract):
    """The facts case in CSV, which has no NaN and no types."""

    ending = ".csv"
    lacks = frozenset({"views"})


class TestCaseInParquet(CaseContract):
    """The facts case in Parquet."""

    ending = ".parquet"


class TestCaseInDatabase(CaseContract):
    """The facts case in a database."""

    ending = ".duckdb"
