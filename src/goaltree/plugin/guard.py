"""The guard: other people's code, called so that its failure costs only what it was called for.

It contains faults, not malice: a plugin has all rights of the process that it runs in.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic
from typing import Any, Final

from attrs import frozen

from ..errors import Cancelled, GoaltreeError
from ..finding import Finding, Words, excerpt
from .quiet import Ear, listening
from .secret import redacted
from .surroundings import Surroundings

_TICK_SECONDS: Final = 0.1
SECONDS: Final = 30.0
"""How long one call may take by default."""


class PluginError(GoaltreeError):
    """A plugin that failed where that is not to be passed over (`strict`).

    Attributes:
        finding: What would have been reported.
    """

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.message())


@frozen(kw_only=True)
class Outcome:
    """What came of a call.

    Attributes:
        value: What it gave; `None` where it failed.
        failure: Why it failed, fit to be shown; `None` where it did not.
        printed: What it wrote on the output meanwhile, fit to be shown.
        changed: What of the process it left otherwise than it found it, which was put back.
    """

    value: Any = None
    failure: Words | None = None
    printed: str = ""
    changed: tuple[Words, ...] = ()


@frozen(kw_only=True)
class Guard:
    """How other people's code is called.

    Attributes:
        seconds: How long a call may take. One that takes longer is left behind, not stopped.
        secrets: Texts that no failure may show.
    """

    seconds: float = SECONDS
    secrets: frozenset[str] = frozenset()

    def call(
        self, function: Callable[..., Any], *args: Any, tick: Callable[[], object] = lambda: None
    ) -> Outcome:
        """Call a function in a thread of its own, with a deadline, its prints kept off the output.

        What it changes of the process is put back; where it does not come to an end, what it changed so far.

        Args:
            function: The function.
            *args: Its arguments.
            tick: What is called now and then while the function is waited for.

        Raises:
            KeyboardInterrupt: The function raised it, or somebody pressed the key.
            Cancelled: The function or the tick raised it.
        """
        ear = Ear()
        given: list[Any] = []
        raised: list[BaseException] = []

        def work() -> None:
            with listening(ear):
                try:
                    given.append(function(*args))
                except BaseException as error:  # noqa: BLE001 - whatever it is, it is the plugin's
                    raised.append(error)

        before = Surroundings.now()
        worker = threading.Thread(target=work, name="goaltree-plugin", daemon=True)
        worker.start()
        try:
            _wait(worker, self.seconds, tick)
        finally:
            changed = before.restored()
        printed = self.shown(ear.text())
        if worker.is_alive():
            waited = f"{self.seconds:g}"
            late = Words(f"it does not come to an end within {waited} seconds", f"{waited} 秒内没有结束")
            return Outcome(failure=late, printed=printed, changed=changed)
        if not raised:
            return Outcome(value=given[0], printed=printed, changed=changed)
        if isinstance(raised[0], (KeyboardInterrupt, Cancelled)):
            raise raised[0]
        return Outcome(failure=self.reason(raised[0]), printed=printed, changed=changed)

    def reason(self, error: BaseException) -> Words:
        """An exception in one sentence, without secrets, control characters or length."""
        name = type(error).__name__
        if isinstance(error, SystemExit):
            return Words("it tries to end the program", "它试图结束程序")
        try:
            text = str(error)
        except BaseException:  # noqa: BLE001 - an exception's text is code of the plugin's too
            text = ""
        told = f"{name}: {self.shown(text)}" if text else name
        return Words(told, told)

    def shown(self, text: str) -> str:
        """The first line of a text, fit to be shown."""
        return excerpt(redacted(text, self.secrets).strip().partition("\n")[0])


def _wait(worker: threading.Thread, seconds: float, tick: Callable[[], object]) -> None:
    """Wait for a thread, at most so long."""
    end = monotonic() + seconds
    while worker.is_alive() and (left := end - monotonic()) > 0:
        worker.join(min(left, _TICK_SECONDS))
        tick()
