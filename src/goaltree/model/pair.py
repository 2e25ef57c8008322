"""Pairs: a result metric with a process metric believed to move it."""

from __future__ import annotations

from attrs import frozen

from .described import described
from .duration import Duration
from .metric import Sign
from .text import Text


@frozen(kw_only=True)
class Lead:
    """How a process metric is believed to move its result."""

    lag: Duration | None = described("How long until the result follows.", default=None, example="1 month")
    sign: Sign | None = described("Whether the result follows up (+) or down (-).", default=None)
    because: Text | None = described("Why it is believed.", default=None, shorthand=True)


@frozen(kw_only=True)
class Pair:
    """A result (lagging) metric and one process or health (leading) metric.

    Attributes:
        result: Key of the result metric.
        process: Key of the process metric.
        lead: How the one is believed to move the other.
        at: Key path of the declaration.
    """

    result: str
    process: str
    lead: Lead
    at: str
