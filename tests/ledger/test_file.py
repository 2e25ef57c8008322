"""The file: how it is made, what is refused, formats, copies, and one that others use (S04, S08, S09, S13, S14)."""

from __future__ import annotations

import copy
import os
import pickle
import shutil
import sqlite3
import stat
import threading
from contextlib import closing

import pytest

import goaltree as gt
from goaltree.ledger import schema
from goaltree.ledger.file import exists, has_log
from goaltree.ledger.session import connect
from ledger.kept import day, files, known, of, plan


@pytest.fixture
def path(tmp_path):
    """A ledger with two batches, a plan and a note."""
    path = tmp_path / "a.ledger"
    ledger = gt.Ledger(path)
    ledger.append([of(1)], known_at=day(2))
    ledger.append([of(2), of(3, "2025-02")], known_at=day(5))
    ledger.save_plan(plan(), by="张三")
    ledger.note("decision", "保留预算", by="李四", goal="sales")
    return path


def everything(path):
    """All that a ledger says to somebody who opens it anew."""
    ledger = gt.Ledger(path, create=False)
    return ledger.head, ledger.actuals(), ledger.plans(), ledger.notes(), ledger.restatements()


def test_a_ledger_is_made_private_and_alone(path):
    """S13: only its owner may read the file, and nothing is left beside it after a call."""
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and files(path) == []
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.newest(),)


@pytest.mark.parametrize("name", ["台账 a?b#c%41.ledger", "a&mode=memory.ledger", "-.ledger", "a'b.ledger"])
def test_any_name_is_that_file(tmp_path, name):
    """A name with signs that mean something in addresses is the name of the file, and of no other."""
    gt.Ledger(tmp_path / name).append([of(1)])
    assert known(gt.Ledger(tmp_path / name, create=False)) == 1
    assert [one.name for one in tmp_path.iterdir()] == [name]


def test_reading_makes_no_ledger(tmp_path):
    """A path with nothing there is an error for a reader, never an empty ledger."""
    with pytest.raises(gt.LedgerError, match="no such ledger"):
        gt.Ledger(tmp_path / "none.ledger", create=False)
    with pytest.raises(gt.LedgerError, match="no such ledger"):
        gt.observe(plan(), str(tmp_path / "none.ledger"))
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_that_goes_is_missed(path):
    """A ledger whose file was removed meanwhile is an error, and is not made anew."""
    ledger = gt.Ledger(path)
    path.unlink()
    for call in (ledger.actuals, lambda: ledger.append([of(9)])):
        with pytest.raises(gt.LedgerError, match="no such ledger"):
            call()
    assert not path.exists()


