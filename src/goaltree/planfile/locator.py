"""Where the value at a key path stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ..finding import Span
from .node import Document, Map, Node, Scalar, Seq

_ITEM: Final = re.compile(r"\[(\d{1,9})\]")
_END: Final = re.compile(r"[.\[]")
_MOST_PARTS: Final = 12
"""A key that holds dots or brackets itself (an address, a label) is found up to so many of them."""


class NodeLocator:
    """Finds values in the nodes that a plan was read from.

    A key path is keys joined by dots, with `[n]` for the n-th item of a list, counted from 0. Keys
    that hold dots themselves (references) are found as well: the longest key that fits is taken.
    Where a list holds one item, its `[0]` may be left out; where one value stands for a list, it may
    be written.
    """

    __slots__ = ("_files", "_keys", "_root")

    def __init__(self, root: Map | None, files: Mapping[str, str]) -> None:
        self._root = root
        self._files = files
        self._keys: dict[int, dict[str, tuple[Scalar, Node]]] = {}

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return _revived, (_flat(self._root), dict(self._files))

    def __deepcopy__(self, memo: object) -> NodeLocator:
        return self

    def node(self, path: str) -> Node | None:
        """The value at a key path, or the nearest one around it."""
        found = self.find(path)
        return found[0]

    def span(self, path: str) -> Span | None:
        """Where the value at a key path stands, or the nearest one around it."""
        node, key, _ = self.find(path)
        if node is None or node.document.text is None:
            return None
        return node.span if key is None or isinstance(node, Scalar) else key.span

    def text(self, file: str) -> str | None:
        """The text of one of the files."""
        return self._files.get(file)

    def holds(self, path: str) -> bool:
        """Whether something is written at a key path, readable or not."""
        node, _, exact = self.find(path)
        return exact and node is not None

    def keys(self, path: str) -> tuple[str, ...]:
        """The keys under a key path, as written; none where no mapping stands there."""
        node, _, exact = self.find(path)
        return tuple(name.text for name, _ in node.pairs) if exact and isinstance(node, Map) else ()

    def find(self, path: str) -> tuple[Node | None, Scalar | None, bool]:
        """The value at a key path, the key before it (none of a list's item), and whether it is the very value."""
        node: Node | None = self._root
        key: Scalar | None = None
        at = 0
        while node is not None and at < len(path):
            step = self._step(node, path, at)
            if step is None:
                return node, key, False
            node, key, at = step
        return node, key, True

    def _step(self, node: Node, path: str, at: int) -> tuple[Node, Scalar | None, int] | None:
        item = _ITEM.match(path, at)
        if isinstance(node, Seq):
            index = int(item[1]) if item else 0
            if index >= len(node.items) or (not item and len(node.items) > 1):
                return None
            return node.items[index], None, _after(path, item.end()) if item else at
        if isinstance(node, Map):
            keys = self._named(node)
            for stop in reversed([*_ends(path, at)]):
                found = keys.get(path[at:stop])
                if found is not None:
                    return found[1], found[0], _after(path, stop)
        if item and int(item[1]) == 0:
            return node, None, _after(path, item.end())
        return None

    def _named(self, node: Map) -> dict[str, tuple[Scalar, Node]]:
        keys = self._keys.get(id(node))
        if keys is None:
            keys = {name.text: (name, child) for name, child in reversed(node.pairs)}
            self._keys[id(node)] = keys
        return keys


def _ends(path: str, at: int) -> Iterator[int]:
    """Where a key that begins there may end."""
    found = _END.finditer(path, at)
    for _ in range(_MOST_PARTS):
        end = next(found, None)
        if end is None:
            break
        yield end.start()
    yield len(path)


def _after(path: str, at: int) -> int:
    return at + 1 if path[at : at + 1] == "." else at


def _flat(root: Map | None) -> list[tuple[Any, ...]]:
    """The nodes as rows, parts before what holds them, so that deep ones can be pickled."""
    rows: list[tuple[Any, ...]] = []
    numbers: dict[int, int] = {}
    work: list[tuple[Node, bool]] = [] if root is None else [(root, False)]
    while work:
        node, ready = work.pop()
        if id(node) in numbers:
            continue
        if isinstance(node, Scalar):
            row: tuple[Any, ...] = ("", node.text, node.style)
        else:
            parts = [part for pair in node.pairs for part in pair] if isinstance(node, Map) else node.items
            if not ready:
                work.append((node, True))
                work += [(part, False) for part in reversed(parts)]
                continue
            kind = "map" if isinstance(node, Map) else "seq"
            row = (kind, [numbers[id(part)] for part in parts], node.is_flow)
        numbers[id(node)] = len(rows)
        rows.append((*row, node.start, node.end, node.document.name, node.document.text))
    return rows


def _revived(rows: list[tuple[Any, ...]], files: Mapping[str, str]) -> NodeLocator:
    documents: dict[str, Document] = {}
    nodes: list[Node] = []
    for kind, value, mark, start, end, name, text in rows:
        document = documents.setdefault(name, Document(name, text))
        if kind == "map":
            parts = [nodes[number] for number in value]
            pairs = [
                (key, part)
                for key, part in zip(parts[::2], parts[1::2], strict=True)
                if isinstance(key, Scalar)
            ]
            nodes.append(Map(pairs, start, end, document, mark))
        elif kind == "seq":
            nodes.append(Seq([nodes[number] for number in value], start, end, document, mark))
        else:
            nodes.append(Scalar(value, mark, start, end, document))
    root = nodes[-1] if nodes else None
    return NodeLocator(root if isinstance(root, Map) else None, files)
