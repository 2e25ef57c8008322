"""While a plugin is waited for, whoever listens is asked, and may end it."""

from __future__ import annotations

import threading
from time import monotonic

import pytest

from goaltree.errors import Cancelled
from goaltree.finding import Words
from goaltree.plugin.guard import Guard
from goaltree.progress import Meter, Progress


def test_who_listens_may_end_a_call_that_hangs():
    """A call without end is left behind as soon as the listener says so, long before its deadline."""
    never, seen = threading.Event(), []

    def listen(progress):
        seen.append(progress)
        if len(seen) > 3:
            raise Cancelled

    meter = Meter(listen)
    meter.tell(Words("asking", "查询"), 1, 2)
    begin = monotonic()
    with pytest.raises(Cancelled):
        Guard(seconds=60).call(never.wait, tick=meter.again)
    never.set()
    assert monotonic() - begin < 30
    assert set(seen) == {Progress(task=Words("asking", "查询"), done=1, of=2)}


def test_a_cancellation_inside_of_a_call_is_no_failure_of_it():
    """Where the listener ends the work in the plugin's own thread, that is passed on."""

    def ends():
        raise Cancelled

    with pytest.raises(Cancelled):
        Guard().call(ends)


def test_without_a_listener_nothing_is_told():
    """A meter that nobody listens to is silent, before and after it was told something."""
    meter = Meter()
    meter.again()
    meter.tell(Words("x", "x"))
    meter.again()
