"""How much is read of one source before it is refused."""

from __future__ import annotations

from typing import Final

from attrs import frozen


@frozen(kw_only=True)
class Limits:
    """Upper bounds of one source.

    Attributes:
        file_bytes: Bytes of one file, counted before it is parsed.
        rows: Rows of one table.
    """

    file_bytes: int = 256 * 2**20
    rows: int = 5_000_000


DEFAULT: Final = Limits()
