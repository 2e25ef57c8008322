"""The ledger: one file that remembers what was known, planned and said, and when."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from secrets import token_bytes
from typing import Any, Self, TypeVar, get_args

from attrs import frozen

from ..actuals.as_of import business_day
from ..actuals.observation import Observation
from ..actuals.table import Actuals
from ..errors import UsageError, WriteError
from ..model.plan import Plan
from ..planfile.pause import collector_paused
from .book import Book
from .chain import Record, begun, follow, head, moved
from .faults import unusable
from .file import begin, beside, copy, exists
from .history import Outcome, Restatement
from .instant import instant, now, written
from .note import KINDS, OF_ALERTS, Note, NoteKind, Turn, opened
from .plan_version import PlanVersion, refuse_unfit
from .receipt import Receipt
from .row import COLUMNS, body, row
from .schema import build
from .session import ONE, connect, prove, session

T = TypeVar("T")
_Wanted = tuple[str, dict[str, Any]]
"""The kind of a record that is to be written, and what it says."""
_PATIENCE = 30.0
_BESIDE = 1000
"""Bytes of a record beside its body, and some more."""
_PREFIX = 8
"""Fewest digits by which a digest may be named."""


@frozen
class Head:
    """How far a ledger goes: keep it elsewhere, and `Ledger.verify` tells whether all of that is still there.

    Attributes:
        number: Number of records.
        hash: Hash of the last one, over all of them, as hexadecimal digits.
    """

    number: int
    hash: str


class Ledger:
    """What was observed, planned and said, in one file to which things are only ever added.

    Every record carries a hash over itself and all before it, and nothing is believed of which that was
    not proved since this object first read it. A ledger may be used by many threads and processes, and
    across a fork.

    Two times are kept of every value and never mixed: `known_at`, since when it counts as known, which its
    source says or else the ledger when it records it; and when it was recorded. The first decides what is
    known at an instant; the second (`recorded_at`) what this ledger would have answered then.

    Args:
        path: The file; made, for its owner alone, where there is none.
        create: Whether it may be made.
        clock: What tells the time, with a zone; the machine's clock by default.
        patience: Seconds to wait for others that write.

    Raises:
        LedgerError: What is there is no ledger, or damaged; or there is nothing, and it may not be made.
        LedgerVersionError: It is of a newer format; nothing was changed.
        WriteError: It cannot be made.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        create: bool = True,
        clock: Callable[[], datetime] = now,
        patience: float = _PATIENCE,
    ) -> None:
        self._path = Path(path).absolute()
        self._clock = clock
        self._patience = patience
        self._book: Book | None = None
        if not exists(self._path) and create:
            with ONE:
                begin(self._path, _begin)
        else:
            session(self._path, lambda _: None, is_writing=False, patience=patience)

    def __repr__(self) -> str:
        return f"Ledger({str(self._path)!r})"

    def __enter__(self) -> Self:
        """The ledger itself: nothing is held open between two calls, so that leaving it closes nothing."""
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is left to close."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _reopened, (str(self._path), self._clock, self._patience)

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    @property
    def head(self) -> Head:
        """How far it goes now.

        Raises:
            LedgerError: It is damaged.
        """
        with ONE:
            mark = self._read().mark
        return Head(mark.count, mark.hash.hex())

    def append(
        self,
        actuals: Actuals | Iterable[Observation],
        *,
        known_at: datetime | str | None = None,
        source: str = "",
    ) -> Receipt:
        """Record observations. What is known already is not kept again; what differs is kept beside it.

        A row says since when its value is known, or `known_at` says it for all that do not; else it is the
        moment of recording. Of two values for one instant the one recorded later counts one microsecond
        later, so that nothing is ever overwritten. A value that could not be read is `NA` in actuals, and
        takes back one that was known, like any other `NA`: look at `actuals.findings` first.

        Args:
            actuals: What was observed; its findings are not kept.
            known_at: Since when values are known that do not say so, with a zone.
            source: What the batch is, for a reader.

        Returns:
            What became of the rows. A batch of which everything is known writes nothing.

        Raises:
            UsageError: An instant without a zone, or a text or number that no file can hold.
            LedgerError: The ledger is damaged.
            WriteError: It cannot be written; nothing of the batch is there then.
        """
        rows = actuals.observations if isinstance(actuals, Actuals) else Actuals.of(actuals).observations
        default = None if known_at is None else instant(known_at)

        def add(book: Book, at: datetime) -> tuple[Receipt, Sequence[_Wanted]]:
            number = book.mark.count + 1
            weighed = book.history.weigh_all(rows, default, number, at)
            kept = [one.version for one in weighed if one.version is not None]
            counts = dict.fromkeys(get_args(Outcome), 0)
            for one in weighed:
                counts[one.outcome] += 1
            receipt = Receipt(
                number=number if kept else None,
                at=at,
                **counts,
                restatements=tuple(one.restatement for one in weighed if one.restatement is not None),
            )
            values = {
                "source": source,
                "known_at": None if default is None else written(default),
                "columns": COLUMNS,
                "rows": [row(version) for version in kept],
            }
            return receipt, (("batch", values),) if kept else ()

        return self._write(add)

    def actuals(
        self, known_at: datetime | str | None = None, *, recorded_at: datetime | str | None = None
    ) -> Actuals:
        """What is known, every version with the instant from which it counts.

        Args:
            known_at: Only what counts as known at that instant; everything by default. With a zone.
            recorded_at: Only what had been recorded at that instant, so that the answer is the one that
                would have been given then, whatever was added since.

        Raises:
            UsageError: An instant without a zone.
            LedgerError: The ledger is damaged.
        """
        limit = None if known_at is None else instant(known_at)
        recorded = None if recorded_at is None else instant(recorded_at)
        with ONE:
            book = self._read()
            found = [v.observation for v in book.history.versions(limit, book.number_at(recorded))]
        return Actuals.of(found)

    def restatements(
        self,
        metric: str | None = None,
        *,
        since: datetime | str | None = None,
        recorded_at: datetime | str | None = None,
    ) -> tuple[Restatement, ...]:
        """Every value that became another one, in the order in which they count.

        Args:
            metric: Key of a metric; all by default.
            since: Only those that count from that instant on. With a zone.
            recorded_at: Only by what had been recorded at that instant. With a zone.

        Raises:
            UsageError: An instant without a zone.
            LedgerError: The ledger is damaged.
        """
        after = None if since is None else instant(since)
        recorded = None if recorded_at is None else instant(recorded_at)
        with ONE:
            book = self._read()
            found = book.history.restatements(book.number_at(recorded))
        return tuple(
            one for one in found if metric in (None, one.metric) and (after is None or one.since >= after)
        )

    def save_plan(self, plan: Plan, *, by: str, because: str = "") -> PlanVersion:
        """Keep a plan as it is now. The plan that was last saved under its key and role is not saved again.

        Args:
            plan: The plan.
            by: Who saves it.
            because: Why it differs from the one before; the plan's own `reason` by default.

        Raises:
            UsageError: Parts of the plan could not be read, it holds a password, or nobody saves it.
            LedgerError: The ledger is damaged.
            WriteError: It cannot be written, or the plan cannot be.
        """
        refuse_unfit(plan)
        _name("by", by)
        digest, values = plan.digest, _plain(plan)
        reason = because or (str(plan.reason) if plan.reason else "")

        def add(book: Book, _at: datetime) -> tuple[None, Sequence[_Wanted]]:
            before = [one for one in book.plans if (one.key, one.role) == (plan.key, plan.role)]
            if before and before[-1].digest == digest:
                return None, ()
            version = {
                "digest": digest,
                "numbers": plan.numbers_digest,
                "key": plan.key,
                "role": plan.role,
                "by": by,
                "because": reason,
                "plan": values,
            }
            return None, (("plan", version),)

        self._write(add)
        return self.plan_version(digest=digest)

    def approve(self, digest: str, *, by: str, on: date | str | None = None) -> PlanVersion:
        """Record that somebody approved the numbers of a saved version.

        The same approval twice is one. It holds for every version with the same numbers, so that a title
        may be worded better afterwards.

        Args:
            digest: `PlanVersion.digest` or `PlanVersion.numbers`, or at least its first 8 digits.
            by: Who approved.
            on: On which day; today, in UTC, by default.

        Raises:
            UsageError: No saved version has that digest, or more than one begins so; or nobody approves.
            LedgerError: The ledger is damaged.
            WriteError: It cannot be written.
        """
        _name("by", by)
        day = None if on is None else business_day(on)

        def add(book: Book, at: datetime) -> tuple[str, Sequence[_Wanted]]:
            version = _named(book.plans, digest)
            when = day or at.date()
            if any((one.by, one.on) == (by, when) for one in version.approvals):
                return version.digest, ()
            values = {"digest": version.digest, "numbers": version.numbers, "by": by, "on": when.isoformat()}
            return version.digest, (("approval", values),)

        return self.plan_version(digest=self._write(add))

    def plans(self) -> tuple[PlanVersion, ...]:
        """Every version that was saved, in order; a plan that came back to an earlier one is there twice.

        Raises:
            LedgerError: The ledger is damaged.
        """
        with ONE:
            return tuple(self._read().plans)

    def plan(
        self, at: datetime | str | None = None, *, digest: str | None = None, role: str | None = None
    ) -> Plan:
        """The plan that was the last one saved by an instant; `plan_version` says the rest of it.

        Raises:
            UsageError: There is none, or no version has that digest.
            LedgerError: The ledger is damaged.
        """
        return self.plan_version(at, digest=digest, role=role).plan

    def plan_version(
        self, at: datetime | str | None = None, *, digest: str | None = None, role: str | None = None
    ) -> PlanVersion:
        """The version that was the last one saved by an instant.

        Args:
            at: The instant, with a zone; now by default.
            digest: Only the version with that digest, or with one that begins so.
            role: Only plans of that role, such as `forecast`.

        Raises:
            UsageError: There is none, or no version has that digest.
            LedgerError: The ledger is damaged.
        """
        moment = None if at is None else instant(at)
        with ONE:
            book = self._read()
            number = book.number_at(moment)
            found = [one for one in book.plans if one.number <= number and role in (None, one.role)]
        if digest is not None:
            return _named(found, digest)
        if not found:
            raise UsageError("the ledger holds no such plan: save one with `save_plan`")
        return found[-1]

    def note(
        self,
        kind: NoteKind,
        text: str,
        *,
        by: str,
        at: datetime | str | None = None,
        goal: str = "",
        to: int | None = None,
        alert: str = "",
    ) -> Note:
        """Write into the journal.

        Args:
            kind: `check-in`, `reason`, `answer` or `decision`; alerts are raised with `raise_alert`.
            text: What was said.
            by: Who said it.
            at: When, with a zone; now by default.
            goal: The goal that it is about.
            to: Number of the note that it answers.
            alert: Key of the alert that it is about.

        Raises:
            UsageError: Another kind, no text, nobody, or an answer to no note.
            LedgerError: The ledger is damaged.
            WriteError: It cannot be written.
        """
        if kind not in KINDS or kind in OF_ALERTS:
            said = ", ".join(one for one in KINDS if one not in OF_ALERTS)
            raise UsageError(f"a note is one of {said}, not {kind!r}")
        _name("text", text)
        _name("by", by)
        moment = None if at is None else instant(at)

        def add(book: Book, now: datetime) -> tuple[None, Sequence[_Wanted]]:
            if to is not None and all(one.number != to for one in book.notes):
                raise UsageError(f"there is no note {to!r} to answer")
            said = {
                "kind": kind,
                "text": text,
                "by": by,
                "at": written(moment or now),
                "goal": goal,
                "to": to,
            }
            return None, (("note", said | ({"alert": alert} if alert else {})),)

        with ONE:
            self._write(add)
            assert self._book is not None
            return self._book.notes[-1]

    def raise_alert(
        self, key: str, text: str, *, by: str, at: datetime | str | None = None, goal: str = ""
    ) -> Note | None:
        """Enter an alert into the journal; `None`, and nothing is written, where it is open already.

        Args:
            key: What the alert is known by.
            text: What it says.
            by: Who, or which program, raises it.
            at: When it was seen, with a zone; now by default.
            goal: The goal that it is about.

        Raises:
            UsageError: No key, no text, or nobody.
            LedgerError: The ledger is damaged.
            WriteError: It cannot be written.
        """
        return self.turn_alerts([Turn(kind="alert", alert=key, text=text, goal=goal)], by=by, at=at)[0]

    def close_alert(
        self, key: str, text: str, *, by: str, at: datetime | str | None = None, goal: str = ""
    ) -> Note | None:
        """Close an alert in the journal; `None`, and nothing is written, where it is not open.

        Arguments and errors are those of `raise_alert`.
        """
        return self.turn_alerts([Turn(kind="closing", alert=key, text=text, goal=goal)], by=by, at=at)[0]

    def turn_alerts(
        self, turns: Iterable[Turn], *, by: str, at: datetime | str | None = None
    ) -> tuple[Note | None, ...]:
        """Raise and close alerts in the journal: all that has to be, or nothing where that fails.

        Args:
            turns: What is raised and closed.
            by: Who, or which program, does it.
            at: When it was seen, with a zone; now by default.

        Returns:
            The note of each; `None` where nothing was written: what is open is not raised again, and what is not
            open is not closed.

        Raises:
            UsageError: No key, no text, or nobody.
            LedgerError: The ledger is damaged.
            WriteError: It cannot be written.
        """
        wanted = tuple(turns)
        _name("by", by)
        for one in wanted:
            _name("key", one.alert)
            _name("text", one.text)
        moment = None if at is None else instant(at)

        def add(book: Book, now: datetime) -> tuple[tuple[bool, ...], Sequence[_Wanted]]:
            is_raised = opened(book.notes)
            done, records = [], []
            for one in wanted:
                done.append(is_raised.get(one.alert, False) != (one.kind == "alert"))
                if done[-1]:
                    is_raised[one.alert] = one.kind == "alert"
                    said = {"kind": one.kind, "text": one.text, "by": by, "at": written(moment or now)}
                    records.append(("note", {**said, "goal": one.goal, "to": None, "alert": one.alert}))
            return tuple(done), records

        with ONE:
            done = self._write(add)
            assert self._book is not None
            notes = iter(self._book.notes[len(self._book.notes) - sum(done) :])
            return tuple(next(notes) if is_new else None for is_new in done)

    def notes(
        self,
        goal: str | None = None,
        *,
        kind: NoteKind | None = None,
        since: datetime | str | None = None,
    ) -> tuple[Note, ...]:
        """The journal, in the order in which it was written.

        Args:
            goal: Only what is about that goal.
            kind: Only notes of that kind.
            since: Only what was said from that instant on. With a zone.

        Raises:
            UsageError: An instant without a zone.
            LedgerError: The ledger is damaged.
        """
        after = None if since is None else instant(since)
        with ONE:
            found = tuple(self._read().notes)
        return tuple(
            one
            for one in found
            if goal in (None, one.goal) and kind in (None, one.kind) and (after is None or one.at >= after)
        )

    def verify(self, head: Head | None = None) -> Head:
        """Prove every record from the first on, whatever was proved before, and the file's own structure.

        Args:
            head: How far the ledger went once, as `Ledger.head` gave it; all of that has to be there.

        Raises:
            LedgerError: Something does not hold: the first record that does not, and its time.
        """
        book = self.proved(head)
        return Head(book.mark.count, book.mark.hash.hex())

    def proved(self, known: Head | None = None) -> Book:
        """What `verify` proves, as a book of its own."""

        def work(connection: sqlite3.Connection) -> Book:
            _check_structure(connection, self._path)
            book = Book(begun(head(connection, self._path).identity))
            for record in follow(connection, self._path, book.mark):
                with collector_paused():
                    book.add(self._path, record)
                if known is not None and record.number == known.number and record.hash.hex() != known.hash:
                    raise unusable(
                        self._path,
                        f"has another record {known.number} than before",
                        f"第 {known.number} 条记录与先前不同",
                    )
            if known is not None and known.number > book.mark.count:
                raise unusable(
                    self._path,
                    f"has {book.mark.count} records, and had {known.number}",
                    f"现有 {book.mark.count} 条记录，先前有 {known.number} 条",
                )
            return book

        return session(self._path, work, is_writing=False, patience=self._patience)

    def backup(self, path: str | os.PathLike[str]) -> Path:
        """Copy the ledger, while others may use it, to a file that is there whole or as it was before.

        Returns:
            The path.

        Raises:
            LedgerError: The ledger is damaged; the file is as it was.
            UsageError: The file is the ledger itself, or one that SQLite keeps beside it.
            WriteError: It cannot be written, or a log of another ledger lies beside it.
        """
        target = Path(path).absolute()
        own = (self._path, *(beside(self._path, ending) for ending in ("-wal", "-shm", "-journal")))
        if target in own or (target.exists() and target.samefile(self._path)):
            raise UsageError("a ledger is not copied over itself")

        def proved(made: Path) -> None:
            with closing(connect(made, "still")) as connection:
                prove(connection, self._path)
                _whole(connection, self._path)

        session(
            self._path,
            lambda connection: copy(connection, target, proved),
            is_writing=False,
            patience=self._patience,
        )
        return target

    def _read(self) -> Book:
        """The book, up to the last record; held only while `ONE` is."""

        def work(connection: sqlite3.Connection) -> Book:
            return self._caught_up(connection)

        return session(self._path, work, is_writing=False, patience=self._patience)

    def _caught_up(self, connection: sqlite3.Connection) -> Book:
        book = self._book or Book(begun(head(connection, self._path).identity))
        with collector_paused():
            for record in follow(connection, self._path, book.mark):
                self._enter(book, record)
        self._book = book
        return book

    def _enter(self, book: Book, record: Record) -> None:
        """Put a record into the book; one that is left half-way is not used again."""
        self._book = None
        book.add(self._path, record)
        self._book = book

    def _write(self, add: Callable[[Book, datetime], tuple[T, Sequence[_Wanted]]]) -> T:
        """Add what a function makes of the book, all of it or nothing, and give what it gives beside."""
        with ONE:
            made: list[Record] = []

            def work(connection: sqlite3.Connection) -> T:
                made.clear()
                book = self._caught_up(connection)
                at = instant(self._clock())
                given, wanted = add(book, at)
                mark = book.mark
                for kind, values in wanted:
                    record = Record.after(mark, kind, written(at), body(values))
                    self._insert(connection, record)
                    made.append(record)
                    mark = moved(mark, record)
                return given

            given = session(self._path, work, is_writing=True, patience=self._patience)
            book = self._book
            if made and book is not None:
                for record in made:
                    self._enter(book, record)
            return given

    def _insert(self, connection: sqlite3.Connection, record: Record) -> None:
        most = connection.getlimit(sqlite3.SQLITE_LIMIT_LENGTH) - _BESIDE
        if len(record.body) > most:
            raise WriteError(
                f"{self._path}: one record holds at most {most} bytes, this would have {len(record.body)}: "
                "record it in parts; the ledger is as it was"
            )
        connection.execute(
            "INSERT INTO record VALUES (?, ?, ?, ?, ?)",
            (record.number, record.kind, record.at, record.body, record.hash),
        )
        connection.execute("UPDATE head SET count = ?, hash = ?", (record.number, record.hash))


