"""Keys that are there twice: compared by their NFKC form, told with both places."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from ..finding import Finding
from . import faults
from .node import Map, Scalar
from .secret import shown


def fold(key: str) -> str:
    """A key as it is compared: its NFKC form."""
    return key if key.isascii() else unicodedata.normalize("NFKC", key)


def duplicates(node: Map) -> Iterator[Finding]:
    """A finding for each key that an earlier one of the same map equals."""
    first: dict[str, Scalar] = {}
    for key, _ in node.pairs:
        earlier = first.setdefault(fold(key.text), key)
        if earlier is not key:
            yield duplicate(key, earlier)


def duplicates_between(mine: Map, other: Map) -> Iterator[Finding]:
    """A finding for each key of the other map that this one has too."""
    first = {fold(key.text): key for key, _ in reversed(mine.pairs)}
    for key, _ in other.pairs:
        earlier = first.get(fold(key.text))
        if earlier is not None:
            yield duplicate(key, earlier)


def duplicate(key: Scalar, earlier: Scalar) -> Finding:
    """The finding for a key that is defined again."""
    return Finding(
        rule=faults.DUPLICATE_KEY,
        params={"key": shown(key.text), "first": str(earlier.span)},
        span=key.span,
        excerpt=shown(key.text),
        others=(earlier.span,),
    )
