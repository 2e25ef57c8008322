"""Progress: what long work tells of itself meanwhile, and how whoever listens may end it."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from .finding import Words


@frozen(kw_only=True)
class Progress:
    """Where long work is.

    Attributes:
        task: What is being done, for a reader.
        done: How many of its steps are over.
        of: How many there are; `None` where nobody knows.
    """

    task: Words
    done: int = 0
    of: int | None = None


Listener = Callable[[Progress], object]
"""What is told. It is called often and from several threads, and is to be quick. It ends the work by raising
`goaltree.Cancelled`: nothing of what was done until then is kept, and nothing was changed."""


class Meter:
    """What tells a listener.

    While other people's code is waited for, what was told last is told again, so that a listener can end work
    that tells nothing.

    Args:
        listener: What is told; nobody where it is `None`.
    """

    def __init__(self, listener: Listener | None = None) -> None:
        self._listener = listener
        self._last: Progress | None = None

    def tell(self, task: Words, done: int = 0, of: int | None = None) -> None:
        """Tell where the work is.

        Raises:
            Cancelled: The listener ends it.
        """
        self._last = Progress(task=task, done=done, of=of)
        self.again()

    def again(self) -> None:
        """Tell the same once more.

        Raises:
            Cancelled: The listener ends the work.
        """
        if self._listener is not None and self._last is not None:
            self._listener(self._last)
