"""The line of progress: on a terminal, after a while, and gone at the end; nowhere else."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest

from goaltree.cli import progress
from goaltree.finding import Words
from goaltree.progress import Progress

SLOW = """
import sys, time
from goaltree.cli.progress import progress_line
from goaltree.finding import Words
from goaltree.progress import Meter
with progress_line("zh") as listener:
    meter = Meter(listener)
    meter.tell(Words("asking a", "读取 a"), 0, 3)
    time.sleep(0.7)
    meter.tell(Words("asking \\x1b[31mb", "读取 \\x1b[31mb"), 1, 3)
    time.sleep(float(sys.argv[1]))
print("done")
"""


def on_terminal(seconds):
    """What a process writes on the error stream where that is a terminal, and on the output."""
    ours, theirs = pty.openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-c", SLOW, str(seconds)],
            stdout=subprocess.PIPE,
            stderr=theirs,
            env={**os.environ, "PYTHONUTF8": "1", "COLUMNS": "60"},
            check=True,
            timeout=60,
        )
        os.close(theirs)
        theirs = -1
        shown = b""
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            shown += part
    finally:
        os.close(ours)
        if theirs >= 0:
            os.close(theirs)
    return shown.decode(), done.stdout.decode()


def test_long_work_shows_a_line_and_wipes_it():
    """On a terminal the task stands there with its count, other people's codes tamed, and is wiped at the end."""
    shown, out = on_terminal(0.05)
    assert "1/3" in shown
    assert "读取 " in shown
    assert "\x1b[31m" not in shown
    assert shown.endswith("\r\x1b[K")
    assert out == "done\n"


def test_elsewhere_nothing_is_shown():
    """Where the error stream is no terminal, nobody listens and nothing is written."""
    done = subprocess.run([sys.executable, "-c", SLOW, "0"], capture_output=True, check=True, timeout=60)
    assert (done.stdout, done.stderr) == (b"done\n", b"")


@pytest.mark.parametrize("now", [[0.0, 0.1, 0.2, 0.3]])
def test_short_work_shows_nothing(monkeypatch, capsys, now):
    """Before half a second has passed no line is begun, so that there is none to be wiped."""
    clock = iter(now)
    monkeypatch.setattr(progress, "monotonic", lambda: next(clock))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with progress.progress_line("en") as listener:
        listener(Progress(task=Words("asking", "读取"), done=1, of=2))
        listener(Progress(task=Words("asking", "读取"), done=2, of=2))
    assert capsys.readouterr().err == ""
