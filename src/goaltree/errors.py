"""The few exceptions worth catching.

A person's mistakes in a plan are findings (`goaltree.finding`); what is raised here is a
program's mistake, or a file that cannot be written.
"""


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
