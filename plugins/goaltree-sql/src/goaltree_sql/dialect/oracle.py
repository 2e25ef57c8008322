"""The words of Oracle, whose dates have a time of day."""

from __future__ import annotations

from typing import ClassVar

from attrs import evolve
from sqlalchemy import func

from ..column import Column
from .ansi import Ansi, When


class OracleDialect(Ansi):
    """Oracle."""

    name: ClassVar[str] = "oracle"

    def when(self, column: Column, zone: str) -> When:
        """`TRUNC`: a cast to a date would keep the time, and lose the last day of each period."""
        when = super().when(column, zone)
        return evolve(when, day=func.trunc(column.sql)) if column.kind == "local" else when
