"""How much a reader takes in before it refuses, counted before anything is built."""

from __future__ import annotations

from typing import Final

from attrs import frozen


@frozen(kw_only=True)
class Limits:
    """Upper bounds of one reading.

    Attributes:
        file_bytes: Bytes of one file.
        total_bytes: Bytes of a plan with all that it includes.
        files: Files of a plan.
        depth: Levels of nesting.
        nodes: Parser events of one file (keys, values, starts and ends of collections).
        aliased: Nodes that aliases may stand for; a file without aliases never meets it.
        scalar: Characters of one value.
        findings: Findings of one kind that are listed one by one.
    """

    file_bytes: int = 64 * 2**20
    total_bytes: int = 256 * 2**20
    files: int = 2_000
    depth: int = 256
    nodes: int = 8_000_000
    aliased: int = 100_000
    scalar: int = 65_536
    findings: int = 1_000


DEFAULT: Final = Limits()
