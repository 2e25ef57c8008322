"""Batches: measures of one table that are counted in one pass over it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Final

from attrs import frozen

from .part import Part

Where = tuple[tuple[str, tuple[str, ...]], ...]

MOST_FILTERS: Final = 3
"""Each filter may double the number of groups, so that a pass has few."""


@frozen(kw_only=True)
class Batch:
    """Parts of which facts can be grouped in common: they agree on days, periods and times of knowledge.

    There are no more groups than the part with the most columns has by itself, times those of the filters.

    Attributes:
        parts: The parts; at least one.
    """

    parts: tuple[Part, ...]

    @property
    def first(self) -> Part:
        """The part with the most columns of members."""
        return self.parts[0]

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns of members, each once."""
        return tuple(dict.fromkeys(self.first.columns))

    @property
    def filters(self) -> tuple[Where, ...]:
        """The different conditions of the parts; a part without one has none."""
        return tuple(dict.fromkeys(part.measure.where for part in self.parts if part.measure.where))

    @property
    def is_divisible(self) -> bool:
        """Whether facts may be grouped more finely than any of the parts tells them apart."""
        return all(part.is_divisible for part in self.parts)

    def takes(self, part: Part) -> bool:
        """Whether another part that agrees on everything else brings no more groups."""
        filters = {*self.filters, part.measure.where} - {()}
        return set(part.columns) <= set(self.columns) and len(filters) <= MOST_FILTERS


def batches(parts: Sequence[Part]) -> list[Batch]:
    """Parts as few passes, in the order of those with the most columns."""
    groups: dict[Hashable, list[Part]] = {}
    for at, part in enumerate(parts):
        groups.setdefault(_shared(part, at), []).append(part)
    return [batch for group in groups.values() for batch in _packed(group)]


def _shared(part: Part, at: int) -> Hashable:
    """What parts of one pass have in common."""
    measure = part.measure
    if measure.kind == "last" or (measure.kind == "distinct" and measure.known_at is not None):
        return at  # facts are grouped by their moments, or by the things themselves
    times = (measure.time, measure.known_at, measure.zone, measure.periods)
    return times if part.is_divisible else (*times, measure.where, measure.dimensions)


def _packed(parts: Iterable[Part]) -> list[Batch]:
    found: list[Batch] = []
    for part in sorted(parts, key=lambda part: -len(part.columns)):
        at = next((at for at, batch in enumerate(found) if batch.takes(part)), None)
        if at is None:
            found.append(Batch(parts=(part,)))
        else:
            found[at] = Batch(parts=(*found[at].parts, part))
    return found
