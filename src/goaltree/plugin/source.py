"""What a source means: a file that is read here, or what a connector answers for."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from ..actuals.file import SUFFIXES
from ..ledger.observe import opened
from .address import is_address

if TYPE_CHECKING:
    from .host import Host


def sourced(source: object, host: Callable[[], Host], known_at: datetime | str | None = None) -> object:
    """A source as `observe` takes it: a ledger as its actuals; an address, or a file that a plugin reads, as a connector.

    A file of another ending than the built-in ones belongs to the connector of that name: `a.xlsx` to `xlsx`.

    Args:
        source: The source.
        host: The plugins; asked for only where they are needed.
        known_at: Only what a ledger knew at that instant. With a zone.

    Raises:
        LedgerError: A ledger that is not there, or damaged.
        UsageError: An address that no connector takes.
    """
    source = opened(source, known_at)
    if not isinstance(source, (str, os.PathLike)):
        return source
    text = os.fspath(source)
    if is_address(text):
        return host().connect(text)
    ending = Path(text).suffix.lower()
    if not ending or ending in SUFFIXES or ending[1:] not in host().connectors:
        return source
    return host().connect(f"{ending[1:]}://{quote(text)}", name=text)
