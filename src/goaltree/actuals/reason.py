"""What a parser of one value found wrong, as a part of a finding about many rows."""

from __future__ import annotations

from ..finding import Fault, Words


def reason_of(fault: Fault) -> Words:
    """The fault's message in both languages, to stand inside another message."""
    params = {"key": "", **fault.params}
    return fault.rule.message.filled(params)
