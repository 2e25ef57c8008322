"""Quiet: only the thread that is listened to is kept off the output."""

from __future__ import annotations

import sys
import threading

from goaltree.plugin.guard import Guard
from goaltree.plugin.quiet import Ear, listening


def test_only_this_thread_is_quiet(capsys):
    """While one thread is listened to, another prints as ever; afterwards all do."""
    begun, done = threading.Event(), threading.Event()
    ear = Ear()

    def loud():
        begun.wait(5)
        sys.stdout.write("loud")
        done.set()

    thread = threading.Thread(target=loud)
    thread.start()
    with listening(ear):
        sys.stdout.write("quiet")
        sys.stderr.writelines(["er", "r"])
        sys.stdout.flush()
        begun.set()
        done.wait(5)
    thread.join()
    sys.stdout.write(" again")
    assert ear.text() == "quieterr"
    assert capsys.readouterr().out == "loud again"


def test_many_at_once_leave_the_streams_as_they_were():
    """Calls that begin and end in any order restore the streams, and mix up nothing."""
    before = sys.stdout, sys.stderr
    found = {}

    def one(number):
        outcome = Guard().call(lambda: sys.stdout.write(f"from {number}"))
        found[number] = outcome.printed

    threads = [threading.Thread(target=one, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: f"from {number}" for number in range(20)}
    assert (sys.stdout, sys.stderr) == before


def test_an_ear_is_not_endless():
    """Of what is printed without end, the beginning is kept."""
    ear = Ear()
    with listening(ear):
        for _ in range(1000):
            sys.stdout.write("x" * 1000)
    assert len(ear.text()) == 2000
