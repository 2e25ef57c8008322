"""Format 1, for ever: a file that was written by the first version that had a ledger."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import goaltree as gt
from ledger.kept import day, known, of, plan

FIRST = Path(__file__).with_name("format-1.ledger")
HEAD = gt.Head(6, "9424391d6dcbadf86e97943bcc9986ad5d79b71d21ae098da7b0fff25fb04b89")


def make(path):
    """How the file was made; never to be run over it again."""
    from ledger.kept import Clock

    clock = Clock(day(1, 2))
    ledger = gt.Ledger(path, clock=clock)
    ledger.append(
        [of("1/3", segment=(("地区", "海外"),), count=Fraction(7), source="一月.csv", row=2, text="⅓")]
    )
    clock.at = day(2, 2)
    ledger.append([of(100), of(200, "2025-02", known_at=day(1, 2))], known_at=day(3, 1), source="jan")
    clock.at = day(3, 2)
    ledger.append([of(90), of(gt.NA("NO_ACTUAL", "conflicting values"), "2025-02")])
    version = ledger.save_plan(plan(), by="张三", because="年初")
    ledger.approve(version.digest, by="王总", on="2025-02-04")
    ledger.note("decision", "保留\n预算", by="李四", goal="sales", at=day(3, 2))


def test_the_first_format_reads(tmp_path):
    """Every value, plan, approval and note of a file of format 1 reads as it was written."""
    path = tmp_path / "a.ledger"
    shutil.copy(FIRST, path)
    ledger = gt.Ledger(path)
    assert ledger.verify() == HEAD
    (third,) = ledger.actuals().series("sales", (("地区", "海外"),)).observations
    assert (third.value, third.count, third.place, third.text) == (Fraction(1, 3), 7, "一月.csv:2", "⅓")
    assert third.known_at == day(1, 2) and third.rate is None
    assert [known(ledger, at) for at in (day(2, 1), day(3, 1), day(4, 2))] == [None, 100, 90]
    assert [(one.was.value, one.now.value, one.number) for one in ledger.restatements()] == [
        (100, 90, 3),
        (200, gt.NA("NO_ACTUAL", "conflicting values"), 3),
    ]
    (version,) = ledger.plans()
    assert (version.plan, version.by, version.because, version.number) == (plan(), "张三", "年初", 4)
    assert [(one.by, one.on) for one in version.approvals] == [("王总", date(2025, 2, 4))]
    (note,) = ledger.notes()
    assert (note.kind, note.text, note.by, note.goal) == ("decision", "保留\n预算", "李四", "sales")
    assert note.at == datetime(2025, 2, 3, 12, tzinfo=UTC)
    assert ledger.append([of(5, "2025-03")]).number == 7


def test_what_is_written_today_reads_like_format_1(tmp_path):
    """Row 64: the same calls, made today, give a ledger that says the same."""
    path = tmp_path / "b.ledger"
    make(path)
    shutil.copy(FIRST, tmp_path / "a.ledger")
    old, new = gt.Ledger(tmp_path / "a.ledger"), gt.Ledger(path)
    assert (new.actuals(), new.plans(), new.notes()) == (old.actuals(), old.plans(), old.notes())
    assert new.restatements() == old.restatements()
