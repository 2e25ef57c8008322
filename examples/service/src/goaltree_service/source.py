"""The sources of the service, a plan and a ledger: read when they change; where that fails, kept as they were."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

from attrs import define, field, frozen

import goaltree as gt

AGAIN = 5.0
"""Seconds after which what could not be read is tried again, though it has not changed."""


@frozen
class Seen:
    """What answers are made of; the same by the plan's digest and the ledger's head."""

    plan: gt.Plan = field(eq=lambda plan: plan.digest)
    findings: gt.Findings = field(eq=False)
    head: gt.Head
    actuals: gt.Actuals = field(eq=False)
    notes: tuple[gt.Note, ...] = field(eq=False)


class Look(NamedTuple):
    """The last good values, when they were last what is there, and why they are not now; empty where they are."""

    values: tuple[Any, ...] = ()
    seen_at: str = "never"
    why: str = ""


@define
class Source:
    """What is read where it is not what was read last, and kept as it was where that fails.

    A change is read once it has stood still from one look to the next, so that nothing is read half written.
    """

    folder: Path
    files: Callable[[], Iterable[Path]]
    read: Callable[[tuple[Any, ...]], tuple[Any, ...]]
    last: Look = Look()
    _done: object = None
    _failed: object = None
    _marks: object = None
    _tried: float = 0.0

    def look(self) -> Look:
        """What is known now; never raises."""
        now, values, before = (
            datetime.now(UTC).isoformat(timespec="milliseconds"),
            self.last.values,
            self._marks,
        )
        why = ""
        try:
            marks = [(one, one.stat().st_ino, one.stat().st_ctime_ns) for one in sorted(self.files())]
            self._marks = marks
            if marks != self._done and values and marks != before:
                why = "it has just been changed, and is read next"
            elif marks == self._failed and monotonic() - self._tried < AGAIN:
                why = self.last.why
            elif marks != self._done or not values:
                self._failed, self._tried = marks, monotonic()
                values, self._done, self._failed = self.read(values), marks, None
        except Exception as error:  # noqa: BLE001 - whatever it is, what was read before goes on
            why = (str(error) or repr(error)).replace(f"{self.folder}/", "")
        self.last = Look(values, self.last.seen_at if why else now, why)
        return self.last


def plan_source(path: Path) -> Source:
    """A plan and what its check finds; one that cannot be read whole, or not be evaluated, is refused."""

    def read(_: object) -> tuple[gt.Plan, gt.Findings]:
        plan = gt.read(path)
        unread = gt.check(plan, rules=()).errors
        if unread or plan.unread:
            raise gt.GoaltreeError(unread)
        gt.evaluate(plan, gt.Actuals(), as_of=datetime.now(UTC).date())
        return plan, gt.check(plan)

    folder = path if path.is_dir() else path.parent
    return Source(folder, lambda: [*folder.rglob("*.y*ml"), *folder.rglob("*.json")], read)


def ledger_source(path: Path) -> Source:
    """What a ledger knows up to its head; one that lacks what is known of it is refused."""

    def read(known: tuple[Any, ...]) -> tuple[gt.Head, gt.Actuals, tuple[gt.Note, ...]]:
        ledger, last = gt.Ledger(path, create=False, patience=1), None
        head = ledger.verify(known[0] if known else None)
        while head != last:
            last, actuals, notes, head = head, ledger.actuals(), ledger.notes(), ledger.head
        return head, actuals, notes

    return Source(path.parent, lambda: [path, *path.parent.glob(f"{path.name}-wal")], read)
