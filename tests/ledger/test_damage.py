"""Damage: whatever happens to the bytes, a ledger says what was written or names what does not hold (S07, S11)."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

import goaltree as gt
from goaltree.ledger.chain import Record, head
from goaltree.ledger.row import COLUMNS
from ledger.kept import Clock, day, of, plan

PAGE = 4096


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A ledger of 12 records, one a day, and what it says."""
    path = tmp_path_factory.mktemp("whole") / "a.ledger"
    clock = Clock()
    ledger = gt.Ledger(path, clock=clock)
    for number in range(1, 13):
        clock.at = day(number)
        if number % 4 == 0:
            ledger.note("check-in", f"第 {number} 天", by="王")
        elif number % 4 == 1:
            ledger.save_plan(plan(f"{number}亿"), by="张三")
        else:
            ledger.append([of(number * 100 + row, f"2025-{row:02}", text="约" * 40) for row in range(1, 13)])
    return path, everything(path)


def everything(path):
    """All that a ledger says to somebody who opens it anew."""
    ledger = gt.Ledger(path, create=False)
    return ledger.head, ledger.actuals(), ledger.plans(), ledger.notes(), ledger.restatements()


def damaged(whole, tmp_path_factory, change):
    """A copy of the ledger with its bytes changed."""
    path = tmp_path_factory.mktemp("damaged") / "a.ledger"
    data = bytearray(whole[0].read_bytes())
    change(data)
    path.write_bytes(data)
    return path


def a_row(value, segment=()):
    """A batch of one row, as JSON."""
    cells = ["m", segment, "month", "2025-01-01", "2025-01-31", "2025-01", value, None, None]
    cells += ["2025-01-01T00:00:00+00:00", None, None, "", 0, ""]
    return json.dumps({"columns": COLUMNS, "rows": [cells]}).encode()


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 200_000,
        b"[]",
        b"5",
        a_row(5),
        a_row("x"),
        a_row("1/0"),
        a_row("9" * 9999),
        a_row("1", ["x"]),
        a_row("1", 5),
    ],
    ids=range(9),
)
def test_a_record_of_a_sound_chain_that_says_nonsense_is_named(tmp_path, body):
    """Who makes a file can make its hashes too: whatever a record says is told as damage, with its number."""
    path = gt.Ledger(tmp_path / "a.ledger").path
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        made = Record.after(head(connection, path), "batch", "2025-01-01T00:00:00+00:00", body)
        values = (made.number, made.kind, made.at, made.body, made.hash)
        connection.execute("INSERT INTO record VALUES (?, ?, ?, ?, ?)", values)
        connection.execute("UPDATE head SET count = 1, hash = ?", (made.hash,))
    for ask in (gt.Ledger(path).verify, gt.Ledger(path).actuals, lambda: gt.Ledger(path).head):
        with pytest.raises(gt.LedgerError) as caught:
            ask()
        assert caught.value.number == 1 and "第 1 条记录" in caught.value.chinese


def test_every_record_is_guarded(whole, tmp_path_factory):
    """S11: one changed letter of any record is found, and that record is named with its time."""
    with closing(sqlite3.connect(whole[0])) as connection:
        bodies = connection.execute("SELECT number, at, body FROM record").fetchall()
    for number, at, body in bodies:
        start = at.encode() + body[:20]

        def change(data, start=start):
            data[data.index(start) + len(start)] ^= 1

        with pytest.raises(gt.LedgerError, match=f"record {number}, written {at[:10]}") as told:
            everything(damaged(whole, tmp_path_factory, change))
        assert (told.value.number, told.value.at) == (number, at) and f"第 {number} 条" in told.value.chinese


