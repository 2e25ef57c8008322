"""Actuals from any database that SQLAlchemy reaches: what the plugin registers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from goaltree import hookimpl

goaltree_api: Final = 1


@hookimpl
def goaltree_register_connectors() -> Iterable[type[Any]]:
    """`sql://`."""
    from .connector import SqlConnector

    return (SqlConnector,)
