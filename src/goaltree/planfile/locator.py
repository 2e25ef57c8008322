"""Where the value at a key path stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from ..finding import Span
from .node import Map, Node, Scalar, Seq

_INDEX: Final = re.compile(r"\[(\d{1,9})\]")


class NodeLocator:
    """Finds values in the nodes that a plan was read from.

    A key path is keys joined by dots, with `[n]` for the n-th item of a list, counted from 0. Keys
    that hold dots themselves (references) are found as well: the longest key that fits is taken.
    """

    __slots__ = ("_files", "_root")

    def __init__(self, root: Map | None, files: Mapping[str, str]) -> None:
        self._root = root
        self._files = files

    def node(self, path: str) -> Node | None:
        """The value at a key path, or the nearest one around it."""
        found = self.find(path)
        return found[0]

    def span(self, path: str) -> Span | None:
        """Where the value at a key path stands, or the nearest one around it."""
        node, key, exact = self.find(path)
        if node is None or node.document.text is None:
            return None
        if isinstance(node, Scalar) or key is None or not exact:
            return (key or node).span if not exact else node.span
        return key.span

    def text(self, file: str) -> str | None:
        """The text of one of the files."""
        return self._files.get(file)

    def holds(self, path: str) -> bool:
        """Whether something is written at a key path, readable or not."""
        node, _, exact = self.find(path)
        return exact and node is not None

    def find(self, path: str) -> tuple[Node | None, Scalar | None, bool]:
        """The value at a key path, the key before it, and whether it is the very value."""
        node: Node | None = self._root
        key: Scalar | None = None
        parts = [part for part in _INDEX.sub(r".[\1", path).split(".") if part]
        at = 0
        while node is not None and at < len(parts):
            step = _step(node, parts, at)
            if step is None:
                return node, key, False
            node, key, at = step[0], step[1] or key, step[2]
        return node, key, True


def _step(node: Node, parts: list[str], at: int) -> tuple[Node, Scalar | None, int] | None:
    if isinstance(node, Seq):
        index = int(parts[at][1:]) if parts[at].startswith("[") else -1
        return (node.items[index], None, at + 1) if 0 <= index < len(node.items) else None
    if not isinstance(node, Map):
        return None
    for stop in range(min(len(parts), at + 6), at, -1):
        wanted = ".".join(parts[at:stop])
        for name, child in node.pairs:
            if name.text == wanted:
                return child, name, stop
    return None
