"""Actuals from CSV, JSON and Parquet files and from DuckDB databases: what the plugin registers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from goaltree import hookimpl

goaltree_api: Final = 1


@hookimpl
def goaltree_register_connectors() -> Iterable[type[Any]]:
    """`duckdb://`."""
    from .connector import DuckDBConnector

    return (DuckDBConnector,)
