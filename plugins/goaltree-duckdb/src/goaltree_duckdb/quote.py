"""Names in SQL: the only text of people that gets into a statement, and only as a name that exists."""

from __future__ import annotations


def quoted(name: str) -> str:
    """A name as a quoted identifier, in which no character means anything."""
    doubled = name.replace('"', '""')
    return f'"{doubled}"'