@pytest.mark.parametrize(
    ("statement", "number"),
    [
        ("UPDATE record SET body = replace(body, '约', '近') WHERE number = 3", 3),
        ("UPDATE record SET at = '2025-01-09T12:00:00.000000+00:00' WHERE number = 5", 5),
        ("UPDATE record SET kind = 'note' WHERE number = 2", 2),
        ("UPDATE record SET hash = zeroblob(32) WHERE number = 7", 7),
        ("UPDATE record SET hash = 'x' WHERE number = 7", 7),
        ("UPDATE record SET body = 7 WHERE number = 8", 8),
        ("DELETE FROM record WHERE number = 4", 4),
        ("DELETE FROM record WHERE number = 12", 12),
        ("INSERT INTO record SELECT 13, kind, at, body, hash FROM record WHERE number = 12", 13),
        ("UPDATE record SET number = 99 WHERE number = 6", 6),
        ("UPDATE head SET count = 11", 12),
        ("UPDATE head SET hash = zeroblob(32)", 12),
    ],
)
def test_a_change_by_hand_is_named(whole, tmp_path, statement, number):
    """S11: whoever goes around the triggers is found by the chain: the first record that does not hold is told."""
    path = tmp_path / "a.ledger"
    shutil.copy(whole[0], path)
    with closing(sqlite3.connect(path)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)
        for _, text in triggers:
            connection.execute(text)
        connection.commit()
    for call in (everything, lambda one: gt.Ledger(one).append([of(1)]), lambda one: gt.Ledger(one).verify()):
        with pytest.raises(gt.LedgerError) as told:
            call(path)
        assert told.value.number == number


@given(places=st.lists(st.tuples(st.integers(0, 2**31), st.integers(0, 7)), min_size=1, max_size=20))
def test_flipped_bits_are_never_believed(whole, tmp_path_factory, places):
    """S07: with any bits flipped anywhere, everything is as it was written, or there is an error."""

    def change(data):
        for where, bit in places:
            data[where % len(data)] ^= 1 << bit

    expect_whole_or_told(damaged(whole, tmp_path_factory, change), whole)


def test_damaged_names_of_tables_are_told(whole, tmp_path):
    """S07: where SQLite cannot even say what is damaged, as the name is no text any more, we do."""
    path, data = tmp_path / "a.ledger", whole[0].read_bytes()
    for where in range(data.index(b"CREATE TABLE head") - 900, PAGE):
        if data[where]:
            path.write_bytes(data[:where] + b"\xf2" + data[where + 1 :])
            expect_whole_or_told(path, whole)


@given(st.integers(0, 2**31))
def test_a_file_that_is_cut_off_is_never_believed(whole, tmp_path_factory, size):
    """S07: of a shorter file, down to none, nothing is believed."""
    path = damaged(whole, tmp_path_factory, lambda data: data.__delitem__(slice(size % len(data), None)))
    with pytest.raises(gt.LedgerError):
        everything(path)


@given(st.integers(0, 2**31), st.integers(0, 2**31), st.booleans())
def test_pages_in_other_places_are_never_believed(whole, tmp_path_factory, one, two, swap):
    """S07: pages that are swapped or doubled are found."""

    def change(data):
        pages = len(data) // PAGE
        first, second = (one % pages) * PAGE, (two % pages) * PAGE
        kept = data[first : first + PAGE], data[second : second + PAGE]
        data[first : first + PAGE] = kept[1]
        if swap:
            data[second : second + PAGE] = kept[0]

    expect_whole_or_told(damaged(whole, tmp_path_factory, change), whole)


@given(st.binary(max_size=9000), st.booleans())
def test_any_file_is_an_error(tmp_path_factory, data, has_magic):
    """S07: whatever bytes a file holds, it is told that it is no ledger, and it is not changed."""
    path = tmp_path_factory.mktemp("any") / "a.ledger"
    path.write_bytes((b"SQLite format 3\0" if has_magic else b"") + data)
    before = path.read_bytes()
    with pytest.raises(gt.LedgerError) as told:
        gt.Ledger(path)
    assert str(path) in str(told.value) and path.read_bytes() == before


def expect_whole_or_told(path, whole):
    """Reading, by whoever opens it anew, gives what was written or a `LedgerError`."""
    try:
        found = everything(path)
    except gt.LedgerError:
        return
    assert found == whole[1]


