"""The outbox: which alert went where, what waits, what was given up; one SQLite file.

A message is written down before it is sent, and marked when it was taken. Whoever dies in between leaves a message
that is neither, and it is sent again, with the same id and the same text, when nobody holds it any more: what is sent
is sent at least once, and what is marked is never sent again. There is no way to have both at once: the receiver took
the message before we can write that it did.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from goaltree import UsageError, Words, WriteError

from .message import Letter, Message
from .outcome import Outcome

Compose = Callable[[str, Sequence[Letter]], Message]
"""Makes a message of an id and the letters that it carries."""
_APPLICATION: Final = 0x67746E6F
_VERSION: Final = 1
_HOUR: Final = 3600.0
_DAY: Final = 86400.0
"""What is put off by more was put off by a clock that went wrong, and is due."""
_BUSY: Final = 30.0
_SCHEMA: Final = """
CREATE TABLE letter (
    plan TEXT NOT NULL,
    alert TEXT NOT NULL,
    destination TEXT NOT NULL,
    state TEXT NOT NULL,
    rank INTEGER NOT NULL,
    queued REAL NOT NULL,
    text TEXT NOT NULL,
    message TEXT REFERENCES message (id),
    PRIMARY KEY (plan, alert, destination, state)
);
CREATE INDEX letter_waiting ON letter (destination, message);
CREATE TABLE message (
    id TEXT PRIMARY KEY,
    destination TEXT NOT NULL,
    text TEXT NOT NULL,
    begun REAL NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    due REAL NOT NULL,
    held REAL NOT NULL DEFAULT 0,
    sent REAL,
    is_dead INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT '["", ""]'
);
"""
_DUE: Final = "destination = :destination AND sent IS NULL AND NOT is_dead AND NOT (held > :now AND held <= :now + :day)"
"""What nobody holds; a message is held while it is being sent."""
_ENDED: Final = Words("the program ended while it was sent", "程序在发送过程中退出")


@frozen(kw_only=True)
class Pending:
    """A message that was not taken yet, or was given up.

    Attributes:
        message: The message.
        reason: What came of the last try.
        due: When it is tried again, in seconds since 1970.
        is_held: Whether a program is sending it.
    """

    message: Message
    reason: Words
    due: float
    is_held: bool = False


class Outbox:
    """Which alert went where.

    It may be used by several programs at once. Nothing of a destination but its name is in it.

    Args:
        path: The file; made, for its owner alone, when there is something to write.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path).absolute()
        self._memory: sqlite3.Connection | None = None

    def __repr__(self) -> str:
        return f"Outbox({str(self._path)!r})"

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    def copy(self) -> Outbox:
        """The same in memory: what is done to it is forgotten, and the file is as it was.

        Raises:
            UsageError: The file is no outbox.
            WriteError: It cannot be read.
        """
        made = Outbox(self._path)
        made._memory = sqlite3.connect(":memory:", isolation_level=None)
        if self._path.exists():
            with self._told(), closing(sqlite3.connect(f"{self._path.as_uri()}?mode=ro", uri=True)) as file:
                file.backup(made._memory)
        with made._told():
            _prepare(made._memory, self._path)
        return made

    def put(self, destination: str, found: Iterable[Letter], *, now: float) -> int:
        """Write down what a destination is to be told, once each; the number of letters that are new.

        What waits is told as it stands now. That something is over is told where its beginning was to be told.
        """
        with self._change() as db:
            return sum(_put(db, destination, rank, one, now) for rank, one in enumerate(found))

    def take(
        self, destination: str, *, now: float, hold: float, tries: int, per_hour: int, compose: Compose
    ) -> Message | None:
        """The next message for a destination, which nobody else is given for a while; `None` where nothing is due.

        Args:
            destination: Name of the destination.
            now: The time, in seconds since 1970.
            hold: Seconds for which it is ours.
            tries: How often a message is tried at most.
            per_hour: Messages that are begun within an hour at most.
            compose: Makes a message of what waits.
        """
        told = {"destination": destination, "now": now, "day": _DAY, "tries": tries, "hour": _HOUR}
        with self._change() as db:
            db.execute(
                f"UPDATE message SET is_dead = 1, reason = :ended WHERE {_DUE} AND tries >= :tries",
                {**told, "ended": _reason(_ENDED)},
            )
            due = "AND (due <= :now OR due > :now + :day) ORDER BY due, id LIMIT 1"
            row = db.execute(f"SELECT id, text, tries FROM message WHERE {_DUE} {due}", told).fetchone()
            if row is None:
                begun = "destination = :destination AND begun > :now - :hour AND begun <= :now"
                (number,) = db.execute(f"SELECT count(*) FROM message WHERE {begun}", told).fetchone()
                if number >= per_hour:
                    return None
                row = _begun(db, destination, now, compose)
            if row is None:
                return None
            db.execute("UPDATE message SET tries = tries + 1, held = ? WHERE id = ?", (now + hold, row[0]))
            return Message.from_json(row[1], row[2] + 1)

    def mark(self, message: Message, outcome: Outcome, *, now: float, due: float, tries: int) -> None:
        """Write down what came of a try.

        Args:
            message: The message.
            outcome: What came of it.
            now: The time.
            due: When to try again, where it failed.
            tries: How often a message is tried at most.
        """
        with self._change() as db:
            if outcome.is_sent:
                db.execute("UPDATE message SET sent = ?, held = 0 WHERE id = ?", (now, message.id))
                return
            is_dead = outcome.is_final or message.tries >= tries
            db.execute(
                "UPDATE message SET held = 0, due = ?, is_dead = ?, reason = ? WHERE id = ? AND sent IS NULL",
                (due, is_dead, _reason(outcome.reason), message.id),
            )

    def revive(self, destination: str, *, now: float) -> int:
        """Try what was given up for a destination once more; the number of messages."""
        with self._change() as db:
            return db.execute(
                "UPDATE message SET is_dead = 0, tries = 0, due = ?, held = 0 WHERE is_dead AND destination = ?",
                (now, destination),
            ).rowcount

    def next_due(self, destinations: Sequence[str], *, now: float) -> float | None:
        """When the next message is due that nobody holds; `None` where there is none."""
        with self._look() as db:
            found = [
                db.execute(
                    f"SELECT min(due) FROM message WHERE {_DUE}",
                    {"destination": one, "now": now, "day": _DAY},
                ).fetchone()[0]
                for one in destinations
            ]
        return min((one for one in found if one is not None), default=None)

    def waiting(self, destination: str, *, now: float) -> tuple[int, tuple[Pending, ...]]:
        """How many letters are in no message yet, and the messages that were not taken yet."""
        with self._look() as db:
            (number,) = db.execute(
                "SELECT count(*) FROM letter WHERE destination = ? AND message IS NULL", (destination,)
            ).fetchone()
            rows = db.execute(
                "SELECT text, tries, reason, due, held FROM message "
                "WHERE destination = ? AND sent IS NULL AND NOT is_dead ORDER BY due, id",
                (destination,),
            ).fetchall()
        return number, tuple(_pending(row, now) for row in rows)

    def room_at(self, destination: str, *, now: float, per_hour: int) -> float:
        """When a destination may be sent another message."""
        with self._look() as db:
            rows = db.execute(
                "SELECT begun FROM message WHERE destination = ? AND begun > ? AND begun <= ? ORDER BY begun DESC",
                (destination, now - _HOUR, now),
            ).fetchall()
        return now if len(rows) < per_hour else float(rows[per_hour - 1][0]) + _HOUR

    def dead(self) -> tuple[Pending, ...]:
        """What was given up, whichever destination it was for, the oldest first."""
        with self._look() as db:
            rows = db.execute(
                "SELECT text, tries, reason, due, held FROM message WHERE is_dead ORDER BY begun, id"
            ).fetchall()
        return tuple(_pending(row, 0.0) for row in rows)

    # The file.

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        """A transaction that writes; nothing of it is there where it fails."""
        with self._told(), self._open() as db, _transaction(db):
            yield db

    @contextmanager
    def _look(self) -> Iterator[sqlite3.Connection]:
        with self._told(), self._open() as db:
            yield db

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        if self._memory is not None:
            yield self._memory
            return
        if not self._path.exists():
            os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        connection = sqlite3.connect(self._path, isolation_level=None, timeout=_BUSY)
        with closing(connection):
            _prepare(connection, self._path)
            yield connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise WriteError(f"{self._path}: the outbox cannot be used: {error}") from error


