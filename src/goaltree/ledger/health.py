"""The health of a ledger: what lies there, and whether all of it holds."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from attrs import evolve, field, frozen

from ..errors import LedgerError
from .file import beside
from .ledger import Head, Ledger


@frozen(kw_only=True)
class Health:
    """What is to be known of a ledger's file.

    Attributes:
        path: The file.
        bytes: Its size.
        mode: Its permissions.
        log_bytes: Size of the write-ahead log beside it, before it was opened: in use, or left by a process
            that was killed. A copy of the file without it lacks what is in it.
        unfinished: Copies beside it that a killed process left unfinished; they may be removed.
        head: How far it goes; `None` where it does not hold.
        batches: How many records hold observations.
        plans: How many hold plans.
        notes: How many are notes.
        first: When the first record was written, UTC; `None` where there is none.
        last: When the last one was written, UTC; `None` where there is none.
        error: Why it cannot be used; `None` where every record holds.
    """

    path: Path
    bytes: int = 0
    mode: int = 0
    log_bytes: int = 0
    unfinished: tuple[Path, ...] = ()
    head: Head | None = None
    batches: int = 0
    plans: int = 0
    notes: int = 0
    first: datetime | None = None
    last: datetime | None = None
    error: LedgerError | None = field(default=None, eq=False)

    @property
    def is_private(self) -> bool:
        """Whether only its owner can read it."""
        return self.mode & 0o077 == 0


def health_of(path: str | os.PathLike[str]) -> Health:
    """Look at a ledger, and prove every record of it.

    Args:
        path: The ledger. Where there is none, that is the error.
    """
    file = Path(path).absolute()
    size, mode = _size_and_mode(file)
    name = f".{file.name[:40]}."
    left = sorted(one for one in file.parent.glob("*.part") if one.name.startswith(name))
    seen = Health(
        path=file,
        bytes=size,
        mode=mode,
        log_bytes=_size_and_mode(beside(file, "-wal"))[0],
        unfinished=tuple(left),
    )
    try:
        book = Ledger(file, create=False).proved()
    except LedgerError as error:
        return evolve(seen, error=error)
    return evolve(
        seen,
        head=Head(book.mark.count, book.mark.hash.hex()),
        batches=book.batches,
        plans=len(book.plans),
        notes=len(book.notes),
        first=book.times[0] if book.times else None,
        last=book.times[-1] if book.times else None,
    )


def _size_and_mode(path: Path) -> tuple[int, int]:
    try:
        about = path.lstat()
    except OSError:
        return 0, 0
    return about.st_size, about.st_mode & 0o7777