def logged(place, number):
    """A ledger as a process leaves it that is killed after it wrote: with a log."""
    place.mkdir()
    ledger = gt.Ledger(place / "live.ledger")
    ledger.append([of(number)])
    holder = sqlite3.connect(ledger.path, isolation_level=None)
    holder.execute("BEGIN")
    holder.execute("SELECT * FROM head").fetchall()
    ledger.append([of(number + 1, "2025-02")])
    for name in ("", "-wal"):
        shutil.copy(f"{ledger.path}{name}", place / f"a.ledger{name}")
    holder.close()
    return place / "a.ledger"


def test_a_log_that_was_left_is_read(tmp_path):
    """S01: what a killed process had written and not yet brought into the file is there."""
    path = logged(tmp_path / "mine", 1)
    assert len(gt.Ledger(path).actuals()) == 2 and gt.Ledger(path).head.number == 2
    assert not path.with_name("a.ledger-wal").exists()


def test_what_was_acknowledged_stands_in_the_file_itself(tmp_path):
    """S07, S14: a log that is lost takes nothing along, even where another process has the ledger open."""
    ledger = gt.Ledger(tmp_path / "live.ledger")
    holder = sqlite3.connect(ledger.path, isolation_level=None)
    holder.execute("SELECT * FROM head").fetchall()
    ledger.append([of(1)])
    ledger.append([of(2, "2025-02")])
    shutil.copy(ledger.path, tmp_path / "a.ledger")
    assert (tmp_path / "live.ledger-wal").stat().st_size > 0
    holder.close()
    assert gt.Ledger(tmp_path / "a.ledger").head == ledger.head


@pytest.mark.parametrize("part", ["", "-wal"])
def test_a_log_of_another_ledger_is_refused(tmp_path, part):
    """S07: another ledger's log, or another ledger under a log, is told before a byte of either changes."""
    path, other = logged(tmp_path / "mine", 1), logged(tmp_path / "other", 5)
    shutil.copy(f"{other}{part}", f"{path}{part}")
    before = [path.with_name(f"a.ledger{name}").read_bytes() for name in ("", "-wal")]
    for call in (gt.Ledger, everything):
        with pytest.raises(gt.LedgerError, match="-wal"):
            call(path)
    assert [path.with_name(f"a.ledger{name}").read_bytes() for name in ("", "-wal")] == before


def test_a_log_of_an_earlier_day_is_refused(tmp_path):
    """S07: the ledger's own log, but of before later records, would take them back: it is refused."""
    path = logged(tmp_path / "mine", 1)
    log = path.with_name("a.ledger-wal").read_bytes()
    for number in range(3):
        gt.Ledger(path).append([of(number, "2025-03")])
    path.with_name("a.ledger-wal").write_bytes(log)
    with pytest.raises(gt.LedgerError, match="not of now"):
        gt.Ledger(path)


def test_a_log_or_journal_alone_is_refused(tmp_path):
    """S07: no ledger is made beside a log whose ledger is gone, and no journal of others is rolled back into one."""
    path = logged(tmp_path / "mine", 1)
    path.with_name("a.ledger-journal").write_bytes(b"x" * 600)
    with pytest.raises(gt.LedgerError, match="-journal"):
        gt.Ledger(path)
    path.with_name("a.ledger-journal").unlink()
    path.unlink()
    with pytest.raises(gt.LedgerError, match="is gone"):
        gt.Ledger(path)
    assert not path.exists()


def test_what_was_proved_is_not_lost_to_later_damage(whole, tmp_path):
    """A ledger that is damaged under a program that reads it is told once something new is read."""
    path = tmp_path / "a.ledger"
    shutil.copy(whole[0], path)
    ledger = gt.Ledger(path)
    assert ledger.actuals() == whole[1][1]
    data = path.read_bytes()
    path.write_bytes(data.replace("约约".encode(), "近近".encode()))
    assert ledger.actuals() == whole[1][1]
    with pytest.raises(gt.LedgerError, match="record 2"):
        ledger.verify()