def _begin(connection: sqlite3.Connection) -> None:
    mark = begun(token_bytes(16))
    build(connection, mark.identity, mark.hash)


def _whole(connection: sqlite3.Connection, path: Path) -> None:
    for _ in follow(connection, path, begun(head(connection, path).identity)):
        pass


def _check_structure(connection: sqlite3.Connection, path: Path) -> None:
    found = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
    if found != [b"ok"]:
        said = b"; ".join(part for part in found if isinstance(part, bytes)).decode("utf-8", "replace")
        raise unusable(path, f"is damaged: {said}", f"已损坏：{said}")


def _reopened(path: str, clock: Callable[[], datetime], patience: float) -> Ledger:
    return Ledger(path, create=False, clock=clock, patience=patience)


def _plain(plan: Plan) -> dict[str, Any]:
    """A plan as plain values that no file refuses."""
    import json

    from ..planfile.write import dumps

    values: dict[str, Any] = json.loads(dumps(plan, format="json"))
    return values


def _name(what: str, given: str) -> None:
    if not isinstance(given, str) or not given.strip():
        raise UsageError(f"{what} is a text that says something, not {given!r}")


def _named(plans: Iterable[PlanVersion], digest: str) -> PlanVersion:
    """The last version whose digest, of all or of its numbers, is or begins so."""
    wanted = digest.lower()
    found: dict[str, PlanVersion] = {}
    for one in plans:
        if len(wanted) >= _PREFIX and (one.digest.startswith(wanted) or one.numbers.startswith(wanted)):
            found[one.numbers] = one
    if len(found) != 1:
        how = "no saved plan has" if not found else "more than one saved plan has"
        raise UsageError(f"{how} the digest {digest!r}; give at least {_PREFIX} digits of it")
    return next(iter(found.values()))
