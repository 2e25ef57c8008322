"""Reading a plan: a file, a folder, text, or plain values."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Literal

from ..errors import UsageError
from ..model.plan import Plan
from .bind import bind
from .dict_reader import read_dict
from .include import read_nodes, read_text
from .pause import collector_paused


def read(source: str | os.PathLike[str], *, encoding: str | None = None) -> Plan:
    """Read a plan file (YAML or JSON), or a folder through its `plan.yaml`, with all that it includes.

    A bad plan never raises: what could not be read or resolved is in `plan.findings`.

    Args:
        source: The file or folder.
        encoding: The encoding of the files, where it is not UTF-8.

    Raises:
        UsageError: The encoding does not exist, or the source is no path.
    """
    with collector_paused():
        return bind(read_nodes(source, encoding=encoding))


def loads(source: str | bytes | Mapping[str, object], *, format: Literal["yaml", "json"] = "yaml") -> Plan:
    """Read a plan from text or from plain values such as `Plan.to_dict` gives.

    Args:
        source: The text, or a mapping of plain values.
        format: How the text is written.

    Raises:
        UsageError: The source is neither text nor a mapping of plain values.
    """
    if isinstance(source, Mapping):
        with collector_paused():
            return bind(read_dict(source))
    if not isinstance(source, (str, bytes)):
        raise UsageError(f"a plan is read from text or a mapping, not from {type(source).__name__}")
    with collector_paused():
        return bind(read_text(source, format=format))
