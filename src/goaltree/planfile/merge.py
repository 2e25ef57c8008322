"""The sections of several files as one root: maps and lists are joined, equal texts are one."""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Finding
from .duplicate import duplicate, duplicates_between, fold
from .node import Map, Node, Scalar, Seq


def merge(root: Map, other: Map) -> Iterator[Finding]:
    """Puts a file's sections into the root; a key that both define differently is a finding.

    A key that one file doubles by itself is its reader's to tell: here only the files are compared.
    """
    places = {fold(key.text): at for at, (key, _) in reversed(list(enumerate(root.pairs)))}
    for key, value in other.pairs:
        at = places.get(fold(key.text))
        if at is None:
            root.pairs.append((key, value))
            continue
        earlier, mine = root.pairs[at]
        joined = _joined(mine, value)
        if joined is None:
            yield duplicate(key, earlier)
            continue
        if isinstance(mine, Map) and isinstance(value, Map):
            yield from duplicates_between(mine, value)
        root.pairs[at] = (earlier, joined)


def _joined(mine: Node, other: Node) -> Node | None:
    """Two values of one section as one; `None` where they differ."""
    if _is_empty(other):
        return mine
    if _is_empty(mine):
        return other
    if isinstance(mine, Map) and isinstance(other, Map):
        return Map(mine.pairs + other.pairs, mine.start, mine.end, mine.document, mine.is_flow)
    if isinstance(mine, Seq) and isinstance(other, Seq):
        return Seq(mine.items + other.items, mine.start, mine.end, mine.document, mine.is_flow)
    if isinstance(mine, Scalar) and isinstance(other, Scalar) and mine.text == other.text:
        return mine
    return None


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and node.is_null
