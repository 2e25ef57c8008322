"""Several Parquet files as one table, where they have the same columns."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from .session import Session

_NAMES: Final = "SELECT file_name, list(name ORDER BY name) FROM parquet_schema($files) WHERE type IS NOT NULL GROUP BY ALL"


def parquet_of(session: Session, files: list[str]) -> tuple[str, dict[str, Any]]:
    """What stands behind FROM, and the values that it binds; types are widened to what all files hold.

    Raises:
        Unanswered: A file lacks a column that another one has.
    """
    values = {"files": files}
    if len(files) > 1:
        found = {str(file): set(names) for file, names in session.rows(_NAMES, values)}
        every = set().union(*found.values())
        for file in sorted(found):
            lacking = tuple(sorted(every - found[file]))
            if lacking:
                raise session.source.at(Path(file).name).lacks(lacking, sorted(found[file]))
    return "read_parquet($files, union_by_name = true)", values