def _prepare(db: sqlite3.Connection, path: Path) -> None:
    """Make the tables where there are none.

    Raises:
        UsageError: The file is no outbox, or one of a newer version.
    """
    marks = "SELECT (SELECT * FROM pragma_application_id), (SELECT * FROM pragma_user_version)"
    if tuple(db.execute(marks).fetchone()) == (_APPLICATION, _VERSION):
        return
    with _transaction(db):
        found = tuple(db.execute(marks).fetchone())
        (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if found == (0, 0) and not tables:
            for statement in _SCHEMA.split(";"):
                db.execute(statement)
            db.execute(f"PRAGMA application_id = {_APPLICATION}")
            db.execute(f"PRAGMA user_version = {_VERSION}")
        elif found != (_APPLICATION, _VERSION):
            raise UsageError(f"{path} is no outbox of this version; it was left as it is")


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    """A transaction that nobody else writes in; nothing of it is there where it fails."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _put(db: sqlite3.Connection, destination: str, rank: int, one: Letter, now: float) -> bool:
    key = (one.plan, one.alert, destination)
    known = dict(
        db.execute(
            "SELECT state, message FROM letter WHERE plan = ? AND alert = ? AND destination = ?", key
        ).fetchall()
    )
    if one.state in known:
        if known[one.state] is None:
            db.execute(
                "UPDATE letter SET rank = ?, text = ? WHERE plan = ? AND alert = ? AND destination = ? AND state = ?",
                (rank, one.to_json(), *key, one.state),
            )
        return False
    if one.state == "closed" and "open" not in known:
        return False
    db.execute(
        "INSERT INTO letter (plan, alert, destination, state, rank, queued, text) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (*key, one.state, rank, now, one.to_json()),
    )
    return True


def _begun(
    db: sqlite3.Connection, destination: str, now: float, compose: Compose
) -> tuple[str, str, int] | None:
    """A new message of what waits for a destination of the plan that waits longest; `None` where nothing does."""
    rows = db.execute(
        "SELECT plan, alert, state, text FROM letter WHERE destination = :d AND message IS NULL AND plan = "
        "(SELECT plan FROM letter WHERE destination = :d AND message IS NULL ORDER BY queued, plan LIMIT 1) "
        "ORDER BY rank, queued, alert, state",
        {"d": destination},
    ).fetchall()
    if not rows:
        return None
    keys = [tuple(row[:3]) for row in rows]
    name = f"gt_{hashlib.sha256(json.dumps([destination, keys]).encode()).hexdigest()[:32]}"
    text = compose(name, [Letter.from_json(row[3]) for row in rows]).to_json()
    db.execute(
        "INSERT INTO message (id, destination, text, begun, due) VALUES (?, ?, ?, ?, ?)",
        (name, destination, text, now, now),
    )
    db.executemany(
        "UPDATE letter SET message = ? WHERE plan = ? AND alert = ? AND state = ? AND destination = ?",
        [(name, *key, destination) for key in keys],
    )
    return name, text, 0


def _reason(words: Words) -> str:
    return json.dumps([words.en, words.zh])


def _pending(row: Sequence[Any], now: float) -> Pending:
    text, tries, reason, due, held = row
    en, zh = json.loads(reason)
    return Pending(
        message=Message.from_json(text, tries),
        reason=Words(en, zh),
        due=due,
        is_held=now < held <= now + _DAY,
    )
