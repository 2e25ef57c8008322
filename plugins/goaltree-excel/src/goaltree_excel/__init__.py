"""goaltree-excel: plans, actuals, findings and scorecards as Excel workbooks.

Registers a plan format (`.xlsx`), a connector (`xlsx://actuals.xlsx`) and an exporter (`.xlsx`) with
goaltree. `actuals`, `annotated` and `template` are for programs; they load on first use.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from goaltree import hookimpl

if TYPE_CHECKING:
    from .annotation import annotated as annotated
    from .blank import template as template
    from .connector import ExcelConnector as ExcelConnector
    from .connector import actuals as actuals
    from .exporter import ExcelExporter as ExcelExporter
    from .format import ExcelFormat as ExcelFormat

_HOMES = {
    "ExcelConnector": "connector",
    "ExcelExporter": "exporter",
    "ExcelFormat": "format",
    "actuals": "connector",
    "annotated": "annotation",
    "template": "blank",
}

__all__ = sorted(_HOMES)  # noqa: PLE0605 - the table above is the one list

goaltree_api = 1


@hookimpl
def goaltree_register_connectors() -> Iterable[type[ExcelConnector]]:
    """Actuals from a sheet."""
    from .connector import ExcelConnector

    return (ExcelConnector,)


@hookimpl
def goaltree_register_exporters() -> Iterable[ExcelExporter]:
    """Scorecards."""
    from .exporter import ExcelExporter

    return (ExcelExporter(),)


@hookimpl
def goaltree_register_formats() -> Iterable[ExcelFormat]:
    """Plans."""
    from .format import ExcelFormat

    return (ExcelFormat(),)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'goaltree_excel' has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
