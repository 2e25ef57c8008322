"""The command line: `goaltree` and `python -m goaltree`."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main(args: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code.

    0 is fine, 1 means findings at error level, 2 a wrong call, 3 a source or plugin that is
    unavailable.

    Args:
        args: The arguments; those of the process where none are given.
    """
    from .group import goaltree

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    goaltree.main(args=args, prog_name="goaltree")
