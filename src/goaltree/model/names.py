"""Names to keys: what a reference means, and what it may have meant."""

from __future__ import annotations

import difflib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from attrs import frozen

from .goal import Cut


def normal(name: str) -> str:
    """The name as it is compared: NFKC, without spaces around it."""
    return name if name.isascii() else unicodedata.normalize("NFKC", name).strip()


@frozen
class Unresolved:
    """A reference that means nothing, or more than one thing.

    Attributes:
        candidates: The keys that it may mean where it is ambiguous, else the nearest names.
        ambiguous: Whether several nouns go by that name.
    """

    candidates: tuple[str, ...]
    ambiguous: bool = False


class Names:
    """The names of one kind of noun: key first, then title, then alias."""

    __slots__ = ("_by_name", "_keys", "_pairs")

    def __init__(self, nouns: Iterable[tuple[str, Iterable[str]]]) -> None:
        """Index nouns given as (key, titles and aliases)."""
        self._keys: dict[str, str] = {}
        self._by_name: dict[str, list[str]] = {}
        self._pairs: dict[str, list[str]] | None = None
        for key, names in nouns:
            self._keys[normal(key)] = key
            for name in names:
                keys = self._by_name.setdefault(normal(name), [])
                if key not in keys:
                    keys.append(key)

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    def resolve(self, name: str) -> str | Unresolved:
        """The key that a name means."""
        key = self._keys.get(name)
        if key is not None:
            return key
        plain = normal(name)
        if plain in self._keys:
            return self._keys[plain]
        keys = self._by_name.get(plain, [])
        if len(keys) == 1:
            return keys[0]
        if keys:
            return Unresolved(tuple(sorted(keys)), ambiguous=True)
        return Unresolved(self.near(plain))

    def near(self, name: str) -> tuple[str, ...]:
        """The nearest names, three at most."""
        if len(self._keys) + len(self._by_name) <= FEW:
            return near(name, [*self._keys, *self._by_name])
        return near(name, self._alike(name))

    def _alike(self, name: str) -> list[str]:
        """Of many names, those that share the rarest pairs of letters with one: few enough to compare."""
        if self._pairs is None:
            self._pairs = {}
            for known in dict.fromkeys([*self._keys, *self._by_name]):
                for pair in _pairs_of(known):
                    self._pairs.setdefault(pair, []).append(known)
        shared: Counter[str] = Counter()
        for holders in sorted((self._pairs.get(pair, []) for pair in _pairs_of(name[:LONGEST])), key=len):
            if shared and len(shared) + len(holders) > MANY:
                break
            shared.update(holders)
        return sorted(shared, key=lambda known: (-shared[known], abs(len(known) - len(name)), known))[
            :CLOSEST
        ]


FEW: Final = 200
"""Up to so many names are compared one by one."""
MANY: Final = 4_000
"""Names that share a pair of letters, up to which they are counted."""
CLOSEST: Final = 40
"""Of many names, those that are compared after all."""
SHOWN: Final = 3
"""Names that a hint shows at most."""
LONGEST: Final = 100
"""Characters of a name up to which anything is taken to resemble it."""


def _pairs_of(name: str) -> set[str]:
    folded = f" {name.casefold()[:LONGEST]} "
    return {folded[i : i + 2] for i in range(len(folded) - 1)}


def near(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """The names that resemble one, best first, three at most; the order of the names plays no part."""
    known = sorted(set(names))
    if len(name) > LONGEST:
        return ()
    close = difflib.get_close_matches(name, known, n=3, cutoff=0.6 if len(name) > 3 else 0.5)
    folded = name.casefold()
    inside = [
        n
        for n in known
        if len(folded) > 1 and (folded in n.casefold() or (n.casefold() in folded and len(n) > 1))
    ]
    return tuple(dict.fromkeys([*close, *sorted(inside, key=len)]))[:3]


BETWEEN: Final = " / "
"""What stands between the title of a whole and that of its part, where a part is shown by itself."""


class GoalNames(Names):
    """The names of goals: beside keys, titles and aliases also shortened addresses, and parts as they are shown."""

    __slots__ = ("_by_shown", "_cuts", "_shown")

    def __init__(
        self,
        nouns: Iterable[tuple[str, Iterable[str]]],
        cuts: Mapping[str, Iterable[Cut]],
        shown: Callable[[], Iterable[tuple[str, str]]] = tuple,
    ) -> None:
        """Index goals given as (address, titles and aliases), and the cuts of each address.

        `shown` gives each (address, title) of a part as it is shown; it is asked where nothing else has a name.
        """
        super().__init__(nouns)
        self._cuts = cuts
        self._shown = shown
        self._by_shown: dict[str, list[str]] | None = None

    def resolve(self, name: str) -> str | Unresolved:
        """The address that a name means: `goal.dimension.member` or, where clear, `goal.member`, or `title / title`."""
        found = self._named(name)
        plain = normal(name)
        if isinstance(found, str) or found.ambiguous or BETWEEN not in plain:
            return found
        if self._by_shown is None:
            self._by_shown = {}
            for key, title in self._shown():
                keys = self._by_shown.setdefault(normal(title), [])
                if key not in keys:
                    keys.append(key)
        keys = self._by_shown.get(plain, [])
        if keys:
            return keys[0] if len(keys) == 1 else Unresolved(tuple(sorted(keys)), ambiguous=True)
        close = near(plain, self._by_shown) if len(self._by_shown) <= FEW else ()
        return Unresolved(close) if close else found

    def _named(self, name: str) -> str | Unresolved:
        if "." in name and name not in self:
            walked = self._walk(normal(name).split("."))
            titled = self._by_name.get(normal(name))
            if walked is not None and (isinstance(walked, str) or not titled):
                return walked
        return super().resolve(name)

    def _walk(self, parts: list[str]) -> str | Unresolved | None:
        if parts[0] not in self._keys and parts[0] not in self._by_name:
            return None
        first = super().resolve(parts[0])
        if not isinstance(first, str):
            return None
        here, rest = first, parts[1:]
        while rest:
            cuts = tuple(self._cuts.get(here, ()))
            for cut in cuts:
                if cut.dimension == rest[0] and len(rest) > 1 and rest[1] in cut.members:
                    here, rest = cut.members[rest[1]], rest[2:]
                    break
            else:
                holders = [cut for cut in cuts if rest[0] in cut.members]
                if len(holders) > 1:
                    return Unresolved(tuple(cut.members[rest[0]] for cut in holders), ambiguous=True)
                if not holders:
                    members = sorted({member for cut in cuts for member in cut.members})
                    known = near(rest[0], members) or tuple(members[: SHOWN if len(members) <= SHOWN else 0])
                    return Unresolved(tuple(f"{here}.{member}" for member in known))
                here, rest = holders[0].members[rest[0]], rest[1:]
        return here
