"""The history of every value: which versions there are, and what one more would change."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import datetime
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from attrs import evolve, field, frozen

from ..actuals.observation import BLANK, Observation, Pairs
from ..errors import UsageError
from ..model.missing import NA
from ..model.period import Period
from .instant import TICK, instant
from .row import Version

Outcome = Literal["new", "restated", "confirmed", "repeated", "blank"]
Key = tuple[str, Pairs, Period]


@frozen(kw_only=True)
class Restatement:
    """A value that became another one.

    Attributes:
        was: What was known before.
        now: What is known instead; its value is `NA` where it was withdrawn.
        number: The record that brought it.
        at: When that record was written, UTC.
    """

    was: Observation
    now: Observation
    number: int
    at: datetime

    @property
    def metric(self) -> str:
        """Key of the metric."""
        return self.now.metric

    @property
    def segment(self) -> Pairs:
        """The part of the business."""
        return self.now.segment

    @property
    def period(self) -> Period:
        """The days that the value is for."""
        return self.now.period

    @property
    def change(self) -> Fraction | None:
        """New less old, in base units; `None` where one of them is not known."""
        was, now = self.was.value, self.now.value
        return None if isinstance(was, NA) or isinstance(now, NA) else now - was

    @property
    def since(self) -> datetime:
        """From when on the new value counts, UTC."""
        assert self.now.known_at is not None  # every version of a ledger has one
        return self.now.known_at


@frozen
class Weighed:
    """What an observation would be to a history: the outcome, the version to add, and the restatement."""

    outcome: Outcome
    version: Version | None = None
    restatement: Restatement | None = None


@frozen
class History:
    """All versions by what they are values of, each list in the order in which they count."""

    _known: dict[Key, list[Version]] = field(factory=dict)

    def add(self, version: Version) -> None:
        """Put in a version that was kept."""
        found = self._known.setdefault(version.observation.key, [])
        found.insert(bisect_right(found, version.known_at, key=_known_at), version)

    def weigh(self, one: Observation, default: datetime | None, number: int, at: datetime) -> Weighed:
        """What an observation says that is not known yet; nothing is added.

        Args:
            one: The observation.
            default: Since when it counts as known where it does not say.
            number: The record that would hold it.
            at: When that is written.
        """
        claim = default if one.known_at is None else instant(one.known_at)
        found = self._known.get(one.key, [])
        if claim is None:
            return _stamped(one, found, number, at)
        said = (one.value, one.count)
        if any(v.claim == claim and v.said == said for v in found):
            return Weighed("repeated")
        place = bisect_right(found, claim, key=_known_at)
        if place == 0 and one.value == BLANK:
            return Weighed("blank")
        known_at = claim
        while place and found[place - 1].known_at >= known_at:
            if found[place - 1].said == said:
                return Weighed("repeated")
            known_at = _later(known_at)
            place = bisect_right(found, known_at, key=_known_at)
        version = Version(evolve(one, known_at=known_at), claim, number, at, known_at)
        return _between(
            found[place - 1] if place else None, version, found[place] if place < len(found) else None
        )

    def weigh_all(
        self, observations: Iterable[Observation], default: datetime | None, number: int, at: datetime
    ) -> list[Weighed]:
        """What each observation of a batch says that is not known yet, nor said earlier in the batch."""
        seen: dict[Key, list[Version]] = {}
        weighed = []
        for one in observations:
            if one.key not in seen:
                seen[one.key] = list(self._known.get(one.key, ()))
            found = History(seen).weigh(one, default, number, at)
            if found.version is not None:
                History(seen).add(found.version)
            weighed.append(found)
        return weighed

    def versions(self, known_at: datetime | None, number: int) -> Iterator[Version]:
        """Every version that counts by an instant, of the records up to a number."""
        for found in self._known.values():
            for version in found:
                if version.number <= number and (known_at is None or version.known_at <= known_at):
                    yield version

    def restatements(self, number: int) -> list[Restatement]:
        """Every change of a value, of the records up to a number, in the order in which they count."""
        changes = []
        for found in self._known.values():
            kept = [version for version in found if version.number <= number]
            changes += [_restated(was, now) for was, now in pairwise(kept) if was.said != now.said]
        return sorted(
            changes, key=lambda one: (one.since, one.number, one.metric, one.segment, one.period.first)
        )


def _known_at(version: Version) -> datetime:
    return version.known_at


def _later(moment: datetime) -> datetime:
    try:
        return moment + TICK
    except OverflowError as error:
        raise UsageError(f"no calendar holds an instant after {moment}") from error


def _stamped(one: Observation, found: list[Version], number: int, at: datetime) -> Weighed:
    """An observation without instant: known since now, and after whatever was said of it before."""
    if not found:
        if one.value == BLANK:
            return Weighed("blank")
        return Weighed("new", Version(evolve(one, known_at=at), None, number, at, at))
    last = found[-1]
    if last.said == (one.value, one.count):
        return Weighed("repeated")
    known_at = max(at, _later(last.known_at))
    version = Version(evolve(one, known_at=known_at), None, number, at, known_at)
    return Weighed("restated", version, _restated(last, version))


def _between(before: Version | None, version: Version, after: Version | None) -> Weighed:
    if before is None and after is None:
        return Weighed("new", version)
    if before is not None and before.said != version.said:
        return Weighed("restated", version, _restated(before, version))
    if before is None and after is not None and after.said != version.said:
        return Weighed("restated", version, _restated(version, after))
    return Weighed("confirmed", version)


def _restated(was: Version, now: Version) -> Restatement:
    later = max(was, now, key=lambda version: version.number)
    return Restatement(was=was.observation, now=now.observation, number=later.number, at=later.at)
