"""The Xiaohongshu 2025 plan: a whole published document as a goaltree plan, line by line.

The document is an illustration by an outsider who never worked at Xiaohongshu and used public
information only. Its values stand as written; nothing is corrected or filled in.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from goaltree import Plan

__all__ = ["load", "plan_path"]


def plan_path() -> Path:
    """The folder of the plan's files."""
    return Path(__file__).with_name("plan")


def load() -> Plan:
    """The plan, read from its files; what could not be read is in its `findings`."""
    import goaltree

    return goaltree.read(plan_path())
