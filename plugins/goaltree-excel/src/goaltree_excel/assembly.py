"""A plan's plain values in the making: put together value by value, each with the cell that it came from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from .fault import span_of
from .path import Step, plain
from .port import Finding, excerpt
from .rule import PATH_UNREADABLE, REPEATED

_ABSENT: Final = object()


class Assembly:
    """Nested mappings and lists, filled by path. A list is a mapping by position until it is finished."""

    def __init__(self, file: str) -> None:
        """Begin with nothing."""
        self.file = file
        self.findings: list[Finding] = []
        self.places: dict[str, str] = {}
        self.shown: list[tuple[tuple[Step, ...], str, str]] = []
        self.opened: set[tuple[Step, ...]] = set()
        self._root: dict[Step, Any] = {}

    def put(self, path: Sequence[Step], value: Any, place: str) -> bool:
        """Put a value at a path; a finding where another value stands there, or where nothing can stand.

        Args:
            path: The path.
            value: A text, a list or mapping of texts, or nothing; `{}` opens a mapping that may be open.
            place: The cell that it came from.
        """
        node = self._inside(path, place)
        if node is None:
            return False
        last = path[-1]
        before = node.get(last, _ABSENT)
        if before is not _ABSENT and not (value == {} == before):
            self.repeated(path, self.places.get(plain(path), self.file), place)
            return False
        if before is _ABSENT:
            node[last] = value
        self.places.setdefault(plain(path), place)
        return True

    def repeated(self, path: Sequence[Step], first: str, place: str) -> None:
        """Note that a value stands in two cells; the first of them counts."""
        self._tell(REPEATED, place, path=excerpt(plain(path)), first=first)

    def _inside(self, path: Sequence[Step], place: str) -> dict[Step, Any] | None:
        """The mapping in which the last step of a path stands."""
        node: Any = self._root
        for at, step in enumerate(path):
            if not isinstance(node, dict) or any(
                isinstance(key, int) is not isinstance(step, int) for key in list(node)[:1]
            ):
                self._tell(PATH_UNREADABLE, place, path=excerpt(plain(path)))
                return None
            if at == len(path) - 1:
                return node
            node = node.setdefault(step, {})
        return None

    def _tell(self, rule: Any, place: str, **params: object) -> None:
        span = span_of(self.file, place)
        self.findings.append(Finding(rule=rule, params={"place": place, **params}, span=span))

    def values(self) -> dict[str, Any]:
        """What was put together."""
        top: list[Any] = [self._root]
        work: list[tuple[Any, Any]] = [(top, 0)]
        while work:
            holder, at = work.pop()
            node = holder[at]
            if isinstance(node, dict):
                is_list = bool(node) and isinstance(next(iter(node)), int)
                made: Any = [node[number] for number in sorted(node)] if is_list else dict(node)
                holder[at] = made
                work += [(made, key) for key in (range(len(made)) if is_list else list(made))]
        found: dict[str, Any] = top[0]
        return found
