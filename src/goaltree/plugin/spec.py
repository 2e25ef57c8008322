"""The hooks: what a plugin may register. goaltree calls each once, when a host is made.

A hook takes no argument and returns an iterable. What it returns is looked at before it is used; a hook
that fails costs what it would have registered, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

import pluggy

if TYPE_CHECKING:
    from ..actuals.connector import Connector, MeasuringConnector
    from ..checks.rulebook import Check
    from ..maths.curve import Curve
    from ..maths.forecaster import Forecaster
    from ..planfile.format import PlanFormat
    from ..report.export import Exporter

PROJECT: Final = "goaltree"
"""The name of the hooks' project, and of the group of entry points."""
OLDEST_API: Final = 1
NEWEST_API: Final = 1
"""The versions of the hooks that plugins may be written for: `goaltree_api = 1` in the plugin says so."""

hookspec: Final = pluggy.HookspecMarker(PROJECT)
hookimpl: Final = pluggy.HookimplMarker(PROJECT)
"""Marks a function of a plugin as the implementation of the hook that has its name."""


@hookspec
def goaltree_register_connectors() -> Iterable[type[Connector | MeasuringConnector]]:  # type: ignore[empty-body]
    """Classes that fetch actuals from a kind of system, such as a database."""


@hookspec
def goaltree_register_exporters() -> Iterable[Exporter]:  # type: ignore[empty-body]
    """Objects that write a scorecard as a kind of file."""


@hookspec
def goaltree_register_formats() -> Iterable[PlanFormat]:  # type: ignore[empty-body]
    """Objects that read a plan from a kind of file, and write it."""


@hookspec
def goaltree_register_checks() -> Iterable[Check]:  # type: ignore[empty-body]
    """Rules over a plan, each with the function that looks for its defect."""


@hookspec
def goaltree_register_curves() -> Iterable[Curve]:  # type: ignore[empty-body]
    """Functions that say which share of a period's way is planned to be gone by a day."""


@hookspec
def goaltree_register_forecasters() -> Iterable[Forecaster]:  # type: ignore[empty-body]
    """Objects that say how a series goes on."""


@hookspec
def goaltree_register_commands() -> Iterable[Any]:  # type: ignore[empty-body]
    """Commands of the command line, made with click."""
