"""The Xiaohongshu 2025 plan: a whole published document as a goaltree plan, line by line.

The document is an illustration by an outsider who never worked at Xiaohongshu and used public
information only. Its values stand as written; nothing is corrected or filled in.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from goaltree import Plan

__all__ = ["accepted_path", "load", "plan_path"]


def plan_path() -> Path:
    """The folder of the plan's files."""
    return Path(__file__).with_name("plan")


def accepted_path() -> Path:
    """The file that includes the plan and accepts what the check is known to find in it."""
    return Path(__file__).with_name("accepted.yaml")


def load(*, accepted: bool = False) -> Plan:
    """The plan, read from its files; what could not be read is in its `findings`.

    Args:
        accepted: Whether the findings that are known are accepted, each with its reason. The plan's
            own values are the same either way.
    """
    import goaltree

    return goaltree.read(accepted_path() if accepted else plan_path())
