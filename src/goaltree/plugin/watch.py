"""Watching one registered object: its calls are guarded, its answers looked at, its prints told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import frozen

from ..finding import Finding, Span, Words
from .claim import Claim
from .guard import Guard, Outcome
from .log import Log
from .plugin_faults import CALL_FAILED, aside, told


@frozen(kw_only=True)
class Watch:
    """How one registered object is called: guarded, its answers looked at, its prints told.

    Attributes:
        claim: The object.
        guard: How its code is called.
        log: Where is told what no answer can tell.
    """

    claim: Claim
    guard: Guard
    log: Log

    def call(
        self,
        function: Callable[..., Any],
        *args: Any,
        wanted: type | None = None,
        tick: Callable[[], object] = lambda: None,
    ) -> Outcome:
        """Call a function of the object; an answer of another type than is wanted is a failure."""
        outcome = self.guard.call(function, *args, tick=tick)
        for finding in aside(outcome, self.about, self.claim.name):
            self.log.tell(finding)
        if outcome.failure is None and wanted is not None and not isinstance(outcome.value, wanted):
            got, name = type(outcome.value).__name__, wanted.__name__
            return Outcome(failure=Words(f"it gives {got}, not {name}", f"它给出 {got}，而不是 {name}"))
        return outcome

    @property
    def about(self) -> tuple[str, str]:
        """Name and version of the plugin."""
        return self.claim.plugin, self.claim.version

    def failed(self, reason: Words, span: Span | None = None) -> Finding:
        """The finding that the object failed."""
        kind, name = self.claim.kind.words, self.claim.name
        return told(CALL_FAILED, *self.about, span=span, kind=kind, name=name, reason=reason)
