"""Observing, where a source may be a ledger: its object, or the path of its file."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import PurePath
from typing import Any, Final, ParamSpec

from ..actuals import observe as tables
from ..actuals.table import Actuals
from .ledger import Ledger

SUFFIX: Final = ".ledger"
"""The ending by which a path is taken for a ledger."""
P = ParamSpec("P")


def opened(source: object, known_at: datetime | str | None = None) -> object:
    """What a ledger knows, where a source is one; else the source itself.

    Args:
        source: The source.
        known_at: Only what counts as known at that instant. With a zone.

    Raises:
        LedgerError: The ledger is not there, damaged, or none.
    """
    if isinstance(source, (str, os.PathLike)) and _is_ledger(os.fspath(source)):
        source = Ledger(source, create=False)
    return source.actuals(known_at) if isinstance(source, Ledger) else source


def _is_ledger(path: str | bytes) -> bool:
    return isinstance(path, str) and "://" not in path and PurePath(path).suffix.lower() == SUFFIX


def _with_ledgers(observe: Callable[P, Actuals]) -> Callable[P, Actuals]:
    @wraps(observe)
    def observe_all(*args: P.args, **options: P.kwargs) -> Actuals:
        plan, sources = args[:1], args[1:]
        given: Any = (*plan, *map(opened, sources))
        return observe(*given, **options)

    return observe_all


observe = _with_ledgers(tables.observe)
