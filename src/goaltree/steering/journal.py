"""The journal as a review reads it: which alerts are open, and what was said about each since it was raised."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Final

from ..ledger.note import OF_ALERTS, Note

_BETWEEN: Final = "/"


def key_of(about: str, period: str, level: str) -> str:
    """What an alert is known by: what it is about, the period in which it began, its level."""
    return _BETWEEN.join((about, period, level))


class Journal:
    """What had been said by an instant.

    Args:
        notes: The journal; what was said later takes no part.
        at: The instant.
        levels: The names that the last part of a key may have.
        goal: What gives the address of a goal that a note names.
    """

    def __init__(
        self, notes: Iterable[Note], at: datetime, *, levels: Iterable[str], goal: Callable[[str], str]
    ) -> None:
        self._notes = sorted((one for one in notes if one.at <= at), key=lambda one: (one.at, one.number))
        self._levels = sorted(levels, key=len, reverse=True)
        self._goal = goal

    @cached_property
    def open(self) -> Mapping[str, Note]:
        """The alerts that are raised and not closed, with the note that raised each."""
        found: dict[str, Note] = {}
        for one in self._notes:
            if one.kind == "alert":
                found.setdefault(one.alert, one)
            elif one.kind == "closing":
                found.pop(one.alert, None)
        return found

    def opening(self, about: str, level: str) -> Note | None:
        """The note that raised what is open about something on a level; the first where there are several."""
        return self._openings.get((about, level))

    @cached_property
    def _openings(self) -> Mapping[tuple[str, str], Note]:
        found: dict[tuple[str, str], Note] = {}
        for key, note in self.open.items():
            about, _, level = self.parts(key)
            found.setdefault((about, level), note)
        return found

    def parts(self, key: str) -> tuple[str, str, str]:
        """What an alert is about, its period and its level; names may hold any letters."""
        level = next(
            (one for one in self._levels if key.endswith(_BETWEEN + one)), key.rpartition(_BETWEEN)[2]
        )
        about, _, period = key[: -len(level) - 1].rpartition(_BETWEEN)
        return about, period, level

    def said(self, key: str, also: str, goal: str) -> tuple[Note, ...]:
        """What was said about an alert since it was last closed, in order.

        By its key, in answer to it or to such a note, and, since it was raised, by another key or about its goal.

        Args:
            key: Its key.
            also: Another key under which it is spoken of since it was raised.
            goal: The goal that it is about; empty where notes on a goal do not count.
        """
        opening = self.open.get(key)
        answered: set[int] = set()
        found = []
        for one in self._notes[self._anew.get(key, 0) :]:
            is_since = opening is not None and one.at >= opening.at
            if one.kind in OF_ALERTS:
                if one.kind == "alert" and (one.alert == key or (is_since and one.alert == also)):
                    answered.add(one.number)
            elif (
                one.alert == key
                or one.to in answered
                or (is_since and one.alert == also)
                or (is_since and goal and not one.alert and self._goal(one.goal) == goal)
            ):
                found.append(one)
                answered.add(one.number)
        return tuple(found)

    @cached_property
    def _anew(self) -> Mapping[str, int]:
        """Where the notes begin that speak of an alert as it is now: behind its last closing, or its raising anew."""
        found: dict[str, int] = {}
        for place, one in enumerate(self._notes):
            if one.kind == "closing" or (one.kind == "alert" and one.alert in found):
                found[one.alert] = place
        return found