def test_symbolic_links_folders_and_pipes_are_refused(path, tmp_path):
    """S13: what is no regular file is refused without waiting for it."""
    (tmp_path / "link.ledger").symlink_to(path)
    (tmp_path / "lost.ledger").symlink_to(tmp_path / "nothing")
    (tmp_path / "folder.ledger").mkdir()
    os.mkfifo(tmp_path / "pipe.ledger")
    for name, why in (
        ("link", "symbolic link"),
        ("lost", "symbolic link"),
        ("folder", "folder"),
        ("pipe", "pipe"),
    ):
        with pytest.raises(gt.LedgerError, match=why):
            gt.Ledger(tmp_path / f"{name}.ledger")
    (tmp_path / "a.ledger-wal").symlink_to(tmp_path / "nothing")
    with pytest.raises(gt.LedgerError, match="symbolic link"):
        gt.Ledger(path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a file away")
def test_another_users_ledger_is_refused(path):
    """S13: a file that belongs to somebody else is not believed."""
    os.chown(path, 12345, -1)
    with pytest.raises(gt.LedgerError, match="another user"):
        gt.Ledger(path)


def test_a_read_only_ledger_reads(path):
    """S04: reading works and leaves nothing; writing raises, and changes nothing."""
    before = everything(path)
    path.chmod(0o400)
    data = path.read_bytes()
    assert everything(path) == before and files(path) == []
    for call in (lambda one: one.append([of(9)]), lambda one: one.note("reason", "x", by="y")):
        with pytest.raises(gt.WriteError, match="read-only"):
            call(gt.Ledger(path))
    assert path.read_bytes() == data and files(path) == []


def newer(path):
    """Make a ledger say that it is of the next format."""
    data = bytearray(path.read_bytes())
    data[60:64] = (schema.newest() + 1).to_bytes(4, "big")
    path.write_bytes(data)


def test_a_newer_format_is_refused_untouched(path):
    """S09: a ledger of the next format is named as such, and not one byte changes."""
    newer(path)
    data = path.read_bytes()
    for call in (gt.Ledger, lambda one: gt.observe(plan(), one), lambda one: gt.Ledger(one).append([of(1)])):
        with pytest.raises(gt.LedgerVersionError, match="format 2"):
            call(path)
    assert path.read_bytes() == data and files(path) == []


def test_a_newer_format_in_the_log_is_refused_untouched(path):
    """S09: that the newer format stands in the log only, as after a kill, makes no difference."""
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute(f"PRAGMA user_version = {schema.newest() + 1}")
    place = path.parent / "copy"
    place.mkdir()
    for name in ("a.ledger", "a.ledger-wal"):
        shutil.copy(path.with_name(name), place / name)
    holder.close()
    before = {name: (place / name).read_bytes() for name in ("a.ledger", "a.ledger-wal")}
    with pytest.raises(gt.LedgerVersionError):
        gt.Ledger(place / "a.ledger")
    assert {name: (place / name).read_bytes() for name in before} == before


@pytest.fixture
def next_format(monkeypatch):
    """A version of goaltree that knows one more format: its `head` has another column."""
    tables = schema.SCHEMAS[1]
    wider = tables[0][:-1] + ", more TEXT)"

    def step(connection):
        connection.execute("ALTER TABLE head ADD COLUMN more TEXT")

    def come(made=step):
        monkeypatch.setitem(schema.SCHEMAS, 2, (wider, *tables[1:]))
        monkeypatch.setitem(schema.STEPS, 1, made)

    return come


def test_an_older_format_is_brought_up_with_a_copy(path, next_format):
    """S09, row 64: everything is as it was, later records go on, and the old file lies beside it."""
    before = everything(path)
    next_format()
    assert everything(path) == before
    old = path.with_name("a.ledger.format-1")
    assert old.exists() and stat.S_IMODE(old.stat().st_mode) == 0o600
    assert gt.Ledger(path).append([of(4)]).number == before[0].number + 1
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
    schema.SCHEMAS.pop(2)
    assert everything(old) == before


def test_an_older_format_stays_where_bringing_it_up_fails(path, next_format):
    """S09: a step that fails half-way leaves the old ledger, whole."""
    before = everything(path)

    def step(connection):
        connection.execute("ALTER TABLE head ADD COLUMN more TEXT")
        connection.execute("SELECT * FROM nothing_of_that_name")

    next_format(step)
    with pytest.raises(gt.GoaltreeError):
        gt.Ledger(path)
    schema.SCHEMAS.pop(2)
    assert everything(path) == before


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER evil AFTER INSERT ON record BEGIN UPDATE head SET count = 0; END",
        "CREATE VIEW evil AS SELECT * FROM record",
        "CREATE TABLE more (a, b AS (a * 2))",
        "CREATE VIRTUAL TABLE evil USING fts5(x)",
        "CREATE INDEX evil ON record (kind)",
        "DROP TRIGGER record_never_changes",
    ],
)
def test_a_ledger_with_anything_else_in_it_is_refused(path, statement):
    """S08: tables, views, triggers and indexes of others are seen before anything is read or run."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()
    for call in (gt.Ledger, lambda one: gt.observe(plan(), one)):
        with pytest.raises(gt.LedgerError, match="tables, views or triggers"):
            call(path)


def test_records_refuse_to_be_changed_by_hand(path):
    """S11: whoever opens the file with another program is told that records stay."""
    with closing(sqlite3.connect(path)) as connection:
        for statement in ("UPDATE record SET at = ''", "DELETE FROM record"):
            with pytest.raises(sqlite3.IntegrityError, match="a record never"):
                connection.execute(statement)


def test_a_copy_is_whole_and_private(path, tmp_path):
    """S14, row 65: the copy says what the ledger says, replaces what was there, and lives on its own."""
    copied = tmp_path / "copy" / "b.ledger"
    copied.parent.mkdir()
    copied.write_text("what was there", encoding="utf-8")
    before = everything(path)
    assert gt.Ledger(path).backup(copied) == copied
    assert everything(copied) == before and files(copied) == []
    assert stat.S_IMODE(copied.stat().st_mode) == 0o600
    gt.Ledger(copied).append([of(77)])
    assert everything(path) == before


def test_a_damaged_ledger_replaces_no_copy(path, tmp_path):
    """A good copy stays where the ledger itself does not hold any more."""
    copied = gt.Ledger(path).backup(tmp_path / "b.ledger")
    before = everything(copied)
    data = path.read_bytes().replace("保留预算".encode(), "保留预備".encode())
    path.write_bytes(data)
    with pytest.raises(gt.LedgerError, match="record 4"):
        gt.Ledger(path).backup(copied)
    assert everything(copied) == before


def test_a_ledger_is_not_copied_over_itself(path):
    """Copying onto the file itself, by any name, is a wrong call."""
    hard = path.with_name("hard.ledger")
    os.link(path, hard)
    for target in (path, hard):
        with pytest.raises(gt.UsageError, match="itself"):
            gt.Ledger(path).backup(target)


def test_a_copy_does_not_replace_a_ledger_in_use(path, tmp_path):
    """A log beside the file would be another ledger's then, and the copy could not be opened."""
    other = gt.Ledger(tmp_path / "other.ledger")
    other.append([of(7)])
    with closing(sqlite3.connect(other.path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM head").fetchall()
        other.append([of(8)])
        with pytest.raises(gt.WriteError, match="-wal lies beside it"):
            gt.Ledger(path).backup(other.path)
        assert known(other) == 8 and files(other.path) == ["a.ledger", "other.ledger-shm", "other.ledger-wal"]
    gt.Ledger(path).backup(other.path)
    assert everything(other.path) == everything(path)


@pytest.mark.parametrize("ending", ["-wal", "-shm", "-journal"])
def test_a_copy_is_no_part_of_the_ledger_itself(path, ending):
    """SQLite would take it for its own."""
    with pytest.raises(gt.UsageError, match="copied over itself"):
        gt.Ledger(path).backup(f"{path}{ending}")
    assert files(path) == []


def test_a_ledger_that_another_makes_meanwhile_is_that_one(tmp_path, monkeypatch):
    """Another process makes it, and is writing it, between the look and the making: it is not taken for lost."""
    path, look = tmp_path / "a.ledger", exists
    others = []

    def late(asked):
        monkeypatch.setattr("goaltree.ledger.ledger.exists", look)
        made = gt.Ledger(path)
        others.append(sqlite3.connect(path, isolation_level=None))
        others[0].execute("BEGIN")
        others[0].execute("SELECT * FROM head").fetchall()
        made.append([of(1)])
        assert has_log(path)
        return False

    monkeypatch.setattr("goaltree.ledger.ledger.exists", late)
    assert known(gt.Ledger(path)) == 1
    others[0].close()


def test_a_record_that_is_too_large_is_no_damage(path, monkeypatch):
    """SQLite refuses what is larger than it takes: the ledger is as it was, and says so."""
    ledger, before = gt.Ledger(path), everything(path)

    def narrow(path, access):
        connection = connect(path, access)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 5000)
        return connection

    monkeypatch.setattr("goaltree.ledger.session.connect", narrow)
    with pytest.raises(gt.WriteError, match="record it in parts"):
        ledger.append([of(9, "2025-09", text="约" * 2000)])
    with pytest.raises(gt.WriteError, match="record it in parts"):
        ledger.note("reason", "x" * 4900, by="李")
    assert everything(path) == before


def test_a_copy_that_cannot_be_written_is_an_error(path, tmp_path):
    """A folder that is not there is told, and leaves nothing."""
    with pytest.raises(gt.WriteError):
        gt.Ledger(path).backup(tmp_path / "nowhere" / "b.ledger")
    with pytest.raises(gt.WriteError):
        gt.Ledger(tmp_path / "nowhere" / "b.ledger")


def test_a_ledger_can_be_pickled_and_copied(path):
    """S13: what is sent to another process is the path; each opens for itself."""
    ledger = gt.Ledger(path)
    for other in (pickle.loads(pickle.dumps(ledger)), copy.deepcopy(ledger)):
        assert other.path == ledger.path and other.actuals() == ledger.actuals()
        other.append([of(other.head.number + 9)])
    assert ledger.head.number == 6


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_fork_goes_on(path):
    """S13: after a fork both processes write, also where another thread writes at that moment."""
    ledger = gt.Ledger(path)
    stop = threading.Event()

    def write():
        number = 0
        while not stop.is_set():
            number += 1
            ledger.append([of(number, metric="thread")])

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for number in range(8):
            child = os.fork()
            if child == 0:
                status = 1
                try:
                    ledger.append([of(number, metric=f"child{number}")])
                    status = 0
                finally:
                    os._exit(status)
            assert os.waitpid(child, 0)[1] == 0
    finally:
        stop.set()
        thread.join()
    metrics = set(gt.Ledger(path).actuals().metrics)
    assert {f"child{number}" for number in range(8)} | {"thread"} <= metrics
    ledger.verify()


def test_with_is_understood(path):
    """`with` gives the ledger itself; it can be used afterwards, as nothing was open."""
    with gt.Ledger(path) as ledger:
        ledger.append([of(5)])
    assert known(ledger) == 5 and repr(ledger) == f"Ledger({str(path)!r})"


def test_a_head_kept_elsewhere_finds_what_was_cut_off(path, tmp_path):
    """S11: a ledger put back to an older copy, or begun anew, is whole in itself; the head tells."""
    older = gt.Ledger(path).backup(tmp_path / "older.ledger")
    ledger = gt.Ledger(path)
    ledger.append([of(8)])
    head = ledger.head
    assert ledger.verify(head) == head
    with pytest.raises(gt.LedgerError, match="had 5"):
        gt.Ledger(older).verify(head)
    for _ in range(5):
        gt.Ledger(older).note("reason", "别的", by="x")
    with pytest.raises(gt.LedgerError, match="another record 5"):
        gt.Ledger(older).verify(head)
    shutil.copy(older, path)
    with pytest.raises(gt.LedgerError):
        ledger.actuals()


def test_observing_takes_a_ledger(path):
    """A path that ends in .ledger and a ledger itself are sources; a review sees what was known then."""
    assert gt.observe(plan(), str(path)) == gt.observe(plan(), gt.Ledger(path)) == gt.Ledger(path).actuals()
    then = gt.review(plan(), path, as_of="2025-01-31", known_at=day(3))
    now = gt.review(plan(), path, as_of="2025-01-31")
    assert (then.card["sales"].value, now.card["sales"].value) == (1, 2)
    more = gt.observe(plan(), path, [{"metric": "sales", "period": "2025-03", "value": "4元"}])
    assert len(more) == 4
