"""The few exceptions worth catching.

A person's mistakes in a plan are findings (`goaltree.finding`); what is raised here is a
program's mistake, a damaged ledger, or a file that cannot be written.
"""

from __future__ import annotations

from pathlib import Path


class GoaltreeError(Exception):
    """The root of every exception that goaltree raises on purpose."""


class UsageError(GoaltreeError, ValueError):
    """A call that makes no sense: an unknown option, a value of the wrong type."""


class UnknownKeyError(GoaltreeError, KeyError):
    """A key, address, title or alias that the plan does not know.

    Attributes:
        key: What was asked for.
        suggestions: The nearest names that exist, best first, three at most.
    """

    def __init__(self, key: str, suggestions: tuple[str, ...] = ()) -> None:
        self.key = key
        self.suggestions = suggestions
        super().__init__(key)

    def __str__(self) -> str:
        hint = f" Did you mean {', '.join(self.suggestions)}?" if self.suggestions else ""
        return f"The plan has nothing called {self.key!r}.{hint}"


class WriteError(GoaltreeError, OSError):
    """A file that cannot be written, or a plan that the format cannot hold."""


class Cancelled(GoaltreeError):  # noqa: N818 - a wish, not a fault
    """Long work that whoever listens to its progress has ended."""


class LedgerError(GoaltreeError):
    """A ledger that is damaged, that is none, or that cannot be used as it lies there.

    Attributes:
        path: The file.
        number: The first record that does not hold; `None` where it is the file as a whole.
        at: When that record was written, as it says itself; empty where that cannot be told.
        chinese: The message in Chinese.
    """

    def __init__(
        self,
        message: str,
        *,
        chinese: str = "",
        path: Path | None = None,
        number: int | None = None,
        at: str = "",
    ) -> None:
        self.path = path
        self.number = number
        self.at = at
        self.chinese = chinese or message
        super().__init__(message)


class LedgerVersionError(LedgerError):
    """A ledger of a newer format; its file was left as it is."""
