"""The log: what a host has to tell about its plugins."""

from __future__ import annotations

import threading

from ..finding import Finding
from ..findings import Findings
from .guard import PluginError


class Log:
    """Findings about plugins, from loading on; may be told from several threads.

    Args:
        strict: Raise what is worse than a note instead of keeping it.
    """

    def __init__(self, *, strict: bool = False) -> None:
        self.strict = strict
        self._lock = threading.Lock()
        self._found: list[Finding] = []

    def tell(self, finding: Finding) -> Finding:
        """Keep a finding, and give it back.

        Raises:
            PluginError: The log is strict, and the finding is no note.
        """
        self.insist(finding)
        with self._lock:
            if finding not in self._found:
                self._found.append(finding)
        return finding

    def insist(self, finding: Finding) -> Finding:
        """Give a finding back without keeping it.

        Raises:
            PluginError: The log is strict, and the finding is no note.
        """
        if self.strict and finding.level != "note":
            raise PluginError(finding)
        return finding

    @property
    def findings(self) -> Findings:
        """What was told so far, ranked."""
        with self._lock:
            return Findings(self._found)
