"""Threads and processes at one ledger: every history is one that calls in a row could have made (row 64, S13)."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import Counter
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import goaltree as gt
from ledger.kept import of

WRITERS, BATCHES = 4, 12


def batch(writer, number):
    """Rows that all say the same number; every writer has its own metric, and all restate one."""
    return [of(number, f"2025-{month:02}", f"w{writer}") for month in range(1, 7)] + [
        of(writer * 1000 + number, metric="shared")
    ]


def check(actuals, upto):
    """Every batch is there whole or not at all, and a writer's batches are a beginning of what it wrote."""
    found = Counter((one.metric, one.value) for one in actuals.observations if one.metric != "shared")
    assert set(found.values()) <= {6}
    for writer in range(WRITERS):
        numbers = sorted(int(value) for metric, value in found if metric == f"w{writer}")
        assert numbers == list(range(1, len(numbers) + 1)) and len(numbers) <= upto
    return len(found)


def test_threads_write_and_read_at_once(tmp_path):
    """Readers see whole batches in an order that never goes back; in the end every acknowledged one is there."""
    path = tmp_path / "a.ledger"
    shared = gt.Ledger(path)
    failed, done = [], threading.Event()

    def write(writer):
        ledger = shared if writer % 2 else gt.Ledger(path)
        for number in range(1, BATCHES + 1):
            assert ledger.append(batch(writer, number)).number

    def read():
        seen, ledger = 0, gt.Ledger(path)
        while not done.is_set():
            now = check(ledger.actuals(), BATCHES)
            assert now >= seen
            seen = now

    def guarded(function, *args):
        try:
            function(*args)
        except BaseException as error:  # noqa: BLE001 - told below
            failed.append(error)

    writers = [threading.Thread(target=guarded, args=(write, writer)) for writer in range(WRITERS)]
    readers = [threading.Thread(target=guarded, args=(read,)) for _ in range(2)]
    for thread in (*writers, *readers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in readers:
        thread.join()
    assert failed == []
    last = gt.Ledger(path)
    assert last.verify().number == WRITERS * BATCHES == check(last.actuals(), BATCHES)
    restated = last.restatements("shared")
    assert len(restated) == WRITERS * BATCHES - 1
    assert all(one.now.value == two.was.value for one, two in pairwise(restated))


def test_processes_write_and_read_at_once(tmp_path):
    """The same with processes of their own, one of which copies the ledger all the time."""
    path = tmp_path / "a.ledger"
    gt.Ledger(path)
    write = (
        "import sys\nsys.path.insert(0, sys.argv[1])\nimport goaltree as gt\nfrom ledger.test_together import batch\n"
        "ledger = gt.Ledger(sys.argv[2])\n"
        f"for number in range(1, {BATCHES + 1}): ledger.append(batch(int(sys.argv[3]), number))\n"
    )
    folder = str(Path(__file__).parents[1])
    running = [
        subprocess.Popen([sys.executable, "-c", write, folder, str(path), str(writer)])
        for writer in range(WRITERS)
    ]
    seen = 0
    while any(one.poll() is None for one in running):
        copied = gt.Ledger(path).backup(tmp_path / "copy.ledger")
        now = check(gt.Ledger(copied, create=False).actuals(), BATCHES)
        assert now >= seen
        seen = now
    assert [one.returncode for one in running] == [0] * WRITERS
    last = gt.Ledger(path)
    assert last.verify().number == WRITERS * BATCHES == check(last.actuals(), BATCHES)
    assert Fraction(BATCHES) in last.actuals().series("w0").values
